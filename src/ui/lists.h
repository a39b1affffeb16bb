/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Summary lists (a name, a value, what can be done), tables, and rows that lead on. In Easy Read
 * each has one thing a row, with its picture (easy_rows.c). */
#pragma once

#include "ui/slot.h"

typedef struct {
  SLOT_FIELDS;
  const char *href, *classes;
  const char *spoken; /* read aloud after the text: "Change" + "name" */
  const Attribute *attributes;
} Action;

typedef struct {
  Slot key, value;
  const char *classes, *key_classes, *value_classes, *actions_classes;
  const Action *actions;
  int action_count;
  const char *picture; /* Easy Read: beside it; a list whose rows have some is drawn as rows */
} SummaryRow;

typedef struct {
  const SummaryRow *rows;
  int count;
  const char *classes;
  const Attribute *attributes;
  bool has_card;        /* a card round it, with title and actions */
  Slot card_title;      /* unset: none */
  int card_title_level; /* 0: 2 */
  const char *card_title_classes, *card_classes, *card_actions_classes;
  const Attribute *card_attributes;
  const Action *card_actions;
  int card_action_count;
} SummaryList;

typedef struct {
  SLOT_FIELDS;
  const char *format; /* "numeric": to the right */
  const char *classes;
  const Attribute *attributes;
  int colspan, rowspan;
  const char *picture; /* of a row's first cell: Easy Read, else the table's */
} Cell;

/* Rows are drawn one by one between open and close, so that a list from the database needs no
 * array: const Table table = { .caption = …, .head = …, .head_count = 2 }; ui_table_open(p,
 * &table); … ui_table_row(p, &table, cells, 2); … ui_table_close(p); */
typedef struct {
  const char *caption, *caption_classes, *classes;
  const Cell *head; /* NULL: no head row */
  int head_count;
  const Attribute *attributes;
  bool is_first_cell_header;
  const char *picture; /* Easy Read: beside each row */
  bool is_grid;        /* also in Easy Read it is read by its columns */
  bool is_bare;        /* without the box in which a table too wide for the screen scrolls */
} Table;

void ui_draw_summary_list(Page *page, const SummaryList *list);
void ui_table_open(Page *page, const Table *table);
void ui_table_row(Page *page, const Table *table, const Cell *cells, int count);
void ui_table_close(Page *page);

/* A row of a list, ui_list_open(LIST_RULED), with its picture in Easy Read; NULL: none. */
void ui_picture_item_open(Page *page, const char *picture);
void ui_picture_item_close(Page *page);

/* A large link and what is behind it; label and hint (or NULL) are message ids. */
typedef struct {
  const char *picture, *label, *hint, *href;
} LeadOn;

void ui_lead_on(Page *page, const LeadOn *rows, int count);

#define ui_summary_list(page, ...) ui_draw_summary_list((page), &(SummaryList){ __VA_ARGS__ })
