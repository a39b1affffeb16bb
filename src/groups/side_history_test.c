/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "Side = role at that time" (indicators): whatever people say of themselves later, and whether
 * they leave or come back, what was counted before stays as it was. Random lives in a group, on
 * both engines, against a diary that is kept day by day beside them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/places.h"
#include "groups/side_history.h"
#include "groups/test_world.h"
#include "groups/texts.h"

enum { DAYS = 60 };

static const struct {
  const char *role;
  Side side;
} roles[] = {
  { "uses-services", SIDE_USES },     { "family-carer", SIDE_CARER },     { "manager", SIDE_WORK },
  { "front-line-worker", SIDE_WORK }, { "I sweep the yard", SIDE_OTHER }, { "", SIDE_UNSAID },
};

/* How it was at the end of each day. */
typedef struct {
  SideThen days[PEOPLE][DAYS + 1];
  SideThen now[PEOPLE];
} Diary;

typedef enum { SAY_ROLE, LEAVE, JOIN } Move;

typedef struct {
  Move move;
  int64_t at_us;
  size_t role;
  bool is_shown;
} Step;

static void
do_step(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  Act then = *act;

  then.at_us = step->at_us;
  if (step->move == LEAVE)
    places_leave(txn, &then, world->group_id);
  else if (step->move == SAY_ROLE)
    places_set_role(txn, &then, world->group_id, roles[step->role].role, step->is_shown,
                    world->refusals);
  else
    places_join(txn, &then, world->group_id,
                &(JoinWish){ .role = roles[step->role].role,
                             .is_shown = step->is_shown,
                             .words = "",
                             .offer_id = offers_newest(txn, world->arena, world->group_id)->id },
                world->refusals);
}

static void
see_that_days_stay(World *world, const Diary *diary, int64_t start_us, int today)
{
  Txn *txn = test_look(world);
  const SideHistory *history = side_history_read(txn, world->arena, world->group_id);

  for (int who = 0; who < PEOPLE; who++)
    for (int day = 0; day <= today; day++) {
      const SideThen *wanted = &diary->days[who][day];
      const SideThen found =
          side_history_at(history, world->people[who], start_us + day * US_PER_DAY);

      assert_int_equal(found.was_in, wanted->was_in);
      if (wanted->was_in)
        assert_int_equal(found.side, wanted->side);
      assert_true(!found.is_shown ||
                  (diary->now[who].is_shown && diary->now[who].side == found.side));
    }
  test_end_look(txn);
}

/* Each day everybody may do one thing, at noon; the diary is written at midnight. */
static void
live(World *world, Diary *diary, int64_t start_us, int day)
{
  for (int who = 0; who < PEOPLE; who++) {
    SideThen *now = &diary->now[who];
    const Step step = { .move = !now->was_in                    ? JOIN
                                : g_random_int_range(0, 4) == 0 ? LEAVE
                                                                : SAY_ROLE,
                        .at_us = start_us + day * US_PER_DAY - 12 * US_PER_HOUR,
                        .role = (size_t)g_random_int_range(0, G_N_ELEMENTS(roles)),
                        .is_shown = g_random_boolean() };

    if (g_random_int_range(0, 3) == 0) {
      assert_true(test_as(world, who, do_step, &step));
      now->was_in = step.move != LEAVE;
      now->side = roles[step.role].side;
      now->is_shown = now->was_in && step.is_shown && *roles[step.role].role;
    }
    diary->days[who][day] = *now;
  }
}

static void
what_was_stays_as_it_was(void **state)
{
  World *world = *state;
  Diary *diary = g_new0(Diary, 1);
  /* Moves lie a day apart: none counts as putting right what was said just before. */
  const int64_t start_us = test_db_act(world->test, RIVERSIDE, 0).at_us + 3 * US_PER_DAY;
  const Step first = { .move = SAY_ROLE, .at_us = start_us - 2 * US_PER_DAY + 1, .role = 2 };

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Over time", true, true }));
  assert_true(test_as(world, 0, do_step, &first));
  diary->now[0] = (SideThen){ .side = SIDE_WORK, .was_in = true };
  for (int day = 0; day <= DAYS; day++) {
    live(world, diary, start_us, day);
    see_that_days_stay(world, diary, start_us, day);
  }
  g_free(diary);
}

/* Before sides were kept there were no rows: the first change writes down what was before it. */
static void
forget_rows(World *world, Txn *txn, const Act *act, const void *data)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM group_side WHERE community_id = ?1 AND group_id = ?2");

  (void)data;
  bind_int(q, 2, world->group_id);
  query_run(q);
}

static SideThen
at(World *world, int who, int64_t at_us)
{
  Txn *txn = test_look(world);
  const SideThen then = side_history_at(side_history_read(txn, world->arena, world->group_id),
                                        world->people[who], at_us);

  test_end_look(txn);
  return then;
}

static void
groups_from_before_lose_nothing(void **state)
{
  World *world = *state;
  const int64_t now_us = test_db_act(world->test, RIVERSIDE, 0).at_us;
  const Step worker = { .move = SAY_ROLE, .at_us = now_us, .role = 2, .is_shown = true };
  const Step uses = { .move = SAY_ROLE, .at_us = now_us + 3 * US_PER_DAY, .role = 0 };
  const Step gone = { .move = LEAVE, .at_us = now_us + 9 * US_PER_DAY };

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Old", true, true }));
  assert_true(test_as(world, 0, do_step, &worker));
  assert_true(test_as(world, 0, forget_rows, NULL));
  assert_int_equal(at(world, 0, now_us).side, SIDE_WORK);
  assert_true(at(world, 0, now_us).is_shown);
  assert_true(test_as(world, 0, do_step, &uses));
  assert_int_equal(at(world, 0, now_us + US_PER_DAY).side, SIDE_WORK);
  assert_int_equal(at(world, 0, now_us + 4 * US_PER_DAY).side, SIDE_USES);
  assert_true(test_as(world, 0, forget_rows, NULL));
  assert_true(test_as(world, 0, do_step, &gone));
  assert_int_equal(at(world, 0, now_us + 4 * US_PER_DAY).side, SIDE_USES);
  assert_true(at(world, 0, now_us + 4 * US_PER_DAY).was_in);
  assert_false(at(world, 0, now_us + 10 * US_PER_DAY).was_in);
}

/* Somebody who joins and then says who they are has not been nobody for an hour. */
static void
what_is_put_right_within_a_day_counts_from_the_start(void **state)
{
  World *world = *state;
  const int64_t now_us = test_db_act(world->test, RIVERSIDE, 0).at_us;
  const Step join = { .move = JOIN, .at_us = now_us, .role = 5 };
  const Step soon = { .move = SAY_ROLE, .at_us = now_us + 20 * US_PER_HOUR, .role = 0 };
  const Step late = { .move = SAY_ROLE, .at_us = now_us + 44 * US_PER_HOUR, .role = 2 };

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Soon", true, true }));
  assert_true(test_as(world, 1, do_step, &join));
  assert_int_equal(at(world, 1, now_us).side, SIDE_UNSAID);
  assert_true(test_as(world, 1, do_step, &soon));
  assert_int_equal(at(world, 1, now_us).side, SIDE_USES);
  assert_true(test_as(world, 1, do_step, &late));
  assert_int_equal(at(world, 1, now_us).side, SIDE_USES);
  assert_int_equal(at(world, 1, late.at_us).side, SIDE_WORK);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_was_stays_as_it_was, test_world_open, test_world_close),
    cmocka_unit_test_setup_teardown(groups_from_before_lose_nothing, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(what_is_put_right_within_a_day_counts_from_the_start,
                                    test_world_open, test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
