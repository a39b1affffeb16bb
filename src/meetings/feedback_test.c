/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answers after meetings on both engines: whatever comes in whatever order, what is told never lets
 * anybody work out fewer than five people, by no subtraction; nothing said is lost; each is asked
 * once (indicator 13, doc/decisions/0050). */
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
#include "meetings/feedback.h"
#include "meetings/minutes.h"
#include "meetings/question_leaf.h"
#include "meetings/test_meeting.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <string.h>

enum { MEETINGS = 5, ANSWERS = 160, AT_ONCE = 4, CELLS = FEEDBACK_QUESTIONS * FACE_COUNT };

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                         "meetings/feedback", NULL };
  static const LogKind *const kinds[] = { people_log_kinds,   safety_log_kinds,
                                          groups_log_kinds,   meetings_log_kinds,
                                          agenda_log_kinds,   minutes_log_kinds,
                                          feedback_log_kinds, NULL };

  return test_world_open_with(state, further, kinds);
}

static void
start(World *world)
{
  static int made;
  g_autofree char *name = g_strdup_printf("Afterwards %d", ++made);

  assert_true(test_as(world, 0, test_start, &(StartWish){ name, true, true }));
}

/* ---- what is told ---- */

typedef struct {
  int64_t meetings[MEETINGS];
  int64_t given[CELLS], people; /* all that was ever said */
} Said;

typedef struct {
  FeedbackCounts meetings[MEETINGS];
  GroupFeedback group;
} Look;

static Said said;

