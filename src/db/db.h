/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One API over SQLite and PostgreSQL: the same SQL text, the same answers.
 *
 * Reading: a transaction on one of a few read-only connections, one snapshot.
 * Writing: only inside a WriteJob (db/writer.h), and only with an Act.
 *
 * A transaction remembers its first trouble (idea 4): after it every call does nothing, loops over
 * rows end, and whoever opened the transaction looks at txn_trouble() before believing anything.
 *
 * In every statement ?1 is the community: db binds it itself from the transaction, so that a
 * statement cannot forget it or name another. Callers bind from ?2 on. script/check-sql reads all
 * statements and refuses one on a tenant table without `community_id = ?1`. */
#pragma once

#include "base/act.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Db Db;
typedef struct Txn Txn;
typedef struct Query Query;

typedef enum { DB_SQLITE, DB_POSTGRES } DbEngine;

/* What went wrong, in the order of how much the person can do about it. */
typedef enum {
  TROUBLE_NONE,
  TROUBLE_DATABASE, /* the database refused a statement: a fault of ours */
  TROUBLE_LOST,     /* the connection was cut */
  TROUBLE_DISK,     /* full, or reading and writing fail */
  TROUBLE_MEMORY,
} Trouble;

typedef struct {
  int readers;   /* connections for GETs; 0: 4 */
  int writers;   /* PostgreSQL only: communities written at once; 0: 4. SQLite has one */
  int queue_max; /* write jobs waiting at most; 0: 1024 */
  int batch_max; /* requests a commit; 0: 64 on SQLite, 32 on PostgreSQL */
  int batch_us;  /* a batch ends after this long; 0: 25000 */
  /* The writer connects when it is first needed, or a little later, and db_open() does not wait for
   * that where the place can be read: what is wrong with writing is then said by what is written.
   */
  bool writer_waits;
} DbOptions;

/* `url`: "sqlite:/folder/file.db", or a libpq "postgresql://…" text. NULL options: the defaults.
 * Owned by the caller; db_close() waits for the write queue to drain. */
Db *db_open(const char *url, const DbOptions *options, GError **err);
void db_close(Db *db);
DbEngine db_engine(const Db *db);

/* A read transaction; waits for a free reader. The community may be 0 for global tables only.
 * Never NULL: what went wrong is its trouble. End it with db_end_read. */
Txn *db_begin_read(Db *db, int64_t community_id);
/* The same, but NULL when no reader is free at once. */
Txn *db_try_begin_read(Db *db, int64_t community_id);
void db_end_read(Txn *txn);

Trouble txn_trouble(const Txn *txn);
/* For the last look of a write job: without waiting for what was sent (PostgreSQL), as long as the
 * job can be run once more by itself should that turn out bad. */
Trouble txn_trouble_at_end(const Txn *txn);
const char *txn_trouble_detail(const Txn *txn); /* for the operator's journal, never for a page */
int64_t txn_community(const Txn *txn);
int txn_statements(const Txn *txn); /* statements run so far */
bool txn_can_write(const Txn *txn); /* inside a write job: what it reads may still be undone */
/* What this write transaction deletes or overwrites must not stay behind in files: SQLite empties
 * its log after the commit (the file itself is overwritten anyway: secure_delete). PostgreSQL does
 * it when it next vacuums. */
void txn_leave_no_trace(Txn *txn);
/* A fault of the program that must not pass as success: remembers it as the trouble. */
void txn_fail(Txn *txn, Trouble trouble, const char *detail);

/* What a subject keeps in memory beside a connection for reading: made at first use, only ever
 * touched by whoever holds the transaction, so without a lock; forgotten when the connection is
 * cut. Only for facts that, once committed, never change. NULL in a transaction that writes: what
 * it reads may be undone. `key`: an address of the subject's own. */
void *txn_memory(Txn *txn, const void *key, void *(*make)(void), GDestroyNotify free_memory);

