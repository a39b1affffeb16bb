/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Event streams over real sockets: what they say, to whom, how many there may be, when they end,
 * and what they cost; and forms that keep nothing (R64–R70: the day of a meeting). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/ids.h"
#include "base/journal.h"
#include "site_fixture.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHANGED  "data: changed\n\n"
#define THE_END  "0\r\n\r\n"
#define SOON_MS  5000
#define QUIET_MS 300

static int
set_up_busy(void **state)
{
  journal_to("/dev/null");
  *state = site_start(&(WebOptions){ .streams = { .beat_ms = 60000 } }, NULL);
  return 0;
}

static int
set_up_few(void **state)
{
  const StreamLimits few = { .member_most = 2, .beat_ms = 60000 };

  journal_to("/dev/null");
  *state = site_start(&(WebOptions){ .streams = few }, NULL);
  return 0;
}

static int
set_up_crowded(void **state)
{
  journal_to("/dev/null");
  *state = site_start(&(WebOptions){ .streams = { .community_most = 3, .beat_ms = 60000 } }, NULL);
  return 0;
}

static int
set_up_hasty(void **state)
{
  journal_to("/dev/null");
  *state = site_start(&(WebOptions){ .streams = { .beat_ms = 40, .life_ms = 700 } }, NULL);
  return 0;
}

static int
set_up_many(void **state)
{
  const StreamLimits many = { .member_most = 500, .beat_ms = 500 };

  journal_to("/dev/null");
  *state = site_start(&(WebOptions){ .streams = many }, NULL);
  return 0;
}

/* ---- a listener ---- */

/* Reads on until `mark` has come, or the connection or the time is over. What came; g_free. */
static char *
hear_until(int fd, const char *mark, int ms)
{
  GString *heard = g_string_new(NULL);
  const int64_t end_us = g_get_monotonic_time() + ms * (int64_t)1000;
  struct pollfd waiting = { .fd = fd, .events = POLLIN };
  char piece[1024];

  while (!strstr(heard->str, mark)) {
    const int64_t left_us = end_us - g_get_monotonic_time();

    if (left_us <= 0 || poll(&waiting, 1, (int)(left_us / 1000) + 1) <= 0)
      break;

    const ssize_t got = recv(fd, piece, sizeof(piece), 0);

    if (got <= 0)
      break;
    g_string_append_len(heard, piece, got);
  }
  return g_string_free(heard, FALSE);
}

static int
listen_on(Browser *browser, int64_t talk)
{
  char id[ID_TEXT_SIZE];
  g_autofree char *path = g_strdup_printf("/talks/%s/live", id_to_text(talk, id));

  return open_page(browser, path);
}

/* … and has heard the beginning. */
static int
listen_well(Browser *browser, int64_t talk)
{
  const int fd = listen_on(browser, talk);
  g_autofree char *heard = hear_until(fd, CHANGED, SOON_MS);

  assert_has(heard, CHANGED);
  return fd;
}

static Browser *
come_in(Site *site, const char *host, int64_t member_id)
{
  Browser *browser = browser_new(site, host);

  sign_in(browser, member_id);
  return browser;
}

/* ---- what is heard ---- */

static void
whoever_listens_hears_what_is_kept(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  const int fd = listen_on(ann, 1);
  g_autofree char *begin = hear_until(fd, CHANGED, SOON_MS);

  assert_status(begin, 200);
  assert_has(begin, "Content-Type: text/event-stream");
  assert_has(begin, "Cache-Control: no-store");
  assert_has(begin, "X-Accel-Buffering: no");
  assert_has(begin, "connect-src 'self'");
  assert_has(begin, "retry: 3000\n");

  g_autofree char *refused =
      submit(ann, "/notes",
             "text=this-is-far-too-long-to-be-kept-by-the-tiny-site-which-takes-a-"
             "hundred-letters-and-no-more-than-that-in-one-note-ever");
  assert_status(refused, 422);
  g_autofree char *nothing = hear_until(fd, CHANGED, QUIET_MS);
  assert_string_equal(nothing, "");

  g_autofree char *kept = submit(ann, "/notes", "text=hello");
  assert_status(kept, 303);
  g_autofree char *news = hear_until(fd, CHANGED, SOON_MS);
  assert_has(news, CHANGED);
  assert_null(strstr(news, "hello"));
  close(fd);
  browser_free(ann);
}

