/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A request's life outside its handler: made from an exchange, its community, route and viewer
 * found, its form read and its origin checked, freed. */
#include "base/clock.h"
#include "base/ids.h"
#include "base/text.h"
#include "web/communities.h"
#include "web/cookies.h"
#include "web/forms.h"
#include "web/site.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>

static void
read_tokens(Request *r)
{
  const char *header = exchange_header(r->x, "Cookie");
  bool is_https = r->web->options.is_https;
  g_autofree char *session = cookie_find_ours(header, "session", is_https);
  g_autofree char *visitor = cookie_find_ours(header, "visitor", is_https);

  r->session_token = token_from_hex(session);
  r->visitor_token = token_from_hex(visitor);
}

Request *
request_new(Web *web, Exchange *x)
{
  Request *r = g_new0(Request, 1);

  atomic_fetch_add_explicit(&web->requests, 1, memory_order_relaxed);
  r->web = web;
  r->x = x;
  r->started_us = clock_monotonic_us();
  r->now_us = clock_now_us();
  r->id = ids_new();
  r->reply.fd = -1;
  r->is_post = strcmp(exchange_method(x), "POST") == 0;
  r->path_memory = g_malloc(strlen(exchange_path(x)) + 1);
  read_tokens(r);
  request_look_up(r);
  return r;
}

void
request_free(gpointer request)
{
  Request *r = request;
  Web *web = r->web;

  reply_forget(&r->reply);
  known_release(r->community);
  id_tape_free(r->ids);
  arena_free(r->own_arena);
  g_free(r->path_memory);
  sodium_memzero(&r->session_token, sizeof(r->session_token));
  sodium_memzero(&r->new_token, sizeof(r->new_token));
  g_free(r);
  atomic_fetch_sub(&web->requests, 1);
}

void
request_look_up(Request *r)
{
  if (!r->community)
    r->community = known_find(r->web->known, exchange_header(r->x, "Host"));
  if (!r->community) {
    r->fault = 421;
    return;
  }
  r->fault = segments_split(exchange_path(r->x), r->path_memory, &r->segments);
  if (r->fault)
    return;

  RouteMatch match = route_table_find(r->web->routes, exchange_method(r->x), &r->segments);

  r->route = match.route;
  r->route_number = match.number;
  r->pattern = match.pattern;
  if (!match.route)
    r->fault = match.has_other_method ? 405 : 404;
}

bool
request_find_step_route(Request *r)
{
  RouteMatch match = route_table_find(r->web->routes, "GET", &r->segments);

  r->route = match.route;
  r->route_number = match.number;
  r->pattern = match.pattern;
  return match.route != NULL;
}

/* --- The form --- */

typedef struct {
  Request *r;
  crypto_generichash_state *hash;
} FormReading;

/* Lengths are hashed with the bytes, so that two fields cannot read as one. */
static void
hash_piece(FormReading *reading, const void *bytes, size_t len)
{
  uint64_t length = len;

  crypto_generichash_update(reading->hash, (const unsigned char *)&length, sizeof(length));
  crypto_generichash_update(reading->hash, bytes, len);
}

/* Said of what came with signs that no text can hold: a paste from a terminal, say. */
static void
refuse_signs(Request *r, const char *name, const char *text, bool is_broken)
{
  enum { SHOWN = 40 };
  g_autofree char *start = g_utf8_substring(text, 0, MIN(SHOWN, g_utf8_strlen(text, -1)));
  g_autofree char *line = g_strdelimit(g_strdup(start), "\t\n\r", ' ');
  g_autofree char *shown = g_strconcat(line, strlen(text) > strlen(start) ? "…" : "", NULL);

  if (is_broken)
    refuse_with(request_refusals(r), name, FORM_BROKEN_MESSAGE, "text", shown);
  else if (*text)
    refuse_with(request_refusals(r), name, FORM_SIGNS_MESSAGE, "text", shown);
  else
    refuse(request_refusals(r), name, FORM_NOTHING_MESSAGE);
}

/* Keeps what can be kept of it, so that the form comes back with it, and asks to look again. */
static bool
take_odd_field(Request *r, const char *name, const char *value, size_t len)
{
  bool is_broken;
  g_autofree char *text = text_mend(value, len, &is_broken);

  refuse_signs(r, name, text, is_broken);
  return answers_add(request_answers(r), name, text, strlen(text));
}

