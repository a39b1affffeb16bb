/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines (R64, R65, R88): who came to a meeting is asked once by mail how it was, and not
 * when they have answered or did not come; who is asked to see to a need, and whose need has an
 * answer, hear of it in mails that say nothing of what is needed, nor by whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "meetings/feedback_news.h"

#include "base/clock.h"
#include "meetings/came.h"
#include "meetings/feedback.h"
#include "meetings/need_news.h"
#include "meetings/replies.h"
#include "meetings/test_mails.h"
#include "notices/mail_wishes.h"

#include <string.h>

enum { CALLING, ANN, BO, CY };

static DigestKind kinds[5];

/* By itself and at once, so that each is seen. */
static void
want_at_once(World *world, Txn *txn, const Act *act, const void *unused)
{
  const MailWish wish = { .pace = PACE_AT_ONCE };

  (void)world;
  (void)unused;
  mail_wish_change(txn, act, act->member_id, MAIL_KIND_AFTERWARDS, &wish);
  mail_wish_change(txn, act, act->member_id, MAIL_KIND_NEED, &wish);
}

static int
open_world(void **state)
{
  static const char *const addresses[] = { NULL, "ann@place.example", NULL, "cy@place.example" };

  if (test_mails_open(state) != 0)
    return -1;
  kinds[0] = (DigestKind){
    "meeting", MAIL_KIND_MEETING, invitation_write, invitation_mark_mailed, NULL, NULL, NULL
  };
  kinds[1] = feedback_digest_kinds[0];
  kinds[2] = need_digest_kinds[0];
  kinds[3] = need_digest_kinds[1];
  digest_set_kinds(kinds, NULL);
  assert_true(test_as(*state, CALLING, test_start, &(StartWish){ "The bus", true, true }));
  for (int who = ANN; who <= CY; who++) {
    if (addresses[who])
      assert_true(test_as(*state, who, test_reach_by_mail, addresses[who]));
    else
      assert_true(test_as(*state, who, test_reach_by_phone, NULL));
    assert_true(test_as(*state, who, test_join, NULL));
    assert_true(test_as(*state, who, want_at_once, NULL));
  }
  assert_true(test_as(*state, CALLING, test_call_soon, NULL));
  g_ptr_array_unref(test_mails_take(*state));
  return 0;
}

static OutboxResult
look_twice(Db *db, const OutboxTask *task, void *data)
{
  return look_at_afterwards(db, task, data) == OUTBOX_DONE ? look_at_afterwards(db, task, data)
                                                           : OUTBOX_RETRY;
}

/* All that is due; the mails that went. */
static GPtrArray *
run(World *world)
{
  static const OutboxHandler handlers[] = { { .kind = "digest", .run = send_digest },
                                            { .kind = "meeting-afterwards", .run = look_twice },
                                            { .kind = NULL } };

  while (outbox_run_due(test_db(world->test), handlers, RIVERSIDE) > 0)
    continue;
  return test_mails_take(world);
}

static guint
count_mails(World *world)
{
  g_autoptr(GPtrArray) mails = run(world);

  return mails->len;
}

static void
be_after(World *world)
{
  Txn *txn = test_look(world);
  const int64_t starts_at_us = test_meeting(world, txn)->starts_at_us;

  test_end_look(txn);
  clock_set_for_test(starts_at_us + 5 * US_PER_HOUR);
}

/* ---- how it was ---- */

static void
note_came(World *world, Txn *txn, const Act *act, const void *who)
{
  const int64_t came = world->people[*(const int *)who];

  came_set(txn, act, test_meeting(world, txn),
           &(CameWish){ .asked = &came, .asked_count = 1, .came = &came, .count = 1 },
           world->refusals);
}

static void
note_others(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)unused;
  came_set(txn, act, test_meeting(world, txn),
           &(CameWish){ .others = &(Minutes){ .others_near = 2, .absent = "" } }, world->refusals);
}

static void
put_away(World *world, Txn *txn, const Act *act, const void *unused)
{
  const FeedbackAsk *ask =
      feedback_ask_find(txn, world->arena, test_meeting_id, act->member_id, act->at_us);

  (void)unused;
  assert_non_null(ask);
  feedback_put_away(txn, act, ask);
}

