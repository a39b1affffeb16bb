/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Minutes on both engines (R66, R70), by random histories told a second time beside: no text that
 * was written ends unless somebody who had read it wrote another one; corrections are by those who
 * were there; and nothing of agreed minutes ever changes. */
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
#include "meetings/minutes.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { IN_GROUP = 4, ITEMS = 3, STEPS = 120 };

typedef struct {
  World *world;
  int64_t meeting_id, later_id;
  int64_t items[ITEMS];
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

static const Meeting *
the_meeting(Table *table, Txn *txn)
{
  return meetings_find(txn, table->world->arena, table->world->group_id, table->meeting_id);
}

static void
meet(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;
  const MeetingWish wish = {
    .title = "Who chooses?", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  meetings_write_down(txn, act, world->group_id, &wish, act->at_us - 9 * US_PER_DAY, 0,
                      world->refusals, &table->meeting_id);
  meetings_write_down(txn, act, world->group_id, &wish, act->at_us - 2 * US_PER_DAY, 0,
                      world->refusals, &table->later_id);
  for (int i = 0; i < ITEMS; i++)
    agenda_add(
        txn, act, the_meeting(table, txn),
        &(AgendaWish){ .title = "Item", .why = "", .asked_by = act->member_id, .way = "page" },
        world->refusals);

  const Agenda *agenda = agenda_find(txn, world->arena, the_meeting(table, txn));

  assert_int_equal(agenda->count, ITEMS + 1);
  for (int i = 0; i < ITEMS; i++)
    table->items[i] = agenda->items[i + 1].id;
}

static void
begin(World *world, Table *table)
{
  table->world = world;
  test_start_open(world, "Minutes", IN_GROUP, NULL);
  assert_true(test_as(world, 0, meet, &table));
}

/* ---- what is done ---- */

typedef enum { WRITE, CAME, OPEN, CORRECT, ANSWER, AGREE, ADD, DEEDS } Deed;

typedef struct {
  Table *table;
  Deed deed;
  int item;
  int64_t seen[4];
  int seen_count;
  const char *words;
} Step;

static void
do_step(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  Table *table = step->table;
  const Meeting *meeting = the_meeting(table, txn);
  const MinutesCorrection *first = minutes_corrections(txn, world->arena, meeting->id);

  while (first->id && first->state != CORRECTION_WAITING)
    first++;
  if (step->deed == WRITE)
    minutes_write(txn, act, meeting,
                  &(MinutesWish){ .item_id = table->items[step->item],
                                  .seen = step->seen,
                                  .seen_count = step->seen_count,
                                  .said = step->words,
                                  .decided = "" },
                  world->refusals);
  else if (step->deed == CAME) /* all but the last two */
    minutes_set_present(txn, act, meeting, world->people, IN_GROUP - 1,
                        &(Minutes){ .others_use = 2, .absent = "The bus" }, world->refusals);
  else if (step->deed == OPEN)
    minutes_open(txn, act, meeting, world->refusals);
  else if (step->deed == CORRECT)
    minutes_correct(txn, act, meeting, step->words, world->refusals);
  else if (step->deed == ANSWER && first->id)
    minutes_answer(txn, act, first, meeting->id, step->item == 0, "It was so", world->refusals);
  else if (step->deed == AGREE)
    minutes_agree(txn, act, meeting,
                  meetings_find(txn, world->arena, world->group_id, table->later_id),
                  world->refusals);
  else if (step->deed == ADD)
    agenda_add(
        txn, act, meeting,
        &(AgendaWish){ .title = "New", .why = "", .asked_by = act->member_id, .way = "page" },
        world->refusals);
}

/* ---- told a second time ---- */

typedef struct {
  int64_t id;
  int item;
  bool stands;
} Told;

/* The newest standing text of an item is the one just written. */
static void
note_written(Table *table, const Step *step, Told *told, int *count)
{
  Txn *txn = test_look(table->world);
  int64_t newest = 0;

  for (const MinutesText *text = minutes_find(txn, table->world->arena, table->meeting_id)->texts;
       text->id; text++)
    if (text->item_id == table->items[step->item])
      newest = MAX(newest, text->id);
  test_end_look(txn);
  for (int s = 0; s < step->seen_count; s++)
    for (int i = 0; i < *count; i++)
      if (told[i].id == step->seen[s] && told[i].item == step->item)
        told[i].stands = false;
  told[(*count)++] = (Told){ newest, step->item, true };
}

static void
compare(Table *table, const Told *told, int count)
{
  Txn *txn = test_look(table->world);
  const MinutesText *text = minutes_find(txn, table->world->arena, table->meeting_id)->texts;
  int standing = 0, expected = 0;

  for (int i = 0; i < count; i++)
    expected += told[i].stands;
  for (; text->id; text++, standing++) {
    bool is_told = false;

    for (int i = 0; i < count; i++)
      is_told |= told[i].id == text->id && told[i].stands;
    assert_true(is_told);
  }
  assert_int_equal(standing, expected);
  test_end_look(txn);
}

static void
no_text_ends_that_nobody_had_read(void **state)
{
  Table table;
  Told told[STEPS];
  int count = 0;
  g_autoptr(GRand) random = g_rand_new_with_seed(64);

  begin(*state, &table);
  for (int i = 0; i < STEPS; i++) {
    g_autofree char *words = g_strdup_printf("Words %d", i);
    Step step = {
      .table = &table, .deed = WRITE, .item = g_rand_int_range(random, 0, ITEMS), .words = words
    };

    /* What they had read: some of all texts there ever were, also of other items. */
    while (count > 0 && step.seen_count < 4 && g_rand_int_range(random, 0, 3) > 0)
      step.seen[step.seen_count++] = told[g_rand_int_range(random, 0, count)].id;
    assert_true(test_as(table.world, g_rand_int_range(random, 0, IN_GROUP), do_step, &step));
    note_written(&table, &step, told, &count);
    compare(&table, told, count);
  }
}

/* ---- names, who was there, agreed ---- */

static bool
step(Table *table, int who, Deed deed, const char *words)
{
  Step one = { .table = table, .deed = deed, .words = words };

  return test_as(table->world, who, do_step, &one);
}

static void
views_stand_without_names(void **state)
{
  Table table;
  g_autofree char *other = g_strdup_printf("then %s, angry, left", test_names[1]);
  g_autofree char *own = g_strdup_printf("%s asks for a ramp", test_names[0]);

  begin(*state, &table);
  assert_false(step(&table, 0, WRITE, other));
  assert_true(step(&table, 0, WRITE, own));
  assert_true(step(&table, 0, WRITE, "Somebody left"));
}

static void
agreed_minutes_never_change(void **state)
{
  Table table;
  g_autoptr(GRand) random = g_rand_new_with_seed(66);

  begin(*state, &table);
  assert_false(step(&table, 0, OPEN, ""));
  assert_true(step(&table, 0, WRITE, "We said much"));
  assert_false(step(&table, 0, OPEN, "")); /* nobody came, so nobody could correct */
  assert_true(step(&table, 0, CAME, ""));
  assert_false(step(&table, 1, CORRECT, "No")); /* still being written */
  assert_true(step(&table, 0, OPEN, ""));
  assert_false(step(&table, IN_GROUP - 1, CORRECT, "I heard otherwise")); /* was not there */
  assert_true(step(&table, 1, CORRECT, "We said little"));
  assert_false(step(&table, 0, AGREE, "")); /* a correction waits */
  assert_true(step(&table, 0, ANSWER, ""));
  assert_true(step(&table, 0, AGREE, ""));

  Txn *txn = test_look(table.world);
  const Minutes *before = minutes_find(txn, table.world->arena, table.meeting_id);

  assert_int_equal(before->state, MINUTES_AGREED);
  test_end_look(txn);
  for (int i = 0; i < STEPS; i++) {
    const Deed deed = (Deed)g_rand_int_range(random, 0, DEEDS);
    const int who = g_rand_int_range(random, 0, IN_GROUP);
    const bool is_kept = step(&table, who, deed, "Otherwise");

    assert_true(!is_kept || deed == CORRECT || deed == ANSWER);
  }
  txn = test_look(table.world);

  const Minutes *after = minutes_find(txn, table.world->arena, table.meeting_id);
  const MinutesCorrection *one = minutes_corrections(txn, table.world->arena, table.meeting_id);

  assert_int_equal(after->agreed_at_us, before->agreed_at_us);
  assert_int_equal(after->texts[0].id, before->texts[0].id);
  assert_string_equal(after->texts[0].said, "We said much");
  assert_int_equal(after->texts[1].id, 0);
  assert_int_equal(agenda_find(txn, table.world->arena, the_meeting(&table, txn))->count,
                   ITEMS + 1);
  assert_int_equal(one->state, CORRECTION_TAKEN_IN);
  for (one++; one->id; one++)
    assert_true(one->is_after && one->state == CORRECTION_BESIDE);
  test_end_look(txn);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(no_text_ends_that_nobody_had_read, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(views_stand_without_names, open_world, test_world_close),
    cmocka_unit_test_setup_teardown(agreed_minutes_never_change, open_world, test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
