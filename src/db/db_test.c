/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The rules of db/db.h, on whichever engine the environment chooses: who may change what, what
 * goes in comes out, trouble stops everything, a reader's snapshot. The writer's own tests are in
 * writer_test.c, migrations' in migrations_test.c. */
#include "db/test_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

static const char note_sql[] =
    "-- migration 1: notes\n"
    "-- tenant, export yes\n"
    "CREATE TABLE note (community_id BIGINT NOT NULL, id BIGINT NOT NULL, body TEXT,\n"
    "  sealed BYTEA, size INTEGER, PRIMARY KEY (community_id, id));\n"
    "-- global, export never\n"
    "CREATE TABLE place (place_id BIGINT PRIMARY KEY, name TEXT NOT NULL);\n";
static const MigrationFile files[] = { { "note", note_sql }, { NULL, NULL } };

static int memories;

static int
set_up(void **state)
{
  *state = test_db_new(files, &(DbOptions){ .readers = 2 });
  return 0;
}

static int
tear_down(void **state)
{
  test_db_free(*state);
  return memories; /* none is left */
}

static bool
add_note(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO note (community_id, id, body, sealed, size) VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, *(int64_t *)data);
  bind_text(q, 3, "a note");
  bind_blob(q, 4, "\0\xff", 2);
  bind_int(q, 5, 7);
  return query_run(q);
}

static int64_t
count_notes(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM note WHERE community_id = ?1");

  assert_true(query_next(q));
  return col_int(q, 0);
}

static int64_t
notes_in(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);
  int64_t count = count_notes(txn);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return count;
}

static void
a_community_sees_only_its_own(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  int64_t id = 1;

  assert_int_equal(test_db_write(test, &act, add_note, &id), WRITE_KEPT);
  assert_int_equal(notes_in(test_db(test), 5), 1);
  assert_int_equal(notes_in(test_db(test), 6), 0);
}

/* --- What goes in comes out --- */

typedef struct {
  const char *body;
  size_t body_len;
  const char *sealed;
  size_t sealed_len;
  int64_t size;
} Values;

#define BYTES(literal) (literal), sizeof(literal) - 1

static const Values values[] = {
  { BYTES(""), BYTES(""), 0 },
  { BYTES("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8c\xb3 'quoted' \"twice\" ?1 $1 \\ %"), BYTES("\0\0"),
    -1 },
  { BYTES("line\nline\r\n\t"), BYTES("\xff\xfe\x00\x01"), INT64_MAX },
  { BYTES("\xef\xbf\xbf\xef\xb7\x90\xf4\x8f\xbf\xbf"), BYTES("'"), INT64_MIN },
};

static bool
store_values(Txn *txn, const Act *act, void *data)
{
  (void)data;
  for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
    g_autoptr(Query) q = db_change(txn, act,
                                   "INSERT INTO note (community_id, id, body, sealed, size)"
                                   " VALUES (?1, ?2, ?3, ?4, ?5)");

    bind_int(q, 2, (int64_t)i);
    bind_text_len(q, 3, values[i].body, values[i].body_len);
    bind_blob(q, 4, values[i].sealed, values[i].sealed_len);
    bind_int(q, 5, values[i].size);
    if (!query_run(q) || query_changes(q) != 1)
      return false;
  }
  return true;
}

static void
what_goes_in_comes_out(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  size_t i = 0, len;

  assert_int_equal(test_db_write(test, &act, store_values, NULL), WRITE_KEPT);
  Txn *txn = db_begin_read(test_db(test), 5);
  g_autoptr(Query) q =
      db_query(txn, "SELECT body, sealed, size FROM note WHERE community_id = ?1 ORDER BY id");
  for (; query_next(q); i++) {
    assert_int_equal(col_text_len(q, 0), values[i].body_len);
    assert_memory_equal(col_text(q, 0), values[i].body, values[i].body_len + 1);
    const void *bytes = col_blob(q, 1, &len);
    assert_int_equal(len, values[i].sealed_len);
    assert_memory_equal(bytes, values[i].sealed, len);
    assert_false(col_is_null(q, 1));
    assert_true(col_int(q, 2) == values[i].size);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, values[i].size);
    assert_string_equal(col_text(q, 2), number);
  }
  assert_int_equal(i, G_N_ELEMENTS(values));
  query_done(g_steal_pointer(&q));
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

