/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A meeting of one side made to look good by each trick that somebody may think of (indicators 1
 * and 2; 9, 11 and 24: gaming_promises_test.c; 13: gaming_said_test.c): no figure gets better by
 * it. */
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
#include "meetings/came.h"
#include "meetings/minutes.h"

enum { WORKER, USES, USES_TOO, CARER, MANAGER };

static const int all_sides[] = { WORKER, USES, USES_TOO, CARER, MANAGER, -1 };
static const int one_side[] = { WORKER, MANAGER, -1 };
static const int with_one[] = { WORKER, MANAGER, USES, -1 };
static const int with_carer[] = { WORKER, MANAGER, USES, CARER, -1 };
static const int without_work[] = { USES, USES_TOO, CARER, -1 };
static const int with_two[] = { WORKER, MANAGER, USES, USES_TOO, -1 };

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
  meetings_change(txn, act, test_table_meeting(world, txn), &wish, world->refusals);
}

static void
call_it_off(World *world, Txn *txn, const Act *act, const void *data)
{
  Meeting meeting = *test_table_meeting(world, txn);

  (void)data;
  meeting.state = MEETING_CALLED; /* as if nobody had said that it took place */
  meetings_call_off(txn, act, &meeting, "It never was", world->refusals);
}

static void
hide_role(World *world, Txn *txn, const Act *act, const void *data)
{
  places_set_role(txn, act, world->group_id, data, false, world->refusals);
}

/* Nobody recorded it; somebody who uses services heard of it. */
static void
hear_of_meeting(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = {
    .title = "They met before", .about = "", .breaks = "", .online = "", .dial_in = ""
  };
  int64_t id = 0;

  (void)data;
  meetings_write_down(txn, act, world->group_id, &wish, act->at_us - US_PER_DAY, 0, world->refusals,
                      &id);
}

static void
no_trick_makes_one_side_look_together(void **state)
{
  World *world = *state;
  Figure before, after;
  int64_t alone_id = 0;

  test_table_meet(world, &(TestMeeting){ .days_ago = 30, .came = all_sides });
  alone_id = test_table_meet(world, &(TestMeeting){ .days_ago = 20, .came = one_side });
  before = test_table_figure(world, FIGURE_TOGETHER);
  assert_int_equal(before.yes, 1);
  assert_int_equal(before.all, 2);

  /* One person who uses services is no table; two among many are not either. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 19, .came = with_one });
  test_table_meet(world, &(TestMeeting){ .days_ago = 18, .came = with_two, .others_work = 4 });
  /* Nobody noted who came; or it is said to have been preparation, or not to have been at all. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 17 });
  test_table_meeting_id = alone_id;
  test_as(world, WORKER, make_preparation, NULL);
  test_as(world, WORKER, call_it_off, NULL);
  after = test_table_figure(world, FIGURE_TOGETHER);
  assert_int_equal(after.yes, 1);
  assert_int_equal(after.all, 5);

  /* A carer does not stand in for somebody who uses services; nor is it joint without a worker. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 16, .came = with_carer });
  test_table_meet(world, &(TestMeeting){ .days_ago = 15, .came = without_work, .others_use = 2 });
  /* What was settled without a record counts once anybody in the group writes down that it was. */
  assert_true(test_as(world, USES, hear_of_meeting, NULL));
  after = test_table_figure(world, FIGURE_TOGETHER);
  assert_int_equal(after.yes, 1);
  assert_int_equal(after.all, 8);

  /* A role is hidden, so that a small meeting may not be told of. */
  assert_true(test_as(world, MANAGER, hide_role, "manager"));
  after = test_table_figure(world, FIGURE_TOGETHER);
  assert_int_equal(after.all, 8);
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

  const Figure figure = test_table_figure(world, FIGURE_TOGETHER);

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

  agenda_add(txn, act, test_table_meeting(world, txn),
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
  const Meeting *meeting = test_table_meeting(world, txn);
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
  const Agenda *agenda = agenda_find(txn, world->arena, test_table_meeting(world, txn));

  agenda_confirm(txn, act, &agenda->items[*nth], true);
}

static void
only_own_words_and_what_was_talked_about_count(void **state)
{
  World *world = *state;
  Figure figure;

  test_table_meet(world, &(TestMeeting){ .days_ago = 3, .came = all_sides });
  assert_true(test_as(world, WORKER, add_item, &(Item){ "The budget", WORKER }));
  assert_true(test_as(world, WORKER, add_item, &(Item){ "The bus", USES })); /* in another's name */
  assert_true(test_as(world, USES_TOO, add_item, &(Item){ "The door", USES_TOO })); /* put last */
  for (int i = 1; i <= 3; i++)
    assert_true(test_as(world, WORKER, write_outcome, &(Outcome){ i, i == 3 }));
  figure = test_table_figure(world, FIGURE_ASKED);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 2);

  /* Saying yes for another is nothing; their own yes counts. */
  test_as(world, WORKER, confirm, &(int){ 2 });
  assert_int_equal(test_table_figure(world, FIGURE_ASKED).yes, 0);
  test_as(world, USES, confirm, &(int){ 2 });
  figure = test_table_figure(world, FIGURE_ASKED);
  assert_int_equal(figure.yes, 1);
  assert_int_equal(figure.all, 2);
  /* An item of theirs that is talked about never makes the share smaller. */
  assert_true(test_as(world, WORKER, write_outcome, &(Outcome){ 3, false }));
  assert_int_equal(test_table_figure(world, FIGURE_ASKED).yes, 2);
  assert_int_equal(test_table_figure(world, FIGURE_ASKED).all, 3);

  /* Names stand beside items: a role that is not shown beside one counts as nobody's. */
  assert_true(test_as(world, USES, hide_role, "uses-services"));
  figure = test_table_figure(world, FIGURE_ASKED);
  assert_int_equal(figure.yes, 1);
  assert_int_equal(figure.unknown, 1);
  assert_int_equal(figure.all, 3);
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
  test_join_shown(world, txn, act, wish->role);
}

