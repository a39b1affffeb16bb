/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The flow of a paper: lines, paragraphs, headings, labels of lists, bars of quotations. Which
 * block is which: pdf_large.c. Tables: pdf_tables.c. */
#include "press/pdf_layout.h"

/* Smaller than the words, so that it is no part of them, but not below what large print allows. */
static const double NUMBER_SIZE = 0.75, NUMBER_POINTS_LEAST = 16;
static const double NUMBER_GAP = 12, NUMBER_LEFT_LEAST = 14; /* printers leave an edge of 5 mm */

enum { CHUNK_MAX = 8 * 1024 }; /* bytes laid out at once: Pango's time grows faster than the text */

typedef struct {
  Tag *tag;
  char *text;
  double x;
} FlowLabel;

typedef struct {
  double x, from; /* where its bar begins on this sheet */
  PdfColour colour;
} FlowBar;

static void
label_free(void *data)
{
  FlowLabel *label = data;

  g_free(label->text);
  g_free(label);
}

static void
draw_bar(const Flow *flow, const FlowBar *bar)
{
  const double height = flow->sheets->y - bar->from;

  if (height > 1)
    sheets_draw_bar(flow->sheets, bar->x, bar->from, 4, height, bar->colour);
}

static void
draw_bars(void *data)
{
  Flow *flow = data;

  for (guint i = 0; i < flow->bars->len; i++) {
    FlowBar *bar = &g_array_index(flow->bars, FlowBar, i);

    draw_bar(flow, bar);
    bar->from = flow->sheets->top;
  }
}

void
flow_start(Flow *flow, Sheets *sheets, const char *lang)
{
  *flow = (Flow){ .sheets = sheets, .lang = lang };
  flow->left = sheets->left;
  flow->leading = sheets->points * 1.42;
  flow->tag = sheets->tags->root;
  flow->labels = g_ptr_array_new_with_free_func(label_free);
  flow->bars = g_array_new(FALSE, TRUE, sizeof(FlowBar));
  sheets->on_break = draw_bars;
  sheets->on_break_data = flow;
}

void
flow_clear(Flow *flow)
{
  g_ptr_array_unref(flow->labels);
  g_array_unref(flow->bars);
  table_plan_free(flow->plan);
}

FlowStyle
flow_body(const Flow *flow)
{
  return (FlowStyle){ .points = flow->sheets->points, .leading = flow->leading, .colour = PDF_INK };
}

void
flow_gap(Flow *flow, double gap)
{
  flow->gap = MAX(flow->gap, gap);
}

void
flow_need(Flow *flow, double height)
{
  Sheets *sheets = flow->sheets;

  if (sheets->y > sheets->top && !sheets_has_room(sheets, flow->gap + height))
    sheets_break(sheets);
  if (sheets->y > sheets->top)
    sheets->y += flow->gap;
  flow->gap = 0;
}

void
flow_bar_start(Flow *flow, PdfColour colour)
{
  FlowBar bar = { .x = flow->left, .colour = colour };

  flow_need(flow, flow->leading);
  bar.from = flow->sheets->y;
  g_array_append_val(flow->bars, bar);
}

void
flow_bar_end(Flow *flow)
{
  draw_bar(flow, &g_array_index(flow->bars, FlowBar, flow->bars->len - 1));
  g_array_set_size(flow->bars, flow->bars->len - 1);
}

void
flow_rule(Flow *flow)
{
  flow_gap(flow, flow->leading);
  flow_need(flow, flow->leading * 2);
  sheets_draw_bar(flow->sheets, flow->left, flow->sheets->y, 96, 3, PDF_WARM);
  flow->sheets->y += 3;
  flow_gap(flow, flow->leading);
}

static PangoLayout *
number_layout(const Flow *flow, double points, double *ret_width)
{
  g_autofree char *text = g_strdup_printf("%d", flow->number);
  PangoLayout *layout = sheets_layout(flow->sheets, points, false, false, 0);
  int width = 0;

  pango_layout_set_text(layout, text, -1);
  pango_layout_get_size(layout, &width, NULL);
  *ret_width = (double)width / PANGO_SCALE;
  return layout;
}

/* The number of a part, in the margin. It is not among what is read aloud, where it would come
 * between any two paragraphs: whoever listens has each part's own link on the page. */
