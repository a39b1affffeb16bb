/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pieces of a paper that an Easy Read row can say: what is counted how in "from: 3" and
 * "from: 3+1" (doc/easy-read.md), found again after the paper was changed. No database. */
#pragma once

#include "press/easy_read.h"

/* A paragraph, "3" (also one in a quotation); or an item of a list, a table, a footnote or a block
 * of code, "3+1", "3+2" after paragraph 3 ("0+1" before the first). Headings are none, nor is what
 * has no words. */
typedef struct {
  int number, more;
  int block, blocks;              /* which of the paper's parts (commonmark/parts.h) that are no
                                     headings it begins with, from 0, and how many it is */
  char *words;                    /* on one line */
  char *heading;                  /* of the part it stands in; "" for none */
  char print[EASY_PRINT_LEN + 1]; /* of its words: formatting and line ends do not count */
} PaperPiece;

/* In the order of the paper; owned. Empty where the source cannot be read. */
GPtrArray *paper_pieces(const char *source);

typedef enum {
  SAYS_FINE,    /* the piece has the words it had, here or elsewhere */
  SAYS_CHANGED, /* the piece in its place has other words */
  SAYS_GONE,    /* no such piece any more */
} SaysState;

typedef struct {
  SaysState state;
  int piece; /* index into the pieces; -1: gone */
} LinkFound;

typedef struct {
  LinkFound links[EASY_LINKS_MAX]; /* as in its row */
  bool is_out_of_date;             /* any is not fine */
} RowFound;

typedef struct {
  RowFound *rows; /* as in the Easy Read */
  bool *is_said;  /* by piece: some row says it */
  int out_of_date_count, unsaid_count;
} EasyFound;

/* Looks for every link among the pieces. Owned. */
EasyFound *easy_find(const EasyRead *easy, const GPtrArray *pieces);
void easy_found_free(EasyFound *found);

/* The numbers of the parts (commonmark/parts.h) that a row with these links says, in the order of
 * the paper; int, owned. */
GArray *paper_parts_said(const RowFound *found, int link_count, const GPtrArray *pieces,
                         const GPtrArray *parts);

/* A link to this piece as it is now. */
EasyLink easy_link_to(const PaperPiece *piece);
/* Fine links get the piece's present number and, where they had none, its fingerprint. */
void easy_anchor(EasyRead *easy, const GPtrArray *pieces);
/* The paper was changed: links get the number of their piece in `now`. One whose words changed
 * keeps its old fingerprint; one whose piece left gets number 0. Which piece is which is said by
 * its words; of a changed one by most of its words, or by its neighbours. */
void easy_follow(EasyRead *easy, const GPtrArray *before, const GPtrArray *now);
/* The row is right as it is: its links get the words of now, and those that are gone go. */
void easy_row_accept(EasyRow *row, const RowFound *found, const GPtrArray *pieces);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EasyFound, easy_found_free)
