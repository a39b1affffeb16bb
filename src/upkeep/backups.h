/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Backups that an organiser makes and keeps without a command line: asked for by a form, made and
 * tried by the outbox's worker, dropped when they are old. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "outbox/outbox.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  BACKUPS_KEPT = 10, /* the usual number */
  BACKUPS_KEPT_MOST = 60,
  BACKUP_DAYS = 90, /* none is kept longer: what was erased must be gone from them too */
  BACKUPS_LISTED = BACKUPS_KEPT_MOST + 10,
};

typedef enum { BACKUP_WAITING, BACKUP_MADE, BACKUP_FAILED } BackupState;
/* Brought back beside what is in use, opened, verified. UNABLE: the database's user may not make a
 * database to try it in. */
typedef enum { TRIAL_NONE, TRIAL_WAITING, TRIAL_GOOD, TRIAL_BAD, TRIAL_UNABLE } TrialState;

typedef struct {
  int64_t id;
  BackupState state;
  const char *problem; /* message id, NULL: none */
  TrialState trial;
  int64_t bytes, members, papers, entries;
  int64_t asked_at_us, made_at_us, tried_at_us;
  bool is_daily;
  bool is_there; /* its file lies in the folder */
} Backup;

typedef struct {
  int64_t kept;
  bool is_daily;
} BackupSetting;

BackupSetting backups_setting(Txn *txn);
void backups_change_setting(Txn *txn, const Act *act, BackupSetting setting, Refusals *refusals);

/* Asks for one. Refuses where one is being made already. Returns its id; 0: refused. */
int64_t backups_ask(Txn *txn, const Act *act, Refusals *refusals);
/* Asks for another trial; nothing to do when one waits. False: no such backup. */
bool backups_ask_trial(Txn *txn, const Act *act, int64_t backup_id);
/* Newest first, ends with id 0. */
const Backup *backups_list(Txn *txn, Arena *arena);
const Backup *backups_find(Txn *txn, Arena *arena, int64_t backup_id);
char *backups_path(int64_t backup_id); /* g_free */

/* Outbox tasks "backup" and "backup-trial"; the thing is the backup. */
OutboxResult make_backup(Db *db, const OutboxTask *task, void *data);
OutboxResult try_backup(Db *db, const OutboxTask *task, void *data);
/* Drops files and rows beyond the number kept and the days; how many files. For the daily work. */
int64_t backups_expire(Db *db, const OutboxTask *task, int64_t days);
