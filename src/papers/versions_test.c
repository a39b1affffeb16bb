/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Versions on both engines (R66, R97): people read what was sent until the change is sent; all who
 * had it get it, each version is kept as it was, and nobody is told of a slip. */
#include "papers/test_world.h"

#include "papers/versions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const OutboxHandler handlers[] = {
  { .kind = "paper-format", .run = make_paper_format },
  { .kind = NULL },
};

typedef struct {
  int64_t paper_id, release_id, delivery_id;
  const int64_t *member_ids;
  int count, refused;
  const char *why, *reason;
  bool is_slip;
  char *question;
} Step;

static bool
end_step(Step *step, const Refusals *refusals)
{
  step->refused = refusals_count(refusals);
  g_clear_pointer(&step->question, g_free);
  if (step->refused)
    step->question = g_strdup(refusals_nth(refusals, 0)->question);
  return step->refused == 0;
}

static bool
start(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, step->paper_id, step->member_ids, step->count, "https://river.example",
                 refusals, &step->release_id);
  return end_step(step, refusals);
}

static bool
start_change(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start_change(txn, act, step->paper_id, step->why, step->is_slip, "https://river.example",
                        refusals, &step->release_id);
  return end_step(step, refusals);
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, step->release_id, step->reason, refusals);
  return end_step(step, refusals);
}

static bool
drop(Txn *txn, const Act *act, void *data)
{
  papers_drop_draft(txn, act, ((Step *)data)->paper_id);
  return true;
}

static bool
mark_done(Txn *txn, const Act *act, void *data)
{
  releases_mark_done(txn, act, ((Step *)data)->delivery_id, true);
  return true;
}

static bool
was_done(World *world, TestChange change, Step *step)
{
  WriteOutcome outcome = test_db_write(world->test, world_act(world), change, step);

  assert_int_equal(outcome, step->refused ? WRITE_UNDONE : WRITE_KEPT);
  return outcome == WRITE_KEPT;
}

static void
must_refuse(World *world, TestChange change, Step *step, const char *question)
{
  assert_false(was_done(world, change, step));
  assert_string_equal(step->question, question);
  step->refused = 0;
  g_clear_pointer(&step->question, g_free);
}

static void
send_first(World *world, Step *step)
{
  assert_true(was_done(world, start, step));
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_true(was_done(world, let_out, step));
}

static void
change_words(World *world, int64_t paper_id, const char *title, const char *source)
{
  world_change_paper(world, &(Paper){ .id = paper_id, .title = title, .source = source }, true);
}

static void
see_read(World *world, int64_t paper_id, const char *source, int version)
{
  g_auto(Look) at = world_look(world);
  const Paper *paper = papers_find(at.txn, at.arena, paper_id);

  assert_string_equal(paper->source, source);
  assert_int_equal(paper->version, version);
  assert_int_equal(papers_version(at.txn, paper_id), version);
}

/* ---- a change ---- */

#define MONDAY  "We meet on Monday in the hall."
#define TUESDAY "We meet on Tuesday in the hall."

static void
people_read_what_was_sent_until_the_change_is_sent(void **state)
{
  World *world = *state;
  const FormatWant large = { .format = FORMAT_LARGE_PRINT, .points = 16 };
  const int64_t ann = world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "text");
  Step step = { .paper_id = world_add_paper(world, "The plan", MONDAY), .why = "" };

  world_add_member(world, "Di", REACH_POST, "3 Quay Street", "");
  must_refuse(world, start_change, &step, ""); /* nothing is changed */
  send_first(world, &step);
  change_words(world, step.paper_id, "The plan", TUESDAY);
  see_read(world, step.paper_id, MONDAY, 1);
  must_refuse(world, start_change, &step, "why");
  step.why = "The hall is taken";
  assert_true(was_done(world, start_change, &step));
  see_read(world, step.paper_id, MONDAY, 1);
  {
    g_auto(Look) at = world_look(world);
    const Release *release = releases_find(at.txn, at.arena, step.release_id);

    assert_int_equal(release->version, 2);
    assert_int_equal(release->people, 2);
    assert_string_equal(release->why, "The hall is taken");
    assert_int_equal(release->formats_ready, release->formats_count - 1); /* not yet printed */
    assert_int_equal(formats_state(at.txn, step.paper_id, &large, NULL),
                     FORMAT_READY); /* the old */
    assert_int_equal(papers_list(at.txn, at.arena, ann, 0, 10)[0].has_changed, false);
  }
  must_refuse(world, let_out, &step, "reason");
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_true(was_done(world, let_out, &step));
  see_read(world, step.paper_id, TUESDAY, 2);
  must_refuse(world, let_out, &step, ""); /* nothing twice */
  assert_int_equal(world_count(world, "delivery"), 4);

  g_auto(Look) at = world_look(world);
  const PaperVersion *versions = papers_versions(at.txn, at.arena, step.paper_id, 0, 10);
  ChangedSince since;

  assert_int_equal(versions[0].number, 2);
  assert_string_equal(versions[0].why, "The hall is taken");
  assert_int_equal(versions[1].number, 1);
  assert_int_equal(versions[2].number, 0);
  assert_string_equal(papers_find_version(at.txn, at.arena, step.paper_id, 1)->source, MONDAY);
  assert_null(papers_find_version(at.txn, at.arena, step.paper_id, 3));
  assert_null(papers_find_draft(at.txn, at.arena, step.paper_id));
  assert_true(papers_changed_since(at.txn, at.arena, step.paper_id, ann, &since));
  assert_int_equal(since.had, 1);
  assert_int_equal(since.now.number, 2);
  assert_true(since.had_at_us < since.now.sent_at_us);
}

