/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group may decide by itself: decisions, money, until when (R20, R53, R54). On the public
 * register it stands by two yeses of the group; taking it off needs one. */
#pragma once

#include "groups/groups.h"

enum { MANDATES_MAX = 50, BUDGET_POUNDS_MOST = 100000000 };

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id;
  const char *group_name, *words, *given_by;
  int64_t budget_pence;            /* -1: it is not about money */
  int64_t until_us;                /* the end of the last day; 0: no end was set */
  int64_t made_at_us, ended_at_us; /* ended 0: it holds */
  int64_t asked_by;                /* member who wants it public; 0: nobody */
  bool is_public;
} Mandate;

/* Holding ones first, then ended ones, newest first; at most MANDATES_MAX; ends with id 0. */
const Mandate *mandates_of(Txn *txn, Arena *arena, int64_t group_id);
/* NULL: none in this group that holds. */
const Mandate *mandates_find(Txn *txn, Arena *arena, int64_t group_id, int64_t mandate_id);
/* The public register: newest first from before `before_id` (0: the newest). Of groups going on. */
const Mandate *mandates_register(Txn *txn, Arena *arena, int64_t before_id, int limit);

/* Refuses: no words, not said who gave it, a day that is over, a list that is full. */
void mandates_add(Txn *txn, const Act *act, const Mandate *mandate, Refusals *refusals);
void mandates_end(Txn *txn, const Act *act, const Mandate *mandate);
/* The first yes to the register is an ask; another member's is the group's yes. */
void mandates_make_public(Txn *txn, const Act *act, const Mandate *mandate);
void mandates_keep_inside(Txn *txn, const Act *act, const Mandate *mandate);
