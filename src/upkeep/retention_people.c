/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is older than its time, of other subjects: people who left, what was sent to them, what they
 * asked to be put right, measures that are over. */
#include "base/clock.h"
#include "people/my_data.h"
#include "upkeep/retention.h"
#include "upkeep/retention_rows.h"

/* Erasing somebody asks every subject: few at a time, so that others' forms need not wait. */
enum { LEFT_BATCH = 5 };

/* ---- people who left ---- */

/* When somebody went stands in the log alone. Who has no such entry is never old. */
int64_t
keep_count_left(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*) FROM member m WHERE m.community_id = ?1 AND m.state IN ('left', 'died')"
           " AND (SELECT max(e.at_us) FROM log_entry e WHERE e.community_id = ?1"
           " AND e.concerns_id = m.id AND e.kind IN ('member-left', 'member-died')) < ?2");

  return keep_count_by(q, before_us);
}

int64_t
keep_remove_left(Txn *txn, const Act *act, int64_t before_us)
{
  int64_t ids[LEFT_BATCH], count = 0;
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT m.id FROM member m WHERE m.community_id = ?1 AND m.state IN ('left', 'died')"
             " AND (SELECT max(e.at_us) FROM log_entry e WHERE e.community_id = ?1"
             " AND e.concerns_id = m.id AND e.kind IN ('member-left', 'member-died')) < ?2"
             " ORDER BY m.id LIMIT ?3");

    bind_int(q, 2, before_us);
    bind_int(q, 3, LEFT_BATCH);
    while (count < LEFT_BATCH && query_next(q))
      ids[count++] = col_int(q, 0);
  }
  for (int64_t i = 0; i < count; i++)
    people_erase(txn, act, ids[i]);
  return count;
}

/* ---- what was sent ---- */

int64_t
keep_count_deliveries(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*) FROM delivery WHERE community_id = ?1 AND released_at_us < ?2");

  return keep_count_by(q, before_us);
}

int64_t
keep_remove_deliveries(Txn *txn, const Act *act, int64_t before_us)
{
  g_autoptr(Query) late =
      db_change(txn, act, "DELETE FROM late_copy WHERE community_id = ?1 AND released_at_us < ?2");

  bind_int(late, 2, before_us);
  query_run(late);

  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM delivery WHERE community_id = ?1 AND id IN"
                                 " (SELECT id FROM delivery WHERE community_id = ?1"
                                 " AND released_at_us < ?2 ORDER BY id LIMIT ?3)");

  return keep_remove_by(q, before_us);
}

/* ---- what was put right ---- */

int64_t
keep_count_corrections(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*) FROM correction WHERE community_id = ?1 AND answered_at_us < ?2");

  return keep_count_by(q, before_us);
}

int64_t
keep_remove_corrections(Txn *txn, const Act *act, int64_t before_us)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM correction WHERE community_id = ?1 AND id IN"
                                 " (SELECT id FROM correction WHERE community_id = ?1"
                                 " AND answered_at_us < ?2 ORDER BY id LIMIT ?3)");

  return keep_remove_by(q, before_us);
}

/* ---- measures that are over ---- */

int64_t
keep_count_measures(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM measure WHERE community_id = ?1 AND state <> 'running'"
                    " AND (appealed_at_us IS NULL OR heard_at_us < ?2)"
                    " AND coalesce(ends_at_us, proposed_at_us) < ?2");

  return keep_count_by(q, before_us);
}

