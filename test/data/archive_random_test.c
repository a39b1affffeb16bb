/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whatever a table may hold goes there and back unchanged: rows made at random, in tables made for
 * it, on both engines. The seed of a run that fails is printed; ARCHIVE_SEED repeats it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "archive/sealed_file.h"
#include "data/archive_kit.h"
#include "db/rows.h"
#include "log/log.h"
#include "people/kinds.h"
#include "people/seal.h"
#include "web/web.h"

#include <string.h>

enum { ROUNDS = 5, ROWS = 150, PERSONS = 6, PART = 256 * 1024, TEXT_MAX = 300 };

static const char random_sql[] =
    "-- migration 1: whatever\n"
    "-- tenant\n-- special: words\n-- export yes\n"
    "CREATE TABLE random_row (\n"
    "  community_id BIGINT NOT NULL,\n  id BIGINT NOT NULL,\n  member_id BIGINT NOT NULL,\n"
    "  small INTEGER,\n  big BIGINT,\n  at_us BIGINT,\n  told TEXT,\n  raw BYTEA,\n"
    "  words BYTEA,\n  PRIMARY KEY (community_id, id)\n);\n"
    "-- tenant\n-- clustered\n-- export yes\n"
    "CREATE TABLE random_key (\n"
    "  community_id BIGINT NOT NULL,\n  told TEXT NOT NULL,\n  raw BYTEA NOT NULL,\n"
    "  big BIGINT NOT NULL,\n  PRIMARY KEY (community_id, told, raw, big)\n);\n"
    "-- tenant\n-- export yes\n"
    "CREATE TABLE random_part (\n"
    "  community_id BIGINT NOT NULL,\n  thing_id BIGINT NOT NULL,\n  number INTEGER NOT NULL,\n"
    "  bytes BYTEA NOT NULL,\n  PRIMARY KEY (community_id, thing_id, number)\n);\n"
    "-- migration 2: one more column\n"
    "ALTER TABLE random_row ADD COLUMN later TEXT NOT NULL DEFAULT '\xe2\x82\xac';\n";

static MigrationFile files[6];

static int
set_up(void **state)
{
  static const char *const subjects[] = { "web", "log", "outbox", "people" };
  static const LogKind *const kinds[] = { people_log_kinds, NULL };

  (void)state;
  for (int i = 0; i < 4; i++) {
    g_autofree char *path = g_strdup_printf("src/%s/%s.sql", subjects[i], subjects[i]);

    files[i] = (MigrationFile){ subjects[i], test_db_read_source(path) };
  }
  files[4] = (MigrationFile){ "random", random_sql };
  log_set_kinds(kinds);
  sealed_writer_set_cost_for_test(1, 8); /* dear keys are tried in archive_test.c */
  return 0;
}

static int
tear_down(void **state)
{
  (void)state;
  for (int i = 0; i < 4; i++)
    g_free((char *)files[i].sql);
  return 0;
}

/* ---- values ---- */

static int64_t
random_int(GRand *dice)
{
  static const int64_t odd[] = { 0, 1, -1, INT64_MAX, INT64_MIN, 9007199254740993LL };

  if (g_rand_boolean(dice))
    return odd[g_rand_int_range(dice, 0, G_N_ELEMENTS(odd))];
  return (int64_t)((uint64_t)g_rand_int(dice) << 32 | g_rand_int(dice));
}

static char *
random_text(GRand *dice)
{
  static const gunichar odd[] = { 1,      '\n',   '\r',   '"',      '\\', '/',   0x7f,
                                  0x2028, 0xfffd, 0xffff, 0x10ffff, 0xe9, 0x301, 0x1f333 };
  GString *text = g_string_new(NULL);
  const int len = g_rand_int_range(dice, 0, TEXT_MAX);

  for (int i = 0; i < len; i++) {
    gunichar c = (gunichar)g_rand_int_range(dice, 1, 0x110000);

    if (g_rand_int_range(dice, 0, 3) == 0)
      c = odd[g_rand_int_range(dice, 0, G_N_ELEMENTS(odd))];
    g_string_append_unichar(text, c >= 0xd800 && c < 0xe000 ? 'x' : c);
  }
  return g_string_free(text, FALSE);
}

static void
bind_random_text(GRand *dice, Query *q, int slot, Arena *arena)
{
  g_autofree char *text = random_text(dice);

  bind_text(q, slot, arena_text(arena, text));
}

static void
bind_random_bytes(GRand *dice, Query *q, int slot, Arena *arena)
{
  const size_t len = (size_t)g_rand_int_range(dice, 0, 100);
  uint8_t *bytes = arena_alloc(arena, len + 1);

  for (size_t i = 0; i < len; i++)
    bytes[i] = (uint8_t)g_rand_int(dice);
  bind_blob(q, slot, bytes, len);
}

/* ---- rows ---- */

typedef struct {
  GRand *dice;
  DbTables *tables;
} Making;

