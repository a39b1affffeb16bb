/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All that a database holds as one hash, read beside the program by the engines' own libraries. It
 * is asked for after each fault of each form: so the connection and its statements are kept, and
 * nothing is read again while the engine says that nobody has stored anything. */
#include "real_site.h"

#include <libpq-fe.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

enum { TABLES_LEAST = 10, HASH_BYTES = 32 };

struct Beside {
  PGconn *postgres;
  sqlite3 *sqlite;
  sqlite3_stmt *version; /* PRAGMA data_version: changes when another connection commits */
  GPtrArray *tables;     /* of sqlite3_stmt: all rows of each */
  bool is_prepared;      /* PostgreSQL: "all" */
  int64_t seen_version;  /* that, or PostgreSQL's oldest transaction that is not over */
  char *seen;            /* the hash at that version; NULL: none yet */
};

/* ---- SQLite ---- */

static sqlite3_stmt *
prepare(sqlite3 *handle, const char *sql)
{
  sqlite3_stmt *prepared = NULL;

  if (sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL) != SQLITE_OK)
    g_error("%s: %s", sql, sqlite3_errmsg(handle));
  return prepared;
}

static void
finalize(void *prepared)
{
  sqlite3_finalize(prepared);
}

static void
open_sqlite(Beside *beside, const char *path)
{
  if (sqlite3_open_v2(path, &beside->sqlite, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    g_error("%s: %s", path, sqlite3_errmsg(beside->sqlite));
  sqlite3_busy_timeout(beside->sqlite, 10 * 1000);
  beside->version = prepare(beside->sqlite, "PRAGMA data_version");
  beside->tables = g_ptr_array_new_with_free_func(finalize);

  sqlite3_stmt *names = prepare(beside->sqlite, "SELECT name FROM sqlite_schema"
                                                " WHERE type = 'table' ORDER BY name");

  while (sqlite3_step(names) == SQLITE_ROW) {
    g_autofree char *sql = g_strdup_printf("SELECT * FROM \"%s\"", sqlite3_column_text(names, 0));

    g_ptr_array_add(beside->tables, prepare(beside->sqlite, sql));
  }
  sqlite3_finalize(names);
  g_assert_cmpuint(beside->tables->len, >, TABLES_LEAST);
}

static void
hash_value(crypto_generichash_state *hash, sqlite3_stmt *rows, int i)
{
  int type = sqlite3_column_type(rows, i);
  const void *bytes = sqlite3_column_blob(rows, i);
  int len = sqlite3_column_bytes(rows, i);

  crypto_generichash_update(hash, (const guchar *)&type, sizeof(type));
  crypto_generichash_update(hash, (const guchar *)&len, sizeof(len));
  if (len > 0)
    crypto_generichash_update(hash, bytes, (size_t)len);
}

static void
hash_sqlite(crypto_generichash_state *hash, const Beside *beside)
{
  for (guint i = 0; i < beside->tables->len; i++) {
    sqlite3_stmt *rows = g_ptr_array_index(beside->tables, i);
    int status;

    while ((status = sqlite3_step(rows)) == SQLITE_ROW)
      for (int column = 0; column < sqlite3_column_count(rows); column++)
        hash_value(hash, rows, column);
    if (status != SQLITE_DONE)
      g_error("%s: %s", sqlite3_sql(rows), sqlite3_errmsg(beside->sqlite));
    sqlite3_reset(rows);
    crypto_generichash_update(hash, (const guchar *)&i, sizeof(i));
  }
}

static int64_t
sqlite_version(const Beside *beside)
{
  if (sqlite3_step(beside->version) != SQLITE_ROW)
    g_error("data_version: %s", sqlite3_errmsg(beside->sqlite));

  int64_t version = sqlite3_column_int64(beside->version, 0);

  sqlite3_reset(beside->version);
  return version;
}

/* ---- PostgreSQL ---- */

static PGresult *
must_answer(const Beside *beside, PGresult *result, ExecStatusType wanted)
{
  if (PQresultStatus(result) != wanted)
    g_error("%s", PQerrorMessage(beside->postgres));
  return result;
}

static void
open_postgres(Beside *beside, const char *url)
{
  beside->postgres = PQconnectdb(url);
  /* Helpers for so many small tables cost several times what they read. */
  PQclear(must_answer(beside, PQexec(beside->postgres, "SET max_parallel_workers_per_gather = 0"),
                      PGRES_COMMAND_OK));
}

/* Names of tables that ever had a row, in whatever database of this program. */
static GHashTable *filled;

/* True: one is new. */
static bool
find_filled(const Beside *beside)
{
  PGresult *tables =
      must_answer(beside,
                  PQexec(beside->postgres, "SELECT relname FROM pg_class WHERE relkind = 'r'"
                                           " AND relnamespace = 'public'::regnamespace"
                                           " AND pg_relation_size(oid) > 0"),
                  PGRES_TUPLES_OK);
  bool has_new = false;

  if (!filled)
    filled = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < PQntuples(tables); i++)
    has_new |= g_hash_table_add(filled, (gpointer)g_intern_string(PQgetvalue(tables, i, 0)));
  PQclear(tables);
  return has_new;
}

/* One statement that reads these: to open all the others costs ten times what these hold. */
static void
prepare_filled(Beside *beside)
{
  if (!find_filled(beside) && beside->is_prepared)
    return;

  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(filled), (GCompareFunc)strcmp);
  GString *sql = g_string_new(NULL);

  for (const GList *at = names; at; at = at->next)
    g_string_append_printf(sql,
                           "%sSELECT '%s' AS name, count(*), sum(hash_record_extended(t, 0))"
                           " FROM \"%s\" t",
                           at == names ? "" : " UNION ALL ", (const char *)at->data,
                           (const char *)at->data);
  g_string_append(sql, " ORDER BY name");
  PQclear(must_answer(beside, PQexec(beside->postgres, "DEALLOCATE ALL"), PGRES_COMMAND_OK));
  PQclear(
      must_answer(beside, PQprepare(beside->postgres, "all", sql->str, 0, NULL), PGRES_COMMAND_OK));
  beside->is_prepared = true;
  g_string_free(sql, TRUE);
}

