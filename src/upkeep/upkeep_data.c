/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What looking after this holds about a member: backups asked for, tests of mail. A complaint is
 * sealed under a key of its own and names no member: its receipt opens it. */
#include "upkeep/upkeep_data.h"

#include "lang/lang.h"
#include "people/seal.h"

static const DataLabel labels[] = {
  { "backups", N_("Backups you asked for") },
  { "archives", N_("Archives you asked for") },
  { "mail_tests", N_("Tests of mail you asked for") },
  { "address", N_("Address") },
  { "asked_at", N_("Asked for on") },
  { NULL },
};

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) backups =
      db_query(txn, "SELECT asked_at_us FROM upkeep_backup WHERE community_id = ?1"
                    " AND asked_by = ?2 ORDER BY id");

  bind_int(backups, 2, member_id);
  while (query_next(backups))
    data_set_time(data_add_row(facts, "backups"), "asked_at", col_int(backups, 0));
  g_clear_pointer(&backups, query_done);

  g_autoptr(Query) archives =
      db_query(txn, "SELECT asked_at_us FROM upkeep_archive WHERE community_id = ?1"
                    " AND member_id = ?2 ORDER BY id");

  bind_int(archives, 2, member_id);
  while (query_next(archives))
    data_set_time(data_add_row(facts, "archives"), "asked_at", col_int(archives, 0));
  g_clear_pointer(&archives, query_done);

  g_autoptr(Query) tests = db_query(txn, "SELECT id, address, asked_at_us FROM upkeep_mail_test"
                                         " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id");

  bind_int(tests, 2, member_id);
  while (query_next(tests)) {
    g_autoptr(Arena) arena = arena_new(16 * 1024);
    json_t *row = data_add_row(facts, "mail_tests");
    size_t len = 0;
    const void *sealed = col_blob(tests, 1, &len);

    data_set_time(row, "asked_at", col_int(tests, 2));
    data_set_text(row, "address",
                  seal_open(txn, arena, member_id, "upkeep_mail_test.address", col_int(tests, 0),
                            sealed, len));
  }
}

/* Tests go; that somebody asked for a backup stays, as it does in the record of acts. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM upkeep_mail_test WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  query_run(q);

  /* The row stays: by it the daily work finds the file, and drops it. */
  g_autoptr(Query) archives =
      db_change(txn, act,
                "UPDATE upkeep_archive SET member_id = 0, passphrase = ?3,"
                " state = CASE WHEN state = 'waiting' THEN 'failed' ELSE state END"
                " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(archives, 2, member_id);
  bind_blob(archives, 3, NULL, 0);
  query_run(archives);
}

static const char *const columns[] = { "upkeep_backup.asked_by", "upkeep_mail_test.member_id",
                                       "upkeep_archive.member_id", NULL };

const PersonalData upkeep_personal_data = {
  .name = "upkeep",
  .title = N_("Looking after this"),
  .stays = N_("That a former member asked for a backup stays on the list of backups."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
