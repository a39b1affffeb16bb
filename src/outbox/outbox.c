/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tasks and the threads that do them. */
#include "outbox/outbox.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/journal.h"
#include "db/writer.h"

#include <string.h>

enum {
  ATTEMPTS_MAX = 8,
  LOOK_ALL_S = 60,
  MOMENT_US = 2000,
  MOMENTS_MAX = 25,
  WRITES_A_MOMENT = 12
};
#define LEASE_US (15 * US_PER_MINUTE)

/* When to look at a community's tasks. A task is announced inside the transaction that stores it,
 * so the first look may come before its commit: looks follow at growing distance. */
typedef struct {
  int64_t next_us; /* monotonic */
  int64_t wait_us;
} Plan;

#define FIRST_WAIT_US (10 * US_PER_MS)

static GMutex lock;
static GCond changed;
static GHashTable *plans; /* community id → Plan, for the life of the process */

struct Outbox {
  Db *db;
  const OutboxHandler *handlers;
  GPtrArray *threads;
  gboolean is_stopping; /* under the lock */
};

static void
plan_look(int64_t community_id, int64_t wait_us)
{
  g_mutex_lock(&lock);
  if (!plans)
    plans = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);

  Plan *plan = g_hash_table_lookup(plans, &community_id);

  if (!plan) {
    plan = g_new0(Plan, 1);
    g_hash_table_insert(plans, g_memdup2(&community_id, sizeof(community_id)), plan);
  }
  const int64_t next_us = clock_monotonic_us() + wait_us;

  /* Never later than planned: forms that follow each other closely would put it off for ever. */
  if (plan->next_us == 0 || next_us < plan->next_us)
    plan->next_us = next_us;
  plan->wait_us = FIRST_WAIT_US; /* also when this one is due later: another may be about to come */
  g_cond_signal(&changed);
  g_mutex_unlock(&lock);
}

void
outbox_look(int64_t community_id)
{
  plan_look(community_id, 0);
}

#define TASK_COLUMNS "(community_id, id, kind, thing_id, due_us, attempt, is_given_up, made_at_us)"

/* Those that are due later are found when all are looked at. */
static void
store_task(Query *q, const Act *act, const char *kind, int64_t thing_id, int64_t due_us)
{
  const int64_t wait_us = due_us - act->at_us;

  bind_int(q, 2, act_new_id(act));
  bind_text(q, 3, kind);
  bind_int(q, 4, thing_id);
  bind_int(q, 5, due_us);
  bind_int(q, 6, act->at_us);
  if (query_run(q) && wait_us < LOOK_ALL_S * US_PER_S)
    plan_look(act->community_id, MAX(wait_us, FIRST_WAIT_US));
}

void
outbox_add_later(Txn *txn, const Act *act, const char *kind, int64_t thing_id, int64_t due_us)
{
  g_autoptr(Query) q = db_change(
      txn, act, "INSERT INTO outbox_task " TASK_COLUMNS " VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6)");

  store_task(q, act, kind, thing_id, due_us);
}

void
outbox_add(Txn *txn, const Act *act, const char *kind, int64_t thing_id)
{
  outbox_add_later(txn, act, kind, thing_id, act->at_us);
}

/* In one statement, so that PostgreSQL need not be waited for. */
void
outbox_add_once(Txn *txn, const Act *act, const char *kind, int64_t thing_id, int64_t due_us)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO outbox_task " TASK_COLUMNS " SELECT ?1, ?2, ?3, ?4, ?5, 0, 0, ?6"
                " WHERE NOT EXISTS (SELECT 1 FROM outbox_task WHERE community_id = ?1"
                "  AND kind = ?3 AND thing_id = ?4 AND due_us = ?5"
                "  AND attempt = 0 AND is_given_up = 0)");

  store_task(q, act, kind, thing_id, due_us);
}

void
outbox_drop_since(Txn *txn, const Act *act, const char *kind, int64_t mark)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM outbox_task WHERE community_id = ?1 AND kind = ?2"
                                 " AND id > ?3 AND attempt = 0");

  bind_text(q, 2, kind);
  bind_int(q, 3, mark);
  query_run(q);
}

bool
outbox_has(Txn *txn, const char *kind)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM outbox_task WHERE community_id = ?1"
                                     " AND kind = ?2 AND is_given_up = 0 LIMIT 1");

  bind_text(q, 2, kind);
  return query_next(q);
}

