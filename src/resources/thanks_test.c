/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Thank-yous on both engines (R22, R29-R33, R55, indicator 16), by random histories that are told a
 * second time beside: each is paid once at most and by somebody else, what was declined is never
 * paid and counts as offered, nobody is asked twice; one's own limit warns only oneself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/duties.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/minutes.h"
#include "meetings/when.h"
#include "people/kinds.h"
#include "resources/money.h"
#include "resources/own_money.h"
#include "resources/resources.h"
#include "safety/safety.h"

#include <string.h>

enum { HISTORIES = 8, STEPS = 40, ORGANISER = 3, TREASURER = 1, OUTSIDER = 4, MEETINGS = 2 };
enum { FEE = 2500 };
#define LONDON "Europe/London"

static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                       "resources/resources", NULL };
static int64_t meetings[MEETINGS];

static int
open_world(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds,    safety_log_kinds,
                                          groups_log_kinds,    meetings_log_kinds,
                                          agenda_log_kinds,    minutes_log_kinds,
                                          resources_log_kinds, NULL };

  return test_world_open_with(state, further, kinds);
}

static CostViewer
viewer_of(const World *world, int who)
{
  return (CostViewer){ world->people[who], who == ORGANISER };
}

static const Meeting *
nth_meeting(World *world, Txn *txn, int nth)
{
  return meetings_find(txn, world->arena, world->group_id, meetings[nth]);
}

/* ---- the table: 0 to 3 are in the group, come, and 1 looks after its money ---- */

static void
offer_payment(World *world, Txn *txn, const Act *act, const void *gives)
{
  offers_set(txn, act, world->group_id, gives, "", world->refusals);
}

static void
offer_fee(World *world, Txn *txn, const Act *act, const void *data)
{
  const int nth = *(const int *)data;
  const int who = act->member_id == world->people[TREASURER] ? TREASURER : 0;
  const CostViewer viewer = viewer_of(world, who);

  fees_set(txn, act, &viewer, nth_meeting(world, txn, nth), false, FEE, "Two hours",
           world->refusals);
}

