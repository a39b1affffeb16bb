/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group said it would do, on both engines (R68, R70; indicator 24): by random histories that
 * are told a second time beside, neither moving a day nor letting go nor giving it to somebody else
 * makes the count better; what is done in time never makes it worse; nobody has a task without
 * their own yes; no word ends that its writer had not read; agreed minutes get no more of them. */
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
#include "meetings/actions.h"
#include "meetings/minutes.h"
#include "meetings/test_agenda.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { IN_GROUP = 4, STEPS = 140, ACTIONS = 8 };

typedef struct {
  World *world;
  int64_t actions[ACTIONS + STEPS];
  int count;
  int64_t days_on; /* how far the clock went */
} Table;

static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                       "meetings/actions", NULL };

static int
open_world(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds,  safety_log_kinds,
                                          groups_log_kinds,  meetings_log_kinds,
                                          agenda_log_kinds,  minutes_log_kinds,
                                          actions_log_kinds, NULL };

  return test_world_open_with(state, further, kinds);
}

static void
begin(World *world, Table *table)
{
  StartWish wish = { "Actions", true, true };

  *table = (Table){ .world = world };
  assert_true(test_as(world, 0, test_start, &wish));
  for (int i = 1; i < IN_GROUP; i++)
    assert_true(test_as(world, i, test_join, "uses-services"));
}

/* ---- what is done ---- */

typedef enum { ADD, YES, NO, GIVE, LET_GO, DAY, TELL, DEEDS } Deed;

typedef struct {
  Table *table;
  Deed deed;
  int nth, whom; /* which action; -1: nobody */
  int64_t days;
  ActionState state;
  const int64_t *seen;
  int seen_count;
  const char *outside;
} Step;

static Act
later(const Act *act, const Table *table)
{
  Act moved = *act;

  moved.at_us += table->days_on * US_PER_DAY;
  return moved;
}

static void
do_step(World *world, Txn *txn, const Act *at, const void *data)
{
  const Step *step = data;
  Table *table = step->table;
  const Act act = later(at, table);
  const GroupAction *action = step->deed == ADD ? NULL
                                                : actions_find(txn, world->arena, world->group_id,
                                                               table->actions[step->nth]);
  const ActionWish wish = { .words = "Paint it",
                            .due_us = act.at_us + step->days * US_PER_DAY,
                            .owner_id = step->whom < 0 ? 0 : world->people[step->whom],
                            .yes_by = "",
                            .outside = step->outside ? step->outside : "" };

  if (step->deed == ADD)
    actions_add(txn, &act, world->group_id, &wish, world->refusals, &table->actions[table->count]);
  else if (step->deed == YES || step->deed == NO)
    actions_answer(txn, &act, action, step->deed == YES);
  else if (step->deed == GIVE)
    actions_give(txn, &act, action, &wish, world->refusals);
  else if (step->deed == DAY)
    actions_set_day(txn, &act, action, wish.due_us, "Rain", world->refusals);
  else
    actions_tell(txn, &act, action,
                 &(ActionTold){ .state = step->deed == LET_GO ? ACTION_DROPPED : step->state,
                                .why = "So it went",
                                .way = "page",
                                .seen = step->seen,
                                .seen_count = step->seen_count },
                 world->refusals);
}

static ActionCounts
count_all(Table *table, bool only_shared)
{
  ActionCounts counts;
  Txn *txn = test_look(table->world);
  const int64_t now_us = test_db_act(table->world->test, RIVERSIDE, 0).at_us;

  actions_count(txn, table->world->group_id, 0, INT64_MAX,
                now_us + table->days_on * US_PER_DAY + US_PER_HOUR, only_shared, &counts);
  test_end_look(txn);
  assert_int_equal(counts.all.due, counts.all.in_time + counts.all.later + counts.all.not_done);
  return counts;
}

static const GroupAction *
the_action(Table *table, int nth)
{
  Txn *txn = test_look(table->world);
  const GroupAction *found =
      actions_find(txn, table->world->arena, table->world->group_id, table->actions[nth]);

  test_end_look(txn);
  assert_non_null(found);
  return found;
}

static bool
add(Table *table, int who, int whom, int64_t days)
{
  const Step step = { .table = table, .deed = ADD, .whom = whom, .days = days };
  const bool is_kept = test_as(table->world, who, do_step, &step);

  table->count += is_kept;
  return is_kept;
}

