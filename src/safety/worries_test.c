/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Worries on both engines (R44): sealed, without a name, never lost, told back. Who reads them is
 * tested in readers_test.c. */
#include "safety/worries.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "log/log.h"
#include "outbox/outbox.h"
#include "people/people.h"
#include "safety/safety.h"
#include "safety/test_world.h"
#include "safety/worry_mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define CODE "4821 0937 5526 1184"

typedef struct {
  Worry worry;
  const char *code;
  int64_t id;
  int refused;
} Raising;

static bool
raise_one(Txn *txn, const Act *act, void *data)
{
  Raising *raising = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  raising->id = worries_raise(txn, act, &raising->worry, raising->code, refusals);
  raising->refused = refusals_count(refusals);
  return raising->refused == 0;
}

static Worry
plain_worry(const char *who, const char *kept_from)
{
  return (Worry){ .about = "person",
                  .words = "Unspeakable words",
                  .who = who,
                  .kept_from = kept_from,
                  .name = "",
                  .contact = "",
                  .hear = "code",
                  .origin = "https://place.example" };
}

static int64_t
raise_worry(World *world, const char *who, const char *kept_from, const char *code)
{
  Raising raising = { .worry = plain_worry(who, kept_from), .code = code };
  const Act act = test_db_act(world->test, RIVERSIDE, 0);

  assert_int_equal(test_db_write(world->test, &act, raise_one, &raising), WRITE_KEPT);
  assert_true(raising.id > 0);
  return raising.id;
}

/* ---- raising ---- */

static void
a_worry_has_no_name_and_lies_sealed(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  int64_t entries = 0, bad = 0;
  const int64_t id = raise_worry(world, "Some Body", "", CODE);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Worry *worry = worries_find_by_code(txn, arena, CODE);

  assert_non_null(worry);
  assert_int_equal(worry->id, id);
  assert_string_equal(worry->words, "Unspeakable words");
  assert_true(worry->due_us == worry->made_at_us + 3 * US_PER_DAY);
  assert_null(worries_find_by_code(txn, arena, "4821 0937 5526 1185"));
  {
    g_autoptr(Query) q = db_query(txn, "SELECT actor_id, concerns_id, reason FROM log_entry"
                                       " WHERE community_id = ?1 AND kind = 'worry-raised'");

    assert_true(query_next(q));
    assert_int_equal(col_int(q, 0), 0);
    assert_int_equal(col_int(q, 1), 0);
    assert_string_equal(col_text(q, 2), "");
  }
  assert_true(log_verify(txn, &entries, &bad));
  {
    g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM log_power WHERE community_id = ?1");

    assert_true(query_next(q));
    assert_int_equal(col_int(q, 0), 2); /* that two people became organisers, and no worry */
  }
  db_end_read(txn);

  txn = db_begin_read(test_db(world->test), HILLTOP);
  assert_null(worries_find_by_code(txn, arena, CODE));
  db_end_read(txn);
  test_assert_not_readable(world, "Unspeakable");
  test_assert_not_readable(world, "Some Body");
  test_assert_not_readable(world, "4821 0937");
}

static void
a_worry_needs_a_choice_or_words(void **state)
{
  World *world = *state;
  Raising raising = { .worry = plain_worry("", ""), .code = CODE };
  const Act act = test_db_act(world->test, RIVERSIDE, 0);

  raising.worry.words = "";
  raising.worry.about = "";
  assert_int_equal(test_db_write(world->test, &act, raise_one, &raising), WRITE_UNDONE);
  assert_int_equal(raising.refused, 1);
  raising.worry.about = "me";
  assert_int_equal(test_db_write(world->test, &act, raise_one, &raising), WRITE_KEPT);
}

/* Idea 4: a failure at any statement is never a success and never a refusal; it is stored whole or
 * not at all. */
