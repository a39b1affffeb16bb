/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scratch databases for tests; see test_db.h. */
#include "db/test_db.h"

#include "base/clock.h"
#include "base/ids.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SQLITE_FILE "test.db"

struct TestDb {
  Db *db;
  char *url, *folder, *name; /* folder: SQLite; name: the PostgreSQL database */
  DbOptions options;
  GPtrArray *tapes;
};

static const char *
server_url(void)
{
  const char *url = g_getenv("TEST_DATABASE_URL");

  return url && g_str_has_prefix(url, "postgres") ? url : NULL;
}

bool
test_db_is_postgres(void)
{
  return server_url() != NULL;
}

static void
ask_server(const char *url, const char *sql)
{
  PGconn *handle = PQconnectdb(url);
  PGresult *result = PQexec(handle, sql);

  if (PQresultStatus(result) != PGRES_COMMAND_OK)
    g_error("%s: %s", sql, PQerrorMessage(handle));
  PQclear(result);
  PQfinish(handle);
}

/* The server's address with another database's name: "…/postgres?host=…" → "…/NAME?host=…". */
static char *
url_with_name(const char *url, const char *name)
{
  const char *slash = strchr(strstr(url, "://") + strlen("://"), '/');
  const char *query = strchr(url, '?');
  size_t len = slash ? (size_t)(slash - url) : query ? (size_t)(query - url) : strlen(url);

  return g_strdup_printf("%.*s/%s%s", (int)len, url, name, query ? query : "");
}

static void
write_file(const char *folder, GBytes *bytes)
{
  g_autofree char *path = g_build_filename(folder, SQLITE_FILE, NULL);
  g_autoptr(GError) err = NULL;

  if (!g_file_set_contents_full(path, g_bytes_get_data(bytes, NULL),
                                (gssize)g_bytes_get_size(bytes), G_FILE_SET_CONTENTS_NONE, 0600,
                                &err))
    g_error("%s", err->message);
}

/* An empty database, or one like this `pattern`: its name on PostgreSQL, its bytes on SQLite. */
static void
make_place(TestDb *test, const char *pattern_name, GBytes *pattern_bytes)
{
  static int count;

  if (!server_url()) {
    test->folder = g_dir_make_tmp("commontable-test-XXXXXX", NULL);
    test->url = g_strdup_printf("sqlite:%s/" SQLITE_FILE, test->folder);
    if (pattern_bytes)
      write_file(test->folder, pattern_bytes);
    return;
  }
  test->name = g_strdup_printf("test_%d_%d", (int)getpid(), g_atomic_int_add(&count, 1));
  /* File by file: through the log it takes thrice as long. */
  g_autofree char *sql = g_strdup_printf(
      "CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy ENCODING 'UTF8' LOCALE 'C.UTF-8'",
      test->name, pattern_name ? pattern_name : "template0");
  ask_server(server_url(), sql);
  test->url = url_with_name(server_url(), test->name);
}

static void
open_db(TestDb *test)
{
  g_autoptr(GError) err = NULL;

  test->db = db_open(test->url, &test->options, &err);
  if (!test->db)
    g_error("%s", err->message);
}

static void
migrate(TestDb *test, const MigrationFile *files)
{
  g_autoptr(GError) err = NULL;

  open_db(test);
  if (!db_migrate(test->db, files, &err))
    g_error("%s", err->message);
}

/* ---- patterns: a program migrates once, and copies from then on ---- */

/* Of these migrations' texts; g_free. */
static char *
pattern_key(const MigrationFile *files)
{
  g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_SHA256);

  for (; files->subject; files++) {
    g_checksum_update(hash, (const guchar *)files->subject, (gssize)strlen(files->subject) + 1);
    g_checksum_update(hash, (const guchar *)files->sql, (gssize)strlen(files->sql) + 1);
  }
  return g_strdup_printf("pattern_%d_%.16s", (int)getpid(), g_checksum_get_string(hash));
}

static GBytes *
read_closed_file(const TestDb *test)
{
  g_autofree char *path = g_build_filename(test->folder, SQLITE_FILE, NULL);
  g_autofree char *wal = g_strconcat(path, "-wal", NULL);
  g_autoptr(GError) err = NULL;
  char *bytes;
  gsize len;

  g_assert_false(g_file_test(wal, G_FILE_TEST_EXISTS)); /* all is in the file */
  if (!g_file_get_contents(path, &bytes, &len, &err))
    g_error("%s", err->message);
  return g_bytes_new_take(bytes, len);
}

typedef struct {
  char *key;     /* its name on PostgreSQL */
  char *server;  /* NULL: it is SQLite's. A test may use both engines in turn */
  GBytes *bytes; /* of SQLite's file */
} Pattern;

static void
pattern_free(void *data)
{
  Pattern *pattern = data;

  g_free(pattern->key);
  g_free(pattern->server);
  if (pattern->bytes)
    g_bytes_unref(pattern->bytes);
  g_free(pattern);
}