static bool
take_field(const char *name, const char *value, size_t len, void *data)
{
  FormReading *reading = data;
  Request *r = reading->r;

  if (strcmp(name, FIELD_CSRF_TOKEN) == 0) {
    if (!text_is_clean(value, len))
      return false;
    r->posted_csrf = arena_text_len(r->arena, value, len);
    return true;
  }
  if (strcmp(name, FIELD_FORM_ID) == 0) {
    r->has_form_id =
        len == 2 * FORM_ID_BYTES && text_to_bytes(value, r->posted_form_id, FORM_ID_BYTES);
    return r->has_form_id;
  }
  if (strcmp(name, FIELD_STEP) == 0) {
    r->step = len > 0 ? arena_text_len(r->arena, value, len) : NULL;
    return true;
  }
  hash_piece(reading, name, strlen(name));
  if (!g_str_has_prefix(name, "pass")) /* a secret must not be tried out against what is stored */
    hash_piece(reading, value, len);
  return text_is_clean(value, len) ? answers_add(request_answers(r), name, value, len)
                                   : take_odd_field(r, name, value, len);
}

static bool
take_file(const char *name, const char *file_name, const char *media_type, const char *bytes,
          size_t len, void *data)
{
  FormReading *reading = data;
  const AnswerFile file = { file_name, media_type, bytes, len };

  hash_piece(reading, name, strlen(name));
  hash_piece(reading, file_name, strlen(file_name));
  hash_piece(reading, bytes, len);
  return answers_add_file(request_answers(reading->r), name, &file);
}

/* The request's own arena is there; a POST has no other. */
bool
request_read_form(Request *r)
{
  crypto_generichash_state hash;
  FormReading reading = { .r = r, .hash = &hash };
  const FormSink sink = { (r->route->fields_max > 0 ? r->route->fields_max : 200) + 2, take_field,
                          take_file, &reading };
  size_t len;
  const char *body = exchange_body(r->x, &len);

  crypto_generichash_init(&hash, NULL, 0, sizeof(r->body_hash));
  hash_piece(&reading, exchange_path(r->x), strlen(exchange_path(r->x)));
  if (!form_parse(exchange_header(r->x, "Content-Type"), body, len, &sink))
    return false;
  crypto_generichash_final(&hash, r->body_hash, sizeof(r->body_hash));
  return true;
}

void
request_forget(Request *r)
{
  reply_forget(&r->reply);
  if (r->own_arena)
    arena_clear(r->own_arena);
  r->answers = NULL;
  r->refusals = NULL;
  r->cookies = NULL;
  r->wishes = NULL;
  r->lang = NULL;
  memset(r->looks, 0, sizeof(r->looks));
  r->banner = NULL;
  r->has_read_banner = false;
  r->posted_csrf = NULL;
  r->step = NULL;
  r->session = (Session){ 0 };
  r->viewer = (Viewer){ 0 };
  r->acting = (Acting){ 0 };
  r->acting_name = NULL;
  r->csrf[0] = '\0';
  r->signed_in = r->new_session_id = 0;
  r->is_for_now = r->is_signed_out = r->is_unnamed = false;
}

/* True: the page belongs to the person acted for. Somebody who comes in with help, by a card or for
 * another never has the rights of a strong way. */
static bool
load_acting(Request *r)
{
  const WebOptions *options = &r->web->options;
  Viewer viewer = { 0 };

  if (r->session.acting_id == 0)
    return false;
  r->acting_name = "";
  if (!options->load_acting || !options->load_acting(r->txn, r->session.member_id,
                                                     r->session.acting_id, r->arena, &viewer)) {
    r->acting = (Acting){ .id = r->session.acting_id,
                          .supporter_id = r->session.member_id,
                          .is_over = true };
    return false;
  }
  r->acting = viewer.acting;
  r->acting_name = viewer.name;
  if (r->route && r->route->supporter.level == SUPPORT_AS_SELF)
    return false;
  r->viewer = viewer;
  r->viewer.rights &= RIGHT_TAKE_PART;
  r->viewer.way = WAY_ASSISTED;
  return true;
}

void
request_load_viewer(Request *r)
{
  Viewer viewer = { 0 };

  r->session = session_load(r->txn, &r->session_token, r->web->options.sign_in_days, r->now_us);
  if (r->session.member_id == 0 || load_acting(r))
    return;
  if (!r->web->options.load_viewer(r->txn, &r->session, r->arena, &viewer)) {
    r->session.member_id = 0;
    return;
  }
  r->viewer = viewer;
  r->viewer.way = r->session.way;
  r->viewer.helper_id = r->session.helper_id;
  if (r->acting.is_over && !(r->route && r->route->supporter.level == SUPPORT_AS_SELF))
    r->viewer.acting = r->acting;
}

