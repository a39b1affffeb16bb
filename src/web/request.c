/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a handler can ask of its request. Where answers go out is in reply.c. */
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/text.h"
#include "web/cookies.h"
#include "web/large_forms.h"
#include "web/percent.h"
#include "web/site.h"

#include <string.h>

const char *
request_path(const Request *r)
{
  return exchange_path(r->x);
}

const char *
request_text_in_path(const Request *r, const char *name)
{
  for (int i = 0; r->pattern && i < r->pattern->count; i++) {
    const char *text = r->pattern->texts[i];

    if (text[0] == ':' && strcmp(text + 1, name[0] == ':' ? name + 1 : name) == 0)
      return r->segments.texts[i];
  }
  return "";
}

int64_t
request_id_in_path(const Request *r, const char *name)
{
  int64_t id = 0;

  return id_from_text(request_text_in_path(r, name), &id) ? id : 0;
}

int64_t
request_first_id(const Request *r)
{
  for (int i = 0; r->pattern && i < r->pattern->count; i++) {
    int64_t id = 0;

    if (r->pattern->texts[i][0] == ':' && strcmp(r->pattern->texts[i], ":member") != 0 &&
        id_from_text(r->segments.texts[i], &id))
      return id;
  }
  return 0;
}

const char *
request_query(const Request *r, const char *name)
{
  g_autofree char *value = query_value(exchange_query(r->x), name);

  return arena_text(r->arena, value);
}

const char *
request_address_in(const Request *r, const char *language_tag)
{
  g_autofree char *rest = query_without(exchange_query(r->x), LANGUAGE_COOKIE);
  const char *path = request_path(r);

  while (g_str_has_prefix(path, "//")) /* no page of ours; as a link it would name another site */
    path++;
  return arena_format(r->arena, "%s?%s%s" LANGUAGE_COOKIE "=%s", path, rest, *rest ? "&" : "",
                      language_tag);
}

Arena *
request_arena(Request *r)
{
  return r->arena;
}

Txn *
request_txn(Request *r)
{
  return r->txn;
}

const Act *
request_act(Request *r)
{
  return r->is_post && !r->step ? &r->act : NULL;
}

const char *
request_step(const Request *r)
{
  return r->step ? r->step : "";
}

void
request_remember(Request *r, const char *name, const void *found)
{
  if (r->is_changing)
    return;
  r->remembered_name = name;
  r->remembered = found;
}

const void *
request_remembered(Request *r, const char *name)
{
  if (!r->remembered_name || strcmp(r->remembered_name, name) != 0)
    return NULL;
  if (r->is_post)
    r->remembered_name = NULL;
  return r->remembered;
}

void
request_step_is_drawn(Request *r)
{
  r->is_step_drawn = true;
}

const Viewer *
request_viewer(const Request *r)
{
  return &r->viewer;
}

const Session *
request_session(const Request *r)
{
  return &r->session;
}

/* A cookie of ours, in the arena; NULL: none. */
static const char *
own_cookie(Request *r, const char *name)
{
  g_autofree char *value =
      cookie_find_ours(exchange_header(r->x, "Cookie"), name, r->web->options.is_https);

  return value ? arena_text(r->arena, value) : NULL;
}

/* What this browser was last asked to remember goes before what the member once chose. */
const Lang *
request_lang(const Request *request)
{
  Request *r = (Request *)request; /* found at first use, then kept */
  const char *cookie = r->lang ? NULL : own_cookie(r, LANGUAGE_COOKIE);

  if (cookie)
    r->lang = lang_find(cookie);
  if (!r->lang && r->viewer.language && *r->viewer.language)
    r->lang = lang_find(r->viewer.language);
  if (!r->lang)
    r->lang = lang_negotiate(exchange_header(r->x, "Accept-Language"));
  return r->lang;
}

const char *
request_look(const Request *request, PageLook look)
{
  Request *r = (Request *)request;
  const char *cookie = r->looks[look] ? NULL : own_cookie(r, look_cookie(look));
  const char *chosen = r->viewer.looks[look];

  if (cookie && look_is_known(look, cookie))
    r->looks[look] = cookie;
  if (!r->looks[look] && chosen && look_is_known(look, chosen))
    r->looks[look] = chosen;
  if (!r->looks[look])
    r->looks[look] = look_usual(look);
  return r->looks[look];
}

