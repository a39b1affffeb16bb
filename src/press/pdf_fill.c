/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Boxes and lines on sheets that people fill in. Which sheets: pdf_post.c, pdf_bag.c. */
#include "press/pdf_fill.h"

static const double BOX = 14, BAR = 1.2, LINE_LEAST = 28 /* 1 cm: for large writing */;

void
fill_text(Flow *flow, const char *text, const FlowStyle *style)
{
  g_autoptr(Words) words = words_new();

  words_add(words, text);
  flow_words(flow, words, style, tag_new(flow->sheets->tags, flow->tag, TAG_P));
}

void
fill_frame(Flow *flow, double x, double y, double side_x, double side_y, double width,
           PdfColour colour)
{
  Sheets *sheets = flow->sheets;

  sheets_draw_bar(sheets, x, y, side_x, width, colour);
  sheets_draw_bar(sheets, x, y + side_y - width, side_x, width, colour);
  sheets_draw_bar(sheets, x, y, width, side_y, colour);
  sheets_draw_bar(sheets, x + side_x - width, y, width, side_y, colour);
}

void
fill_tick(Flow *flow, const char *words, const FlowStyle *style)
{
  Sheets *sheets = flow->sheets;
  const double side = MAX(BOX, style->points), left = flow->left;

  flow_gap(flow, style->leading * 0.6);
  flow_need(flow, MAX(style->leading, side + 4));
  fill_frame(flow, left, sheets->y + MAX(style->leading - side, 0) / 2, side, side, BAR, PDF_INK);
  flow->gap = 0;
  flow->left = left + side * 1.8;
  fill_text(flow, words, style);
  flow->left = left;
}

void
fill_room(Flow *flow, int lines, const FlowStyle *style)
{
  Sheets *sheets = flow->sheets;
  const double step = MAX(LINE_LEAST, style->leading * 1.3);

  for (int i = 0; i < lines; i++) {
    flow_need(flow, step);
    flow->gap = 0;
    sheets->y += step;
    sheets_draw_bar(sheets, flow->left, sheets->y - BAR, sheets->right - flow->left, BAR / 2,
                    PDF_QUIET);
  }
}
