/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who may know of a group and who is in it, on both engines, against a model played beside it
 * (R21); that nothing passes between two who keep apart (R44); and what somebody in a group writes
 * down for who has no device (R13, R97). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "groups/groups_data.h"
#include "groups/joined_news.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "safety/keep_away.h"

#include <string.h>

enum { STEPS = 60 };

typedef enum { JOIN, LEAVE, INVITE, WRITE_DOWN, YES, NO, MOVES } Move;

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
  case WRITE_DOWN:
    places_join_for(
        txn, act, group,
        &(HeardWish){ .name = test_names[wish->other],
                      .way = "telephone",
                      .wish = { .role = "neighbour",
                                .words = "Please",
                                .offer_id = offers_newest(txn, world->arena, group)->id } },
        world->refusals);
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
  case WRITE_DOWN:
    if (is_apart)
      return true; /* it looks as if it were kept */
    if (*theirs == GROUP_IN || *theirs == GROUP_ASKED)
      return false;
    *theirs =
        model->is_open || !model->is_for_all || *theirs == GROUP_INVITED ? GROUP_IN : GROUP_ASKED;
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

/* ---- written down for somebody ---- */

typedef struct {
  const char *name, *way;
  bool is_old_offer;
} Heard;

static void
write_down(World *world, Txn *txn, const Act *act, const void *data)
{
  const Heard *heard = data;
  const int64_t offer_id = offers_newest(txn, world->arena, world->group_id)->id;
  const HeardWish wish = { .name = heard->name,
                           .way = heard->way,
                           .wish = { .role = "Baker",
                                     .is_shown = true,
                                     .words = "I bring bread",
                                     .offer_id = offer_id - heard->is_old_offer } };

  places_join_for(txn, act, world->group_id, &wish, world->refusals);
}

static void
take_other_role(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)unused;
  places_set_role(txn, act, world->group_id, "neighbour", false, world->refusals);
}

/* Of this person in the group, as it is opened for them. */
static const Place *
place_of(World *world, int who)
{
  Txn *txn = test_look(world);
  const Place *place = places_find(txn, world->arena, world->group_id, world->people[who]);

  test_end_look(txn);
  return place;
}

/* Who did what to them last, as the record has it. */
static void
record_says(World *world, int who, int by, const char *kind)
{
  Txn *txn = test_look(world);
  const LogAbout *entry = log_about(txn, world->arena, world->people[who], NULL, 0, 1);

  assert_string_equal(entry->kind, kind);
  assert_true(entry->actor_id == world->people[by]);
  assert_non_null(entry->words);
  test_end_look(txn);
}

static int64_t
row_of(Txn *txn, int64_t group_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM group_member WHERE community_id = ?1"
                                     " AND group_id = ?2 AND member_id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  assert_true(query_next(q));
  return col_int(q, 0);
}

/* What a mail about it says; false: there is nothing to say. */
static bool
mail_says(World *world, int who, DigestWords *ret_words)
{
  Txn *txn = test_look(world);
  const bool is_said =
      joined_digest_kinds[0].write(txn, world->arena, lang_find("en-GB"), world->people[who],
                                   row_of(txn, world->group_id, world->people[who]), ret_words);

  test_end_look(txn);
  return is_said;
}

static int
count_heard(World *world)
{
  SideCounts counts;
  Txn *txn = test_look(world);

  places_count_sides(txn, world->group_id, &counts);
  test_end_look(txn);
  return counts.heard;
}

