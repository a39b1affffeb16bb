/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A mail server that is silent, drips or forgets to answer costs a bounded time, others' mails go
 * on meanwhile, and what it took comes once (R11, R66). A tiny server of our own on this machine,
 * and the outbox with one worker as the program has it. On both engines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "db/test_db.h"
#include "notices/smtp.h"
#include "outbox/outbox.h"

#include <gio/gio.h>
#include <string.h>

enum { RIVERSIDE = 11, HILLTOP = 12, PATIENCE_S = 1 };

typedef enum {
  TAKES,         /* every mail, at once */
  IS_SILENT,     /* from the first moment */
  DRIPS_LETTERS, /* of its greeting, without end */
  DRIPS_LINES,   /* of its greeting */
  HANGS_AT_DATA, /* it never says that the text may come */
  NEVER_ENDS,    /* has the whole text and says nothing */
  ENDS_LATE,     /* the same, and answers after twice the patience */
} Manner;

typedef struct {
  GSocketListener *listener;
  GThread *thread;
  GCancellable *end;
  Manner manner;
  int mails, callers; /* atomic */
  char *url;
} Server;

static bool
say(GSocketConnection *caller, const char *words)
{
  GOutputStream *out = g_io_stream_get_output_stream(G_IO_STREAM(caller));

  return g_output_stream_write_all(out, words, strlen(words), NULL, NULL, NULL);
}

/* Until the caller has enough of it, or the test ends. */
static void
drip(Server *server, GSocketConnection *caller, const char *words)
{
  while (!g_cancellable_is_cancelled(server->end) && say(caller, words))
    g_usleep(100 * 1000);
}

static void
keep_silent(Server *server, GSocketConnection *caller)
{
  GInputStream *in = g_io_stream_get_input_stream(G_IO_STREAM(caller));
  char bytes[512];

  while (g_input_stream_read(in, bytes, sizeof(bytes), server->end, NULL) > 0)
    continue;
}

static bool
take_text(Server *server, GSocketConnection *caller, GDataInputStream *lines)
{
  const Manner manner = (Manner)g_atomic_int_get((gint *)&server->manner);

  if (manner == HANGS_AT_DATA) {
    keep_silent(server, caller);
    return false;
  }
  say(caller, "354 Go on\r\n");
  for (;;) {
    g_autofree char *line = g_data_input_stream_read_line(lines, NULL, server->end, NULL);

    if (!line)
      return false;
    if (strcmp(line, ".") == 0)
      break;
  }
  if (manner == NEVER_ENDS) {
    keep_silent(server, caller);
    return false;
  }
  if (manner == ENDS_LATE)
    g_usleep(2 * PATIENCE_S * G_USEC_PER_SEC);
  g_atomic_int_inc(&server->mails);
  return say(caller, "250 Kept\r\n");
}

static void
talk(Server *server, GSocketConnection *caller)
{
  g_autoptr(GDataInputStream) lines =
      g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(caller)));

  g_data_input_stream_set_newline_type(lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_filter_input_stream_set_close_base_stream(G_FILTER_INPUT_STREAM(lines), FALSE);
  say(caller, "220 slow\r\n");
  for (;;) {
    g_autofree char *line = g_data_input_stream_read_line(lines, NULL, server->end, NULL);

    if (!line || g_str_has_prefix(line, "QUIT"))
      return;
    if (!g_str_has_prefix(line, "DATA"))
      say(caller, "250 Fine\r\n");
    else if (!take_text(server, caller, lines))
      return;
  }
}

static gpointer
meet(gpointer data)
{
  Server *server = data;

  for (;;) {
    g_autoptr(GSocketConnection) caller =
        g_socket_listener_accept(server->listener, NULL, server->end, NULL);

    if (!caller)
      return NULL;
    g_atomic_int_inc(&server->callers);
    switch ((Manner)g_atomic_int_get((gint *)&server->manner)) {
    case IS_SILENT:
      keep_silent(server, caller);
      break;
    case DRIPS_LETTERS:
      drip(server, caller, "2");
      break;
    case DRIPS_LINES:
      drip(server, caller, "220-wait\r\n");
      break;
    default:
      talk(server, caller);
    }
    g_io_stream_close(G_IO_STREAM(caller), NULL, NULL);
  }
}

static Server *
server_new(Manner manner)
{
  Server *server = g_new0(Server, 1);
  const guint16 port =
      g_socket_listener_add_any_inet_port(server->listener = g_socket_listener_new(), NULL, NULL);

  assert_true(port > 0);
  server->manner = manner;
  server->end = g_cancellable_new();
  server->url = g_strdup_printf("smtp://127.0.0.1:%d", port);
  server->thread = g_thread_new("slow", meet, server);
  return server;
}

static void
server_free(Server *server)
{
  g_cancellable_cancel(server->end);
  g_thread_join(server->thread);
  g_object_unref(server->listener);
  g_object_unref(server->end);
  g_free(server->url);
  g_free(server);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Server, server_free)

static MailStep
send_one(const Server *server)
{
  const MailConfig config = { .server = server->url, .safety = MAIL_PLAIN };

  return smtp_send(&config, "table@river.example", "ann@river.example", "Subject: x\r\n\r\nHi\r\n");
}

/* ---- one mail ---- */

typedef struct {
  Manner manner;
  MailStep step;
  int mails;
  double most_s;
} Row;