/* Who still waits for the old one gets the new one in its place; who had it, both. */
static void
an_older_copy_on_its_way_is_overtaken(void **state)
{
  World *world = *state;
  Step step = { .paper_id = world_add_paper(world, "The plan", MONDAY), .why = "The hall" };
  int64_t first = 0;

  world_add_member(world, "Cy", REACH_PHONE, "01632 960001", "text");
  world_add_member(world, "Ed", REACH_IN_PERSON, "", "text");
  send_first(world, &step);
  first = step.release_id;
  {
    g_auto(Look) at = world_look(world);

    step.delivery_id = releases_deliveries(at.txn, at.arena, first, REACH_PHONE)->id;
    assert_int_equal(releases_find(at.txn, at.arena, first)->waiting_calls, 2);
  }
  assert_true(was_done(world, mark_done, &step)); /* Cy was rung */
  change_words(world, step.paper_id, "The plan", TUESDAY);
  assert_true(was_done(world, start_change, &step));
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_true(was_done(world, let_out, &step));

  g_auto(Look) at = world_look(world);

  assert_int_equal(releases_find(at.txn, at.arena, first)->waiting_calls, 0);
  assert_int_equal(releases_deliveries(at.txn, at.arena, first, REACH_IN_PERSON)->id, 0);
  assert_true(releases_deliveries(at.txn, at.arena, first, REACH_PHONE)->is_done);
  assert_int_equal(releases_find(at.txn, at.arena, step.release_id)->waiting_calls, 2);
}

static void
a_slip_is_small_and_nobody_is_told(void **state)
{
  World *world = *state;
  Step step = { .paper_id = world_add_paper(world, "The plan", "Pay 5 pounds to the tresurer."),
                .why = "A spelling mistake",
                .is_slip = true };
  const int64_t bo = world_add_member(world, "Bo", REACH_EMAIL, "bo@river.example", "text");
  int64_t tasks = 0;
  ChangedSince since;

  send_first(world, &step);
  change_words(world, step.paper_id, "The plan", "Pay 6 pounds to the treasurer.");
  must_refuse(world, start_change, &step, "told"); /* people go by numbers */
  change_words(world, step.paper_id, "The plan", "Pay 5 pounds to the tresurer.\n\nOr do not.");
  must_refuse(world, start_change, &step, "told"); /* more than a few words */
  change_words(world, step.paper_id, "The plan", "Pay 5 pounds to the treasurer.");
  assert_true(was_done(world, start_change, &step));
  tasks = world_count(world, "outbox_task");
  assert_true(was_done(world, let_out, &step));
  assert_int_equal(world_count(world, "outbox_task"), tasks); /* no mail, no letters */
  see_read(world, step.paper_id, "Pay 5 pounds to the treasurer.", 2);

  g_auto(Look) at = world_look(world);

  assert_true(papers_versions(at.txn, at.arena, step.paper_id, 0, 1)->is_slip);
  assert_false(papers_changed_since(at.txn, at.arena, step.paper_id, bo, &since));
  assert_false(papers_list(at.txn, at.arena, bo, 0, 1)->has_changed);
  assert_true(releases_deliveries(at.txn, at.arena, step.release_id, REACH_EMAIL)->is_done);
  assert_string_equal(log_powers(at.txn, at.arena, 1)->kind, "paper-slip"); /* public */
}

