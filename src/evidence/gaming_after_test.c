/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What took place, put right afterwards so that it looks good: another time, more minutes to
 * connect, another one who led; and promises that are easy to keep (indicators 1, 4, 17). No figure
 * gets better by it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "decisions/levels.h"
#include "evidence/test_table.h"
#include "meetings/came.h"

enum { WORKER, USES, USES_TOO, CARER, MANAGER };
enum { AGO = 12, CALLED_AGO = 20 }; /* days */

static const int all_sides[] = { WORKER, USES, USES_TOO, CARER, MANAGER, -1 };

/* ---- a meeting of two workers, called in good time ---- */

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
  then.at_us -= CALLED_AGO * US_PER_DAY;
  meetings_call(txn, &then, world->group_id, &wish, &times, world->refusals,
                &test_table_meeting_id);
  agenda_add(
      txn, &then, test_table_meeting(world, txn),
      &(AgendaWish){ .title = "The bus", .why = "", .asked_by = act->member_id, .way = "page" },
      world->refusals);
}

static void
note_who_came(World *world, Txn *txn, const Act *act, const void *data)
{
  const int64_t came[] = { world->people[WORKER], world->people[MANAGER] };

  (void)data;
  minutes_set_present(txn, act, test_table_meeting(world, txn), came, G_N_ELEMENTS(came),
                      &(Minutes){ .others_work = 3, .absent = "" }, world->refusals);
}

static void
move_it(World *world, Txn *txn, const Act *act, const void *data)
{
  const int64_t starts_at_us = act->at_us + US_PER_DAY;

  (void)data;
  meetings_move(txn, act, test_table_meeting(world, txn), starts_at_us, starts_at_us + US_PER_HOUR,
                "We meet again", world->refusals);
}

/* Who had come in by then is forgotten with a move: so none is made once it took place. */
static void
what_took_place_gets_no_other_time(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, WORKER, call, NULL));
  assert_true(test_as(world, WORKER, note_who_came, NULL));
  figure = test_table_figure(world, FIGURE_TOGETHER);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 1);
  assert_false(test_as(world, WORKER, move_it, NULL));
  assert_int_equal(test_table_figure(world, FIGURE_TOGETHER).all, 1);

  /* One to which nobody came can still take place. */
  assert_true(test_as(world, WORKER, call, NULL));
  assert_true(test_as(world, WORKER, move_it, NULL));
}

static void
come_in(World *world, Txn *txn, const Act *act, const void *data)
{
  Act early = *act;

  (void)data;
  early.at_us -= AGO * US_PER_DAY;
  came_note(txn, &early, test_table_meeting(world, txn), world->people[WORKER], world->refusals);
  came_count_guest(txn, &early, test_table_meeting(world, txn), GUEST_USES, 1, world->refusals);
  came_forget(txn, &early, test_table_meeting_id);
}

/* The hall was closed: whoever stood before it was at no meeting, guests neither. */
static void
guests_before_a_closed_door_came_to_nothing(void **state)
{
  World *world = *state;

  assert_true(test_as(world, WORKER, call, NULL));
  assert_true(test_as(world, WORKER, come_in, NULL));

  Txn *txn = test_look(world);

  assert_int_equal(came_count(txn, test_table_meeting_id), 0);
  test_end_look(txn);
}

static void
add_minutes(World *world, Txn *txn, const Act *act, const void *days)
{
  Act then = *act;

  then.at_us -= *(const int *)days * US_PER_DAY;
  agenda_set_connect(txn, &then, test_table_meeting(world, txn), 60, "So it was", world->refusals);
}

static void
talk_of_it(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = test_table_meeting(world, txn);

  (void)data;
  agenda_add(
      txn, act, meeting,
      &(AgendaWish){ .title = "The roof", .why = "", .asked_by = act->member_id, .way = "page" },
      world->refusals);
}

static void
minutes_to_connect_are_those_that_were_planned(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, WORKER, call, NULL));
  figure = test_table_figure(world, FIGURE_CONNECT);
  assert_int_equal(figure.yes, CONNECT_USUAL);
  assert_int_equal(figure.all, 60);
  assert_false(test_as(world, WORKER, add_minutes, &(int){ 0 }));
  assert_int_equal(test_table_figure(world, FIGURE_CONNECT).yes, CONNECT_USUAL);
  assert_true(test_as(world, WORKER, add_minutes, &(int){ AGO + 1 })); /* before it began */
  assert_int_equal(test_table_figure(world, FIGURE_CONNECT).yes, 60);

  /* Nobody planned anything for a meeting that is written down when it is over. */
  test_table_meet(world, &(TestMeeting){ .days_ago = 3, .came = all_sides });
  assert_true(test_as(world, WORKER, talk_of_it, NULL));
  figure = test_table_figure(world, FIGURE_CONNECT);
  assert_int_equal(figure.all, 60);
  assert_int_equal(figure.unknown, 1);
}

