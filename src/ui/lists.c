/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Summary lists, with or without a card, and tables. */
#include "ui/lists.h"

#include "ui/draw.h"
#include "ui/easy_rows.h"

static void
action_link(Page *page, const Action *action, const Slot *card_title)
{
  html(page, "<a class=\"govuk-link");
  more_classes(page, action->classes);
  html(page, "\"");
  attribute(page, "href", action->href);
  attributes(page, action->attributes);
  html(page, ">");
  slot_draw(page, &action->slot);
  if (action->spoken || slot_is_set(card_title)) {
    html(page, "<span class=\"govuk-visually-hidden\">");
    if (action->spoken) {
      html(page, " ");
      text(page, action->spoken);
    }
    if (slot_is_set(card_title)) {
      html(page, " (");
      slot_draw(page, card_title);
      html(page, ")");
    }
    html(page, "</span>");
  }
  html(page, "</a>");
}

static void
row_actions(Page *page, const SummaryRow *row, const Slot *card_title)
{
  if (!row->action_count)
    return;
  html(page, "<dd class=\"govuk-summary-list__actions");
  more_classes(page, row->actions_classes);
  html(page, "\">");
  if (row->action_count == 1) {
    action_link(page, row->actions, card_title);
  } else {
    html(page, "<ul class=\"govuk-summary-list__actions-list\">\n");
    for (int i = 0; i < row->action_count; i++) {
      html(page, "<li class=\"govuk-summary-list__actions-list-item\">");
      action_link(page, &row->actions[i], card_title);
      html(page, "</li>\n");
    }
    html(page, "</ul>\n");
  }
  html(page, "</dd>\n");
}

static void
row_draw(Page *page, const SummaryRow *row, bool has_actions, const Slot *card_title)
{
  html(page, "<div class=\"govuk-summary-list__row");
  if (has_actions && !row->action_count)
    html(page, " govuk-summary-list__row--no-actions");
  more_classes(page, row->classes);
  html(page, "\">\n<dt class=\"govuk-summary-list__key");
  more_classes(page, row->key_classes);
  html(page, "\">");
  slot_draw(page, &row->key);
  html(page, "</dt>\n<dd class=\"govuk-summary-list__value");
  more_classes(page, row->value_classes);
  html(page, "\">");
  slot_draw(page, &row->value);
  html(page, "</dd>\n");
  row_actions(page, row, card_title);
  html(page, "</div>\n");
}

static void
card_actions(Page *page, const SummaryList *list)
{
  const bool is_list = list->card_action_count > 1;

  if (!list->card_action_count)
    return;
  if (is_list)
    html(page, "<ul class=\"govuk-summary-card__actions");
  else
    html(page, "<div class=\"govuk-summary-card__actions");
  more_classes(page, list->card_actions_classes);
  html(page, "\">\n");
  for (int i = 0; i < list->card_action_count; i++) {
    if (is_list)
      html(page, "<li class=\"govuk-summary-card__action\">");
    action_link(page, &list->card_actions[i], &list->card_title);
    if (is_list)
      html(page, "</li>\n");
  }
  if (is_list)
    html(page, "</ul>\n");
  else
    html(page, "</div>\n");
}

static void
card_open(Page *page, const SummaryList *list)
{
  const int level = list->card_title_level ? list->card_title_level : 2;

  html(page, "<div class=\"govuk-summary-card");
  more_classes(page, list->card_classes);
  html(page, "\"");
  attributes(page, list->card_attributes);
  html(page, ">\n<div class=\"govuk-summary-card__title-wrapper\">\n");
  if (slot_is_set(&list->card_title)) {
    html(page, "<h");
    number(page, level);
    html(page, " class=\"govuk-summary-card__title");
    more_classes(page, list->card_title_classes);
    html(page, "\">");
    slot_draw(page, &list->card_title);
    html(page, "</h");
    number(page, level);
    html(page, ">\n");
  }
  card_actions(page, list);
  html(page, "</div>\n<div class=\"govuk-summary-card__content\">\n");
}

