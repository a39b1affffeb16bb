/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The community in which tests of groups happen. */
#include "groups/test_world.h"

#include "base/clock.h"
#include "groups/duties.h"
#include "groups/places.h"
#include "groups/texts.h"
#include "notices/bounces.h"
#include "people/kinds.h"
#include "people/people.h"
#include "safety/safety.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

const char *const test_names[PEOPLE] = { "Sam Brook", "Amina Hale", "Joe Marsh", "Tom Weir",
                                         "Bea Thorn" };

const char *test_world_above;
const LogKind *test_world_above_kinds;
static const char *const *tables_further; /* of test_world_open_with; NULL: none */

typedef struct {
  World *world;
  int who;
  WorldAct act;
  const void *data;
  bool is_refused;
} Step;

static bool
run_step(Txn *txn, const Act *act, void *data)
{
  Step *step = data;

  refusals_clear(step->world->refusals);
  step->act(step->world, txn, act, step->data);
  step->is_refused = refusals_count(step->world->refusals) > 0;
  return !step->is_refused && !txn_trouble(txn);
}

bool
test_as(World *world, int who, WorldAct act, const void *data)
{
  Step step = { world, who, act, data, false };
  const Act by = test_db_act(world->test, RIVERSIDE, who < 0 ? 0 : world->people[who]);
  const WriteOutcome outcome = test_db_write(world->test, &by, run_step, &step);

  assert_true(step.is_refused || outcome == WRITE_KEPT);
  return !step.is_refused;
}

static void
add_people(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  for (int i = 0; i < PEOPLE; i++)
    people_add(txn, act,
               &(Member){ .name = test_names[i], .reach = REACH_IN_PERSON, .contact = "" },
               world->refusals, &world->people[i]);
}

void
test_start(World *world, Txn *txn, const Act *act, const void *data)
{
  const StartWish *wish = data;

  world->group_id =
      test_group_start(txn, act, wish->name, wish->is_open, wish->is_for_all, world->refusals);
}

static void
join(World *world, Txn *txn, const Act *act, const char *role, bool is_shown)
{
  places_join(txn, act, world->group_id,
              &(JoinWish){ .role = role ? role : "",
                           .is_shown = is_shown,
                           .words = "",
                           .offer_id = offers_newest(txn, world->arena, world->group_id)->id },
              world->refusals);
}

void
test_join(World *world, Txn *txn, const Act *act, const void *role)
{
  join(world, txn, act, role, false);
}

void
test_join_shown(World *world, Txn *txn, const Act *act, const void *role)
{
  join(world, txn, act, role, true);
}

void
test_leave(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)unused;
  places_leave(txn, act, world->group_id);
}

void
test_take_duty(World *world, Txn *txn, const Act *act, const void *duty)
{
  duties_take(
      txn, act, world->group_id,
      &(DutyWish){ .duty = duty, .until_us = act->at_us + 90 * US_PER_DAY, .interests = "" },
      world->refusals);
}

void
test_mail_comes_back(World *world, Txn *txn, const Act *act, const void *unused)
{
  Return about;

  (void)unused;
  returns_make(txn, act,
               &(Return){ .mail_id = act_new_id(act),
                          .member_id = act->member_id,
                          .thing_id = 1,
                          .kind = MAIL_KIND_MEETING,
                          .origin = "https://riverside.example" });
  assert_true(returns_find_newest(txn, world->arena, act->member_id, &about));
  assert_true(bounces_note(txn, act, &about, BOUNCE_ADDRESS, "5.1.1"));
}

void
test_address_is_right(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)world;
  (void)unused;
  bounces_clear(txn, act, act->member_id);
}

void
test_start_open(World *world, const char *name, int people, const char *const *roles)
{
  assert_true(test_as(world, 0, test_start, &(StartWish){ name, true, true }));
  for (int i = 1; i < people; i++)
    assert_true(test_as(world, i, test_join, roles ? roles[i] : NULL));
}

static void
add_further(World *world, MigrationFile *migrations, int at, const char *name)
{
  g_autofree char *path = g_strdup_printf("src/%s.sql", name);

  world->sql[at] = test_db_read_source(path);
  migrations[at] = (MigrationFile){ strchr(name, '/') + 1, world->sql[at] };
}

int
test_world_open(void **state)
{
  const char *const files[FILES] = { "web",     "log",    "outbox", "people",
                                     "notices", "safety", "groups", test_world_above };
  static const LogKind *kinds[5];
  MigrationFile migrations[FILES_MOST + 1] = { { NULL } };
  int count = 0;
  World *world = g_new0(World, 1);

  memcpy(kinds,
         (const LogKind *const[]){ people_log_kinds, safety_log_kinds, groups_log_kinds,
                                   test_world_above_kinds, NULL },
         sizeof(kinds));
  log_set_kinds(kinds);
  seal_set_root_key((const uint8_t[ROOT_KEY_BYTES]){ 7 });
  for (int i = 0; i < FILES && files[i]; i++, count++) {
    g_autofree char *path = g_strdup_printf("src/%s/%s.sql", files[i], files[i]);

    world->sql[i] = test_db_read_source(path);
    migrations[i] = (MigrationFile){ files[i], world->sql[i] };
  }
  if (test_world_above && strcmp(test_world_above, "meetings") == 0)
    add_further(world, migrations, count++, "meetings/calendars"); /* all meetings stand on it */
  for (int i = 0; tables_further && tables_further[i]; i++) {
    add_further(world, migrations, count++, tables_further[i]);
    if (strcmp(tables_further[i], "meetings/meetings") == 0)
      add_further(world, migrations, count++, "meetings/calendars");
  }
  world->test = test_db_new(migrations, NULL);
  world->arena = arena_new(64 * 1024 * 1024);
  world->refusals = refusals_new(world->arena);
  assert_true(test_as(world, -1, add_people, NULL));
  *state = world;
  return 0;
}

int
test_world_open_with(void **state, const char *const *further, const LogKind *const *kinds)
{
  tables_further = further;
  if (test_world_open(state) != 0)
    return -1;
  log_set_kinds(kinds); /* of these too */
  return 0;
}

int
test_world_close(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  arena_free(world->arena);
  for (int i = 0; i < FILES_MOST; i++)
    g_free(world->sql[i]);
  g_free(world);
  return 0;
}

Txn *
test_look(World *world)
{
  return db_begin_read(test_db(world->test), RIVERSIDE);
}

void
test_end_look(Txn *txn)
{
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}
