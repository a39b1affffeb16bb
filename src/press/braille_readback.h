/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests only: reads a made BRF back as a reader would, page by page, and translates it into
 * words again. */
#pragma once

#include <glib.h>

/* Checks the shape of every page (asserted); the lines without page numbers, one NULL-ended array a
 * page. */
GPtrArray *brf_pages(const char *brf);
/* All of it as words again, by a table of liblouis: "en-ueb-g1.ctb". g_free. */
char *brf_words(const char *brf, const char *table);
/* Lower-case words of letters, in order. */
GPtrArray *letter_words(const char *text);
/* How many of the words come, in this order, in the others (they may have more between). */
guint found_in_order(const GPtrArray *words, const GPtrArray *others);
