/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stands on every page as long as it is so ("You are acting for Ann. Stop."), with one button.
 */
#pragma once

#include "web/request.h"

/* Words in the viewer's language. */
typedef struct {
  const char *words;
  const char *action, *button; /* a form that is one button */
  const char *spoken;          /* read aloud after the button's words, or NULL */
} FrameNotice;

/* False: nothing to say. Asks the database nothing: trouble pages show it too. */
typedef bool (*FrameNoticeFinder)(Request *r, FrameNotice *ret_notice);

/* Once, before threads start. */
void ui_set_notice(FrameNoticeFinder finder);
