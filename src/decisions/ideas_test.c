/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ideas on both engines (R94, indicators 7, 8): who may read which, by a second reckoning; an
 * answer needs a reason and is never overwritten; late is counted by the day promised first; one
 * appeal and no more; nothing is answered twice, and no chain of ideas leads in a circle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "decisions/idea_answers.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"

#include <string.h>

enum { SAM, AMINA, JOE, TOM, BEA };

/* One step, with what it is about. */
typedef struct {
  int64_t idea_id, group_id, into_id;
  const char *words, *name, *way;
  bool is_for_all, is_nameless;
  IdeaOutcome outcome;
  int64_t due_us;
  int64_t *ret_id;
} Step;

static const Idea *
seen_by(World *world, Txn *txn, int64_t idea_id, int64_t viewer_id, bool is_organiser)
{
  const IdeaViewer viewer = { .member_id = viewer_id,
                              .now_us = clock_now_us(),
                              .is_organiser = is_organiser };

  return ideas_find(txn, world->arena, idea_id, &viewer);
}

static void
put(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  ideas_add(txn, act,
            &(IdeaWish){ .group_id = step->group_id,
                         .words = step->words,
                         .is_for_all = step->is_for_all,
                         .is_nameless = step->is_nameless,
                         .for_name = step->name ? step->name : "",
                         .way = step->name ? "phone" : "page" },
            world->refusals, step->ret_id);
}

static void
take(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  idea_take_on(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false));
}

static void
ask(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  idea_ask_owner(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false), step->name,
                 step->due_us, "", world->refusals);
}

static void
agree(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  idea_agree(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false));
}

static void
decline(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  idea_decline(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false));
}

static void
answer(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  idea_answer(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false),
              &(IdeaAnswerWish){ step->outcome, step->words, step->into_id }, "", world->refusals);
}

static void
reply(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  idea_reply(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false), step->name,
             step->words, world->refusals);
}

static void
appeal(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  idea_appeal(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false), step->group_id,
              world->refusals);
}

static void
place(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  ideas_place(txn, act, seen_by(world, txn, step->idea_id, act->member_id, true), step->group_id,
              world->refusals);
}

static void
take_back(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  ideas_take_back(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false));
}

static void
confirm(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  ideas_confirm(txn, act, seen_by(world, txn, step->idea_id, act->member_id, false));
}

static void
join(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;

  places_join(txn, act, step->group_id,
              &(JoinWish){ .role = "",
                           .words = "",
                           .offer_id = offers_newest(txn, world->arena, step->group_id)->id },
              world->refusals);
}

static int64_t
start(World *world, const char *name, bool is_for_all)
{
  const StartWish wish = { name, true, is_for_all };

  assert_true(test_as(world, SAM, test_start, &wish));
  return world->group_id;
}

static int64_t
put_one(World *world, int who, int64_t group_id, const char *words)
{
  int64_t id = 0;

  assert_true(
      test_as(world, who, put,
              &(Step){ .group_id = group_id, .words = words, .is_for_all = true, .ret_id = &id }));
  return id;
}

static Idea
look(World *world, int64_t idea_id, int who)
{
  Txn *txn = test_look(world);
  const Idea *idea = seen_by(world, txn, idea_id, world->people[who], false);
  const Idea found = idea ? *idea : (Idea){ 0 };

  test_end_look(txn);
  return found;
}

/* ---- who may read which ---- */

/* Reckoned from what the page says, not from the statement. */
static bool
should_see(int viewer, int author, bool is_open_group, bool is_for_all, bool is_member)
{
  return viewer == author || is_member || (is_for_all && is_open_group);
}

static void
who_may_read_an_idea_is_what_its_author_chose(void **state)
{
  World *world = *state;
  const int64_t groups[] = { start(world, "Open to read", true),
                             start(world, "Closed to read", false) };

  for (int g = 0; g < 2; g++)
    for (int choice = 0; choice < 4; choice++) {
      const bool is_for_all = choice & 1, is_nameless = choice & 2;
      int64_t id = 0;

      assert_true(test_as(world, g == 0 ? JOE : SAM, put,
                          &(Step){ .group_id = groups[g],
                                   .words = "A bench",
                                   .is_for_all = is_for_all,
                                   .is_nameless = is_nameless,
                                   .ret_id = &id }));
      for (int who = 0; who < PEOPLE; who++) {
        const int author = g == 0 ? JOE : SAM;
        const Idea idea = look(world, id, who);

        assert_int_equal(idea.id != 0, should_see(who, author, g == 0, is_for_all, who == SAM));
        if (idea.id)
          assert_int_equal(idea.name != NULL, !is_nameless || who == author);
        if (idea.id && who != author && is_nameless)
          assert_int_equal(idea.author_id, 0);
      }
    }
}

