/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The agenda's clock (R64) on both engines: it goes where it is put, tells the minutes that are
 * left, and leaves nothing behind, neither a row nor a line of the record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/test_world.h"
#include "meetings/agenda_clock.h"
#include "meetings/test_meeting.h"
#include "people/kinds.h"
#include "safety/safety.h"

enum { TALK_MINUTES = 15 };

typedef struct {
  int64_t meeting_id, coming_id, item_id;
} Table;

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                         "meetings/day", NULL };
  static const LogKind *const kinds[] = { people_log_kinds,   safety_log_kinds, groups_log_kinds,
                                          meetings_log_kinds, agenda_log_kinds, NULL };

  return test_world_open_with(state, further, kinds);
}

static const Agenda *
agenda_of(World *world, Txn *txn, int64_t meeting_id)
{
  return agenda_find(txn, world->arena,
                     meetings_find(txn, world->arena, world->group_id, meeting_id));
}

static void
meet(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;

  table->meeting_id = test_meeting_call(txn, act, world->group_id, act->at_us, world->refusals);
  table->coming_id =
      test_meeting_call(txn, act, world->group_id, act->at_us + US_PER_DAY, world->refusals);
  for (int i = 0; i < 2; i++)
    agenda_add(txn, act, meetings_find(txn, world->arena, world->group_id, table->meeting_id),
               &(AgendaWish){ .title = i ? "The bus" : "The colours",
                              .why = "",
                              .minutes = i ? 0 : TALK_MINUTES,
                              .asked_by = act->member_id,
                              .way = "page" },
               world->refusals);
  table->item_id = agenda_of(world, txn, table->meeting_id)->items[1].id;
}

static void
begin(World *world, Table *table)
{
  StartWish wish = { "Clocks", true, true };

  assert_true(test_as(world, 0, test_start, &wish));
  assert_true(test_as(world, 0, meet, &table));
}

typedef struct {
  int64_t meeting_id;
  int nth; /* item; -1: stop */
} Move;

static void
move(World *world, Txn *txn, const Act *act, const void *data)
{
  const Move *wish = data;
  const Agenda *agenda = agenda_of(world, txn, wish->meeting_id);

  if (wish->nth < 0)
    agenda_clock_stop(txn, act, wish->meeting_id);
  else
    agenda_clock_set(txn, act, meetings_find(txn, world->arena, world->group_id, wish->meeting_id),
                     wish->nth < agenda->count ? &agenda->items[wish->nth] : NULL, world->refusals);
}

static bool
put_at(World *world, int64_t meeting_id, int nth)
{
  return test_as(world, 0, move, &(Move){ meeting_id, nth });
}

static AgendaClock
clock_at(World *world, int64_t meeting_id, int64_t after_us)
{
  Txn *txn = test_look(world);
  const AgendaClock clock =
      agenda_clock_find(txn, agenda_of(world, txn, meeting_id), meeting_id, after_us);

  test_end_look(txn);
  return clock;
}

/* Lines of the record, and rows of clocks. */
static void
count_rows(World *world, int64_t *ret_lines, int64_t *ret_clocks)
{
  Txn *txn = test_look(world);
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT (SELECT count(*) FROM log_entry WHERE community_id = ?1),"
                      " (SELECT count(*) FROM meeting_clock WHERE community_id = ?1)");

    assert_true(query_next(q));
    *ret_lines = col_int(q, 0);
    *ret_clocks = col_int(q, 1);
  }
  test_end_look(txn);
}

static void
the_clock_goes_where_it_is_put_and_leaves_nothing(void **state)
{
  World *world = *state;
  Table table;

  begin(world, &table);

  const int64_t id = table.meeting_id, now_us = clock_now_us();
  int64_t lines_before = 0, lines = 0, clocks = 0;

  count_rows(world, &lines_before, &clocks);
  assert_null(clock_at(world, id, now_us).now);
  assert_true(put_at(world, id, 0));
  assert_true(clock_at(world, id, now_us).now->is_connect);
  assert_int_equal(clock_at(world, id, now_us).next->id, table.item_id);
  assert_true(put_at(world, id, 1));

  const AgendaClock clock = clock_at(world, id, now_us);

  assert_int_equal(clock.now->id, table.item_id);
  assert_string_equal(clock.next->title, "The bus");
  assert_int_equal(clock.ends_us - clock.since_us, TALK_MINUTES * US_PER_MINUTE);
  assert_true(put_at(world, id, 1)); /* pressed twice: it does not begin anew */
  assert_int_equal(clock_at(world, id, now_us).since_us, clock.since_us);
  assert_true(put_at(world, id, 2));
  assert_null(clock_at(world, id, now_us).next);
  assert_int_equal(clock_at(world, id, now_us).ends_us, 0); /* its minutes were not said */
  assert_null(clock_at(world, id, now_us + 2 * US_PER_DAY).now);
  assert_true(put_at(world, id, -1));
  assert_null(clock_at(world, id, now_us).now);
  count_rows(world, &lines, &clocks);
  assert_int_equal(clocks, 0);
  assert_int_equal(lines, lines_before);
}

static void
take_back(World *world, Txn *txn, const Act *act, const void *data)
{
  const Table *table = data;

  agenda_take_back(txn, act, agenda_item(agenda_of(world, txn, table->meeting_id), table->item_id),
                   world->refusals);
}

static void
what_is_not_talked_about_is_refused(void **state)
{
  World *world = *state;
  Table table;

  begin(world, &table);
  assert_false(put_at(world, table.coming_id, 0));
  assert_false(put_at(world, table.meeting_id, 9));
  assert_true(put_at(world, table.meeting_id, 1));
  assert_true(test_as(world, 0, take_back, &table));
  assert_null(clock_at(world, table.meeting_id, clock_now_us()).now);
  assert_false(put_at(world, table.meeting_id, 2)); /* it stands last now */
}

static void
minutes_that_are_left_count_whole(void **state)
{
  static const struct {
    int64_t left_us, minutes;
  } rows[] = { { US_PER_MINUTE, 1 },   { US_PER_MINUTE + 1, 2 }, { 1, 1 }, { 0, 0 }, { -1, 0 },
               { -US_PER_MINUTE, -1 }, { -90 * US_PER_S, -1 } };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    assert_int_equal(agenda_clock_minutes_left(&(AgendaClock){ .ends_us = US_PER_DAY },
                                               US_PER_DAY - rows[i].left_us),
                     rows[i].minutes);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(minutes_that_are_left_count_whole),
    cmocka_unit_test_setup_teardown(the_clock_goes_where_it_is_put_and_leaves_nothing, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(what_is_not_talked_about_is_refused, open_world,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
