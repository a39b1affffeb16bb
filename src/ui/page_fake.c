/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Test only: the few functions of web that ui calls, over a made-up request. */
#include "ui/page_fake.h"

#include "web/routes.h"
#include "web/web.h"

enum { ARENA_MAX = 4 * 1024 * 1024, FIELDS_MAX = 200 };

struct Request {
  FakeRequest fake;
  Arena *arena;
  Answers *answers;
  Refusals *refusals;
  char *reply;
  int status;
};

Request *
fake_request_new(const FakeRequest *fake)
{
  Request *r = g_new0(Request, 1);

  r->fake = *fake;
  r->arena = arena_new(ARENA_MAX);
  r->answers = answers_new(r->arena, FIELDS_MAX);
  r->refusals = refusals_new(r->arena);
  return r;
}

void
fake_request_free(Request *r)
{
  arena_free(r->arena);
  g_free(r->reply);
  g_free(r);
}

const char *
fake_reply_html(const Request *r)
{
  return r->reply;
}

int
fake_reply_status(const Request *r)
{
  return r->status;
}

const char *
request_path(const Request *r)
{
  return r->fake.path ? r->fake.path : "/";
}

Arena *
request_arena(Request *r)
{
  return r->arena;
}

const Lang *
request_lang(const Request *r)
{
  return lang_find(r->fake.language);
}

const char *
request_look(const Request *r, PageLook look)
{
  const char *const chosen[] = { r->fake.theme, r->fake.text_size, r->fake.spacing };

  return chosen[look] ? chosen[look] : look_usual(look);
}

int64_t
request_community(const Request *r)
{
  return r->fake.is_nowhere ? 0 : 1;
}

const char *
request_address_in(const Request *r, const char *language_tag)
{
  return arena_format(r->arena, "%s?language=%s", request_path(r), language_tag);
}

const char *
request_community_name(const Request *r)
{
  return r->fake.community_name;
}

Answers *
request_answers(Request *r)
{
  return r->answers;
}

Refusals *
request_refusals(Request *r)
{
  return r->refusals;
}

const char *
request_form_id(Request *r)
{
  (void)r;
  return "00112233445566778899aabbccddeeff";
}

bool
request_is_post(const Request *r)
{
  return r->fake.is_post;
}

const char *
request_too_large_words(const Request *r)
{
  (void)r;
  return NULL;
}

const char *
request_step(const Request *r)
{
  return r->fake.step ? r->fake.step : "";
}

void
request_step_is_drawn(Request *r)
{
  (void)r;
}

const char *
request_csrf_token(Request *r)
{
  (void)r;
  return "token";
}

bool
request_may_go_to(const Request *r, const char *path)
{
  (void)r, (void)path;
  return true;
}

const char *
request_banner(Request *r)
{
  return r->fake.banner;
}

const char *
request_query(const Request *r, const char *name)
{
  return r->fake.refused && strcmp(name, "refused") == 0 ? "1" : "";
}

void
reply_not_found(Request *r)
{
  r->status = 404;
}

void
reply_trouble(Request *r)
{
  r->status = 500;
}

void
reply_html(Request *r, int status, Buffer *html)
{
  buffer_put_byte(html, '\0');
  g_free(r->reply);
  r->reply = buffer_steal(html, NULL);
  r->status = status;
}

bool
anyone(Request *r)
{
  (void)r;
  return true;
}

const char *
asset_url(const char *name)
{
  static const char *const known[][2] = { { "app.css", "/static/app.css" },
                                          { "favicon.svg", "/static/favicon.svg" } };

  for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
    if (strcmp(name, known[i][0]) == 0)
      return known[i][1];

  g_autofree char *path = g_strdup_printf("/static/%s", name);

  return g_intern_string(path);
}
