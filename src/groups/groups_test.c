/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Groups on both engines: the offer kept as it was (R22); terms over clock changes; duties handed
 * over by a yes; two yeses for the register (R20); nothing of what a group wrote is lost (R13). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/duties.h"
#include "groups/lines.h"
#include "groups/mandates.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "people/state.h"

#include <string.h>

/* ---- the offer as it was ---- */

static void
change_offer(World *world, Txn *txn, const Act *act, const void *data)
{
  offers_set(txn, act, world->group_id, "payment", data, world->refusals);
}

static void
join_on(World *world, Txn *txn, const Act *act, const void *data)
{
  places_join(txn, act, world->group_id,
              &(JoinWish){ .role = "", .words = "", .offer_id = *(const int64_t *)data },
              world->refusals);
}

static int64_t
newest_offer(World *world)
{
  Txn *txn = test_look(world);
  const int64_t id = offers_newest(txn, world->arena, world->group_id)->id;

  test_end_look(txn);
  return id;
}

static void
whoever_joined_keeps_the_offer_they_read(void **state)
{
  World *world = *state;
  StartWish wish = { "Offers", true, true };
  int64_t read[PEOPLE] = { 0 };

  assert_true(test_as(world, 0, test_start, &wish));
  for (int i = 1; i < PEOPLE; i++) {
    g_autofree char *words = g_strdup_printf("%d pounds", i);

    read[i] = newest_offer(world);
    assert_true(test_as(world, 0, change_offer, words));
    assert_false(test_as(world, i, join_on, &read[i])); /* it changed while they read */
    read[i] = newest_offer(world);
    assert_true(test_as(world, i, join_on, &read[i]));
  }

  Txn *txn = test_look(world);

  for (int i = 1; i < PEOPLE; i++) {
    g_autofree char *words = g_strdup_printf("%d pounds", i);
    const Place *place = places_find(txn, world->arena, world->group_id, world->people[i]);

    assert_int_equal(place->offer_id, read[i]);
    assert_string_equal(offers_find(txn, world->arena, world->group_id, place->offer_id)->words,
                        words);
  }
  test_end_look(txn);
}

/* ---- looking back (R82) ---- */

static void
say_and_leave(World *world, Txn *txn, const Act *act, const void *words)
{
  reviews_add_left(txn, act, world->group_id, words, world->refusals);
  places_leave(txn, act, world->group_id);
}

static void
look_back(World *world, Txn *txn, const Act *act, const void *words)
{
  reviews_add(txn, act, world->group_id,
              &(GroupReview){ .better = words, .hard = "", .celebrate = "" }, world->refusals);
}

static void
whoever_leaves_may_say_what_would_be_better(void **state)
{
  World *world = *state;
  StartWish wish = { "Leavers", true, true };

  assert_true(test_as(world, 0, test_start, &wish));
  for (int i = 1; i < 4; i++) {
    const int64_t offer_id = newest_offer(world);

    assert_true(test_as(world, i, join_on, &offer_id));
  }
  assert_true(test_as(world, 1, say_and_leave, "The bus is late"));
  assert_true(test_as(world, 2, say_and_leave, "")); /* they need not */

  Txn *txn = test_look(world);
  const GroupReview *list = reviews_list(txn, world->arena, world->group_id);

  assert_string_equal(list[0].left_words, "The bus is late");
  assert_int_equal(list[1].id, 0);
  assert_int_equal(lines_sum(txn, world->group_id, clock_now_us()).reviewed_us, 0); /* is due */
  test_end_look(txn);
  assert_true(test_as(world, 3, look_back, "We meet"));
  txn = test_look(world);
  list = reviews_list(txn, world->arena, world->group_id);
  assert_string_equal(list[0].better, "We meet");
  assert_string_equal(list[0].left_words, "");
  assert_string_equal(list[1].left_words, "The bus is late");
  assert_true(lines_sum(txn, world->group_id, clock_now_us()).reviewed_us > 0);
  test_end_look(txn);
}

/* ---- terms ---- */

static char *
local_date(GTimeZone *zone, int64_t us)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(us / US_PER_S);
  g_autoptr(GDateTime) here = g_date_time_to_timezone(utc, zone);

  return g_date_time_format(here, "%Y-%m-%d");
}

/* The last moment is still that day, and the next one is not: also where a day has 23 or 25 hours,
 * half an hour more, or begins at one. */
