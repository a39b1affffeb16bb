/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A paper as plain text, for old telephones, plain e-mail and screen readers: lines of at most 72
 * columns (a longer word stays whole), links numbered [1] with their addresses at the end, every
 * word of the source in its order. Serves R11, R66. */
#pragma once

#include "commonmark/commonmark.h"
#include "papers/format_words.h"

enum { TEXT_FORMAT_COLUMNS = 72 };

/* `title` stands at the top; NULL: the source's own first heading does. `words` NULL: English.
 * New string, *ret_len bytes and a NUL; g_free. NULL and *ret_fault when the source is no paper. */
char *paper_to_text(const char *source, size_t len, const char *title, const FormatWords *words,
                    size_t *ret_len, SourceFault *ret_fault);
