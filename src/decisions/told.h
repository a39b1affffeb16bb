/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Telling all who took part what was decided, each in their way: with the mails that they chose,
 * else by somebody (R96, indicator 27: within 14 days). A person counts as told when the mail went,
 * when somebody told them, or at once where they want no mails and look here themself. */
#pragma once

#include "decisions/record.h"
#include "notices/digest.h"
#include "people/people.h"

#define TOLD_IN_US (14 * US_PER_DAY)

/* All in the group now; the one who acts knows. */
void decision_tell(Txn *txn, const Act *act, int64_t group_id, int64_t decision_id,
                   const char *origin);

typedef struct {
  int64_t member_id; /* 0 ends a list */
  const char *name;
  Reach reach;
} DecisionToTell;

/* No mail reaches them, and nobody has told them yet; at most 500. */
const DecisionToTell *decision_to_tell(Txn *txn, Arena *arena, int64_t decision_id, int64_t now_us);
void decision_mark_told(Txn *txn, const Act *act, int64_t decision_id, int64_t member_id);

typedef struct {
  int64_t people, told;
  int64_t by_us; /* when the last one was told; 0: not all are */
} DecisionTold;
DecisionTold decision_told(Txn *txn, int64_t decision_id);

/* DigestKind "decision", a row of decision_told. */
extern const DigestKind decision_digest_kinds[];

/* What waits on the start page of those who hold a duty in the group (facilitator, co-chair,
 * note-taker; while nobody holds one, of all in it); ids 0: nothing. */
typedef struct {
  int64_t again_id, again_group_id; /* it is the day to look at it again */
  int64_t tell_id, tell_group_id;   /* somebody is to be told */
} DecisionsWaiting;
DecisionsWaiting decisions_waiting(Txn *txn, int64_t member_id, int64_t now_us);

#define DECISION_DAY_US_TEXT "86400000000" /* US_PER_DAY: the whole of that day */
/* For the glance at what may wait for the viewer, ?2, at ?3 (src/subjects.c): 0: nothing does. */
#define DECISIONS_MAY_WAIT                                                             \
  "SELECT (SELECT count(*) FROM decision d JOIN group_member i ON i.community_id = ?1" \
  " AND i.group_id = d.group_id AND i.member_id = ?2 AND i.state = 'in'"               \
  " WHERE d.community_id = ?1 AND d.next_us <= ?3 + " DECISION_DAY_US_TEXT             \
  ") + (SELECT count(*) FROM decision_told t"                                          \
  " JOIN decision d ON d.community_id = ?1 AND d.id = t.decision_id"                   \
  " JOIN group_member i ON i.community_id = ?1 AND i.group_id = d.group_id"            \
  " AND i.member_id = ?2 AND i.state = 'in' WHERE t.community_id = ?1"                 \
  " AND t.told_at_us IS NULL)"
