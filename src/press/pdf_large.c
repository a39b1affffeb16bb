/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Large print: a paper as a tagged PDF of 16 to 28 points. Walks the paper's blocks (at most
 * SOURCE_NODES_DEPTH_MAX inside one another, so it may recurse) and hands them to the flow. */
#include "commonmark/parts.h"
#include "lang/lang.h"
#include "press/pdf_figures.h"
#include "press/pdf_fix.h"
#include "press/pdf_layout.h"
#include "press/press.h"
#include "press/words.h"

enum { HEADINGS_TOGETHER_MAX = 3 };

static bool
is_in_tight_item(cmark_node *node)
{
  cmark_node *parent = cmark_node_parent(node);

  return cmark_node_get_type(parent) == CMARK_NODE_ITEM &&
         cmark_node_get_list_tight(cmark_node_parent(parent));
}

/* The words of a tight item are the item's body itself, as in HTML. */
static void
flow_paragraph(Flow *flow, cmark_node *node)
{
  g_autoptr(Words) words = words_from_node(node, flow->lang);
  const FlowStyle style = flow_body(flow);
  Tag *tag = flow->tag;

  if (words->text->len == 0)
    return;
  if (!is_in_tight_item(node))
    tag = tag_new(flow->sheets->tags, flow->tag, TAG_P);
  flow_words(flow, words, &style, tag);
}

/* A picture that stands alone: its words in a marked paragraph, which is the figure. */
static void
flow_picture(Flow *flow, cmark_node *picture)
{
  g_autoptr(Words) words = words_new();
  g_autofree char *alt = commonmark_words(picture);
  const FlowStyle style = flow_body(flow);

  words->style.is_bold = true;
  words_add(words, press_word(flow->lang, WORD_PICTURE));
  words_add(words, ": ");
  words->style.is_bold = false;
  words_add(words, alt);

  Tag *figure = tag_new(flow->sheets->tags, flow->tag, TAG_FIGURE);
  const double indent = flow->sheets->points;

  if (figure->role == TAG_FIGURE)
    figure->alt = g_strdup(alt);
  flow_bar_start(flow, PDF_WOOD);
  flow->left += indent;
  flow_words(flow, words, &style, figure);
  flow->left -= indent;
  flow_bar_end(flow);
}

static void
flow_code(Flow *flow, cmark_node *node)
{
  g_autoptr(Words) words = words_new();
  g_auto(GStrv) lines = g_strsplit(cmark_node_get_literal(node), "\n", -1);
  FlowStyle style = flow_body(flow);
  TagTree *tags = flow->sheets->tags;
  guint count = g_strv_length(lines);

  while (count > 0 && *lines[count - 1] == '\0')
    count--;
  for (guint i = 0; i < count; i++) {
    words_add(words, lines[i]);
    if (i + 1 < count)
      words_add(words, "\xe2\x80\xa8");
  }
  style.is_code = true;
  flow_words(flow, words, &style, tag_new(tags, tag_new(tags, flow->tag, TAG_P), TAG_CODE));
}

/* Further in, but never so far that words have no room. */
static double
indent_by(const Flow *flow, double wanted)
{
  const double most = flow->sheets->left + (flow->sheets->right - flow->sheets->left) * 0.4;

  return CLAMP(wanted, 0, MAX(0, most - flow->left));
}

static void
flow_quote(Flow *flow, cmark_node *node)
{
  Tag *outer = flow->tag;
  const double indent = indent_by(flow, flow->sheets->points);

  flow->tag = tag_new(flow->sheets->tags, outer, TAG_BLOCK_QUOTE);
  if (indent > 0)
    flow_bar_start(flow, PDF_WARM);
  flow->left += indent;
  flow_blocks(flow, node);
  flow->left -= indent;
  flow->gap = 0;
  if (indent > 0)
    flow_bar_end(flow);
  flow->tag = outer;
}

static char *
item_label(cmark_node *list, int number, int depth)
{
  if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST)
    return g_strdup(depth % 2 == 0 ? "•" : "–");
  return g_strdup_printf(cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? "%d)" : "%d.",
                         number);
}

static double
label_width(Flow *flow, const char *label)
{
  g_autoptr(PangoLayout) layout = sheets_layout(flow->sheets, flow->sheets->points, true, false, 0);
  int width = 0;

  pango_layout_set_text(layout, label, -1);
  pango_layout_get_size(layout, &width, NULL);
  return (double)width / PANGO_SCALE + flow->sheets->points * 0.5;
}

