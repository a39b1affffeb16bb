/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Agendas on both engines (R64, R66, R67, indicators 2 and 9), by random histories that are told a
 * second time beside: nothing that was asked for is lost, time to connect stays first, only the
 * asker's own word counts, and nothing that was late ever looks in time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "base/ids.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/agenda.h"
#include "meetings/invitations.h"
#include "meetings/slip_agenda.h"
#include "meetings/test_meeting.h"
#include "notices/mail_text.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { IN_GROUP = 4, STEPS = 160, WORLD_MEETINGS = 2 };

typedef struct {
  World *world;
  int64_t meetings[WORLD_MEETINGS];
} Table;

static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                       NULL };

static int
open_world(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds,   safety_log_kinds, groups_log_kinds,
                                          meetings_log_kinds, agenda_log_kinds, NULL };

  return test_world_open_with(state, further, kinds);
}

static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;

  for (int i = 0; i < WORLD_MEETINGS; i++)
    table->meetings[i] = test_meeting_call(txn, act, world->group_id,
                                           act->at_us + (20 + i) * US_PER_DAY, world->refusals);
}

static void
begin(World *world, Table *table)
{
  table->world = world;
  test_start_open(world, "Agendas", IN_GROUP, NULL);
  assert_true(test_as(world, 0, call, &table));
}

/* ---- what is done ---- */

typedef enum { ADD, CONFIRM, DENY, BACK, EARLIER, LATER, CONNECT, MOVE, DAYS, CARRY, DEEDS } Deed;

typedef struct {
  Table *table;
  Deed deed;
  int nth, whom; /* which item, which person */
  int64_t minutes;
  const char *title;
} Step;

static const Meeting *
meeting_now(Table *table, Txn *txn, int which)
{
  return meetings_find(txn, table->world->arena, table->world->group_id, table->meetings[which]);
}

static void
do_to_item(World *world, Txn *txn, const Act *act, const Step *step)
{
  const Agenda *agenda = agenda_find(txn, world->arena, meeting_now(step->table, txn, 0));
  const AgendaItem *item =
      agenda->count > 1 ? &agenda->items[1 + step->nth % (agenda->count - 1)] : NULL;

  if (!item)
    return;
  if (step->deed == CONFIRM || step->deed == DENY)
    agenda_confirm(txn, act, item, step->deed == CONFIRM);
  else if (step->deed == BACK)
    agenda_take_back(txn, act, item, world->refusals);
  else if (step->deed == CARRY)
    agenda_carry_over(txn, act, item, meeting_now(step->table, txn, 1), world->refusals);
  else
    agenda_move(txn, act, agenda, item, step->deed == EARLIER);
}

static void
do_step(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  const Meeting *meeting = meeting_now(step->table, txn, 0);

  if (step->deed == ADD)
    agenda_add(txn, act, meeting,
               &(AgendaWish){ .title = step->title,
                              .why = "",
                              .minutes = step->minutes % 30,
                              .asked_by = world->people[step->whom],
                              .way = "paper" },
               world->refusals);
  else if (step->deed == CONNECT)
    agenda_set_connect(txn, act, meeting, step->minutes, "Why not", world->refusals);
  else if (step->deed == MOVE)
    meetings_move(txn, act, meeting, act->at_us + (1 + step->minutes) * US_PER_HOUR, 0, "Snow",
                  world->refusals);
  else if (step->deed == DAYS)
    agenda_set_paper_days(txn, act, world->group_id, step->minutes, world->refusals);
  else
    do_to_item(world, txn, act, step);
}

/* ---- told a second time ---- */

typedef struct {
  char title[16];
  int by, whom;
  bool is_own, was_late;
} Told;

static const AgendaItem *
by_title(const Agenda *agenda, const char *title)
{
  for (int i = 0; i < agenda->count; i++)
    if (strcmp(agenda->items[i].title, title) == 0)
      return &agenda->items[i];
  return NULL;
}

static void
look(Table *table, Told *told, int count)
{
  World *world = table->world;
  Txn *txn = test_look(world);
  const Meeting *meeting = meeting_now(table, txn, 0);
  const Agenda *agenda = agenda_find(txn, world->arena, meeting);
  const int64_t due_us = MIN(meeting->first_at_us, meeting->starts_at_us) - 7 * US_PER_DAY;

  assert_true(agenda->items[0].is_connect);
  assert_in_range(agenda->items[0].minutes, CONNECT_LEAST, CONNECT_MOST);
  assert_int_equal(agenda->count, count + 1); /* none is lost, none is made up */
  for (int i = 0; i < count; i++) {
    const AgendaItem *item = by_title(agenda, told[i].title);

    assert_non_null(item);
    assert_int_equal(item->entered_by, world->people[told[i].by]);
    assert_int_equal(item->is_late, item->made_at_us > due_us);
    assert_false(told[i].was_late && !item->is_late); /* late once is late for ever */
    told[i].was_late = item->is_late;
    assert_true(item->word == WORD_OWN ? told[i].is_own : !told[i].is_own);
    if (item->word != WORD_NO)
      assert_int_equal(item->asked_by, world->people[told[i].whom]);
  }
  test_end_look(txn);
}