static bool
store_nulls(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO note (community_id, id, body, sealed, size) VALUES (?1, ?2, ?3, ?4, ?5)");

  (void)data;
  for (int64_t id = 1; id <= 3; id++) { /* the same statement again, other types of nothing */
    bind_int(q, 2, id);
    bind_text(q, 3, id == 2 ? "text" : NULL);
    bind_null(q, 4);
    if (id == 3)
      bind_int(q, 5, 3);
    else
      bind_null(q, 5);
    if (!query_run(q))
      return false;
  }
  return true;
}

static void
nothing_is_nothing_on_both_engines(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  size_t len = 9;

  assert_int_equal(test_db_write(test, &act, store_nulls, NULL), WRITE_KEPT);
  Txn *txn = db_begin_read(test_db(test), 5);
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT body, sealed, size FROM note WHERE community_id = ?1 AND id = 1");

    assert_true(query_next(q));
    for (int column = 0; column < 3; column++)
      assert_true(col_is_null(q, column));
    assert_string_equal(col_text(q, 0), "");
    assert_non_null(col_blob(q, 1, &len));
    assert_int_equal(len, 0);
    assert_int_equal(col_int(q, 2), 0);
    assert_false(query_next(q));
    assert_false(query_next(q)); /* and it does not begin again */
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

/* --- The same literal inside its own loop --- */

static int64_t
sum_below(Txn *txn, int64_t id, int depth)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id FROM note WHERE community_id = ?1 AND id < ?2 ORDER BY id");
  int64_t sum = 0;

  bind_int(q, 2, id);
  while (query_next(q))
    sum += col_int(q, 0) + (depth > 0 ? sum_below(txn, col_int(q, 0), depth - 1) : 0);
  return sum;
}

static int64_t
sum_below_by_hand(int64_t id, int depth)
{
  int64_t sum = 0;

  for (int64_t i = 0; i < id; i++)
    sum += i + (depth > 0 ? sum_below_by_hand(i, depth - 1) : 0);
  return sum;
}

static void
a_query_may_be_used_inside_itself(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);

  for (int64_t id = 0; id < 8; id++)
    assert_int_equal(test_db_write(test, &act, add_note, &id), WRITE_KEPT);
  Txn *txn = db_begin_read(test_db(test), 5);
  assert_int_equal(sum_below(txn, 8, 3), sum_below_by_hand(8, 3));
  assert_int_equal(sum_below(txn, 5, 1), sum_below_by_hand(5, 1));
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

/* --- Who may change what (idea 5) --- */

typedef enum { NO_ACT, OTHER_ACT, SELECT_AS_CHANGE, CHANGE_AS_QUERY, SLOT_ONE, UNBOUND } Fault;

static bool
be_at_fault(Txn *txn, const Act *act, void *data)
{
  Act other = *act;

  other.community_id++;
  switch (*(Fault *)data) {
  case NO_ACT:
    return query_run(db_change(txn, NULL, "DELETE FROM note WHERE community_id = ?1"));
  case OTHER_ACT:
    return query_run(db_change(txn, &other, "DELETE FROM note WHERE community_id = ?1"));
  case SELECT_AS_CHANGE:
    return query_run(db_change(txn, act, "SELECT id FROM note WHERE community_id = ?1"));
  case CHANGE_AS_QUERY:
    return query_run(db_query(txn, "DELETE FROM note WHERE community_id = ?1"));
  case SLOT_ONE:
    bind_int(db_query(txn, "SELECT id FROM note WHERE community_id = ?1"), 1, 6);
    return true;
  default:
    return query_next(db_query(txn, "SELECT id FROM note WHERE community_id = ?1 AND id = ?2"));
  }
}

