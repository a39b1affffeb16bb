/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The record of decisions on both engines (R20, R37, R43, R96; indicators 4, 6, 25, 27): a promise
 * is what it was before; nothing is overwritten; what people say of it cannot be worked out; and
 * tricks that should look good do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "decisions/ideas.h"
#include "decisions/levels.h"
#include "decisions/told.h"
#include "groups/duties.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { SAM, AMINA, JOE, TOM, BEA };

typedef struct {
  int64_t decision_id, group_id, member_id;
  const char *question;
  PromiseWish promise;
  DecisionWish wish;
  ChangeWish change;
  Level level;
  const Decision *announced;
  int64_t *ret_id;
} Step;

static const Decision *
found(World *world, Txn *txn, int64_t decision_id)
{
  return decisions_find(txn, world->arena, world->group_id, decision_id);
}

static void
announce(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  decisions_announce(txn, act, world->group_id, step->question, &step->promise, world->refusals,
                     step->ret_id);
}

static void
promise(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  decisions_promise(txn, act, found(world, txn, step->decision_id), &step->promise,
                    world->refusals);
}

static void
write_down(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  int64_t id = 0;

  decisions_write(txn, act, world->group_id,
                  step->decision_id ? found(world, txn, step->decision_id) : NULL, &step->wish, "",
                  world->refusals, step->ret_id ? step->ret_id : &id);
}

static void
change(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  decisions_change(txn, act, found(world, txn, step->decision_id), &step->change, world->refusals);
}

static void
say(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  levels_say(txn, act, found(world, txn, step->decision_id), step->level, world->refusals);
}

static void
make_public(World *world, Txn *txn, const Act *act, const void *data)
{
  decisions_make_public(txn, act, found(world, txn, ((const Step *)data)->decision_id));
}

static void
keep_inside(World *world, Txn *txn, const Act *act, const void *data)
{
  decisions_keep_inside(txn, act, found(world, txn, ((const Step *)data)->decision_id));
}

static void
mark_told(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  (void)world;
  decision_mark_told(txn, act, step->decision_id, step->member_id);
}

/* Begun by Sam, with so many in it. */
static void
start(World *world, const char *name, int people)
{
  const StartWish wish = { name, true, true };

  assert_true(test_as(world, SAM, test_start, &wish));
  for (int who = AMINA; who < people; who++)
    assert_true(test_as(world, who, test_join, NULL));
}

static DecisionWish
a_wish(void)
{
  return (DecisionWish){ .what = "We paint it green",
                         .why = "Grey makes us sad",
                         .do_good = "",
                         .do_bad = "",
                         .not_good = "",
                         .not_bad = "",
                         .body = "",
                         .decided_by = BY_GROUP,
                         .decided_us = clock_now_us() };
}

static int64_t
announced(World *world, Level level)
{
  int64_t id = 0;

  assert_true(
      test_as(world, SAM, announce,
              &(Step){ .question = "Which colour?", .promise = { level, "", "" }, .ret_id = &id }));
  return id;
}

static int64_t
written(World *world, int64_t announced_id, DecisionWish wish)
{
  int64_t id = 0;

  assert_true(test_as(world, SAM, write_down,
                      &(Step){ .decision_id = announced_id, .wish = wish, .ret_id = &id }));
  return id;
}

static Decision
look(World *world, int64_t decision_id)
{
  Txn *txn = test_look(world);
  const Decision *decision = found(world, txn, decision_id);
  const Decision copy = decision ? *decision : (Decision){ 0 };

  test_end_look(txn);
  return copy;
}

static DecisionCounts
count(World *world, int64_t now_us)
{
  Txn *txn = test_look(world);
  const DecisionCounts counts = decisions_count(txn, world->group_id, 0, INT64_MAX, now_us);

  test_end_look(txn);
  return counts;
}

/* ---- what was promised before (R37) ---- */