/* Whatever words are read, so that what is told replaces all. */
static bool
tell(Table *table, int who, int nth, ActionState state)
{
  int64_t seen[ACTION_TOLD_MAX];
  int count = 0;
  Txn *txn = test_look(table->world);

  for (const ActionWord *word = actions_words(txn, table->world->arena, table->actions[nth]);
       word->id; word++)
    if (word->stands && !word->is_day)
      seen[count++] = word->id;
  test_end_look(txn);

  const Step step = {
    .table = table, .deed = TELL, .nth = nth, .state = state, .seen = seen, .seen_count = count
  };

  return test_as(table->world, who, do_step, &step);
}

/* ---- the tests ---- */

/* Each step: what has come due with its first day stays due, and only "it is done" adds to what is
 * done; nothing adds to what is done in time once the first day is over. */
static void
no_trick_makes_the_count_better(void **state)
{
  Table table;
  g_autoptr(GRand) random = g_rand_new_with_seed(24);
  int64_t first_due[ACTIONS] = { 0 };

  begin(*state, &table);
  for (int i = 0; i < ACTIONS; i++) {
    assert_true(add(&table, 0, i % IN_GROUP, 3 + i));
    first_due[i] = the_action(&table, i)->first_due_us;
  }
  table.days_on = 6; /* some are late, some are not */
  for (int i = 0; i < STEPS; i++) {
    const ActionCounts before = count_all(&table, false);
    const Deed deed = (Deed)g_rand_int_range(random, YES, DEEDS);
    const int nth = g_rand_int_range(random, 0, ACTIONS);
    const Step step = { .table = &table,
                        .deed = deed,
                        .nth = nth,
                        .whom = g_rand_int_range(random, -1, IN_GROUP),
                        .days = g_rand_int_range(random, 1, 60),
                        .state = (ActionState)g_rand_int_range(random, ACTION_OPEN, ACTION_TWO) };
    const bool was_late = first_due[nth] < table.days_on * US_PER_DAY +
                                               test_db_act(table.world->test, RIVERSIDE, 0).at_us;

    if (deed == TELL)
      tell(&table, g_rand_int_range(random, 0, IN_GROUP), nth, step.state);
    else
      test_as(table.world, g_rand_int_range(random, 0, IN_GROUP), do_step, &step);

    const ActionCounts after = count_all(&table, false);

    assert_int_equal(after.all.due, before.all.due);
    assert_int_equal(the_action(&table, nth)->first_due_us, first_due[nth]);
    if (deed != TELL)
      assert_true(after.all.in_time <= before.all.in_time &&
                  after.all.in_time + after.all.later <= before.all.in_time + before.all.later);
    if (was_late)
      assert_true(after.all.in_time <= before.all.in_time);
  }
}

static void
done_in_time_never_lowers_it(void **state)
{
  Table table;
  g_autoptr(GRand) random = g_rand_new_with_seed(68);

  begin(*state, &table);
  for (int i = 0; i < 12; i++) {
    const ActionCounts before = count_all(&table, false);

    assert_true(add(&table, 0, 0, 1 + i % 3));
    if (g_rand_int_range(random, 0, 3) > 0)
      assert_true(tell(&table, 0, table.count - 1, ACTION_DONE));

    const bool is_done = the_action(&table, table.count - 1)->state == ACTION_DONE;

    table.days_on += 4;

    const ActionCounts after = count_all(&table, false);

    assert_int_equal(after.all.due, before.all.due + 1);
    assert_int_equal(after.all.in_time, before.all.in_time + is_done);
    if (is_done) /* the share is no lower */
      assert_true(after.all.in_time * MAX(before.all.due, 1) >= before.all.in_time * after.all.due);
  }
}

static void
nobody_has_a_task_without_their_yes(void **state)
{
  Table table;
  Step step = { .table = &table, .deed = YES };

  begin(*state, &table);
  assert_true(add(&table, 0, 1, 5));
  assert_int_equal(the_action(&table, 0)->owner, ACTION_ASKED);
  assert_true(test_as(table.world, 2, do_step, &step)); /* not theirs to say */
  assert_int_equal(the_action(&table, 0)->owner, ACTION_ASKED);
  step.deed = NO;
  assert_true(test_as(table.world, 1, do_step, &step));
  assert_int_equal(the_action(&table, 0)->owner, ACTION_NOBODY);
  assert_int_equal(the_action(&table, 0)->owner_id, 0); /* nor is it known who said no */
  step = (Step){ .table = &table, .deed = GIVE, .whom = 1, .days = 1 };
  assert_true(test_as(table.world, 1, do_step, &step)); /* their own yes */
  assert_int_equal(the_action(&table, 0)->owner, ACTION_YES);
  step = (Step){ .table = &table, .deed = GIVE, .whom = PEOPLE - 1, .days = 1 };
  assert_false(test_as(table.world, 1, do_step, &step)); /* is not in the group */
  step = (Step){ .table = &table, .deed = GIVE, .whom = -1, .days = 1, .outside = "The council" };
  assert_true(test_as(table.world, 1, do_step, &step));
  assert_int_equal(the_action(&table, 0)->owner, ACTION_OUTSIDE);
  table.days_on = 9;
  assert_int_equal(count_all(&table, false).outside.due, 1);
}