static int
list_depth(cmark_node *list)
{
  int depth = 0;

  for (cmark_node *at = cmark_node_parent(list); at; at = cmark_node_parent(at))
    depth += cmark_node_get_type(at) == CMARK_NODE_LIST;
  return depth;
}

static int
list_count(cmark_node *list)
{
  int count = 0;

  for (cmark_node *at = cmark_node_first_child(list); at; at = cmark_node_next(at))
    count++;
  return count;
}

static void
flow_list(Flow *flow, cmark_node *list)
{
  const int start = cmark_node_get_list_start(list), depth = list_depth(list);
  g_autofree char *last = item_label(list, start + list_count(list) - 1, depth);
  const double width = MAX(label_width(flow, last), flow->sheets->points * 1.1);
  const double indent = indent_by(flow, width);
  const double gap = flow->leading * (cmark_node_get_list_tight(list) ? 0.3 : 0.6);
  Tag *tag = tag_new(flow->sheets->tags, flow->tag, TAG_L);
  const bool is_ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
  int number = start;

  tag->is_ordered = tag->role == TAG_L && is_ordered;
  for (cmark_node *at = cmark_node_first_child(list); at && !sheets_are_too_many(flow->sheets);
       at = cmark_node_next(at), number++) {
    g_autofree char *label = item_label(list, number, depth);
    Tag *outer = NULL;

    flow_gap(flow, gap);
    flow_item_start(flow, tag, label, MAX(indent, 0), &outer);
    flow_blocks(flow, at);
    flow_item_end(flow, MAX(indent, 0), outer);
    flow->gap = 0;
  }
}

static double
follow_height(Flow *flow, cmark_node *next)
{
  double height = 0;

  for (int i = 0; i < HEADINGS_TOGETHER_MAX && next; i++, next = cmark_node_next(next)) {
    if (cmark_node_get_type(next) != CMARK_NODE_HEADING)
      break;
    height += flow->leading * 3;
  }
  if (!next)
    return height;

  cmark_node *picture = figure_first_in(flow->figures, next);

  if (picture)
    return height + figure_height(flow, picture);
  if (!commonmark_is_table(next))
    return height + flow->leading * 2;
  if (flow->planned != next) {
    table_plan_free(flow->plan);
    flow->plan = table_plan(flow, next);
    flow->planned = next;
  }
  return height + table_plan_head_height(flow->plan);
}

static void
flow_any_paragraph(Flow *flow, cmark_node *node)
{
  cmark_node *child = cmark_node_first_child(node);
  cmark_node *figure = figure_of_paragraph(flow->figures, node);

  if (figure)
    flow_figure(flow, figure);
  else if (child && cmark_node_get_type(child) == CMARK_NODE_IMAGE && !cmark_node_next(child))
    flow_picture(flow, child);
  else
    flow_paragraph(flow, node);
}

/* Its number comes beside its first line; 0: it is no part, or they are not wanted. */
static int
number_of(const Flow *flow, cmark_node *node)
{
  return flow->numbers ? GPOINTER_TO_INT(g_hash_table_lookup(flow->numbers, node)) : 0;
}

static void
flow_kind(Flow *flow, cmark_node *node)
{
  switch (cmark_node_get_type(node)) {
  case CMARK_NODE_HEADING: {
    g_autoptr(Words) words = words_from_node(node, flow->lang);

    flow_heading(flow, words, cmark_node_get_heading_level(node),
                 follow_height(flow, cmark_node_next(node)));
    return;
  }
  case CMARK_NODE_PARAGRAPH:
    flow_any_paragraph(flow, node);
    return;
  case CMARK_NODE_LIST:
    flow_list(flow, node);
    return;
  case CMARK_NODE_BLOCK_QUOTE:
    flow_quote(flow, node);
    return;
  case CMARK_NODE_CODE_BLOCK:
    flow_code(flow, node);
    return;
  case CMARK_NODE_THEMATIC_BREAK:
    flow_rule(flow);
    return;
  default:
    break;
  }
  if (!commonmark_is_table(node))
    return;
  follow_height(flow, node); /* plans it, unless its heading has */
  flow_table(flow, flow->plan);
}

static void
flow_block(Flow *flow, cmark_node *node)
{
  const int number = number_of(flow, node);

  if (number > 0)
    flow->number = number;
  flow_kind(flow, node);
  if (number > 0)
    flow->number = 0; /* it had no line */
}

