/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The worker's part of backups: copying the database, opening the copy in a place of its own,
 * dropping old ones. Nothing here runs inside a request. */
#include "base/clock.h"
#include "base/journal.h"
#include "db/trial.h"
#include "db/writer.h"
#include "people/people.h"
#include "upkeep/backup_rows.h"
#include "upkeep/place.h"
#include "upkeep/program_act.h"

#include <errno.h>
#include <glib/gstdio.h>

typedef struct {
  const OutboxTask *task;
  Backup backup;
  BackupState state;
  const char *problem; /* word */
  TrialState trial;
  int64_t bytes, members, papers, entries;
  bool is_made, is_tried; /* which parts are to be stored */
} Work;

static bool
read_work(Db *db, Work *work)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(db, work->task->community_id);
  const Backup *backup = backups_find(txn, arena, work->task->thing_id);
  const bool is_found = backup && !txn_trouble(txn);

  if (is_found)
    work->backup = *backup;
  db_end_read(txn);
  return is_found;
}

static bool
store_work(Txn *txn, void *data)
{
  Work *work = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(work->task->community_id, ids);
  g_autoptr(Query) q = db_change(
      txn, &act,
      "UPDATE upkeep_backup SET state = ?3, problem = ?4, trial = ?5, bytes = ?6, members = ?7,"
      " papers = ?8, entries = ?9, made_at_us = CASE WHEN ?10 = 1 THEN ?12 ELSE made_at_us END,"
      " tried_at_us = CASE WHEN ?11 = 1 THEN ?12 ELSE tried_at_us END"
      " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, work->task->thing_id);
  bind_text(q, 3, backup_states[work->state]);
  bind_text(q, 4, work->problem ? work->problem : "");
  bind_text(q, 5, backup_trials[work->trial]);
  bind_int(q, 6, work->bytes);
  bind_int(q, 7, work->members);
  bind_int(q, 8, work->papers);
  bind_int(q, 9, work->entries);
  bind_int(q, 10, work->is_made);
  bind_int(q, 11, work->is_tried);
  bind_int(q, 12, act.at_us);
  return query_run(q);
}

static OutboxResult
store(Db *db, Work *work, OutboxResult result)
{
  Trouble trouble = TROUBLE_NONE;

  return db_write_and_wait(db, work->task->community_id, store_work, work, &trouble) == WRITE_KEPT
             ? result
             : OUTBOX_RETRY;
}

/* The journal gets the engine's own words: paths and tables, nothing of a person's. */
static void
tell(const char *event, const Work *work, const GError *err)
{
  journal(event, JOURNAL_NUMBER("backup", work->task->thing_id),
          JOURNAL_TEXT("why", err ? err->message : "unknown"));
}

static int64_t
count_papers(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM paper WHERE community_id = ?1");

  return query_next(q) ? col_int(q, 0) : 0;
}

/* What is in the copy, and is its record of acts whole? */
static bool
look_inside(Db *copy, Work *work)
{
  Txn *txn = db_begin_read(copy, work->task->community_id);
  int64_t bad_id = 0;
  bool is_whole = log_verify(txn, &work->entries, &bad_id);

  work->members = people_count(txn);
  work->papers = count_papers(txn);
  is_whole = is_whole && !txn_trouble(txn);
  db_end_read(txn);
  return is_whole;
}

static TrialState
try_copy(Db *db, Work *work, const char *path)
{
  g_autoptr(GError) err = NULL;
  g_autofree char *folder = g_strconcat(path, ".try", NULL);
  TrialState state = TRIAL_BAD;

  if (g_mkdir_with_parents(folder, 0700) < 0)
    return TRIAL_UNABLE;
  DbTrial *trial = db_trial_begin(db, path, folder, work->task->thing_id, &err);

  if (!trial)
    state = g_error_matches(err, db_error_quark(), DB_TRIAL_UNABLE) ? TRIAL_UNABLE : TRIAL_BAD;
  else if (db_verify(db_trial_db(trial), &err) &&
           db_migrate(db_trial_db(trial), upkeep_place()->migrations, &err) &&
           look_inside(db_trial_db(trial), work))
    state = TRIAL_GOOD;
  db_trial_end(trial);
  g_rmdir(folder);
  if (state != TRIAL_GOOD)
    tell("backup-trial-failed", work, err);
  return state;
}

static void
keep_as_it_was(Work *work)
{
  const Backup *backup = &work->backup;

  work->state = backup->state;
  work->trial = backup->trial;
  work->bytes = backup->bytes;
  work->members = backup->members;
  work->papers = backup->papers;
  work->entries = backup->entries;
}

OutboxResult
try_backup(Db *db, const OutboxTask *task, void *data)
{
  Work work = { .task = task };
  g_autofree char *path = backups_path(task->thing_id);

  (void)data;
  if (!read_work(db, &work) || work.backup.state != BACKUP_MADE)
    return OUTBOX_DONE; /* dropped meanwhile */
  keep_as_it_was(&work);
  work.trial = work.backup.is_there ? try_copy(db, &work, path) : TRIAL_BAD;
  work.is_tried = true;
  return store(db, &work, OUTBOX_DONE);
}

static bool
copy_database(Db *db, Work *work, const char *path)
{
  g_autoptr(GError) err = NULL;
  GStatBuf facts;

  if (g_mkdir_with_parents(upkeep_place()->backup_folder, 0700) < 0) {
    work->problem = "disk";
    return false;
  }
  g_unlink(path); /* half a copy, of a run that was cut off */
  if (db_backup(db, path, &err) && g_stat(path, &facts) == 0) {
    work->bytes = (int64_t)facts.st_size;
    return true;
  }
  work->problem = err && err->code == TROUBLE_DISK ? "disk" : "engine";
  tell("backup-failed", work, err);
  return false;
}

OutboxResult
make_backup(Db *db, const OutboxTask *task, void *data)
{
  Work work = { .task = task };
  g_autofree char *path = backups_path(task->thing_id);

  (void)data;
  if (!upkeep_place()->backup_folder)
    return OUTBOX_GIVE_UP;
  if (!read_work(db, &work) || work.backup.state == BACKUP_MADE)
    return OUTBOX_DONE;
  work.state = BACKUP_FAILED;
  work.is_made = copy_database(db, &work, path);
  if (!work.is_made)
    return store(db, &work, OUTBOX_GIVE_UP);
  work.state = BACKUP_MADE;
  work.trial = try_copy(db, &work, path);
  work.is_tried = true;

  OutboxResult result = store(db, &work, OUTBOX_DONE);

  if (result == OUTBOX_DONE) /* many made by hand in a day must not fill the disk */
    backups_expire(db, task, BACKUP_DAYS);
  return result;
}

/* ---- dropping old ones ---- */

typedef struct {
  const OutboxTask *task;
  int64_t ids[BACKUPS_LISTED];
  int count;
} Old;

static bool
forget_old(Txn *txn, void *data)
{
  const Old *old = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(old->task->community_id, ids);

  for (int i = 0; i < old->count; i++) {
    g_autoptr(Query) q =
        db_change(txn, &act, "DELETE FROM upkeep_backup WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, old->ids[i]);
    query_run(q);
  }
  return !txn_trouble(txn);
}

/* Beyond the number kept or too old; one that was never made after as long. What waits stays, and
 * so does the newest good one, however many bad ones came after it. */
static bool
is_old(const Backup *backup, int64_t newer, int64_t kept, int64_t before_us, bool is_newest_good)
{
  if (backup->state == BACKUP_WAITING)
    return false;
  if (backup->state == BACKUP_MADE && !backup->is_there)
    return true; /* of another folder */
  return (newer >= kept && !is_newest_good) || backup->asked_at_us < before_us;
}

int64_t
backups_expire(Db *db, const OutboxTask *task, int64_t days)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Old old = { .task = task };
  Txn *txn = db_begin_read(db, task->community_id);
  const BackupSetting setting = backups_setting(txn);
  const Backup *backup = backups_list(txn, arena);
  int64_t newer = 0, files = 0;
  bool has_good = false;
  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  for (; !trouble && backup->id; backup++) {
    const bool is_good = backup->trial == TRIAL_GOOD && backup->is_there;

    if (is_old(backup, newer, setting.kept, task->at_us - days * US_PER_DAY,
               is_good && !has_good)) {
      g_autofree char *path = backups_path(backup->id);

      files += g_unlink(path) == 0;
      old.ids[old.count++] = backup->id;
    } else if (backup->state == BACKUP_MADE) {
      newer++;
      has_good |= is_good;
    }
  }
  if (old.count > 0)
    db_write_and_wait(db, task->community_id, forget_old, &old, &trouble);
  return files;
}