/* Both meetings are now, and all four are there. */
static void
meet(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = {
    .title = "Colours", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  (void)data;
  for (int i = 0; i < MEETINGS; i++) {
    meetings_write_down(txn, act, world->group_id, &wish, act->at_us, 0, world->refusals,
                        &meetings[i]);
    minutes_set_present(txn, act, nth_meeting(world, txn, i), world->people, OUTSIDER,
                        &(Minutes){ .absent = "" }, world->refusals);
  }
}

static void
begin(World *world)
{
  static const char *const roles[] = { "", "uses-services", "uses-services", "family-carer" };
  static int made;
  const int first = 0, second = 1;
  g_autofree char *name = g_strdup_printf("Thanks %d", ++made);

  test_start_open(world, name, OUTSIDER, roles);
  assert_true(test_as(world, TREASURER, test_take_duty, "treasurer"));
  assert_true(test_as(world, 0, meet, NULL));
  assert_false(test_as(world, TREASURER, offer_fee, &first)); /* not in the written offer yet */
  assert_true(test_as(world, 0, offer_payment, "expenses,payment"));
  assert_false(test_as(world, 0, offer_fee, &first)); /* does not look after the money */
  assert_true(test_as(world, TREASURER, offer_fee, &first));
  assert_true(test_as(world, TREASURER, offer_fee, &second));
}

/* ---- the history told beside ---- */

typedef struct {
  int nth, whose;
  ThanksChoice choice;
  bool is_always;
} Wanted;

typedef struct {
  ThanksChoice own[MEETINGS][PEOPLE], always[PEOPLE];
  bool is_paid[MEETINGS][PEOPLE];
} Model;

static void
choose(World *world, Txn *txn, const Act *act, const void *data)
{
  const Wanted *wanted = data;

  thanks_choose(txn, act, nth_meeting(world, txn, wanted->nth), wanted->choice,
                wanted->choice == THANKS_GIVE ? "The food bank" : "", wanted->is_always,
                world->refusals);
}

static void
pay(World *world, Txn *txn, const Act *act, const void *data)
{
  const Wanted *wanted = data;
  const int who = act->member_id == world->people[ORGANISER]   ? ORGANISER
                  : act->member_id == world->people[TREASURER] ? TREASURER
                                                               : 0;
  const CostViewer viewer = viewer_of(world, who);

  thanks_pay(txn, act, &viewer, meetings[wanted->nth], world->people[wanted->whose], "cash",
             world->refusals);
}

static ThanksChoice
model_choice(const Model *model, int nth, int whose)
{
  return model->own[nth][whose] ? model->own[nth][whose] : model->always[whose];
}

static bool
is_to_pay(const Model *model, int nth, int whose)
{
  const ThanksChoice choice = model_choice(model, nth, whose);

  return whose < OUTSIDER && !model->is_paid[nth][whose] &&
         (choice == THANKS_TAKE || choice == THANKS_GIVE);
}

static bool
is_chosen(Model *model, int who, const Wanted *wanted)
{
  if (who == OUTSIDER || (model->is_paid[wanted->nth][who] && !wanted->is_always))
    return false;
  if (!wanted->is_always)
    model->own[wanted->nth][who] = wanted->choice;
  else
    model->always[who] = wanted->choice;
  if (wanted->is_always && !model->is_paid[wanted->nth][who])
    model->own[wanted->nth][who] = THANKS_NONE;
  return true;
}

static void
do_any(World *world, Model *model)
{
  const int who = g_random_int_range(0, PEOPLE);
  Wanted wanted = { .nth = g_random_int_range(0, MEETINGS),
                    .whose = g_random_int_range(0, PEOPLE),
                    .choice = (ThanksChoice)g_random_int_range(THANKS_TAKE, THANKS_LATER),
                    .is_always = g_random_boolean() };

  if (g_random_boolean()) {
    assert_int_equal(is_chosen(model, who, &wanted), test_as(world, who, choose, &wanted));
    return;
  }

  const bool may = (who == TREASURER || who == ORGANISER) && who != wanted.whose;
  const bool must = may && is_to_pay(model, wanted.nth, wanted.whose);

  assert_int_equal(test_as(world, who, pay, &wanted), must);
  model->is_paid[wanted.nth][wanted.whose] |= must;
}

static void
assert_is(World *world, const Model *model)
{
  Txn *txn = test_look(world);
  const CostViewer treasurer = viewer_of(world, TREASURER);
  int waiting = 0, must_wait = 0;

  for (const ToThank *one = thanks_waiting(txn, world->arena, &treasurer); one->meeting_id; one++)
    if (one->group_id == world->group_id) {
      waiting++;
      assert_int_equal(one->pence, FEE);
      assert_int_not_equal(one->member_id, treasurer.member_id);
      if (one->choice == THANKS_GIVE)
        assert_string_equal(one->give_to, "The food bank");
    }
  for (int nth = 0; nth < MEETINGS; nth++)
    for (int i = 0; i < OUTSIDER; i++) {
      const Thanks thanks =
          thanks_find(txn, world->arena, nth_meeting(world, txn, nth), world->people[i]);

      must_wait += i != TREASURER && is_to_pay(model, nth, i);
      assert_int_equal(thanks.choice, model_choice(model, nth, i));
      assert_int_equal(thanks.paid_pence, model->is_paid[nth][i] ? FEE : 0);
    }
  assert_int_equal(waiting, must_wait);
  test_end_look(txn);
}

static void
each_is_thanked_once_as_they_want(void **state)
{
  World *world = *state;

  for (int h = 0; h < HISTORIES; h++) {
    Model model = { 0 };

    begin(world);
    for (int i = 0; i < STEPS; i++) {
      do_any(world, &model);
      if (i % 4 == 3)
        assert_is(world, &model);
    }
  }
}

/* ---- asked once ---- */

static ThanksAsked
asked(World *world, int who)
{
  Txn *txn = test_look(world);
  const ThanksAsked found = thanks_asked(txn, world->people[who], clock_now_us());

  test_end_look(txn);
  return found;
}

static void
nobody_is_asked_twice(void **state)
{
  World *world = *state;
  const Wanted later = { .nth = 0, .choice = THANKS_LATER, .is_always = true },
               no = { .nth = 1, .choice = THANKS_DECLINE };

  begin(world);
  for (int i = 1; i < OUTSIDER; i++)
    assert_int_equal(asked(world, i).group_id, world->group_id);
  assert_int_equal(asked(world, 0).meeting_id, 0); /* it is their work */
  assert_true(test_as(world, 2, choose, &later));
  assert_true(test_as(world, 3, choose, &no));
  assert_int_equal(asked(world, 2).meeting_id, 0);
  assert_int_equal(asked(world, 3).meeting_id, 0);
  assert_true(test_as(world, 2, choose, &no)); /* at any time */
}

/* ---- indicator 16 ---- */

static RewardCounts
count(World *world, int64_t now_us)
{
  Txn *txn = test_look(world);
  const RewardCounts counts =
      resources_count_reward(txn, world->group_id, now_us - 90 * US_PER_DAY, now_us, now_us);

  test_end_look(txn);
  return counts;
}

/* Three of four who come count, at two meetings: one takes it, one declines, one says nothing. */
static void
declined_counts_as_offered(void **state)
{
  World *world = *state;
  const Wanted take = { .nth = 0, .whose = 2, .choice = THANKS_TAKE },
               no = { .nth = 0, .choice = THANKS_DECLINE, .is_always = true };

  begin(world);

  const int64_t over_us = clock_now_us() + 15 * US_PER_DAY;

  assert_true(test_as(world, 2, choose, &take));
  assert_true(test_as(world, ORGANISER, choose, &no));

  RewardCounts counts = count(world, over_us);

  assert_int_equal(counts.eligible, 6);
  assert_int_equal(counts.offered, 6);
  assert_int_equal(counts.in_time, 2); /* what was declined, twice; the other is not paid */
  assert_int_equal(counts.declined, 2);
  assert_int_equal(counts.not_answered, 3);
  assert_true(test_as(world, TREASURER, pay, &take));
  counts = count(world, over_us);
  assert_int_equal(counts.in_time, 3);
  assert_int_equal(counts.declined, 2);
}

/* ---- one's own total ---- */

static void
set_limit(World *world, Txn *txn, const Act *act, const void *data)
{
  own_limit_set(txn, act, data, world->refusals);
}

static OwnWarning
warning(World *world, int who, int64_t more)
{
  Txn *txn = test_look(world);
  const OwnWarning found = own_warning(txn, world->people[who], 0, more, clock_now_us(), LONDON);

  test_end_look(txn);
  return found;
}

/* What was taken counts, what was given away does not; nothing of anybody else. */
static void
a_limit_warns_only_whose_it_is(void **state)
{
  World *world = *state;
  const Wanted take = { .nth = 0, .whose = 2, .choice = THANKS_TAKE },
               give = { .nth = 1, .whose = 2, .choice = THANKS_GIVE };
  const OwnLimit limit = { true, PERIOD_WEEK, 2 * FEE - 1 }, more = { true, PERIOD_WEEK, 2 * FEE },
                 too_much = { true, PERIOD_WEEK, MONEY_MOST_PENCE + 1 };
  const int64_t before = warning(world, 2, 0).would_be_pence;

  begin(world);
  assert_int_equal(before, 0);
  assert_false(test_as(world, 2, set_limit, &too_much));
  assert_true(test_as(world, 2, set_limit, &limit));

  const int64_t had = warning(world, 2, 1).would_be_pence - 1; /* of earlier histories */
  const OwnLimit own = { true, PERIOD_WEEK, had + limit.pence },
                 own_more = { true, PERIOD_WEEK, had + more.pence };

  assert_true(test_as(world, 2, set_limit, &own));
  assert_false(warning(world, 2, FEE).is_over);
  assert_true(test_as(world, 2, choose, &take));
  assert_true(test_as(world, 2, choose, &give));
  assert_true(test_as(world, TREASURER, pay, &take));
  assert_true(test_as(world, TREASURER, pay, &give));
  assert_int_equal(warning(world, 2, FEE).would_be_pence, had + 2 * FEE);
  assert_true(warning(world, 2, FEE).is_over);
  assert_false(warning(world, TREASURER, 100 * FEE).is_over); /* has set none */
  assert_true(test_as(world, 2, set_limit, &own_more));
  assert_false(warning(world, 2, FEE).is_over);
  assert_true(test_as(world, 2, set_limit, NULL));
  assert_false(warning(world, 2, 100 * FEE).is_over);
}

static int64_t
at(const char *day, int hour)
{
  int64_t at_us = 0;

  assert_int_equal(when_at_us(day, hour * 60, LONDON, &at_us), WHEN_REAL);
  return at_us;
}

static void
periods_begin_by_the_clock_on_the_wall(void **state)
{
  (void)state;
  assert_int_equal(period_start_us(PERIOD_TAX_YEAR, at("2026-04-05", 23), LONDON),
                   at("2025-04-06", 0));
  assert_int_equal(period_start_us(PERIOD_TAX_YEAR, at("2026-04-06", 0), LONDON),
                   at("2026-04-06", 0));
  assert_int_equal(period_start_us(PERIOD_WEEK, at("2026-03-29", 12), LONDON), /* clocks change */
                   at("2026-03-23", 0));
  assert_int_equal(period_start_us(PERIOD_WEEK, at("2026-03-30", 0), LONDON), at("2026-03-30", 0));
  assert_int_equal(period_start_us(PERIOD_TWELVE_MONTHS, at("2028-02-29", 9), LONDON),
                   at("2027-02-28", 0));
  for (int i = 0; i < 2000; i++) {
    const int64_t now_us = at("2020-01-01", 0) + g_random_int_range(0, 4000) * US_PER_DAY +
                           g_random_int_range(0, 86400) * (int64_t)US_PER_S;

    for (int period = 0; period < PERIODS; period++) {
      const int64_t start_us = period_start_us((Period)period, now_us, LONDON);

      assert_true(start_us <= now_us);
      /* From one midnight to the end of a day, and an hour more where the clocks went back. */
      assert_true(now_us - start_us < (period == PERIOD_WEEK ? 8 : 367) * US_PER_DAY + US_PER_HOUR);
    }
  }
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    /* First: what other groups ask would come before what this one does. */
    cmocka_unit_test(nobody_is_asked_twice),
    cmocka_unit_test(each_is_thanked_once_as_they_want),
    cmocka_unit_test(declined_counts_as_offered),
    cmocka_unit_test(a_limit_warns_only_whose_it_is),
    cmocka_unit_test(periods_begin_by_the_clock_on_the_wall),
  };

  return cmocka_run_group_tests(tests, open_world, test_world_close);
}
