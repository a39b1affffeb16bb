/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Planted faults where global statements may stand. Never compiled. */
/* clang-format off */
void
bad(Txn *txn, const Act *act)
{
  db_query_global(txn, "SELECT id FROM thing WHERE community_id = ?1"); /* wrong: a tenant table */
  db_change_global(txn, act, "DELETE FROM thing WHERE id = ?1"); /* wrong: a tenant table */
  db_change(txn, act, "DELETE FROM g1 WHERE a = ?2"); /* wrong: g1 is global */
}
