/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The site: started and stopped, and each exchange sent on its way from the event loop, which never
 * waits (what it reads itself is quick: web/read.c). */
#include "web/web.h"

#include "base/clock.h"
#include "web/headers.h"
#include "web/large_forms.h"
#include "web/percent.h"
#include "web/site.h"
#include "web/tries.h"

#include <sodium.h>
#include <string.h>

enum {
  BODY_MAX_DEFAULT = 64 * 1024,
  READ_QUEUE_MAX = 2048,
  PARSE_ON_LOOP_MAX = 64 * 1024, /* longer forms are read by a reader's thread */
  LIMIT_KEYS = 16384,
  POSTS_PER_MINUTE = 120,
  STEPS_PER_MINUTE = 1200, /* a day centre's people share one address */
};
#define RELOAD_UNKNOWN_US US_PER_S
#define RELOAD_OLD_US     (60 * (int64_t)US_PER_S)

/* --- From the exchange to its thread --- */

static void
answer_plainly(Exchange *x, int status, const char *words)
{
  g_autoptr(GBytes) body = g_bytes_new_static(words, strlen(words));

  headers_add_security(x, false);
  exchange_add_header(x, "Content-Type", "text/plain; charset=utf-8");
  exchange_add_header(x, "Cache-Control", "no-store");
  exchange_reply(x, status, body);
}

typedef struct {
  Task task;
  Web *web;
  Exchange *x;
} Readiness;

static void
run_readiness(Task *task, Arena *arena)
{
  Readiness *readiness = (Readiness *)task;
  bool is_ready = known_reload(readiness->web->known, readiness->web->options.db);

  (void)arena;
  answer_plainly(readiness->x, is_ready ? 200 : 503, is_ready ? "ready\n" : "not ready\n");
  g_free(readiness);
}

/* For whoever watches the server: it lives, it can serve. No community, no thread for the first. */
static bool
answer_health(Web *web, Exchange *x)
{
  if (strcmp(exchange_path(x), "/healthz") == 0) {
    answer_plainly(x, 200, "ok\n");
    return true;
  }
  if (strcmp(exchange_path(x), "/readyz") != 0)
    return false;

  Readiness *readiness = g_new0(Readiness, 1);

  *readiness = (Readiness){ { .run = run_readiness }, web, x };
  if (!pool_push(web->pool, &readiness->task)) {
    g_free(readiness);
    answer_plainly(x, 503, "not ready\n");
  }
  return true;
}

/* Remembers the word in this browser, if there is such a one. `at`: a PageLook, or LOOK_COUNT for
 * the language. */
static void
take_preference(Request *r, int at, const char *word)
{
  if (at < LOOK_COUNT && look_is_known((PageLook)at, word))
    request_set_cookie(r, look_cookie((PageLook)at), word, PREFERENCE_SECONDS);
  if (at == LOOK_COUNT && lang_find(word))
    request_set_cookie(r, LANGUAGE_COOKIE, word, PREFERENCE_SECONDS);
}

/* ?language=, ?theme=, ?text-size= and ?spacing= set a cookie and lead to the same page without
 * them, also where there is no page: what is said there is read in that language. */
static bool
answer_preference(Request *r)
{
  const char *query = exchange_query(r->x);

  for (int i = 0; *query && i <= LOOK_COUNT; i++) {
    const char *name = i < LOOK_COUNT ? look_cookie((PageLook)i) : LANGUAGE_COOKIE;
    g_autofree char *value = query_value(query, name);

    if (*value == '\0' || g_str_has_prefix(exchange_path(r->x), "//"))
      continue;

    g_autofree char *rest = query_without(query, name);
    g_autofree char *path = g_strconcat(exchange_path(r->x), *rest ? "?" : "", rest, NULL);

    r->arena = r->own_arena = arena_new(PAGE_ARENA_MAX);
    take_preference(r, i, value);
    reply_redirect(r, path);
    reply_send(r);
    return true;
  }
  return false;
}

