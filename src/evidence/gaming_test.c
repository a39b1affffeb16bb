/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A meeting of one side, with late papers, made to look good by each trick that somebody may think
 * of (indicators 1, 2, 9, 11, 24; 13: gaming_said_test.c): no figure gets better by it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "evidence/test_table.h"
#include "groups/places.h"
#include "groups/texts.h"
#include "meetings/actions.h"
#include "meetings/minutes.h"
#include "meetings/needs.h"
#include "papers/papers.h"
#include "papers/releases.h"

enum { WORKER, USES, USES_TOO, CARER, MANAGER };

static const int all_sides[] = { WORKER, USES, USES_TOO, CARER, MANAGER, -1 };
static const int one_side[] = { WORKER, MANAGER, -1 };
static const int with_one[] = { WORKER, MANAGER, USES, -1 };
static const int with_two[] = { WORKER, MANAGER, USES, USES_TOO, -1 };

static int64_t meeting_id;

static const Meeting *
the_meeting(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, meeting_id);
}

static Figure
figure_now(World *world, FigureKind kind)
{
  return test_table_look(world, figure_part(kind), PEOPLE).figures[kind];
}

/* ---- together ---- */

static void
make_preparation(World *world, Txn *txn, const Act *act, const void *data)
{
  MeetingWish wish = { .title = "Only tea",
                       .about = "",
                       .breaks = "",
                       .online = "",
                       .dial_in = "",
                       .kind = MEETING_PREPARATION };

  (void)data;
  meetings_change(txn, act, the_meeting(world, txn), &wish, world->refusals);
}

static void
call_it_off(World *world, Txn *txn, const Act *act, const void *data)
{
  Meeting meeting = *the_meeting(world, txn);

  (void)data;
  meeting.state = MEETING_CALLED; /* as if nobody had said that it took place */
  meetings_call_off(txn, act, &meeting, "It never was", world->refusals);
}

static void
hide_role(World *world, Txn *txn, const Act *act, const void *data)
{
  places_set_role(txn, act, world->group_id, data, false, world->refusals);
}

static void
no_trick_makes_one_side_look_together(void **state)
{
  World *world = *state;
  Figure before, after;

  test_table_meet(world, &(TestMeeting){ .days_ago = 30, .came = all_sides });
  meeting_id = test_table_meet(world, &(TestMeeting){ .days_ago = 20, .came = one_side });
  before = figure_now(world, FIGURE_TOGETHER);
  assert_int_equal(before.yes, 1);
  assert_int_equal(before.all, 2);

  /* One person who uses services is no table; two among many are not either. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 19, .came = with_one });
  test_table_meet(world, &(TestMeeting){ .days_ago = 18, .came = with_two, .others_work = 4 });
  /* Nobody noted who came; or it is said to have been preparation, or not to have been at all. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 17 });
  test_as(world, WORKER, make_preparation, NULL);
  test_as(world, WORKER, call_it_off, NULL);
  after = figure_now(world, FIGURE_TOGETHER);
  assert_int_equal(after.yes, 1);
  assert_int_equal(after.all, 5);

  /* A role is hidden, so that a small meeting may not be told of. */
  assert_true(test_as(world, MANAGER, hide_role, "manager"));
  after = figure_now(world, FIGURE_TOGETHER);
  assert_int_equal(after.all, 5);
  assert_true(after.yes <= 1);
}

static void
all_sides_together_count(void **state)
{
  World *world = *state;

  for (int i = 1; i <= 3; i++)
    test_table_meet(world, &(TestMeeting){ .days_ago = 10 * i, .came = all_sides });
  test_table_meet(world,
                  &(TestMeeting){ .days_ago = 9, .came = one_side, .kind = MEETING_PREPARATION });
  test_table_meet(world, &(TestMeeting){ .days_ago = 400, .came = one_side }); /* too long ago */

  const Figure figure = figure_now(world, FIGURE_TOGETHER);

  assert_int_equal(figure.tell, TELL_CASES);
  assert_int_equal(figure.yes, 3);
  assert_int_equal(figure.all, 3);
  assert_int_equal(figure.left_out, 1);
  assert_int_equal(test_table_look(world, PART_MEETINGS, 40).figures[FIGURE_TOGETHER].tell,
                   TELL_TOO_FEW);
}

/* ---- who asked for what ---- */

typedef struct {
  const char *title;
  int asked_by;
} Item;

