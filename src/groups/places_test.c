/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who may know of a group and who is in it, on both engines, against a model played beside it
 * (R21); and that nothing passes between two who keep apart (R44). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "safety/keep_away.h"

enum { STEPS = 60 };

typedef enum { JOIN, LEAVE, INVITE, YES, NO, MOVES } Move;

typedef struct {
  GroupStanding standing[PEOPLE];
  bool is_apart[PEOPLE][PEOPLE];
  bool is_open, is_for_all;
} Model;

typedef struct {
  Move move;
  int other;
} MoveWish;

static void
do_move(World *world, Txn *txn, const Act *act, const void *data)
{
  const MoveWish *wish = data;
  const int64_t group = world->group_id;

  switch (wish->move) {
  case JOIN:
    places_join(txn, act, group,
                &(JoinWish){ .role = "neighbour",
                             .words = "Please",
                             .offer_id = offers_newest(txn, world->arena, group)->id },
                world->refusals);
    break;
  case LEAVE:
    places_leave(txn, act, group);
    break;
  case INVITE:
    places_invite(txn, act, group, test_names[wish->other], world->refusals);
    break;
  default:
    places_answer(txn, act, group, world->people[wish->other], wish->move == YES);
    break;
  }
}

static int
count_in(const Model *model)
{
  int count = 0;

  for (int i = 0; i < PEOPLE; i++)
    count += model->standing[i] == GROUP_IN;
  return count;
}

static bool
may_know(const Model *model, int who)
{
  return model->is_for_all || model->standing[who] == GROUP_IN ||
         model->standing[who] == GROUP_INVITED;
}

/* What must come of it; false: it must be refused. */
static bool
play(Model *model, int who, const MoveWish *wish)
{
  GroupStanding *mine = &model->standing[who], *theirs = &model->standing[wish->other];
  const bool is_apart = model->is_apart[who][wish->other] || model->is_apart[wish->other][who];

  switch (wish->move) {
  case JOIN:
    if (!may_know(model, who))
      return false;
    if (*mine != GROUP_IN)
      *mine =
          model->is_open || *mine == GROUP_INVITED || count_in(model) == 0 ? GROUP_IN : GROUP_ASKED;
    return true;
  case LEAVE:
    if (*mine == GROUP_IN)
      *mine = GROUP_LEFT;
    else if (*mine != GROUP_LEFT)
      *mine = GROUP_STRANGER;
    return true;
  case INVITE:
    if (*theirs == GROUP_IN && !is_apart)
      return false;
    if (!is_apart)
      *theirs = *theirs == GROUP_ASKED ? GROUP_IN : GROUP_INVITED;
    return true;
  default:
    if (*theirs == GROUP_ASKED && !is_apart)
      *theirs = wish->move == YES ? GROUP_IN : GROUP_STRANGER;
    return true;
  }
}

static void
keep_away(World *world, Txn *txn, const Act *act, const void *data)
{
  safety_block(txn, act, test_names[*(const int *)data], world->refusals);
}

static void
see_that_it_is_so(World *world, const Model *model)
{
  Txn *txn = test_look(world);

  for (int i = 0; i < PEOPLE; i++) {
    const Group *group = groups_find(txn, world->arena, world->group_id, world->people[i]);
    const bool is_in = model->standing[i] == GROUP_IN;

    assert_int_equal(group != NULL, may_know(model, i));
    assert_int_equal(groups_may(txn, world->group_id, world->people[i], GROUP_TO_SEE),
                     may_know(model, i));
    assert_int_equal(groups_may(txn, world->group_id, world->people[i], GROUP_TO_CHANGE), is_in);
    if (!group)
      continue;
    assert_int_equal(group->standing, model->standing[i]);
    assert_int_equal(groups_count_people(txn, world->group_id), count_in(model));
  }
  test_end_look(txn);
}

/* What somebody in the group sees of who asks, but those who and they keep apart. */
static void
see_who_asks(World *world, const Model *model, int who)
{
  Txn *txn = test_look(world);
  int asking = 0, seen = 0;

  for (const Place *one = places_asking(txn, world->arena, world->group_id, world->people[who]);
       one->member_id; one++)
    seen++;
  for (int i = 0; i < PEOPLE; i++)
    asking +=
        model->standing[i] == GROUP_ASKED && !model->is_apart[who][i] && !model->is_apart[i][who];
  assert_int_equal(seen, asking);
  if (model->standing[who] == GROUP_IN)
    assert_int_equal(places_first_asking(txn, world->group_id, world->people[who], NULL) != 0,
                     asking > 0);
  test_end_look(txn);
}

static void
play_one_group(World *world, GRand *random, int number)
{
  g_autofree char *name = g_strdup_printf("Circle %d", number);
  StartWish wish = { name, number & 1, number & 2 };
  Model model = { .is_open = number & 1, .is_for_all = number & 2 };

  assert_true(test_as(world, 0, test_start, &wish));
  model.standing[0] = GROUP_IN;
  for (int i = 0; i < STEPS; i++) {
    const int who = g_rand_int_range(random, 0, PEOPLE);
    const int other = (who + g_rand_int_range(random, 1, PEOPLE)) % PEOPLE;
    MoveWish move = { (Move)g_rand_int_range(random, 0, MOVES), other };

    /* The pages ask whether somebody is in it first. */
    if (move.move >= INVITE && model.standing[who] != GROUP_IN)
      continue;
    assert_int_equal(test_as(world, who, do_move, &move), play(&model, who, &move));
    see_that_it_is_so(world, &model);
    see_who_asks(world, &model, who);
  }
}

static void
joining_is_as_a_plain_model_says(void **state)
{
  World *world = *state;
  g_autoptr(GRand) random = g_rand_new_with_seed(21);

  for (int number = 0; number < 4; number++)
    play_one_group(world, random, number);
}

/* An ask between two who keep apart stays unanswered, and looks like any other. */
static void
nothing_passes_between_who_keep_apart(void **state)
{
  World *world = *state;
  StartWish wish = { "Apart", false, true };
  Model model = { .is_for_all = true };
  MoveWish join = { JOIN, 0 }, yes = { YES, 3 }, invite = { INVITE, 3 };
  int tom = 3;

  assert_true(test_as(world, 4, test_start, &wish));
  model.standing[4] = GROUP_IN;
  assert_true(test_as(world, 4, keep_away, &tom));
  model.is_apart[4][3] = true;
  assert_true(test_as(world, 3, do_move, &join));
  model.standing[3] = GROUP_ASKED;
  see_who_asks(world, &model, 4);
  assert_true(test_as(world, 4, do_move, &yes));
  assert_true(test_as(world, 4, do_move, &invite));
  see_that_it_is_so(world, &model);

  Txn *txn = test_look(world);

  assert_int_equal(places_waiting(txn, world->people[4]).asked_id, 0);
  assert_true(places_has_kept_away(txn, world->arena, world->group_id, world->people[4]) == false);
  test_end_look(txn);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(joining_is_as_a_plain_model_says, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(nothing_passes_between_who_keep_apart, test_world_open,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
