/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answers: what a handler says is kept in the request, the first one counts; the frame sends it
 * once the transaction's outcome is known. */
#include "base/clock.h"
#include "base/journal.h"
#include "web/cookies.h"
#include "web/headers.h"
#include "web/site.h"

#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Said where no page can be drawn. */
static const struct {
  int status;
  const char *words;
} plain_words[] = {
  { 400, "Something in this request could not be read. Nothing was changed. Please go back and try "
         "again.\n" },
  { 401, "Please sign in first.\n" },
  { 404, "There is no page at this address.\n" },
  { 405, "This address cannot be used in that way.\n" },
  { 413, "What was sent is too large. Nothing of it was kept.\n" },
  { 421, "There is no community at this address. Please check the address that you were given. A "
         "community has a name, not a number: for example http://localhost/\n" },
  { 429, "That was a lot at once. Please wait a minute and try again.\n" },
  { 503,
    "Many people are here just now. Nothing was changed. Please try again in a few seconds.\n" },
};

static const char *
words_for(int status)
{
  for (size_t i = 0; i < G_N_ELEMENTS(plain_words); i++) {
    if (plain_words[i].status == status)
      return plain_words[i].words;
  }
  return "Something went wrong here. Nothing was changed. Please try again.\n";
}

void
reply_forget(Reply *reply)
{
  g_clear_pointer(&reply->body, g_bytes_unref);
  if (reply->fd >= 0)
    close(reply->fd);
  *reply = (Reply){ .fd = -1 };
}

/* --- What handlers call --- */

/* A path of this site and nothing that a browser could take for another one. */
static bool
is_own_path(const char *path)
{
  if (path[0] != '/' || path[1] == '/' || strchr(path, '\\'))
    return false;
  for (const char *at = path; *at; at++) {
    if ((unsigned char)*at <= 0x20 || (unsigned char)*at >= 0x7f)
      return false;
  }
  return true;
}

void
reply_redirect(Request *r, const char *path)
{
  if (r->reply.kind != REPLY_NONE)
    return;
  if (!is_own_path(path)) {
    reply_trouble(r);
    return;
  }
  r->reply.kind = REPLY_REDIRECT;
  r->reply.status = 303;
  r->reply.location = arena_text(r->arena, path);
}

void
reply_redirect_saying(Request *r, const char *path, const char *message, const char *name)
{
  if (r->reply.kind != REPLY_NONE)
    return;
  reply_redirect(r, path);
  r->reply.message = arena_text(r->arena, message);
  r->reply.message_name = arena_text(r->arena, name);
}

void
reply_load_again(Request *r, int seconds)
{
  r->again_s = seconds;
}

void
reply_may_be_kept(Request *r, int seconds)
{
  r->reply.kept_s = seconds;
}

static void
set_body(Request *r, int status, const char *media_type, const char *download_name, GBytes *body)
{
  r->reply.kind = REPLY_BODY;
  r->reply.status = status;
  r->reply.media_type = media_type;
  r->reply.download_name = download_name ? arena_text(r->arena, download_name) : NULL;
  r->reply.body = body;
}

void
reply_html(Request *r, int status, Buffer *html)
{
  size_t len;
  bool is_full = html->is_full;
  char *bytes = buffer_steal(html, &len);

  if (r->reply.kind != REPLY_NONE) {
    g_free(bytes);
    return;
  }
  if (is_full) { /* half a page is none */
    g_free(bytes);
    reply_trouble(r);
    return;
  }
  set_body(r, status, "text/html; charset=utf-8", NULL, g_bytes_new_take(bytes, len));
}

void
reply_bytes(Request *r, const char *media_type, const char *download_name, GBytes *bytes)
{
  if (r->reply.kind == REPLY_NONE)
    set_body(r, 200, arena_text(r->arena, media_type), download_name, g_bytes_ref(bytes));
}

void
reply_unless_known(Request *r)
{
  r->reply.is_unless_known = r->reply.kind == REPLY_BODY && r->reply.status == 200 && !r->is_post;
}

