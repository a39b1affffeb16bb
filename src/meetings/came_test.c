/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Signing in at the door (R64, R66) on both engines, by random histories told a second time beside:
 * who came and how many others is what was pressed last; and the door's address opens its own
 * meeting alone, on its day alone. */
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
#include "meetings/came.h"
#include "meetings/door.h"
#include "meetings/test_meeting.h"
#include "people/community_keys.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { IN_GROUP = 4, STEPS = 150 };

typedef struct {
  World *world;
  int64_t meeting_id, later_id, started_us;
} Table;

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                         NULL };
  static const LogKind *const kinds[] = { people_log_kinds,
                                          safety_log_kinds,
                                          groups_log_kinds,
                                          meetings_log_kinds,
                                          agenda_log_kinds,
                                          minutes_log_kinds,
                                          NULL };

  return test_world_open_with(state, further, kinds);
}

/* One begins in an hour: people come in already. The other one tomorrow. */
static void
meet(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;

  community_keys_ensure(txn, act);
  table->started_us = act->at_us + US_PER_HOUR;
  table->meeting_id =
      test_meeting_call(txn, act, world->group_id, table->started_us, world->refusals);
  table->later_id =
      test_meeting_call(txn, act, world->group_id, act->at_us + US_PER_DAY, world->refusals);
}

static void
begin(World *world, Table *table)
{
  table->world = world;
  test_start_open(world, "Doors", IN_GROUP, NULL);
  assert_true(test_as(world, 0, meet, &table));
}

/* ---- who came ---- */

typedef struct {
  int64_t meeting_id;
  int who; /* -1: a guest */
  int by;  /* 1: is here; -1: taken back */
  Guest guest;
} Press;

static void
press(World *world, Txn *txn, const Act *act, const void *data)
{
  const Press *wish = data;
  const Meeting *meeting = meetings_find(txn, world->arena, world->group_id, wish->meeting_id);

  if (wish->who < 0)
    came_count_guest(txn, act, meeting, wish->guest, wish->by, world->refusals);
  else if (wish->by > 0)
    came_note(txn, act, meeting, world->people[wish->who], world->refusals);
  else
    came_take_back(txn, act, meeting, world->people[wish->who], world->refusals);
}

typedef struct {
  bool is_here[PEOPLE];
  int guests[GUEST_COUNT];
} Told;

static void
compare(Table *table, const Told *told)
{
  World *world = table->world;
  Txn *txn = test_look(world);
  const Minutes *minutes = minutes_find(txn, world->arena, table->meeting_id);
  const int64_t others[GUEST_COUNT] = { minutes->others_use, minutes->others_care,
                                        minutes->others_near, minutes->others_work,
                                        minutes->others_else };
  int all = 0, down = 0;

  for (int i = 0; i < PEOPLE; i++) {
    assert_int_equal(came_is_down(txn, table->meeting_id, world->people[i]), told->is_here[i]);
    all += told->is_here[i];
  }
  for (const Present *one = minutes_present(txn, world->arena, table->meeting_id); one->member_id;
       one++)
    down++;
  assert_int_equal(down, all);
  for (Guest guest = 0; guest < GUEST_COUNT; guest++) {
    assert_int_equal(others[guest], told->guests[guest]);
    all += told->guests[guest];
  }
  assert_int_equal(came_count(txn, table->meeting_id), all);
  test_end_look(txn);
}

static void
who_came_is_what_was_pressed_last(void **state)
{
  World *world = *state;
  g_autoptr(GRand) chance = g_rand_new_with_seed(64);
  Table table;
  Told told = { 0 };

  begin(world, &table);
  for (int step = 0; step < STEPS; step++) {
    const Press wish = { table.meeting_id, g_rand_int_range(chance, -1, PEOPLE),
                         g_rand_boolean(chance) ? 1 : -1,
                         (Guest)g_rand_int_range(chance, 0, GUEST_COUNT) };
    const bool is_guest = wish.who < 0;
    const bool may = !is_guest || told.guests[wish.guest] + wish.by >= 0;

    assert_int_equal(test_as(world, 0, press, &wish), may);
    if (is_guest && may)
      told.guests[wish.guest] += wish.by;
    else if (wish.who >= 0 && wish.who < IN_GROUP) /* the fifth is not in the group */
      told.is_here[wish.who] = wish.by > 0;
    compare(&table, &told);
  }
}

