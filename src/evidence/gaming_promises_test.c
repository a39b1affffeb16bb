/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Late papers, needs that nobody met and work that was not done, made to look good by each trick
 * that somebody may think of (indicators 9, 11, 24): no figure gets better by it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "evidence/test_table.h"
#include "meetings/actions.h"
#include "meetings/minutes.h"
#include "meetings/needs.h"
#include "papers/made.h"
#include "papers/papers.h"
#include "papers/releases.h"
#include "people/needs.h"

enum { WORKER, USES, USES_TOO, CARER, MANAGER };

static const int all_sides[] = { WORKER, USES, USES_TOO, CARER, MANAGER, -1 };
static const int but_carer[] = { WORKER, USES, USES_TOO, MANAGER, -1 };

/* ---- papers ---- */

static int64_t paper_id, release_id;

static void
write_paper(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  papers_add(txn, act, &(Paper){ .title = "Weir", .source = "It leaks.", .easy_source = "" },
             world->refusals, &paper_id);
  releases_start(txn, act, paper_id, world->people, PEOPLE, "http://localhost", world->refusals,
                 &release_id);
}

/* So many days ago. */
static void
send_paper(World *world, Txn *txn, const Act *act, const void *days)
{
  Act then = *act;

  then.at_us -= *(const int *)days * US_PER_DAY;
  releases_release(txn, &then, release_id, "It cannot wait", world->refusals);
}

/* Plain text by mail, which is ready at once. */
static void
want_text(World *world, Txn *txn, const Act *act, const void *data)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  (void)data;
  assert_true(format_wants_from_text("text", &member.wants));
  member.reach = REACH_EMAIL;
  member.contact = arena_format(world->arena, "p%d@river.example", (int)(act->member_id % 100000));
  people_change(txn, act, &member, world->refusals);
}

static void
write_and_send(World *world, int days_ago)
{
  for (int i = 0; i < PEOPLE; i++)
    assert_true(test_as(world, i, want_text, NULL));
  assert_true(test_as(world, WORKER, write_paper, NULL));
  assert_true(test_as(world, WORKER, send_paper, &days_ago));
}

enum { AGO = 12, SENT_AGO = 14 }; /* days: so the paper came two days before, and late */

/* Called in good time. */
static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = {
    .title = "Bus", .about = "", .breaks = "", .online = "", .dial_in = ""
  };
  const int64_t starts_at_us = act->at_us - AGO * US_PER_DAY;
  const MeetingTimes times = { 1, { starts_at_us }, { starts_at_us + US_PER_HOUR } };
  Act then = *act;

  (void)data;
  then.at_us -= 35 * US_PER_DAY;
  meetings_call(txn, &then, world->group_id, &wish, &times, world->refusals,
                &test_table_meeting_id);
}

/* Now, or so many days ago. */
static void
table_paper(World *world, Txn *txn, const Act *act, const void *days)
{
  Act then = *act;

  then.at_us -= days ? *(const int *)days * US_PER_DAY : 0;
  agenda_add_paper(txn, &then, test_table_meeting(world, txn), paper_id, world->refusals);
}

static void
take_fewer_days(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  agenda_set_paper_days(txn, act, world->group_id, 1, world->refusals);
}

/* To two days ago, said before the first day: by that one the paper is late. */
static void
move_on(World *world, Txn *txn, const Act *act, const void *data)
{
  Act then = *act;

  (void)data;
  then.at_us -= (AGO + 1) * US_PER_DAY;
  meetings_move(txn, &then, test_table_meeting(world, txn), act->at_us - 2 * US_PER_DAY,
                act->at_us - 2 * US_PER_DAY + US_PER_HOUR, "Later", world->refusals);
}

