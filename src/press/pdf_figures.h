/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of an ordinary paper in large print: which of them stand on the page, as large as their
 * column allows, each with its words below it (R11). A picture that is not there, is broken or
 * comes past the limits stays words, as it stands in speech and braille. */
#pragma once

#include "press/input.h"
#include "press/pdf_layout.h"

typedef struct Figures Figures;

enum {
  FIGURES_MAX = 60,          /* different pictures that are opened */
  FIGURES_DRAWN_MAX = 500,   /* on all pages together */
  FIGURE_SIDE_PIXELS = 1200, /* what a picture of one's own has at most (picture_clean.c) */
};

/* `input` NULL: there are none. It must stay. */
Figures *figures_new(const PressInput *input);
void figures_free(Figures *figures);
/* Parts paragraphs of the tree, so that each picture that can be shown and begins or ends one, or
 * has a line to itself, stands alone. One in the middle of a sentence stays words in it. */
void figures_stand_alone(Figures *figures, cmark_node *document);
/* The picture of a paragraph that is nothing else and can be shown; else NULL. */
cmark_node *figure_of_paragraph(Figures *figures, cmark_node *paragraph);
/* The one that a block begins with; NULL: it begins otherwise. */
cmark_node *figure_first_in(Figures *figures, cmark_node *block);
/* How much room picture and words need together; never more than a sheet. */
double figure_height(Flow *flow, cmark_node *picture);
/* Draws it: one tag, whose words are read aloud once. */
void flow_figure(Flow *flow, cmark_node *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Figures, figures_free)
