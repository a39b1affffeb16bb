/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people say of themselves, on both engines: needs and who may know them (R11), roles shown
 * only where switched on, limits and quiet times (R9), what they say is wrong. */
#include "base/clock.h"
#include "log/log.h"
#include "people/actors.h"
#include "people/asking.h"
#include "people/corrections.h"
#include "people/needs.h"
#include "people/own_words.h"
#include "people/profile.h"
#include "people/state.h"
#include "people/ways_world.h"

#include "db/test_db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Thursday 26 November 2026, 10.00 UTC. */
#define THURSDAY_US 1795687200000000LL

static Txn *
look(World *world)
{
  return db_begin_read(test_db(world->test), RIVERSIDE);
}

/* ---- needs ---- */

typedef struct {
  NeedKind kind;
  NeedsOfKind needs;
} Saying;

static bool
say_need(World *world, Txn *txn, const Act *act, void *data)
{
  const Saying *saying = data;

  needs_change(txn, act, world->ann, saying->kind, &saying->needs);
  return true;
}

static void
needs_come_back_as_said(void **state)
{
  World *world = *state;
  Saying talk = { NEED_TALK,
                  { .needs = { { "more-time", true }, { "pictures", false } },
                    .count = 2,
                    .words = "Slowly, ¡por favor!",
                    .is_words_must = true } };

  assert_true(does(world, say_need, &talk));

  Txn *txn = look(world);
  const Needs *needs = needs_read(txn, world->arena, world->ann, false);
  const NeedsOfKind *of_talk = &needs->kinds[NEED_TALK];

  assert_int_equal(of_talk->count, 2);
  assert_string_equal(of_talk->needs[0].code, "more-time");
  assert_true(of_talk->needs[0].is_must);
  assert_false(of_talk->needs[1].is_must);
  assert_string_equal(of_talk->words, "Slowly, ¡por favor!");
  assert_true(of_talk->is_words_must);
  assert_false(needs_have_any(&needs->kinds[NEED_FORMAT]));
  assert_int_equal(needs->ask_again_months, 12);
  assert_true(needs->ask_again_at_us > clock_now_us() + 360 * US_PER_DAY);
  db_end_read(txn);
}

static void
organisers_see_only_what_is_shared(void **state)
{
  World *world = *state;
  Saying talk = { NEED_TALK, { .needs = { { "more-time", true } }, .count = 1, .words = "" } };
  Saying there = {
    NEED_ADJUSTMENT,
    { .needs = { { "step-free", true } }, .count = 1, .words = "", .is_shared = true }
  };

  assert_true(does(world, say_need, &talk));
  assert_true(does(world, say_need, &there));

  Txn *txn = look(world);
  const Needs *shared = needs_read(txn, world->arena, world->ann, true);

  assert_false(needs_have_any(&shared->kinds[NEED_TALK]));
  assert_true(needs_have_any(&shared->kinds[NEED_ADJUSTMENT]));
  assert_false(needs_have_any(&needs_read(txn, world->arena, world->bo, true)->kinds[NEED_TALK]));
  db_end_read(txn);
}

static bool
ask_again(World *world, Txn *txn, const Act *act, void *data)
{
  needs_ask_again_in(txn, act, world->ann, *(int *)data);
  return true;
}

static void
nobody_is_asked_again_who_does_not_want_it(void **state)
{
  World *world = *state;
  Saying talk = { NEED_TALK, { .words = "Slowly" } };

  assert_true(does(world, ask_again, &(int){ 0 }));
  assert_true(does(world, say_need, &talk)); /* a change later does not bring it back */

  Txn *txn = look(world);
  const Needs *needs = needs_read(txn, world->arena, world->ann, false);

  assert_int_equal(needs->ask_again_months, 0);
  assert_int_equal(needs->ask_again_at_us, 0);
  db_end_read(txn);
}

typedef struct {
  int year, month, day;
  const char *refused; /* a word of the refusal; NULL: taken */
} OwnDay;

