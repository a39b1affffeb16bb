/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A sending that is over, on both engines: everybody has it, and no work is left by it. */
#include "papers/past.h"

#include "papers/test_world.h"
#include "papers/versions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char words[] = "# The plan\n\nWe meet on **Monday**.\n";

typedef struct {
  PastSending past;
  int64_t release_id;
  int refused;
} Past;

static bool
note_past(Txn *txn, const Act *act, void *data)
{
  Past *past = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  past->release_id = releases_note_past(txn, act, &past->past, refusals);
  past->refused = refusals_count(refusals);
  return past->refused == 0;
}

static bool
ask_for_large_print(Txn *txn, const Act *act, void *data)
{
  const int64_t *paper_id = data;

  formats_ask(txn, act, *paper_id, &(FormatWant){ .format = FORMAT_LARGE_PRINT });
  return true;
}

static const Release *
find_release(World *world, Arena *arena, int64_t release_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Release *release = releases_find(txn, arena, release_id);

  assert_non_null(release);
  db_end_read(txn);
  return release;
}

/* What waited before goes on waiting: here a format of another paper. */
static void
it_leaves_no_work_or_its_formats_alone(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  int64_t other_id = world_add_paper(world, "", words);

  world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "large print 24");
  world_add_member(world, "Cy", REACH_PHONE, "01632 960001", "audio");
  world_add_member(world, "Di", REACH_POST, "3 Quay Street", "");
  assert_int_equal(test_db_write(world->test, world_act(world), ask_for_large_print, &other_id),
                   WRITE_KEPT);
  assert_int_equal(world_count(world, "outbox_task"), 1);
  for (int makes = 0; makes < 2; makes++) {
    Past past = { .past = { .paper_id = world_add_paper(world, "", words),
                            .origin = "https://river.example",
                            .makes_formats = makes == 1 } };

    assert_int_equal(test_db_write(world->test, world_act(world), note_past, &past), WRITE_KEPT);
    assert_int_equal(world_count(world, "outbox_task"), makes ? 1 + 3 : 1);
    assert_int_equal(world_count(world, "post_pack"), 0);

    const Release *release = find_release(world, arena, past.release_id);

    assert_true(release->is_released);
    assert_int_equal(release->people, 3);
    assert_int_equal(release->formats_count, 3);
    assert_int_equal(release->formats_ready, 3);
  }
}

/* The rule holds for the past too: what cannot be made needs a reason. */
static void
it_needs_its_reason(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Past past = { .past = { .paper_id = world_add_paper(world, "", words),
                          .origin = "https://river.example" } };

  world_add_member(world, "Eve", REACH_EMAIL, "eve@river.example", "easy read");
  assert_int_equal(test_db_write(world->test, world_act(world), note_past, &past), WRITE_UNDONE);
  assert_int_equal(past.release_id, 0);
  assert_int_equal(past.refused, 1);
  past.past.reason = "The newspaper has it tomorrow";
  assert_int_equal(test_db_write(world->test, world_act(world), note_past, &past), WRITE_KEPT);
  assert_string_equal(find_release(world, arena, past.release_id)->override_reason,
                      past.past.reason);
}

static bool
change_paper(Txn *txn, const Act *act, void *data)
{
  const int64_t *paper_id = data;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  Paper paper = *papers_find_next(txn, arena, *paper_id);

  paper.source = "# The plan\n\nWe meet on **Tuesday**.\n";
  papers_change(txn, act, &paper, refusals);
  return refusals_count(refusals) == 0;
}

/* Whoever had it has the change, sees why, and nothing waits to be done. */
static void
a_change_that_is_over_reached_all_who_had_it(void **state)
{
  World *world = *state;
  const int64_t ann = world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "");
  Past past = { .past = { .paper_id = world_add_paper(world, "", words),
                          .origin = "https://river.example" } };
  ChangedSince since;

  assert_int_equal(test_db_write(world->test, world_act(world), note_past, &past), WRITE_KEPT);
  assert_int_equal(test_db_write(world->test, world_act(world), change_paper, &past.past.paper_id),
                   WRITE_KEPT);
  past.past.why = "Monday is choir day";
  assert_int_equal(test_db_write(world->test, world_act(world), note_past, &past), WRITE_KEPT);
  assert_int_equal(world_count(world, "outbox_task"), 0);

  g_auto(Look) at = world_look(world);

  assert_true(papers_changed_since(at.txn, at.arena, past.past.paper_id, ann, &since));
  assert_int_equal(since.had, 1);
  assert_int_equal(since.now.number, 2);
  assert_string_equal(since.now.why, "Monday is choir day");
  assert_non_null(strstr(papers_find(at.txn, at.arena, past.past.paper_id)->source, "Tuesday"));
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(it_leaves_no_work_or_its_formats_alone),
    ON_BOTH(it_needs_its_reason),
    ON_BOTH(a_change_that_is_over_reached_all_who_had_it),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