static void
no_trick_makes_late_papers_look_in_time(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, WORKER, call, NULL));
  write_and_send(world, SENT_AGO);
  assert_true(test_as(world, WORKER, table_paper, NULL));
  figure = test_table_figure(world, FIGURE_PAPERS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, PEOPLE);
  assert_true(test_as(world, WORKER, take_fewer_days, NULL));
  assert_int_equal(test_table_figure(world, FIGURE_PAPERS).yes, 0);
  assert_true(test_as(world, WORKER, move_on, NULL));
  assert_int_equal(test_table_figure(world, FIGURE_PAPERS).yes, 0);
  assert_int_equal(test_table_figure(world, FIGURE_PAPERS).all, PEOPLE);

  /* Nor does a meeting that nobody called, written down with its papers. */
  test_table_meet(world, &(TestMeeting){ .days_ago = SENT_AGO, .came = all_sides });
  assert_true(test_as(world, WORKER, table_paper, NULL));
  figure = test_table_figure(world, FIGURE_PAPERS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 2 * PEOPLE);
}

/* The group takes fewer days, and then writes down a meeting that is over. */
static void
fewer_days_change_nothing_that_was(void **state)
{
  World *world = *state;
  Figure figure;

  write_and_send(world, SENT_AGO);
  assert_true(test_as(world, WORKER, take_fewer_days, NULL));
  test_table_meet(world, &(TestMeeting){ .days_ago = AGO, .came = all_sides });
  assert_true(test_as(world, WORKER, table_paper, NULL));
  figure = test_table_figure(world, FIGURE_PAPERS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, PEOPLE);

  /* Nor one that was called, and on whose agenda nothing stood yet. */
  assert_true(test_as(world, WORKER, call, NULL));
  assert_true(test_as(world, WORKER, table_paper, NULL));
  figure = test_table_figure(world, FIGURE_PAPERS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 2 * PEOPLE);
}

/* People who got papers too late are not fewer once they have left. */
static void
nobody_who_left_makes_papers_look_in_time(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, WORKER, call, NULL));
  write_and_send(world, SENT_AGO);
  assert_true(test_as(world, WORKER, table_paper, NULL));
  assert_int_equal(test_table_figure(world, FIGURE_PAPERS).all, PEOPLE);
  assert_true(test_as(world, CARER, test_leave, NULL));
  figure = test_table_figure(world, FIGURE_PAPERS);
  assert_int_equal(figure.all, PEOPLE);
  assert_int_equal(figure.yes, 0);
}

/* A paper that all have had for long is put on the agenda once the meeting is over: nobody was told
 * to read it. */
static void
a_paper_that_is_tabled_afterwards_is_late(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, WORKER, call, NULL));
  write_and_send(world, AGO + 8);
  assert_true(test_as(world, WORKER, table_paper, NULL));
  figure = test_table_figure(world, FIGURE_PAPERS);
  assert_int_equal(figure.all, PEOPLE);
  assert_int_equal(figure.yes, 0);
}

static void
need_film(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)world;
  (void)data;
  needs_change(
      txn, act, act->member_id, NEED_FORMAT,
      &(NeedsOfKind){
          .needs = { { "sign-film", true } }, .count = 1, .words = "", .is_shared = true });
}

static void
bring_film(World *world, Txn *txn, const Act *act, const void *data)
{
  int64_t id = 0;

  (void)data;
  made_ask(txn, act,
           &(MadeFormat){ .paper_id = paper_id,
                          .kind = MADE_SIGN_FILM,
                          .what = "",
                          .language = "",
                          .instead_of = "",
                          .owner_name = "The deaf club",
                          .due_us = act->at_us + US_PER_DAY },
           world->refusals, &id);
  made_bring(txn, act, id,
             &(MadeThing){ .url = "https://films.example/weir", .words = "", .credit = "" },
             world->refusals);
}

