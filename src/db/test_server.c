/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scratch databases on a PostgreSQL server; see test_server.h. */
#include "db/test_server.h"

#include <glib.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Above this the rows of earlier tests, which lie there as dead ones, cost more than a new one. */
#define BYTES_MOST "4000000"

/* What is not rows; of two databases with the same tables it is the same. */
static const char shape_sql[] =
    "SELECT concat_ws(' ', count(*), sum(relnatts), sum(relchecks), sum(relhastriggers::int),"
    " sum(CASE relkind WHEN 'r' THEN pg_relation_size(oid) END) < " BYTES_MOST ")"
    " FROM pg_class WHERE relnamespace = 'public'::regnamespace";

static const char written_sql[] =
    "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r'"
    " AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0";

/* Databases with the same tables. */
typedef struct {
  char *key, *server;
  char *shape;        /* as the first was made; NULL: there was none yet */
  GHashTable *filled; /* tables that have rows from the start: those stay */
  GPtrArray *idle;    /* of Place: given back and emptied */
} Kind;

typedef struct {
  char *url;
  Kind *kind;
  PGconn *handle; /* beside the test's own: to start one costs more than to empty the tables */
} Place;

static GPtrArray *kinds; /* of Kind; few */
static GHashTable *lent; /* address → Place */
static GMutex lock;

