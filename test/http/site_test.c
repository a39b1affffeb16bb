/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The site as a browser meets it, on whichever engine the environment chooses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "base/ids.h"
#include "base/journal.h"
#include "tiny_site.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define with_site(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#define assert_has(text, piece)                           \
  do {                                                    \
    if (!strstr((text), (piece)))                         \
      fail_msg("\"%s\" is not in:\n%s", (piece), (text)); \
  } while (0)

static int
set_up(void **state)
{
  journal_to("/dev/null");
  *state = site_start(NULL, NULL);
  return 0;
}

static int
set_up_narrow(void **state)
{
  const DbOptions options = { .queue_max = 1 };

  journal_to("/dev/null");
  *state = site_start(NULL, &options);
  return 0;
}

static int
tear_down(void **state)
{
  site_stop(*state);
  return 0;
}

static void
assert_status(const char *reply, int status)
{
  if (reply_status(reply) != status)
    fail_msg("not %d but:\n%s", status, reply);
}

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
a_form_is_kept_and_its_banner_shown_once(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  g_autofree char *sent = submit(browser, "/notes", "text=hello");
  g_autofree char *again = submit(browser, "/notes", "text=hello");
  g_autofree char *notes = browse(browser, "/notes");

  assert_status(sent, 303);
  assert_status(again, 303);
  assert_has(notes, "[hello] [hello] [hello]");
  assert_has(notes, "Banner: Kept what Ann wrote");
  assert_int_equal(site_notes(site, site->riverside), 3);
  browser_free(browser);
}

/* --- Forms twice, stale, foreign --- */

static void
a_form_is_kept_once(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  g_autofree char *first = submit(browser, "/notes", "text=one");
  g_autofree char *other =
      submit(browser, "/notes", "text=two"); /* the page is still the old one */
  g_autofree char *fresh = submit(browser, "/notes", "text=two"); /* with the id that came back */

  assert_status(first, 303);
  assert_status(other, 422);
  assert_has(other, "already sent once");
  assert_has(other, "Typed: two");
  assert_status(fresh, 303);
  assert_int_equal(site_notes(site, site->riverside), 6);

  /* The same form id at another address is another form, however alike. */
  g_autofree char *elsewhere = submit(browser, "/name", "text=two");
  assert_status(elsewhere, 409);
  browser_free(browser);
}

typedef struct {
  Browser *browser;
  int status;
} Sending;

static gpointer
send_same_form(gpointer data)
{
  Sending *sending = data;
  g_autofree char *body =
      g_strdup_printf("%s=%s&%s=%s&text=double", FIELD_FORM_ID, sending->browser->form_id,
                      FIELD_CSRF_TOKEN, sending->browser->csrf_token);
  const char *session = g_hash_table_lookup(sending->browser->cookies, "session");
  g_autofree char *request =
      g_strdup_printf("POST /notes HTTP/1.1\r\nHost: riverside.test\r\nCookie: session=%s\r\n"
                      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n"
                      "Connection: close\r\n\r\n%s",
                      session, strlen(body), body);
  g_autofree char *reply = talk(sending->browser->site->port, request, strlen(request), 0);

  sending->status = reply_status(reply);
  return NULL;
}

static void
a_double_click_is_kept_once(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  Sending sendings[8];
  GThread *threads[8];

  sign_in(browser, site->ann);
  for (int i = 0; i < 8; i++) {
    sendings[i] = (Sending){ browser, 0 };
    threads[i] = g_thread_new("click", send_same_form, &sendings[i]);
  }
  for (int i = 0; i < 8; i++) {
    g_thread_join(threads[i]);
    assert_int_equal(sendings[i].status, 303);
  }
  assert_int_equal(site_notes(site, site->riverside), 3);
  browser_free(browser);
}

/* The second click of a sign-in comes without the first one's cookie, and its answer is the one
 * that the browser shows. */