/* One step of a task's life, done as a write job by the program. */
typedef struct {
  OutboxTask task;
  const OutboxHandler *handler;
  const OutboxHandler *handlers;
  OutboxResult result;
  bool is_found;
} Step;

static Act
program_act(int64_t community_id, IdTape *ids)
{
  return (Act){
    .community_id = community_id,
    .role = ACT_AS_PROGRAM,
    .at_us = clock_now_us(),
    .request_id = ids_new(),
    .ids = ids,
  };
}

Act
outbox_task_act(const OutboxTask *task, IdTape *ids)
{
  return (Act){ .community_id = task->community_id,
                .role = ACT_AS_PROGRAM,
                .at_us = task->at_us,
                .request_id = task->id,
                .ids = ids };
}

typedef struct {
  const OutboxTask *task;
  IdTape *ids;
  OutboxChange change;
} OneChange;

static bool
run_change(Txn *txn, void *data)
{
  const OneChange *one = data;
  const Act act = outbox_task_act(one->task, one->ids);

  id_tape_rewind(one->ids);
  return one->change(txn, &act, one->task);
}

OutboxResult
outbox_task_change(Db *db, const OutboxTask *task, OutboxChange change)
{
  g_autoptr(IdTape) ids = id_tape_new();
  OneChange one = { task, ids, change };

  return db_write_and_wait(db, task->community_id, run_change, &one, NULL) == WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}

static const OutboxHandler *
find_handler(const OutboxHandler *handlers, const char *kind)
{
  for (; handlers->kind; handlers++)
    if (strcmp(handlers->kind, kind) == 0)
      return handlers;
  return NULL;
}

static bool
claim(Txn *txn, void *data)
{
  Step *step = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(txn_community(txn), ids);
  int64_t community_id = txn_community(txn);

  step->is_found = false;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id, kind, thing_id, attempt FROM outbox_task"
                                       " WHERE community_id = ?1 AND is_given_up = 0"
                                       " AND due_us <= ?2 ORDER BY due_us, id LIMIT 1");

    bind_int(q, 2, act.at_us);
    if (!query_next(q))
      return true;
    step->task = (OutboxTask){
      .community_id = community_id,
      .id = col_int(q, 0),
      .thing_id = col_int(q, 2),
      .attempt = (int)col_int(q, 3) + 1,
      .at_us = act.at_us,
    };
    step->handler = find_handler(step->handlers, col_text(q, 1));
  }

  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE outbox_task SET attempt = ?3, due_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, step->task.id);
  bind_int(q, 3, step->task.attempt);
  bind_int(q, 4, act.at_us + LEASE_US);
  step->is_found = query_run(q);
  return true;
}

/* Not worth a failure of its own: it is in the same transaction as the end of the task. */
static void
note_end(Txn *txn, const Act *act, const Step *step)
{
  if (!step->handler)
    return;

  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO outbox_kind (community_id, kind, last_run_us, last_done_us)"
      " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (community_id, kind) DO UPDATE"
      " SET last_run_us = excluded.last_run_us, last_done_us = CASE WHEN"
      " excluded.last_done_us > 0 THEN excluded.last_done_us ELSE outbox_kind.last_done_us END");

  bind_text(q, 2, step->handler->kind);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, step->result == OUTBOX_DONE ? act->at_us : 0);
  query_run(q);
}

static bool
finish(Txn *txn, void *data)
{
  const Step *step = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(txn_community(txn), ids);
  const OutboxTask *task = &step->task;

  note_end(txn, &act, step);
  if (step->result == OUTBOX_DONE) {
    g_autoptr(Query) q = db_change(
        txn, &act, "DELETE FROM outbox_task WHERE community_id = ?1 AND id = ?2 AND attempt = ?3");

    bind_int(q, 2, task->id);
    bind_int(q, 3, task->attempt);
    return query_run(q);
  }

  const bool is_given_up = step->result == OUTBOX_GIVE_UP || task->attempt >= ATTEMPTS_MAX;
  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE outbox_task SET due_us = ?4, is_given_up = ?5"
                                 " WHERE community_id = ?1 AND id = ?2 AND attempt = ?3");

  bind_int(q, 2, task->id);
  bind_int(q, 3, task->attempt);
  bind_int(q, 4, act.at_us + (US_PER_MINUTE << (task->attempt - 1)));
  bind_int(q, 5, is_given_up);
  return query_run(q);
}

