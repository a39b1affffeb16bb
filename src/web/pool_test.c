/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pool of those who read: every task is done once, as many at a time as there are threads for
 * when they take long, and whatever is queued when it stops is done before it ends. */
#include "web/pool.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <glib.h>
#include <stdatomic.h>

enum { THREADS = 4, TASKS = 400, LONG_US = 20 * 1000 };

typedef struct {
  Task task;
  int64_t takes_us;
  int runs;
} Work;

static atomic_int at_work, most_at_work, done;

static void
run_work(Task *task, Arena *arena)
{
  Work *work = (Work *)task;
  int now = atomic_fetch_add(&at_work, 1) + 1;
  int most = atomic_load(&most_at_work);

  (void)arena;
  while (now > most && !atomic_compare_exchange_weak(&most_at_work, &most, now))
    continue;
  if (work->takes_us)
    g_usleep((gulong)work->takes_us);
  work->runs++;
  atomic_fetch_sub(&at_work, 1);
  atomic_fetch_add(&done, 1);
}

static void
wait_until_done(int count)
{
  for (int looks = 0; atomic_load(&done) < count && looks < 20000; looks++)
    g_usleep(1000);
  assert_int_equal(atomic_load(&done), count);
}

static void
push_all(Pool *pool, Work *works, int count, int64_t takes_us)
{
  for (int i = 0; i < count; i++) {
    works[i] = (Work){ .task.run = run_work, .takes_us = takes_us };
    assert_true(pool_push(pool, &works[i].task));
  }
}

static void
every_task_is_done_once(void **state)
{
  static Work works[TASKS];
  Pool *pool = pool_start(THREADS, TASKS, 64 * 1024);

  (void)state;
  for (int round = 1; round <= 20; round++) {
    atomic_store(&done, 0);
    push_all(pool, works, TASKS, 0);
    wait_until_done(TASKS);
    for (int i = 0; i < TASKS; i++)
      assert_int_equal(works[i].runs, 1);
    assert_int_equal(pool_queued(pool), 0);
    if (round % 4 == 0) /* all are asleep when the next come */
      g_usleep(5000);
  }
  pool_stop(pool);
}

/* One alone needs one thread; many that take long get all of them. */
static void
long_ones_get_threads_of_their_own(void **state)
{
  static Work works[5 * THREADS];
  Pool *pool = pool_start(THREADS, 5 * THREADS, 64 * 1024);

  (void)state;
  atomic_store(&done, 0);
  atomic_store(&most_at_work, 0);
  push_all(pool, works, 1, 0);
  wait_until_done(1);
  assert_int_equal(atomic_load(&most_at_work), 1);
  push_all(pool, works, 5 * THREADS, LONG_US);
  wait_until_done(1 + 5 * THREADS);
  assert_int_equal(atomic_load(&most_at_work), THREADS);
  pool_stop(pool);
}

static void
what_is_queued_is_done_before_it_ends(void **state)
{
  static Work works[2 * THREADS];

  (void)state;
  for (int round = 0; round < 20; round++) {
    Pool *pool = pool_start(round % THREADS + 1, 2 * THREADS, 64 * 1024);

    atomic_store(&done, 0);
    push_all(pool, works, 2 * THREADS, round % 2 ? 1000 : 0);
    pool_stop(pool);
    assert_int_equal(atomic_load(&done), 2 * THREADS);
  }
}

static void
a_full_queue_takes_no_more(void **state)
{
  static Work works[THREADS + 3];
  Pool *pool = pool_start(1, 2, 64 * 1024);
  int taken = 0;

  (void)state;
  atomic_store(&done, 0);
  for (size_t i = 0; i < G_N_ELEMENTS(works); i++) {
    works[i] = (Work){ .task.run = run_work, .takes_us = LONG_US };
    taken += pool_push(pool, &works[i].task);
  }
  assert_in_range(taken, 2, 3); /* two wait, and perhaps one is at work already */
  pool_stop(pool);
  assert_int_equal(atomic_load(&done), taken);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_task_is_done_once),
    cmocka_unit_test(long_ones_get_threads_of_their_own),
    cmocka_unit_test(what_is_queued_is_done_before_it_ends),
    cmocka_unit_test(a_full_queue_takes_no_more),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