static void
a_sign_in_sent_twice_signs_in(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  char id[ID_TEXT_SIZE];
  g_autofree char *home = browse(browser, "/");
  g_autofree char *fields = g_strdup_printf("member=%s", id_to_text(site->ann, id));
  g_autofree char *first = submit(browser, "/sign-in", fields);

  g_hash_table_remove(browser->cookies, "session");
  g_autofree char *second = submit(browser, "/sign-in", fields);
  g_autofree char *notes = browse(browser, "/notes");

  assert_status(first, 303);
  assert_status(second, 303);
  assert_status(notes, 200);
  browser_free(browser);
}

static void
foreign_forms_are_refused(void **state)
{
  static const char *const headers[] = {
    "Origin: https://evil.test\r\n",
    "Origin: null\r\n",
    "Origin: http://riverside.test.evil.test\r\n",
    "Sec-Fetch-Site: cross-site\r\n",
    "Sec-Fetch-Site: same-site\r\n",
  };
  Site *site = *state;
  Browser *ann = browser_new(site, "riverside.test");
  Browser *visitor = browser_new(site, "riverside.test");

  sign_in(ann, site->ann);
  g_autofree char *page = browse(visitor, "/");
  g_autofree char *body = g_strdup_printf("%s=%s&%s=%s&text=x", FIELD_FORM_ID, ann->form_id,
                                          FIELD_CSRF_TOKEN, ann->csrf_token);
  for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
    g_autofree char *reply =
        submit_as(ann, "/notes", "application/x-www-form-urlencoded", body, headers[i]);
    assert_status(reply, 403);
  }

  /* Another browser's token: the form comes back, nothing is kept. */
  g_autofree char *stolen = g_strdup_printf("%s=%s&%s=%s&text=x", FIELD_FORM_ID, visitor->form_id,
                                            FIELD_CSRF_TOKEN, visitor->csrf_token);
  g_autofree char *refused =
      submit_as(ann, "/notes", "application/x-www-form-urlencoded", stolen, "");
  g_autofree char *bare =
      submit_as(ann, "/notes", "application/x-www-form-urlencoded", "text=x", "");
  assert_status(refused, 422);
  assert_status(bare, 403);
  assert_int_equal(site_notes(site, site->riverside), 0);

  g_autofree char *again = browse(ann, "/notes");
  g_autofree char *good = g_strdup_printf("%s=%s&%s=%s&text=x", FIELD_FORM_ID, ann->form_id,
                                          FIELD_CSRF_TOKEN, ann->csrf_token);
  g_autofree char *kept =
      submit_as(ann, "/notes", "application/x-www-form-urlencoded", good,
                "Origin: http://riverside.test\r\nSec-Fetch-Site: same-origin\r\n");
  assert_status(kept, 303);
  browser_free(ann);
  browser_free(visitor);
}

static void
a_refused_form_comes_back_filled_in(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  g_autofree char *text = g_strnfill(101, 'x');
  g_autofree char *fields = g_strdup_printf("text=%s", text);

  sign_in(browser, site->ann);
  g_autofree char *reply = submit(browser, "/notes", fields);

  assert_status(reply, 422);
  assert_has(reply, "That is too long");
  assert_has(reply, text);
  assert_int_equal(site_notes(site, site->riverside), 0);
  browser_free(browser);
}

/* --- Sessions --- */

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

/* --- Bodies --- */

static void
bodies_are_limited(void **state)
{
  Site *site = *state;
  const char *declared = "POST /notes HTTP/1.1\r\nHost: riverside.test\r\n"
                         "Content-Length: 100000000\r\n\r\n";
  const char *unasked = "GET / HTTP/1.1\r\nHost: riverside.test\r\nContent-Length: 5\r\n\r\n12345";
  g_autofree char *too_large = talk(site->port, declared, strlen(declared), 0);
  g_autofree char *on_get = talk(site->port, unasked, strlen(unasked), 0);
  GString *chunks = g_string_new("POST /notes HTTP/1.1\r\nHost: riverside.test\r\n"
                                 "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");

  assert_status(too_large, 413);
  assert_status(on_get, 413);

  g_autofree char *piece = g_strnfill(4096, 'x');
  for (int i = 0; i < 20; i++)
    g_string_append_printf(chunks, "1000\r\n%s\r\n", piece);
  g_string_append(chunks, "0\r\n\r\n");
  g_autofree char *chunked = talk(site->port, chunks->str, chunks->len, 0);
  assert_status(chunked, 413);
  g_string_free(chunks, TRUE);
}