int64_t
keep_remove_measures(Txn *txn, const Act *act, int64_t before_us)
{
  g_autoptr(Query) notices =
      db_change(txn, act,
                "DELETE FROM measure_notice WHERE community_id = ?1 AND measure_id IN"
                " (SELECT id FROM measure WHERE community_id = ?1 AND state <> 'running'"
                " AND (appealed_at_us IS NULL OR heard_at_us < ?2)"
                " AND coalesce(ends_at_us, proposed_at_us) < ?2 ORDER BY id LIMIT ?3)");
  g_autoptr(Query) q =
      db_change(txn, act,
                "DELETE FROM measure WHERE community_id = ?1 AND id IN"
                " (SELECT id FROM measure WHERE community_id = ?1 AND state <> 'running'"
                " AND (appealed_at_us IS NULL OR heard_at_us < ?2)"
                " AND coalesce(ends_at_us, proposed_at_us) < ?2 ORDER BY id LIMIT ?3)");

  keep_remove_by(notices, before_us);
  return keep_remove_by(q, before_us);
}

/* ---- all at once, for the page that shows all ---- */

static const char *const row_kinds[] = { "links",    "work",       "complaints",  "backups",
                                         "left",     "deliveries", "corrections", "measures",
                                         "archives", "unplaced",   "returns",     "answers" };

void
keep_count_old(Txn *txn, const int days[static KEEP_KINDS_MOST], int64_t now_us,
               int64_t ret_old[static KEEP_KINDS_MOST])
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM sign_in_link WHERE community_id = ?1"
           " AND coalesce(spent_at_us, expires_at_us) < ?2),"
           " (SELECT count(*) FROM outbox_task WHERE community_id = ?1"
           " AND is_given_up = 1 AND made_at_us < ?3)"
           " + (SELECT count(*) FROM upkeep_mail_test WHERE community_id = ?1"
           " AND asked_at_us < ?3),"
           " (SELECT count(*) FROM upkeep_complaint WHERE community_id = ?1"
           " AND told_at_us > 0 AND told_at_us < ?4),"
           " (SELECT count(*) FROM upkeep_backup WHERE community_id = ?1"
           " AND state <> 'waiting' AND asked_at_us < ?5),"
           " (SELECT count(*) FROM member m WHERE m.community_id = ?1"
           " AND m.state IN ('left', 'died')"
           " AND (SELECT max(e.at_us) FROM log_entry e WHERE e.community_id = ?1"
           " AND e.concerns_id = m.id AND e.kind IN ('member-left', 'member-died')) < ?6),"
           " (SELECT count(*) FROM delivery WHERE community_id = ?1 AND released_at_us < ?7),"
           " (SELECT count(*) FROM correction WHERE community_id = ?1 AND answered_at_us < ?8),"
           " (SELECT count(*) FROM measure WHERE community_id = ?1 AND state <> 'running'"
           " AND (appealed_at_us IS NULL OR heard_at_us < ?9)"
           " AND coalesce(ends_at_us, proposed_at_us) < ?9),"
           " (SELECT count(*) FROM upkeep_archive WHERE community_id = ?1"
           " AND asked_at_us < ?10),"
           " (SELECT count(*) FROM mail_unplaced WHERE community_id = ?1 AND got_at_us < ?11)"
           " + (SELECT count(*) FROM mail_came_in WHERE community_id = ?1 AND at_us < ?11)"
           " + (SELECT count(*) FROM mail_note WHERE community_id = ?1 AND made_at_us < ?11),"
           " (SELECT count(*) FROM mail_return WHERE community_id = ?1 AND made_at_us < ?12),"
           " (SELECT count(*) FROM mail_answer WHERE community_id = ?1 AND done_at_us < ?13)");

  for (size_t i = 0; i < G_N_ELEMENTS(row_kinds); i++)
    bind_int(q, (int)i + 2, now_us - days[keep_find(row_kinds[i]) - keep_kinds] * US_PER_DAY);
  if (!query_next(q))
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(row_kinds); i++)
    ret_old[keep_find(row_kinds[i]) - keep_kinds] = col_int(q, (int)i);
  query_done(g_steal_pointer(&q));

  const KeepKind *mails = keep_find("mails");

  ret_old[mails - keep_kinds] = mails->count(txn, now_us - days[mails - keep_kinds] * US_PER_DAY);
}
