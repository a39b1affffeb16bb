/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The server without a site: what it lets in, how it deals with slow, silent and greedy clients,
 * and how it stops. Requests are written byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "tiny_site.h"
#include "web/server.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct {
  Server *server;
  int port;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  GString *handled; /* "METHOD path?query body;" of each request that came through */
  Exchange *kept;   /* the one for "/keep" */
} Fixture;

static size_t
allow_some(Exchange *x, void *data)
{
  (void)data;
  return strcmp(exchange_method(x), "POST") == 0 ? 4096 : 0;
}

static void
reply_ok(Exchange *x)
{
  g_autoptr(GBytes) body = g_bytes_new_static("ok", 2);

  exchange_add_header(x, "Content-Type", "text/plain");
  exchange_reply(x, 200, body);
}

static void
note_request(Exchange *x, void *data)
{
  Fixture *f = data;
  size_t len;
  const char *body = exchange_body(x, &len);
  bool is_kept = strcmp(exchange_path(x), "/keep") == 0;

  pthread_mutex_lock(&f->lock);
  g_string_append_printf(f->handled, "%s %s?%s %.*s;", exchange_method(x), exchange_path(x),
                         exchange_query(x), (int)len, body);
  if (is_kept)
    f->kept = x;
  pthread_cond_broadcast(&f->wake);
  pthread_mutex_unlock(&f->lock);
  if (!is_kept)
    reply_ok(x);
}

static int
set_up_with(void **state, const ServerOptions *wanted)
{
  Fixture *f = g_new0(Fixture, 1);
  ServerOptions options = *wanted;
  g_autoptr(GError) err = NULL;

  pthread_mutex_init(&f->lock, NULL);
  pthread_cond_init(&f->wake, NULL);
  f->handled = g_string_new(NULL);
  options.address = "127.0.0.1";
  options.body_max = allow_some;
  options.handle = note_request;
  options.data = f;
  f->server = server_start(&options, &err);
  if (!f->server)
    g_error("%s", err->message);
  f->port = server_port(f->server);
  *state = f;
  return 0;
}

static int
set_up(void **state)
{
  return set_up_with(state, &(ServerOptions){ .loops = 2 });
}

static int
set_up_impatient(void **state)
{
  return set_up_with(state, &(ServerOptions){ .head_ms = 60, .idle_ms = 120 });
}

static int
set_up_small(void **state)
{
  return set_up_with(state, &(ServerOptions){ .per_address_max = 3 });
}

static int
tear_down(void **state)
{
  Fixture *f = *state;

  server_stop(f->server, 2);
  g_string_free(f->handled, TRUE);
  pthread_mutex_destroy(&f->lock);
  pthread_cond_destroy(&f->wake);
  g_free(f);
  return 0;
}

static char *
handled(Fixture *f)
{
  pthread_mutex_lock(&f->lock);
  char *text = g_strdup(f->handled->str);
  g_string_truncate(f->handled, 0);
  pthread_mutex_unlock(&f->lock);
  return text;
}

/* --- What is let in --- */

typedef struct {
  const char *what, *bytes;
  size_t len; /* 0: strlen */
} Hostile;

#define WITH_NUL(text) (text), sizeof(text) - 1

