/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Trouble and overload: a statement that fails, a queue that is full, a page that is slow, a stop
 * under load (ideas 2 and 4). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "site_fixture.h"

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

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

static pthread_mutex_t writer_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t writer_wake = PTHREAD_COND_INITIALIZER;
static bool is_writer_held, may_writer_go;

static bool
hold_writer(Txn *txn, void *data)
{
  (void)txn;
  (void)data;
  pthread_mutex_lock(&writer_lock);
  is_writer_held = true;
  pthread_cond_broadcast(&writer_wake);
  while (!may_writer_go)
    pthread_cond_wait(&writer_wake, &writer_lock);
  is_writer_held = may_writer_go = false;
  pthread_mutex_unlock(&writer_lock);
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
  pthread_mutex_lock(&writer_lock);
  assert_true(db_write(test_db(site->db), job));
  while (!is_writer_held)
    pthread_cond_wait(&writer_wake, &writer_lock);
  pthread_mutex_unlock(&writer_lock);

  GThread *thread = g_thread_new("first", send_same_form, &waiting);
  while (db_writer_counts(test_db(site->db)).queued == 0)
    g_thread_yield();
  g_autofree char *reply = submit(browser, "/notes", "text=late");
  g_autofree char *wait = reply_header(reply, "Retry-After");

  assert_status(reply, 503);
  assert_has(reply, "Trouble"); /* the site's own page */
  assert_non_null(wait);
  pthread_mutex_lock(&writer_lock);
  may_writer_go = true;
  pthread_cond_broadcast(&writer_wake);
  pthread_mutex_unlock(&writer_lock);
  g_thread_join(thread);
  assert_int_equal(waiting.status, 303);
  assert_int_equal(site_notes(site, site->riverside), 3);
  browser_free(browser);
}

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
    with_site(no_fault_passes_for_success_or_refusal),
    with_site(a_page_in_trouble_is_no_page),
    with_site(too_many_forms_must_wait),
    cmocka_unit_test_setup_teardown(a_full_queue_says_when_to_come_back, set_up_narrow, tear_down),
    with_site(slow_pages_do_not_hold_up_others),
    cmocka_unit_test(stopping_fails_no_request),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