static bool
ask_again_on(World *world, Txn *txn, const Act *act, void *data)
{
  const OwnDay *day = data;
  Refusals *refusals = refusals_new(world->arena);

  needs_ask_again_on(txn, act, world->ann, day->year, day->month, day->day, refusals);
  assert_int_equal(refusals_count(refusals), day->refused ? 1 : 0);
  if (day->refused)
    assert_non_null(strstr(refusals_nth(refusals, 0)->message, day->refused));
  return true;
}

/* The day of day/month `months` from now, as the machine's own calendar has it. */
static OwnDay
day_in(int months, const char *refused)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(clock_now_us() / US_PER_S);
  g_autoptr(GDateTime) then = g_date_time_add_months(now, months);

  return (OwnDay){ g_date_time_get_year(then), g_date_time_get_month(then),
                   g_date_time_get_day_of_month(then), refused };
}

static void
a_day_of_ones_own_stays_until_it_comes(void **state)
{
  World *world = *state;
  Saying talk = { NEED_TALK, { .words = "Slowly" } };
  OwnDay past = day_in(-1, "still to come"), far = day_in(70, "five years"), own = day_in(5, NULL);

  assert_true(does(world, ask_again_on, &past));
  assert_true(does(world, ask_again_on, &far));
  assert_true(does(world, ask_again_on, &own));
  assert_true(does(world, say_need, &talk)); /* a change later does not move it */

  Txn *txn = look(world);
  const Needs *needs = needs_read(txn, world->arena, world->ann, false);
  g_autoptr(GDateTime) then = g_date_time_new_from_unix_utc(needs->ask_again_at_us / US_PER_S);

  assert_int_equal(needs->ask_again_months, ASK_AGAIN_OWN_DAY);
  assert_int_equal(g_date_time_get_year(then), own.year);
  assert_int_equal(g_date_time_get_month(then), own.month);
  assert_int_equal(g_date_time_get_day_of_month(then), own.day);
  db_end_read(txn);
}

static void
every_need_has_its_own_code_and_question(void **state)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

  (void)state;
  for (int i = 0; i < NEED_KIND_COUNT; i++) {
    NeedKind kind = NEED_KIND_COUNT;
    int count = 0;

    assert_true(need_kind_from_name(need_kind_name((NeedKind)i), &kind));
    assert_int_equal(kind, i);
    for (const Choice *choice = need_choices(kind); choice->value; choice++, count++) {
      g_autofree char *question = g_strdup_printf("must-%s", choice->value);

      assert_string_equal(choice->shows, question);
      assert_true(g_hash_table_add(seen, (char *)choice->value));
    }
    assert_in_range(count, 5, NEEDS_A_KIND);
  }
}

/* ---- roles ---- */

static bool
change_roles(World *world, Txn *txn, const Act *act, void *data)
{
  roles_change(txn, act, world->ann, data);
  return true;
}

static bool
show_roles(World *world, Txn *txn, const Act *act, void *data)
{
  roles_show(txn, act, world->ann, PLACE_MEMBERS, data);
  roles_show(txn, act, world->ann, 77, data);
  return true;
}

static bool
hide_roles(World *world, Txn *txn, const Act *act, void *data)
{
  (void)data;
  roles_show(txn, act, world->ann, PLACE_MEMBERS, NULL);
  return true;
}