static void
what_is_written_down_is_theirs(void **state)
{
  World *world = *state;
  DigestWords words = { NULL };
  MoveWish yes = { YES, 1 };

  assert_true(test_as(world, 0, test_start, &(StartWish){ "By telephone", false, true }));
  assert_true(test_as(world, 0, write_down, &(Heard){ test_names[1], "telephone", false }));

  const Place *place = place_of(world, 1);

  assert_int_equal(place->standing, GROUP_ASKED);
  assert_string_equal(place->way, "telephone");
  assert_string_equal(place->entered_by_name, test_names[0]);
  assert_string_equal(place->role, "Baker");
  assert_string_equal(place->words, "I bring bread");
  record_says(world, 1, 0, "group-asked-for");
  assert_true(mail_says(world, 1, &words));
  assert_null(strstr(words.path, "/me"));
  assert_true(test_as(world, 0, do_move, &yes));
  place = place_of(world, 1);
  assert_int_equal(place->standing, GROUP_IN);
  assert_string_equal(place->shown_role, "Baker");
  assert_true(mail_says(world, 1, &words));
  assert_true(g_str_has_suffix(words.path, "/me"));
  assert_string_equal(words.group_title, "By telephone");
  assert_int_equal(count_heard(world), 1);
  assert_true(test_as(world, 1, take_other_role, NULL));
  assert_int_equal(count_heard(world), 0);
  assert_string_equal(place_of(world, 1)->role, "neighbour");
  assert_true(test_as(world, 1, test_leave, NULL));
  place = place_of(world, 1);
  assert_int_equal(place->standing, GROUP_LEFT);
  assert_string_equal(place->way, "");
  assert_string_equal(place->entered_by_name, "");
  assert_false(mail_says(world, 1, &words));
}

/* On the offer that they heard, and in at once where the group takes everybody; nobody says it for
 * somebody in a way that is none, of somebody unknown, twice, or without being in the group. */
static void
it_is_held_to_what_joining_is(void **state)
{
  World *world = *state;

  assert_true(test_as(world, 0, test_start, &(StartWish){ "On paper", true, true }));
  assert_false(test_as(world, 0, write_down, &(Heard){ test_names[1], "paper", true }));
  assert_false(test_as(world, 0, write_down, &(Heard){ test_names[1], "page", false }));
  assert_false(test_as(world, 0, write_down, &(Heard){ "Nobody Known", "paper", false }));
  assert_false(test_as(world, 2, write_down, &(Heard){ test_names[1], "paper", false }));
  assert_null(place_of(world, 1));
  assert_true(test_as(world, 0, write_down, &(Heard){ test_names[1], "paper", false }));
  assert_false(test_as(world, 0, write_down, &(Heard){ test_names[1], "paper", false }));

  const Place *place = place_of(world, 1);
  Txn *txn = test_look(world);
  const int64_t offer_id = offers_newest(txn, world->arena, world->group_id)->id;

  test_end_look(txn);
  assert_int_equal(place->standing, GROUP_IN);
  assert_true(place->offer_id == offer_id);
  record_says(world, 1, 0, "group-joined-for");
  assert_true(test_as(world, 2, test_join, "neighbour"));
  assert_string_equal(place_of(world, 2)->way, "");
}

/* ---- the record ---- */

/* How many statements it takes to say in which groups they are (R9), and how many these are. */
static int64_t
statements_of_record(World *world, int who, size_t *ret_groups)
{
  Txn *txn = test_look(world);
  json_t *facts = json_object();
  const int64_t before = db_statements_for_test(test_db(world->test));

  groups_personal_data.collect(txn, world->people[who], facts);

  const int64_t statements = db_statements_for_test(test_db(world->test)) - before;

  *ret_groups = json_array_size(json_object_get(facts, "groups"));
  assert_string_equal(json_string_value(json_object_get(
                          json_array_get(json_object_get(facts, "groups"), 0), "role")),
                      "Baker");
  json_decref(facts);
  test_end_look(txn);
  return statements;
}

static void
the_record_takes_no_more_statements_for_more_groups(void **state)
{
  World *world = *state;
  size_t groups = 0;
  int64_t of_one = 0;

  for (int i = 0; i < 6; i++) {
    g_autofree char *name = g_strdup_printf("Group %d", i);

    assert_true(test_as(world, 0, test_start, &(StartWish){ name, true, true }));
    assert_true(test_as(world, 0, write_down, &(Heard){ test_names[1], "telephone", false }));
    if (i == 0)
      statements_of_record(world, 1, &groups); /* reads keys, once for all */
    if (i == 0)
      of_one = statements_of_record(world, 1, &groups);
  }
  assert_int_equal(groups, 1);
  assert_int_equal(statements_of_record(world, 1, &groups), of_one);
  assert_int_equal(groups, 6);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(joining_is_as_a_plain_model_says, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(nothing_passes_between_who_keep_apart, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(what_is_written_down_is_theirs, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(it_is_held_to_what_joining_is, test_world_open,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(the_record_takes_no_more_statements_for_more_groups,
                                    test_world_open, test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
