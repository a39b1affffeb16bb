/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "No more letters" (R95): whoever has left or died, or is suspended, gets no paper, mail, letter
 * or call, whenever it happened; and mail waits while somebody wants quiet. */
#include "base/clock.h"
#include "notices/mail.h"
#include "papers/test_world.h"
#include "people/asking.h"
#include "people/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char words[] = "# The plan\n\nWe mend the roof.\n";

typedef struct {
  World *world;
  int64_t ann, bo, cy, di; /* by e-mail, phone, post, in person */
  int64_t paper_id, release_id;
} Scene;

static Scene
set_scene(World *world)
{
  return (Scene){
    .world = world,
    .ann = world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", ""),
    .bo = world_add_member(world, "Bo", REACH_PHONE, "01632 960 001", "text"),
    .cy = world_add_member(world, "Cy", REACH_POST, "1 Quay Street", ""),
    .di = world_add_member(world, "Di", REACH_IN_PERSON, "", "text"),
    .paper_id = world_add_paper(world, "", words),
  };
}

static void
change(Scene *scene, TestChange run, void *data)
{
  assert_int_equal(test_db_write(scene->world->test, world_act(scene->world), run, data),
                   WRITE_KEPT);
}

static bool
run_start(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, scene->paper_id, NULL, 0, "https://river.example", refusals,
                 &scene->release_id);
  return refusals_count(refusals) == 0;
}

static bool
run_release(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, scene->release_id, "It cannot wait", refusals);
  return refusals_count(refusals) == 0;
}

typedef struct {
  int64_t id;
  MemberState state;
} Going;

static bool
run_go(Txn *txn, const Act *act, void *data)
{
  const Going *going = data;

  people_set_state(txn, act, going->id, going->state);
  return true;
}

static void
go(Scene *scene, int64_t id, MemberState state)
{
  change(scene, run_go, &(Going){ id, state });
}

static int
count_deliveries(const Scene *scene, Reach reach)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);
  const Delivery *delivery = releases_deliveries(txn, arena, scene->release_id, reach);
  int count = 0;

  while (delivery[count].id)
    count++;
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return count;
}

static int
run_outbox(Scene *scene)
{
  const OutboxHandler handlers[] = { { .kind = "paper-mail", .run = send_paper_mail },
                                     { .kind = "paper-format", .run = make_paper_format },
                                     { .kind = "post-pack", .run = make_post_pack },
                                     { .kind = NULL } };
  g_autofree char *mails = g_build_filename(scene->world->folder, "mails", NULL);
  const MailConfig config = { .folder = mails, .from = "table@river.example" };

  mail_set_config(&config);
  outbox_run_due(test_db(scene->world->test), handlers, RIVERSIDE);

  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);
  int count = 0;

  while (folder && g_dir_read_name(folder))
    count++;
  return count;
}

/* ---- the tests ---- */

static void
who_is_gone_before_is_left_out(void **state)
{
  Scene scene = set_scene(*state);

  go(&scene, scene.ann, MEMBER_LEFT);
  go(&scene, scene.bo, MEMBER_SUSPENDED);
  go(&scene, scene.cy, MEMBER_DIED);
  change(&scene, run_start, &scene);
  assert_int_equal(world_count(scene.world, "delivery"), 1);
  change(&scene, run_release, &scene);
  assert_int_equal(run_outbox(&scene), 0);
  assert_int_equal(count_deliveries(&scene, REACH_PHONE), 0);
  assert_int_equal(count_deliveries(&scene, REACH_POST), 0);
  assert_int_equal(count_deliveries(&scene, REACH_IN_PERSON), 1);
}

static void
who_goes_while_formats_are_made_gets_nothing(void **state)
{
  Scene scene = set_scene(*state);

  change(&scene, run_start, &scene);
  go(&scene, scene.ann, MEMBER_DIED);
  go(&scene, scene.cy, MEMBER_LEFT);
  change(&scene, run_release, &scene);
  assert_int_equal(world_count(scene.world, "delivery"), 2);
  assert_int_equal(run_outbox(&scene), 0);
  assert_int_equal(count_deliveries(&scene, REACH_POST), 0);
}

static void
who_goes_after_the_release_is_not_written_to(void **state)
{
  Scene scene = set_scene(*state);
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  change(&scene, run_start, &scene);
  run_outbox(&scene);
  change(&scene, run_release, &scene);
  go(&scene, scene.ann, MEMBER_DIED); /* her mail waits in the outbox */
  go(&scene, scene.bo, MEMBER_DIED);  /* nobody has rung yet */
  assert_int_equal(run_outbox(&scene), 0);
  assert_int_equal(count_deliveries(&scene, REACH_EMAIL), 0);
  assert_int_equal(count_deliveries(&scene, REACH_PHONE), 0);

  Txn *txn = db_begin_read(test_db(scene.world->test), RIVERSIDE);
  const Release *release = releases_find(txn, arena, scene.release_id);

  assert_int_equal(release->people, 4); /* it was sent to four, and that stays true */
  assert_int_equal(release->waiting_calls, 1);
  db_end_read(txn);
}

/* Letters that were made for printing before: they are not the ones that are printed now. */
static void
a_letter_made_before_is_not_printed(void **state)
{
  Scene scene = set_scene(*state);
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  change(&scene, run_start, &scene);
  run_outbox(&scene);
  change(&scene, run_release, &scene);
  run_outbox(&scene);

  Txn *txn = db_begin_read(test_db(scene.world->test), RIVERSIDE);
  GBytes *pack = releases_open_post_pack(txn, scene.release_id);

  assert_non_null(pack);
  g_bytes_unref(pack);
  db_end_read(txn);
  go(&scene, scene.cy, MEMBER_DIED);
  txn = db_begin_read(test_db(scene.world->test), RIVERSIDE);
  assert_null(releases_open_post_pack(txn, scene.release_id));
  assert_int_equal(releases_find(txn, arena, scene.release_id)->posts, 0);
  db_end_read(txn);
}

static bool
run_quiet(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Refusals *refusals = refusals_new(arena);
  AskWishes wishes = { .time_zone = "UTC" };

  for (int i = 0; i < 7; i++)
    wishes.quiet_days[i] = i != 5; /* Saturdays are open */
  asking_change(txn, act, scene->ann, &wishes, refusals);
  return refusals_count(refusals) == 0;
}

static void
mail_waits_for_the_end_of_quiet(void **state)
{
  enum { THURSDAY = 1795687200 }; /* 26 November 2026, 10.00 UTC */
  Scene scene = set_scene(*state);

  clock_set_for_test(THURSDAY * (int64_t)US_PER_S);
  change(&scene, run_quiet, &scene);
  change(&scene, run_start, &scene);
  change(&scene, run_release, &scene);
  assert_int_equal(run_outbox(&scene), 0);
  clock_set_for_test(THURSDAY * (int64_t)US_PER_S + US_PER_DAY); /* Friday: quiet still */
  assert_int_equal(run_outbox(&scene), 0);
  clock_set_for_test(THURSDAY * (int64_t)US_PER_S + 2 * US_PER_DAY);
  assert_int_equal(run_outbox(&scene), 1);
  assert_int_equal(run_outbox(&scene), 1); /* and no second one */
  clock_set_for_test(0);
}

int
main(void)
{
#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    WITH_WORLD(who_is_gone_before_is_left_out),
    WITH_WORLD(who_goes_while_formats_are_made_gets_nothing),
    WITH_WORLD(who_goes_after_the_release_is_not_written_to),
    WITH_WORLD(a_letter_made_before_is_not_printed),
    WITH_WORLD(mail_waits_for_the_end_of_quiet),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
