/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails about papers that came back. */
#include "papers/came_back.h"

#include "notices/bounces.h"

/* Of a sending, ?2: copies d of members c; s: the address that they have is none. */
#define LOST_COPIES                                                                           \
  " FROM delivery d JOIN member c ON c.community_id = ?1 AND c.id = d.member_id"              \
  " AND c.state = 'here' LEFT JOIN mail_return r ON r.community_id = ?1 AND r.id = d.mail_id" \
  " AND r.came_back_at_us IS NOT NULL"                                                        \
  " LEFT JOIN mail_stopped_address s ON s.community_id = ?1 AND s.member_id = d.member_id"    \
  " AND s.address = c.contact_blind AND c.reach = 'email' AND d.way = 'email'"                \
  " AND d.released_at_us IS NOT NULL AND d.overtaken_at_us IS NULL AND d.done_by = 0"         \
  " AND (d.done_at_us IS NULL OR d.done_at_us >= s.at_us - ?3)"                               \
  " WHERE d.community_id = ?1 AND d.release_id = ?2"                                          \
  " AND (r.id IS NOT NULL OR s.member_id IS NOT NULL)"

const CameBack *
releases_came_back(Txn *txn, Arena *arena, int64_t release_id, int limit)
{
  CameBack *list = arena_new_of(arena, CameBack, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.member_id, COALESCE(r.came_back_at_us, s.at_us),"
                    " c.name" LOST_COPIES " ORDER BY c.sort_key, d.id LIMIT ?4");

  bind_int(q, 2, release_id);
  bind_int(q, 3, MAIL_MAY_BE_LOST_US);
  bind_int(q, 4, limit);
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
  g_autoptr(Query) q = db_query(txn, "SELECT count(*)" LOST_COPIES);

  bind_int(q, 2, release_id);
  bind_int(q, 3, MAIL_MAY_BE_LOST_US);
  return query_next(q) ? col_int(q, 0) : 0;
}
