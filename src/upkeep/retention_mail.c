/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What came in by mail and what was answered, when it is older than its time. */
#include "upkeep/retention_rows.h"

#include "notices/mail_answers.h"
#include "upkeep/retention.h"

/* ---- mails that nobody can place, and the marks that a mail came in ---- */

int64_t
keep_count_unplaced(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM (SELECT id FROM mail_unplaced WHERE community_id = ?1"
                    " AND got_at_us < ?2 UNION ALL SELECT at_us FROM mail_came_in"
                    " WHERE community_id = ?1 AND at_us < ?2 UNION ALL SELECT id FROM mail_note"
                    " WHERE community_id = ?1 AND made_at_us < ?2) s");

  return keep_count_by(q, before_us);
}

static int64_t
remove_unplaced(Txn *txn, const Act *act, int64_t before_us)
{
  int64_t ids[KEEP_BATCH], count = 0;

  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM mail_unplaced WHERE community_id = ?1"
                                       " AND got_at_us < ?2 ORDER BY id LIMIT ?3");

    bind_int(q, 2, before_us);
    bind_int(q, 3, KEEP_BATCH);
    while (count < KEEP_BATCH && query_next(q))
      ids[count++] = col_int(q, 0);
  }
  for (int64_t i = 0; i < count; i++)
    unplaced_remove(txn, act, ids[i]);
  return count;
}

int64_t
keep_remove_unplaced(Txn *txn, const Act *act, int64_t before_us)
{
  g_autoptr(Query) came =
      db_change(txn, act,
                "DELETE FROM mail_came_in WHERE community_id = ?1 AND mail IN"
                " (SELECT mail FROM mail_came_in WHERE community_id = ?1 AND at_us < ?2"
                " ORDER BY at_us, mail LIMIT ?3)");
  g_autoptr(Query) notes =
      db_change(txn, act,
                "DELETE FROM mail_note WHERE community_id = ?1 AND id IN"
                " (SELECT id FROM mail_note WHERE community_id = ?1 AND made_at_us < ?2"
                " ORDER BY id LIMIT ?3)");

  return remove_unplaced(txn, act, before_us) + keep_remove_by(came, before_us) +
         keep_remove_by(notes, before_us);
}

/* ---- mails that can be answered ---- */

int64_t
keep_count_returns(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM mail_return WHERE community_id = ?1 AND made_at_us < ?2");

  return keep_count_by(q, before_us);
}

int64_t
keep_remove_returns(Txn *txn, const Act *act, int64_t before_us)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "DELETE FROM mail_return WHERE community_id = ?1 AND id IN"
                " (SELECT id FROM mail_return WHERE community_id = ?1 AND made_at_us < ?2"
                " ORDER BY id LIMIT ?3)");

  return keep_remove_by(q, before_us);
}

/* ---- answers that were seen to ---- */

int64_t
keep_count_answers(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM mail_answer WHERE community_id = ?1 AND done_at_us < ?2");

  return keep_count_by(q, before_us);
}

int64_t
keep_remove_answers(Txn *txn, const Act *act, int64_t before_us)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "DELETE FROM mail_answer WHERE community_id = ?1 AND id IN"
                " (SELECT id FROM mail_answer WHERE community_id = ?1 AND done_at_us < ?2"
                " ORDER BY id LIMIT ?3)");

  return keep_remove_by(q, before_us);
}
