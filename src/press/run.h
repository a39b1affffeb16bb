/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The server's side of the press: runs commontable-press as a process for one job and takes what
 * it made. Links no rich library. Safe from any thread; each call waits for its job. */
#pragma once

#include "press/job.h"

#include <glib.h>

#define PRESS_ERROR (press_error_quark())

typedef enum {
  PRESS_ERROR_BAD_INPUT, /* the source cannot be made into this; the message says why, plainly */
  PRESS_ERROR_NOT_READY, /* it did not work; nothing is wrong with the source that we know of */
} PressError;

GQuark press_error_quark(void);

/* Makes one format (not html or text) from `input` (see press/input.h). Waits up to
 * PRESS_SECONDS_MAX. A crash is tried once more; a job that ran out of time, or a source that was
 * refused, is not. On success *ret_output holds the whole format (never empty); free with
 * g_bytes_unref. On failure it is untouched and `error` is of PRESS_ERROR; its message is English
 * and can be shown.
 * The program is $COMMONTABLE_PRESS where that is set (tests), else commontable-press beside the
 * running program. */
bool press_run(const PressOptions *options, GBytes *input, GBytes **ret_output, GError **error);

/* How long a job may take before it is killed, in milliseconds; 0: as above. Before threads. */
void press_run_set_patience_for_test(int ms);
