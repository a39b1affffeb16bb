/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails about papers that come back (RFC 3464): once, however often; nothing more goes to a dead
 * address until somebody says that it is right, or gives another. On both engines. */
#include "papers/answers_scene.h"

#include "notices/bounces.h"
#include "papers/came_back.h"
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

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(a_hundred_bounces_are_one),
    ON_BOTH(a_new_address_gets_mails_again),
    ON_BOTH(only_a_dead_address_is_stopped),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