/* False: nothing due, or the database is in trouble (the next look tries again). */
static bool
do_one(Db *db, const OutboxHandler *handlers, int64_t community_id)
{
  Step step = { .handlers = handlers };
  Trouble trouble = TROUBLE_NONE;

  if (db_write_and_wait(db, community_id, claim, &step, &trouble) != WRITE_KEPT || !step.is_found)
    return false;
  /* A kind this program does not know was stored by a newer one: leave it for that. */
  step.result = step.handler ? step.handler->run(db, &step.task, step.handler->data) : OUTBOX_RETRY;
  if (step.result != OUTBOX_DONE)
    journal("task-not-done", JOURNAL_TEXT("kind", step.handler ? step.handler->kind : "unknown"),
            JOURNAL_NUMBER("community", community_id), JOURNAL_NUMBER("task", step.task.id),
            JOURNAL_NUMBER("attempt", step.task.attempt));
  return db_write_and_wait(db, community_id, finish, &step, &trouble) == WRITE_KEPT;
}

int
outbox_run_due(Db *db, const OutboxHandler *handlers, int64_t community_id)
{
  int count = 0;

  while (do_one(db, handlers, community_id))
    count++;
  return count;
}

/* Under the lock: the community to look at now, or 0 and when to wake up. */
static int64_t
next_community(int64_t *ret_wake_us)
{
  const int64_t now_us = clock_monotonic_us();
  int64_t wake_us = now_us + LOOK_ALL_S * US_PER_S;
  GHashTableIter iter;
  gpointer key, value;

  if (plans) {
    g_hash_table_iter_init(&iter, plans);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
      Plan *plan = value;

      if (plan->next_us <= now_us) {
        plan->wait_us = MIN(plan->wait_us * 4, LOOK_ALL_S * (int64_t)US_PER_S);
        plan->next_us = now_us + plan->wait_us;
        return *(int64_t *)key;
      }
      wake_us = MIN(wake_us, plan->next_us);
    }
  }
  *ret_wake_us = wake_us;
  return 0;
}

static gboolean
outbox_is_stopping(Outbox *outbox)
{
  g_mutex_lock(&lock);
  gboolean is_stopping = outbox->is_stopping;
  g_mutex_unlock(&lock);
  return is_stopping;
}

/* People at their forms come first: while others write more than a little, the next task waits,
 * though never long. Without this, mails that nobody waits for took a fifth of the processor from
 * those who do. `jobs`: what had been written when the last task began. */
static void
give_way(Outbox *outbox, int64_t jobs)
{
  for (int i = 0; i < MOMENTS_MAX && !outbox_is_stopping(outbox); i++) {
    const int64_t now = db_writer_counts(outbox->db).jobs;

    if (now - jobs < WRITES_A_MOMENT)
      return;
    jobs = now;
    g_usleep(MOMENT_US);
  }
}

/* Everything that is due in this community. */
static void
do_all(Outbox *outbox, int64_t community_id)
{
  int64_t jobs;

  do {
    jobs = db_writer_counts(outbox->db).jobs;
    if (!do_one(outbox->db, outbox->handlers, community_id))
      return;
    give_way(outbox, jobs);
  } while (!outbox_is_stopping(outbox));
}

static gpointer
work(gpointer data)
{
  Outbox *outbox = data;

  for (;;) {
    int64_t community_id = 0, wake_us = 0;

    g_mutex_lock(&lock);
    while (!outbox->is_stopping && !(community_id = next_community(&wake_us)))
      g_cond_wait_until(&changed, &lock, wake_us);
    g_mutex_unlock(&lock);
    if (!community_id)
      return NULL;
    do_all(outbox, community_id);
  }
}

Outbox *
outbox_start(Db *db, const OutboxHandler *handlers, int workers)
{
  Outbox *outbox = g_new0(Outbox, 1);

  outbox->db = db;
  outbox->handlers = handlers;
  outbox->threads = g_ptr_array_new();
  for (int i = 0; i < MAX(workers, 1); i++)
    g_ptr_array_add(outbox->threads, g_thread_new("outbox", work, outbox));
  return outbox;
}

void
outbox_stop(Outbox *outbox)
{
  if (!outbox)
    return;
  g_mutex_lock(&lock);
  outbox->is_stopping = TRUE;
  g_cond_broadcast(&changed);
  g_mutex_unlock(&lock);
  for (guint i = 0; i < outbox->threads->len; i++)
    g_thread_join(g_ptr_array_index(outbox->threads, i));
  g_ptr_array_unref(outbox->threads);
  g_free(outbox);
}