static void
a_promise_is_what_it_was_before(void **state)
{
  World *world = *state;

  start(world, "Promises", 2);
  assert_false(test_as(world, SAM, announce,
                       &(Step){ .question = "Which?", .promise = { LEVEL_NONE, "", "" } }));
  assert_false(test_as(world, SAM, announce,
                       &(Step){ .question = "", .promise = { LEVEL_INFORMING, "", "" } }));

  const int64_t id = announced(world, LEVEL_CODESIGN);
  Step less = { .decision_id = id, .promise = { LEVEL_INFORMING, "", "" } };

  assert_false(test_as(world, AMINA, promise, &less)); /* not without a reason */
  less.promise.why = "There is no time";
  assert_true(test_as(world, AMINA, promise, &less));
  assert_int_equal(look(world, id).promised, LEVEL_CODESIGN);
  assert_int_equal(written(world, id, a_wish()), id);
  assert_false(test_as(world, AMINA, promise, &less)); /* nor afterwards */

  Txn *txn = test_look(world);
  const DecisionPromise *promises = decisions_promises(txn, world->arena, id);

  assert_int_equal(promises[0].level, LEVEL_CODESIGN);
  assert_int_equal(promises[1].level, LEVEL_INFORMING);
  assert_string_equal(promises[1].why, "There is no time");
  assert_int_equal(promises[2].id, 0);
  test_end_look(txn);
  assert_true(look(world, id).is_promised);
  assert_string_equal(look(world, id).question, "Which colour?");
  assert_false(test_as(world, SAM, write_down, &(Step){ .decision_id = id, .wish = a_wish() }));
  assert_false(look(world, written(world, 0, a_wish())).is_promised);
}

static void
a_promise_in_own_words_is_one(void **state)
{
  World *world = *state;
  int64_t id = 0;

  start(world, "Own words", 2);
  assert_true(test_as(world, SAM, announce,
                      &(Step){ .question = "Which colour?",
                               .promise = { LEVEL_NONE, "We all vote", "" },
                               .ret_id = &id }));
  assert_true(look(world, id).is_promised);
  assert_string_equal(look(world, id).promised_words, "We all vote");
  written(world, id, a_wish());
  assert_int_equal(count(world, clock_now_us()).promised, 0); /* no rung to measure by */
  assert_int_equal(count(world, clock_now_us()).closed, 1);
}

/* ---- what a decision has to say ---- */

static void
a_decision_says_what_why_and_who(void **state)
{
  World *world = *state;
  const int64_t now_us = clock_now_us();
  DecisionWish wishes[8];
  const size_t count = G_N_ELEMENTS(wishes);

  start(world, "Refused", 2);
  for (size_t i = 0; i < count; i++)
    wishes[i] = a_wish();
  wishes[0].what = "";
  wishes[1].why = "";
  wishes[2].decided_by = BY_NOBODY;
  wishes[3].decided_by = BY_OUTSIDE; /* without a body */
  wishes[4].decided_us = now_us + 3 * US_PER_DAY;
  wishes[5].again_us = now_us - 1;
  wishes[6].item_id = 77;
  wishes[7].idea_id = 77;
  for (size_t i = 0; i < count; i++)
    assert_false(test_as(world, SAM, write_down, &(Step){ .wish = wishes[i] }));

  Txn *txn = test_look(world);

  assert_int_equal(decisions_list(txn, world->arena, world->group_id, 0, 5)->id, 0);
  test_end_look(txn);
  wishes[3].body = "Riverside Council";
  assert_string_equal(look(world, written(world, 0, wishes[3])).body, "Riverside Council");
}

/* ---- nothing is overwritten ---- */

