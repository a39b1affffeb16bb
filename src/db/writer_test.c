/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The writer (idea 2): batches, what is undone, the bounded queue, many threads, closing.
 * What happens when a batch is lost is in lost_test.c. */
#include "db/test_jobs.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <string.h>

enum { COMMUNITY = 5, LONG_US = 60 * 1000 * 1000 };

static int
set_up(void **state)
{
  *state = test_db_new(test_job_files, &(DbOptions){ .batch_us = LONG_US, .queue_max = 80 });
  return 0;
}

static int
tear_down(void **state)
{
  test_db_free(*state);
  return 0;
}

static bool
ask_nonsense(Txn *txn, TestJob *job)
{
  (void)job;
  return query_next(db_query(txn, "SELECT nosuch FROM entry WHERE community_id = ?1"));
}

static bool
break_a_key(Txn *txn, TestJob *job)
{
  Act act = { .community_id = txn_community(txn) };
  g_autoptr(Query) q =
      db_change(txn, &act, "INSERT INTO entry (community_id, form) VALUES (?1, ?2)");

  bind_int(q, 2, job->form);
  return query_run(q);
}

static bool
store_a_megabyte(Txn *txn, TestJob *job)
{
  Act act = { .community_id = txn_community(txn) };
  g_autofree char *bytes = g_malloc0(1 << 20);
  g_autoptr(Query) q =
      db_change(txn, &act, "UPDATE entry SET filler = ?3 WHERE community_id = ?1 AND form = ?2");

  bind_int(q, 2, job->form);
  bind_blob(q, 3, bytes, 1 << 20);
  return query_run(q);
}

static void
one_refused_and_one_troubled_leave_the_others(void **state)
{
  Db *db = test_db(*state);
  TestJob jobs[] = { { .form = 1 },
                     { .form = 2, .is_to_undo = true },
                     { .form = 3 },
                     { .form = 4, .extra = ask_nonsense },
                     { .form = 5, .extra = break_a_key },
                     { .form = 6 } };
  WriterCounts before = db_writer_counts(db);

  assert_true(test_jobs_run_together(db, COMMUNITY, jobs, G_N_ELEMENTS(jobs)));
  test_jobs_check(db, COMMUNITY, jobs, G_N_ELEMENTS(jobs));
  assert_int_equal(jobs[1].outcome, WRITE_UNDONE);
  assert_int_equal(jobs[3].outcome, WRITE_TROUBLE);
  assert_int_equal(jobs[3].trouble, TROUBLE_DATABASE);
  assert_int_equal(jobs[4].outcome, WRITE_TROUBLE);
  assert_int_equal(test_jobs_stored(db, COMMUNITY), 3);
  WriterCounts after = db_writer_counts(db);
  assert_int_equal(after.batches - before.batches, 1);
  assert_int_equal(after.jobs - before.jobs, 1 + G_N_ELEMENTS(jobs)); /* and the gate */
  /* The first that had to be undone took the gate and job 0 with it, which ran again; from then on
   * each had a savepoint. */
  assert_int_equal(after.rerun - before.rerun, 2);
  assert_int_equal(jobs[0].runs, 2);
  for (size_t i = 1; i < G_N_ELEMENTS(jobs); i++)
    assert_int_equal(jobs[i].runs, 1);
}

/* Most refusals: nobody else may feel them. */
static void
one_that_changed_nothing_makes_nobody_run_again(void **state)
{
  Db *db = test_db(*state);
  TestJob first = { .form = 1 };
  TestJob jobs[30];

  assert_int_equal(test_job_run_alone(db, COMMUNITY, &first), WRITE_KEPT);
  for (int i = 0; i < 30; i++)
    jobs[i] = i % 3 == 1 ? (TestJob){ .form = 1, .is_to_undo = true } : (TestJob){ .form = 2 + i };
  assert_true(test_jobs_run_together(db, COMMUNITY, jobs, 30));
  for (int i = 0; i < 30; i++) {
    assert_int_equal(jobs[i].outcome, i % 3 == 1 ? WRITE_UNDONE : WRITE_KEPT);
    assert_int_equal(jobs[i].runs, 1);
  }
  assert_int_equal(test_jobs_stored(db, COMMUNITY), 1 + 20);
  assert_int_equal(db_writer_counts(db).rerun, 0);
}

