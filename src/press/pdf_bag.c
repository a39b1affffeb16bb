/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The meeting bag (R64-R70): the sheets of a meeting for a hall without internet, as one tagged
 * PDF to print. Each sheet begins on the front of a sheet of paper, also when both sides are
 * printed: it is handed out, or cut up, without taking another one with it. */
#include "lang/lang.h"
#include "press/bag.h"
#include "press/pdf_fill.h"
#include "press/pdf_fix.h"
#include "press/pdf_layout.h"
#include "press/pdf_pictures.h"
#include "press/press.h"

#include <math.h>

static const double PICTURE_SIDE = 92, PICTURE_GAP = 18, TIME_INDENT = 5.2 /* ems */;
static const double CARD_POINTS = 44, CARD_SHAPE = 150, CARD_PADDING = 20, FACE = 74, DASH = 6;

/* Dark enough to be told from white by their border, apart by shape and word, not by colour. */
static const PdfColour card_colours[CARD_COUNT] = { [CARD_STOP] = { 0.72, 0.07, 0.07 },
                                                    [CARD_SLOW] = { 0.949, 0.722, 0.294 },
                                                    [CARD_AGREE] = { 0.10, 0.47, 0.24 } };

typedef struct {
  Flow flow;
  const PressJob *job;
  const GPtrArray *lines;
  GHashTable *pictures;  /* name to Picture, or NULL when it cannot be shown */
  GArray *starts;        /* int: the page of each sheet, from 1, as drawn now */
  const GArray *printed; /* the same of the drawing before; NULL: this is the first */
  int sheet;             /* how many have begun */
  Tag *list;             /* of the rows that follow one another; NULL: none is open */
} Bag;

/* ---- the sheets ---- */

static void
begin_sheet(Bag *bag, const BagLine *line)
{
  Flow *flow = &bag->flow;
  Sheets *sheets = flow->sheets;
  g_autoptr(Words) words = words_new();

  sheets_break(sheets);
  if (sheets->page % 2 == 1) { /* the back of the sheet before */
    sheets->is_open = true;
    sheets_break(sheets);
  }
  const int page = sheets->page + 1;

  g_array_append_val(bag->starts, page);
  bag->sheet++;
  flow->gap = 0;
  flow->has_title = false;
  flow->tag = tag_new(sheets->tags, sheets->tags->root, TAG_DIV);
  words_add(words, line->texts[0]);
  flow_heading(flow, words, 1, flow->leading * 3);
}

/* How often each sheet is wanted stands beside its page. */
static void
draw_contents(Bag *bag)
{
  Flow *flow = &bag->flow;
  const double indent = flow->sheets->points * 2.6;
  Tag *list = tag_new(flow->sheets->tags, flow->tag, TAG_L);
  int sheet = 0;

  list->is_ordered = true;
  for (guint i = 0; i < bag->lines->len; i++) {
    const BagLine *line = g_ptr_array_index(bag->lines, i);
    FlowStyle style = flow_body(flow);
    Tag *outer = NULL;

    if (line->kind != BAG_SHEET || sheet++ == 0) /* not itself */
      continue;

    const int page = bag->printed ? g_array_index(bag->printed, int, sheet - 1) : 1;
    g_autofree char *label = g_strdup_printf("%d", page);
    g_autofree char *words =
        g_strdup_printf("%s%s%s", line->texts[0], *line->texts[1] ? " – " : "", line->texts[1]);

    flow_gap(flow, flow->leading * 0.5);
    flow_item_start(flow, list, label, indent, &outer);
    style.is_whole = true;
    fill_text(flow, words, &style);
    flow_item_end(flow, indent, outer);
  }
}

static void
draw_row(Bag *bag, const BagLine *line)
{
  Flow *flow = &bag->flow;
  const double indent = flow->sheets->points * TIME_INDENT;
  FlowStyle style = flow_body(flow), strong = style;
  Tag *outer = NULL;

  if (!bag->list)
    bag->list = tag_new(flow->sheets->tags, flow->tag, TAG_L);
  strong.is_bold = strong.is_whole = style.is_whole = true;
  strong.follow = *line->texts[2] ? flow->leading : 0;
  flow_gap(flow, flow->leading * 0.6);
  flow_item_start(flow, bag->list, line->texts[0], indent, &outer);
  fill_text(flow, line->texts[1], &strong);
  if (*line->texts[2])
    fill_text(flow, line->texts[2], &style);
  flow_item_end(flow, indent, outer);
}

