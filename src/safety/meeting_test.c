/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping away, introductions and house rules on both engines (R44): silent, both ways, and a no
 * that nobody sees. */
#include "safety/introductions.h"

#include "base/clock.h"
#include "people/apart.h"
#include "people/ways.h"
#include "safety/house_rules.h"
#include "safety/keep_away.h"
#include "safety/test_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  const char *name, *words;
  int64_t id;
  bool is_yes;
  int refused;
} Step;

typedef void (*StepMaker)(Txn *txn, const Act *act, Step *step, Refusals *refusals);

typedef struct {
  StepMaker make;
  Step *step;
} Making;

static bool
make_step(Txn *txn, const Act *act, void *data)
{
  Making *making = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  making->make(txn, act, making->step, refusals);
  making->step->refused = refusals_count(refusals);
  return making->step->refused == 0;
}

static void
block(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  safety_block(txn, act, step->name, refusals);
}

static void
unblock(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  (void)refusals;
  safety_unblock(txn, act, step->id);
}

static void
ask(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  introductions_ask(txn, act, step->name, step->words, refusals);
}

static void
pass_on(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  introductions_pass_on(txn, act, step->id, step->name, refusals);
}

static void
answer(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  introductions_answer(txn, act, step->id, step->is_yes, refusals);
}

static void
set_rules(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  house_rules_set(txn, act, step->words, "", refusals);
}

static void
mark_read(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  (void)step;
  (void)refusals;
  house_rules_mark_read(txn, act);
}

/* True: kept; false: refused. */
static bool
do_it(World *world, int64_t member_id, StepMaker make, Step step)
{
  const Act act = test_db_act(world->test, RIVERSIDE, member_id);
  WriteOutcome outcome = test_db_write(world->test, &act, make_step, &(Making){ make, &step });

  assert_true(outcome == WRITE_KEPT || (outcome == WRITE_UNDONE && step.refused > 0));
  return outcome == WRITE_KEPT;
}

static void
assert_blocked(World *world, int64_t one, int64_t other, bool is_blocked)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_int_equal(safety_is_blocked(txn, one, other), is_blocked);
  assert_int_equal(safety_is_blocked(txn, other, one), is_blocked);
  db_end_read(txn);
}

static int64_t
count_asked_of(World *world, int64_t member_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const int64_t count =
      test_first_waiting(txn, INTRODUCTIONS_WAIT, member_id, clock_now_us(), false, 0) != 0;

  db_end_read(txn);
  return count;
}

/* The newest that this member may pass on, or answer; 0: none. */
static int64_t
waiting_for(World *world, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  int64_t id = introductions_waiting(txn, arena, safety_find_readers(txn, arena), member_id)->id;

  db_end_read(txn);
  return id;
}

static int64_t
asked_of(World *world, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  int64_t id = introductions_to(txn, arena, safety_find_readers(txn, arena), member_id)->id;

  db_end_read(txn);
  return id;
}

static void
keeping_away_holds_both_ways_and_is_nobody_else_s(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  assert_blocked(world, world->iris, world->tom, false);
  assert_false(do_it(world, world->iris, block, (Step){ .name = "No Body" }));
  assert_false(do_it(world, world->iris, block, (Step){ .name = "iris quay" })); /* oneself */
  assert_true(do_it(world, world->iris, block, (Step){ .name = "tom WEIR" }));
  assert_true(do_it(world, world->iris, block, (Step){ .name = "Tom Weir" }));
  assert_blocked(world, world->iris, world->tom, true);
  assert_blocked(world, world->iris, world->organisers[0], false);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const KnownMember *mine = safety_blocks(txn, arena, world->iris);

  assert_int_equal(mine[0].id, world->tom);
  assert_int_equal(mine[1].id, 0);
  assert_int_equal(safety_blocks(txn, arena, world->tom)->id, 0); /* not told */
  db_end_read(txn);

  assert_true(do_it(world, world->tom, unblock, (Step){ .id = world->iris })); /* not theirs */
  assert_blocked(world, world->iris, world->tom, true);
  assert_true(do_it(world, world->iris, unblock, (Step){ .id = world->tom }));
  assert_blocked(world, world->iris, world->tom, false);
}

