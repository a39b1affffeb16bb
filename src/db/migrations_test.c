/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Migrations: what runs, what is refused, two programs starting at once, what each engine is told.
 * Run with --migrate URL it is one of those programs. */
#include "db/engine.h"
#include "db/migration_text.h"
#include "db/sql_text.h"
#include "db/test_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>
#include <sys/wait.h>

static const char *program;

#define FIRST                                                                          \
  "-- migration 1: notes\n"                                                            \
  "-- tenant\n-- clustered\n-- export yes\n"                                           \
  "CREATE TABLE note ( -- a remark; with a sign\n"                                     \
  "  community_id BIGINT NOT NULL, id BIGINT NOT NULL,\n"                              \
  "  body TEXT NOT NULL DEFAULT 'BIGINT; -- no remark', sealed BYTEA, size INTEGER,\n" \
  "  PRIMARY KEY (community_id, id));\n"                                               \
  "-- tenant\n-- export yes\n"                                                         \
  "CREATE TABLE part (community_id BIGINT NOT NULL, id BIGINT NOT NULL,\n"             \
  "  note_id BIGINT NOT NULL, PRIMARY KEY (community_id, id),\n"                       \
  "  FOREIGN KEY (community_id, note_id) REFERENCES note (community_id, id));\n"       \
  "INSERT INTO note (community_id, id, size) VALUES (5, 1, 1099511627776);\n"          \
  "INSERT INTO part (community_id, id, note_id) VALUES (5, 1, 1);\n"
#define SECOND                 \
  "-- migration 2: a colour\n" \
  "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';\n"

static bool
migrate(Db *db, const char *sql, char **ret_message)
{
  const MigrationFile files[] = { { "note", sql }, { NULL, NULL } };
  g_autoptr(GError) err = NULL;
  bool is_good = db_migrate(db, files, &err);

  assert_int_equal(is_good, !err);
  if (ret_message)
    *ret_message = g_strdup(err ? err->message : "");
  return is_good;
}

static void
assert_refused(Db *db, const char *sql, const char *why)
{
  g_autofree char *message = NULL;

  assert_false(migrate(db, sql, &message));
  if (!strstr(message, why))
    fail_msg("\"%s\" does not say \"%s\"", message, why);
}

static int
set_up(void **state)
{
  *state = test_db_new(NULL, NULL);
  return 0;
}

static int
tear_down(void **state)
{
  test_db_free(*state);
  return 0;
}

/* One number from one row, in community 5. */
#define number_of(db, sql) number_of_literal((db), "" sql)
static int64_t
number_of_literal(Db *db, const char *sql)
{
  Txn *txn = db_begin_read(db, 5);
  int64_t number;

  {
    g_autoptr(Query) q = db_query_literal(txn, sql);
    number = query_next(q) ? col_int(q, 0) : -1;
  }
  if (txn_trouble(txn) != TROUBLE_NONE)
    number = -2;
  db_end_read(txn);
  return number;
}

static void
steps_run_once_and_in_order(void **state)
{
  Db *db = test_db(*state);

  assert_true(migrate(db, FIRST, NULL));
  assert_true(migrate(db, FIRST, NULL));
  assert_int_equal(number_of(db, "SELECT count(*) FROM note WHERE community_id = ?1"), 1);
  assert_true(migrate(db, FIRST SECOND, NULL));
  assert_true(migrate(db, FIRST SECOND, NULL));
  assert_int_equal(number_of(db, "SELECT count(*) FROM note WHERE community_id = ?1"
                                 " AND colour = 'red' AND body = 'BIGINT; -- no remark'"),
                   1);
  assert_int_equal(number_of(db, "SELECT count(*) FROM schema_migration"), 2);
  /* A number that only a BIGINT holds fits in an INTEGER too, on both engines. */
  assert_true(number_of(db, "SELECT size FROM note WHERE community_id = ?1") == 1099511627776);
}

static char *
first_with(const char *text, const char *other)
{
  GString *sql = g_string_new(FIRST);

  assert_int_equal(g_string_replace(sql, text, other, 0), 1);
  return g_string_free(sql, FALSE);
}

static void
remarks_may_change_statements_may_not(void **state)
{
  Db *db = test_db(*state);

  assert_true(migrate(db, FIRST, NULL));
  assert_true(migrate(db, "-- A word before.\n" FIRST "\n-- And one after.\n", NULL));
  g_autofree char *changed = first_with("remark'", "REMARK'");
  assert_refused(db, changed, "is not what was run");
  g_autofree char *unclustered = first_with("-- clustered", "-- Clustered");
  assert_refused(db, unclustered, "is not what was run");
}

static const MigrationStep *
steps_of(const char *sql)
{
  const MigrationFile files[] = { { .subject = "note", .sql = sql }, { 0 } };
  g_autoptr(GPtrArray) all = migrations_read(files, NULL);
  MigrationStep *steps = g_new0(MigrationStep, all->len + 1);

  for (guint i = 0; i < all->len; i++) {
    const Migration *m = g_ptr_array_index(all, i);

    steps[i] = (MigrationStep){ m->number, g_strdup(m->checksum) };
  }
  return steps;
}

