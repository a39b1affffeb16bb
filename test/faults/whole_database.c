/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All that a database holds as one hash, read beside the program by the engines' own libraries. */
#include "real_site.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>

static void
hash_sqlite_rows(GChecksum *hash, sqlite3 *handle, const char *sql)
{
  sqlite3_stmt *rows = NULL;

  if (sqlite3_prepare_v2(handle, sql, -1, &rows, NULL) != SQLITE_OK)
    g_error("%s: %s", sql, sqlite3_errmsg(handle));
  while (sqlite3_step(rows) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count(rows); i++) {
      int type = sqlite3_column_type(rows, i);
      const void *bytes = sqlite3_column_blob(rows, i);
      int len = sqlite3_column_bytes(rows, i);

      g_checksum_update(hash, (const guchar *)&type, sizeof(type));
      g_checksum_update(hash, (const guchar *)&len, sizeof(len));
      if (len > 0)
        g_checksum_update(hash, bytes, len);
    }
  sqlite3_finalize(rows);
}

static void
hash_sqlite(GChecksum *hash, const char *path)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *tables = NULL;
  int count = 0;

  if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2(handle, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1, &tables,
                         NULL) != SQLITE_OK)
    g_error("%s: %s", path, sqlite3_errmsg(handle));
  for (; sqlite3_step(tables) == SQLITE_ROW; count++) {
    g_autofree char *sql = g_strdup_printf("SELECT * FROM \"%s\"", sqlite3_column_text(tables, 0));

    hash_sqlite_rows(hash, handle, sql);
  }
  sqlite3_finalize(tables);
  sqlite3_close(handle);
  g_assert_cmpint(count, >, 10);
}

static PGresult *
ask_postgres(PGconn *handle, const char *sql)
{
  PGresult *result = PQexec(handle, sql);

  if (PQresultStatus(result) != PGRES_TUPLES_OK)
    g_error("%s: %s", sql, PQerrorMessage(handle));
  return result;
}

static void
hash_postgres(GChecksum *hash, PGconn *handle)
{
  PGresult *tables = ask_postgres(handle, "SELECT tablename FROM pg_tables"
                                          " WHERE schemaname = 'public' ORDER BY 1");

  g_assert_cmpint(PQntuples(tables), >, 10);
  for (int i = 0; i < PQntuples(tables); i++) {
    g_autofree char *sql =
        g_strdup_printf("SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM \"%s\" t",
                        PQgetvalue(tables, i, 0));
    PGresult *rows = ask_postgres(handle, sql);

    g_checksum_update(hash, (const guchar *)PQgetvalue(rows, 0, 0), -1);
    g_checksum_update(hash, (const guchar *)"|", 1);
    PQclear(rows);
  }
  PQclear(tables);
}

char *
hash_of_all(RealSite *site)
{
  const char *url = test_db_url(site->db);
  g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_SHA256);

  if (test_db_is_postgres()) {
    if (!site->beside)
      site->beside = PQconnectdb(url);
    hash_postgres(hash, site->beside);
  } else {
    hash_sqlite(hash, url + strlen("sqlite:"));
  }
  return g_strdup(g_checksum_get_string(hash));
}

void
close_beside(RealSite *site)
{
  PQfinish(site->beside);
}