/* ---- pictures ---- */

static const Picture *
find_picture(Bag *bag, const char *name)
{
  void *known = NULL;

  if (g_hash_table_lookup_extended(bag->pictures, name, NULL, &known))
    return known;

  const PressPicture *given = press_input_find(bag->job->input, name);
  Picture *picture = given ? picture_open(given->bytes, given->len, PICTURE_SIDE_PIXELS) : NULL;

  g_hash_table_insert(bag->pictures, (char *)name, picture);
  return picture;
}

/* The words stand beside it, in its middle; without the picture they stand alone. */
static void
draw_picture(Bag *bag, const BagLine *line)
{
  Flow *flow = &bag->flow;
  Sheets *sheets = flow->sheets;
  const Picture *picture = find_picture(bag, line->texts[0]);
  FlowStyle style = flow_body(flow);
  g_autoptr(Words) words = words_new();
  double width = 0;
  const double height = picture ? picture_fit(picture, PICTURE_SIDE, &width) : 0;
  const double left = flow->left, indent = picture ? PICTURE_SIDE + PICTURE_GAP : 0;

  words_add(words, line->texts[2]);
  style.is_whole = true;
  flow->left += indent;

  const double words_height = flow_words_height(flow, words, &style);

  flow_gap(flow, flow->leading * 0.5);
  flow_need(flow, MAX(height, words_height));

  const double top = sheets->y;

  if (picture) {
    Tag *figure = *line->texts[1] ? tag_new(sheets->tags, flow->tag, TAG_FIGURE) : NULL;

    if (figure) {
      figure->alt = g_strdup(line->texts[1]);
      figure->box = (TagBox){ sheets->page, left, top, PICTURE_SIDE, height };
    }
    sheets_mark(sheets, figure);
    picture_draw(picture, sheets, left + (PICTURE_SIDE - width) / 2, top, width, height);
    sheets->y = top + MAX(0, (height - words_height) / 2);
  }
  flow_words(flow, words, &style, tag_new(sheets->tags, flow->tag, TAG_P));
  flow->left = left;
  sheets->y = MAX(sheets->y, top + height);
  flow_gap(flow, flow->leading * 0.5);
}

/* ---- faces ---- */

/* `bend` 1 smiles, 0 is straight, -1 is sad. */
static void
draw_face(Sheets *sheets, double x, double y, int bend)
{
  cairo_t *cairo = sheets->cairo;
  const double radius = FACE / 2, middle = y + radius * 1.38;

  sheets_mark(sheets, NULL);
  sheets_set_colour(sheets, PDF_INK);
  cairo_set_line_width(cairo, 2.5);
  cairo_new_path(cairo);
  cairo_arc(cairo, x, y + radius, radius, 0, 2 * G_PI);
  cairo_stroke(cairo);
  for (int eye = -1; eye <= 1; eye += 2) {
    cairo_arc(cairo, x + eye * radius * 0.36, y + radius * 0.74, 3.6, 0, 2 * G_PI);
    cairo_fill(cairo);
  }
  cairo_move_to(cairo, x - radius * 0.46, middle - bend * 6);
  cairo_curve_to(cairo, x - radius * 0.2, middle + bend * 9, x + radius * 0.2, middle + bend * 9,
                 x + radius * 0.46, middle - bend * 6);
  cairo_stroke(cairo);
}

