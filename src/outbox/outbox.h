/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Work to be done after a commit (idea 2): mails, formats. A task is stored in the same transaction
 * as the act that asks for it, and done at least once by the server's own worker thread. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

/* Stores a task. `kind` is a registered handler's; `thing_id` what it is about (a format row, a
 * delivery …: the handler reads the rest from the database, so that no secret lies in the outbox).
 */
void outbox_add(Txn *txn, const Act *act, const char *kind, int64_t thing_id);
/* The same, no earlier than at `due_us` (UTC). */
void outbox_add_later(Txn *txn, const Act *act, const char *kind, int64_t thing_id, int64_t due_us);

/* The same, where no such task about this thing waits for that very time. */
void outbox_add_once(Txn *txn, const Act *act, const char *kind, int64_t thing_id, int64_t due_us);

/* Drops the tasks of this kind that were stored after the id `mark` was drawn, and before anybody
 * else could see them: in the same transaction. */
void outbox_drop_since(Txn *txn, const Act *act, const char *kind, int64_t mark);

/* True: such a task waits, runs or waits to be tried again. */
bool outbox_has(Txn *txn, const char *kind);

typedef enum {
  OUTBOX_DONE,
  OUTBOX_RETRY,  /* again later: 1, 2, 4 … minutes, at most 8 times */
  OUTBOX_GIVE_UP /* will never work; the handler has stored what people need to know */
} OutboxResult;

typedef struct {
  int64_t community_id, id, thing_id;
  int attempt; /* from 1; also the fencing number: who finishes must hold the newest */
  int64_t at_us;
} OutboxTask;

/* The program's act of doing it; new ids from the tape (NULL: none is needed). */
Act outbox_task_act(const OutboxTask *task, IdTape *ids);

/* For a task that is one change and nothing else: runs it in a transaction as the program's act,
 * and again where its batch was lost. DONE: it was kept; else RETRY. */
typedef bool (*OutboxChange)(Txn *txn, const Act *act, const OutboxTask *task);
OutboxResult outbox_task_change(Db *db, const OutboxTask *task, OutboxChange change);

typedef struct {
  const char *kind;
  /* Outside any transaction, on the worker's thread; reads with db_begin_read, writes with
   * db_write_and_wait. Must bear being run twice. */
  OutboxResult (*run)(Db *db, const OutboxTask *task, void *data);
  void *data;
} OutboxHandler;

typedef struct Outbox Outbox;

/* `handlers` ends with a NULL kind and outlives the outbox. `workers`: threads; 0: 1. */
Outbox *outbox_start(Db *db, const OutboxHandler *handlers, int workers);
void outbox_stop(Outbox *outbox); /* waits for the running tasks */
/* Looks at this community's tasks soon: at the start for those that an earlier run left over. */
void outbox_look(int64_t community_id);
/* What ran when, for the page of background jobs. One row a kind that ever ran or waits. */
typedef struct {
  const char *kind;
  int64_t last_run_us, last_done_us;  /* 0: never */
  int64_t waiting, failing, given_up; /* failing: waits to be tried again */
} OutboxKind;
const OutboxKind *outbox_kinds(Txn *txn, Arena *arena); /* ends with a NULL kind; one statement */
/* Those of this kind that were given up start again. */
void outbox_try_again(Txn *txn, const Act *act, const char *kind);

/* Does all due tasks of a community now and returns how many were done: for commands and tests. */
int outbox_run_due(Db *db, const OutboxHandler *handlers, int64_t community_id);
