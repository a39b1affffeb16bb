/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sending a paper on both engines (R11, R66, R97, indicator 9): nobody gets it before every needed
 * format is ready, then all at once; overrides are published without naming anybody. */
#include "papers/test_world.h"

#include "base/clock.h"
#include "notices/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const OutboxHandler format_handlers[] = {
  { .kind = "paper-format", .run = make_paper_format },
  { .kind = NULL },
};

typedef struct {
  int64_t paper_id, release_id, delivery_id;
  const int64_t *member_ids;
  int count, refused;
  const char *reason;
  char *message;
  bool is_done;
} Sending;

static bool
end_sending(Sending *sending, const Refusals *refusals)
{
  sending->refused = refusals_count(refusals);
  g_clear_pointer(&sending->message, g_free);
  if (sending->refused)
    sending->message = g_strdup(refusals_nth(refusals, 0)->message);
  return sending->refused == 0;
}

static bool
start(Txn *txn, const Act *act, void *data)
{
  Sending *sending = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, sending->paper_id, sending->member_ids, sending->count,
                 "https://river.example", refusals, &sending->release_id);
  return end_sending(sending, refusals);
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Sending *sending = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, sending->release_id, sending->reason, refusals);
  return end_sending(sending, refusals);
}

static bool
mark(Txn *txn, const Act *act, void *data)
{
  Sending *sending = data;

  releases_mark_done(txn, act, sending->delivery_id, sending->is_done);
  return true;
}

static bool
was_done(World *world, TestChange change, Sending *sending)
{
  WriteOutcome outcome = test_db_write(world->test, world_act(world), change, sending);

  assert_int_equal(outcome, sending->refused ? WRITE_UNDONE : WRITE_KEPT);
  return outcome == WRITE_KEPT;
}

typedef struct {
  int64_t ann, bo, cy, di, ed, flo;
} People;

/* Six members, six needs, every way of being reached. */
static People
add_people(World *world)
{
  return (People){
    .ann = world_add_member(world, "Ann Ash", REACH_EMAIL, "ann@river.example", "large print 24"),
    .bo = world_add_member(world, "Bo", REACH_EMAIL, "bo@river.example", ""),
    .cy = world_add_member(world, "Cy", REACH_PHONE, "01632 960001", "large print 24; audio"),
    .di = world_add_member(world, "Di", REACH_POST, "3 Quay Street", ""),
    .ed = world_add_member(world, "Ed", REACH_IN_PERSON, "", "braille 1"),
    .flo = world_add_member(world, "Flo", REACH_EMAIL, "flo@river.example", "text"),
  };
}

static const char words[] = "# The plan\n\nWe meet on **Monday**.\n\n- one\n- two\n";

/* ---- who needs what ---- */

static void
formats_are_counted_by_need(void **state)
{
  static const struct {
    PaperFormat format;
    int points, grade, people;
    FormatState state;
  } rows[] = {
    { FORMAT_HTML, 0, 0, 1, FORMAT_READY },
    { FORMAT_TEXT, 0, 0, 1, FORMAT_READY },
    { FORMAT_LARGE_PRINT, 16, 0, 1, FORMAT_WAITING },
    { FORMAT_LARGE_PRINT, 24, 0, 2, FORMAT_WAITING },
    { FORMAT_BRAILLE, 0, 1, 1, FORMAT_WAITING },
    { FORMAT_AUDIO, 0, 0, 1, FORMAT_WAITING },
  };
  World *world = *state;
  People people = add_people(world);
  Sending sending = { .paper_id = world_add_paper(world, "", words) };

  assert_true(was_done(world, start, &sending));

  g_auto(Look) at = world_look(world);
  const Release *release = releases_find(at.txn, at.arena, sending.release_id);

  assert_int_equal(txn_statements(at.txn), 4); /* however many formats there are */
  assert_string_equal(release->paper_title, "The plan");
  assert_int_equal(release->people, 6);
  assert_int_equal(release->posts, 1);
  assert_int_equal(release->waiting_calls, 2);
  assert_int_equal(release->formats_count, G_N_ELEMENTS(rows));
  assert_int_equal(release->formats_ready, 2);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    const ReleaseFormat *format = &release->formats[i];

    assert_int_equal(format->want.format, rows[i].format);
    assert_int_equal(format->want.points, rows[i].points);
    assert_int_equal(format->want.grade, rows[i].grade);
    assert_int_equal(format->people, rows[i].people);
    assert_int_equal(format->state, rows[i].state);
  }
  assert_int_equal(papers_find(at.txn, at.arena, sending.paper_id)->release_id, sending.release_id);
  assert_int_equal(world_count(world, "outbox_task"), 4);
  assert_false(papers_reached(at.txn, sending.paper_id, people.ann)); /* prepared is not sent */
  assert_int_equal(papers_list(at.txn, at.arena, people.ann, 0, 10)[0].id, 0);
  assert_int_equal(releases_wants_of(at.txn, sending.paper_id, people.ann).count, 0);
}