void
request_set_look(Request *r, PageLook look, const char *word)
{
  r->looks[look] = arena_text(r->arena, word);
  request_set_cookie(r, look_cookie(look), word, PREFERENCE_SECONDS);
}

void
request_set_language(Request *r, const char *tag)
{
  r->lang = lang_find(tag);
  request_set_cookie(r, LANGUAGE_COOKIE, tag, PREFERENCE_SECONDS);
}

AccessRight
request_access(const Request *r)
{
  return r->route ? r->route->access : NULL;
}

int64_t
request_now_us(const Request *r)
{
  return r->now_us;
}

bool
request_is_post(const Request *r)
{
  return r->is_post;
}

int64_t
request_community(const Request *r)
{
  return r->community ? r->community->id : 0;
}

const char *
request_community_name(const Request *r)
{
  return r->community ? r->community->name : "";
}

bool
request_shares_machine(const Request *r)
{
  return known_count(r->web->known) > 1;
}

const char *
request_time_zone(const Request *r)
{
  return r->community ? r->community->time_zone : "UTC";
}

void
request_let_large(const Request *r, const char *path)
{
  large_forms_note(request_host(r), path);
}

const char *
request_host(const Request *r)
{
  return r->community ? r->community->host : "localhost";
}

/* The host's own name, not what the client wrote, and a port only where it is ours: links in
 * letters must not lead where somebody else wants them to. */
const char *
request_origin(const Request *r)
{
  const char *host = request_host(r);

  if (r->web->options.is_https)
    return arena_format(r->arena, "https://%s", host);

  int port = web_port(r->web);
  const char *sent = exchange_header(r->x, "Host");
  g_autofree char *ending = g_strdup_printf(":%d", port);

  return arena_format(r->arena, "http://%s%s", host, g_str_has_suffix(sent, ending) ? ending : "");
}

Answers *
request_answers(Request *r)
{
  if (!r->answers) {
    int max = r->route && r->route->fields_max > 0 ? r->route->fields_max : 200;

    r->answers = answers_new(r->arena, max);
  }
  return r->answers;
}

Refusals *
request_refusals(Request *r)
{
  if (!r->refusals)
    r->refusals = refusals_new(r->arena);
  return r->refusals;
}

void
form_id_new(unsigned char ret_id[static FORM_ID_BYTES])
{
  uint64_t time = GUINT64_TO_BE((uint64_t)(clock_now_us() / US_PER_MS) << 16);

  memcpy(ret_id, &time, FORM_ID_TIME_BYTES);
  random_bytes(ret_id + FORM_ID_TIME_BYTES, FORM_ID_BYTES - FORM_ID_TIME_BYTES);
}

const char *
request_form_id(Request *r)
{
  if (!r->form_id[0]) {
    unsigned char bytes[FORM_ID_BYTES];

    form_id_new(bytes);
    g_autofree char *hex = text_from_bytes(bytes, sizeof(bytes));
    g_strlcpy(r->form_id, hex, sizeof(r->form_id));
  }
  return r->form_id;
}

/* The token whose holder may send forms: of the session, else of this browser's visit. */
static const Token *
form_token(Request *r)
{
  if (r->viewer.member_id != 0)
    return &r->session_token;
  if (!r->visitor_token.is_there) {
    r->visitor_token = token_new();
    r->is_visitor_new = true;
  }
  return &r->visitor_token;
}

const char *
request_csrf_token(Request *r)
{
  if (!r->csrf[0])
    token_sign(form_token(r), request_form_id(r), r->csrf);
  return r->csrf;
}

const char *
request_posted_form(Request *r)
{
  g_autofree char *hex = text_from_bytes(r->posted_form_id, FORM_ID_BYTES);

  return arena_text(r->arena, hex);
}

void
request_sign(Request *r, const char *text, char ret_hex[static BROWSER_HASH_SIZE])
{
  token_sign(form_token(r), text, ret_hex);
}

const char *
request_too_large_words(const Request *r)
{
  return r->route ? r->route->too_large : NULL;
}

void
request_leave_no_name(Request *r)
{
  r->is_unnamed = true;
}

void
request_set_cookie(Request *r, const char *name, const char *value, int64_t max_age_s)
{
  Cookie *cookie = arena_new_of(r->arena, Cookie, 1);

  *cookie =
      (Cookie){ arena_text(r->arena, name), arena_text(r->arena, value), max_age_s, r->cookies };
  r->cookies = cookie;
}

