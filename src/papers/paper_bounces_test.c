/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails about papers that come back (RFC 3464): once, however often; nothing more goes to a dead
 * address until somebody says that it is right, or gives another. On both engines. */
#include "papers/answers_scene.h"

#include "base/clock.h"
#include "notices/bounces.h"
#include "papers/came_back.h"
#include "papers/comment_told.h"
#include "papers/comments.h"
#include "papers/paper_answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static MailInResult
bounce(Scene *scene, const char *token, int id, const char *status)
{
  g_autofree char *text = g_strdup_printf(
      "From: Mailer-Daemon@mx.example\nMessage-ID: <%d@mx>\nTo: table+b%s@river.example\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
      "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
      "Action: failed\nStatus: %s\n--b--\n",
      id, token, status);

  return scene_come_in(scene, text);
}

static int64_t
came_back(Scene *scene, int64_t *ret_stopped)
{
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);
  const int64_t found = releases_count_came_back(txn, scene->release_id);

  *ret_stopped = bounces_stopped_at_us(txn, scene->ann) != 0;
  db_end_read(txn);
  return found;
}

/* ---- a server that is down ---- */

static const OutboxHandler down_handlers[] = { { .kind = "paper-mail", .run = send_paper_mail },
                                               { .kind = NULL } };

/* A paper is out for Ann, and nothing listens where mails go. */
static Scene
set_down(World *world)
{
  static const MailConfig down = { .server = "smtp://127.0.0.1:1",
                                   .from = "table@river.example",
                                   .safety = MAIL_PLAIN };
  Scene scene = scene_set(world);

  scene_prepare_paper(&scene, "The roof");
  mail_set_config(&down);
  return scene;
}

static void
count_tasks(Scene *scene, int64_t *ret_failing, int64_t *ret_given_up)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);

  *ret_failing = *ret_given_up = 0;
  for (const OutboxKind *kind = outbox_kinds(txn, arena); kind->kind; kind++)
    if (strcmp(kind->kind, "paper-mail") == 0) {
      *ret_failing = kind->failing;
      *ret_given_up = kind->given_up;
    }
  db_end_read(txn);
}

/* ---- what becomes of it ---- */

static bool
clear(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;

  bounces_clear(txn, act, scene->ann);
  paper_mails_again(txn, act, scene->ann);
  return !txn_trouble(txn);
}

static bool
move(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  Member member = *people_find(txn, arena, scene->ann, true);

  member.contact = "ann.new@river.example";
  people_change(txn, act, &member, refusals);
  return refusals_count(refusals) == 0;
}

static void
a_hundred_bounces_are_one(void **state)
{
  Scene scene = scene_set_sent(*state);
  const int64_t before = world_count(scene.world, "log_entry");
  int64_t stopped = 0;

  for (int i = 0; i < 100; i++)
    bounce(&scene, scene.token, i, "5.1.1");
  assert_int_equal(came_back(&scene, &stopped), 1);
  assert_int_equal(stopped, 1);
  assert_int_equal(world_count(scene.world, "log_entry"), before + 1);
  scene_send_paper(&scene, "The hall"); /* nothing goes there … */

  g_autofree char *none = scene_take_mails(&scene);

  assert_string_equal(none, "");
  scene_change(&scene, clear); /* … until somebody says that it is right: then both go */
  scene_run(&scene);

  g_autofree char *both = scene_take_mails(&scene);

  assert_non_null(strstr(both, "The roof"));
  assert_non_null(strstr(both, "The hall"));
  assert_int_equal(came_back(&scene, &stopped), 0);
  assert_int_equal(stopped, 0);
  g_free(scene.mails);
}

static void
a_new_address_gets_mails_again(void **state)
{
  Scene scene = scene_set_sent(*state);
  int64_t stopped = 0;

  bounce(&scene, scene.token, 1, "5.1.1");
  scene_change(&scene, move);
  scene_send_paper(&scene, "The hall");

  g_autofree char *mails = scene_take_mails(&scene);

  assert_non_null(strstr(mails, "To: Ann <ann.new@river.example>"));
  came_back(&scene, &stopped);
  assert_int_equal(stopped, 0);
  g_free(scene.mails);
}

/* The mail of one paper came back: what went to that address shortly before, or goes no more, its
 * person did not get either. */
