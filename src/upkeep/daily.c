/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The daily work, and the looks at database and record of acts. */
#include "upkeep/daily.h"

#include "base/journal.h"
#include "db/writer.h"
#include "log/log.h"
#include "upkeep/backups.h"
#include "upkeep/place.h"
#include "upkeep/program_act.h"

#include <string.h>

#define FIRST_US  US_PER_HOUR
#define RECENT_US (20 * US_PER_HOUR)

static const char *const check_names[CHECK_COUNT] = { "database", "record" };

void
daily_start(Txn *txn, const Act *act)
{
  if (!outbox_has(txn, "daily"))
    outbox_add_later(txn, act, "daily", 0, act->at_us + FIRST_US);
}

static bool
start_daily(Txn *txn, void *data)
{
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(txn_community(txn), ids);

  (void)data;
  daily_start(txn, &act);
  return !txn_trouble(txn);
}

void
daily_start_where_missing(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);
  const bool is_there = outbox_has(txn, "daily");
  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  if (is_there || trouble)
    return;
  if (db_write_and_wait(db, community_id, start_daily, NULL, &trouble) != WRITE_KEPT)
    journal("daily-work-not-started", JOURNAL_NUMBER("community", community_id));
}

/* ---- the day ---- */

/* Another one lies ready already: this run was done before, but its end was not stored. */
static bool
is_next_there(Txn *txn, int64_t own_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM outbox_task WHERE community_id = ?1 AND kind = 'daily'"
                    " AND is_given_up = 0 AND id <> ?2 LIMIT 1");

  bind_int(q, 2, own_id);
  return query_next(q);
}

static bool
has_recent_backup(Txn *txn, int64_t now_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM upkeep_backup WHERE community_id = ?1"
                                     " AND made_at_us > ?2 LIMIT 1");

  bind_int(q, 2, now_us - RECENT_US);
  return query_next(q);
}

static bool
plan_day(Txn *txn, void *data)
{
  const OutboxTask *task = data;
  g_autoptr(IdTape) ids = id_tape_new();
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Act act = program_act(task->community_id, ids);

  if (is_next_there(txn, task->id))
    return !txn_trouble(txn);
  outbox_add_later(txn, &act, "daily", 0, act.at_us + US_PER_DAY);
  outbox_add(txn, &act, "keep", 0);
  outbox_add(txn, &act, "check", 0);
  outbox_add(txn, &act, "paper-words", 0); /* of papers that have none yet */
  if (backups_setting(txn).is_daily && upkeep_is_alone(txn) && !has_recent_backup(txn, act.at_us))
    backups_ask(txn, &act, refusals_new(arena)); /* refused: one is being made just now */
  return !txn_trouble(txn);
}

OutboxResult
do_daily_work(Db *db, const OutboxTask *task, void *data)
{
  Trouble trouble = TROUBLE_NONE;

  (void)data;
  return db_write_and_wait(db, task->community_id, plan_day, (void *)task, &trouble) == WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}

/* ---- looking ---- */

void
checks_read(Txn *txn, Check ret_checks[static CHECK_COUNT])
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT kind, is_good, at_us FROM upkeep_check WHERE community_id = ?1");

  memset(ret_checks, 0, CHECK_COUNT * sizeof(Check));
  while (query_next(q))
    for (int i = 0; i < CHECK_COUNT; i++)
      if (strcmp(col_text(q, 0), check_names[i]) == 0)
        ret_checks[i] = (Check){ .is_good = col_int(q, 1) != 0, .at_us = col_int(q, 2) };
}

typedef struct {
  const OutboxTask *task;
  bool is_good[CHECK_COUNT];
} Findings;

static bool
store_findings(Txn *txn, void *data)
{
  const Findings *findings = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(findings->task->community_id, ids);

  for (int i = 0; i < CHECK_COUNT; i++) {
    g_autoptr(Query) q =
        db_change(txn, &act,
                  "INSERT INTO upkeep_check (community_id, kind, is_good, at_us)"
                  " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (community_id, kind) DO UPDATE"
                  " SET is_good = excluded.is_good, at_us = excluded.at_us");

    bind_text(q, 2, check_names[i]);
    bind_int(q, 3, findings->is_good[i]);
    bind_int(q, 4, act.at_us);
    query_run(q);
  }
  return !txn_trouble(txn);
}

OutboxResult
check_database(Db *db, const OutboxTask *task, void *data)
{
  Findings findings = { .task = task };
  g_autoptr(GError) err = NULL;
  Txn *txn = db_begin_read(db, task->community_id);
  int64_t entries = 0, bad_id = 0;
  Trouble trouble;

  (void)data;
  findings.is_good[CHECK_RECORD] = log_verify(txn, &entries, &bad_id);
  trouble = txn_trouble(txn);
  db_end_read(txn);
  if (trouble)
    return OUTBOX_RETRY; /* not read is not the same as not whole */
  if (!findings.is_good[CHECK_RECORD])
    journal("record-not-whole", JOURNAL_NUMBER("entry", bad_id));
  findings.is_good[CHECK_DATABASE] = db_verify(db, &err);
  if (err)
    journal("database-not-sound", JOURNAL_TEXT("why", err->message));
  return db_write_and_wait(db, task->community_id, store_findings, &findings, &trouble) ==
                 WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}
