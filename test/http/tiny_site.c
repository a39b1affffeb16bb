/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The tiny site: handlers as a subject would write them, but for the HTML by hand. */
#include "tiny_site.h"

#include "base/clock.h"
#include "base/ids.h"
#include "web/live.h"

#include <pthread.h>
#include <string.h>

static const char tables[] =
    "-- migration 1: what the tiny site keeps\n"
    "-- tenant\n-- export never\n"
    "CREATE TABLE person (\n"
    "  community_id BIGINT NOT NULL,\n  id BIGINT NOT NULL,\n  name TEXT NOT NULL,\n"
    "  PRIMARY KEY (community_id, id)\n);\n"
    "-- tenant\n-- export never\n"
    "CREATE TABLE note (\n"
    "  community_id BIGINT NOT NULL,\n  id BIGINT NOT NULL,\n  text TEXT NOT NULL,\n"
    "  PRIMARY KEY (community_id, id)\n);\n";

static const LiveTopic talk_topic = { "talk", 1 };

static pthread_mutex_t slow_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t slow_wake = PTHREAD_COND_INITIALIZER;
static int slow_waiting, slow_tickets;

static void
put_hidden(Buffer *b, const char *name, const char *value)
{
  buffer_put_text(b, "<input type=hidden name=");
  buffer_put_text(b, name);
  buffer_put_text(b, " value=");
  buffer_put_text(b, value);
  buffer_put_text(b, ">\n");
}

static void
send_page(Request *r, int status, const char *words)
{
  g_auto(Buffer) b = BUFFER_INIT(1 << 20);
  const char *banner = request_banner(r);

  buffer_put_text(&b, "<!doctype html><title>Tiny</title><p>");
  buffer_put_escaped(&b, words, strlen(words));
  buffer_put_text(&b, "<p>for ");
  buffer_put_text(&b, request_viewer(r)->name ? request_viewer(r)->name : "nobody");
  buffer_put_text(&b, " at ");
  buffer_put_text(&b, request_community_name(r));
  if (banner) {
    buffer_put_text(&b, "<p>Banner: ");
    buffer_put_escaped(&b, banner, strlen(banner));
  }
  put_hidden(&b, FIELD_FORM_ID, request_form_id(r));
  put_hidden(&b, FIELD_CSRF_TOKEN, request_csrf_token(r));
  for (int i = 0; i < refusals_count(request_refusals(r)); i++) {
    buffer_put_text(&b, "<p>Refused: ");
    buffer_put_text(&b, refusals_nth(request_refusals(r), i)->message);
  }
  buffer_put_text(&b, "<p>Typed: ");
  const char *typed = answers_text(request_answers(r), "text");
  buffer_put_escaped(&b, typed, strlen(typed));
  reply_html(r, status, &b);
}

static void
draw_not_found(Request *r)
{
  send_page(r, 404, "Not found");
}

static void
draw_sign_in(Request *r)
{
  send_page(r, 401, "Sign in");
}

static void
draw_trouble(Request *r, int status)
{
  send_page(r, status, "Trouble");
}