static void
a_term_ends_with_its_day_whatever_clocks_do(void **state)
{
  static const char *const zones[] = { "Europe/London", "America/New_York",  "Australia/Lord_Howe",
                                       "Africa/Cairo",  "America/Sao_Paulo", "UTC" };
  static const int years[] = { 2017, 2026 }; /* in 2017 days in Brazil began at one */

  (void)state;
  for (size_t z = 0; z < G_N_ELEMENTS(zones) * G_N_ELEMENTS(years); z++) {
    const char *name = zones[z / 2];
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(name);
    g_autoptr(GDate) day = g_date_new_dmy(1, G_DATE_JANUARY, (GDateYear)years[z % 2]);
    g_autoptr(Arena) arena = arena_new(64 * 1024);

    assert_non_null(zone);
    for (int i = 0; i < 366; i++, g_date_add_days(day, 1)) {
      char date[11];

      g_date_strftime(date, sizeof(date), "%Y-%m-%d", day);

      const int64_t end_us = groups_day_end_us(date, name);
      const Duty duty = { .until_us = end_us };
      g_autofree char *last = local_date(zone, end_us), *next = local_date(zone, end_us + 1);

      assert_string_equal(last, date);
      assert_true(strcmp(next, date) > 0);
      assert_string_equal(groups_day_of(arena, end_us, name), date);
      assert_false(duty_is_over(&duty, end_us));
      assert_true(duty_is_over(&duty, end_us + 1));
    }
  }
  assert_int_equal(groups_day_end_us("", "UTC"), 0);
}

/* ---- handing over ---- */

typedef struct {
  int64_t duty_id;
  const char *name;
} DutyMove;

static void
take(World *world, Txn *txn, const Act *act, const void *data)
{
  duties_take(txn, act, world->group_id,
              &(DutyWish){ .duty = data, .until_us = act->at_us + US_PER_DAY, .interests = "" },
              world->refusals);
}

static void
ask_next(World *world, Txn *txn, const Act *act, const void *data)
{
  const DutyMove *move = data;

  duties_ask_next(txn, act, duties_find(txn, world->arena, world->group_id, move->duty_id),
                  move->name, world->refusals);
}

static void
take_over(World *world, Txn *txn, const Act *act, const void *data)
{
  duties_take_over(txn, act,
                   duties_find(txn, world->arena, world->group_id, *(const int64_t *)data),
                   act->at_us + US_PER_DAY, "", world->refusals);
}

static int64_t
duty_held(World *world, int who)
{
  Txn *txn = test_look(world);
  const Duty *duty = duties_now(txn, world->arena, world->group_id);

  assert_int_not_equal(duty->id, 0);
  assert_int_equal(duty[1].id, 0);
  assert_int_equal(duty->member_id, world->people[who]);
  test_end_look(txn);
  return duty->id;
}

static void
a_duty_goes_on_by_the_next_ones_yes(void **state)
{
  World *world = *state;
  StartWish wish = { "Duties", true, true };
  int64_t offer = 0;

  assert_true(test_as(world, 0, test_start, &wish));
  offer = newest_offer(world);
  assert_true(test_as(world, 1, join_on, &offer));
  assert_true(test_as(world, 0, take, "facilitator"));
  assert_false(test_as(world, 0, take, "facilitator"));

  for (int round = 0; round < 6; round++) {
    const int holder = round % 2, next = !holder;
    int64_t id = duty_held(world, holder);
    DutyMove move = { id, test_names[next] }, stranger = { id, test_names[2] };

    assert_false(test_as(world, next, ask_next, &move));       /* not theirs to give */
    assert_false(test_as(world, holder, ask_next, &stranger)); /* not in the group */
    assert_false(test_as(world, next, take_over, &id));        /* nobody asked them */
    assert_true(test_as(world, holder, ask_next, &move));
    assert_int_equal(duty_held(world, holder), id); /* no yes yet */
    assert_true(test_as(world, next, take_over, &id));
    duty_held(world, next);
  }

  Txn *txn = test_look(world);
  int before = 0;

  for (const Duty *duty = duties_before(txn, world->arena, world->group_id); duty->id; duty++)
    before++;
  assert_int_equal(before, 6);
  test_end_look(txn);
}

static void
go_away(World *world, Txn *txn, const Act *act, const void *data)
{
  people_set_state(txn, act, world->people[*(const int *)data], MEMBER_LEFT);
}

static void
end_it(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  duties_end(txn, act, duties_now(txn, world->arena, world->group_id));
}

/* A duty is its holder's; when they are gone, it does not stay with them for ever. */
static void
whoever_is_gone_holds_nothing_up(void **state)
{
  World *world = *state;
  StartWish wish = { "Gone", true, true };
  int64_t offer = 0;
  const int holder = 1;

  assert_true(test_as(world, 0, test_start, &wish));
  offer = newest_offer(world);
  assert_true(test_as(world, holder, join_on, &offer));
  assert_true(test_as(world, holder, take, "treasurer"));
  assert_true(test_as(world, 0, end_it, NULL));
  duty_held(world, holder); /* not theirs to end */
  assert_true(test_as(world, 0, go_away, &holder));
  assert_true(test_as(world, 0, end_it, NULL));

  Txn *txn = test_look(world);

  assert_int_equal(duties_now(txn, world->arena, world->group_id)->id, 0);
  assert_int_equal(duties_before(txn, world->arena, world->group_id)->member_id,
                   world->people[holder]);
  assert_int_equal(groups_count_people(txn, world->group_id), 1);
  test_end_look(txn);
}

