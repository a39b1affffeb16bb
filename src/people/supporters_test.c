/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Trust between two members, on both engines: asked, answered, limited, ended, erased (R9, R11). */
#include "people/supporters.h"

#include "base/clock.h"
#include "db/test_db.h"
#include "people/kinds.h"
#include "people/people.h"
#include "people/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { RIVERSIDE = 11, HILLTOP = 12 };

typedef struct {
  TestDb *test;
  char *sql[3];
  int64_t ann, wren;
} World;

typedef struct {
  Trust trust;
  int64_t id;
  int refused;
  bool is_yes;
  int64_t on_behalf_of; /* who changes it acts for them */
} Job;

static WriteOutcome
change(World *world, int64_t member_id, TestChange run, void *data)
{
  const Act act = test_db_act(world->test, RIVERSIDE, member_id);

  return test_db_write(world->test, &act, run, data);
}

static bool
add(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  people_add(txn, act, &(Member){ .name = "Ann", .reach = REACH_IN_PERSON, .contact = "" },
             refusals, data);
  return refusals_count(refusals) == 0;
}

static int
set_up(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, NULL };
  static const uint8_t key[ROOT_KEY_BYTES] = { 7 };
  static const char *const paths[] = { "src/log/log.sql", "src/outbox/outbox.sql",
                                       "src/people/people.sql" };
  World *world = g_new0(World, 1);

  log_set_kinds(kinds);
  seal_set_root_key(key);
  for (int i = 0; i < 3; i++)
    world->sql[i] = test_db_read_source(paths[i]);

  const MigrationFile files[] = {
    { "log", world->sql[0] }, { "outbox", world->sql[1] }, { "people", world->sql[2] }, { 0 }
  };

  world->test = test_db_new(files, NULL);
  assert_int_equal(change(world, 0, add, &world->ann), WRITE_KEPT);
  assert_int_equal(change(world, 0, add, &world->wren), WRITE_KEPT);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  for (int i = 0; i < 3; i++)
    g_free(world->sql[i]);
  g_free(world);
  return 0;
}

static bool
name(Txn *txn, const Act *act, void *data)
{
  Job *job = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  job->id = supporters_name(txn, act, &job->trust, refusals);
  job->refused = refusals_count(refusals);
  return job->refused == 0;
}

static bool
answer(Txn *txn, const Act *act, void *data)
{
  const Job *job = data;

  supporters_answer(txn, act, &job->trust, job->is_yes);
  return true;
}

static bool
end(Txn *txn, const Act *act, void *data)
{
  supporters_end(txn, act, &((Job *)data)->trust);
  return true;
}

static bool
change_levels(Txn *txn, const Act *act, void *data)
{
  Job *job = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  supporters_change(txn, act, &job->trust, job->trust.levels, refusals);
  job->refused = refusals_count(refusals);
  return job->refused == 0;
}

static Job
wish_of(const World *world)
{
  return (Job){ .trust = { .member_id = world->ann,
                           .supporter_id = world->wren,
                           .levels = { [AREA_PAPERS] = SUPPORT_SEE } } };
}

static Job
named(World *world)
{
  Job job = wish_of(world);

  assert_int_equal(change(world, world->ann, name, &job), WRITE_KEPT);
  assert_true(job.id > 0);
  job.trust.id = job.id;
  return job;
}

static bool
acts(World *world, int64_t community_id, int64_t supporter_id, int64_t trust_id, ActingFor *ret_for)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), community_id);
  bool may = supporters_find_acting(txn, arena, supporter_id, trust_id, ret_for);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return may;
}

static void
only_who_said_yes_may_act(void **state)
{
  World *world = *state;
  Job job = named(world);
  ActingFor acting;

  assert_false(acts(world, RIVERSIDE, world->wren, job.id, &acting)); /* asked is not yes */
  job.is_yes = true;
  assert_int_equal(change(world, world->wren, answer, &job), WRITE_KEPT);
  assert_true(acts(world, RIVERSIDE, world->wren, job.id, &acting));
  assert_int_equal(acting.member_id, world->ann);
  assert_int_equal(acting.levels[AREA_PAPERS], SUPPORT_SEE);
  for (int area = AREA_MEETINGS; area < AREA_COUNT; area++)
    assert_int_equal(acting.levels[area], SUPPORT_NEVER);
  assert_false(acts(world, RIVERSIDE, world->ann, job.id, &acting)); /* it is Wren's alone */
  assert_false(acts(world, HILLTOP, world->wren, job.id, &acting));
  assert_false(acts(world, RIVERSIDE, world->wren, job.id + 1, &acting));

  assert_int_equal(change(world, world->ann, end, &job), WRITE_KEPT);
  assert_false(acts(world, RIVERSIDE, world->wren, job.id, &acting));
  assert_int_equal(change(world, world->wren, answer, &job), WRITE_KEPT); /* a late yes */
  assert_false(acts(world, RIVERSIDE, world->wren, job.id, &acting));
}