static void
a_file_comes_whole(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  g_autofree char *home = browse(browser, "/");
  g_autofree char *bytes = g_strnfill(900000, '-');
  g_autofree char *body = g_strdup_printf(
      "--B\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
      "--B\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
      "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
      "Content-Type: text/plain\r\n\r\n%s\r\n--B--\r\n",
      FIELD_FORM_ID, browser->form_id, FIELD_CSRF_TOKEN, browser->csrf_token, bytes);
  g_autofree char *reply = submit_as(browser, "/file", "multipart/form-data; boundary=B", body, "");
  g_autofree char *location = reply_header(reply, "Location");

  assert_status(reply, 303);
  assert_string_equal(location, "/notes?len=900000");

  /* A browser that sends it again chooses another boundary: still the same form. */
  g_autofree char *again_body = g_strdup_printf(
      "--CC\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
      "--CC\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
      "--CC\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
      "Content-Type: text/plain\r\n\r\n%s\r\n--CC--\r\n",
      FIELD_FORM_ID, browser->form_id, FIELD_CSRF_TOKEN, browser->csrf_token, bytes);
  g_autofree char *again =
      submit_as(browser, "/file", "multipart/form-data; boundary=CC", again_body, "");
  assert_status(again, 303);
  browser_free(browser);
}

static void
broken_forms_are_told_so(void **state)
{
  static const char *const bodies[] = {
    "text=%00",
    "text=%ff",
    "text=%",
    "=x",
    "a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11&l=12&m=13",
  };
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
    g_autofree char *reply = submit(browser, "/notes", bodies[i]);

    assert_status(reply, 400);
  }
  g_autofree char *typeless = submit_as(browser, "/notes", "text/plain", "text=x", "");
  assert_status(typeless, 400);
  assert_int_equal(site_notes(site, site->riverside), 0);
  browser_free(browser);
}

/* --- Faults --- */

/* Idea 4: whatever statement fails, the answer is neither success nor refusal, and nothing is
 * kept; where the whole batch was lost and run again, it is a success and all of it is kept. */
static void
no_fault_passes_for_success_or_refusal(void **state)
{
  static const Trouble troubles[] = { TROUBLE_DATABASE, TROUBLE_LOST, TROUBLE_DISK,
                                      TROUBLE_MEMORY };
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  for (size_t i = 0; i < G_N_ELEMENTS(troubles); i++) {
    int failures = 0, reached = 1;

    for (int nth = 1; reached; nth++) {
      g_autofree char *page = browse(browser, "/notes");
      int64_t before = site_notes(site, site->riverside);
      int64_t statements = db_statements_for_test(test_db(site->db));

      db_fail_statement_for_test(test_db(site->db), nth, troubles[i]);
      g_autofree char *reply = submit(browser, "/notes", "text=x");
      db_fail_statement_for_test(test_db(site->db), 0, TROUBLE_NONE);

      int status = reply_status(reply);
      int64_t kept = site_notes(site, site->riverside) - before;

      reached = nth <= db_statements_for_test(test_db(site->db)) - statements;
      if (!(status == 303 && kept == 3) && !((status == 500 || status == 503) && kept == 0))
        fail_msg("trouble %d at statement %d: status %d, %d rows kept", (int)troubles[i], nth,
                 status, (int)kept);
      failures += status != 303;
      if (status == 303 && troubles[i] == TROUBLE_DATABASE)
        break;
    }
    if (troubles[i] == TROUBLE_DATABASE)
      assert_true(failures >= 7);
  }
  browser_free(browser);
}

static void
a_page_in_trouble_is_no_page(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  for (int nth = 1; nth <= 3; nth++) { /* session, viewer, notes */
    db_fail_statement_for_test(test_db(site->db), nth, TROUBLE_DATABASE);
    g_autofree char *reply = browse(browser, "/notes");
    db_fail_statement_for_test(test_db(site->db), 0, TROUBLE_NONE);
    assert_status(reply, 500);
    assert_has(reply, "Trouble");
  }
  g_autofree char *nothing = browse(browser, "/nothing");
  assert_status(nothing, 500);
  browser_free(browser);
}

