/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How pages look as somebody chose it: the words for it, and the cookies in which a browser keeps
 * them. What the words mean is in assets/scss. */
#pragma once

#include <stdbool.h>

typedef enum { LOOK_THEME, LOOK_TEXT_SIZE, LOOK_SPACING, LOOK_COUNT } PageLook;

const char *
look_cookie(PageLook look); /* "theme", "text-size", "spacing": in addresses and data-… too */
const char *look_usual(PageLook look); /* "auto", "normal", "normal" */
bool look_is_known(PageLook look, const char *word);