static void
add_item(World *world, Txn *txn, const Act *act, const void *data)
{
  const Item *item = data;

  agenda_add(txn, act, the_meeting(world, txn),
             &(AgendaWish){ .title = item->title,
                            .why = "",
                            .asked_by = world->people[item->asked_by],
                            .way = "telephone" },
             world->refusals);
}

typedef struct {
  int nth;
  bool is_not_reached;
} Outcome;

static void
write_outcome(World *world, Txn *txn, const Act *act, const void *data)
{
  const Outcome *outcome = data;
  const Meeting *meeting = the_meeting(world, txn);
  const Agenda *agenda = agenda_find(txn, world->arena, meeting);

  minutes_write(txn, act, meeting,
                &(MinutesWish){ .item_id = agenda->items[outcome->nth].id,
                                .is_not_reached = outcome->is_not_reached,
                                .said = "Much",
                                .decided = "" },
                world->refusals);
}

static void
confirm(World *world, Txn *txn, const Act *act, const void *data)
{
  const int *nth = data;
  const Agenda *agenda = agenda_find(txn, world->arena, the_meeting(world, txn));

  agenda_confirm(txn, act, &agenda->items[*nth], true);
}

static void
only_own_words_and_what_was_talked_about_count(void **state)
{
  World *world = *state;
  Figure figure;

  meeting_id = test_table_meet(world, &(TestMeeting){ .days_ago = 3, .came = all_sides });
  assert_true(test_as(world, WORKER, add_item, &(Item){ "The budget", WORKER }));
  assert_true(test_as(world, WORKER, add_item, &(Item){ "The bus", USES })); /* in another's name */
  assert_true(test_as(world, USES_TOO, add_item, &(Item){ "The door", USES_TOO })); /* put last */
  for (int i = 1; i <= 3; i++)
    assert_true(test_as(world, WORKER, write_outcome, &(Outcome){ i, i == 3 }));
  figure = figure_now(world, FIGURE_ASKED);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 2);

  /* Saying yes for another is nothing; their own yes counts. */
  test_as(world, WORKER, confirm, &(int){ 2 });
  assert_int_equal(figure_now(world, FIGURE_ASKED).yes, 0);
  test_as(world, USES, confirm, &(int){ 2 });
  figure = figure_now(world, FIGURE_ASKED);
  assert_int_equal(figure.yes, 1);
  assert_int_equal(figure.all, 2);
  /* An item of theirs that is talked about never makes the share smaller. */
  assert_true(test_as(world, WORKER, write_outcome, &(Outcome){ 3, false }));
  assert_int_equal(figure_now(world, FIGURE_ASKED).yes, 2);
  assert_int_equal(figure_now(world, FIGURE_ASKED).all, 3);

  /* Names stand beside items: with one role hidden nothing is told by sides. */
  assert_true(test_as(world, USES, hide_role, "uses-services"));
  assert_int_equal(figure_now(world, FIGURE_ASKED).tell, TELL_NOBODY);
}

/* ---- papers ---- */

static int64_t paper_id;

static void
send_paper(World *world, Txn *txn, const Act *act, const void *data)
{
  int64_t release_id = 0;

  (void)data;
  papers_add(txn, act, &(Paper){ .title = "Weir", .source = "It leaks.", .easy_source = "" },
             world->refusals, &paper_id);
  releases_start(txn, act, paper_id, world->people, PEOPLE, "http://localhost", world->refusals,
                 &release_id);
  releases_release(txn, act, release_id, "It cannot wait", world->refusals);
}

/* Called three weeks before it was to be, and that is over since. */
static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = {
    .title = "Bus", .about = "", .breaks = "", .online = "", .dial_in = ""
  };
  const MeetingTimes times = { 1, { act->at_us - US_PER_DAY }, { act->at_us - US_PER_HOUR } };
  Act then = *act;

  (void)data;
  then.at_us -= 22 * US_PER_DAY;
  meetings_call(txn, &then, world->group_id, &wish, &times, world->refusals, &meeting_id);
}

static void
table_paper(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  agenda_add_paper(txn, act, the_meeting(world, txn), paper_id, world->refusals);
}

static void
take_fewer_days(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  agenda_set_paper_days(txn, act, world->group_id, 1, world->refusals);
}

/* To this morning, as if it had been said in time. */
static void
move_on(World *world, Txn *txn, const Act *act, const void *data)
{
  Act then = *act;

  (void)data;
  then.at_us -= 2 * US_PER_DAY;
  meetings_move(txn, &then, the_meeting(world, txn), act->at_us - 2 * US_PER_MINUTE,
                act->at_us - US_PER_MINUTE, "Later", world->refusals);
}

