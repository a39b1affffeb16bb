/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The community in which tests of safety happen. */
#include "safety/test_world.h"

#include "log/log.h"
#include "people/kinds.h"
#include "people/people.h"
#include "people/seal.h"
#include "safety/safety.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  Member member;
  int64_t id;
} Adding;

static bool
add(Txn *txn, const Act *act, void *data)
{
  Adding *adding = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  people_add(txn, act, &adding->member, refusals, &adding->id);
  return refusals_count(refusals) == 0;
}

int64_t
test_add_member(World *world, const char *name, bool is_organiser)
{
  g_autofree char *email = g_strdup_printf("p%d@place.example", ++world->made);
  Adding adding = {
    .member = { .name = name, .reach = REACH_EMAIL, .contact = email, .is_organiser = is_organiser }
  };
  const Act act = test_db_act(world->test, RIVERSIDE, 0);

  assert_int_equal(test_db_write(world->test, &act, add, &adding), WRITE_KEPT);
  return adding.id;
}

int
test_world_open(void **state)
{
  static const char *const names[WORLD_FILES] = { "web",    "log",     "outbox",
                                                  "people", "notices", "safety" };
  static const LogKind *const kinds[] = { people_log_kinds, safety_log_kinds, NULL };
  static const uint8_t key[ROOT_KEY_BYTES] = { 7 };
  World *world = g_new0(World, 1);
  MigrationFile files[WORLD_FILES + 1] = { { 0 } };

  log_set_kinds(kinds);
  seal_set_root_key(key);
  for (int i = 0; i < WORLD_FILES; i++) {
    g_autofree char *path = g_strdup_printf("src/%s/%s.sql", names[i], names[i]);

    world->sql[i] = test_db_read_source(path);
    files[i] = (MigrationFile){ names[i], world->sql[i] };
  }
  world->test = test_db_new(files, NULL);
  world->organisers[0] = test_add_member(world, "Rowan Field", true);
  world->organisers[1] = test_add_member(world, "Bea Thorn", true);
  world->iris = test_add_member(world, "Iris Quay", false);
  world->tom = test_add_member(world, "Tom Weir", false);
  *state = world;
  return 0;
}

int
test_world_close(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  for (int i = 0; i < WORLD_FILES; i++)
    g_free(world->sql[i]);
  g_free(world);
  return 0;
}

bool
test_propose_people(Txn *txn, const Act *act, void *data)
{
  Naming *naming = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  safety_propose_people(txn, act, &naming->wish, refusals, &naming->is_done);
  naming->refused = refusals_count(refusals);
  naming->made_at_us = act->at_us;
  return naming->refused == 0;
}

bool
test_decide_people(Txn *txn, const Act *act, void *data)
{
  Naming *naming = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  safety_decide_people(txn, act, naming->made_at_us, naming->is_agreed, refusals);
  naming->refused = refusals_count(refusals);
  return naming->refused == 0;
}

void
test_name_people(World *world, const char *name, const char *other, bool is_else_organisers)
{
  Naming naming = { .wish = { .name = name,
                              .phone = "01632 960 001",
                              .other_name = other,
                              .other_phone = *other ? "01632 960 002" : "",
                              .answer_days = 3,
                              .is_else_organisers = is_else_organisers } };
  const Act first = test_db_act(world->test, RIVERSIDE, world->organisers[0]);
  const Act second = test_db_act(world->test, RIVERSIDE, world->organisers[1]);

  assert_int_equal(test_db_write(world->test, &first, test_propose_people, &naming), WRITE_KEPT);
  assert_false(naming.is_done);
  naming.is_agreed = true;
  assert_int_equal(test_db_write(world->test, &second, test_decide_people, &naming), WRITE_KEPT);
}

static bool
file_holds(const char *path, const char *words)
{
  g_autofree char *bytes = NULL;
  gsize len = 0;

  return g_file_get_contents(path, &bytes, &len, NULL) &&
         memmem(bytes, len, words, strlen(words)) != NULL;
}

void
test_assert_not_readable(World *world, const char *words)
{
  if (test_db_is_postgres())
    return;

  const char *path = strchr(test_db_url(world->test), ':') + 1;
  g_autofree char *wal = g_strconcat(path, "-wal", NULL);

  assert_true(file_holds(path, "Rowan Field") || file_holds(wal, "Rowan Field"));
  assert_false(file_holds(path, words) || file_holds(wal, words));
}

void
test_assert_last_power(World *world, const char *kind)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  {
    g_autoptr(Query) q = db_query(txn, "SELECT e.kind, e.reason FROM log_power p"
                                       " JOIN log_entry e ON e.community_id = ?1 AND e.id = p.id"
                                       " WHERE p.community_id = ?1 ORDER BY p.id DESC LIMIT 1");

    assert_true(query_next(q));
    assert_string_equal(col_text(q, 0), kind);
    assert_string_equal(col_text(q, 1), "");
  }
  db_end_read(txn);
}
