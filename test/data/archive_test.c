/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community in an archive: from SQLite to the engine of this run and back it is the same, byte
 * for byte; what was sealed opens under the new place's keys, what was erased stays erased, the
 * record of acts verifies, work that was waiting waits again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "archive/manifest.h"
#include "archive/rows_json.h"
#include "base/clock.h"
#include "data/archive_world.h"
#include "log/log.h"
#include "outbox/outbox.h"
#include "papers/papers.h"
#include "people/my_data.h"
#include "people/needs.h"
#include "people/people.h"
#include "people/seal.h"
#include "people/supporters.h"
#include "safety/keep_away.h"
#include "safety/measures.h"
#include "safety/worries.h"
#include "subjects.h"
#include "upkeep/complaints.h"

#include <string.h>

typedef struct {
  Place *from, *to, *back;
  ArchiveWorld world;
} Journey;

static int
set_up(void **state)
{
  Journey *journey = g_new0(Journey, 1);

  subjects_register();
  journey->from = place_new(subjects_migrations(), true);
  journey->to = place_new(subjects_migrations(), false);
  journey->back = place_new(subjects_migrations(), true);
  archive_world_fill(journey->from, &journey->world);
  *state = journey;
  return 0;
}

static int
tear_down(void **state)
{
  Journey *journey = *state;

  place_free(journey->from);
  place_free(journey->to);
  place_free(journey->back);
  g_free(journey);
  return 0;
}

/* ---- what goes in ---- */

static void
every_table_is_known(void **state)
{
  g_autoptr(GError) err = NULL;
  g_autoptr(DbTables) tables = db_tables_read(subjects_migrations(), &err);

  (void)state;
  if (!tables)
    fail_msg("%s", err->message);
  assert_true(tables->tables->len >= 50);
  assert_true(db_tables_find(tables, "member")->count >= 15); /* added ones too */
  assert_int_equal(db_tables_find(tables, "member")->key_count, 1);
  assert_int_equal(db_tables_find(tables, "community")->key_count, 0);
  assert_int_equal(db_tables_find(tables, "own_words")->key_count, 2);
  assert_int_equal(db_tables_find(tables, "session")->export, EXPORT_NEVER);
  assert_true(db_tables_find(tables, "community_host")->is_global);
  assert_true(archive_is_parts(db_tables_find(tables, "paper_file_part")));
}

/* Bytes that mean something under this place's keys only would come out as noise: each column of
 * bytes that goes out is sealed per person, left out, or in this list with the reason. */
static void
no_keyed_bytes_go_out(void **state)
{
  static const char *const plain[] = {
    "log_entry.hash",                /* of the entries alone */
    "made_format_part.bytes",        /* likewise */
    "paper_file_part.bytes",         /* the file */
    "picture_part.bytes",            /* the picture */
    "upkeep_complaint.receipt_hash", /* of the receipt alone */
  };
  g_autoptr(DbTables) tables = db_tables_read(subjects_migrations(), NULL);

  (void)state;
  for (guint i = 0; i < tables->tables->len; i++) {
    const DbTable *table = tables->tables->pdata[i];

    for (int c = 0; c < table->count; c++) {
      g_autofree char *name = g_strdup_printf("%s.%s", table->name, table->columns[c].name);
      bool is_known = !archive_takes_table(table) || table->columns[c].type != COLUMN_BYTEA ||
                      table->columns[c].is_special || archive_leaves_out(table, c);

      for (size_t p = 0; p < G_N_ELEMENTS(plain); p++)
        is_known |= strcmp(plain[p], name) == 0;
      if (!is_known)
        fail_msg("%s: bytes that an archive takes. Seal them, leave them out (rows_json.c), or say"
                 " here why they mean the same everywhere",
                 name);
    }
  }
}

