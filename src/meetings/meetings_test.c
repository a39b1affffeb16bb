/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meetings on both engines: hours by the clock on the wall when clocks change, rows of dates, what
 * stays of a plan that changed (indicator 1), and who may arrange what (R1, R20). */
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
#include "meetings/test_meeting.h"
#include "meetings/when.h"
#include "questions/time_of_day.h"

#include <string.h>

#define LONDON "Europe/London"

/* ---- the clock ---- */

static void
times_are_read_as_people_type_them(void **state)
{
  static const struct {
    const char *text;
    int minutes;
  } real[] = { { "2 pm", 840 },       { "2.30pm", 870 }, { "2:30 P.M.", 870 }, { "14:30", 870 },
               { "09.15", 555 },      { "midday", 720 }, { "12 noon", 720 },   { "12 pm", 720 },
               { "12.05 am", 5 },     { "midnight", 0 }, { "00:00", 0 },       { "11 am", 660 },
               { " 7,45 pm ", 1185 }, { "23.59", 1439 }, { "2 yp", 840 } };
  static const char *const unclear[] = { "2", "2.30", "11:15", "12" };
  static const char *const wrong[] = { "",      "pm",   "25:00",      "2.75 pm",
                                       "13 am", "0 pm", "soon",       "2 pm!",
                                       "1 2 3", "999",  "2.30.40 pm", "half past two o'clock" };
  int minutes = -1;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(real); i++) {
    assert_int_equal(time_of_day_read(real[i].text, &minutes), TIME_REAL);
    assert_int_equal(minutes, real[i].minutes);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(unclear); i++)
    assert_int_equal(time_of_day_read(unclear[i], &minutes), TIME_AM_OR_PM);
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
    assert_int_equal(time_of_day_read(wrong[i], &minutes), TIME_NOT_REAL);
  for (int i = 0; i < 24 * 60; i++) {
    char text[TIME_OF_DAY_SIZE];

    assert_int_equal(time_of_day_read(time_of_day_text(i, text), &minutes), TIME_REAL);
    assert_int_equal(minutes, i);
  }
}

/* Every hour of a year in zones that change their clocks, some at midnight or by half an hour: the
 * moment shows the clock that was asked for, or no moment near it does. */
static void
hours_are_right_when_clocks_change(void **state)
{
  static const char *const zones[] = {
    LONDON, "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "UTC"
  };
  char date[DATE_TEXT_SIZE];

  (void)state;
  for (size_t z = 0; z < G_N_ELEMENTS(zones); z++)
    for (int64_t day = 0; day < 366; day++) {
      const int64_t noon_us = 1774958400LL * US_PER_S + day * US_PER_DAY;
      char asked[DATE_TEXT_SIZE];

      when_local(noon_us, zones[z], asked);
      for (int minutes = 0; minutes < 24 * 60; minutes += 30) {
        int64_t at_us = 0;

        if (when_at_us(asked, minutes, zones[z], &at_us) == WHEN_REAL) {
          assert_int_equal(when_local(at_us, zones[z], date), minutes);
          assert_string_equal(date, asked);
          /* the first coming of an hour that comes twice */
          assert_false(when_local(at_us - US_PER_HOUR, zones[z], date) == minutes &&
                       strcmp(date, asked) == 0);
        } else {
          for (int64_t near = noon_us - US_PER_DAY; near < noon_us + US_PER_DAY;
               near += 15 * US_PER_MINUTE)
            assert_false(when_local(near, zones[z], date) == minutes && strcmp(date, asked) == 0);
        }
      }
    }
}