static void
words_written_at_the_same_time_both_stay(void **state)
{
  Table table;
  Step step = { .table = &table, .deed = TELL, .state = ACTION_DONE };

  begin(*state, &table);
  assert_true(add(&table, 0, 0, 5));
  assert_true(test_as(table.world, 0, do_step, &step));
  step.state = ACTION_PARTLY; /* had not read that it is done */
  assert_true(test_as(table.world, 1, do_step, &step));
  assert_int_equal(the_action(&table, 0)->state, ACTION_TWO);
  table.days_on = 9;
  assert_int_equal(count_all(&table, false).all.in_time, 0);

  Txn *txn = test_look(table.world);
  const ActionWord *words = actions_words(txn, table.world->arena, table.actions[0]);

  assert_true(words[0].stands && words[1].stands && words[2].id == 0);
  test_end_look(txn);
  table.days_on = 0;
  assert_true(tell(&table, 1, 0, ACTION_DONE)); /* read both */
  assert_int_equal(the_action(&table, 0)->state, ACTION_DONE);
  table.days_on = 9;
  assert_int_equal(count_all(&table, false).all.in_time, 1);
  assert_int_equal(count_all(&table, true).all.due, 0); /* of no shared meeting */
}

/* ---- minutes ---- */

typedef struct {
  TestMinutes minutes;
  bool is_agreed;
  int64_t action_id;
} InMinutes;

static void
write_in_minutes(World *world, Txn *txn, const Act *act, const void *data)
{
  InMinutes *in = *(InMinutes *const *)data;
  const Meeting *meeting;

  if (!in->minutes.meeting_id)
    test_minutes_fill(txn, act, &in->minutes, world->refusals);
  meeting = meetings_find(txn, world->arena, world->group_id, in->minutes.meeting_id);
  if (in->is_agreed) {
    minutes_answer(txn, act, minutes_corrections(txn, world->arena, meeting->id), meeting->id, true,
                   "", world->refusals);
    minutes_agree(txn, act, meeting,
                  meetings_find(txn, world->arena, world->group_id, in->minutes.later_id),
                  world->refusals);
    assert_int_equal(refusals_count(world->refusals), 0);
  }
  actions_add(txn, act, world->group_id,
              &(ActionWish){ .words = "Buy paint",
                             .due_us = act->at_us + US_PER_DAY,
                             .owner_id = act->member_id,
                             .yes_by = "",
                             .outside = "",
                             .meeting_id = meeting->id,
                             .item_id = in->minutes.item_id },
              world->refusals, &in->action_id);
}

static void
agreed_minutes_get_no_more_of_them(void **state)
{
  Table table;
  InMinutes in = { .action_id = 0 }, *data = &in;
  ActionCounts counts;

  begin(*state, &table);
  in.minutes = (TestMinutes){ .group_id = table.world->group_id,
                              .member_id = table.world->people[0],
                              .other_id = table.world->people[1],
                              .correction = "No" };
  assert_true(test_as(table.world, 0, write_in_minutes, &data));
  in.is_agreed = true;
  assert_false(test_as(table.world, 0, write_in_minutes, &data));

  Txn *txn = test_look(table.world);
  const GroupAction *found = actions_of_meeting(txn, table.world->arena, in.minutes.meeting_id);

  assert_true(found[0].id != 0 && found[1].id == 0);
  test_end_look(txn);
  table.days_on = 9;
  counts = count_all(&table, true);
  assert_int_equal(counts.all.due, 1); /* the meeting is a shared one */
  assert_false(counts.is_by_side);     /* the owner does not show their role */
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(no_trick_makes_the_count_better, open_world, test_world_close),
    cmocka_unit_test_setup_teardown(done_in_time_never_lowers_it, open_world, test_world_close),
    cmocka_unit_test_setup_teardown(nobody_has_a_task_without_their_yes, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(words_written_at_the_same_time_both_stay, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(agreed_minutes_get_no_more_of_them, open_world,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
