/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of an ordinary paper on the page. Reading their bytes: pdf_pictures.c. */
#include "press/pdf_figures.h"

#include "commonmark/commonmark.h"
#include "press/pdf_pictures.h"

struct Figures {
  const PressInput *input;
  GHashTable *opened; /* name to Picture; NULL: it cannot be shown */
  int drawn;
};

static void
free_any(void *picture)
{
  picture_free(picture);
}

Figures *
figures_new(const PressInput *input)
{
  Figures *figures = g_new0(Figures, 1);

  figures->input = input;
  figures->opened = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_any);
  return figures;
}

void
figures_free(Figures *figures)
{
  if (!figures)
    return;
  g_hash_table_unref(figures->opened);
  g_free(figures);
}

/* Each is opened once, and stays open: they may come again. */
static const Picture *
find_picture(Figures *figures, cmark_node *node)
{
  const char *name = cmark_node_get_url(node);
  void *known = NULL;

  if (!figures->input || !name || !*name)
    return NULL;
  if (g_hash_table_lookup_extended(figures->opened, name, NULL, &known))
    return known;

  const PressPicture *given = press_input_find(figures->input, name);

  if (!given || g_hash_table_size(figures->opened) >= FIGURES_MAX)
    return NULL;

  Picture *picture = picture_is_pixels(given->bytes, given->len)
                         ? picture_open(given->bytes, given->len, FIGURE_SIDE_PIXELS)
                         : NULL; /* drawings are not cleaned, and no paper has any */

  g_hash_table_insert(figures->opened, g_strdup(name), picture);
  return picture;
}

/* ---- each for itself ---- */

static bool
is_break(cmark_node *node)
{
  const cmark_node_type type = cmark_node_get_type(node);

  return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

static bool
is_blank(cmark_node *node)
{
  if (cmark_node_get_type(node) != CMARK_NODE_TEXT)
    return is_break(node);

  const char *text = cmark_node_get_literal(node);

  return text[strspn(text, " ")] == '\0';
}

static bool
may_stand_alone(cmark_node *picture)
{
  cmark_node *before = cmark_node_previous(picture), *after = cmark_node_next(picture);

  return !before || !after || (is_break(before) && is_break(after));
}

/* A new paragraph behind this one, with `first` and all that comes after it. */
static cmark_node *
part_before(cmark_node *paragraph, cmark_node *first)
{
  cmark_node *fresh = cmark_node_new(CMARK_NODE_PARAGRAPH);

  if (!cmark_node_insert_after(paragraph, fresh)) {
    cmark_node_free(fresh);
    return NULL;
  }
  for (cmark_node *next = NULL; first; first = next) {
    next = cmark_node_next(first);
    cmark_node_append_child(fresh, first);
  }
  return fresh;
}

static void
trim(cmark_node *paragraph)
{
  cmark_node *end = NULL;

  while ((end = cmark_node_first_child(paragraph)) && is_blank(end))
    cmark_node_free(end);
  if (end && cmark_node_get_type(end) == CMARK_NODE_TEXT && *cmark_node_get_literal(end) == ' ') {
    g_autofree char *words = g_strchug(g_strdup(cmark_node_get_literal(end)));

    cmark_node_set_literal(end, words);
  }
  while ((end = cmark_node_last_child(paragraph)) && is_blank(end))
    cmark_node_free(end);
}

/* The first that can stand alone, but does not yet. */
static cmark_node *
picture_to_part(Figures *figures, cmark_node *paragraph)
{
  for (cmark_node *at = cmark_node_first_child(paragraph); at; at = cmark_node_next(at))
    if (cmark_node_get_type(at) == CMARK_NODE_IMAGE && may_stand_alone(at) &&
        (cmark_node_previous(at) || cmark_node_next(at)) && find_picture(figures, at))
      return at;
  return NULL;
}

static void
part_paragraph(Figures *figures, cmark_node *paragraph)
{
  while (paragraph) {
    trim(paragraph);

    cmark_node *picture = picture_to_part(figures, paragraph);
    cmark_node *after = picture ? cmark_node_next(picture) : NULL;
    cmark_node *rest = after ? part_before(paragraph, after) : NULL;

    if (picture && cmark_node_previous(picture))
      part_before(paragraph, picture);
    trim(paragraph);
    paragraph = rest;
  }
}

void
figures_stand_alone(Figures *figures, cmark_node *document)
{
  g_autoptr(GPtrArray) paragraphs = g_ptr_array_new();
  cmark_iter *iter = cmark_iter_new(document);

  if (figures->input && figures->input->pictures->len > 0)
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
      cmark_node *node = cmark_iter_get_node(iter);

      if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH)
        g_ptr_array_add(paragraphs, node);
    }
  cmark_iter_free(iter);
  for (guint i = 0; i < paragraphs->len; i++)
    part_paragraph(figures, paragraphs->pdata[i]);
}