static void
statements_are_few(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  int64_t before = db_statements_for_test(test_db(site->db));
  g_autofree char *page = browse(browser, "/notes");
  int64_t between = db_statements_for_test(test_db(site->db));
  g_autofree char *reply = submit(browser, "/notes", "text=x");
  int64_t after = db_statements_for_test(test_db(site->db));

  assert_int_equal(between - before, 3); /* session, viewer, notes */
  assert_int_equal(after - between, 7);  /* session, viewer, form id, three rows, form id */
  browser_free(browser);
}

/* --- Limits and overload --- */

static void
too_many_forms_must_wait(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  g_autofree char *home = browse(browser, "/");

  for (int i = 0; i < 3; i++) {
    g_autofree char *reply = submit(browser, "/rarely", "a=1");
    assert_int_not_equal(reply_status(reply), 429);
  }
  g_autofree char *reply = submit(browser, "/rarely", "a=1");
  g_autofree char *wait = reply_header(reply, "Retry-After");
  assert_status(reply, 429);
  assert_non_null(wait);
  browser_free(browser);
}

static GMutex writer_lock;
static GCond writer_wake;
static bool is_writer_held, may_writer_go;

static bool
hold_writer(Txn *txn, void *data)
{
  (void)txn;
  (void)data;
  g_mutex_lock(&writer_lock);
  is_writer_held = true;
  g_cond_broadcast(&writer_wake);
  while (!may_writer_go)
    g_cond_wait(&writer_wake, &writer_lock);
  is_writer_held = may_writer_go = false;
  g_mutex_unlock(&writer_lock);
  return false;
}

static void
free_job(WriteOutcome outcome, Trouble trouble, void *data)
{
  (void)outcome;
  (void)trouble;
  g_free(data);
}

static void
a_full_queue_says_when_to_come_back(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  WriteJob *job = g_new0(WriteJob, 1);
  Sending waiting = { browser, 0 };

  sign_in(browser, site->ann);
  *job = (WriteJob){ site->riverside, hold_writer, free_job, job, NULL };
  g_mutex_lock(&writer_lock);
  assert_true(db_write(test_db(site->db), job));
  while (!is_writer_held)
    g_cond_wait(&writer_wake, &writer_lock);
  g_mutex_unlock(&writer_lock);

  GThread *thread = g_thread_new("first", send_same_form, &waiting);
  while (db_writer_counts(test_db(site->db)).queued == 0)
    g_thread_yield();
  g_autofree char *reply = submit(browser, "/notes", "text=late");
  g_autofree char *wait = reply_header(reply, "Retry-After");

  assert_status(reply, 503);
  assert_non_null(wait);
  g_mutex_lock(&writer_lock);
  may_writer_go = true;
  g_cond_broadcast(&writer_wake);
  g_mutex_unlock(&writer_lock);
  g_thread_join(thread);
  assert_int_equal(waiting.status, 303);
  assert_int_equal(site_notes(site, site->riverside), 3);
  browser_free(browser);
}

/* --- Preferences, names, pieces --- */

static void
preferences_are_remembered(void **state)
{
  Browser *browser = browser_new(*state, "riverside.test");
  g_autofree char *reply = browse(browser, "/bytes?name=a&theme=dark&x=1");
  g_autofree char *location = reply_header(reply, "Location");
  g_autofree char *nonsense = browse(browser, "/bytes?theme=%3Cscript%3E");
  g_autofree char *nowhere = browse(browser, "//evil.test/?theme=dark");

  assert_status(reply, 303);
  assert_string_equal(location, "/bytes?name=a&x=1");
  assert_string_equal(g_hash_table_lookup(browser->cookies, "theme"), "dark");
  assert_status(nonsense, 303);
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
    assert_has(reply, "name");
    browser_free(browser);
  }
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

/* --- Slow pages and stopping --- */

static gpointer
ask_for_slow(gpointer data)
{
  const char *request = "GET /slow HTTP/1.1\r\nHost: riverside.test\r\nConnection: close\r\n\r\n";

  return talk(((Site *)data)->port, request, strlen(request), 0);
}

