/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail about one paper (R11, R66): with the file in it for who wants that, and what becomes of
 * it when its person is reached otherwise by then. On both engines. */
#include "papers/paper_news.h"
#include "papers/test_world.h"

#include "base/clock.h"
#include "notices/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

static const OutboxHandler handlers[] = { { .kind = "paper-mail", .run = send_paper_mail },
                                          { .kind = "digest", .run = send_digest },
                                          { .kind = "paper-format", .run = make_paper_format },
                                          { .kind = "post-pack", .run = make_post_pack },
                                          { .kind = NULL } };

typedef struct {
  World *world;
  char *mails;
  MailConfig config;
  int64_t ann, paper_id, release_id;
  Reach reach;
  const char *contact;
} Scene;

static void
change(Scene *scene, TestChange run)
{
  assert_int_equal(test_db_write(scene->world->test, world_act(scene->world), run, scene),
                   WRITE_KEPT);
}

static bool
start(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  releases_start(txn, act, scene->paper_id, NULL, 0, "https://river.example", refusals_new(arena),
                 &scene->release_id);
  return scene->release_id != 0;
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, scene->release_id, NULL, refusals);
  return refusals_count(refusals) == 0;
}

static bool
reach_otherwise(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  Member member = *people_find(txn, arena, scene->ann, true);

  member.reach = scene->reach;
  member.contact = scene->contact;
  people_change(txn, act, &member, refusals);
  return refusals_count(refusals) == 0;
}

static bool
want_daily(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;

  mail_wish_change(txn, act, scene->ann, MAIL_KIND_PAPER, &(MailWish){ .pace = PACE_DAILY });
  return !txn_trouble(txn);
}

static void
run(Scene *scene)
{
  scene->config = (MailConfig){ .folder = scene->mails, .from = "table@river.example" };
  mail_set_config(&scene->config);
  outbox_run_due(test_db(scene->world->test), handlers, RIVERSIDE);
}

/* A paper whose formats are made, out to Ann by e-mail; no mail has left. */
static Scene
set_scene(World *world, const char *wants, const char *source)
{
  Scene scene = { .world = world,
                  .mails = g_build_filename(world->folder, "mails", NULL),
                  .ann = world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", wants),
                  .paper_id = world_add_paper(world, "The plan: a/b", source) };

  change(&scene, start);
  run(&scene);
  change(&scene, let_out);
  return scene;
}

/* All mails as one text, soft line ends taken out; "" for none. g_free. */
static char *
read_mails(const Scene *scene)
{
  g_autoptr(GDir) folder = g_dir_open(scene->mails, 0, NULL);
  GString *all = g_string_new(NULL);

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(scene->mails, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_string_append(all, text);
  }
  return g_string_free(all, FALSE);
}

/* What is in the mail between the headers of the file's part and its end, decoded. */
static GBytes *
read_file_part(const char *mail)
{
  const char *part = strstr(mail, "Content-Disposition: attachment");

  assert_non_null(part);
  part = strstr(part, "\n\n");
  assert_non_null(part);

  const char *end = strstr(part, "\n--");
  g_autofree char *base64 = g_strndup(part, (gsize)(end - part));
  gsize len = 0;
  guchar *bytes = g_base64_decode(base64, &len);

  return g_bytes_new_take(bytes, len);
}

static const Delivery *
deliveries(Scene *scene, Arena *arena, Reach reach)
{
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);
  const Delivery *found = releases_deliveries(txn, arena, scene->release_id, reach);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return found;
}

/* ---- the file in the mail ---- */

static void
who_wants_the_file_gets_it_in_the_mail(void **state)
{
  World *world = *state;
  Scene scene = set_scene(world, "large print 24; attached", "We mend the roof.\n");
  const FormatWant want = { .format = FORMAT_LARGE_PRINT, .points = 24 };
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  run(&scene);

  g_autofree char *mail = read_mails(&scene);
  g_autoptr(GBytes) sent = read_file_part(mail);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const int fd = formats_open(papers_find_for(txn, arena, scene.paper_id, &want), &want);
  g_autoptr(GMappedFile) kept = g_mapped_file_new_from_fd(fd, FALSE, NULL);
  g_autoptr(GBytes) made = g_mapped_file_get_bytes(kept);

  close(fd);
  db_end_read(txn);
  assert_non_null(strstr(mail, "Content-Type: multipart/mixed"));
  assert_non_null(strstr(mail, "application/pdf"));
  assert_non_null(strstr(mail, "filename=\"The plan  a b.pdf\""));
  assert_non_null(strstr(mail, "in this mail, as a file"));
  assert_non_null(strstr(mail, "https://river.example/in/"));
  assert_null(strstr(mail, "arge print"));
  assert_true(g_bytes_equal(sent, made));
  assert_true(deliveries(&scene, arena, REACH_EMAIL)->is_done);
  g_free(scene.mails);
}

