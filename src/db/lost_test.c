/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When a whole batch is lost: full disk, broken disk, no memory, a cut connection, a commit nobody
 * hears of. Whatever was acknowledged is stored, nothing is stored twice, what failed is gone. */
#include "db/engine.h"
#include "db/test_jobs.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <libpq-fe.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

enum { COMMUNITY = 5, LONG_US = 60 * 1000 * 1000, JOBS = 4 };

static int
set_up(void **state)
{
  *state = test_db_new(test_job_files, &(DbOptions){ .batch_us = LONG_US });
  return 0;
}

static int
tear_down(void **state)
{
  test_db_free(*state);
  return 0;
}

static void
number_jobs(TestJob *jobs, int count, int64_t first)
{
  for (int i = 0; i < count; i++)
    jobs[i] = (TestJob){ .form = first + i };
}

/* --- Faults made by the program itself: every place, every kind --- */

/* One fault at the n-th statement of a batch of four: a lost batch is run again and all is kept;
 * an ordinary fault costs one job. */
/* A job does not wait to hear that its last changes were taken (batch.c). */
static bool
answers_later(Db *db)
{
  return db_engine(db) == DB_POSTGRES;
}

static void
a_fault_at_any_statement_of_a_batch(void **state)
{
  Db *db = test_db(*state);
  TestJob jobs[JOBS];
  int64_t form = 0;

  for (Trouble trouble = TROUBLE_DATABASE; trouble <= TROUBLE_MEMORY; trouble++)
    for (int64_t nth = 1;; nth++) {
      int64_t before, rerun = db_writer_counts(db).rerun;
      int64_t stored = test_jobs_stored(db, COMMUNITY);
      int lost = 0;

      before = db_statements_for_test(db);
      number_jobs(jobs, JOBS, form);
      form += JOBS;
      db_fail_statement_for_test(db, nth, trouble);
      assert_true(test_jobs_run_together(db, COMMUNITY, jobs, JOBS));
      bool was_hit = db_statements_for_test(db) - before >= nth;
      db_fail_statement_for_test(db, 0, TROUBLE_NONE);
      for (int i = 0; i < JOBS; i++) {
        lost += jobs[i].outcome == WRITE_TROUBLE;
        assert_true(trouble != TROUBLE_DATABASE ||
                    jobs[i].runs <= (jobs[i].outcome == WRITE_TROUBLE ? 1 : 2));
        assert_int_not_equal(jobs[i].outcome, WRITE_UNDONE);
      }
      if (answers_later(db)) /* whose fault it was is sure for a transaction's first job only */
        assert_true(lost <= (was_hit && trouble == TROUBLE_DATABASE));
      else
        assert_int_equal(lost, was_hit && trouble == TROUBLE_DATABASE);
      if (trouble != TROUBLE_DATABASE)
        assert_int_equal(db_writer_counts(db).rerun > rerun, was_hit);
      assert_int_equal(test_jobs_stored(db, COMMUNITY), stored + JOBS - lost);
      if (!was_hit)
        break;
    }
}

/* Refused by the database itself: a key that is there already. What follows it in the same job has
 * not been used before, so on PostgreSQL it is prepared behind the fault and left out with it. */
static bool
add_again_and_go_on(Txn *txn, TestJob *job)
{
  Act act = { .community_id = COMMUNITY };

  {
    g_autoptr(Query) q =
        db_change(txn, &act, "INSERT INTO entry (community_id, form) VALUES (?1, ?2)");
    bind_int(q, 2, job->form);
    query_run(q);
  }
  g_autoptr(Query) q =
      db_change(txn, &act, "UPDATE total SET entries = entries + 1000 WHERE community_id = ?1");
  query_run(q);
  return true;
}

static bool
change_and_count(Txn *txn, TestJob *job)
{
  Act act = { .community_id = COMMUNITY };
  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE total SET entries = entries + 0 * ?2 "
                                 "WHERE community_id = ?1");
  bind_int(q, 2, job->form);
  query_run(q);
  return query_changes(q) > 0;
}

static void
what_the_database_refuses_costs_one_job(void **state)
{
  Db *db = test_db(*state);

  for (int which = 0; which < JOBS; which++) {
    TestJob jobs[JOBS];

    number_jobs(jobs, JOBS, which * JOBS);
    for (int i = 0; i < JOBS; i++)
      jobs[i].extra = i == which ? add_again_and_go_on : change_and_count;
    assert_true(test_jobs_run_together(db, COMMUNITY, jobs, JOBS));
    for (int i = 0; i < JOBS; i++)
      assert_int_equal(jobs[i].outcome, i == which ? WRITE_TROUBLE : WRITE_KEPT);
    assert_int_equal(jobs[which].trouble, TROUBLE_DATABASE);
    for (int i = 0; i < JOBS; i++)
      assert_true(jobs[i].runs <= (i < which || answers_later(db) ? 2 : 1));
    assert_int_equal(test_jobs_stored(db, COMMUNITY), (which + 1) * (JOBS - 1));
  }
}

