/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines (R22, R55-R60, R92): people hear in their way what became of their costs, without
 * an amount in a mail; what is written down for somebody stands as theirs; what is to come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "resources/own_money.h"
#include "resources/test_told.h"

#include <string.h>

static void
mark_told(World *world, Txn *txn, const Act *act, const void *data)
{
  const CostViewer viewer = told_viewer(world, told_who(world, act));

  (void)data;
  claims_mark_told(txn, act, &viewer, told_own_claim(world, txn, WHOSE), world->refusals);
}

/* ---- who hears of it ---- */

static void
assert_says_no_amount(const char *text)
{
  assert_null(strstr(text, "4.80"));
  assert_null(strstr(text, "£"));
  assert_null(strstr(text, "=C2=A3"));
  assert_null(strstr(text, "there and back"));
}

static void
news_come_by_mail_without_amounts(void **state)
{
  static const struct {
    ClaimNews news;
    const char *words;
  } steps[] = { { NEWS_ASKED, "There is a question" },
                { NEWS_AGREED, "There is an answer" },
                { NEWS_PAID, "got your money back" } };
  World *world = *state;
  const int whose = WHOSE;

  told_begin(world);
  assert_true(test_as(world, WHOSE, told_reach_by, "to-whose@place.example"));
  assert_true(test_as(world, WRITER, told_send_for, &whose));
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
    g_autofree char *before = told_take_mails(world); /* what is about oneself comes at once */

    assert_says_no_amount(before);
    assert_non_null(strstr(before, i == 0 ? "what something cost you" : steps[i - 1].words));
    if (steps[i].news == NEWS_AGREED)
      assert_true(test_as(world, WHOSE, told_put_right, NULL));
    assert_true(test_as(world, ORGANISER, told_answer, &steps[i].news));
  }

  /* A question that is answered before the mail goes is in none. */
  g_autofree char *last = told_take_mails(world);

  assert_non_null(strstr(last, steps[2].words));
  assert_non_null(strstr(last, "About your costs"));
  assert_true(test_as(world, WRITER, told_reach_by, NULL));
  assert_true(test_as(world, WHOSE, told_reach_by, NULL));
}

static bool
is_to_tell(World *world, int who)
{
  Txn *txn = test_look(world);
  const CostViewer viewer = told_viewer(world, who);
  const Claim *one = claims_waiting(txn, world->arena, &viewer);
  bool is_untold = false;

  for (; one->id; one++)
    is_untold |= one->id == told_claim_id && one->is_untold;
  test_end_look(txn);
  return is_untold;
}

static void
whom_no_mail_reaches_somebody_tells(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const ClaimNews asked = NEWS_ASKED, yes = NEWS_AGREED;

  told_begin(world);
  assert_true(test_as(world, WHOSE, told_send_for, &whose));
  assert_false(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, ORGANISER, told_answer, &asked));
  assert_true(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, WHOSE, told_put_right, NULL)); /* they saw it themselves */
  assert_false(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, ORGANISER, told_answer, &yes));
  assert_true(is_to_tell(world, ORGANISER));
  assert_false(is_to_tell(world, WRITER)); /* does not see to costs */
  assert_false(test_as(world, WRITER, mark_told, NULL));
  assert_true(test_as(world, ORGANISER, mark_told, NULL));
  assert_false(is_to_tell(world, ORGANISER));
}

static void
pay_in_cash(World *world, Txn *txn, const Act *act, const void *data)
{
  const CostViewer viewer = told_viewer(world, told_who(world, act));

  (void)data;
  claims_pay(txn, act, &viewer, told_own_claim(world, txn, WHOSE), "cash", world->refusals);
  if (refusals_count(world->refusals) == 0)
    claim_news_tell(txn, act, told_claim_id, NEWS_PAID, ORIGIN);
}

static void
mail_goes(World *world)
{
  g_autofree char *mail = told_take_mails(world);

  assert_true(*mail);
}

/* Their mails begin to come back when one has gone, or waits: what it said, somebody tells. What
 * was read long before, was told since, or was put into their hand, nobody need tell. */
