/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What mails that were put together had in them: their items stay when they are sent. */
#include "notices/digest.h"

bool
digest_has_had(Txn *txn, int64_t member_id, const char *kind, int64_t thing_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM digest_item WHERE community_id = ?1 AND member_id = ?2"
                    " AND kind = ?3 AND thing_id = ?4 LIMIT 1");

  bind_int(q, 2, member_id);
  bind_text(q, 3, kind);
  bind_int(q, 4, thing_id);
  return query_next(q);
}

bool
digest_had_since(Txn *txn, int64_t member_id, const char *kind, int64_t since_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM digest_item WHERE community_id = ?1 AND member_id = ?2"
                    " AND kind = ?3 AND at_us >= ?4 LIMIT 1");

  bind_int(q, 2, member_id);
  bind_text(q, 3, kind);
  bind_int(q, 4, since_us);
  return query_next(q);
}

/* ---- for answers ---- */

int
digest_find_group(Txn *txn, int64_t mail_id, int64_t number, int64_t *ret_group_id)
{
  int64_t groups = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT number, min(group_id) FROM digest_item WHERE community_id = ?1"
                    " AND digest_id = ?2 AND number > 0 GROUP BY number ORDER BY number");

  bind_int(q, 2, mail_id);
  while (query_next(q)) {
    groups = col_int(q, 0);
    if (groups == number)
      *ret_group_id = col_int(q, 1);
  }
  return (int)groups;
}

int64_t
digest_find_thing(Txn *txn, int64_t mail_id, int64_t group_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT COALESCE(max(thing_id), 0) FROM digest_item"
                                     " WHERE community_id = ?1 AND digest_id = ?2"
                                     " AND group_id = ?3");

  bind_int(q, 2, mail_id);
  bind_int(q, 3, group_id);
  return query_next(q) ? col_int(q, 0) : 0;
}