static void
draw_number(Flow *flow, double baseline)
{
  Sheets *sheets = flow->sheets;
  const double room = sheets->left - NUMBER_LEFT_LEAST;
  double width = 0;
  g_autoptr(PangoLayout) layout =
      number_layout(flow, MAX(sheets->points * NUMBER_SIZE, NUMBER_POINTS_LEAST), &width);

  if (width + NUMBER_GAP > room) {
    g_object_unref(layout);
    layout = number_layout(flow, NUMBER_POINTS_LEAST, &width);
  }
  flow->number = 0;
  if (width > room) /* the ten thousandth part */
    return;
  sheets_mark(sheets, NULL);
  sheets_set_colour(sheets, PDF_QUIET);
  cairo_move_to(sheets->cairo, MAX(sheets->left - NUMBER_GAP - width, NUMBER_LEFT_LEAST), baseline);
  pango_cairo_show_layout_line(sheets->cairo, pango_layout_get_line_readonly(layout, 0));
}

void
flow_labels(Flow *flow, double baseline)
{
  if (flow->number > 0)
    draw_number(flow, baseline);
  for (guint i = 0; i < flow->labels->len; i++) {
    const FlowLabel *label = g_ptr_array_index(flow->labels, i);
    g_autoptr(PangoLayout) layout =
        sheets_layout(flow->sheets, flow->sheets->points, true, false, 0);

    pango_layout_set_text(layout, label->text, -1);
    sheets_mark(flow->sheets, label->tag);
    sheets_set_colour(flow->sheets, PDF_WOOD);
    cairo_move_to(flow->sheets->cairo, label->x, baseline);
    pango_cairo_show_layout_line(flow->sheets->cairo, pango_layout_get_line_readonly(layout, 0));
  }
  g_ptr_array_set_size(flow->labels, 0);
}

void
flow_item_start(Flow *flow, Tag *list, const char *label, double indent, Tag **ret_outer)
{
  TagTree *tags = flow->sheets->tags;
  Tag *item = tag_new(tags, list, TAG_LI);
  FlowLabel *waiting = g_new0(FlowLabel, 1);

  waiting->tag = tag_new(tags, item, TAG_LBL);
  waiting->text = g_strdup(label);
  waiting->x = flow->left;
  g_ptr_array_add(flow->labels, waiting);
  *ret_outer = flow->tag;
  flow->tag = tag_new(tags, item, TAG_LBODY);
  flow->left += indent;
}

void
flow_item_end(Flow *flow, double indent, Tag *outer)
{
  if (flow->labels->len > 0) { /* an item without words still shows its number */
    flow_need(flow, flow->leading);
    flow_labels(flow, flow->sheets->y + flow->sheets->points);
    flow->sheets->y += flow->leading;
  }
  flow->left -= indent;
  flow->tag = outer;
}

/* Where a piece of at most CHUNK_MAX bytes ends: after a line separator or at a space if it can. */
static size_t
chunk_end(const Words *words, size_t start)
{
  const char *text = words->text->str;
  size_t end = start + CHUNK_MAX;

  if (end >= words->text->len)
    return words->text->len;
  for (size_t at = end; at > start + CHUNK_MAX / 2; at--)
    if (text[at - 1] == ' ')
      return at;
  end = start + CHUNK_MAX / 16; /* no spaces at all: the slowest of texts */
  while (end > start && ((unsigned char)text[end] & 0xc0) == 0x80)
    end--;
  return end;
}

static double
line_height(PangoLayoutLine *line, const FlowStyle *style)
{
  PangoRectangle ink;

  pango_layout_line_get_extents(line, &ink, NULL);
  return MAX(style->leading, (double)ink.height / PANGO_SCALE + 2);
}

/* How many of the lines from `first` go on this sheet: never one alone here or over the page. */
static guint
lines_that_fit(const Flow *flow, const GArray *heights, guint first, const FlowStyle *style)
{
  const guint left = heights->len - first;
  const bool is_fresh = flow->sheets->y <= flow->sheets->top;
  const double gap = is_fresh ? 0 : flow->gap;
  double used = gap;
  guint count = 0;

  while (count < left) {
    used += g_array_index(heights, double, first + count);
    if (!sheets_has_room(flow->sheets, used + (count + 1 == left ? style->follow : 0)))
      break;
    count++;
  }
  if (is_fresh)
    return MAX(count, 1);
  if (count == left)
    return count;
  if (style->is_whole)
    return 0;
  if (left - count == 1)
    count--;
  return count < 2 ? 0 : count;
}

