/* SPDX-License-Identifier: AGPL-3.0-or-later
 * People on both engines: what is stored, what is sealed, who may come in (R9, R11, R14). */
#include "people/people.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "db/test_db.h"
#include "log/log.h"
#include "people/import.h"
#include "people/kinds.h"
#include "people/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { RIVERSIDE = 11, HILLTOP = 12 };

typedef struct {
  TestDb *test;
  char *sql[3];
  Act act;
} World;

static int
set_up(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, NULL };
  static const uint8_t key[ROOT_KEY_BYTES] = { 7 };
  World *world = g_new0(World, 1);

  log_set_kinds(kinds);
  seal_set_root_key(key);
  world->sql[0] = test_db_read_source("src/log/log.sql");
  world->sql[1] = test_db_read_source("src/people/people.sql");

  const MigrationFile files[] = { { "log", world->sql[0] }, { "people", world->sql[1] }, { 0 } };

  world->test = test_db_new(files, NULL);
  world->act = test_db_act(world->test, RIVERSIDE, 0);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  g_free(world->sql[0]);
  g_free(world->sql[1]);
  g_free(world);
  return 0;
}

/* ---- one change as a write job ---- */

typedef struct {
  Member member;
  int64_t id;
  int refused;
  char *message;
} Adding;

static bool
add(Txn *txn, const Act *act, void *data)
{
  Adding *adding = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  adding->id = 0;
  people_add(txn, act, &adding->member, refusals, &adding->id);
  adding->refused = refusals_count(refusals);
  g_free(adding->message);
  adding->message = adding->refused ? g_strdup(refusals_nth(refusals, 0)->message) : NULL;
  return adding->refused == 0;
}

static int64_t
add_member(World *world, const char *name, Reach reach, const char *contact, const char *wants)
{
  Adding adding = { .member = { .name = name, .reach = reach, .contact = contact } };

  assert_true(format_wants_from_text(wants, &adding.member.wants));
  world->act = test_db_act(world->test, RIVERSIDE, 0); /* an act of its own, with ids of its own */
  assert_int_equal(test_db_write(world->test, &world->act, add, &adding), WRITE_KEPT);
  assert_true(adding.id > 0);
  return adding.id;
}