static bool
load_viewer(Txn *txn, const Session *session, Arena *arena, Viewer *ret_viewer)
{
  g_autoptr(Query) q = db_query(txn, "SELECT name FROM person WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, session->member_id);
  if (!query_next(q))
    return false;
  ret_viewer->member_id = session->member_id;
  ret_viewer->name = arena_text(arena, col_text(q, 0));
  ret_viewer->rights = RIGHT_TAKE_PART;
  return true;
}

static void
show_home(Request *r)
{
  send_page(r, 200, "Home");
}

static void
show_notes(Request *r)
{
  g_autoptr(Query) q =
      db_query(request_txn(r), "SELECT text FROM note WHERE community_id = ?1 ORDER BY id");
  GString *words = g_string_new("Notes:");

  while (query_next(q))
    g_string_append_printf(words, " [%s]", col_text(q, 0));
  send_page(r, 200, words->str);
  g_string_free(words, TRUE);
}

static void
show_note(Request *r)
{
  if (request_id_in_path(r, "note") == 0)
    reply_not_found(r);
  else
    send_page(r, 200, request_text_in_path(r, "note"));
}

static void
add_note(Request *r)
{
  const char *text = answers_text(request_answers(r), "text");

  if (strlen(text) > 100)
    refuse(request_refusals(r), "text", "That is too long");
  live_tell(r, talk_topic);
  for (int i = 0; i < 3; i++) {
    g_autoptr(Query) q = db_change(request_txn(r), request_act(r),
                                   "INSERT INTO note (community_id, id, text) VALUES (?1, ?2, ?3)");

    bind_int(q, 2, act_new_id(request_act(r)));
    bind_text(q, 3, text);
    query_run(q);
  }
  if (refusals_count(request_refusals(r)) > 0)
    show_notes(r);
  else
    reply_redirect_saying(r, "/notes", "Kept what {name} wrote", request_viewer(r)->name);
}

static void
sign_in_here(Request *r)
{
  int64_t id = 0;

  if (!id_from_text(answers_text(request_answers(r), "member"), &id)) {
    refuse(request_refusals(r), "member", "Nobody");
    show_home(r);
    return;
  }
  request_sign_in(r, id, WAY_LINK);
  reply_redirect(r, "/notes");
}

static void
sign_out_here(Request *r)
{
  request_sign_out(r);
  reply_redirect(r, "/");
}

static void
name_place(Request *r)
{
  community_set_up(request_txn(r), request_act(r), answers_text(request_answers(r), "text"),
                   "Europe/London");
  reply_redirect(r, "/");
}

static void
show_slow(Request *r)
{
  pthread_mutex_lock(&slow_lock);
  slow_waiting++;
  while (slow_tickets == 0)
    pthread_cond_wait(&slow_wake, &slow_lock);
  slow_tickets--;
  slow_waiting--;
  pthread_mutex_unlock(&slow_lock);
  send_page(r, 200, "Slow");
}

void
site_let_slow_ones_go(int count)
{
  pthread_mutex_lock(&slow_lock);
  slow_tickets += count;
  pthread_cond_broadcast(&slow_wake);
  pthread_mutex_unlock(&slow_lock);
}

int
site_slow_ones(void)
{
  pthread_mutex_lock(&slow_lock);
  int count = slow_waiting;
  pthread_mutex_unlock(&slow_lock);
  return count;
}

static void
take_file(Request *r)
{
  const AnswerFile *file = answers_file(request_answers(r), "file");
  g_autofree char *path =
      file ? g_strdup_printf("/notes?len=%" G_GSIZE_FORMAT, file->len) : g_strdup("/none");

  reply_redirect(r, path);
}

static void
show_bytes(Request *r)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static("0123456789", 10);

  reply_bytes(r, "audio/mpeg", *request_query(r, "name") ? request_query(r, "name") : NULL, bytes);
}

static void
say_nothing(Request *r)
{
  (void)r;
}

/* ---- live ---- */

static void
listen_here(Request *r)
{
  reply_live(r, (LiveTopic){ "talk", request_id_in_path(r, "talk") });
}

static void
show_cards(Request *r)
{
  g_autoptr(GString) words = g_string_new("Cards:");

  for (const LiveNote *note = live_notes(r, talk_topic); note->id; note++)
    g_string_append_printf(words, " [%s %s]", note->kind, note->words);
  send_page(r, 200, words->str);
}

static void
raise_card(Request *r)
{
  const char *kind = answers_text(request_answers(r), "text");

  if (strlen(kind) > 10)
    refuse(request_refusals(r), "text", "That is too long");
  live_put(r, talk_topic, request_viewer(r)->member_id, kind, request_viewer(r)->name);
  if (refusals_count(request_refusals(r)) > 0)
    show_cards(r);
  else
    reply_redirect(r, "/cards");
}