static void
move(World *world, Txn *txn, const Act *act, const void *data)
{
  const Table *table = *(Table *const *)data;

  meetings_move(txn, act, meetings_find(txn, world->arena, world->group_id, table->meeting_id),
                act->at_us + 9 * US_PER_DAY, 0, "Snow", world->refusals);
  came_forget(txn, act, table->meeting_id);
}

static void
nobody_came_to_what_is_to_come(void **state)
{
  World *world = *state;
  Table table, *at = &table;

  begin(world, &table);
  assert_false(test_as(world, 0, press, &(Press){ table.later_id, 0, 1, 0 }));
  assert_false(test_as(world, 0, press, &(Press){ table.later_id, -1, 1, GUEST_NEAR }));
  assert_true(test_as(world, 0, press, &(Press){ table.meeting_id, 1, 1, 0 }));
  assert_true(test_as(world, 0, move, &at));
  compare(&table, &(Told){ 0 });
}

/* ---- the door ---- */

static bool
opens(World *world, const Door *door, int64_t at_us)
{
  Txn *txn = test_look(world);
  const Meeting *meeting = door_open(txn, world->arena, door, at_us);
  const bool is_open = meeting && meeting->id == door->meeting_id;

  test_end_look(txn);
  return is_open;
}

static Door
make_door(World *world, int64_t meeting_id, int who)
{
  Txn *txn = test_look(world);
  Door door;

  assert_true(door_make(txn, meetings_find(txn, world->arena, world->group_id, meeting_id),
                        world->people[who], &door));
  test_end_look(txn);
  return door;
}

static void
the_door_opens_its_meeting_on_its_day(void **state)
{
  World *world = *state;
  Table table, *at = &table;

  begin(world, &table);

  const Door door = make_door(world, table.meeting_id, 0);
  const int64_t start_us = table.started_us;
  const struct {
    int64_t at_us;
    bool is_open;
  } times[] = {
    { start_us - DAY_EARLY_HOURS * US_PER_HOUR - 1, false },
    { start_us - DAY_EARLY_HOURS * US_PER_HOUR, true },
    { start_us + DAY_LATE_HOURS * US_PER_HOUR - 1, true },
    { start_us + DAY_LATE_HOURS * US_PER_HOUR, false },
  };

  assert_int_equal(strlen(door.token), LINK_TOKEN_LEN);
  for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
    assert_int_equal(opens(world, &door, times[i].at_us), times[i].is_open);

  for (int i = 0; i < LINK_TOKEN_LEN; i++) {
    Door wrong = door;

    wrong.token[i] = wrong.token[i] == 'A' ? 'B' : 'A';
    if (memcmp(wrong.token, door.token, sizeof(door.token)) != 0)
      assert_false(opens(world, &wrong, start_us));
  }

  Door other_meeting = door, other_opener = door, no_token = door, outside;

  other_meeting.meeting_id = table.later_id;
  other_opener.opened_by = world->people[1];
  no_token.token[0] = '\0';
  outside = make_door(world, table.meeting_id, PEOPLE - 1); /* may arrange nothing here */
  assert_false(opens(world, &other_meeting, start_us));
  assert_false(opens(world, &other_opener, start_us));
  assert_false(opens(world, &no_token, start_us));
  assert_false(opens(world, &outside, start_us));

  /* Moved: neither at its old time nor at its new one. */
  assert_true(test_as(world, 0, move, &at));
  assert_false(opens(world, &door, start_us));
  assert_false(opens(world, &door, start_us - US_PER_HOUR + 9 * US_PER_DAY));
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, test_world_close)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    IN_WORLD(who_came_is_what_was_pressed_last),
    IN_WORLD(nobody_came_to_what_is_to_come),
    IN_WORLD(the_door_opens_its_meeting_on_its_day),
  };

  return cmocka_run_group_tests_name("came", tests, NULL, NULL);
}