/* Somebody who sends nothing but forms that change something and are then refused. */
static void
many_to_be_undone_cost_the_others_little(void **state)
{
  Db *db = test_db(*state);
  enum { ROUNDS = 20, JOBS = 40 };

  for (int round = 0; round < ROUNDS; round++) {
    TestJob jobs[JOBS];

    for (int i = 0; i < JOBS; i++)
      jobs[i] = (TestJob){ .form = round * JOBS + i, .is_to_undo = i % 2 };
    assert_true(test_jobs_run_together(db, COMMUNITY, jobs, JOBS));
    for (int i = 0; i < JOBS; i++)
      assert_int_equal(jobs[i].outcome, i % 2 ? WRITE_UNDONE : WRITE_KEPT);
    assert_int_equal(test_jobs_stored(db, COMMUNITY), (round + 1) * JOBS / 2);
  }

  WriterCounts counts = db_writer_counts(db);

  assert_int_equal(counts.jobs, ROUNDS * (JOBS + 1));
  assert_true(counts.rerun > 0);
  assert_true(counts.rerun * 50 < counts.jobs);
}

/* Every order of kept, undone and troubled, against plain counting. */
static void
any_order_of_outcomes_keeps_what_it_says(void **state)
{
  Db *db = test_db(*state);
  g_autoptr(GRand) random = g_rand_new_with_seed(20);
  TestJob jobs[40];

  for (int round = 0; round < 10; round++) {
    memset(jobs, 0, sizeof jobs);
    for (int i = 0; i < 40; i++) {
      int kind = g_rand_int_range(random, 0, 3);
      jobs[i] = (TestJob){ .form = round * 100 + i,
                           .is_to_undo = kind == 1,
                           .extra = kind == 2 ? ask_nonsense : NULL };
    }
    int64_t stored = test_jobs_stored(db, COMMUNITY), kept = 0;
    assert_true(test_jobs_run_together(db, COMMUNITY, jobs, 40));
    for (int i = 0; i < 40; i++) {
      assert_int_equal(jobs[i].outcome, jobs[i].is_to_undo ? WRITE_UNDONE
                                        : jobs[i].extra    ? WRITE_TROUBLE
                                                           : WRITE_KEPT);
      assert_true(jobs[i].runs <= 2);
      kept += jobs[i].outcome == WRITE_KEPT;
    }
    assert_int_equal(test_jobs_stored(db, COMMUNITY), stored + kept);
  }
}

static void
a_full_queue_takes_no_more(void **state)
{
  Db *db = test_db(*state);
  TestJob jobs[81] = { 0 };
  TestJob late = { .form = 1000 };

  for (int i = 0; i < 81; i++)
    jobs[i].form = i;
  TestGate *gate = test_gate_new(db, COMMUNITY);
  for (int i = 0; i < 81; i++) {
    test_job_prepare(&jobs[i], COMMUNITY);
    assert_int_equal(db_write(db, &jobs[i].job), i < 80);
  }
  assert_int_equal(db_writer_counts(db).queued, 80);
  test_gate_open(gate);
  test_jobs_wait_for(jobs, 80);
  test_gate_free(gate);
  assert_int_equal(jobs[80].dones, 0);
  test_jobs_check(db, COMMUNITY, jobs, 80);
  assert_int_equal(test_job_run_alone(db, COMMUNITY, &late), WRITE_KEPT);
}

