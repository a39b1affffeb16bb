/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a date on both engines (R64; issue 5): whatever people say in whatever order, each counts
 * once for each time, by the newest word; a side that would be missing is recomputed apart from the
 * rules; only who is in the group counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/dates.h"
#include "meetings/replies.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { ROUNDS = 80, OFFERED = 3 };

static int64_t meeting_id, first_us;

static int
open_world(void **state)
{
  static const char *const further[] = { "meetings/meetings", "meetings/dates", NULL };
  static const LogKind *const kinds[] = { people_log_kinds,   safety_log_kinds, groups_log_kinds,
                                          meetings_log_kinds, dates_log_kinds,  NULL };

  return test_world_open_with(state, further, kinds);
}

static const Meeting *
find(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, meeting_id);
}

static const OfferedDate *
list_for(World *world, Txn *txn, int who)
{
  return dates_list(txn, world->arena, find(world, txn), world->people[who]);
}

static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = {
    .title = "Colours", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  (void)data;
  first_us = act->at_us + 20 * US_PER_DAY;
  meetings_call(txn, act, world->group_id, &wish, &(MeetingTimes){ 0 }, world->refusals,
                &meeting_id);
}

static void
offer(World *world, Txn *txn, const Act *act, const void *days)
{
  dates_offer(txn, act, find(world, txn), first_us + *(const int *)days * US_PER_DAY, 0,
              world->refusals);
}

static void
start_with_all(World *world)
{
  static const char *const roles[PEOPLE] = { "", "uses-services", "uses-services", "family-carer",
                                             "manager" };
  static int made;
  g_autofree char *name = g_strdup_printf("All %d", ++made);

  test_start_open(world, name, PEOPLE, roles);
  assert_true(test_as(world, 0, call, NULL));
}

typedef struct {
  int for_whom;
  DateWord words[DATES_MOST];
} Said;

static void
say(World *world, Txn *txn, const Act *act, const void *data)
{
  const Said *said = data;

  dates_say(txn, act, find(world, txn), list_for(world, txn, said->for_whom),
            world->people[said->for_whom], said->words,
            world->people[said->for_whom] == act->member_id ? "page" : "telephone",
            world->refusals);
}

static bool
comes(DateWord word)
{
  return word == DATE_CAN || word == DATE_COULD;
}

/* The starter of a test's group is a front-line worker. */
static void
assert_counted(World *world, DateWord model[PEOPLE][DATES_MOST], bool has_left)
{
  Txn *txn = test_look(world);
  const Meeting *meeting = find(world, txn);
  const int in = has_left ? PEOPLE - 1 : PEOPLE;

  for (int who = 0; who < PEOPLE; who++) {
    const OfferedDate *list = list_for(world, txn, who);

    for (int i = 0; i < OFFERED; i++) {
      int64_t counts[DATE_WORD_COUNT] = { 0 };
      int missing = 0;

      for (int j = 0; j < in; j++)
        counts[model[j][i]]++;
      missing |= comes(model[1][i]) + comes(model[2][i]) < 2 ? MISSING_USES : 0;
      missing |= !comes(model[0][i]) && (has_left || !comes(model[4][i])) ? MISSING_WORK : 0;
      assert_int_equal(list[i].starts_at_us, first_us + i * US_PER_DAY);
      assert_int_equal(list[i].own, model[who][i]);
      assert_memory_equal(list[i].counts, counts, sizeof(counts));
      assert_int_equal(meeting_missing(meeting, false, &list[i].sides), missing);
    }
    assert_int_equal(list[OFFERED].id, 0);
  }
  test_end_look(txn);
}

static void
each_counts_once_for_each_time(void **state)
{
  World *world = *state;
  DateWord model[PEOPLE][DATES_MOST] = { { DATE_UNSAID } };
  g_autoptr(GRand) random = g_rand_new_with_seed(64);

  start_with_all(world);
  for (int i = OFFERED - 1; i >= 0; i--) /* whichever comes first, they stand by time */
    assert_true(test_as(world, 0, offer, &i));
  for (int round = 0; round < ROUNDS; round++) {
    const int by = g_rand_int_range(random, 0, PEOPLE);
    Said said = { .for_whom = g_rand_int_range(random, 0, PEOPLE) };

    for (int i = 0; i < OFFERED; i++) {
      said.words[i] = (DateWord)g_rand_int_range(random, DATE_UNSAID, DATE_WORD_COUNT);
      if (said.words[i] != DATE_UNSAID || by == said.for_whom)
        model[said.for_whom][i] = said.words[i];
    }
    assert_true(test_as(world, by, say, &said));
    if (round % 5 == 0)
      assert_counted(world, model, false);
  }
  assert_true(test_as(world, PEOPLE - 1, test_leave, NULL));
  assert_counted(world, model, true);
}

/* ---- offering and choosing ---- */

typedef struct {
  int nth;
  bool is_back;
} OfDate;

static void
use_date(World *world, Txn *txn, const Act *act, const void *data)
{
  const OfDate *of = data;
  const OfferedDate *date = &list_for(world, txn, 0)[of->nth];

  if (of->is_back)
    dates_withdraw(txn, act, find(world, txn), date->id);
  else
    dates_choose(txn, act, find(world, txn), date, world->refusals);
}

static int
count_asked(World *world, int who)
{
  Txn *txn = test_look(world);
  const int count = (int)test_count_waiting(txn, DATES_WAIT, world->people[who], clock_now_us(),
                                            false, meeting_id);

  test_end_look(txn);
  return count;
}

static void
one_of_eight_is_chosen(void **state)
{
  World *world = *state;
  const int before = -30, same = 0, further = DATES_MOST;
  const OfDate back = { .nth = 0, .is_back = true }, second = { .nth = 1 };
  const Said said = { .for_whom = 1, .words = { DATE_CAN } };
  const Said other = { .for_whom = 2, .words = { DATE_CANNOT } };

  start_with_all(world);
  assert_false(test_as(world, 0, offer, &before));
  assert_int_equal(count_asked(world, 1), 0); /* there is nothing to say yet */
  for (int i = 0; i < DATES_MOST; i++)
    assert_true(test_as(world, 0, offer, &i));
  assert_false(test_as(world, 0, offer, &same));
  assert_false(test_as(world, 0, offer, &further));
  assert_int_equal(count_asked(world, 1), 1);
  assert_true(test_as(world, 1, say, &said));
  assert_int_equal(count_asked(world, 1), 0);
  assert_int_equal(count_asked(world, 3), 1);
  assert_true(test_as(world, 0, use_date, &back));
  assert_true(test_as(world, 0, offer, &further));
  assert_true(test_as(world, 0, use_date, &second));

  Txn *txn = test_look(world);
  const Meeting *meeting = find(world, txn);

  assert_int_equal(meeting->state, MEETING_CALLED);
  assert_int_equal(meeting->starts_at_us, first_us + 2 * US_PER_DAY);
  assert_int_equal(meeting->moves, 0);
  test_end_look(txn);
  assert_int_equal(count_asked(world, 3), 0);
  assert_false(test_as(world, 2, say, &other)); /* it has a date */
  assert_false(test_as(world, 0, offer, &further));
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_counts_once_for_each_time),
    cmocka_unit_test(one_of_eight_is_chosen),
  };

  return cmocka_run_group_tests(tests, open_world, test_world_close);
}