static void
bind_words(Making *making, Txn *txn, Query *q, int slot, int64_t person_id, int64_t id,
           Arena *arena)
{
  g_autofree char *text = random_text(making->dice);
  size_t len = 0;
  const void *sealed = NULL;

  if (g_rand_int_range(making->dice, 0, 4) != 0)
    sealed = seal_text(txn, arena, person_id, "random_row.words", id,
                       g_rand_boolean(making->dice) ? text : "", &len);
  bind_blob(q, slot, sealed, len);
}

static void
add_row(Making *making, Txn *txn, const Act *act, int64_t id)
{
  static const bool all[DB_COLUMNS_MAX] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const DbTable *table = db_tables_find(making->tables, "random_row");
  const int64_t person_id = 100 + g_rand_int_range(making->dice, 0, PERSONS);
  GRand *dice = making->dice;
  g_autoptr(Query) q = db_row_insert(txn, act, table, all);

  assert_int_equal(table->count, 9);
  bind_int(q, 2, id);
  bind_int(q, 3, person_id);
  for (int slot = 4; slot <= 6; slot++)
    bind_int(q, slot, random_int(dice));
  bind_random_text(dice, q, 7, arena);
  bind_random_bytes(dice, q, 8, arena);
  bind_words(making, txn, q, 9, person_id, id, arena);
  bind_random_text(dice, q, 10, arena);
  for (int slot = 4; slot <= 9; slot++)
    if (g_rand_int_range(dice, 0, 6) == 0)
      bind_null(q, slot);
  assert_true(query_run(q));
}

/* The same text or bytes again and again, so that all parts of the key count in paging. */
static void
add_key(Making *making, Txn *txn, const Act *act, int64_t number)
{
  static const bool all[DB_COLUMNS_MAX] = { 1, 1, 1 };
  static const char *const texts[] = { "", "a", "B", "\xc3\xa9", "\xf0\x9f\x8c\xb3", "a b" };
  const int at = g_rand_int_range(making->dice, 0, G_N_ELEMENTS(texts));
  g_autoptr(Query) q = db_row_insert(txn, act, db_tables_find(making->tables, "random_key"), all);

  bind_text(q, 2, texts[at]);
  bind_blob(q, 3, "\0\xff\x01", (size_t)g_rand_int_range(making->dice, 0, 4));
  bind_int(q, 4, number % 3 ? number : -number);
  assert_true(query_run(q));
}

static void
add_file(Making *making, Txn *txn, const Act *act, int64_t id, size_t len)
{
  static const bool all[DB_COLUMNS_MAX] = { 1, 1, 1 };
  g_autofree uint8_t *bytes = g_malloc(len);

  for (size_t i = 0; i < len; i++)
    bytes[i] = (uint8_t)g_rand_int(making->dice);
  for (size_t at = 0; at < len; at += PART) {
    g_autoptr(Query) q =
        db_row_insert(txn, act, db_tables_find(making->tables, "random_part"), all);

    bind_int(q, 2, id);
    bind_int(q, 3, (int64_t)(at / PART));
    bind_blob(q, 4, bytes + at, MIN(len - at, (size_t)PART));
    assert_true(query_run(q));
  }
}

static bool
fill(Txn *txn, const Act *act, void *data)
{
  static const size_t sizes[] = { 1, 511, 512, PART, PART + 1, 3 * PART - 1 };
  Making *making = data;

  community_add(txn, act, "riverside.example", "Riverside", "Europe/London");
  for (int i = 0; i < PERSONS; i++)
    seal_make_person_key(txn, act, 100 + i);
  for (int i = 0; i < ROWS; i++)
    add_row(making, txn, act, (i * 7919) % 100003 + 1); /* in no order, each once */
  for (int i = 0; i < ROWS; i++)
    add_key(making, txn, act, i);
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
    add_file(making, txn, act, (int64_t)(1000 - i), sizes[i]);
  return !txn_trouble(txn);
}

/* One of them is erased: what was sealed for them stays as bytes that nobody can open. */
static bool
erase_one(Txn *txn, const Act *act, void *data)
{
  (void)data;
  log_add(txn, act, &(LogEntry){ .kind = "member-added", .concerns_id = 100 });
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM person_key WHERE community_id = ?1 AND member_id = 103");

  return query_run(q);
}

static void
go_round(guint32 seed)
{
  g_autoptr(DbTables) tables = db_tables_read(files, NULL);
  Making making = { .dice = g_rand_new_with_seed(seed), .tables = tables };
  Place *from = place_new(files, true), *to = place_new(files, false),
        *back = place_new(files, true);

  print_message("  seed %u\n", seed);
  place_write(from, fill, &making);
  place_write(from, erase_one, NULL);

  char *first = place_pack(from);

  assert_int_equal(place_unpack(to, first, PASSPHRASE, NULL), -1);

  char *second = place_pack(to);

  assert_int_equal(place_unpack(back, second, PASSPHRASE, NULL), -1);

  char *third = place_pack(back);
  g_autoptr(GBytes) one = archive_open(first, files), two = archive_open(second, files),
                    three = archive_open(third, files);

  assert_true(g_bytes_equal(one, two));
  assert_true(g_bytes_equal(one, three));
  assert_true(g_bytes_get_size(one) > 5 * PART);
  archive_drop(first);
  archive_drop(second);
  archive_drop(third);
  place_free(from);
  place_free(to);
  place_free(back);
  g_rand_free(making.dice);
}

