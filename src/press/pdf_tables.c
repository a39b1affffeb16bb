/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tables in large print. A table stays one as long as no word must be broken and no row grows over
 * ROW_LINES_MAX lines; else each row becomes an item of a list, "header: value" under one another,
 * because nothing may be made smaller. Header rows come again on each sheet, as artifacts. */
#include "press/pdf_layout.h"
#include "press/press.h"
#include "press/words.h"

enum { ROW_LINES_MAX = 8, COLUMNS_MAX = 6 };

struct TablePlan {
  guint columns;
  GPtrArray *cells; /* Words *: row by row, the header row first, `columns` each */
  GArray *heights;  /* double a row; empty when it becomes a list */
  double *widths;   /* of the words in each column */
  double padding;   /* left and right of them, but for the outer edges: half a body letter */
  bool is_list;
  bool is_headed; /* some header cell has words */
};

static const Words *
cell_at(const TablePlan *plan, guint row, guint column)
{
  return g_ptr_array_index(plan->cells, row * plan->columns + column);
}

static guint
row_count(const TablePlan *plan)
{
  return plan->cells->len / plan->columns;
}

static FlowStyle
cell_style(const Flow *flow, guint row)
{
  FlowStyle style = flow_body(flow);

  style.is_bold = row == 0;
  if (row == 0)
    style.colour = PDF_WOOD;
  return style;
}

static void
read_row(TablePlan *plan, cmark_node *row, const char *lang)
{
  guint column = 0;

  for (cmark_node *cell = cmark_node_first_child(row); cell && column < plan->columns;
       cell = cmark_node_next(cell), column++)
    g_ptr_array_add(plan->cells, words_from_node(cell, lang));
  for (; column < plan->columns; column++)
    g_ptr_array_add(plan->cells, words_new());
}

/* Widest word, and width on one line. */
static void
measure_cell(const Words *words, Flow *flow, const FlowStyle *style, double *least, double *natural)
{
  g_autoptr(PangoLayout) layout = words_layout(words, 0, words->text->len, flow->sheets,
                                               style->points, style->is_bold, false, 0);
  int width = 0;

  pango_layout_get_size(layout, &width, NULL);
  *natural = MAX(*natural, (double)width / PANGO_SCALE + 1);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
  pango_layout_set_width(layout, 0);
  pango_layout_get_size(layout, &width, NULL);
  *least = MAX(*least, (double)width / PANGO_SCALE + 1);
}

/* Each column gets its widest word, and of what is left a share by what it would like. */
static bool
share_width(TablePlan *plan, Flow *flow)
{
  const double room = flow->sheets->right - flow->left - plan->padding * 2 * (plan->columns - 1);
  g_autofree double *natural = g_new0(double, plan->columns);
  double least_sum = 0, wish_sum = 0;

  for (guint i = 0; i < plan->cells->len; i++) {
    const FlowStyle style = cell_style(flow, i / plan->columns);

    measure_cell(g_ptr_array_index(plan->cells, i), flow, &style, &plan->widths[i % plan->columns],
                 &natural[i % plan->columns]);
  }
  for (guint i = 0; i < plan->columns; i++) {
    least_sum += plan->widths[i];
    wish_sum += natural[i] - plan->widths[i];
  }
  if (least_sum > room)
    return false;

  const double share = wish_sum > 0 ? MIN(1, (room - least_sum) / wish_sum) : 0;

  for (guint i = 0; i < plan->columns; i++)
    plan->widths[i] += (natural[i] - plan->widths[i]) * share;
  return true;
}

static PangoLayout *
layout_cell(const TablePlan *plan, Flow *flow, guint row, guint column)
{
  const Words *words = cell_at(plan, row, column);
  const FlowStyle style = cell_style(flow, row);

  return words_layout(words, 0, words->text->len, flow->sheets, style.points, style.is_bold, false,
                      plan->widths[column]);
}

static bool
measure_rows(TablePlan *plan, Flow *flow)
{
  for (guint row = 0; row < row_count(plan); row++) {
    int lines = 1;

    for (guint column = 0; column < plan->columns; column++) {
      g_autoptr(PangoLayout) layout = layout_cell(plan, flow, row, column);

      lines = MAX(lines, pango_layout_get_line_count(layout));
    }
    if (lines > ROW_LINES_MAX)
      return false;

    const double height = lines * flow->leading + flow->sheets->points * 0.7;

    g_array_append_val(plan->heights, height);
  }
  return true;
}

TablePlan *
table_plan(Flow *flow, cmark_node *table)
{
  TablePlan *plan = g_new0(TablePlan, 1);
  cmark_node *row = cmark_node_first_child(table);

  for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell))
    plan->columns++;
  plan->columns = MAX(plan->columns, 1);
  plan->padding = flow->sheets->points * 0.5;
  plan->cells = g_ptr_array_new_with_free_func((GDestroyNotify)words_free);
  plan->heights = g_array_new(FALSE, FALSE, sizeof(double));
  plan->widths = g_new0(double, plan->columns);
  for (; row; row = cmark_node_next(row))
    read_row(plan, row, flow->lang);
  for (guint column = 0; column < plan->columns; column++)
    plan->is_headed = plan->is_headed || cell_at(plan, 0, column)->text->len > 0;
  plan->is_list =
      plan->columns > COLUMNS_MAX || !share_width(plan, flow) || !measure_rows(plan, flow);
  return plan;
}

void
table_plan_free(TablePlan *plan)
{
  if (!plan)
    return;
  g_ptr_array_unref(plan->cells);
  g_array_unref(plan->heights);
  g_free(plan->widths);
  g_free(plan);
}

