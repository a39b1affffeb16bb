/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a date with those whom no mail asks, on both engines (R64, R66; issue 5): whoever is
 * reached by telephone or post, and whose mail came back, stands on the list of those whom somebody
 * asks, until somebody did; nobody is asked twice, whichever way they are reached meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "meetings/date_asks.h"

#include "base/clock.h"
#include "meetings/test_dates.h"
#include "notices/bounces.h"
#include "notices/returns.h"

#include <string.h>

/* "ann:mail bo:phone", by name of their way; and that the number is that of the list. */
static void
assert_to_ask(World *world, const char *expected)
{
  Txn *txn = test_look(world);
  const Meeting *meeting = test_meeting(world, txn);
  const ToTell *list = date_asks_list(txn, world->arena, meeting, clock_now_us());
  g_autoptr(GString) found = g_string_new(NULL);
  int count = 0;

  for (; list[count].member_id; count++)
    g_string_append_printf(found, "%s%s:%s", count ? " " : "",
                           list[count].member_id == world->people[ANN]  ? "ann"
                           : list[count].member_id == world->people[BO] ? "bo"
                                                                        : "other",
                           reach_name(list[count].reach));
  assert_int_equal(date_asks_count(txn, meeting, clock_now_us()), count);
  test_end_look(txn);
  assert_string_equal(found->str, expected);
}

/* Mails that ask of times, and not those that tell of the meeting. */
static int
count_asked_by_mail(World *world)
{
  g_autoptr(GPtrArray) mails = test_dates_run(world);
  int count = 0;

  for (guint i = 0; i < mails->len; i++) {
    const TestMail *mail = mails->pdata[i];

    count += strstr(mail->text, "When can you come?") != NULL;
  }
  return count;
}

static bool
is_untold(World *world, int who)
{
  Txn *txn = test_look(world);
  const ToTell *one = invitations_to_tell(txn, world->arena, test_meeting(world, txn));

  while (one->member_id && one->member_id != world->people[who])
    one++;
  test_end_look(txn);
  return one->member_id != 0;
}

static void
mark_asked(World *world, Txn *txn, const Act *act, const void *who)
{
  date_asks_mark(txn, act, test_meeting(world, txn), world->people[*(const int *)who]);
}

/* The newest mail to whoever acts was refused; its address may be right. */
static void
refuse_newest(World *world, Txn *txn, const Act *act, const void *unused)
{
  Return about;

  (void)unused;
  assert_true(returns_find_newest(txn, world->arena, act->member_id, &about));
  assert_true(bounces_note(txn, act, &about, BOUNCE_MAIL, "5.7.1"));
}

static const int calling = CALLING, ann = ANN, bo = BO;

static void
whom_no_mail_asks_is_asked_by_somebody_once(void **state)
{
  World *world = *state;
  const int days = 20, more = 30, number = 2;

  test_dates_begin(world);
  assert_to_ask(world, ""); /* no time is offered */
  assert_true(test_as(world, CALLING, test_dates_offer, &days));
  assert_to_ask(world, "bo:phone");
  test_dates_wait();
  assert_int_equal(count_asked_by_mail(world), 1);
  assert_to_ask(world, "bo:phone");
  assert_true(is_untold(world, BO));
  assert_true(test_as(world, CALLING, mark_asked, &bo));
  assert_to_ask(world, "");
  assert_false(is_untold(world, BO)); /* asked, he knows of the meeting: he is not rung twice */

  /* A further time: Bo hears of it when somebody rings, until it is taken back. */
  assert_true(test_as(world, CALLING, test_dates_offer, &more));
  assert_to_ask(world, "bo:phone");
  assert_true(test_as(world, CALLING, test_dates_withdraw, &number));
  assert_to_ask(world, "");
  test_dates_wait();
  assert_int_equal(count_asked_by_mail(world), 0);

  /* Who goes over to mail was asked already. */
  assert_true(test_as(world, BO, test_reach_by_mail, "bo@place.example"));
  assert_int_equal(count_asked_by_mail(world), 0);
}

