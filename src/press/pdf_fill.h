/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is filled in by hand on a sheet: boxes to tick, lines to write on. Lines and boxes are no
 * part of the reading; their words are. */
#pragma once

#include "press/pdf_layout.h"

/* Words of a paragraph of its own. */
void fill_text(Flow *flow, const char *text, const FlowStyle *style);
/* An empty box to tick, its words to the right of it. */
void fill_tick(Flow *flow, const char *words, const FlowStyle *style);
/* Lines to write on, as high as a hand needs. */
void fill_room(Flow *flow, int lines, const FlowStyle *style);
/* A rectangle of bars, `width` thick. */
void fill_frame(Flow *flow, double x, double y, double side_x, double side_y, double width,
                PdfColour colour);
