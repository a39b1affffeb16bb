/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people who use Easy Read say of the Easy Read of a paper: that they understand it (shown
 * with thanks, by name only where they said so), or that it is hard (for the organisers). Nobody is
 * asked twice, nobody has to. */
#pragma once

#include "papers/papers.h"

enum { CHECKED_BY_MAX = 100, HARD_PART_MAX = 1000 }; /* characters */

typedef struct {
  int64_t id;                 /* 0 ends a list */
  int64_t member_id;          /* who said it here themself; 0: an organiser wrote it down */
  const char *who;            /* a name, "a group of four"; "": somebody */
  int64_t at_us;              /* noon UTC of the day: shown in UTC */
  bool is_before_last_change; /* of the rows as readers get them */
} EasyCheck;

/* Oldest first. One statement. */
const EasyCheck *easy_checks_list(Txn *txn, Arena *arena, const Paper *paper);
/* Written down by an organiser for others, who said that these words may be shown. Refuses at
 * "who". */
void easy_checks_add(Txn *txn, const Act *act, const Paper *paper, const char *who, int64_t at_us,
                     Refusals *refusals);
/* The acting member understands it; what they said before is replaced. `who` "": without name. */
void easy_checks_say(Txn *txn, const Act *act, const Paper *paper, const char *who, int64_t at_us);
/* Takes back what this member said. */
void easy_checks_take_back(Txn *txn, const Act *act, int64_t paper_id, int64_t member_id);
void easy_checks_remove(Txn *txn, const Act *act, int64_t paper_id, int64_t check_id);
/* Rows for the end of a made Easy Read, in the paper's language; "" for none. */
const char *easy_checks_rows(Txn *txn, Arena *arena, const Paper *paper);

typedef struct {
  int64_t id;       /* 0 ends a list */
  const char *name; /* of the member; "": without name */
  const char *words;
} EasyHard;

/* For organisers. One statement. */
const EasyHard *easy_hard_list(Txn *txn, Arena *arena, int64_t paper_id, int limit);
/* Without name nothing is kept that leads to the person: no member, no time, an id of chance. */
void easy_hard_say(Txn *txn, const Act *act, int64_t paper_id, const char *words, bool has_name);
void easy_hard_remove(Txn *txn, const Act *act, int64_t paper_id, int64_t hard_id);