static void
no_trick_makes_late_papers_look_in_time(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, WORKER, call, NULL));
  assert_true(test_as(world, WORKER, send_paper, NULL));
  assert_true(test_as(world, WORKER, table_paper, NULL)); /* on the day */
  figure = figure_now(world, FIGURE_PAPERS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, PEOPLE);
  assert_true(test_as(world, WORKER, take_fewer_days, NULL));
  assert_int_equal(figure_now(world, FIGURE_PAPERS).yes, 0);
  test_as(world, WORKER, move_on, NULL);
  assert_int_equal(figure_now(world, FIGURE_PAPERS).yes, 0);

  assert_int_equal(figure_now(world, FIGURE_PAPERS).all, PEOPLE);

  /* Nor does a meeting that nobody called, written down with its papers. */
  meeting_id = test_table_meet(world, &(TestMeeting){ .days_ago = 3, .came = all_sides });
  assert_true(test_as(world, WORKER, table_paper, NULL));
  figure = figure_now(world, FIGURE_PAPERS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 2 * PEOPLE);
}

/* ---- other roles ---- */

typedef struct {
  const char *role;
  bool by_joining;
} NewRole;

static void
take_role(World *world, Txn *txn, const Act *act, const void *data)
{
  const NewRole *wish = data;

  if (!wish->by_joining) {
    places_set_role(txn, act, world->group_id, wish->role, true, world->refusals);
    return;
  }
  places_leave(txn, act, world->group_id);
  places_join(txn, act, world->group_id,
              &(JoinWish){ .role = wish->role,
                           .is_shown = true,
                           .words = "",
                           .offer_id = offers_newest(txn, world->arena, world->group_id)->id },
              world->refusals);
}

static void
leave(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  places_leave(txn, act, world->group_id);
}

/* Side = role at that time: whoever calls themself somebody else afterwards changes nothing. */
static void
no_other_role_makes_the_past_look_better(void **state)
{
  World *world = *state;
  Figure together, asked, led;

  meeting_id =
      test_table_meet(world, &(TestMeeting){ .days_ago = 3, .came = one_side, .others_work = 3 });
  assert_true(test_as(world, WORKER, add_item, &(Item){ "The budget", WORKER }));
  assert_true(test_as(world, MANAGER, add_item, &(Item){ "The roof", MANAGER }));
  for (int i = 1; i <= 2; i++)
    assert_true(test_as(world, WORKER, write_outcome, &(Outcome){ i, false }));
  assert_int_equal(figure_now(world, FIGURE_TOGETHER).yes, 0);
  assert_int_equal(figure_now(world, FIGURE_ASKED).tell, TELL_CASES);
  assert_true(test_as(world, MANAGER, take_role, &(NewRole){ "uses-services", false }));
  assert_true(test_as(world, WORKER, take_role, &(NewRole){ "uses-services", true }));
  together = figure_now(world, FIGURE_TOGETHER);
  asked = figure_now(world, FIGURE_ASKED);
  led = figure_now(world, FIGURE_LED);
  assert_int_equal(together.yes, 0);
  assert_int_equal(together.all, 1);
  assert_int_equal(asked.yes, 0);
  assert_int_equal(asked.all, 2);
  /* What they show now is not what they were then: names beside items would tell it. */
  assert_int_equal(asked.tell, TELL_NOBODY);
  assert_int_equal(led.yes, 0);

  /* Nor are people who got papers too late fewer once they have left. */
  assert_true(test_as(world, WORKER, call, NULL));
  assert_true(test_as(world, WORKER, send_paper, NULL));
  assert_true(test_as(world, WORKER, table_paper, NULL));
  assert_int_equal(figure_now(world, FIGURE_PAPERS).all, PEOPLE);
  assert_true(test_as(world, CARER, leave, NULL));
  assert_int_equal(figure_now(world, FIGURE_PAPERS).all, PEOPLE);
  assert_int_equal(figure_now(world, FIGURE_PAPERS).yes, 0);
}

/* ---- what was to be done ---- */

static int64_t action_id;

static const GroupAction *
the_action(World *world, Txn *txn)
{
  return actions_find(txn, world->arena, world->group_id, action_id);
}

