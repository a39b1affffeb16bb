/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages, sessions and what comes with them, as a browser meets them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "base/journal.h"
#include "site_fixture.h"

#include <glib/gstdio.h>

static void
pages_need_access(void **state)
{
  Browser *browser = browser_new(*state, "riverside.test");
  g_autofree char *home = browse(browser, "/");
  g_autofree char *denied = browse(browser, "/notes");
  g_autofree char *none = browse(browser, "/nowhere");

  assert_status(home, 200);
  assert_has(home, "for nobody at Riverside");
  assert_has(home, "default-src 'none'");
  assert_status(denied, 401);
  assert_status(none, 404);
  browser_free(browser);
}

static void
sessions_stay_in_their_community(void **state)
{
  Site *site = *state;
  Browser *ann = browser_new(site, "riverside.test");

  sign_in(ann, site->ann);
  ann->host = "hillside.test";
  g_autofree char *there = browse(ann, "/notes");
  ann->host = "riverside.test:81";
  g_autofree char *here = browse(ann, "/notes");

  assert_status(there, 401);
  assert_status(here, 200);
  browser_free(ann);
}

static void
signing_in_makes_a_new_session_and_out_ends_it(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  const char *planted = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

  g_hash_table_insert(browser->cookies, g_strdup("session"), g_strdup(planted));
  sign_in(browser, site->ann);
  g_autofree char *first = g_strdup(g_hash_table_lookup(browser->cookies, "session"));
  assert_string_not_equal(first, planted);

  sign_in(browser, site->ann);
  g_autofree char *second = g_strdup(g_hash_table_lookup(browser->cookies, "session"));
  assert_string_not_equal(second, first);

  g_autofree char *out = submit(browser, "/sign-out", "a=1");
  assert_status(out, 303);
  assert_null(g_hash_table_lookup(browser->cookies, "session"));
  for (int i = 0; i < 3; i++) {
    const char *old = i == 0 ? planted : i == 1 ? first : second;

    g_hash_table_insert(browser->cookies, g_strdup("session"), g_strdup(old));
    g_autofree char *notes = browse(browser, "/notes");
    assert_status(notes, 401);
  }
  browser_free(browser);
}

static bool
keep_nothing(Txn *txn, void *data)
{
  (void)txn;
  (void)data;
  return false;
}

static void
sessions_end_with_time(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  int64_t start_us = clock_now_us();

  sign_in(browser, site->ann);
  /* Used every three weeks it lives on, to its absolute end. */
  for (int days = 21; days < 90; days += 21) {
    clock_set_for_test(start_us + days * US_PER_DAY);
    g_autofree char *notes = browse(browser, "/notes");
    assert_status(notes, 200);
    /* The touch is a write of its own after the reply: wait for the writer to come to it. */
    assert_int_equal(
        db_write_and_wait(test_db(site->db), site->riverside, keep_nothing, NULL, NULL),
        WRITE_UNDONE);
  }
  clock_set_for_test(start_us + 91 * US_PER_DAY);
  g_autofree char *over = browse(browser, "/notes");
  assert_status(over, 401);

  clock_set_for_test(start_us);
  sign_in(browser, site->ann);
  clock_set_for_test(start_us + 31 * US_PER_DAY);
  g_autofree char *idle = browse(browser, "/notes");
  assert_status(idle, 401);
  clock_set_for_test(0);
  browser_free(browser);
}

static void
preferences_are_remembered(void **state)
{
  Browser *browser = browser_new(*state, "riverside.test");
  g_autofree char *reply = browse(browser, "/bytes?name=a&theme=dark&x=1");
  g_autofree char *location = reply_header(reply, "Location");
  g_autofree char *nonsense = browse(browser, "/bytes?theme=%3Cscript%3E");
  g_autofree char *nowhere = browse(browser, "//evil.test/?theme=dark");
  g_autofree char *larger = browse(browser, "/?text-size=larger");
  g_autofree char *wide = browse(browser, "/?spacing=wide&text-size=huge"); /* one at a time */

  assert_status(reply, 303);
  assert_string_equal(location, "/bytes?name=a&x=1");
  assert_string_equal(g_hash_table_lookup(browser->cookies, "theme"), "dark");
  assert_status(nonsense, 303);
  assert_status(larger, 303);
  assert_string_equal(g_hash_table_lookup(browser->cookies, "text-size"), "larger");
  assert_status(wide, 303);
  assert_string_equal(g_hash_table_lookup(browser->cookies, "text-size"), "larger");
  assert_status(nowhere, 404);
  browser_free(browser);
}