static void
steps_free(const MigrationStep *steps)
{
  for (const MigrationStep *step = steps; step->number; step++)
    g_free((char *)step->checksum);
  g_free((MigrationStep *)steps);
}

/* Where all was run the texts are not even read; anything else is found as without them. */
static void
steps_found_while_building_spare_the_reading(void **state)
{
  Db *db = test_db(*state);
  const MigrationStep *one = steps_of(FIRST), *both = steps_of(FIRST SECOND);
  int missing = -1;
  g_autoptr(GError) err = NULL;

  assert_true(db_migrate(db, (MigrationFile[]){ { "note", FIRST, one }, { 0 } }, &err));
  assert_true(db_migrate(db, (MigrationFile[]){ { "note", "nonsense", one }, { 0 } }, &err));
  assert_true(db_migrations_missing(db, (MigrationFile[]){ { "note", FIRST SECOND, both }, { 0 } },
                                    &missing, &err));
  assert_int_equal(missing, 1);
  assert_true(db_migrate(db, (MigrationFile[]){ { "note", FIRST SECOND, both }, { 0 } }, &err));
  assert_int_equal(number_of(db, "SELECT count(*) FROM schema_migration"), 2);
  assert_null(err);
  assert_false(db_migrate(db, (MigrationFile[]){ { "note", FIRST, one }, { 0 } }, &err));
  assert_non_null(strstr(err->message, "is newer"));
  steps_free(one);
  steps_free(both);
}

static void
a_newer_database_is_refused(void **state)
{
  Db *db = test_db(*state);
  const MigrationFile none[] = { { NULL, NULL } };
  g_autoptr(GError) err = NULL;

  assert_true(migrate(db, FIRST SECOND, NULL));
  assert_refused(db, FIRST, "is newer");
  assert_false(db_migrate(db, none, &err));
}

static bool
forget_first(Txn *txn, void *data)
{
  (void)data;
  return txn->connection->db->engine->exec(txn->connection,
                                           "DELETE FROM schema_migration WHERE number = 1");
}

static void
a_gap_is_refused(void **state)
{
  Db *db = test_db(*state);

  assert_refused(db, "-- migration 2: x\n" SECOND, "numbered");
  assert_refused(db, FIRST "-- migration 3: x\nSELECT 1;\n", "numbered");
  assert_refused(db, "CREATE TABLE a (b BIGINT PRIMARY KEY);\n" FIRST, "before the first heading");
  assert_refused(db, FIRST "-- migration 2: nothing\n-- but words\n", "without a statement");
  assert_true(migrate(db, FIRST SECOND, NULL));
  assert_int_equal(db_write_and_wait(db, 0, forget_first, NULL, NULL), WRITE_KEPT);
  assert_refused(db, FIRST SECOND, "not the one before it");
}

static void
a_step_that_fails_leaves_nothing(void **state)
{
  Db *db = test_db(*state);

  assert_true(migrate(db, FIRST, NULL));
  assert_refused(db,
                 FIRST "-- migration 2: half\n"
                       "ALTER TABLE note ADD COLUMN half TEXT;\n"
                       "INSERT INTO nothing (a) VALUES (1);\n",
                 "Step 2 of note failed and was undone");
  assert_true(migrate(db, FIRST SECOND, NULL));
  assert_int_equal(number_of(db, "SELECT count(half) FROM note WHERE community_id = ?1"), -2);
}

/* SQLite changes a table by making it anew; keys that point at it must hold afterwards. */
static void
a_table_can_be_made_anew(void **state)
{
  Db *db = test_db(*state);

  if (db_engine(db) != DB_SQLITE)
    skip();
  assert_true(migrate(db, FIRST, NULL));
  assert_refused(db, FIRST "-- migration 2: lose\nDELETE FROM note;\n", "point at rows");
  assert_true(migrate(db,
                      FIRST "-- migration 2: anew\n"
                            "CREATE TABLE note_new (community_id BIGINT NOT NULL,\n"
                            "  id BIGINT NOT NULL, PRIMARY KEY (community_id, id));\n"
                            "INSERT INTO note_new (community_id, id)\n"
                            "  SELECT community_id, id FROM note;\n"
                            "DROP TABLE note;\n"
                            "ALTER TABLE note_new RENAME TO note;\n",
                      NULL));
  assert_int_equal(number_of(db, "SELECT count(*) FROM note WHERE community_id = ?1"), 1);
}

static bool
break_the_key(Txn *txn, void *data)
{
  Act act = { .community_id = 5 };
  g_autoptr(Query) q =
      db_change(txn, &act, "INSERT INTO part (community_id, id, note_id) VALUES (?1, 2, 99)");

  (void)data;
  return query_run(q);
}

static void
foreign_keys_hold(void **state)
{
  Db *db = test_db(*state);

  assert_true(migrate(db, FIRST, NULL));
  assert_int_equal(db_write_and_wait(db, 5, break_the_key, NULL, NULL), WRITE_TROUBLE);
  assert_int_equal(number_of(db, "SELECT count(*) FROM part WHERE community_id = ?1"), 1);
}

