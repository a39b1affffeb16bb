/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Roles that others wrote down, and who saw their people. */
#include "meetings/sides_then.h"

const SideHistory *
sides_then_read(Txn *txn, Arena *arena, int64_t group_id)
{
  SideHistory *history = side_history_read(txn, arena, group_id);

  if (!side_history_has_heard(history))
    return history;

  g_autoptr(Query) q =
      db_query(txn, "SELECT DISTINCT s.member_id, s.heard_by FROM group_side s"
                    " JOIN meeting m ON m.community_id = ?1 AND m.group_id = ?2"
                    " JOIN meeting_presence p ON p.community_id = ?1 AND p.meeting_id = m.id"
                    " AND p.member_id = s.member_id AND p.entered_by <> s.heard_by"
                    " AND p.entered_by <> s.member_id"
                    " WHERE s.community_id = ?1 AND s.group_id = ?2 AND s.heard_by <> 0");

  bind_int(q, 2, group_id);
  while (query_next(q))
    side_history_bear_out(history, col_int(q, 0), col_int(q, 1));
  return history;
}