static const Route routes[] = {
  { "GET", "/", anyone, show_home },
  { "GET", "/notes", is_signed_in, show_notes },
  { "POST", "/notes", is_signed_in, add_note, .fields_max = 10 },
  { "GET", "/notes/:note", is_signed_in, show_note },
  { "POST", "/sign-in", anyone, sign_in_here },
  { "POST", "/sign-out", is_signed_in, sign_out_here },
  { "POST", "/rarely", anyone, sign_out_here, .per_minute = 3 },
  { "POST", "/name", is_signed_in, name_place },
  { "GET", "/careless", is_signed_in, show_notes },
  { "POST", "/careless", is_signed_in, name_place },
  { "GET", "/talks/:talk/live", is_signed_in, listen_here },
  { "GET", "/cards", is_signed_in, show_cards },
  { "POST", "/cards", is_signed_in, raise_card, .keeps_nothing = true },
  { "POST", "/file", anyone, take_file, .body_max = 1 << 20 },
  { "GET", "/slow", anyone, show_slow },
  { "GET", "/bytes", anyone, show_bytes },
  { "GET", "/nothing", anyone, say_nothing },
  ROUTES_END,
};
static const Route *const route_tables[] = { routes, NULL };

typedef struct {
  const char *host, *name, *person;
  int64_t person_id;
} Place;

static bool
add_place(Txn *txn, const Act *act, void *data)
{
  const Place *place = data;

  community_add(txn, act, place->host, place->name, "Europe/London");

  g_autoptr(Query) q =
      db_change(txn, act, "INSERT INTO person (community_id, id, name) VALUES (?1, ?2, ?3)");

  bind_int(q, 2, place->person_id);
  bind_text(q, 3, place->person);
  return query_run(q);
}

static int64_t
make_place(TestDb *db, const char *host, const char *name, const char *person, int64_t person_id)
{
  Act act = test_db_act(db, ids_new(), 0);
  Place place = { host, name, person, person_id };

  if (test_db_write(db, &act, add_place, &place) != WRITE_KEPT)
    g_error("no place for %s", host);
  return act.community_id;
}

Site *
site_start(const WebOptions *options, const DbOptions *db_options)
{
  Site *site = g_new0(Site, 1);
  g_autofree char *web_tables = test_db_read_source("src/web/web.sql");
  const MigrationFile files[] = { { "web", web_tables }, { "tiny", tables }, { NULL, NULL } };
  g_autoptr(GError) err = NULL;
  WebOptions own = options ? *options : (WebOptions){ 0 };

  site->db = test_db_new(files, db_options);
  site->ann = ids_new();
  site->bo = ids_new();
  site->riverside = make_place(site->db, "riverside.test", "Riverside", "Ann", site->ann);
  site->hillside = make_place(site->db, "hillside.test", "Hillside", "Bo", site->bo);
  own.db = test_db(site->db);
  own.routes = route_tables;
  own.load_viewer = load_viewer;
  own.draw_not_found = draw_not_found;
  own.draw_sign_in = draw_sign_in;
  own.draw_trouble = draw_trouble;
  own.address = "127.0.0.1";
  site->web = web_start(&own, &err);
  if (!site->web)
    g_error("%s", err->message);
  site->port = web_port(site->web);
  return site;
}

void
site_stop(Site *site)
{
  web_stop(site->web, 5);
  test_db_free(site->db);
  g_free(site);
}

int64_t
site_notes(Site *site, int64_t community_id)
{
  Txn *txn = db_begin_read(test_db(site->db), community_id);
  Query *q = db_query(txn, "SELECT count(*) FROM note WHERE community_id = ?1");
  int64_t count = query_next(q) ? col_int(q, 0) : -1;

  query_done(q);
  db_end_read(txn);
  return count;
}
