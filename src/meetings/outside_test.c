/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Somebody from outside who leads a meeting, on both engines (R68, R70), by a random history that
 * is told a second time beside: who asked in private stands in nobody's view but theirs, one waits
 * at a time, only whoever is asked answers before the day is over, and all read the answer. And who
 * led counts as somebody from outside (indicator 13). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "groups/duties.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/outside.h"
#include "meetings/tally.h"
#include "meetings/test_meeting.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { IN_GROUP = 4, STEPS = 120, AHEAD_DAYS = 20 };

typedef struct {
  int64_t id;
  int from, to;
  bool is_private;
  OutsideState state;
  int64_t asked_at_us;
} Told;

typedef struct {
  World *world;
  int64_t meeting_id;
  int64_t starts_at_us;
  Told told[STEPS];
  int count;
} Table;

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers",    "meetings/meetings", "meetings/agenda",
                                         "meetings/actions", "meetings/hard",     NULL };
  static const LogKind *const kinds[] = { people_log_kinds,
                                          safety_log_kinds,
                                          groups_log_kinds,
                                          meetings_log_kinds,
                                          agenda_log_kinds,
                                          hard_log_kinds,
                                          NULL };

  return test_world_open_with(state, further, kinds);
}

static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;

  table->starts_at_us = act->at_us + AHEAD_DAYS * US_PER_DAY;
  table->meeting_id =
      test_meeting_call(txn, act, world->group_id, table->starts_at_us, world->refusals);
}

/* Two lead the group through; nobody is an organiser. */
static void
begin(World *world, Table *table)
{
  *table = (Table){ .world = world };
  test_start_open(world, "Outside", IN_GROUP, NULL);
  assert_true(test_as(world, 0, test_take_duty, "facilitator"));
  assert_true(test_as(world, 1, test_take_duty, "co-chair"));
  assert_true(test_as(world, 0, call, &table));
}

typedef enum { ASK, ANSWER_YES_TO, ANSWER_NO_TO, BACK, DEEDS } Deed;

typedef struct {
  Table *table;
  Deed deed;
  int nth, to;
  bool is_private;
} Step;

static void
do_step(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  const Table *table = step->table;
  const OutsideAsk *ask =
      step->deed == ASK
          ? NULL
          : outside_find(txn, world->arena, table->told[step->nth].id, act->member_id, act->at_us);

  if (step->deed == ASK)
    outside_ask(txn, act, meetings_find(txn, world->arena, world->group_id, table->meeting_id),
                &(OutsideWish){ world->people[step->to], "We are stuck", step->is_private },
                world->refusals);
  else if (ask && step->deed == BACK)
    outside_take_back(txn, act, ask);
  else if (ask)
    outside_answer(txn, act, ask,
                   &(OutsideAnswer){ .is_possible = step->deed == ANSWER_YES_TO,
                                     .who = "Somebody from the library",
                                     .interests = "None",
                                     .because = "Nobody has time" },
                   world->refusals);
}

static void
compare_one(const Table *table, const Told *told, int who, const OutsideAsk *ask)
{
  const World *world = table->world;
  const bool is_asker = told->from == who, is_asked = told->to == who;

  assert_int_equal(ask->state, told->state);
  assert_int_equal(ask->is_mine, is_asker);
  assert_int_equal(ask->asked_by_name != NULL, is_asker || !told->is_private);
  if (ask->asked_by_name)
    assert_string_equal(ask->asked_by_name, test_names[told->from]);
  assert_string_equal(ask->to_name, test_names[told->to]);
  assert_string_equal(ask->words, is_asker || is_asked ? "We are stuck" : "");
  assert_true(ask->answer_by_us == told->asked_at_us + 7 * US_PER_DAY);
  if (told->state == OUTSIDE_YES)
    assert_string_equal(ask->who, "Somebody from the library");
  if (told->state == OUTSIDE_NO)
    assert_string_equal(ask->because, "Nobody has time");
  (void)world;
}

/* All read how it stands; nobody but the asker who asked in private. */
static void
compare(const Table *table)
{
  World *world = table->world;
  Txn *txn = test_look(world);

  for (int who = 0; who < IN_GROUP; who++) {
    const OutsideAsk *list =
        outside_list(txn, world->arena, table->meeting_id, world->people[who], table->starts_at_us);

    for (int i = table->count - 1; i >= 0; i--) {
      if (table->told[i].state == OUTSIDE_BACK)
        continue;
      assert_true(list->id == table->told[i].id);
      compare_one(table, &table->told[i], who, list++);
    }
    assert_int_equal(list->id, 0);
  }
  test_end_look(txn);
}

static bool
is_going(const Table *table)
{
  for (int i = 0; i < table->count; i++)
    if (table->told[i].state == OUTSIDE_WAITING || table->told[i].state == OUTSIDE_YES)
      return true;
  return false;
}