void
reply_fd(Request *r, const char *media_type, const char *download_name, int fd)
{
  if (r->reply.kind != REPLY_NONE) {
    close(fd);
    return;
  }
  set_body(r, 200, arena_text(r->arena, media_type), download_name, NULL);
  r->reply.kind = REPLY_FILE;
  r->reply.fd = fd;
}

void
reply_not_found(Request *r)
{
  if (r->reply.kind != REPLY_NONE)
    return;
  if (r->web->options.draw_not_found)
    r->web->options.draw_not_found(r);
  if (r->reply.kind == REPLY_NONE)
    set_body(r, 404, "text/plain; charset=utf-8", NULL,
             g_bytes_new_static(words_for(404), strlen(words_for(404))));
  r->reply.status = 404;
}

void
reply_trouble(Request *r)
{
  if (r->txn)
    txn_fail(r->txn, TROUBLE_DATABASE, "a handler found trouble");
}

/* --- What the frame draws --- */

static void
draw(Request *r, int status, void (*draw_page)(Request *r))
{
  reply_forget(&r->reply);
  if (draw_page)
    draw_page(r);
  if (r->reply.kind != REPLY_BODY) {
    reply_forget(&r->reply);
    set_body(r, status, "text/plain; charset=utf-8", NULL,
             g_bytes_new_static(words_for(status), strlen(words_for(status))));
  }
  r->reply.status = status;
}

void
reply_draw_denied(Request *r)
{
  if (r->viewer.member_id == 0)
    draw(r, 401, r->web->options.draw_sign_in);
  else if (!request_is_let(r))
    draw(r, 403, r->web->options.draw_acting_denied);
  else if (r->web->options.draw_denied && r->web->options.draw_denied(r))
    r->reply.status = 403;
  else
    draw(r, 404, r->web->options.draw_not_found);
}

void
reply_draw_trouble(Request *r, int status)
{
  reply_forget(&r->reply);
  if (status == 404) {
    draw(r, 404, r->web->options.draw_not_found);
    return;
  }
  /* An outdated form is, for whoever sits there, one that could not be read. */
  if (r->web->options.draw_trouble)
    r->web->options.draw_trouble(r, status == 409 ? 400 : status);
  if (r->reply.kind == REPLY_NONE)
    draw(r, status, NULL);
  r->reply.status = status;
}

/* --- Sending --- */

static void
add_cookies(Request *r)
{
  bool is_https = r->web->options.is_https;
  char hex[TOKEN_HEX_SIZE];

  if (r->is_visitor_new) {
    token_to_hex(&r->visitor_token, hex);
    g_autofree char *visitor = cookie_write("visitor", hex, -1, is_https);
    exchange_add_header(r->x, "Set-Cookie", visitor);
  }
  for (const Cookie *cookie = r->cookies; cookie; cookie = cookie->next) {
    g_autofree char *text = cookie_write(cookie->name, cookie->value, cookie->max_age_s, is_https);

    exchange_add_header(r->x, "Set-Cookie", text);
  }
  if (r->signed_in && r->new_token.is_there) {
    token_to_hex(&r->new_token, hex);
    int64_t days = r->web->options.sign_in_days;
    g_autofree char *session =
        cookie_write("session", hex, r->is_for_now ? -1 : days * (US_PER_DAY / US_PER_S), is_https);
    exchange_add_header(r->x, "Set-Cookie", session);
  } else if (r->is_signed_out) {
    g_autofree char *none = cookie_write("session", "", 0, is_https);
    exchange_add_header(r->x, "Set-Cookie", none);
  }
}

static void
add_download_name(Request *r, const char *name)
{
  g_autofree char *plain = g_strdup(name);
  g_autofree char *encoded = g_uri_escape_string(name, NULL, FALSE);

  for (char *at = plain; *at; at++) {
    if (!g_ascii_isalnum(*at) && !strchr(".-_ ", *at))
      *at = '_';
  }

  g_autofree char *value =
      g_strdup_printf("attachment; filename=\"%s\"; filename*=UTF-8''%s", plain, encoded);

  exchange_add_header(r->x, "Content-Disposition", value);
}