static void
nobody_else_hears_it(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  Browser *bo = come_in(site, "hillside.test", site->bo);
  Browser *nobody = browser_new(site, "riverside.test");
  const int other_talk = listen_well(ann, 2), other_place = listen_well(bo, 1);
  const int outside = listen_on(nobody, 1);
  g_autofree char *denied = hear(outside, 1);
  g_autofree char *kept = submit(ann, "/notes", "text=hello");
  g_autofree char *first = hear_until(other_talk, CHANGED, QUIET_MS);
  g_autofree char *second = hear_until(other_place, CHANGED, QUIET_MS);

  assert_status(denied, 401);
  assert_status(kept, 303);
  assert_string_equal(first, "");
  assert_string_equal(second, "");
  close(other_talk);
  close(other_place);
  close(outside);
  browser_free(ann);
  browser_free(bo);
  browser_free(nobody);
}

static void
a_members_newest_are_kept(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  const int first = listen_well(ann, 1), second = listen_well(ann, 1), third = listen_well(ann, 1);
  g_autofree char *ended = hear_until(first, THE_END, SOON_MS);
  g_autofree char *goes_on = hear_until(second, THE_END, QUIET_MS);

  assert_has(ended, THE_END);
  assert_string_equal(goes_on, "");
  /* From page to page, each left behind without a word. */
  for (int i = 0; i < 20; i++)
    close(listen_well(ann, 1));
  close(first);
  close(second);
  close(third);
  browser_free(ann);
}

static void
there_may_be_so_many(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  Browser *bo = come_in(site, "hillside.test", site->bo);
  const int fds[] = { listen_well(ann, 1), listen_well(ann, 2), listen_well(ann, 2) };
  const int fourth = listen_on(ann, 3);
  g_autofree char *full = hear(fourth, 1);
  const int other_place = listen_well(bo, 1); /* has room of its own */

  assert_status(full, 503);
  g_autofree char *wait = reply_header(full, "Retry-After");
  assert_non_null(wait);
  assert_null(strstr(full, "event-stream"));
  close(fourth);
  close(other_place);
  for (size_t i = 0; i < G_N_ELEMENTS(fds); i++)
    close(fds[i]);
  browser_free(ann);
  browser_free(bo);
}

/* ---- how it ends ---- */

static void
a_quiet_one_beats_and_ends_in_time(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  const int fd = listen_well(ann, 1);
  const int64_t began_us = g_get_monotonic_time();
  g_autofree char *heard = hear_until(fd, THE_END, SOON_MS);
  const int64_t took_us = g_get_monotonic_time() - began_us;

  assert_has(heard, ":\n\n");
  assert_has(heard, THE_END);
  assert_null(strstr(heard, CHANGED));
  assert_true(took_us > 300000);
  close(fd);
  browser_free(ann);
}

static void
signing_out_ends_it(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  Browser *ann_too = come_in(site, "riverside.test", site->ann);
  const int fd = listen_well(ann, 1), other = listen_well(ann_too, 1);
  g_autofree char *out = submit(ann, "/sign-out", "a=1");
  g_autofree char *heard = hear_until(fd, THE_END, SOON_MS);
  g_autofree char *still = hear_until(other, THE_END, QUIET_MS);

  assert_status(out, 303);
  assert_has(heard, THE_END);
  assert_null(strstr(still, THE_END)); /* another session of hers goes on */
  close(fd);
  close(other);
  browser_free(ann);
  browser_free(ann_too);
}

static void
a_stop_ends_all_at_once(void **state)
{
  Site *site = NULL;
  (void)state;
  set_up_busy((void **)&site);

  Browser *ann = come_in(site, "riverside.test", site->ann);
  int fds[6];

  for (int i = 0; i < 6; i++)
    fds[i] = listen_well(ann, i + 1);

  const int64_t began_us = g_get_monotonic_time();

  browser_free(ann);
  site_stop(site); /* may take 5 seconds for those that are being answered */
  assert_true(g_get_monotonic_time() - began_us < 3 * G_USEC_PER_SEC);
  for (int i = 0; i < 6; i++) {
    g_autofree char *heard = hear_until(fds[i], THE_END, SOON_MS);

    assert_has(heard, THE_END);
    close(fds[i]);
  }
}

/* ---- forms that keep nothing ---- */