/* From 10 pm to 1 am is an evening, to midnight too; from 7 pm to 6 pm is a slip of the pen. */
static void
an_evening_goes_on_past_midnight(void **state)
{
  static const struct {
    int start, end; /* minutes */
    const char *date;
  } rows[] = {
    { 22 * 60, 60, "2027-01-01" },      { 20 * 60, 0, "2027-01-01" },
    { 22 * 60, 6 * 60, "2027-01-01" },  { 22 * 60, 6 * 60 + 1, "2026-12-31" },
    { 19 * 60, 18 * 60, "2026-12-31" }, { 14 * 60, 14 * 60, "2026-12-31" },
    { 14 * 60, 15 * 60, "2026-12-31" },
  };
  char date[DATE_TEXT_SIZE];

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    when_end_date("2026-12-31", rows[i].start, rows[i].end, date);
    assert_string_equal(date, rows[i].date);
  }
}

static void
dates_come_again_on_the_same_weekday(void **state)
{
  static const struct {
    const char *repeat, *dates[4];
  } rows[] = {
    { "monthly", { "2026-01-15", "2026-02-19", "2026-03-19", "2026-04-16" } }, /* third Thursday */
    { "monthly", { "2026-01-29", "2026-02-26", "2026-03-26", "2026-04-30" } }, /* fifth, or last */
    { "weekly", { "2026-12-24", "2026-12-31", "2027-01-07", "2027-01-14" } },
    { "fortnightly", { "2028-02-22", "2028-03-07", "2028-03-21", "2028-04-04" } },
    { "once", { "2026-01-15", "2026-01-15", "2026-01-15", "2026-01-15" } },
  };
  char date[DATE_TEXT_SIZE];

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    for (int nth = 0; nth < 4; nth++) {
      assert_true(when_repeat(rows[i].dates[0], rows[i].repeat, nth, date));
      assert_string_equal(date, rows[i].dates[nth]);
    }
  assert_false(when_repeat("2026-02-30", "monthly", 1, date));
}

/* ---- calling and changing ---- */

static const MeetingWish talk = {
  .title = "Talk", .about = "", .breaks = "", .online = "", .dial_in = ""
};

static int64_t called_id;

static void
call_rows(World *world, Txn *txn, const Act *act, const void *data)
{
  const int count = *(const int *)data;
  MeetingTimes times = { .count = count };

  for (int i = 0; i < count; i++)
    times.starts_at_us[i] = act->at_us + (i + 1) * US_PER_DAY;
  meetings_call(txn, act, world->group_id, &talk, &times, world->refusals, &called_id);
}

static const Meeting *
find(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, called_id);
}

static void
move_it(World *world, Txn *txn, const Act *act, const void *why)
{
  meetings_move(txn, act, find(world, txn), act->at_us + 9 * US_PER_DAY, 0, why, world->refusals);
}

static void
call_it_off(World *world, Txn *txn, const Act *act, const void *why)
{
  meetings_call_off(txn, act, find(world, txn), why, world->refusals);
}

static void
say_it_was_held(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  meetings_hold(txn, act, find(world, txn), world->refusals);
}

static void
write_it_down(World *world, Txn *txn, const Act *act, const void *data)
{
  const int64_t *days = data;

  meetings_write_down(txn, act, world->group_id, &talk, act->at_us + *days * US_PER_DAY, 0,
                      world->refusals, &called_id);
}