static void
nothing_that_was_asked_for_is_lost(void **state)
{
  Table table;
  Told told[AGENDA_ITEMS_MAX];
  int count = 0;
  g_autoptr(GRand) random = g_rand_new_with_seed(20261126);

  begin(*state, &table);
  for (int i = 0; i < STEPS; i++) {
    const int who = g_rand_int_range(random, 0, IN_GROUP);
    Step step = { .table = &table,
                  .deed = i < 4 ? ADD : (Deed)g_rand_int_range(random, 0, DEEDS),
                  .nth = g_rand_int_range(random, 0, 100),
                  .whom = g_rand_int_range(random, 0, PEOPLE), /* the last is not in the group */
                  .minutes = g_rand_int_range(random, 1, 120) };
    Told *next = &told[count];

    g_snprintf(next->title, sizeof(next->title), "Item %d", i);
    step.title = next->title;

    const bool is_kept = test_as(table.world, who, do_step, &step);

    if (step.deed == ADD && step.whom >= IN_GROUP)
      assert_false(is_kept);
    if (step.deed == ADD && is_kept) {
      next->by = who;
      next->whom = step.whom;
      next->is_own = who == step.whom;
      next->was_late = false;
      count++;
    }
    look(&table, told, count);
  }
  assert_true(count > 5);
}

/* ---- only the asker's word ---- */

static int64_t
waiting_for(Table *table, Txn *txn, int who)
{
  return test_first_waiting(txn, AGENDA_WAITS, table->world->people[who], clock_now_us(), false, 0);
}

static void
only_the_asker_says_that_it_is_theirs(void **state)
{
  Table table;
  const char *const titles[] = { "One", "Two" };

  begin(*state, &table);
  for (size_t i = 0; i < G_N_ELEMENTS(titles); i++) {
    Step add = { .table = &table, .deed = ADD, .whom = 2, .title = titles[i] };

    assert_true(test_as(table.world, 1, do_step, &add));
  }
  for (int who = 0; who < 2; who++) { /* neither the facilitator nor the writer */
    Step yes = { .table = &table, .deed = CONFIRM };

    assert_true(test_as(table.world, who, do_step, &yes));
  }

  Txn *txn = test_look(table.world);
  const Meeting *meeting = meeting_now(&table, txn, 0);

  assert_int_equal(agenda_find(txn, table.world->arena, meeting)->items[1].word, WORD_WAITING);
  assert_int_equal(waiting_for(&table, txn, 2), meeting->id);
  assert_int_equal(waiting_for(&table, txn, 1), 0);
  test_end_look(txn);

  Step yes = { .table = &table, .deed = CONFIRM, .nth = 0 };
  Step no = { .table = &table, .deed = DENY, .nth = 1 };
  Step back = { .table = &table, .deed = BACK, .nth = 0 };

  assert_true(test_as(table.world, 2, do_step, &yes));
  assert_true(test_as(table.world, 2, do_step, &no));
  assert_false(test_as(table.world, 1, do_step, &back)); /* theirs now: not the writer's */
  txn = test_look(table.world);

  const Agenda *agenda = agenda_find(txn, table.world->arena, meeting);

  assert_int_equal(agenda->items[1].word, WORD_YES);
  assert_int_equal(agenda->items[2].word, WORD_NO);
  assert_int_equal(agenda->items[2].asked_by, 0);
  assert_int_equal(waiting_for(&table, txn, 2), 0);
  test_end_look(txn);
}

static void
take_back_later(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *later = meeting_now(*(Table *const *)data, txn, 1);

  agenda_take_back(txn, act, &agenda_find(txn, world->arena, later)->items[1], world->refusals);
}

/* Whoever puts another one's wish on the next agenda cannot take it away there. */
static void
what_is_put_on_the_next_agenda_stays_its_askers(void **state)
{
  Table table, *data = &table;
  const Step add = { .table = &table, .deed = ADD, .whom = 2, .title = "The bus" };
  const Step carry = { .table = &table, .deed = CARRY };

  begin(*state, &table);
  assert_true(test_as(table.world, 2, do_step, &add));
  assert_true(test_as(table.world, 0, do_step, &carry));
  assert_false(test_as(table.world, 0, take_back_later, &data));
  assert_true(test_as(table.world, 2, take_back_later, &data));
}

