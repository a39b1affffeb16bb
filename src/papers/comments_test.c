/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Comments on both engines (R11, R66, R97): whoever the paper reached may say something, by any
 * way; nothing said is lost or shown to whom it is not meant for. */
#include "papers/test_world.h"

#include "papers/comments.h"
#include "papers/versions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define SOURCE "# The plan\n\nWe meet on Monday.\n\n- Tea\n- Cake\n\nBring a friend.\n"

typedef struct {
  CommentWish wish;
  int64_t id, by, on_behalf_of;
  const char *words, *did, *reason;
  bool is_nameless;
  int refused;
  char *question;
} Step;

typedef void Rule(Txn *txn, const Act *act, Step *step, Refusals *refusals);

static void
add(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  comments_add(txn, act, &step->wish, refusals, &step->id);
}

static void
change(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  comments_change(txn, act, step->id, step->words, step->is_nameless, refusals);
}

static void
take_back(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  (void)refusals;
  comments_take_back(txn, act, step->id);
}

static void
answer(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  comments_answer(txn, act, step->id, step->words, step->did, refusals);
}

static void
hide(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  comments_hide(txn, act, step->id, step->reason, refusals);
}

static void
show(Txn *txn, const Act *act, Step *step, Refusals *refusals)
{
  (void)refusals;
  comments_show(txn, act, step->id);
}

typedef struct {
  Rule *rule;
  Step *step;
} Call;

static bool
run(Txn *txn, const Act *act, void *data)
{
  const Call *call = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act by = *act;

  by.member_id = call->step->by;
  by.on_behalf_of = call->step->on_behalf_of;
  call->rule(txn, &by, call->step, refusals);
  call->step->refused = refusals_count(refusals);
  g_clear_pointer(&call->step->question, g_free);
  if (call->step->refused)
    call->step->question = g_strdup(refusals_nth(refusals, 0)->question);
  return call->step->refused == 0;
}

static bool
was_done(World *world, Rule *rule, Step *step)
{
  Call call = { rule, step };
  WriteOutcome outcome = test_db_write(world->test, world_act(world), run, &call);

  assert_int_equal(outcome, step->refused ? WRITE_UNDONE : WRITE_KEPT);
  return outcome == WRITE_KEPT;
}

static void
must_refuse(World *world, Rule *rule, Step *step, const char *question)
{
  assert_false(was_done(world, rule, step));
  assert_string_equal(step->question, question);
  g_clear_pointer(&step->question, g_free);
}

static bool
send(Txn *txn, const Act *act, void *data)
{
  const Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  int64_t release_id = 0;

  releases_start(txn, act, step->wish.paper_id, &step->by, 1, "", refusals, &release_id);
  releases_release(txn, act, release_id, NULL, refusals);
  return refusals_count(refusals) == 0;
}

/* A paper that was sent to this member. */
static int64_t
sent_paper(World *world, int64_t member_id)
{
  Step step = { .wish.paper_id = world_add_paper(world, "The plan", SOURCE), .by = member_id };

  assert_int_equal(test_db_write(world->test, world_act(world), send, &step), WRITE_KEPT);
  return step.wish.paper_id;
}

static const Comment *
seen_by(Look *at, int64_t id, int64_t member_id, bool is_organiser)
{
  const CommentViewer viewer = { member_id, is_organiser };

  return comments_find(at->txn, at->arena, id, &viewer);
}

typedef struct {
  int64_t ann, bo, paper;
} Place;

static Place
make_place(World *world)
{
  Place place = { .ann = world_add_member(world, "Ann Ash", REACH_PHONE, "01632 960001", ""),
                  .bo = world_add_member(world, "Bo", REACH_PHONE, "01632 960002", "") };

  place.paper = sent_paper(world, place.ann);
  return place;
}

static void
whom_it_reached_may_say_something(void **state)
{
  World *world = *state;
  const Place place = make_place(world);
  Step step = { .by = place.ann, .wish = { .paper_id = place.paper, .words = " Why Monday? \n" } };

  step.wish.part = 1;
  assert_true(was_done(world, add, &step));
  step.wish.part = 5;
  must_refuse(world, add, &step, "part");
  step.wish.part = 0;
  step.wish.words = " \n ";
  must_refuse(world, add, &step, "words");
  step.wish.words = "I too";
  step.by = place.bo;
  must_refuse(world, add, &step, "");
  step.by = place.ann;
  step.wish.paper_id = world_add_paper(world, "Draft", SOURCE);
  must_refuse(world, add, &step, "");

  g_auto(Look) at = world_look(world);
  const CommentCount *counts = comments_count(at.txn, at.arena, place.paper);
  const Comment *comment = comments_of_part(at.txn, at.arena, place.paper, counts->print,
                                            &(CommentViewer){ place.bo, false }, 0, 10);

  assert_int_equal(counts[0].count, 1);
  assert_int_equal(counts[0].part, 1);
  assert_int_equal(counts[1].count, 0);
  assert_string_equal(comment->words, "Why Monday?");
  assert_string_equal(comment->about, "We meet on Monday.");
  assert_string_equal(comment->name, "Ann Ash");
  assert_false(comment->is_own);
  assert_null(comment->noted_name);
  assert_int_equal(comment[1].id, 0);
}