static void
what_was_planned_first_stays(void **state)
{
  World *world = *state;
  const int one = 1, twelve = 12;
  const int64_t yesterday = -1, tomorrow = 1, in_1900 = -126 * 365, as_a_child = -40 * 365;

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Plans", true, true }));
  assert_true(test_as(world, 0, call_rows, &one));

  Txn *txn = test_look(world);
  const int64_t first_us = find(world, txn)->starts_at_us;

  test_end_look(txn);
  assert_false(test_as(world, 0, move_it, ""));
  assert_true(test_as(world, 0, move_it, "The hall is let"));
  assert_false(test_as(world, 0, say_it_was_held, NULL)); /* it has not begun */
  txn = test_look(world);

  const Meeting *meeting = find(world, txn);

  assert_int_equal(meeting->first_at_us, first_us);
  assert_int_equal(meeting->was_at_us, first_us);
  assert_int_equal(meeting->moves, 1);
  assert_string_equal(meeting->why, "The hall is let");
  test_end_look(txn);
  assert_false(test_as(world, 0, call_it_off, ""));
  assert_true(test_as(world, 0, call_it_off, "Snow"));
  assert_true(test_as(world, 0, call_it_off, "Pressed twice"));
  assert_false(test_as(world, 0, move_it, "Too late"));
  txn = test_look(world);
  assert_int_equal(find(world, txn)->state, MEETING_OFF);
  assert_string_equal(find(world, txn)->why, "Snow");
  test_end_look(txn);
  assert_false(test_as(world, 0, write_it_down, &tomorrow));
  assert_false(test_as(world, 0, write_it_down, &in_1900));
  assert_true(test_as(world, 0, write_it_down, &as_a_child));
  assert_true(test_as(world, 0, write_it_down, &yesterday));
  txn = test_look(world);
  assert_true(find(world, txn)->is_written_after);
  assert_int_equal(find(world, txn)->state, MEETING_HELD);
  test_end_look(txn);
  for (int i = 0; i < 4; i++)
    assert_true(test_as(world, 0, call_rows, &twelve));
  assert_false(test_as(world, 0, call_rows, &twelve)); /* 49 are to come, 60 is the most */
}

/* ---- lists ---- */

/* Pages of the past show each meeting once, the newest first, whatever the size of a page. */
static void
the_past_is_paged(void **state)
{
  World *world = *state;

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Past", true, true }));
  for (int64_t days = -30; days < 0; days++)
    for (int twice = 0; twice < 2; twice++) /* two at the same moment */
      assert_true(test_as(world, 0, write_it_down, &days));

  Txn *txn = test_look(world);
  int64_t before_us = 0, before_id = 0, now_us = clock_now_us();
  int seen = 0;

  for (;;) {
    const Meeting *page =
        meetings_past(txn, world->arena, world->group_id, now_us, before_us, before_id, 7);

    if (!page->id)
      break;
    for (; page->id; page++, seen++) {
      assert_true(before_id == 0 || page->starts_at_us < before_us ||
                  (page->starts_at_us == before_us && page->id < before_id));
      before_us = page->starts_at_us;
      before_id = page->id;
    }
  }
  assert_int_equal(seen, 60);
  assert_int_equal(
      meetings_coming(txn, world->arena, world->group_id, now_us, MEETINGS_COMING_MAX)->id, 0);
  test_end_look(txn);
}

/* ---- who may ---- */

static void
assert_may(World *world, const char *who)
{
  Txn *txn = test_look(world);

  for (int i = 0; i < 3; i++)
    assert_int_equal(meetings_may_arrange(txn, world->group_id, world->people[i]), who[i] == 'y');
  test_end_look(txn);
}

/* An organiser who leaves leaves nothing stuck (issue 5). */
static void
whoever_holds_a_duty_arranges(void **state)
{
  World *world = *state;

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Duties", true, true }));
  assert_true(test_as(world, 1, test_join, NULL));
  assert_may(world, "yyn"); /* nobody holds a duty: all in it */
  assert_true(test_as(world, 1, test_take_duty, "treasurer"));
  assert_may(world, "yyn");
  assert_true(test_as(world, 1, test_take_duty, "facilitator"));
  assert_may(world, "nyn");
  assert_true(test_as(world, 1, test_leave, NULL));
  assert_may(world, "ynn");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(times_are_read_as_people_type_them),
    cmocka_unit_test(hours_are_right_when_clocks_change),
    cmocka_unit_test(an_evening_goes_on_past_midnight),
    cmocka_unit_test(dates_come_again_on_the_same_weekday),
    cmocka_unit_test(what_was_planned_first_stays),
    cmocka_unit_test(the_past_is_paged),
    cmocka_unit_test(whoever_holds_a_duty_arranges),
  };

  test_world_above = "meetings";
  test_world_above_kinds = meetings_log_kinds;
  return cmocka_run_group_tests(tests, test_world_open, test_world_close);
}
