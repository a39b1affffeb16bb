/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs of meetings on both engines (R64, R65, indicator 11): random histories told a second time
 * beside. Whatever whoever arranges a meeting does, only the person's own word says that a need was
 * met; an unanswered need never raises what was met; nothing that was ready for a time which the
 * meeting has no more is ready for the new one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/duties.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/minutes.h"
#include "meetings/needs.h"
#include "meetings/replies.h"
#include "meetings/test_meeting.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { ROUNDS = 100, KINDS = 12 };

static int64_t meeting_id, starts_at_us;

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                         "meetings/needs", NULL };
  static const LogKind *const kinds[] = { people_log_kinds,  safety_log_kinds,
                                          groups_log_kinds,  meetings_log_kinds,
                                          minutes_log_kinds, agenda_log_kinds,
                                          needs_log_kinds,   NULL };

  return test_world_open_with(state, further, kinds);
}

static const Meeting *
find(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, meeting_id);
}

static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  starts_at_us = act->at_us + 20 * US_PER_DAY;
  meeting_id = test_meeting_call(txn, act, world->group_id, starts_at_us, world->refusals);
}

static void
start_with_all(World *world)
{
  static int made;
  g_autofree char *name = g_strdup_printf("All %d", ++made);

  assert_true(test_as(world, 0, test_start, &(StartWish){ name, true, true }));
  for (int i = 1; i < PEOPLE; i++)
    assert_true(test_as(world, i, test_join, "uses-services"));
  assert_true(test_as(world, 0, call, NULL));
}

typedef struct {
  int for_whom;
  ReplyAnswer answer;
  unsigned kinds;
  const char *words, *way;
} Said;

static void
say(World *world, Txn *txn, const Act *act, const void *data)
{
  const Said *said = data;

  replies_give(
      txn, act, find(world, txn), world->people[said->for_whom],
      &(ReplyWish){
          .answer = said->answer, .words = said->words, .way = said->way, .helps = said->kinds },
      world->refusals);
}

typedef struct {
  int what;    /* 0 take, 1 lay down, 2 ready, 3 cannot, 4 ask, 5 answer yes, 6 answer no */
  int of_whom; /* whose need */
  int kind;    /* -1: their first */
  int asked;   /* of 4 */
  const char *why, *instead;
} Step;

static const MeetingNeed *
need_of(World *world, Txn *txn, int who, int kind)
{
  const MeetingNeed *list = meeting_needs_list(txn, world->arena, find(world, txn));

  for (; list->id; list++)
    if (list->member_id == world->people[who] && (kind < 0 || list->kind == &help_kinds[kind]))
      return list;
  return NULL;
}

static void
step(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  const MeetingNeed *need = need_of(world, txn, step->of_whom, step->kind);

  if (!need)
    return;
  switch (step->what) {
  case 0:
    meeting_need_take(txn, act, need, world->refusals);
    break;
  case 1:
    meeting_need_lay_down(txn, act, need, world->refusals);
    break;
  case 2:
    meeting_need_ready(txn, act, need, world->refusals);
    break;
  case 3:
    meeting_need_cannot(txn, act, need, step->why, step->instead, world->refusals);
    break;
  case 4:
    meeting_need_ask(txn, act, need, world->people[step->asked], world->refusals);
    break;
  default:
    meeting_need_answer(txn, act, need, step->what == 5);
  }
}

typedef struct {
  HelpHad had[HELP_KINDS_MOST];
  int64_t after_us; /* after the start */
} HadWish;

static void
say_had(World *world, Txn *txn, const Act *act, const void *data)
{
  const HadWish *wish = data;
  Act later = *act;

  later.at_us = starts_at_us + wish->after_us;
  meeting_needs_had(txn, &later, find(world, txn), wish->had, world->refusals);
}

static NeedsCounts
count(World *world)
{
  Txn *txn = test_look(world);
  const NeedsCounts counts =
      meeting_needs_count(txn, world->group_id, starts_at_us, starts_at_us + 1);

  test_end_look(txn);
  return counts;
}

/* ---- random histories ---- */

static unsigned
random_kinds(GRand *random)
{
  return (unsigned)g_rand_int_range(random, 0, 1 << KINDS);
}

static int
bits(unsigned kinds)
{
  return __builtin_popcount(kinds);
}