static int
count_found(Look *at, int64_t member_id, const char *typed)
{
  const FoundComment *found = comments_with_words(at->txn, at->arena, member_id, typed, 10);
  int count = 0;

  while (found[count].id)
    count++;
  return count;
}

/* The more of the words the sooner, then the newest; never by a name, nor on others' papers. */
static void
words_are_found_by_whom_the_paper_reached(void **state)
{
  World *world = *state;
  const Place place = make_place(world);
  Step first = { .by = place.ann,
                 .wish = { .paper_id = place.paper, .words = "Gardens, gardens and the garden" } };
  Step second = {
    .by = place.ann,
    .wish = { .paper_id = place.paper, .words = "A garden by the café", .is_nameless = true },
    .reason = "It insults"
  };
  Step third = { .by = place.ann, .wish = { .paper_id = place.paper, .words = "My garden" } };

  assert_true(was_done(world, add, &first) && was_done(world, add, &second));
  assert_true(was_done(world, add, &third));
  {
    g_auto(Look) at = world_look(world);
    const FoundComment *found = comments_with_words(at.txn, at.arena, place.ann, "GARDEN", 10);

    assert_int_equal(found[0].id, first.id);
    assert_int_equal(found[1].id, third.id);
    assert_int_equal(found[2].id, second.id);
    assert_int_equal(found[3].id, 0);
    assert_string_equal(found[0].name, "Ann Ash");
    assert_null(found[2].name);
    assert_int_equal(count_found(&at, place.ann, "cafe gardens"), 1);
    assert_int_equal(count_found(&at, 0, "the garden cafe by"), 1); /* organisers: all */
    assert_int_equal(count_found(&at, place.bo, "garden"), 0);      /* it did not reach Bo */
    assert_int_equal(count_found(&at, 0, "ann"), 0);
    assert_int_equal(count_found(&at, 0, "?!"), 0);
  }
  assert_true(was_done(world, hide, &second));

  g_auto(Look) at = world_look(world);

  assert_int_equal(count_found(&at, 0, "garden"), 2);
}

/* By telephone, by slip, by somebody who acts for them: the words are theirs. */
static void
words_that_others_bring_are_the_persons_own(void **state)
{
  World *world = *state;
  const Place place = make_place(world);
  Step noted = { .by = place.bo,
                 .wish = { .paper_id = place.paper,
                           .words = "Monday is fine",
                           .member_id = place.ann,
                           .way = COMMENT_BY_SLIP } };
  Step acted = { .by = place.bo,
                 .on_behalf_of = place.ann,
                 .wish = { .paper_id = place.paper, .words = "And tea" },
                 .words = "And much tea" };
  Step others = { .by = place.bo, .words = "Mine" };

  assert_true(was_done(world, add, &noted));
  assert_true(was_done(world, add, &acted));
  assert_true(was_done(world, change, &acted));
  others.id = noted.id;
  assert_true(was_done(world, change, &others));    /* does nothing */
  assert_true(was_done(world, take_back, &others)); /* likewise: they are not Bo's */

  g_auto(Look) at = world_look(world);
  const Comment *comment = seen_by(&at, noted.id, place.ann, false);

  assert_string_equal(comment->words, "Monday is fine");
  assert_string_equal(comment->name, "Ann Ash");
  assert_string_equal(comment->noted_name, "Bo");
  assert_int_equal(comment->way, COMMENT_BY_SLIP);
  assert_true(comment->is_own);
  assert_string_equal(seen_by(&at, acted.id, 0, false)->words, "And much tea");
  assert_true(seen_by(&at, acted.id, 0, false)->changed_at_us > 0);
}

static void
what_is_nameless_tells_nobody_whose_it_is(void **state)
{
  World *world = *state;
  const Place place = make_place(world);
  Step step = { .by = place.bo,
                .wish = { .paper_id = place.paper,
                          .words = "I fear the chair",
                          .member_id = place.ann,
                          .way = COMMENT_BY_PHONE,
                          .is_nameless = true } };

  assert_true(was_done(world, add, &step));

  g_auto(Look) at = world_look(world);
  const Comment *others = seen_by(&at, step.id, place.bo, true);

  assert_null(others->name);
  assert_null(others->noted_name);
  assert_int_equal(others->member_id, 0);
  assert_string_equal(others->words, "I fear the chair");
  assert_string_equal(seen_by(&at, step.id, place.ann, false)->name, "Ann Ash");
}

