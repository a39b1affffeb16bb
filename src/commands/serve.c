/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable serve: the site, until a signal ends it. */
#include "base/clock.h"
#include "base/heap.h"
#include "base/journal.h"
#include "commands/command.h"
#include "commands/links.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "log/log.h"
#include "outbox/outbox.h"
#include "people/people_pages.h"
#include "people/supporter_pages.h"
#include "subjects.h"
#include "ui/page.h"
#include "upkeep/daily.h"
#include "web/web.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>

enum { STOP_SECONDS = 20, PORT_MAX = 65535, NOT_GIVEN = INT_MIN };

static int port_option = NOT_GIVEN, metrics_port_option;
static char *address_option;
static char **proxies_option;
static gboolean https_option, link_option, trust_clock_option;

/* PORT is how script/server and process managers say it. */
static int
chosen_port(void)
{
  const char *from_environment = g_getenv("PORT");
  guint64 port = 8080;

  if (port_option != NOT_GIVEN)
    return port_option;
  if (from_environment && *from_environment &&
      !g_ascii_string_to_unsigned(from_environment, 10, 0, PORT_MAX, &port, NULL))
    return -1;
  return (int)port;
}

static bool
is_port(int number)
{
  return number >= 0 && number <= PORT_MAX;
}

static GArray *
list_communities(Db *db)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  Txn *txn = db_begin_read(db, 0);
  g_autoptr(Query) q = db_query_global(txn, "SELECT community_id FROM community_host");

  while (query_next(q)) {
    int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  query_done(g_steal_pointer(&q));
  db_end_read(txn);
  return ids;
}

/* A clock that was set back, or lost while the machine was off: what was over would live again, and
 * the record of acts would not be in order. Time goes on from what was recorded last. */
static void
hold_clock(Db *db)
{
  g_autoptr(GArray) ids = list_communities(db);
  int64_t newest_us = 0;

  for (guint i = 0; !trust_clock_option && i < ids->len; i++) {
    Txn *txn = db_begin_read(db, g_array_index(ids, int64_t, i));

    newest_us = MAX(newest_us, log_newest_us(txn));
    db_end_read(txn);
  }
  clock_not_before(newest_us);
  if (clock_behind_us() > US_PER_S)
    journal("clock-behind", JOURNAL_NUMBER("by_s", clock_behind_us() / US_PER_S));
}

static void
look_at_all_tasks(Db *db)
{
  g_autoptr(GArray) ids = list_communities(db);

  for (guint i = 0; i < ids->len; i++) {
    daily_start_where_missing(db, g_array_index(ids, int64_t, i));
    outbox_look(g_array_index(ids, int64_t, i));
  }
}

static bool
is_set_up(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);
  bool has_members = people_count(txn) > 0;

  db_end_read(txn);
  return has_members;
}

/* The lines a person or a script waits for, on standard output. */
static bool
say_ready(Place *place, int64_t community_id, bool is_new, int port, GError **err)
{
  g_print("Ready: http://localhost:%d/\n", port);
  if (is_new || link_option) {
    g_autofree char *path = make_link_path(place, community_id, 0, err);

    if (!path)
      return false;
    g_print("%s (works once): http://localhost:%d%s\n",
            is_new ? "Set this place up" : "Organiser's link", port, path);
  }
  fflush(stdout);
  return true;
}

/* The first page needs them; beside the rest of the start they cost it nothing. */
static gpointer
open_languages(gpointer unused)
{
  (void)unused;
  lang_offered();
  return NULL;
}

/* What is done in the background takes a processor, and a connection to the database, from whoever
 * asks for the first page: it begins a little later. 0, or the signal that ends the program. */
static int
wait_for_first_page(const sigset_t *signals)
{
  const struct timespec wait = { .tv_nsec = 100 * 1000 * 1000 };

  return MAX(sigtimedwait(signals, NULL, &wait), 0);
}

static int
serve(Place *place, const sigset_t *signals)
{
  g_autoptr(GError) err = NULL;
  int64_t community_id = place_first_community(place, "", &err);
  int signal_number = 0;
  WebOptions options = {
    .db = place->db,
    .routes = subject_routes,
    .load_viewer = people_load_viewer,
    .draw_not_found = draw_not_found_page,
    .draw_sign_in = draw_sign_in_page,
    .draw_denied = draw_denied_page,
    .load_acting = people_load_acting,
    .note_acting = people_note_acting,
    .draw_acting_denied = draw_acting_denied,
    .draw_trouble = draw_trouble_page,
    .address = address_option,
    .port = chosen_port(),
    .metrics_port = metrics_port_option,
    .is_https = https_option,
    .trusted_proxies = (const char *const *)proxies_option,
  };

  if (!community_id)
    return command_fail("%s", err->message);

  hold_clock(place->db);

  bool is_new = !is_set_up(place->db, community_id);
  GThread *languages = g_thread_new("languages", open_languages, NULL);
  Web *web = web_start(&options, &err);

  g_thread_join(languages);
  if (!web)
    return command_fail("%s", err->message);

  Outbox *outbox = NULL;

  if (say_ready(place, community_id, is_new, web_port(web), &err)) {
    journal("started", JOURNAL_NUMBER("port", web_port(web)));
    signal_number = wait_for_first_page(signals);
    if (!signal_number) {
      outbox = outbox_start(place->db, subject_handlers, 1);
      look_at_all_tasks(place->db);
      sigwait(signals, &signal_number);
    }
  }
  web_stop(web, STOP_SECONDS);
  outbox_stop(outbox);
  journal("stopped", JOURNAL_NUMBER("signal", signal_number));
  return err ? command_fail("%s", err->message) : 0;
}

static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;
  sigset_t signals;

  (void)argv;
  if (argc > 1)
    return command_fail("serve takes no further words; see --help");
  if (!is_port(chosen_port()) || !is_port(metrics_port_option))
    return command_fail("a port is a number from 0 to %d", PORT_MAX);
  heap_prepare();

  /* Before any thread starts, so that all inherit it and only sigwait() gets them. */
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
  signal(SIGPIPE, SIG_IGN);
  subjects_register();

  g_autoptr(Place) place = place_open_to_serve(&err);

  if (!place || !place_keep_erasures(place, &err))
    return command_fail("%s", err->message);
  return serve(place, &signals);
}

static const GOptionEntry options[] = {
  { "port", 'p', 0, G_OPTION_ARG_INT, &port_option, "Port (default: $PORT, or 8080)", "PORT" },
  { "address", 0, 0, G_OPTION_ARG_STRING, &address_option,
    "Address to listen at (default: this machine only)", "ADDRESS" },
  { "metrics-port", 0, 0, G_OPTION_ARG_INT, &metrics_port_option,
    "Port for /metrics, this machine only (default: none)", "PORT" },
  { "https", 0, 0, G_OPTION_ARG_NONE, &https_option,
    "People reach the site by https, through a proxy in front", NULL },
  { "proxy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &proxies_option,
    "Address of a proxy whose X-Forwarded-For counts (default: this machine)", "ADDRESS" },
  { "trust-clock", 0, 0, G_OPTION_ARG_NONE, &trust_clock_option,
    "Follow this machine's clock even where it is behind what was recorded last", NULL },
  { "link", 0, 0, G_OPTION_ARG_NONE, &link_option,
    "Also print a sign-in link for the first organiser", NULL },
  { NULL },
};

const Command serve_command = {
  .name = "serve",
  .summary = "Runs the site.",
  .options = options,
  .is_at_place = true,
  .run = run,
};