static void
draw_lines(Flow *flow, const Words *words, size_t start, PangoLayout *layout, GArray *heights,
           const FlowStyle *style, WordsPen *pen)
{
  g_autoptr(PangoLayoutIter) iter = pango_layout_get_iter(layout);
  Sheets *sheets = flow->sheets;
  guint room = 0;

  for (guint i = 0; i < heights->len; i++, room--, pango_layout_iter_next_line(iter)) {
    const double height = g_array_index(heights, double, i);
    PangoRectangle logical;

    if (room == 0) {
      room = lines_that_fit(flow, heights, i, style);
      if (room == 0) {
        sheets_break(sheets);
        room = lines_that_fit(flow, heights, i, style);
      }
      flow_need(flow, 0);
    }
    /* The baseline sits so that what the leading adds lies half above, half below the letters. */
    const double baseline = sheets->y + (height - style->points) / 2 + style->points * 0.86;

    pango_layout_iter_get_line_extents(iter, NULL, &logical);
    flow_labels(flow, baseline);
    words_draw_line(words, start, pango_layout_iter_get_line_readonly(iter),
                    flow->left + (double)logical.x / PANGO_SCALE, baseline, sheets, pen);
    sheets->y += height;
  }
}

static GArray *
line_heights(PangoLayout *layout, const FlowStyle *style)
{
  GArray *heights = g_array_new(FALSE, FALSE, sizeof(double));

  for (GSList *at = pango_layout_get_lines_readonly(layout); at; at = at->next) {
    const double height = line_height(at->data, style);

    g_array_append_val(heights, height);
  }
  return heights;
}

void
flow_words(Flow *flow, const Words *words, const FlowStyle *style, Tag *tag)
{
  WordsPen pen = { .tag = tag, .link = -1, .colour = style->colour };

  for (size_t start = 0, end = 0; start < words->text->len; start = end) {
    end = chunk_end(words, start);

    g_autoptr(PangoLayout) layout =
        words_layout(words, start, end, flow->sheets, style->points, style->is_bold, style->is_code,
                     flow->sheets->right - flow->left);
    g_autoptr(GArray) heights = line_heights(layout, style);

    draw_lines(flow, words, start, layout, heights, style, &pen);
  }
}

double
flow_words_height(Flow *flow, const Words *words, const FlowStyle *style)
{
  double height = 0;

  for (size_t start = 0, end = 0; start < words->text->len; start = end) {
    end = chunk_end(words, start);

    g_autoptr(PangoLayout) layout =
        words_layout(words, start, end, flow->sheets, style->points, style->is_bold, style->is_code,
                     flow->sheets->right - flow->left);

    for (GSList *at = pango_layout_get_lines_readonly(layout); at; at = at->next)
      height += line_height(at->data, style);
  }
  return height;
}

/* Sizes of headings over the body's, so that levels can be told apart at arm's length. */
static FlowStyle
heading_style(const Flow *flow, int level, double follow)
{
  static const double sizes[] = { 1, 1.56, 1.33, 1.17, 1.06, 1, 1 };
  const double points = flow->sheets->points * sizes[level];

  return (FlowStyle){ .points = points,
                      .leading = points * 1.25,
                      .is_bold = true,
                      .colour = PDF_WOOD,
                      .is_whole = true,
                      .follow = follow };
}

static void
add_bookmark(Flow *flow, int level, const char *text)
{
  int parent = 0;

  for (int above = 1; above < level; above++)
    parent = flow->bookmarks[above] ? flow->bookmarks[above] : parent;
  flow->bookmarks[level] = sheets_add_bookmark(flow->sheets, parent, text);
  for (int below = level + 1; below <= 6; below++)
    flow->bookmarks[below] = 0;
}

void
flow_heading(Flow *flow, const Words *words, int level, double follow)
{
  const bool is_title = level == 1 && !flow->has_title;
  const FlowStyle style = heading_style(flow, level, follow + flow->sheets->points);
  const double height = flow_words_height(flow, words, &style);

  flow_gap(flow, flow->leading * (level <= 2 ? 1.3 : 1));
  flow_need(flow, height + style.follow);
  if (words->text->len > 0)
    add_bookmark(flow, level, words->text->str);
  flow_words(flow, words, &style, tag_new(flow->sheets->tags, flow->tag, TAG_H1 + level - 1));
  if (is_title) {
    flow->has_title = true;
    flow->sheets->y += flow->sheets->points * 0.4;
    sheets_draw_bar(flow->sheets, flow->left, flow->sheets->y, 96, 5, PDF_WARM);
    flow->sheets->y += 5;
    flow_gap(flow, flow->leading);
  } else {
    flow_gap(flow, flow->sheets->points * 0.35);
  }
}
