/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scratch databases for tests; see test_db.h. */
#include "db/test_db.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/engine.h"
#include "db/test_server.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define SQLITE_FILE "test.db"

struct TestDb {
  Db *db;
  char *url, *folder; /* folder: SQLite's */
  DbOptions options;
  GPtrArray *tapes;
};

bool
test_db_is_postgres(void)
{
  return test_server_url() != NULL;
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

static void
open_db(TestDb *test)
{
  g_autoptr(GError) err = NULL;

  test->db = db_open(test->url, &test->options, &err);
  if (!test->db)
    g_error("%s", err->message);
}

static void
migrate(const char *url, const void *files)
{
  g_autoptr(GError) err = NULL;
  Db *db = db_open(url, &(DbOptions){ 0 }, &err);

  if (!db || !db_migrate(db, files, &err))
    g_error("%s", err->message);
  db_close(db);
}

/* Of these migrations' texts; g_free. */
static char *
pattern_key(const MigrationFile *files)
{
  g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_SHA256);

  for (; files->subject; files++) {
    g_checksum_update(hash, (const guchar *)files->subject, (gssize)strlen(files->subject) + 1);
    g_checksum_update(hash, (const guchar *)files->sql, (gssize)strlen(files->sql) + 1);
  }
  return g_strdup_printf("pattern_%.32s", g_checksum_get_string(hash));
}

/* ---- SQLite: a program migrates once, and copies the file from then on ---- */

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

static void
make_folder(TestDb *test)
{
  test->folder = g_dir_make_tmp("commontable-test-XXXXXX", NULL);
  test->url = g_strdup_printf("sqlite:%s/" SQLITE_FILE, test->folder);
}

static GBytes *
make_pattern(const MigrationFile *files)
{
  TestDb *test = g_new0(TestDb, 1);

  test->tapes = g_ptr_array_new();
  make_folder(test);
  migrate(test->url, files);

  GBytes *bytes = read_closed_file(test);

  test_db_free(test);
  return bytes;
}

static GHashTable *patterns; /* key → GBytes of the file; few */
static GMutex patterns_lock;

static void
drop_patterns(void)
{
  g_clear_pointer(&patterns, g_hash_table_unref);
}

/* Made when these migrations are asked for first; kept until the program ends. */
static GBytes *
find_pattern(const MigrationFile *files)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&patterns_lock);
  g_autofree char *key = pattern_key(files);

  if (!patterns) {
    patterns =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    atexit(drop_patterns);
  }

  GBytes *bytes = g_hash_table_lookup(patterns, key);

  if (!bytes) {
    bytes = make_pattern(files);
    g_hash_table_insert(patterns, g_steal_pointer(&key), bytes);
  }
  return bytes;
}

/* ---- either ---- */

TestDb *
test_db_new(const MigrationFile *files, const DbOptions *options)
{
  TestDb *test = g_new0(TestDb, 1);

  if (options)
    test->options = *options;
  test->tapes = g_ptr_array_new_with_free_func((GDestroyNotify)id_tape_free);
  if (test_server_url()) {
    g_autofree char *key = files ? pattern_key(files) : NULL;

    test->url = test_server_take(key, migrate, files);
  } else {
    make_folder(test);
    if (files)
      write_file(test->folder, find_pattern(files));
  }
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
  else
    test_server_give_back(test->url);
  g_ptr_array_unref(test->tapes);
  g_free(test->url);
  g_free(test->folder);
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
test_db_watch(TestDb *test, void (*sees)(const char *sql))
{
  atomic_store(&test->db->sees, sees);
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
