/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Easy Read source form (doc/easy-read.md) as rows. Shared with the server, which checks rows
 * when they are written and marks those whose paragraph changed. Draws nothing. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum {
  EASY_ROWS_MAX = 500,
  EASY_SENTENCES_MAX = 3,      /* a row */
  EASY_SENTENCE_LEN_MAX = 400, /* characters: a guard, not a reading level */
};

typedef struct {
  char *heading; /* "## Words": then nothing else is set; otherwise NULL */
  char *picture; /* its name; NULL: no picture */
  char *alt;     /* never NULL but in headings; "" when the picture only decorates */
  char *sentences[EASY_SENTENCES_MAX];
  int sentence_count; /* 1 to 3 */
  int from;           /* paragraph of the full paper, counted from 1; 0: not linked */
} EasyRow;

typedef struct {
  char *title;     /* NULL when the first line is no title */
  GPtrArray *rows; /* of EasyRow, at least one with sentences */
} EasyRead;

/* NULL and *ret_problem (as lang_told() reads it; it names the row; free it) when the text is not
 * in the form. `text` is clean UTF-8 with LF line ends (as press_input_read gives it). */
EasyRead *easy_read_parse(const char *text, char **ret_problem);
void easy_read_free(EasyRead *easy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EasyRead, easy_read_free)