/* The fourteen that RFC 9112 wants refused (research: c-engineering B.6), then others. */
static const Hostile hostile[] = {
  { "length and chunked",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n" },
  { "two lengths",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde" },
  { "signed length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd" },
  { "spaced length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4 0\r\n\r\nabcd" },
  { "blank before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n" },
  { "unknown encoding",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" },
  { "doubled encoding",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
    "\r\n0\r\n\r\n" },
  { "encoding list",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" },
  { "chunk size 0x4",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x4\r\nabcd\r\n0\r\n\r\n" },
  { "bare carriage return", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n" },
  { "NUL in a value", WITH_NUL("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n") },
  { "no host", "GET / HTTP/1.1\r\nX: a\r\n\r\n" },
  { "two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" },
  { "no colon", "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n" },
  { "bare line feed in a field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n" },
  { "bare line feeds everywhere", "GET / HTTP/1.1\nHost: a\n\n" },
  { "bare line feed at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n" },
  { "folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n" },
  { "folded with a tab", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n" },
  { "folded first line", "GET / HTTP/1.1\r\n X: b\r\nHost: a\r\n\r\n" },
  { "NUL in the target", WITH_NUL("GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n") },
  { "NUL in a name", WITH_NUL("GET / HTTP/1.1\r\nHost: a\r\nX\0Y: b\r\n\r\n") },
  { "absolute target", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n" },
  { "two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n" },
  { "blank after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n" },
  { "encoding before 1.1",
    "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
  { "empty length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n" },
  { "negative chunk",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabcd\r\n0\r\n\r\n" },
  { "endless chunk size", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "fffffffffffffffff\r\nabcd\r\n0\r\n\r\n" },
  { "chunk longer than it says", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "2\r\nabcd\r\n0\r\n\r\n" },
  { "unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n" },
};

static void
hostile_requests_end_the_connection(void **state)
{
  Fixture *f = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
    size_t len = hostile[i].len ? hostile[i].len : strlen(hostile[i].bytes);
    /* Read to the end: it must come, though nobody asked to close. */
    g_autofree char *reply = talk(f->port, hostile[i].bytes, len, 0);
    g_autofree char *seen = handled(f);

    if ((*reply && reply_status(reply) != 400 && reply_status(reply) != 413) || *seen ||
        strstr(reply, " 200 "))
      fail_msg("%s: handled \"%s\", answered:\n%s", hostile[i].what, seen, reply);
  }
}

static void
usual_requests_are_let_in(void **state)
{
  static const struct {
    const char *bytes, *seen;
  } rows[] = {
    { "GET /a%20b?c=%41 HTTP/1.1\r\nHost: a.test:80\r\n\r\n", "GET /a%20b?c=%41 ;" },
    { "GET / HTTP/1.1\r\nHost:a\r\nX:\r\nY: \r\nZ:  b  \r\n\r\n", "GET /? ;" },
    { "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "GET /? ;" },
    { "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd", "POST /p? abcd;" },
    { "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n"
      "2\r\ncd\r\n0\r\nTrailer: x\r\n\r\n",
      "POST /p? abcd;" },
    { "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /? ;" },
  };
  Fixture *f = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *reply = talk(f->port, rows[i].bytes, strlen(rows[i].bytes), 1);
    g_autofree char *seen = handled(f);

    if (reply_status(reply) != 200 || strcmp(seen, rows[i].seen) != 0)
      fail_msg("row %zu: handled \"%s\", answered:\n%s", i, seen, reply);
  }
}

static void
pipelined_requests_are_answered_in_order(void **state)
{
  const char *bytes = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
                      "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy"
                      "HEAD /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  Fixture *f = *state;
  g_autofree char *reply = talk(f->port, bytes, strlen(bytes), 0);
  g_autofree char *seen = handled(f);

  assert_string_equal(seen, "GET /1? ;POST /2? xy;HEAD /3? ;");
  assert_true(g_str_has_suffix(reply, "\r\n\r\n")); /* no body for HEAD */
}

/* --- Too much --- */

static void
heads_are_limited(void **state)
{
  Fixture *f = *state;
  GString *many = g_string_new("GET / HTTP/1.1\r\nHost: a\r\n");
  g_autofree char *pad = g_strnfill(20000, 'x');
  g_autofree char *large = g_strdup_printf("GET / HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n", pad);
  g_autofree char *far = g_strdup_printf("GET /%s HTTP/1.1\r\nHost: a\r\n\r\n", pad);

  for (int i = 0; i < 70; i++)
    g_string_append(many, "X: y\r\n");
  g_string_append(many, "\r\n");

  const char *rows[] = { many->str, large, far };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *reply = talk(f->port, rows[i], strlen(rows[i]), 0);
    int status = reply_status(reply);

    if (status != 400 && status != 413 && status != 414 && status != 431)
      fail_msg("row %zu: %s", i, reply);
  }
  g_autofree char *seen = handled(f);
  assert_string_equal(seen, "");
  g_string_free(many, TRUE);
}

/* The library would make a list of them in a connection's memory, and fall silent where it does not
 * fit; the query is the site's own to read. */
static void
a_query_of_many_pieces_is_answered(void **state)
{
  Fixture *f = *state;
  g_autoptr(GString) query = g_string_new("a?");

  while (query->len < 3000)
    g_string_append(query, "b&");

  g_autofree char *bytes = g_strdup_printf("GET /q?%s HTTP/1.1\r\nHost: a\r\n\r\n", query->str);
  g_autofree char *expected = g_strdup_printf("GET /q?%s ;", query->str);
  g_autofree char *reply = talk(f->port, bytes, strlen(bytes), 1);
  g_autofree char *seen = handled(f);

  assert_int_equal(reply_status(reply), 200);
  assert_string_equal(seen, expected);
}

static void
a_browsers_head_fits(void **state)
{
  Fixture *f = *state;
  g_autofree char *cookie = g_strnfill(900, 'c');
  g_autofree char *bytes = g_strdup_printf(
      "GET /papers/0123456789abcd?language=en-GB HTTP/1.1\r\nHost: riverside.example.org\r\n"
      "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
      "Chrome/130.0.0.0 Safari/537.36\r\n"
      "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp\r\n"
      "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-GB,en;q=0.9,cy;q=0.8\r\n"
      "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\n"
      "Sec-Fetch-Dest: document\r\nUpgrade-Insecure-Requests: 1\r\n"
      "Sec-Ch-Ua: \"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\"\r\n"
      "Referer: https://riverside.example.org/papers\r\nX-Forwarded-For: 203.0.113.7\r\n"
      "X-Forwarded-Proto: https\r\nCookie: a=%s\r\n\r\n",
      cookie);
  g_autofree char *reply = talk(f->port, bytes, strlen(bytes), 1);

  assert_int_equal(reply_status(reply), 200);
}

static void
one_address_has_few_connections(void **state)
{
  static const char ask[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  Fixture *f = *state;
  int fds[6], served = 0;

  for (size_t i = 0; i < G_N_ELEMENTS(fds); i++) {
    fds[i] = dial(f->port);
    if (fds[i] < 0 || send(fds[i], ask, sizeof(ask) - 1, MSG_NOSIGNAL) < 0)
      continue;
    g_autofree char *reply = hear(fds[i], 1);
    served += reply_status(reply) == 200;
  }
  assert_int_equal(served, 3);
  for (size_t i = 0; i < G_N_ELEMENTS(fds); i++)
    close(fds[i]);
}

/* --- Slow and silent clients --- */

static void
slow_clients_are_cut_off(void **state)
{
  static const char *const begun[] = {
    "",                                     /* says nothing */
    "GET / HT",                             /* stops in the first line */
    "GET / HTTP/1.1\r\nHost: a\r\nX: ",     /* stops in the head */
    "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET", /* stops in the second request */
  };
  Fixture *f = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(begun); i++) {
    int64_t start_us = g_get_monotonic_time();
    g_autofree char *reply = talk(f->port, begun[i], strlen(begun[i]), 0);

    if (g_get_monotonic_time() - start_us > 15 * G_USEC_PER_SEC)
      fail_msg("row %zu was not cut off: %s", i, reply);
  }
}

/* A byte now and then does not keep a request alive. */
static void
dribbling_clients_are_cut_off(void **state)
{
  Fixture *f = *state;
  int fd = dial(f->port);
  const char *head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  bool is_cut = false;
  char byte;

  assert_true(send(fd, head, strlen(head), MSG_NOSIGNAL) > 0);
  for (int64_t end_us = g_get_monotonic_time() + 15 * G_USEC_PER_SEC;
       !is_cut && g_get_monotonic_time() < end_us;) {
    struct timeval short_wait = { .tv_usec = 5000 };

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &short_wait, sizeof(short_wait));
    is_cut = send(fd, "x", 1, MSG_NOSIGNAL) < 0 || recv(fd, &byte, 1, 0) == 0;
  }
  assert_true(is_cut);
  close(fd);
}

/* --- Waiting exchanges --- */

static void
an_exchange_waits_without_a_deadline(void **state)
{
  static const char ask[] = "GET /keep HTTP/1.1\r\nHost: a\r\n\r\n";
  Fixture *f = *state; /* impatient: 60 ms for a head, 120 ms idle */
  int fd = dial(f->port);

  assert_true(send(fd, ask, sizeof(ask) - 1, MSG_NOSIGNAL) > 0);
  pthread_mutex_lock(&f->lock);
  while (!f->kept)
    pthread_cond_wait(&f->wake, &f->lock);
  pthread_mutex_unlock(&f->lock);
  /* Three others are cut off meanwhile: more than their time has passed. */
  for (int i = 0; i < 3; i++) {
    g_autofree char *reply = talk(f->port, "GET", 3, 0);
    assert_int_equal(reply_status(reply), 0);
  }
  reply_ok(f->kept);
  g_autofree char *reply = hear(fd, 1);
  assert_int_equal(reply_status(reply), 200);
  close(fd);
}

static const char ask_to_keep[] = "GET /keep HTTP/1.1\r\nHost: a\r\n\r\n";

static gpointer
reply_later(gpointer data)
{
  reply_ok(((Fixture *)data)->kept);
  return NULL;
}

/* The reply comes from another thread while the event loop may still be handing over. */
static void
replies_come_from_any_thread(void **state)
{
  Fixture *f = *state;
  int fd = dial(f->port);

  for (int i = 0; i < 500; i++) {
    assert_true(send(fd, ask_to_keep, sizeof(ask_to_keep) - 1, MSG_NOSIGNAL) > 0);
    pthread_mutex_lock(&f->lock);
    while (!f->kept)
      pthread_cond_wait(&f->wake, &f->lock);
    GThread *thread = g_thread_new("later", reply_later, f);
    pthread_mutex_unlock(&f->lock);
    g_thread_join(thread);
    f->kept = NULL;
    g_autofree char *reply = hear(fd, 1);
    assert_int_equal(reply_status(reply), 200);
  }
  close(fd);
}

static gpointer
give_back(gpointer data)
{
  exchange_go_on(((Fixture *)data)->kept, reply_ok);
  return NULL;
}

/* As replies_come_from_any_thread, but the reply is put together on the event loop. */
static void
exchanges_are_given_back_from_any_thread(void **state)
{
  Fixture *f = *state;
  int fd = dial(f->port);

  for (int i = 0; i < 500; i++) {
    assert_true(send(fd, ask_to_keep, sizeof(ask_to_keep) - 1, MSG_NOSIGNAL) > 0);
    pthread_mutex_lock(&f->lock);
    while (!f->kept)
      pthread_cond_wait(&f->wake, &f->lock);
    GThread *thread = g_thread_new("giver", give_back, f);
    pthread_mutex_unlock(&f->lock);
    g_thread_join(thread);
    f->kept = NULL;
    g_autofree char *reply = hear(fd, 1);
    assert_int_equal(reply_status(reply), 200);
  }
  close(fd);
}

/* --- Stopping --- */

typedef struct {
  atomic_int port; /* 0: nobody is to be called now */
  atomic_bool is_over;
} Called;

static gpointer
call_all_the_time(gpointer data)
{
  static const char ask[] = "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  Called *called = data;

  while (!atomic_load(&called->is_over)) {
    int port = atomic_load(&called->port);
    int fd = port ? dial(port) : -1;

    if (fd < 0) {
      g_usleep(100);
      continue;
    }
    if (send(fd, ask, sizeof(ask) - 1, MSG_NOSIGNAL) > 0)
      g_free(hear(fd, 1));
    close(fd);
  }
  return NULL;
}

/* In place of the C library's: long enough for an event loop to wake while the door closes, which
 * it does on a busy machine once in many thousand stops. */
static atomic_bool is_slow_to_close;

int
epoll_ctl(int epoll_fd, int what, int fd, struct epoll_event *event)
{
  if (what == EPOLL_CTL_DEL && atomic_load(&is_slow_to_close))
    g_usleep(1000);
  return (int)syscall(SYS_epoll_ctl, epoll_fd, what, fd, event);
}

/* Its event loops wake all the time while the door closes: both take it from the loop's list. */
static void
it_stops_while_people_call(void **state)
{
  enum { CALLERS = 3, ROUNDS = 50 };
  Called called = { .port = 0 };
  GThread *callers[CALLERS];

  (void)state;
  atomic_store(&is_slow_to_close, true);
  for (int i = 0; i < CALLERS; i++)
    callers[i] = g_thread_new("caller", call_all_the_time, &called);
  for (int i = 0; i < ROUNDS; i++) {
    void *fixture = NULL;

    set_up(&fixture);
    atomic_store(&called.port, ((Fixture *)fixture)->port);
    g_usleep(3000);
    tear_down(&fixture);
    atomic_store(&called.port, 0);
  }
  atomic_store(&is_slow_to_close, false);
  atomic_store(&called.is_over, true);
  for (int i = 0; i < CALLERS; i++)
    g_thread_join(callers[i]);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(hostile_requests_end_the_connection, set_up, tear_down),
    cmocka_unit_test_setup_teardown(usual_requests_are_let_in, set_up, tear_down),
    cmocka_unit_test_setup_teardown(pipelined_requests_are_answered_in_order, set_up, tear_down),
    cmocka_unit_test_setup_teardown(heads_are_limited, set_up, tear_down),
    cmocka_unit_test_setup_teardown(a_browsers_head_fits, set_up, tear_down),
    cmocka_unit_test_setup_teardown(a_query_of_many_pieces_is_answered, set_up, tear_down),
    cmocka_unit_test_setup_teardown(one_address_has_few_connections, set_up_small, tear_down),
    cmocka_unit_test_setup_teardown(slow_clients_are_cut_off, set_up_impatient, tear_down),
    cmocka_unit_test_setup_teardown(dribbling_clients_are_cut_off, set_up_impatient, tear_down),
    cmocka_unit_test_setup_teardown(an_exchange_waits_without_a_deadline, set_up_impatient,
                                    tear_down),
    cmocka_unit_test_setup_teardown(replies_come_from_any_thread, set_up, tear_down),
    cmocka_unit_test_setup_teardown(exchanges_are_given_back_from_any_thread, set_up, tear_down),
    cmocka_unit_test(it_stops_while_people_call),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