/* Said four weeks ago, for two weeks ago. */
static void
add_action(World *world, Txn *txn, const Act *act, const void *data)
{
  Act then = *act;

  (void)data;
  then.at_us -= 28 * US_PER_DAY;
  actions_add(txn, &then, world->group_id,
              &(ActionWish){ .words = "Ask for a bus",
                             .due_us = act->at_us - 14 * US_PER_DAY,
                             .owner_id = act->member_id,
                             .yes_by = "",
                             .outside = "",
                             .meeting_id = meeting_id },
              world->refusals, &action_id);
}

static void
choose_later_day(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  actions_set_day(txn, act, the_action(world, txn), act->at_us + US_PER_DAY, "It takes longer",
                  world->refusals);
}

static void
tell_action(World *world, Txn *txn, const Act *act, const void *data)
{
  const ActionState *state = data;

  actions_tell(txn, act, the_action(world, txn),
               &(ActionTold){ .state = *state, .why = "So it went", .way = "page" },
               world->refusals);
}

static void
no_trick_makes_late_work_look_in_time(void **state)
{
  World *world = *state;
  Figure figure;

  meeting_id = test_table_meet(world, &(TestMeeting){ .days_ago = 30, .came = all_sides });
  assert_true(test_as(world, WORKER, add_action, NULL));
  figure = figure_now(world, FIGURE_ACTIONS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 1);
  assert_true(test_as(world, WORKER, choose_later_day, NULL));
  assert_int_equal(figure_now(world, FIGURE_ACTIONS).all, 1); /* the first day counts */
  assert_true(test_as(world, WORKER, tell_action, &(ActionState){ ACTION_DONE }));
  assert_int_equal(figure_now(world, FIGURE_ACTIONS).yes, 0);

  /* What is dropped does not go. */
  assert_true(test_as(world, WORKER, add_action, NULL));
  assert_true(test_as(world, WORKER, tell_action, &(ActionState){ ACTION_DROPPED }));
  figure = figure_now(world, FIGURE_ACTIONS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 2);
}

/* ---- needs ---- */

static void
say_needs(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = the_meeting(world, txn);

  (void)data;
  for (int i = 0; i < PEOPLE; i++) {
    Act own = *act;

    own.member_id = world->people[i];
    meeting_needs_say(txn, &own, meeting, own.member_id,
                      &(HelpWish){ .kinds = 1 | 2 | 4, .words = "" });
  }
}

static void
say_met(World *world, Txn *txn, const Act *act, const void *data)
{
  const HelpHad had[HELP_KINDS_MOST] = { HAD_YES, HAD_YES, HAD_YES };

  (void)data;
  meeting_needs_had(txn, act, the_meeting(world, txn), had, world->refusals);
}

/* Asking nobody whether it was met makes nothing better, and no single answer shows. */
static void
needs_unanswered_are_needs_unmet(void **state)
{
  World *world = *state;
  Figure figure;

  meeting_id = test_table_meet(world, &(TestMeeting){ .days_ago = 9, .came = all_sides });
  assert_true(test_as(world, WORKER, say_needs, NULL));
  figure = figure_now(world, FIGURE_NEEDS);
  assert_int_equal(figure.tell, TELL_CASES);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 3 * PEOPLE);
  assert_int_equal(figure.unknown, 3 * PEOPLE);
  for (int i = 0; i < PEOPLE; i++) {
    const Figure before = figure_now(world, FIGURE_NEEDS);

    assert_true(test_as(world, i, say_met, NULL));
    figure = figure_now(world, FIGURE_NEEDS);
    assert_true(figure.yes >= before.yes && figure.yes % 5 == 0 && figure.yes <= 3 * (i + 1));
  }
  assert_int_equal(figure.yes, 3 * PEOPLE);

  /* A meeting of which nobody asked what people need stands beside. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 8, .came = all_sides, .others_use = 5 });
  assert_int_equal(figure_now(world, FIGURE_NEEDS).yes, 3 * PEOPLE);
  assert_true(figure_now(world, FIGURE_NEEDS).not_asked >= PEOPLE);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(no_trick_makes_one_side_look_together, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(no_other_role_makes_the_past_look_better, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(all_sides_together_count, test_table_open, test_world_close),
    cmocka_unit_test_setup_teardown(only_own_words_and_what_was_talked_about_count, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(no_trick_makes_late_work_look_in_time, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(needs_unanswered_are_needs_unmet, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(no_trick_makes_late_papers_look_in_time, test_table_open,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
