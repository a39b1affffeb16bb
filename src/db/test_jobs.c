/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Write jobs for tests; see test_jobs.h. */
#include "db/test_jobs.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

const MigrationFile test_job_files[] = {
  { "entry", "-- migration 1: entries and their total\n"
             "-- tenant, export never\n"
             "CREATE TABLE entry (community_id BIGINT NOT NULL, form BIGINT NOT NULL,\n"
             "  filler BYTEA, PRIMARY KEY (community_id, form));\n"
             "-- tenant, export never\n"
             "CREATE TABLE total (community_id BIGINT NOT NULL, id BIGINT NOT NULL,\n"
             "  entries BIGINT NOT NULL, PRIMARY KEY (community_id, id));\n"
             "-- global, export never\n"
             "CREATE TABLE community (community_id BIGINT PRIMARY KEY);\n"
             "INSERT INTO community (community_id) VALUES (5);\n" },
  { NULL, NULL }
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t something_happened = PTHREAD_COND_INITIALIZER;

/* --- Jobs --- */

static bool
is_stored(Txn *txn, int64_t form)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM entry WHERE community_id = ?1 AND form = ?2");

  bind_int(q, 2, form);
  return query_next(q);
}

static void
store(Txn *txn, const Act *act, int64_t form)
{
  g_autoptr(Query) entry =
      db_change(txn, act, "INSERT INTO entry (community_id, form) VALUES (?1, ?2)");
  bind_int(entry, 2, form);
  query_run(entry);

  g_autoptr(Query) total =
      db_change(txn, act,
                "INSERT INTO total (community_id, id, entries) VALUES (?1, 1, 1)"
                " ON CONFLICT (community_id, id)"
                " DO UPDATE SET entries = total.entries + 1");
  query_run(total);
}

static bool
run(Txn *txn, void *data)
{
  TestJob *job = data;
  Act act = { .community_id = txn_community(txn) };

  job->runs++;
  if (is_stored(txn, job->form))
    return !job->is_to_undo;
  store(txn, &act, job->form);
  if (job->extra && !job->extra(txn, job))
    return false;
  return !job->is_to_undo;
}

static void
done(WriteOutcome outcome, Trouble trouble, void *data)
{
  TestJob *job = data;

  pthread_mutex_lock(&lock);
  job->dones++;
  job->outcome = outcome;
  job->trouble = trouble;
  pthread_cond_broadcast(&something_happened);
  pthread_mutex_unlock(&lock);
}

void
test_job_prepare(TestJob *job, int64_t community_id)
{
  job->job = (WriteJob){ .community_id = community_id, .run = run, .done = done, .data = job };
  job->runs = job->dones = 0;
}

void
test_jobs_wait_for(TestJob *jobs, int count)
{
  pthread_mutex_lock(&lock);
  for (int i = 0; i < count; i++)
    while (jobs[i].dones == 0)
      pthread_cond_wait(&something_happened, &lock);
  pthread_mutex_unlock(&lock);
}

bool
test_jobs_run_together(Db *db, int64_t community_id, TestJob *jobs, int count)
{
  TestGate *gate = test_gate_new(db, community_id);
  int queued = 0;

  for (; queued < count; queued++) {
    test_job_prepare(&jobs[queued], community_id);
    if (!db_write(db, &jobs[queued].job))
      break;
  }
  test_gate_open(gate);
  test_jobs_wait_for(jobs, queued);
  test_gate_free(gate);
  return queued == count;
}

WriteOutcome
test_job_run_alone(Db *db, int64_t community_id, TestJob *job)
{
  test_job_prepare(job, community_id);
  assert_true(db_write(db, &job->job));
  test_jobs_wait_for(job, 1);
  return job->outcome;
}

/* --- What is stored --- */

int64_t
test_jobs_stored(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);
  int64_t entries, total = 0;

  {
    g_autoptr(Query) count = db_query(txn, "SELECT count(*) FROM entry WHERE community_id = ?1");
    g_autoptr(Query) sum = db_query(txn, "SELECT entries FROM total WHERE community_id = ?1");

    assert_true(query_next(count));
    entries = col_int(count, 0);
    if (query_next(sum))
      total = col_int(sum, 0);
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  assert_int_equal(entries, total);
  return entries;
}

void
test_jobs_check(Db *db, int64_t community_id, const TestJob *jobs, int count)
{
  int64_t kept = 0;

  Txn *txn = db_begin_read(db, community_id);
  for (int i = 0; i < count; i++) {
    kept += jobs[i].outcome == WRITE_KEPT;
    assert_int_equal(jobs[i].dones, 1);
    assert_int_equal(is_stored(txn, jobs[i].form), jobs[i].outcome == WRITE_KEPT);
    assert_int_equal(jobs[i].trouble != TROUBLE_NONE, jobs[i].outcome == WRITE_TROUBLE);
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  assert_int_equal(test_jobs_stored(db, community_id), kept);
}

/* --- The gate --- */

struct TestGate {
  WriteJob job;
  bool is_reached, is_open, is_done;
};

static bool
stand_in_gate(Txn *txn, void *data)
{
  TestGate *gate = data;

  (void)txn;
  pthread_mutex_lock(&lock);
  gate->is_reached = true;
  pthread_cond_broadcast(&something_happened);
  while (!gate->is_open)
    pthread_cond_wait(&something_happened, &lock);
  pthread_mutex_unlock(&lock);
  return true;
}

static void
leave_gate(WriteOutcome outcome, Trouble trouble, void *data)
{
  TestGate *gate = data;

  (void)outcome, (void)trouble;
  pthread_mutex_lock(&lock);
  gate->is_done = true;
  pthread_cond_broadcast(&something_happened);
  pthread_mutex_unlock(&lock);
}

TestGate *
test_gate_new(Db *db, int64_t community_id)
{
  TestGate *gate = g_new0(TestGate, 1);

  gate->job = (WriteJob){
    .community_id = community_id, .run = stand_in_gate, .done = leave_gate, .data = gate
  };
  assert_true(db_write(db, &gate->job));
  pthread_mutex_lock(&lock);
  while (!gate->is_reached)
    pthread_cond_wait(&something_happened, &lock);
  pthread_mutex_unlock(&lock);
  return gate;
}

void
test_gate_open(TestGate *gate)
{
  pthread_mutex_lock(&lock);
  gate->is_open = true;
  pthread_cond_broadcast(&something_happened);
  pthread_mutex_unlock(&lock);
}

void
test_gate_free(TestGate *gate)
{
  pthread_mutex_lock(&lock);
  while (!gate->is_done)
    pthread_cond_wait(&something_happened, &lock);
  pthread_mutex_unlock(&lock);
  g_free(gate);
}
