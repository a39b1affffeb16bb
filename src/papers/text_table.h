/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A table as plain text: in columns where it fits the line, else row by row as "Heading: words",
 * which also reads well aloud. */
#pragma once

#include "papers/text_lines.h"

#include <stdbool.h>

GPtrArray *text_table_new(void); /* rows; g_ptr_array_unref */
void text_table_add_row(GPtrArray *table, bool is_heading);
void text_table_add_cell(GPtrArray *table, const char *words); /* to the last row; copied */
void text_table_put(const GPtrArray *table, TextLines *lines);
