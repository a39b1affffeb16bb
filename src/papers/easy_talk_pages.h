/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was said about the rows of an Easy Read, and saying something beside one (R11, R66). A row
 * says parts of the paper: what is said beside it is kept with the first of them, and stands with
 * that part in the paper too. A row that is not linked speaks of the whole paper. */
#pragma once

#include "papers/comment_pages.h"
#include "papers/pieces.h"
#include "press/easy_read.h"

typedef struct Page Page;

/* All rows of a sent paper; NULL: nothing can be said (yet). Two statements at most. Owned. */
typedef struct EasyTalk EasyTalk;
EasyTalk *easy_talk_open(Request *r, const Paper *paper, const EasyRead *easy);
void easy_talk_free(EasyTalk *talk);
/* Before the rows of a long Easy Read: one link that brings the links of all rows. */
void put_easy_talk_start(Page *page, const EasyTalk *talk);
/* Behind the row at this place, from 0. NULL: nothing. */
void put_easy_talk(Page *page, const EasyTalk *talk, int place);

/* A paper's parts to choose from (part_choices), and behind them the numbered rows of its Easy
 * Read: who got that says a row's number. `paper` may be NULL. */
const Choice *with_easy_row_choices(Request *r, Arena *arena, const Paper *paper,
                                    const Choice *parts);
/* Where a row was chosen: the first part that it says; one that says none speaks of the whole
 * paper, and its own sentence comes before the words, unless it stands there. Else nothing. */
typedef struct {
  int64_t part;
  const char *words;
} EasyChosen;
void easy_row_chosen(Arena *arena, const Paper *paper, const char *value, EasyChosen *chosen);

/* "/papers/…/easy": where the Easy Read is read. */
const char *paper_easy_path(Request *r, int64_t paper_id);

enum {
  EASY_TALK_PARTS = 4
}; /* of the parts that one row says: what was said about further ones
     stands with them in the paper */

/* The row that somebody has before them on the page of a part ("?row=3"). */
typedef struct {
  EasyRead *easy;                    /* NULL: none */
  const EasyRow *row;                /* of `easy` */
  const char *query;                 /* "?row=3"; "": none */
  int parts[EASY_TALK_PARTS], count; /* 0: it speaks of the whole paper */
} EasyAsked;

/* None where no row was asked for, or one that does not say this part. */
EasyAsked easy_row_asked(Request *r, const Paper *paper, int part);
void easy_asked_clear(EasyAsked *asked);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(EasyAsked, easy_asked_clear)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EasyTalk, easy_talk_free)