/* ---- time to connect ---- */

static void
set_connect(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;

  agenda_set_connect(txn, act, meeting_now(table, txn, 0), CONNECT_LEAST, "", world->refusals);
}

static void
add_paper(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;

  agenda_add_paper(txn, act, meeting_now(table, txn, 0), 5, world->refusals);
}

static void
less_time_to_connect_needs_a_reason(void **state)
{
  Table own, *table = &own;
  const int64_t minutes[] = { CONNECT_LEAST - 1, CONNECT_MOST + 1, 0 };

  begin(*state, table);
  assert_false(test_as(table->world, 0, set_connect, &table));
  for (size_t i = 0; i < G_N_ELEMENTS(minutes); i++) {
    Step step = { .table = table, .deed = CONNECT, .minutes = minutes[i] };

    assert_false(test_as(table->world, 0, do_step, &step));
  }
  assert_false(test_as(table->world, 0, add_paper, &table)); /* that did not reach them */
}

/* ---- on paper ---- */

typedef struct {
  int64_t member_id, meeting_id;
  const char *words;
  int kept;
} SlipTyped;

static void
type_slip(World *world, Txn *txn, const Act *act, const void *data)
{
  SlipTyped *typed = *(SlipTyped *const *)data;
  char id[ID_TEXT_SIZE];

  typed->kept += meeting_slip_agenda.put(
      txn, act, typed->member_id, id_to_text(typed->meeting_id, id), typed->words, world->refusals);
}

static const Agenda *
look_at_agenda(World *world, Table *table)
{
  Txn *txn = test_look(world);
  const Agenda *agenda = agenda_find(txn, world->arena, meeting_now(table, txn, 0));

  test_end_look(txn);
  return agenda;
}

static int
count_meetings(World *world, int who, int typist)
{
  Txn *txn = test_look(world);
  const Choice *found = meeting_slip_agenda.meetings(
      txn, world->arena,
      &(SlipMeetingsAsked){ .lang = lang_find("en-GB"),
                            .time_zone = "Europe/London",
                            .member_id = world->people[who],
                            .typist_id = world->people[typist],
                            .now_us = test_db_act(world->test, RIVERSIDE, 0).at_us });
  int count = 0;

  while (found[count].value)
    count++;
  test_end_look(txn);
  return count;
}

/* "I want to talk about …" on the slip of a letter: theirs, waiting for their word, and once. */
static void
a_slip_puts_something_on_the_agenda(void **state)
{
  World *world = *state;
  Table table;

  begin(world, &table);

  const int before = look_at_agenda(world, &table)->count;
  SlipTyped typed = { .member_id = world->people[1],
                      .meeting_id = table.meetings[0],
                      .words = " The bus\nIt comes late. " };
  SlipTyped outsider = { .member_id = world->people[4],
                         .meeting_id = table.meetings[0],
                         .words = "The bus" };

  SlipTyped *of_member = &typed, *of_outsider = &outsider;

  assert_true(test_as(world, 0, type_slip, &of_member));
  assert_true(test_as(world, 0, type_slip, &of_member)); /* the same slip once more */
  assert_int_equal(typed.kept, 1);
  assert_false(test_as(world, 0, type_slip, &of_outsider));

  const Agenda *agenda = look_at_agenda(world, &table);
  const AgendaItem *item = &agenda->items[agenda->count - 1];

  assert_int_equal(agenda->count, before + 1);
  assert_string_equal(item->title, "The bus");
  assert_string_equal(item->why, "It comes late.");
  assert_string_equal(item->way, "paper");
  assert_int_equal(item->asked_by, world->people[1]);
  assert_int_equal(item->word, WORD_WAITING);
  assert_true(count_meetings(world, 1, 0) > 0);
  assert_int_equal(count_meetings(world, 4, 0), 0); /* they are in no group */
}

/* ---- by mail ---- */

static void
answer_mail(World *world, Txn *txn, const Act *act, const void *data)
{
  MailAnswer answer = *(const MailAnswer *)data;
  Act program = *act;

  (void)world;
  program.role = ACT_AS_PROGRAM;
  program.member_id = 0;
  invitation_take(txn, &program, &answer);
  assert_int_equal(answer.is_settled, !*answer.sender);
}

/* "AGENDA" first in the answer to an invitation: theirs by their own word, and from their own
 * address. */
