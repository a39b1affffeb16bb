/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A list under one lock. A thread that finds work goes on without sleeping. */
#include "web/pool.h"

#include <pthread.h>

struct Pool {
  pthread_mutex_t lock;
  pthread_cond_t wake;
  Task *first, *last;
  int queued, queue_max, sleeping;
  bool is_stopping;
  size_t arena_max;
  GPtrArray *threads;
};

static Task *
take_task(Pool *pool)
{
  pthread_mutex_lock(&pool->lock);
  while (!pool->first && !pool->is_stopping) {
    pool->sleeping++;
    pthread_cond_wait(&pool->wake, &pool->lock);
    pool->sleeping--;
  }

  Task *task = pool->first;

  if (task) {
    pool->first = task->next;
    pool->queued--;
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

  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->wake, NULL);
  pool->queue_max = queue_max;
  pool->arena_max = arena_max;
  pool->threads = g_ptr_array_new();
  for (int i = 0; i < threads; i++)
    g_ptr_array_add(pool->threads, g_thread_new("reader", work, pool));
  return pool;
}

bool
pool_push(Pool *pool, Task *task)
{
  task->next = NULL;
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
    if (pool->sleeping > 0)
      pthread_cond_signal(&pool->wake);
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
  pthread_mutex_unlock(&pool->lock);
  for (guint i = 0; i < pool->threads->len; i++)
    g_thread_join(pool->threads->pdata[i]);
  g_ptr_array_unref(pool->threads);
  pthread_mutex_destroy(&pool->lock);
  pthread_cond_destroy(&pool->wake);
  g_free(pool);
}
