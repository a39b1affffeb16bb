/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What somebody tries who means harm, or a machine that knows no better: opening links for others,
 * sending the same thing again, planting and stealing cookies, guessing, a clock that goes back. On
 * the whole site, on both engines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "attack.h"
#include "base/clock.h"
#include "base/ids.h"
#include "log/log.h"

#include <string.h>

/* ---- links ---- */

/* Mail scanners, previews and browsers that fetch ahead open what they find. */
static void
looking_at_a_link_does_not_use_it_up(void **state)
{
  static const struct {
    const char *method, *headers;
  } looks[] = {
    { "HEAD", "" },
    { "GET", "User-Agent: SafeLinks scanner\r\n" },
    { "GET", "Sec-Purpose: prefetch;prerender\r\nPurpose: prefetch\r\n" },
    { "GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n" },
    { "HEAD", "X-Forwarded-For: 203.0.113.9\r\n" },
  };
  Scene scene;

  set_link(&scene, *state);

  g_autofree char *path = g_strdup_printf("/in/%s", scene.token);

  for (size_t i = 0; i < 3 * G_N_ELEMENTS(looks); i++) {
    const size_t look = i % G_N_ELEMENTS(looks);
    g_autofree char *reply = ask(&scene, looks[look].method, path, looks[look].headers);

    assert_status(reply, 200);
    assert_null(strstr(reply, "session="));
  }
  g_autofree char *reply = use_link(scene.browser, scene.token, "198.51.100.1");
  assert_status(reply, 303);
  assert_is_in(scene.browser, true);
  browser_free(scene.browser);
}

/* A scanner that also presses buttons cannot: it has no form of ours. */
static void
a_button_without_its_page_does_nothing(void **state)
{
  Scene scene;

  set_link(&scene, *state);

  g_autofree char *path = g_strdup_printf("/in/%s", scene.token);
  g_autofree char *bare = submit_as(scene.browser, path, FORM_TYPE, "", "");
  g_autofree char *made_up =
      submit_as(scene.browser, path, FORM_TYPE,
                FIELD_FORM_ID "=00112233445566778899aabbccddeeff&" FIELD_CSRF_TOKEN "=0", "");

  assert_status(bare, 403);
  assert_true(reply_status(made_up) != 303);
  assert_is_in(scene.browser, false);
  g_autofree char *reply = use_link(scene.browser, scene.token, "198.51.100.1");
  assert_status(reply, 303);
  browser_free(scene.browser);
}

static void
a_used_link_lets_nobody_in_again(void **state)
{
  Scene scene;

  set_link(&scene, *state);

  RealSite *site = *state;
  Browser *thief = browser_new(&site->site, "riverside.localhost");
  g_autofree char *path = g_strdup_printf("/in/%s", scene.token);
  g_autofree char *page = browse(scene.browser, path);
  g_autofree char *body = g_strdup_printf("%s=%s&%s=%s", FIELD_FORM_ID, scene.browser->form_id,
                                          FIELD_CSRF_TOKEN, scene.browser->csrf_token);
  g_autofree char *reply = submit_as(scene.browser, path, FORM_TYPE, body, "");
  assert_status(reply, 303);

  /* The very bytes, from a browser without the cookies; and with its own form. */
  g_autofree char *same = submit_as(thief, path, FORM_TYPE, body, "");
  assert_true(reply_status(same) != 303);
  g_autofree char *own = use_link(thief, scene.token, "203.0.113.9");
  assert_status(own, 404);
  assert_is_in(thief, false);
  assert_is_in(scene.browser, true);
  browser_free(thief);
  browser_free(scene.browser);
}

/* ---- cookies ---- */

