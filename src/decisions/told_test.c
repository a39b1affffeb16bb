/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hearing of a decision and saying how far people took part, each in their way, on both engines
 * (R37, R96; indicators 4, 27): by a mail that is put together, once; by telephone through whoever
 * arranges the group's meetings, for whom no mail reaches or whose mails come back, once, and no
 * row joins person and answer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "decisions/idea_answers.h"
#include "decisions/idea_news.h"
#include "decisions/ideas.h"
#include "decisions/levels.h"
#include "decisions/told.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "notices/bounces.h"
#include "notices/mail.h"
#include "notices/notices_data.h"
#include "people/kinds.h"
#include "people/people.h"
#include "safety/safety.h"

#include <glib/gstdio.h>
#include <string.h>

#define ORIGIN  "https://riverside.example"
#define ADDRESS "amina@place.example"

enum { SAM, AMINA, JOE, TOM, IN_GROUP = TOM }; /* Amina is reached by mail, the others are not */

static char *mails;
static MailConfig config;
static int64_t decision_id;

static const OutboxHandler handlers[] = { { .kind = "digest", .run = send_digest },
                                          { .kind = NULL } };

static DigestKind digest_kinds[3]; /* of decisions, of answers to ideas; ended */

static void
reach_by_mail(World *world, Txn *txn, const Act *act, const void *data)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  member.reach = REACH_EMAIL;
  member.contact = data;
  people_change(txn, act, &member, world->refusals);
}

static void
decide(World *world, Txn *txn, const Act *act, const void *data)
{
  decisions_write(txn, act, world->group_id, NULL,
                  &(DecisionWish){ .what = data,
                                   .why = "Grey makes us sad",
                                   .do_good = "",
                                   .do_bad = "",
                                   .not_good = "",
                                   .not_bad = "",
                                   .body = "",
                                   .decided_by = BY_GROUP,
                                   .decided_us = act->at_us },
                  ORIGIN, world->refusals, &decision_id);
}

static void
start(World *world, const char *name)
{
  const StartWish wish = { name, true, true };

  assert_true(test_as(world, SAM, test_start, &wish));
  assert_true(test_as(world, AMINA, test_join, NULL));
  assert_true(test_as(world, JOE, test_join, NULL));
  assert_true(test_as(world, SAM, decide, "We paint it green"));
}

/* The mails that go out now, one text; *ret_count of them. g_free. */
static char *
send_mails(World *world, int *ret_count)
{
  GString *all = g_string_new(NULL);

  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);

  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);

  assert_non_null(folder);
  *ret_count = 0;
  for (const char *name; (name = g_dir_read_name(folder)); (*ret_count)++) {
    g_autofree char *path = g_build_filename(mails, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_string_append(all, text);
    g_remove(path);
  }
  return g_string_free(all, FALSE);
}

static DecisionTold
told(World *world)
{
  Txn *txn = test_look(world);
  const DecisionTold found = decision_told(txn, decision_id);

  test_end_look(txn);
  return found;
}

static void
mark_told(World *world, Txn *txn, const Act *act, const void *data)
{
  decision_mark_told(txn, act, decision_id, world->people[*(const int *)data]);
}

/* ---- by mail ---- */

static void
a_decision_comes_with_the_mail_that_is_put_together_once(void **state)
{
  World *world = *state;
  int count = 0;

  start(world, "Mailed");
  assert_int_equal(told(world).told, 1); /* who wrote it; Amina's mail has not gone */

  g_free(send_mails(world, &count));
  assert_int_equal(count, 0); /* once a day, as she gets what is put together */
  clock_set_for_test(clock_now_us() + US_PER_DAY);

  g_autofree char *mail = send_mails(world, &count);

  assert_int_equal(count, 1);
  assert_non_null(strstr(mail, ADDRESS));
  assert_non_null(strstr(mail, "Mailed decided"));
  assert_non_null(strstr(mail, "We paint it green"));
  assert_non_null(strstr(mail, "Because: Grey makes us sad"));
  assert_int_equal(told(world).told, 2);
  clock_set_for_test(clock_now_us() + US_PER_DAY);

  g_autofree char *again = send_mails(world, &count);

  assert_int_equal(count, 0);
  assert_string_equal(again, "");
  clock_set_for_test(0);
}

