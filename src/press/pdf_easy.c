/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Easy Read: rows of a picture and 1 to 3 short sentences as a tagged PDF. The picture is on the
 * left and as large as the words leave room for, the words are beside it, and a row is never
 * parted. */
#include "lang/lang.h"
#include "press/pdf_fix.h"
#include "press/pdf_layout.h"
#include "press/pdf_pictures.h"
#include "press/press.h"

/* 5.5 cm for the picture, 8 mm between it and the words. */
static const double PICTURE_SIDE = 155.9, PICTURE_GAP = 22.7, BOX_PADDING = 8;

typedef struct {
  Flow flow;
  const PressJob *job;
  int rows;             /* drawn so far; headings are none */
  bool is_after_row;    /* a thin line parts rows, so that each picture keeps to its words */
  GHashTable *pictures; /* name to Picture, or NULL when it cannot be shown */
} Easy;

static void
picture_free_any(void *picture)
{
  picture_free(picture);
}

static const Picture *
find_picture(Easy *easy, const char *name)
{
  void *known = NULL;

  if (!name)
    return NULL;
  if (g_hash_table_lookup_extended(easy->pictures, name, NULL, &known))
    return known;

  const PressPicture *given = press_input_find(easy->job->input, name);
  Picture *picture = given ? picture_open(given->bytes, given->len, PICTURE_SIDE_PIXELS) : NULL;

  g_hash_table_insert(easy->pictures, (char *)name, picture);
  return picture;
}

static Words *
words_of(const char *text)
{
  Words *words = words_new();

  words_add(words, text);
  return words;
}

/* Height of `count` texts under one another, with half a line between them. */
static double
texts_height(Flow *flow, char *const *texts, int count)
{
  const FlowStyle style = flow_body(flow);
  double height = 0;

  for (int i = 0; i < count; i++) {
    g_autoptr(Words) words = words_of(texts[i]);

    height += flow_words_height(flow, words, &style) + (i > 0 ? flow->leading / 2 : 0);
  }
  return height;
}

static void
flow_sentences(Flow *flow, const EasyRow *row, Tag *tag)
{
  const FlowStyle style = flow_body(flow);

  for (int i = 0; i < row->sentence_count; i++) {
    g_autoptr(Words) words = words_of(row->sentences[i]);

    flow_gap(flow, i > 0 ? flow->leading / 2 : 0);
    flow_words(flow, words, &style, tag_new(flow->sheets->tags, tag, TAG_P));
  }
}

/* Makes the words' column that of the picture, with the box's padding, or what it was. */
static void
flow_enter_box(Flow *flow, double *right)
{
  *right = flow->sheets->right;
  flow->left += BOX_PADDING;
  flow->sheets->right = flow->left + PICTURE_SIDE - 2 * BOX_PADDING;
}

static void
flow_leave_box(Flow *flow, double right)
{
  flow->left -= BOX_PADDING;
  flow->sheets->right = right;
}

/* The words for a picture that cannot be shown: in a box in its place. */
static double
box_height(Flow *flow, const EasyRow *row)
{
  double right = 0;

  flow_enter_box(flow, &right);

  const double height = texts_height(flow, &row->alt, 1) + 2 * BOX_PADDING;

  flow_leave_box(flow, right);
  return height;
}

static void
draw_box(Flow *flow, const EasyRow *row, double height, Tag *figure)
{
  Sheets *sheets = flow->sheets;
  const FlowStyle style = flow_body(flow);
  g_autoptr(Words) words = words_of(row->alt);
  double right = 0;

  sheets_mark(sheets, NULL);
  sheets_set_colour(sheets, PDF_CLOTH);
  cairo_set_line_width(sheets->cairo, 1.5);
  cairo_rectangle(sheets->cairo, flow->left, sheets->y, PICTURE_SIDE, height);
  cairo_stroke(sheets->cairo);
  sheets->y += BOX_PADDING;
  flow_enter_box(flow, &right);
  flow_words(flow, words, &style, figure);
  flow_leave_box(flow, right);
}

typedef struct {
  const EasyRow *row;
  const Picture *picture;       /* NULL: a box, or nothing */
  double width, picture_height; /* of picture or box; 0: the words have the whole width */
  double words_height, height;
} RowPlan;

static RowPlan
plan_row(Easy *easy, const EasyRow *row)
{
  Flow *flow = &easy->flow;
  RowPlan plan = { .row = row, .picture = find_picture(easy, row->picture) };

  if (plan.picture) {
    plan.picture_height = picture_fit(plan.picture, PICTURE_SIDE, &plan.width);
  } else if (row->picture && *row->alt != '\0') {
    plan.width = PICTURE_SIDE;
    plan.picture_height = box_height(flow, row);
  }

  const double indent = plan.width > 0 ? PICTURE_SIDE + PICTURE_GAP : 0;

  flow->left += indent;
  plan.words_height = texts_height(flow, (char *const *)row->sentences, row->sentence_count);
  flow->left -= indent;
  plan.height = MAX(plan.picture_height, plan.words_height);
  return plan;
}

