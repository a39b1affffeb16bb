/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rewrites the marks of one page's content stream. Knows the syntax of ISO 32000-1, 7.8.2, just
 * as far as is needed never to look inside a string. */
#pragma once

#include "press/pdf_tags.h"
#include <stdbool.h>

/* `marks` are the tags in the order drawn: the n-th mark of Cairo becomes an artifact where it is
 * NULL, and else keeps its place with the number n. False when the counts differ. */
bool pdf_marks_rewrite(const char *content, size_t len, const GPtrArray *marks,
                       GByteArray *ret_content);