/* ---- by telephone ---- */

typedef struct {
  int who;
  Level level;
} Heard;

static void
hear(World *world, Txn *txn, const Act *act, const void *data)
{
  const Heard *heard = data;

  levels_say_for(txn, act, decisions_find(txn, world->arena, world->group_id, decision_id),
                 world->people[heard->who], heard->level, world->refusals);
}

/* Who has said it, and what was said: nothing joins the two. */
static void
count_said(World *world, int *ret_said, int *ret_codesign)
{
  Txn *txn = test_look(world);
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT (SELECT count(*) FROM decision_said WHERE community_id = ?1"
                      "  AND decision_id = ?2), (SELECT count(*) FROM decision_level"
                      "  WHERE community_id = ?1 AND decision_id = ?2 AND level = ?3)");

    bind_int(q, 2, decision_id);
    bind_int(q, 3, LEVEL_CODESIGN);
    assert_true(query_next(q));
    *ret_said = (int)col_int(q, 0);
    *ret_codesign = (int)col_int(q, 1);
  }
  test_end_look(txn);
}

static bool
is_to_hear(World *world, int who)
{
  Txn *txn = test_look(world);
  const Decision *decision = decisions_find(txn, world->arena, world->group_id, decision_id);
  const LevelToHear *one =
      levels_to_hear(txn, world->arena, decision, world->people[SAM], decision->written_at_us);

  while (one->member_id && one->member_id != world->people[who])
    one++;
  test_end_look(txn);
  return one->member_id != 0;
}

static void
who_is_reached_by_no_mail_says_it_through_somebody_once(void **state)
{
  World *world = *state;
  int count = 0, said = 0, codesign = 0;

  start(world, "Heard");
  g_free(send_mails(world, &count));
  assert_false(is_to_hear(world, JOE)); /* does not know of it yet */
  assert_false(test_as(world, SAM, hear, &(Heard){ JOE, LEVEL_CODESIGN }));
  assert_true(test_as(world, SAM, mark_told, &(int){ JOE }));
  assert_true(is_to_hear(world, JOE));
  assert_false(is_to_hear(world, AMINA)); /* says it herself */
  assert_false(test_as(world, SAM, hear, &(Heard){ AMINA, LEVEL_CODESIGN }));
  assert_false(test_as(world, SAM, hear, &(Heard){ SAM, LEVEL_CODESIGN })); /* says it himself */
  assert_false(test_as(world, SAM, hear, &(Heard){ TOM, LEVEL_CODESIGN })); /* not in it */
  assert_false(test_as(world, SAM, hear, &(Heard){ JOE, LEVEL_NONE }));
  assert_true(test_as(world, SAM, hear, &(Heard){ JOE, LEVEL_CODESIGN }));
  assert_false(test_as(world, SAM, hear, &(Heard){ JOE, LEVEL_COERCION }));
  assert_false(is_to_hear(world, JOE));
  count_said(world, &said, &codesign);
  assert_int_equal(said, 1);
  assert_int_equal(codesign, 1);
}

/* ---- mails that come back ---- */

static bool
is_to_tell(World *world, int who)
{
  Txn *txn = test_look(world);
  const ToTell *one = decision_to_tell(txn, world->arena, decision_id, clock_now_us());

  while (one->member_id && one->member_id != world->people[who])
    one++;
  test_end_look(txn);
  return one->member_id != 0;
}

/* Sam, of any decision. */
static bool
is_asked_to_tell(World *world)
{
  enum { SOMEBODY_TO_TELL = 1 };
  Txn *txn = test_look(world);
  const int64_t id = test_first_waiting(txn, DECISIONS_WAIT, world->people[SAM], clock_now_us(),
                                        false, SOMEBODY_TO_TELL);

  test_end_look(txn);
  return id != 0;
}