/* What a subject found or made in this transaction that writes, and holds to its end: `size` bytes,
 * all zero when the transaction is new, was changed to another community, or something in it was
 * undone. `key`: an address of the subject's own, always with the same size. */
void *txn_scratch(Txn *txn, const void *key, size_t size);

/* A cached statement; `sql` must be a literal (its address is the key). Never NULL. The Query is
 * borrowed from the connection until query_done (g_autoptr does it). */
#define db_query(txn, sql)       db_query_literal((txn), "" sql)
#define db_change(txn, act, sql) db_change_literal((txn), (act), "" sql)
/* The same for global tables: ?1 is the caller's own. Only in db/, web/ and commands/. */
#define db_query_global(txn, sql)       db_query_global_literal((txn), "" sql)
#define db_change_global(txn, act, sql) db_change_global_literal((txn), (act), "" sql)
Query *db_query_literal(Txn *txn, const char *sql);
Query *db_change_literal(Txn *txn, const Act *act, const char *sql);
Query *db_query_global_literal(Txn *txn, const char *sql);
Query *db_change_global_literal(Txn *txn, const Act *act, const char *sql);

/* Bytes and texts are copied when the statement runs; keep them until then. NULL text binds NULL;
 * no bytes bind empty bytes. Every parameter must be bound; binding again starts a new run. Text
 * must be UTF-8 without NUL; a value is 64 MB at most. Else: trouble. */
void bind_int(Query *q, int slot, int64_t value);
void bind_text(Query *q, int slot, const char *text);
void bind_text_len(Query *q, int slot, const char *text, size_t len);
void bind_blob(Query *q, int slot, const void *bytes, size_t len);
void bind_null(Query *q, int slot);

bool query_next(Query *q); /* true: a row; false: no more, or trouble */
/* What query_next will ask for is sent already, so that its answer comes with the next one's: for
 * rows that do not depend on each other. What was bound must stay as it is until query_next.
 * SQLite, which nobody waits for, does nothing before that. */
void query_send(Query *q);
/* A change: false only on trouble. True: it was given to the database; on PostgreSQL its trouble,
 * if any, is heard of with the next rows, query_changes, txn_trouble, or when the job ends. */
bool query_run(Query *q);
int64_t query_changes(Query *q); /* rows the change touched */

/* Columns from 0. Text and bytes live until the next query_next or query_done. A column read as
 * what it is not is trouble; only an integer may be read as text too. Truth is the integer 0 or 1.
 * PostgreSQL takes bound integers as BIGINT: where it wants less, CAST(?2 AS INTEGER). */
int64_t col_int(Query *q, int column);
const char *col_text(Query *q, int column); /* NULL in the database gives "" */
size_t col_text_len(Query *q, int column);
const void *col_blob(Query *q, int column, size_t *ret_len); /* never NULL; length may be 0 */
bool col_is_null(Query *q, int column);
void query_done(Query *q);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Query, query_done)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Db, db_close)

/* Tests: the n-th statement from now (counted over the whole Db, from 1) fails with `trouble`
 * instead of running; 0 switches it off. TROUBLE_DISK, TROUBLE_MEMORY and TROUBLE_LOST undo the
 * whole batch, as the real ones do. BEGIN, SAVEPOINT and COMMIT are not counted; -n: the n-th
 * commit from now fails instead (with TROUBLE_LOST it is stored, but nobody hears of it).
 * A job meeting TROUBLE_LOST is run once more, so one such fault ends in WRITE_KEPT. */
void db_fail_statement_for_test(Db *db, int64_t nth, Trouble trouble);
int64_t db_statements_for_test(const Db *db); /* run since it was opened */

/* A copy of the whole database while serving: VACUUM INTO, or pg_dump's custom format.
 * The file must not exist. */
bool db_backup(Db *db, const char *path, GError **err);
/* Brings such a copy back: into a file that does not exist, or an empty database. */
bool db_restore(const char *url, const char *path, GError **err);
/* Is the database sound: pages, indexes, references? Reads all of it. False and err: what is not.
 */
bool db_verify(Db *db, GError **err);