static void
tell_again(Table *table, const Step *step, int who)
{
  Told *told = &table->told[step->nth];
  const bool may_answer =
      told->to == who && (told->state == OUTSIDE_WAITING || told->state == OUTSIDE_YES);

  if (step->deed == BACK && told->from == who && told->state == OUTSIDE_WAITING)
    told->state = OUTSIDE_BACK;
  if (step->deed == ANSWER_YES_TO && may_answer)
    told->state = OUTSIDE_YES;
  if (step->deed == ANSWER_NO_TO && may_answer)
    told->state = OUTSIDE_NO;
}

static void
note_asked(Table *table, const Step *step, int who)
{
  World *world = table->world;
  Txn *txn = test_look(world);
  const OutsideAsk *newest =
      outside_list(txn, world->arena, table->meeting_id, world->people[who], 0);

  table->told[table->count++] = (Told){ .id = newest->id,
                                        .from = who,
                                        .to = step->to,
                                        .is_private = step->is_private,
                                        .asked_at_us = newest->asked_at_us };
  test_end_look(txn);
}

static void
all_read_the_answer_and_nobody_who_asked_in_private(void **state)
{
  for (guint seed = 0; seed < 4; seed++) {
    Table table;
    g_autoptr(GRand) random = g_rand_new_with_seed(68 + seed);

    if (seed == 0)
      begin(*state, &table);
    else {
      table = (Table){ .world = *state };
      Table *at = &table;

      assert_true(test_as(table.world, 0, call, &at));
    }
    for (int i = 0; i < STEPS / 4; i++) {
      const int who = g_rand_int_range(random, 0, IN_GROUP);
      Step step = { .table = &table,
                    .deed = table.count ? (Deed)g_rand_int_range(random, 0, DEEDS) : ASK,
                    .to = g_rand_int_range(random, 0, IN_GROUP),
                    .is_private = g_rand_boolean(random) };

      step.nth = table.count ? g_rand_int_range(random, 0, table.count) : 0;

      const bool may_ask =
          step.to < 2 && step.to != who && !is_going(&table) && table.count < OUTSIDE_MOST;
      const bool is_kept = test_as(table.world, who, do_step, &step);

      if (step.deed == ASK)
        assert_int_equal(is_kept, may_ask);
      else
        tell_again(&table, &step, who);
      if (step.deed == ASK && is_kept)
        note_asked(&table, &step, who);
      compare(&table);
    }
    assert_true(table.count > 0);
  }
}

static void
whoever_arranges_answers_when_the_day_is_over(void **state)
{
  Table table;
  Step step = { .table = &table, .deed = ASK, .to = 0, .is_private = true };

  begin(*state, &table);
  assert_true(test_as(table.world, 3, do_step, &step));
  note_asked(&table, &step, 3);

  World *world = table.world;
  Txn *txn = test_look(world);
  const OutsideAsk *ask =
      outside_find(txn, world->arena, table.told[0].id, world->people[1], table.starts_at_us - 1);
  const int64_t before_us = ask->answer_by_us, after_us = ask->answer_by_us + 1;

  assert_true(outside_may_answer(txn, ask, world->people[0], before_us));
  assert_false(outside_may_answer(txn, ask, world->people[1], before_us));
  assert_true(outside_may_answer(txn, ask, world->people[1], after_us));
  assert_false(outside_may_answer(txn, ask, world->people[2], after_us));
  assert_false(outside_may_answer(txn, ask, world->people[3], after_us));
  assert_true(test_first_waiting(txn, OUTSIDE_WAITS, world->people[0], before_us, false, 0) ==
              ask->id);
  assert_int_equal(test_first_waiting(txn, OUTSIDE_WAITS, world->people[3], before_us, false, 0),
                   0);
  assert_int_equal(
      test_first_waiting(txn, OUTSIDE_WAITS, world->people[0], table.starts_at_us, false, 0), 0);
  ask = outside_find(txn, world->arena, table.told[0].id, world->people[0], table.starts_at_us);
  assert_false(outside_may_answer(txn, ask, world->people[0], table.starts_at_us));
  test_end_look(txn);
}

static void
a_meeting_led_from_outside_counts_so(void **state)
{
  Table table;
  Step step = { .table = &table, .deed = ASK, .to = 0 };

  begin(*state, &table);

  World *world = table.world;
  TallyWish wish = { .group_id = world->group_id,
                     .now_us = table.starts_at_us + US_PER_DAY,
                     .meeting_id = table.meeting_id };
  Txn *txn = test_look(world);

  assert_int_equal(meetings_tally(txn, world->arena, &wish)->meetings[0].led, LED_NOBODY);
  test_end_look(txn);
  assert_true(test_as(world, 2, do_step, &step));
  note_asked(&table, &step, 2);
  step.deed = ANSWER_YES_TO;
  assert_true(test_as(world, 0, do_step, &step));
  txn = test_look(world);
  assert_int_equal(meetings_tally(txn, world->arena, &wish)->meetings[0].led, LED_OTHER);
  test_end_look(txn);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(all_read_the_answer_and_nobody_who_asked_in_private, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(whoever_arranges_answers_when_the_day_is_over, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(a_meeting_led_from_outside_counts_so, open_world,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
