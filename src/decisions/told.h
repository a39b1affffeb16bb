/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Telling all who took part what was decided, each in their way: with the mails that they chose,
 * else by somebody (R96, indicator 27: within 14 days). A person counts as told when the mail went,
 * when somebody told them, or at once where they want no mails and look here themself. */
#pragma once

#include "decisions/record.h"
#include "notices/bounces.h"
#include "notices/digest.h"
#include "notices/to_tell.h"

#define TOLD_IN_US (14 * US_PER_DAY)

/* All in the group now; the one who acts knows. */
void decision_tell(Txn *txn, const Act *act, int64_t group_id, int64_t decision_id,
                   const char *origin);

/* No mail reaches them or is on its way to them, and nobody has told them yet; at most 500. */
const ToTell *decision_to_tell(Txn *txn, Arena *arena, int64_t decision_id, int64_t now_us);
void decision_mark_told(Txn *txn, const Act *act, int64_t decision_id, int64_t member_id);

typedef struct {
  int64_t people, told;
  int64_t by_us; /* when the last one was told; 0: not all are */
} DecisionTold;
DecisionTold decision_told(Txn *txn, int64_t decision_id);

/* DigestKind "decision", a row of decision_told. */
extern const DigestKind decision_digest_kinds[];

#define DECISION_DAY_US_TEXT "86400000000" /* US_PER_DAY: the whole of that day */
/* What waits for the viewer, ?2, at ?3, who holds a duty in the group (facilitator,
 * co-chair, note-taker; while nobody holds one, of all in it) (WaitingRow of ui/waiting.h): 0: it
 * is the day to look at one again; 1: somebody is to be told. Decision and group. */
#define DECISIONS_WAIT                                                                        \
  "SELECT * FROM (SELECT 0, d.id, d.group_id, 0, '', '', '' FROM decision d" DECISION_SEEN_TO \
  " WHERE d.community_id = ?1 AND d.next_us <= ?3 + " DECISION_DAY_US_TEXT                    \
  " ORDER BY d.next_us NULLS LAST, d.id LIMIT 1) again UNION ALL"                             \
  " SELECT * FROM (SELECT 1, d.id, d.group_id, 0, '', '', '' FROM decision_told t"            \
  " JOIN decision d ON d.community_id = ?1 AND d.id = t.decision_id"                          \
  " JOIN member c ON c.community_id = ?1 AND c.id = t.member_id"                              \
  " AND c.state = 'here' JOIN group_member w ON w.community_id = ?1"                          \
  " AND w.group_id = d.group_id AND w.member_id = t.member_id"                                \
  " AND w.state = 'in'" DECISION_SEEN_TO " WHERE t.community_id = ?1"                         \
  " AND t.told_at_us IS NULL AND" DECISION_NO_MAIL " ORDER BY d.id LIMIT 1) tell"
/* Of a decision d and a row t of decision_told about the member c, at ?3: no mail tells them. A
 * mail waits while its digest is there (notices/digest.h); one that has not gone by then does not
 * reach its person. */
#define DECISION_NO_MAIL                                                                 \
  " (NOT" MAILS_REACH_C " OR d.written_at_us <= ?3 - 691200000000"                       \
  " OR NOT EXISTS (SELECT 1 FROM digest_item xi JOIN digest xd ON xd.community_id = ?1"  \
  "  AND xd.id = xi.digest_id WHERE xi.community_id = ?1 AND xi.member_id = t.member_id" \
  "  AND xi.kind = 'decision' AND xi.thing_id = t.id))"
#define DECISION_DUTIES "('facilitator', 'co-chair', 'note-taker')"
/* The viewer, ?2, sees to it that things are done in the group of d: as meetings_may_arrange. */
#define DECISION_SEEN_TO                                                                     \
  " JOIN working_group g ON g.community_id = ?1 AND g.id = d.group_id AND g.state = 'going'" \
  " JOIN group_member v ON v.community_id = ?1 AND v.group_id = d.group_id"                  \
  " AND v.member_id = ?2 AND v.state = 'in'"                                                 \
  " AND (EXISTS (SELECT 1 FROM group_duty o WHERE o.community_id = ?1"                       \
  "   AND o.group_id = d.group_id AND o.member_id = ?2 AND o.ended_at_us IS NULL"            \
  "   AND o.duty IN " DECISION_DUTIES ") OR NOT EXISTS (SELECT 1 FROM group_duty o"          \
  "   JOIN member h ON h.community_id = ?1 AND h.id = o.member_id AND h.state = 'here'"      \
  "   WHERE o.community_id = ?1 AND o.group_id = d.group_id AND o.ended_at_us IS NULL"       \
  "   AND o.duty IN " DECISION_DUTIES "))"
