/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Suspending and removing on both engines (R44): two decide, one only pauses, the person is told,
 * an appeal reaches somebody else, and all of it ends. */
#include "safety/measures.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "notices/mail.h"
#include "people/asking.h"
#include "people/erasures.h"
#include "people/state.h"
#include "safety/measure_rows.h"
#include "safety/test_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

typedef struct {
  Measure wish;
  int64_t id;
  bool is_yes;
  const char *words;
  int refused;
} Step;

typedef void (*StepMaker)(Txn *txn, const Act *act, Step *step, Refusals *refusals);

typedef struct {
  StepMaker make;
  Step *step;
} Making;

static bool
make_step(Txn *txn, const Act *act, void *data)
{
  Making *making = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  making->make(txn, act, making->step, refusals);
  making->step->refused = refusals_count(refusals);
  return making->step->refused == 0;
}

static void
propose(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  measures_propose(txn, act, &step->wish, refusals, &step->id);
}

static void
decide(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  measures_decide(txn, act, step->id, step->is_yes, refusals);
}

static void
appeal(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  measures_appeal(txn, act, step->id, step->words, refusals);
}

static void
hear(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  measures_hear(txn, act, step->id, step->is_yes, step->words, refusals);
}

static void
lift(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  measures_lift(txn, act, step->id, refusals);
}

static void
end(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  (void)refusals;
  measures_end(txn, act, step->id);
}

static void
erase(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  (void)refusals;
  seal_erase_person(txn, act, step->wish.member_id);
}

static WriteOutcome
try_it(World *world, int64_t member_id, StepMaker make, Step *step)
{
  const Act act = test_db_act(world->test, RIVERSIDE, member_id);

  return test_db_write(world->test, &act, make_step, &(Making){ make, step });
}

static void
must(World *world, int64_t member_id, StepMaker make, Step *step)
{
  assert_int_equal(try_it(world, member_id, make, step), WRITE_KEPT);
}

static void
must_not(World *world, int64_t member_id, StepMaker make, Step *step)
{
  assert_int_equal(try_it(world, member_id, make, step), WRITE_UNDONE);
  assert_true(step->refused > 0);
}

static Step
wish(int64_t member_id, MeasureKind kind, int days)
{
  return (Step){ .wish = { .member_id = member_id,
                           .kind = kind,
                           .days = days,
                           .grounds = "threats",
                           .words = "Unspeakable shouting",
                           .origin = "https://place.example" },
                 .is_yes = true,
                 .words = "It was not so" };
}

static void
assert_state(World *world, int64_t member_id, MemberState state)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_int_equal(people_find_state(txn, member_id), state);
  db_end_read(txn);
}

/* Days later, as the outbox does it. */
static void
let_days_pass(World *world, Step *step, int days)
{
  clock_set_for_test(clock_now_us() + days * US_PER_DAY);
  must(world, 0, end, step);
}

/* ---- two decide ---- */

static bool
is_of_an_organiser(World *world, int64_t measure_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const bool is_so = measures_find(txn, arena, measure_id)->is_organiser_s;

  assert_int_equal(measures_list(txn, arena)->is_organiser_s, is_so);
  db_end_read(txn);
  return is_so;
}

static bool
organises_now(World *world, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const bool is_so = people_find_known(txn, arena, member_id)->is_organiser;

  db_end_read(txn);
  return is_so;
}

/* Who decides and who is concerned can read it, before, during and after. */
static void
an_organiser_s_role_ends_and_that_is_said(void **state)
{
  World *world = *state;
  const int64_t third = test_add_member(world, "Sol Reed", true);
  Step step = wish(third, MEASURE_SUSPEND, 14), other = wish(world->tom, MEASURE_SUSPEND, 14);

  must(world, world->organisers[0], propose, &step);
  assert_true(is_of_an_organiser(world, step.id));
  must(world, world->organisers[1], decide, &step);
  assert_true(is_of_an_organiser(world, step.id));
  assert_false(organises_now(world, third));
  let_days_pass(world, &step, 14);
  assert_state(world, third, MEMBER_HERE);
  assert_false(organises_now(world, third));
  assert_true(is_of_an_organiser(world, step.id));

  must(world, world->organisers[0], propose, &other);
  assert_false(is_of_an_organiser(world, other.id));
  must(world, world->organisers[1], decide, &other);
  assert_false(is_of_an_organiser(world, other.id));
  clock_set_for_test(0);
}