static bool
run_at_fault(Txn *txn, void *data)
{
  Act act = { .community_id = txn_community(txn) };
  bool is_done = be_at_fault(txn, &act, data);

  assert_int_equal(txn_trouble(txn), TROUBLE_DATABASE);
  assert_string_not_equal(txn_trouble_detail(txn), "");
  return is_done;
}

static void
a_change_needs_somebody_who_acts(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  int64_t id = 1;
  Trouble trouble;

  assert_int_equal(test_db_write(test, &act, add_note, &id), WRITE_KEPT);
  for (Fault fault = NO_ACT; fault <= UNBOUND; fault++) {
    assert_int_equal(db_write_and_wait(test_db(test), 5, run_at_fault, &fault, &trouble),
                     WRITE_TROUBLE);
    assert_int_equal(trouble, TROUBLE_DATABASE);
    assert_int_equal(notes_in(test_db(test), 5), 1);
  }
}

static void
a_reader_cannot_change_anything(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  int64_t id = 1;

  Txn *txn = db_begin_read(test_db(test), 5);
  assert_false(add_note(txn, &act, &id));
  assert_int_equal(txn_trouble(txn), TROUBLE_DATABASE);
  db_end_read(txn);
  assert_int_equal(notes_in(test_db(test), 5), 0);
}

/* --- Trouble (idea 4) --- */

static void
trouble_stops_everything_after_it(void **state)
{
  TestDb *test = *state;
  int64_t before = db_statements_for_test(test_db(test));

  Txn *txn = db_begin_read(test_db(test), 5);
  {
    g_autoptr(Query) wrong = db_query(txn, "SELECT nosuch FROM note WHERE community_id = ?1");
    g_autoptr(Query) right = db_query(txn, "SELECT id FROM note WHERE community_id = ?1");

    assert_false(query_next(wrong));
    assert_int_equal(txn_trouble(txn), TROUBLE_DATABASE);
    g_autofree char *detail = g_strdup(txn_trouble_detail(txn));
    assert_false(query_next(right));
    assert_int_equal(col_int(right, 0), 0);
    assert_string_equal(col_text(right, 0), "");
    txn_fail(txn, TROUBLE_DISK, "later");
    assert_int_equal(txn_trouble(txn), TROUBLE_DATABASE);
    assert_string_equal(txn_trouble_detail(txn), detail);
    assert_int_equal(txn_statements(txn), 1);
  }
  db_end_read(txn);
  assert_int_equal(db_statements_for_test(test_db(test)) - before, 1);
  assert_int_equal(notes_in(test_db(test), 5), 0); /* the connection is whole again */
}

static void
double_quotes_are_never_texts(void **state)
{
  Txn *txn = db_begin_read(test_db(*state), 5);

  {
    g_autoptr(Query) q = db_query(txn, "SELECT \"nosuch\" FROM note WHERE community_id = ?1");
    assert_false(query_next(q));
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_DATABASE);
  db_end_read(txn);
}

static void
a_reader_keeps_its_snapshot(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  int64_t id = 1;

  Txn *txn = db_begin_read(test_db(test), 5);
  assert_int_equal(count_notes(txn), 0);
  assert_int_equal(test_db_write(test, &act, add_note, &id), WRITE_KEPT);
  assert_int_equal(count_notes(txn), 0);
  assert_int_equal(notes_in(test_db(test), 5), 1); /* another reader sees it */
  assert_int_equal(count_notes(txn), 0);
  db_end_read(txn);
}

