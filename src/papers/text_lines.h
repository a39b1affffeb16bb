/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lines of plain text with a right edge, indents and list markers. Knows nothing of CommonMark. */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct TextLines TextLines;

TextLines *text_lines_new(size_t columns);
void text_lines_free(TextLines *lines);
/* The text so far, ending in a line feed; g_free. */
char *text_lines_finish(TextLines *lines, size_t *ret_len);

/* One block: spaces run together, '\n' starts a new line, words are never cut. Nothing in it:
 * nothing happens. */
void text_lines_put(TextLines *lines, const char *words);
/* Level 1 underlined with =, 2 with -, deeper ones set off by room above. */
void text_lines_put_heading(TextLines *lines, const char *words, int level);
/* As it stands, line by line, set in by four. */
void text_lines_put_exactly(TextLines *lines, const char *text);
/* One line as it stands. */
void text_lines_put_line(TextLines *lines, const char *line);
/* Empty lines owed before the next block; anything but 0 only ever raises it. */
void text_lines_need_gap(TextLines *lines, int empty_lines);
/* Until the matching close, blocks are set in by the width of `marker`, which stands before the
 * first of them. */
void text_lines_open(TextLines *lines, const char *marker);
void text_lines_close(TextLines *lines);
/* Columns that are left on a line, and those that `text` takes (wide letters two, marks none). */
size_t text_lines_room(const TextLines *lines);
size_t text_columns(const char *text, size_t len);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextLines, text_lines_free)