/* In a list as by itself, and in the sum as in the list. */
static void
a_list_and_its_sum_have_what_can_be_read(void **state)
{
  World *world = *state;
  static const char *const shows[] = { "all", "waiting", "adopted", "partly", "not", "merged" };

  for (int who = 0; who < PEOPLE; who++) {
    Txn *txn = test_look(world);
    const IdeaViewer viewer = { .member_id = world->people[who], .now_us = clock_now_us() };
    const IdeasSum sum = ideas_sum(txn, &viewer, &(IdeaFilter){ .show = "all" });
    int64_t counted[G_N_ELEMENTS(shows)] = { 0 };

    for (size_t s = 0; s < G_N_ELEMENTS(shows); s++) {
      const IdeaFilter filter = { .show = shows[s] };
      int64_t before = 0;

      for (const Idea *list;
           (list = ideas_list(txn, world->arena, &viewer, &filter, before, 3))->id;)
        for (; list->id; list++) {
          assert_true(before == 0 || list->id < before);
          before = list->id;
          counted[s]++;
          assert_non_null(ideas_find(txn, world->arena, list->id, &viewer));
        }
    }
    test_end_look(txn);
    assert_int_equal(counted[0], sum.all);
    for (int outcome = 0; outcome < IDEA_OUTCOMES; outcome++)
      assert_int_equal(counted[outcome + 1], sum.of[outcome]);
  }
}

/* ---- an answer ---- */

static void
an_answer_has_a_reason_and_comes_from_whoever_said_yes(void **state)
{
  World *world = *state;
  const int64_t group_id = start(world, "Answers", true);
  const int64_t id = put_one(world, JOE, group_id, "A lamp by the steps");
  const Step step = { .idea_id = id, .outcome = IDEA_ADOPTED, .words = "It is dark there" };

  assert_true(test_as(world, SAM, answer, &step)); /* nobody has it: nothing happens */
  assert_int_equal(look(world, id, JOE).outcome, IDEA_WAITS);
  assert_true(test_as(world, AMINA, take, &step)); /* not in the group */
  assert_int_equal(look(world, id, JOE).owner_state, OWNER_NONE);
  assert_false(test_as(world, SAM, ask, &(Step){ .idea_id = id, .name = "Nobody Atall" }));
  assert_true(test_as(world, SAM, ask, &(Step){ .idea_id = id, .name = "Tom Weir" }));
  assert_true(test_as(world, TOM, answer, &step)); /* asked is not yes */
  assert_int_equal(look(world, id, JOE).outcome, IDEA_WAITS);
  assert_true(test_as(world, TOM, decline, &step));
  assert_int_equal(look(world, id, JOE).owner_state, OWNER_NO);
  assert_true(test_as(world, SAM, ask, &(Step){ .idea_id = id, .name = "Bea Thorn" }));
  assert_true(test_as(world, BEA, agree, &step));
  assert_false(
      test_as(world, BEA, answer, &(Step){ .idea_id = id, .outcome = IDEA_NOT, .words = "" }));
  assert_false(test_as(world, BEA, answer, &(Step){ .idea_id = id, .words = "So" }));
  assert_true(test_as(world, BEA, answer, &step));
  assert_int_equal(look(world, id, JOE).outcome, IDEA_ADOPTED);
  assert_true(
      test_as(world, BEA, answer, &(Step){ .idea_id = id, .outcome = IDEA_NOT, .words = "No" }));
  assert_string_equal(look(world, id, JOE).because, "It is dark there"); /* never overwritten */
}

/* Moving the day does not make an answer less late (indicators 8, 24). */
static void
late_is_counted_by_the_day_promised_first(void **state)
{
  World *world = *state;
  const int64_t id = put_one(world, JOE, start(world, "Late", true), "A clock");
  const int64_t now_us = clock_now_us();
  const Idea before = look(world, id, JOE);

  assert_true(before.first_due_us - before.said_at_us == IDEA_ANSWER_US);
  assert_false(test_as(world, SAM, ask,
                       &(Step){ .idea_id = id, .name = "Sam Brook", .due_us = now_us - 1 }));
  assert_true(
      test_as(world, SAM, ask,
              &(Step){ .idea_id = id, .name = "Sam Brook", .due_us = now_us + 300 * US_PER_DAY }));

  Txn *txn = test_look(world);
  const IdeaViewer later = { .member_id = world->people[AMINA],
                             .now_us = now_us + 60 * US_PER_DAY };
  const Idea *idea = ideas_find(txn, world->arena, id, &later);
  const IdeaFilter filter = { .show = "late", .group_id = world->group_id };

  assert_true(idea->is_late);
  assert_true(idea->first_due_us == before.first_due_us && idea->due_us > later.now_us);
  assert_int_equal(ideas_list(txn, world->arena, &later, &filter, 0, 5)->id, id);
  assert_int_equal(ideas_sum(txn, &later, &filter).late, 1);
  test_end_look(txn);
}

