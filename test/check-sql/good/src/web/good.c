/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What script/check-sql must let pass. Never compiled. db_query(txn, sql) in a comment is none. */
/* clang-format off */
#define THING_COLUMNS "id, name," \
                      " due_us"

void
good(Txn *txn, const Act *act)
{
  db_query(txn, "SELECT " THING_COLUMNS " FROM thing WHERE community_id = ?1"
                " ORDER BY due_us NULLS LAST, name, id LIMIT ?2 OFFSET ?3");
  db_query(txn, "SELECT t.name, CAST(coalesce(sum(p.size), 0) AS BIGINT), max(p.number)"
                " FROM thing t LEFT JOIN part p ON p.community_id = ?1 AND p.thing_id = t.id"
                " WHERE t.community_id = ?1 AND (t.state = 'new' OR t.state = 'old')"
                " GROUP BY t.name HAVING count(*) > 1 ORDER BY t.name DESC");
  db_query(txn, "WITH big (id) AS (SELECT thing_id FROM part WHERE community_id = ?1 AND size > 9)"
                " SELECT name FROM thing WHERE community_id = ?1 AND id IN (SELECT id FROM big)"
                " UNION ALL SELECT name FROM thing WHERE community_id = ?1 AND due_us IS NULL");
  db_query(txn, "SELECT row_number() OVER (PARTITION BY state ORDER BY id) FROM thing"
                " WHERE community_id = ?1 AND EXISTS (SELECT 1 FROM part"
                " WHERE part.community_id = ?1 AND part.thing_id = thing.id)");
  db_change(txn, act,
            "INSERT INTO thing (community_id, id, name, state) VALUES (?1, ?2, ?3, 'LIKE now()')"
            " ON CONFLICT (community_id, name) DO UPDATE SET state = excluded.state");
  db_change(txn, act, "INSERT INTO part (community_id, thing_id, number, size)"
                      " SELECT ?1, t.id, 1, ?2 FROM thing t WHERE t.community_id = ?1"
                      " ON CONFLICT (community_id, thing_id, number) DO NOTHING");
  db_change(txn, act, "UPDATE thing SET name = substr(?2, 1, 3) WHERE community_id = ?1"
                      " AND id = ?3 RETURNING id");
  db_change(txn, act, "DELETE FROM part WHERE community_id = ?1 AND thing_id = ?2");
  db_query_global(txn, "SELECT h.host, c.name FROM place h"
                       " JOIN community c ON c.community_id = h.community_id WHERE h.host = ?1");
  db_change_global(txn, act, "INSERT INTO place (host, community_id) VALUES (?1, ?2)");
}
