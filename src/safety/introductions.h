/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Being introduced to somebody, who may say no without being seen; somebody else passes it on
 * (R44). */
#pragma once

#include "questions/refusals.h"
#include "safety/readers.h"

enum {
  INTRODUCTIONS_OPEN_MAX = 5,
  INTRODUCTION_WORDS_MAX = 500,
  AGREED_DAYS = 30 /* so long a yes stays with whoever passed it on */
};

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
  int64_t passed_by; /* 0: nobody yet, or they were asked without anybody between */
  int64_t made_at_us;
} Introduction;

/* ---- who passes it on, pure ---- */

/* An organiser who is neither of the two; when there is none, the person for worries or the
 * alternate, who are neither of the two. Never one of the two: nobody is their own go-between. */
bool introduction_may_be_passed_on_by(const Introduction *one, const SafetyReaders *readers,
                                      int64_t member_id);
typedef enum {
  INTRODUCE_BY_ORGANISER,
  INTRODUCE_BY_PERSON,
  INTRODUCE_DIRECTLY, /* nobody is left, and the person asked for organises: they are asked */
  INTRODUCE_BY_NOBODY /* whoever asked must find somebody first, and is told so */
} IntroductionWay;
IntroductionWay introduction_way(const Introduction *one, const SafetyReaders *readers);

/* Refuses more than INTRODUCTIONS_OPEN_MAX that wait, and the asks of an only organiser whom nobody
 * could pass on. Says nothing of whether there is such a person. */
void introductions_ask(Txn *txn, const Act *act, const char *who, const char *words,
                       Refusals *refusals);
/* By somebody who may pass it on; `name` when nobody of the asker's name was found. */
void introductions_pass_on(Txn *txn, const Act *act, int64_t id, const char *name,
                           Refusals *refusals);
/* By the person asked for. */
void introductions_answer(Txn *txn, const Act *act, int64_t id, bool is_yes, Refusals *refusals);
/* Newest first, at most 50; end with id 0. By somebody; asked of somebody and not answered; waiting
 * for this member to pass it on; passed on by them, and lately answered with a yes. Where one keeps
 * away from the other, it was a no from the start. */
const Introduction *introductions_by(Txn *txn, Arena *arena, int64_t asker_id);
const Introduction *introductions_to(Txn *txn, Arena *arena, const SafetyReaders *readers,
                                     int64_t other_id);
const Introduction *introductions_waiting(Txn *txn, Arena *arena, const SafetyReaders *readers,
                                          int64_t member_id);
const Introduction *introductions_agreed(Txn *txn, Arena *arena, int64_t passed_by, int64_t now_us);

/* What waits for the viewer, ?2 (WaitingRow of ui/waiting.h): somebody was passed on to them. And
 * whether to ask for those that nobody has passed on, where they organise, ?4, or may read worries.
 */
#define INTRODUCTIONS_WAIT                                                        \
  "SELECT 0, max(id), 0, 0, '', '', '' FROM introduction WHERE community_id = ?1" \
  " AND other_id = ?2 AND state = 'passed-on' HAVING count(*) > 0"
#define INTRODUCTIONS_MAY_WAIT                                                    \
  "SELECT count(*) FROM introduction WHERE community_id = ?1 AND state = 'asked'" \
  " AND asker_id <> ?2 AND (?4 = 1 OR EXISTS (SELECT 1 FROM safety_contact c"     \
  "  WHERE c.community_id = ?1 AND (c.member_id = ?2 OR c.other_member_id = ?2)))"
