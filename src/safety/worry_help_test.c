/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Worries told for somebody by their supporter, on both engines: read again by that trust alone,
 * never by whom they may be about, sealed, and told to the readers as what they are. */
#include "safety/test_world.h"
#include "safety/worries.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define CODE "4821 0937 5526 1184"

enum { TRUST = 501, OTHER_TRUST = 502 };

typedef struct {
  WorryHelp help;
  Worry worry;
  int64_t id;
  int refused;
} Telling;

static Telling
telling_of(int64_t helper_id, const char *who, const char *kept_from)
{
  return (Telling){
    .help = { .trust_id = TRUST, .helper_id = helper_id, .helper_name = "Wren Ashdown" },
    .worry = { .about = "person",
               .words = "Unspeakable words",
               .who = who,
               .kept_from = kept_from,
               .name = "Amina Hale",
               .contact = "",
               .hear = "code",
               .origin = "https://place.example" }
  };
}

static bool
tell(Txn *txn, const Act *act, void *data)
{
  Telling *telling = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  telling->id = worries_raise_with(txn, act, &telling->help, &telling->worry, CODE, refusals);
  telling->refused = refusals_count(refusals);
  return telling->refused == 0;
}

static WriteOutcome
told(World *world, Telling *telling)
{
  const Act act = test_db_act(world->test, RIVERSIDE, 0);

  return test_db_write(world->test, &act, tell, telling);
}

/* How many of this helper's the trust opens, and whether this one is. */
static int
count_helped(World *world, int64_t community_id, const WorryHelp *help, int64_t worry_id,
             bool *ret_is_found)
{
  g_autoptr(Arena) arena = arena_new(2 * 1024 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), community_id);
  int count = 0;

  for (const Worry *one = worries_helped(txn, arena, help); one->id; one++)
    count++;
  *ret_is_found = worries_find_helped(txn, arena, help, worry_id) != NULL;
  if (community_id == RIVERSIDE) /* the other place has no keys yet: it opens nothing */
    assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return count;
}

static void
only_the_trust_that_told_it_opens_it(void **state)
{
  World *world = *state;
  const int64_t wren = test_add_member(world, "Wren Ashdown", false);
  Telling telling = telling_of(wren, "", "");
  WorryHelp other = telling.help;
  bool is_found = false;

  assert_int_equal(told(world, &telling), WRITE_KEPT);
  assert_int_equal(count_helped(world, RIVERSIDE, &telling.help, telling.id, &is_found), 1);
  assert_true(is_found);
  other.trust_id = OTHER_TRUST;
  assert_int_equal(count_helped(world, RIVERSIDE, &other, telling.id, &is_found), 0);
  assert_false(is_found);
  assert_int_equal(count_helped(world, HILLTOP, &telling.help, telling.id, &is_found), 0);
  assert_false(is_found);
  test_add_member(world, "Rowan Field",
                  false); /* who is found in the file, so that files are read */
  test_assert_not_readable(world, "Unspeakable");
  test_assert_not_readable(world, "Amina Hale");
}

static void
whom_it_is_about_cannot_tell_it(void **state)
{
  World *world = *state;
  const int64_t wren = test_add_member(world, "Wren Ashdown", false);
  Telling named = telling_of(wren, "my supporter wren", "");
  Telling organiser = telling_of(wren, "", "organisers");

  assert_int_equal(told(world, &named), WRITE_UNDONE);
  assert_int_equal(named.refused, 1);
  organiser.help.organises = true;
  assert_int_equal(told(world, &organiser), WRITE_UNDONE);
  organiser.help.organises = false; /* then it is not about them */
  assert_int_equal(told(world, &organiser), WRITE_KEPT);
}

/* A name that they take afterwards, or becoming an organiser, closes what they told. */
static void
what_comes_to_be_about_them_is_closed(void **state)
{
  World *world = *state;
  const int64_t wren = test_add_member(world, "Wren Ashdown", false);
  Telling telling = telling_of(wren, "Joe Quill", "organisers");
  WorryHelp renamed;
  bool is_found = false;

  assert_int_equal(told(world, &telling), WRITE_KEPT);
  renamed = telling.help;
  renamed.helper_name = "Joe Ashdown";
  assert_int_equal(count_helped(world, RIVERSIDE, &renamed, telling.id, &is_found), 0);
  assert_false(is_found);
  renamed = telling.help;
  renamed.organises = true;
  assert_int_equal(count_helped(world, RIVERSIDE, &renamed, telling.id, &is_found), 0);
  assert_false(is_found);
}

static bool
raise_alone(Txn *txn, const Act *act, void *data)
{
  Telling *telling = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  telling->id =
      worries_raise(txn, act, &telling->worry, "4821 0937 5526 1185", refusals_new(arena));
  return telling->id > 0;
}

static void
readers_see_who_helped_and_that_nobody_did(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t wren = test_add_member(world, "Wren Ashdown", false);
  Telling helped = telling_of(wren, "", ""), alone = helped;
  const Act act = test_db_act(world->test, RIVERSIDE, 0);
  bool is_found = true;

  assert_int_equal(told(world, &helped), WRITE_KEPT);
  assert_int_equal(test_db_write(world->test, &act, raise_alone, &alone), WRITE_KEPT);
  count_helped(world, RIVERSIDE, &helped.help, alone.id, &is_found);
  assert_false(is_found); /* what somebody wrote themself is never a supporter's */

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  assert_string_equal(worries_helper(txn, arena, helped.id), "Wren Ashdown");
  assert_null(worries_helper(txn, arena, alone.id));
  db_end_read(txn);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, test_world_open, test_world_close)
    WORLD_TEST(only_the_trust_that_told_it_opens_it),
    WORLD_TEST(whom_it_is_about_cannot_tell_it),
    WORLD_TEST(what_comes_to_be_about_them_is_closed),
    WORLD_TEST(readers_see_who_helped_and_that_nobody_did),
  };

  return cmocka_run_group_tests_name("worry-help", tests, NULL, NULL);
}