static int
count_mails_a_day_on(World *world)
{
  int count = 0;

  clock_set_for_test(clock_now_us() + US_PER_DAY);
  g_free(send_mails(world, &count));
  return count;
}

/* All but Amina know of the older ones. */
static void
tell_all_but_amina(World *world, Txn *txn, const Act *act, const void *unused)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE decision_told SET told_at_us = ?3 WHERE community_id = ?1"
                                 " AND told_at_us IS NULL AND (member_id <> ?2"
                                 "  OR decision_id <> ?4)");

  (void)unused;
  bind_int(q, 2, world->people[AMINA]);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, decision_id);
  query_run(q);
}

static void
whose_mails_come_back_is_told_and_heard_by_somebody(void **state)
{
  World *world = *state;

  start(world, "Come back");
  assert_false(is_to_tell(world, AMINA)); /* a mail waits for her */
  assert_int_equal(count_mails_a_day_on(world), 1);
  assert_int_equal(told(world).told, 2);
  assert_true(test_as(world, SAM, tell_all_but_amina, NULL));
  assert_int_equal(told(world).told, 3);
  assert_false(is_asked_to_tell(world));

  /* That mail told her nothing; what Sam wrote he knows all the same. */
  assert_true(test_as(world, AMINA, test_mail_comes_back, NULL));
  assert_int_equal(told(world).told, 2);
  assert_true(is_to_tell(world, AMINA));
  assert_true(is_asked_to_tell(world));
  assert_true(test_as(world, SAM, mark_told, &(int){ AMINA }));
  assert_false(is_to_tell(world, AMINA));
  assert_true(is_to_hear(world, AMINA));
  assert_true(test_as(world, SAM, hear, &(Heard){ AMINA, LEVEL_CODESIGN }));

  /* Decided since: no mail is made for her, and somebody is asked at once. */
  assert_true(test_as(world, SAM, decide, "We plant trees"));
  assert_true(is_to_tell(world, AMINA));
  assert_int_equal(count_mails_a_day_on(world), 0);

  /* Mails go there again, but no mail tells of this one. */
  assert_true(test_as(world, AMINA, test_address_is_right, NULL));
  assert_int_equal(count_mails_a_day_on(world), 0);
  assert_true(is_to_tell(world, AMINA));
  assert_true(test_as(world, SAM, decide, "We dig a pond"));
  assert_false(is_to_tell(world, AMINA));
  assert_int_equal(count_mails_a_day_on(world), 1);
  assert_int_equal(told(world).told, 2);
  clock_set_for_test(0);
}

/* ---- what happened to an idea ---- */

static void
put_idea(World *world, Txn *txn, const Act *act, const void *ret_id)
{
  ideas_add(txn, act,
            &(IdeaWish){ .group_id = world->group_id,
                         .words = "A bench",
                         .is_for_all = true,
                         .for_name = "",
                         .way = "page" },
            world->refusals, *(int64_t *const *)ret_id);
}

static const Idea *
see_idea(World *world, Txn *txn, const Act *act, int64_t id)
{
  return ideas_find(txn, world->arena, id,
                    &(IdeaViewer){ .member_id = act->member_id, .now_us = act->at_us });
}

static void
answer_idea(World *world, Txn *txn, const Act *act, const void *data)
{
  const int64_t id = *(const int64_t *)data;

  idea_take_on(txn, act, see_idea(world, txn, act, id));
  idea_answer(txn, act, see_idea(world, txn, act, id),
              &(IdeaAnswerWish){ IDEA_ADOPTED, "It is good", 0 }, ORIGIN, world->refusals);
}

static void
reply_idea(World *world, Txn *txn, const Act *act, const void *id)
{
  idea_reply(txn, act, see_idea(world, txn, act, *(const int64_t *)id), "yes", "", world->refusals);
}

static void
note_idea_told(World *world, Txn *txn, const Act *act, const void *id)
{
  idea_note_told(txn, act, see_idea(world, txn, act, *(const int64_t *)id));
}

static void
wish_ideas(World *world, Txn *txn, const Act *act, const void *pace)
{
  (void)world;
  mail_wish_change(txn, act, act->member_id, MAIL_KIND_IDEA,
                   &(MailWish){ .pace = *(const MailPace *)pace });
}

