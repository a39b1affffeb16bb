/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Backups: asking, listing, settings. Making and trying them is backup_work.c. */
#include "upkeep/backups.h"

#include "base/clock.h"
#include "base/ids.h"
#include "lang/lang.h"
#include "upkeep/backup_rows.h"
#include "upkeep/place.h"

#include <string.h>

const char *const backup_states[] = { "waiting", "made", "failed" };
const char *const backup_trials[] = { "none", "waiting", "good", "bad", "unable" };

const BackupProblem backup_problems[] = {
  { "disk", N_("There is no room on the disk, or it cannot be written") },
  { "engine", N_("The database could not be copied") },
  { NULL, NULL },
};

static int
find_word(const char *const *words, size_t count, const char *word)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(words[i], word) == 0)
      return (int)i;
  return 0;
}

static const char *
problem_message(const char *word)
{
  for (const BackupProblem *row = backup_problems; row->word; row++)
    if (strcmp(row->word, word) == 0)
      return row->message;
  return NULL;
}

char *
backups_path(int64_t backup_id)
{
  char id[ID_TEXT_SIZE];
  g_autofree char *name = g_strconcat(id_to_text(backup_id, id), ".backup", NULL);

  return g_build_filename(upkeep_place()->backup_folder ? upkeep_place()->backup_folder : ".", name,
                          NULL);
}

BackupSetting
backups_setting(Txn *txn)
{
  BackupSetting setting = { .kept = BACKUPS_KEPT, .is_daily = true };
  g_autoptr(Query) q =
      db_query(txn, "SELECT kept, is_daily FROM upkeep_backup_setting WHERE community_id = ?1");

  if (query_next(q))
    setting = (BackupSetting){ .kept = col_int(q, 0), .is_daily = col_int(q, 1) != 0 };
  return setting;
}

void
backups_change_setting(Txn *txn, const Act *act, BackupSetting setting, Refusals *refusals)
{
  if (setting.kept < 1 || setting.kept > BACKUPS_KEPT_MOST) {
    refuse(refusals, "kept", N_("Enter how many to keep: a number from 1 to 60"));
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO upkeep_backup_setting (community_id, kept, is_daily)"
                                 " VALUES (?1, ?2, ?3) ON CONFLICT (community_id) DO UPDATE"
                                 " SET kept = excluded.kept, is_daily = excluded.is_daily");

  bind_int(q, 2, setting.kept);
  bind_int(q, 3, setting.is_daily);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "backup-setting-changed" });
}

/* One that has waited for a day was lost: it must not stand in the way for ever. */
static bool
is_one_waiting(Txn *txn, int64_t now_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM upkeep_backup WHERE community_id = ?1"
                                     " AND state = 'waiting' AND asked_at_us > ?2 LIMIT 1");

  bind_int(q, 2, now_us - US_PER_DAY);
  return query_next(q);
}

int64_t
backups_ask(Txn *txn, const Act *act, Refusals *refusals)
{
  if (!upkeep_is_alone(txn)) {
    refuse(refusals, "", N_("This place shares its database with others. Its host makes backups"));
    return 0;
  }
  if (is_one_waiting(txn, act->at_us)) {
    refuse(refusals, "", N_("A backup is being made already. Look again in a minute"));
    return 0;
  }

  int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO upkeep_backup (community_id, id, state, problem, trial, bytes, members, papers,"
      " entries, asked_by, asked_at_us, made_at_us, tried_at_us)"
      " VALUES (?1, ?2, 'waiting', '', 'none', 0, 0, 0, 0, ?3, ?4, 0, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, act->member_id);
  bind_int(q, 4, act->at_us);
  query_run(q);
  outbox_add(txn, act, "backup", id);
  log_add(txn, act, &(LogEntry){ .kind = "backup-asked", .thing_id = id });
  return id;
}

bool
backups_ask_trial(Txn *txn, const Act *act, int64_t backup_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE upkeep_backup SET trial = 'waiting'"
                                 " WHERE community_id = ?1 AND id = ?2 AND state = 'made'");

  bind_int(q, 2, backup_id);
  if (!query_run(q) || query_changes(q) == 0)
    return false;
  outbox_add(txn, act, "backup-trial", backup_id);
  return true;
}

/* Columns: id, state, problem, trial, bytes, members, papers, entries, asked_by, asked, made,
 * tried. */
static Backup
read_backup(Query *q)
{
  Backup backup = {
    .id = col_int(q, 0),
    .state = find_word(backup_states, G_N_ELEMENTS(backup_states), col_text(q, 1)),
    .problem = problem_message(col_text(q, 2)),
    .trial = find_word(backup_trials, G_N_ELEMENTS(backup_trials), col_text(q, 3)),
    .bytes = col_int(q, 4),
    .members = col_int(q, 5),
    .papers = col_int(q, 6),
    .entries = col_int(q, 7),
    .is_daily = col_int(q, 8) == 0,
    .asked_at_us = col_int(q, 9),
    .made_at_us = col_int(q, 10),
    .tried_at_us = col_int(q, 11),
  };
  g_autofree char *path = backups_path(backup.id);

  backup.is_there = backup.state == BACKUP_MADE && g_file_test(path, G_FILE_TEST_IS_REGULAR);
  return backup;
}

const Backup *
backups_list(Txn *txn, Arena *arena)
{
  Backup *backups = arena_new_of(arena, Backup, BACKUPS_LISTED + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, state, problem, trial, bytes, members, papers, entries, asked_by,"
                    " asked_at_us, made_at_us, tried_at_us FROM upkeep_backup"
                    " WHERE community_id = ?1 ORDER BY id DESC LIMIT ?2");

  bind_int(q, 2, BACKUPS_LISTED);
  while (count < BACKUPS_LISTED && query_next(q))
    backups[count++] = read_backup(q);
  return backups;
}

const Backup *
backups_find(Txn *txn, Arena *arena, int64_t backup_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, state, problem, trial, bytes, members, papers, entries, asked_by,"
                    " asked_at_us, made_at_us, tried_at_us FROM upkeep_backup"
                    " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, backup_id);
  if (!query_next(q))
    return NULL;

  Backup *backup = arena_new_of(arena, Backup, 1);

  *backup = read_backup(q);
  return backup;
}
