/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The button of mail programs that stops a kind of mail (RFC 8058): without a session, a page or a
 * cookie; and only there, and only so. On both engines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "notices/mail_wishes.h"
#include "real_site.h"

#include <string.h>

#define FORM_TYPE "application/x-www-form-urlencoded"
#define ONE_CLICK "List-Unsubscribe=One-Click"

/* A member with mails about papers, and a browser that was never here. */
static void
set_scene(Scene *scene, RealSite *site)
{
  *scene = (Scene){ .site = site, .browser = browser_new(&site->site, "riverside.localhost") };
  make_stop_token(scene);
}

static MailWish
wish_of(const Scene *scene)
{
  Txn *txn = db_begin_read(test_db(scene->site->db), scene->site->community_id);
  const MailWish wish = mail_wish_read(txn, scene->member_id, MAIL_KIND_PAPER);

  assert_false(txn_trouble(txn));
  db_end_read(txn);
  return wish;
}

/* Nothing of a browser: only what RFC 8058 has mail programs send. The status. */
static int
click(const Scene *scene, const char *path, const char *type, const char *body)
{
  Browser *program = browser_new(scene->browser->site, "riverside.localhost");
  g_autofree char *reply = submit_as(program, path, type, body, "");
  g_autofree char *leads_to = reply_header(reply, "Location");

  browser_free(program);
  assert_null(leads_to);
  return reply_status(reply);
}

static void
a_click_stops_the_mails_at_once_and_once(void **state)
{
  Scene scene;

  set_scene(&scene, *state);

  g_autofree char *path = g_strdup_printf("/stop-mail/%s", scene.token);

  assert_int_equal(wish_of(&scene).pace, PACE_AT_ONCE);
  assert_int_equal(click(&scene, path, FORM_TYPE, ONE_CLICK), 200);
  assert_int_equal(wish_of(&scene).pace, PACE_NEVER);
  assert_true(wish_of(&scene).is_by_mail);

  g_autofree char *before = hash_of_all(scene.site);

  assert_int_equal(click(&scene, path, FORM_TYPE, ONE_CLICK), 200);

  g_autofree char *after = hash_of_all(scene.site);

  assert_string_equal(before, after);
  browser_free(scene.browser);
}

static void
a_click_may_come_in_parts(void **state)
{
  Scene scene;

  set_scene(&scene, *state);

  g_autofree char *path = g_strdup_printf("/stop-mail/%s", scene.token);

  assert_int_equal(click(&scene, path, "multipart/form-data; boundary=part",
                         "--part\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n"
                         "\r\nOne-Click\r\n--part--\r\n"),
                   200);
  assert_int_equal(wish_of(&scene).pace, PACE_NEVER);
  browser_free(scene.browser);
}

/* Programs that look through mail open every link. */
static void
looking_changes_nothing(void **state)
{
  Scene scene;

  set_scene(&scene, *state);

  g_autofree char *path = g_strdup_printf("/stop-mail/%s", scene.token);
  g_autofree char *page = browse(scene.browser, path);

  assert_int_equal(reply_status(page), 200);
  assert_non_null(strstr(page, "Stop these mails"));
  assert_null(strstr(page, "riverside.example")); /* whose it is stands nowhere */
  assert_int_equal(wish_of(&scene).pace, PACE_AT_ONCE);

  g_autofree char *sent = submit(scene.browser, path, "");
  g_autofree char *stopped = browse(scene.browser, path);

  assert_int_equal(reply_status(sent), 303);
  assert_int_equal(wish_of(&scene).pace, PACE_NEVER);
  assert_non_null(strstr(stopped, "Send them again"));

  g_autofree char *again = submit(scene.browser, path, "again=yes");

  assert_int_equal(reply_status(again), 303);
  assert_int_equal(wish_of(&scene).pace, PACE_AT_ONCE);
  browser_free(scene.browser);
}

static void
other_tokens_and_other_words_do_nothing(void **state)
{
  static const char *const bodies[] = { "", "List-Unsubscribe=No", "again=yes",
                                        "list-unsubscribe=One-Click" };
  Scene scene;

  set_scene(&scene, *state);

  g_autofree char *path = g_strdup_printf("/stop-mail/%s", scene.token);
  g_autofree char *before = hash_of_all(scene.site);

  for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++)
    assert_int_equal(click(&scene, path, FORM_TYPE, bodies[i]), 403);
  assert_int_equal(
      click(&scene, "/stop-mail/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", FORM_TYPE, ONE_CLICK),
      404);

  g_autofree char *after = hash_of_all(scene.site);

  assert_string_equal(before, after);
  browser_free(scene.browser);
}

/* The door without a form of ours is open at this address only. */
static void
no_other_form_is_taken_so(void **state)
{
  static const char *const paths[] = { "/me/mails", "/me/leave", "/sign-in", "/worried/tell",
                                       "/how-i-like-things/words" };
  Scene scene;

  set_scene(&scene, *state);
  for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
    assert_int_equal(click(&scene, paths[i], FORM_TYPE, ONE_CLICK), 403);
  browser_free(scene.browser);
}

/* Trouble is trouble here too: never "Done" for what was not stored. */
static void
a_click_into_trouble_is_not_done(void **state)
{
  Scene scene;
  int failures = 0;

  set_scene(&scene, *state);

  g_autofree char *path = g_strdup_printf("/stop-mail/%s", scene.token);

  for (int64_t nth = 1; nth < 100 && wish_of(&scene).pace != PACE_NEVER; nth++) {
    db_fail_statement_for_test(test_db(scene.site->db), nth, TROUBLE_DATABASE);

    const int status = click(&scene, path, FORM_TYPE, ONE_CLICK);

    db_fail_statement_for_test(test_db(scene.site->db), 0, TROUBLE_NONE);
    assert_int_equal(status, wish_of(&scene).pace == PACE_NEVER ? 200 : 500);
    failures += status == 500;
  }
  assert_int_equal(wish_of(&scene).pace, PACE_NEVER);
  assert_true(failures >= 4);
  browser_free(scene.browser);
}

static int
start(void **state)
{
  *state = real_site_start();
  return 0;
}

static int
stop(void **state)
{
  real_site_stop(*state);
  return 0;
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    WITH_SITE(a_click_stops_the_mails_at_once_and_once),
    WITH_SITE(a_click_may_come_in_parts),
    WITH_SITE(looking_changes_nothing),
    WITH_SITE(other_tokens_and_other_words_do_nothing),
    WITH_SITE(no_other_form_is_taken_so),
    WITH_SITE(a_click_into_trouble_is_not_done),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