/* Session fixation: what was planted before coming in is worth nothing after it. */
static void
a_planted_session_is_not_taken_over(void **state)
{
  static const char planted[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  Scene scene;

  set_link(&scene, *state);

  RealSite *site = *state;
  Browser *thief = browser_new(&site->site, "riverside.localhost");

  g_hash_table_insert(scene.browser->cookies, g_strdup("session"), g_strdup(planted));
  g_hash_table_insert(thief->cookies, g_strdup("session"), g_strdup(planted));
  g_autofree char *reply = use_link(scene.browser, scene.token, "198.51.100.1");
  assert_status(reply, 303);
  assert_is_in(scene.browser, true);
  assert_string_not_equal(g_hash_table_lookup(scene.browser->cookies, "session"), planted);
  assert_is_in(thief, false);
  browser_free(thief);
  browser_free(scene.browser);
}

/* Signed in as somebody, coming in as somebody else: the first session is over, not kept aside. */
static void
coming_in_ends_what_was_before(void **state)
{
  Scene scene;

  set_link(&scene, *state);

  g_autofree char *first = use_link(scene.browser, scene.token, "198.51.100.1");
  g_autofree char *old = g_strdup(g_hash_table_lookup(scene.browser->cookies, "session"));
  Scene next = { .site = *state,
                 .browser = browser_new(scene.browser->site, "riverside.localhost") };

  make_link(&next);
  g_autofree char *second = use_link(scene.browser, next.token, "198.51.100.1");
  assert_status(second, 303);
  g_hash_table_insert(next.browser->cookies, g_strdup("session"), g_strdup(old));
  assert_is_in(next.browser, false);
  assert_is_in(scene.browser, true);

  /* And signing out ends it on the server, not only in the browser. */
  g_autofree char *kept = g_strdup(g_hash_table_lookup(scene.browser->cookies, "session"));
  g_autofree char *page = browse(scene.browser, "/how-i-like-things");
  g_autofree char *out = send_from(scene.browser, "/sign-out", "", "198.51.100.1");
  assert_status(out, 303);
  g_hash_table_insert(next.browser->cookies, g_strdup("session"), g_strdup(kept));
  assert_is_in(next.browser, false);
  browser_free(next.browser);
  browser_free(scene.browser);
}

static void
a_cookie_is_nothing_in_another_community(void **state)
{
  Scene scene;

  real_site_community(*state, "hillside.test");
  set_link(&scene, *state);
  g_autofree char *reply = use_link(scene.browser, scene.token, "198.51.100.1");
  assert_status(reply, 303);

  scene.browser->host = "hillside.test";
  assert_is_in(scene.browser, false);
  g_autofree char *page = browse(scene.browser, "/how-i-like-things");
  g_autofree char *sent = send_from(scene.browser, "/sign-out", "", "198.51.100.1");
  assert_status(sent, 401);
  /* Nor does a link of one open the other. */
  Scene next = { .site = *state,
                 .browser = browser_new(scene.browser->site, "riverside.localhost") };

  make_link(&next);
  next.browser->host = "hillside.test";
  g_autofree char *elsewhere = use_link(next.browser, next.token, "198.51.100.2");
  assert_status(elsewhere, 404);
  next.browser->host = "riverside.localhost";
  g_autofree char *here = use_link(next.browser, next.token, "198.51.100.2");
  assert_status(here, 303);
  scene.browser->host = "riverside.localhost";
  assert_is_in(scene.browser, true);
  browser_free(next.browser);
  browser_free(scene.browser);
}

/* ---- guessing ---- */

/* Wrong tokens are counted by the address that sends them: it must wait, the one who holds the
 * right one need not. */
static void
guessing_links_stops_the_guesser_only(void **state)
{
  enum { A_MINUTE = 20 };
  Scene scene;

  set_link(&scene, *state);

  RealSite *site = *state;
  Browser *thief = browser_new(&site->site, "riverside.localhost");
  g_autofree char *page = browse(thief, "/sign-in");

  for (int i = 0; i < A_MINUTE + 2; i++) {
    g_autofree char *path = g_strdup_printf("/in/%043d", i);
    g_autofree char *reply = send_from(thief, path, "", "203.0.113.7");

    assert_status(reply, i < A_MINUTE ? 404 : 429);
    if (i < A_MINUTE)
      continue;
    g_autofree char *wait = reply_header(reply, "Retry-After");
    assert_non_null(wait);
  }
  /* Of IPv6 the whole net of one household is one address. */
  for (int i = 0; i < A_MINUTE + 1; i++) {
    g_autofree char *path = g_strdup_printf("/in/%043d", i);
    g_autofree char *address = g_strdup_printf("2001:db8:1:2::%x", i + 1);
    g_autofree char *reply = send_from(thief, path, "", address);

    assert_status(reply, i < A_MINUTE ? 404 : 429);
  }
  g_autofree char *reply = use_link(scene.browser, scene.token, "198.51.100.1");
  assert_status(reply, 303);
  browser_free(thief);
  browser_free(scene.browser);
}

/* An address that anybody can write into a header counts only where it comes from our proxy. */
static void
a_made_up_address_is_not_believed(void **state)
{
  enum { A_MINUTE = 10 };
  RealSite *site = *state;
  Browser *thief = browser_new(&site->site, "riverside.localhost");
  g_autofree char *page = browse(thief, "/sign-in");
  int refused = 0;

  for (int i = 0; i < 2 * A_MINUTE; i++) {
    g_autofree char *address = g_strdup_printf("10.0.0.%d, 203.0.113.8", i); /* the last counts */
    g_autofree char *reply = send_from(thief, "/sign-in", "email=nobody@example.org", address);

    refused += reply_status(reply) == 429;
  }
  assert_int_equal(refused, A_MINUTE);
  browser_free(thief);
}

/* "//evil.test/" names another site where it stands as a link: nobody is led there from ours. */
static void
no_link_of_a_page_leads_away(void **state)
{
  static const char *const paths[] = { "//evil.test/", "///evil.test/a",
                                       "//evil.test/?theme=dark" };
  RealSite *site = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
    Browser *browser = browser_new(&site->site, "riverside.localhost");
    g_autofree char *page = browse(browser, paths[i]);

    assert_status(page, 404);
    assert_non_null(strstr(page, "href=\"/evil.test/")); /* in another language */
    assert_null(strstr(page, "href=\"//"));
    browser_free(browser);
  }
}

