/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A picture that somebody brings, as a file: whether we can read it, and cleaning it in the press
 * (place, camera and all else that is not seen goes). Where it is kept is the caller's. */
#pragma once

#include "questions/questions.h"

#include <glib.h>

enum { PICTURE_UPLOAD_MAX = 15 * 1024 * 1024 /* bytes, as it comes */ };

/* NULL when it can be read, else a message id: none, too large, or of a kind that we cannot read
 * (HEIC, SVG and others each in their own words). */
const char *picture_file_fault(const AnswerFile *file);
/* By the press. False: the server is at fault; try again later. True: *ret_made is a PNG or JPEG,
 * or it stays NULL and *ret_problem is a message id that says why (else ""): g_free. */
bool picture_file_clean(GBytes *file, int attempt, GBytes **ret_made, char **ret_problem);
/* Of what was made so. */
const char *picture_file_media_type(GBytes *made);
