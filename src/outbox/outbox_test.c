/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tasks: done after the commit, again after a failure, given up at last, never forgotten. */
#include "outbox/outbox.h"

#include "base/clock.h"
#include "db/test_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { RIVERSIDE = 11, HILLTOP = 12 }; /* no other test looks at the second */

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
add_in(World *world, int64_t community_id, int64_t thing_id, TestChange change,
       WriteOutcome outcome)
{
  Act act = test_db_act(world->test, community_id, 5);

  assert_int_equal(test_db_write(world->test, &act, change, &thing_id), outcome);
}

static void
add(World *world, int64_t thing_id, TestChange change, WriteOutcome outcome)
{
  add_in(world, RIVERSIDE, thing_id, change, outcome);
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

static int
runs_of(World *world)
{
  g_mutex_lock(&world->lock);
  const int runs = world->runs;
  g_mutex_unlock(&world->lock);
  return runs;
}

/* Each announces a look a little later: together they may not put it off for ever. */
static void
tasks_that_keep_coming_do_not_hold_up_the_first(void **state)
{
  World *world = *state;
  const OutboxHandler handlers[] = { { "note", note_run, world }, { 0 } };
  Outbox *outbox = outbox_start(test_db(world->test), handlers, 1);
  const int64_t until_us = clock_monotonic_us() + 3 * US_PER_S;

  while (runs_of(world) == 0 && clock_monotonic_us() < until_us)
    add_in(world, HILLTOP, 41, add_task, WRITE_KEPT);
  const int runs = runs_of(world);
  outbox_stop(outbox);
  assert_true(runs > 0);
}

static bool
add_once(Txn *txn, const Act *act, void *data)
{
  const int64_t later_us = act->at_us + US_PER_HOUR;

  outbox_add_once(txn, act, "note", *(const int64_t *)data, later_us - later_us % US_PER_HOUR);
  return true;
}

static void
a_task_for_one_time_waits_once(void **state)
{
  World *world = *state;
  const OutboxHandler handlers[] = { { "note", note_run, world }, { 0 } };

  clock_set_for_test(clock_now_us());
  for (int i = 0; i < 3; i++) {
    add(world, 41, add_once, WRITE_KEPT);
    add(world, 42, add_once, WRITE_KEPT);
  }
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 0);
  clock_set_for_test(clock_now_us() + 2 * US_PER_HOUR);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 2);
  add(world, 41, add_once, WRITE_KEPT);
  clock_set_for_test(clock_now_us() + 2 * US_PER_HOUR);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
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
    WORLD_TEST(tasks_that_keep_coming_do_not_hold_up_the_first),
    WORLD_TEST(a_task_for_one_time_waits_once),
    WORLD_TEST(an_undone_request_leaves_no_task),
    WORLD_TEST(a_failing_task_comes_again_later_and_is_given_up_at_last),
    WORLD_TEST(a_task_survives_a_crash_between_claim_and_finish),
    WORLD_TEST(what_is_dropped_is_of_one_kind_and_newer_than_the_mark),
  };

  return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