static void
an_idea_is_appealed_once_and_both_answers_stay(void **state)
{
  World *world = *state;
  const int64_t first = start(world, "First", true), second = start(world, "Second", true);
  const int64_t id = put_one(world, JOE, first, "A ramp");
  const Step yes = { .idea_id = id, .outcome = IDEA_NOT, .words = "Too steep" };
  const Step other = { .idea_id = id, .group_id = second };

  assert_true(test_as(world, SAM, take, &yes));
  assert_true(test_as(world, SAM, answer, &yes));
  assert_true(test_as(world, AMINA, reply, &(Step){ .idea_id = id, .name = "yes", .words = "" }));

  Txn *txn = test_look(world);
  const IdeaAnswer *answers = idea_answers_of(txn, world->arena, id, world->people[JOE]);

  assert_string_equal(answers->reply, ""); /* not hers to say */
  test_end_look(txn);
  assert_false(test_as(world, JOE, reply, &(Step){ .idea_id = id, .name = "maybe", .words = "" }));
  assert_true(
      test_as(world, JOE, reply, &(Step){ .idea_id = id, .name = "no", .words = "Measure" }));
  assert_false(test_as(world, JOE, appeal, &(Step){ .idea_id = id, .group_id = first }));
  assert_true(test_as(world, AMINA, appeal, &other)); /* nor hers to ask */
  assert_int_equal(look(world, id, JOE).round, 1);
  assert_true(test_as(world, JOE, appeal, &other));
  assert_int_equal(look(world, id, JOE).outcome, IDEA_WAITS);
  assert_true(test_as(world, SAM, take, &yes));
  assert_true(test_as(world, SAM, answer,
                      &(Step){ .idea_id = id, .outcome = IDEA_ADOPTED, .words = "We measured" }));
  assert_true(test_as(world, JOE, reply, &(Step){ .idea_id = id, .name = "no", .words = "" }));
  assert_true(test_as(world, JOE, appeal, &(Step){ .idea_id = id, .group_id = first }));

  txn = test_look(world);
  answers = idea_answers_of(txn, world->arena, id, world->people[JOE]);
  assert_int_equal(look(world, id, JOE).outcome, IDEA_ADOPTED); /* that was the end */
  assert_string_equal(answers[0].because, "Too steep");
  assert_string_equal(answers[0].reply_words, "Measure");
  assert_string_equal(answers[1].because, "We measured");
  assert_int_equal(answers[2].id, 0);
  test_end_look(txn);
}

static void
ideas_that_are_joined_never_lead_in_a_circle(void **state)
{
  World *world = *state;
  const int64_t group_id = start(world, "Joined", true);
  int64_t ids[3];

  for (int i = 0; i < 3; i++) {
    ids[i] = put_one(world, i == 0 ? JOE : BEA, group_id, "The lift");
    assert_true(test_as(world, SAM, take, &(Step){ .idea_id = ids[i] }));
  }

  Step merge = { .idea_id = ids[0], .outcome = IDEA_MERGED, .words = "The same" };

  assert_false(test_as(world, SAM, answer, &merge)); /* into nothing */
  merge.into_id = ids[0];
  assert_false(test_as(world, SAM, answer, &merge)); /* into itself */
  merge.into_id = ids[1];
  assert_true(test_as(world, SAM, answer, &merge));
  merge.idea_id = ids[2];
  merge.into_id = ids[0];
  assert_false(test_as(world, SAM, answer, &merge)); /* into one that is part of another */
  merge.idea_id = ids[1];
  merge.into_id = ids[2];
  assert_false(test_as(world, SAM, answer, &merge)); /* others are part of this one */

  Txn *txn = test_look(world);
  const IdeaViewer viewer = { .member_id = world->people[JOE] };

  assert_int_equal(ideas_merged_into(txn, world->arena, ids[1], &viewer)->id, ids[0]);
  test_end_look(txn);
}

static void
read_it(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)world;
  idea_mark_read(txn, act, ((const Step *)data)->idea_id);
}

static int64_t
waiting_for(World *world, int who, IdeaWaits what)
{
  Txn *txn = test_look(world);
  const int64_t id =
      test_first_waiting(txn, IDEAS_WAIT, world->people[who], clock_now_us(), false, what);

  test_end_look(txn);
  return id;
}

