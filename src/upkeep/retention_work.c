/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Once a day: what was kept long enough goes, in small steps so that nobody waits; what went is
 * counted and put on the record. */
#include "base/clock.h"
#include "db/writer.h"
#include "log/log.h"
#include "upkeep/archives.h"
#include "upkeep/backups.h"
#include "upkeep/place.h"
#include "upkeep/program_act.h"
#include "upkeep/retention.h"
#include "upkeep/retention_rows.h"

#include <string.h>

typedef struct {
  const OutboxTask *task;
  const KeepKind *kind;
  int64_t before_us, step, removed;
} Clearing;

static bool
remove_step(Txn *txn, void *data)
{
  Clearing *clearing = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(clearing->task->community_id, ids);

  clearing->step = clearing->kind->remove(txn, &act, clearing->before_us);
  return !txn_trouble(txn);
}

static bool
note_removal(Txn *txn, void *data)
{
  const Clearing *clearing = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(clearing->task->community_id, ids);
  const int64_t id = act_new_id(&act);
  g_autoptr(Query) q =
      db_change(txn, &act,
                "INSERT INTO upkeep_removal (community_id, id, kind, removed, at_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, id);
  bind_text(q, 3, clearing->kind->kind);
  bind_int(q, 4, clearing->removed);
  bind_int(q, 5, act.at_us);
  query_run(q);
  log_add(txn, &act, &(LogEntry){ .kind = "kept-long-enough", .thing_id = id });
  return !txn_trouble(txn);
}

static bool
remove_rows(Db *db, Clearing *clearing)
{
  Trouble trouble = TROUBLE_NONE;

  do {
    clearing->step = 0;
    if (db_write_and_wait(db, clearing->task->community_id, remove_step, clearing, &trouble) !=
        WRITE_KEPT)
      return false;
    clearing->removed += clearing->step;
  } while (clearing->step > 0);
  return true;
}

/* Reads the days anew for each, so that a change made meanwhile counts. */
static bool
read_days(Db *db, const OutboxTask *task, int days[static KEEP_KINDS_MOST], bool *ret_is_alone)
{
  Txn *txn = db_begin_read(db, task->community_id);

  keep_days(txn, days);
  *ret_is_alone = upkeep_is_alone(txn);

  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  return trouble == TROUBLE_NONE;
}

static bool
clear_kind(Db *db, Clearing *clearing, int days, bool is_alone)
{
  Trouble trouble = TROUBLE_NONE;
  bool is_good = true;

  if (clearing->kind->remove)
    is_good = remove_rows(db, clearing);
  else if (strcmp(clearing->kind->kind, "backups") == 0)
    clearing->removed = backups_expire(db, clearing->task, days);
  else if (strcmp(clearing->kind->kind, "archives") == 0)
    clearing->removed = archives_expire(db, clearing->task, days);
  else if (is_alone)
    clearing->removed = keep_remove_mails(clearing->before_us);
  if (clearing->removed == 0)
    return is_good;
  return db_write_and_wait(db, clearing->task->community_id, note_removal, clearing, &trouble) ==
             WRITE_KEPT &&
         is_good;
}

OutboxResult
carry_out_keep(Db *db, const OutboxTask *task, void *data)
{
  int days[KEEP_KINDS_MOST];
  bool is_alone = false, is_good;

  (void)data;
  is_good = read_days(db, task, days, &is_alone);
  for (int i = 0; is_good && keep_kinds[i].kind; i++) {
    Clearing clearing = { .task = task,
                          .kind = &keep_kinds[i],
                          .before_us = clock_now_us() - days[i] * US_PER_DAY };

    is_good = clear_kind(db, &clearing, days[i], is_alone);
  }
  return is_good ? OUTBOX_DONE : OUTBOX_RETRY;
}