/* Names of a long list come at once. */
static void
the_own_list_is_read_at_once(void **state)
{
  enum { MOST = 3, ORGANISERS = 2 };
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t of_one = 0;

  assert_true(do_it(world, world->iris, block, (Step){ .name = "Tom Weir" }));

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  safety_blocks(txn, arena, world->iris); /* reads the key once */

  const int64_t before = db_statements_for_test(test_db(world->test));

  safety_blocks(txn, arena, world->iris);
  of_one = db_statements_for_test(test_db(world->test)) - before;
  db_end_read(txn);
  for (int i = 0; i < ORGANISERS; i++) {
    txn = db_begin_read(test_db(world->test), RIVERSIDE);

    const char *name = people_find_known(txn, arena, world->organisers[i])->name;

    db_end_read(txn);
    assert_true(do_it(world, world->iris, block, (Step){ .name = name }));
  }
  txn = db_begin_read(test_db(world->test), RIVERSIDE);

  const int64_t again = db_statements_for_test(test_db(world->test));
  const KnownMember *list = safety_blocks(txn, arena, world->iris);

  assert_int_equal(db_statements_for_test(test_db(world->test)) - again, of_one);
  assert_true(of_one <= MOST);
  assert_int_equal(list[0].id, world->tom);
  for (int i = 0; i < ORGANISERS; i++)
    assert_int_equal(list[i + 1].id, world->organisers[i]);
  db_end_read(txn);
}

/* Of a list it is found by few statements, and each pair by itself says the same. */
static void
a_list_is_looked_at_at_once(void **state)
{
  enum { PAIRS = 150, AT_ONCE = 50, MOST = 4, WEEK = 7 };
  World *world = *state;
  PeoplePair pairs[PAIRS];
  bool is_blocked[PAIRS];
  int64_t before = 0;

  assert_true(do_it(world, world->iris, block, (Step){ .name = "Tom Weir" }));
  for (int i = 0; i < PAIRS; i++)
    pairs[i] = i % WEEK == 0   ? (PeoplePair){ world->iris, world->tom }
               : i % WEEK == 1 ? (PeoplePair){ world->tom, world->iris }
               : i % WEEK == 2 ? (PeoplePair){ world->tom, world->organisers[0] }
                               : (PeoplePair){ world->iris, 1000 + i };

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_true(safety_is_blocked(txn, world->iris, world->tom)); /* reads the key once */
  before = db_statements_for_test(test_db(world->test));
  safety_find_blocked(txn, pairs, AT_ONCE, is_blocked);
  assert_int_equal(db_statements_for_test(test_db(world->test)) - before, 1);
  safety_find_blocked(txn, pairs, PAIRS, is_blocked);
  assert_true(db_statements_for_test(test_db(world->test)) - before <= MOST);
  for (int i = 0; i < PAIRS; i++) {
    assert_int_equal(is_blocked[i], i % WEEK <= 1);
    assert_int_equal(safety_is_blocked(txn, pairs[i].one_id, pairs[i].other_id), is_blocked[i]);
  }
  db_end_read(txn);
}

static void
assert_helps_in(World *world, int64_t helper_id, int64_t member_id, bool may)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_int_equal(door_may_help(txn, helper_id, false, member_id), may);
  assert_int_equal(door_may_help(txn, helper_id, true, member_id), may);
  db_end_read(txn);
}

static void
name_helper(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  door_helper_add(txn, act, act->member_id, step->name, refusals);
}

/* Whichever of the two keeps away: neither lets the other in, and naming again says nothing. */
static void
who_keeps_away_is_not_helped_in_by_them(void **state)
{
  World *world = *state;

  people_set_keep_apart(safety_find_blocked);
  for (int who = 0; who < 2; who++) {
    const int64_t blocker = who ? world->iris : world->tom, other = who ? world->tom : world->iris;
    const Step block_it = { .name = who ? "Tom Weir" : "Iris Quay" };

    assert_true(do_it(world, world->iris, name_helper, (Step){ .name = "Tom Weir" }));
    assert_helps_in(world, world->tom, world->iris, true);
    assert_true(do_it(world, blocker, block, block_it));
    assert_helps_in(world, world->tom, world->iris, false);
    assert_true(do_it(world, world->iris, name_helper, (Step){ .name = "Tom Weir" }));
    assert_helps_in(world, world->tom, world->iris, false);
    assert_true(do_it(world, blocker, unblock, (Step){ .id = other }));
    assert_helps_in(world, world->tom, world->iris, true);
  }
  people_set_keep_apart(NULL);
}

static IntroductionState
state_of(World *world, int64_t asker_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  IntroductionState is = introductions_by(txn, arena, asker_id)->state;

  db_end_read(txn);
  return is;
}