static void
a_member_comes_back_as_given(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t id =
      add_member(world, "Zoë Brook", REACH_POST, "1 Quay Street\nMill Lane", "braille 1; audio");
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Member *member = people_find(txn, arena, id, true);

  assert_non_null(member);
  assert_string_equal(member->name, "Zoë Brook");
  assert_string_equal(member->contact, "1 Quay Street\nMill Lane");
  assert_int_equal(member->reach, REACH_POST);
  assert_string_equal(format_wants_to_text(&member->wants, arena), "braille 1; audio");
  assert_false(member->is_organiser);
  assert_false(member->has_joined);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

static bool
set_up_first(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  people_set_up_first(txn, act, "Sorrel West", "", refusals, data);
  return refusals_count(refusals) == 0;
}

/* They sit there: the list of people must not say that they have never been here. */
static void
who_sets_the_place_up_has_been_here(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t id = 0;

  world->act = test_db_act(world->test, RIVERSIDE, 0);
  assert_int_equal(test_db_write(world->test, &world->act, set_up_first, &id), WRITE_KEPT);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Member *member = people_find(txn, arena, id, false);

  assert_true(member->is_organiser);
  assert_true(member->has_joined);
  db_end_read(txn);
}

static void
another_community_sees_nobody(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t id = add_member(world, "Ann", REACH_EMAIL, "ann@place.example", "");
  Txn *txn = db_begin_read(test_db(world->test), HILLTOP);

  assert_null(people_find(txn, arena, id, false));
  assert_int_equal(people_find_by_email(txn, "ann@place.example"), 0);
  assert_int_equal(people_list(txn, arena, NULL, 0, 10, true)[0].id, 0);
  db_end_read(txn);
}

static bool
file_holds(const char *path, const char *words)
{
  g_autofree char *bytes = NULL;
  gsize len = 0;

  return g_file_get_contents(path, &bytes, &len, NULL) &&
         memmem(bytes, len, words, strlen(words)) != NULL;
}

/* R11, design section 4: needs are sealed from the first row, in the write-ahead log too. */
static void
no_need_and_no_address_lies_readable(void **state)
{
  World *world = *state;
  g_autofree char *dump = NULL;

  if (test_db_is_postgres())
    skip(); /* looks into SQLite's files; the same bytes are bound on PostgreSQL */
  add_member(world, "Findable Name", REACH_EMAIL, "secret.box@place.example",
             "braille 1; easy read");
  const char *path = strchr(test_db_url(world->test), ':') + 1;
  g_autofree char *wal = g_strconcat(path, "-wal", NULL);

  assert_true(file_holds(path, "Findable Name") || file_holds(wal, "Findable Name"));
  assert_false(file_holds(path, "secret.box") || file_holds(wal, "secret.box"));
  assert_false(file_holds(path, "braille") || file_holds(wal, "braille"));
}

static bool
move_seals(Txn *txn, const Act *act, void *data)
{
  const int64_t *ids = data;
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE member SET contact = (SELECT o.contact FROM member o"
                                 " WHERE o.community_id = ?1 AND o.id = ?3)"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, ids[0]);
  bind_int(q, 3, ids[1]);
  return query_run(q);
}

static void
a_seal_moved_to_another_row_does_not_open(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t ids[2] = { add_member(world, "A", REACH_PHONE, "01632 960001", ""),
                     add_member(world, "B", REACH_PHONE, "01632 960002", "") };

  assert_int_equal(test_db_write(world->test, &world->act, move_seals, ids), WRITE_KEPT);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  people_find(txn, arena, ids[0], true);
  assert_int_not_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

static void
what_does_not_fit_is_refused_and_not_stored(void **state)
{
  static const struct {
    const char *name;
    Reach reach;
    const char *contact;
  } bad[] = {
    { "", REACH_IN_PERSON, "" },
    { "Ann", REACH_EMAIL, "" },
    { "Ann", REACH_EMAIL, "not an address" },
    { "Ann", REACH_PHONE, "" },
    { "Ann", REACH_PHONE, "ring me" },
    { "Ann", REACH_POST, "" },
    { "Ann", REACH_EMAIL, "TAKEN@place.example" },
  };
  World *world = *state;

  add_member(world, "First", REACH_EMAIL, "taken@place.example", "");
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    Adding adding = { .member = {
                          .name = bad[i].name, .reach = bad[i].reach, .contact = bad[i].contact } };

    assert_int_equal(test_db_write(world->test, &world->act, add, &adding), WRITE_UNDONE);
    assert_int_equal(adding.refused, 1);
    assert_int_equal(adding.id, 0);
    g_free(adding.message);
  }

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  assert_int_equal(people_count(txn), 1);
  db_end_read(txn);
}

static void
the_list_is_in_human_order_and_pages_meet(void **state)
{
  static const char *const names[] = { "Örjan", "anna", "Bo", "ÅSA", "Zed", "Anna", "zoë", "Cy" };
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);
  g_autofree char *last_key = g_strdup("");
  int64_t last_id = 0;

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    add_member(world, names[i], REACH_IN_PERSON, "", "");

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  for (;;) {
    const Member *page = people_list(txn, arena, last_key, last_id, 3, false);
    int count = 0;

    for (; page[count].id; count++) {
      char *key = text_sort_key(page[count].name);

      assert_true(strcmp(key, last_key) >= 0);
      assert_true(g_hash_table_add(seen, (gpointer)&page[count].id));
      g_free(last_key);
      last_key = key;
      last_id = page[count].id;
    }
    assert_true(count <= 3);
    if (count < 3)
      break;
  }
  assert_int_equal(g_hash_table_size(seen), G_N_ELEMENTS(names));
  db_end_read(txn);
}

/* Another way: walk forward through one-person pages, then back by the cursors. */
static void
a_list_of_people_goes_back_and_starts_at_a_letter(void **state)
{
  static const char *const names[] = { "Örjan", "anna", "Bo", "ÅSA", "Zed", "Anna", "zoë", "Cy" };
  static const char *const initials[] = { "a", "b", "c", "o", "z" };
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    add_member(world, names[i], REACH_IN_PERSON, "", "");

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Member *all = people_list(txn, arena, NULL, 0, 100, false);
  const char *const *letters = people_initials(txn, arena);

  for (size_t i = 0; i < G_N_ELEMENTS(initials); i++) {
    assert_string_equal(letters[i], initials[i]);

    const Member *first = people_list(txn, arena, letters[i], 0, 1, false);
    size_t at = 0; /* the first of all whose key begins so */

    for (g_autofree char *key = text_sort_key(all[at].name); !g_str_has_prefix(key, initials[i]);) {
      g_free(key);
      key = text_sort_key(all[++at].name);
    }
    assert_int_equal(first->id, all[at].id);
  }
  assert_null(letters[G_N_ELEMENTS(initials)]);
  for (int a_page = 1; a_page <= 3; a_page++)
    for (int at = 0; at < (int)G_N_ELEMENTS(names); at++) {
      g_autofree char *key = text_sort_key(all[at].name);

      assert_int_equal(people_cursor_before(txn, key, all[at].id, a_page),
                       at >= a_page ? all[at - a_page].id : 0);
    }
  db_end_read(txn);
}