static void
a_change_stands_beside_the_decision(void **state)
{
  World *world = *state;
  const int64_t now_us = clock_now_us();
  DecisionWish wish = a_wish();

  start(world, "Changes", 2);
  wish.decided_us = now_us - 2 * US_PER_DAY;
  wish.again_us = now_us + 9 * US_PER_DAY;

  const int64_t id = written(world, 0, wish);
  Step step = { .decision_id = id,
                .change = { .became = IT_UNDONE,
                            .by = BY_OUTSIDE,
                            .body = "",
                            .why = "It costs too much",
                            .changed_us = now_us } };

  assert_false(test_as(world, AMINA, change, &step)); /* which body? */
  step.change.body = "Riverside Council";
  step.change.changed_us = now_us - 5 * US_PER_DAY;
  assert_false(test_as(world, AMINA, change, &step)); /* before it was decided */
  step.change.changed_us = now_us;
  assert_true(test_as(world, AMINA, change, &step));

  const Decision after = look(world, id);

  assert_string_equal(after.what, "We paint it green");
  assert_int_equal(after.decided_by, BY_GROUP);
  assert_true(after.again_us == wish.again_us && after.next_us == 0);
  assert_int_equal(after.became, IT_UNDONE);
  assert_int_equal(after.ended, BY_OUTSIDE);
  step.change = (ChangeWish){ IT_STANDS, BY_GROUP, "", "We did it all the same", now_us, 0 };
  assert_true(test_as(world, AMINA, change, &step));

  Txn *txn = test_look(world);
  const DecisionChange *changes = decisions_changes(txn, world->arena, id);

  assert_string_equal(changes[0].body, "Riverside Council");
  assert_string_equal(changes[1].why, "We did it all the same");
  assert_int_equal(changes[2].id, 0);
  test_end_look(txn);
  /* A later "it stands" makes nobody forget that it was overturned (indicator 6). */
  assert_int_equal(count(world, now_us).here, 0);
  assert_int_equal(count(world, now_us + 100 * US_PER_DAY).here, 1);
  assert_int_equal(count(world, now_us + 100 * US_PER_DAY).overturned, 1);
}

/* ---- how far people took part, in private ---- */

static void
what_people_say_is_shown_when_all_have_had_their_time(void **state)
{
  World *world = *state;
  static const Level said[PEOPLE] = { LEVEL_COPRODUCTION, LEVEL_INFORMING, LEVEL_CONSULTATION,
                                      LEVEL_CODESIGN, LEVEL_ENGAGEMENT };

  start(world, "Said", PEOPLE);

  const int64_t id = written(world, announced(world, LEVEL_CODESIGN), a_wish());
  const Decision decision = look(world, id);
  const int64_t end_us = levels_end_us(&decision);

  assert_false(test_as(world, SAM, say, &(Step){ .decision_id = id, .level = LEVEL_NONE }));
  for (int who = SAM; who < PEOPLE; who++) {
    assert_true(test_as(world, who, say, &(Step){ .decision_id = id, .level = said[who] }));
    assert_false(test_as(world, who, say, &(Step){ .decision_id = id, .level = LEVEL_COERCION }));
  }

  Txn *txn = test_look(world);

  assert_int_equal(levels_sum(txn, &decision, end_us - 1).raters, 0);
  assert_int_equal(levels_sum(txn, &decision, end_us).raters, PEOPLE);
  assert_int_equal(levels_sum(txn, &decision, end_us).median, LEVEL_ENGAGEMENT);
  assert_false(levels_may_say(txn, &decision, world->people[SAM], end_us));
  test_end_look(txn);
  assert_int_equal(count(world, end_us - 1).rated, 0);
  assert_int_equal(count(world, end_us + 1).rated, 1);
  assert_int_equal(count(world, end_us + 1).promised, 1);
  assert_int_equal(count(world, end_us + 1).reached, 0); /* promised more than given */
}

static void
who_came_later_says_nothing_of_it(void **state)
{
  World *world = *state;

  start(world, "Later", 2);

  const int64_t id = written(world, announced(world, LEVEL_INFORMING), a_wish());

  assert_true(test_as(world, TOM, test_join, NULL));
  assert_false(test_as(world, TOM, say, &(Step){ .decision_id = id, .level = LEVEL_INFORMING }));
  assert_true(test_as(world, AMINA, say, &(Step){ .decision_id = id, .level = LEVEL_INFORMING }));
  /* Fewer than five: too few to tell. */
  assert_int_equal(count(world, clock_now_us() + 90 * US_PER_DAY).rated, 0);
}