static void
a_failure_loses_nothing_silently(void **state)
{
  World *world = *state;
  Db *db = test_db(world->test);
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  int kept = 0;

  for (int64_t nth = 1; kept == 0 && nth < 200; nth++) {
    Raising raising = { .worry = plain_worry("", ""), .code = CODE };
    const Act act = test_db_act(world->test, RIVERSIDE, 0);

    db_fail_statement_for_test(db, nth, TROUBLE_DATABASE);
    WriteOutcome outcome = test_db_write(world->test, &act, raise_one, &raising);
    db_fail_statement_for_test(db, 0, TROUBLE_NONE);
    kept += outcome == WRITE_KEPT;
    assert_true(outcome == WRITE_KEPT || outcome == WRITE_TROUBLE);
    assert_int_equal(raising.refused, 0);

    Txn *txn = db_begin_read(db, RIVERSIDE);
    assert_int_equal(test_count(txn, "SELECT count(*) FROM worry WHERE community_id = ?1"
                                     " AND answered_at_us IS NULL"),
                     kept);
    assert_true((worries_find_by_code(txn, arena, CODE) != NULL) == (kept == 1));
    db_end_read(txn);
  }
  assert_int_equal(kept, 1);
}

/* ---- who reads ---- */

static bool
rename_member(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE member SET name = 'Somebody Else', sort_key = 'somebody'"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, *(const int64_t *)data);
  return query_run(q);
}

static void
a_worry_about_the_named_person_goes_to_the_alternate(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  char iris[ID_TEXT_SIZE];
  int64_t ids[3], next = 0;

  test_name_people(world, "Iris Quay", "Tom Weir", true);
  ids[0] = raise_worry(world, "it was IRIS!", "", "4821 0937 5526 0001");
  ids[1] = raise_worry(world, "", id_to_text(world->iris, iris), "4821 0937 5526 0002");
  ids[2] = raise_worry(world, "a neighbour", "", "4821 0937 5526 0003");

  const Act act = test_db_act(world->test, RIVERSIDE, world->organisers[0]);

  assert_int_equal(test_db_write(world->test, &act, rename_member, &world->iris), WRITE_KEPT);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const SafetyReaders *readers = safety_find_readers(txn, arena);

  for (int i = 0; i < 3; i++) {
    assert_true((worries_find(txn, arena, readers, ids[i], world->iris) != NULL) == (i == 2));
    assert_non_null(worries_find(txn, arena, readers, ids[i], world->tom));
    assert_null(worries_find(txn, arena, readers, ids[i], world->organisers[0]));
    assert_null(worries_find(txn, arena, readers, ids[i], 0));
  }
  assert_int_equal(worries_count_waiting(txn, readers, world->iris, 50), 1);
  assert_int_equal(worries_count_waiting(txn, readers, world->tom, 50), 3);
  assert_int_equal(worries_list(txn, arena, readers, world->iris, false, 0, 50, &next)[0].id,
                   ids[2]);
  assert_int_equal(next, 0);
  db_end_read(txn);
}

/* ---- codes ---- */

static void
codes_come_back_however_typed(void **state)
{
  (void)state;
  random_seed_for_test(44);
  for (int round = 0; round < 2000; round++) {
    uint8_t bytes[32];
    char code[WORRY_CODE_SIZE], tidy[WORRY_CODE_SIZE];
    GString *hex = g_string_new(NULL);

    random_bytes(bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++)
      g_string_append_printf(hex, "%02x", bytes[i]);
    worry_code_from(hex->str, code);

    g_auto(GStrv) parts = g_strsplit(code, " ", 4);
    g_autofree char *bare = g_strjoinv("", parts);
    g_autofree char *dashed = g_strjoinv(" - ", parts);

    assert_int_equal(strlen(code), WORRY_CODE_SIZE - 1);
    assert_true(worry_code_tidy(code, tidy) && strcmp(tidy, code) == 0);
    assert_true(worry_code_tidy(bare, tidy) && strcmp(tidy, code) == 0);
    assert_true(worry_code_tidy(dashed, tidy) && strcmp(tidy, code) == 0);
    code[round % 4] = '\0';
    assert_false(worry_code_tidy(code, tidy));
    g_string_free(hex, TRUE);
  }
  random_seed_for_test(0);

  char tidy[WORRY_CODE_SIZE];

  assert_false(worry_code_tidy("4821 0937 5526 11844", tidy));
  assert_false(worry_code_tidy("4821 0937 5526 118o", tidy));
  assert_false(worry_code_tidy("4821 0937 5526 118\xd9\xa3", tidy));
  assert_false(worry_code_tidy("", tidy));
  /* What a telephone makes of it: long dashes, hard spaces, digits of double width. */
  assert_true(worry_code_tidy("4821–0937—5526\u00a01184", tidy) && strcmp(tidy, CODE) == 0);
  assert_true(worry_code_tidy("4821.0937.5526.1184", tidy) && strcmp(tidy, CODE) == 0);
  assert_true(worry_code_tidy("４８２１　0937 5526 1184", tidy) && strcmp(tidy, CODE) == 0);
}

