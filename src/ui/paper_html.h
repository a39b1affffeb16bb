/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A paper on a page. It takes the parsed tree (commonmark/commonmark.h), never text: so nobody can
 * pass what a person wrote as if it were HTML. Parsing stays in one place because cmark-gfm must
 * not parse in two threads at once; drawing may. */
#pragma once

#include "ui/page.h"

typedef struct cmark_node cmark_node;

/* Headings come as the tree has them (commonmark_parse with top_heading 2, below the page's h1).
 * Whatever the tree holds, only harmless HTML is written: raw HTML is left out; links lead to http,
 * https, mailto, tel or a place of this site; pictures show from this site only, else their words;
 * tables have header cells with scope. About 1 ms for 25 KB. `lang`: BCP 47 tag of the paper's
 * words; NULL: the page's. */
void ui_paper(Page *page, cmark_node *document, const char *lang);
