/* SPDX-License-Identifier: AGPL-3.0-or-later
 * People's text: checking, trimming, folding. Knows no language. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* UTF-8 without NUL and without control characters other than tab, line feed, carriage return. */
bool text_is_clean(const char *text, size_t len);
/* New text that is clean, and what it was is still to be seen: a terminal's colour codes and
 * control bytes are left out, a run of bytes that are no UTF-8 becomes one U+FFFD. `ret_is_broken`:
 * there was such a run. Free with g_free. */
char *text_mend(const char *bytes, size_t len, bool *ret_is_broken);
/* New string: white space at both ends dropped, CR LF and CR made LF. Free with g_free. */
char *text_tidy(const char *text);
/* New string that sorts the same on every engine (bytes): folded case, marks stripped, inner white
 * space single. For human order and for finding by name; never shown. Free with g_free. */
char *text_sort_key(const char *text);
/* Decimal; returns how many characters (the NUL not counted). Not printf: a page of fifty cards
 * writes hundreds of numbers, and that cost a tenth of it (measured). */
enum { NUMBER_TEXT_SIZE = 21 };
size_t text_from_number(gint64 number, char ret_text[static NUMBER_TEXT_SIZE]);
size_t text_length(const char *text); /* characters, not bytes */
/* The next letter or digit of a code as somebody types it, moving *at on: spaces, dashes, dots and
 * underlines of every kind are passed over, letters of double width are read as plain ones. 0: the
 * end. -1: something else. */
int text_next_of_code(const char **at);
/* Lower-case hex. */
char *text_from_bytes(const void *bytes, size_t len);
bool text_to_bytes(const char *hex, void *ret_bytes, size_t len);