/* ---- what is added ---- */

typedef struct {
  int64_t worry_id;
  WorryKind kind;
  const char *words;
  int round, refused;
  bool is_told;
} Adding;

static bool
add(Txn *txn, const Act *act, void *data)
{
  Adding *adding = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  worries_add(txn, act, adding->worry_id, adding->kind, adding->words, refusals);
  adding->refused = refusals_count(refusals);
  return adding->refused == 0;
}

static void
entries_are_only_added(void **state)
{
  static const char *const words[WORRY_KIND_COUNT] = { "We met.", "A note.", "The council.",
                                                       "And this." };
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const int64_t id = raise_worry(world, "", "", CODE);
  Adding empty = { .worry_id = id, .kind = WORRY_ANSWER, .words = "" };

  for (int kind = WORRY_KIND_COUNT - 1; kind >= 0; kind--) {
    Adding adding = { .worry_id = id, .kind = (WorryKind)kind, .words = words[kind] };
    const Act act = test_db_act(world->test, RIVERSIDE, world->iris);

    assert_int_equal(test_db_write(world->test, &act, add, &adding), WRITE_KEPT);
  }
  const Act act = test_db_act(world->test, RIVERSIDE, world->iris);
  assert_int_equal(test_db_write(world->test, &act, add, &empty), WRITE_UNDONE);
  assert_int_equal(empty.refused, 1);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const WorryEntry *entries = worries_entries(txn, arena, id);

  for (int i = 0; i < WORRY_KIND_COUNT; i++) {
    assert_int_equal(entries[i].kind, WORRY_KIND_COUNT - 1 - i);
    assert_string_equal(entries[i].words, words[WORRY_KIND_COUNT - 1 - i]);
  }
  assert_null(entries[WORRY_KIND_COUNT].words);
  assert_true(worries_find_by_code(txn, arena, CODE)->answered_at_us > 0);
  assert_int_equal(test_count(txn, "SELECT count(*) FROM worry WHERE community_id = ?1"
                                   " AND answered_at_us IS NULL"),
                   0);
  db_end_read(txn);
  test_assert_not_readable(world, "A note.");
}

/* Sixty newer ones are answered or not for this reader: the old one that waits is still told of. */
static void
an_old_worry_that_waits_is_not_passed_over(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  int64_t next = 0, answered = 0;
  int pages = 0;

  test_name_people(world, "Iris Quay", "Tom Weir", true);
  const int64_t old = raise_worry(world, "", "", CODE);

  for (int i = 0; i < 120; i++) {
    char code[WORRY_CODE_SIZE];

    g_snprintf(code, sizeof(code), "4821 0937 5527 %04d", i);
    Adding answer = { .worry_id = raise_worry(world, i % 2 ? "Iris" : "", "", code),
                      .kind = WORRY_ANSWER,
                      .words = "Done." };
    const Act act = test_db_act(world->test, RIVERSIDE, world->tom);

    if (i % 2 == 0)
      assert_int_equal(test_db_write(world->test, &act, add, &answer), WRITE_KEPT);
  }

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const SafetyReaders *readers = safety_find_readers(txn, arena);

  assert_int_equal(worries_count_waiting(txn, readers, world->iris, 5), 1);
  assert_int_equal(worries_count_waiting(txn, readers, world->tom, 5), 5);
  assert_int_equal(worries_list(txn, arena, readers, world->iris, false, 0, 50, &next)->id, 0);
  assert_true(next > 0);
  assert_int_equal(worries_list(txn, arena, readers, world->iris, false, next, 50, &next)->id, old);
  next = 0;
  do {
    for (const Worry *one = worries_list(txn, arena, readers, world->iris, true, next, 50, &next);
         one->id; one++)
      answered++;
    pages++;
  } while (next);
  assert_int_equal(answered, 60);
  assert_int_equal(pages, 2);
  db_end_read(txn);
}

