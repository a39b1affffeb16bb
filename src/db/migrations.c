/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Running migrations: what is recorded, what is missing, one transaction each.
 * Reading the files and writing each engine's dialect is in migration_text.c. */
#include "db/migrations.h"

#include "base/clock.h"
#include "db/engine.h"
#include "db/migration_text.h"

static const char table_sql[] = "CREATE TABLE IF NOT EXISTS schema_migration ("
                                " subject TEXT NOT NULL, number BIGINT NOT NULL,"
                                " checksum TEXT NOT NULL, at_us BIGINT NOT NULL,"
                                " PRIMARY KEY (subject, number))";

/* A statement of this file; literals only, for their address is the key. */
#define own_query(txn, sql) txn_query((txn), "" sql)

/* --- What is recorded --- */

typedef struct {
  char *subject;
  int64_t number;
  char *checksum;
} Recorded;

static void
recorded_free(Recorded *recorded)
{
  g_free(recorded->subject);
  g_free(recorded->checksum);
  g_free(recorded);
}

static GPtrArray *
read_recorded(Txn *txn)
{
  GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)recorded_free);
  g_autoptr(Query) q = own_query(txn, "SELECT subject, number, checksum FROM schema_migration"
                                      " ORDER BY subject, number");

  while (query_next(q)) {
    Recorded *recorded = g_new0(Recorded, 1);

    recorded->subject = g_strdup(col_text(q, 0));
    recorded->number = col_int(q, 1);
    recorded->checksum = g_strdup(col_text(q, 2));
    g_ptr_array_add(all, recorded);
  }
  return all;
}

static const Migration *
find_migration(GPtrArray *migrations, const char *subject, int64_t number)
{
  for (guint i = 0; i < migrations->len; i++) {
    const Migration *m = g_ptr_array_index(migrations, i);

    if (m->number == number && g_str_equal(m->subject, subject))
      return m;
  }
  return NULL;
}

static bool
is_recorded(GPtrArray *recorded, const Migration *m)
{
  for (guint i = 0; i < recorded->len; i++) {
    const Recorded *r = g_ptr_array_index(recorded, i);

    if (r->number == m->number && g_str_equal(r->subject, m->subject))
      return true;
  }
  return false;
}

/* What was done must be what this program would have done; then NULL. Otherwise why not. */
static const char *
find_difference(GPtrArray *recorded, guint at, GPtrArray *migrations)
{
  const Recorded *r = g_ptr_array_index(recorded, at);
  const Recorded *before = at > 0 ? g_ptr_array_index(recorded, at - 1) : NULL;
  const Migration *m = find_migration(migrations, r->subject, r->number);

  if (!m)
    return "was run on this database, but this program does not know it: the database is newer. "
           "Start the newer program.";
  if (!g_str_equal(m->checksum, r->checksum))
    return "is not what was run on this database. A step that was released is never edited.";
  if (r->number > 1 &&
      !(before && before->number == r->number - 1 && g_str_equal(before->subject, r->subject)))
    return "was run on this database, but not the one before it.";
  return NULL;
}

static bool
check_recorded(GPtrArray *recorded, GPtrArray *migrations, GError **err)
{
  for (guint i = 0; i < recorded->len; i++) {
    const Recorded *r = g_ptr_array_index(recorded, i);
    const char *difference = find_difference(recorded, i, migrations);

    if (!difference)
      continue;
    g_set_error(err, DB_ERROR, TROUBLE_DATABASE, "Nothing was changed: step %" PRId64 " of %s %s",
                r->number, r->subject, difference);
    return false;
  }
  return true;
}

/* --- Running --- */

/* Two processes may start at once: the second waits here and then finds the work done. */
static bool
begin_locked(Connection *c)
{
  txn_start(c, 0, true);
  if (!connection_control(c, CONTROL_BEGIN_WRITE))
    return false;
  return c->db->engine->kind == DB_SQLITE ||
         c->db->engine->exec(c, "LOCK TABLE schema_migration IN SHARE ROW EXCLUSIVE MODE");
}

static void
record(Txn *txn, const Migration *m)
{
  g_autoptr(Query) q =
      own_query(txn, "INSERT INTO schema_migration (subject, number, checksum, at_us)"
                     " VALUES (?1, ?2, ?3, ?4)");

  bind_text(q, 1, m->subject);
  bind_int(q, 2, m->number);
  bind_text(q, 3, m->checksum);
  bind_int(q, 4, clock_now_us());
  query_run(q);
}

/* Tables can be rebuilt only while SQLite does not follow foreign keys; so look afterwards. */
static void
check_foreign_keys(Txn *txn)
{
  if (txn->connection->db->engine->kind != DB_SQLITE)
    return;
  g_autoptr(Query) q = own_query(txn, "PRAGMA foreign_key_check");
  if (query_next(q))
    txn_fail(txn, TROUBLE_DATABASE, "rows would point at rows that are not there");
}

