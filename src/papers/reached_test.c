/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sending a paper to more people later, on both engines (R11, R66): who has it is told from who has
 * not, whoever had it gets nothing again, and who has it first gets the newest words as new. */
#include "papers/test_world.h"

#include "notices/mail.h"
#include "papers/reached.h"
#include "papers/versions.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const OutboxHandler handlers[] = {
  { .kind = "paper-format", .run = make_paper_format },
  { .kind = "paper-mail", .run = send_paper_mail },
  { .kind = NULL },
};

typedef struct {
  int64_t paper_id, release_id;
  const int64_t *member_ids;
  int count;
  bool is_refused;
} Step;

static bool
start(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, step->paper_id, step->member_ids, step->count, "https://river.example",
                 refusals, &step->release_id);
  step->is_refused = refusals_count(refusals) > 0;
  return !step->is_refused;
}

static bool
start_change(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start_change(txn, act, step->paper_id, "The day is another", false,
                        "https://river.example", refusals, &step->release_id);
  return refusals_count(refusals) == 0;
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Step *step = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, step->release_id, "", refusals);
  return refusals_count(refusals) == 0;
}

static void
does(World *world, TestChange change, Step *step)
{
  assert_int_equal(test_db_write(world->test, world_act(world), change, step), WRITE_KEPT);
}

static void
send_to(World *world, Step *step, const int64_t *member_ids, int count)
{
  step->member_ids = member_ids;
  step->count = count;
  does(world, start, step);
  does(world, let_out, step);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
}

/* How many mails to this address have these words. */
static int
mails_to(World *world, const char *address, const char *words)
{
  g_autofree char *folder = g_build_filename(world->folder, "mail", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  int count = 0;

  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    count += strstr(text, address) && strstr(text, words);
  }
  return count;
}

static void
assert_has(World *world, int64_t paper_id, const int64_t *having, int count)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  int found = 0;

  for (const Reached *one = papers_who_has_it(txn, arena, paper_id); one->member_id; one++) {
    bool is_having = false;

    for (int i = 0; i < count; i++)
      is_having |= having[i] == one->member_id;
    assert_int_equal(one->has_it, is_having);
    assert_int_equal(one->has_it, papers_reached(txn, paper_id, one->member_id));
    found += one->has_it;
  }
  assert_int_equal(found, count);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

static void
more_people_get_it_and_nobody_twice(void **state)
{
  World *world = *state;
  g_autofree char *folder = g_build_filename(world->folder, "mail", NULL);
  const MailConfig config = { .folder = folder };
  const int64_t bo = world_add_member(world, "Bo", REACH_EMAIL, "bo@river.example", "");
  const int64_t cy = world_add_member(world, "Cy", REACH_EMAIL, "cy@river.example", "");
  Step step = { .paper_id = world_add_paper(world, "The plan", "We meet on Monday.") };
  const int64_t all[] = { bo, cy };

  mail_set_config(&config);
  assert_has(world, step.paper_id, NULL, 0);
  send_to(world, &step, &bo, 1);
  assert_has(world, step.paper_id, &bo, 1);
  send_to(world, &step, all, 2);
  assert_has(world, step.paper_id, all, 2);
  assert_int_equal(mails_to(world, "bo@river.example", "The plan"), 1);
  assert_int_equal(mails_to(world, "cy@river.example", "The plan"), 1);
  assert_int_equal(world_count(world, "delivery"), 2);

  assert_int_equal(test_db_write(world->test, world_act(world), start, &step), WRITE_UNDONE);
  assert_true(step.is_refused); /* nobody is left */
  mail_set_config(&(MailConfig){ .folder = NULL });
}

/* Ann had the first version and is told what changed. Di never had the paper: for her nothing was
 * changed, and she gets the newest words. */
