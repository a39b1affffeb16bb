/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A list under one lock. Waking a thread costs more than many a page, so no more are woken than the
 * processors can use; but one thread stands by while tasks come, and a task that has waited for a
 * millisecond gets a thread of its own, as long as there is one. Threads start when they are first
 * needed: four of them at once were a tenth of the server's start. */
#include "web/pool.h"

#include <pthread.h>

enum { WAIT_US = 1000 };

struct Pool {
  pthread_mutex_t lock;
  pthread_cond_t wake; /* sleeping threads */
  pthread_cond_t look; /* the one that stands by */
  Task *first, *last;
  int queued, queue_max;
  int awake;    /* at work */
  int sleeping; /* and not yet called */
  int called;   /* woken, but not up yet */
  int starting; /* new, and not up yet */
  int eager;    /* so many may be at work without anybody having waited */
  bool has_standby, is_stopping;
  size_t arena_max;
  GPtrArray *threads;
  guint threads_max;
};

static gpointer work(gpointer data);

/* Where the system gives no further thread, those that are there do the work. */
static void
start_one(Pool *pool)
{
  if (pool->threads->len == pool->threads_max || pool->is_stopping)
    return;

  GThread *thread = g_thread_try_new("reader", work, pool, NULL);

  if (!thread)
    return;
  pool->starting++;
  g_ptr_array_add(pool->threads, thread);
}

static void
call_one(Pool *pool)
{
  if (pool->sleeping == 0) {
    start_one(pool);
    return;
  }
  pool->sleeping--;
  pool->called++;
  pthread_cond_signal(&pool->wake);
}

/* Somebody is needed: at work, or to stand by in case those at work are held up. */
static bool
needs_one(const Pool *pool)
{
  int coming = pool->called + pool->starting;

  return pool->first && (pool->awake + coming < pool->eager || (!pool->has_standby && coming == 0));
}

/* Until there is something for this thread to do, or nothing at all. */
static void
stand_by(Pool *pool)
{
  pool->has_standby = true;
  while (pool->first && !pool->is_stopping &&
         pool->awake + pool->called + pool->starting >= pool->eager) {
    int64_t then_us = pool->first->pushed_us + WAIT_US;
    struct timespec then = { then_us / 1000000, then_us % 1000000 * 1000 };

    if (then_us <= g_get_monotonic_time())
      break;
    pthread_cond_timedwait(&pool->look, &pool->lock, &then);
  }
  pool->has_standby = false;
}

static void
sleep_until_called(Pool *pool)
{
  pool->sleeping++;
  while (pool->called == 0 && !pool->is_stopping)
    pthread_cond_wait(&pool->wake, &pool->lock);
  if (pool->called > 0)
    pool->called--;
  else
    pool->sleeping--;
}

static void
come_up(Pool *pool)
{
  pthread_mutex_lock(&pool->lock);
  pool->starting--;
  if (!pool->has_standby)
    stand_by(pool);
  pool->awake++;
  pthread_mutex_unlock(&pool->lock);
}

static Task *
take_task(Pool *pool)
{
  pthread_mutex_lock(&pool->lock);
  pool->awake--;
  while (!pool->first && !pool->is_stopping) {
    sleep_until_called(pool);
    if (!pool->has_standby)
      stand_by(pool);
  }

  Task *task = pool->first;

  pool->awake++;
  if (task) {
    pool->first = task->next;
    pool->queued--;
    if (needs_one(pool))
      call_one(pool);
  }
  pthread_mutex_unlock(&pool->lock);
  return task;
}

static gpointer
work(gpointer data)
{
  Pool *pool = data;
  g_autoptr(Arena) arena = arena_new(pool->arena_max);
  Task *task;

  come_up(pool);
  while ((task = take_task(pool))) {
    task->run(task, arena);
    arena_clear(arena);
  }
  return NULL;
}

Pool *
pool_start(int threads, int queue_max, size_t arena_max)
{
  Pool *pool = g_new0(Pool, 1);
  pthread_condattr_t monotonic;

  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->wake, NULL);
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&pool->look, &monotonic);
  pthread_condattr_destroy(&monotonic);
  pool->queue_max = queue_max;
  pool->arena_max = arena_max;
  /* The event loops want processors too. */
  pool->eager = CLAMP((int)g_get_num_processors() / 2, 1, threads);
  pool->threads = g_ptr_array_new();
  pool->threads_max = (guint)threads;
  pthread_mutex_lock(&pool->lock);
  g_ptr_array_add(pool->threads, g_thread_new("reader", work, pool)); /* without one, no page */
  pool->starting = 1;
  pthread_mutex_unlock(&pool->lock);
  return pool;
}

bool
pool_push(Pool *pool, Task *task)
{
  task->next = NULL;
  task->pushed_us = g_get_monotonic_time();
  pthread_mutex_lock(&pool->lock);

  bool has_room = pool->queued < pool->queue_max;

  if (has_room) {
    if (pool->first)
      pool->last->next = task;
    else
      pool->first = task;
    pool->last = task;
    pool->queued++;
    /* Under the lock: once the task is done, the pool may be on its way out. */
    if (needs_one(pool))
      call_one(pool);
  }
  pthread_mutex_unlock(&pool->lock);
  return has_room;
}

int
pool_queued(Pool *pool)
{
  pthread_mutex_lock(&pool->lock);
  int queued = pool->queued;
  pthread_mutex_unlock(&pool->lock);
  return queued;
}

void
pool_stop(Pool *pool)
{
  if (!pool)
    return;
  pthread_mutex_lock(&pool->lock);
  pool->is_stopping = true;
  pthread_cond_broadcast(&pool->wake);
  pthread_cond_broadcast(&pool->look);
  pthread_mutex_unlock(&pool->lock);
  for (guint i = 0; i < pool->threads->len; i++)
    g_thread_join(pool->threads->pdata[i]);
  g_ptr_array_unref(pool->threads);
  pthread_mutex_destroy(&pool->lock);
  pthread_cond_destroy(&pool->wake);
  pthread_cond_destroy(&pool->look);
  g_free(pool);
}