static void
run_statements(Connection *c, const Migration *m)
{
  for (guint i = 0; i < m->statements->len && c->txn.trouble == TROUBLE_NONE; i++) {
    g_autofree char *sql =
        migration_statement_for(c->db->engine->kind, g_ptr_array_index(m->statements, i));
    c->db->engine->exec(c, sql);
  }
}

static bool
run_migration(Connection *c, const Migration *m, GPtrArray *migrations, GError **err)
{
  Txn *txn = &c->txn;
  bool is_checked = true;

  if (begin_locked(c)) {
    g_autoptr(GPtrArray) recorded = read_recorded(txn);

    is_checked = check_recorded(recorded, migrations, err);
    if (is_checked && !is_recorded(recorded, m)) {
      run_statements(c, m);
      record(txn, m);
      check_foreign_keys(txn);
    }
  }
  if (is_checked && txn->trouble == TROUBLE_NONE && connection_control(c, CONTROL_COMMIT))
    return true;
  if (is_checked) {
    g_autofree char *what =
        g_strdup_printf("Step %" PRId64 " of %s failed and was undone", m->number, m->subject);
    txn_to_error(txn, what, err);
  }
  if (c->db->engine->is_in_transaction(c))
    connection_control(c, CONTROL_ROLLBACK);
  return false;
}

/* Two processes that both find no table: PostgreSQL lets one fail, and then it is there. */
static bool
make_table(Connection *c, GError **err)
{
  txn_start(c, 0, true);
  if (c->db->engine->exec(c, table_sql))
    return true;
  txn_start(c, 0, true);
  if (c->db->engine->exec(c, table_sql))
    return true;
  txn_to_error(&c->txn, "The database could not be prepared", err);
  return false;
}

static bool
run_missing(Connection *c, GPtrArray *migrations, GError **err)
{
  txn_start(c, 0, true);
  g_autoptr(GPtrArray) recorded = read_recorded(&c->txn);
  if (c->txn.trouble != TROUBLE_NONE) {
    txn_to_error(&c->txn, "The database could not be read", err);
    return false;
  }
  if (!check_recorded(recorded, migrations, err))
    return false;
  for (guint i = 0; i < migrations->len; i++) {
    const Migration *m = g_ptr_array_index(migrations, i);

    if (!is_recorded(recorded, m) && !run_migration(c, m, migrations, err))
      return false;
  }
  return true;
}

static int
count_missing(GPtrArray *recorded, GPtrArray *migrations)
{
  int missing = 0;

  for (guint i = 0; i < migrations->len; i++)
    missing += !is_recorded(recorded, g_ptr_array_index(migrations, i));
  return missing;
}

/* Read by one of the pool, which will read pages next: a connection only for this would have to
 * learn all tables of SQLite first. Also false where it cannot be read: then the rest says why. */
static bool
is_whole(Db *db, GPtrArray *migrations)
{
  Txn *txn = db_begin_read(db, 0);
  g_autoptr(GPtrArray) recorded = read_recorded(txn);
  bool is_read = txn->trouble == TROUBLE_NONE;

  db_end_read(txn);
  return is_read && check_recorded(recorded, migrations, NULL) &&
         count_missing(recorded, migrations) == 0;
}

bool
db_migrate(Db *db, const MigrationFile *files, GError **err)
{
  g_autoptr(GPtrArray) known = migrations_known(files, err);
  if (!known)
    return false;
  if (is_whole(db, known))
    return true;

  g_autoptr(GPtrArray) migrations = migrations_read(files, err);
  if (!migrations)
    return false;
  g_autoptr(Connection) c = connection_new(db, true);
  if (!connection_ready(c)) {
    txn_to_error(&c->txn, "The database could not be opened", err);
    return false;
  }
  if (db->engine->kind == DB_SQLITE && !db->engine->exec(c, "PRAGMA foreign_keys = OFF")) {
    txn_to_error(&c->txn, "The database could not be prepared", err);
    return false;
  }
  return make_table(c, err) && run_missing(c, migrations, err);
}

bool
db_migrations_missing(Db *db, const MigrationFile *files, int *ret_missing, GError **err)
{
  g_autoptr(GPtrArray) migrations = migrations_known(files, err);
  Txn *txn = migrations ? db_begin_read(db, 0) : NULL;

  if (!txn)
    return false;

  g_autoptr(GPtrArray) recorded = read_recorded(txn);
  bool is_read = txn->trouble == TROUBLE_NONE;

  if (!is_read)
    txn_to_error(txn, "The database could not be read", err);
  db_end_read(txn);
  if (!is_read || !check_recorded(recorded, migrations, err))
    return false;
  *ret_missing = count_missing(recorded, migrations);
  return true;
}
