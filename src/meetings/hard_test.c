/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When it gets hard, on both engines (R70): what is asked in private is read by two people and
 * nobody else, by a random history told a second time beside; who keeps away is no one to ask; what
 * the group learned has no names, and no text ends that its writer had not read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "groups/duties.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/actions.h"
#include "meetings/hard.h"
#include "people/kinds.h"
#include "safety/keep_away.h"
#include "safety/safety.h"

#include <string.h>

enum { IN_GROUP = 4, STEPS = 60, SECRETS = STEPS };

typedef struct {
  World *world;
  int64_t asks[SECRETS];
  int from[SECRETS], to[SECRETS], count;
  HardState state[SECRETS];
} Table;

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers",    "meetings/meetings", "meetings/agenda",
                                         "meetings/actions", "meetings/hard",     NULL };
  static const LogKind *const kinds[] = { people_log_kinds, safety_log_kinds, groups_log_kinds,
                                          hard_log_kinds, NULL };

  return test_world_open_with(state, further, kinds);
}

/* Two lead the group through; nobody is an organiser. */
static void
begin(World *world, Table *table)
{
  *table = (Table){ .world = world };
  test_start_open(world, "Hard", IN_GROUP, NULL);
  assert_true(test_as(world, 0, test_take_duty, "facilitator"));
  assert_true(test_as(world, 1, test_take_duty, "co-chair"));
}

typedef enum { ASK, ANSWER, BACK, MARK_READ, DEEDS } Deed;

typedef struct {
  Table *table;
  Deed deed;
  int nth, to;
} Step;

static void
do_step(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  Table *table = step->table;
  const HardAsk *ask = step->deed == ASK
                           ? NULL
                           : hard_find(txn, world->arena, table->asks[step->nth], act->member_id);

  if (step->deed == ASK)
    hard_ask(txn, act, world->group_id,
             &(HardWish){ .kind = "pause", .words = "It hurts", .to_id = world->people[step->to] },
             world->refusals);
  else if (ask && step->deed == ANSWER)
    hard_answer(txn, act, ask, "Let us rest", world->refusals);
  else if (ask && step->deed == BACK)
    hard_take_back(txn, act, ask);
  else if (ask)
    hard_mark_read(txn, act, ask);
}

/* Each of them is read by the two alone, in its state, and a word is in nobody's list but theirs.
 */
static void
compare(Table *table)
{
  World *world = table->world;
  Txn *txn = test_look(world);

  for (int i = 0; i < table->count; i++)
    for (int who = 0; who < PEOPLE; who++) {
      const HardAsk *ask = hard_find(txn, world->arena, table->asks[i], world->people[who]);
      const bool is_theirs =
          who == table->from[i] || (who == table->to[i] && table->state[i] != HARD_BACK);

      assert_int_equal(ask != NULL, is_theirs);
      if (!ask)
        continue;
      assert_int_equal(ask->state, table->state[i]);
      assert_string_equal(ask->words, "It hurts");
      assert_string_equal(
          ask->answer,
          table->state[i] == HARD_ANSWERED || table->state[i] == HARD_READ ? "Let us rest" : "");
    }
  for (int who = 0; who < PEOPLE; who++)
    for (const HardAsk *one = hard_mine(txn, world->arena, world->group_id, world->people[who]);
         one->id; one++)
      assert_int_equal(one->member_id, world->people[who]);
  test_end_look(txn);
}

static bool
waits_between(const Table *table, int from, int to)
{
  for (int i = 0; i < table->count; i++)
    if (table->from[i] == from && table->to[i] == to && table->state[i] == HARD_WAITING)
      return true;
  return false;
}

static void
told_again(Table *table, const Step *step, int who)
{
  HardState *state = &table->state[step->nth];
  const bool is_asker = table->from[step->nth] == who, is_asked = table->to[step->nth] == who;

  if (step->deed == ANSWER && is_asked && *state == HARD_WAITING)
    *state = HARD_ANSWERED;
  else if (step->deed == BACK && is_asker && *state == HARD_WAITING)
    *state = HARD_BACK;
  else if (step->deed == MARK_READ && is_asker && *state == HARD_ANSWERED)
    *state = HARD_READ;
}