static void
assert_stands(World *world, const unsigned model[PEOPLE])
{
  Txn *txn = test_look(world);
  const MeetingNeed *list = meeting_needs_list(txn, world->arena, find(world, txn));
  unsigned found[PEOPLE] = { 0 };
  int64_t all = 0;

  for (; list->id; list++)
    for (int i = 0; i < PEOPLE; i++)
      if (list->member_id == world->people[i] && !list->is_withdrawn) {
        const unsigned bit = 1U << (list->kind - help_kinds);

        assert_false(found[i] & bit); /* each kind once */
        found[i] |= bit;
      }
  for (int i = 0; i < PEOPLE; i++) {
    const MeetingNeed *own =
        meeting_needs_own(txn, world->arena, find(world, txn), world->people[i], &all);

    assert_int_equal(found[i], model[i]);
    for (unsigned left = model[i]; left; left &= left - 1)
      assert_true((own++)->id);
    assert_false(own->id); /* nobody else's */
  }
  test_end_look(txn);
}

/* What they name stands, what they do not name is withdrawn; written down by somebody else it is
 * only added to. Whatever becomes of the tasks meanwhile. */
static void
each_need_stands_by_the_newest_word(void **state)
{
  World *world = *state;
  unsigned model[PEOPLE] = { 0 };
  g_autoptr(GRand) random = g_rand_new_with_seed(2025);

  start_with_all(world);
  for (int round = 0; round < ROUNDS; round++) {
    const int who = g_rand_int_range(random, 0, PEOPLE), by = g_rand_int_range(random, 0, PEOPLE);
    const Said said = { .for_whom = who,
                        .answer = g_rand_boolean(random) ? REPLY_IF : REPLY_NO,
                        .kinds = random_kinds(random),
                        .words = g_rand_boolean(random) ? "A \"quiet\" one" : "",
                        .way = who == by ? "page" : "telephone" };
    const Step next = { .what = g_rand_int_range(random, 0, 7),
                        .of_whom = g_rand_int_range(random, 0, PEOPLE),
                        .kind = g_rand_int_range(random, 0, KINDS),
                        .asked = g_rand_int_range(random, 0, PEOPLE),
                        .why = "None is free",
                        .instead = "Somebody types" };
    const unsigned kinds = said.kinds || !*said.words ? said.kinds : 1U << help_kind_index("other");

    assert_true(test_as(world, by, say, &said));
    if (said.answer == REPLY_IF)
      model[who] = who == by ? kinds : model[who] | kinds;
    test_as(world, g_rand_int_range(random, 0, PEOPLE), step, &next); /* allowed or not */
    if (round % 5 == 0)
      assert_stands(world, model);
  }
  assert_stands(world, model);
}

/* ---- indicator 11 ---- */

/* Against a count beside; with the property that one more unanswered need never raises "met", nor
 * its share in the lower bound. */
static void
only_their_own_word_says_met(void **state)
{
  World *world = *state;
  g_autoptr(GRand) random = g_rand_new_with_seed(11);
  int64_t model[HAD_COUNT] = { 0 }, before_met, before_stated;

  start_with_all(world);
  for (int i = 0; i < PEOPLE; i++) {
    const Said said = { i, REPLY_IF, random_kinds(random) | 1, "", "page" };
    const Step ready = { .what = 2, .of_whom = i, .kind = 0 };

    assert_true(test_as(world, i, say, &said));
    assert_true(test_as(world, 0, step, &ready)); /* it is no word of theirs */
    model[HAD_UNSAID] += bits(said.kinds);
  }
  assert_int_equal(count(world).met, 0);
  assert_int_equal(count(world).unanswered, model[HAD_UNSAID]);
  assert_int_equal(count(world).stated, model[HAD_UNSAID]);
  for (int i = 0; i < PEOPLE - 1; i++) { /* the last does not answer */
    HadWish wish = { .after_us = US_PER_HOUR };
    Txn *txn = test_look(world);

    for (int kind = 0; kind < KINDS; kind++) {
      wish.had[kind] = (HelpHad)g_rand_int_range(random, HAD_UNSAID, HAD_COUNT);
      if (need_of(world, txn, i, kind)) {
        model[HAD_UNSAID]--;
        model[wish.had[kind]]++;
      }
    }
    test_end_look(txn);
    assert_true(test_as(world, i, say_had, &wish));
  }

  const NeedsCounts counts = count(world);

  assert_int_equal(counts.unanswered, model[HAD_UNSAID]);
  assert_int_equal(counts.met, model[HAD_YES]);
  assert_int_equal(counts.partly, model[HAD_PARTLY]);
  assert_int_equal(counts.not_met, model[HAD_NO]);
  before_met = counts.met;
  before_stated = counts.stated;
  for (int kind = 0; kind < KINDS; kind++) { /* further needs, of whom nobody says anything */
    const Said said = { PEOPLE - 1, REPLY_IF, 1U << kind, "", "telephone" };

    assert_true(test_as(world, 0, say, &said));
    assert_int_equal(count(world).met, before_met);
    assert_true(count(world).stated >= before_stated);
    before_stated = count(world).stated;
  }
}

