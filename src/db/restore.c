/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bringing a copy back into an empty place, and looking whether a database keeps its own rules. */
#include "db/engine.h"
#include "db/pg_tool.h"

#include <string.h>

static bool
restore_file(const char *from, const char *to, GError **err)
{
  static const char magic[] = "SQLite format 3"; /* with its NUL: how each file begins */
  g_autoptr(GMappedFile) file = g_mapped_file_new(from, FALSE, err);

  if (!file)
    return false;
  if (g_file_test(to, G_FILE_TEST_EXISTS)) {
    g_set_error(err, DB_ERROR, TROUBLE_DISK,
                "%s is there already: choose a new place, so that"
                " nothing is lost",
                to);
    return false;
  }
  if (g_mapped_file_get_length(file) < 512 ||
      memcmp(g_mapped_file_get_contents(file), magic, sizeof(magic)) != 0) {
    g_set_error(err, DB_ERROR, TROUBLE_DATABASE, "%s is not a backup made from SQLite", from);
    return false;
  }
  return g_file_set_contents_full(
      to, g_mapped_file_get_contents(file), (gssize)g_mapped_file_get_length(file),
      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, err);
}

static bool
restore_dump(const char *from, const char *url, GError **err)
{
  g_autofree char *database = pg_tool_database(url);
  const char *arguments[] = { "pg_restore",
                              "--exit-on-error",
                              "--single-transaction",
                              "--no-owner",
                              "--no-password",
                              "--dbname",
                              database ? database : "",
                              from,
                              NULL };

  return pg_tool_run(url, arguments, err);
}

bool
db_restore(const char *url, const char *path, GError **err)
{
  if (g_str_has_prefix(url, "sqlite:"))
    return restore_file(path, url + strlen("sqlite:"), err);
  return restore_dump(path, url, err);
}

/* The first line of what SQLite finds: "ok", or what is wrong. */
static bool
check_file(Db *db, GError **err)
{
  Txn *txn = db_begin_read(db, 0);
  Query *integrity = txn_query(txn, "PRAGMA integrity_check(1)");
  g_autofree char *finding =
      g_strdup(query_next(integrity) ? col_text(integrity, 0) : "unreadable");

  query_done(integrity);

  Query *references = txn_query(txn, "PRAGMA foreign_key_check");
  g_autofree char *table = query_next(references) ? g_strdup(col_text(references, 0)) : NULL;

  query_done(references);

  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  if (trouble || strcmp(finding, "ok") != 0)
    g_set_error(err, DB_ERROR, TROUBLE_DATABASE, "the file is damaged: %s", finding);
  else if (table)
    g_set_error(err, DB_ERROR, TROUBLE_DATABASE, "a row of %s refers to one that is gone", table);
  return !trouble && strcmp(finding, "ok") == 0 && !table;
}

/* Reading every row is what shows a damaged page: pg_dump does just that. What it writes goes
 * nowhere, and nowhere cannot be synced to disk. */
static bool
read_all(Db *db, GError **err)
{
  const char *arguments[] = { "pg_dump",   "-Fc", "--no-password", "--no-sync", "--file",
                              "/dev/null", NULL };

  return pg_tool_run(db->place, arguments, err);
}

bool
db_verify(Db *db, GError **err)
{
  return db->engine->kind == DB_SQLITE ? check_file(db, err) : read_all(db, err);
}
