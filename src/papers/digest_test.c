/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Papers put together in one mail a day or a week: a clock is moved hour by hour through two weeks.
 * On both engines. */
#include "base/clock.h"
#include "notices/mail.h"
#include "papers/comments.h"
#include "papers/paper_news.h"
#include "papers/test_world.h"
#include "people/asking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#define MONDAY_US (1780268400LL * US_PER_S) /* 2026-06-01 00:00 in London, summer time */

enum { HOURS_A_WEEK = 7 * 24 };

static const OutboxHandler handlers[] = { { .kind = "paper-mail", .run = send_paper_mail },
                                          { .kind = "digest", .run = send_digest },
                                          { .kind = NULL } };

typedef struct {
  World *world;
  char *mails;
  MailConfig config;
  int64_t ann, paper_id, release_id;
  MailWish wish;
  AskWishes quiet;
  MailKind kind;
  int64_t speaker, comment_id;
  const char *words;
} Scene;

static void
change(Scene *scene, TestChange run)
{
  Act act = *world_act(scene->world);

  act.at_us = clock_now_us();
  assert_int_equal(test_db_write(scene->world->test, &act, run, scene), WRITE_KEPT);
}

static bool
choose(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;

  mail_wish_change(txn, act, scene->ann, scene->kind, &scene->wish);
  return !txn_trouble(txn);
}

static bool
want_quiet(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  asking_change(txn, act, scene->ann, &scene->quiet, refusals_new(arena));
  return !txn_trouble(txn);
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, scene->paper_id, NULL, 0, "https://river.example", refusals,
                 &scene->release_id);
  releases_release(txn, act, scene->release_id, "It cannot wait", refusals);
  return refusals_count(refusals) == 0;
}

static void
send_paper(Scene *scene, const char *title)
{
  scene->paper_id = world_add_paper(scene->world, title, "We mend the roof.\n");
  change(scene, let_out);
}

/* Where the place is: Ann chose nothing but for papers. */
static bool
london(Txn *txn, char ret_zone[static 64])
{
  (void)txn;
  g_strlcpy(ret_zone, "Europe/London", 64);
  return true;
}

static Scene
set_scene(World *world, MailPace pace)
{
  Scene scene = { .world = world,
                  .mails = g_build_filename(world->folder, "mails", NULL),
                  .kind = MAIL_KIND_PAPER,
                  .wish = { .pace = pace, .time_zone = "Europe/London" } };

  clock_set_for_test(MONDAY_US);
  digest_set_zone(london);
  scene.ann = world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "");
  change(&scene, choose);
  return scene;
}

static void
end_scene(Scene *scene)
{
  g_free(scene->mails);
  clock_set_for_test(0);
}

/* Hours since Monday at midnight in London. */
static void
go_to(int hour)
{
  clock_set_for_test(MONDAY_US + hour * US_PER_HOUR);
}

static void
run(Scene *scene)
{
  scene->config = (MailConfig){ .folder = scene->mails, .from = "table@river.example" };
  mail_set_config(&scene->config);
  outbox_run_due(test_db(scene->world->test), handlers, RIVERSIDE);
}

static int
count_mails(const Scene *scene)
{
  g_autoptr(GDir) folder = g_dir_open(scene->mails, 0, NULL);
  int count = 0;

  while (folder && g_dir_read_name(folder))
    count++;
  return count;
}

/* The one mail there is; it is taken away. g_free. */
static char *
take_mail(const Scene *scene)
{
  g_autoptr(GDir) folder = g_dir_open(scene->mails, 0, NULL);
  g_autofree char *path = g_build_filename(scene->mails, g_dir_read_name(folder), NULL);
  char *text = NULL;

  assert_int_equal(count_mails(scene), 1);
  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_unlink(path);
  return text;
}

/* Hour by hour from one to the other; a mail may come at `mail_at` alone (-1: none). */
static void
go_through(Scene *scene, int from, int to, int mail_at)
{
  for (int hour = from; hour <= to; hour++) {
    const int before = count_mails(scene);

    go_to(hour);
    run(scene);
    if (count_mails(scene) != before + (hour == mail_at))
      fail_msg("hour %d: %d mails before, %d after", hour, before, count_mails(scene));
  }
}