static void
unknown_names_have_no_community(void **state)
{
  static const char *const hosts[] = { "nowhere.test", "127.0.0.1", "localhost", "[::1]:80" };

  for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
    Browser *browser = browser_new(*state, hosts[i]);
    g_autofree char *reply = browse(browser, "/");

    assert_status(reply, 421);
    assert_has(reply, "Trouble"); /* the site's own page */
    g_autofree char *chosen = browse(browser, "/notes?x=1&language=en-GB-x-easyread");
    g_autofree char *location = reply_header(chosen, "Location");
    assert_status(chosen, 303);
    assert_string_equal(location, "/notes?x=1");
    assert_non_null(g_hash_table_lookup(browser->cookies, "language"));
    browser_free(browser);
  }
}

/* Said by the site's own page, and the database is not asked for it. */
static void
what_cannot_be_is_told_without_the_database(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  g_autofree char *home = browse(browser, "/");
  int64_t before = db_statements_for_test(test_db(site->db));
  g_autofree char *looked = browse(browser, "/rarely");
  g_autofree char *sent = submit(browser, "/bytes", "a=1");
  g_autofree char *allowed = reply_header(looked, "Allow");
  g_autofree char *allowed_there = reply_header(sent, "Allow");

  assert_int_equal(db_statements_for_test(test_db(site->db)) - before, 0);
  assert_status(looked, 405);
  assert_has(looked, "Trouble");
  assert_string_equal(allowed, "POST");
  assert_status(sent, 405);
  assert_has(sent, "Trouble");
  assert_string_equal(allowed_there, "GET, HEAD");
  browser_free(browser);
}

static void
a_new_name_shows_at_once(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  g_autofree char *reply = submit(browser, "/name", "text=New+Riverside");
  g_autofree char *home = browse(browser, "/");

  assert_status(reply, 303);
  assert_has(home, "at New Riverside");
  browser_free(browser);
}

static void
files_come_in_pieces(void **state)
{
  static const struct {
    const char *range, *body;
    int status;
  } rows[] = {
    { "bytes=2-4", "234", 206 },        { "bytes=7-", "789", 206 },
    { "bytes=-3", "789", 206 },         { "bytes=0-99", "0123456789", 206 },
    { "bytes=5-2", "0123456789", 200 }, { "bytes=10-", "0123456789", 200 },
    { "lines=1-2", "0123456789", 200 }, { "bytes=1-2,4-5", "0123456789", 200 },
  };
  Site *site = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *request =
        g_strdup_printf("GET /bytes HTTP/1.1\r\nHost: riverside.test\r\nRange: %s\r\n"
                        "Connection: close\r\n\r\n",
                        rows[i].range);
    g_autofree char *reply = talk(site->port, request, strlen(request), 0);

    assert_status(reply, rows[i].status);
    assert_string_equal(reply_body(reply), rows[i].body);
  }

  const char *named = "GET /bytes?name=%C3%A9%22.mp3 HTTP/1.1\r\nHost: riverside.test\r\n"
                      "Connection: close\r\n\r\n";
  g_autofree char *reply = talk(site->port, named, strlen(named), 0);
  g_autofree char *disposition = reply_header(reply, "Content-Disposition");
  assert_string_equal(disposition,
                      "attachment; filename=\"___.mp3\"; filename*=UTF-8''%C3%A9%22.mp3");
}