/* Before the meeting nobody can say that they had it, and nobody says it for somebody else; "no" to
 * the meeting takes no need out of the count. */
static void
what_was_missed_stays_counted(void **state)
{
  World *world = *state;
  const Said need = { 1, REPLY_IF, 1U << 0, "", "page" }, no = { 1, REPLY_NO, 0, "", "page" };
  const HadWish early = { .had = { HAD_YES }, .after_us = -US_PER_HOUR };
  const HadWish yes = { .had = { HAD_YES }, .after_us = US_PER_HOUR };

  start_with_all(world);
  assert_true(test_as(world, 1, say, &need));
  assert_true(test_as(world, 1, say, &no));
  assert_int_equal(count(world).stated, 1);
  assert_false(test_as(world, 1, say_had, &early));
  assert_true(test_as(world, 0, say_had, &yes)); /* of their own: they have none */
  assert_int_equal(count(world).met, 0);
  assert_int_equal(count(world).unanswered, 1);
  assert_true(test_as(world, 1, say_had, &yes));
  assert_int_equal(count(world).met, 1);
}

static void
write_down(World *world, Txn *txn, const Act *act, const void *data)
{
  const int64_t came[] = { world->people[1], world->people[2] };
  const MeetingWish wish = {
    .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  (void)data;
  starts_at_us = act->at_us - US_PER_DAY;
  meetings_write_down(txn, act, world->group_id, &wish, starts_at_us, 0, world->refusals,
                      &meeting_id);
  minutes_set_present(txn, act, find(world, txn), came, 2,
                      &(Minutes){ .others_care = 3, .others_use = 1, .absent = "" },
                      world->refusals);
}

/* A meeting that nobody was invited to asked nobody: it is no way round the figure. */
static void
who_was_never_asked_is_counted(void **state)
{
  World *world = *state;

  start_with_all(world);
  assert_true(test_as(world, 0, write_down, NULL));

  const NeedsCounts counts = count(world);

  assert_int_equal(counts.stated, 0);
  assert_int_equal(counts.came, 2);
  assert_int_equal(counts.never_asked, 2);
  assert_int_equal(counts.others_came, 4);
}

/* ---- seeing to it ---- */

static HelpState
state_of(World *world, int who, bool *ret_is_resting)
{
  Txn *txn = test_look(world);
  const MeetingNeed *need = need_of(world, txn, who, 0);
  const HelpState state = need->state;

  *ret_is_resting = need->is_resting;
  test_end_look(txn);
  return state;
}

static int
waiting_for(World *world, int who)
{
  Txn *txn = test_look(world);
  const MeetingNeed *list =
      meeting_needs_waiting(txn, world->arena, world->people[who], clock_now_us(), 10);
  int found = 0;

  for (; list->id; list++)
    found += list->meeting.id == meeting_id;
  test_end_look(txn);
  return found;
}

static void
facilitate(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  duties_take(txn, act, world->group_id,
              &(DutyWish){
                  .duty = "facilitator", .until_us = act->at_us + 9 * US_PER_DAY, .interests = "" },
              world->refusals);
}

static void
whoever_is_asked_may_say_no(void **state)
{
  World *world = *state;
  const Said need = { 1, REPLY_IF, 1U << 0, "", "page" };
  const Step ask = { .what = 4, .of_whom = 1, .asked = 2 };
  const Step yes = { .what = 5, .of_whom = 1 }, no = { .what = 6, .of_whom = 1 };
  const Step take = { .what = 0, .of_whom = 1 }, ready = { .what = 2, .of_whom = 1 };
  const Step bare = { .what = 3, .of_whom = 1, .why = "None is free", .instead = "" };
  const Step whole = { .what = 3, .of_whom = 1, .why = "None is free", .instead = "Typed" };
  bool is_resting = false;

  start_with_all(world);
  assert_true(test_as(world, 0, facilitate, NULL));
  assert_true(test_as(world, 1, say, &need));
  assert_false(test_as(world, 3, step, &take)); /* arranges nothing */
  assert_true(test_as(world, 0, step, &ask));
  assert_int_equal(waiting_for(world, 2), 1);
  assert_true(test_as(world, 3, step, &yes)); /* was not asked: nothing comes of it */
  assert_int_equal(state_of(world, 1, &is_resting), HELP_OPEN);
  assert_true(test_as(world, 2, step, &no));
  assert_int_equal(waiting_for(world, 2), 0); /* and is not asked again */
  assert_true(test_as(world, 0, step, &ask));
  assert_true(test_as(world, 2, step, &yes));
  assert_int_equal(state_of(world, 1, &is_resting), HELP_OWNED);
  assert_true(test_as(world, 2, step, &ready)); /* it is theirs now */
  assert_int_equal(waiting_for(world, 2), 0);
  assert_false(test_as(world, 2, step, &bare));
  assert_true(test_as(world, 2, step, &whole));
  assert_int_equal(state_of(world, 1, &is_resting), HELP_CANNOT);
}

static void
move_on(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  starts_at_us += US_PER_DAY;
  meetings_move(txn, act, find(world, txn), starts_at_us, 0, "Snow", world->refusals);
}

/* Who sees to it is asked again, by the need itself. */
static void
ready_for_another_time_is_not_ready(void **state)
{
  World *world = *state;
  const Said need = { 1, REPLY_IF, 1U << 0, "", "page" };
  const Step ready = { .what = 2, .of_whom = 1 };
  bool is_resting = true;

  start_with_all(world);
  assert_true(test_as(world, 1, say, &need));
  assert_true(test_as(world, 0, step, &ready));
  assert_int_equal(state_of(world, 1, &is_resting), HELP_READY);
  assert_false(is_resting);
  assert_true(test_as(world, 0, move_on, NULL));
  assert_int_equal(state_of(world, 1, &is_resting), HELP_OWNED);
  assert_true(is_resting); /* until they have answered to the new time */
  assert_int_equal(waiting_for(world, 0), 0);
  assert_true(test_as(world, 1, say, &need));
  assert_int_equal(waiting_for(world, 0), 1);
  assert_true(test_as(world, 0, step, &ready));
  assert_int_equal(state_of(world, 1, &is_resting), HELP_READY);
  assert_false(is_resting);
}

/* ---- pure ---- */

static void
places_and_days_are_matched(void **state)
{
  const HelpKind *loop = &help_kinds[help_kind_index("loop")];
  const HelpKind *interpreter = &help_kinds[help_kind_index("interpreter")];
  Meeting meeting = { .online = "",
                      .dial_in = "",
                      .state = MEETING_CALLED,
                      .starts_at_us = 100 * US_PER_DAY,
                      .venue = { .has = "", .has_not = "" } };
  MeetingNeed need = { .kind = loop };

  (void)state;
  assert_int_equal(help_match(loop, &meeting), MATCH_NO_PLACE);
  meeting.online = "https://meet.example.org/1";
  assert_int_equal(help_match(loop, &meeting), MATCH_NO_ROOM);
  assert_int_equal(help_match(interpreter, &meeting), MATCH_NONE);
  meeting.venue.id = 1;
  assert_int_equal(help_match(loop, &meeting), MATCH_NOT_KNOWN);
  meeting.venue.has = "lift,loop";
  assert_int_equal(help_match(loop, &meeting), MATCH_HAS);
  meeting.venue.has_not = "loop";
  meeting.venue.has = "lift";
  assert_int_equal(help_match(loop, &meeting), MATCH_HAS_NOT);
  assert_int_equal(help_needed_by_us(interpreter, &meeting),
                   (100 - interpreter->lead_days) * US_PER_DAY);
  need.meeting = meeting;
  need.match = MATCH_HAS_NOT;
  need.needed_by_us = help_needed_by_us(loop, &meeting);
  assert_false(meeting_need_is_late(&need, need.needed_by_us));
  assert_true(meeting_need_is_late(&need, need.needed_by_us + 1));
  need.match = MATCH_HAS; /* the place has it: nothing is late */
  assert_false(meeting_need_is_late(&need, need.needed_by_us + 1));
  for (int i = 0; help_kinds[i].code; i++)
    assert_true(i < HELP_KINDS_MOST && help_kind_index(help_kinds[i].code) == i);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_need_stands_by_the_newest_word),
    cmocka_unit_test(only_their_own_word_says_met),
    cmocka_unit_test(what_was_missed_stays_counted),
    cmocka_unit_test(who_was_never_asked_is_counted),
    cmocka_unit_test(whoever_is_asked_may_say_no),
    cmocka_unit_test(ready_for_another_time_is_not_ready),
    cmocka_unit_test(places_and_days_are_matched),
  };

  return cmocka_run_group_tests(tests, open_world, test_world_close);
}
