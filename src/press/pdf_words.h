/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words of one paragraph with their emphasis and links, as Pango wants them. UKAAF's rules for
 * large print live here: emphasis is bold, never italic or underlined; a link is followed by its
 * address, since paper cannot be touched. */
#pragma once

#include "press/pdf_sheets.h"
#include <cmark-gfm.h>

typedef struct {
  size_t start, len; /* bytes */
  bool is_bold, is_code, is_struck;
  int link; /* index into links; -1: none */
} WordsSpan;

typedef struct {
  GString *text;
  GArray *spans;    /* WordsSpan, in order, without gaps */
  GPtrArray *links; /* char *: where each leads; only what a reader may safely open */
  WordsSpan style;  /* of what is added next */
} Words;

Words *words_new(void);
void words_free(Words *words);
void words_add(Words *words, const char *text);
/* A link to `uri` (taken): an address, or a place in this paper (pdf_tags.h). */
void words_add_link(Words *words, const char *text, char *uri);
/* All of `more`, its emphasis and links too. */
void words_add_all(Words *words, const Words *more);
/* Everything inside a paragraph, heading, cell or the like. `lang` is for the words that the press
 * adds. */
Words *words_from_node(cmark_node *node, const char *lang);
/* Lays out bytes [start, end). The layout's line ends and tabs are those of the text. */
PangoLayout *words_layout(const Words *words, size_t start, size_t end, Sheets *sheets,
                          double points, bool is_bold, bool is_code, double width);
/* Draws one line of such a layout at its baseline; every run in logical order, each link in a tag
 * of its own below `tag` (*link, *link_tag remember it from line to line; start with -1, NULL).
 * `tag` NULL: an artifact. */
typedef struct {
  Tag *tag;
  Tag *link_tag;
  int link;
  PdfColour colour;
} WordsPen;
void words_draw_line(const Words *words, size_t start, PangoLayoutLine *line, double x,
                     double baseline, Sheets *sheets, WordsPen *pen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Words, words_free)