/* ---- reminders ---- */

/* Members told in a round, as a text in the order of their ids. */
static char *
told_in(World *world, int64_t worry_id, int round)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  GString *told = g_string_new(NULL);
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT m.name FROM worry_notice n"
                      " JOIN member m ON m.community_id = ?1 AND m.id = n.member_id"
                      " WHERE n.community_id = ?1 AND n.worry_id = ?2 AND n.round = ?3"
                      " ORDER BY m.name");

    bind_int(q, 2, worry_id);
    bind_int(q, 3, round);
    while (query_next(q))
      g_string_append_printf(told, "%s;", col_text(q, 0));
  }
  db_end_read(txn);
  return g_string_free(told, FALSE);
}

static void
assert_told(World *world, int64_t worry_id, int round, const char *names)
{
  g_autofree char *told = told_in(world, worry_id, round);

  assert_string_equal(told, names);
}

static void
the_date_passes_and_the_alternate_is_reminded(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  test_name_people(world, "Iris Quay", "Tom Weir", true);
  const int64_t plain = raise_worry(world, "", "", "4821 0937 5526 0001");
  const int64_t about_tom = raise_worry(world, "Tom", "", "4821 0937 5526 0002");

  assert_told(world, plain, 0, "Iris Quay;Tom Weir;");
  assert_told(world, about_tom, 0, "Iris Quay;");

  OutboxTask task = { .community_id = RIVERSIDE,
                      .id = ids_new(),
                      .thing_id = plain,
                      .attempt = 1,
                      .at_us = clock_now_us() + 4 * US_PER_DAY };

  for (int again = 0; again < 2; again++) { /* an outbox may do things twice */
    task.thing_id = plain;
    assert_int_equal(look_at_due_worry(test_db(world->test), &task, NULL), OUTBOX_DONE);
    task.thing_id = about_tom;
    assert_int_equal(look_at_due_worry(test_db(world->test), &task, NULL), OUTBOX_DONE);
  }
  assert_told(world, plain, 1, "Tom Weir;");
  assert_told(world, about_tom, 1, "Iris Quay;");

  Adding answer = { .worry_id = plain, .kind = WORRY_ANSWER, .words = "Done." };
  const Act act = test_db_act(world->test, RIVERSIDE, world->iris);

  assert_int_equal(test_db_write(world->test, &act, add, &answer), WRITE_KEPT);
  task.at_us += 2 * US_PER_DAY;
  for (int i = 0; i < 2; i++) {
    task.thing_id = i ? about_tom : plain;
    assert_int_equal(look_at_due_worry(test_db(world->test), &task, NULL), OUTBOX_DONE);
  }
  assert_told(world, plain, 2, "");
  assert_told(world, about_tom, 2, "Iris Quay;");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, test_world_open, test_world_close)
    WORLD_TEST(a_worry_has_no_name_and_lies_sealed),
    WORLD_TEST(a_worry_needs_a_choice_or_words),
    WORLD_TEST(a_failure_loses_nothing_silently),
    WORLD_TEST(a_worry_about_the_named_person_goes_to_the_alternate),
    cmocka_unit_test(codes_come_back_however_typed),
    WORLD_TEST(entries_are_only_added),
    WORLD_TEST(an_old_worry_that_waits_is_not_passed_over),
    WORLD_TEST(the_date_passes_and_the_alternate_is_reminded),
  };

  return cmocka_run_group_tests_name("worries", tests, NULL, NULL);
}