static void
hiding_is_published_and_can_be_undone(void **state)
{
  World *world = *state;
  const Place place = make_place(world);
  Step step = { .by = place.ann,
                .wish = { .paper_id = place.paper, .words = "You are all fools" },
                .reason = "Ann Ash insults" };

  assert_true(was_done(world, add, &step));
  must_refuse(world, hide, &step, "reason"); /* names somebody */
  step.reason = "It insults people";
  assert_true(was_done(world, hide, &step));
  assert_int_equal(world_count(world, "comment_word"), 0); /* nor is it found */
  {
    g_auto(Look) at = world_look(world);
    const Comment *others = seen_by(&at, step.id, place.bo, false);

    assert_true(others->is_hidden);
    assert_string_equal(others->words, "");
    assert_string_equal(others->hidden_why, "It insults people");
    assert_string_equal(seen_by(&at, step.id, place.ann, false)->words, "You are all fools");
    assert_string_equal(seen_by(&at, step.id, place.bo, true)->words, "You are all fools");
    assert_string_equal(log_powers(at.txn, at.arena, 1)->kind, "comment-hidden");
    assert_string_equal(log_powers(at.txn, at.arena, 1)->reason, "It insults people");
  }
  assert_true(was_done(world, show, &step));

  g_auto(Look) at = world_look(world);

  assert_string_equal(seen_by(&at, step.id, place.bo, false)->words, "You are all fools");
  assert_string_equal(log_about(at.txn, at.arena, place.ann, NULL, 0, 1)->kind, "comment-shown");
}

static void
what_is_taken_back_is_gone_but_an_answer_keeps_its_place(void **state)
{
  World *world = *state;
  const Place place = make_place(world);
  Step one = { .by = place.ann, .wish = { .paper_id = place.paper, .words = "One" } };
  Step two = one;

  assert_true(was_done(world, add, &one) && was_done(world, add, &two));
  two.words = "";
  must_refuse(world, answer, &two, "answer");
  two.words = "Thank you";
  two.did = "We moved it";
  assert_true(was_done(world, answer, &two));
  assert_true(was_done(world, take_back, &one) && was_done(world, take_back, &two));
  assert_int_equal(world_count(world, "paper_comment"), 1);
  assert_int_equal(world_count(world, "comment_word"), 0);

  g_auto(Look) at = world_look(world);
  const Comment *left = seen_by(&at, two.id, place.ann, true);

  assert_true(left->is_gone);
  assert_string_equal(left->words, "");
  assert_string_equal(left->answer->words, "Thank you");
  assert_string_equal(left->answer->did, "We moved it");
  assert_int_equal(comments_count(at.txn, at.arena, place.paper)->count, 0);
}

static void
long_words_are_kept_whole_and_found(void **state)
{
  World *world = *state;
  const Place place = make_place(world);
  g_autoptr(GString) words = g_string_new(NULL);
  Step step = { .by = place.ann, .wish = { .paper_id = place.paper } };

  for (int i = 0; i < 625; i++)
    g_string_append_printf(words, "abc%04d ", i);
  g_string_truncate(words, COMMENT_WORDS_MAX - 1);
  step.wish.words = words->str;
  assert_true(was_done(world, add, &step));
  assert_int_equal(world_count(world, "comment_word"), 625);
  g_string_append(words, "xyz");
  must_refuse(world, add, &step, "words");
  step.words = "abc0001";
  assert_true(was_done(world, change, &step));
  assert_int_equal(world_count(world, "comment_word"), 1);
}

static void
a_failure_at_any_statement_loses_nothing(void **state)
{
  static Rule *const rules[] = { add, change, answer, hide, show, take_back };
  World *world = *state;
  const Place place = make_place(world);
  Step step = { .by = place.ann,
                .wish = { .paper_id = place.paper, .words = "We meet too late" },
                .words = "It is late",
                .did = "",
                .reason = "It insults" };

  for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
    Call call = { rules[i], &step };

    world_fail_each_statement(world, run, &call, "comment_word", &step.refused);
  }
  assert_int_equal(world_count(world, "paper_comment"), 1);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  static const struct CMUnitTest tests[] = {
    ON_BOTH(whom_it_reached_may_say_something),
    ON_BOTH(words_are_found_by_whom_the_paper_reached),
    ON_BOTH(words_that_others_bring_are_the_persons_own),
    ON_BOTH(what_is_nameless_tells_nobody_whose_it_is),
    ON_BOTH(hiding_is_published_and_can_be_undone),
    ON_BOTH(what_is_taken_back_is_gone_but_an_answer_keeps_its_place),
    ON_BOTH(long_words_are_kept_whole_and_found),
    ON_BOTH(a_failure_at_any_statement_loses_nothing),
  };

  return cmocka_run_group_tests_name("comments", tests, NULL, NULL);
}
