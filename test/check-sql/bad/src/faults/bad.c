/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Planted faults, as in bad.sql: each stands on the line that names it. Never compiled. */
/* clang-format off */
void
bad(Txn *txn, const Act *act, const char *sql)
{
  /* Whose rows? */
  db_query(txn, "SELECT id FROM thing"); /* wrong: nothing says community_id = ?1 */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?2"); /* wrong: nothing says */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1 OR id = ?2"); /* wrong: nothing */
  db_query(txn, "SELECT a.id FROM thing a" /* wrong: a.community_id = ?1 */
                " JOIN sealed b ON b.community_id = a.community_id" /* wrong: b.community_id */
                " WHERE community_id = ?1");
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1 AND id IN"
                " (SELECT id FROM sealed)"); /* wrong: sealed: nothing says */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1"
                " UNION SELECT id FROM sealed"); /* wrong: sealed: nothing says */
  db_query(txn, "SELECT a.id FROM thing a, sealed b WHERE a.community_id = ?1"); /* wrong: b.comm */
  db_change(txn, act, "UPDATE thing SET community_id = ?2" /* wrong: never changed */
                      " WHERE community_id = ?1 AND id = ?3");
  db_change(txn, act, "DELETE FROM thing WHERE id = ?2"); /* wrong: nothing says */
  db_change(txn, act, "INSERT INTO thing (id, name) VALUES (?1, ?2)"); /* wrong: first column */
  db_change(txn, act, "INSERT INTO thing (community_id, id) VALUES (?2, ?1)"); /* wrong: is ?1 */
  db_change(txn, act, "INSERT INTO thing (community_id, id)"
                      " SELECT ?2, ?3 WHERE 1 = 1"); /* wrong: gives ?1 first */
  db_change(txn, act, "INSERT INTO thing (community_id, id) VALUES (?1, ?2)"
                      " ON CONFLICT (id) DO NOTHING"); /* wrong: ON CONFLICT starts */
  db_change(txn, act, "INSERT INTO thing (community_id, id) SELECT ?1, ?2"
                      " ON CONFLICT (community_id, id) DO NOTHING"); /* wrong: needs a WHERE */
  db_query(txn, "SELECT a FROM g1"); /* wrong: g1 is global */
  db_query_global(txn, "SELECT a FROM g1"); /* wrong: belongs in */
  db_query(txn, "SELECT a FROM nothing WHERE community_id = ?1"); /* wrong: no migration makes */
  db_query(txn, sql); /* wrong: must be a literal */

  /* What the engines do differently. */
  db_query(txn, "SELECT \"id\" FROM thing WHERE community_id = ?1"); /* wrong: double quotes */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1"
                " AND name LIKE ?2"); /* wrong: not the same */
  db_query(txn, "SELECT random() FROM thing WHERE community_id = ?1"); /* wrong: random() */
  db_query(txn, "SELECT round(id) FROM thing WHERE community_id = ?1"); /* wrong: round() */
  db_query(txn, "SELECT avg(id) FROM thing WHERE community_id = ?1"); /* wrong: avg() */
  db_query(txn, "SELECT lower(name) FROM thing WHERE community_id = ?1"); /* wrong: lower() */
  db_query(txn, "SELECT pg_advisory_lock(1) FROM thing" /* wrong: pg_advisory_lock() */
                " WHERE community_id = ?1");
  db_query(txn, "SELECT sum(id) FROM thing WHERE community_id = ?1"); /* wrong: sum() only */
  db_query(txn, "SELECT max(id, 3) FROM thing WHERE community_id = ?1"); /* wrong: of two values */
  db_query(txn, "SELECT id::text FROM thing WHERE community_id = ?1"); /* wrong: write CAST */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1 AND 1 == 1"); /* wrong: write <> */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1 AND TRUE"); /* wrong: booleans */
  db_query(txn, "SELECT 0.5 FROM thing WHERE community_id = ?1"); /* wrong: no floats */
  db_query(txn, "SELECT x'00' FROM thing WHERE community_id = ?1"); /* wrong: not bytes */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1 AND id = ?"); /* wrong: without */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1 FOR UPDATE"); /* wrong: FOR UPDATE */
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1;" /* wrong: one statement */
                " SELECT 1");
  db_query(txn, "SELECT id FROM thing WHERE community_id = ?1"
                " ORDER BY note"); /* wrong: NULLS FIRST */
  db_query(txn, "SELECT t.id FROM thing t LEFT JOIN sealed s ON s.community_id = ?1"
                " WHERE t.community_id = ?1 ORDER BY s.id"); /* wrong: may be NULL */
  db_change(txn, act, "INSERT OR IGNORE INTO thing (community_id, id)" /* wrong: INSERT OR */
                      " VALUES (?1, ?2)");
  db_change(txn, act, "INSERT INTO thing (community_id, id) VALUES"
                      " (?1, (SELECT max(id) FROM thing" /* wrong: VALUES (( */
                      " WHERE community_id = ?1))");
}