static void
draw_picture(Easy *easy, const RowPlan *plan, Tag *tag)
{
  Sheets *sheets = easy->flow.sheets;
  const double y = sheets->y;
  Tag *figure = *plan->row->alt ? tag_new(sheets->tags, tag, TAG_FIGURE) : NULL;

  if (figure)
    figure->alt = g_strdup(plan->row->alt);
  if (plan->picture) {
    /* Narrow pictures stand in the middle of their column. */
    sheets_mark(sheets, figure);
    picture_draw(plan->picture, sheets, easy->flow.left + (PICTURE_SIDE - plan->width) / 2, y,
                 plan->width, plan->picture_height);
    if (figure)
      figure->box =
          (TagBox){ sheets->page, easy->flow.left, y, PICTURE_SIDE, plan->picture_height };
  } else {
    draw_box(&easy->flow, plan->row, plan->picture_height, figure);
  }
  sheets->y = y;
}

static void
flow_row(Easy *easy, const EasyRow *row)
{
  Flow *flow = &easy->flow;
  Sheets *sheets = flow->sheets;
  const RowPlan plan = plan_row(easy, row);
  Tag *tag = tag_new(sheets->tags, sheets->tags->root, TAG_DIV);

  flow_need(flow, plan.height);
  if (easy->is_after_row && sheets->y > sheets->top)
    sheets_draw_bar(sheets, flow->left, sheets->y - sheets->points, sheets->right - flow->left,
                    0.75, PDF_CLOTH);
  easy->is_after_row = true;

  const double top = sheets->y;
  const int page = sheets->page;

  if (plan.width > 0) {
    draw_picture(easy, &plan, tag);
    flow->left += PICTURE_SIDE + PICTURE_GAP;
    sheets->y += MAX(0, (plan.picture_height - plan.words_height) / 2);
  }
  flow->number = ++easy->rows <= easy->job->options.numbered_rows ? easy->rows : 0;
  flow_sentences(flow, row, tag);
  if (plan.width > 0)
    flow->left -= PICTURE_SIDE + PICTURE_GAP;
  if (page == sheets->page)
    sheets->y = top + plan.height;
  flow_gap(flow, sheets->points * 2);
}

static double
heading_follow(Easy *easy, guint number)
{
  const GPtrArray *rows = easy->job->rows->rows;

  if (number + 1 >= rows->len)
    return 0;

  const EasyRow *next = g_ptr_array_index(rows, number + 1);

  return next->heading ? easy->flow.leading * 4 : plan_row(easy, next).height;
}

static void
flow_rows(Easy *easy, const char *title)
{
  const GPtrArray *rows = easy->job->rows->rows;
  g_autoptr(Words) title_words = words_of(title);

  if (*title != '\0')
    flow_heading(&easy->flow, title_words, 1, easy->flow.leading * 3);
  for (guint i = 0; i < rows->len; i++) {
    const EasyRow *row = g_ptr_array_index(rows, i);
    g_autoptr(Words) words = words_of(row->heading ? row->heading : "");

    easy->is_after_row = easy->is_after_row && !row->heading;
    if (row->heading)
      flow_heading(&easy->flow, words, 2, heading_follow(easy, i));
    else
      flow_row(easy, row);
  }
}

/* The rows' own title comes before that of the full paper; a file must have one. */
static const char *
title_of(const PressJob *job)
{
  for (guint i = 0; !job->rows->title && *job->options.title == '\0' && i < job->rows->rows->len;
       i++) {
    const EasyRow *row = g_ptr_array_index(job->rows->rows, i);

    if (!row->heading)
      return row->sentences[0];
  }
  return job->rows->title ? job->rows->title : job->options.title;
}

PressResult
press_easy_read(const PressJob *job, Buffer *out)
{
  if (job->rows->rows->len == 0)
    return press_refuse(N_("There are no Easy Read rows yet."));

  g_autoptr(Sheets) sheets = sheets_new(job->options.points, job->options.lang);
  Easy easy = { .job = job };
  const char *title = job->rows->title ? job->rows->title : job->options.title;

  easy.pictures = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, picture_free_any);
  flow_start(&easy.flow, sheets, job->options.lang);
  easy.flow.leading = sheets->points * 1.5;
  flow_rows(&easy, title);

  const bool is_drawn = sheets_finish(sheets);

  flow_clear(&easy.flow);
  g_hash_table_destroy(easy.pictures);
  if (!is_drawn)
    return press_fail("The pages could not be drawn.");
  return pdf_fix(sheets, title_of(job), job->options.lang, out);
}