static void
a_fault_in_a_job_that_is_alone(void **state)
{
  Db *db = test_db(*state);
  int64_t form = 0;

  for (Trouble trouble = TROUBLE_DATABASE; trouble <= TROUBLE_MEMORY; trouble++)
    for (int64_t nth = 1; nth <= 3; nth++) {
      TestJob job = { .form = form++ };

      db_fail_statement_for_test(db, nth, trouble);
      test_job_run_alone(db, COMMUNITY, &job);
      /* After a cut the job is run once more, and nothing is in its way. */
      assert_int_equal(job.outcome, trouble == TROUBLE_LOST ? WRITE_KEPT : WRITE_TROUBLE);
      assert_int_equal(job.trouble, trouble == TROUBLE_LOST ? TROUBLE_NONE : trouble);
      assert_int_equal(job.runs, trouble == TROUBLE_LOST ? 2 : 1);
    }
  assert_int_equal(test_jobs_stored(db, COMMUNITY), 3);
}

static void
a_commit_that_fails(void **state)
{
  Db *db = test_db(*state);
  TestJob jobs[JOBS];
  TestJob alone = { .form = 1000 };

  for (Trouble trouble = TROUBLE_DATABASE; trouble <= TROUBLE_MEMORY; trouble++) {
    number_jobs(jobs, JOBS, trouble * JOBS);
    db_fail_statement_for_test(db, -1, trouble);
    assert_true(test_jobs_run_together(db, COMMUNITY, jobs, JOBS));
    for (int i = 0; i < JOBS; i++) {
      assert_int_equal(jobs[i].outcome, WRITE_KEPT);
      assert_int_equal(jobs[i].runs, 2); /* with LOST it was committed, and found there again */
    }
    assert_int_equal(test_jobs_stored(db, COMMUNITY), (int)trouble * JOBS);
  }
  db_fail_statement_for_test(db, -1, TROUBLE_DISK);
  if (answers_later(db)) {
    assert_int_equal(test_job_run_alone(db, COMMUNITY, &alone), WRITE_KEPT);
    assert_int_equal(alone.runs, 2);
    return;
  }
  assert_int_equal(test_job_run_alone(db, COMMUNITY, &alone), WRITE_TROUBLE);
  assert_int_equal(alone.trouble, TROUBLE_DISK);
  assert_int_equal(test_jobs_stored(db, COMMUNITY), TROUBLE_MEMORY * JOBS);
  assert_int_equal(test_job_run_alone(db, COMMUNITY, &alone), WRITE_KEPT);
}

/* Faults all the time, of all kinds: what was acknowledged is there, once. */
static void
every_nth_statement_fails(void **state)
{
  Db *db = test_db(*state);
  TestJob jobs[JOBS];
  int64_t kept = 0;

  for (int round = 0; round < 60; round++) {
    number_jobs(jobs, JOBS, round * JOBS);
    jobs[round % JOBS].is_to_undo = true;
    db_fail_statement_for_test(db, round % 7 == 6 ? -1 : 1 + round % 11,
                               TROUBLE_DATABASE + (unsigned)round % 4);
    assert_true(test_jobs_run_together(db, COMMUNITY, jobs, JOBS));
    db_fail_statement_for_test(db, 0, TROUBLE_NONE);
    for (int i = 0; i < JOBS; i++)
      kept += jobs[i].outcome == WRITE_KEPT;
    assert_int_equal(test_jobs_stored(db, COMMUNITY), kept);
  }
  assert_true(kept >= 60 * (JOBS - 2));
}

/* --- A disk that is really full, or really fails: SQLite --- */

static bool
exec(Txn *txn, const char *sql)
{
  return txn->connection->db->engine->exec(txn->connection, sql);
}

