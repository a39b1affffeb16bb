/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The parts of web that need no socket and no database: gate, escapes, cookies, forms, routes,
 * rate limits, tokens. Hostile inputs stand in tables. The site as a whole: test/http. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/random.h"
#include "web/cookies.h"
#include "web/forms.h"
#include "web/gate.h"
#include "web/known.h"
#include "web/pace.h"
#include "web/percent.h"
#include "web/rate_limits.h"
#include "web/route_table.h"
#include "web/sessions.h"

#include <string.h>

/* --- The gate --- */

typedef struct {
  const char *name, *value;
} Pair;

/* A head as the server makes it from one that was sent in the usual spelling. */
static const char *
refusal_of(const char *method, const char *target, const char *version, const Pair *pairs,
           int hidden_bytes, GateBody *ret_body)
{
  GateField fields[8];
  size_t count = 0, bytes = strlen(method) + strlen(target) + strlen(version) + 6;

  for (; pairs && pairs[count].name; count++) {
    size_t name_len = strlen(pairs[count].name), value_len = strlen(pairs[count].value);

    fields[count] = (GateField){ pairs[count].name, pairs[count].value, name_len, value_len,
                                 value_len ? name_len + value_len + 4 : 0 };
    bytes += name_len + value_len + 4;
  }

  GateHead head = { method, target, version, bytes + (size_t)hidden_bytes, fields, count };

  return gate_refusal(&head, ret_body);
}

static void
gate_lets_usual_requests_in(void **state)
{
  GateBody body = { 0 };
  const Pair get[] = { { "Host", "a.test:80" }, { "X-Empty", "" }, { "X-Tab", "a\tb" }, { NULL } };
  const Pair post[] = { { "Host", "a.test" }, { "Content-Length", "12" }, { NULL } };
  const Pair chunked[] = { { "host", "a" }, { "transfer-encoding", "chunked" }, { NULL } };

  (void)state;
  assert_null(refusal_of("GET", "/?a=%00", "HTTP/1.1", get, 0, &body));
  assert_null(refusal_of("GET", "/", "HTTP/1.0", get, -1, &body)); /* no blank in "X-Empty:" */
  assert_null(refusal_of("POST", "/x", "HTTP/1.1", post, 0, &body));
  assert_int_equal(body.body_bytes, 12);
  assert_false(body.is_chunked);
  assert_null(refusal_of("POST", "/x", "HTTP/1.1", chunked, 0, &body));
  assert_true(body.is_chunked);
}