static void
roles_stand_only_where_they_are_switched_on(void **state)
{
  World *world = *state;
  Roles own = { .roles = { "family-carer", "Gardener" }, .count = 2 };
  Roles wanted = { .roles = { "Gardener", "manager" }, .count = 2 }; /* never said: manager */

  assert_true(does(world, change_roles, &own));

  Txn *txn = look(world);

  assert_null(roles_shown(txn, world->arena, world->ann, PLACE_MEMBERS));
  assert_int_equal(roles_list_shown(txn, world->arena, PLACE_MEMBERS, NULL, 0, 9)->member_id, 0);
  db_end_read(txn);
  assert_true(does(world, show_roles, &wanted));
  txn = look(world);

  const ShownMember *list = roles_list_shown(txn, world->arena, PLACE_MEMBERS, NULL, 0, 9);

  assert_int_equal(list[0].member_id, world->ann);
  assert_int_equal(list[0].roles.count, 1);
  assert_string_equal(list[0].roles.roles[0], "Gardener");
  assert_int_equal(list[1].member_id, 0);
  db_end_read(txn);
  assert_true(does(world, hide_roles, NULL));
  txn = look(world);
  assert_null(roles_shown(txn, world->arena, world->ann, PLACE_MEMBERS));
  assert_non_null(roles_shown(txn, world->arena, world->ann, 77)); /* each place by itself */
  db_end_read(txn);
}

static void
a_role_laid_down_is_shown_nowhere(void **state)
{
  World *world = *state;
  Roles own = { .roles = { "family-carer", "neighbour" }, .count = 2 };
  Roles less = { .roles = { "neighbour" }, .count = 1 };

  assert_true(does(world, change_roles, &own));
  assert_true(does(world, show_roles, &own));
  assert_true(does(world, change_roles, &less));

  Txn *txn = look(world);

  assert_int_equal(roles_shown(txn, world->arena, world->ann, PLACE_MEMBERS)->count, 1);
  assert_string_equal(roles_shown(txn, world->arena, world->ann, 77)->roles[0], "neighbour");
  db_end_read(txn);
}

/* ---- strengths ---- */

static bool
say_strengths(World *world, Txn *txn, const Act *act, void *data)
{
  Refusals *refusals = refusals_new(world->arena);

  strengths_change(txn, act, world->ann, data, refusals);
  return refusals_count(refusals) == 0;
}

static void
strengths_are_tidied_and_have_limits(void **state)
{
  World *world = *state;
  g_autofree char *long_line = g_strnfill(OWN_LINE_MAX + 1, 'x');
  g_autofree char *many = g_strnfill(2 * (OWN_LINES_MAX + 1), '\n');

  for (int i = 0; i <= OWN_LINES_MAX; i++)
    many[2 * i] = 'a';
  assert_true(does(world, say_strengths, &(Strengths){ "  Bikes \r\n\n\nTea", "" }));
  assert_false(does(world, say_strengths, &(Strengths){ long_line, "" }));
  assert_false(does(world, say_strengths, &(Strengths){ "", many }));

  Txn *txn = look(world);

  assert_string_equal(strengths_read(txn, world->arena, world->ann)->strengths, "Bikes\nTea");
  db_end_read(txn);
}

/* ---- asking ---- */

static bool
wish(World *world, Txn *txn, const Act *act, void *data)
{
  Refusals *refusals = refusals_new(world->arena);

  asking_change(txn, act, world->ann, data, refusals);
  return refusals_count(refusals) == 0;
}

static bool
note_ask(World *world, Txn *txn, const Act *act, void *data)
{
  (void)data;
  people_note_ask(txn, act, world->ann);
  return true;
}

static bool
may_ask(World *world, int64_t at_us)
{
  Txn *txn = look(world);
  bool may = people_may_ask(txn, world->ann, at_us);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return may;
}