/* ---- the register ---- */

static void
add_mandate(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  mandates_add(txn, act,
               &(Mandate){ .group_id = world->group_id,
                           .words = "Colours",
                           .given_by = "The council",
                           .budget_pence = -1 },
               world->refusals);
}

static void
make_public(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  mandates_make_public(txn, act, mandates_of(txn, world->arena, world->group_id));
}

static void
keep_inside(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  mandates_keep_inside(txn, act, mandates_of(txn, world->arena, world->group_id));
}

static int
count_registered(World *world)
{
  Txn *txn = test_look(world);
  int count = 0;

  for (const Mandate *one = mandates_register(txn, world->arena, 0, 50); one->id; one++)
    count++;
  test_end_look(txn);
  return count;
}

static void
the_register_needs_two_yeses(void **state)
{
  World *world = *state;
  StartWish wish = { "Register", true, false };

  assert_true(test_as(world, 0, test_start, &wish));
  assert_true(test_as(world, 0, add_mandate, NULL));
  assert_true(test_as(world, 0, make_public, NULL));
  assert_true(test_as(world, 0, make_public, NULL)); /* their own second yes is none */
  assert_int_equal(count_registered(world), 0);
  assert_true(test_as(world, 1, make_public, NULL));
  assert_int_equal(count_registered(world), 1);
  assert_true(test_as(world, 2, keep_inside, NULL));
  assert_int_equal(count_registered(world), 0);
  assert_true(test_as(world, 1, make_public, NULL)); /* the first yes again */
  assert_int_equal(count_registered(world), 0);

  Txn *txn = test_look(world);
  LogPowerCount others;
  int64_t given = 0, made_public = 0, taken_off = 0;

  for (const LogPowerCount *one = log_count_powers(txn, world->arena, 0, 0, &others); one->power;
       one++) {
    given += strcmp(one->kind, "group-mandate-given") == 0 ? one->year : 0;
    made_public += strcmp(one->kind, "group-mandate-public") == 0 ? one->year : 0;
    taken_off += strcmp(one->kind, "group-mandate-inside") == 0 ? one->year : 0;
  }
  assert_int_equal(given, 1);
  assert_int_equal(made_public, 1);
  assert_int_equal(taken_off, 1);
  test_end_look(txn);
}

/* ---- nothing is lost ---- */

static void
change_purpose(World *world, Txn *txn, const Act *act, const void *data)
{
  const Purpose *purpose = data;

  purposes_set(txn, act, world->group_id, purpose, world->refusals);
}

static void
close_it(World *world, Txn *txn, const Act *act, const void *data)
{
  groups_close(txn, act, world->group_id, data, "", world->refusals);
}

static void
what_a_group_wrote_stays(void **state)
{
  World *world = *state;
  StartWish wish = { "Memory", true, true };
  Purpose purpose = { .different = "Less noise",
                      .purpose = "",
                      .saving = "target",
                      .saving_words = "",
                      .why = "We know now" };
  int64_t offer = 0;

  assert_true(test_as(world, 0, test_start, &wish));
  assert_false(test_as(world, 0, change_purpose, &purpose)); /* a target is said openly */
  purpose.saving_words = "A tenth";
  assert_true(test_as(world, 0, change_purpose, &purpose));
  assert_true(test_as(world, 0, change_purpose, &purpose)); /* the same again is nothing new */
  purpose.different = "No noise";
  purpose.why = "";
  assert_false(test_as(world, 0, change_purpose, &purpose)); /* a change says why */
  assert_false(test_as(world, 0, close_it, ""));
  assert_true(test_as(world, 0, close_it, "Thank you"));
  offer = newest_offer(world);
  assert_false(test_as(world, 1, join_on, &offer));

  Txn *txn = test_look(world);
  const Purpose *list = purposes_list(txn, world->arena, world->group_id);

  assert_string_equal(list[0].different, "Less noise");
  assert_string_equal(list[0].saving_words, "A tenth");
  assert_string_equal(list[1].different, "That we are asked first");
  assert_int_equal(list[2].id, 0);
  assert_true(groups_may(txn, world->group_id, world->people[0], GROUP_TO_READ));
  assert_false(groups_may(txn, world->group_id, world->people[0], GROUP_TO_CHANGE));
  assert_string_equal(groups_find(txn, world->arena, world->group_id, world->people[1])->last_word,
                      "Thank you");
  test_end_look(txn);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(whoever_joined_keeps_the_offer_they_read, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(whoever_leaves_may_say_what_would_be_better, test_world_open,
                                    test_world_close),
    cmocka_unit_test(a_term_ends_with_its_day_whatever_clocks_do),
    cmocka_unit_test_setup_teardown(a_duty_goes_on_by_the_next_ones_yes, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(whoever_is_gone_holds_nothing_up, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(the_register_needs_two_yeses, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(what_a_group_wrote_stays, test_world_open, test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
