/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A backup brought back beside what is in use. */
#include "db/trial.h"

#include "db/engine.h"
#include "db/libpq.h"
#include "db/pg_tool.h"

#include <string.h>
#include <unistd.h>

struct DbTrial {
  Db *db;
  char *url;
  char *file;          /* SQLite */
  char *server, *name; /* PostgreSQL: where to ask, the database made */
};

/* "…/commontable?host=…" → "…/NAME?host=…" */
static char *
url_with_name(const char *url, const char *name)
{
  const char *start = strstr(url, "://") + strlen("://");
  const size_t before = strcspn(start, "/?");
  const char *query = strchr(start, '?');

  return g_strdup_printf("%.*s/%s%s", (int)(start - url + (ptrdiff_t)before), url, name,
                         query ? query : "");
}

GQuark
db_error_quark(void)
{
  return DB_ERROR;
}

static bool
ask_server(const char *url, const char *sql, GError **err)
{
  PGconn *handle = PQconnectdb(url);
  PGresult *result = PQexec(handle, sql);
  const bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;

  if (!is_done)
    g_set_error(err, DB_ERROR, DB_TRIAL_UNABLE, "%s", PQerrorMessage(handle));
  PQclear(result);
  PQfinish(handle);
  return is_done;
}

static bool
make_database(DbTrial *trial, const char *server, int64_t id, GError **err)
{
  g_autofree char *name = g_strdup_printf("commontable_try_%" G_GINT64_FORMAT, id);
  g_autofree char *drop = g_strdup_printf("DROP DATABASE IF EXISTS %s", name);
  g_autofree char *sql =
      g_strdup_printf("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", name);

  if (!ask_server(server, drop, err) || !ask_server(server, sql, err))
    return false;
  trial->server = g_strdup(server);
  trial->name = g_steal_pointer(&name);
  trial->url = url_with_name(server, trial->name);
  return true;
}

static void
remove_file(const char *file)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
    g_autofree char *path = g_strconcat(file, endings[i], NULL);

    unlink(path);
  }
}

DbTrial *
db_trial_begin(const Db *like, const char *copy, const char *folder, int64_t id, GError **err)
{
  g_autoptr(DbTrial) trial = g_new0(DbTrial, 1);

  if (like->engine->kind == DB_SQLITE) {
    trial->file = g_build_filename(folder, "try.db", NULL);
    trial->url = g_strconcat("sqlite:", trial->file, NULL);
    remove_file(trial->file); /* an old log beside a new file would be read into it */
  } else if (!make_database(trial, like->place, id, err)) {
    return NULL;
  }
  if (!db_restore(trial->url, copy, err))
    return NULL;
  trial->db = db_open(trial->url, &(DbOptions){ .readers = 1, .writers = 1 }, err);
  return trial->db ? g_steal_pointer(&trial) : NULL;
}

Db *
db_trial_db(DbTrial *trial)
{
  return trial->db;
}

void
db_trial_end(DbTrial *trial)
{
  if (!trial)
    return;
  if (trial->db)
    db_close(trial->db);
  if (trial->file)
    remove_file(trial->file);
  if (trial->name) {
    g_autofree char *sql = g_strdup_printf("DROP DATABASE %s", trial->name);

    ask_server(trial->server, sql, NULL);
  }
  g_free(trial->url);
  g_free(trial->file);
  g_free(trial->server);
  g_free(trial->name);
  g_free(trial);
}
