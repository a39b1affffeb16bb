/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists, tables and summary lists in Easy Read: one thing a row, its picture beside it, and what a
 * table says in columns one below the other under its own name. */
#include "ui/easy_rows.h"

#include "ui/content.h"
#include "ui/messages.h"

static void
row_open(Page *page, const char *picture)
{
  html(page, "<li class=\"ct-picture-row\">\n");
  if (picture) {
    html(page, "<div class=\"ct-picture-row__picture\">");
    ui_picture(page, picture, "");
    html(page, "</div>\n");
  }
  html(page, "<div class=\"ct-picture-row__words\">");
}

static void
row_close(Page *page)
{
  html(page, "</div>\n</li>\n");
}

/* ---- lists ---- */

void
ui_picture_item_open(Page *page, const char *picture)
{
  const bool is_row = picture && lang_is_easy_read(page->lang);

  page->items_pictured = (page->items_pictured << 1) | (is_row ? 1 : 0);
  if (is_row)
    row_open(page, picture);
  else
    html(page, "<li>");
}

void
ui_picture_item_close(Page *page)
{
  if (page->items_pictured & 1)
    row_close(page);
  else
    html(page, "</li>\n");
  page->items_pictured >>= 1;
}

void
ui_lead_on(Page *page, const LeadOn *rows, int count)
{
  ui_list_open(page, LIST_RULED);
  for (int i = 0; i < count; i++) {
    const LeadOn *row = &rows[i];

    ui_picture_item_open(page, row->picture);
    ui_link(page, .text = tr(page, row->label), .href = row->href, .is_large = true);
    if (row->hint) {
      ui_line_break(page);
      ui_words(page, tr(page, row->hint));
    }
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

/* ---- tables ---- */

void
easy_table_open(Page *page, const Table *table)
{
  const int level = MIN(page->heading + 1, 6);

  if (table->caption) {
    html(page, "<h");
    number(page, level);
    html(page, " class=\"govuk-heading-m\">");
    text(page, table->caption);
    html(page, "</h");
    number(page, level);
    html(page, ">\n");
  }
  html(page, "<ul class=\"ct-ruled\">\n");
}

static void
fact_draw(Page *page, const Slot *name, const Slot *value)
{
  html(page, "<div>");
  if (name) {
    html(page, "<dt>");
    slot_draw(page, name);
    html(page, "</dt>");
  }
  html(page, "<dd>");
  slot_draw(page, value);
  html(page, "</dd></div>\n");
}

void
easy_table_row(Page *page, const Table *table, const Cell *cells, int count)
{
  row_open(page, cells->picture ? cells->picture : table->picture);
  html(page, "<div class=\"ct-easy-name\">");
  slot_draw(page, &cells->slot);
  html(page, "</div>\n");
  if (count > 1) {
    html(page, "<dl class=\"ct-easy-facts\">\n");
    for (int i = 1; i < count; i++)
      if (slot_is_set(&cells[i].slot))
        fact_draw(page, i < table->head_count ? &table->head[i].slot : NULL, &cells[i].slot);
    html(page, "</dl>\n");
  }
  row_close(page);
}

void
easy_table_close(Page *page)
{
  html(page, "</ul>\n");
}

/* ---- summary lists ---- */

static void
easy_action(Page *page, const Action *action)
{
  html(page, "<p>");
  ui_link(page, .slot = action->slot, .href = action->href, .spoken = action->spoken,
          .is_large = true);
  html(page, "</p>\n");
}

void
easy_summary(Page *page, const SummaryList *list)
{
  html(page, "<ul class=\"ct-ruled\">\n");
  for (int i = 0; i < list->count; i++) {
    const SummaryRow *row = &list->rows[i];

    row_open(page, row->picture);
    html(page, "<div class=\"ct-easy-name\">");
    slot_draw(page, &row->key);
    html(page, "</div>\n<div>");
    slot_draw(page, &row->value);
    html(page, "</div>\n");
    for (int a = 0; a < row->action_count; a++)
      easy_action(page, &row->actions[a]);
    row_close(page);
  }
  html(page, "</ul>\n");
}

/* ---- lists of tasks ---- */

void
easy_task_list(Page *page, const TaskList *list)
{
  html(page, "<ul class=\"ct-ruled\">\n");
  for (int i = 0; i < list->count; i++) {
    const Task *task = &list->items[i];

    if (task->is_left_out)
      continue;
    row_open(page, task->picture);
    if (task->href)
      ui_link(page, .slot = task->title, .href = task->href, .is_large = true);
    else
      slot_draw(page, &task->title);
    html(page, "<div>");
    slot_draw(page, &task->hint);
    html(page, "</div>\n<div>");
    if (task->tag)
      ui_draw_tag(page, task->tag);
    else
      slot_draw(page, &task->status);
    html(page, "</div>\n");
    row_close(page);
  }
  html(page, "</ul>\n");
}