/* The original was in time; the format that somebody needs was not, and that counts. */
static void
a_format_that_comes_late_is_late(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, USES, need_film, NULL));
  assert_true(test_as(world, WORKER, call, NULL));
  write_and_send(world, AGO + 8); /* in good time for those who can read it */
  assert_true(test_as(world, WORKER, table_paper, &(int){ AGO + 7 }));
  figure = test_table_figure(world, FIGURE_PAPERS);
  assert_int_equal(figure.all, PEOPLE);
  assert_int_equal(figure.yes, PEOPLE - 1);
  assert_int_equal(figure.unknown, 1); /* has not got it at all */
  assert_true(test_as(world, WORKER, bring_film, NULL));
  figure = test_table_figure(world, FIGURE_PAPERS);
  assert_int_equal(figure.all, PEOPLE);
  assert_int_equal(figure.yes, PEOPLE - 1);
  assert_int_equal(figure.unknown, 0);
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
                             .meeting_id = test_table_meeting_id },
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

/* A week before its day. */
static void
do_early(World *world, Txn *txn, const Act *act, const void *data)
{
  Act then = *act;

  then.at_us -= 21 * US_PER_DAY;
  tell_action(world, txn, &then, data);
}

/* It was about shared business when it began. */
static void
call_it_preparation(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = { .title = "Only tea",
                             .about = "",
                             .breaks = "",
                             .online = "",
                             .dial_in = "",
                             .kind = MEETING_PREPARATION };

  (void)data;
  meetings_change(txn, act, test_table_meeting(world, txn), &wish, world->refusals);
}

static void
no_trick_makes_late_work_look_in_time(void **state)
{
  World *world = *state;
  Figure figure;

  test_table_meet(world, &(TestMeeting){ .days_ago = 30, .came = all_sides });
  assert_true(test_as(world, WORKER, add_action, NULL));
  figure = test_table_figure(world, FIGURE_ACTIONS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 1);
  assert_true(test_as(world, WORKER, choose_later_day, NULL));
  assert_int_equal(test_table_figure(world, FIGURE_ACTIONS).all, 1); /* the first day counts */
  assert_true(test_as(world, WORKER, tell_action, &(ActionState){ ACTION_DONE }));
  assert_int_equal(test_table_figure(world, FIGURE_ACTIONS).yes, 0);

  /* What is dropped does not go. */
  assert_true(test_as(world, WORKER, add_action, NULL));
  assert_true(test_as(world, WORKER, tell_action, &(ActionState){ ACTION_DROPPED }));
  figure = test_table_figure(world, FIGURE_ACTIONS);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 2);

  /* What was done by its day is, and nothing else. */
  assert_true(test_as(world, WORKER, add_action, NULL));
  assert_true(test_as(world, WORKER, do_early, &(ActionState){ ACTION_DONE }));
  figure = test_table_figure(world, FIGURE_ACTIONS);
  assert_int_equal(figure.yes, 1);
  assert_int_equal(figure.all, 3);

  /* Nor does what was agreed go when the meeting is said to have been something else. */
  assert_true(test_as(world, WORKER, call_it_preparation, NULL));
  figure = test_table_figure(world, FIGURE_ACTIONS);
  assert_int_equal(figure.yes, 1);
  assert_int_equal(figure.all, 3);
}

/* ---- needs ---- */

static void
say_needs(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = test_table_meeting(world, txn);

  (void)data;
  for (int i = 0; i < PEOPLE; i++) {
    Act own = *act;

    own.member_id = world->people[i];
    meeting_needs_say(txn, &own, meeting, own.member_id,
                      &(HelpWish){ .kinds = 1 | 2 | 4, .words = "" });
  }
}

/* Whoever arranges the meeting says before it that all is ready: that is not its person's word. */
static void
say_ready(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingNeed *need = meeting_needs_list(txn, world->arena, test_table_meeting(world, txn));
  Act then = *act;

  (void)data;
  then.at_us -= 10 * US_PER_DAY;
  for (; need->id; need++)
    meeting_need_ready(txn, &then, need, world->refusals);
}

static void
say_met(World *world, Txn *txn, const Act *act, const void *data)
{
  const HelpHad had[HELP_KINDS_MOST] = { HAD_YES, HAD_YES, HAD_YES };

  (void)data;
  meeting_needs_had(txn, act, test_table_meeting(world, txn), had, world->refusals);
}

