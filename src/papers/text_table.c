/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tables in plain text. */
#include "papers/text_table.h"

#include "commonmark/commonmark.h"

#include <string.h>

enum {
  BETWEEN_COLUMNS = 2,
  COLUMNS_SIDE_BY_SIDE = 16, /* more never fit a line */
  HEADING_REPEATED_MAX = 40, /* letters of a heading that each row says again */
};

typedef struct {
  bool is_heading;
  GPtrArray *cells; /* of char *, on one line each */
} TextRow;

static void
row_free(gpointer row)
{
  g_ptr_array_unref(((TextRow *)row)->cells);
  g_free(row);
}

GPtrArray *
text_table_new(void)
{
  return g_ptr_array_new_with_free_func(row_free);
}

void
text_table_add_row(GPtrArray *table, bool is_heading)
{
  TextRow *row = g_new0(TextRow, 1);
  row->is_heading = is_heading;
  row->cells = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(table, row);
}

void
text_table_add_cell(GPtrArray *table, const char *words)
{
  TextRow *row = table->pdata[table->len - 1];
  char *cell = g_strstrip(g_strdup(words));
  g_strdelimit(cell, "\n", ' ');
  g_ptr_array_add(row->cells, cell);
}

static const char *
cell_at(const TextRow *row, guint column)
{
  return column < row->cells->len ? row->cells->pdata[column] : "";
}

/* False: the table is too wide for a line. */
static bool
measure(const GPtrArray *table, size_t room, size_t *ret_widths, guint *ret_columns)
{
  guint columns = 0;
  for (guint i = 0; i < table->len; i++)
    columns = MAX(columns, ((TextRow *)table->pdata[i])->cells->len);
  *ret_columns = columns;
  if (columns > COLUMNS_SIDE_BY_SIDE)
    return false;
  size_t sum = columns ? BETWEEN_COLUMNS * (columns - 1) : 0;
  for (guint column = 0; column < columns; column++) {
    size_t widest = 0;
    for (guint i = 0; i < table->len; i++) {
      const char *cell = cell_at(table->pdata[i], column);
      widest = MAX(widest, text_columns(cell, strlen(cell)));
    }
    ret_widths[column] = widest;
    sum += widest;
  }
  return sum <= room;
}

static void
put_in_columns(const GPtrArray *table, TextLines *lines, const size_t *widths, guint columns)
{
  g_autoptr(GString) line = g_string_new(NULL);
  for (guint i = 0; i < table->len; i++) {
    const TextRow *row = table->pdata[i];
    g_string_truncate(line, 0);
    for (guint column = 0; column < columns; column++) {
      const char *cell = cell_at(row, column);
      g_string_append(line, cell);
      size_t pad = widths[column] - text_columns(cell, strlen(cell)) + BETWEEN_COLUMNS;
      for (size_t space = 0; space < pad; space++)
        g_string_append_c(line, ' ');
    }
    text_lines_put_line(lines, line->str);
    if (!row->is_heading)
      continue;
    g_string_truncate(line, 0);
    for (guint column = 0; column < columns; column++)
      for (size_t dash = 0; dash < widths[column] + BETWEEN_COLUMNS; dash++)
        g_string_append_c(line, dash < widths[column] ? '-' : ' ');
    text_lines_put_line(lines, line->str);
  }
}

static void
put_row(const TextRow *row, const TextRow *heading, TextLines *lines)
{
  g_autoptr(GString) line = g_string_new(NULL);
  for (guint column = 0; column < row->cells->len; column++) {
    const char *cell = row->cells->pdata[column];
    const char *name = heading ? cell_at(heading, column) : "";
    if (!*cell)
      continue;
    g_string_truncate(line, 0);
    if (*name && strcmp(name, COMMONMARK_NO_NAME) != 0) {
      g_autofree char *start =
          g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), HEADING_REPEATED_MAX));
      g_string_append_printf(line, "%s: ", start);
    }
    g_string_append(line, cell);
    text_lines_put(lines, line->str);
  }
  text_lines_need_gap(lines, 1);
}

/* The headings once in a row of their own (so that no word of a long one is lost), then each row.
 */
static void
put_row_by_row(const GPtrArray *table, TextLines *lines)
{
  const TextRow *heading = NULL;
  for (guint i = 0; i < table->len; i++) {
    const TextRow *row = table->pdata[i];
    if (!row->is_heading) {
      put_row(row, heading, lines);
      continue;
    }
    heading = row;
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint column = 0; column < row->cells->len; column++)
      g_string_append_printf(line, column ? "; %s" : "%s", (char *)row->cells->pdata[column]);
    text_lines_put(lines, line->str);
    text_lines_need_gap(lines, 1);
  }
}

void
text_table_put(const GPtrArray *table, TextLines *lines)
{
  size_t widths[COLUMNS_SIDE_BY_SIDE] = { 0 };
  guint columns = 0;
  text_lines_need_gap(lines, 1);
  if (measure(table, text_lines_room(lines), widths, &columns))
    put_in_columns(table, lines, widths, columns);
  else
    put_row_by_row(table, lines);
  text_lines_need_gap(lines, 1);
}
