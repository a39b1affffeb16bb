/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SQLite: WAL with synchronous=FULL, one connection that writes, read-only ones beside it.
 * Not here: anything PostgreSQL needs too (txn.c), and when to commit (writer.c). */
#include "db/engine.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

enum {
  BUSY_MS = 5000, /* another process (a command) may be writing */
  CHECKPOINT_WAIT_MS = 100,
  READER_CACHE_KB = 1024, /* what a connection's page cache may grow to */
  WRITER_CACHE_KB = 4096,
  SAVEPOINT_BYTES = 1024 * 1024,
  WAL_PAGES = 2000,           /* copied back into the file when the WAL has grown to this */
  WAL_PAGES_TOO_MANY = 16000, /* 64 MB: readers never let go; wait for them once */
};

typedef struct {
  Connection common;
  sqlite3 *handle;
  sqlite3_stmt *controls[CONTROL_COUNT];
  int wal_pages, next_checkpoint_at;
} SqliteConnection;

typedef struct {
  Query common;
  sqlite3_stmt *statement;
  bool has_copies; /* bound bytes that SQLite copied */
} SqliteQuery;

static Trouble
trouble_of(int code)
{
  switch (code & 0xff) {
  case SQLITE_FULL:
  case SQLITE_IOERR:
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_CANTOPEN:
  case SQLITE_READONLY:
    return TROUBLE_DISK;
  case SQLITE_NOMEM:
    return TROUBLE_MEMORY;
  default:
    return TROUBLE_DATABASE;
  }
}

/* False, so that callers can return it. */
static bool
fail(Connection *c, int code)
{
  sqlite3 *handle = ((SqliteConnection *)c)->handle;
  char detail[256];

  g_snprintf(detail, sizeof detail, "SQLite %d: %s", code,
             handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
  txn_fail(&c->txn, trouble_of(code), detail);
  return false;
}

/* --- Connecting --- */

static int
note_wal_pages(void *data, sqlite3 *handle, const char *name, int pages)
{
  SqliteConnection *sc = data;

  (void)handle, (void)name;
  if (pages < sc->wal_pages)
    sc->next_checkpoint_at = WAL_PAGES; /* it began from its start again */
  sc->wal_pages = pages;
  return SQLITE_OK;
}

static bool
exec(Connection *c, const char *sql)
{
  int code = sqlite3_exec(((SqliteConnection *)c)->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || fail(c, code);
}

static bool
configure(Connection *c)
{
  sqlite3 *handle = ((SqliteConnection *)c)->handle;
  g_autofree char *cache =
      g_strdup_printf("PRAGMA cache_size = -%d", c->can_write ? WRITER_CACHE_KB : READER_CACHE_KB);

  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, BUSY_MS);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  if (!exec(c, cache) || !exec(c, "PRAGMA cell_size_check = ON"))
    return false;
  if (!c->can_write)
    return exec(c, "PRAGMA query_only = ON");
  ((SqliteConnection *)c)->next_checkpoint_at = WAL_PAGES;
  sqlite3_wal_hook(handle, note_wal_pages, c); /* and no automatic checkpoint inside a commit */
  return exec(c, "PRAGMA journal_mode = WAL") && exec(c, "PRAGMA synchronous = FULL") &&
         exec(c, "PRAGMA foreign_keys = ON") && exec(c, "PRAGMA journal_size_limit = 16777216") &&
         exec(c, "PRAGMA secure_delete = ON") && /* who is erased is not in free space either */
         exec(c,
              "SELECT 1 FROM sqlite_schema LIMIT 1"); /* opens the WAL; a broken file shows now */
}

static void
disconnect(Connection *c)
{
  SqliteConnection *sc = (SqliteConnection *)c;

  for (int i = 0; i < CONTROL_COUNT; i++)
    g_clear_pointer(&sc->controls[i], sqlite3_finalize);
  g_clear_pointer(&sc->handle, sqlite3_close);
  c->is_up = false;
}

/* No figures of memory: each allocation would take a lock that all threads share, for figures that
 * nobody reads. What a savepoint needs to be undone stays in memory up to SAVEPOINT_BYTES: with
 * SQLite's 64 KB nearly every batch of forms made a file in /var/tmp, a tenth of its cost. No pages
 * in advance: each CHECK (… IN (…)) of more than two words is a small table that lives for one
 * statement, and 20 pages made and thrown away for each were most of what such a form cost. */
static gpointer
configure_library(gpointer unused)
{
  (void)unused;
  return GINT_TO_POINTER(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) |
                         sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0) |
                         sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, SAVEPOINT_BYTES));
}

