/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The writer: who waits, whose turn it is, and the threads. What happens inside one batch is in
 * batch.c. SQLite has one lane for all; PostgreSQL one lane a community, so that no two threads
 * write for the same community. */
#include "db/batch.h"

#include <errno.h>
#include <time.h>

/* POSIX threads rather than GLib's: the thread sanitizer understands them. */

typedef struct {
  int64_t community_id; /* SQLite: 0 for all */
  WriteJob *first, *last;
} Lane;

typedef struct WriteThread WriteThread;

struct WriteThread {
  Writer *w;
  Batch *batch;
  pthread_t thread;
  pthread_cond_t has_work;
  bool is_idle;
  WriteThread *idle_before; /* who was idle when this one became it */
};

typedef enum { LATER, OPENING, OPENED, NOT_OPENED } Opening;

/* How long the first page of a start has the processors for itself. */
enum { LATER_US = 100 * 1000 };

struct Writer {
  Db *db;
  pthread_mutex_t lock;
  pthread_cond_t has_room;
  pthread_cond_t is_tried;
  Opening opening; /* the first thread's connection; the others connect when first needed */
  GError *opening_error;
  GHashTable *lanes; /* those with jobs waiting or being run */
  GQueue ready;      /* lanes with jobs that no thread has taken */
  int queued;
  bool is_closing;
  WriterCounts counts;
  WriteThread *threads;
  WriteThread *idle; /* the one that wrote last: its connection knows the statements */
  int started;
};

static _Thread_local bool is_writer_thread;

/* --- Lanes; the lock is held --- */

/* Whoever is busy looks by itself for what waits. */
static void
wake_one(Writer *w)
{
  WriteThread *thread = w->idle;

  if (!thread)
    return;
  w->idle = thread->idle_before;
  thread->is_idle = false;
  pthread_cond_signal(&thread->has_work);
}

static void
become_idle(WriteThread *thread)
{
  thread->is_idle = true;
  thread->idle_before = thread->w->idle;
  thread->w->idle = thread;
}

static void
wait_for_work(WriteThread *thread)
{
  while (thread->is_idle)
    pthread_cond_wait(&thread->has_work, &thread->w->lock);
}

static Lane *
lane_of(Writer *w, int64_t community_id)
{
  int64_t key = w->db->engine->kind == DB_SQLITE ? 0 : community_id;
  Lane *lane = g_hash_table_lookup(w->lanes, &key);

  if (lane)
    return lane;
  lane = g_new0(Lane, 1);
  lane->community_id = key;
  g_hash_table_insert(w->lanes, &lane->community_id, lane);
  g_queue_push_tail(&w->ready, lane);
  wake_one(w);
  return lane;
}

static void
lane_push(Lane *lane, WriteJob *job)
{
  job->next = NULL;
  if (lane->last)
    lane->last->next = job;
  else
    lane->first = job;
  lane->last = job;
}

static WriteJob *
lane_pop(Writer *w, Lane *lane)
{
  WriteJob *job = lane->first;

  if (!job)
    return NULL;
  lane->first = job->next;
  if (!lane->first)
    lane->last = NULL;
  job->next = NULL;
  w->queued--;
  pthread_cond_signal(&w->has_room);
  return job;
}

/* Waits for a lane with work; NULL: closing, and this thread has nothing left to do. */
static Lane *
lane_take(WriteThread *thread)
{
  while (g_queue_is_empty(&thread->w->ready) && !thread->w->is_closing) {
    become_idle(thread);
    wait_for_work(thread);
  }
  return g_queue_pop_head(&thread->w->ready);
}

/* Others that wait come first. */
static void
lane_give_back(Writer *w, Lane *lane)
{
  if (lane->first) {
    g_queue_push_tail(&w->ready, lane);
    wake_one(w);
  } else {
    g_hash_table_remove(w->lanes, &lane->community_id);
  }
}

/* --- The threads --- */

static WriteJob *
next_job(Writer *w, Lane *lane)
{
  pthread_mutex_lock(&w->lock);
  WriteJob *job = lane_pop(w, lane);
  pthread_mutex_unlock(&w->lock);
  return job;
}