static bool
is_idea_to_tell(World *world, int64_t id)
{
  Txn *txn = test_look(world);
  const IdeaToTell *list = ideas_to_tell(txn, world->arena, TO_TELL_MOST);

  while (list->idea_id && list->idea_id != id)
    list++;
  test_end_look(txn);
  return list->idea_id != 0;
}

/* Amina's, which Sam answers. */
static int64_t
answered(World *world)
{
  int64_t id = 0;

  assert_true(test_as(world, AMINA, put_idea, &(int64_t *){ &id }));
  assert_true(test_as(world, SAM, answer_idea, &id));
  return id;
}

static void
whose_mails_come_back_is_told_of_their_idea(void **state)
{
  static const MailPace never = PACE_NEVER, at_once = PACE_AT_ONCE;
  World *world = *state;

  start(world, "Ideas come back");

  const int64_t old = answered(world);

  count_mails_a_day_on(world);
  clock_set_for_test(clock_now_us() + 8 * US_PER_DAY);

  const int64_t lost = answered(world), replied = answered(world);

  assert_true(test_as(world, AMINA, reply_idea, &replied));
  assert_false(is_idea_to_tell(world, lost));
  assert_true(test_as(world, AMINA, test_mail_comes_back, NULL));
  assert_true(is_idea_to_tell(world, lost));
  assert_false(is_idea_to_tell(world, replied));
  assert_false(is_idea_to_tell(world, old)); /* that mail would have come back before */

  /* Somebody told her: mails that come back again change nothing of it. */
  assert_true(test_as(world, SAM, note_idea_told, &lost));
  assert_true(test_as(world, AMINA, test_address_is_right, NULL));
  assert_true(test_as(world, AMINA, test_mail_comes_back, NULL));
  assert_false(is_idea_to_tell(world, lost));

  /* Answered since: somebody is asked at once. Who wants no mails of it looks here. */
  assert_true(is_idea_to_tell(world, answered(world)));
  assert_true(test_as(world, AMINA, test_address_is_right, NULL));
  assert_true(test_as(world, AMINA, wish_ideas, &never));

  const int64_t unwanted = answered(world);

  assert_true(test_as(world, AMINA, test_mail_comes_back, NULL));
  assert_false(is_idea_to_tell(world, unwanted));
  assert_true(test_as(world, AMINA, test_address_is_right, NULL));
  assert_true(test_as(world, AMINA, wish_ideas, &at_once));
  clock_set_for_test(0);
}

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                         "decisions/record", NULL };
  static const LogKind *const all[] = { people_log_kinds,
                                        safety_log_kinds,
                                        groups_log_kinds,
                                        decisions_log_kinds,
                                        record_log_kinds,
                                        notices_log_kinds,
                                        NULL };

  test_world_above = "decisions";
  if (test_world_open_with(state, further, all) != 0)
    return -1;
  digest_kinds[0] = decision_digest_kinds[0];
  digest_kinds[1] = idea_digest_kinds[0];
  mails = g_dir_make_tmp("decisions-XXXXXX", NULL);
  assert_non_null(mails);
  config = (MailConfig){ .folder = mails, .from = "table@river.example" };
  mail_set_config(&config);
  digest_set_kinds(digest_kinds, NULL);
  people_set_reach_changed(digests_reach_changed);
  assert_true(test_as(*state, AMINA, reach_by_mail, ADDRESS));
  return 0;
}

static int
close_world(void **state)
{
  g_rmdir(mails);
  g_free(mails);
  people_set_reach_changed(NULL);
  return test_world_close(state);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_decision_comes_with_the_mail_that_is_put_together_once),
    cmocka_unit_test(who_is_reached_by_no_mail_says_it_through_somebody_once),
    cmocka_unit_test(whose_mails_come_back_is_told_and_heard_by_somebody),
    cmocka_unit_test(whose_mails_come_back_is_told_of_their_idea),
  };

  return cmocka_run_group_tests(tests, open_world, close_world);
}
