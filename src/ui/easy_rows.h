/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How lists.c draws tables and summary lists in Easy Read; for ui/ only. */
#pragma once

#include "ui/draw.h"
#include "ui/lists.h"
#include "ui/sections.h"

void easy_table_open(Page *page, const Table *table);
void easy_table_row(Page *page, const Table *table, const Cell *cells, int count);
void easy_table_close(Page *page);
void easy_task_list(Page *page, const TaskList *list);
void easy_summary(Page *page, const SummaryList *list);
