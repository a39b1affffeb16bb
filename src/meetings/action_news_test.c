/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines (R70): who is asked to do something hears of it once, in their way, and not any
 * more when the question is over before the mail goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "meetings/action_news.h"

#include "base/clock.h"
#include "meetings/actions.h"
#include "meetings/test_mails.h"
#include "notices/mail_wishes.h"

#include <string.h>

enum { ASKING, ASKED, OTHER };

static int64_t action_id;

static int
open_world(void **state)
{
  static const StartWish wish = { "The bus", true, true };

  if (test_mails_open(state) != 0)
    return -1;
  digest_set_kinds(action_digest_kinds, NULL);
  assert_true(test_as(*state, ASKING, test_start, &wish));
  for (int who = ASKED; who <= OTHER; who++)
    assert_true(test_as(*state, who, test_join, NULL));
  assert_true(test_as(*state, ASKED, test_reach_by_mail, "asked@place.example"));
  return 0;
}

static const GroupAction *
this_action(World *world, Txn *txn)
{
  return actions_find(txn, world->arena, world->group_id, action_id);
}

/* For the person of this number, as the site's page does. */
static void
ask(World *world, Txn *txn, const Act *act, const void *who)
{
  const ActionWish wish = { .words = "Ring the bus company",
                            .due_us = act->at_us + 9 * US_PER_DAY,
                            .owner_id = world->people[*(const int *)who],
                            .yes_by = "",
                            .outside = "" };

  actions_add(txn, act, world->group_id, &wish, world->refusals, &action_id);
  if (refusals_count(world->refusals) == 0)
    action_news_tell(txn, act, action_id, TEST_ORIGIN);
}

static void
give(World *world, Txn *txn, const Act *act, const void *who)
{
  const ActionWish wish = { .owner_id = world->people[*(const int *)who],
                            .yes_by = "",
                            .outside = "" };

  actions_give(txn, act, this_action(world, txn), &wish, world->refusals);
  if (refusals_count(world->refusals) == 0)
    action_news_tell(txn, act, action_id, TEST_ORIGIN);
}

static void
say_no(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)unused;
  actions_answer(txn, act, this_action(world, txn), false);
}

static void
want_none(World *world, Txn *txn, const Act *act, const void *unused)
{
  const MailWish wish = { .pace = PACE_NEVER };

  (void)world;
  (void)unused;
  mail_wish_change(txn, act, act->member_id, MAIL_KIND_ACTION, &wish);
}

static guint
count_mails(World *world)
{
  test_mails_run(world);

  g_autoptr(GPtrArray) mails = test_mails_take(world);

  return mails->len;
}

static void
who_is_asked_hears_of_it_once(void **state)
{
  World *world = *state;
  const int asked = ASKED;

  assert_true(test_as(world, ASKING, ask, &asked));

  g_autoptr(TestMail) mail = test_mails_take_one(world);

  assert_non_null(strstr(mail->text, "Ring the bus company"));
  assert_non_null(strstr(mail->text, "The bus"));
  assert_non_null(strstr(mail->text, "A no needs no reason"));
  assert_int_equal(count_mails(world), 0);
}

static void
nobody_hears_of_what_is_over_or_their_own(void **state)
{
  World *world = *state;
  const int asking = ASKING, asked = ASKED, other = OTHER;

  assert_true(test_as(world, ASKED, ask, &asked)); /* their own yes */
  assert_int_equal(count_mails(world), 0);
  assert_true(test_as(world, ASKING, ask, &asked));
  assert_true(test_as(world, ASKED, say_no, NULL)); /* before the mail went */
  assert_int_equal(count_mails(world), 0);
  assert_true(test_as(world, ASKING, ask, &other)); /* whom no mail reaches: it waits on the page */
  assert_int_equal(count_mails(world), 0);
  assert_true(test_as(world, ASKING, give, &asked));
  assert_int_equal(count_mails(world), 1);
  assert_true(test_as(world, OTHER, give, &asking));
  assert_int_equal(count_mails(world), 0);
}

static void
who_wants_no_such_mail_gets_none(void **state)
{
  World *world = *state;
  const int asked = ASKED;

  assert_true(test_as(world, ASKED, want_none, NULL));
  assert_true(test_as(world, ASKING, ask, &asked));
  assert_int_equal(count_mails(world), 0);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(who_is_asked_hears_of_it_once, open_world, test_mails_close),
    cmocka_unit_test_setup_teardown(nobody_hears_of_what_is_over_or_their_own, open_world,
                                    test_mails_close),
    cmocka_unit_test_setup_teardown(who_wants_no_such_mail_gets_none, open_world, test_mails_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
