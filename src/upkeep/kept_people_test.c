/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines: what is kept of people for some time only. Who left is erased whole, what was
 * sent, put right or decided goes, and what still matters stays. */
#include "base/clock.h"
#include "people/corrections.h"
#include "people/erasures.h"
#include "people/my_data.h"
#include "people/people.h"
#include "people/state.h"
#include "upkeep/retention.h"
#include "upkeep/test_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const PersonalData *const personal_data[] = { &people_personal_data_row, NULL };

/* ---- what there is ---- */

typedef struct {
  const char *name;
  int64_t id, other_id;
  MemberState state;
} Step;

static bool
add(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  people_add(txn, act, &(Member){ .name = step->name, .reach = REACH_IN_PERSON, .contact = "" },
             refusals_new(arena), &step->id);
  return !txn_trouble(txn);
}

static bool
set_state(Txn *txn, const Act *act, void *data)
{
  const Step *step = data;

  people_set_state(txn, act, step->id, step->state);
  return !txn_trouble(txn);
}

static int64_t
member_who_is(World *world, const char *name, MemberState state)
{
  Step step = { .name = name, .state = state };

  must_do(world, add, &step);
  must_do(world, set_state, &step);
  return step.id;
}

/* A measure of this state, begun and ended today. */
typedef struct {
  int64_t member_id, id;
  const char *state;
  bool has_end, has_appeal, is_heard;
} Measured;

static bool
add_measure(Txn *txn, const Act *act, void *data)
{
  Measured *measured = data;
  const int64_t id = act_new_id(act), notice_id = act_new_id(act);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO measure (community_id, id, member_id, kind, days, grounds, words, state,"
      " proposed_by, proposed_at_us, decided_by, starts_at_us, ends_at_us, key_version,"
      " token_blind, origin, appeal, appealed_at_us, heard_by, heard_at_us, answer)"
      " VALUES (?1, ?2, ?3, 'suspend', 3, ?4, ?4, ?5, 0, ?6, 0, ?6, ?7, 0, ?4, '', ?4, ?8, 0, ?9,"
      " ?4)");

  measured->id = id;
  bind_int(q, 2, id);
  bind_int(q, 3, measured->member_id);
  bind_blob(q, 4, "x", 1);
  bind_text(q, 5, measured->state);
  bind_int(q, 6, act->at_us);
  measured->has_end ? bind_int(q, 7, act->at_us) : bind_null(q, 7);
  measured->has_appeal ? bind_int(q, 8, act->at_us) : bind_null(q, 8);
  measured->is_heard ? bind_int(q, 9, act->at_us) : bind_null(q, 9);
  query_run(q);

  g_autoptr(Query) notice =
      db_change(txn, act,
                "INSERT INTO measure_notice (community_id, id, measure_id, member_id, kind)"
                " VALUES (?1, ?2, ?3, ?4, 'told')");

  bind_int(notice, 2, notice_id);
  bind_int(notice, 3, id);
  bind_int(notice, 4, measured->member_id);
  query_run(notice);
  return !txn_trouble(txn);
}

static bool
add_delivery(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  const int64_t paper_id = act_new_id(act), release_id = act_new_id(act), id = act_new_id(act);
  g_autoptr(Query) paper = db_change(
      txn, act,
      "INSERT INTO paper (community_id, id, title, title_key, language, reading, problem, made_by,"
      " made_at_us, changed_at_us, source, easy_source)"
      " VALUES (?1, ?2, 'T', 't', 'en-GB', 'done', '', 0, ?3, ?3, 'T', '')");
  g_autoptr(Query) release =
      db_change(txn, act,
                "INSERT INTO release (community_id, id, paper_id, made_by, made_at_us, origin,"
                " released_at_us, override_reason) VALUES (?1, ?2, ?3, 0, ?4, '', ?4, '')");
  g_autoptr(Query) delivery = db_change(
      txn, act,
      "INSERT INTO delivery (community_id, id, release_id, paper_id, member_id, released_at_us,"
      " way, formats, link_id, done_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'post', ?7, 0, 0)");

  bind_int(paper, 2, paper_id);
  bind_int(paper, 3, act->at_us);
  query_run(paper);
  bind_int(release, 2, release_id);
  bind_int(release, 3, paper_id);
  bind_int(release, 4, act->at_us);
  query_run(release);
  bind_int(delivery, 2, id);
  bind_int(delivery, 3, release_id);
  bind_int(delivery, 4, paper_id);
  bind_int(delivery, 5, step->id);
  step->other_id ? bind_int(delivery, 6, act->at_us) : bind_null(delivery, 6);
  bind_blob(delivery, 7, "x", 1);
  query_run(delivery);
  return !txn_trouble(txn);
}

static bool
add_corrections(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  corrections_add(txn, act, step->id, "My name is Zoë", refusals);
  corrections_answer(txn, act, step->id, corrections_of(txn, arena, step->id)->id, "It is now",
                     refusals);
  corrections_add(txn, act, step->id, "And my street", refusals); /* waits for an answer */
  return refusals_count(refusals) == 0;
}

/* ---- what goes ---- */