static void
nothing_happens_before_a_second_organiser_agrees(void **state)
{
  World *world = *state;
  Step step = wish(world->tom, MEASURE_SUSPEND, 14);
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  must(world, world->organisers[0], propose, &step);
  assert_state(world, world->tom, MEMBER_HERE);
  must_not(world, world->organisers[0], decide, &step); /* the same one */
  must_not(world, world->tom, decide, &step);
  must_not(world, world->iris, decide, &step); /* who does not organise */
  must_not(world, 0, decide, &step);
  assert_state(world, world->tom, MEMBER_HERE);

  must(world, world->organisers[1], decide, &step);
  assert_state(world, world->tom, MEMBER_SUSPENDED);
  test_assert_last_power(world, "measure-suspended");
  must_not(world, world->organisers[1], decide, &step);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Measure *measure = measures_find(txn, arena, step.id);
  const Measure *told = measures_find_by_token(txn, arena, measure->token);

  assert_int_equal(told->id, step.id);
  assert_string_equal(told->words, "Unspeakable shouting");
  assert_string_equal(told->grounds, "threats");
  assert_true(told->ends_at_us - told->starts_at_us == 14 * US_PER_DAY);
  assert_int_equal(measures_find_for(txn, arena, world->tom)->id, step.id);
  assert_null(measures_find_for(txn, arena, world->iris));
  assert_null(measures_find_by_token(txn, arena, ""));
  db_end_read(txn);
  test_assert_not_readable(world, "Unspeakable");

  let_days_pass(world, &step, 13);
  assert_state(world, world->tom, MEMBER_SUSPENDED);
  let_days_pass(world, &step, 1);
  assert_state(world, world->tom, MEMBER_HERE);
  let_days_pass(world, &step, 0);
  clock_set_for_test(0);
}

static void
a_proposal_is_taken_back_or_not_agreed(void **state)
{
  World *world = *state;

  for (int by = 0; by < 2; by++) {
    Step step = wish(world->tom, MEASURE_REMOVE, 0);

    must(world, world->organisers[0], propose, &step);
    must_not(world, world->organisers[0], propose, &step); /* proposed already */
    step.is_yes = false;
    must(world, world->organisers[by], decide, &step);
    step.is_yes = true;
    must_not(world, world->organisers[1], decide, &step);
    assert_state(world, world->tom, MEMBER_HERE);
  }
}

static void
an_old_proposal_is_too_old(void **state)
{
  World *world = *state;
  Step step = wish(world->tom, MEASURE_REMOVE, 0);

  must(world, world->organisers[0], propose, &step);
  clock_set_for_test(clock_now_us() + (PROPOSAL_DAYS + 1) * US_PER_DAY);
  must_not(world, world->organisers[1], decide, &step);
  must(world, world->organisers[0], propose, &step); /* anew */
  must(world, world->organisers[1], decide, &step);
  assert_state(world, world->tom, MEMBER_REMOVED);
  clock_set_for_test(0);
}

/* ---- one pauses ---- */

static void
one_pauses_for_three_days_and_not_again(void **state)
{
  World *world = *state;
  Step pause = wish(world->tom, MEASURE_PAUSE, 3);
  Step again = wish(world->tom, MEASURE_PAUSE, 1);
  Step organiser = wish(world->organisers[1], MEASURE_PAUSE, 1);
  Step self = wish(world->organisers[0], MEASURE_SUSPEND, 1);

  pause.wish.days = 4;
  must_not(world, world->organisers[0], propose, &pause);
  pause.wish.days = 0;
  must_not(world, world->organisers[0], propose, &pause);
  pause.wish.days = 3;
  must(world, world->organisers[0], propose, &pause);
  assert_state(world, world->tom, MEMBER_SUSPENDED);
  test_assert_last_power(world, "measure-paused");
  must_not(world, world->organisers[1], propose, &again);
  must_not(world, world->organisers[0], propose, &organiser);
  must_not(world, world->organisers[0], propose, &self);

  let_days_pass(world, &pause, 3);
  assert_state(world, world->tom, MEMBER_HERE);
  must_not(world, world->organisers[1], propose, &again);
  clock_set_for_test(0);
}

static void
a_suspension_takes_the_place_of_a_pause(void **state)
{
  World *world = *state;
  Step pause = wish(world->tom, MEASURE_PAUSE, 2), longer = wish(world->tom, MEASURE_SUSPEND, 30);

  must(world, world->organisers[0], propose, &pause);
  must(world, world->organisers[1], propose, &longer);
  must(world, world->organisers[0], decide, &longer);
  let_days_pass(world, &pause, 3); /* the pause's end is not the suspension's */
  assert_state(world, world->tom, MEMBER_SUSPENDED);
  let_days_pass(world, &longer, 27);
  assert_state(world, world->tom, MEMBER_HERE);
  clock_set_for_test(0);
}

/* ---- appeals ---- */