static void
who_said_no_is_not_a_supporter_and_may_be_asked_again(void **state)
{
  World *world = *state;
  Job job = named(world);
  ActingFor acting;

  assert_int_equal(change(world, world->wren, answer, &job), WRITE_KEPT);
  assert_false(acts(world, RIVERSIDE, world->wren, job.id, &acting));
  named(world);
}

static void
limits_change_at_once(void **state)
{
  World *world = *state;
  Job job = named(world);
  ActingFor acting;

  job.is_yes = true;
  assert_int_equal(change(world, world->wren, answer, &job), WRITE_KEPT);
  job.trust.levels[AREA_PAPERS] = SUPPORT_NEVER;
  assert_int_equal(change(world, world->ann, change_levels, &job), WRITE_UNDONE);
  assert_int_equal(job.refused, 1); /* nothing opened: then end it */
  job.trust.levels[AREA_DETAILS] = SUPPORT_ACT;
  assert_int_equal(change(world, world->ann, change_levels, &job), WRITE_KEPT);
  assert_true(acts(world, RIVERSIDE, world->wren, job.id, &acting));
  assert_int_equal(acting.levels[AREA_PAPERS], SUPPORT_NEVER);
  assert_int_equal(acting.levels[AREA_DETAILS], SUPPORT_ACT);
}

/* ---- what is private ---- */

static bool
open_worries(Txn *txn, const Act *act, void *data)
{
  Job *job = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Trust *trust = supporters_find(txn, arena, job->trust.id, false);
  Act own = *act;

  own.on_behalf_of = job->on_behalf_of;
  supporters_open_private(txn, &own, trust, AREA_WORRIES, job->is_yes, refusals);
  job->refused = refusals_count(refusals);
  return job->refused == 0;
}

static int
worries_level(World *world, int64_t trust_id)
{
  ActingFor acting = { .member_id = 0 };

  assert_true(acts(world, RIVERSIDE, world->wren, trust_id, &acting));
  return acting.levels[AREA_WORRIES];
}

static void
what_is_private_is_opened_by_the_person_alone(void **state)
{
  World *world = *state;
  Job job = wish_of(world);

  for (int area = AREA_WORRIES; area <= AREA_BALLOTS; area++)
    job.trust.levels[area] = SUPPORT_ACT; /* asked for with the rest: that does not open it */
  assert_int_equal(change(world, world->ann, name, &job), WRITE_KEPT);
  job.trust.id = job.id;
  job.is_yes = true;
  assert_int_equal(change(world, world->wren, answer, &job), WRITE_KEPT);
  assert_int_equal(worries_level(world, job.id), SUPPORT_NEVER);
  assert_int_equal(change(world, world->ann, change_levels, &job), WRITE_KEPT);
  assert_int_equal(worries_level(world, job.id), SUPPORT_NEVER);

  assert_int_equal(change(world, world->wren, open_worries, &job), WRITE_UNDONE);
  job.on_behalf_of = world->ann; /* acting */
  assert_int_equal(change(world, world->wren, open_worries, &job), WRITE_UNDONE);
  assert_int_equal(change(world, world->ann, open_worries, &job), WRITE_UNDONE);
  job.on_behalf_of = 0;
  assert_int_equal(worries_level(world, job.id), SUPPORT_NEVER);
  assert_int_equal(change(world, world->ann, open_worries, &job), WRITE_KEPT);
  assert_int_equal(worries_level(world, job.id), SUPPORT_ACT);

  /* Limits of the rest leave it; without the rest it is still something. */
  job.trust.levels[AREA_PAPERS] = SUPPORT_NEVER;
  job.trust.levels[AREA_WORRIES] = SUPPORT_ACT;
  assert_int_equal(change(world, world->ann, change_levels, &job), WRITE_KEPT);
  assert_int_equal(worries_level(world, job.id), SUPPORT_ACT);
  job.is_yes = false;
  assert_int_equal(change(world, world->ann, open_worries, &job), WRITE_KEPT);
  assert_int_equal(worries_level(world, job.id), SUPPORT_NEVER);

  assert_int_equal(change(world, world->ann, end, &job), WRITE_KEPT);
  job.is_yes = true;
  assert_int_equal(change(world, world->ann, open_worries, &job), WRITE_UNDONE);
}