static void
who_comes_is_asked_once_how_it_was(void **state)
{
  const int cy = CY, ann = ANN;
  World *world = *state;

  assert_true(test_as(world, ANN, test_say,
                      &(ReplyWish){ .answer = REPLY_YES, .words = "", .way = "page" }));
  assert_true(
      test_as(world, CY, test_say, &(ReplyWish){ .answer = REPLY_NO, .words = "", .way = "page" }));
  g_ptr_array_unref(run(world));
  be_after(world);

  g_autoptr(GPtrArray) mails = run(world);

  assert_int_equal(mails->len, 1); /* Ann said that she would come; Cy did not */
  const TestMail *mail = mails->pdata[0];

  assert_non_null(strstr(mail->text, "ann@place.example"));
  assert_non_null(strstr(mail->text, "/afterwards/"));
  assert_non_null(strstr(mail->text, "Were you heard?"));
  assert_int_equal(count_mails(world), 0);

  /* Cy came after all; both are written down. */
  assert_true(test_as(world, CALLING, note_came, &ann));
  assert_true(test_as(world, CALLING, note_came, &cy));
  assert_int_equal(count_mails(world), 1);
  assert_true(test_as(world, CALLING, note_came, &cy));
  assert_int_equal(count_mails(world), 0);
}

static void
who_answered_gets_no_mail(void **state)
{
  const int ann = ANN;
  World *world = *state;

  assert_true(test_as(world, ANN, test_say,
                      &(ReplyWish){ .answer = REPLY_YES, .words = "", .way = "page" }));
  g_ptr_array_unref(run(world));
  be_after(world);
  assert_true(test_as(world, ANN, put_away, NULL));
  assert_int_equal(count_mails(world), 0);
  assert_true(test_as(world, CALLING, note_came, &ann));
  assert_int_equal(count_mails(world), 0);
}

static void
a_moved_meeting_is_asked_about_when_it_is_over(void **state)
{
  World *world = *state;

  assert_true(test_as(world, CALLING, test_move_a_day, NULL));
  assert_true(test_as(world, ANN, test_say,
                      &(ReplyWish){ .answer = REPLY_YES, .words = "", .way = "page" }));
  g_ptr_array_unref(run(world));

  Txn *txn = test_look(world);
  const int64_t starts_at_us = test_meeting(world, txn)->starts_at_us;

  test_end_look(txn);
  clock_set_for_test(starts_at_us - US_PER_DAY + 5 * US_PER_HOUR); /* as it was called */
  assert_int_equal(count_mails(world), 0);
  be_after(world);
  assert_int_equal(count_mails(world), 1);
}

/* Begun with Cy there, or with two without a name; then it is called off. */
static void
begin_and_call_off(World *world, bool is_cy_there)
{
  const int cy = CY;
  Txn *txn = test_look(world);
  const int64_t starts_at_us = test_meeting(world, txn)->starts_at_us;

  test_end_look(txn);
  assert_true(test_as(world, ANN, test_say,
                      &(ReplyWish){ .answer = REPLY_YES, .words = "", .way = "page" }));
  clock_set_for_test(starts_at_us + US_PER_MINUTE);
  assert_true(is_cy_there ? test_as(world, CALLING, note_came, &cy)
                          : test_as(world, CALLING, note_others, NULL));
  assert_true(test_as(world, CALLING, test_call_off, NULL));
  assert_int_equal(count_mails(world), 2); /* that it is off, to Ann and to Cy */
  be_after(world);
}

/* Who said that they would come was told that it is off. */
static void
of_one_that_is_off_who_came_is_asked(void **state)
{
  World *world = *state;

  begin_and_call_off(world, true);

  g_autoptr(GPtrArray) mails = run(world);

  assert_int_equal(mails->len, 1);
  assert_non_null(strstr(((const TestMail *)mails->pdata[0])->text, "cy@place.example"));
  assert_non_null(strstr(((const TestMail *)mails->pdata[0])->text, "Were you heard?"));
}

static void
of_one_that_is_off_who_did_not_come_is_not_asked(void **state)
{
  World *world = *state;

  begin_and_call_off(world, false);
  assert_int_equal(count_mails(world), 0);
}

/* ---- needs ---- */

#define SECRET "A sign language interpreter"

static const MeetingNeed *
the_need(World *world, Txn *txn)
{
  return meeting_needs_list(txn, world->arena, test_meeting(world, txn));
}

static void
ask_for_need(World *world, Txn *txn, const Act *act, const void *who)
{
  meeting_need_ask(txn, act, the_need(world, txn), world->people[*(const int *)who],
                   world->refusals);
}

static void
make_ready(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)unused;
  meeting_need_ready(txn, act, the_need(world, txn), world->refusals);
}