static void
an_introduction_goes_through_an_organiser(void **state)
{
  World *world = *state;
  Step wish = { .name = "Tom Weir", .words = "Unspeakable knitting" };

  for (int is_yes = 0; is_yes < 2; is_yes++) {
    assert_true(do_it(world, world->iris, ask, wish));
    assert_int_equal(count_asked_of(world, world->tom), 0); /* not before it is passed on */

    Step step = { .id = waiting_for(world, world->organisers[0]), .name = "", .is_yes = is_yes };

    assert_true(step.id > 0);
    assert_false(do_it(world, world->tom, answer, step));
    assert_true(do_it(world, world->organisers[0], pass_on, step));
    assert_false(do_it(world, world->organisers[1], pass_on, step));
    assert_int_equal(count_asked_of(world, world->tom), 1);
    assert_false(do_it(world, world->iris, answer, step)); /* not theirs to answer */
    assert_true(do_it(world, world->tom, answer, step));
    assert_false(do_it(world, world->tom, answer, step));
    assert_int_equal(count_asked_of(world, world->tom), 0);
    assert_int_equal(state_of(world, world->iris), is_yes ? INTRODUCE_YES : INTRODUCE_NO);
  }
  test_assert_not_readable(world, "Unspeakable");
}

/* Whoever keeps away from whom, and whenever: the ask is taken, and reaches nobody. */
static void
nothing_reaches_who_keeps_away(void **state)
{
  World *world = *state;
  const Step wish = { .name = "Tom Weir", .words = "" };

  for (int who = 0; who < 2; who++) {
    const int64_t blocker = who ? world->iris : world->tom, other = who ? world->tom : world->iris;
    const Step block_it = { .name = who ? "Tom Weir" : "Iris Quay" };

    assert_true(do_it(world, blocker, block, block_it)); /* first */
    assert_true(do_it(world, world->iris, ask, wish));
    assert_int_equal(waiting_for(world, world->organisers[0]), 0);
    assert_true(do_it(world, blocker, unblock, (Step){ .id = other }));

    assert_true(do_it(world, world->iris, ask, wish)); /* between asking and passing on */
    assert_true(waiting_for(world, world->organisers[0]) > 0);
    assert_true(do_it(world, blocker, block, block_it));
    assert_int_equal(waiting_for(world, world->organisers[0]), 0);
    assert_true(do_it(world, blocker, unblock, (Step){ .id = other }));

    assert_true(do_it(world, world->iris, ask, (Step){ .name = "Tommy", .words = "" }));

    const Step named = { .id = waiting_for(world, world->organisers[0]), .name = "Tom Weir" };

    assert_true(do_it(world, blocker, block, block_it)); /* a name that an organiser explains */
    assert_true(do_it(world, world->organisers[0], pass_on, named));
    assert_int_equal(count_asked_of(world, world->tom), 0);
    assert_true(do_it(world, blocker, unblock, (Step){ .id = other }));
  }
}

static bool
organises_no_more(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE member SET is_organiser = 0 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, *(const int64_t *)data);
  return query_run(q);
}

/* Rowan alone organises; Iris is the person for worries where `has_person`. */
static void
leave_one_organiser(World *world, bool has_person)
{
  const Act act = test_db_act(world->test, RIVERSIDE, world->organisers[0]);

  if (has_person)
    test_name_people(world, "Iris Quay", "", true);
  assert_int_equal(test_db_write(world->test, &act, organises_no_more, &world->organisers[1]),
                   WRITE_KEPT);
}

/* Whichever of the two is the only organiser: the person for worries passes it on. */
static void
beside_an_only_organiser_the_person_for_worries_passes_it_on(void **state)
{
  World *world = *state;
  const int64_t rowan = world->organisers[0];

  leave_one_organiser(world, true);
  for (int is_rowan_s = 0; is_rowan_s < 2; is_rowan_s++) {
    const int64_t asker = is_rowan_s ? rowan : world->tom, other = is_rowan_s ? world->tom : rowan;

    assert_true(do_it(world, asker, ask,
                      (Step){ .name = is_rowan_s ? "Tom Weir" : "Rowan Field", .words = "" }));
    assert_int_equal(waiting_for(world, rowan), 0);
    assert_int_equal(asked_of(world, other), 0);

    const Step step = { .id = waiting_for(world, world->iris), .name = "", .is_yes = true };

    assert_true(step.id > 0);
    assert_false(do_it(world, rowan, pass_on, step));
    assert_false(do_it(world, world->organisers[1], pass_on, step)); /* organises no more */
    assert_true(do_it(world, world->iris, pass_on, step));
    assert_int_equal(asked_of(world, other), step.id);
    assert_true(do_it(world, other, answer, step));
  }

  /* An organiser is still the first where they are neither of the two. */
  assert_true(do_it(world, world->tom, ask, (Step){ .name = "Bea Thorn", .words = "" }));
  assert_int_equal(waiting_for(world, world->iris), 0);
  assert_true(waiting_for(world, rowan) > 0);

  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const int64_t now_us = clock_now_us();

  assert_non_null(introductions_agreed(txn, arena, world->iris, now_us)[1].words);
  assert_int_equal(introductions_agreed(txn, arena, world->iris, now_us)[2].id, 0);
  assert_int_equal(introductions_agreed(txn, arena, rowan, now_us)->id, 0);
  assert_int_equal(
      introductions_agreed(txn, arena, world->iris, now_us + (AGREED_DAYS + 1) * US_PER_DAY)->id,
      0);
  db_end_read(txn);

  assert_true(do_it(world, world->tom, block, (Step){ .name = "Rowan Field" }));
  txn = db_begin_read(test_db(world->test), RIVERSIDE);
  assert_int_equal(introductions_agreed(txn, arena, world->iris, now_us)->id, 0);
  assert_int_equal(introductions_by(txn, arena, rowan)->state, INTRODUCE_YES); /* not told */
  db_end_read(txn);
}