static void
slow_pages_do_not_hold_up_others(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  GThread *slow = g_thread_new("slow", ask_for_slow, site);

  while (site_slow_ones() == 0)
    g_thread_yield();
  for (int i = 0; i < 20; i++) {
    g_autofree char *home = browse(browser, "/");
    assert_status(home, 200);
  }
  assert_int_equal(site_slow_ones(), 1);
  site_let_slow_ones_go(1);
  g_autofree char *reply = g_thread_join(slow);
  assert_status(reply, 200);
  browser_free(browser);
}

typedef struct {
  int port;
  int asked, failed;
} Client;

static int asked_by_all;

/* The slow page ends only once the stop has begun: when new connections are turned away. */
static gpointer
let_one_go(gpointer data)
{
  int fd;

  while ((fd = dial(((Site *)data)->port)) >= 0)
    close(fd);
  site_let_slow_ones_go(1);
  return NULL;
}

/* Keeps asking on one connection, opening a new one where it was told to; ends when the door is
 * shut. */
static gpointer
keep_asking(gpointer data)
{
  static const char ask[] = "GET / HTTP/1.1\r\nHost: riverside.test\r\n\r\n";
  Client *client = data;
  int fd = dial(client->port);

  while (fd >= 0) {
    if (send(fd, ask, sizeof(ask) - 1, MSG_NOSIGNAL) < 0) {
      client->failed++;
      break;
    }

    g_autofree char *reply = hear(fd, 1);

    g_atomic_int_inc(&asked_by_all);
    client->asked++;
    client->failed += reply_status(reply) != 200;
    if (strstr(reply, "Connection: close") || reply_status(reply) != 200) {
      close(fd);
      fd = dial(client->port);
    }
  }
  if (fd >= 0)
    close(fd);
  return NULL;
}

static void
stopping_fails_no_request(void **state)
{
  Site *site = site_start(NULL, NULL);
  Client clients[8];
  GThread *threads[8];
  GThread *slow = g_thread_new("slow", ask_for_slow, site);
  int asked = 0;

  (void)state;
  while (site_slow_ones() == 0)
    g_thread_yield();
  for (int i = 0; i < 8; i++) {
    clients[i] = (Client){ .port = site->port };
    threads[i] = g_thread_new("client", keep_asking, &clients[i]);
  }
  while (g_atomic_int_get(&asked_by_all) < 200)
    g_thread_yield();

  GThread *letting = g_thread_new("let", let_one_go, site);

  web_stop(site->web, 5);
  g_thread_join(letting);
  for (int i = 0; i < 8; i++) {
    g_thread_join(threads[i]);
    asked += clients[i].asked;
    assert_int_equal(clients[i].failed, 0);
  }
  g_autofree char *reply = g_thread_join(slow);
  assert_status(reply, 200);
  assert_true(asked > 0);
  test_db_free(site->db);
  g_free(site);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    with_site(pages_need_access),
    with_site(a_form_is_kept_and_its_banner_shown_once),
    with_site(a_form_is_kept_once),
    with_site(a_double_click_is_kept_once),
    with_site(a_sign_in_sent_twice_signs_in),
    with_site(foreign_forms_are_refused),
    with_site(a_refused_form_comes_back_filled_in),
    with_site(sessions_stay_in_their_community),
    with_site(signing_in_makes_a_new_session_and_out_ends_it),
    with_site(sessions_end_with_time),
    with_site(bodies_are_limited),
    with_site(a_file_comes_whole),
    with_site(broken_forms_are_told_so),
    with_site(no_fault_passes_for_success_or_refusal),
    with_site(a_page_in_trouble_is_no_page),
    with_site(statements_are_few),
    with_site(too_many_forms_must_wait),
    cmocka_unit_test_setup_teardown(a_full_queue_says_when_to_come_back, set_up_narrow, tear_down),
    with_site(preferences_are_remembered),
    with_site(unknown_names_have_no_community),
    with_site(a_new_name_shows_at_once),
    with_site(files_come_in_pieces),
    with_site(bundled_files_are_kept_by_browsers),
    cmocka_unit_test(https_hardens_cookies),
    with_site(slow_pages_do_not_hold_up_others),
    cmocka_unit_test(stopping_fails_no_request),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