/* One account from many addresses is held back too, and others are not. */
static void
one_account_is_held_back_wherever_it_comes_from(void **state)
{
  enum { A_MINUTE = 20 };
  Scene scene;

  set_link(&scene, *state);
  make_paper(&scene);

  Scene other = { .site = *state,
                  .browser = browser_new(scene.browser->site, "riverside.localhost") };
  int refused = 0;

  come_in(&scene);
  come_in(&other);
  for (int i = 0; i < A_MINUTE + 5; i++) {
    char id[ID_TEXT_SIZE];
    g_autofree char *page = browse(scene.browser, "/how-i-like-things");
    g_autofree char *path = g_strdup_printf("/papers/%s/as/audio", id_to_text(scene.paper_id, id));
    g_autofree char *address = g_strdup_printf("198.51.100.%d", i + 1);
    g_autofree char *reply = send_from(scene.browser, path, "", address);

    refused += reply_status(reply) == 429;
    if (i < A_MINUTE)
      assert_status(reply, 303);
  }
  assert_true(refused >= 4);

  char id[ID_TEXT_SIZE];
  g_autofree char *path = g_strdup_printf("/papers/%s/as/audio", id_to_text(scene.paper_id, id));
  g_autofree char *page = browse(other.browser, "/how-i-like-things");
  g_autofree char *reply = send_from(other.browser, path, "", "198.51.100.1");
  assert_status(reply, 303);
  browser_free(other.browser);
  browser_free(scene.browser);
}

/* ---- time ---- */

/* The machine's clock is set back: what was over stays over, and the record stays in order. */
static void
a_clock_set_back_brings_nothing_to_life(void **state)
{
  Scene scene;
  RealSite *site = *state;
  const int64_t start_us = clock_now_us();

  set_link(&scene, site); /* lasts a minute */
  Scene later = { .site = site, .browser = browser_new(&site->site, "riverside.localhost") };

  g_autofree char *in = use_link(scene.browser, scene.token, "198.51.100.1");
  assert_status(in, 303);
  make_link(&later);
  clock_not_before(start_us + 40 * US_PER_DAY); /* as a later start finds it in the record */
  g_autofree char *over = use_link(later.browser, later.token, "198.51.100.2");
  assert_status(over, 404);
  assert_is_in(scene.browser, false); /* not used for 30 days */

  clock_set_wall_for_test(start_us - US_PER_DAY);
  g_autofree char *still_over = use_link(later.browser, later.token, "198.51.100.2");
  assert_status(still_over, 404);
  assert_is_in(scene.browser, false);

  /* What is done now stands in the record behind what was done before. */
  Scene next = { .site = site, .browser = browser_new(&site->site, "riverside.localhost") };

  come_in(&next);
  Txn *txn = db_begin_read(test_db(site->db), site->community_id);
  assert_true(log_newest_us(txn) >= start_us + 40 * US_PER_DAY);
  db_end_read(txn);
  clock_set_wall_for_test(0);
  clock_follow_for_test();
  browser_free(next.browser);
  browser_free(later.browser);
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

#define ON_SITE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    ON_SITE(looking_at_a_link_does_not_use_it_up),
    ON_SITE(a_button_without_its_page_does_nothing),
    ON_SITE(a_used_link_lets_nobody_in_again),
    ON_SITE(a_planted_session_is_not_taken_over),
    ON_SITE(coming_in_ends_what_was_before),
    ON_SITE(a_cookie_is_nothing_in_another_community),
    ON_SITE(guessing_links_stops_the_guesser_only),
    ON_SITE(a_made_up_address_is_not_believed),
    ON_SITE(no_link_of_a_page_leads_away),
    ON_SITE(one_account_is_held_back_wherever_it_comes_from),
    ON_SITE(a_clock_set_back_brings_nothing_to_life),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