/* Whatever was said: a number has five behind it, and what is left out is nobody or five. */
static void
nothing_of_few_can_be_worked_out(void **state)
{
  GRand *random = g_rand_new_with_seed(37);

  (void)state;
  for (int round = 0; round < 20000; round++) {
    LevelAnswers answers = { { { 0 } } };
    int counts[SIDE_COUNT] = { 0 }, all = 0, rest;

    for (int side = 0; side < SIDE_COUNT; side++)
      for (int i = g_rand_int_range(random, 0, 3) ? g_rand_int_range(random, 0, 9) : 0; i > 0;
           i--) {
        answers.of[side][g_rand_int_range(random, LEVEL_COERCION, LEVEL_COUNT)]++;
        answers.shown[side] += g_rand_boolean(random);
        counts[side]++;
        all++;
      }

    const LevelsSum sum = levels_tell(&answers);

    assert_int_equal(sum.raters, all < LEVEL_RATERS_LEAST ? 0 : all);
    assert_int_equal(sum.median != LEVEL_NONE, all >= LEVEL_RATERS_LEAST);
    rest = all;
    for (int side = 0; side < SIDE_COUNT; side++)
      if (sum.side_median[side] != LEVEL_NONE) {
        assert_true(counts[side] >= LEVEL_RATERS_LEAST);
        rest -= counts[side];
      }
    assert_true(rest == all || rest == 0 || rest >= LEVEL_RATERS_LEAST);
  }
  g_rand_free(random);
}

/* ---- told back (indicator 27) ---- */

static int
count_to_tell(World *world, int64_t decision_id)
{
  Txn *txn = test_look(world);
  int found = 0;

  for (const ToTell *one = decision_to_tell(txn, world->arena, decision_id, clock_now_us());
       one->member_id; one++)
    found++;
  test_end_look(txn);
  return found;
}

static void
all_who_took_part_are_told_by_somebody(void **state)
{
  World *world = *state;
  DecisionWish late = a_wish();

  start(world, "Told", 3); /* no mail reaches any of them */

  const int64_t id = written(world, 0, a_wish());

  assert_int_equal(count_to_tell(world, id), 2); /* who wrote it knows */
  assert_true(
      test_as(world, SAM, mark_told,
              &(Step){ .decision_id = id, .member_id = world->people[TOM] })); /* not in it */
  assert_true(test_as(world, SAM, mark_told,
                      &(Step){ .decision_id = id, .member_id = world->people[AMINA] }));
  assert_int_equal(count_to_tell(world, id), 1);
  assert_int_equal(count(world, clock_now_us()).told_due, 0); /* there is still time */
  assert_int_equal(count(world, clock_now_us() + 20 * US_PER_DAY).told_due, 1);
  assert_int_equal(count(world, clock_now_us() + 20 * US_PER_DAY).told_in_time, 0);
  assert_true(test_as(world, SAM, mark_told,
                      &(Step){ .decision_id = id, .member_id = world->people[JOE] }));
  assert_int_equal(count(world, clock_now_us() + 20 * US_PER_DAY).told_in_time, 1);
  /* Written down late is told late, however quickly it is told then. */
  late.decided_us = clock_now_us() - 20 * US_PER_DAY;

  const int64_t late_id = written(world, 0, late);

  for (int who = AMINA; who <= JOE; who++)
    assert_true(test_as(world, SAM, mark_told,
                        &(Step){ .decision_id = late_id, .member_id = world->people[who] }));
  assert_int_equal(count(world, clock_now_us()).told_due, 2);
  assert_int_equal(count(world, clock_now_us()).told_in_time, 1);
}

/* ---- both sides of a risk (indicator 25) ---- */

static void
the_same_words_twice_are_seen(void **state)
{
  World *world = *state;
  DecisionWish wish = a_wish();

  start(world, "Weighed", 2);
  wish.do_bad = "It may peel";
  written(world, 0, wish); /* only one of the two */
  wish.not_bad = "It stays grey";
  written(world, 0, wish);
  assert_int_equal(count(world, clock_now_us()).weighed, 1);
  assert_int_equal(count(world, clock_now_us()).alike, 1); /* "It may peel", again */
  wish.do_bad = "The smell";
  wish.not_bad = "Nobody comes";
  wish.decided_by = BY_OUTSIDE;
  wish.body = "The board";
  written(world, 0, wish);
  assert_int_equal(count(world, clock_now_us()).weighed, 2);
  assert_int_equal(count(world, clock_now_us()).alike, 1);
  assert_int_equal(count(world, clock_now_us()).outside, 1);
  assert_int_equal(count(world, clock_now_us()).closed, 3);
}