/* Runs what waits in the lane until it is empty, the batch is full or its time is over. It never
 * waits for company: while it commits, the next batch gathers by itself. */
static void
fill_batch(Writer *w, Batch *batch, Lane *lane)
{
  int64_t deadline_us = clock_monotonic_us() + w->db->options.batch_us;
  WriteJob *job;

  while (batch_has_room(batch) && (job = next_job(w, lane)))
    if (!batch_run(batch, job) || clock_monotonic_us() >= deadline_us)
      break;
}

/* Until there is work, somebody waits for the connection, or the first page is done. */
static void
wait_to_open(WriteThread *thread)
{
  Writer *w = thread->w;
  int64_t then_us = clock_monotonic_us() + LATER_US;
  struct timespec then = { then_us / US_PER_S, then_us % US_PER_S * 1000 };

  pthread_mutex_lock(&w->lock);
  while (w->opening == LATER && thread->is_idle &&
         pthread_cond_clockwait(&thread->has_work, &w->lock, CLOCK_MONOTONIC, &then) != ETIMEDOUT)
    continue;
  pthread_mutex_unlock(&w->lock);
}

/* On its own thread: SQLite learns all tables with each connection, and the pool's first reader
 * does the same at the same time (db_open), or comes first. */
static void
open_first(WriteThread *thread)
{
  g_autoptr(GError) err = NULL;
  Writer *w = thread->w;

  wait_to_open(thread);

  bool is_open = batch_connect(thread->batch, &err);

  pthread_mutex_lock(&w->lock);
  w->opening = is_open ? OPENED : NOT_OPENED;
  w->opening_error = g_steal_pointer(&err);
  pthread_cond_signal(&w->is_tried);
  pthread_mutex_unlock(&w->lock);
}

static void *
write_for_ever(void *data)
{
  WriteThread *thread = data;
  Batch *batch = thread->batch;
  Writer *w = thread->w;
  Lane *lane;

  is_writer_thread = true;
  if (thread == w->threads)
    open_first(thread);
  pthread_mutex_lock(&w->lock);
  wait_for_work(thread);
  while ((lane = lane_take(thread))) {
    pthread_mutex_unlock(&w->lock);
    fill_batch(w, batch, lane);
    batch_finish(batch);
    pthread_mutex_lock(&w->lock);
    w->counts.batches++;
    batch_count(batch, &w->counts);
    lane_give_back(w, lane);
    pthread_mutex_unlock(&w->lock);
    batch_answer(batch);
    pthread_mutex_lock(&w->lock);
  }
  pthread_mutex_unlock(&w->lock);
  return NULL;
}

static bool
writer_start_threads(Writer *w, GError **err)
{
  for (; w->started < w->db->options.writers; w->started++) {
    WriteThread *thread = &w->threads[w->started];

    if (pthread_create(&thread->thread, NULL, write_for_ever, thread) != 0) {
      g_set_error(err, DB_ERROR, TROUBLE_MEMORY, "A thread for writing could not be started");
      return false;
    }
  }
  return true;
}

Writer *
writer_new(Db *db, GError **err)
{
  Writer *w = g_new0(Writer, 1);
  int threads = db->options.writers;

  w->db = db;
  w->opening = db->options.writer_waits ? LATER : OPENING;
  pthread_mutex_init(&w->lock, NULL);
  pthread_cond_init(&w->has_room, NULL);
  pthread_cond_init(&w->is_tried, NULL);
  w->lanes = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
  w->threads = g_new0(WriteThread, threads);
  for (int i = threads - 1; i >= 0; i--) { /* the first is woken first */
    w->threads[i] = (WriteThread){ .w = w, .batch = batch_new(db) };
    pthread_cond_init(&w->threads[i].has_work, NULL);
    become_idle(&w->threads[i]);
  }
  if (writer_start_threads(w, err))
    return w;
  writer_stop(w);
  writer_free(w);
  return NULL;
}