/* Those of the second half were so long ago that nobody can add to them any more. */
static void
write_down(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = {
    .title = "Colours", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  (void)data;
  for (int i = 0; i < MEETINGS; i++)
    meetings_write_down(txn, act, world->group_id, &wish,
                        act->at_us - (i < 2 ? i + 2 : i + 40) * US_PER_DAY, 0, world->refusals,
                        &said.meetings[i]);
}

static void
say_some(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  for (int n = 0; n < AT_ONCE; n++) {
    const int meeting = g_random_int_range(0, MEETINGS);
    FeedbackAnswer answer = { .side = (FeedbackSide)g_random_int_range(0, FEEDBACK_SIDES) };
    Act by = *act;
    bool is_empty = true;

    by.member_id = 1000 + said.people * 10 + n;
    if (answer.side != FEEDBACK_USES && g_random_int_range(0, 3) > 0)
      answer.side = FEEDBACK_WORK; /* small sides come slowly */
    for (int i = 0; i < FEEDBACK_QUESTIONS; i++) {
      answer.faces[i] = g_random_int_range(-1, FACE_COUNT);
      if (answer.faces[i] < 0)
        continue;
      said.given[i * FACE_COUNT + answer.faces[i]]++;
      is_empty = false;
    }
    said.people += is_empty ? 0 : 1;
    feedback_give(
        txn, &by,
        &(FeedbackAsk){ .meeting_id = said.meetings[meeting], .group_id = world->group_id },
        &answer);
  }
}

static Look
look_at(World *world)
{
  Txn *txn = test_look(world);
  Look look = { .group = feedback_of_group(txn, world->group_id, 0) };

  for (int i = 0; i < MEETINGS; i++)
    look.meetings[i] = feedback_of_meeting(txn, said.meetings[i]);
  test_end_look(txn);
  return look;
}

/* Nobody, or five people at least: what somebody who takes one number from another learns of. */
static void
assert_no_few(int64_t people)
{
  assert_true(people == 0 || people >= FEEDBACK_LEAST || people <= -FEEDBACK_LEAST);
}

static int64_t
people_by_sides(const GroupFeedback *group)
{
  int64_t people = group->rest.people;

  for (int i = 0; i < FEEDBACK_SIDES; i++)
    people += group->sides[i].people;
  return people;
}

static void
assert_tells_nobody(const Look *before, const Look *now)
{
  int64_t of_meetings = 0;

  for (int i = 0; i < MEETINGS; i++) {
    assert_no_few(now->meetings[i].people);
    assert_no_few(now->meetings[i].people - before->meetings[i].people);
    assert_no_few(now->group.all.people - now->meetings[i].people);
    of_meetings += now->meetings[i].people;
  }
  assert_no_few(now->group.all.people - of_meetings);
  assert_no_few(now->group.all.people - before->group.all.people);
  for (int i = 0; i < FEEDBACK_SIDES; i++) {
    assert_no_few(now->group.sides[i].people);
    assert_no_few(now->group.sides[i].people - before->group.sides[i].people);
    assert_no_few(now->group.all.people - now->group.sides[i].people);
  }
  assert_no_few(now->group.rest.people - before->group.rest.people);
  assert_no_few(now->group.all.people - people_by_sides(&now->group));
}

/* All that was given is told, or waits: read by the test's own statement. */
static void
assert_nothing_is_lost(World *world, const Look *now)
{
  Txn *txn = test_look(world);
  int64_t waiting = 0;

  for (int i = 0; i < MEETINGS; i++) {
    g_autoptr(Query) q = db_query(txn, "SELECT COALESCE(CAST(sum(people) AS BIGINT), 0)"
                                       " FROM meeting_feedback WHERE community_id = ?1"
                                       " AND meeting_id = ?2");

    bind_int(q, 2, said.meetings[i]);
    assert_true(query_next(q));
    assert_true(col_int(q, 0) < FEEDBACK_LEAST);
    waiting += col_int(q, 0);
  }
  test_end_look(txn);
  assert_int_equal(now->group.all.people + waiting, said.people);
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    for (int face = 0; face < FACE_COUNT; face++)
      assert_true(now->group.all.faces[i][face] <= said.given[i * FACE_COUNT + face]);
}

static void
no_subtraction_tells_of_few(void **state)
{
  World *world = *state;
  Look before = { .group = { .all = { .people = 0 } } };
  Look now = before;

  memset(&said, 0, sizeof(said));
  start(world);
  assert_true(test_as(world, 0, write_down, NULL));
  for (int round = 0; round < ANSWERS / AT_ONCE; round++) {
    assert_true(test_as(world, 0, say_some, NULL));
    now = look_at(world);
    assert_tells_nobody(&before, &now);
    assert_nothing_is_lost(world, &now);
    before = now;
  }
  /* So many say something that it must have been told by sides, too. */
  assert_true(now.group.sides[FEEDBACK_USES].people >= FEEDBACK_LEAST);
  assert_true(now.group.sides[FEEDBACK_WORK].people >= FEEDBACK_LEAST);
}

/* ---- who is asked ---- */

static int64_t meeting_id;

static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  meeting_id =
      test_meeting_call(txn, act, world->group_id, act->at_us + 2 * US_PER_DAY, world->refusals);
}

static bool
is_asked(World *world, int who, int64_t after_us)
{
  Txn *txn = test_look(world);
  const Meeting *meeting = meetings_find(txn, world->arena, world->group_id, meeting_id);
  const int64_t now_us = meeting->starts_at_us + after_us;
  const FeedbackAsk *ask =
      feedback_ask_find(txn, world->arena, meeting_id, world->people[who], now_us);
  const bool is_in_list =
      test_first_waiting(txn, FEEDBACK_WAITS, world->people[who], now_us, false, 0) == meeting_id;

  test_end_look(txn);
  assert_int_equal(ask != NULL, is_in_list);
  return is_in_list;
}

static void
put_away(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  feedback_put_away(txn, act,
                    &(FeedbackAsk){ .meeting_id = meeting_id, .group_id = world->group_id });
}

static void
call_off(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  meetings_call_off(txn, act, meetings_find(txn, world->arena, world->group_id, meeting_id), "Snow",
                    world->refusals);
}

