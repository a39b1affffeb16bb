/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scratch places and archives. */
#include "data/archive_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "db/rows.h"
#include "people/seal.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

Place *
place_new(const MigrationFile *files, bool is_sqlite)
{
  static uint8_t keys;
  g_autofree char *engine = g_strdup(g_getenv("TEST_DATABASE_URL"));
  Place *place = g_new0(Place, 1);

  place->files = files;
  place->root_key = ++keys;
  if (is_sqlite)
    g_setenv("TEST_DATABASE_URL", "sqlite", TRUE);
  place->test = test_db_new(files, NULL);
  if (engine)
    g_setenv("TEST_DATABASE_URL", engine, TRUE);
  return place;
}

void
place_free(Place *place)
{
  test_db_free(place->test);
  g_free(place);
}

Db *
place_db(Place *place)
{
  const uint8_t key[ROOT_KEY_BYTES] = { place->root_key };

  seal_set_root_key(key);
  return test_db(place->test);
}

void
place_write(Place *place, TestChange change, void *data)
{
  Act act = test_db_act(place->test, RIVERSIDE, 0);

  place_db(place);
  act.role = ACT_AS_OPERATOR;
  assert_int_equal(test_db_write(place->test, &act, change, data), WRITE_KEPT);
}

static char *
new_file(int *ret_fd)
{
  char *path = NULL;

  *ret_fd = g_file_open_tmp("archive-XXXXXX", &path, NULL);
  assert_true(*ret_fd >= 0);
  return path;
}

char *
place_pack(Place *place)
{
  g_autoptr(GError) err = NULL;
  ArchiveFacts facts;
  int fd = -1;
  char *path = new_file(&fd);

  if (!archive_write(place_db(place), place->files, RIVERSIDE, fd, PASSPHRASE, &facts, &err))
    fail_msg("%s", err->message);
  close(fd);
  return path;
}

bool
any_host(Txn *txn, const Act *act, const char *host, void *data, GError **err)
{
  (void)txn, (void)act, (void)host, (void)data, (void)err;
  return true;
}

int
place_unpack(Place *place, const char *archive, const char *passphrase, const char *host)
{
  const ArchiveHome home = { .host = host, .take_host = any_host };
  g_autoptr(GError) err = NULL;
  ArchiveFacts facts;
  int64_t community_id = 0;
  int fd = open(archive, O_RDONLY | O_CLOEXEC);
  bool is_in = archive_take_in(place_db(place), place->files, fd, passphrase, &home, &community_id,
                               &facts, &err);

  close(fd);
  assert_true(is_in == (err == NULL));
  if (is_in) {
    assert_int_equal(community_id, RIVERSIDE);
    return -1;
  }
  print_message("  %s\n", err->message);
  assert_true(err->domain == ARCHIVE_ERROR);
  return err->code;
}

int64_t
place_rows(Place *place)
{
  g_autoptr(DbTables) tables = db_tables_read(place->files, NULL);
  Txn *txn = db_begin_read(place_db(place), RIVERSIDE);
  int64_t count = 0;

  for (guint i = 0; i < tables->tables->len; i++) {
    g_autoptr(DbRows) rows = db_rows_open(txn, tables->tables->pdata[i], 100);

    while (db_rows_next(rows))
      count++;
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return count;
}

GBytes *
archive_open(const char *archive, const MigrationFile *files)
{
  g_autoptr(GError) err = NULL;
  ArchiveFacts facts;
  char *bytes = NULL;
  gsize len = 0;
  int copy_fd = -1, fd = open(archive, O_RDONLY | O_CLOEXEC);
  g_autofree char *copy = new_file(&copy_fd);

  if (!archive_check(fd, PASSPHRASE, files, copy_fd, &facts, &err))
    fail_msg("%s", err->message);
  close(fd);
  close(copy_fd);
  assert_true(g_file_get_contents(copy, &bytes, &len, NULL));
  g_unlink(copy);
  return g_bytes_new_take(bytes, len);
}

char *
archive_seal(const void *bytes, size_t len)
{
  int fd = -1;
  char *path = new_file(&fd);
  g_autoptr(SealedWriter) writer = sealed_writer_new(fd, PASSPHRASE, NULL);

  assert_non_null(writer);
  assert_true(sealed_writer_put(writer, bytes, len, NULL));
  assert_true(sealed_writer_end(writer, NULL));
  close(fd);
  return path;
}

void
archive_drop(char *archive)
{
  g_unlink(archive);
  g_free(archive);
}