static void
a_batch_is_never_longer_than_its_limit(void **state)
{
  g_autoptr(TestDb) test =
      test_db_new(test_job_files, &(DbOptions){ .batch_us = LONG_US, .batch_max = 4 });
  TestJob jobs[11] = { 0 };

  (void)state;
  for (int i = 0; i < 11; i++)
    jobs[i].form = i;
  assert_true(test_jobs_run_together(test_db(test), COMMUNITY, jobs, 11));
  test_jobs_check(test_db(test), COMMUNITY, jobs, 11);
  assert_int_equal(db_writer_counts(test_db(test)).batches, 3); /* the gate and 11, four by four */
}

static void
closing_answers_everything_that_waits(void **state)
{
  TestDb *test = *state;
  TestJob jobs[20] = { 0 };

  for (int i = 0; i < 20; i++)
    jobs[i].form = i;
  TestGate *gate = test_gate_new(test_db(test), COMMUNITY);
  for (int i = 0; i < 20; i++) {
    test_job_prepare(&jobs[i], COMMUNITY);
    assert_true(db_write(test_db(test), &jobs[i].job));
  }
  test_gate_open(gate);
  test_db_reopen(test); /* closes first */
  for (int i = 0; i < 20; i++)
    assert_int_equal(jobs[i].dones, 1);
  test_gate_free(gate);
  test_jobs_check(test_db(test), COMMUNITY, jobs, 20);
}

/* SQLite's log is folded back into the file on the way; it grew to 700 MB where it was not. */
static void
the_log_beside_the_file_stays_short(void **state)
{
  TestDb *test = *state;
  g_autofree char *path = g_strconcat(test_db_url(test) + strlen("sqlite:"), "-wal", NULL);
  GStatBuf facts = { 0 };

  if (!test_db_is_postgres())
    for (int64_t i = 0; i < 60; i++) {
      TestJob job = { .form = i, .extra = store_a_megabyte };

      assert_int_equal(test_job_run_alone(test_db(test), COMMUNITY, &job), WRITE_KEPT);
      assert_int_equal(g_stat(path, &facts), 0);
      assert_true(facts.st_size < 20 * 1024 * 1024);
    }
}

/* --- Many threads --- */

enum { THREADS = 64, WRITES = 20, COMMUNITIES = 4 };

static _Atomic int inside[COMMUNITIES];

typedef struct {
  Db *db;
  int number, kept;
} Client;

static bool
be_the_only_one(Txn *txn, TestJob *job)
{
  _Atomic int *here = &inside[txn_community(txn) - 1];
  bool is_only = atomic_fetch_add(here, 1) == 0;

  (void)job;
  if (!is_only)
    txn_fail(txn, TROUBLE_DATABASE, "two wrote for one community at once");
  atomic_fetch_sub(here, 1);
  return true;
}

static void *
write_many(void *data)
{
  Client *client = data;

  for (int i = 0; i < WRITES; i++) {
    TestJob job = { .form = client->number * WRITES + i, .extra = be_the_only_one };
    client->kept +=
        test_job_run_alone(client->db, 1 + client->number % COMMUNITIES, &job) == WRITE_KEPT;
  }
  return NULL;
}