static void
each_is_asked_once(void **state)
{
  World *world = *state;

  start(world);
  for (int i = 1; i < 4; i++)
    assert_true(test_as(world, i, test_join, NULL));
  assert_true(test_as(world, 0, call, NULL));
  assert_true(test_as(world, 3, test_leave, NULL));
  for (int who = 0; who < PEOPLE; who++) {
    assert_false(is_asked(world, who, 0));                            /* it has only begun */
    assert_int_equal(is_asked(world, who, 2 * US_PER_HOUR), who < 4); /* also who left since */
    assert_false(is_asked(world, who, (FEEDBACK_DAYS + 1) * US_PER_DAY));
  }
  assert_true(test_as(world, 1, put_away, NULL));
  assert_true(test_as(world, 1, put_away, NULL));
  assert_false(is_asked(world, 1, 2 * US_PER_HOUR));
  assert_true(is_asked(world, 2, 2 * US_PER_HOUR));
  assert_true(test_as(world, 0, call_off, NULL));
  assert_false(is_asked(world, 2, 2 * US_PER_HOUR));
}

static void
come_then_off(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = meetings_find(txn, world->arena, world->group_id, meeting_id);

  minutes_set_present(txn, act, meeting, &world->people[2], 1,
                      &(Minutes){ .others_near = 1, .absent = "" }, world->refusals);
  call_off(world, txn, act, data);
}

/* Whom somebody asks, and how many are asked at all; after the meeting. */
static void
assert_asked_by_hand(World *world, int64_t to_ask, int64_t asked)
{
  Txn *txn = test_look(world);
  const Meeting *meeting = meetings_find(txn, world->arena, world->group_id, meeting_id);
  const int64_t now_us = meeting->starts_at_us + 4 * US_PER_HOUR;
  const ToTell *list = feedback_to_ask(txn, world->arena, meeting, now_us);
  int64_t count = 0;

  while (list[count].member_id)
    count++;
  assert_int_equal(count, to_ask);
  assert_int_equal(feedback_count_asked(txn, world->group_id, meeting_id, 0, now_us), asked);
  test_end_look(txn);
}

static void
add_slips_of_it(World *world, Txn *txn, const Act *act, const void *count)
{
  feedback_add_slips(txn, act, meetings_find(txn, world->arena, world->group_id, meeting_id),
                     FEEDBACK_NEIGHBOUR, &(FeedbackCounts){ .people = *(const int *)count },
                     world->refusals);
}

/* It ended early, or somebody hides how it went: who came is asked all the same (indicator 13). */
static void
who_came_is_asked_though_it_was_called_off(void **state)
{
  World *world = *state;

  start(world);
  for (int i = 1; i < 4; i++)
    assert_true(test_as(world, i, test_join, NULL));
  assert_true(test_as(world, 0, call, NULL));
  clock_set_for_test(clock_now_us() + 2 * US_PER_DAY + US_PER_HOUR);
  assert_asked_by_hand(world, 0, 4);
  assert_true(test_as(world, 0, come_then_off, NULL));
  for (int who = 0; who < PEOPLE; who++)
    assert_int_equal(is_asked(world, who, 4 * US_PER_HOUR), who == 2);
  assert_asked_by_hand(world, 1, 2); /* and the one without a name */
  clock_set_for_test(clock_now_us() + 4 * US_PER_HOUR);
  assert_true(test_as(world, 0, add_slips_of_it, &(int){ 2 }));
  assert_false(test_as(world, 0, add_slips_of_it, &(int){ 1 })); /* two came */
  clock_set_for_test(0);
}

/* ---- slips ---- */

typedef struct {
  int64_t slips, yes, no, came;
} Pile;

static void
add_pile(World *world, Txn *txn, const Act *act, const void *data)
{
  const Pile *pile = data;
  const Meeting *meeting = meetings_find(txn, world->arena, world->group_id, said.meetings[0]);

  if (pile->came)
    minutes_set_present(txn, act, meeting, NULL, 0,
                        &(Minutes){ .others_use = pile->came, .absent = "" }, world->refusals);
  feedback_add_slips(
      txn, act, meeting, FEEDBACK_CARER,
      &(FeedbackCounts){ .people = pile->slips, .faces = { { pile->yes, 0, pile->no } } },
      world->refusals);
}