static gpointer
try_row(gpointer data)
{
  const Row *row = data;
  g_autoptr(Server) server = server_new(row->manner);
  const int64_t began_us = clock_monotonic_us();
  const MailStep step = send_one(server);
  const double took_s = (double)(clock_monotonic_us() - began_us) / US_PER_S;

  if (step != row->step || took_s > row->most_s || server->mails != row->mails)
    return g_strdup_printf("manner %d: step %d, %.1f s, %d mails", row->manner, step, took_s,
                           server->mails);
  return NULL;
}

static void
no_server_holds_us_for_long(void **state)
{
  static const Row rows[] = {
    { TAKES, MAIL_ACCEPTED, 1, 3 },
    { IS_SILENT, MAIL_NO_CONNECTION, 0, 6 },
    { DRIPS_LETTERS, MAIL_NO_CONNECTION, 0, 6 },
    { DRIPS_LINES, MAIL_NO_CONNECTION, 0, 6 },
    { HANGS_AT_DATA, MAIL_NO_SENSE, 0, 6 },
    { NEVER_ENDS, MAIL_NO_SENSE, 0, 10 },
    { ENDS_LATE, MAIL_ACCEPTED, 1, 6 },
  };
  GThread *threads[G_N_ELEMENTS(rows)];
  bool is_good = true;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    threads[i] = g_thread_new("row", try_row, (gpointer)&rows[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *fault = g_thread_join(threads[i]);

    if (fault)
      print_error("%s\n", fault);
    is_good &= !fault;
  }
  assert_true(is_good);
}

/* ---- the queue behind it ---- */

typedef struct {
  TestDb *test;
  char *sql;
  Server *slow, *good;
} World;

static OutboxResult
send_task(Db *db, const OutboxTask *task, void *data)
{
  const World *world = data;

  (void)db;
  return send_one(task->community_id == RIVERSIDE ? world->slow : world->good) == MAIL_ACCEPTED
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}

static bool
add_tasks(Txn *txn, const Act *act, void *data)
{
  for (int i = 0; i < *(const int *)data; i++)
    outbox_add(txn, act, "mail", i + 1);
  return true;
}

static void
add(World *world, int64_t community_id, int count)
{
  Act act = test_db_act(world->test, community_id, 5);

  assert_int_equal(test_db_write(world->test, &act, add_tasks, &count), WRITE_KEPT);
}

static void
wait_for(const gint *count, int wanted, int seconds)
{
  const int64_t end_us = clock_monotonic_us() + seconds * (int64_t)US_PER_S;

  while (g_atomic_int_get(count) < wanted && clock_monotonic_us() < end_us)
    g_usleep(10 * 1000);
  assert_int_equal(g_atomic_int_get(count), wanted);
}

/* Five mails wait for a silent server: it is tried once, and the other community's mails go. When
 * it has come to itself, each of the five comes once. */
static void
others_do_not_wait_behind_it(void **state)
{
  World *world = *state;
  const OutboxHandler handlers[] = { { "mail", send_task, world }, { .kind = NULL } };

  add(world, RIVERSIDE, 5);

  Outbox *outbox = outbox_start(test_db(world->test), handlers, 1);

  wait_for(&world->slow->callers, 1, 10); /* it is at it */
  add(world, HILLTOP, 3);
  wait_for(&world->good->mails, 3, 10 * PATIENCE_S);
  assert_int_equal(g_atomic_int_get(&world->slow->callers), 1);
  assert_int_equal(world->slow->mails, 0);
  outbox_stop(outbox);

  g_atomic_int_set((gint *)&world->slow->manner, TAKES);
  smtp_set_patience(PATIENCE_S); /* its rest is over */
  clock_set_for_test(clock_now_us() + 60 * US_PER_MINUTE);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  outbox_run_due(test_db(world->test), handlers, HILLTOP);
  assert_int_equal(world->slow->mails, 5);
  assert_int_equal(world->good->mails, 3);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 0);
}

/* Somebody who tries mail by hand waits for it: they want to know how it is now. */
static void
who_insists_is_let_through(void **state)
{
  World *world = *state;
  MailConfig config = { .server = world->slow->url, .safety = MAIL_PLAIN };

  assert_int_equal(send_one(world->slow), MAIL_NO_CONNECTION);
  assert_int_equal(send_one(world->slow), MAIL_NO_SENSE); /* rests: not even called */
  assert_int_equal(world->slow->callers, 1);
  g_atomic_int_set((gint *)&world->slow->manner, TAKES);
  config.is_insisting = true;
  assert_int_equal(smtp_send(&config, "t@r.example", "a@r.example", "Subject: x\r\n\r\nHi\r\n"),
                   MAIL_ACCEPTED);
  assert_int_equal(send_one(world->slow), MAIL_ACCEPTED); /* a mail that it took ends the rest */
}

static int
set_up(void **state)
{
  World *world = g_new0(World, 1);

  world->sql = test_db_read_source("src/outbox/outbox.sql");

  const MigrationFile files[] = { { "outbox", world->sql }, { 0 } };

  world->test = test_db_new(files, NULL);
  world->slow = server_new(IS_SILENT);
  world->good = server_new(TAKES);
  smtp_set_patience(PATIENCE_S);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  clock_set_for_test(0);
  server_free(world->slow);
  server_free(world->good);
  test_db_free(world->test);
  g_free(world->sql);
  g_free(world);
  return 0;
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(no_server_holds_us_for_long, set_up, tear_down),
    cmocka_unit_test_setup_teardown(others_do_not_wait_behind_it, set_up, tear_down),
    cmocka_unit_test_setup_teardown(who_insists_is_let_through, set_up, tear_down),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
