/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A few threads that do what may wait for the database, in order of arrival. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Pool Pool;

typedef struct Task Task;
struct Task {
  /* The arena is the thread's own, empty, and cleared afterwards. */
  void (*run)(Task *task, Arena *arena);
  Task *next; /* the pool's own, like the time */
  int64_t pushed_us;
};

Pool *pool_start(int threads, int queue_max, size_t arena_max);
/* False: the queue is full. */
bool pool_push(Pool *pool, Task *task);
int pool_queued(Pool *pool);
void pool_stop(Pool *pool); /* does what is queued, then ends */
