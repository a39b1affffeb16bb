/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Replies on both engines: whatever people answer in whatever order, each counts once, by the
 * newest; who comes is recomputed apart from the rules (issue 5); one message a person and change;
 * no trick makes a one-sided meeting look whole (indicator 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/invitations.h"
#include "meetings/minutes.h"
#include "meetings/needs.h"
#include "meetings/replies.h"
#include "meetings/test_meeting.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { ROUNDS = 120 };

static int64_t meeting_id;

static const Meeting *
find(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, meeting_id);
}

static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  meeting_id =
      test_meeting_call(txn, act, world->group_id, act->at_us + 20 * US_PER_DAY, world->refusals);
  invitations_tell(txn, act, world->group_id, meeting_id,
                   &(NewsWish){ NEWS_CALLED, "https://riverside.example", "Europe/London" });
}

static void
start_with_all(World *world)
{
  static const char *const roles[PEOPLE] = { "", "uses-services", "uses-services", "family-carer",
                                             "manager" };

  static int made;
  g_autofree char *name = g_strdup_printf("All %d", ++made);

  test_start_open(world, name, PEOPLE, roles);
  assert_true(test_as(world, 0, call, NULL));
}

typedef struct {
  int for_whom;
  ReplyWish wish;
} Said;

static void
say(World *world, Txn *txn, const Act *act, const void *data)
{
  const Said *said = data;

  replies_give(txn, act, find(world, txn), world->people[said->for_whom], &said->wish,
               world->refusals);
}

static void
move_on(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = find(world, txn);

  (void)data;
  meetings_move(txn, act, meeting, meeting->starts_at_us + US_PER_HOUR, 0, "Later",
                world->refusals);
  invitations_tell(txn, act, world->group_id, meeting_id,
                   &(NewsWish){ NEWS_MOVED, "https://riverside.example", "Europe/London" });
}

/* The starter of a test's group is a front-line worker. */
static bool
comes(const Said *said)
{
  return said->wish.answer >= REPLY_YES && said->wish.answer <= REPLY_IF;
}

static void
assert_counted(World *world, const Said *model)
{
  Txn *txn = test_look(world);
  SideCounts sides;
  const Meeting *meeting = find(world, txn);
  const ReplyCounts counts = replies_count(txn, meeting, &sides);
  int64_t answers[REPLY_COUNT] = { 0 }, coming = 0;
  int missing = 0;

  for (int i = 0; i < PEOPLE; i++) {
    const Reply reply = replies_find(txn, world->arena, meeting_id, world->people[i]);

    answers[model[i].wish.answer]++;
    coming += comes(&model[i]);
    assert_int_equal(reply.answer, model[i].wish.answer);
    if (reply.answer != REPLY_NONE)
      assert_string_equal(reply.words, model[i].wish.words);
  }
  assert_memory_equal(answers, counts.answers, sizeof(answers));
  assert_int_equal(coming, counts.coming);
  missing |= comes(&model[1]) + comes(&model[2]) < 2 ? MISSING_USES : 0;
  missing |= !comes(&model[0]) && !comes(&model[4]) ? MISSING_WORK : 0;
  assert_int_equal(meeting_missing(meeting, false, &sides), missing);
  assert_int_equal(meeting_missing(meeting, true, &sides), MISSING_NONE); /* led by peers */
  test_end_look(txn);
}

static void
each_counts_once_by_the_newest(void **state)
{
  static const char *const words[] = { "", "A lift", "I cannot read maps \"at\" night", "Tea?" };
  World *world = *state;
  Said model[PEOPLE] = { { 0 } };
  g_autoptr(GRand) random = g_rand_new_with_seed(1966);

  start_with_all(world);
  for (int round = 0; round < ROUNDS; round++) {
    const int who = g_rand_int_range(random, 0, PEOPLE);
    const int by = g_rand_int_range(random, 0, PEOPLE);
    const Said said = { .for_whom = who,
                        .wish = { .answer =
                                      (ReplyAnswer)g_rand_int_range(random, REPLY_YES, REPLY_COUNT),
                                  .words = words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))],
                                  .way = who == by ? "page" : "telephone" } };

    if (round % 40 == 39) { /* nobody has answered to the new time */
      assert_true(test_as(world, 0, move_on, NULL));
      memset(model, 0, sizeof(model));
    }
    assert_true(test_as(world, by, say, &said));
    model[who] = said;
    if (round % 5 == 0)
      assert_counted(world, model);
  }
  assert_counted(world, model);
}

/* ---- who is told ---- */

static void
mark_told(World *world, Txn *txn, const Act *act, const void *data)
{
  invitations_mark_told(txn, act, find(world, txn), world->people[*(const int *)data]);
}