/* Whoever sits at this browser next must not see what the last one saw. */
static void
add_cache_control(Request *r)
{
  const Reply *reply = &r->reply;
  const char *usual = r->is_post || r->viewer.member_id ? "no-store" : "private, no-cache";
  g_autofree char *kept = reply->kept_s > 0 && reply->kind == REPLY_BODY && reply->status == 200
                              ? g_strdup_printf("private, max-age=%d", reply->kept_s)
                              : NULL;

  exchange_add_header(r->x, "Cache-Control", kept ? kept : usual);
}

static void
add_headers(Request *r)
{
  const Reply *reply = &r->reply;

  headers_add_security(r->x, r->web->options.is_https);
  add_cache_control(r);
  if (reply->kind == REPLY_REDIRECT)
    exchange_add_header(r->x, "Location", reply->location);
  if (reply->media_type)
    exchange_add_header(r->x, "Content-Type", reply->media_type);
  if (reply->download_name)
    add_download_name(r, reply->download_name);
  if (reply->status == 503 || reply->status == 429) {
    g_autofree char *wait = g_strdup_printf("%d", MAX(r->wait_s, 5));
    exchange_add_header(r->x, "Retry-After", wait);
  }
  if (r->again_s > 0 && reply->kind == REPLY_BODY && reply->status == 200) {
    g_autofree char *again = g_strdup_printf("%d", r->again_s);
    exchange_add_header(r->x, "Refresh", again);
  }
  add_cookies(r);
}

/* "bytes=3-9", "bytes=3-", "bytes=-7" of `len` bytes (RFC 9110, 14.1.2). False: send all of it. */
static bool
read_range(const char *range, uint64_t len, uint64_t *ret_from, uint64_t *ret_len)
{
  if (!range || !g_str_has_prefix(range, "bytes=") || strchr(range, ',') || len == 0)
    return false;

  const char *from_text = range + 6, *mark = strchr(from_text, '-');
  g_autofree char *first = mark ? g_strndup(from_text, (gsize)(mark - from_text)) : NULL;
  guint64 from = 0, to = len - 1;

  if (!mark || (*first == '\0' && mark[1] == '\0'))
    return false;
  if (*first && !g_ascii_string_to_unsigned(first, 10, 0, len - 1, &from, NULL))
    return false;
  if (mark[1] && !g_ascii_string_to_unsigned(mark + 1, 10, 0, G_MAXUINT64, &to, NULL))
    return false;
  if (*first == '\0') {
    from = to >= len ? 0 : len - to;
    to = len - 1;
  }
  to = MIN(to, len - 1);
  if (to < from)
    return false;
  *ret_from = from;
  *ret_len = to - from + 1;
  return true;
}

