/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening and closing a database and the pool of read-only connections.
 * The one who writes is in writer.c. */
#include "db/engine.h"
#include "db/libpq.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

enum { READERS = 4, WRITERS = 4, QUEUE_MAX = 1024, BATCH_SQLITE = 64, BATCH_POSTGRES = 32 };
enum { BATCH_US = 25000 };

/* --- The pool --- */

/* NULL: none is free, and nobody wants to wait. */
static Connection *
reader_take(Db *db, bool may_wait)
{
  Connection *c = NULL;

  pthread_mutex_lock(&db->lock);
  while (may_wait && db->free_count == 0 && db->readers_made == db->options.readers)
    pthread_cond_wait(&db->reader_is_free, &db->lock);
  if (db->free_count > 0)
    c = db->free_readers[--db->free_count]; /* the last one used: its cache is warm */
  else if (db->readers_made < db->options.readers)
    c = db->readers[db->readers_made++] = connection_new(db, false);
  pthread_mutex_unlock(&db->lock);
  return c;
}

static void
reader_give_back(Connection *c)
{
  Db *db = c->db;

  pthread_mutex_lock(&db->lock);
  db->free_readers[db->free_count++] = c;
  pthread_cond_signal(&db->reader_is_free);
  pthread_mutex_unlock(&db->lock);
}

/* --- Opening and closing --- */

static void
fill_options(Db *db, const DbOptions *given)
{
  DbOptions *o = &db->options;
  bool is_sqlite = db->engine->kind == DB_SQLITE;

  if (given)
    *o = *given;
  o->readers = o->readers > 0 ? o->readers : READERS;
  o->writers = is_sqlite ? 1 : o->writers > 0 ? o->writers : WRITERS;
  o->queue_max = o->queue_max > 0 ? o->queue_max : QUEUE_MAX;
  o->batch_max = o->batch_max > 0 ? o->batch_max : is_sqlite ? BATCH_SQLITE : BATCH_POSTGRES;
  o->batch_us = o->batch_us > 0 ? o->batch_us : BATCH_US;
}

/* Beside the writer's connection: together they were most of a start. A reader that finds no file
 * yet is opened when it is first needed, as all others are. */
static bool
open_first_reader(Db *db)
{
  Connection *c = reader_take(db, false);

  txn_start(c, 0, false);

  bool is_up = connection_ready(c);

  reader_give_back(c);
  return is_up;
}

/* A file that may not be written to is told at once, by the writer. */
static bool
may_be_written(const Db *db)
{
  return db->engine != &sqlite_engine || g_access(db->place, W_OK) == 0;
}

static Db *
db_new(const char *url, const DbOptions *options, GError **err)
{
  const Engine *engine = NULL;
  const char *place = url;

  if (g_str_has_prefix(url, "sqlite:")) {
    engine = &sqlite_engine;
    place = url + strlen("sqlite:");
  } else if (g_str_has_prefix(url, "postgresql://") || g_str_has_prefix(url, "postgres://")) {
    engine = &postgres_engine;
  }
  if (!engine || *place == '\0') {
    g_set_error(err, DB_ERROR, TROUBLE_DATABASE,
                "The database must be given as sqlite:/folder/file.db or postgresql://…");
    return NULL;
  }

  if (engine == &postgres_engine && !libpq_open(err))
    return NULL;

  Db *db = g_new0(Db, 1);
  db->engine = engine;
  db->place = g_strdup(place);
  fill_options(db, options);
  pthread_mutex_init(&db->lock, NULL);
  pthread_cond_init(&db->reader_is_free, NULL);
  db->readers = g_new0(Connection *, (gsize)db->options.readers);
  db->free_readers = g_new0(Connection *, (gsize)db->options.readers);
  return db;
}

Db *
db_open(const char *url, const DbOptions *options, GError **err)
{
  g_autoptr(Db) db = db_new(url, options, err);

  if (!db)
    return NULL;
  db->writer = writer_new(db, err);
  if (!db->writer)
    return NULL;
  if (open_first_reader(db) && db->options.writer_waits && may_be_written(db))
    return g_steal_pointer(&db);
  return writer_wait_open(db->writer, err) ? g_steal_pointer(&db) : NULL;
}

void
db_close(Db *db)
{
  if (!db)
    return;
  if (db->writer)
    writer_stop(db->writer);
  for (int i = 0; i < db->readers_made; i++)
    connection_free(db->readers[i]);
  if (db->writer) /* last: SQLite's last connection folds the WAL back into the file */
    writer_free(db->writer);
  pthread_mutex_destroy(&db->lock);
  pthread_cond_destroy(&db->reader_is_free);
  g_free(db->readers);
  g_free(db->free_readers);
  g_free(db->place);
  g_free(db);
}

DbEngine
db_engine(const Db *db)
{
  return db->engine->kind;
}

/* --- Reading --- */

static Txn *
begin_read(Connection *c, int64_t community_id)
{
  Txn *txn = txn_start(c, community_id, false);
  bool was_up = c->is_up;

  if (!connection_ready(c) || connection_control(c, CONTROL_BEGIN_READ) || c->is_up || !was_up)
    return txn;
  /* The connection died while nobody used it: once more on a new one. */
  txn_start(c, community_id, false);
  if (connection_ready(c))
    connection_control(c, CONTROL_BEGIN_READ);
  return txn;
}

Txn *
db_begin_read(Db *db, int64_t community_id)
{
  return begin_read(reader_take(db, true), community_id);
}

Txn *
db_try_begin_read(Db *db, int64_t community_id)
{
  Connection *c = reader_take(db, false);

  return c ? begin_read(c, community_id) : NULL;
}

void
db_end_read(Txn *txn)
{
  Connection *c = txn->connection;

  txn_collect(txn);
  if (c->is_up && c->db->engine->is_in_transaction(c))
    connection_control(c, txn->trouble == TROUBLE_NONE ? CONTROL_COMMIT : CONTROL_ROLLBACK);
  reader_give_back(c);
}