static void
an_answer_by_mail_puts_something_on_the_agenda(void **state)
{
  World *world = *state;
  Table table;
  g_autofree char *long_line = g_strnfill(AGENDA_TITLE_MAX + 5, 'a');
  g_autofree char *long_words = g_strdup_printf("AGENDA %s", long_line);

  begin(world, &table);

  MailAnswer answer = { .member_id = world->people[2],
                        .kind = MAIL_KIND_MEETING,
                        .about_id = table.meetings[0],
                        .thing_id = world->group_id,
                        .answer = mail_text_answer("Agenda: The bus\nIt comes late."),
                        .words = "Agenda: The bus\nIt comes late.",
                        .rest = "",
                        .sender = "" };

  assert_true(test_as(world, 0, answer_mail, &answer));
  answer.sender = "eve@elsewhere.example";
  assert_true(test_as(world, 0, answer_mail, &answer)); /* an organiser looks at it first */
  answer.sender = "";
  answer.words = "Agendas are long"; /* a thought */
  assert_true(test_as(world, 0, answer_mail, &answer));
  answer.words = long_words;
  assert_true(test_as(world, 0, answer_mail, &answer));

  Txn *txn = test_look(world);
  const Agenda *agenda = agenda_find(txn, world->arena, meeting_now(&table, txn, 0));

  assert_int_equal(agenda->count, 3);
  assert_string_equal(agenda->items[1].title, "The bus");
  assert_string_equal(agenda->items[1].why, "It comes late.");
  assert_string_equal(agenda->items[1].way, "mail");
  assert_int_equal(agenda->items[1].word, WORD_WAITING);
  assert_true(agenda->items[1].asked_by == world->people[2] && !agenda->items[1].entered_by);
  assert_string_equal(agenda->items[2].why, long_line); /* not a letter is lost */
  assert_true(waiting_for(&table, txn, 2) == table.meetings[0]);
  test_end_look(txn);

  Step yes = { .table = &table, .deed = CONFIRM, .nth = 0 };

  assert_true(test_as(world, 1, do_step, &yes)); /* not theirs to say */
  assert_true(test_as(world, 2, do_step, &yes));
  txn = test_look(world);
  agenda = agenda_find(txn, world->arena, meeting_now(&table, txn, 0));
  assert_int_equal(agenda->items[1].word, WORD_YES);
  assert_true(agenda->items[1].asked_by == world->people[2]);
  test_end_look(txn);
}

/* ---- the days that count ---- */

typedef struct {
  int64_t days_ago, days;
} Chosen;

static void
choose_days(World *world, Txn *txn, const Act *act, const void *data)
{
  const Chosen *chosen = data;
  Act then = *act;

  then.at_us -= chosen->days_ago * US_PER_DAY;
  agenda_set_paper_days(txn, &then, world->group_id, chosen->days, world->refusals);
}

/* Neither late in the day nor afterwards. */
static void
days_count_that_were_chosen_in_time(void **state)
{
  static const Chosen chosen[] = { { 60, 3 }, { 41, 10 }, { 25, 1 }, { 1, 30 } };
  /* When each meeting was, and the days that count for it. */
  static const Chosen meetings[] = {
    { 80, PAPER_DAYS_USUAL },
    { 54, PAPER_DAYS_USUAL }, /* chosen a day after they were due */
    { 53, 3 },                /* … a moment before */
    { 50, 3 },
    { 40, 3 },  /* ten days would have been over when they were chosen */
    { 30, 10 }, /* … and here not */
    { 20, 10 }, /* one day was chosen when ten were over */
    { 12, 1 },
    { -28, 1 },
    { -29, 30 },
  };
  Table table;
  Txn *txn = NULL;

  begin(*state, &table);
  for (size_t i = 0; i < G_N_ELEMENTS(chosen); i++)
    assert_true(test_as(table.world, 0, choose_days, &chosen[i]));
  txn = test_look(table.world);
  for (size_t i = 0; i < G_N_ELEMENTS(meetings); i++) {
    const int64_t now_us = test_db_act(table.world->test, RIVERSIDE, 0).at_us;
    const Meeting meeting = { .group_id = table.world->group_id,
                              .starts_at_us = now_us - meetings[i].days_ago * US_PER_DAY + 1 };

    assert_int_equal(agenda_paper_days_for(txn, &meeting), meetings[i].days);
  }
  assert_int_equal(agenda_paper_days(txn, table.world->group_id), 30);
  test_end_look(txn);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(nothing_that_was_asked_for_is_lost, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(only_the_asker_says_that_it_is_theirs, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(what_is_put_on_the_next_agenda_stays_its_askers, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(less_time_to_connect_needs_a_reason, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(days_count_that_were_chosen_in_time, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(a_slip_puts_something_on_the_agenda, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(an_answer_by_mail_puts_something_on_the_agenda, open_world,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