/* Their words carry what they mean: the faces are no part of the reading. */
static void
draw_faces(Bag *bag, const BagLine *line)
{
  Flow *flow = &bag->flow;
  Sheets *sheets = flow->sheets;
  const double left = flow->left, right = sheets->right, column = (right - left) / 3;
  const FlowStyle style = flow_body(flow);

  flow_gap(flow, flow->leading * 0.4);
  flow_need(flow, FACE + flow->leading * 3);

  const double top = sheets->y;
  double lowest = top;

  for (int i = 0; i < 3; i++) {
    const double at = left + i * column;

    draw_face(sheets, at + FACE / 2 + 2, top, 1 - i);
    sheets->y = top + FACE + 4;
    flow->left = at;
    sheets->right = at + column - 8;
    fill_text(flow, line->texts[i], &style);
    lowest = MAX(lowest, sheets->y);
  }
  flow->left = left;
  sheets->right = right;
  sheets->y = lowest;
  flow_gap(flow, flow->leading * 0.6);
}

/* ---- cards ---- */

static void
dashed(Sheets *sheets, double x, double y, double width, double height)
{
  static const double dashes[] = { 6, 6 };

  sheets_mark(sheets, NULL);
  sheets_set_colour(sheets, PDF_QUIET);
  cairo_set_line_width(sheets->cairo, 1);
  cairo_set_dash(sheets->cairo, dashes, G_N_ELEMENTS(dashes), 0);
  if (height > 0)
    cairo_rectangle(sheets->cairo, x, y, width, height);
  else
    cairo_move_to(sheets->cairo, x, y), cairo_line_to(sheets->cairo, x + width, y);
  cairo_stroke(sheets->cairo);
  cairo_set_dash(sheets->cairo, NULL, 0, 0);
}

/* Eight corners for stop, three for slow, a circle for agree: told apart without colour. */
static void
draw_shape(Sheets *sheets, BagCard card, double x, double y)
{
  cairo_t *cairo = sheets->cairo;
  const double radius = CARD_SHAPE / 2;
  const int corners = card == CARD_STOP ? 8 : card == CARD_SLOW ? 3 : 0;
  const double turn = card == CARD_STOP ? G_PI / 8 : -G_PI / 2;
  const double down = card == CARD_SLOW ? radius / 4 : 0; /* a triangle's middle is lower */

  sheets_mark(sheets, NULL);
  cairo_new_path(cairo);
  for (int i = 0; i < corners; i++)
    cairo_line_to(cairo, x + radius + radius * cos(turn + 2 * G_PI * i / corners),
                  y + down + radius + radius * sin(turn + 2 * G_PI * i / corners));
  if (corners == 0)
    cairo_arc(cairo, x + radius, y + radius, radius - 2, 0, 2 * G_PI);
  cairo_close_path(cairo);
  sheets_set_colour(sheets, card_colours[card]);
  cairo_fill_preserve(cairo);
  sheets_set_colour(sheets, PDF_INK);
  cairo_set_line_width(cairo, 4);
  cairo_stroke(cairo);
}

/* A third of a sheet. */
static void
draw_card(Bag *bag, const BagLine *line)
{
  Flow *flow = &bag->flow;
  Sheets *sheets = flow->sheets;
  const FlowStyle body = flow_body(flow);
  FlowStyle large = body;
  const double left = flow->left, right = sheets->right;
  const double height = CARD_SHAPE + 2 * CARD_PADDING;

  large.points = CARD_POINTS;
  large.leading = CARD_POINTS * 1.25;
  large.is_bold = true;
  flow_gap(flow, DASH * 2);
  flow_need(flow, height);

  const double top = sheets->y;

  dashed(sheets, left, top, right - left, height);
  draw_shape(sheets, line->card, left + CARD_PADDING, top + CARD_PADDING);
  flow->left = left + CARD_SHAPE + CARD_PADDING * 2.5;
  sheets->right = right - CARD_PADDING;
  sheets->y = top + CARD_PADDING * 1.4;
  fill_text(flow, line->texts[1], &large);
  if (*line->texts[2]) {
    sheets->y += flow->leading * 0.3;
    fill_text(flow, line->texts[2], &body);
  }
  flow->left = left;
  sheets->right = right;
  sheets->y = MAX(sheets->y, top + height);
}

static void
draw_fold(Flow *flow, const BagLine *line)
{
  const FlowStyle style = flow_body(flow);

  flow_gap(flow, flow->leading);
  flow_need(flow, flow->leading * 3);
  dashed(flow->sheets, flow->left, flow->sheets->y, flow->sheets->right - flow->left, 0);
  flow->sheets->y += DASH;
  fill_text(flow, line->texts[0], &style);
  flow_gap(flow, flow->leading * 0.6);
}

