/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whoever asked to join a group hears the answer, once and in their way (R13): by mail, or from
 * somebody in the group where no mail reaches them. Neither way gives a reason. */
#pragma once

#include "notices/digest.h"
#include "people/people.h"

/* In the place of an older one. For the rules of this folder. */
void join_answers_note(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, bool is_yes);
/* After places_answer or places_invite by the same act; nothing where it was no answer. `origin`:
 * of the site, for links; "": no mail goes. */
void join_answers_tell(Txn *txn, const Act *act, int64_t group_id, int64_t member_id,
                       const char *origin);

typedef struct {
  int64_t member_id; /* 0 ends a list */
  const char *name;
  Reach reach;
  bool is_yes;
} JoinAnswer;
enum { JOIN_ANSWERS_MOST = 50 };
/* No mail tells them, and nobody has yet; but those who and the viewer keep away from one another.
 * An answer that holds no more (they left, or asked again) is not told. Two statements. */
const JoinAnswer *join_answers_to_tell(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id);
void join_answers_mark_told(Txn *txn, const Act *act, int64_t group_id, int64_t member_id);

extern const DigestKind join_answer_digest_kinds[];

/* Of a row a of group_answer: it holds, nobody has told it, and no mail is on its way. */
#define JOIN_ANSWER_UNTOLD                                                                \
  " a.told_at_us IS NULL AND CASE WHEN EXISTS (SELECT 1 FROM group_member p"              \
  "  WHERE p.community_id = ?1 AND p.group_id = a.group_id AND p.member_id = a.member_id" \
  "  AND p.state <> 'left' AND (a.is_yes = 0 OR p.state = 'in')) THEN 1 ELSE 0 END"       \
  " = a.is_yes AND NOT EXISTS (SELECT 1 FROM digest_item xi"                              \
  "  JOIN digest xd ON xd.community_id = ?1 AND xd.id = xi.digest_id"                     \
  "  WHERE xi.community_id = ?1 AND xi.member_id = a.member_id"                           \
  "  AND xi.kind = 'join-answer' AND xi.thing_id = a.id)"
/* What waits for the viewer, ?2 (WaitingRow of ui/waiting.h): the group in which they gave an
 * answer that its person does not know yet. */
#define JOIN_ANSWERS_WAIT                                                                    \
  "SELECT * FROM (SELECT 0, 0, a.group_id, 0, g.name, '', '' FROM group_answer a"            \
  " JOIN working_group g ON g.community_id = ?1 AND g.id = a.group_id AND g.state = 'going'" \
  " JOIN group_member v ON v.community_id = ?1 AND v.group_id = a.group_id"                  \
  " AND v.member_id = ?2 AND v.state = 'in'"                                                 \
  " JOIN member c ON c.community_id = ?1 AND c.id = a.member_id AND c.state = 'here'"        \
  " WHERE a.community_id = ?1 AND a.answered_by = ?2 AND" JOIN_ANSWER_UNTOLD                 \
  " ORDER BY a.id LIMIT 1) answered"