static void
an_appeal_is_heard_by_somebody_else(void **state)
{
  World *world = *state;
  int64_t third = test_add_member(world, "Third Organiser", true);

  for (int lifted = 0; lifted < 2; lifted++) {
    const int64_t member_id = lifted ? world->tom : world->iris;
    Step step = wish(member_id, lifted ? MEASURE_REMOVE : MEASURE_SUSPEND, lifted ? 0 : 60);

    must(world, world->organisers[0], propose, &step);
    must_not(world, member_id, appeal, &step); /* not in force */
    must(world, world->organisers[1], decide, &step);
    must_not(world, third, hear, &step); /* nobody has appealed */
    step.words = "";
    must_not(world, member_id, appeal, &step);
    step.words = "It was not so";
    must(world, lifted ? 0 : member_id, appeal, &step); /* by the letter, without signing in */
    must_not(world, member_id, appeal, &step);
    for (int i = 0; i < 2; i++)
      must_not(world, world->organisers[i], hear, &step);
    must_not(world, member_id, hear, &step);
    step.is_yes = lifted;
    must(world, third, hear, &step);
    must_not(world, third, hear, &step);
    assert_state(world, member_id, lifted ? MEMBER_HERE : MEMBER_SUSPENDED);
    test_assert_last_power(world, lifted ? "measure-appeal-won" : "measure-appeal-kept");
  }
}

static void
the_two_may_end_it_early(void **state)
{
  World *world = *state;
  int64_t third = test_add_member(world, "Third Organiser", true);
  Step step = wish(world->tom, MEASURE_SUSPEND, 60);

  must(world, world->organisers[0], propose, &step);
  must(world, world->organisers[1], decide, &step);
  must_not(world, third, lift, &step);
  must(world, world->organisers[0], lift, &step);
  assert_state(world, world->tom, MEMBER_HERE);
  must_not(world, world->organisers[0], lift, &step);
}

/* Whoever decided or is concerned never hears; whoever proposed or is concerned never agrees. */
static void
nobody_judges_their_own_deed(void **state)
{
  (void)state;
  random_seed_for_test(3);
  for (int round = 0; round < 20000; round++) {
    uint8_t dice[12];
    KnownMember organisers[7] = { { 0 } };
    SafetyReaders readers = { .organisers = organisers };
    int count = 0;

    random_bytes(dice, sizeof(dice));
    for (int i = 0; i < 6; i++)
      if ((dice[0] >> i) & 1)
        organisers[count++] = (KnownMember){ .id = i + 1, .name = "", .is_organiser = true };
    for (int i = 0; i < SAFETY_PEOPLE; i++)
      readers.people[i] = (SafetyPerson){ dice[1 + i] % 8, "", "", dice[3 + i] % 2 };

    const Measure measure = { .member_id = 1 + dice[5] % 7,
                              .proposed_by = 1 + dice[6] % 7,
                              .decided_by = dice[7] % 8,
                              .state = (MeasureState)(dice[8] % MEASURE_STATE_COUNT) };

    for (int64_t id = 0; id < 8; id++) {
      if (measure_may_be_heard_by(&measure, &readers, id))
        assert_true(id && id != measure.member_id && id != measure.proposed_by &&
                    id != measure.decided_by);
      if (measure_may_be_decided_by(&measure, &readers, id))
        assert_true(id && id != measure.member_id && id != measure.proposed_by &&
                    measure.state == MEASURE_PROPOSED);
    }
  }
  random_seed_for_test(0);
}

/* ---- faults, erasing ---- */

static void
a_failure_at_any_statement_changes_nothing(void **state)
{
  World *world = *state;
  Db *db = test_db(world->test);
  Step step = wish(world->tom, MEASURE_SUSPEND, 14);
  bool is_kept = false;

  must(world, world->organisers[0], propose, &step);
  for (int64_t nth = 1; !is_kept && nth < 200; nth++) {
    db_fail_statement_for_test(db, nth, TROUBLE_DATABASE);
    WriteOutcome outcome = try_it(world, world->organisers[1], decide, &step);
    db_fail_statement_for_test(db, 0, TROUBLE_NONE);
    is_kept = outcome == WRITE_KEPT;
    assert_true(is_kept || outcome == WRITE_TROUBLE);
    assert_state(world, world->tom, is_kept ? MEMBER_SUSPENDED : MEMBER_HERE);
  }
  assert_true(is_kept);
}