static void
two_people_read_it_and_nobody_else(void **state)
{
  Table table;
  g_autoptr(GRand) random = g_rand_new_with_seed(70);

  begin(*state, &table);
  for (int i = 0; i < STEPS; i++) {
    const int who = g_rand_int_range(random, 0, IN_GROUP);
    Step step = { .table = &table,
                  .deed = table.count ? (Deed)g_rand_int_range(random, 0, DEEDS) : ASK,
                  .to = g_rand_int_range(random, 0, IN_GROUP) };

    step.nth = table.count ? g_rand_int_range(random, 0, table.count) : 0;

    const bool may_ask = step.to < 2 && step.to != who && !waits_between(&table, who, step.to);
    const bool is_kept = test_as(table.world, who, do_step, &step);

    if (step.deed == ASK) {
      assert_int_equal(is_kept, may_ask);
      if (is_kept) {
        Txn *txn = test_look(table.world);

        table.asks[table.count] =
            hard_mine(txn, table.world->arena, table.world->group_id, table.world->people[who])->id;
        table.from[table.count] = who;
        table.to[table.count++] = step.to;
        test_end_look(txn);
      }
    } else {
      told_again(&table, &step, who);
    }
    compare(&table);
  }
}

static void
keep_away(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  safety_block(txn, act, test_names[0], world->refusals);
}

static void
who_keeps_away_is_no_one_to_ask(void **state)
{
  Table table;
  Step step = { .table = &table, .deed = ASK, .to = 0 };

  begin(*state, &table);
  assert_true(test_as(table.world, 2, keep_away, NULL));
  assert_false(test_as(table.world, 2, do_step, &step));
  step.to = 1;
  assert_true(test_as(table.world, 2, do_step, &step));
}

typedef struct {
  const char *words;
  const int64_t *seen;
  int count;
} Words;

static void
write_words(World *world, Txn *txn, const Act *act, const void *data)
{
  const Words *words = data;

  learned_write(txn, act, world->group_id, words->words, words->seen, words->count,
                world->refusals);
}

static void
what_was_learned_has_no_names_and_loses_no_text(void **state)
{
  Table table;
  World *world;
  int64_t seen[2];
  g_autofree char *named = g_strdup_printf("%s was late", test_names[1]);

  begin(*state, &table);
  world = table.world;
  assert_false(test_as(world, 0, write_words, &(Words){ named, NULL, 0 }));
  assert_false(test_as(world, 1, write_words, &(Words){ named, NULL, 0 }));
  assert_true(test_as(world, 0, write_words, &(Words){ "A pause helps", NULL, 0 }));
  assert_true(test_as(world, 1, write_words, &(Words){ "Tea helps", NULL, 0 }));

  Txn *txn = test_look(world);
  const Learned *texts = learned_list(txn, world->arena, world->group_id);

  assert_true(texts[0].id && texts[1].id && !texts[2].id);
  seen[0] = texts[0].id;
  seen[1] = texts[1].id;
  test_end_look(txn);
  assert_true(test_as(world, 2, write_words, &(Words){ "Tea and a pause help", seen, 2 }));
  txn = test_look(world);
  texts = learned_list(txn, world->arena, world->group_id);
  assert_string_equal(texts[0].words, "Tea and a pause help");
  assert_int_equal(texts[1].id, 0);
  test_end_look(txn);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(two_people_read_it_and_nobody_else, open_world,
                                    test_world_close),
    cmocka_unit_test_setup_teardown(who_keeps_away_is_no_one_to_ask, open_world, test_world_close),
    cmocka_unit_test_setup_teardown(what_was_learned_has_no_names_and_loses_no_text, open_world,
                                    test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
