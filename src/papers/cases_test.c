/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What came late or failed is said in plain cases, until it is mended, and of nothing else. On both
 * engines. */
#include "papers/cases.h"
#include "papers/test_world.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const OutboxHandler handlers[] = { { .kind = "paper-format", .run = make_paper_format },
                                          { .kind = NULL } };

typedef struct {
  World *world;
  int64_t paper_id, release_id, made_id, delivery_id;
} Scene;

static void
change(Scene *scene, TestChange run)
{
  Act act = *world_act(scene->world);

  act.at_us = clock_now_us();
  assert_int_equal(test_db_write(scene->world->test, &act, run, scene), WRITE_KEPT);
}

static bool
ask_for_film(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const MadeFormat film = { .paper_id = scene->paper_id,
                            .kind = MADE_SIGN_FILM,
                            .what = "",
                            .language = "",
                            .instead_of = "",
                            .owner_name = "The interpreters",
                            .due_us = act->at_us + US_PER_DAY };

  made_ask(txn, act, &film, refusals_new(arena), &scene->made_id);
  return scene->made_id != 0;
}

static bool
bring_film(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  made_bring(txn, act, scene->made_id, &(MadeThing){ NULL, "https://films.example/1", "", "" },
             refusals);
  return refusals_count(refusals) == 0;
}

static bool
send(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, scene->paper_id, NULL, 0, "https://river.example", refusals,
                 &scene->release_id);
  releases_release(txn, act, scene->release_id, "It cannot wait", refusals);
  return refusals_count(refusals) == 0;
}

static bool
mark(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;

  releases_mark_done(txn, act, scene->delivery_id, true);
  return true;
}

/* "0:1 2:3": kinds and how many people, in their order. g_free. */
static char *
cases(Scene *scene, int64_t paper_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  GString *all = g_string_new(NULL);
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);

  for (const PaperCase *one = cases_list(txn, arena, paper_id, clock_now_us()); one->paper_title;
       one++) {
    g_string_append_printf(all, "%s%d:%d", all->len ? " " : "", (int)one->kind, one->count);
    assert_string_equal(one->paper_title, "The weir");
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  assert_int_equal(txn_statements(txn), 1);
  db_end_read(txn);
  return g_string_free(all, FALSE);
}

static void
expect(Scene *scene, const char *expected)
{
  g_autofree char *all = cases(scene, 0), *of_paper = cases(scene, scene->paper_id);
  g_autofree char *other = cases(scene, scene->paper_id + 1);

  assert_string_equal(all, expected);
  assert_string_equal(of_paper, expected);
  assert_string_equal(other, "");
}

static void
go_on(int days)
{
  clock_set_for_test(clock_now_us() + days * US_PER_DAY);
}

static void
each_is_said_until_it_is_mended(void **state)
{
  World *world = *state;
  Scene scene = { .world = world, .paper_id = world_add_paper(world, "The weir", "It leaks.\n") };
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  clock_set_for_test(clock_now_us());
  world_add_member(world, "Di", REACH_POST, "3 Quay Street", "");
  world_add_member(world, "Ed", REACH_POST, "4 Quay Street", "");
  world_add_member(world, "Cy", REACH_PHONE, "01632 960001", "");
  world_add_member(world, "Flo", REACH_EMAIL, "flo@river.example", "easy read");
  change(&scene, ask_for_film);
  expect(&scene, "");
  change(&scene, send);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  expect(&scene, "1:1"); /* nobody has written the Easy Read; nothing else is late yet */
  go_on(2);
  expect(&scene, "0:1 1:1");
  go_on(2);
  expect(&scene, "0:1 1:1 2:2 3:1");
  change(&scene, bring_film);
  expect(&scene, "1:1 2:2 3:1");
  {
    Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

    scene.delivery_id = releases_deliveries(txn, arena, scene.release_id, REACH_POST)->id;
    db_end_read(txn);
  }
  change(&scene, mark);
  expect(&scene, "1:1 2:1 3:1");
  world_change_paper(world,
                     &(Paper){ .id = scene.paper_id,
                               .title = "The weir",
                               .source = "It leaks.\n",
                               .easy_source = "![]()\nThe weir leaks.\n" },
                     true);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  expect(&scene, "2:1 3:1");
  go_on(70);
  expect(&scene, ""); /* past mending: nobody is reminded for ever */
  clock_set_for_test(0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(each_is_said_until_it_is_mended, world_set_up, world_tear_down),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