static void
who_did_not_ask_for_it_gets_a_link(void **state)
{
  Scene scene = set_scene(*state, "large print 24", "We mend the roof.\n");

  run(&scene);

  g_autofree char *mail = read_mails(&scene);

  assert_null(strstr(mail, "multipart"));
  assert_non_null(strstr(mail, "https://river.example/in/"));
  g_free(scene.mails);
}

/* A file over 2 MB stays here, and the mail says so. */
static void
a_large_file_is_linked_and_the_mail_says_so(void **state)
{
  g_autoptr(GString) source = g_string_new(NULL);

  while (source->len < 1024 * 1024 - 4096)
    g_string_append(source, "We mend the roof & the < gate > \"soon\".\n\n");
  for (char *at = source->str; *at; at++)
    if (*at == 'e')
      *at = '&'; /* five letters each as a web page */

  Scene scene = set_scene(*state, "html; attached", source->str);

  run(&scene);

  g_autofree char *mail = read_mails(&scene);

  assert_null(strstr(mail, "multipart"));
  assert_non_null(strstr(mail, "It is too large for a mail"));
  g_free(scene.mails);
}

/* ---- reached otherwise by now ---- */

/* The mail has not left when Ann asks for letters: nothing is mailed, nothing is said to be. */
static void
a_copy_goes_the_way_its_person_is_reached_now(void **state)
{
  static const struct {
    Reach reach;
    const char *contact;
  } ways[] = { { REACH_POST, "3 Quay Street" },
               { REACH_PHONE, "01632 960001" },
               { REACH_IN_PERSON, "" } };
  World *world = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(Arena) arena = arena_new(1024 * 1024);
    Scene scene = set_scene(world, "", "We mend the roof.\n");

    scene.reach = ways[i].reach;
    scene.contact = ways[i].contact;
    change(&scene, reach_otherwise);
    run(&scene);

    g_autofree char *mail = read_mails(&scene);
    const Delivery *there = deliveries(&scene, arena, ways[i].reach);

    assert_string_equal(mail, "");
    while (there->id && there->member_id != scene.ann)
      there++;
    assert_int_equal(there->member_id, scene.ann);
    assert_false(there->is_done);
    assert_string_equal(there->contact, ways[i].contact);
    /* On paper a web page is no help. */
    assert_int_equal(there->wants.count, ways[i].reach == REACH_PHONE ? 1 : 2);
    g_free(scene.mails);
    scene.contact = "";
    scene.reach = REACH_IN_PERSON; /* not by mail in the next round */
    change(&scene, reach_otherwise);
  }
}

static void
what_waits_for_a_mail_about_several_goes_too(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Scene scene = set_scene(world, "", "We mend the roof.\n");

  change(&scene, want_daily);
  run(&scene);
  scene.reach = REACH_POST;
  scene.contact = "3 Quay Street";
  change(&scene, reach_otherwise);
  clock_set_for_test(clock_now_us() + 2 * US_PER_DAY);
  run(&scene);
  clock_set_for_test(0);

  g_autofree char *mail = read_mails(&scene);

  assert_string_equal(mail, "");
  assert_int_equal(deliveries(&scene, arena, REACH_POST)->member_id, scene.ann);
  assert_int_equal(deliveries(&scene, arena, REACH_EMAIL)->id, 0);
  g_free(scene.mails);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(who_wants_the_file_gets_it_in_the_mail),
    ON_BOTH(who_did_not_ask_for_it_gets_a_link),
    ON_BOTH(a_large_file_is_linked_and_the_mail_says_so),
    ON_BOTH(a_copy_goes_the_way_its_person_is_reached_now),
    ON_BOTH(what_waits_for_a_mail_about_several_goes_too),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
