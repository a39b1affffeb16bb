/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The chain shows every change made behind its back. */
#include "log/log.h"

#include "base/clock.h"
#include "db/test_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { RIVERSIDE = 11, ENTRIES = 12 };

static const LogKind test_kinds[] = {
  { .kind = "thing-done" },
  { .kind = "power-used", .power = "A power was used" },
  { .kind = NULL },
};

typedef struct {
  TestDb *test;
  char *sql;
} World;

static bool
add_entries(Txn *txn, const Act *act, void *data)
{
  (void)data;
  for (int i = 0; i < ENTRIES; i++)
    log_add(txn, act,
            &(LogEntry){ .kind = i % 3 ? "thing-done" : "power-used",
                         .thing_id = i,
                         .reason = i % 3 ? NULL : "because" });
  return true;
}

static int
set_up(void **state)
{
  static const LogKind *const kinds[] = { test_kinds, NULL };
  World *world = g_new0(World, 1);

  log_set_kinds(kinds);
  world->sql = test_db_read_source("src/log/log.sql");

  const MigrationFile files[] = { { "log", world->sql }, { 0 } };

  world->test = test_db_new(files, NULL);

  Act act = test_db_act(world->test, RIVERSIDE, 5);

  assert_int_equal(test_db_write(world->test, &act, add_entries, NULL), WRITE_KEPT);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  g_free(world->sql);
  g_free(world);
  return 0;
}

static bool
is_whole(World *world, int64_t *ret_bad_id)
{
  int64_t entries = 0;
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  bool whole = log_verify(txn, &entries, ret_bad_id);

  db_end_read(txn);
  return whole;
}

static void
an_untouched_chain_is_whole(void **state)
{
  int64_t bad_id = -1;

  assert_true(is_whole(*state, &bad_id));
}

static void
powers_are_read_newest_first_with_their_reason(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const LogPower *powers = log_powers(txn, arena, 100);
  int count = 0;

  for (; powers[count].power; count++) {
    assert_string_equal(powers[count].power, "A power was used");
    assert_string_equal(powers[count].reason, "because");
  }
  assert_int_equal(count, ENTRIES / 3);
  db_end_read(txn);
}

/* ---- tampering: each changes one thing in the middle, and the chain must show it ---- */

#define TAMPER(name, sql)                                \
  static bool name(Txn *txn, const Act *act, void *data) \
  {                                                      \
    g_autoptr(Query) q = db_change(txn, act, sql);       \
    (void)data;                                          \
    bind_int(q, 2, 6);                                   \
    return query_run(q);                                 \
  }

TAMPER(change_kind, "UPDATE log_entry SET kind = 'other' WHERE community_id = ?1 AND id = ?2")
TAMPER(change_actor, "UPDATE log_entry SET actor_id = 9 WHERE community_id = ?1 AND id = ?2")
TAMPER(change_time, "UPDATE log_entry SET at_us = at_us + 1 WHERE community_id = ?1 AND id = ?2")
TAMPER(change_reason, "UPDATE log_entry SET reason = 'x' WHERE community_id = ?1 AND id = ?2")
TAMPER(change_thing, "UPDATE log_entry SET thing_id = 99 WHERE community_id = ?1 AND id = ?2")
TAMPER(drop_middle, "DELETE FROM log_entry WHERE community_id = ?1 AND id = ?2")
TAMPER(drop_tail, "DELETE FROM log_entry WHERE community_id = ?1 AND id > ?2")

static bool
clear_powers(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q = db_change(txn, act, "DELETE FROM log_power WHERE community_id = ?1");

  (void)data;
  return query_run(q); /* so that the foreign key lets entries go */
}

static bool
swap_neighbours(Txn *txn, const Act *act, void *data)
{
  static const int64_t moves[][2] = { { 6, 99 }, { 8, 6 }, { 99, 8 } };

  (void)data;
  for (size_t i = 0; i < G_N_ELEMENTS(moves); i++) {
    g_autoptr(Query) q =
        db_change(txn, act, "UPDATE log_entry SET id = ?3 WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, moves[i][0]);
    bind_int(q, 3, moves[i][1]);
    query_run(q);
  }
  return true;
}

static void
every_change_shows(void **state)
{
  static const struct {
    TestChange change;
    int64_t bad_id;
  } tampers[] = {
    { change_kind, 6 },  { change_actor, 6 }, { change_time, 6 }, { change_reason, 6 },
    { change_thing, 6 }, { drop_middle, 7 },  { drop_tail, 0 },   { swap_neighbours, 6 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(tampers); i++) {
    World *world = *state;
    Act act = test_db_act(world->test, RIVERSIDE, 5);
    int64_t bad_id = -1;

    assert_int_equal(test_db_write(world->test, &act, clear_powers, NULL), WRITE_KEPT);
    assert_int_equal(test_db_write(world->test, &act, tampers[i].change, NULL), WRITE_KEPT);
    assert_false(is_whole(world, &bad_id));
    assert_int_equal(bad_id, tampers[i].bad_id);
    tear_down(state);
    set_up(state);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(an_untouched_chain_is_whole, set_up, tear_down),
    cmocka_unit_test_setup_teardown(powers_are_read_newest_first_with_their_reason, set_up,
                                    tear_down),
    cmocka_unit_test_setup_teardown(every_change_shows, set_up, tear_down),
  };

  return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
