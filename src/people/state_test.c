/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a member stands, on both engines: who comes in, who counts, who is found. */
#include "base/clock.h"
#include "db/test_db.h"
#include "people/kinds.h"
#include "people/my_data.h"
#include "people/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { RIVERSIDE = 11, HILLTOP = 12 };

typedef struct {
  TestDb *test;
  char *sql[3];
  int64_t organiser, anna; /* made for each test */
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
  world->sql[2] = test_db_read_source("src/web/web.sql");

  const MigrationFile files[] = {
    { "web", world->sql[2] }, { "log", world->sql[0] }, { "people", world->sql[1] }, { 0 }
  };

  world->test = test_db_new(files, NULL);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  for (size_t i = 0; i < G_N_ELEMENTS(world->sql); i++)
    g_free(world->sql[i]);
  g_free(world);
  return 0;
}

typedef struct {
  int64_t id, community_id;
  MemberState to;
  const Member *member;
} Step;

static bool
run_add(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  people_add(txn, act, step->member, refusals, &step->id);
  return refusals_count(refusals) == 0;
}

static bool
run_set_state(Txn *txn, const Act *act, void *data)
{
  const Step *step = data;

  people_set_state(txn, act, step->id, step->to);
  return true;
}

static bool
run_make_link(Txn *txn, const Act *act, void *data)
{
  Step *step = data;

  step->community_id = people_make_link(txn, act, step->id, "http://localhost", US_PER_DAY);
  return true;
}

static void
change(World *world, int64_t community_id, TestChange run, Step *step)
{
  Act act = test_db_act(world->test, community_id, 0);

  assert_int_equal(test_db_write(world->test, &act, run, step), WRITE_KEPT);
}

static void
set_member_state(World *world, int64_t id, MemberState to)
{
  change(world, RIVERSIDE, run_set_state, &(Step){ .id = id, .to = to });
}

static int
fill(void **state)
{
  World *world = *state;
  Step organiser = {
    .member =
        &(Member){ .name = "Olu", .reach = REACH_IN_PERSON, .contact = "", .is_organiser = true }
  };
  g_autofree char *email = g_strdup_printf("anna%d@example.org", g_random_int_range(0, 1000000));
  Step anna = { .member = &(Member){ .name = "Anna", .reach = REACH_EMAIL, .contact = email } };

  change(world, RIVERSIDE, run_add, &organiser);
  change(world, RIVERSIDE, run_add, &anna);
  world->organiser = organiser.id;
  world->anna = anna.id;
  return 0;
}

static Txn *
begin(World *world)
{
  return db_begin_read(test_db(world->test), RIVERSIDE);
}

/* ---- the tests ---- */

static void
who_may_come_in(void **state)
{
  World *world = *state;
  static const struct {
    MemberState state;
    bool may_come, is_suspended;
  } rows[] = {
    { MEMBER_SUSPENDED, true, true }, { MEMBER_REMOVED, false, false },
    { MEMBER_LEFT, false, false },    { MEMBER_DIED, false, false },
    { MEMBER_HERE, true, false },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(Arena) arena = arena_new(16 * 1024);
    MemberLooks looks;

    set_member_state(world, world->anna, rows[i].state);

    Txn *txn = begin(world);

    assert_int_equal(people_find_state(txn, world->anna), rows[i].state);
    assert_int_equal(people_find_looks(txn, arena, world->anna, 0, &looks), rows[i].may_come);
    if (rows[i].may_come)
      assert_int_equal(looks.is_suspended, rows[i].is_suspended);
    db_end_read(txn);
  }
}

static void
a_link_of_somebody_gone_is_dead(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Step before = { .id = world->anna };
  Step after = { .id = world->anna };
  const SignInLink *link = NULL;

  change(world, RIVERSIDE, run_make_link, &before);

  Txn *txn = begin(world);
  const SignInLink *made = people_find_link(txn, arena, before.community_id, 0);

  assert_non_null(made);
  db_end_read(txn);
  set_member_state(world, world->anna, MEMBER_LEFT);
  change(world, RIVERSIDE, run_make_link, &after); /* asked for a moment too late */
  txn = begin(world);
  assert_int_equal(people_look_at_link(txn, arena, made->token, 0, &link), LINK_UNKNOWN);
  assert_null(people_find_link(txn, arena, after.community_id, 0));
  db_end_read(txn);
}

static void
who_is_gone_is_not_counted_nor_listed(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Txn *txn = begin(world);
  int64_t before = people_count(txn);

  db_end_read(txn);
  set_member_state(world, world->anna, MEMBER_SUSPENDED);
  txn = begin(world);
  assert_int_equal(people_count(txn), before);
  db_end_read(txn);
  set_member_state(world, world->anna, MEMBER_DIED);
  txn = begin(world);
  assert_int_equal(people_count(txn), before - 1);
  for (const Member *member = people_list(txn, arena, NULL, 0, 500, false); member->id; member++)
    assert_true(member->id != world->anna);
  assert_int_equal(people_find(txn, arena, world->anna, false)->state, MEMBER_DIED);
  db_end_read(txn);
}

static int64_t
count_log(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM log_entry WHERE community_id = ?1 AND concerns_id = ?2");

  bind_int(q, 2, member_id);
  return query_next(q) ? col_int(q, 0) : -1;
}

static void
who_stops_being_here_stops_organising(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  set_member_state(world, world->organiser, MEMBER_SUSPENDED);
  set_member_state(world, world->organiser, MEMBER_SUSPENDED); /* a second click */

  Txn *txn = begin(world);

  assert_false(people_find(txn, arena, world->organiser, false)->is_organiser);
  assert_int_equal(count_log(txn, world->organiser), 4); /* added, made, suspended, ended */
  db_end_read(txn);
}

static void
another_community_changes_nothing(void **state)
{
  World *world = *state;

  change(world, HILLTOP, run_set_state, &(Step){ .id = world->anna, .to = MEMBER_DIED });

  Txn *txn = begin(world);

  assert_int_equal(people_find_state(txn, world->anna), MEMBER_HERE);
  db_end_read(txn);
}

static void
names_of_states_are_read_back(void **state)
{
  (void)state;
  MemberState read = MEMBER_FORMER;

  for (int i = 0; i < MEMBER_STATE_COUNT; i++) {
    assert_true(member_state_from_name(member_state_name((MemberState)i), &read));
    assert_int_equal(read, i);
  }
  assert_false(member_state_from_name("gone", &read));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(who_may_come_in, fill),
    cmocka_unit_test_setup(a_link_of_somebody_gone_is_dead, fill),
    cmocka_unit_test_setup(who_is_gone_is_not_counted_nor_listed, fill),
    cmocka_unit_test_setup(who_stops_being_here_stops_organising, fill),
    cmocka_unit_test_setup(another_community_changes_nothing, fill),
    cmocka_unit_test(names_of_states_are_read_back),
  };

  return cmocka_run_group_tests(tests, set_up, tear_down);
}