double
table_plan_head_height(const TablePlan *plan)
{
  double height = 0;

  for (guint row = 0; row < 2 && row < plan->heights->len; row++)
    height += g_array_index(plan->heights, double, row);
  return height;
}

/* Lines of one cell from the pen's height down; the pen stays. `tag` NULL: an artifact. */
static void
draw_cell(Flow *flow, const TablePlan *plan, guint row, guint column, double x, Tag *tag)
{
  const Words *words = cell_at(plan, row, column);
  const FlowStyle style = cell_style(flow, row);
  g_autoptr(PangoLayout) layout = layout_cell(plan, flow, row, column);
  g_autoptr(PangoLayoutIter) iter = pango_layout_get_iter(layout);
  WordsPen pen = { .tag = tag, .link = -1, .colour = style.colour };
  double baseline = flow->sheets->y + flow->sheets->points * 1.2;

  do {
    PangoRectangle logical;

    pango_layout_iter_get_line_extents(iter, NULL, &logical);
    words_draw_line(words, 0, pango_layout_iter_get_line_readonly(iter),
                    x + (double)logical.x / PANGO_SCALE, baseline, flow->sheets, &pen);
    baseline += flow->leading;
  } while (pango_layout_iter_next_line(iter));
}

static void
draw_row(Flow *flow, const TablePlan *plan, guint row, Tag *table)
{
  Sheets *sheets = flow->sheets;
  Tag *tag = table ? tag_new(sheets->tags, table, TAG_TR) : NULL;
  const double height = g_array_index(plan->heights, double, row);
  double x = flow->left;

  flow_labels(flow, sheets->y + sheets->points * 1.2);
  for (guint column = 0; column < plan->columns; column++) {
    Tag *cell = tag ? tag_new(sheets->tags, tag, row == 0 ? TAG_TH : TAG_TD) : NULL;

    draw_cell(flow, plan, row, column, x, cell);
    x += plan->widths[column] + plan->padding * 2;
  }
  sheets->y += height;
  sheets_draw_bar(sheets, flow->left, sheets->y - (row == 0 ? 2 : 0.75),
                  x - plan->padding * 2 - flow->left, row == 0 ? 2 : 0.75,
                  row == 0 ? PDF_WOOD : PDF_CLOTH);
}

static void
flow_rows(Flow *flow, const TablePlan *plan)
{
  Sheets *sheets = flow->sheets;
  Tag *table = tag_new(sheets->tags, flow->tag, TAG_TABLE);
  const guint first = plan->is_headed ? 0 : 1;

  flow_need(flow, table_plan_head_height(plan));
  for (guint row = first; row < row_count(plan); row++) {
    if (!sheets_has_room(sheets, g_array_index(plan->heights, double, row))) {
      sheets_break(sheets);
      if (plan->is_headed && row > 0)
        draw_row(flow, plan, 0, NULL);
    }
    draw_row(flow, plan, row, table);
  }
}

static Words *
headed_value(const TablePlan *plan, guint row, guint column, const char *lang)
{
  const Words *head = cell_at(plan, 0, column), *value = cell_at(plan, row, column);
  Words *words = words_new();

  words->style.is_bold = true;
  if (head->text->len > 0 && strcmp(head->text->str, COMMONMARK_NO_NAME) != 0) {
    words_add(words, head->text->str);
    words_add(words, ": ");
  }
  words->style.is_bold = false;
  words_add_all(words, value);
  if (value->text->len == 0)
    words_add(words, press_word(lang, WORD_EMPTY));
  return words;
}

/* Too wide for its size: every row an item, every cell a line that says its header. */
static void
flow_rows_as_list(Flow *flow, const TablePlan *plan)
{
  const double indent = flow->sheets->points * 1.1;
  g_autoptr(Words) said = words_new();
  const FlowStyle said_style = { flow->sheets->points, flow->leading, .colour = PDF_INK,
                                 .follow = flow->leading * 2 };
  Tag *outer = NULL;

  words_add(said, press_word(flow->lang, WORD_TABLE));
  words_add(said, ":");
  flow_words(flow, said, &said_style, tag_new(flow->sheets->tags, flow->tag, TAG_P));

  Tag *list = tag_new(flow->sheets->tags, flow->tag, TAG_L);

  for (guint row = 1; row < row_count(plan); row++) {
    flow_gap(flow, flow->leading * 0.6);
    flow_item_start(flow, list, "•", indent, &outer);
    for (guint column = 0; column < plan->columns; column++) {
      g_autoptr(Words) words = headed_value(plan, row, column, flow->lang);
      FlowStyle style = flow_body(flow);

      style.follow = column == 0 && plan->columns > 1 ? flow->leading * 2 : 0;
      flow_gap(flow, column == 0 ? 0 : flow->leading * 0.15);
      flow_words(flow, words, &style, tag_new(flow->sheets->tags, flow->tag, TAG_P));
    }
    flow_item_end(flow, indent, outer);
  }
}

void
flow_table(Flow *flow, const TablePlan *plan)
{
  if (plan->is_list && row_count(plan) > 1)
    flow_rows_as_list(flow, plan);
  else if (plan->is_list)
    for (guint column = 0; column < plan->columns; column++) {
      const FlowStyle style = flow_body(flow);

      flow_words(flow, cell_at(plan, 0, column), &style,
                 tag_new(flow->sheets->tags, flow->tag, TAG_P));
    }
  else
    flow_rows(flow, plan);
}
