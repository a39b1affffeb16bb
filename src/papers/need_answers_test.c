/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A need out of an answer, on both engines (R11): the person puts it where they like; an organiser
 * may do it for them and never lets more be known than the person did. */
#include "papers/test_world.h"

#include "notices/answered_needs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { ORGANISER = 77 };

typedef struct {
  int64_t member_id, by;
  const MailAnswer *answer;
  AnsweredNeed need;
  NeedsOfKind before;
  const char *question; /* that was refused; NULL: none */
} Step;

static bool
set_before(Txn *txn, const Act *act, void *data)
{
  const Step *step = data;

  needs_change(txn, act, step->member_id, step->need.kind, &step->before);
  return true;
}

static bool
answer(Txn *txn, const Act *act, void *data)
{
  mail_answers_add(txn, act,
                   &(MailAnswer){ .member_id = ((Step *)data)->member_id,
                                  .kind = MAIL_KIND_PAPER,
                                  .answer = ANSWER_NEED,
                                  .words = "need: a lift" });
  return true;
}

static bool
keep(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  const MailAnswer *found = mail_answers_of_member(txn, arena, step->member_id, 0, 1);
  Act by = *act;

  assert_true(answer_may_be_need(found));
  by.member_id = step->by;
  answer_keep_need(txn, &by, found, &step->need, refusals);
  step->question =
      refusals_count(refusals) ? g_intern_string(refusals_nth(refusals, 0)->question) : NULL;
  return !step->question;
}

static void
does(World *world, TestChange change, Step *step, WriteOutcome outcome)
{
  assert_int_equal(test_db_write(world->test, world_act(world), change, step), outcome);
}

static int64_t
noted_at(World *world, int64_t member_id)
{
  g_auto(Look) at = world_look(world);

  return needs_read(at.txn, at.arena, member_id, false)->noted_at_us;
}

static bool
say_that_it_fits(Txn *txn, const Act *act, void *data)
{
  const Step *step = data;
  Act by = *act;

  by.member_id = step->by;
  needs_ask_again_in(txn, &by, step->member_id, 6);
  return true;
}

/* What an organiser wrote waits until its person said that it fits, or changed something. */
static void
what_an_organiser_wrote_waits_for_its_person(void **state)
{
  World *world = *state;
  Step step = { .member_id = world_add_member(world, "Ann", REACH_IN_PERSON, "", ""),
                .by = ORGANISER,
                .need = { NEED_ADJUSTMENT, "A lift", true, true } };

  assert_int_equal(noted_at(world, step.member_id), 0);
  does(world, answer, &step, WRITE_KEPT);
  does(world, keep, &step, WRITE_KEPT);
  assert_true(noted_at(world, step.member_id) > 0);
  step.by = step.member_id;
  does(world, say_that_it_fits, &step, WRITE_KEPT);
  assert_int_equal(noted_at(world, step.member_id), 0);
  does(world, answer, &step, WRITE_KEPT);
  does(world, keep, &step, WRITE_KEPT); /* by themself */
  assert_int_equal(noted_at(world, step.member_id), 0);
}

/* Each row: what stood there, who puts it there and says what, and what stands there then. */
static void
nobody_lets_more_be_known_than_the_person(void **state)
{
  static const struct {
    bool is_own, had_words, was_shared, says_shared;
    const char *refused;
    bool is_shared;
  } rows[] = {
    { true, false, false, true, NULL, true },  { true, false, false, false, NULL, false },
    { true, true, false, true, NULL, true },   { true, true, true, false, NULL, false },
    { false, false, false, true, NULL, true }, { false, false, false, false, NULL, false },
    { false, true, false, true, NULL, false }, { false, true, false, false, NULL, false },
    { false, true, true, true, NULL, true },   { false, true, true, false, "share", true },
  };
  World *world = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *name = g_strdup_printf("Ann %zu", i);
    const int64_t ann = world_add_member(world, name, REACH_IN_PERSON, "", "");
    const bool had = rows[i].had_words;
    Step step = { .member_id = ann,
                  .by = rows[i].is_own ? ann : ORGANISER,
                  .need = { NEED_ADJUSTMENT, "A lift", true, rows[i].says_shared },
                  .before = { .words = "A ramp", .is_shared = rows[i].was_shared } };

    if (had)
      does(world, set_before, &step, WRITE_KEPT);
    does(world, answer, &step, WRITE_KEPT);
    does(world, keep, &step, rows[i].refused ? WRITE_UNDONE : WRITE_KEPT);
    assert_true(g_strcmp0(step.question, rows[i].refused) == 0);

    Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
    g_autoptr(Arena) arena = arena_new(1024 * 1024);
    const NeedsOfKind *now = &needs_read(txn, arena, ann, false)->kinds[NEED_ADJUSTMENT];
    const MailAnswer *kept = mail_answers_of_member(txn, arena, ann, 0, 1);

    assert_int_equal(now->is_shared, rows[i].is_shared);
    if (rows[i].refused) {
      assert_string_equal(now->words, "A ramp");
      assert_true(answer_may_be_need(kept));
    } else {
      assert_string_equal(now->words, had ? "A ramp\nA lift" : "A lift");
      assert_true(now->is_words_must);
      assert_int_equal(kept->kept_by, step.by);
      assert_false(answer_may_be_need(kept)); /* once */

      const LogAbout *about = log_about(txn, arena, ann, NULL, 0, 1);

      assert_string_equal(about->kind, "needs-changed"); /* the person reads who did it */
      assert_int_equal(about->actor_id, step.by);
    }
    assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
    db_end_read(txn);
  }
}

static void
empty_and_endless_words_are_refused(void **state)
{
  World *world = *state;
  const int64_t ann = world_add_member(world, "Ann", REACH_IN_PERSON, "", "");
  g_autofree char *long_words = g_strnfill(NEED_WORDS_MAX - 3, 'a');
  Step step = { .member_id = ann,
                .by = ann,
                .need = { NEED_ADJUSTMENT, " \n ", false, false },
                .before = { .words = "A ramp" } };

  does(world, set_before, &step, WRITE_KEPT);
  does(world, answer, &step, WRITE_KEPT);
  does(world, keep, &step, WRITE_UNDONE);
  assert_string_equal(step.question, "words");
  step.need.words = long_words;
  does(world, keep, &step, WRITE_UNDONE);
  assert_string_equal(step.question, "words");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(nobody_lets_more_be_known_than_the_person, world_set_up,
                                    world_tear_down),
    cmocka_unit_test_setup_teardown(what_an_organiser_wrote_waits_for_its_person, world_set_up,
                                    world_tear_down),
    cmocka_unit_test_setup_teardown(empty_and_endless_words_are_refused, world_set_up,
                                    world_tear_down),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
