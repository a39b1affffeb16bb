/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Easy Read source form (doc/easy-read.md) as rows, and rows as that form. Shared with the
 * server, which edits rows and marks those whose paragraph changed. Draws nothing. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum {
  EASY_ROWS_MAX = 500,
  EASY_SENTENCES_MAX = 3,      /* a row */
  EASY_SENTENCE_LEN_MAX = 400, /* characters: a guard, not a reading level */
  EASY_LINKS_MAX = 20,         /* pieces of the full paper that one row says */
  EASY_PRINT_LEN = 8,          /* of the fingerprints made here */
  EASY_PRINT_MAX = 16,         /* of those that are read */
};

/* A piece of the full paper, "3" or "3+1" (papers/pieces.h), and the fingerprint of its words as
 * they were when the row was written; "": not known. Number 0: it left the paper. */
typedef struct {
  int number, more;
  char print[EASY_PRINT_MAX + 1];
} EasyLink;

typedef struct {
  char *heading; /* "## Words": then nothing else is set; otherwise NULL */
  char *picture; /* its name; NULL: no picture */
  char *alt;     /* never NULL but in headings; "" when the picture only decorates */
  char *sentences[EASY_SENTENCES_MAX];
  int sentence_count; /* 1 to 3 */
  EasyLink links[EASY_LINKS_MAX];
  int link_count; /* 0: not linked */
} EasyRow;

typedef struct {
  char *title;     /* NULL when the first line is no title */
  GPtrArray *rows; /* of EasyRow, owned; as parsed: at least one with sentences */
} EasyRead;

/* NULL and *ret_problem (as lang_told() reads it; it names the row; free it) when the text is not
 * in the form. `text` is clean UTF-8 with LF line ends (as press_input_read gives it). */
EasyRead *easy_read_parse(const char *text, char **ret_problem);
void easy_read_free(EasyRead *easy);

/* No title, no rows. */
EasyRead *easy_read_new(void);
/* The form again: what easy_read_parse() reads as the same rows, where title, words and names are
 * such as it gives (one line, no space at their ends, no "](" in what a picture shows). Without
 * links: what readers get. g_free. */
char *easy_read_write(const EasyRead *easy, bool has_links);
void easy_row_free(EasyRow *row);
/* Rows that are no headings: they are numbered from 1, in print and where somebody says which. */
int easy_rows_numbered(const EasyRead *easy);
/* The row of that number and its place, from 0; NULL: none. */
const EasyRow *easy_row_of_number(const EasyRead *easy, int number, int *ret_place);

/* A fingerprint: eight letters and digits of a hash. Of words of the full paper in a link; of a row
 * or of the whole text to see whether somebody changed it meanwhile. */
void easy_print(const char *text, char ret_print[static EASY_PRINT_LEN + 1]);
void easy_row_print(const EasyRow *row, char ret_print[static EASY_PRINT_LEN + 1]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EasyRow, easy_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EasyRead, easy_read_free)