/* Nobody can write down more slips than people came: a pile made up would show. */
static void
slips_are_no_more_than_people(void **state)
{
  World *world = *state;
  Look now;

  start(world);
  assert_true(test_as(world, 0, write_down, NULL));
  assert_false(test_as(world, 0, add_pile, &(Pile){ 3, 2, 1, 0 })); /* nobody came */
  assert_true(test_as(world, 0, add_pile, &(Pile){ 3, 2, 1, 8 }));
  assert_int_equal(look_at(world).meetings[0].people, 0);
  assert_false(test_as(world, 0, add_pile, &(Pile){ 6, 0, 0, 0 })); /* three and six are nine */
  assert_false(test_as(world, 0, add_pile, &(Pile){ 2, 2, 1, 0 })); /* three faces on two slips */
  assert_false(test_as(world, 0, add_pile, &(Pile){ 0, 0, 0, 0 }));
  assert_true(test_as(world, 0, add_pile, &(Pile){ 5, 4, 1, 0 }));
  now = look_at(world);
  assert_int_equal(now.meetings[0].people, 8);
  assert_int_equal(now.meetings[0].on_paper, 8);
  assert_int_equal(now.meetings[0].faces[FEEDBACK_NEEDED][FACE_YES], 6);
  assert_int_equal(now.meetings[0].faces[FEEDBACK_NEEDED][FACE_NO], 2);
  assert_int_equal(people_by_sides(&now.group), 0); /* of one side only: it is not told which */
  assert_false(test_as(world, 0, add_pile, &(Pile){ 1, 1, 0, 0 }));
}

/* ---- by telephone ---- */

static void
came_all(World *world, Txn *txn, const Act *act, const void *data)
{
  const int64_t came[] = { world->people[0], world->people[1] };
  int64_t id = 0;

  (void)data;
  meetings_write_down(
      txn, act, world->group_id,
      &(MeetingWish){ .title = "Rung", .about = "", .breaks = "", .online = "", .dial_in = "" },
      act->at_us - US_PER_DAY, 0, world->refusals, &id);
  minutes_set_present(txn, act, meetings_find(txn, world->arena, world->group_id, id), came, 2,
                      &(Minutes){ .absent = "" }, world->refusals);
  said.meetings[0] = id;
}

static void
ring(World *world, Txn *txn, const Act *act, const void *data)
{
  feedback_mark_asked(txn, act, meetings_find(txn, world->arena, world->group_id, said.meetings[0]),
                      world->people[*(const int *)data]);
}

static int
count_to_ask(World *world, int64_t now_us)
{
  Txn *txn = test_look(world);
  const Meeting *meeting = meetings_find(txn, world->arena, world->group_id, said.meetings[0]);
  const ToTell *list = feedback_to_ask(txn, world->arena, meeting, now_us);
  int count = 0;

  for (; list[count].member_id; count++)
    assert_int_not_equal(list[count].reach, REACH_EMAIL);
  test_end_look(txn);
  return count;
}

/* Nobody of this world is reached by mail. */
static void
whom_no_mail_reaches_is_asked_once_by_somebody(void **state)
{
  World *world = *state;
  const int64_t now_us = clock_now_us();

  start(world);
  assert_true(test_as(world, 1, test_join, NULL));
  assert_true(test_as(world, 0, came_all, NULL));
  assert_int_equal(count_to_ask(world, now_us), 2);
  assert_int_equal(count_to_ask(world, now_us - 2 * US_PER_DAY), 0); /* it is not over */
  assert_int_equal(count_to_ask(world, now_us + (FEEDBACK_DAYS + 1) * US_PER_DAY), 0);
  assert_true(test_as(world, 0, ring, &(int){ 2 })); /* did not come: nothing */
  assert_int_equal(count_to_ask(world, now_us), 2);
  assert_true(test_as(world, 0, ring, &(int){ 1 }));
  assert_true(test_as(world, 0, ring, &(int){ 1 })); /* twice is once */
  assert_int_equal(count_to_ask(world, now_us), 1);

  Txn *txn = test_look(world);

  /* Asked is asked: the start page asks no more. */
  assert_null(feedback_ask_find(txn, world->arena, said.meetings[0], world->people[1], now_us));
  assert_non_null(feedback_ask_find(txn, world->arena, said.meetings[0], world->people[0], now_us));
  assert_int_equal(feedback_of_meeting(txn, said.meetings[0]).people, 0);
  test_end_look(txn);
}

