/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Word files into CommonMark by Debian's pandoc, locked in (papers/child.h). */
#pragma once

#include "papers/child.h"

/* The words of a .docx as CommonMark without raw HTML; footnotes and simple tables are kept, cells
 * with several paragraphs are joined by " / ". *ret_source is g_free'd by the caller; it may turn
 * out to be empty. At most one runs at a time: others wait. */
ChildResult word_to_commonmark(const void *bytes, size_t len, char **ret_source, size_t *ret_len);