static void
hash_postgres(crypto_generichash_state *hash, Beside *beside)
{
  prepare_filled(beside);

  PGresult *rows = must_answer(
      beside, PQexecPrepared(beside->postgres, "all", 0, NULL, NULL, NULL, 0), PGRES_TUPLES_OK);

  for (int i = 0; i < PQntuples(rows); i++) {
    g_autofree char *line = g_strdup_printf("%s %s %s|", PQgetvalue(rows, i, 0),
                                            PQgetvalue(rows, i, 1), PQgetvalue(rows, i, 2));

    /* A table whose rows are gone again is as one that never had any. */
    if (strcmp(PQgetvalue(rows, i, 1), "0") != 0)
      crypto_generichash_update(hash, (const guchar *)line, strlen(line));
  }
  PQclear(rows);
}

/* Transactions that store something have numbers: each below `oldest` is over, none is `next` or
 * above it yet. */
static void
postgres_numbers(const Beside *beside, int64_t *ret_oldest, int64_t *ret_next)
{
  PGresult *row = must_answer(beside,
                              PQexec(beside->postgres,
                                     "SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text"
                                     " FROM pg_current_snapshot() s"),
                              PGRES_TUPLES_OK);

  *ret_oldest = g_ascii_strtoll(PQgetvalue(row, 0, 0), NULL, 10);
  *ret_next = g_ascii_strtoll(PQgetvalue(row, 0, 1), NULL, 10);
  PQclear(row);
}

/* Nothing is stored when each of these was undone. One that still runs counts as kept, and so do
 * those of other databases. */
static bool
postgres_kept_nothing(const Beside *beside, int64_t from, int64_t next)
{
  g_autofree char *sql =
      g_strdup_printf("SELECT count(*) FROM generate_series(%" G_GINT64_FORMAT "::bigint, "
                      "%" G_GINT64_FORMAT ") x WHERE pg_xact_status(x::text::xid8)"
                      " IS DISTINCT FROM 'aborted'",
                      from, next - 1);
  PGresult *row = must_answer(beside, PQexec(beside->postgres, sql), PGRES_TUPLES_OK);
  bool is_so = strcmp(PQgetvalue(row, 0, 0), "0") == 0;

  PQclear(row);
  return is_so;
}

/* ---- either ---- */

/* The engine says that nobody has stored anything since the last hash. Told before the rows are
 * read, so that what comes in between makes the next hash a new one. */
static bool
is_as_seen(Beside *beside)
{
  int64_t oldest, next;

  if (beside->sqlite)
    oldest = next = sqlite_version(beside);
  else
    postgres_numbers(beside, &oldest, &next);

  bool is_so =
      beside->seen && (beside->sqlite ? next == beside->seen_version
                                      : postgres_kept_nothing(beside, beside->seen_version, next));

  beside->seen_version = oldest;
  return is_so;
}

static Beside *
open_beside(const char *url)
{
  Beside *beside = g_new0(Beside, 1);

  if (test_db_is_postgres())
    open_postgres(beside, url);
  else
    open_sqlite(beside, url + strlen("sqlite:"));
  return beside;
}

char *
hash_of_all(RealSite *site)
{
  if (!site->beside)
    site->beside = open_beside(test_db_url(site->db));

  Beside *beside = site->beside;
  if (is_as_seen(beside))
    return g_strdup(beside->seen);

  guchar bytes[HASH_BYTES];
  char hex[2 * HASH_BYTES + 1];
  crypto_generichash_state hash;

  crypto_generichash_init(&hash, NULL, 0, sizeof(bytes));
  if (beside->sqlite)
    hash_sqlite(&hash, beside);
  else
    hash_postgres(&hash, beside);
  crypto_generichash_final(&hash, bytes, sizeof(bytes));
  sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes));
  g_free(beside->seen);
  beside->seen = g_strdup(hex);
  return g_strdup(hex);
}

void
close_beside(RealSite *site)
{
  Beside *beside = g_steal_pointer(&site->beside);

  if (!beside)
    return;
  PQfinish(beside->postgres);
  g_clear_pointer(&beside->tables, g_ptr_array_unref);
  sqlite3_finalize(beside->version);
  sqlite3_close(beside->sqlite);
  g_free(beside->seen);
  g_free(beside);
}