static int64_t
count_waiting(Scene *scene)
{
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);
  int64_t count = -1;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM delivery WHERE community_id = ?1"
                                       " AND done_at_us IS NULL");

    count = query_next(q) ? col_int(q, 0) : -1;
  }
  db_end_read(txn);
  return count;
}

/* ---- tests ---- */

static void
a_day_s_papers_come_in_one_mail_the_next_morning(void **state)
{
  Scene scene = set_scene(*state, PACE_DAILY);

  go_to(10);
  send_paper(&scene, "The roof");
  run(&scene);
  go_to(15);
  send_paper(&scene, "The garden");
  go_through(&scene, 15, 24 + 8, 24 + 8);

  g_autofree char *mail = take_mail(&scene);

  assert_non_null(strstr(mail, ". The roof"));
  assert_non_null(strstr(mail, ". The garden"));
  assert_non_null(strstr(mail, "https://river.example/in/"));
  assert_non_null(strstr(mail, "/stop-mail/"));
  assert_non_null(strstr(mail, "together in one mail"));
  assert_int_equal(count_waiting(&scene), 0);
  go_through(&scene, 24 + 9, HOURS_A_WEEK, -1); /* nothing came: no mail */
  send_paper(&scene, "The gate");
  go_through(&scene, HOURS_A_WEEK, HOURS_A_WEEK + 24, HOURS_A_WEEK + 8);

  g_autofree char *next = take_mail(&scene);

  assert_non_null(strstr(next, ". The gate"));
  assert_null(strstr(next, "The roof"));
  end_scene(&scene);
}

static void
a_week_s_papers_come_on_monday(void **state)
{
  Scene scene = set_scene(*state, PACE_WEEKLY);

  go_to(10);
  send_paper(&scene, "The roof");
  go_through(&scene, 10, 4 * 24, -1);
  send_paper(&scene, "The garden");
  go_through(&scene, 4 * 24, HOURS_A_WEEK + 30, HOURS_A_WEEK + 8);

  g_autofree char *mail = take_mail(&scene);

  assert_non_null(strstr(mail, ". The roof"));
  assert_non_null(strstr(mail, ". The garden"));
  end_scene(&scene);
}

static void
at_once_is_at_once(void **state)
{
  Scene scene = set_scene(*state, PACE_AT_ONCE);

  go_to(10);
  send_paper(&scene, "The roof");
  go_through(&scene, 10, 60, 10);
  end_scene(&scene);
}

static void
who_wants_none_gets_none_and_it_is_not_said_to_be_sent(void **state)
{
  Scene scene = set_scene(*state, PACE_NEVER);

  go_to(10);
  send_paper(&scene, "The roof");
  go_through(&scene, 10, HOURS_A_WEEK + 30, -1);
  assert_int_equal(count_waiting(&scene), 1);

  /* Asked for again, what was let out before is no news. */
  scene.wish.pace = PACE_DAILY;
  change(&scene, choose);
  send_paper(&scene, "The garden");
  go_through(&scene, HOURS_A_WEEK + 30, HOURS_A_WEEK + 60, HOURS_A_WEEK + 32);

  g_autofree char *mail = take_mail(&scene);

  assert_non_null(strstr(mail, ". The garden"));
  assert_null(strstr(mail, "The roof"));
  end_scene(&scene);
}

static void
stopped_while_it_waits_it_does_not_come(void **state)
{
  Scene scene = set_scene(*state, PACE_DAILY);

  go_to(10);
  send_paper(&scene, "The roof");
  run(&scene);
  scene.wish.pace = PACE_NEVER;
  change(&scene, choose);
  go_through(&scene, 11, 80, -1);
  end_scene(&scene);
}

static bool
be_rung(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  Member member = *people_find(txn, arena, scene->ann, true);

  member.reach = REACH_PHONE;
  member.contact = "01632 960001";
  people_change(txn, act, &member, refusals);
  return refusals_count(refusals) == 0;
}