static void
what_a_mail_told_in_vain_somebody_tells(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const ClaimNews asked = NEWS_ASKED, yes = NEWS_AGREED, paid = NEWS_PAID;

  told_begin(world);
  assert_true(test_as(world, WHOSE, told_reach_by, "to-whose@place.example"));
  assert_true(test_as(world, WRITER, told_send_for, &whose));
  assert_true(test_as(world, ORGANISER, told_answer, &asked));
  mail_goes(world);
  clock_set_for_test(clock_now_us() + 6 * US_PER_DAY);
  assert_false(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, WHOSE, test_mail_comes_back, NULL));
  assert_true(is_to_tell(world, ORGANISER));

  /* Told: the same mail is lost no second time. */
  assert_true(test_as(world, ORGANISER, mark_told, NULL));
  assert_true(test_as(world, WHOSE, test_address_is_right, NULL));
  assert_true(test_as(world, WHOSE, test_mail_comes_back, NULL));
  assert_false(is_to_tell(world, ORGANISER));

  /* A question that they answered themselves was read. */
  assert_true(test_as(world, WHOSE, test_address_is_right, NULL));
  assert_true(test_as(world, WHOSE, told_put_right, NULL));
  assert_true(test_as(world, ORGANISER, told_answer, &asked));
  mail_goes(world);
  assert_true(test_as(world, WHOSE, told_put_right, NULL));
  assert_true(test_as(world, WHOSE, test_mail_comes_back, NULL));
  assert_false(is_to_tell(world, ORGANISER));

  /* A week and a day: it would have come back before. */
  assert_true(test_as(world, WHOSE, test_address_is_right, NULL));
  assert_true(test_as(world, ORGANISER, told_answer, &yes));
  mail_goes(world);
  clock_set_for_test(clock_now_us() + 8 * US_PER_DAY);
  assert_true(test_as(world, WHOSE, test_mail_comes_back, NULL));
  assert_false(is_to_tell(world, ORGANISER));

  /* It waits when they turn to the telephone: no mail goes, and somebody tells. */
  assert_true(test_as(world, WHOSE, test_address_is_right, NULL));
  assert_true(test_as(world, ORGANISER, told_answer, &paid));
  assert_false(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, WHOSE, told_reach_by, NULL));
  assert_true(is_to_tell(world, ORGANISER));

  g_autofree char *none = told_take_mails(world);

  assert_string_equal(none, "");

  /* Cash in the hand needs no telling, though its mail was lost. */
  told_begin(world);
  assert_true(test_as(world, WHOSE, told_reach_by, "to-whose@place.example"));
  assert_true(test_as(world, WRITER, told_send_for, &whose));
  assert_true(test_as(world, ORGANISER, told_answer, &yes));
  assert_true(test_as(world, ORGANISER, pay_in_cash, NULL));
  mail_goes(world);
  assert_true(test_as(world, WHOSE, test_mail_comes_back, NULL));
  assert_false(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, WHOSE, test_address_is_right, NULL));
  assert_true(test_as(world, WHOSE, told_reach_by, NULL));
  clock_set_for_test(0);
}

/* ---- a supporter ---- */

static void
send_as_supporter(World *world, Txn *txn, const Act *act, const void *whose)
{
  Act acting = *act;

  acting.on_behalf_of = world->people[*(const int *)whose];
  told_send_for(world, txn, &acting, whose);
}

/* Of the claim told last. */
static void
put_right_as_supporter(World *world, Txn *txn, const Act *act, const void *whose)
{
  Act acting = *act;
  const Claim *claim = told_own_claim(world, txn, *(const int *)whose);
  ClaimWish wish = { .member_id = claim->member_id, .way = "page" };

  acting.on_behalf_of = claim->member_id;
  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = claim->costs[i];
  claims_change(txn, &acting, claim, &wish, "", world->refusals);
}

/* Written for somebody: they are told, it stays one writer's, and that one never says yes. */
static void
a_supporter_agrees_to_nothing_they_wrote(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const ClaimNews yes = NEWS_AGREED;

  told_begin(world);
  assert_true(test_as(world, WHOSE, told_reach_by, "to-whose@place.example"));
  assert_true(test_as(world, ORGANISER, send_as_supporter, &whose));

  Txn *txn = test_look(world);
  const Claim *claim = told_own_claim(world, txn, WHOSE);
  const CostViewer organiser = told_viewer(world, ORGANISER);

  assert_true(claim->member_id == world->people[WHOSE]);
  assert_true(claim->entered_by == world->people[ORGANISER]);
  assert_false(claims_may_agree(txn, claim, &organiser));
  assert_null(told_own_claim(world, txn, ORGANISER));
  test_end_look(txn);

  g_autofree char *mail = told_take_mails(world);

  assert_non_null(strstr(mail, "what something cost you"));
  assert_says_no_amount(mail);
  assert_false(test_as(world, WRITER, put_right_as_supporter, &whose)); /* another wrote it */
  assert_true(test_as(world, ORGANISER, put_right_as_supporter, &whose));
  assert_true(
      test_as(world, WHOSE, told_put_right, NULL)); /* the person may, and changes no writer */
  assert_false(test_as(world, ORGANISER, told_answer, &yes));
  assert_true(test_as(world, WHOSE, told_reach_by, NULL));

  /* What they wrote themself is theirs alone. */
  told_begin(world);
  assert_true(test_as(world, WHOSE, told_send_for, &whose));
  assert_false(test_as(world, ORGANISER, put_right_as_supporter, &whose));
  assert_true(test_as(world, ORGANISER, told_answer, &yes));
}

/* ---- a thank-you by telephone ---- */

typedef struct {
  int whose;
  ThanksChoice choice;
} Said;

