/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a date by mail, on both engines (R64, R66; issue 5): who is reached by mail only is asked
 * once of the times that are offered, and what they answer is their own word; what is unclear, or
 * from another address, is kept by nobody but a person who reads it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "meetings/test_dates.h"

#include <string.h>

static void
who_is_reached_by_mail_is_asked_once_of_all_times(void **state)
{
  World *world = *state;
  const int further = 30, again = 3;
  g_autoptr(TestMail) mail = test_dates_ask(world);

  assert_non_null(strstr(mail->text, "To: "));
  assert_non_null(strstr(mail->text, TEST_DATES_ADDRESS));
  for (int number = 1; number <= 3; number++) {
    g_autofree char *line = g_strdup_printf("\n   %d. ", number);

    assert_non_null(strstr(mail->text, line));
  }
  assert_null(strstr(mail->text, "\n   4. "));
  assert_non_null(strstr(mail->text, "1 yes, 2 no, 3 maybe"));
  test_dates_wait();
  assert_int_equal(test_dates_count(world), 0);

  /* A new one is asked for; one that was taken back leaves the others their numbers. */
  assert_true(test_as(world, CALLING, test_dates_withdraw, &again));
  assert_true(test_as(world, CALLING, test_dates_offer, &further));
  test_dates_wait();

  g_autoptr(TestMail) next = test_dates_run_one(world);

  assert_non_null(strstr(next->text, "\n   2. "));
  assert_null(strstr(next->text, "\n   3. "));
  assert_non_null(strstr(next->text, "\n   4. "));
}

static void
nobody_is_asked_of_what_is_over(void **state)
{
  World *world = *state;
  const int days = 20, number = 1;

  test_dates_begin(world);
  assert_true(test_as(world, CALLING, test_dates_offer, &days));
  assert_true(test_as(world, CALLING, test_dates_withdraw, &number));
  test_dates_wait();
  assert_int_equal(test_dates_count(world), 0);
}

/* ---- answering ---- */

typedef struct {
  const char *mail;
  MailInResult result;
} Coming;

static bool
take(Txn *txn, const Act *act, void *data)
{
  Coming *coming = data;
  g_autoptr(Incoming) incoming =
      incoming_read(coming->mail, strlen(coming->mail), NULL, TEST_DATES_ADDRESS);

  assert_non_null(incoming);
  coming->result = mail_in_take(txn, act, incoming, coming->mail, strlen(coming->mail));
  return coming->result == MAIL_IN_TAKEN;
}

/* Of the mail answered. */
static char *
reply_address(const TestMail *mail)
{
  const char *at = strstr(mail->text, "Reply-To: ");
  const char *start = at ? strstr(at, "table+") : NULL;

  assert_non_null(start);
  return start ? g_strndup(start, strcspn(start, ">\r\n")) : NULL;
}

static void
answer_from(World *world, const TestMail *mail, const char *from, const char *words)
{
  static int number;
  g_autofree char *to = reply_address(mail);
  g_autofree char *text =
      g_strdup_printf("From: <%s>\r\nTo: <%s>\r\nMessage-ID: <a%d@place.example>\r\n"
                      "Subject: Re: New for you\r\n\r\n%s\r\n",
                      from, to, ++number, words);
  Act act = test_db_act(world->test, RIVERSIDE, 0);
  Coming coming = { .mail = text };

  act.role = ACT_AS_PROGRAM;
  test_db_write(world->test, &act, take, &coming);
  assert_int_equal(coming.result, MAIL_IN_TAKEN);
  test_db_write(world->test, &act, take, &coming);
  assert_int_equal(coming.result, MAIL_IN_AGAIN);
}

static void
answer(World *world, const TestMail *mail, const char *words)
{
  answer_from(world, mail, TEST_DATES_ADDRESS, words);
}

/* "1can 2-": number and word of each time that is offered; and how it came. */
static char *
words_of(World *world, int who)
{
  Txn *txn = test_look(world);
  GString *text = g_string_new(NULL);
  const OfferedDate *list =
      dates_list(txn, world->arena, test_meeting(world, txn), world->people[who]);

  for (; list->id; list++)
    g_string_append_printf(text, "%s%d%s", text->len ? " " : "", (int)list->number,
                           list->own ? date_word_choices[list->own - 1].value : "-");
  test_end_look(txn);
  return g_string_free(text, FALSE);
}

static void
assert_words(World *world, const char *words)
{
  g_autofree char *ann = words_of(world, ANN), *bo = words_of(world, BO);

  assert_string_equal(ann, words);
  assert_null(strstr(bo, "can"));
  assert_null(strstr(bo, "could"));
}

static int64_t
waits_for_organisers(World *world)
{
  Txn *txn = test_look(world);
  const int64_t count = mail_answers_count_open(txn);

  test_end_look(txn);
  return count;
}

static int64_t
count_own_by_mail(World *world)
{
  Txn *txn = test_look(world);
  int64_t count = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT count(*) FROM meeting_date_word WHERE community_id = ?1"
                      " AND member_id = ?2 AND way = 'mail' AND entered_by = 0");

    bind_int(q, 2, world->people[ANN]);
    if (query_next(q))
      count = col_int(q, 0);
  }
  test_end_look(txn);
  return count;
}

