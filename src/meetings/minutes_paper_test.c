/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Minutes as a paper, on both engines (R66, R97): one paper whose newer states are its versions;
 * no name of whose task it is; what people wrote stays their words, whatever signs are in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "commonmark/parts.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/actions.h"
#include "meetings/minutes_paper.h"
#include "meetings/test_agenda.h"
#include "papers/releases.h"
#include "papers/versions.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { LINES = 12 };

static const char *const lines[LINES + 1] = {
  "# We are loud",      "1. The bus is late", "> and so on",        "*No* to __this__",
  "A [link](http://x)", "<b>bold</b> words",  "`code` is not ours", "=== and ---",
  "Fish &amp; chips",   "a_b_c and ~~gone~~", "| a | b |",          "\\ back",
};

typedef struct {
  World *world;
  TestMinutes minutes;
  int64_t paper_id;
} Table;

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                         "meetings/actions", NULL };
  static const LogKind *const kinds[] = { people_log_kinds,   safety_log_kinds, groups_log_kinds,
                                          meetings_log_kinds, agenda_log_kinds, minutes_log_kinds,
                                          actions_log_kinds,  papers_log_kinds, NULL };

  return test_world_open_with(state, further, kinds);
}

static MinutesPaperSetting
setting(void)
{
  return (MinutesPaperSetting){ .lang = lang_find("en-GB"),
                                .time_zone = "Europe/London",
                                .origin = "http://localhost" };
}

static const Meeting *
the_meeting(Table *table, Txn *txn)
{
  return meetings_find(txn, table->world->arena, table->world->group_id, table->minutes.meeting_id);
}

/* A draft of minutes, and something that the writer will do. */
static void
write_all(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;
  int64_t id = 0;

  table->minutes = (TestMinutes){ .group_id = world->group_id,
                                  .member_id = world->people[0],
                                  .other_id = world->people[1],
                                  .correction = "It was blue",
                                  .is_draft = true };
  test_minutes_fill(txn, act, &table->minutes, world->refusals);
  actions_add(txn, act, world->group_id,
              &(ActionWish){ .words = "Buy the paint",
                             .due_us = act->at_us + US_PER_DAY,
                             .owner_id = act->member_id,
                             .yes_by = "",
                             .outside = "",
                             .meeting_id = table->minutes.meeting_id,
                             .item_id = table->minutes.item_id },
              world->refusals, &id);
}

static void
make(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;
  const MinutesPaperSetting how = setting();
  int64_t id = 0;

  minutes_paper_make(txn, act, the_meeting(table, txn), &how, world->refusals, &id);
  if (refusals_count(world->refusals) > 0)
    return;
  assert_true(table->paper_id == 0 || table->paper_id == id); /* always the same paper */
  table->paper_id = id;
}

static void
open(World *world, Txn *txn, const Act *act, const void *data)
{
  minutes_open(txn, act, the_meeting(*(Table *const *)data, txn), world->refusals);
}

static void
send(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;
  int64_t release_id = 0;

  releases_start(txn, act, table->paper_id, world->people, 2, "http://localhost", world->refusals,
                 &release_id);
  releases_release(txn, act, release_id, "It cannot wait", world->refusals);
}

static void
correct(World *world, Txn *txn, const Act *act, const void *data)
{
  minutes_correct(txn, act, the_meeting(*(Table *const *)data, txn), "It was blue",
                  world->refusals);
}

static void
begin(World *world, Table *table)
{
  Table *data = table;

  *table = (Table){ .world = world };
  test_start_open(world, "Papers", 2, NULL);
  assert_true(test_as(world, 0, write_all, &data));
}

/* ---- the tests ---- */

/* For the first one, who organises: minutes that were never sent, 0, or a newer version, 1. */
static bool
waits(const Table *table, Txn *txn, int kind)
{
  return test_first_waiting(txn, MINUTES_PAPERS_WAIT, table->world->people[0], clock_now_us(), true,
                            kind) != 0;
}

static void
a_newer_state_is_a_version_of_the_same_paper(void **state)
{
  Table table, *data = &table;
  Txn *txn;

  begin(*state, &table);
  assert_false(test_as(table.world, 0, make, &data)); /* still being written */
  assert_true(test_as(table.world, 0, open, &data));
  assert_true(test_as(table.world, 0, make, &data));
  assert_false(test_as(table.world, 0, make, &data)); /* nothing is new */

  txn = test_look(table.world);
  const Paper *paper = minutes_paper_find(txn, table.world->arena, table.minutes.meeting_id);

  assert_true(!paper->is_sent && !paper->is_change);
  assert_non_null(strstr(paper->source, "Green is calm"));
  assert_non_null(strstr(paper->source, "We paint it green"));
  assert_non_null(strstr(paper->source, "Buy the paint"));
  assert_non_null(strstr(paper->source, "The bus did not run"));
  assert_non_null(strstr(paper->source, "2 people of the group"));
  for (int i = 0; i < PEOPLE; i++)
    assert_null(strstr(paper->source, test_names[i]));
  assert_true(waits(&table, txn, 0));
  test_end_look(txn);

  assert_true(test_as(table.world, 0, send, &data));
  txn = test_look(table.world);
  assert_false(waits(&table, txn, 0));
  test_end_look(txn);
  assert_true(test_as(table.world, 1, correct, &data));
  assert_true(test_as(table.world, 0, make, &data));
  txn = test_look(table.world);
  paper = minutes_paper_find(txn, table.world->arena, table.minutes.meeting_id);
  assert_true(paper->is_change);
  assert_non_null(strstr(paper->source, "It was blue"));
  assert_null(strstr(papers_find(txn, table.world->arena, table.paper_id)->source, "It was blue"));
  assert_true(waits(&table, txn, 1));
  test_end_look(txn);
}

static void
write_signs(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;
  g_autofree char *all = g_strjoinv("\n", (char **)(void *)lines);

  minutes_write(txn, act, the_meeting(table, txn),
                &(MinutesWish){ .item_id = table->minutes.item_id, .said = all, .decided = "" },
                world->refusals);
}

static void
what_people_wrote_stays_their_words(void **state)
{
  Table table, *data = &table;
  const MinutesPaperSetting how = setting();

  begin(*state, &table);
  assert_true(test_as(table.world, 0, write_signs, &data));

  Txn *txn = test_look(table.world);
  const char *source =
      minutes_paper_source(txn, table.world->arena, the_meeting(&table, txn), &how);
  g_autoptr(GPtrArray) parts = commonmark_parts_of(source, "Title");
  int found = 0;

  test_end_look(txn);
  for (int i = 0; i < LINES; i++)
    for (guint p = 0; p < parts->len; p++) {
      const PaperPart *part = g_ptr_array_index(parts, p);

      found += part->level == 0 && !part->is_in_table && strcmp(part->words, lines[i]) == 0;
    }
  assert_int_equal(found, LINES);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_newer_state_is_a_version_of_the_same_paper, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(what_people_wrote_stays_their_words, open_world,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