static void
needs_are_told_without_a_word_of_them(void **state)
{
  static const char *const never[] = { SECRET, "interpreter", "Interpreter" };
  const int cy = CY;
  World *world = *state;
  const char *name = test_names[ANN];

  assert_true(test_as(world, ANN, test_say,
                      &(ReplyWish){ .answer = REPLY_IF,
                                    .words = SECRET,
                                    .way = "page",
                                    .helps = 1U << help_kind_index("interpreter") }));
  g_ptr_array_unref(run(world));
  assert_true(test_as(world, CALLING, ask_for_need, &cy));

  g_autoptr(GPtrArray) asked = run(world);

  assert_true(test_as(world, CALLING, make_ready, NULL));

  g_autoptr(GPtrArray) told = run(world);

  assert_int_equal(asked->len, 1);
  assert_int_equal(told->len, 1);
  const TestMail *to_cy = asked->pdata[0], *to_ann = told->pdata[0];

  assert_non_null(strstr(to_cy->text, "cy@place.example"));
  assert_non_null(strstr(to_cy->text, "Would you see to something"));
  assert_non_null(strstr(to_cy->text, "/help/"));
  assert_null(strstr(to_cy->text, name));
  assert_non_null(strstr(to_ann->text, "ann@place.example"));
  assert_non_null(strstr(to_ann->text, "There is an answer"));
  for (size_t i = 0; i < G_N_ELEMENTS(never); i++) {
    assert_null(strstr(to_cy->text, never[i]));
    assert_null(strstr(to_ann->text, never[i]));
  }
  assert_int_equal(count_mails(world), 0);
}

static bool
is_to_hear(World *world, int who)
{
  Txn *txn = test_look(world);
  const ToTell *one =
      need_news_to_tell(txn, world->arena, test_meeting(world, txn), clock_now_us());
  int found = 0;

  for (; one->member_id; one++)
    found += one->member_id == world->people[who];
  test_end_look(txn);
  assert_true(found <= 1); /* of several needs too */
  return found == 1;
}

static void
tell_answers(World *world, Txn *txn, const Act *act, const void *who)
{
  need_news_mark_told(txn, act, test_meeting(world, txn), world->people[*(const int *)who]);
}

/* All needs of that person. */
static void
make_all_ready(World *world, Txn *txn, const Act *act, const void *who)
{
  for (const MeetingNeed *need = the_need(world, txn); need->id; need++)
    if (need->member_id == world->people[*(const int *)who])
      meeting_need_ready(txn, act, need, world->refusals);
}

static const ReplyWish two_needs = {
  .answer = REPLY_IF, .words = "", .way = "telephone", .helps = 1U | 1U << 3
};

static void
whom_no_mail_reaches_hears_of_an_answer_by_somebody_once(void **state)
{
  World *world = *state;

  assert_true(test_as(world, ANN, test_say, &two_needs));
  assert_true(test_as(world, BO, test_say, &two_needs));
  assert_false(is_to_hear(world, BO)); /* no answer yet */
  assert_true(test_as(world, CALLING, make_all_ready, &(int){ ANN }));
  assert_true(test_as(world, CALLING, make_all_ready, &(int){ BO }));
  assert_true(is_to_hear(world, BO));
  assert_false(is_to_hear(world, ANN));                             /* by mail */
  assert_true(test_as(world, CALLING, tell_answers, &(int){ CY })); /* asked for nothing */
  assert_true(is_to_hear(world, BO));
  assert_true(test_as(world, CALLING, tell_answers, &(int){ BO }));
  assert_false(is_to_hear(world, BO));

  /* Another answer is told again; one for a time that is none any more is no answer. */
  clock_set_for_test(clock_now_us() + US_PER_HOUR);
  assert_true(test_as(world, CALLING, make_all_ready, &(int){ BO }));
  assert_true(is_to_hear(world, BO));
  assert_true(test_as(world, CALLING, test_move_a_day, NULL));
  assert_false(is_to_hear(world, BO));
  clock_set_for_test(clock_now_us() + US_PER_HOUR);
  assert_true(test_as(world, BO, test_say, &two_needs));
  assert_true(test_as(world, CALLING, make_all_ready, &(int){ BO }));
  assert_true(is_to_hear(world, BO));
  assert_true(test_as(world, BO, test_say,
                      &(ReplyWish){ .answer = REPLY_NO, .words = "", .way = "telephone" }));
  assert_false(is_to_hear(world, BO)); /* they do not come */
}

int
main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, test_mails_close)
  const struct CMUnitTest tests[] = {
    IN_WORLD(who_comes_is_asked_once_how_it_was),
    IN_WORLD(of_one_that_is_off_who_came_is_asked),
    IN_WORLD(of_one_that_is_off_who_did_not_come_is_not_asked),
    IN_WORLD(who_answered_gets_no_mail),
    IN_WORLD(a_moved_meeting_is_asked_about_when_it_is_over),
    IN_WORLD(needs_are_told_without_a_word_of_them),
    IN_WORLD(whom_no_mail_reaches_hears_of_an_answer_by_somebody_once),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