/* It holds people's lives: nobody else on the machine reads it. Only a file that is not there yet
 * is opened, since closing any descriptor of a file drops all locks this process has on it (POSIX).
 */
static void
make_private_file(const char *path)
{
  int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    close(fd);
}

static bool
connect_to_file(Connection *c)
{
  static GOnce once = G_ONCE_INIT;
  SqliteConnection *sc = (SqliteConnection *)c;
  int flags = SQLITE_OPEN_NOMUTEX |
              (c->can_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);

  g_once(&once, configure_library, NULL);
  if (c->can_write)
    make_private_file(c->db->place);

  int code = sqlite3_open_v2(c->db->place, &sc->handle, flags, NULL);
  c->is_up = code == SQLITE_OK ? configure(c) : fail(c, code);
  if (!c->is_up)
    disconnect(c);
  return c->is_up;
}

/* --- Transactions --- */

static bool
is_in_transaction(Connection *c)
{
  SqliteConnection *sc = (SqliteConnection *)c;

  return sc->handle && !sqlite3_get_autocommit(sc->handle);
}

static bool
control(Connection *c, Control what)
{
  static const char *const texts[CONTROL_COUNT] = {
    [CONTROL_BEGIN_READ] = "BEGIN",
    [CONTROL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [CONTROL_COMMIT] = "COMMIT",
    [CONTROL_ROLLBACK] = "ROLLBACK",
    [CONTROL_SAVEPOINT] = "SAVEPOINT job",
    [CONTROL_NEXT_SAVEPOINT] = "RELEASE job",
    [CONTROL_ROLLBACK_TO] = "ROLLBACK TO job",
  };
  SqliteConnection *sc = (SqliteConnection *)c;
  sqlite3_stmt **statement = &sc->controls[what];
  int code = SQLITE_OK;

  if (!*statement)
    code =
        sqlite3_prepare_v3(sc->handle, texts[what], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
  if (code != SQLITE_OK)
    return fail(c, code);
  code = sqlite3_step(*statement);
  if (code != SQLITE_DONE)
    fail(c, code);
  sqlite3_reset(*statement);
  if (what == CONTROL_NEXT_SAVEPOINT && code == SQLITE_DONE)
    return control(c, CONTROL_SAVEPOINT);
  return code == SQLITE_DONE;
}

/* Copies the WAL back once the waiting requests have their answers. On this thread: beside the
 * writer it never catches up, and the WAL grew to 700 MB (measured). */
static void
after_commit(Connection *c)
{
  SqliteConnection *sc = (SqliteConnection *)c;
  bool is_too_long = sc->wal_pages >= WAL_PAGES_TOO_MANY;

  if (sc->wal_pages < sc->next_checkpoint_at && !c->leaves_no_trace)
    return;
  sc->next_checkpoint_at = sc->wal_pages + WAL_PAGES;
  sqlite3_busy_timeout(sc->handle, CHECKPOINT_WAIT_MS);
  if (c->leaves_no_trace)
    c->leaves_no_trace = sqlite3_wal_checkpoint_v2(sc->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE,
                                                   NULL, NULL) != SQLITE_OK;
  else
    sqlite3_wal_checkpoint_v2(sc->handle, NULL,
                              is_too_long ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE,
                              NULL, NULL);
  sqlite3_busy_timeout(sc->handle, BUSY_MS);
}

/* --- Statements --- */

static bool
prepare(SqliteQuery *sq)
{
  Connection *c = sq->common.connection;
  SqliteConnection *sc = (SqliteConnection *)c;
  const char *rest = NULL;
  int code = sqlite3_prepare_v3(sc->handle, sq->common.sql, -1, SQLITE_PREPARE_PERSISTENT,
                                &sq->statement, &rest);

  if (code != SQLITE_OK)
    return fail(c, code);
  if (!sq->statement || rest[strspn(rest, "; \n\t")] != '\0') {
    txn_fail(&c->txn, TROUBLE_DATABASE, "not exactly one statement");
    return false;
  }
  return true;
}

static int
bind_param(SqliteQuery *sq, int slot, const Param *param)
{
  /* A change is over before query_run returns; rows may outlive the caller's bytes. */
  sqlite3_destructor_type copy = sq->common.wants_rows ? SQLITE_TRANSIENT : SQLITE_STATIC;

  switch (param->kind) {
  case PARAM_INT:
    return sqlite3_bind_int64(sq->statement, slot, param->number);
  case PARAM_TEXT:
    sq->has_copies |= sq->common.wants_rows;
    return sqlite3_bind_text64(sq->statement, slot, param->bytes, param->len, copy, SQLITE_UTF8);
  case PARAM_BLOB:
    sq->has_copies |= sq->common.wants_rows;
    return sqlite3_bind_blob64(sq->statement, slot, param->bytes, param->len, copy);
  default:
    return sqlite3_bind_null(sq->statement, slot);
  }
}

static bool
query_start(Query *q)
{
  SqliteQuery *sq = (SqliteQuery *)q;

  if (!sq->statement && !prepare(sq))
    return false;
  for (int i = 0; i < q->params_count; i++) {
    int code = bind_param(sq, i + 1, &q->params[i]);
    if (code != SQLITE_OK)
      return fail(q->connection, code);
  }
  return true;
}

static Step
query_step(Query *q)
{
  SqliteQuery *sq = (SqliteQuery *)q;
  int code = sqlite3_step(sq->statement);

  if (code == SQLITE_ROW) {
    q->columns = sqlite3_column_count(sq->statement);
    return STEP_ROW;
  }
  if (code == SQLITE_DONE) {
    q->changes = q->is_change ? sqlite3_changes64(((SqliteConnection *)q->connection)->handle) : 0;
    return STEP_OVER;
  }
  fail(q->connection, code);
  return STEP_TROUBLE;
}

/* A broken foreign key can show only here, when RETURNING was not read to its end. */
static bool
query_reset(Query *q)
{
  SqliteQuery *sq = (SqliteQuery *)q;
  int code = sq->statement ? sqlite3_reset(sq->statement) : SQLITE_OK;

  if (sq->has_copies)
    sqlite3_clear_bindings(sq->statement);
  sq->has_copies = false;
  return code == SQLITE_OK || fail(q->connection, code);
}

static void
query_clear(Query *q)
{
  g_clear_pointer(&((SqliteQuery *)q)->statement, sqlite3_finalize);
}

static ValueKind
value_kind(Query *q, int column)
{
  switch (sqlite3_column_type(((SqliteQuery *)q)->statement, column)) {
  case SQLITE_INTEGER:
    return VALUE_INT;
  case SQLITE_TEXT:
    return VALUE_TEXT;
  case SQLITE_BLOB:
    return VALUE_BLOB;
  case SQLITE_NULL:
    return VALUE_NULL;
  default:
    return VALUE_OTHER; /* a float: an overflow, or SQL that does not belong here */
  }
}

static int64_t
value_int(Query *q, int column)
{
  return sqlite3_column_int64(((SqliteQuery *)q)->statement, column);
}

static const void *
value_bytes(Query *q, int column, size_t *ret_len)
{
  SqliteQuery *sq = (SqliteQuery *)q;
  bool is_text = sqlite3_column_type(sq->statement, column) == SQLITE_TEXT;
  const void *bytes = is_text ? (const void *)sqlite3_column_text(sq->statement, column)
                              : sqlite3_column_blob(sq->statement, column);
  size_t len = (size_t)sqlite3_column_bytes(sq->statement, column);

  if (!bytes && (is_text || len > 0)) {
    txn_fail(&q->connection->txn, TROUBLE_MEMORY, "SQLite had no memory for a value");
    len = 0;
  }
  *ret_len = len;
  return bytes ? bytes : "";
}

/* --- Copies --- */

/* VACUUM INTO reads one snapshot and lets others write meanwhile. The file is there already, empty.
 */
static bool
copy_into(Connection *c, const char *path)
{
  SqliteConnection *sc = (SqliteConnection *)c;
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(sc->handle, "VACUUM INTO ?1", -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
  if (code == SQLITE_OK)
    code = sqlite3_step(statement);
  if (code != SQLITE_DONE)
    fail(c, code);
  sqlite3_finalize(statement);
  return code == SQLITE_DONE;
}

const Engine sqlite_engine = {
  .kind = DB_SQLITE,
  .connection_size = sizeof(SqliteConnection),
  .query_size = sizeof(SqliteQuery),
  .connect = connect_to_file,
  .disconnect = disconnect,
  .control = control,
  .is_in_transaction = is_in_transaction,
  .exec = exec,
  .after_commit = after_commit,
  .query_start = query_start,
  .query_step = query_step,
  .query_reset = query_reset,
  .query_clear = query_clear,
  .value_kind = value_kind,
  .value_int = value_int,
  .value_bytes = value_bytes,
  .copy_into = copy_into,
};