static void
easy_rows_belong_to_their_version(void **state)
{
  World *world = *state;
  Step step = { .paper_id = world_add_paper(world, "T", "words"), .why = "Clearer" };
  Paper paper = { .id = step.paper_id,
                  .title = "T",
                  .source = "words",
                  .easy_source = "![]()\nWe meet on Monday.\n" };

  world_add_member(world, "Bo", REACH_EMAIL, "bo@river.example", "");
  world_change_paper(world, &paper, true);
  send_first(world, &step);
  paper.easy_source = "![]()\nWe meet on Tuesday.\n";
  world_change_paper(world, &paper, true);
  /* Somebody who looks at what was sent changes its words: the new rows stay. */
  {
    g_auto(Look) at = world_look(world);
    Paper seen = *papers_find(at.txn, at.arena, paper.id);

    assert_non_null(strstr(seen.easy_source, "Monday"));
    seen.source = "other words";
    world_change_paper(world, &seen, true);
  }
  {
    g_auto(Look) at = world_look(world);
    const Paper *draft = papers_find_draft(at.txn, at.arena, paper.id);

    assert_non_null(strstr(draft->easy_source, "Tuesday"));
    assert_string_equal(draft->source, "other words");
  }
  assert_true(was_done(world, start_change, &step));
  assert_true(was_done(world, let_out, &step));

  g_auto(Look) at = world_look(world);

  assert_non_null(strstr(papers_find(at.txn, at.arena, paper.id)->easy_source, "Tuesday"));
  assert_non_null(
      strstr(papers_find_version(at.txn, at.arena, paper.id, 1)->easy_source, "Monday"));
}

/* Rows that come after the sending are written one by one: all of them come to what was sent. */
static void
easy_rows_that_came_late_are_changed_in_place(void **state)
{
  static const char *const rows[] = { "Monday", "Tuesday", "Wednesday" };
  World *world = *state;
  Step step = { .paper_id = world_add_paper(world, "T", "words"), .why = "Clearer" };
  Paper paper = { .id = step.paper_id, .title = "T", .source = "words" };

  world_add_member(world, "Bo", REACH_EMAIL, "bo@river.example", "");
  send_first(world, &step);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = g_strdup_printf("![]()\nWe meet on %s.\n", rows[i]);

    paper.easy_source = text;
    world_change_paper(world, &paper, true);

    g_auto(Look) at = world_look(world);

    assert_non_null(strstr(papers_find(at.txn, at.arena, paper.id)->easy_source, rows[i]));
    assert_null(papers_find_draft(at.txn, at.arena, paper.id));
  }
  /* What went out with a version stays as it was read. */
  paper.easy_source = NULL;
  paper.source = "other words";
  world_change_paper(world, &paper, true);
  assert_true(was_done(world, start_change, &step));
  assert_true(was_done(world, let_out, &step));
  paper.easy_source = "![]()\nWe meet on Friday.\n";
  world_change_paper(world, &paper, true);

  g_auto(Look) at = world_look(world);

  assert_non_null(strstr(papers_find(at.txn, at.arena, paper.id)->easy_source, "Wednesday"));
  assert_non_null(strstr(papers_find_draft(at.txn, at.arena, paper.id)->easy_source, "Friday"));
}

/* ---- whatever is done in whatever order ---- */

enum { MEMBERS = 6, STEPS = 60, VERSIONS_MAX = STEPS + 1 };

/* What must come of it, kept apart from the program. */
typedef struct {
  World *world;
  GRand *random;
  Step step;
  int64_t members[MEMBERS];
  int first_had[MEMBERS], last_had[MEMBERS]; /* versions; 0: none */
  int version, told;
  char *words[VERSIONS_MAX], *draft;
} Model;

static void
take_out(Model *model)
{
  outbox_run_due(test_db(model->world->test), handlers, RIVERSIDE);
  assert_true(was_done(model->world, let_out, &model->step));
}

static void
do_change(Model *model)
{
  g_free(model->draft);
  model->draft =
      g_strdup_printf("Words %s of %d apples.", g_rand_boolean(model->random) ? "here" : "there",
                      g_rand_int_range(model->random, 0, 1000));
  change_words(model->world, model->step.paper_id, "T", model->draft);
}

static void
do_send_change(Model *model)
{
  if (!model->draft || strcmp(model->draft, model->words[model->version]) == 0) {
    must_refuse(model->world, start_change, &model->step, "");
    return;
  }
  assert_true(was_done(model->world, start_change, &model->step));
  take_out(model);
  model->words[++model->version] = g_steal_pointer(&model->draft);
  model->told = model->version;
  for (int i = 0; i < MEMBERS; i++)
    if (model->first_had[i])
      model->last_had[i] = model->version;
}

static void
do_send_to_one(Model *model)
{
  const int who = g_rand_int_range(model->random, 0, MEMBERS);

  model->step.member_ids = &model->members[who];
  model->step.count = 1;
  if (model->first_had[who]) {
    must_refuse(model->world, start, &model->step, "members");
    return;
  }
  assert_true(was_done(model->world, start, &model->step));
  take_out(model);
  model->first_had[who] = model->last_had[who] = model->version;
}