static void
lose_two(World *world, int days)
{
  Scene scene = scene_set_sent(world);
  const int64_t roof = scene.release_id;
  int64_t stopped = 0;

  clock_set_for_test(clock_now_us() + days * US_PER_DAY);
  scene_send_paper(&scene, "The hall");

  const int64_t hall = scene.release_id;
  g_autofree char *mails = scene_take_mails(&scene);

  scene_find_token(&scene, mails);
  bounce(&scene, scene.token, 1, "5.1.1");
  assert_int_equal(came_back(&scene, &stopped), 1);
  scene.release_id = roof;
  assert_int_equal(came_back(&scene, &stopped), days < 7);
  scene_send_paper(&scene, "The door");
  assert_int_equal(came_back(&scene, &stopped), 1);
  scene_change(&scene, clear);
  scene_run(&scene);
  assert_int_equal(came_back(&scene, &stopped), 0);
  scene.release_id = hall;
  assert_int_equal(came_back(&scene, &stopped), 0);
  clock_set_for_test(0);
  g_free(scene.mails);
}

static void
what_went_to_a_dead_address_was_lost_too(void **state)
{
  lose_two(*state, 6);
}

/* It would have come back long ago. */
static void
what_went_there_a_week_before_was_read(void **state)
{
  lose_two(*state, 8);
}

/* ---- answers to what people said ---- */

enum { ORGANISER = 5, ANOTHER = 6 };

typedef struct {
  Scene *scene;
  int64_t speaker_id, comment_id, answered_at_us;
  bool is_nameless;
} Said;

/* The one who acts wrote it down, and answers it. */
static bool
say_and_answer(Txn *txn, const Act *act, void *data)
{
  Said *said = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  comments_add(txn, act,
               &(CommentWish){ .paper_id = said->scene->paper_id,
                               .words = "It leaks",
                               .member_id = said->speaker_id,
                               .way = COMMENT_BY_PHONE,
                               .is_nameless = said->is_nameless },
               refusals, &said->comment_id);
  comments_answer(txn, act, said->comment_id, "We look at it", "", refusals);
  said->answered_at_us = act->at_us;
  return refusals_count(refusals) == 0;
}

static bool
tell(Txn *txn, const Act *act, void *data)
{
  const Said *said = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  comment_answer_mark_told(txn, act, said->comment_id, said->answered_at_us, refusals);
  return refusals_count(refusals) == 0;
}

static WriteOutcome
do_said(Said *said, TestChange deed)
{
  World *world = said->scene->world;

  return test_db_write(world->test, world_act(world), deed, said);
}

static Said
answered(Scene *scene, int64_t speaker_id, bool is_nameless)
{
  Said said = { .scene = scene, .speaker_id = speaker_id, .is_nameless = is_nameless };

  assert_int_equal(do_said(&said, say_and_answer), WRITE_KEPT);
  return said;
}

static bool
is_to_tell(const Said *said, int64_t viewer_id)
{
  g_auto(Look) at = world_look(said->scene->world);
  const AnswerToTell *one = comment_answers_to_tell(at.txn, at.arena, viewer_id);

  while (one->comment_id && one->comment_id != said->comment_id)
    one++;
  return one->comment_id != 0;
}

static void
whose_mails_come_back_is_told_the_answer_by_somebody(void **state)
{
  Scene scene = scene_set(*state);
  const int64_t bo = world_add_member(scene.world, "Bo", REACH_PHONE, "01632 960001", "");

  people_set_reach_changed(digests_reach_changed);
  scene_send_paper(&scene, "The roof");
  g_free(scene_take_mails(&scene));

  /* Bo is rung, at once and by anybody who organises; nameless words only by who wrote them. */
  const Said bos = answered(&scene, bo, false), nameless = answered(&scene, bo, true);
  Said anns = answered(&scene, scene.ann, false);

  assert_true(is_to_tell(&bos, ORGANISER));
  assert_true(is_to_tell(&bos, ANOTHER));
  assert_false(is_to_tell(&bos, bo));
  assert_true(is_to_tell(&nameless, ORGANISER));
  assert_false(is_to_tell(&nameless, ANOTHER));
  assert_false(is_to_tell(&anns, ORGANISER)); /* a mail goes */
  scene_run(&scene);

  g_autofree char *mails = scene_take_mails(&scene);

  assert_non_null(strstr(mails, "We look at it"));
  scene_find_token(&scene, mails);
  bounce(&scene, scene.token, 1, "5.1.1");
  assert_true(is_to_tell(&anns, ORGANISER));

  /* Whoever tells has read the answer that stands. */
  anns.answered_at_us--;
  assert_int_equal(do_said(&anns, tell), WRITE_UNDONE);
  assert_true(is_to_tell(&anns, ORGANISER));
  anns.answered_at_us++;
  assert_int_equal(do_said(&anns, tell), WRITE_KEPT);
  assert_int_equal(do_said(&anns, tell), WRITE_KEPT); /* twice is once */
  assert_false(is_to_tell(&anns, ORGANISER));

  /* The same mail is lost once. */
  scene_change(&scene, clear);
  scene_run(&scene);
  g_free(scene_take_mails(&scene));
  bounce(&scene, scene.token, 2, "5.1.1");
  assert_false(is_to_tell(&anns, ORGANISER));
  people_set_reach_changed(NULL);
  g_free(scene.mails);
}