static bool
is_within_address_limit(Request *r)
{
  int usual = r->step ? STEPS_PER_MINUTE : POSTS_PER_MINUTE;
  int per_minute = r->route->per_minute > 0 ? r->route->per_minute : usual;
  g_autofree char *key = g_strdup_printf("%d %s", r->route_number, request_network(r));

  return rate_limits_take(r->web->limits, key, strlen(key), per_minute, clock_monotonic_us(),
                          &r->wait_s);
}

/* A step of a form is a page to read, and not counted with the forms that are sent. */
static void
read_form_and_go_on(Request *r)
{
  if (!request_read_form(r))
    trouble_start(r, 400);
  else if (r->step && !request_find_step_route(r))
    trouble_start(r, 404);
  else if (!is_within_address_limit(r))
    trouble_start(r, 429);
  else if (r->step || r->route->keeps_nothing)
    read_start(r);
  else
    write_start(r);
}

static void
run_form(Task *task, Arena *arena)
{
  (void)arena;
  read_form_and_go_on((Request *)task);
}

static void
dispatch_post(Request *r)
{
  size_t len;

  exchange_body(r->x, &len);
  r->arena = r->own_arena = arena_new(4 * len + PAGE_ARENA_MAX);
  if (len <= PARSE_ON_LOOP_MAX) {
    read_form_and_go_on(r);
    return;
  }
  r->task.run = run_form;
  if (!pool_push(r->web->pool, &r->task))
    reply_send_trouble(r, 503);
}

/* The community too: its name may have gone to another one meanwhile. */
static void
look_up_again(Request *r)
{
  known_release(r->community);
  r->community = NULL;
  r->fault = 0;
  request_look_up(r);
  web_dispatch(r);
}

/* The list of communities is read again when this process changed it, at most once a second for
 * hosts that are not in it, and once a minute because another process may have changed it. */
static bool
is_list_to_be_read(Request *r)
{
  if (r->has_been_looked_up)
    return false;
  r->has_been_looked_up = true;
  return known_is_changed(r->web->known) ||
         known_is_old(r->web->known, r->community ? RELOAD_OLD_US : RELOAD_UNKNOWN_US);
}

void
web_dispatch(Request *r)
{
  if (is_list_to_be_read(r)) {
    reload_start(r, look_up_again);
    return;
  }
  if (!r->is_post && answer_preference(r))
    return;
  if (r->fault == 421 || r->fault == 405)
    reply_send_trouble(r, r->fault);
  else if (r->fault != 0)
    trouble_start(r, r->fault);
  else if (r->is_post)
    dispatch_post(r);
  else
    read_start(r);
}

static size_t
body_max(Exchange *x, void *data)
{
  if (strcmp(exchange_method(x), "POST") != 0)
    return 0;

  Request *r = request_new(data, x);

  exchange_set_data(x, r, request_free);
  if (!r->route || r->route->body_max == 0 ||
      (r->route->is_large_when_shown &&
       !large_forms_is_noted(request_host(r), exchange_path(r->x))))
    return BODY_MAX_DEFAULT;
  return r->route->body_max;
}

/* On the event loop. */
static void
answer_refused(Exchange *x, int status, void *data)
{
  Request *r = exchange_data(x);

  if (!r)
    r = request_new(data, x);
  exchange_set_data(x, r, request_free);
  reply_send_trouble(r, status);
}

static void
handle(Exchange *x, void *data)
{
  Web *web = data;
  Request *r = exchange_data(x);
  int status;

  if (static_files_answer(web->files, x, &status)) {
    metrics_count_static(&web->metrics);
    return;
  }
  if (!r && answer_health(web, x))
    return;
  if (!r) {
    r = request_new(web, x);
    exchange_set_data(x, r, request_free);
  }
  web_dispatch(r);
}

/* --- Metrics --- */

