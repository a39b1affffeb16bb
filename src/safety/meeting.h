/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meeting one another: whom I keep away from, silently, and being introduced to somebody, who may
 * say no without being seen (R44). */
#pragma once

#include "people/find.h"
#include "questions/refusals.h"

enum { KEEP_AWAY_MAX = 100, INTRODUCTIONS_OPEN_MAX = 5, INTRODUCTION_WORDS_MAX = 500 };

/* Whether one of the two keeps away from the other: nothing of either reaches the other. */
bool safety_is_blocked(Txn *txn, int64_t one_id, int64_t other_id);
/* All members of that name but oneself; again changes nothing. Refuses a name nobody here has. */
void safety_block(Txn *txn, const Act *act, const char *name, Refusals *refusals);
void safety_unblock(Txn *txn, const Act *act, int64_t other_id);
/* From whom this member keeps away, oldest first; ends with id 0. */
const KnownMember *safety_blocks(Txn *txn, Arena *arena, int64_t member_id);

typedef enum {
  INTRODUCE_ASKED,
  INTRODUCE_PASSED_ON,
  INTRODUCE_YES,
  INTRODUCE_NO
} IntroductionState;

typedef struct {
  int64_t id, asker_id, other_id;
  const char *asker_name, *other_name; /* "": nobody of that name was found */
  const char *who, *words;             /* as the asker wrote */
  IntroductionState state;
  int64_t made_at_us;
} Introduction;

/* Refuses more than INTRODUCTIONS_OPEN_MAX that wait. Says nothing of whether there is such a
 * person. */
void introductions_ask(Txn *txn, const Act *act, const char *who, const char *words,
                       Refusals *refusals);
/* An organiser passes it on; `name` when nobody of the asker's name was found. */
void introductions_pass_on(Txn *txn, const Act *act, int64_t id, const char *name,
                           Refusals *refusals);
/* By the person asked for. */
void introductions_answer(Txn *txn, const Act *act, int64_t id, bool is_yes, Refusals *refusals);
/* Newest first, at most 50; end with id 0. By somebody; asked of somebody and not answered; waiting
 * for an organiser. Where one keeps away from the other, it was a no from the start. */
const Introduction *introductions_by(Txn *txn, Arena *arena, int64_t asker_id);
const Introduction *introductions_to(Txn *txn, Arena *arena, int64_t other_id);
const Introduction *introductions_waiting(Txn *txn, Arena *arena, int64_t organiser_id);
/* Passed on to this person and not answered: one statement. */
int64_t introductions_count_to(Txn *txn, int64_t other_id);