/* Nobody is left between: who asks for the only organiser reaches them, unless one of the two keeps
 * away; the only organiser is told to find somebody first. */
static void
with_nobody_between_an_only_organiser_is_asked_directly(void **state)
{
  World *world = *state;
  const int64_t rowan = world->organisers[0];
  const Step wish = { .name = "Rowan Field", .words = "" };

  leave_one_organiser(world, false);
  assert_false(do_it(world, rowan, ask, (Step){ .name = "Tom Weir", .words = "" }));
  assert_true(do_it(world, rowan, block, (Step){ .name = "Tom Weir" }));
  assert_true(do_it(world, world->tom, ask, wish));
  assert_int_equal(asked_of(world, rowan), 0);
  assert_true(do_it(world, rowan, unblock, (Step){ .id = world->tom }));

  assert_true(do_it(world, world->tom, ask, wish));

  const Step step = { .id = asked_of(world, rowan), .name = "", .is_yes = true };

  assert_true(step.id > 0);
  assert_int_equal(waiting_for(world, rowan), 0);
  assert_false(do_it(world, rowan, pass_on, step));
  assert_false(do_it(world, world->iris, answer, step));
  assert_true(do_it(world, rowan, answer, step));
  assert_int_equal(state_of(world, world->tom), INTRODUCE_YES);
}

static void
only_so_many_wait_at_once(void **state)
{
  World *world = *state;

  for (int i = 0; i < INTRODUCTIONS_OPEN_MAX; i++)
    assert_true(do_it(world, world->iris, ask, (Step){ .name = "Tom Weir", .words = "" }));
  assert_false(do_it(world, world->iris, ask, (Step){ .name = "Tom Weir", .words = "" }));
}

static bool
has_read(World *world, int64_t member_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  bool has = house_rules_are_read(txn, member_id);

  db_end_read(txn);
  return has;
}

static void
house_rules_have_versions(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  assert_false(has_read(world, world->iris));
  assert_true(do_it(world, world->iris, mark_read, (Step){ .id = 0 })); /* the program's own */
  assert_true(do_it(world, world->iris, mark_read, (Step){ .id = 0 }));
  assert_true(has_read(world, world->iris));
  assert_false(do_it(world, world->organisers[0], set_rules, (Step){ .words = "" }));
  assert_true(do_it(world, world->organisers[0], set_rules, (Step){ .words = "Be kind." }));
  assert_true(do_it(world, world->organisers[0], set_rules, (Step){ .words = "Be kind." }));
  assert_false(has_read(world, world->iris)); /* there are new ones to read */
  assert_true(do_it(world, world->organisers[0], set_rules, (Step){ .words = "Be kinder." }));

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const HouseRules *list = house_rules_list(txn, arena);

  assert_string_equal(house_rules_newest(txn, arena)->words, "Be kinder.");
  assert_string_equal(house_rules_find(txn, arena, list[1].id)->words, "Be kind.");
  assert_int_equal(list[2].id, 0);
  db_end_read(txn);
  test_assert_last_power(world, "house-rules-changed");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, test_world_open, test_world_close)
    WORLD_TEST(keeping_away_holds_both_ways_and_is_nobody_else_s),
    WORLD_TEST(the_own_list_is_read_at_once),
    WORLD_TEST(a_list_is_looked_at_at_once),
    WORLD_TEST(who_keeps_away_is_not_helped_in_by_them),
    WORLD_TEST(an_introduction_goes_through_an_organiser),
    WORLD_TEST(nothing_reaches_who_keeps_away),
    WORLD_TEST(beside_an_only_organiser_the_person_for_worries_passes_it_on),
    WORLD_TEST(with_nobody_between_an_only_organiser_is_asked_directly),
    WORLD_TEST(only_so_many_wait_at_once),
    WORLD_TEST(house_rules_have_versions),
  };

  return cmocka_run_group_tests_name("meeting", tests, NULL, NULL);
}