bool
writer_wait_open(Writer *w, GError **err)
{
  pthread_mutex_lock(&w->lock);
  if (w->opening == LATER) {
    w->opening = OPENING;
    pthread_cond_signal(&w->threads[0].has_work);
  }
  while (w->opening == OPENING)
    pthread_cond_wait(&w->is_tried, &w->lock);
  bool is_open = w->opening == OPENED;
  if (!is_open)
    g_propagate_error(err, g_steal_pointer(&w->opening_error));
  pthread_mutex_unlock(&w->lock);
  return is_open;
}

void
writer_stop(Writer *w)
{
  pthread_mutex_lock(&w->lock);
  w->is_closing = true;
  while (w->idle)
    wake_one(w);
  pthread_cond_broadcast(&w->has_room);
  pthread_mutex_unlock(&w->lock);
  for (int i = 0; i < w->db->options.writers; i++)
    batch_hurry(w->threads[i].batch);
  for (; w->started > 0; w->started--)
    pthread_join(w->threads[w->started - 1].thread, NULL);
}

void
writer_free(Writer *w)
{
  for (int i = 0; i < w->db->options.writers; i++) {
    batch_free(w->threads[i].batch);
    pthread_cond_destroy(&w->threads[i].has_work);
  }
  pthread_mutex_destroy(&w->lock);
  pthread_cond_destroy(&w->has_room);
  pthread_cond_destroy(&w->is_tried);
  g_clear_error(&w->opening_error);
  g_hash_table_destroy(w->lanes);
  g_queue_clear(&w->ready);
  g_free(w->threads);
  g_free(w);
}

/* --- Giving work --- */

static bool
queue_job(Writer *w, WriteJob *job, bool is_waiting_for_room)
{
  pthread_mutex_lock(&w->lock);
  while (is_waiting_for_room && !w->is_closing && w->queued >= w->db->options.queue_max)
    pthread_cond_wait(&w->has_room, &w->lock);

  bool is_taken = !w->is_closing && w->queued < w->db->options.queue_max;
  if (is_taken) {
    lane_push(lane_of(w, job->community_id), job);
    w->queued++;
  }
  pthread_mutex_unlock(&w->lock);
  return is_taken;
}

bool
db_write(Db *db, WriteJob *job)
{
  return queue_job(db->writer, job, false);
}

typedef struct {
  bool (*run)(Txn *txn, void *data);
  void *data;
  pthread_mutex_t lock;
  pthread_cond_t is_answered;
  bool is_done;
  WriteOutcome outcome;
  Trouble trouble;
} Wait;

static bool
wait_run(Txn *txn, void *data)
{
  Wait *wait = data;

  return wait->run(txn, wait->data);
}

static void
wait_done(WriteOutcome outcome, Trouble trouble, void *data)
{
  Wait *wait = data;

  pthread_mutex_lock(&wait->lock);
  wait->outcome = outcome;
  wait->trouble = trouble;
  wait->is_done = true;
  pthread_cond_signal(&wait->is_answered);
  pthread_mutex_unlock(&wait->lock);
}

WriteOutcome
db_write_and_wait(Db *db, int64_t community_id, bool (*run)(Txn *txn, void *data), void *data,
                  Trouble *ret_trouble)
{
  Wait wait = { .run = run, .data = data, .outcome = WRITE_TROUBLE, .trouble = TROUBLE_LOST };
  WriteJob job = {
    .community_id = community_id, .run = wait_run, .done = wait_done, .data = &wait
  };

  g_assert(!is_writer_thread);
  pthread_mutex_init(&wait.lock, NULL);
  pthread_cond_init(&wait.is_answered, NULL);
  if (queue_job(db->writer, &job, true)) {
    pthread_mutex_lock(&wait.lock);
    while (!wait.is_done)
      pthread_cond_wait(&wait.is_answered, &wait.lock);
    pthread_mutex_unlock(&wait.lock);
  }
  pthread_mutex_destroy(&wait.lock);
  pthread_cond_destroy(&wait.is_answered);
  if (ret_trouble)
    *ret_trouble = wait.trouble;
  return wait.outcome;
}

WriterCounts
db_writer_counts(Db *db)
{
  Writer *w = db->writer;

  pthread_mutex_lock(&w->lock);
  WriterCounts counts = w->counts;
  counts.queued = w->queued;
  pthread_mutex_unlock(&w->lock);
  return counts;
}