/* ---- in letters ---- */

static void
get_letters(World *world, Txn *txn, const Act *act, const void *unused)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  (void)unused;
  member.reach = REACH_POST;
  member.contact = "3 Quay Street";
  people_change(txn, act, &member, world->refusals);
}

static void
post_sheet(World *world, Txn *txn, const Act *act, const void *who)
{
  question_leaf_kind.went(txn, act, said.meetings[0], world->people[*(const int *)who]);
}

/* The meeting whose sheet goes into this person's letter; 0: none. Nobody else of the group gets
 * one. */
static int64_t
sheet_for(World *world, int who, int64_t now_us)
{
  Txn *txn = test_look(world);
  int64_t found = 0;

  for (const PostLeaf *leaf = question_leaf_kind.due(txn, world->arena, now_us); leaf->member_id;
       leaf++) {
    assert_int_equal(found, 0);
    assert_int_equal(leaf->member_id, world->people[who]);
    found = leaf->thing_id;
  }
  test_end_look(txn);
  return found;
}

static void
assert_names_nobody(World *world, int64_t sheet_of)
{
  g_auto(Buffer) sheet = BUFFER_INIT(64 * 1024);
  Txn *txn = test_look(world);

  assert_true(question_leaf_kind.write(txn, world->arena, sheet_of, lang_find(NULL), &sheet));
  test_end_look(txn);
  buffer_put_byte(&sheet, '\0');
  assert_non_null(strstr(sheet.data, "How was it?"));
  for (int who = 0; who < PEOPLE; who++)
    assert_null(strstr(sheet.data, test_names[who]));
}

/* Of the newest meeting that they came to, once; when it is posted they are asked. */
static void
who_came_and_gets_letters_gets_the_sheet(void **state)
{
  World *world = *state;
  const int64_t now_us = clock_now_us(), late_us = now_us + (FEEDBACK_DAYS + 1) * US_PER_DAY;

  start(world);
  assert_true(test_as(world, 1, test_join, NULL));
  assert_true(test_as(world, 1, get_letters, NULL));
  assert_true(test_as(world, 0, came_all, NULL));

  const int64_t first = said.meetings[0];

  clock_set_for_test(now_us + US_PER_HOUR);
  assert_true(test_as(world, 0, came_all, NULL));
  assert_int_equal(sheet_for(world, 1, now_us + US_PER_HOUR), said.meetings[0]);
  assert_int_equal(sheet_for(world, 1, late_us), 0);
  assert_int_equal(sheet_for(world, 1, now_us - 2 * US_PER_DAY), 0);
  assert_names_nobody(world, said.meetings[0]);
  assert_int_equal(count_to_ask(world, now_us + US_PER_HOUR), 2);
  assert_true(test_as(world, 0, post_sheet, &(int){ 1 }));
  assert_int_equal(count_to_ask(world, now_us + US_PER_HOUR), 1);
  assert_int_equal(sheet_for(world, 1, now_us + US_PER_HOUR), first); /* with the next letter */
  clock_set_for_test(0);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(no_subtraction_tells_of_few, open_world, test_world_close),
    cmocka_unit_test_setup_teardown(each_is_asked_once, open_world, test_world_close),
    cmocka_unit_test_setup_teardown(who_came_is_asked_though_it_was_called_off, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(slips_are_no_more_than_people, open_world, test_world_close),
    cmocka_unit_test_setup_teardown(whom_no_mail_reaches_is_asked_once_by_somebody, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(who_came_and_gets_letters_gets_the_sheet, open_world,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
