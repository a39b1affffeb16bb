/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tasks: done after the commit, again after a failure, given up at last, never forgotten. */
#include "outbox/outbox.h"

#include "base/clock.h"
#include "db/test_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { RIVERSIDE = 11 };

typedef struct {
  TestDb *test;
  char *sql;
  GMutex lock;
  GCond done;
  int runs, attempt;
  int64_t thing_id;
  OutboxResult result;
} World;

static OutboxResult
note_run(Db *db, const OutboxTask *task, void *data)
{
  World *world = data;

  (void)db;
  g_mutex_lock(&world->lock);
  world->runs++;
  world->attempt = task->attempt;
  world->thing_id = task->thing_id;
  g_cond_signal(&world->done);
  g_mutex_unlock(&world->lock);
  return world->result;
}

static int
set_up(void **state)
{
  World *world = g_new0(World, 1);

  world->sql = test_db_read_source("src/outbox/outbox.sql");

  const MigrationFile files[] = { { "outbox", world->sql }, { 0 } };

  world->test = test_db_new(files, NULL);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  g_free(world->sql);
  g_free(world);
  clock_set_for_test(0);
  return 0;
}

static bool
add_task(Txn *txn, const Act *act, void *data)
{
  outbox_add(txn, act, "note", *(const int64_t *)data);
  return true;
}

static bool
add_task_and_refuse(Txn *txn, const Act *act, void *data)
{
  add_task(txn, act, data);
  return false;
}

static void
add(World *world, int64_t thing_id, TestChange change, WriteOutcome outcome)
{
  Act act = test_db_act(world->test, RIVERSIDE, 5);

  assert_int_equal(test_db_write(world->test, &act, change, &thing_id), outcome);
}

static void
a_task_is_done_once_after_the_commit(void **state)
{
  World *world = *state;
  const OutboxHandler handlers[] = { { "note", note_run, world }, { 0 } };
  Outbox *outbox = outbox_start(test_db(world->test), handlers, 2);

  add(world, 41, add_task, WRITE_KEPT);
  g_mutex_lock(&world->lock);
  while (world->runs == 0)
    g_cond_wait(&world->done, &world->lock);
  g_mutex_unlock(&world->lock);
  outbox_stop(outbox);
  assert_int_equal(world->thing_id, 41);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 0);
  assert_int_equal(world->runs, 1);
}

static void
an_undone_request_leaves_no_task(void **state)
{
  World *world = *state;
  const OutboxHandler handlers[] = { { "note", note_run, world }, { 0 } };

  add(world, 41, add_task_and_refuse, WRITE_UNDONE);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 0);
}

static void
a_failing_task_comes_again_later_and_is_given_up_at_last(void **state)
{
  World *world = *state;
  const OutboxHandler handlers[] = { { "note", note_run, world }, { 0 } };
  int64_t now_us = 1800000000LL * US_PER_S;
  int days = 0;

  clock_set_for_test(now_us);
  add(world, 41, add_task, WRITE_KEPT);
  world->result = OUTBOX_RETRY;
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 0); /* not yet due */
  for (; days < 20; days++) {
    clock_set_for_test(now_us += US_PER_DAY);
    outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  }
  assert_int_equal(world->runs, 8);
  assert_int_equal(world->attempt, 8);
}

static void
a_task_survives_a_crash_between_claim_and_finish(void **state)
{
  World *world = *state;
  const OutboxHandler handlers[] = { { "note", note_run, world }, { 0 } };
  int64_t now_us = 1800000000LL * US_PER_S;

  clock_set_for_test(now_us);
  add(world, 41, add_task, WRITE_KEPT);
  /* The claim is two statements; the third is the delete that finishes the task. */
  db_fail_statement_for_test(test_db(world->test), 3, TROUBLE_DATABASE);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  db_fail_statement_for_test(test_db(world->test), 0, TROUBLE_NONE);
  assert_int_equal(world->runs, 1);
  clock_set_for_test(now_us + US_PER_DAY);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
  assert_int_equal(world->runs, 2);
}

typedef struct {
  int64_t before, after;
} Dropping;

static bool
add_and_drop_since(Txn *txn, const Act *act, void *data)
{
  const Dropping *dropping = data;

  outbox_add(txn, act, "note", dropping->before);

  const int64_t mark = act_new_id(act);

  outbox_add(txn, act, "note", dropping->after);
  outbox_add(txn, act, "other", dropping->after);
  outbox_drop_since(txn, act, "note", mark);
  return true;
}

static void
what_is_dropped_is_of_one_kind_and_newer_than_the_mark(void **state)
{
  World *world = *state;
  const OutboxHandler handlers[] = { { "note", note_run, world }, { 0 } };
  Dropping dropping = { .before = 41, .after = 42 };
  Act act = test_db_act(world->test, RIVERSIDE, 5);

  assert_int_equal(test_db_write(world->test, &act, add_and_drop_since, &dropping), WRITE_KEPT);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_int_equal(world->runs, 1);
  assert_int_equal(world->thing_id, 41);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_true(outbox_has(txn, "other"));
  assert_false(outbox_has(txn, "note"));
  db_end_read(txn);
}

int
main(void)
{
#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WORLD_TEST(a_task_is_done_once_after_the_commit),
    WORLD_TEST(an_undone_request_leaves_no_task),
    WORLD_TEST(a_failing_task_comes_again_later_and_is_given_up_at_last),
    WORLD_TEST(a_task_survives_a_crash_between_claim_and_finish),
    WORLD_TEST(what_is_dropped_is_of_one_kind_and_newer_than_the_mark),
  };

  return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