static int
to_tell(World *world)
{
  Txn *txn = test_look(world);
  const ToTell *list = invitations_to_tell(txn, world->arena, find(world, txn));
  int count = 0;

  while (list[count].member_id)
    count++;
  test_end_look(txn);
  return count;
}

static int
asked(World *world, int who)
{
  Txn *txn = test_look(world);
  const int count = (int)test_count_waiting(txn, MEETINGS_WAIT, world->people[who], clock_now_us(),
                                            false, meeting_id);

  test_end_look(txn);
  return count;
}

/* All of the world are reached in person: the list for that is theirs. */
static void
each_is_told_once_of_each_change(void **state)
{
  World *world = *state;
  const Said yes = { 2, { REPLY_YES, "", "talk" } };
  const int who = 1;

  start_with_all(world);
  assert_int_equal(to_tell(world), PEOPLE);
  assert_true(test_as(world, 0, mark_told, &who));
  assert_true(test_as(world, 3, mark_told, &who)); /* by two at once */
  assert_int_equal(to_tell(world), PEOPLE - 1);
  assert_int_equal(asked(world, 2), 1);
  assert_true(test_as(world, 0, say, &yes)); /* who has answered knows */
  assert_int_equal(to_tell(world), PEOPLE - 2);
  assert_int_equal(asked(world, 2), 0);
  assert_true(test_as(world, 0, move_on, NULL));
  assert_int_equal(to_tell(world), PEOPLE);
  assert_int_equal(asked(world, 2), 1);
}

/* ---- going ahead ---- */

static void
go_ahead(World *world, Txn *txn, const Act *act, const void *why)
{
  SideCounts sides;
  const Meeting *meeting = find(world, txn);

  replies_count(txn, meeting, &sides);
  aheads_decide(txn, act, meeting, meeting_missing(meeting, false, &sides), why, world->refusals);
}

/* Tricks of indicator 1: one person for a whole side; somebody's yes who has left since; an answer
 * for somebody who is not in the group; no reason. */
static void
one_sided_stays_one_sided(void **state)
{
  World *world = *state;
  const Said user = { 1, { REPLY_YES, "", "page" } }, other = { 2, { REPLY_IF, "A lift", "page" } };
  const Said worker = { 4, { REPLY_ONLINE, "", "page" } };

  start_with_all(world);
  assert_true(test_as(world, 1, say, &user));
  assert_true(test_as(world, 4, say, &worker));
  assert_false(test_as(world, 0, go_ahead, "")); /* one alone is no side, and why is needed */
  assert_true(test_as(world, 0, go_ahead, "The council decides tomorrow"));

  Txn *txn = test_look(world);

  assert_int_equal(aheads_find(txn, world->arena, meeting_id).missing, MISSING_USES);
  assert_string_equal(aheads_find(txn, world->arena, meeting_id).why,
                      "The council decides tomorrow");
  test_end_look(txn);
  assert_true(test_as(world, 2, say, &other));
  assert_false(test_as(world, 0, go_ahead, "All are there")); /* nothing to decide */
  assert_true(test_as(world, 2, test_leave, NULL));
  assert_true(test_as(world, 0, go_ahead, "She has left"));
  assert_false(test_as(world, 0, say, &other));

  /* A reason holds for what was missing then, and for that time. The minutes have it. */
  txn = test_look(world);

  const Ahead ahead = aheads_find(txn, world->arena, meeting_id);

  assert_true(ahead_covers(&ahead, MISSING_USES));
  assert_false(ahead_covers(&ahead, MISSING_BOTH));
  assert_string_equal(minutes_find(txn, world->arena, meeting_id)->ahead_why, "She has left");
  test_end_look(txn);
  assert_true(test_as(world, 0, move_on, NULL));
  txn = test_look(world);
  assert_int_equal(aheads_find(txn, world->arena, meeting_id).missing, MISSING_NONE);
  assert_string_equal(minutes_find(txn, world->arena, meeting_id)->ahead_why, "");
  test_end_look(txn);
}

/* An answer "yes, if" stands as a need too. */
static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/needs", "meetings/agenda",
                                         NULL };
  static const LogKind *const kinds[] = { people_log_kinds,   safety_log_kinds, groups_log_kinds,
                                          meetings_log_kinds, needs_log_kinds,  NULL };

  test_world_above = "meetings";
  test_world_above_kinds = meetings_log_kinds;
  return test_world_open_with(state, further, kinds);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_counts_once_by_the_newest),
    cmocka_unit_test(each_is_told_once_of_each_change),
    cmocka_unit_test(one_sided_stays_one_sided),
  };

  return cmocka_run_group_tests(tests, open_world, test_world_close);
}