static void
lead(World *world, Txn *txn, const Act *act, const void *days)
{
  Act then = *act;

  then.at_us -= *(const int *)days * US_PER_DAY;
  agenda_facilitate(txn, &then, test_table_meeting(world, txn), "", world->refusals);
}

static void
lay_down(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = test_table_meeting(world, txn);

  (void)data;
  agenda_lay_down(txn, act, agenda_find(txn, world->arena, meeting), meeting);
}

static void
nobody_is_put_in_front_afterwards(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, WORKER, call, NULL));
  assert_true(test_as(world, MANAGER, lead, &(int){ AGO + 1 }));
  test_as(world, MANAGER, lay_down, NULL);
  assert_false(test_as(world, USES, lead, &(int){ 0 }));
  figure = test_table_figure(world, FIGURE_LED);
  assert_int_equal(figure.yes, 0);
  assert_int_equal(figure.all, 1);
}

/* ---- how far people take part ---- */

enum { DECIDED_AGO = 40 };

typedef struct {
  Level promised, said;
  int raters;
} Decided;

static void
decide(World *world, Txn *txn, const Act *act, const void *data)
{
  const Decided *decided = data;
  const Decision *decision = NULL;
  Act then = *act;
  int64_t id = 0;

  then.at_us -= DECIDED_AGO * US_PER_DAY;
  if (decided->promised != LEVEL_NONE) {
    decisions_announce(txn, &then, world->group_id, "A bench?",
                       &(PromiseWish){ decided->promised, "", "" }, world->refusals, &id);
    decision = decisions_find(txn, world->arena, world->group_id, id);
  }
  decisions_write(txn, &then, world->group_id, decision,
                  &(DecisionWish){ .what = "A bench",
                                   .why = "To rest",
                                   .do_good = "",
                                   .do_bad = "",
                                   .not_good = "",
                                   .not_bad = "",
                                   .body = "",
                                   .decided_by = BY_GROUP,
                                   .decided_us = then.at_us },
                  "", world->refusals, &id);
  decision = decisions_find(txn, world->arena, world->group_id, id);
  for (int who = 0; who < decided->raters; who++) {
    Act theirs = then;

    theirs.member_id = world->people[who];
    levels_say(txn, &theirs, decision, decided->said, world->refusals);
  }
}

/* Indicator 4: promised, and reached as those say who took part. */
static void
no_promise_is_kept_by_asking_nobody(void **state)
{
  World *world = *state;
  Figure figure;

  assert_true(test_as(world, WORKER, decide, &(Decided){ LEVEL_CODESIGN, LEVEL_CODESIGN, PEOPLE }));
  assert_true(
      test_as(world, WORKER, decide, &(Decided){ LEVEL_CODESIGN, LEVEL_CONSULTATION, PEOPLE }));
  figure = test_table_figure(world, FIGURE_LEVELS);
  assert_int_equal(figure.tell, TELL_CASES);
  assert_int_equal(figure.yes, 1);
  assert_int_equal(figure.all, 2);

  /* Asking nobody, or only some; promising nothing; promising little. */
  assert_true(test_as(world, WORKER, decide, &(Decided){ LEVEL_COPRODUCTION, LEVEL_NONE, 0 }));
  assert_true(test_as(world, WORKER, decide,
                      &(Decided){ LEVEL_COPRODUCTION, LEVEL_COPRODUCTION, PEOPLE - 1 }));
  assert_true(test_as(world, WORKER, decide, &(Decided){ LEVEL_NONE, LEVEL_COPRODUCTION, PEOPLE }));
  figure = test_table_figure(world, FIGURE_LEVELS);
  assert_int_equal(figure.yes, 1);
  assert_int_equal(figure.all, 4);
  assert_int_equal(figure.unknown, 2);
  assert_int_equal(figure.left_out, 1);
  assert_true(test_as(world, WORKER, decide, &(Decided){ LEVEL_COERCION, LEVEL_COERCION, PEOPLE }));

  const Shared shared = test_table_look(world, PART_PROMISES, PEOPLE);

  assert_int_equal(shared.promised_of[LEVEL_COERCION], 1);
  assert_int_equal(shared.promised_of[LEVEL_CODESIGN], 2);
  assert_int_equal(shared.promised_of[LEVEL_COPRODUCTION], 2);
  assert_int_equal(test_table_look(world, PART_PROMISES, 40).figures[FIGURE_LEVELS].tell,
                   TELL_TOO_FEW);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_took_place_gets_no_other_time, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(guests_before_a_closed_door_came_to_nothing, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(minutes_to_connect_are_those_that_were_planned, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(nobody_is_put_in_front_afterwards, test_table_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(no_promise_is_kept_by_asking_nobody, test_table_open,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
