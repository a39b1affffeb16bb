/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a calendar program of a person reads, on both engines: the meetings of their own groups and
 * nothing of anybody; an address that was turned off or made anew is dead (R64, R65, R97). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "lang/lang.h"
#include "meetings/calendar_events.h"
#include "meetings/calendar_feeds.h"
#include "meetings/replies.h"
#include "meetings/test_mails.h"

#include <string.h>

#define ORIGIN "https://riverside.example:8443"

/* How often this meeting stands in what the person's program reads; its event into *ret_event. */
static int
read_feed(World *world, int who, CalendarEvent *ret_event)
{
  Txn *txn = test_look(world);
  const Meeting *list =
      meetings_for_calendar(txn, world->arena, world->people[who], clock_now_us(), FEED_MOST);
  int count = 0;

  for (; list->id; list++) {
    if (list->id != test_meeting_id)
      continue;
    count++;
    *ret_event = calendar_event_of(world->arena, lang_find(NULL), ORIGIN, list);
  }
  test_end_look(txn);
  return count;
}

static void
each_sees_the_meetings_of_their_groups(void **state)
{
  World *world = *state;
  CalendarEvent event;
  const ReplyWish no = { REPLY_NO, "", "page" }, yes = { REPLY_YES, "", "page" };

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Feeds", true, true }));
  assert_true(test_as(world, 1, test_join, NULL));
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_int_equal(read_feed(world, 0, &event), 1);
  assert_int_equal(read_feed(world, 1, &event), 1);
  assert_int_equal(read_feed(world, 2, &event), 0); /* not in it, though all may read */
  assert_true(test_as(world, 1, test_say, &no));
  assert_int_equal(read_feed(world, 1, &event), 0);
  assert_true(test_as(world, 1, test_say, &yes));
  assert_int_equal(read_feed(world, 1, &event), 1);
  assert_true(test_as(world, 1, test_say, &no));
  assert_true(test_as(world, 0, test_move_a_day, NULL)); /* nobody has said no to the new time */
  assert_int_equal(read_feed(world, 1, &event), 1);
  assert_true(test_as(world, 1, test_leave, NULL));
  assert_int_equal(read_feed(world, 1, &event), 0);
}

static void
one_meeting_stays_one_event(void **state)
{
  World *world = *state;
  CalendarEvent first, moved, off;

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Events", true, true }));
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_int_equal(read_feed(world, 0, &first), 1);
  assert_true(test_as(world, 0, test_move_a_day, NULL));
  assert_int_equal(read_feed(world, 0, &moved), 1);
  assert_true(test_as(world, 0, test_call_off, NULL));
  assert_int_equal(read_feed(world, 0, &off), 1);
  assert_int_equal(first.sequence, 0);
  assert_int_equal(moved.sequence, 1);
  assert_int_equal(off.sequence, 2);
  assert_string_equal(first.uid, moved.uid);
  assert_string_equal(first.uid, off.uid);
  assert_true(g_str_has_suffix(first.uid, "@riverside.example"));
  assert_int_equal(calendar_meeting_of(first.uid), test_meeting_id);
  assert_int_equal(moved.starts_at_us, first.starts_at_us + US_PER_DAY);
  assert_int_equal(moved.ends_at_us, 0);
  assert_true(moved.changed_at_us >= first.changed_at_us);
  assert_false(moved.is_off);
  assert_true(off.is_off);
  assert_non_null(strstr(off.words, "Snow"));
}

static void
other_names_of_events_are_nobodys(void **state)
{
  static const char *const uids[] = { "",
                                      "@",
                                      "x@riverside.example",
                                      "0123456789abc",
                                      "0000000000000@riverside.example",
                                      "zzzzzzzzzzzzzzzzzzzzzzzzzzzz@riverside.example" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(uids); i++)
    assert_int_equal(calendar_meeting_of(uids[i]), 0);
}

/* The place with what is there and what is not; no name, no need. */
static void
an_event_says_what_all_may_know(void **state)
{
  World *world = *state;
  CalendarEvent event;
  const ReplyWish need = { REPLY_IF, TEST_MEETING_NEED, "page" };

  assert_true(test_as(world, 0, test_start, &(StartWish){ "Words", true, true }));
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_true(test_as(world, 0, test_say, &need));
  assert_int_equal(read_feed(world, 0, &event), 1);
  assert_string_equal(event.title, "Who chooses what?");
  assert_string_equal(event.place, "Mill Lane Library, Mill Lane");
  assert_non_null(strstr(event.words, "Step-free"));
  assert_non_null(strstr(event.words, "No lift"));
  assert_null(strstr(event.words, "toilet")); /* nobody has looked */
  assert_non_null(strstr(event.words, "https://meet.example.org/1"));
  assert_non_null(strstr(event.words, event.url));
  assert_true(g_str_has_prefix(event.url, ORIGIN "/groups/"));
  assert_null(strstr(event.words, TEST_MEETING_NEED));
  for (int i = 0; i < PEOPLE; i++)
    assert_null(strstr(event.words, test_names[i]));
}

/* ---- the address ---- */

static void
make(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)world;
  (void)data;
  calendar_feed_make(txn, act, act->member_id);
}

static void
end(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)world;
  (void)data;
  calendar_feed_end(txn, act, act->member_id);
}

static CalendarFeed
feed_of(World *world, int who)
{
  Txn *txn = test_look(world);
  const CalendarFeed feed = calendar_feed_of(txn, world->people[who]);

  test_end_look(txn);
  return feed;
}

static int64_t
whose(World *world, const char *token)
{
  Txn *txn = test_look(world);
  const int64_t member_id = calendar_feed_find(txn, token);

  test_end_look(txn);
  return member_id;
}

static void
an_address_is_its_persons_until_they_end_it(void **state)
{
  World *world = *state;

  assert_int_equal(feed_of(world, 3).made_at_us, 0);
  assert_true(test_as(world, 3, make, NULL));
  assert_true(test_as(world, 4, make, NULL));

  const CalendarFeed first = feed_of(world, 3), other = feed_of(world, 4);

  assert_int_equal(strlen(first.token), LINK_TOKEN_LEN);
  assert_string_not_equal(first.token, other.token);
  assert_int_equal(whose(world, first.token), world->people[3]);
  assert_int_equal(whose(world, other.token), world->people[4]);
  assert_true(test_as(world, 3, make, NULL));

  const CalendarFeed second = feed_of(world, 3);

  assert_string_not_equal(first.token, second.token);
  assert_int_equal(whose(world, first.token), 0);
  assert_int_equal(whose(world, second.token), world->people[3]);
  assert_true(test_as(world, 3, end, NULL));
  assert_true(test_as(world, 3, end, NULL)); /* pressed twice */
  assert_int_equal(whose(world, second.token), 0);
  assert_int_equal(feed_of(world, 3).made_at_us, 0);
  assert_int_equal(whose(world, other.token), world->people[4]);
  assert_int_equal(whose(world, ""), 0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_sees_the_meetings_of_their_groups),
    cmocka_unit_test(one_meeting_stays_one_event),
    cmocka_unit_test(other_names_of_events_are_nobodys),
    cmocka_unit_test(an_event_says_what_all_may_know),
    cmocka_unit_test(an_address_is_its_persons_until_they_end_it),
  };

  return cmocka_run_group_tests(tests, test_mails_open, test_mails_close);
}