static void
sixty_four_threads_write_for_four_communities(void **state)
{
  Db *db = test_db(*state);
  pthread_t threads[THREADS];
  Client clients[THREADS];

  for (int i = 0; i < THREADS; i++) {
    clients[i] = (Client){ .db = db, .number = i };
    assert_int_equal(pthread_create(&threads[i], NULL, write_many, &clients[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    assert_int_equal(clients[i].kept, WRITES);
  }
  for (int community = 1; community <= COMMUNITIES; community++)
    assert_int_equal(test_jobs_stored(db, community), THREADS * WRITES / COMMUNITIES);
  WriterCounts counts = db_writer_counts(db);
  assert_int_equal(counts.jobs, THREADS * WRITES);
  assert_int_equal(counts.queued, 0);
  assert_true(counts.batches <= counts.jobs);
}

/* --- Waiting for an answer --- */

static bool
keep(Txn *txn, void *data)
{
  assert_int_equal(txn_community(txn), COMMUNITY);
  return *(bool *)data;
}

static void
a_command_waits_for_its_outcome(void **state)
{
  Trouble trouble = TROUBLE_DISK;

  assert_int_equal(db_write_and_wait(test_db(*state), COMMUNITY, keep, &(bool){ true }, &trouble),
                   WRITE_KEPT);
  assert_int_equal(trouble, TROUBLE_NONE);
  assert_int_equal(db_write_and_wait(test_db(*state), COMMUNITY, keep, &(bool){ false }, NULL),
                   WRITE_UNDONE);
}

static bool
forget_a_query(Txn *txn, void *data)
{
  *(Query **)data = db_query(txn, "SELECT form FROM entry WHERE community_id = ?1");
  query_next(*(Query **)data);
  return true;
}

static void
a_query_kept_too_long_is_trouble(void **state)
{
  Query *query;
  TestJob job = { .form = 1 };

  assert_int_equal(db_write_and_wait(test_db(*state), COMMUNITY, forget_a_query, &query, NULL),
                   WRITE_TROUBLE);
  assert_int_equal(test_job_run_alone(test_db(*state), COMMUNITY, &job), WRITE_KEPT);
}

/* A server's start does not wait for the writer's connection. */
static void
the_writer_may_connect_later(void **state)
{
  enum { AT_ONCE, BY_ITSELF, NEVER, WAYS };

  (void)state;
  for (int way = 0; way < WAYS; way++) {
    g_autoptr(TestDb) test = test_db_new(test_job_files, &(DbOptions){ .writer_waits = true });
    TestJob job = { .form = 1 };

    if (way == NEVER)
      continue;
    if (way == BY_ITSELF)
      g_usleep(200 * 1000);
    assert_int_equal(test_job_run_alone(test_db(test), COMMUNITY, &job), WRITE_KEPT);
    test_jobs_check(test_db(test), COMMUNITY, &job, 1);
  }
}

/* What only the writer can do or tell is waited for: a new file, one that is no database. */
static void
a_place_that_cannot_be_read_is_told_at_once(void **state)
{
  g_autofree char *folder = g_dir_make_tmp("commontable-XXXXXX", NULL);
  g_autofree char *file = g_build_filename(folder, "place.db", NULL);
  g_autofree char *url = g_strconcat("sqlite:", file, NULL);
  g_autoptr(GError) err = NULL;

  (void)state;
  for (int is_broken = 0; is_broken < 2; is_broken++) {
    if (is_broken)
      assert_true(g_file_set_contents(file, "This is a letter and no place at all.\n", -1, NULL));

    Db *db = db_open(url, &(DbOptions){ .writer_waits = true }, &err);

    assert_int_equal(db == NULL, is_broken);
    assert_int_equal(err != NULL, is_broken);
    assert_true(g_file_test(file, G_FILE_TEST_EXISTS));
    db_close(db);
    g_remove(file);
  }
  g_rmdir(folder);
}

#define rule(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(one_refused_and_one_troubled_leave_the_others),
    rule(one_that_changed_nothing_makes_nobody_run_again),
    rule(many_to_be_undone_cost_the_others_little),
    rule(any_order_of_outcomes_keeps_what_it_says),
    rule(a_full_queue_takes_no_more),
    cmocka_unit_test(a_batch_is_never_longer_than_its_limit),
    rule(closing_answers_everything_that_waits),
    rule(the_log_beside_the_file_stays_short),
    rule(sixty_four_threads_write_for_four_communities),
    rule(a_command_waits_for_its_outcome),
    rule(a_query_kept_too_long_is_trouble),
    cmocka_unit_test(the_writer_may_connect_later),
    cmocka_unit_test(a_place_that_cannot_be_read_is_told_at_once),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