static int64_t
count_replies(Site *site)
{
  Txn *txn = db_begin_read(test_db(site->db), site->riverside);
  Query *q = db_query(txn, "SELECT count(*) FROM form_reply WHERE community_id = ?1");
  const int64_t count = query_next(q) ? col_int(q, 0) : -1;

  query_done(q);
  db_end_read(txn);
  return count;
}

static void
a_card_is_up_and_stored_nowhere(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  Browser *bo = come_in(site, "hillside.test", site->bo);
  const int fd = listen_well(ann, 1);
  const int64_t replies = count_replies(site);
  g_autofree char *first = submit(ann, "/cards", "text=stop");
  g_autofree char *again = submit(ann, "/cards", "text=stop"); /* the very same form */
  g_autofree char *news = hear_until(fd, CHANGED, SOON_MS);
  g_autofree char *page = browse(ann, "/cards");
  g_autofree char *there = browse(bo, "/cards");

  assert_status(first, 303);
  assert_status(again, 303);
  assert_has(news, CHANGED);
  assert_has(page, "Cards: [stop Ann]<");
  assert_has(there, "Cards:<"); /* not another place's */
  assert_int_equal(count_replies(site), replies);
  close(fd);
  browser_free(ann);
  browser_free(bo);
}

static void
a_card_that_is_refused_or_forged_is_not_up(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  g_autofree char *refused = submit(ann, "/cards", "text=longer-than-ten");
  g_autofree char *bare =
      submit_as(ann, "/cards", "application/x-www-form-urlencoded", "text=stop", "");
  g_autofree char *fields = g_strdup_printf("%s=%s&%s=%s&text=stop", FIELD_FORM_ID, ann->form_id,
                                            FIELD_CSRF_TOKEN, ann->csrf_token);
  g_autofree char *foreign = submit_as(ann, "/cards", "application/x-www-form-urlencoded", fields,
                                       "Sec-Fetch-Site: cross-site\r\n");
  Browser *nobody = browser_new(site, "riverside.test");
  g_autofree char *home = browse(nobody, "/");
  g_autofree char *outside = submit(nobody, "/cards", "text=stop");
  g_autofree char *page = browse(ann, "/cards");

  assert_has(refused, "That is too long");
  assert_status(bare, 403);
  assert_status(foreign, 403);
  assert_status(outside, 401);
  assert_has(page, "Cards:<");
  browser_free(ann);
  browser_free(nobody);
}

static void
the_journal_has_no_line_of_it(void **state)
{
  Site *site = *state;
  g_autofree char *path = g_strdup_printf("%s/live-journal-%d", g_get_tmp_dir(), getpid());
  Browser *ann = come_in(site, "riverside.test", site->ann);
  g_autofree char *lines = NULL;

  journal_to(path);
  const int fd = listen_well(ann, 1);
  g_autofree char *kept = submit(ann, "/cards", "text=stop");
  g_autofree char *other = submit(ann, "/notes", "text=hello");
  journal_to("/dev/null");
  assert_true(g_file_get_contents(path, &lines, NULL, NULL));
  assert_has(lines, "/notes"); /* it is listened to */
  assert_null(strstr(lines, "/cards"));
  assert_null(strstr(lines, "/live"));
  assert_status(kept, 303);
  assert_status(other, 303);
  close(fd);
  g_unlink(path);
  browser_free(ann);
}

/* ---- what they cost ---- */

enum { MANY = 200, PAGES = 300 };

static int64_t
own_status(const char *name)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents("/proc/self/status", &text, NULL, NULL) || !(at = strstr(text, name)))
    g_error("no %s", name);
  return g_ascii_strtoll(at + strlen(name), NULL, 10);
}

static int
compare_times(gconstpointer a, gconstpointer b)
{
  const int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;

  return (first > second) - (first < second);
}

static int64_t
slowest_of_hundred_us(Browser *browser)
{
  g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(int64_t));

  for (int i = 0; i < PAGES; i++) {
    const int64_t began_us = g_get_monotonic_time();
    g_autofree char *page = browse(browser, "/notes");
    const int64_t took_us = g_get_monotonic_time() - began_us;

    assert_status(page, 200);
    g_array_append_val(times, took_us);
  }
  g_array_sort(times, compare_times);
  return g_array_index(times, int64_t, PAGES * 99 / 100);
}