/* No need lies readable in the database: the wants of a delivery are sealed (design, SQL). */
static void
needs_are_sealed(void **state)
{
  World *world = *state;
  Sending sending = { .paper_id = world_add_paper(world, "", words) };

  add_people(world);
  assert_true(was_done(world, start, &sending));

  g_auto(Look) at = world_look(world);
  g_autoptr(Query) q = db_query(at.txn, "SELECT formats FROM delivery WHERE community_id = ?1");
  int rows = 0;

  for (; query_next(q); rows++) {
    size_t len = 0;
    const void *bytes = col_blob(q, 0, &len);

    assert_true(len >= 16);
    assert_null(memmem(bytes, len, "large", 5));
    assert_null(memmem(bytes, len, "braille", 7));
  }
  assert_int_equal(rows, 6);
}

/* ---- all at once ---- */

static void
make_all(World *world)
{
  outbox_run_due(test_db(world->test), format_handlers, RIVERSIDE);
}

static void
nothing_goes_before_all_is_ready(void **state)
{
  World *world = *state;
  People people = add_people(world);
  Sending sending = { .paper_id = world_add_paper(world, "", words) };

  assert_true(was_done(world, start, &sending));
  assert_false(was_done(world, let_out, &sending)); /* 4 formats wait */
  assert_string_equal(sending.message, "{count} formats are not ready yet. Wait for them, or say"
                                       " why this cannot wait");
  assert_int_equal(world_count(world, "outbox_task"), 4);
  make_all(world);
  assert_true(was_done(world, let_out, &sending));

  g_auto(Look) at = world_look(world);
  const Release *release = releases_find(at.txn, at.arena, sending.release_id);
  const int64_t ids[] = { people.ann, people.bo, people.cy, people.di, people.ed, people.flo };

  assert_true(release->is_released);
  assert_null(release->override_reason);
  assert_int_equal(release->formats_ready, release->formats_count);
  for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
    assert_true(papers_reached(at.txn, sending.paper_id, ids[i]));
    assert_int_equal(papers_list(at.txn, at.arena, ids[i], 0, 10)[0].id, sending.paper_id);
  }
  assert_true(papers_find(at.txn, at.arena, sending.paper_id)->is_sent);
  assert_int_equal(world_count(world, "outbox_task"),
                   3 + 1); /* a mail each for Ann, Bo, Flo; letters to print */

  FormatWants wants = releases_wants_of(at.txn, sending.paper_id, people.cy);

  assert_int_equal(wants.count, 2);
  assert_int_equal(wants.wants[0].format, FORMAT_LARGE_PRINT); /* theirs first, in their order */
  assert_int_equal(wants.wants[0].points, 24);
  assert_int_equal(wants.wants[1].format, FORMAT_AUDIO);
  assert_null(log_powers(at.txn, at.arena, 5)->power); /* nothing was overridden */
}

static void
nothing_is_sent_twice(void **state)
{
  World *world = *state;
  int64_t paper_id = world_add_paper(world, "", words);
  int64_t bo = world_add_member(world, "Bo", REACH_EMAIL, "bo@river.example", "");
  int64_t cy = world_add_member(world, "Cy", REACH_EMAIL, "cy@river.example", "");
  const int64_t first[] = { bo, bo };
  const int64_t both[] = { bo, cy };
  const int64_t nobody[] = { 12345 };
  Sending sending = { .paper_id = paper_id, .member_ids = first, .count = 2 };

  assert_true(was_done(world, start, &sending));
  assert_int_equal(world_count(world, "delivery"), 1); /* chosen twice, sent once */
  assert_true(was_done(world, let_out, &sending));
  assert_false(was_done(world, let_out, &sending));
  assert_int_equal(world_count(world, "outbox_task"), 1);

  sending.member_ids = both;
  assert_true(was_done(world, start, &sending)); /* only Cy is left */
  assert_int_equal(world_count(world, "delivery"), 2);
  assert_true(was_done(world, start, &sending)); /* choosing again takes its place */
  assert_int_equal(world_count(world, "release"), 2);
  assert_true(was_done(world, let_out, &sending));
  assert_false(was_done(world, start, &sending)); /* everybody has it */
  sending.member_ids = nobody;
  sending.count = 1;
  assert_false(was_done(world, start, &sending));
  g_free(sending.message);
}

/* ---- Easy Read, changes while it is prepared ---- */

static FormatState
state_of(World *world, int64_t paper_id, FormatWant want, const char **ret_problem)
{
  g_auto(Look) at = world_look(world);

  return formats_state(at.txn, paper_id, &want, ret_problem);
}