static void
handle_metrics(Exchange *x, void *data)
{
  Web *web = data;
  WriterCounts writer = db_writer_counts(web->options.db);
  const Gauge gauges[] = {
    { "connections", "Open connections", server_connections(web->server), FALSE },
    { "streams", "Pages that hear of changes", streams_count(web->streams), FALSE },
    { "reads_waiting", "Pages waiting for a reader", pool_queued(web->pool), FALSE },
    { "pages_on_loops_total", "Pages answered without a reader's thread",
      (int64_t)atomic_load(&web->pages_on_loops), TRUE },
    { "writes_waiting", "Forms waiting for the writer", writer.queued, FALSE },
    { "write_jobs_total", "Jobs the writer did", writer.jobs, TRUE },
    { "write_batches_total", "Commits the writer made", writer.batches, TRUE },
    { "write_reruns_total", "Jobs run again after a lost batch", writer.rerun, TRUE },
  };

  if (strcmp(exchange_path(x), "/metrics") != 0) {
    answer_plainly(x, 404, "Metrics are at /metrics.\n");
    return;
  }

  g_autoptr(GBytes) page = metrics_page(&web->metrics, gauges, G_N_ELEMENTS(gauges));

  exchange_add_header(x, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  exchange_reply(x, 200, page);
}

/* --- Start and stop --- */

static void
web_free(Web *web)
{
  pool_stop(web->pool);
  pace_free(web->pace);
  static_files_free(web->files);
  route_table_free(web->routes);
  known_free(web->known);
  rate_limits_free(web->limits);
  streams_free(web->streams);
  board_free(web->board);
  g_strfreev(web->proxies);
  g_free(web);
}

static bool
start_servers(Web *web, GError **err)
{
  const ServerOptions site = { .address = web->options.address,
                               .port = web->options.port,
                               .body_max = body_max,
                               .refused = answer_refused,
                               .handle = handle,
                               .data = web };
  const ServerOptions metrics = { .address = "127.0.0.1",
                                  .port = web->options.metrics_port,
                                  .loops = 1,
                                  .connections_max = 16,
                                  .handle = handle_metrics,
                                  .data = web };

  web->server = server_start(&site, err);
  if (!web->server)
    return false;
  if (web->options.metrics_port == 0)
    return true;
  web->metrics_server = server_start(&metrics, err);
  if (web->metrics_server)
    return true;
  server_stop(g_steal_pointer(&web->server), 0);
  return false;
}

Web *
web_start(const WebOptions *options, GError **err)
{
  Web *web = g_new0(Web, 1);

  if (sodium_init() < 0)
    g_error("libsodium cannot start");
  web->options = *options;
  web->proxies = g_strdupv((char **)options->trusted_proxies);
  web->options.readers = options->readers > 0 ? options->readers : 4;
  web->options.sign_in_days = options->sign_in_days > 0 ? options->sign_in_days : 90;
  web->limits = rate_limits_new(LIMIT_KEYS);
  web->files = static_files_new();
  web->known = known_new();
  web->streams = streams_start(&options->streams);
  web->board = board_new();
  web->pace = pace_new(options->loop_us);
  web->routes = route_table_new(options->routes, err);
  if (web->routes) {
    known_reload(web->known, options->db);
    web->pool = pool_start(web->options.readers, READ_QUEUE_MAX, PAGE_ARENA_MAX);
    if (start_servers(web, err))
      return web;
  }
  web_free(web);
  return NULL;
}

int
web_port(const Web *web)
{
  return server_port(web->server);
}

void
web_stop(Web *web, int seconds)
{
  if (!web)
    return;
  server_stop(web->metrics_server, 0);
  streams_end_all(web->streams);
  server_stop(web->server, seconds);
  /* The server has ended; whoever sent the last replies may still be putting things away. */
  while (atomic_load(&web->requests) > 0)
    g_usleep(1000);
  web_free(web);
}
