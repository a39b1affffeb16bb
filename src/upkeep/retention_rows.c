/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is older than its time. */
#include "upkeep/retention_rows.h"

#include "base/clock.h"
#include "people/erasures.h"
#include "upkeep/place.h"
#include "upkeep/retention.h"

#include <glib/gstdio.h>

int64_t
keep_count_by(Query *q, int64_t before_us)
{
  bind_int(q, 2, before_us);
  return query_next(q) ? col_int(q, 0) : 0;
}

int64_t
keep_remove_by(Query *q, int64_t before_us)
{
  bind_int(q, 2, before_us);
  bind_int(q, 3, KEEP_BATCH);
  return query_run(q) ? query_changes(q) : 0;
}

int64_t
keep_count_links(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM sign_in_link WHERE community_id = ?1"
                    " AND for_browser = '' AND coalesce(spent_at_us, expires_at_us) < ?2");

  return keep_count_by(q, before_us);
}

/* The one by which a community was brought here stays: sessions that it began are known by it. */
int64_t
keep_remove_links(Txn *txn, const Act *act, int64_t before_us)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "DELETE FROM sign_in_link WHERE community_id = ?1 AND id IN"
                " (SELECT id FROM sign_in_link WHERE community_id = ?1"
                " AND for_browser = '' AND coalesce(spent_at_us, expires_at_us) < ?2"
                " ORDER BY id LIMIT ?3)");

  return keep_remove_by(q, before_us);
}

int64_t
keep_count_work(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*) FROM (SELECT id FROM outbox_task WHERE community_id = ?1"
           " AND is_given_up = 1 AND made_at_us < ?2 UNION ALL SELECT id FROM upkeep_mail_test"
           " WHERE community_id = ?1 AND asked_at_us < ?2) s");

  return keep_count_by(q, before_us);
}

int64_t
keep_remove_work(Txn *txn, const Act *act, int64_t before_us)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM outbox_task WHERE community_id = ?1 AND id IN"
                                 " (SELECT id FROM outbox_task WHERE community_id = ?1"
                                 " AND is_given_up = 1 AND made_at_us < ?2 ORDER BY id LIMIT ?3)");
  g_autoptr(Query) tests =
      db_change(txn, act,
                "DELETE FROM upkeep_mail_test WHERE community_id = ?1 AND id IN"
                " (SELECT id FROM upkeep_mail_test WHERE community_id = ?1"
                " AND asked_at_us < ?2 ORDER BY id LIMIT ?3)");

  return keep_remove_by(q, before_us) + keep_remove_by(tests, before_us);
}

int64_t
keep_count_complaints(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM upkeep_complaint"
                                     " WHERE community_id = ?1 AND told_at_us > 0"
                                     " AND told_at_us < ?2");

  return keep_count_by(q, before_us);
}

static void
erase_complaint(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM upkeep_complaint WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  query_run(q);
  seal_erase_person(txn, act, id); /* its own key: gone from old backups too */
}

int64_t
keep_remove_complaints(Txn *txn, const Act *act, int64_t before_us)
{
  int64_t ids[KEEP_BATCH], count = 0;

  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM upkeep_complaint WHERE community_id = ?1"
                                       " AND told_at_us > 0 AND told_at_us < ?2"
                                       " ORDER BY id LIMIT ?3");

    bind_int(q, 2, before_us);
    bind_int(q, 3, KEEP_BATCH);
    while (count < KEEP_BATCH && query_next(q))
      ids[count++] = col_int(q, 0);
  }
  for (int64_t i = 0; i < count; i++)
    erase_complaint(txn, act, ids[i]);
  return count;
}

int64_t
keep_count_archives(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM upkeep_archive"
                                     " WHERE community_id = ?1 AND asked_at_us < ?2");

  return keep_count_by(q, before_us);
}

int64_t
keep_count_backups(Txn *txn, int64_t before_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM upkeep_backup"
                                     " WHERE community_id = ?1 AND state <> 'waiting'"
                                     " AND asked_at_us < ?2");

  return keep_count_by(q, before_us);
}

/* ---- mails in the folder ---- */

/* Removes them, or only counts. */
static int64_t
go_through_mails(int64_t before_us, bool is_removed)
{
  const char *folder = upkeep_place()->mail_folder;
  g_autoptr(GDir) files = folder ? g_dir_open(folder, 0, NULL) : NULL;
  int64_t count = 0;

  for (const char *name; files && (name = g_dir_read_name(files));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GStatBuf facts;

    if (!g_str_has_suffix(name, ".eml") || g_stat(path, &facts) != 0 ||
        (int64_t)facts.st_mtime * US_PER_S >= before_us)
      continue;
    count += is_removed ? g_unlink(path) == 0 : 1;
  }
  return count;
}

/* One folder for the whole program: where several communities share it, it is the host's. */
int64_t
keep_count_mails(Txn *txn, int64_t before_us)
{
  return upkeep_is_alone(txn) ? go_through_mails(before_us, false) : 0;
}

int64_t
keep_remove_mails(int64_t before_us)
{
  return go_through_mails(before_us, true);
}
