/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The parts of a paper that people can point at: headings, paragraphs (also those in lists, quotes
 * and notes), tables, blocks of code; in the order in which they are read, counted from 1. A part
 * is found again in a later version by the fingerprint of its words. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct cmark_node cmark_node;

enum { PART_PRINT_SIZE = 17 }; /* 16 hex digits and NUL */

typedef struct {
  char *words;                 /* spaces as one; a table: a row a line, " | " between cells */
  char print[PART_PRINT_SIZE]; /* fingerprint: 64 bits of the SHA-256 of the words */
  int level;                   /* of a heading, 1 to 6; 0: none */
  bool is_in_table;            /* its words are a table's */
} PaperPart;

/* Whether this node is a part: whoever walks a tree (ui/paper_html.c) counts them like this, going
 * into none of them but to draw it. */
bool commonmark_is_part(cmark_node *node);
int commonmark_count_parts(cmark_node *document);
/* The nodes that are parts, each to its number (GPOINTER_TO_INT); g_hash_table_unref. */
GHashTable *commonmark_number_parts(cmark_node *document);
/* All parts of a tree of commonmark_parse; number n stands at n - 1. g_ptr_array_unref. */
GPtrArray *commonmark_parts(cmark_node *document);
/* The same from the source, whose pictures are their descriptions in every language; empty when it
 * is no paper. `title`: as in SourceReading. */
GPtrArray *commonmark_parts_of(const char *source, const char *title);

/* How a part begins, on one line, to know it by: at most so many letters and "…"; of a table the
 * names of its columns. g_free. */
char *commonmark_part_start(const PaperPart *part, int letters);

/* The number that a part has now which was number `number` with this fingerprint: itself, else the
 * nearest with the same words; 0: it is not there any more. */
int commonmark_find_part(const GPtrArray *parts, int number, const char *print);
void commonmark_print(const char *words, char ret_print[static PART_PRINT_SIZE]);