/* ---- the public register, and what waits ---- */

static int64_t
first_public(World *world)
{
  Txn *txn = test_look(world);
  const int64_t id = decisions_register(txn, world->arena, world->group_id, 0, 5)->id;

  test_end_look(txn);
  return id;
}

static void
two_say_yes_before_others_read_it(void **state)
{
  World *world = *state;

  start(world, "Public", 2);

  const Step step = { .decision_id = written(world, 0, a_wish()) };

  assert_true(test_as(world, SAM, make_public, &step));
  assert_true(test_as(world, SAM, make_public, &step)); /* nobody is their own second */
  assert_int_equal(first_public(world), 0);
  assert_true(test_as(world, AMINA, make_public, &step));
  assert_int_equal(first_public(world), step.decision_id);
  assert_true(test_as(world, SAM, keep_inside, &step));
  assert_int_equal(first_public(world), 0);
}

enum { AGAIN, TO_TELL };

static int64_t
waiting_for(World *world, int who, int64_t now_us, int what)
{
  Txn *txn = test_look(world);
  const int64_t id =
      test_first_waiting(txn, DECISIONS_WAIT, world->people[who], now_us, false, what);

  test_end_look(txn);
  return id;
}

static void
who_holds_a_duty_is_asked_to_look_again(void **state)
{
  World *world = *state;
  const int64_t now_us = clock_now_us(), again_us = now_us + 30 * US_PER_DAY;
  DecisionWish wish = a_wish();

  start(world, "Again", 3);
  wish.again_us = again_us;

  const int64_t id = written(world, 0, wish);

  assert_int_equal(waiting_for(world, JOE, now_us, AGAIN), 0);
  assert_int_equal(waiting_for(world, JOE, again_us, AGAIN), id); /* nobody holds one: all */
  assert_true(waiting_for(world, JOE, now_us, TO_TELL) != 0);
  assert_true(test_as(world, AMINA, test_take_duty, "facilitator"));
  assert_int_equal(waiting_for(world, AMINA, again_us, AGAIN), id);
  assert_int_equal(waiting_for(world, JOE, again_us, AGAIN), 0);
  assert_int_equal(waiting_for(world, TOM, again_us, AGAIN), 0); /* not in it */
  assert_true(
      test_as(world, AMINA, change,
              &(Step){ .decision_id = id,
                       .change = { IT_STANDS, BY_GROUP, "", "It is good", clock_now_us(), 0 } }));
  assert_int_equal(waiting_for(world, AMINA, again_us, AGAIN), 0);
}

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                         "decisions/record", NULL };
  static const LogKind *const kinds[] = { people_log_kinds,    safety_log_kinds, groups_log_kinds,
                                          decisions_log_kinds, record_log_kinds, NULL };

  test_world_above = "decisions";
  return test_world_open_with(state, further, kinds);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_promise_is_what_it_was_before),
    cmocka_unit_test(a_promise_in_own_words_is_one),
    cmocka_unit_test(a_decision_says_what_why_and_who),
    cmocka_unit_test(a_change_stands_beside_the_decision),
    cmocka_unit_test(what_people_say_is_shown_when_all_have_had_their_time),
    cmocka_unit_test(who_came_later_says_nothing_of_it),
    cmocka_unit_test(nothing_of_few_can_be_worked_out),
    cmocka_unit_test(all_who_took_part_are_told_by_somebody),
    cmocka_unit_test(the_same_words_twice_are_seen),
    cmocka_unit_test(two_say_yes_before_others_read_it),
    cmocka_unit_test(who_holds_a_duty_is_asked_to_look_again),
  };

  return cmocka_run_group_tests(tests, open_world, test_world_close);
}