/* Else the task would be tried for days, and the page of work would call it a failure. */
static void
who_is_rung_by_then_leaves_no_task_behind(void **state)
{
  Scene scene = set_scene(*state, PACE_DAILY);

  go_to(10);
  send_paper(&scene, "The roof");
  run(&scene);
  change(&scene, be_rung);
  go_through(&scene, 11, 24 + 9, -1);

  g_auto(Look) at = world_look(scene.world);

  for (const OutboxKind *kind = outbox_kinds(at.txn, at.arena); kind->kind; kind++)
    if (strcmp(kind->kind, "digest") == 0 && (kind->failing > 0 || kind->given_up > 0))
      fail_msg("it is tried again and again");
  end_scene(&scene);
}

/* On Tuesday quiet is wanted: what would come then comes on Wednesday morning, once. */
static void
a_quiet_day_is_kept(void **state)
{
  Scene scene = set_scene(*state, PACE_DAILY);

  scene.quiet = (AskWishes){ .quiet_days = { [1] = true }, .time_zone = "Europe/London" };
  change(&scene, want_quiet);
  go_to(10);
  send_paper(&scene, "The roof");
  go_through(&scene, 10, 90, 48 + 8);
  end_scene(&scene);
}

/* The server is away, then back: the same papers under the same Message-ID, though another came. */
static void
what_is_tried_again_is_the_same_mail(void **state)
{
  Scene scene = set_scene(*state, PACE_DAILY);

  go_to(10);
  send_paper(&scene, "The roof");
  run(&scene);
  assert_true(g_file_set_contents(scene.mails, "no folder", -1, NULL));
  go_to(24 + 8);
  run(&scene);
  go_to(24 + 9);
  send_paper(&scene, "The garden");
  g_unlink(scene.mails);
  run(&scene);

  g_autofree char *mail = take_mail(&scene);

  assert_non_null(strstr(mail, ". The roof"));
  assert_null(strstr(mail, "The garden"));
  assert_int_equal(count_waiting(&scene), 1);
  go_through(&scene, 24 + 10, 90, 48 + 8);

  g_autofree char *next = take_mail(&scene);

  assert_non_null(strstr(next, ". The garden"));
  end_scene(&scene);
}

/* ---- what is said about papers ---- */

static bool
speak(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const CommentWish wish = { .paper_id = scene->paper_id,
                             .words = scene->words,
                             .member_id = scene->speaker,
                             .way = COMMENT_BY_PHONE };

  comments_add(txn, act, &wish, refusals, &scene->comment_id);
  return refusals_count(refusals) == 0;
}

static bool
answer(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  comments_answer(txn, act, scene->comment_id, "We will look at it", "The roof is mended",
                  refusals);
  return refusals_count(refusals) == 0;
}

static bool
take_back(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  Act theirs = *act;

  theirs.member_id = scene->speaker;
  theirs.role = ACT_AS_MEMBER;
  comments_take_back(txn, &theirs, scene->comment_id);
  return !txn_trouble(txn);
}

static void
say(Scene *scene, int64_t speaker, const char *words)
{
  scene->speaker = speaker;
  scene->words = words;
  change(scene, speak);
}

/* Ann spoke about the roof. Bo's words about it come to her the next morning, under its title with
 * the paper that came besides; an answer to her own words comes at once. */
