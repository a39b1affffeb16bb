/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A paper as HTML: the part that a page of ours holds, and a whole page of its own to keep. The
 * one place outside ui/ that makes HTML, because it comes out of the CommonMark renderer. Nothing
 * in it comes from elsewhere, runs, or carries inline style. Serves R11, R66. */
#pragma once

#include "commonmark/commonmark.h"
#include "papers/format_words.h"

/* For a page whose h1 is `title`: headings from h2 down. New string; g_free. NULL and *ret_fault
 * when the source is no paper. `words` NULL: English. */
char *paper_to_html(const char *source, size_t len, const char *title, const FormatWords *words,
                    size_t *ret_len, SourceFault *ret_fault);
/* A whole document. `title` NULL: the first heading, or `words->paper`; `lang` is BCP 47. Pictures
 * that `address_of` (NULL: none) finds stay, and scale with the page. */
char *paper_to_html_page(const char *source, size_t len, const char *title, const char *lang,
                         const FormatWords *words, PictureAddress *address_of,
                         const void *address_data, size_t *ret_len, SourceFault *ret_fault);
