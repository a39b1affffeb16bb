/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scratch databases for tests; see test_db.h. */
#include "db/test_db.h"

#include "base/clock.h"
#include "base/ids.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <string.h>
#include <unistd.h>

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
ask_server(const char *sql)
{
  PGconn *handle = PQconnectdb(server_url());
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
make_place(TestDb *test)
{
  static int count;

  if (!server_url()) {
    test->folder = g_dir_make_tmp("commontable-test-XXXXXX", NULL);
    test->url = g_strdup_printf("sqlite:%s/test.db", test->folder);
    return;
  }
  test->name = g_strdup_printf("test_%d_%d", (int)getpid(), g_atomic_int_add(&count, 1));
  g_autofree char *sql = g_strdup_printf("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'"
                                         " LOCALE 'C.UTF-8'",
                                         test->name);
  ask_server(sql);
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

TestDb *
test_db_new(const MigrationFile *files, const DbOptions *options)
{
  g_autoptr(GError) err = NULL;
  TestDb *test = g_new0(TestDb, 1);

  if (options)
    test->options = *options;
  test->tapes = g_ptr_array_new_with_free_func((GDestroyNotify)id_tape_free);
  make_place(test);
  open_db(test);
  if (files && !db_migrate(test->db, files, &err))
    g_error("%s", err->message);
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
    ask_server(sql);
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