/* Asking nobody whether it was met makes nothing better, and no single answer shows. */
static void
needs_unanswered_are_needs_unmet(void **state)
{
  World *world = *state;
  Figure figure;

  /* Who missed the meeting needed it too. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 9, .came = but_carer });
  assert_true(test_as(world, WORKER, say_needs, NULL));
  assert_true(test_as(world, WORKER, say_ready, NULL));
  figure = test_table_figure(world, FIGURE_NEEDS);
  assert_int_equal(figure.tell, TELL_CASES);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 3 * PEOPLE);
  assert_int_equal(figure.unknown, 3 * PEOPLE);
  for (int i = 0; i < PEOPLE; i++) {
    const Figure before = test_table_figure(world, FIGURE_NEEDS);

    assert_true(test_as(world, i, say_met, NULL));
    figure = test_table_figure(world, FIGURE_NEEDS);
    assert_true(figure.yes >= before.yes && figure.yes % 5 == 0 && figure.yes <= 3 * (i + 1));
  }
  assert_int_equal(figure.yes, 3 * PEOPLE);

  /* A meeting of which nobody asked what people need stands beside. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 8, .came = all_sides, .others_use = 5 });
  assert_int_equal(test_table_figure(world, FIGURE_NEEDS).yes, 3 * PEOPLE);
  assert_true(test_table_figure(world, FIGURE_NEEDS).not_asked >= PEOPLE);
}

static void
came_and_went(World *world, Txn *txn, const Act *act, const void *data)
{
  const bool *is_by_name = data;
  const Meeting *meeting = test_table_meeting(world, txn);

  minutes_set_present(txn, act, meeting, world->people, *is_by_name ? 2 : 0,
                      &(Minutes){ .others_use = *is_by_name ? 0 : 2, .absent = "" },
                      world->refusals);
}

static void
call_off(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  meetings_call_off(txn, act, test_table_meeting(world, txn), "The heating broke", world->refusals);
}

/* People came, and then the meeting was called off: they asked for what they needed all the same.
 */
static void
calling_off_loses_no_needs(void **state)
{
  World *world = *state;
  Figure figure;

  for (int is_by_name = 0; is_by_name < 2; is_by_name++) {
    assert_true(test_as(world, WORKER, call, NULL));
    assert_true(test_as(world, WORKER, say_needs, NULL));
    assert_true(test_as(world, WORKER, came_and_went, &(bool){ is_by_name }));
    assert_true(test_as(world, WORKER, call_off, NULL));
    figure = test_table_figure(world, FIGURE_NEEDS);
    assert_int_equal(figure.yes, is_by_name * 3 * PEOPLE);
    assert_int_equal(figure.all, (is_by_name + 1) * 3 * PEOPLE);
    assert_int_equal(figure.unknown, 3 * PEOPLE);
    for (int i = 0; i < PEOPLE; i++)
      assert_true(test_as(world, i, say_met, NULL));
    figure = test_table_figure(world, FIGURE_NEEDS);
    assert_int_equal(figure.yes, (is_by_name + 1) * 3 * PEOPLE);
    assert_int_equal(figure.unknown, 0);
  }

  /* One to which nobody came needed nothing. */
  assert_true(test_as(world, WORKER, call, NULL));
  assert_true(test_as(world, WORKER, say_needs, NULL));
  assert_true(test_as(world, WORKER, call_off, NULL));
  assert_false(test_as(world, USES, say_met, NULL));
  assert_int_equal(test_table_figure(world, FIGURE_NEEDS).all, 2 * 3 * PEOPLE);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(fewer_days_change_nothing_that_was, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(calling_off_loses_no_needs, test_table_open, test_world_close),
    cmocka_unit_test_setup_teardown(no_trick_makes_late_papers_look_in_time, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(nobody_who_left_makes_papers_look_in_time, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(a_paper_that_is_tabled_afterwards_is_late, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(a_format_that_comes_late_is_late, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(no_trick_makes_late_work_look_in_time, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(needs_unanswered_are_needs_unmet, test_table_open,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
