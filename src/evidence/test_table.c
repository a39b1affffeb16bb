/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A group at whose table all sides sit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "evidence/test_table.h"

#include "base/clock.h"
#include "decisions/record.h"
#include "evidence/account.h"
#include "groups/places.h"
#include "groups/texts.h"
#include "meetings/actions.h"
#include "meetings/minutes.h"
#include "meetings/needs.h"
#include "papers/papers.h"
#include "people/kinds.h"
#include "safety/safety.h"

static const char *const roles[PEOPLE] = { "front-line-worker", "uses-services", "uses-services",
                                           "family-carer", "manager" };

static void
show_role(World *world, Txn *txn, const Act *act, const void *role)
{
  places_set_role(txn, act, world->group_id, role, true, world->refusals);
}

/* They are in the group since long. */
static void
age(World *world, Txn *txn, const Act *act, const void *data)
{
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE group_member SET since_us = 1 WHERE community_id = ?1 AND group_id = ?2");
  g_autoptr(Query) sides = db_change(
      txn, act, "UPDATE group_side SET from_us = 1 WHERE community_id = ?1 AND group_id = ?2");

  (void)data;
  bind_int(q, 2, world->group_id);
  query_run(q);
  bind_int(sides, 2, world->group_id);
  query_run(sides);
}

int
test_table_open(void **state)
{
  static const char *const further[] = { "papers/papers",
                                         "meetings/meetings",
                                         "meetings/agenda",
                                         "meetings/feedback",
                                         "meetings/calendars",
                                         "meetings/actions",
                                         "meetings/needs",
                                         "meetings/day",
                                         "decisions/decisions",
                                         "decisions/record",
                                         "resources/resources",
                                         "evidence/evidence",
                                         NULL };
  static const LogKind *const kinds[] = { people_log_kinds,    safety_log_kinds,
                                          groups_log_kinds,    papers_log_kinds,
                                          meetings_log_kinds,  agenda_log_kinds,
                                          minutes_log_kinds,   feedback_log_kinds,
                                          actions_log_kinds,   needs_log_kinds,
                                          decisions_log_kinds, record_log_kinds,
                                          evidence_log_kinds,  NULL };

  if (test_world_open_with(state, further, kinds) != 0)
    return -1;

  World *world = *state;

  assert_true(test_as(world, 0, test_start, &(StartWish){ "The table", true, true }));
  assert_true(test_as(world, 0, show_role, roles[0]));
  for (int i = 1; i < PEOPLE; i++)
    assert_true(test_as(world, i, test_join_shown, roles[i]));
  assert_true(test_as(world, 0, age, NULL));
  return 0;
}

int64_t test_table_meeting_id;

static void
meet(World *world, Txn *txn, const Act *act, const void *data)
{
  const TestMeeting *wish = data;
  const MeetingWish words = { .title = "At the table",
                              .about = "",
                              .breaks = "",
                              .online = "",
                              .dial_in = "",
                              .kind = wish->kind };
  const int64_t starts_at_us = act->at_us - wish->days_ago * US_PER_DAY;
  int64_t came[PEOPLE];
  int count = 0;

  meetings_write_down(txn, act, world->group_id, &words, starts_at_us, starts_at_us + US_PER_HOUR,
                      world->refusals, &test_table_meeting_id);
  for (; wish->came && wish->came[count] >= 0; count++)
    came[count] = world->people[wish->came[count]];
  if (wish->came)
    minutes_set_present(
        txn, act, meetings_find(txn, world->arena, world->group_id, test_table_meeting_id), came,
        count,
        &(Minutes){
            .others_use = wish->others_use, .others_work = wish->others_work, .absent = "" },
        world->refusals);
}

int64_t
test_table_meet(World *world, const TestMeeting *meeting)
{
  assert_true(test_as(world, 0, meet, meeting));
  return test_table_meeting_id;
}

Shared
test_table_look(World *world, FigurePart part, int64_t people)
{
  Txn *txn = test_look(world);
  const Act act = test_db_act(world->test, RIVERSIDE, 0);
  const Shared *shared = shared_find(txn, world->arena,
                                     &(SharedWish){ .part = part,
                                                    .group_id = world->group_id,
                                                    .people = people,
                                                    .now_us = act.at_us,
                                                    .viewer_id = world->people[1] });
  const Shared found = *shared;

  test_end_look(txn);
  return found;
}

Figure
test_table_figure(World *world, FigureKind kind)
{
  return test_table_look(world, figure_part(kind), PEOPLE).figures[kind];
}

const Meeting *
test_table_meeting(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, test_table_meeting_id);
}