static void
others_words_come_together_and_an_answer_at_once(void **state)
{
  Scene scene = set_scene(*state, PACE_DAILY);
  const int64_t bo = world_add_member(scene.world, "Bo", REACH_PHONE, "01632 960001", "");

  go_to(9);
  send_paper(&scene, "The roof");
  go_through(&scene, 9, 24 + 9, 24 + 8);
  g_free(take_mail(&scene));
  say(&scene, scene.ann, "It leaks");

  const int64_t anns = scene.comment_id;

  say(&scene, bo, "It leaks here too");
  say(&scene, bo, "Take it back");
  change(&scene, take_back);
  send_paper(&scene, "The garden");
  go_through(&scene, 24 + 9, 48 + 9, 48 + 8);

  g_autofree char *mail = take_mail(&scene);
  const char *garden = strstr(mail, "1. The garden");
  const char *roof = strstr(mail, "2. The roof");

  assert_non_null(garden);
  assert_non_null(roof);
  assert_non_null(strstr(garden, "We mend the roof.")); /* how the paper begins */
  assert_non_null(strstr(roof, "It leaks here too"));
  assert_null(strstr(mail, "Take it back"));
  assert_null(strstr(mail, "It leaks=E2=80=9D")); /* not her own */
  assert_non_null(strstr(mail, "/stop-mail/"));
  assert_non_null(strstr(mail, "New for you: The garden, and more"));
  scene.comment_id = anns;
  change(&scene, answer);
  go_through(&scene, 48 + 10, 96, 48 + 10);

  g_autofree char *next = take_mail(&scene);

  assert_non_null(strstr(next, "We will look at it"));
  assert_non_null(strstr(next, "The roof is mended"));
  assert_non_null(strstr(next, mail_kind_row(MAIL_KIND_REPLY)->why));
  end_scene(&scene);
}

/* The link in a mail of several kinds stops all that is put together, and nothing else. */
static void
a_mail_of_several_kinds_has_a_link_for_all(void **state)
{
  Scene scene = set_scene(*state, PACE_DAILY);
  const int64_t bo = world_add_member(scene.world, "Bo", REACH_PHONE, "01632 960001", "");

  go_to(9);
  send_paper(&scene, "The roof");
  go_through(&scene, 9, 24 + 9, 24 + 8);
  g_free(take_mail(&scene));
  say(&scene, scene.ann, "It leaks");

  const int64_t anns = scene.comment_id;

  scene.kind = MAIL_KIND_TOGETHER;
  scene.wish.pace = PACE_NEVER;
  change(&scene, choose);
  say(&scene, bo, "It leaks here too");
  send_paper(&scene, "The garden");
  go_through(&scene, 24 + 9, 72, -1);
  scene.comment_id = anns;
  change(&scene, answer);
  go_through(&scene, 73, 96, 73);
  end_scene(&scene);
}

/* Summer time ends on Sunday 25 October: it is eight there all the same. */
static void
eight_stays_eight_when_the_clocks_change(void **state)
{
  const MailWish wish = { .pace = PACE_DAILY, .time_zone = "Europe/London" };
  const MailWish weekly = { .pace = PACE_WEEKLY, .time_zone = "Europe/London" };
  const MailWish unknown = { .pace = PACE_DAILY, .time_zone = "Nowhere/Land" };
  const int64_t saturday_us = 1792828800LL * US_PER_S; /* 2026-10-24 08:00 UTC, 9 there */

  (void)state;
  assert_int_equal(mail_wish_next_us(&wish, saturday_us), saturday_us + 24 * US_PER_HOUR);
  assert_int_equal(mail_wish_next_us(&weekly, saturday_us), saturday_us + 48 * US_PER_HOUR);
  assert_int_equal(mail_wish_next_us(&wish, saturday_us - US_PER_HOUR),
                   saturday_us + 24 * US_PER_HOUR); /* at eight: the next one */
  assert_int_equal(mail_wish_next_us(&unknown, saturday_us), saturday_us + 24 * US_PER_HOUR);
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    WITH_WORLD(a_day_s_papers_come_in_one_mail_the_next_morning),
    WITH_WORLD(a_week_s_papers_come_on_monday),
    WITH_WORLD(at_once_is_at_once),
    WITH_WORLD(who_wants_none_gets_none_and_it_is_not_said_to_be_sent),
    WITH_WORLD(stopped_while_it_waits_it_does_not_come),
    WITH_WORLD(who_is_rung_by_then_leaves_no_task_behind),
    WITH_WORLD(a_quiet_day_is_kept),
    WITH_WORLD(what_is_tried_again_is_the_same_mail),
    WITH_WORLD(others_words_come_together_and_an_answer_at_once),
    WITH_WORLD(a_mail_of_several_kinds_has_a_link_for_all),
    cmocka_unit_test(eight_stays_eight_when_the_clocks_change),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