static void
limits_are_kept(void **state)
{
  World *world = *state;
  static const struct {
    AskWishes wishes;
    int asks; /* at THURSDAY_US */
    bool may_at_once, may_next_week, may_next_month;
  } rows[] = {
    { { .limit = ASK_ANY_TIME }, 3, true, true, true },
    { { .limit = ASK_WEEKLY }, 1, false, true, true },
    { { .limit = ASK_MONTHLY }, 1, false, false, true },
    { { .limit = ASK_QUARTERLY }, 1, false, false, false },
    { { .limit = ASK_OWN_LIMIT, .times = 2 }, 1, true, true, true },
    { { .limit = ASK_OWN_LIMIT, .times = 2 }, 2, false, false, true },
    { { .limit = ASK_NEVER }, 0, false, false, false },
  };
  int64_t start_us = THURSDAY_US;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++, start_us += 200 * US_PER_DAY) {
    AskWishes wishes = rows[i].wishes;

    wishes.time_zone = "Europe/London";
    assert_true(does(world, wish, &wishes));
    assert_int_equal(may_ask(world, start_us - 1), wishes.limit != ASK_NEVER);
    world->at_us = start_us;
    for (int n = 0; n < rows[i].asks; n++)
      assert_true(does(world, note_ask, NULL));
    assert_int_equal(may_ask(world, start_us + US_PER_HOUR), rows[i].may_at_once);
    assert_int_equal(may_ask(world, start_us + 8 * US_PER_DAY), rows[i].may_next_week);
    assert_int_equal(may_ask(world, start_us + 31 * US_PER_DAY), rows[i].may_next_month);
  }
}

static int64_t
quiet_until(World *world, int64_t at_us)
{
  Txn *txn = look(world);
  int64_t until_us = people_quiet_until(txn, world->ann, at_us);

  db_end_read(txn);
  return until_us;
}

static void
quiet_ends_when_the_day_or_the_time_is_over(void **state)
{
  World *world = *state;
  AskWishes thursdays = { .quiet_days = { [3] = true }, .time_zone = "Europe/London" };
  AskWishes mornings = { .quiet_parts = { [PART_MORNING] = true }, .time_zone = "Europe/London" };
  AskWishes tokyo = { .quiet_parts = { [PART_EVENING] = true }, .time_zone = "Asia/Tokyo" };

  assert_int_equal(quiet_until(world, THURSDAY_US), 0); /* nothing said: never quiet */
  assert_true(does(world, wish, &thursdays));
  assert_int_equal(quiet_until(world, THURSDAY_US), THURSDAY_US + 14 * US_PER_HOUR);
  assert_int_equal(quiet_until(world, THURSDAY_US + 14 * US_PER_HOUR), 0);
  assert_true(does(world, wish, &mornings));
  assert_int_equal(quiet_until(world, THURSDAY_US + 5), THURSDAY_US + 2 * US_PER_HOUR);
  assert_false(may_ask(world, THURSDAY_US));
  assert_true(may_ask(world, THURSDAY_US + 2 * US_PER_HOUR));
  assert_true(does(world, wish, &tokyo)); /* 7 pm there until 10 pm */
  assert_int_equal(quiet_until(world, THURSDAY_US), THURSDAY_US + 3 * US_PER_HOUR);
}

/* Whatever is ticked, as long as something is open: quiet ends, and it ends in an open hour. */
static void
quiet_always_ends(void **state)
{
  World *world = *state;
  g_autoptr(GRand) random = g_rand_new_with_seed(11);

  for (int round = 0; round < 60; round++) {
    AskWishes wishes = { .time_zone = round % 2 ? "Europe/London" : "Pacific/Auckland" };
    int64_t at_us = THURSDAY_US + g_rand_int_range(random, 0, 365 * 24 * 60) * US_PER_MINUTE;

    for (int i = 0; i < 7; i++)
      wishes.quiet_days[i] = i != round % 7 && g_rand_boolean(random);
    for (int i = 0; i < PART_COUNT; i++)
      wishes.quiet_parts[i] = i != round % PART_COUNT && g_rand_boolean(random);
    assert_true(does(world, wish, &wishes));

    int64_t until_us = quiet_until(world, at_us);

    if (until_us) {
      assert_true(until_us > at_us && until_us <= at_us + 8 * US_PER_DAY);
      assert_int_equal(quiet_until(world, until_us), 0);
      assert_int_not_equal(quiet_until(world, until_us - US_PER_MINUTE), 0);
    }
  }
}