/* ---- links ---- */

typedef struct {
  int64_t member_id, link_id, spent_by;
  int64_t lasts_us;
  const char *token;
  LinkState state;
} Linking;

static bool
make_link(Txn *txn, const Act *act, void *data)
{
  Linking *linking = data;

  linking->link_id =
      people_make_link(txn, act, linking->member_id, "https://place.example", linking->lasts_us);
  return true;
}

static bool
spend_link(Txn *txn, const Act *act, void *data)
{
  Linking *linking = data;

  linking->spent_by = 0;
  linking->state = people_spend_link(txn, act, linking->token, &linking->spent_by);
  return linking->state == LINK_GOOD;
}

static void
a_link_signs_in_once(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Linking linking = { .member_id = add_member(world, "Ann", REACH_IN_PERSON, "", ""),
                      .lasts_us = US_PER_HOUR };

  assert_int_equal(test_db_write(world->test, &world->act, make_link, &linking), WRITE_KEPT);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const SignInLink *link = people_find_link(txn, arena, linking.link_id, world->act.at_us);
  const SignInLink *again = people_find_link(txn, arena, linking.link_id, world->act.at_us);

  assert_int_equal(strlen(link->token), LINK_TOKEN_LEN);
  assert_string_equal(link->token, again->token);
  assert_string_equal(link->member_name, "Ann");
  assert_null(people_find_link(txn, arena, linking.link_id, world->act.at_us + US_PER_HOUR));
  db_end_read(txn);

  linking.token = link->token;
  assert_int_equal(test_db_write(world->test, &world->act, spend_link, &linking), WRITE_KEPT);
  assert_int_equal(linking.spent_by, linking.member_id);
  assert_int_equal(test_db_write(world->test, &world->act, spend_link, &linking), WRITE_UNDONE);
  assert_int_equal(linking.state, LINK_SPENT);
  linking.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  test_db_write(world->test, &world->act, spend_link, &linking);
  assert_int_equal(linking.state, LINK_UNKNOWN);
}

/* ---- faults ---- */

/* Idea 4: a failure at any statement is never a success and never a refusal. */
static void
a_failure_at_any_statement_is_trouble(void **state)
{
  World *world = *state;
  Db *db = test_db(world->test);
  int kept = 0;

  for (int64_t nth = 1; kept == 0 && nth < 100; nth++) {
    Adding adding = { .member = { .name = "Ann", .reach = REACH_EMAIL, .contact = "a@b.example" } };
    WriteOutcome outcome;

    db_fail_statement_for_test(db, nth, TROUBLE_DATABASE);
    outcome = test_db_write(world->test, &world->act, add, &adding);
    db_fail_statement_for_test(db, 0, TROUBLE_NONE);
    assert_int_equal(adding.refused, 0);
    kept += outcome == WRITE_KEPT;
    assert_true(outcome == WRITE_KEPT || outcome == WRITE_TROUBLE);

    Txn *txn = db_begin_read(db, RIVERSIDE);
    assert_int_equal(people_count(txn), kept);
    db_end_read(txn);
  }
  assert_int_equal(kept, 1);
}

/* ---- lists ---- */

static void
lists_are_read_line_by_line(void **state)
{
  static const char list[] = "Name;Contact;Formats;Way\n"
                             "Ann Example;ann@place.example;large print 24, audio;\n"
                             ";nobody@place.example;;\n"
                             "Bo;01632 960003;;phone\n"
                             "Cy;;smoke signals;in person\n"
                             "Di;ANN@place.example;;\n"
                             "Ed;3 Quay Street;Braille grade 1;post\n";
  static const int faulty[] = { 3, 5, 6 };
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Import *import = people_read_import(txn, arena, list, sizeof(list) - 1);
  int next_fault = 0;

  db_end_read(txn);
  assert_null(import->fault);
  assert_int_equal(import->count, 6);
  assert_int_equal(import->fault_count, 3);
  for (int i = 0; i < import->count; i++) {
    if (!import->lines[i].fault)
      continue;
    assert_int_equal(import->lines[i].line, faulty[next_fault]);
    next_fault++;
  }
  assert_string_equal(format_wants_to_text(&import->lines[0].member.wants, arena),
                      "large-print 24; audio");
  assert_int_equal(import->lines[2].member.reach, REACH_PHONE);
  assert_string_equal(format_wants_to_text(&import->lines[5].member.wants, arena), "braille 1");
}