static void
whatever_rows_hold_comes_back(void **state)
{
  const char *given = g_getenv("ARCHIVE_SEED");

  (void)state;
  if (given) {
    go_round((guint32)g_ascii_strtoull(given, NULL, 10));
    return;
  }
  for (int i = 0; i < ROUNDS; i++)
    go_round(g_random_int());
}

/* ---- an archive of an older program ---- */

static const char older_sql[] = "-- migration 1: words\n-- tenant\n-- export yes\n"
                                "CREATE TABLE told (community_id BIGINT NOT NULL,"
                                " id BIGINT NOT NULL, PRIMARY KEY (community_id, id));\n";
static const char newer_sql[] = "-- migration 1: words\n-- tenant\n-- export yes\n"
                                "CREATE TABLE told (community_id BIGINT NOT NULL,"
                                " id BIGINT NOT NULL, PRIMARY KEY (community_id, id));\n"
                                "-- migration 2: a column\n"
                                "ALTER TABLE told ADD COLUMN later TEXT NOT NULL DEFAULT 'x';\n";
static const char rewritten_sql[] = "-- migration 1: words\n-- tenant\n-- export yes\n"
                                    "CREATE TABLE told (community_id BIGINT NOT NULL,"
                                    " id BIGINT NOT NULL, PRIMARY KEY (community_id, id));\n"
                                    "-- migration 2: rows\nUPDATE told SET id = id + 1;\n";

/* Made anew, as where a UNIQUE changes: its rows are the old ones. */
static const char remade_sql[] =
    "-- migration 1: words\n-- tenant\n-- export yes\n"
    "CREATE TABLE told (community_id BIGINT NOT NULL,"
    " id BIGINT NOT NULL, PRIMARY KEY (community_id, id));\n"
    "-- migration 2: made anew\n-- tenant\n-- export never\n"
    "CREATE TABLE told_before (community_id BIGINT NOT NULL, id BIGINT NOT NULL,"
    " PRIMARY KEY (community_id, id));\n"
    "INSERT INTO told_before (community_id, id) SELECT community_id, id FROM told;\n"
    "DROP TABLE told;\n-- tenant\n-- export yes\n"
    "CREATE TABLE told (community_id BIGINT NOT NULL, id BIGINT NOT NULL,"
    " later TEXT NOT NULL DEFAULT 'x', PRIMARY KEY (community_id, id),"
    " UNIQUE (community_id, id, later));\n"
    "INSERT INTO told (community_id, id) SELECT community_id, id FROM told_before;\n"
    "DROP TABLE told_before;\n";

static bool
tell(Txn *txn, const Act *act, void *data)
{
  static const bool all[DB_COLUMNS_MAX] = { 1 };
  g_autoptr(DbTables) tables = db_tables_read(((Place *)data)->files, NULL);
  g_autoptr(Query) q = db_row_insert(txn, act, db_tables_find(tables, "told"), all);

  community_add(txn, act, "riverside.example", "Riverside", "Europe/London");
  bind_int(q, 2, 7);
  return query_run(q);
}

static int
come_to(const char *archive, const char *sql)
{
  files[4] = (MigrationFile){ "random", sql };

  Place *place = place_new(files, false);
  const int code = place_unpack(place, archive, PASSPHRASE, NULL);

  place_free(place);
  return code;
}

static void
an_older_archive_is_taken_unless_rows_changed_since(void **state)
{
  (void)state;
  files[4] = (MigrationFile){ "random", newer_sql };
  Place *newer = place_new(files, true);

  place_write(newer, tell, newer);
  char *of_newer = place_pack(newer);

  place_free(newer);
  files[4] = (MigrationFile){ "random", older_sql };
  Place *older = place_new(files, true);

  place_write(older, tell, older);
  char *of_older = place_pack(older);

  place_free(older);
  assert_int_equal(come_to(of_older, newer_sql), -1);
  assert_int_equal(come_to(of_older, remade_sql), -1);
  assert_int_equal(come_to(of_older, rewritten_sql), ARCHIVE_DOES_NOT_FIT);
  assert_int_equal(come_to(of_newer, older_sql), ARCHIVE_NEWER);
  archive_drop(of_newer);
  archive_drop(of_older);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(whatever_rows_hold_comes_back),
    cmocka_unit_test(an_older_archive_is_taken_unless_rows_changed_since),
  };

  return cmocka_run_group_tests(tests, set_up, tear_down);
}