/* Both authors hear of it here, not by mail alone. */
static void
what_is_joined_waits_for_both_authors_until_read(void **state)
{
  World *world = *state;
  const int64_t group_id = start(world, "Both", true);
  const int64_t whole = put_one(world, TOM, group_id, "A quiet room");
  const int64_t part = put_one(world, AMINA, group_id, "A room without noise");
  const Step merge = { .idea_id = part, .outcome = IDEA_MERGED, .words = "Same", .into_id = whole };
  const Step yes = { .idea_id = whole, .outcome = IDEA_ADOPTED, .words = "It is free" };

  assert_true(test_as(world, SAM, take, &merge));
  assert_true(test_as(world, SAM, answer, &merge));
  assert_int_equal(waiting_for(world, TOM, IDEA_JOINED), whole);
  assert_int_equal(waiting_for(world, AMINA, IDEA_WHOLE), 0);
  assert_true(test_as(world, TOM, read_it, &yes));
  assert_int_equal(waiting_for(world, TOM, IDEA_JOINED), 0);
  assert_true(test_as(world, SAM, take, &yes));
  assert_true(test_as(world, SAM, answer, &yes));
  assert_int_equal(waiting_for(world, AMINA, IDEA_WHOLE), whole);
  assert_int_equal(waiting_for(world, JOE, IDEA_WHOLE), 0);
  assert_true(test_as(world, AMINA, read_it, &yes));
  assert_int_equal(waiting_for(world, AMINA, IDEA_WHOLE), 0);
}

/* ---- for somebody else, and for no group ---- */

static void
what_was_written_for_somebody_is_theirs_to_say_yes_to(void **state)
{
  World *world = *state;
  const int64_t group_id = start(world, "Written", true);
  int64_t id = 0;
  const Step step = { .group_id = group_id,
                      .words = "Soup on Fridays",
                      .name = "joe  MARSH",
                      .is_for_all = true,
                      .is_nameless = true,
                      .ret_id = &id };

  assert_true(test_as(world, AMINA, put, &step));
  assert_int_equal(look(world, id, JOE).is_theirs, 0);
  assert_string_equal(look(world, id, JOE).noted_name, "Amina Hale");
  assert_non_null(look(world, id, AMINA).name);
  assert_null(look(world, id, TOM).name);
  assert_true(test_as(world, AMINA, confirm, &(Step){ .idea_id = id })); /* not hers */
  assert_int_equal(look(world, id, JOE).is_theirs, 0);
  assert_int_equal(waiting_for(world, JOE, IDEA_NOTED), id);
  assert_true(test_as(world, JOE, confirm, &(Step){ .idea_id = id }));
  assert_int_equal(look(world, id, JOE).is_theirs, 1);
  assert_true(test_as(world, JOE, take_back, &(Step){ .idea_id = id }));
  assert_string_equal(look(world, id, AMINA).words, "");
}

static void
an_idea_for_nobody_yet_is_placed_by_an_organiser(void **state)
{
  World *world = *state;
  const int64_t group_id = start(world, "Placed", true);
  const int64_t id = put_one(world, JOE, 0, "A swing");
  const Step to_group = { .idea_id = id, .group_id = group_id };
  Txn *txn = test_look(world);

  assert_int_equal(
      test_first_waiting(txn, IDEAS_WAIT, world->people[TOM], clock_now_us(), true, IDEA_TO_PLACE),
      id);
  test_end_look(txn);
  assert_int_equal(waiting_for(world, TOM, IDEA_TO_PLACE), 0);
  assert_false(test_as(world, TOM, place, &(Step){ .idea_id = id, .group_id = 1 }));
  assert_true(test_as(world, TOM, place, &to_group));
  assert_int_equal(look(world, id, JOE).group_id, group_id);
  assert_true(test_as(world, BEA, join, &to_group));
  assert_int_equal(waiting_for(world, BEA, IDEA_FREE), id);
}

static int
open_world(void **state)
{
  test_world_above = "decisions";
  test_world_above_kinds = decisions_log_kinds;
  return test_world_open(state);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_may_read_an_idea_is_what_its_author_chose),
    cmocka_unit_test(an_answer_has_a_reason_and_comes_from_whoever_said_yes),
    cmocka_unit_test(late_is_counted_by_the_day_promised_first),
    cmocka_unit_test(an_idea_is_appealed_once_and_both_answers_stay),
    cmocka_unit_test(ideas_that_are_joined_never_lead_in_a_circle),
    cmocka_unit_test(what_is_joined_waits_for_both_authors_until_read),
    cmocka_unit_test(what_was_written_for_somebody_is_theirs_to_say_yes_to),
    cmocka_unit_test(a_list_and_its_sum_have_what_can_be_read),
    cmocka_unit_test(an_idea_for_nobody_yet_is_placed_by_an_organiser),
  };

  return cmocka_run_group_tests(tests, open_world, test_world_close);
}
