/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One batch: jobs side by side in one transaction, each whole or not at all; one commit; and what
 * to do when all of it is lost. Used by one thread; only batch_hurry comes from another.
 *
 * Nearly every job is kept, and most that are not were refused before they changed anything: then
 * there is nothing to undo. So jobs run without savepoints (on SQLite each cost 12,000 of a form's
 * 166,000 instructions, and a copy of every page it changed). When one must be undone after all,
 * what was kept before it in the same transaction is undone with it and run again, and for a while
 * each job but a transaction's first gets a savepoint, so that forms of that kind cannot make
 * others slow.
 *
 * Nor does a job wait to hear whether its last changes were taken: PostgreSQL says so with the next
 * job's first rows, or with the commit. When they were not, all is lost, and each job runs alone.
 */
#include "db/batch.h"

enum { AWAY_MS = 10000, FIRST_WAIT_MS = 50, LONGEST_WAIT_MS = 1000, CAREFUL_JOBS = 512 };

typedef enum { SAVEPOINT_NONE, SAVEPOINT_CLEAN, SAVEPOINT_USED } Savepoint;

typedef struct {
  WriteJob *job;
  WriteOutcome outcome;
  Trouble trouble;
} Entry;

struct Batch {
  Connection *c;
  Entry *entries;
  int count, max;
  int kept; /* in the open transaction */
  int rerun;
  int careful_left; /* jobs until savepoints are left out again */
  bool is_open, is_lost;
  bool is_careful;     /* the open transaction: with savepoints */
  bool is_alone;       /* each job with a commit of its own, since all was lost */
  bool is_server_away; /* waited for it once; until it is back, one try a batch */
  Savepoint savepoint;
  pthread_mutex_t lock; /* for the two below */
  pthread_cond_t hurry;
  bool is_hurried;
};

Batch *
batch_new(Db *db)
{
  Batch *b = g_new0(Batch, 1);
  pthread_condattr_t monotonic;

  b->c = connection_new(db, true);
  b->max = db->options.batch_max;
  b->entries = g_new0(Entry, (gsize)b->max);
  pthread_mutex_init(&b->lock, NULL);
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&b->hurry, &monotonic);
  pthread_condattr_destroy(&monotonic);
  return b;
}

void
batch_free(Batch *b)
{
  if (!b)
    return;
  connection_free(b->c);
  pthread_mutex_destroy(&b->lock);
  pthread_cond_destroy(&b->hurry);
  g_free(b->entries);
  g_free(b);
}

bool
batch_connect(Batch *b, GError **err)
{
  if (connection_ready(b->c))
    return true;
  txn_to_error(&b->c->txn, "The database could not be opened", err);
  return false;
}

bool
batch_has_room(const Batch *b)
{
  return b->count < b->max;
}

/* --- Waiting for a server that is away --- */

void
batch_hurry(Batch *b)
{
  pthread_mutex_lock(&b->lock);
  b->is_hurried = true;
  pthread_cond_signal(&b->hurry);
  pthread_mutex_unlock(&b->lock);
}

/* False: somebody is in a hurry. */
static bool
wait_ms(Batch *b, int ms)
{
  int64_t until_us = clock_monotonic_us() + (int64_t)ms * US_PER_MS;
  struct timespec until = { .tv_sec = until_us / US_PER_S,
                            .tv_nsec = (until_us % US_PER_S) * 1000 };
  int code = 0;

  pthread_mutex_lock(&b->lock);
  while (!b->is_hurried && code == 0)
    code = pthread_cond_timedwait(&b->hurry, &b->lock, &until);
  bool is_hurried = b->is_hurried;
  pthread_mutex_unlock(&b->lock);
  return !is_hurried;
}

/* A server that restarts or fails over is back within seconds: wait for it once, longer each time,
 * so that people get a late answer rather than an error. */
static bool
connect_again(Batch *b)
{
  int64_t community_id = b->c->txn.community_id;
  int64_t give_up_us = clock_monotonic_us() + AWAY_MS * US_PER_MS;

  for (int ms = FIRST_WAIT_MS;; ms = MIN(ms * 2, LONGEST_WAIT_MS)) {
    txn_start(b->c, community_id, true);
    if (connection_ready(b->c)) {
      b->is_server_away = false;
      return true;
    }
    if (b->is_server_away || clock_monotonic_us() >= give_up_us || !wait_ms(b, ms))
      break;
  }
  b->is_server_away = true;
  return false;
}

/* A connection may have died while nobody used it: nothing is lost yet, so begin on a new one. */
static bool
begin(Batch *b)
{
  if (connection_ready(b->c) && connection_control(b->c, CONTROL_BEGIN_WRITE))
    return true;
  return !b->c->is_up && connect_again(b) && connection_control(b->c, CONTROL_BEGIN_WRITE);
}

/* --- One job --- */

static bool
answers_later(const Batch *b)
{
  return b->c->db->engine->catch_up != NULL;
}

static bool run_entry(Batch *b, Entry *entry);

static bool
open_or_set_savepoint(Batch *b)
{
  if (!b->is_open) {
    b->kept = 0;
    b->savepoint = SAVEPOINT_NONE;
    b->is_careful = b->careful_left > 0;
    b->is_open = begin(b);
    return b->is_open;
  }
  if (!b->is_careful || b->savepoint == SAVEPOINT_CLEAN)
    return true;
  return connection_control(b->c, b->savepoint == SAVEPOINT_NONE ? CONTROL_SAVEPOINT
                                                                 : CONTROL_NEXT_SAVEPOINT);
}

static bool
undo_all(Batch *b)
{
  b->is_open = false;
  return connection_control(b->c, CONTROL_ROLLBACK);
}

