/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whom no mail reaches any more, and places that get another name (R64; issue 5), on both engines:
 * whose mails come back stands on the list for the telephone, with what mails told in vain, and off
 * it when mails go again; a mended place is told once like a meeting that changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "meetings/place_news.h"
#include "meetings/reminders.h"
#include "meetings/replies.h"
#include "meetings/test_mails.h"
#include "notices/bounces.h"

#include <string.h>

enum { ANN = 1, BO = 2 };

static void
begin(World *world)
{
  assert_true(test_as(world, 0, test_start, &(StartWish){ "Gardens", true, true }));
  assert_true(test_as(world, ANN, test_reach_by_mail, "ann@riverside.example"));
  assert_true(test_as(world, ANN, test_join, NULL));
  assert_true(test_as(world, BO, test_reach_by_phone, NULL));
  assert_true(test_as(world, BO, test_join, NULL));
}

/* ---- mails that come back ---- */

static bool
is_to_tell(World *world, int who, Reach *ret_reach)
{
  Txn *txn = test_look(world);
  const ToTell *one = invitations_to_tell(txn, world->arena, test_meeting(world, txn));

  while (one->member_id && one->member_id != world->people[who])
    one++;
  test_end_look(txn);
  *ret_reach = one->reach;
  return one->member_id != 0;
}

static int
count_mails(World *world)
{
  test_mails_run(world);

  g_autoptr(GPtrArray) mails = test_mails_take(world);

  return (int)mails->len;
}

static void
whose_mails_come_back_is_rung(void **state)
{
  World *world = *state;
  Reach reach = REACH_COUNT;

  begin(world);
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_int_equal(count_mails(world), 1); /* to Ann */
  assert_false(is_to_tell(world, ANN, &reach));
  assert_true(is_to_tell(world, BO, &reach));
  assert_int_equal(reach, REACH_PHONE);

  /* That mail came back: it told her nothing. */
  assert_true(test_as(world, ANN, test_mail_comes_back, NULL));
  assert_true(is_to_tell(world, ANN, &reach));
  assert_int_equal(reach, REACH_EMAIL);
  assert_true(test_as(world, 0, test_move_a_day, NULL));
  assert_int_equal(count_mails(world), 0);
  assert_true(is_to_tell(world, ANN, &reach));

  /* Mails go there again: what nobody has told her comes, once. */
  assert_true(test_as(world, ANN, test_address_is_right, NULL));
  assert_int_equal(count_mails(world), 1);
  assert_int_equal(count_mails(world), 0);
  assert_false(is_to_tell(world, ANN, &reach));
}

static void
mark_told(World *world, Txn *txn, const Act *act, const void *who)
{
  invitations_mark_told(txn, act, test_meeting(world, txn), world->people[*(const int *)who]);
}

/* Rung meanwhile, by another address or not: no mail says it a second time. */
static void
who_was_rung_gets_no_mail_of_it(void **state)
{
  static const int ann = ANN;
  World *world = *state;
  Reach reach = REACH_COUNT;

  begin(world);
  assert_true(test_as(world, ANN, test_mail_comes_back, NULL));
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_true(is_to_tell(world, ANN, &reach));
  assert_true(test_as(world, 0, mark_told, &ann));
  assert_true(test_as(world, ANN, test_reach_by_mail, "ann2@riverside.example"));
  assert_int_equal(count_mails(world), 0);

  /* What is new then goes to the new address. */
  assert_true(test_as(world, 0, test_move_a_day, NULL));
  assert_int_equal(count_mails(world), 1);
  assert_false(is_to_tell(world, ANN, &reach));
}

/* ---- places ---- */

typedef struct {
  const char *name, *address, *words;
} PlaceWish;

static void
mend_place(World *world, Txn *txn, const Act *act, const void *data)
{
  const PlaceWish *wish = data;
  const Venue was = test_meeting(world, txn)->venue;
  Venue is = was;

  is.name = wish->name;
  is.address = wish->address;
  is.words = wish->words;
  venues_change(txn, act, &is, world->refusals);
  place_news_tell(txn, act, &was, &is, &(NewsWish){ NEWS_CHANGED, TEST_ORIGIN, "Europe/London" });
}

/* One more at the same place. */
static void
call_at_same_place(World *world, Txn *txn, const Act *act, const void *unused)
{
  const Meeting *meeting = test_meeting(world, txn);
  const MeetingWish wish = { .title = "There again",
                             .about = "",
                             .breaks = "",
                             .online = "",
                             .dial_in = "",
                             .venue_id = meeting->venue.id };
  const MeetingTimes times = { .count = 1, .starts_at_us = { act->at_us + 40 * US_PER_DAY } };
  int64_t id = 0;

  (void)unused;
  meetings_call(txn, act, world->group_id, &wish, &times, world->refusals, &id);
}

static void
a_mended_place_is_told_once(void **state)
{
  World *world = *state;
  Reach reach = REACH_COUNT;
  const PlaceWish renamed = { "The Old Mill", "3 Weir Lane", "By the weir" };
  const PlaceWish way = { "The Old Mill", "3 Weir Lane", "By the weir, then left" };

  begin(world);
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_true(test_as(world, 0, call_at_same_place, NULL));
  assert_int_equal(count_mails(world), 1);

  Txn *txn = test_look(world);
  const int64_t before = test_meeting(world, txn)->retold;
  test_end_look(txn);

  assert_true(test_as(world, 0, mend_place, &renamed));
  test_mails_run(world);
  g_autoptr(TestMail) mail = test_mails_take_one(world);

  assert_non_null(strstr(mail->text, "The Old Mill"));
  assert_non_null(strstr(mail->text, "3 Weir Lane"));
  assert_int_equal(mail->ics->len, 2); /* of both meetings */
  for (guint i = 0; i < mail->ics->len; i++) {
    g_autofree char *place = test_ics_line(mail->ics->pdata[i], "LOCATION");
    g_autofree char *sequence = test_ics_line(mail->ics->pdata[i], "SEQUENCE");

    assert_non_null(strstr(place, "The Old Mill"));
    assert_string_equal(sequence, "1");
  }
  assert_true(is_to_tell(world, BO, &reach));
  txn = test_look(world);
  assert_int_equal(test_meeting(world, txn)->retold, before + 1);
  test_end_look(txn);

  /* How to get in stands on its page: nobody is written to for it. */
  assert_true(test_as(world, 0, mend_place, &way));
  assert_int_equal(count_mails(world), 0);
}

int
main(void)
{
#define WITH_MAILS(test) cmocka_unit_test_setup_teardown(test, test_mails_open, test_mails_close)
  const struct CMUnitTest tests[] = {
    WITH_MAILS(whose_mails_come_back_is_rung),
    WITH_MAILS(who_was_rung_gets_no_mail_of_it),
    WITH_MAILS(a_mended_place_is_told_once),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