static bool
note_acts(Txn *txn, const Act *act, void *data)
{
  const Job *job = data;
  Act acting = *act;

  acting.on_behalf_of = job->trust.member_id;
  supporters_note(txn, &acting, job->id,
                  &(TrustAct){ .words = "Told a worry",
                               .is_done = true,
                               .area = AREA_WORRIES,
                               .thing_id = 4711,
                               .detail = "hush" });
  supporters_note(txn, &acting, job->id,
                  &(TrustAct){ .words = "Opened a paper in a format",
                               .area = AREA_PAPERS,
                               .thing_id = 12,
                               .detail = "large-print" });
  return true;
}

/* The person reads which paper; of what is private that something was done, never which. */
static void
acts_say_which_thing_but_of_what_is_private(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Job job = named(world);

  assert_int_equal(change(world, world->wren, note_acts, &job), WRITE_KEPT);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const TrustAct *list = supporters_acts(txn, arena, job.id, 0);

  db_end_read(txn);
  assert_int_equal(list[0].area, AREA_PAPERS);
  assert_int_equal(list[0].thing_id, 12);
  assert_string_equal(list[0].detail, "large-print");
  assert_string_equal(list[1].words, "Told a worry");
  assert_int_equal(list[1].thing_id, 0);
  assert_string_equal(list[1].detail, "");
  assert_null(list[2].words);
}

static void
what_makes_no_sense_is_refused(void **state)
{
  World *world = *state;
  Job self = wish_of(world), nobody = wish_of(world), nothing = wish_of(world), twice;

  self.trust.supporter_id = world->ann;
  nobody.trust.supporter_id = 77;
  nothing.trust.levels[AREA_PAPERS] = SUPPORT_NEVER;
  assert_int_equal(change(world, world->ann, name, &self), WRITE_UNDONE);
  assert_int_equal(change(world, world->ann, name, &nobody), WRITE_UNDONE);
  assert_int_equal(change(world, world->ann, name, &nothing), WRITE_UNDONE);
  named(world);
  twice = wish_of(world);
  assert_int_equal(change(world, world->ann, name, &twice), WRITE_UNDONE);
  assert_int_equal(self.refused + nobody.refused + nothing.refused + twice.refused, 4);
}

static void
at_most_five_at_once(void **state)
{
  World *world = *state;
  Job job = wish_of(world);

  for (int i = 0; i < SUPPORTERS_MAX; i++) {
    assert_int_equal(change(world, 0, add, &job.trust.supporter_id), WRITE_KEPT);
    assert_int_equal(change(world, world->ann, name, &job), WRITE_KEPT);
  }
  job.trust.supporter_id = world->wren;
  assert_int_equal(change(world, world->ann, name, &job), WRITE_UNDONE);
}

static bool
erase(Txn *txn, const Act *act, void *data)
{
  supporters_personal_data.erase(txn, act, *(int64_t *)data);
  supporters_personal_data.erase(txn, act, *(int64_t *)data); /* must bear being run twice */
  return true;
}

static void
consent_is_sealed_and_goes_with_the_person(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Job job = wish_of(world);
  ActingFor acting;

  job.trust.consent = "Said so at the hall";
  job.is_yes = true;
  assert_int_equal(change(world, world->wren, name, &job), WRITE_KEPT);
  job.trust.id = job.id;
  assert_int_equal(change(world, world->wren, answer, &job), WRITE_KEPT);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  assert_string_equal(supporters_find(txn, arena, job.id, true)->consent, "Said so at the hall");
  assert_string_equal(supporters_find(txn, arena, job.id, false)->consent, "");
  assert_int_equal(
      test_first_waiting(txn, SUPPORT_WANTS_TELLING, world->ann, clock_now_us(), true, 0),
      world->ann);
  assert_int_equal(
      test_first_waiting(txn, SUPPORT_WANTS_TELLING, world->ann, clock_now_us(), false, 0), 0);
  db_end_read(txn);

  assert_int_equal(change(world, 0, erase, &world->ann), WRITE_KEPT);
  assert_false(acts(world, RIVERSIDE, world->wren, job.id, &acting));
  txn = db_begin_read(test_db(world->test), RIVERSIDE);
  assert_null(supporters_find(txn, arena, job.id, true));
  db_end_read(txn);
}

#define WORLD_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    WORLD_TEST(only_who_said_yes_may_act),
    WORLD_TEST(who_said_no_is_not_a_supporter_and_may_be_asked_again),
    WORLD_TEST(limits_change_at_once),
    WORLD_TEST(what_is_private_is_opened_by_the_person_alone),
    WORLD_TEST(acts_say_which_thing_but_of_what_is_private),
    WORLD_TEST(what_makes_no_sense_is_refused),
    WORLD_TEST(at_most_five_at_once),
    WORLD_TEST(consent_is_sealed_and_goes_with_the_person),
  };

  return cmocka_run_group_tests_name("supporters", tests, NULL, NULL);
}
