/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Within this folder: making a parsed tree fit for everybody. */
#pragma once

#include "commonmark/commonmark.h"

/* SOURCE_FINE, or why the tree is no paper (and then it need not be tidied).
 * `ret_title` (may be NULL): where `reading` gives no title, the words of the first heading. */
SourceFault tidy_document(cmark_node *document, const SourceReading *reading, char **ret_title);
char *tidy_first_heading(cmark_node *document);