/* Over: the viewer is the supporter again, but nothing is done until they say so. */
bool
request_is_let(const Request *r)
{
  return !r->route || acting_may(&r->viewer.acting, &r->route->supporter);
}

/* Which thing, where the address says it with a word of the program's own. */
static void
copy_detail(const Request *r, char ret_detail[static SUPPORT_DETAIL_SIZE])
{
  for (int i = 0; r->pattern && i < r->pattern->count; i++) {
    const char *text = r->segments.texts[i];
    int64_t id;

    if (r->pattern->texts[i][0] == ':' && !id_from_text(text, &id) &&
        strlen(text) < SUPPORT_DETAIL_SIZE)
      g_strlcpy(ret_detail, text, SUPPORT_DETAIL_SIZE);
  }
}

bool
request_acted(const Request *r, ActedNote *ret_note)
{
  const Support *support = r->route ? &r->route->supporter : NULL;

  if (r->viewer.acting.id == 0 || !support || support->level == SUPPORT_AS_SELF ||
      !r->web->options.note_acting)
    return false;
  *ret_note = (ActedNote){ .acting_id = r->viewer.acting.id,
                           .thing_id = request_first_id(r),
                           .area = support->area,
                           .words = support->words,
                           .is_done = r->is_post };
  copy_detail(r, ret_note->detail);
  return true;
}

Act
request_make_act(const Request *r)
{
  const Viewer *viewer = &r->viewer;
  const bool is_for_other = viewer->acting.id != 0 && !viewer->acting.is_over;

  return (Act){ .community_id = r->community->id,
                .member_id = is_for_other ? viewer->acting.supporter_id : viewer->member_id,
                .on_behalf_of = is_for_other ? viewer->member_id : 0,
                .role = viewer->member_id == 0            ? ACT_AS_NOBODY
                        : viewer->rights & RIGHT_ORGANISE ? ACT_AS_ORGANISER
                                                          : ACT_AS_MEMBER,
                .at_us = r->now_us,
                .request_id = r->id,
                .ids = r->ids };
}

/* --- Where it comes from --- */

static bool
is_trusted(const Web *web, const char *address)
{
  if (web->proxies)
    return g_strv_contains((const char *const *)web->proxies, address);
  return strcmp(address, "127.0.0.1") == 0 || strcmp(address, "::1") == 0;
}

const char *
request_address(Request *r)
{
  const char *peer = exchange_address(r->x), *header;

  if (!is_trusted(r->web, peer) || !(header = exchange_header(r->x, "X-Forwarded-For")))
    return peer;

  /* The last one that is not a proxy of ours: what stands before it anybody can have written. */
  g_auto(GStrv) parts = g_strsplit(header, ",", -1);

  for (int i = (int)g_strv_length(parts) - 1; i >= 0; i--) {
    const char *address = g_strstrip(parts[i]);
    unsigned char bytes[16];

    if (inet_pton(AF_INET, address, bytes) != 1 && inet_pton(AF_INET6, address, bytes) != 1)
      return peer;
    if (!is_trusted(r->web, address))
      return arena_text(r->arena, address);
  }
  return peer;
}

bool
request_is_from_here(Request *r)
{
  const char *site = exchange_header(r->x, "Sec-Fetch-Site");
  const char *origin = exchange_header(r->x, "Origin");

  if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
    return false;
  if (!origin)
    return true; /* an old browser: the token must do */

  const char *host = exchange_header(r->x, "Host");

  if (g_str_has_prefix(origin, "https://"))
    return g_ascii_strcasecmp(origin + 8, host) == 0;
  return !r->web->options.is_https && g_str_has_prefix(origin, "http://") &&
         g_ascii_strcasecmp(origin + 7, host) == 0;
}

bool
request_has_signed(Request *r)
{
  g_autofree char *form_id = text_from_bytes(r->posted_form_id, FORM_ID_BYTES);

  if (!r->posted_csrf || !r->has_form_id)
    return false;
  /* A page drawn before signing in, sent after it, is this browser's own all the same. */
  return (r->session.member_id != 0 &&
          token_has_signed(&r->session_token, form_id, r->posted_csrf)) ||
         (!r->is_visitor_new && token_has_signed(&r->visitor_token, form_id, r->posted_csrf));
}