/* Sound and long files are fetched in pieces by players. Sets status and headers for it. */
static void
choose_range(Request *r, uint64_t len, uint64_t *ret_from, uint64_t *ret_len)
{
  *ret_from = 0;
  *ret_len = len;
  if (r->is_post || r->reply.status != 200)
    return;
  exchange_add_header(r->x, "Accept-Ranges", "bytes");
  if (exchange_header(r->x, "If-Range") ||
      !read_range(exchange_header(r->x, "Range"), len, ret_from, ret_len))
    return;
  r->reply.status = 206;

  g_autofree char *value =
      g_strdup_printf("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                      *ret_from, *ret_from + *ret_len - 1, len);

  exchange_add_header(r->x, "Content-Range", value);
}

/* Who raises a card, or looks on, is nobody's to count, not even without a name. */
static bool
leaves_no_line(const Request *r)
{
  return r->reply.kind == REPLY_STREAM ||
         (r->is_post && r->route && r->route->keeps_nothing && r->reply.status < 500);
}

static void
record(Request *r, uint64_t bytes)
{
  int64_t us = clock_monotonic_us() - r->started_us;

  metrics_count(&r->web->metrics, r->reply.status, us, r->statements);
  if (leaves_no_line(r))
    return;
  journal("request", JOURNAL_TEXT("method", exchange_method(r->x)),
          JOURNAL_TEXT("route", r->route ? r->route->path : "none"),
          JOURNAL_NUMBER("status", r->reply.status), JOURNAL_NUMBER("us", us),
          JOURNAL_NUMBER("statements", r->statements), JOURNAL_NUMBER("bytes", bytes),
          JOURNAL_NUMBER("community", request_community(r)), JOURNAL_NUMBER("request", r->id));
}

static void
send_file(Request *r)
{
  struct stat about;
  uint64_t from, len;

  if (fstat(r->reply.fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    reply_forget(&r->reply);
    reply_send_text(r, 500, words_for(500));
    return;
  }
  add_headers(r);
  choose_range(r, (uint64_t)about.st_size, &from, &len);
  record(r, len);

  int fd = r->reply.fd, status = r->reply.status;

  r->reply.fd = -1;
  exchange_set_data(r->x, NULL, NULL);
  exchange_reply_file(r->x, status, fd, from, len);
  request_free(r);
}

/* Proxies must not wait until there is more. */
static void
send_stream(Request *r)
{
  Exchange *x = r->x;

  if (!streams_add(r->web->streams, x, request_community(r), r->viewer.member_id, r->session.id,
                   r->reply.topic)) {
    reply_send_text(r, 503, NULL);
    return;
  }
  add_headers(r);
  exchange_add_header(x, "X-Accel-Buffering", "no");
  record(r, 0);
  request_free(r);
  streams_begin(x);
}

/* The bytes are named by their hash. */
static void
leave_out_what_is_known(Request *r)
{
  enum { TAG_BYTES = 16 };
  const char *known = exchange_header(r->x, "If-None-Match");
  uint8_t hash[TAG_BYTES];
  char hex[2 * TAG_BYTES + 1], tag[sizeof(hex) + 2];
  gsize len = 0;
  const uint8_t *bytes = g_bytes_get_data(r->reply.body, &len);

  crypto_generichash(hash, sizeof(hash), bytes, len, NULL, 0);
  sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
  g_snprintf(tag, sizeof(tag), "\"%s\"", hex);
  exchange_add_header(r->x, "ETag", tag);
  if (!known || !strstr(known, tag))
    return;
  r->reply.status = 304;
  r->reply.media_type = r->reply.download_name = NULL;
  g_clear_pointer(&r->reply.body, g_bytes_unref);
}

void
reply_send(Request *r)
{
  uint64_t from = 0, len = 0;

  if (r->reply.kind == REPLY_FILE) {
    send_file(r);
    return;
  }
  if (r->reply.kind == REPLY_STREAM) {
    send_stream(r);
    return;
  }
  if (r->reply.is_unless_known)
    leave_out_what_is_known(r);
  add_headers(r);

  g_autoptr(GBytes) body = g_steal_pointer(&r->reply.body);

  if (body && (r->reply.download_name || !g_str_has_prefix(r->reply.media_type, "text/html"))) {
    choose_range(r, g_bytes_get_size(body), &from, &len);
    if (r->reply.status == 206) {
      GBytes *whole = body;

      body = g_bytes_new_from_bytes(whole, from, len);
      g_bytes_unref(whole);
    }
  }
  record(r, body ? g_bytes_get_size(body) : 0);

  /* From the reply on the exchange may end at any moment. */
  exchange_set_data(r->x, NULL, NULL);
  exchange_reply(r->x, r->reply.status, body);
  request_free(r);
}

void
reply_send_text(Request *r, int status, const char *words)
{
  const char *text = words ? words : words_for(status);

  reply_forget(&r->reply);
  r->cookies = NULL;
  r->is_visitor_new = false;
  r->signed_in = 0;
  r->is_signed_out = false;
  r->reply = (Reply){ .kind = REPLY_BODY,
                      .status = status,
                      .media_type = "text/plain; charset=utf-8",
                      .body = g_bytes_new_static(text, strlen(text)),
                      .fd = -1 };
  reply_send(r);
}

void
reply_send_trouble(Request *r, int status)
{
  if (!r->arena)
    r->arena = r->own_arena = arena_new(PAGE_ARENA_MAX);
  r->cookies = NULL;
  r->is_visitor_new = false;
  r->signed_in = 0;
  r->is_signed_out = false;
  reply_draw_trouble(r, status);
  if (status == 405)
    exchange_add_header(r->x, "Allow", r->is_post ? "GET, HEAD" : "POST");
  reply_send(r);
}