static void
a_copy_is_made_while_serving(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  g_autofree char *folder = g_dir_make_tmp("commontable-copy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "copy", NULL);
  g_autoptr(GError) err = NULL;
  int64_t id = 1;
  GStatBuf facts;

  assert_int_equal(test_db_write(test, &act, add_note, &id), WRITE_KEPT);
  assert_true(db_backup(test_db(test), path, &err));
  assert_int_equal(g_stat(path, &facts), 0);
  assert_true(facts.st_size > 0);
  assert_int_equal(facts.st_mode & 0777, 0600);
  assert_false(db_backup(test_db(test), path, NULL)); /* never over another file */
  if (!test_db_is_postgres()) {
    g_autofree char *url = g_strconcat("sqlite:", path, NULL);
    g_autoptr(Db) copy = db_open(url, NULL, &err);
    assert_non_null(copy);
    assert_int_equal(notes_in(copy, 5), 1);
    g_clear_pointer(&copy, db_close);
  }
  g_unlink(path);
  assert_int_equal(g_rmdir(folder), 0);
}

/* A copy has no WAL yet: whoever writes turns it on while the pool's first reader opens the file.
 * Neither may be turned away, however often. */
static void
two_connections_may_open_a_copy_at_once(void **state)
{
  enum { ROUNDS = 25 };
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  g_autofree char *folder = g_dir_make_tmp("commontable-copy-XXXXXX", NULL);
  int64_t id = 1;

  assert_int_equal(test_db_write(test, &act, add_note, &id), WRITE_KEPT);
  for (int i = 0; i < ROUNDS && !test_db_is_postgres(); i++) {
    g_autofree char *path = g_strdup_printf("%s/copy", folder);
    g_autofree char *url = g_strconcat("sqlite:", path, NULL);
    g_autoptr(GError) err = NULL;

    assert_true(db_backup(test_db(test), path, &err));
    g_autoptr(Db) copy = db_open(url, NULL, &err);
    if (!copy)
      fail_msg("round %d: %s", i, err->message);
    assert_int_equal(notes_in(copy, 5), 1);
    g_clear_pointer(&copy, db_close);
    g_unlink(path);
  }
  assert_int_equal(g_rmdir(folder), 0);
}

static void *
make_memory(void)
{
  memories++;
  return g_strdup("remembered");
}

static void
forget_memory(gpointer memory)
{
  memories--;
  g_free(memory);
}

static bool
ask_memory_in_a_change(Txn *txn, const Act *act, void *data)
{
  (void)act;
  *(bool *)data = txn_memory(txn, &memories, make_memory, forget_memory) == NULL;
  return true;
}

static void
a_reader_has_a_memory_and_a_writer_none(void **state)
{
  TestDb *test = *state;
  Act act = test_db_act(test, 5, 1);
  bool has_none = false;
  Txn *txn = db_begin_read(test_db(test), 5);
  char *first = txn_memory(txn, &memories, make_memory, forget_memory);

  assert_string_equal(first, "remembered");
  db_end_read(txn);
  txn = db_begin_read(test_db(test), 5); /* the reader used last comes first */
  assert_ptr_equal(txn_memory(txn, &memories, make_memory, forget_memory), first);
  db_end_read(txn);
  assert_int_equal(memories, 1);
  assert_int_equal(test_db_write(test, &act, ask_memory_in_a_change, &has_none), WRITE_KEPT);
  assert_true(has_none);
}

#define rule(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(a_community_sees_only_its_own),
    rule(what_goes_in_comes_out),
    rule(nothing_is_nothing_on_both_engines),
    rule(a_query_may_be_used_inside_itself),
    rule(a_change_needs_somebody_who_acts),
    rule(a_reader_cannot_change_anything),
    rule(trouble_stops_everything_after_it),
    rule(double_quotes_are_never_texts),
    rule(a_reader_keeps_its_snapshot),
    rule(a_copy_is_made_while_serving),
    rule(two_connections_may_open_a_copy_at_once),
    rule(a_reader_has_a_memory_and_a_writer_none),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