static void
easy_read_waits_for_its_rows(void **state)
{
  const FormatWant easy = { .format = FORMAT_EASY_READ };
  World *world = *state;
  Sending sending = { .paper_id = world_add_paper(world, "T", "words") };
  const char *problem = NULL;
  Paper paper = { .id = sending.paper_id,
                  .title = "T",
                  .source = "words",
                  .easy_source = "![]()\nWe meet on Monday.\n" };

  world_add_member(world, "Flo", REACH_EMAIL, "flo@river.example", "easy read");
  assert_true(was_done(world, start, &sending));
  assert_int_equal(state_of(world, paper.id, easy, &problem), FORMAT_NOT_READY);
  assert_string_equal(problem, "Nobody has written the Easy Read yet");
  assert_int_equal(world_count(world, "outbox_task"), 0); /* nothing to try */
  assert_false(was_done(world, let_out, &sending));
  assert_string_equal(sending.message,
                      "One format is not ready yet. Wait for it, or say why this cannot wait");
  g_free(sending.message);

  world_change_paper(world, &paper, true);
  assert_int_equal(state_of(world, paper.id, easy, &problem), FORMAT_WAITING);
  assert_null(problem);
  assert_int_equal(world_count(world, "outbox_task"), 1);
}

static void
a_change_while_it_is_prepared_makes_formats_again(void **state)
{
  const FormatWant large = { .format = FORMAT_LARGE_PRINT, .points = 24 };
  World *world = *state;
  Sending sending = { .paper_id = world_add_paper(world, "T", "words") };
  Paper paper = { .id = sending.paper_id, .title = "T", .source = "other words" };

  world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "large print 24");
  assert_true(was_done(world, start, &sending));
  make_all(world);
  assert_int_equal(state_of(world, paper.id, large, NULL), FORMAT_READY);
  world_change_paper(world, &paper, true);
  assert_int_equal(state_of(world, paper.id, large, NULL), FORMAT_WAITING);
  assert_false(was_done(world, let_out, &sending));
  g_free(sending.message);
}

/* ---- override ---- */

static void
an_override_is_published_and_names_nobody(void **state)
{
  static const char *const refused[] = { "", "  ", "Ann Ash cannot wait", "the Braille is late",
                                         "no EASY-READ yet" };
  World *world = *state;
  Sending sending = { .paper_id = world_add_paper(world, "", words) };

  add_people(world);
  assert_true(was_done(world, start, &sending));
  for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
    sending.reason = refused[i];
    assert_false(was_done(world, let_out, &sending));
  }
  g_free(sending.message);
  sending.message = NULL;
  sending.reason = " The meeting was moved to tomorrow. ";
  assert_true(was_done(world, let_out, &sending));

  g_auto(Look) at = world_look(world);
  const LogPower *power = log_powers(at.txn, at.arena, 5);
  const Release *release = releases_find(at.txn, at.arena, sending.release_id);

  assert_string_equal(power->power, "A paper was sent before every format was ready");
  assert_string_equal(power->reason, "The meeting was moved to tomorrow.");
  assert_string_equal(release->override_reason, "The meeting was moved to tomorrow.");
}

/* ---- ringing, visiting, posting ---- */

static void
people_to_ring_are_a_list_with_one_tap(void **state)
{
  World *world = *state;
  People people = add_people(world);
  Sending sending = { .paper_id = world_add_paper(world, "", words), .reason = "It is urgent" };

  assert_true(was_done(world, start, &sending));
  {
    g_auto(Look) at = world_look(world);

    sending.delivery_id =
        releases_deliveries(at.txn, at.arena, sending.release_id, REACH_PHONE)->id;
  }
  sending.is_done = true;
  was_done(world, mark, &sending); /* before the release: nothing happens */
  assert_true(was_done(world, let_out, &sending));
  for (int round = 0; round < 2; round++) {
    int64_t entries = world_count(world, "log_entry");

    was_done(world, mark, &sending);
    assert_int_equal(world_count(world, "log_entry"), entries + (round == 0));

    g_auto(Look) at = world_look(world);
    const Delivery *ring = releases_deliveries(at.txn, at.arena, sending.release_id, REACH_PHONE);

    assert_int_equal(ring->member_id, people.cy);
    assert_string_equal(ring->name, "Cy");
    assert_string_equal(ring->contact, "01632 960001");
    assert_int_equal(ring->wants.count, 2);
    assert_true(ring->is_done);
    assert_int_equal(ring[1].id, 0);
    assert_int_equal(releases_find(at.txn, at.arena, sending.release_id)->waiting_calls, 1);
  }
  sending.is_done = false; /* it was a slip */
  was_done(world, mark, &sending);

  g_auto(Look) at = world_look(world);

  assert_int_equal(releases_find(at.txn, at.arena, sending.release_id)->waiting_calls, 2);
  assert_string_equal(
      releases_deliveries(at.txn, at.arena, sending.release_id, REACH_POST)->contact,
      "3 Quay Street");
}