static void
who_comes_later_gets_the_newest_as_new(void **state)
{
  World *world = *state;
  g_autofree char *folder = g_build_filename(world->folder, "mail", NULL);
  const MailConfig config = { .folder = folder };
  const int64_t ann = world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "");
  Step step = { .paper_id = world_add_paper(world, "The plan", "We meet on Monday.") };
  const Paper change = { .id = step.paper_id,
                         .title = "The plan",
                         .source = "We meet on Tuesday, all of us.",
                         .language = "en-GB" };

  mail_set_config(&config);
  send_to(world, &step, &ann, 1);
  world_change_paper(world, &change, true);
  does(world, start_change, &step);
  does(world, let_out, &step);

  const int64_t di = world_add_member(world, "Di", REACH_EMAIL, "di@river.example", "");

  send_to(world, &step, &di, 1);
  assert_int_equal(mails_to(world, "ann@river.example", "was changed"), 1);
  assert_int_equal(mails_to(world, "di@river.example", "A paper for you"), 1);
  assert_int_equal(mails_to(world, "di@river.example", "changed"), 0);
  assert_int_equal(mails_to(world, "di@river.example", "The day is another"), 0);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const Release *release = releases_find(txn, arena, step.release_id);
  const Sending *sendings = papers_sendings(txn, arena, step.paper_id);

  assert_int_equal(release->version, 2);
  assert_true(release->is_more);
  for (int i = 0; i < 3; i++) {
    assert_int_equal(sendings[i].number, i + 1);
    assert_int_equal(sendings[i].people, 1);
    assert_int_equal(sendings[i].is_change, i == 1);
    assert_true(sendings[i].released_at_us > 0);
  }
  assert_int_equal(sendings[3].id, 0);
  assert_false(papers_list(txn, arena, di, 0, 5)->has_changed);
  assert_true(papers_list(txn, arena, ann, 0, 5)->has_changed);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  mail_set_config(&(MailConfig){ .folder = NULL });
}

static bool
change_way(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  people_change(txn, act, data, refusals);
  return refusals_count(refusals) == 0;
}

/* Who was to be rung, or to get a letter, and wants e-mail since: the list has the address with
 * what it is, and no letter is printed for it. */
static void
lists_say_how_people_are_reached_now(void **state)
{
  static const struct {
    Reach reach;
    HandList list;
    const char *contact;
  } rows[] = { { REACH_PHONE, LIST_RING, "01632 960001" }, { REACH_POST, LIST_POST, "3 Quay" } };
  World *world = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *address = g_strdup_printf("cy%zu@river.example", i);
    g_autofree char *title = g_strdup_printf("Plan %zu", i);
    const int64_t cy =
        world_add_member(world, title, rows[i].reach, rows[i].contact, "large print 24");
    Member now = { .id = cy, .name = title, .reach = REACH_EMAIL, .contact = address };
    Step step = { .paper_id = world_add_paper(world, title, "We meet.") };

    step.member_ids = &cy;
    step.count = 1;
    does(world, start, &step);
    outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
    does(world, let_out, &step);
    assert_int_equal(test_db_write(world->test, world_act(world), change_way, &now), WRITE_KEPT);

    Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
    g_autoptr(Arena) arena = arena_new(1024 * 1024);
    const Delivery *delivery = releases_by_hand(txn, arena, step.release_id, rows[i].list);

    assert_int_equal(delivery->member_id, cy);
    assert_int_equal(delivery->reach, rows[i].reach);
    assert_int_equal(delivery->reach_now, REACH_EMAIL);
    assert_string_equal(delivery->contact, address);
    assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
    db_end_read(txn);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(more_people_get_it_and_nobody_twice, world_set_up,
                                    world_tear_down),
    cmocka_unit_test_setup_teardown(lists_say_how_people_are_reached_now, world_set_up,
                                    world_tear_down),
    cmocka_unit_test_setup_teardown(who_comes_later_gets_the_newest_as_new, world_set_up,
                                    world_tear_down),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