/* A full box, a late mail, a mail that is not ours: the address stays. */
static void
only_a_dead_address_is_stopped(void **state)
{
  Scene scene = scene_set_sent(*state);
  char other[RETURN_TOKEN_SIZE];
  int64_t stopped = 0;

  return_token_write((const uint8_t[16]){ 9 }, other);
  bounce(&scene, other, 1, "5.1.1");
  bounce(&scene, scene.token, 2, "4.4.1");
  assert_int_equal(came_back(&scene, &stopped), 0);
  assert_int_equal(stopped, 0);
  bounce(&scene, scene.token, 3, "5.2.2");
  assert_int_equal(came_back(&scene, &stopped), 1);
  assert_int_equal(stopped, 0);
  assert_int_equal(scene_count_came(&scene, CAME_AUTOMATIC), 1);
  assert_int_equal(scene_count_came(&scene, CAME_LATE), 1);
  assert_int_equal(scene_count_came(&scene, CAME_BOUNCE), 1);
  g_free(scene.mails);
}

/* Nobody answers at the server's port; then it is back: one mail, the one that was tried. */
static void
a_server_that_is_down_delays_and_doubles_nothing(void **state)
{
  Scene scene = set_down(*state);
  int64_t failing = 0, given_up = 0;
  const int64_t start_us = clock_now_us();

  for (int minute = 0; minute < 4; minute++) {
    clock_set_for_test(start_us + minute * US_PER_MINUTE);
    outbox_run_due(test_db(scene.world->test), down_handlers, RIVERSIDE);
  }
  count_tasks(&scene, &failing, &given_up);
  assert_int_equal(failing, 1);
  assert_int_equal(given_up, 0);
  clock_set_for_test(start_us + US_PER_HOUR);
  scene_run(&scene);
  clock_set_for_test(start_us + 9 * US_PER_HOUR);
  scene_run(&scene);
  clock_set_for_test(0);

  g_autofree char *mails = scene_take_mails(&scene);
  const char *first = strstr(mails, "Subject: ");

  assert_non_null(first);
  assert_null(strstr(first + 1, "Subject: "));
  count_tasks(&scene, &failing, &given_up);
  assert_int_equal(failing, 0);
  g_free(scene.mails);
}

/* It stays down: the mail is given up after eight tries, and the page of work says so. */
static void
what_fails_for_good_is_said(void **state)
{
  Scene scene = set_down(*state);
  int64_t failing = 0, given_up = 0;
  const int64_t start_us = clock_now_us();

  for (int hour = 0; hour < 12; hour++) {
    clock_set_for_test(start_us + hour * US_PER_HOUR);
    outbox_run_due(test_db(scene.world->test), down_handlers, RIVERSIDE);
  }
  clock_set_for_test(0);
  count_tasks(&scene, &failing, &given_up);
  assert_int_equal(failing, 0);
  assert_int_equal(given_up, 1);
  g_free(scene.mails);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(a_hundred_bounces_are_one),
    ON_BOTH(a_new_address_gets_mails_again),
    ON_BOTH(what_went_to_a_dead_address_was_lost_too),
    ON_BOTH(what_went_there_a_week_before_was_read),
    ON_BOTH(whose_mails_come_back_is_told_the_answer_by_somebody),
    ON_BOTH(only_a_dead_address_is_stopped),
    ON_BOTH(a_server_that_is_down_delays_and_doubles_nothing),
    ON_BOTH(what_fails_for_good_is_said),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