static bool
limit_pages(Txn *txn, void *data)
{
  return exec(txn, data);
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

/* Three small ones and a megabyte that does not fit. */
static void
write_around_the_large_one(Db *db, int64_t first_form)
{
  TestJob jobs[JOBS];

  number_jobs(jobs, JOBS, first_form);
  jobs[2].extra = store_a_megabyte;
  assert_true(test_jobs_run_together(db, COMMUNITY, jobs, JOBS));
  assert_int_equal(jobs[2].outcome, WRITE_TROUBLE);
  assert_int_equal(jobs[2].trouble, TROUBLE_DISK);
  for (int i = 0; i < JOBS; i++)
    if (i != 2)
      assert_int_equal(jobs[i].outcome, WRITE_KEPT);
  test_jobs_check(db, COMMUNITY, jobs, JOBS);
}

static void
a_database_that_may_not_grow(void **state)
{
  Db *db = test_db(*state);

  if (db_engine(db) != DB_SQLITE)
    skip();
  assert_int_equal(
      db_write_and_wait(db, 0, limit_pages, (char *)"PRAGMA max_page_count = 100", NULL),
      WRITE_KEPT);
  write_around_the_large_one(db, 0);
  assert_int_equal(
      db_write_and_wait(db, 0, limit_pages, (char *)"PRAGMA max_page_count = 100000", NULL),
      WRITE_KEPT);
  TestJob job = { .form = 10, .extra = store_a_megabyte };
  assert_int_equal(test_job_run_alone(db, COMMUNITY, &job), WRITE_KEPT);
}

/* The kernel refuses to let any file grow: SQLITE_IOERR_WRITE. */
static void
a_disk_that_fails(void **state)
{
  Db *db = test_db(*state);
  struct rlimit before, limit;

  if (db_engine(db) != DB_SQLITE)
    skip();
  signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &before);
  limit = before;
  limit.rlim_cur = 400 * 1024;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
  write_around_the_large_one(db, 0);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  TestJob job = { .form = 10, .extra = store_a_megabyte };
  assert_int_equal(test_job_run_alone(db, COMMUNITY, &job), WRITE_KEPT);
}

/* A file system of 700 KB. False: the machine does not let us make one. */
static bool
mount_small_disk(const char *folder)
{
  return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount("none", folder, "tmpfs", 0, "size=700k") == 0;
}

static void
write_on_small_disk(const char *folder)
{
  g_autofree char *url = g_strdup_printf("sqlite:%s/test.db", folder);
  g_autoptr(GError) err = NULL;
  g_autoptr(Db) db = db_open(url, &(DbOptions){ .batch_us = LONG_US }, &err);
  TestJob job = { .form = 10 };

  assert_non_null(db);
  assert_true(db_migrate(db, test_job_files, &err));
  write_around_the_large_one(db, 0);
  assert_int_equal(test_job_run_alone(db, COMMUNITY, &job), WRITE_KEPT);
}

static void
a_disk_that_is_full(void **state)
{
  char folder[] = "/tmp/commontable-full-XXXXXX";
  bool is_made;

  (void)state;
  if (test_db_is_postgres())
    skip();
  assert_non_null(g_mkdtemp(folder));
  is_made = mount_small_disk(folder);
  if (is_made) {
    write_on_small_disk(folder);
    assert_int_equal(umount2(folder, MNT_DETACH), 0);
  }
  assert_int_equal(rmdir(folder), 0);
  if (!is_made)
    skip();
}

/* --- A connection that is really cut: PostgreSQL --- */

static void
as_admin(TestDb *test, const char *sql)
{
  PGconn *handle = PQconnectdb(test_db_url(test));
  PGresult *result = PQexec(handle, sql);

  assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
  PQclear(result);
  PQfinish(handle);
}

static const char cut_all_sql[] = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                  " WHERE datname = current_database()"
                                  " AND pid <> pg_backend_pid()";

/* In the middle of the job, once; further statements must find the cut. */
static bool
cut_and_go_on(Txn *txn, TestJob *job)
{
  if (job->runs == 1)
    as_admin(job->data, cut_all_sql);
  g_autoptr(Query) q = db_query(txn, "SELECT form FROM entry WHERE community_id = ?1");
  query_next(q);
  assert_int_equal(txn_trouble(txn), job->runs == 1 ? TROUBLE_LOST : TROUBLE_NONE);
  return true;
}

/* As the job's last act: the commit must find it. */
static bool
cut_at_the_end(Txn *txn, TestJob *job)
{
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE); /* nothing is owed any more */
  if (job->runs == 1)
    as_admin(job->data, cut_all_sql);
  return true;
}

