/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people send: kept once, refused, foreign, broken, too large (idea 3), on whichever engine
 * the environment chooses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/ids.h"
#include "site_fixture.h"

#include <sys/socket.h>
#include <unistd.h>

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

/* What is stored of a form is a quick hash: a passphrase must not be tried out against it. So a
 * form that differs in that alone is the same form. */
static void
a_secret_is_not_in_what_is_stored(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");
  const int64_t before = site_notes(site, site->riverside);

  sign_in(browser, site->ann);
  g_autofree char *first = submit(browser, "/notes", "text=secret&password=pear+tree");
  g_autofree char *again = submit(browser, "/notes", "text=secret&password=plum+tree");
  g_autofree char *other = submit(browser, "/notes", "text=another&password=plum+tree");

  assert_status(first, 303);
  assert_status(again, 303);
  assert_status(other, 422);
  assert_int_equal(site_notes(site, site->riverside), before + 3); /* of one form */
  browser_free(browser);
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

/* Forms with one question a page: what is not sent for good is answered by the GET of that address,
 * with what was typed, in a snapshot that nothing can write to. */
static void
a_step_of_a_form_changes_nothing(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  for (int i = 0; i < 15; i++) { /* as often as one likes: steps are not counted as sendings */
    g_autofree char *step = submit(browser, "/notes", "text=not+yet&_step=next");

    assert_status(step, 200);
    assert_has(step, "Typed: not yet");
  }
  assert_int_equal(site_notes(site, site->riverside), 0);

  g_autofree char *sent = submit(browser, "/notes", "text=now&_step=");
  g_autofree char *nowhere = submit(browser, "/sign-out", "_step=next"); /* it has no GET */
  g_autofree char *notes = browse(browser, "/notes");

  assert_status(sent, 303);
  assert_int_equal(site_notes(site, site->riverside), 3);
  assert_status(nowhere, 404);
  assert_status(notes, 200); /* still signed in */
  browser_free(browser);
}

static void
steps_from_elsewhere_are_refused(void **state)
{
  Site *site = *state;
  Browser *ann = browser_new(site, "riverside.test");
  Browser *visitor = browser_new(site, "riverside.test");

  sign_in(ann, site->ann);
  g_autofree char *page = browse(visitor, "/");
  g_autofree char *own = g_strdup_printf("%s=%s&%s=%s&_step=next", FIELD_FORM_ID, ann->form_id,
                                         FIELD_CSRF_TOKEN, ann->csrf_token);
  g_autofree char *stolen =
      g_strdup_printf("%s=%s&%s=%s&_step=next", FIELD_FORM_ID, visitor->form_id, FIELD_CSRF_TOKEN,
                      visitor->csrf_token);
  g_autofree char *foreign = submit_as(ann, "/notes", "application/x-www-form-urlencoded", own,
                                       "Origin: https://evil.test\r\n");
  g_autofree char *other =
      submit_as(ann, "/notes", "application/x-www-form-urlencoded", stolen, "");
  g_autofree char *bare =
      submit_as(ann, "/notes", "application/x-www-form-urlencoded", "_step=next", "");
  g_autofree char *outside = submit(visitor, "/notes", "_step=next");

  assert_status(foreign, 403);
  assert_status(other, 403);
  assert_status(bare, 403);
  assert_status(outside, 401); /* access is asked as ever */
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
  assert_has(too_large, "Trouble"); /* the site's own page */
  assert_status(on_get, 413);

  g_autofree char *piece = g_strnfill(4096, 'x');
  for (int i = 0; i < 20; i++)
    g_string_append_printf(chunks, "1000\r\n%s\r\n", piece);
  g_string_append(chunks, "0\r\n\r\n");
  g_autofree char *chunked = talk(site->port, chunks->str, chunks->len, 0);
  assert_status(chunked, 413);
  g_string_free(chunks, TRUE);
}

/* A browser sends all of it before it looks: its connection must not be reset meanwhile. */
static void
the_answer_to_a_large_body_arrives(void **state)
{
  enum { MEGABYTES = 30 };
  Site *site = *state;
  GString *request = g_string_new(NULL);

  g_string_printf(request,
                  "POST /file HTTP/1.1\r\nHost: riverside.test\r\n"
                  "Content-Type: multipart/form-data; boundary=B\r\n"
                  "Content-Length: %d\r\n\r\n",
                  MEGABYTES << 20);
  g_string_set_size(request, request->len + (MEGABYTES << 20));

  int fd = dial(site->port);

  for (size_t sent = 0; sent < request->len;) {
    ssize_t now = send(fd, request->str + sent, request->len - sent, MSG_NOSIGNAL);

    assert_true(now > 0);
    sent += (size_t)now;
  }

  g_autofree char *reply = hear(fd, 0);

  close(fd);
  assert_status(reply, 413);
  assert_has(reply, "Trouble");
  assert_has(reply, "Typed: ");
  g_string_free(request, TRUE);
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
    "t%00=x", "t%ff=x", "text=%", "=x", "a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11&l=12&m=13",
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

/* Nothing typed is lost: what no text can hold is taken out, the rest comes back to be looked at.
 */
static void
odd_signs_come_back_mended(void **state)
{
  static const struct {
    const char *sent, *typed, *said;
  } rows[] = {
    { "text=%1b%5B31mred%1b%5B0m+ink", "Typed: red ink", "we took them out" },
    { "text=a%00b", "Typed: ab", "we took them out" },
    { "text=caf%E9", "Typed: caf\xef\xbf\xbd", "did not arrive" },
    { "text=%07", "Typed: ", "only signs that cannot be kept" },
  };
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  g_autofree char *home = browse(browser, "/");
  g_autofree char *outside = submit(browser, "/notes", rows[0].sent);
  assert_status(outside, 401);
  assert_null(strstr(outside, "took them out"));
  sign_in(browser, site->ann);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *reply = submit(browser, "/notes", rows[i].sent);

    assert_status(reply, 422);
    assert_has(reply, rows[i].typed);
    assert_has(reply, rows[i].said);
  }
  /* A handler that does not look whether its form was refused: the form at its address comes. */
  g_autofree char *careless = submit(browser, "/careless", "text=%1bred");
  assert_status(careless, 422);
  assert_has(careless, "Typed: red");
  /* Where there is none, a plain page says so. */
  g_autofree char *formless = submit(browser, "/sign-out", "text=%1bred");
  assert_status(formless, 400);
  assert_int_equal(site_notes(site, site->riverside), 0);
  g_autofree char *notes = browse(browser, "/notes");
  assert_status(notes, 200);
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

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    with_site(a_form_is_kept_and_its_banner_shown_once),
    with_site(a_form_is_kept_once),
    with_site(a_secret_is_not_in_what_is_stored),
    with_site(a_double_click_is_kept_once),
    with_site(a_sign_in_sent_twice_signs_in),
    with_site(foreign_forms_are_refused),
    with_site(a_step_of_a_form_changes_nothing),
    with_site(steps_from_elsewhere_are_refused),
    with_site(a_refused_form_comes_back_filled_in),
    with_site(bodies_are_limited),
    with_site(the_answer_to_a_large_body_arrives),
    with_site(a_file_comes_whole),
    with_site(broken_forms_are_told_so),
    with_site(odd_signs_come_back_mended),
    with_site(statements_are_few),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