/* --- Two programs at once --- */

static int
be_a_program(const char *url)
{
  g_autoptr(GError) err = NULL;
  g_autoptr(Db) db = db_open(url, NULL, &err);
  const MigrationFile files[] = { { "note", FIRST SECOND }, { NULL, NULL } };

  if (db && db_migrate(db, files, &err))
    return 0;
  g_printerr("%s\n", err->message);
  return 1;
}

static void
programs_may_start_at_once(void **state)
{
  TestDb *test = *state;
  enum { PROGRAMS = 4 };
  GPid pids[PROGRAMS];
  const char *arguments[] = { program, "--migrate", test_db_url(test), NULL };

  for (int i = 0; i < PROGRAMS; i++)
    assert_true(g_spawn_async(NULL, (char **)arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                              &pids[i], NULL));
  for (int i = 0; i < PROGRAMS; i++) {
    int status;
    assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
    assert_int_equal(status, 0);
  }
  assert_int_equal(number_of(test_db(test), "SELECT count(*) FROM schema_migration"), 2);
  assert_int_equal(number_of(test_db(test), "SELECT count(*) FROM note WHERE community_id = ?1"),
                   1);
}

/* --- Each engine's dialect, without a database --- */

static void
assert_dialect(const char *sql, const char *sqlite, const char *postgres)
{
  g_autofree char *text = g_strconcat("-- migration 1: x\n", sql, NULL);
  const MigrationFile files[] = { { "x", text }, { NULL, NULL } };
  g_autoptr(GPtrArray) all = migrations_read(files, NULL);
  const Migration *m = g_ptr_array_index(all, 0);
  g_autofree char *for_sqlite =
      migration_statement_for(DB_SQLITE, g_ptr_array_index(m->statements, 0));
  g_autofree char *for_postgres =
      migration_statement_for(DB_POSTGRES, g_ptr_array_index(m->statements, 0));

  assert_int_equal(m->statements->len, 1);
  assert_string_equal(for_sqlite, sqlite);
  assert_string_equal(for_postgres, postgres);
}

static void
each_engine_hears_its_own_words(void **state)
{
  (void)state;
  assert_dialect("CREATE TABLE a (b BIGINT, c BYTEA, d INTEGER);",
                 "CREATE TABLE a (b INTEGER, c BLOB, d INTEGER) STRICT",
                 "CREATE TABLE a (b BIGINT, c BYTEA, d BIGINT)");
  assert_dialect("-- clustered\nCREATE  TABLE\n a (b BIGINT /* BYTEA */);\n",
                 "CREATE TABLE a (b INTEGER ) STRICT, WITHOUT ROWID", "CREATE TABLE a (b BIGINT )");
  assert_dialect("CREATE INDEX bigint_x ON a (bytea_b) WHERE c = 'it''s BYTEA; --';",
                 "CREATE INDEX bigint_x ON a (bytea_b) WHERE c = 'it''s BYTEA; --'",
                 "CREATE INDEX bigint_x ON a (bytea_b) WHERE c = 'it''s BYTEA; --'");
}

static void
parameters_are_rewritten_outside_quotes_only(void **state)
{
  g_autofree char *sql =
      sql_for_postgres("SELECT ?1, '?2 it''s ?3', \"?4\", ?12 -- ?5\n, /* ?6 */ ?7");

  (void)state;
  assert_string_equal(sql, "SELECT $1, '?2 it''s ?3', \"?4\", $12 -- ?5\n, /* ?6 */ $7");
  assert_int_equal(sql_find_facts("SELECT ?1, '?9', ?3").parameters, 3);
  assert_true(sql_find_facts("SELECT ?").has_faults);
  assert_true(sql_find_facts("SELECT ?65").has_faults);
  assert_true(sql_find_facts(" with a as (select 1) select * from a").is_query);
  assert_true(sql_find_facts("WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a").is_change);
  assert_false(sql_find_facts("WITH a AS (DELETE FROM b RETURNING c) SELECT * FROM a").is_query);
  assert_false(sql_find_facts("DROP TABLE a").is_change);
  assert_true(sql_find_facts("SELECT 'DELETE', inserted FROM a").is_query);
}

#define rule(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(int argc, char **argv)
{
  const struct CMUnitTest tests[] = {
    rule(steps_run_once_and_in_order),
    rule(remarks_may_change_statements_may_not),
    rule(steps_found_while_building_spare_the_reading),
    rule(a_newer_database_is_refused),
    rule(a_gap_is_refused),
    rule(a_step_that_fails_leaves_nothing),
    rule(a_table_can_be_made_anew),
    rule(foreign_keys_hold),
    rule(programs_may_start_at_once),
    cmocka_unit_test(each_engine_hears_its_own_words),
    cmocka_unit_test(parameters_are_rewritten_outside_quotes_only),
  };

  program = argv[0];
  if (argc == 3 && g_str_equal(argv[1], "--migrate"))
    return be_a_program(argv[2]);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