/* Undoes the last entry and, having no savepoint, those before it; these once more. What the last
 * one was told stays as it is: it ran after the same ones. */
static bool
undo_and_run_again(Batch *b)
{
  b->careful_left = CAREFUL_JOBS;
  if (!undo_all(b))
    return false;
  for (int i = 0; i < b->count - 1; i++) {
    if (b->entries[i].outcome != WRITE_KEPT)
      continue;
    b->rerun++;
    if (!run_entry(b, &b->entries[i]))
      return false;
  }
  return true;
}

static bool
undo_this_one(Batch *b)
{
  const Txn *txn = &b->c->txn;

  if (b->kept == 0)
    return undo_all(b);
  if (b->is_careful) {
    b->savepoint = SAVEPOINT_CLEAN;
    return connection_control(b->c, CONTROL_ROLLBACK_TO);
  }
  return (txn->trouble == TROUBLE_NONE && !txn->has_changed) || undo_and_run_again(b);
}

static bool
keep(Batch *b, Entry *entry)
{
  entry->outcome = WRITE_KEPT;
  b->kept++;
  b->savepoint = b->kept > 1 ? SAVEPOINT_USED : SAVEPOINT_NONE;
  return true;
}

/* False: not only this job but the whole transaction is lost. */
static bool
settle(Batch *b, Entry *entry, bool is_to_keep)
{
  Txn *txn = &b->c->txn;
  bool is_ones_own = b->kept == 0 || !b->c->may_run_again; /* the trouble, if there is any */

  entry->trouble = txn->trouble;
  if (is_to_keep && txn_trouble_at_end(txn) == TROUBLE_NONE && answers_later(b))
    return keep(b, entry);

  connection_catch_up(b->c);
  bool is_alive = b->c->db->engine->is_in_transaction(b->c);

  entry->trouble = txn->trouble;
  entry->outcome = txn->trouble == TROUBLE_NONE ? WRITE_UNDONE : WRITE_TROUBLE;
  if (!is_alive || txn->trouble >= TROUBLE_LOST)
    return false;
  if (txn->trouble != TROUBLE_NONE || !is_to_keep)
    return (is_ones_own || txn->trouble == TROUBLE_NONE) && undo_this_one(b);
  return keep(b, entry);
}

static bool
run_entry(Batch *b, Entry *entry)
{
  Txn *txn = txn_start(b->c, entry->job->community_id, true);

  entry->outcome = WRITE_TROUBLE;
  b->c->may_run_again = false;
  if (!open_or_set_savepoint(b)) {
    entry->trouble = txn->trouble;
    return false;
  }
  b->c->may_run_again = answers_later(b) && !b->is_alone && !b->is_careful;

  bool is_to_keep = entry->job->run(txn, entry->job->data);
  txn_collect(txn);
  return settle(b, entry, is_to_keep);
}

bool
batch_run(Batch *b, WriteJob *job)
{
  Entry *entry = &b->entries[b->count++];

  *entry = (Entry){ .job = job };
  b->careful_left -= b->careful_left > 0;
  b->is_lost = !run_entry(b, entry);
  return !b->is_lost;
}

/* --- The end of a transaction --- */

static bool
commit(Batch *b)
{
  if (!b->is_open)
    return true; /* every job was undone */
  txn_start(b->c, b->c->txn.community_id, true);
  if (!connection_control(b->c, CONTROL_COMMIT))
    return false;
  b->is_open = false;
  return true;
}

/* Leaves the connection outside any transaction, or down. */
static void
abandon(Batch *b)
{
  b->is_open = false;
  if (!b->c->is_up || !b->c->db->engine->is_in_transaction(b->c))
    return;
  if (!connection_control(b->c, CONTROL_ROLLBACK) && b->c->db->engine->is_in_transaction(b->c))
    b->c->db->engine->disconnect(b->c);
}

/* --- When all is lost --- */

static void
run_alone(Batch *b, Entry *entry)
{
  b->rerun++;
  if (run_entry(b, entry) && commit(b))
    return;
  entry->outcome = WRITE_TROUBLE;
  entry->trouble = b->c->txn.trouble != TROUBLE_NONE ? b->c->txn.trouble : TROUBLE_DATABASE;
  abandon(b);
}

/* A job that was alone and met a full disk has had its chance, unless it did not wait to hear of
 * it. After a cut nobody knows: the commit may even have happened. The form id stored with it makes
 * a second run harmless (idea 3). */
void
batch_finish(Batch *b)
{
  if (!b->is_lost && commit(b))
    return;

  Trouble trouble = b->c->txn.trouble;
  bool was_alone = b->count == 1 && b->is_lost;

  abandon(b);
  if (b->count == 1 && trouble != TROUBLE_LOST && (was_alone || !answers_later(b))) {
    b->entries[0].outcome = WRITE_TROUBLE;
    b->entries[0].trouble = trouble != TROUBLE_NONE ? trouble : TROUBLE_DATABASE;
    return;
  }
  b->is_alone = true;
  for (int i = 0; i < b->count; i++)
    run_alone(b, &b->entries[i]);
  b->is_alone = false;
}

void
batch_count(const Batch *b, WriterCounts *counts)
{
  counts->jobs += b->count;
  counts->rerun += b->rerun;
}

void
batch_answer(Batch *b)
{
  for (int i = 0; i < b->count; i++) {
    Entry entry = b->entries[i];
    entry.job->done(entry.outcome, entry.trouble, entry.job->data);
  }
  b->count = 0;
  b->rerun = 0;
  b->is_lost = false;
  if (b->c->is_up)
    b->c->db->engine->after_commit(b->c);
}