static void
a_cut_connection(void **state)
{
  TestDb *test = *state;
  bool (*const cuts[])(Txn *, TestJob *) = { cut_and_go_on, cut_at_the_end };
  TestJob jobs[JOBS];

  if (!test_db_is_postgres())
    skip();
  for (int cut = 0; cut < 2; cut++)
    for (int which = 0; which < JOBS; which++) {
      number_jobs(jobs, JOBS, (cut * JOBS + which) * JOBS);
      jobs[which].extra = cuts[cut];
      jobs[which].data = test;
      assert_true(test_jobs_run_together(test_db(test), COMMUNITY, jobs, JOBS));
      for (int i = 0; i < JOBS; i++)
        assert_int_equal(jobs[i].outcome, WRITE_KEPT);
      assert_int_equal(jobs[which].runs, 2);
      assert_int_equal(test_jobs_stored(test_db(test), COMMUNITY), (cut * JOBS + which + 1) * JOBS);
    }
}

static void
a_reader_that_was_cut_while_idle(void **state)
{
  TestDb *test = *state;

  if (!test_db_is_postgres())
    skip();
  for (int round = 0; round < 3; round++) {
    assert_int_equal(test_jobs_stored(test_db(test), COMMUNITY), 0);
    as_admin(test, cut_all_sql);
  }
}

static void
let_nobody_connect(TestDb *test, bool is_allowed)
{
  g_autofree char *sql = NULL;
  PGconn *handle = PQconnectdb(g_getenv("TEST_DATABASE_URL"));
  const char *name = g_strrstr(test_db_url(test), "/test_") + 1;

  sql = g_strdup_printf("ALTER DATABASE %.*s ALLOW_CONNECTIONS %s", (int)strcspn(name, "?"), name,
                        is_allowed ? "true" : "false");
  PGresult *result = PQexec(handle, sql);
  assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
  PQclear(result);
  PQfinish(handle);
}

static bool
cut_and_lock_out(Txn *txn, TestJob *job)
{
  (void)txn;
  if (job->runs > 1)
    return true;
  let_nobody_connect(job->data, false);
  PGconn *handle = PQconnectdb(g_getenv("TEST_DATABASE_URL"));
  const char *name = g_strrstr(test_db_url(job->data), "/test_") + 1;
  g_autofree char *sql = g_strdup_printf("SELECT pg_terminate_backend(pid, 5000)"
                                         " FROM pg_stat_activity WHERE datname = '%.*s'",
                                         (int)strcspn(name, "?"), name);
  PQclear(PQexec(handle, sql));
  PQfinish(handle);
  return true;
}

/* The writer waits for a server that comes back. */
static void
a_server_that_is_away_for_a_while(void **state)
{
  TestDb *test = *state;
  TestJob job = { .form = 1, .extra = cut_and_lock_out, .data = test };

  if (!test_db_is_postgres())
    skip();
  test_job_prepare(&job, COMMUNITY);
  assert_true(db_write(test_db(test), &job.job));
  /* A reader that is refused shows that the doors are shut. */
  for (Trouble trouble = TROUBLE_NONE; trouble != TROUBLE_LOST;) {
    Txn *txn = db_begin_read(test_db(test), COMMUNITY);
    trouble = txn_trouble(txn);
    db_end_read(txn);
  }
  let_nobody_connect(test, true);
  test_jobs_wait_for(&job, 1);
  assert_int_equal(job.outcome, WRITE_KEPT);
  assert_int_equal(test_jobs_stored(test_db(test), COMMUNITY), 1);
}

/* But nobody waits for it when the program is to stop. */
static void
closing_while_the_server_is_away(void **state)
{
  TestDb *test = *state;
  TestJob job = { .form = 1, .extra = cut_and_lock_out, .data = test };

  if (!test_db_is_postgres())
    skip();
  g_autoptr(Db) db = db_open(test_db_url(test), NULL, NULL);
  test_job_prepare(&job, COMMUNITY);
  assert_true(db_write(db, &job.job));
  g_clear_pointer(&db, db_close);
  assert_int_equal(job.outcome, WRITE_TROUBLE);
  assert_int_equal(job.trouble, TROUBLE_LOST);
  let_nobody_connect(test, true);
  assert_int_equal(test_jobs_stored(test_db(test), COMMUNITY), 0);
}

#define rule(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(a_fault_at_any_statement_of_a_batch),
    rule(what_the_database_refuses_costs_one_job),
    rule(a_fault_in_a_job_that_is_alone),
    rule(a_commit_that_fails),
    rule(every_nth_statement_fails),
    rule(a_database_that_may_not_grow),
    rule(a_disk_that_fails),
    cmocka_unit_test(a_disk_that_is_full),
    rule(a_cut_connection),
    rule(a_reader_that_was_cut_while_idle),
    rule(a_server_that_is_away_for_a_while),
    rule(closing_while_the_server_is_away),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