static void
erasing_the_person_erases_the_words(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Step step = wish(world->tom, MEASURE_SUSPEND, 14);

  must(world, world->organisers[0], propose, &step);
  must(world, world->organisers[1], decide, &step);
  must(world, 0, erase, &step);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Measure *measure = measures_find(txn, arena, step.id);

  assert_non_null(measure);
  assert_string_equal(measure->words, "");
  assert_string_equal(measure->grounds, "");
  assert_int_equal(measures_list(txn, arena)[0].id, step.id);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

/* ---- quiet time ---- */

static bool
want_quiet(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const AskWishes wishes = {
    .limit = ASK_ANY_TIME,
    .quiet_parts = { [PART_MORNING] = true, [PART_EVENING] = true, [PART_NIGHT] = true },
    .time_zone = "Europe/London"
  };

  asking_change(txn, act, *(const int64_t *)data, &wishes, refusals);
  return refusals_count(refusals) == 0;
}

/* Runs the mails about this measure to this member, now; how many lie in the folder after. */
static int
mail(World *world, int64_t measure_id, int64_t member_id, const char *kind, const char *folder)
{
  int64_t notice_id = 0;
  int count = 0;
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM measure_notice WHERE community_id = ?1"
                                       " AND measure_id = ?2 AND member_id = ?3 AND kind = ?4");

    bind_int(q, 2, measure_id);
    bind_int(q, 3, member_id);
    bind_text(q, 4, kind);
    assert_true(query_next(q));
    notice_id = col_int(q, 0);
  }
  db_end_read(txn);

  const OutboxTask task = { .community_id = RIVERSIDE,
                            .id = ids_new(),
                            .thing_id = notice_id,
                            .attempt = 1,
                            .at_us = clock_now_us() };

  assert_int_equal(send_measure_mail(test_db(world->test), &task, NULL), OUTBOX_DONE);

  g_autoptr(GDir) mails = g_dir_open(folder, 0, NULL);

  while (mails && g_dir_read_name(mails))
    count++;
  return count;
}

static int64_t
put_off_until(World *world, int64_t from_us)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  int64_t due_us = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT due_us FROM outbox_task WHERE community_id = ?1"
                                       " AND kind = 'measure-mail' AND due_us > ?2");

    bind_int(q, 2, from_us);
    due_us = query_next(q) ? col_int(q, 0) : 0;
  }
  db_end_read(txn);
  return due_us;
}

/* In force at once is told at once; what another organiser is asked can wait for the afternoon. */
static void
quiet_time_holds_back_what_is_not_urgent(void **state)
{
  const int64_t evening_us = 1764280800LL * US_PER_S; /* Thursday 27 November 2025, 10 pm */
  World *world = *state;
  g_autofree char *folder = g_dir_make_tmp("measures-XXXXXX", NULL);
  Step step = wish(world->tom, MEASURE_SUSPEND, 14);

  mail_set_config(&(MailConfig){ .folder = folder, .from = "here@place.example" });
  clock_set_for_test(evening_us);
  for (int i = 0; i < 2; i++) {
    const int64_t id = i ? world->tom : world->organisers[1];
    const Act act = test_db_act(world->test, RIVERSIDE, id);

    assert_int_equal(test_db_write(world->test, &act, want_quiet, (void *)&id), WRITE_KEPT);
  }
  must(world, world->organisers[0], propose, &step);
  assert_int_equal(mail(world, step.id, world->organisers[1], "asked", folder), 0);
  assert_int_equal(put_off_until(world, evening_us), evening_us + 14 * US_PER_HOUR); /* noon */
  must(world, world->organisers[1], decide, &step);
  assert_int_equal(mail(world, step.id, world->tom, "told", folder), 1);
  clock_set_for_test(evening_us + 15 * US_PER_HOUR);
  assert_int_equal(mail(world, step.id, world->organisers[1], "asked", folder), 2);

  Step removal = wish(world->tom, MEASURE_REMOVE, 0); /* who is removed is told too */

  must(world, world->organisers[0], propose, &removal);
  must(world, world->organisers[1], decide, &removal);
  assert_int_equal(mail(world, removal.id, world->tom, "told", folder), 3);
  clock_set_for_test(0);
  mail_set_config(&(MailConfig){ .folder = NULL });

  g_autoptr(GDir) mails = g_dir_open(folder, 0, NULL);

  for (const char *name; (name = g_dir_read_name(mails));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);

    g_unlink(path);
  }
  g_rmdir(folder);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, test_world_open, test_world_close)
    WORLD_TEST(nothing_happens_before_a_second_organiser_agrees),
    WORLD_TEST(an_organiser_s_role_ends_and_that_is_said),
    WORLD_TEST(a_proposal_is_taken_back_or_not_agreed),
    WORLD_TEST(an_old_proposal_is_too_old),
    WORLD_TEST(one_pauses_for_three_days_and_not_again),
    WORLD_TEST(a_suspension_takes_the_place_of_a_pause),
    WORLD_TEST(an_appeal_is_heard_by_somebody_else),
    WORLD_TEST(the_two_may_end_it_early),
    cmocka_unit_test(nobody_judges_their_own_deed),
    WORLD_TEST(a_failure_at_any_statement_changes_nothing),
    WORLD_TEST(erasing_the_person_erases_the_words),
    WORLD_TEST(quiet_time_holds_back_what_is_not_urgent),
  };

  return cmocka_run_group_tests_name("measures", tests, NULL, NULL);
}