void
flow_blocks(Flow *flow, cmark_node *parent)
{
  for (cmark_node *at = cmark_node_first_child(parent);
       at && !commonmark_is_note(at) && !sheets_are_too_many(flow->sheets);
       at = cmark_node_next(at)) {
    if (commonmark_is_table(at) && at != cmark_node_first_child(parent))
      flow_gap(flow, flow->leading);
    flow_block(flow, at);
    if (cmark_node_next(at))
      flow_gap(flow, flow->leading * (is_in_tight_item(at)      ? 0.3
                                      : commonmark_is_table(at) ? 1
                                                                : 0.6));
  }
}

/* A footnote begins with its number, which leads back to where it is mentioned. */
static void
flow_note(Flow *flow, cmark_node *note)
{
  const int number = commonmark_note_number(note);
  cmark_node *first = cmark_node_first_child(note);
  const bool is_joined = first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
  g_autofree char *label = g_strdup_printf("(%s %d)", press_word(flow->lang, WORD_NOTE), number);
  g_autofree char *place = g_strdup_printf(PLACE_NOTE "%d", number);
  g_autoptr(Words) words = words_new();
  g_autoptr(Words) rest = is_joined ? words_from_node(first, flow->lang) : words_new();
  const FlowStyle style = flow_body(flow);
  Tag *outer = flow->tag;

  words_add_link(words, label, g_strdup_printf(PLACE_MENTION "%d", number));
  words_add(words, " ");
  words_add_all(words, rest);
  flow->tag = tag_new(flow->sheets->tags, outer, TAG_NOTE);
  if (flow->tag != outer)
    flow->tag->id = g_strdup(place + 1);
  flow->number = is_joined ? number_of(flow, first) : 0;
  flow_need(flow, flow->leading * 2);
  tag_tree_add_place(flow->sheets->tags, place, flow->sheets->page, flow->sheets->y);
  flow_words(flow, words, &style, tag_new(flow->sheets->tags, flow->tag, TAG_P));
  for (cmark_node *at = is_joined ? cmark_node_next(first) : first; at; at = cmark_node_next(at)) {
    flow_gap(flow, flow->leading * 0.6);
    flow_block(flow, at);
  }
  flow_gap(flow, flow->leading * 0.6);
  flow->tag = outer;
}

static void
flow_notes(Flow *flow, cmark_node *document)
{
  cmark_node *note = commonmark_first_note(document);
  g_autoptr(Words) heading = words_new();

  if (!note)
    return;
  words_add(heading, press_word(flow->lang, WORD_NOTES));
  flow_heading(flow, heading, 2, flow->leading * 2);
  for (; note && !sheets_are_too_many(flow->sheets); note = cmark_node_next(note))
    flow_note(flow, note);
}

/* What the reader's window shows: the title, or for want of one how the paper begins. */
static char *
document_title(const PressJob *job)
{
  if (*job->options.title != '\0')
    return g_strdup(job->options.title);

  g_autofree char *words = commonmark_words(job->paper);

  return g_utf8_substring(words, 0, MIN(g_utf8_strlen(words, -1), 60));
}

static void
flow_title(Flow *flow, const PressJob *job)
{
  cmark_node *first = cmark_node_first_child(job->paper);
  g_autoptr(Words) words = words_new();

  if (*job->options.title == '\0')
    return;
  words_add(words, job->options.title);
  flow_heading(flow, words, 1, follow_height(flow, first));
}

PressResult
press_large_print(const PressJob *job, Buffer *out)
{
  g_autoptr(Sheets) sheets = sheets_new(job->options.points, job->options.lang);
  g_autoptr(Figures) figures = figures_new(job->input);
  /* Before paragraphs are parted: their parts are those of the page. */
  g_autoptr(GHashTable) numbers =
      job->options.has_numbers ? commonmark_number_parts(job->paper) : NULL;
  Flow flow;

  flow_start(&flow, sheets, job->options.lang);
  flow.figures = figures;
  flow.numbers = numbers;
  figures_stand_alone(figures, job->paper);
  flow_title(&flow, job);
  flow_blocks(&flow, job->paper);
  flow_notes(&flow, job->paper);

  const bool is_too_long = sheets_are_too_many(sheets);

  const bool is_drawn = sheets_finish(sheets);

  flow_clear(&flow);
  if (is_too_long)
    return press_refuse(
        N_("The paper is too long for large print. Send it as two or more papers."));
  if (!is_drawn)
    return press_fail("The pages could not be drawn.");

  g_autofree char *title = document_title(job);

  return pdf_fix(sheets, title, job->options.lang, out);
}
