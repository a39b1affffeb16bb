/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The links of the language navigation: they remember the language in this browser and lead back.
 * What a member likes everywhere is kept by people. */
#include "ui/language.h"

enum { REMEMBERED_SECONDS = 365 * 24 * 60 * 60 };

/* A path of this site and nothing else: "//elsewhere" is another host. */
static bool
is_own_path(const char *path)
{
  return path[0] == '/' && path[1] != '/' && !strpbrk(path, "\\\r\n\t");
}

static void
choose_language(Request *r)
{
  const Lang *lang = lang_find(request_text_in_path(r, "tag"));
  const char *next = request_query(r, "next");

  if (!lang) {
    reply_not_found(r);
    return;
  }
  request_set_cookie(r, LANGUAGE_COOKIE, lang_tag(lang), REMEMBERED_SECONDS);
  reply_redirect(r, is_own_path(next) ? next : "/");
}

const Route ui_routes[] = {
  { "GET", "/language/:tag", anyone, choose_language },
  ROUTES_END,
};