static void
whose_mail_of_dates_comes_back_is_asked_by_somebody(void **state)
{
  World *world = *state;
  const int further = 40;

  g_autoptr(TestMail) mail = test_dates_ask(world);

  assert_true(test_as(world, CALLING, mark_asked, &bo));
  assert_to_ask(world, "");
  assert_true(test_as(world, ANN, test_mail_comes_back, NULL));
  assert_to_ask(world, "ann:email");
  test_dates_wait();
  assert_int_equal(count_asked_by_mail(world), 0);

  /* Mails go there again: she is asked once more, by mail. */
  assert_true(test_as(world, ANN, test_address_is_right, NULL));
  assert_to_ask(world, "");
  assert_int_equal(count_asked_by_mail(world), 1);
  assert_int_equal(count_asked_by_mail(world), 0);

  /* Rung while they did not, she is not asked by another address. */
  assert_true(test_as(world, ANN, test_mail_comes_back, NULL));
  assert_to_ask(world, "ann:email");
  assert_true(test_as(world, CALLING, mark_asked, &ann));
  assert_to_ask(world, "");
  assert_true(test_as(world, ANN, test_reach_by_mail, TEST_DATES_ADDRESS "2"));
  assert_int_equal(count_asked_by_mail(world), 0);

  /* What is offered then goes there. */
  assert_true(test_as(world, CALLING, test_dates_offer, &further));
  test_dates_wait();
  assert_int_equal(count_asked_by_mail(world), 1);
  assert_to_ask(world, "bo:phone");
}

/* Only that mail: more mails go, and somebody asks what it asked. */
static void
who_did_not_get_one_mail_is_asked_by_somebody(void **state)
{
  World *world = *state;
  g_autoptr(TestMail) mail = test_dates_ask(world);

  assert_true(test_as(world, CALLING, mark_asked, &bo));
  assert_true(test_as(world, ANN, refuse_newest, NULL));
  assert_to_ask(world, "ann:email");
  test_dates_wait();
  assert_int_equal(count_asked_by_mail(world), 0);
  assert_true(test_as(world, CALLING, mark_asked, &ann));
  assert_to_ask(world, "");
}

static void
say_to_all(World *world, Txn *txn, const Act *act, const void *who)
{
  const Meeting *meeting = test_meeting(world, txn);
  const OfferedDate *list = dates_list(txn, world->arena, meeting, act->member_id);
  DateWord words[DATES_MOST] = { DATE_UNSAID };

  for (int i = 0; list[i].id; i++)
    words[i] = DATE_COULD;
  dates_say(txn, act, meeting, list, world->people[*(const int *)who], words, "telephone",
            world->refusals);
}

/* Who has said, is gone, or offers: and nobody when it has a date. */
static void
nobody_is_asked_what_they_know(void **state)
{
  World *world = *state;
  const int days = 20, more = 30;

  test_dates_begin(world);
  assert_true(test_as(world, CALLING, test_dates_offer, &days));
  assert_true(test_as(world, CALLING, say_to_all, &bo));
  assert_to_ask(world, "");
  assert_true(test_as(world, BO, test_dates_offer, &more)); /* Bo knows of it */
  assert_to_ask(world, "other:in-person");
  assert_true(test_as(world, CALLING, say_to_all, &calling));
  assert_true(test_as(world, CALLING, test_dates_offer, &(int){ 31 }));
  assert_to_ask(world, "bo:phone");
  assert_true(test_as(world, BO, test_leave, NULL));
  assert_to_ask(world, "");
  assert_true(test_as(world, ANN, test_reach_by_phone, NULL));
  assert_to_ask(world, "ann:phone");
  clock_set_for_test(clock_now_us() + 32 * US_PER_DAY); /* all times are over */
  assert_to_ask(world, "");
  clock_set_for_test(clock_now_us() - 32 * US_PER_DAY);
  assert_true(test_as(world, CALLING, test_dates_choose_first, NULL));
  assert_to_ask(world, "");
}

int
main(void)
{
#define WITH_MAILS(test) cmocka_unit_test_setup_teardown(test, test_dates_open, test_dates_close)
  const struct CMUnitTest tests[] = {
    WITH_MAILS(whom_no_mail_asks_is_asked_by_somebody_once),
    WITH_MAILS(whose_mail_of_dates_comes_back_is_asked_by_somebody),
    WITH_MAILS(who_did_not_get_one_mail_is_asked_by_somebody),
    WITH_MAILS(nobody_is_asked_what_they_know),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