bool
request_may_try(Request *r, const char *what, const char *key, int per_minute)
{
  g_autofree char *all =
      g_strdup_printf("%s|%" G_GINT64_FORMAT "|%s", what, request_community(r), key);

  return rate_limits_take(r->web->limits, all, strlen(all), per_minute, clock_monotonic_us(),
                          &r->wait_s);
}

int64_t
request_begin_session(Request *r, const SessionStart *start)
{
  g_assert(r->is_post);
  if (!r->new_token.is_there)
    r->new_token = token_new(); /* the same when run again */
  session_end(r->txn, &r->act, &r->session_token);
  r->signed_in = start->member_id;
  r->new_session_id = session_begin(r->txn, &r->act, start, &r->new_token);
  r->is_for_now = start->lasts_us > 0;
  r->is_signed_out = false;
  return r->new_session_id;
}

void
request_sign_in(Request *r, int64_t member_id, SignInWay way)
{
  request_begin_session(r, &(SessionStart){ .member_id = member_id, .way = way });
}

void
request_go_on(Request *r, int64_t member_id, int64_t session_id)
{
  if (!r->new_token.is_there)
    r->new_token = token_new();
  r->signed_in =
      session_go_on(r->txn, &r->act, session_id, member_id, &r->new_token, &r->is_for_now)
          ? member_id
          : 0;
}

static void
forget_choices(Request *r)
{
  for (PageLook look = 0; look < LOOK_COUNT; look++)
    if (r->viewer.looks[look])
      request_set_cookie(r, look_cookie(look), "", 0);
  if (r->viewer.language)
    request_set_cookie(r, LANGUAGE_COOKIE, "", 0);
}

void
request_sign_out(Request *r)
{
  g_assert(r->is_post);
  session_end(r->txn, &r->act, &r->session_token);
  r->is_signed_out = true;
  if (r->session.ends_at_us != 0) /* others use this device too: what this member chose is theirs */
    forget_choices(r);
}

void
request_act_for(Request *r, int64_t acting_id)
{
  g_assert(r->is_post);
  session_act_for(r->txn, &r->act, &r->session_token, acting_id);
}

const char *
request_acting_name(const Request *r)
{
  return r->acting_name;
}

bool
request_may_go_to(const Request *r, const char *path)
{
  if (!r->acting_name || !*r->acting_name)
    return true;

  g_autofree char *memory = g_malloc(strlen(path) + 2);
  Segments segments;
  RouteMatch match = { 0 };

  if (segments_split(path, memory, &segments) == 0)
    match = route_table_find(r->web->routes, "GET", &segments);
  return match.route && acting_may(&r->acting, &match.route->supporter);
}

bool
anyone(Request *r)
{
  (void)r;
  return true;
}

bool
is_signed_in(Request *r)
{
  return r->viewer.member_id != 0 && (r->viewer.rights & RIGHT_TAKE_PART) != 0;
}

/* The banner: a message id and a value in a cookie that only this browser's own token can have
 * signed: "hash|id|value". */

static const Token *
banner_token(Request *r)
{
  if (r->new_token.is_there && r->signed_in)
    return &r->new_token;
  return r->session.member_id != 0 && !r->is_signed_out ? &r->session_token : &r->visitor_token;
}

void
request_set_banner(Request *r, const char *message, const char *name)
{
  const Token *token = banner_token(r);
  const char *text = arena_format(r->arena, "%s|%s", message, name ? name : "");
  char hash[TOKEN_HEX_SIZE];

  if (!token->is_there || strlen(text) > 800)
    return;
  token_sign(token, text, hash);
  request_set_cookie(r, "banner", arena_format(r->arena, "%s|%s", hash, text), 60);
}

const char *
request_banner(Request *r)
{
  const char *cookie = r->has_read_banner ? NULL : own_cookie(r, "banner");

  if (r->is_post || !cookie)
    return r->banner;
  r->has_read_banner = true;
  request_set_cookie(r, "banner", "", 0);

  g_auto(GStrv) parts = g_strsplit(cookie, "|", 3);

  if (g_strv_length(parts) != 3 ||
      !token_has_signed(banner_token(r), cookie + strlen(parts[0]) + 1, parts[0]))
    return NULL;

  g_autofree char *filled = lang_fill(lang_text(request_lang(r), parts[1]), "name", parts[2], NULL);

  r->banner = arena_text(r->arena, filled);
  return r->banner;
}