static void
bundled_files_are_kept_by_browsers(void **state)
{
  Site *site = *state;
  g_autofree char *ask = g_strdup_printf("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                                         asset_url("app.css"));
  g_autofree char *plain = talk(site->port, ask, strlen(ask), 0);
  g_autofree char *etag = reply_header(plain, "ETag");
  g_autofree char *ask_again = g_strdup_printf(
      "GET %s HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\nConnection: close\r\n\r\n",
      asset_url("app.css"), etag);
  g_autofree char *ask_gzip = g_strdup_printf(
      "HEAD %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n\r\n",
      asset_url("app.css"));
  g_autofree char *known = talk(site->port, ask_again, strlen(ask_again), 0);
  g_autofree char *gzip = talk(site->port, ask_gzip, strlen(ask_gzip), 0);
  g_autofree char *encoding = reply_header(gzip, "Content-Encoding");
  g_autofree char *cache = reply_header(plain, "Cache-Control");

  assert_status(plain, 200);
  assert_string_equal(cache, "public, max-age=31536000, immutable");
  assert_has(plain, "/static/fonts/regular."); /* addresses put in by the bundler */
  assert_status(known, 304);
  assert_status(gzip, 200);
  assert_string_equal(encoding, "gzip");
  assert_string_equal(reply_body(gzip), "");
}

static void
https_hardens_cookies(void **state)
{
  const WebOptions options = { .is_https = true };
  Site *site = site_start(&options, NULL);
  Browser *browser = browser_new(site, "riverside.test");

  (void)state;
  sign_in(browser, site->ann);
  assert_non_null(g_hash_table_lookup(browser->cookies, "__Host-session"));
  g_autofree char *home = browse(browser, "/");
  assert_has(home, "Strict-Transport-Security");
  browser_free(browser);
  site_stop(site);
}

static void
no_answer(Exchange *x, void *data)
{
  (void)x;
  (void)data;
}

static void
health_and_metrics_are_for_the_operator(void **state)
{
  const char *alive = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  const char *ready = "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  const char *metrics = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  Server *probe =
      server_start(&(ServerOptions){ .address = "127.0.0.1", .handle = no_answer }, NULL);
  const WebOptions options = { .metrics_port = server_port(probe), .loop_us = G_USEC_PER_SEC };

  (void)state;
  server_stop(probe, 0); /* its port is free now */
  Site *site = site_start(&options, NULL);
  Browser *browser = browser_new(site, "riverside.test");
  g_autofree char *home = browse(browser, "/");
  g_autofree char *lives = talk(site->port, alive, strlen(alive), 0);
  g_autofree char *serves = talk(site->port, ready, strlen(ready), 0);
  g_autofree char *outside = browse(browser, "/metrics");
  g_autofree char *counts = talk(options.metrics_port, metrics, strlen(metrics), 0);

  assert_status(home, 200);
  assert_status(lives, 200);
  assert_status(serves, 200);
  assert_status(outside, 404);
  assert_has(counts, "commontable_replies_total{class=\"2xx\"} 1\n");
  assert_has(counts, "commontable_replies_total{class=\"4xx\"} 1\n");
  assert_has(counts, "commontable_request_seconds_count 2\n");
  assert_has(counts, test_db_is_postgres() ? "commontable_pages_on_loops_total 0\n"
                                           : "commontable_pages_on_loops_total 1\n");
  browser_free(browser);
  site_stop(site);
}

static char *
read_journal(const char *path)
{
  char *text = NULL;

  journal_to(NULL);
  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

static void
the_journal_tells_nothing_of_people(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  g_autofree char *folder = g_dir_make_tmp("commontable-journal-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "journal", NULL);

  sign_in(browser, site->ann);
  journal_to(path);
  g_autofree char *page = browse(browser, "/notes/secret-path?name=secret-query");
  g_autofree char *sent = submit(browser, "/notes", "text=secret-words");
  g_autofree char *lines = read_journal(path);

  assert_has(lines, "\"route\":\"/notes/:note\"");
  assert_has(lines, "\"statements\":7");
  assert_null(strstr(lines, "secret"));
  assert_null(strstr(lines, "127.0.0.1"));
  assert_null(strstr(lines, "Ann"));
  assert_null(strstr(lines, g_hash_table_lookup(browser->cookies, "session")));
  g_remove(path);
  g_rmdir(folder);
  browser_free(browser);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    with_site(pages_need_access),
    with_site(sessions_stay_in_their_community),
    with_site(signing_in_makes_a_new_session_and_out_ends_it),
    with_site(sessions_end_with_time),
    with_site(preferences_are_remembered),
    with_site_on_loops(pages_need_access),
    with_site_on_loops(sessions_stay_in_their_community),
    with_site_on_loops(signing_in_makes_a_new_session_and_out_ends_it),
    with_site_on_loops(sessions_end_with_time),
    with_site_on_loops(preferences_are_remembered),
    with_site_on_loops(files_come_in_pieces),
    with_site_on_loops(the_journal_tells_nothing_of_people),
    with_site(unknown_names_have_no_community),
    with_site(what_cannot_be_is_told_without_the_database),
    with_site(a_new_name_shows_at_once),
    with_site(files_come_in_pieces),
    with_site(bundled_files_are_kept_by_browsers),
    cmocka_unit_test(https_hardens_cookies),
    cmocka_unit_test(health_and_metrics_are_for_the_operator),
    with_site(the_journal_tells_nothing_of_people),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