/* ---- mails ---- */

static void
everybody_by_mail_gets_their_own_link_once(void **state)
{
  World *world = *state;
  g_autofree char *mails = g_build_filename(world->folder, "mails", NULL);
  const MailConfig config = { .folder = mails, .from = "table@river.example" };
  const OutboxHandler handlers[] = { { .kind = "paper-mail", .run = send_paper_mail },
                                     { .kind = "post-pack", .run = make_post_pack },
                                     { .kind = NULL } };
  Sending sending = { .paper_id = world_add_paper(world, "", words) };

  mail_set_config(&config);
  add_people(world);
  assert_true(was_done(world, start, &sending));
  make_all(world);
  assert_true(was_done(world, let_out, &sending));
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 3 + 1); /* letters */
  assert_int_equal(world_count(world, "sign_in_link"), 3);

  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);
  int count = 0;

  for (const char *name; (name = g_dir_read_name(folder)); count++) {
    g_autofree char *path = g_build_filename(mails, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_non_null(strstr(text, "The plan"));
    assert_non_null(strstr(text, "https://river.example/in/"));
    assert_null(strstr(text, "arge print")); /* what somebody needs is no mail's business */
  }
  assert_int_equal(count, 3);

  g_auto(Look) at = world_look(world);
  const Delivery *delivery = releases_deliveries(at.txn, at.arena, sending.release_id, REACH_EMAIL);

  for (int i = 0; i < 3; i++)
    assert_true(delivery[i].is_done);
}

/* ---- faults ---- */

/* Idea 4: at every statement of every change: never half a release, never a refusal. */
static void
a_failure_at_any_statement_is_trouble(void **state)
{
  World *world = *state;
  Sending sending = { .paper_id = world_add_paper(world, "", words) };
  int refused = 0;

  add_people(world);
  world_fail_each_statement(world, start, &sending, "delivery", &sending.refused);
  sending.reason = "It is urgent";
  world_fail_each_statement(world, let_out, &sending, "sign_in_link", &sending.refused);
  {
    g_auto(Look) at = world_look(world);

    assert_true(releases_find(at.txn, at.arena, sending.release_id)->is_released);
    sending.delivery_id =
        releases_deliveries(at.txn, at.arena, sending.release_id, REACH_PHONE)->id;
  }
  sending.is_done = true;
  world_fail_each_statement(world, mark, &sending, "delivery", &refused);
}

/* Who may see it is asked each time. */
static void
a_remembered_list_is_the_same(void **state)
{
  World *world = *state;
  People people = add_people(world);
  Sending one = { .paper_id = world_add_paper(world, "First", words), .reason = "urgent" };
  Sending two = { .paper_id = world_add_paper(world, "Second", words), .reason = "urgent" };

  assert_true(was_done(world, start, &one) && was_done(world, let_out, &one));
  for (int round = 0; round < 3; round++) {
    g_auto(Look) at = world_look(world);
    const Paper *list = papers_list(at.txn, at.arena, people.bo, 0, 10);

    assert_int_equal(txn_statements(at.txn), 1); /* once with the papers' rows, then without */
    assert_string_equal(list[0].title, "First");
    assert_int_equal(list[0].sent_at_us, papers_find(at.txn, at.arena, one.paper_id)->sent_at_us);
    assert_int_equal(list[1].id, 0);
    assert_int_equal(papers_list(at.txn, at.arena, 77, 0, 10)[0].id, 0);
  }
  assert_true(was_done(world, start, &two) && was_done(world, let_out, &two));

  g_auto(Look) at = world_look(world);
  const Paper *list = papers_list(at.txn, at.arena, people.bo, 0, 10);

  assert_int_equal(txn_statements(at.txn), 2); /* one that nobody has read yet */
  assert_string_equal(list[0].title, "Second");
  assert_string_equal(list[1].title, "First");
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(formats_are_counted_by_need),
    ON_BOTH(needs_are_sealed),
    ON_BOTH(nothing_goes_before_all_is_ready),
    ON_BOTH(nothing_is_sent_twice),
    ON_BOTH(easy_read_waits_for_its_rows),
    ON_BOTH(a_change_while_it_is_prepared_makes_formats_again),
    ON_BOTH(an_override_is_published_and_names_nobody),
    ON_BOTH(people_to_ring_are_a_list_with_one_tap),
    ON_BOTH(everybody_by_mail_gets_their_own_link_once),
    ON_BOTH(a_remembered_list_is_the_same),
    ON_BOTH(a_failure_at_any_statement_is_trouble),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