static void
note(World *world, Txn *txn, const Act *act, const void *data)
{
  const Said *said = data;
  const CostViewer viewer = told_viewer(world, told_who(world, act));
  const ThanksNote wish = { .member_id = world->people[said->whose],
                            .choice = said->choice,
                            .give_to = said->choice == THANKS_GIVE ? "The garden" : "",
                            .way = "telephone" };

  thanks_note(txn, act, &viewer, told_meeting(world, txn), &wish, world->refusals);
  if (refusals_count(world->refusals) == 0)
    thanks_news_noted(txn, act, world->group_id, told_meeting_id, wish.member_id, ORIGIN);
}

static void
choose(World *world, Txn *txn, const Act *act, const void *choice)
{
  thanks_choose(txn, act, told_meeting(world, txn), *(const ThanksChoice *)choice, "", false,
                world->refusals);
}

static void
pay_thanks(World *world, Txn *txn, const Act *act, const void *whose)
{
  const CostViewer viewer = told_viewer(world, told_who(world, act));

  thanks_pay(txn, act, &viewer, told_meeting_id, world->people[*(const int *)whose], "cash",
             world->refusals);
}

static Thanks
thanks_of(World *world, int who)
{
  Txn *txn = test_look(world);
  const Thanks thanks =
      thanks_find(txn, world->arena, told_meeting(world, txn), world->people[who]);

  test_end_look(txn);
  return thanks;
}

static int64_t
coming(World *world, int who)
{
  Txn *txn = test_look(world);
  const int64_t pence = own_coming(txn, world->people[who], 0);

  test_end_look(txn);
  return pence;
}

static void
what_was_said_stands_as_theirs(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const Said take = { WHOSE, THANKS_TAKE }, give = { WHOSE, THANKS_GIVE },
             later = { WHOSE, THANKS_LATER }, own = { ORGANISER, THANKS_TAKE };
  const ThanksChoice no = THANKS_DECLINE, yes = THANKS_TAKE;

  told_begin(world);
  assert_true(test_as(world, WHOSE, told_reach_by, "to-whose@place.example"));
  assert_false(test_as(world, OUTSIDER, note, &take));
  assert_false(test_as(world, ORGANISER, note, &own)); /* oneself: on one's own page */
  assert_false(test_as(world, ORGANISER, note, &later));
  assert_true(test_as(world, ORGANISER, note, &give));
  assert_string_equal(thanks_of(world, WHOSE).give_to, "The garden");
  assert_int_equal(thanks_of(world, WHOSE).entered_by, world->people[ORGANISER]);
  assert_int_equal(coming(world, WHOSE), 0); /* given away: it is not theirs */
  assert_true(test_as(world, ORGANISER, note, &take));
  assert_int_equal(coming(world, WHOSE), FEE);

  g_autofree char *mail = told_take_mails(world);

  assert_non_null(strstr(mail, "About a thank-you for you"));
  assert_says_no_amount(mail);
  assert_false(test_as(world, ORGANISER, pay_thanks, &whose)); /* by one person's word alone */
  assert_true(test_as(world, WHOSE, choose, &no));             /* they change it */
  assert_int_equal(thanks_of(world, WHOSE).choice, THANKS_DECLINE);
  assert_int_equal(thanks_of(world, WHOSE).entered_by, 0);
  assert_int_equal(coming(world, WHOSE), 0);
  assert_true(test_as(world, WHOSE, choose, &yes));
  assert_true(test_as(world, ORGANISER, pay_thanks, &whose));
  assert_int_equal(coming(world, WHOSE), 0);
  assert_true(test_as(world, WHOSE, told_reach_by, NULL));
}

static void
set_limit(World *world, Txn *txn, const Act *act, const void *limit)
{
  own_limit_set(txn, act, limit, world->refusals);
}

/* Until then not in the total, and yet in the warning; the meeting asked about counts once. */
static void
what_is_to_come_is_warned_of(void **state)
{
  World *world = *state;
  const ThanksChoice yes = THANKS_TAKE;
  const OwnLimit limit = { true, PERIOD_WEEK, FEE };

  told_begin(world);
  assert_true(test_as(world, WRITER, set_limit, &limit));
  assert_true(test_as(world, WRITER, choose, &yes));

  Txn *txn = test_look(world);
  const int64_t me = world->people[WRITER], now_us = clock_now_us();

  assert_int_equal(own_total(txn, me, 0), 0);
  assert_false(own_warning(txn, me, told_meeting_id, FEE, now_us, "UTC").is_over);
  assert_true(own_warning(txn, me, 0, 1, now_us, "UTC").is_over);
  assert_int_equal(own_warning(txn, me, 0, 1, now_us, "UTC").would_be_pence, FEE + 1);
  test_end_look(txn);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(news_come_by_mail_without_amounts),
    cmocka_unit_test(whom_no_mail_reaches_somebody_tells),
    cmocka_unit_test(what_a_mail_told_in_vain_somebody_tells),
    cmocka_unit_test(a_supporter_agrees_to_nothing_they_wrote),
    cmocka_unit_test(what_was_said_stands_as_theirs),
    cmocka_unit_test(what_is_to_come_is_warned_of),
  };

  return cmocka_run_group_tests(tests, told_open, told_close);
}