/* So that a table added later is in this world, and goes the whole way. */
static void
the_world_has_a_row_in_every_table(void **state)
{
  Journey *journey = *state;
  g_autoptr(DbTables) tables = db_tables_read(subjects_migrations(), NULL);
  Txn *txn = db_begin_read(place_db(journey->from), RIVERSIDE);
  g_autoptr(GString) empty = g_string_new("");

  for (guint i = 0; i < tables->tables->len; i++) {
    const DbTable *table = tables->tables->pdata[i];
    g_autoptr(DbRows) rows = db_rows_open(txn, table, 1);

    if (archive_takes_table(table) && !db_rows_next(rows))
      g_string_append_printf(empty, " %s", table->name);
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  if (empty->len)
    fail_msg("archive_world.c fills none of:%s", empty->str);
}

/* ---- the way ---- */

static void
see_same(GBytes *one, GBytes *other)
{
  gsize len = 0, other_len = 0;
  const char *bytes = g_bytes_get_data(one, &len), *others = g_bytes_get_data(other, &other_len);

  for (gsize i = 0; i < MIN(len, other_len); i++)
    if (bytes[i] != others[i])
      fail_msg("differs at %zu: %.200s\n--- not ---\n%.200s", i, bytes + (i > 80 ? i - 80 : 0),
               others + (i > 80 ? i - 80 : 0));
  assert_int_equal(len, other_len);
}

static void
there_and_back_it_is_the_same(void **state)
{
  Journey *journey = *state;
  char *first = place_pack(journey->from);
  char *again = place_pack(journey->from);

  assert_int_equal(place_unpack(journey->to, first, PASSPHRASE, NULL), -1);

  char *second = place_pack(journey->to);

  assert_int_equal(place_unpack(journey->back, second, PASSPHRASE, NULL), -1);

  char *third = place_pack(journey->back);
  g_autoptr(GBytes) one = archive_open(first, subjects_migrations());
  g_autoptr(GBytes) same = archive_open(again, subjects_migrations());
  g_autoptr(GBytes) two = archive_open(second, subjects_migrations());
  g_autoptr(GBytes) three = archive_open(third, subjects_migrations());

  see_same(one, same);
  see_same(one, two);
  see_same(one, three);
  assert_true(g_bytes_get_size(one) > 1200 * 1024); /* the long text, twice */
  archive_drop(first);
  archive_drop(again);
  archive_drop(second);
  archive_drop(third);
}

/* ---- what is there afterwards ---- */

static void
what_was_sealed_opens(void **state)
{
  Journey *journey = *state;
  const ArchiveWorld *world = &journey->world;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Txn *txn = db_begin_read(place_db(journey->to), RIVERSIDE);
  const Member *member = people_find(txn, arena, world->member_id, true);
  const Complaint *complaint = complaints_find(txn, arena, world->complaint_id);

  assert_string_equal(member->contact, WORLD_EMAIL);
  assert_int_equal(member->wants.count, 2);
  assert_int_equal(people_find_by_email(txn, "ZULEIKA@riverside.example"), world->member_id);
  assert_string_equal(needs_read(txn, arena, world->member_id, false)->kinds[NEED_ADJUSTMENT].words,
                      WORLD_NEED);
  assert_string_equal(complaint->words, WORLD_COMPLAINT);
  assert_string_equal(complaint->outcome, "We lock the hall now");

  const Trust *trust = supporters_of(txn, arena, world->member_id);

  assert_string_equal(supporters_find(txn, arena, trust->id, true)->consent,
                      "She said so on the phone");
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

static void
the_record_verifies(void **state)
{
  Journey *journey = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Place *const places[] = { journey->from, journey->to };
  int64_t entries[2] = { 0 }, bad = 0;
  int powers[2] = { 0 };

  for (int i = 0; i < 2; i++) {
    Txn *txn = db_begin_read(place_db(places[i]), RIVERSIDE);

    assert_true(log_verify(txn, &entries[i], &bad));
    for (const LogPower *power = log_powers(txn, arena, 100); power->power; power++)
      powers[i]++;
    db_end_read(txn);
  }
  assert_true(entries[0] > 20);
  assert_int_equal(entries[0], entries[1]);
  assert_true(powers[0] > 0);
  assert_int_equal(powers[0], powers[1]);
}

static void
who_was_erased_stays_erased(void **state)
{
  Journey *journey = *state;
  char *archive = place_pack(journey->from);
  g_autoptr(GBytes) tar = archive_open(archive, subjects_migrations());
  gsize len = 0;
  const void *bytes = g_bytes_get_data(tar, &len);

  archive_drop(archive);
  assert_non_null(memmem(bytes, len, WORLD_EMAIL, strlen(WORLD_EMAIL))); /* it is opened */
  assert_null(memmem(bytes, len, WORLD_ERASED, strlen(WORLD_ERASED)));
  assert_null(memmem(bytes, len, "Ferry Lane\\nRiverside", strlen("Ferry Lane\\nRiverside")));

  Txn *txn = db_begin_read(place_db(journey->to), RIVERSIDE);

  assert_int_equal(people_find_state(txn, journey->world.erased_id), MEMBER_FORMER);
  assert_false(seal_has_key(txn, journey->world.erased_id));
  assert_true(seal_has_key(txn, journey->world.left_id));
  db_end_read(txn);
}

static int64_t
waiting(Txn *txn, Arena *arena, const char *kind)
{
  for (const OutboxKind *row = outbox_kinds(txn, arena); row->kind; row++)
    if (strcmp(row->kind, kind) == 0)
      return row->waiting;
  return 0;
}

static void
work_waits_again(void **state)
{
  Journey *journey = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Txn *txn = db_begin_read(place_db(journey->to), RIVERSIDE);

  assert_int_equal(waiting(txn, arena, "paper-reading"), 1);
  assert_int_equal(waiting(txn, arena, "daily"), 1);
  assert_true(waiting(txn, arena, "paper-format") >= 4);  /* two papers, large print and audio */
  assert_int_equal(waiting(txn, arena, "paper-mail"), 2); /* the two by e-mail */
  db_end_read(txn);
}

/* Lists of worries and of who keeps away from whom are not carried about; somebody who is
 * suspended does not stay so for ever. */
static void
what_does_not_travel_is_mended(void **state)
{
  Journey *journey = *state;
  const ArchiveWorld *world = &journey->world;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Txn *txn = db_begin_read(place_db(journey->to), RIVERSIDE);
  const Measure *measure = measures_find_for(txn, arena, world->suspended_id);

  assert_int_equal(test_count(txn, "SELECT count(*) FROM worry WHERE community_id = ?1"
                                   " AND answered_at_us IS NULL"),
                   0);
  assert_false(safety_is_blocked(txn, world->member_id, world->left_id));
  assert_int_equal(people_find_state(txn, world->suspended_id), MEMBER_SUSPENDED);
  assert_non_null(measure);
  assert_int_equal(measure->state, MEASURE_RUNNING);
  assert_null(strstr(measure->words, "Shouting"));
  assert_true(measure_may_be_lifted_by(measure, world->organiser_id));
  assert_false(measure_may_be_lifted_by(measure, world->suspended_id));
  assert_true(measures_find_for(txn, arena, world->member_id) == NULL);
  db_end_read(txn);
}

static bool
lift(Txn *txn, const Act *act, void *data)
{
  Journey *journey = data;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act by = *act;

  by.member_id = journey->world.organiser_id;
  measures_lift(txn, &by, measures_find_for(txn, arena, journey->world.suspended_id)->id, refusals);
  assert_int_equal(refusals_count(refusals), 0);
  assert_int_equal(people_find_state(txn, journey->world.suspended_id), MEMBER_HERE);
  return !txn_trouble(txn);
}

static void
an_organiser_ends_a_pause_that_came_along(void **state)
{
  Journey *journey = *state;

  place_write(journey->to, lift, journey);
}

static bool
is_sound(Place *place)
{
  g_autoptr(GError) err = NULL;
  bool is_good = db_verify(place_db(place), &err);

  if (!is_good)
    print_message("%s\n", err->message);
  return is_good;
}

static void
the_databases_are_sound(void **state)
{
  Journey *journey = *state;

  assert_true(is_sound(journey->to));
  assert_true(is_sound(journey->back));
}

static void
it_comes_in_once_and_under_another_name(void **state)
{
  Journey *journey = *state;
  Place *other = place_new(subjects_migrations(), false);
  char *archive = place_pack(journey->from);

  assert_int_equal(place_unpack(journey->from, archive, PASSPHRASE, NULL), ARCHIVE_HERE_ALREADY);
  assert_int_equal(place_unpack(other, archive, PASSPHRASE, "new.example"), -1);

  char *moved = place_pack(other);
  g_autoptr(GBytes) tar = archive_open(moved, subjects_migrations());
  gsize len = 0;
  const void *bytes = g_bytes_get_data(tar, &len);

  assert_non_null(memmem(bytes, len, "{\"host\":\"new.example\"", 21));
  assert_null(memmem(bytes, len, "{\"host\":\"" WORLD_HOST, 20));
  archive_drop(archive);
  archive_drop(moved);
  place_free(other);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_table_is_known),
    cmocka_unit_test(no_keyed_bytes_go_out),
    cmocka_unit_test(the_world_has_a_row_in_every_table),
    cmocka_unit_test(there_and_back_it_is_the_same),
    cmocka_unit_test(what_was_sealed_opens),
    cmocka_unit_test(the_record_verifies),
    cmocka_unit_test(who_was_erased_stays_erased),
    cmocka_unit_test(work_waits_again),
    cmocka_unit_test(what_does_not_travel_is_mended),
    cmocka_unit_test(an_organiser_ends_a_pause_that_came_along),
    cmocka_unit_test(the_databases_are_sound),
    cmocka_unit_test(it_comes_in_once_and_under_another_name),
  };

  return cmocka_run_group_tests(tests, set_up, tear_down);
}
