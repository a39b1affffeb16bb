/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A supporter I trust: a member names another, who must say yes, with limits for each area. Either
 * ends it at once. The person reads all that was looked at and done in their name; votes, private
 * feedback and worries are not in it unless they ask for that (R9, R11). */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "base/support.h"
#include "db/db.h"
#include "people/my_data.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum { SUPPORTERS_MAX = 5, TRUST_CONSENT_MAX = 500, TRUST_ACTS_A_PAGE = 50 };

typedef enum { TRUST_ASKED, TRUST_YES, TRUST_NO, TRUST_ENDED, TRUST_STATES } TrustState;

typedef struct {
  int64_t id, member_id, supporter_id;
  int64_t noted_by_id; /* organiser who wrote it down for somebody who cannot use the site; 0 */
  int64_t asked_at_us, answered_at_us, ended_at_us, told_at_us; /* 0: not yet */
  int64_t ended_by_id;
  const char *member_name, *supporter_name; /* "" when erased */
  const char *origin;                       /* where the site was, for a mail about it */
  const char *consent;                      /* how the person said so; "" or not opened */
  uint8_t levels[AREA_COUNT];
  TrustState state;
} Trust;

/* Asks `supporter_id`; what is private is not opened by it. Refuses: oneself, nobody, somebody
 * asked already, nothing opened, more than SUPPORTERS_MAX. With `consent`: an organiser's note of
 * what the person said and how; the person is to be told. Returns its id; 0 when refused. */
int64_t supporters_name(Txn *txn, const Act *act, const Trust *wish, Refusals *refusals);
/* What is private stays as it is: see supporters_open_private. */
void supporters_change(Txn *txn, const Act *act, const Trust *trust,
                       const uint8_t levels[static AREA_COUNT], Refusals *refusals);
/* Turns one private area (base/support.h) on or off, at once. Refuses: anybody but the person
 * themself, also whoever acts for them; a trust that is over. */
void supporters_open_private(Txn *txn, const Act *act, const Trust *trust, SupportArea area,
                             bool is_on, Refusals *refusals);
void supporters_answer(Txn *txn, const Act *act, const Trust *trust, bool is_yes);
/* By the person or the supporter; what the supporter has open is closed at their next click. */
void supporters_end(Txn *txn, const Act *act, const Trust *trust);
void supporters_start(Txn *txn, const Act *act, const Trust *trust); /* notes it */
/* The person was told of what was noted for them. */
void supporters_note_told(Txn *txn, const Act *act, const Trust *trust);

/* NULL: none of that id. `is_opened`: with the consent. */
const Trust *supporters_find(Txn *txn, Arena *arena, int64_t trust_id, bool is_opened);
/* Those of a person, and those whom somebody supports or is asked to: newest first, ended ones
 * after the others; at most 50; ends with id 0. */
const Trust *supporters_of(Txn *txn, Arena *arena, int64_t member_id);
const Trust *supporters_whom(Txn *txn, Arena *arena, int64_t supporter_id);

/* Somebody acting: the trust holds, and both are here. */
typedef struct {
  int64_t member_id;
  const char *member_name;
  bool takes_part; /* the person; false: suspended */
  uint8_t levels[AREA_COUNT];
} ActingFor;
bool supporters_find_acting(Txn *txn, Arena *arena, int64_t supporter_id, int64_t trust_id,
                            ActingFor *ret_for);

/* What was looked at or done, for the person to read. */
typedef struct TrustAct {
  int64_t id, at_us;
  const char *words; /* message id; NULL ends a list */
  bool is_done;
  SupportArea area;
  int64_t thing_id;   /* a paper; 0: none */
  const char *detail; /* "large-print", "talk", ""; never NULL in a list */
  const char *thing;  /* of supporters_acts: NULL. Pages put what it is called there */
} TrustAct;
/* In a private area no thing is noted: the list says that something was done, never which. */
void supporters_note(Txn *txn, const Act *act, int64_t trust_id, const TrustAct *done);
/* Newest first, those before `before_id` (0: from the newest). */
const TrustAct *supporters_acts(Txn *txn, Arena *arena, int64_t trust_id, int64_t before_id);

extern const PersonalData supporters_personal_data;

/* For the statement that finds what waits for the viewer, ?2: whether to ask them. */
#define SUPPORT_MAY_WAIT                                                         \
  "SELECT count(*) FROM supporter WHERE community_id = ?1 AND supporter_id = ?2" \
  " AND state = 'asked'"
/* What waits for the viewer, ?2, where they organise, ?4 (WaitingRow of ui/waiting.h): the person
 * who is to be told. */
#define SUPPORT_WANTS_TELLING                                                         \
  "SELECT 0, t.member_id, 0, 0, m.name, '', '' FROM supporter t"                      \
  " JOIN member m ON m.community_id = ?1 AND m.id = t.member_id"                      \
  " WHERE t.community_id = ?1 AND ?4 = 1 AND t.noted_by_id <> 0 AND t.told_at_us = 0" \
  " AND t.state IN ('asked', 'yes') ORDER BY t.id LIMIT 20"