/* Who writes "in person" or "post" where an address would stand means the way, not a place. */
static void
a_way_in_the_place_of_an_address_is_a_way(void **state)
{
  static const struct {
    const char *line;
    int reach; /* -1: the line is faulty */
  } rows[] = {
    { "Ann,in person,audio", REACH_IN_PERSON },
    { "Ann,In Person", REACH_IN_PERSON },
    { "Ann,visit,audio", REACH_IN_PERSON },
    { "Ann,by post,audio", -1 }, /* and no address */
    { "Ann,phone", -1 },
    { "Ann,e-mail,audio", -1 },
    { "Ann,Post Office Lane 3", REACH_POST },
  };
  World *world = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(Arena) arena = arena_new(64 * 1024);
    Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
    const Import *import = people_read_import(txn, arena, rows[i].line, strlen(rows[i].line));

    db_end_read(txn);
    assert_int_equal(import->count, 1);
    if ((import->lines[0].fault != NULL) != (rows[i].reach < 0))
      fail_msg("%s: %s", rows[i].line, import->lines[0].fault);
    if (rows[i].reach < 0)
      continue;
    assert_int_equal(import->lines[0].member.reach, rows[i].reach);
    assert_string_equal(import->lines[0].member.contact,
                        rows[i].reach == REACH_POST ? "Post Office Lane 3" : "");
  }
}

static void
wants_come_back_from_their_words(void **state)
{
  static const int points[] = { 0, 16, 18, 20, 24, 28 };
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  (void)state;
  random_seed_for_test(99);
  for (int round = 0; round < 2000; round++) {
    FormatWants wants = { .count = 0 }, read = { .count = 0 };
    uint8_t dice[FORMAT_COUNT * 2];

    random_bytes(dice, sizeof(dice));
    for (int f = 0; f < FORMAT_COUNT; f++) {
      FormatWant want = { .format = (PaperFormat)f };

      if (dice[f] & 1)
        continue;
      if (f == FORMAT_LARGE_PRINT || f == FORMAT_EASY_READ)
        want.points = points[dice[FORMAT_COUNT + f] % G_N_ELEMENTS(points)];
      if (f == FORMAT_BRAILLE)
        want.grade = dice[FORMAT_COUNT + f] % 3;
      wants.wants[wants.count++] = want;
    }

    wants.is_attached = dice[0] & 2;
    wants.by_text = dice[0] & 4;
    wants.is_read_aloud = dice[0] & 8;

    const char *text = format_wants_to_text(&wants, arena);

    assert_true(format_wants_from_text(text, &read));
    assert_int_equal(read.is_attached, wants.is_attached);
    assert_int_equal(read.by_text, wants.by_text);
    assert_int_equal(read.is_read_aloud, wants.is_read_aloud);
    assert_string_equal(format_wants_to_text(&read, arena), text);
    assert_int_equal(read.count, wants.count);
    arena_clear(arena);
  }
  random_seed_for_test(0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    WORLD_TEST(a_member_comes_back_as_given),
    WORLD_TEST(who_sets_the_place_up_has_been_here),
    WORLD_TEST(another_community_sees_nobody),
    WORLD_TEST(no_need_and_no_address_lies_readable),
    WORLD_TEST(a_seal_moved_to_another_row_does_not_open),
    WORLD_TEST(what_does_not_fit_is_refused_and_not_stored),
    WORLD_TEST(the_list_is_in_human_order_and_pages_meet),
    WORLD_TEST(a_list_of_people_goes_back_and_starts_at_a_letter),
    WORLD_TEST(a_link_signs_in_once),
    WORLD_TEST(a_failure_at_any_statement_is_trouble),
    WORLD_TEST(lists_are_read_line_by_line),
    WORLD_TEST(a_way_in_the_place_of_an_address_is_a_way),
    cmocka_unit_test(wants_come_back_from_their_words),
  };

  return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