/* Side = role at that time: whoever calls themself somebody else afterwards changes nothing. */
static void
no_other_role_makes_the_past_look_better(void **state)
{
  World *world = *state;
  Figure together, asked, led;

  test_table_meet(world, &(TestMeeting){ .days_ago = 3, .came = one_side, .others_work = 3 });
  assert_true(test_as(world, WORKER, add_item, &(Item){ "The budget", WORKER }));
  assert_true(test_as(world, MANAGER, add_item, &(Item){ "The roof", MANAGER }));
  for (int i = 1; i <= 2; i++)
    assert_true(test_as(world, WORKER, write_outcome, &(Outcome){ i, false }));
  assert_int_equal(test_table_figure(world, FIGURE_TOGETHER).yes, 0);
  assert_int_equal(test_table_figure(world, FIGURE_ASKED).tell, TELL_CASES);
  assert_true(test_as(world, MANAGER, take_role, &(NewRole){ "uses-services", false }));
  assert_true(test_as(world, WORKER, take_role, &(NewRole){ "uses-services", true }));
  together = test_table_figure(world, FIGURE_TOGETHER);
  asked = test_table_figure(world, FIGURE_ASKED);
  led = test_table_figure(world, FIGURE_LED);
  assert_int_equal(together.yes, 0);
  assert_int_equal(together.all, 1);
  assert_int_equal(asked.yes, 0);
  assert_int_equal(asked.all, 2);
  assert_int_equal(asked.unknown, 2); /* what they show now is not what they were then */
  assert_int_equal(led.yes, 0);
}

/* ---- roles that somebody else writes down ---- */

enum { GONE_DAYS = 40, WRITTEN_DAYS = 30 };

static Act
days_before(const Act *act, int days)
{
  Act then = *act;

  then.at_us -= days * US_PER_DAY;
  return then;
}

static void
leave_long_ago(World *world, Txn *txn, const Act *act, const void *data)
{
  const Act then = days_before(act, GONE_DAYS);

  (void)data;
  places_leave(txn, &then, world->group_id);
}

static void
write_down_user(World *world, Txn *txn, const Act *act, const void *data)
{
  const int *who = data;
  const Act then = days_before(act, WRITTEN_DAYS);

  places_join_for(
      txn, &then, world->group_id,
      &(HeardWish){ .name = test_names[*who],
                    .way = "telephone",
                    .wish = { .role = "uses-services",
                              .is_shown = true,
                              .words = "",
                              .offer_id = offers_newest(txn, world->arena, world->group_id)->id } },
      world->refusals);
}

static void
note_presence(World *world, Txn *txn, const Act *act, const void *data)
{
  const int *who = data;

  came_note(txn, act, test_table_meeting(world, txn), world->people[*who], world->refusals);
}

/* People who never came, or do not know of it, are no side at the table. */
static void
nobody_fills_up_a_side_with_others(void **state)
{
  static const int invented[] = { WORKER, CARER, MANAGER, -1 };
  World *world = *state;
  Figure figure;

  for (int who = CARER; who <= MANAGER; who++) {
    assert_true(test_as(world, who, leave_long_ago, NULL));
    assert_true(test_as(world, WORKER, write_down_user, &who));
  }
  test_table_meet(world, &(TestMeeting){ .days_ago = 20, .came = invented, .others_work = 2 });
  figure = test_table_figure(world, FIGURE_TOGETHER);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 1);

  /* That the one who wrote it down writes down too that they came says nothing more. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 19, .came = invented, .others_work = 2 });
  assert_int_equal(test_table_figure(world, FIGURE_TOGETHER).yes, 0);

  /* Another one saw one of them at a meeting; the other one says it themself. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 18 });
  assert_true(test_as(world, USES, note_presence, &(int){ CARER }));
  assert_int_equal(test_table_figure(world, FIGURE_TOGETHER).yes, 0);
  assert_true(test_as(world, MANAGER, take_role, &(NewRole){ "uses-services", false }));
  figure = test_table_figure(world, FIGURE_TOGETHER);
  assert_int_equal(figure.yes, 2);
  assert_int_equal(figure.all, 3);
}

/* Who says that they are somebody else was never what was written down for them. */
static void
whoever_puts_it_right_never_was(void **state)
{
  static const int invented[] = { WORKER, CARER, MANAGER, -1 };
  World *world = *state;

  for (int who = CARER; who <= MANAGER; who++) {
    assert_true(test_as(world, who, leave_long_ago, NULL));
    assert_true(test_as(world, WORKER, write_down_user, &who));
  }
  test_table_meet(world, &(TestMeeting){ .days_ago = 20, .came = invented, .others_work = 2 });
  assert_true(test_as(world, MANAGER, take_role, &(NewRole){ "manager", false }));
  assert_true(test_as(world, CARER, take_role, &(NewRole){ "uses-services", false }));
  assert_int_equal(test_table_figure(world, FIGURE_TOGETHER).yes, 0);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(no_trick_makes_one_side_look_together, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(no_other_role_makes_the_past_look_better, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(nobody_fills_up_a_side_with_others, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(whoever_puts_it_right_never_was, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(all_sides_together_count, test_table_open, test_world_close),
    cmocka_unit_test_setup_teardown(only_own_words_and_what_was_talked_about_count, test_table_open,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