/* ---- all of it ---- */

static void
draw_words(Flow *flow, const BagLine *line)
{
  FlowStyle style = flow_body(flow);

  style.is_bold = line->kind == BAG_STRONG;
  flow_gap(flow, flow->leading * 0.5);
  fill_text(flow, line->texts[0], &style);
  flow_gap(flow, flow->leading * 0.3);
}

/* A heading is never left alone: what it is about comes with some room to write. */
static void
draw_heading(Flow *flow, const BagLine *line)
{
  g_autoptr(Words) words = words_new();

  words_add(words, line->texts[0]);
  flow_heading(flow, words, 2, flow->leading * 6);
}

static void
draw_room(Flow *flow, const BagLine *line)
{
  FlowStyle style = flow_body(flow), first = style;

  first.is_whole = true; /* with the first of its lines */
  first.follow = flow->leading * 1.5;
  flow_gap(flow, flow->leading * 0.6);
  if (*line->texts[0])
    fill_text(flow, line->texts[0], &first);
  fill_room(flow, line->lines, &style);
  flow_gap(flow, flow->leading * 0.4);
}

static void
draw_line(Bag *bag, const BagLine *line)
{
  Flow *flow = &bag->flow;
  const FlowStyle style = flow_body(flow);

  if (line->kind != BAG_ROW)
    bag->list = NULL;
  switch (line->kind) {
  case BAG_SHEET:
    begin_sheet(bag, line);
    return;
  case BAG_CONTENTS:
    draw_contents(bag);
    return;
  case BAG_HEADING:
    draw_heading(flow, line);
    return;
  case BAG_TEXT:
  case BAG_STRONG:
    draw_words(flow, line);
    return;
  case BAG_ROW:
    draw_row(bag, line);
    return;
  case BAG_PICTURE:
    draw_picture(bag, line);
    return;
  case BAG_TICK:
    fill_tick(flow, line->texts[0], &style);
    return;
  case BAG_ROOM:
    draw_room(flow, line);
    return;
  case BAG_FACES:
    draw_faces(bag, line);
    return;
  case BAG_CARD:
    draw_card(bag, line);
    return;
  case BAG_FOLD:
    draw_fold(flow, line);
    return;
  case BAG_KIND_COUNT:
    return;
  }
}

/* NULL: it could not be drawn. */
static Sheets *
draw_bag(const PressJob *job, const GPtrArray *lines, const GArray *printed, GArray *starts)
{
  g_autoptr(Sheets) sheets = sheets_new(job->options.points, job->options.lang);
  Bag bag = { .job = job, .lines = lines, .printed = printed, .starts = starts };

  bag.pictures = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)picture_free);
  flow_start(&bag.flow, sheets, job->options.lang);
  for (guint i = 0; i < lines->len && !sheets_are_too_many(sheets); i++)
    draw_line(&bag, g_ptr_array_index(lines, i));

  const bool is_whole = !sheets_are_too_many(sheets), is_drawn = sheets_finish(sheets);

  flow_clear(&bag.flow);
  g_hash_table_destroy(bag.pictures);
  return is_whole && is_drawn ? g_steal_pointer(&sheets) : NULL;
}

/* Drawn twice: how long each sheet is is known only when it stands. */
PressResult
press_meeting_bag(const PressJob *job, Buffer *out)
{
  g_autofree char *problem = NULL;
  g_autoptr(GPtrArray) lines = bag_parse(job->input->text, &problem);
  g_autoptr(GArray) before = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(int));

  if (!lines)
    return press_refuse(problem);

  const BagLine *first = g_ptr_array_index(lines, 0);
  const char *title = *job->options.title ? job->options.title : first->texts[0];
  g_autoptr(Sheets) trial = draw_bag(job, lines, NULL, before);
  g_autoptr(Sheets) sheets = trial ? draw_bag(job, lines, before, starts) : NULL;

  if (!sheets)
    return press_fail("The meeting bag could not be drawn.");
  return pdf_fix(sheets, title, job->options.lang, out);
}