const char *
test_server_url(void)
{
  const char *url = g_getenv("TEST_DATABASE_URL");

  return url && g_str_has_prefix(url, "postgres") ? url : NULL;
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

static char *
name_in(const char *url)
{
  const char *name = strchr(strstr(url, "://") + strlen("://"), '/') + 1;

  return g_strndup(name, strcspn(name, "?"));
}

static PGresult *
ask(PGconn *handle, const char *sql)
{
  PGresult *result = PQexec(handle, sql);

  if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
    g_error("%s: %s", sql, PQerrorMessage(handle));
  return result;
}

static void
tell(const char *url, const char *sql)
{
  PGconn *handle = PQconnectdb(url);

  PQclear(ask(handle, sql));
  PQfinish(handle);
}

/* File by file: through the log it takes thrice as long. */
static char *
copy_database(const char *server, const char *pattern)
{
  static int count;
  g_autofree char *name = g_strdup_printf("test_%d_%d", (int)getpid(), count++);
  g_autofree char *sql = g_strdup_printf(
      "CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy ENCODING 'UTF8' LOCALE 'C.UTF-8'", name,
      pattern);

  tell(server, sql);
  return url_with_name(server, name);
}

static void
drop_database(const char *url)
{
  g_autofree char *server = url_with_name(url, "postgres");
  g_autofree char *name = name_in(url);
  g_autofree char *sql = g_strdup_printf("DROP DATABASE %s WITH (FORCE)", name);

  tell(server, sql);
}

/* Two programs that want the same pattern at once: the second waits for the first. */
static void
make_pattern(const char *server, const char *key, TestServerFill fill, const void *with)
{
  PGconn *handle = PQconnectdb(server);
  g_autofree char *wait = g_strdup_printf("SELECT pg_advisory_lock(hashtext('%s'))", key);
  g_autofree char *find = g_strdup_printf("SELECT FROM pg_database WHERE datname = '%s'", key);

  PQclear(ask(handle, wait));
  PGresult *found = ask(handle, find);

  if (PQntuples(found) == 0) {
    g_autofree char *url = copy_database(server, "template0");
    g_autofree char *name = name_in(url);
    g_autofree char *rename = g_strdup_printf("ALTER DATABASE %s RENAME TO %s", name, key);

    fill(url, with);
    PQclear(ask(handle, rename));
  }
  PQclear(found);
  PQfinish(handle);
}

static void
place_drop(void *data)
{
  Place *place = data;

  PQfinish(place->handle);
  drop_database(place->url);
  g_free(place->url);
  g_free(place);
}

static void
drop_idle(void)
{
  for (guint i = 0; i < kinds->len; i++) {
    Kind *kind = g_ptr_array_index(kinds, i);

    g_ptr_array_unref(kind->idle);
    g_hash_table_unref(kind->filled);
    g_free(kind->shape);
    g_free(kind->server);
    g_free(kind->key);
    g_free(kind);
  }
  g_clear_pointer(&kinds, g_ptr_array_unref);
  g_clear_pointer(&lent, g_hash_table_unref);
}

static Kind *
find_kind(const char *server, const char *key, TestServerFill fill, const void *with)
{
  if (!kinds) {
    kinds = g_ptr_array_new();
    lent = g_hash_table_new(g_str_hash, g_str_equal);
    atexit(drop_idle);
  }
  for (guint i = 0; i < kinds->len; i++) {
    Kind *kind = g_ptr_array_index(kinds, i);

    if (g_str_equal(kind->key, key) && g_str_equal(kind->server, server))
      return kind;
  }
  make_pattern(server, key, fill, with);

  Kind *kind = g_new0(Kind, 1);

  *kind = (Kind){ .key = g_strdup(key),
                  .server = g_strdup(server),
                  .filled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                  .idle = g_ptr_array_new_with_free_func(place_drop) };
  g_ptr_array_add(kinds, kind);
  return kind;
}

static char *
shape_of(PGconn *handle)
{
  PGresult *result = ask(handle, shape_sql);
  char *shape = g_strdup(PQgetvalue(result, 0, 0));

  PQclear(result);
  return shape;
}

/* What a fresh one looks like. */
static void
look_at_first(Kind *kind, PGconn *handle)
{
  PGresult *written = ask(handle, written_sql);

  for (int i = 0; i < PQntuples(written); i++)
    g_hash_table_add(kind->filled, g_strdup(PQgetvalue(written, i, 0)));
  PQclear(written);
  kind->shape = shape_of(handle);
}

static Place *
place_new(Kind *kind)
{
  Place *place = g_new(Place, 1);

  *place = (Place){ .url = copy_database(kind->server, kind->key), .kind = kind };
  place->handle = PQconnectdb(place->url);
  if (!kind->shape)
    look_at_first(kind, place->handle);
  return place;
}

/* Neither triggers nor references are asked. False: somebody still holds a row. */
static bool
are_deleted(PGconn *handle, PGresult *tables, GHashTable *filled)
{
  GString *sql = g_string_new("SET session_replication_role = replica; SET lock_timeout = '2s';");

  for (int i = 0; i < PQntuples(tables); i++)
    if (!g_hash_table_contains(filled, PQgetvalue(tables, i, 0)))
      g_string_append_printf(sql, "DELETE FROM %s;", PQgetvalue(tables, i, 0));

  PGresult *result = PQexec(handle, sql->str);
  bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;

  PQclear(result);
  g_string_free(sql, TRUE);
  return is_done;
}

/* False: it cannot be used again. */
static bool
is_emptied(const Place *place)
{
  PGresult *written = PQexec(place->handle, written_sql);
  bool is_done = false;

  if (PQresultStatus(written) == PGRES_TUPLES_OK) { /* a test may have cut all connections */
    g_autofree char *shape = shape_of(place->handle);

    is_done = g_str_equal(shape, place->kind->shape) &&
              are_deleted(place->handle, written, place->kind->filled);
  }
  PQclear(written);
  return is_done;
}

char *
test_server_take(const char *key, TestServerFill fill, const void *with)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
  const char *server = test_server_url();

  if (!key)
    return copy_database(server, "template0");

  Kind *kind = find_kind(server, key, fill, with);
  Place *place = kind->idle->len > 0 ? g_ptr_array_steal_index(kind->idle, kind->idle->len - 1)
                                     : place_new(kind);

  g_hash_table_insert(lent, place->url, place);
  return g_strdup(place->url);
}

void
test_server_give_back(const char *url)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
  Place *place = lent ? g_hash_table_lookup(lent, url) : NULL;

  if (!place) {
    drop_database(url);
    return;
  }
  g_hash_table_remove(lent, url);
  if (is_emptied(place))
    g_ptr_array_add(place->kind->idle, place);
  else
    place_drop(place);
}