/* A database made for nothing but to be copied: nobody may be connected to it meanwhile. */
static Pattern *
make_pattern(const MigrationFile *files)
{
  TestDb *test = g_new0(TestDb, 1);
  Pattern *pattern = g_new0(Pattern, 1);

  pattern->key = pattern_key(files);
  pattern->server = g_strdup(server_url());
  test->tapes = g_ptr_array_new();
  make_place(test, NULL, NULL);
  migrate(test, files);
  g_clear_pointer(&test->db, db_close);
  if (test->folder) {
    pattern->bytes = read_closed_file(test);
  } else {
    g_autofree char *sql =
        g_strdup_printf("ALTER DATABASE %s RENAME TO %s", test->name, pattern->key);

    ask_server(server_url(), sql);
    g_clear_pointer(&test->name, g_free);
  }
  test_db_free(test);
  return pattern;
}

static GPtrArray *patterns; /* of Pattern; few */
static GMutex patterns_lock;

static void
drop_patterns(void)
{
  g_autoptr(GPtrArray) all = g_steal_pointer(&patterns);

  for (guint i = 0; i < all->len; i++) {
    const Pattern *pattern = g_ptr_array_index(all, i);
    g_autofree char *sql = g_strdup_printf("DROP DATABASE %s", pattern->key);

    if (pattern->server)
      ask_server(pattern->server, sql);
  }
}

/* Made when these migrations are asked for first; kept until the program ends. */
static const Pattern *
find_pattern(const MigrationFile *files)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&patterns_lock);
  g_autofree char *key = pattern_key(files);

  if (!patterns) {
    patterns = g_ptr_array_new_with_free_func(pattern_free);
    atexit(drop_patterns);
  }
  for (guint i = 0; i < patterns->len; i++) {
    const Pattern *pattern = g_ptr_array_index(patterns, i);

    if (g_str_equal(pattern->key, key) && g_strcmp0(pattern->server, server_url()) == 0)
      return pattern;
  }
  g_ptr_array_add(patterns, make_pattern(files));
  return g_ptr_array_index(patterns, patterns->len - 1);
}

TestDb *
test_db_new(const MigrationFile *files, const DbOptions *options)
{
  const Pattern *pattern = files ? find_pattern(files) : NULL;
  TestDb *test = g_new0(TestDb, 1);

  if (options)
    test->options = *options;
  test->tapes = g_ptr_array_new_with_free_func((GDestroyNotify)id_tape_free);
  make_place(test, pattern ? pattern->key : NULL, pattern ? pattern->bytes : NULL);
  open_db(test); /* a copy lacks no migration */
  return test;
}

static void
remove_folder(const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_unlink(path);
  }
  g_rmdir(folder);
}

void
test_db_free(TestDb *test)
{
  if (!test)
    return;
  db_close(test->db);
  if (test->folder)
    remove_folder(test->folder);
  if (test->name) {
    g_autofree char *sql = g_strdup_printf("DROP DATABASE %s WITH (FORCE)", test->name);
    ask_server(server_url(), sql);
  }
  g_ptr_array_unref(test->tapes);
  g_free(test->url);
  g_free(test->folder);
  g_free(test->name);
  g_free(test);
}

Db *
test_db(TestDb *test)
{
  return test->db;
}

const char *
test_db_url(TestDb *test)
{
  return test->url;
}

void
test_db_reopen(TestDb *test)
{
  db_close(test->db);
  open_db(test);
}

Act
test_db_act(TestDb *test, int64_t community_id, int64_t member_id)
{
  IdTape *tape = id_tape_new();

  g_ptr_array_add(test->tapes, tape);
  return (Act){ .community_id = community_id,
                .member_id = member_id,
                .role = ACT_AS_MEMBER,
                .at_us = clock_now_us(),
                .request_id = ids_new(),
                .ids = tape };
}

typedef struct {
  const Act *act;
  TestChange change;
  void *data;
} Job;

static bool
run(Txn *txn, void *data)
{
  Job *job = data;

  id_tape_rewind(job->act->ids);
  return job->change(txn, job->act, job->data);
}

WriteOutcome
test_db_write(TestDb *test, const Act *act, TestChange change, void *data)
{
  Job job = { act, change, data };

  return db_write_and_wait(test->db, act->community_id, run, &job, NULL);
}

char *
test_db_read_source(const char *path)
{
  g_autofree char *whole = g_build_filename(SOURCE_FOLDER, path, NULL);
  g_autoptr(GError) err = NULL;
  char *text = NULL;

  if (!g_file_get_contents(whole, &text, NULL, &err))
    g_error("%s", err->message);
  return text;
}

int64_t
test_read_waiting(Query *q, int64_t member_id, int64_t now_us, bool organises, int64_t kind,
                  int64_t id)
{
  int64_t first = 0, count = 0;

  bind_int(q, 2, member_id);
  bind_int(q, 3, now_us);
  bind_int(q, 4, organises);
  while (query_next(q)) {
    if (!first && col_int(q, 0) == kind)
      first = col_int(q, 1);
    count += col_int(q, 1) == id;
  }
  query_done(q);
  return id ? count : first;
}

int64_t
test_read_count(Query *q)
{
  const int64_t count = query_next(q) ? col_int(q, 0) : -1;

  query_done(q);
  return count;
}