static void
do_drop(Model *model)
{
  assert_true(was_done(model->world, drop, &model->step));
  g_clear_pointer(&model->draft, g_free);
}

static void
see_member(Look *at, const Model *model, int who)
{
  const Paper *list = papers_list(at->txn, at->arena, model->members[who], 0, 10);
  const bool has_changed = model->first_had[who] && model->first_had[who] < model->told;
  ChangedSince since = { 0 };

  assert_int_equal(papers_reached(at->txn, model->step.paper_id, model->members[who]),
                   model->first_had[who] > 0);
  assert_int_equal(list[0].id, model->first_had[who] ? model->step.paper_id : 0);
  assert_int_equal(list[0].has_changed, has_changed);
  assert_int_equal(list[0].id ? list[1].id : 0, 0); /* once, however many versions reached them */
  assert_int_equal(
      papers_changed_since(at->txn, at->arena, model->step.paper_id, model->members[who], &since),
      has_changed);
  if (!has_changed)
    return;
  assert_int_equal(since.now.number, model->told);
  assert_true(since.had >= model->first_had[who] && since.had < model->told);
}

static void
see_model(const Model *model)
{
  g_auto(Look) at = world_look(model->world);
  const Paper *draft = papers_find_draft(at.txn, at.arena, model->step.paper_id);

  for (int v = 1; v <= model->version; v++)
    assert_string_equal(papers_find_version(at.txn, at.arena, model->step.paper_id, v)->source,
                        model->words[v]);
  assert_string_equal(papers_find(at.txn, at.arena, model->step.paper_id)->source,
                      model->words[model->version]);
  assert_int_equal(draft != NULL, model->draft != NULL);
  if (draft)
    assert_string_equal(draft->source, model->draft);
  for (int round = 0; round < 2; round++) /* the second from what is remembered */
    for (int i = 0; i < MEMBERS; i++)
      see_member(&at, model, i);
}

static void
versions_are_what_was_done(void **state)
{
  static void (*const steps[])(Model *) = { do_change, do_send_change, do_send_change,
                                            do_send_to_one, do_drop };
  World *world = *state;
  g_autoptr(GRand) random = g_rand_new_with_seed(97);
  Model model = { .world = world, .random = random, .version = 1 };

  for (int i = 0; i < MEMBERS; i++) {
    g_autofree char *name = g_strdup_printf("Member %d", i);

    model.members[i] = world_add_member(world, name, REACH_PHONE, "01632 960001", "text");
  }
  model.words[1] = g_strdup("Words.");
  model.step = (Step){ .paper_id = world_add_paper(world, "T", "Words."),
                       .member_ids = model.members,
                       .count = 1,
                       .why = "It is so" };
  send_first(world, &model.step);
  model.first_had[0] = model.last_had[0] = 1;
  for (int i = 0; i < STEPS; i++) {
    steps[g_rand_int_range(random, 0, G_N_ELEMENTS(steps))](&model);
    see_model(&model);
  }
  assert_true(model.version > 5);
  for (int v = 1; v <= model.version; v++)
    g_free(model.words[v]);
  g_free(model.draft);
}

/* ---- faults ---- */

static void
a_failure_at_any_statement_leaves_the_old_version(void **state)
{
  World *world = *state;
  Step step = { .paper_id = world_add_paper(world, "The plan", MONDAY),
                .why = "The hall",
                .reason = "It is urgent" };

  world_add_member(world, "Di", REACH_POST, "3 Quay Street", "");
  world_add_member(world, "Bo", REACH_EMAIL, "bo@river.example", "");
  assert_true(was_done(world, start, &step));
  assert_true(was_done(world, let_out, &step));
  change_words(world, step.paper_id, "The plan", TUESDAY);
  world_fail_each_statement(world, start_change, &step, "delivery", &step.refused);
  world_fail_each_statement(world, let_out, &step, "paper_version", &step.refused);
  see_read(world, step.paper_id, TUESDAY, 2);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  static const struct CMUnitTest tests[] = {
    ON_BOTH(people_read_what_was_sent_until_the_change_is_sent),
    ON_BOTH(an_older_copy_on_its_way_is_overtaken),
    ON_BOTH(a_slip_is_small_and_nobody_is_told),
    ON_BOTH(easy_rows_belong_to_their_version),
    ON_BOTH(easy_rows_that_came_late_are_changed_in_place),
    ON_BOTH(versions_are_what_was_done),
    ON_BOTH(a_failure_at_any_statement_leaves_the_old_version),
  };

  return cmocka_run_group_tests_name("versions", tests, NULL, NULL);
}
