/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people say after a meeting, made to look good by pressing them, answering for them or
 * counting slips twice (indicator 13): no figure gets better by it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "evidence/test_table.h"
#include "meetings/feedback.h"

enum { WORKER, USES, USES_TOO, CARER, MANAGER };

static const int all_sides[] = { WORKER, USES, USES_TOO, CARER, MANAGER, -1 };

typedef struct {
  FeedbackSide side;
  int face;
} Said;

static void
say(World *world, Txn *txn, const Act *act, const void *data)
{
  const Said *said = data;
  const FeedbackAsk *ask =
      feedback_ask_find(txn, world->arena, test_table_meeting_id, act->member_id, act->at_us);

  if (ask)
    feedback_give(txn, act, ask,
                  &(FeedbackAnswer){ .side = said->side, .faces = { -1, said->face, -1 } });
}

typedef struct {
  FeedbackSide side;
  int64_t slips, yes;
} Slips;

static void
write_slips(World *world, Txn *txn, const Act *act, const void *data)
{
  const Slips *wish = data;
  FeedbackCounts slips = { .people = wish->slips };

  slips.faces[FEEDBACK_HEARD][FACE_YES] = wish->yes;
  feedback_add_slips(txn, act, test_table_meeting(world, txn), wish->side, &slips, world->refusals);
}

/* Pressing people, answering for them, and answers that are missing (indicator 13). */
static void
no_trick_makes_more_people_heard(void **state)
{
  World *world = *state;
  Figure figure;

  /* Twelve came: those at the table, three who use services and four at their work. */
  test_table_meet(
      world, &(TestMeeting){ .days_ago = 3, .came = all_sides, .others_use = 3, .others_work = 4 });
  /* One of them left the group since, and is asked as the others are. */
  assert_true(test_as(world, USES, test_leave, NULL));
  for (int i = 0; i < PEOPLE; i++)
    assert_true(test_as(world, i, say,
                        &(Said){ i == USES || i == USES_TOO ? FEEDBACK_USES
                                 : i == CARER               ? FEEDBACK_CARER
                                                            : FEEDBACK_WORK,
                                 i == USES ? FACE_NO : FACE_YES }));
  figure = test_table_figure(world, FIGURE_SAID);
  assert_int_equal(figure.yes, 4);
  assert_int_equal(figure.all, 5);
  assert_int_equal(figure.unknown, 7); /* who did not answer stands beside */

  /* Nobody answers twice, in their own name or in another's; nobody who was not there. */
  for (int again = 0; again < 10; again++) {
    assert_true(test_as(world, WORKER, say, &(Said){ FEEDBACK_USES, FACE_YES }));
    assert_true(test_as(world, MANAGER, say, &(Said){ FEEDBACK_USES, FACE_YES }));
  }
  assert_int_equal(test_table_figure(world, FIGURE_SAID).all, 5);

  /* Slips are never more than people who came, and never with more faces than slips. */
  assert_false(test_as(world, WORKER, write_slips, &(Slips){ FEEDBACK_USES, 13, 13 }));
  assert_false(test_as(world, WORKER, write_slips, &(Slips){ FEEDBACK_USES, 2, 3 }));
  assert_int_equal(test_table_figure(world, FIGURE_SAID).all, 5);
}

/* Workers who tick that they use services do not fill up the smaller side. */
static void
nobody_answers_as_another_side(void **state)
{
  World *world = *state;
  Txn *txn = NULL;
  int64_t as_users = 0;

  for (int i = 0; i < 8; i++) {
    test_table_meet(world, &(TestMeeting){ .days_ago = 2 + i, .came = all_sides });
    for (int who = 0; who < PEOPLE; who++)
      assert_true(test_as(world, who, say,
                          &(Said){ who == CARER ? FEEDBACK_WORK : FEEDBACK_USES, FACE_YES }));
  }
  txn = test_look(world);

  const GroupFeedback said = feedback_of_group(txn, world->group_id, 0);

  as_users = said.sides[FEEDBACK_USES].people;
  test_end_look(txn);
  assert_true(as_users > 0 && as_users <= 2 * 8); /* USES and USES_TOO, at eight meetings */
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(no_trick_makes_more_people_heard, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(nobody_answers_as_another_side, test_table_open,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