/* The threads that draw pages start when they are first needed: as many at once as there are. */
static void
let_all_readers_start(Browser *browser)
{
  enum { READERS = 4 };
  int fds[READERS];

  for (int i = 0; i < READERS; i++)
    fds[i] = open_page(browser, "/slow");
  for (int looks = 0; site_slow_ones() < READERS && looks < 5000; looks++)
    g_usleep(1000);
  assert_int_equal(site_slow_ones(), READERS);
  site_let_slow_ones_go(READERS);
  for (int i = 0; i < READERS; i++) {
    g_autofree char *page = hear(fds[i], 1);

    assert_status(page, 200);
    close(fds[i]);
  }
}

static void
two_hundred_cost_no_thread_and_little_memory(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);

  let_all_readers_start(ann);

  const int64_t alone_us = slowest_of_hundred_us(ann);
  const int64_t threads = own_status("Threads:"), memory_kb = own_status("VmRSS:");
  int fds[MANY];

  for (int i = 0; i < MANY; i++)
    fds[i] = listen_well(ann, 1);

  const int64_t with_threads = own_status("Threads:"), with_kb = own_status("VmRSS:");
  const int64_t beside_us = slowest_of_hundred_us(ann);
  const int64_t told_us = g_get_monotonic_time();
  g_autofree char *kept = submit(ann, "/cards", "text=stop");

  assert_status(kept, 303);
  for (int i = 0; i < MANY; i++) {
    g_autofree char *news = hear_until(fds[i], CHANGED, SOON_MS);

    assert_has(news, CHANGED);
    close(fds[i]);
  }
  print_message("200 streams: %d threads more, %d KB more, all told after %.1f ms; slowest page of"
                " a hundred %.2f ms, without them %.2f ms\n",
                (int)(with_threads - threads), (int)(with_kb - memory_kb),
                (double)(g_get_monotonic_time() - told_us) / 1000, (double)beside_us / 1000,
                (double)alone_us / 1000);
  assert_int_equal(with_threads, threads);
  /* Their sockets' own buffers are the kernel's. With sanitizers all is larger. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  assert_true(with_kb - memory_kb < MANY * 32);
#endif
  browser_free(ann);
}

/* ---- all at once ---- */

typedef struct {
  Site *site;
  Browser *browser;
} Crowd;

static gpointer
come_and_go(gpointer data)
{
  const Crowd *crowd = data;

  for (int i = 0; i < 60; i++) {
    const int fd = listen_on(crowd->browser, 1);

    if (i % 3) {
      g_autofree char *heard = hear_until(fd, i % 3 == 1 ? CHANGED : "retry", SOON_MS);
    }
    close(fd);
  }
  return NULL;
}

static void
many_come_and_go_while_it_is_told(void **state)
{
  Site *site = *state;
  Browser *ann = come_in(site, "riverside.test", site->ann);
  Crowd crowd = { site, ann };
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new("crowd", come_and_go, &crowd);
  for (int i = 0; i < 100; i++) {
    g_autofree char *kept = submit(ann, "/cards", i % 2 ? "text=stop" : "text=agree");

    assert_status(kept, 303);
  }
  for (int i = 0; i < 4; i++)
    g_thread_join(threads[i]);

  const int fd = listen_well(ann, 1);

  close(fd);
  browser_free(ann);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(whoever_listens_hears_what_is_kept, set_up_busy, tear_down),
    cmocka_unit_test_setup_teardown(nobody_else_hears_it, set_up_busy, tear_down),
    cmocka_unit_test_setup_teardown(a_members_newest_are_kept, set_up_few, tear_down),
    cmocka_unit_test_setup_teardown(there_may_be_so_many, set_up_crowded, tear_down),
    cmocka_unit_test_setup_teardown(a_quiet_one_beats_and_ends_in_time, set_up_hasty, tear_down),
    cmocka_unit_test_setup_teardown(signing_out_ends_it, set_up_busy, tear_down),
    cmocka_unit_test(a_stop_ends_all_at_once),
    with_site(a_card_is_up_and_stored_nowhere),
    with_site_on_loops(a_card_is_up_and_stored_nowhere),
    with_site(a_card_that_is_refused_or_forged_is_not_up),
    with_site(the_journal_has_no_line_of_it),
    cmocka_unit_test_setup_teardown(two_hundred_cost_no_thread_and_little_memory, set_up_many,
                                    tear_down),
    cmocka_unit_test_setup_teardown(many_come_and_go_while_it_is_told, set_up_many, tear_down),
  };

  return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