static int64_t
older(World *world, const char *kind, int64_t days)
{
  Txn *txn = begin(world);
  int64_t old[KEEP_KINDS_MOST] = { 0 };
  int all_days[KEEP_KINDS_MOST];
  int64_t count = keep_find(kind)->count(txn, clock_now_us() - days * US_PER_DAY);

  /* The page that shows all at once says the same of each. */
  for (int i = 0; keep_kinds[i].kind; i++)
    all_days[i] = (int)days;
  keep_count_old(txn, all_days, clock_now_us(), old);
  for (int i = 0; keep_kinds[i].kind; i++)
    assert_int_equal(keep_kinds[i].count(txn, clock_now_us() - days * US_PER_DAY), old[i]);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return count;
}

static void
days_pass(int days)
{
  clock_set_for_test(clock_now_us() + days * US_PER_DAY);
}

static int64_t
count_rows(World *world, const char *kind)
{
  Txn *txn = begin(world);
  int64_t count = -1;
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT CASE ?2 WHEN 'measure' THEN (SELECT count(*) FROM measure"
             " WHERE community_id = ?1) WHEN 'notice' THEN (SELECT count(*) FROM measure_notice"
             " WHERE community_id = ?1) WHEN 'delivery' THEN (SELECT count(*) FROM delivery"
             " WHERE community_id = ?1) ELSE (SELECT count(*) FROM correction"
             " WHERE community_id = ?1) END");

    bind_text(q, 2, kind);
    count = query_next(q) ? col_int(q, 0) : -1;
  }
  db_end_read(txn);
  return count;
}

static MemberState
state_of(World *world, int64_t member_id)
{
  Txn *txn = begin(world);
  const MemberState state = people_find_state(txn, member_id);

  db_end_read(txn);
  return state;
}

static void
who_left_long_ago_is_erased(void **state)
{
  World *world = *state;
  enum { MANY = 7 }; /* more than go in one step */
  int64_t left[MANY];
  const int64_t removed = member_who_is(world, "Rae Moved", MEMBER_REMOVED);
  const int64_t paused = member_who_is(world, "Pat Used", MEMBER_SUSPENDED);

  people_set_personal_data(personal_data);
  for (int i = 0; i < MANY; i++)
    left[i] = member_who_is(world, "Lee Ving", i == 0 ? MEMBER_DIED : MEMBER_LEFT);

  const int64_t back = member_who_is(world, "Bea Ack", MEMBER_LEFT);

  days_pass(600);
  assert_int_equal(older(world, "left", 730), 0);
  must_do(world, set_state, &(Step){ .id = back, .state = MEMBER_HERE });
  must_do(world, set_state, &(Step){ .id = back, .state = MEMBER_LEFT }); /* the last time counts */
  days_pass(131);
  assert_int_equal(older(world, "left", 730), MANY);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_int_equal(older(world, "left", 730), 0);
  for (int i = 0; i < MANY; i++)
    assert_int_equal(state_of(world, left[i]), MEMBER_FORMER);
  assert_int_equal(state_of(world, back), MEMBER_LEFT);
  assert_int_equal(state_of(world, removed), MEMBER_REMOVED);
  assert_int_equal(state_of(world, paused), MEMBER_SUSPENDED);
  assert_int_equal(state_of(world, world->member_id), MEMBER_HERE);

  Txn *txn = begin(world);

  assert_true(seal_is_erased(txn, left[0])); /* and erased again when a backup comes back */
  assert_false(seal_is_erased(txn, back));
  db_end_read(txn);
}

static void
measures_go_when_nothing_hangs_on_them(void **state)
{
  World *world = *state;
  const int64_t who = member_who_is(world, "Tom Weir", MEMBER_SUSPENDED);
  Measured gone[] = {
    { who, 0, "ended", true, false, false },
    { who, 0, "lifted", true, true, true },
    { who, 0, "declined", false, false, false },
    { who, 0, "proposed", false, false, false }, /* nobody agreed in two years */
  };
  Measured kept[] = {
    { who, 0, "running", false, false, false }, /* a removal has no end */
    { who, 0, "ended", true, true, false },     /* an appeal waits */
  };

  for (size_t i = 0; i < G_N_ELEMENTS(gone); i++)
    must_do(world, add_measure, &gone[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
    must_do(world, add_measure, &kept[i]);
  days_pass(729);
  assert_int_equal(older(world, "measures", 730), 0);
  days_pass(2);
  assert_int_equal(older(world, "measures", 730), G_N_ELEMENTS(gone));
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_int_equal(older(world, "measures", 730), 0);
  assert_int_equal(count_rows(world, "measure"), G_N_ELEMENTS(kept));
  assert_int_equal(count_rows(world, "notice"), G_N_ELEMENTS(kept));
}

static void
what_was_sent_and_put_right_goes_in_time(void **state)
{
  World *world = *state;
  Step sent = { .id = world->member_id, .other_id = 1 }, prepared = { .id = world->member_id };

  must_do(world, add_delivery, &sent);
  must_do(world, add_delivery, &prepared); /* not sent yet: stays */
  must_do(world, add_corrections, &sent);
  days_pass(731);
  assert_int_equal(older(world, "corrections", 730), 1);
  assert_int_equal(older(world, "deliveries", 730), 1);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_int_equal(count_rows(world, "correction"), 1);
  assert_int_equal(count_rows(world, "delivery"), 2); /* six years */
  days_pass(6 * 365 - 730);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_int_equal(count_rows(world, "correction"), 1);
  assert_int_equal(count_rows(world, "delivery"), 1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(who_left_long_ago_is_erased),
    rule(measures_go_when_nothing_hangs_on_them),
    rule(what_was_sent_and_put_right_goes_in_time),
  };

  return cmocka_run_group_tests_name("what is kept of people", tests, NULL, NULL);
}
