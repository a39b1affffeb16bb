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

/* What belongs behind the parts of a paper: `after` draws it, with the part's number, counted from
 * 1 over the nodes that `is_part` (commonmark/parts.h). */
typedef struct {
  bool (*is_part)(cmark_node *node);
  void (*after)(Page *page, int number, void *data);
  void *data;
} PaperParts;

/* The same with that; NULL: without. */
void ui_paper_with(Page *page, cmark_node *document, const char *lang, const PaperParts *hook);

/* Quiet links behind a part, "Say something about this part", "2 comments"; hrefs NULL: not that
 * one. `spoken`: how the part begins, so that each link makes sense alone. */
typedef struct {
  int number;       /* gives the place its name: "#part-3" */
  const char *name; /* "Part 3", as it is numbered in print */
  const char *href, *words, *said_href, *said_words, *spoken;
} PartLinks;

void ui_draw_part_links(Page *page, const PartLinks *links);
#define ui_part_links(page, ...) ui_draw_part_links((page), &(PartLinks){ __VA_ARGS__ })