static void
an_answer_is_their_own_word(void **state)
{
  World *world = *state;
  g_autoptr(TestMail) mail = test_dates_ask(world);
  const int64_t waited = waits_for_organisers(world);
  const int64_t before = count_own_by_mail(world);

  answer(world, mail, "Hello,\r\n1 yes, 2 no\r\n\r\nOn Monday, Riverside wrote:\r\n> 3. yes\r\n");
  assert_words(world, "1can 2cannot 3-");
  assert_int_equal(waits_for_organisers(world), waited);
  assert_int_equal(count_own_by_mail(world), before + 2);

  g_autoptr(TestMail) kept = test_dates_run_one(world);

  assert_non_null(strstr(kept->text, ": I can\n"));
  assert_non_null(strstr(kept->text, ": I cannot\n"));
  assert_non_null(strstr(kept->text, ": you have not said\n"));

  /* Said again, and it is no news; said otherwise, by an answer to that one. */
  answer(world, mail, "1 yes");
  assert_int_equal(test_dates_count(world), 0);
  answer(world, kept, "2, 3");
  assert_words(world, "1can 2can 3can");
  assert_int_equal(test_dates_count(world), 1);
  answer(world, mail, "none");
  assert_words(world, "1cannot 2cannot 3cannot");
  assert_int_equal(waits_for_organisers(world), waited);
}

static void
what_is_unclear_goes_to_a_person_and_its_writer_hears_so(void **state)
{
  World *world = *state;
  g_autoptr(TestMail) mail = test_dates_ask(world);
  const int64_t waited = waits_for_organisers(world);

  answer(world, mail, "1 yes, and the second if the bus goes");
  assert_words(world, "1- 2- 3-");
  assert_int_equal(waits_for_organisers(world), waited + 1);

  g_autoptr(TestMail) unclear = test_dates_run_one(world);

  assert_non_null(strstr(unclear->text, "We are not sure which times you mean"));
  assert_non_null(strstr(unclear->text, "\n   2. "));

  /* Two programs that answer each other stop here. */
  answer(world, unclear, "I am away until Monday");
  assert_int_equal(test_dates_count(world), 0);
  assert_int_equal(waits_for_organisers(world), waited + 2);
  test_dates_wait();
  answer(world, unclear, "I am away until Monday");
  assert_int_equal(test_dates_count(world), 1);
  answer(world, unclear, "Sorry: 3"); /* a word too many */
  answer(world, unclear, "3");
  assert_words(world, "1- 2- 3can");
}

static void
what_anybody_else_sends_is_not_their_word(void **state)
{
  World *world = *state;
  g_autoptr(TestMail) mail = test_dates_ask(world);
  const int64_t waited = waits_for_organisers(world);

  answer_from(world, mail, "other@place.example", "1 yes");
  assert_words(world, "1- 2- 3-");
  assert_int_equal(waits_for_organisers(world), waited + 1);
}

/* The same rules as on the page. */
static void
what_is_not_offered_any_more_is_not_said(void **state)
{
  World *world = *state;
  const int second = 2;
  g_autoptr(TestMail) mail = test_dates_ask(world);
  const int64_t waited = waits_for_organisers(world);

  assert_true(test_as(world, CALLING, test_dates_withdraw, &second));
  answer(world, mail, "2 yes");
  assert_int_equal(waits_for_organisers(world), waited + 1);
  answer(world, mail, "all");
  assert_words(world, "1can 3can");
  assert_true(test_as(world, ANN, test_leave, NULL));
  answer(world, mail, "1 no");
  assert_words(world, "1can 3can");
  assert_int_equal(waits_for_organisers(world), waited + 2);
}

/* "All" of a mail is what it named: what was offered since is asked for apart. */
static void
all_is_what_the_mail_named(void **state)
{
  World *world = *state;
  const int further = 40;
  g_autoptr(TestMail) mail = test_dates_ask(world);

  assert_true(test_as(world, CALLING, test_dates_offer, &further));
  answer(world, mail, "all");
  assert_words(world, "1can 2can 3can 4-");
  assert_int_equal(test_dates_count(world), 1);
  assert_true(test_as(world, CALLING, test_dates_choose_first, NULL));

  const int64_t waited = waits_for_organisers(world);

  answer(world, mail, "4 yes"); /* it has a date now */
  assert_int_equal(waits_for_organisers(world), waited + 1);
  test_dates_wait();
  assert_int_equal(test_dates_count(world), 0);
}

int
main(void)
{
#define WITH_MAILS(test) cmocka_unit_test_setup_teardown(test, test_dates_open, test_dates_close)
  const struct CMUnitTest tests[] = {
    WITH_MAILS(who_is_reached_by_mail_is_asked_once_of_all_times),
    WITH_MAILS(nobody_is_asked_of_what_is_over),
    WITH_MAILS(an_answer_is_their_own_word),
    WITH_MAILS(what_is_unclear_goes_to_a_person_and_its_writer_hears_so),
    WITH_MAILS(what_anybody_else_sends_is_not_their_word),
    WITH_MAILS(what_is_not_offered_any_more_is_not_said),
    WITH_MAILS(all_is_what_the_mail_named),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
