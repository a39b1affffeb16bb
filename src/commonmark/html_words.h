/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Within this folder: the words of raw HTML. */
#pragma once

#include <stdbool.h>

/* What a reader of the page would read: tags as spaces, comments, scripts and styles gone, the
 * usual entities as letters. New string; g_free. */
char *html_to_words(const char *html);
/* "<br" at the start of "<br>" or "<BR/>", but not of "<bracket>". */
bool html_starts_with(const char *at, const char *name);
