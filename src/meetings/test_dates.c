/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a date, for tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "meetings/test_dates.h"

#include "base/clock.h"
#include "notices/returns.h"

static DigestKind kinds[5];

static const char *
how(MailKind kind, int groups)
{
  (void)groups;
  return kind == MAIL_KIND_DATES ? date_mail_how_to_answer() : invitation_how_to_answer();
}

static const AnswerTaker takers[] = {
  { MAIL_KIND_MEETING, invitation_find_about, invitation_take },
  { MAIL_KIND_DATES, date_mail_find_about, date_mail_take },
  { MAIL_KIND_NONE, NULL, NULL },
};

int
test_dates_open(void **state)
{
  if (test_mails_open(state) != 0)
    return -1;
  kinds[0] = (DigestKind){
    "meeting", MAIL_KIND_MEETING, invitation_write, invitation_mark_mailed, NULL, NULL, NULL
  };
  for (int i = 0; i < 3; i++)
    kinds[i + 1] = date_digest_kinds[i];
  digest_set_kinds(kinds, how);
  mail_in_set_takers(takers);
  returns_set_program("table+*@river.example");
  return 0;
}

int
test_dates_close(void **state)
{
  returns_set_program(NULL);
  mail_in_set_takers(NULL);
  return test_mails_close(state);
}

/* ---- asking ---- */

static void
call(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)unused;
  test_call_together(world, txn, act, &(MeetingTimes){ 0 });
}

void
test_dates_offer(World *world, Txn *txn, const Act *act, const void *days)
{
  dates_offer(txn, act, test_meeting(world, txn), act->at_us + *(const int *)days * US_PER_DAY, 0,
              world->refusals);
}

void
test_dates_withdraw(World *world, Txn *txn, const Act *act, const void *number)
{
  const Meeting *meeting = test_meeting(world, txn);
  const OfferedDate *list = dates_list(txn, world->arena, meeting, act->member_id);

  while (list->number != *(const int *)number)
    list++;
  dates_withdraw(txn, act, meeting, list->id);
}

static OutboxResult
look_twice(Db *db, const OutboxTask *task, void *data)
{
  return look_at_dates(db, task, data) == OUTBOX_DONE ? look_at_dates(db, task, data)
                                                      : OUTBOX_RETRY;
}

GPtrArray *
test_dates_run(World *world)
{
  static const OutboxHandler handlers[] = { { .kind = "digest", .run = send_digest },
                                            { .kind = "meeting-dates", .run = look_twice },
                                            { .kind = NULL } };

  while (outbox_run_due(test_db(world->test), handlers, RIVERSIDE) > 0)
    continue;
  return test_mails_take(world);
}

guint
test_dates_count(World *world)
{
  g_autoptr(GPtrArray) mails = test_dates_run(world);

  return mails->len;
}

TestMail *
test_dates_run_one(World *world)
{
  g_autoptr(GPtrArray) mails = test_dates_run(world);

  assert_int_equal(mails->len, 1);
  return g_ptr_array_steal_index(mails, 0);
}

void
test_dates_wait(void)
{
  clock_set_for_test(clock_now_us() + US_PER_HOUR + US_PER_S);
}

void
test_dates_begin(World *world)
{
  static int made;
  g_autofree char *name = g_strdup_printf("Dates %d", ++made);

  assert_true(test_as(world, CALLING, test_start, &(StartWish){ name, true, true }));
  assert_true(test_as(world, ANN, test_reach_by_mail, TEST_DATES_ADDRESS));
  assert_true(test_as(world, ANN, test_join, NULL));
  assert_true(test_as(world, BO, test_reach_by_phone, NULL));
  assert_true(test_as(world, BO, test_join, NULL));
  assert_true(test_as(world, CALLING, call, NULL));
  g_ptr_array_unref(test_dates_run(world)); /* the invitation: the date is still to be found */
}

TestMail *
test_dates_ask(World *world)
{
  test_dates_begin(world);
  for (int days = 20; days < 23; days++) {
    assert_true(test_as(world, CALLING, test_dates_offer, &days));
    assert_int_equal(test_dates_count(world), 0); /* more may come */
  }
  test_dates_wait();
  return test_dates_run_one(world);
}

void
test_dates_choose_first(World *world, Txn *txn, const Act *act, const void *unused)
{
  const Meeting *meeting = test_meeting(world, txn);

  (void)unused;
  dates_choose(txn, act, meeting, dates_list(txn, world->arena, meeting, 0), world->refusals);
}
