/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The writer (idea 2): one community's writes happen one after another, each whole or
 * not at all; a batch of them shares one commit and is answered after it. */
#pragma once

#include "db/db.h"

typedef enum {
  WRITE_KEPT,    /* committed to disk */
  WRITE_UNDONE,  /* the job asked for that (a refusal): nothing of it is stored */
  WRITE_TROUBLE, /* nothing of it is stored; `trouble` says why */
} WriteOutcome;

typedef struct WriteJob WriteJob;
struct WriteJob {
  int64_t community_id;
  /* Runs on the writer's thread. True: keep; false: undo. May run more than once when a batch is
   * lost, so it touches nothing but the database and what `data` can be reset to (rewind ids!). */
  bool (*run)(Txn *txn, void *data);
  /* Once, on the writer's thread, after the commit (or instead of it). */
  void (*done)(WriteOutcome outcome, Trouble trouble, void *data);
  void *data;
  WriteJob *next; /* the writer's own */
};

/* Queues the job, which must live until done() is called. False: the queue is full or closing;
 * done() is not called; answer 503 with Retry-After. */
bool db_write(Db *db, WriteJob *job);
/* The same, waiting for the outcome: for commands, workers and tests, never on the writer's thread.
 */
WriteOutcome db_write_and_wait(Db *db, int64_t community_id, bool (*run)(Txn *txn, void *data),
                               void *data, Trouble *ret_trouble);

typedef struct {
  int64_t jobs, batches, rerun; /* since the start */
  int queued;                   /* now */
} WriterCounts;
WriterCounts db_writer_counts(Db *db);
