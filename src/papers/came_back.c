/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails about papers that came back. */
#include "papers/came_back.h"

const CameBack *
releases_came_back(Txn *txn, Arena *arena, int64_t release_id, int limit)
{
  CameBack *list = arena_new_of(arena, CameBack, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.member_id, r.came_back_at_us, m.name FROM delivery d"
                    " JOIN mail_return r ON r.community_id = ?1 AND r.id = d.mail_id"
                    " AND r.came_back_at_us IS NOT NULL"
                    " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " AND m.state = 'here' WHERE d.community_id = ?1 AND d.release_id = ?2"
                    " ORDER BY m.sort_key, d.id LIMIT ?3");

  bind_int(q, 2, release_id);
  bind_int(q, 3, limit);
  while (count < limit && query_next(q))
    list[count++] = (CameBack){ .delivery_id = col_int(q, 0),
                                .member_id = col_int(q, 1),
                                .at_us = col_int(q, 2),
                                .name = arena_text(arena, col_text(q, 3)) };
  list[count] = (CameBack){ 0 };
  return list;
}

int64_t
releases_count_came_back(Txn *txn, int64_t release_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM delivery d JOIN mail_return r ON r.community_id = ?1"
                    " AND r.id = d.mail_id AND r.came_back_at_us IS NOT NULL"
                    " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " AND m.state = 'here' WHERE d.community_id = ?1 AND d.release_id = ?2");

  bind_int(q, 2, release_id);
  return query_next(q) ? col_int(q, 0) : 0;
}