static void
no_open_hour_is_refused(void **state)
{
  World *world = *state;
  AskWishes days = { .quiet_days = { 1, 1, 1, 1, 1, 1, 1 }, .time_zone = "UTC" };
  AskWishes parts = { .quiet_parts = { 1, 1, 1, 1 }, .time_zone = "UTC" };

  assert_false(does(world, wish, &days));
  assert_false(does(world, wish, &parts));
}

static bool
leave(World *world, Txn *txn, const Act *act, void *data)
{
  people_set_state(txn, act, world->ann, *(MemberState *)data);
  return true;
}

static void
nobody_asks_somebody_who_is_gone(void **state)
{
  World *world = *state;

  assert_true(may_ask(world, THURSDAY_US));
  assert_true(does(world, leave, &(MemberState){ MEMBER_SUSPENDED }));
  assert_false(may_ask(world, THURSDAY_US));
  assert_true(does(world, leave, &(MemberState){ MEMBER_DIED }));
  assert_false(may_ask(world, THURSDAY_US));
}

/* ---- corrections ---- */

static bool
say_wrong(World *world, Txn *txn, const Act *act, void *data)
{
  Refusals *refusals = refusals_new(world->arena);

  corrections_add(txn, act, world->ann, data, refusals);
  return refusals_count(refusals) == 0;
}

static bool
answer(World *world, Txn *txn, const Act *act, void *data)
{
  Refusals *refusals = refusals_new(world->arena);
  const Correction *corrections = corrections_of(txn, world->arena, world->ann);

  corrections_answer(txn, act, world->ann, corrections->id, data, refusals);
  return refusals_count(refusals) == 0;
}

static void
what_is_said_to_be_wrong_is_answered_once(void **state)
{
  World *world = *state;
  g_autofree char *too_long = g_strnfill(CORRECTION_WORDS_MAX + 1, 'x');

  assert_false(does(world, say_wrong, (char *)" \n"));
  assert_false(does(world, say_wrong, too_long));
  assert_true(does(world, say_wrong, (char *)"It is Anne with an e"));

  Txn *txn = look(world);

  assert_int_equal(corrections_waiting(txn, world->arena, 5)[0].member_id, world->ann);
  db_end_read(txn);
  assert_true(does(world, answer, (char *)"Put right"));
  assert_false(does(world, answer, (char *)"And again"));
  txn = look(world);
  assert_int_equal(corrections_waiting(txn, world->arena, 5)[0].member_id, 0);
  assert_string_equal(corrections_of(txn, world->arena, world->ann)->answer, "Put right");
  db_end_read(txn);
}

/* ---- who did it ---- */

static void
who_acted_is_known_by_name(void **state)
{
  World *world = *state;
  Saying talk = { NEED_TALK, { .words = "Slowly" } };

  assert_true(does(world, say_need, &talk)); /* an act of Ann's own */

  Txn *txn = look(world);
  const LogAbout *about = log_about(txn, world->arena, world->ann, NULL, 0, 1);

  assert_string_equal(about->kind, "needs-changed");
  assert_string_equal(actor_name(actors_of(txn, world->arena, world->ann), about->actor_id),
                      "Ann Reed");
  assert_null(actor_name(actors_of(txn, world->arena, world->bo), world->ann + 1));
  db_end_read(txn);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    with_world(needs_come_back_as_said),
    with_world(organisers_see_only_what_is_shared),
    with_world(nobody_is_asked_again_who_does_not_want_it),
    with_world(a_day_of_ones_own_stays_until_it_comes),
    cmocka_unit_test(every_need_has_its_own_code_and_question),
    with_world(roles_stand_only_where_they_are_switched_on),
    with_world(a_role_laid_down_is_shown_nowhere),
    with_world(strengths_are_tidied_and_have_limits),
    with_world(limits_are_kept),
    with_world(quiet_ends_when_the_day_or_the_time_is_over),
    with_world(quiet_always_ends),
    with_world(no_open_hour_is_refused),
    with_world(nobody_asks_somebody_who_is_gone),
    with_world(what_is_said_to_be_wrong_is_answered_once),
    with_world(who_acted_is_known_by_name),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
