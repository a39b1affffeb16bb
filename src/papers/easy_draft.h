/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Changing the Easy Read of a paper row by row. Everything ends in papers_change(), so its rules
 * hold. Rows have no ids: a form remembers a row by its place and its fingerprint. */
#pragma once

#include "counting/readability.h"
#include "papers/papers.h"
#include "papers/pieces.h"

enum { EASY_TITLE_MAX = 200 }; /* characters */

typedef struct {
  const Paper *paper; /* not owned */
  EasyRead *easy;     /* no rows while nobody has written any */
  GPtrArray *pieces;  /* of the paper */
  EasyFound *found;   /* as the draft was opened */
  ReadingList *hard;  /* hard words, for hints; NULL: none are asked for */
} EasyDraft;

/* Owned. */
EasyDraft *easy_draft_open(const Paper *paper);
void easy_draft_free(EasyDraft *draft);
/* Hints are for English: nothing for a paper in another language. One statement. */
void easy_draft_want_hints(Txn *txn, EasyDraft *draft);

/* Where the row with this fingerprint stands now: at `place` (from 0), or nearest to it. -1: it was
 * changed or taken away meanwhile. */
int easy_draft_find(const EasyDraft *draft, int place, const char *print);
/* Where a new row that says this piece belongs: behind the last row that says something before it.
 */
int easy_draft_place_for(const EasyDraft *draft, int piece);
/* The first piece from `from` on that no row says; -1: none. */
int easy_draft_next_unsaid(const EasyDraft *draft, int from);

/* These take the row. */
void easy_draft_insert(EasyDraft *draft, int place, EasyRow *row);
void easy_draft_replace(EasyDraft *draft, int place, EasyRow *row);
void easy_draft_remove(EasyDraft *draft, int place);
/* One up (-1) or down (1); at the end nothing happens. Returns where it stands then. */
int easy_draft_move(EasyDraft *draft, int place, int by);

/* Keeps it all. Refuses what papers_change() refuses, too many rows, and headings alone. */
void easy_draft_keep(Txn *txn, const Act *act, EasyDraft *draft, Refusals *refusals);

/* The first rows of this version were written after it was sent. */
bool easy_rows_came_late(Txn *txn, const Paper *paper);
void easy_rows_note_late(Txn *txn, const Act *act, const Paper *paper);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EasyDraft, easy_draft_free)
