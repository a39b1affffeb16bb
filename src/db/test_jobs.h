/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For the db floor's own tests: write jobs that keep count of themselves, gathered in one batch.
 *
 * Each job adds one entry under its own form id and one to its community's total, unless the form
 * id is there already (idea 3). So entries and total tell whether anything was lost or done twice.
 */
#pragma once

#include "db/test_db.h"

#include <pthread.h>

typedef struct TestJob TestJob;
struct TestJob {
  WriteJob job;
  int64_t form;
  bool (*extra)(Txn *txn, TestJob *job); /* after its own statements; false: undo */
  bool is_to_undo; /* with a form that is there already: having changed nothing */
  void *data;
  int runs;
  /* Set by done(): */
  int dones;
  WriteOutcome outcome;
  Trouble trouble;
};

extern const MigrationFile test_job_files[];

/* Queues the jobs behind one that waits until all are there, so that they make one batch (give
 * the database a long batch_us); returns when each has its answer. False: the queue was full. */
bool test_jobs_run_together(Db *db, int64_t community_id, TestJob *jobs, int count);
/* One job by itself. */
WriteOutcome test_job_run_alone(Db *db, int64_t community_id, TestJob *job);
/* Only to be queued by the test itself; `done` takes the lock of test_jobs_lock. */
void test_job_prepare(TestJob *job, int64_t community_id);
void test_jobs_wait_for(TestJob *jobs, int count);

/* Asserts that exactly the forms of the kept jobs are stored, each once. */
void test_jobs_check(Db *db, int64_t community_id, const TestJob *jobs, int count);
int64_t test_jobs_stored(Db *db, int64_t community_id);

/* A job that holds its lane until it is opened. */
typedef struct TestGate TestGate;
TestGate *test_gate_new(Db *db, int64_t community_id); /* returns once the writer stands in it */
void test_gate_open(TestGate *gate);
void test_gate_free(TestGate *gate); /* waits for its answer */
