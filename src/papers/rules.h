/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of this subject share and nobody else needs. */
#pragma once

#include "commonmark/commonmark.h"
#include "papers/format_words.h"
#include "papers/formats.h"
#include "papers/made.h"

void papers_log(Txn *txn, const Act *act, const char *kind, int64_t thing_id);
/* Stores a new paper whose title and source have been checked. */
int64_t papers_store(Txn *txn, const Act *act, const Paper *paper);
ReadingState reading_from_name(const char *name);
/* Adds a refusal where source or title will not do; gives the title to store (g_free), or NULL. */
char *papers_check(const Paper *paper, Refusals *refusals);

/* Words that everybody will read have somebody's name in them. */
bool papers_names_a_member(Txn *txn, const char *published);

const PapersPlace *papers_place(void); /* NULL: not set */

/* The formats' own words in the paper's language. */
FormatWords format_words_for(const char *language);
/* Sizes and grades left open become the usual ones, those that mean nothing 0. */
FormatWant format_want_whole(FormatWant want);
/* What stands in paper_format: its name, and points or grade, whichever it has. False: unknown. */
bool format_read_stored(const char *stored, int size, FormatWant *ret_want);
bool format_wants_are_same(const FormatWant *one, const FormatWant *other);

/* What is made for somebody who wants this and is reached so: on paper there is large print at
 * least. */
FormatWants wants_by_way(const FormatWants *wants, Reach reach);

/* A row of paper_format. */
typedef struct {
  int64_t id, round;
  FormatWant want;
  FormatState state;
  const char *problem; /* formats_rows: message id why it is not ready, or NULL; lives for ever */
} FormatRow;

/* All of a version of a paper in one statement: FormatRow, to be freed. */
GArray *formats_rows(Txn *txn, int64_t paper_id, int version);
/* As formats_state, from those rows. */
FormatState formats_state_in(const GArray *rows, const FormatWant *want, const char **ret_problem);

/* One copy of a release, opened: what its person wants, and which formats made by people they said
 * help them, where they let organisers know. */
typedef struct {
  int64_t id, member_id;
  Reach way;
  FormatWants wants;
  bool made[MADE_KIND_COUNT], must[MADE_KIND_COUNT];
  const char *language; /* of a translation: one of language_names; "": they did not say which */
  bool is_here;         /* still takes part */
  bool is_done;         /* mailed, rung, posted, handed over */
  bool is_read;         /* aloud, to who wants that */
  bool no_mails;        /* wants no mails about papers */
  bool is_overtaken;    /* a newer version goes to them instead */
} Copy;

/* Copy, to be freed. One statement. */
GArray *releases_copies(Txn *txn, int64_t release_id);
/* In person, and read aloud at a meeting: not on the other list. */
bool copy_is_only_read(Reach way, const FormatWants *wants);

/* As formats_ask, where the paper is at hand. */
void formats_ask_for(Txn *txn, const Act *act, const Paper *paper, FormatWant want);
/* Puts a made format into the cache. False: no room, or no cache. */
bool formats_keep(const Paper *paper, const FormatWant *want, GBytes *bytes);
/* Makes what is wanted of this version of a paper again: after its words (`is_easy` false) or its
 * Easy Read rows changed. */
void formats_ask_again(Txn *txn, const Act *act, const Paper *paper, bool is_easy);
/* formats_state of this version; `version` 0: of the one that is read now. */
FormatState formats_state_of(Txn *txn, int64_t paper_id, int version, const FormatWant *want,
                             const char **ret_problem);

/* ---- versions.c ---- */
/* A version that was sent, or the draft of the next. NULL: neither. */
const Paper *papers_find_numbered(Txn *txn, Arena *arena, int64_t paper_id, int version);
void papers_store_draft(Txn *txn, const Act *act, const Paper *paper);
void papers_set_draft_why(Txn *txn, const Act *act, int64_t paper_id, const char *why);
/* Notes that this version was sent; nothing when that is noted. */
void papers_note_version(Txn *txn, const Act *act, int64_t paper_id, int number, bool is_slip,
                         const char *why);
/* From now on the draft is what people read. */
void papers_put_in_force(Txn *txn, const Act *act, int64_t paper_id, bool is_slip);

/* ---- releases.c ---- */
/* What was only prepared goes. */
void releases_drop_prepared(Txn *txn, const Act *act, int64_t paper_id);