void
ui_draw_summary_list(Page *page, const SummaryList *list)
{
  bool has_actions = false;

  if (list->count > 0 && list->rows->picture && lang_is_easy_read(page->lang)) {
    easy_summary(page, list);
    return;
  }
  for (int i = 0; i < list->count; i++)
    has_actions = has_actions || list->rows[i].action_count > 0;

  if (list->has_card)
    card_open(page, list);
  html(page, "<dl class=\"govuk-summary-list");
  more_classes(page, list->classes);
  html(page, "\"");
  attributes(page, list->attributes);
  html(page, ">\n");
  for (int i = 0; i < list->count; i++)
    row_draw(page, &list->rows[i], has_actions, &list->card_title);
  html(page, "</dl>\n");
  if (list->has_card)
    html(page, "</div>\n</div>\n");
}

static void
cell_draw(Page *page, const Cell *cell, const char *scope)
{
  if (scope) {
    html(page, "<th");
    attribute(page, "scope", scope);
    html(page, " class=\"govuk-table__header");
  } else {
    html(page, "<td class=\"govuk-table__cell");
  }
  /* As the package has it: the header of a row takes no format. */
  if (cell->format && !(scope && strcmp(scope, "row") == 0)) {
    text(page, scope ? " govuk-table__header--" : " govuk-table__cell--");
    text(page, cell->format);
  }
  more_classes(page, cell->classes);
  html(page, "\"");
  if (cell->colspan)
    number_attribute(page, "colspan", cell->colspan);
  if (cell->rowspan)
    number_attribute(page, "rowspan", cell->rowspan);
  attributes(page, cell->attributes);
  html(page, ">");
  slot_draw(page, &cell->slot);
  if (scope)
    html(page, "</th>\n");
  else
    html(page, "</td>\n");
}

void
ui_table_open(Page *page, const Table *table)
{
  page->is_table_easy = !table->is_bare && !table->is_grid && lang_is_easy_read(page->lang);
  if (page->is_table_easy) {
    easy_table_open(page, table);
    return;
  }
  page->is_table_boxed = !table->is_bare;
  if (page->is_table_boxed) {
    /* Focusable, so that the keyboard can scroll it. */
    html(page, "<div class=\"ct-wide\" role=\"group\" tabindex=\"0\"");
    attribute(page, "aria-label", table->caption ? table->caption : tr(page, "Table"));
    html(page, ">");
  }
  html(page, "<table class=\"govuk-table");
  more_classes(page, table->classes);
  html(page, "\"");
  attributes(page, table->attributes);
  html(page, ">\n");
  if (table->caption) {
    html(page, "<caption class=\"govuk-table__caption");
    more_classes(page, table->caption_classes);
    html(page, "\">");
    text(page, table->caption);
    html(page, "</caption>\n");
  }
  if (table->head) {
    html(page, "<thead class=\"govuk-table__head\">\n<tr class=\"govuk-table__row\">\n");
    for (int i = 0; i < table->head_count; i++)
      cell_draw(page, &table->head[i], "col");
    html(page, "</tr>\n</thead>\n");
  }
  html(page, "<tbody class=\"govuk-table__body\">\n");
}

void
ui_table_row(Page *page, const Table *table, const Cell *cells, int count)
{
  if (page->is_table_easy) {
    easy_table_row(page, table, cells, count);
    return;
  }
  html(page, "<tr class=\"govuk-table__row\">\n");
  for (int i = 0; i < count; i++)
    cell_draw(page, &cells[i], i == 0 && table->is_first_cell_header ? "row" : NULL);
  html(page, "</tr>\n");
}

void
ui_table_close(Page *page)
{
  if (page->is_table_easy) {
    easy_table_close(page);
    return;
  }
  html(page, "</tbody>\n</table>\n");
  if (page->is_table_boxed)
    html(page, "</div>\n");
}