cmark_node *
figure_first_in(Figures *figures, cmark_node *block)
{
  cmark_node *at = block;

  while (at && (cmark_node_get_type(at) == CMARK_NODE_LIST ||
                cmark_node_get_type(at) == CMARK_NODE_ITEM ||
                cmark_node_get_type(at) == CMARK_NODE_BLOCK_QUOTE))
    at = cmark_node_first_child(at);
  return at && cmark_node_get_type(at) == CMARK_NODE_PARAGRAPH ? figure_of_paragraph(figures, at)
                                                               : NULL;
}

cmark_node *
figure_of_paragraph(Figures *figures, cmark_node *paragraph)
{
  cmark_node *only = cmark_node_first_child(paragraph);

  if (!figures || !only || cmark_node_next(only) || cmark_node_get_type(only) != CMARK_NODE_IMAGE ||
      figures->drawn >= FIGURES_DRAWN_MAX)
    return NULL;
  return find_picture(figures, only) ? only : NULL;
}

/* ---- on the page ---- */

typedef struct {
  const Picture *picture;
  double width, height, gap, words_height;
  double needed; /* together on one sheet */
} FigurePlan;

/* In a list it goes with one item among several, and leaves room for those. */
static bool
is_in_item(cmark_node *picture)
{
  cmark_node *paragraph = cmark_node_parent(picture);

  return cmark_node_get_type(cmark_node_parent(paragraph)) == CMARK_NODE_ITEM;
}

/* As large as it is on a page of ordinary print, larger as the print is larger; but within the
 * column, and with room for its words below it. */
static FigurePlan
plan_figure(Flow *flow, cmark_node *node, const Words *words)
{
  const Sheets *sheets = flow->sheets;
  const FlowStyle style = flow_body(flow);
  const double sheet = sheets->bottom - sheets->top, column = sheets->right - flow->left;
  FigurePlan plan = { .picture = find_picture(flow->figures, node), .gap = sheets->points * 0.4 };

  plan.words_height = flow_words_height(flow, words, &style);

  const double own_width = picture_width(plan.picture), own_height = picture_height(plan.picture);
  const double words_room = MIN(plan.words_height, sheet * 0.4);
  const double most = MIN(sheet * (is_in_item(node) ? 0.25 : 0.6), sheet - words_room - plan.gap);
  const double scale = MIN(MIN(0.75 * sheets->points / 12, column / own_width), most / own_height);

  plan.width = own_width * scale;
  plan.height = own_height * scale;
  plan.needed = plan.height + plan.gap + words_room;
  return plan;
}

static Words *
words_of(cmark_node *picture)
{
  Words *words = words_new();
  g_autofree char *alt = commonmark_words(picture);

  words_add(words, alt);
  return words;
}

double
figure_height(Flow *flow, cmark_node *picture)
{
  g_autoptr(Words) words = words_of(picture);

  return plan_figure(flow, picture, words).needed;
}

void
flow_figure(Flow *flow, cmark_node *picture)
{
  Sheets *sheets = flow->sheets;
  g_autoptr(Words) words = words_of(picture);
  const FigurePlan plan = plan_figure(flow, picture, words);
  const FlowStyle style = flow_body(flow);

  flow_need(flow, plan.needed);
  flow_labels(flow, sheets->y + sheets->points);

  Tag *figure = tag_new(sheets->tags, flow->tag, TAG_FIGURE);

  if (figure->role == TAG_FIGURE) {
    figure->alt = g_strdup(words->text->str);
    figure->box = (TagBox){ sheets->page, flow->left, sheets->y, plan.width, plan.height };
  }
  sheets_mark(sheets, figure);
  picture_draw(plan.picture, sheets, flow->left, sheets->y, plan.width, plan.height);
  sheets->y += plan.height;
  flow->figures->drawn++;
  flow_gap(flow, plan.gap);
  flow_words(flow, words, &style, figure);
}