static void
gate_keeps_hostile_requests_out(void **state)
{
  static const struct {
    const char *method, *target, *version;
    Pair pairs[4];
    int hidden_bytes;
  } rows[] = {
    { "BREW", "/", "HTTP/1.1", { { "Host", "a" } } },
    { "get", "/", "HTTP/1.1", { { "Host", "a" } } },
    { "TRACE", "/", "HTTP/1.1", { { "Host", "a" } } },
    { "GET", "/", "HTTP/1.2", { { "Host", "a" } } },
    { "GET", "/", "HTTP/2.0", { { "Host", "a" } } },
    { "GET", "http://a/", "HTTP/1.1", { { "Host", "a" } } },
    { "GET", "*", "HTTP/1.1", { { "Host", "a" } } },
    { "GET", "/#x", "HTTP/1.1", { { "Host", "a" } } },
    { "GET", "/\x80", "HTTP/1.1", { { "Host", "a" } } },
    { "GET", "/", "HTTP/1.1", { { "X", "a" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a" }, { "host", "a" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a b" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a/b" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a,b" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a" }, { "X ", "b" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a" }, { "", "b" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a" }, { "X\x01", "b" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a" }, { "X", "b\rc" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a" }, { "X", "b\x7f" } } },
    { "POST", "/", "HTTP/1.1", { { "Host", "a" }, { "Content-Length", "+4" } } },
    { "POST", "/", "HTTP/1.1", { { "Host", "a" }, { "Content-Length", "4 0" } } },
    { "POST", "/", "HTTP/1.1", { { "Host", "a" }, { "Content-Length", "" } } },
    { "POST", "/", "HTTP/1.1", { { "Host", "a" }, { "Content-Length", "4,4" } } },
    { "POST", "/", "HTTP/1.1", { { "Host", "a" }, { "Content-Length", "9999999999999999999" } } },
    { "POST",
      "/",
      "HTTP/1.1",
      { { "Host", "a" }, { "Content-Length", "4" }, { "Content-Length", "4" } } },
    { "POST", "/", "HTTP/1.1", { { "Host", "a" }, { "Transfer-Encoding", "chunked, chunked" } } },
    { "POST", "/", "HTTP/1.1", { { "Host", "a" }, { "Transfer-Encoding", "gzip" } } },
    { "POST", "/", "HTTP/1.1", { { "Host", "a" }, { "Transfer-Encoding", "" } } },
    { "POST", "/", "HTTP/1.0", { { "Host", "a" }, { "Transfer-Encoding", "chunked" } } },
    { "POST",
      "/",
      "HTTP/1.1",
      { { "Host", "a" }, { "Transfer-Encoding", "chunked" }, { "Content-Length", "4" } } },
    { "GET", "/", "HTTP/1.1", { { "Host", "a" } }, -1 }, /* a bare line feed */
    { "GET", "/", "HTTP/1.1", { { "Host", "a" } }, 2 },  /* a NUL and what it hides, a fold */
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    GateBody body = { .body_bytes = 77 };

    if (!refusal_of(rows[i].method, rows[i].target, rows[i].version, rows[i].pairs,
                    rows[i].hidden_bytes, &body))
      fail_msg("row %zu was let in", i);
    assert_int_equal(body.body_bytes, 77);
  }
}

/* --- Escapes, queries, cookies --- */

static void
escapes_are_decoded_once_and_strictly(void **state)
{
  static const struct {
    const char *sent, *form, *path; /* NULL: refused */
  } rows[] = {
    { "", "", "" },
    { "a+b%20c", "a b c", "a+b c" },
    { "%25%32%35", "%25", "%25" },
    { "%c3%a9", "é", "é" },
    { "%2e%2e%2F", "../", "../" },
    { "a%0Ab", "a\nb", "a\nb" },
    { "%00", NULL, NULL },
    { "%0", NULL, NULL },
    { "%", NULL, NULL },
    { "%g0", NULL, NULL },
    { "%ff", NULL, NULL },
    { "%c0%ae", NULL, NULL },
    { "%ed%a0%80", NULL, NULL },
    { "\x01", NULL, NULL },
    { "%1b", NULL, NULL },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    for (int is_form = 0; is_form < 2; is_form++) {
      const char *wanted = is_form ? rows[i].form : rows[i].path;
      char text[64];
      size_t len;
      bool is_good = percent_decode(rows[i].sent, strlen(rows[i].sent), is_form != 0, text, &len);

      assert_int_equal(is_good, wanted != NULL);
      if (wanted) {
        assert_string_equal(text, wanted);
        assert_int_equal(len, strlen(wanted));
      }
    }
  }
}

static void
queries_are_read_and_shortened(void **state)
{
  g_autofree char *first = query_value("a=1&b=2&a=3", "a");
  g_autofree char *none = query_value("a=1", "b");
  g_autofree char *bare = query_value("x&b", "b");
  g_autofree char *broken = query_value("a=%zz", "a");
  g_autofree char *spelt = query_value("%61=x+y", "a");
  g_autofree char *rest = query_without("a=1&language=cy&b=%2F&l%61nguage=x", "language");

  (void)state;
  assert_string_equal(first, "1");
  assert_string_equal(none, "");
  assert_string_equal(bare, "");
  assert_string_equal(broken, "");
  assert_string_equal(spelt, "x y");
  assert_string_equal(rest, "a=1&b=%2F");
}

static void
cookies_are_found(void **state)
{
  static const struct {
    const char *header, *value;
  } rows[] = {
    { NULL, NULL },
    { "", NULL },
    { "session=abc", "abc" },
    { "a=1; session=abc; b=2", "abc" },
    { "xsession=no; session=yes", "yes" },
    { "session=yes; session=yes", "yes" },
    { "session=one; session=two", NULL }, /* nobody can say which is ours */
    { "session", NULL },
    { "session=%41%20b", "A b" },
    { "session=%00", NULL },
    { "sessions=1;session=", "" },
    { ";;; ; session=a;", "a" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *value = cookie_find(rows[i].header, "session");

    if (!rows[i].value)
      assert_null(value);
    else
      assert_string_equal(value, rows[i].value);
  }

  g_autofree char *plain = cookie_find_ours("session=a; __Host-session=b", "session", true);
  g_autofree char *written = cookie_write("banner", "a;b\r\n=é", 60, true);

  assert_string_equal(plain, "b");
  assert_string_equal(written, "__Host-banner=a%3Bb%0D%0A%3D%C3%A9; Path=/; HttpOnly; "
                               "SameSite=Lax; Secure; Max-Age=60");
}

/* --- Forms --- */

static bool
note_field(const char *name, const char *value, size_t len, void *data)
{
  g_string_append_printf(data, "%s=%.*s;", name, (int)len, value);
  return true;
}

static bool
note_file(const char *name, const char *file_name, const char *media_type, const char *bytes,
          size_t len, void *data)
{
  g_string_append_printf(data, "%s<%s|%s|%.*s>;", name, file_name, media_type, (int)len, bytes);
  return true;
}

/* What was read; NULL: refused. */
static char *
read_form(const char *type, const char *body)
{
  GString *seen = g_string_new(NULL);
  const FormSink sink = { 4, note_field, note_file, seen };
  bool is_good = form_parse(type, body, strlen(body), &sink);

  return g_string_free(seen, !is_good);
}

static void
forms_are_read(void **state)
{
  static const struct {
    const char *type, *body, *seen; /* NULL: refused */
  } rows[] = {
    { NULL, "", "" },
    { NULL, "a=1", NULL },
    { "text/plain", "a=1", NULL },
    { "application/x-www-form-urlencoded", "", "" },
    { "application/x-www-form-urlencoded", "a=1&b=x+y%21&a=", "a=1;b=x y!;a=;" },
    { "Application/X-WWW-Form-Urlencoded; charset=UTF-8", "a", "a=;" },
    { "application/x-www-form-urlencoded", "a=1&b=2&c=3&d=4&e=5", NULL },
    { "application/x-www-form-urlencoded", "=1", NULL },
    { "application/x-www-form-urlencoded", "a=%1b%ff", "a=\x1b\xff;" }, /* to be mended */
    { "application/x-www-form-urlencoded", "a%00=1", NULL },
    { "application/x-www-form-urlencoded", "a%ff=1", NULL },
    { "application/x-www-form-urlencoded", "a=%f", NULL },
    { "application/x-www-form-urlencoded", "a=1&&b=2", NULL },
    { "multipart/form-data", "", NULL },
    { "multipart/form-data; boundary=B", "--B--\r\n", "" },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n--B--\r\n",
      "a=one\r\ntwo;" },
    { "multipart/form-data; boundary=\"B x\"",
      "--B x\r\ncontent-disposition: FORM-DATA; name=a\r\n\r\n1\r\n--B x\r\n"
      "Content-Disposition: form-data; name=\"f\"; filename=\"C:\\x\\\\y%22.txt\"\r\n"
      "Content-Type: text/plain\r\n\r\n--B\r\n--B x--",
      "a=1;f<y\".txt|text/plain|--B>;" },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--B--\r\n", "" },
    { "multipart/form-data; boundary=B", "junk--B--\r\n", NULL },
    { "multipart/form-data; boundary=B", "--B--\r\njunk", NULL },
    { "multipart/form-data; boundary=B; boundary=C", "--B--\r\n", NULL },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunended", NULL },
    { "multipart/form-data; boundary=B", "--B\r\n\r\nno name\r\n--B--\r\n", NULL },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--B--\r\n", NULL },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--B--\r\n", NULL },
    { "multipart/form-data; boundary=B",
      "--B\nContent-Disposition: form-data; name=\"a\"\n\n1\n--B--\n", NULL },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--B--\r\n", NULL },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--B--\r\n", "a=\xff;" },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: form-data; name=\"a\xff\"\r\n\r\n1\r\n--B--\r\n", NULL },
    { "multipart/form-data; boundary=B",
      "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"caf\xe9\x01.txt\"\r\n\r\n1"
      "\r\n--B--\r\n",
      "f<caf\xef\xbf\xbd.txt|application/octet-stream|1>;" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *seen = read_form(rows[i].type, rows[i].body);

    if ((seen == NULL) != (rows[i].seen == NULL) || (seen && strcmp(seen, rows[i].seen) != 0))
      fail_msg("row %zu gave %s, not %s", i, seen ? seen : "nothing",
               rows[i].seen ? rows[i].seen : "nothing");
  }
}

/* Whatever a browser puts in comes out the same, by both kinds of form. */
static void
forms_keep_random_text(void **state)
{
  static const char *const pieces[] = {
    "a", "&", "=", "+", "%", "\r\n", "--B", "é", "\"", ";", " "
  };

  (void)state;
  random_seed_for_test(7);
  for (int round = 0; round < 500; round++) {
    GString *text = g_string_new(NULL);
    uint8_t dice[12];

    random_bytes(dice, sizeof(dice));
    for (int i = 0; i < dice[0] % 12; i++)
      g_string_append(text, pieces[dice[i] % G_N_ELEMENTS(pieces)]);

    g_autofree char *escaped = percent_encode(text->str);
    g_autofree char *plain = g_strdup_printf("a=%s", escaped);
    g_autofree char *parts = g_strdup_printf(
        "--Bq\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n%s\r\n--Bq--\r\n", text->str);
    g_autofree char *wanted = g_strdup_printf("a=%s;", text->str);
    g_autofree char *one = read_form("application/x-www-form-urlencoded", plain);
    g_autofree char *other = read_form("multipart/form-data; boundary=Bq", parts);

    assert_string_equal(one, wanted);
    assert_string_equal(other, wanted);
    g_string_free(text, TRUE);
  }
  random_seed_for_test(0);
}

/* --- Routes --- */

static void
handle_nothing(Request *r)
{
  (void)r;
}

static bool
allow(Request *r)
{
  (void)r;
  return true;
}

static const Route *
find(RouteTable *table, const char *method, const char *path, RouteMatch *ret_match)
{
  char memory[200];
  Segments segments;

  assert_int_equal(segments_split(path, memory, &segments), 0);
  *ret_match = route_table_find(table, method, &segments);
  return ret_match->route;
}

static void
routes_are_found(void **state)
{
  static const Route routes[] = {
    { "GET", "/", allow, handle_nothing },
    { "GET", "/papers/:paper", allow, handle_nothing },
    { "GET", "/papers/new", allow, handle_nothing },
    { "POST", "/papers/:paper", allow, handle_nothing },
    { "GET", "/papers/:paper/send", allow, handle_nothing },
    { "POST", "/send", allow, handle_nothing },
    { "GET", "/:page", allow, handle_nothing },
    ROUTES_END,
  };
  const Route *const tables[] = { routes, NULL };
  g_autoptr(GError) err = NULL;
  RouteTable *table = route_table_new(tables, &err);
  RouteMatch match;

  (void)state;
  assert_non_null(table);
  assert_ptr_equal(find(table, "GET", "/", &match), &routes[0]);
  assert_ptr_equal(find(table, "HEAD", "/papers/12", &match), &routes[1]);
  assert_ptr_equal(find(table, "GET", "/papers/new", &match), &routes[2]);
  assert_ptr_equal(find(table, "POST", "/papers/new", &match), &routes[3]);
  assert_ptr_equal(find(table, "GET", "/papers/%6eew", &match), &routes[2]);
  assert_ptr_equal(find(table, "GET", "/papers/x/send", &match), &routes[4]);
  assert_ptr_equal(find(table, "GET", "/anything", &match), &routes[6]);
  assert_null(find(table, "POST", "/papers/x/send", &match));
  assert_true(match.has_other_method);
  assert_null(find(table, "GET", "/papers/x/send/more", &match));
  assert_false(match.has_other_method);
  assert_ptr_equal(find(table, "GET", "/send", &match), &routes[6]);
  route_table_free(table);
}

static void
wrong_routes_do_not_start(void **state)
{
  static const Route rows[][3] = {
    { { "GET", "/", NULL, handle_nothing }, ROUTES_END },
    { { "GET", "/", allow, NULL }, ROUTES_END },
    { { "PUT", "/", allow, handle_nothing }, ROUTES_END },
    { { "GET", "none", allow, handle_nothing }, ROUTES_END },
    { { "GET", "/a/", allow, handle_nothing }, ROUTES_END },
    { { "GET", "/a/:b", allow, handle_nothing },
      { "GET", "/a/:c", allow, handle_nothing },
      ROUTES_END },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    const Route *const tables[] = { rows[i], NULL };
    g_autoptr(GError) err = NULL;

    assert_null(route_table_new(tables, &err));
    assert_non_null(err);
  }
}

static void
hostile_paths_have_no_route(void **state)
{
  static const struct {
    const char *path;
    int status;
  } rows[] = {
    { "/a/../b", 404 }, { "/%2e%2e/b", 404 },
    { "//a", 404 },     { "/a/", 404 },
    { "/./a", 404 },    { "/a/%00", 400 },
    { "/%ff", 400 },    { "/%", 400 },
    { "/a%0", 400 },    { "/1/2/3/4/5/6/7/8/9/10/11/12/13", 404 },
  };
  char memory[100];
  Segments segments;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    assert_int_equal(segments_split(rows[i].path, memory, &segments), rows[i].status);
}

/* --- RateLimits, tokens, hosts --- */

static void
limits_give_back_what_time_brings(void **state)
{
  RateLimits *limits = rate_limits_new(64);
  int64_t now_us = 1000000000;
  int wait_s = 0;

  (void)state;
  for (int i = 0; i < 10; i++)
    assert_true(rate_limits_take(limits, "ann", 3, 10, now_us, &wait_s));
  assert_false(rate_limits_take(limits, "ann", 3, 10, now_us, &wait_s));
  assert_int_equal(wait_s, 6);
  assert_true(rate_limits_take(limits, "bo", 2, 10, now_us, &wait_s));
  assert_false(rate_limits_take(limits, "ann", 3, 10, now_us + 5999999, &wait_s));
  assert_true(rate_limits_take(limits, "ann", 3, 10, now_us + 6000000, &wait_s));
  assert_false(rate_limits_take(limits, "ann", 3, 10, now_us + 6000000, &wait_s));
  /* The clock went back by a day: nobody waits for a day. */
  assert_true(rate_limits_take(limits, "ann", 3, 10, now_us - 86400000000, &wait_s));
  rate_limits_free(limits);
}

/* A crowd of other keys must not free one that is at its limit. */
static void
limits_remember_the_busiest(void **state)
{
  RateLimits *limits = rate_limits_new(64);
  int wait_s;

  (void)state;
  while (rate_limits_take(limits, "busy", 4, 100, 1000000000, &wait_s)) {
  }
  for (int i = 0; i < 10000; i++)
    rate_limits_take(limits, &i, sizeof(i), 100, 1000000000, &wait_s);
  assert_false(rate_limits_take(limits, "busy", 4, 100, 1000000000, &wait_s));
  rate_limits_free(limits);
}

static void
tokens_sign_for_their_holder_only(void **state)
{
  Token one = token_new(), other = token_new(), none = token_from_hex("zz");
  char hex[TOKEN_HEX_SIZE], signature[TOKEN_HEX_SIZE];

  (void)state;
  token_to_hex(&one, hex);
  Token again = token_from_hex(hex);
  token_sign(&one, "form", signature);
  assert_true(token_has_signed(&again, "form", signature));
  assert_false(token_has_signed(&one, "farm", signature));
  assert_false(token_has_signed(&other, "form", signature));
  assert_false(token_has_signed(&none, "form", signature));
  assert_false(token_has_signed(&one, "form", ""));
  assert_false(none.is_there);
  hex[5] = 'x';
  assert_false(token_from_hex(hex).is_there);
}

static void
hosts_are_names(void **state)
{
  static const struct {
    const char *sent, *name;
    bool is_address;
  } rows[] = {
    { "Riverside.Example.org:8080", "riverside.example.org", false },
    { "localhost.", "localhost", false },
    { "127.0.0.1:80", "127.0.0.1", true },
    { "[::1]:80", "[::1]", true },
    { "[::1", "[::1", true },
    { ":80", "", false },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *name = host_name(rows[i].sent);

    assert_string_equal(name, rows[i].name);
    assert_int_equal(host_is_address(rows[i].sent), rows[i].is_address);
  }
}

static void
only_what_stays_quick_is_quick(void **state)
{
  Pace *pace = pace_new(0);
  const unsigned papers = pace_place("/papers", 1), others = pace_place("/papers", 2);
  int rounds = 0;

  (void)state;
  assert_int_not_equal(papers, others);
  for (; !pace_is_quick(pace, papers); rounds++)
    pace_note(pace, papers, 100);
  assert_in_range(rounds, 10, 60); /* one quick answer says little */
  assert_false(pace_is_quick(pace, others));
  for (int i = 0; i < 40; i++)
    pace_note(pace, papers, 100);
  pace_note(pace, papers, G_USEC_PER_SEC); /* nor does one slow one */
  assert_true(pace_is_quick(pace, papers));
  for (rounds = 0; pace_is_quick(pace, papers); rounds++)
    pace_note(pace, papers, 4000);
  assert_in_range(rounds, 1, 3);
  pace_free(pace);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(gate_lets_usual_requests_in),
    cmocka_unit_test(gate_keeps_hostile_requests_out),
    cmocka_unit_test(escapes_are_decoded_once_and_strictly),
    cmocka_unit_test(queries_are_read_and_shortened),
    cmocka_unit_test(cookies_are_found),
    cmocka_unit_test(forms_are_read),
    cmocka_unit_test(forms_keep_random_text),
    cmocka_unit_test(routes_are_found),
    cmocka_unit_test(wrong_routes_do_not_start),
    cmocka_unit_test(hostile_paths_have_no_route),
    cmocka_unit_test(limits_give_back_what_time_brings),
    cmocka_unit_test(limits_remember_the_busiest),
    cmocka_unit_test(tokens_sign_for_their_holder_only),
    cmocka_unit_test(hosts_are_names),
    cmocka_unit_test(only_what_stays_quick_is_quick),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
