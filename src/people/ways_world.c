/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The world of the tests of ways in. */
#include "people/ways_world.h"

#include "base/clock.h"
#include "base/random.h"
#include "db/test_db.h"
#include "people/kinds.h"
#include "people/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  World *world;
  Work work;
  void *data;
} Job;

static bool
run(Txn *txn, const Act *act, void *data)
{
  Job *job = data;

  return job->work(job->world, txn, act, job->data) && !txn_trouble(txn);
}

bool
does_at(World *world, int64_t community_id, Work work, void *data)
{
  Act act = test_db_act(world->test, community_id, world->ann);
  Job job = { world, work, data };

  if (world->at_us)
    act.at_us = world->at_us;
  return test_db_write(world->test, &act, run, &job) == WRITE_KEPT;
}

bool
does(World *world, Work work, void *data)
{
  return does_at(world, RIVERSIDE, work, data);
}

static bool
add_people(World *world, Txn *txn, const Act *act, void *data)
{
  Refusals *refusals = refusals_new(world->arena);
  Member ann = { .name = "Ann Reed", .reach = REACH_EMAIL, .contact = "ann@riverside.example" };
  Member bo = { .name = "Bo Ford", .reach = REACH_IN_PERSON, .contact = "" };

  (void)data;
  people_add(txn, act, &ann, refusals, &world->ann);
  people_add(txn, act, &bo, refusals, &world->bo);
  return refusals_count(refusals) == 0;
}

int
world_set_up(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, NULL };
  static const uint8_t key[ROOT_KEY_BYTES] = { 7 };
  World *world = g_new0(World, 1);

  log_set_kinds(kinds);
  seal_set_root_key(key);
  world->sql[0] = test_db_read_source("src/web/web.sql");
  world->sql[1] = test_db_read_source("src/log/log.sql");
  world->sql[2] = test_db_read_source("src/people/people.sql");

  const MigrationFile files[] = {
    { "web", world->sql[0] }, { "log", world->sql[1] }, { "people", world->sql[2] }, { 0 }
  };

  world->test = test_db_new(files, NULL);
  world->arena = arena_new(1 << 20);
  assert_true(does(world, add_people, NULL));
  *state = world;
  return 0;
}

int
world_tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  arena_free(world->arena);
  for (size_t i = 0; i < G_N_ELEMENTS(world->sql); i++)
    g_free(world->sql[i]);
  g_free(world);
  return 0;
}

/* ---- sessions as web would begin them ---- */

typedef struct {
  int64_t id, member_id, key_id, helper_id;
  SignInWay way;
} Begun;

static bool
begin_session(World *world, Txn *txn, const Act *act, void *data)
{
  Begun *begun = data;
  uint8_t hash[32];

  (void)world;
  random_bytes(hash, sizeof(hash));
  begun->id = act_new_id(act);

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO session (community_id, token_hash, member_id, made_at_us,"
                " touched_at_us, id, way, key_id, helper_id)"
                " VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8)");

  bind_blob(q, 2, hash, sizeof(hash));
  bind_int(q, 3, begun->member_id);
  bind_int(q, 4, act->at_us);
  bind_int(q, 5, begun->id);
  bind_text(q, 6, way_name(begun->way));
  bind_int(q, 7, begun->key_id);
  bind_int(q, 8, begun->helper_id);
  return query_run(q);
}

int64_t
begin(World *world, int64_t member_id, SignInWay way, int64_t key_id, int64_t helper_id)
{
  Begun begun = { .member_id = member_id, .way = way, .key_id = key_id, .helper_id = helper_id };

  assert_true(does(world, begin_session, &begun));
  return begun.id;
}

const char *
ways_of(World *world, int64_t member_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  GString *words = g_string_new("");

  for (const SignIn *one = sign_ins_list(txn, world->arena, member_id, clock_now_us()); one->id;
       one++)
    g_string_append_printf(words, "%s%s", words->len ? " " : "", way_name(one->way));
  db_end_read(txn);

  const char *kept = arena_text(world->arena, words->str);

  g_string_free(words, TRUE);
  return kept;
}

bool
add_helper(World *world, Txn *txn, const Act *act, void *data)
{
  Helping *helping = data;
  Refusals *refusals = refusals_new(world->arena);

  door_helper_add(txn, act, world->ann, helping->name, refusals);
  helping->refused = refusals_count(refusals);
  return helping->refused == 0;
}
