/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the pages of coming in share: where somebody was going, shared devices, times. */
#include "people/door_pages.h"

#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { GOES_TO_MAX = 200 };

const Question shared_questions[] = {
  { .name = "shared",
    .picture = "people",
    .kind = ASK_YES,
    .label = N_("Other people use this phone or computer too"),
    .hint = N_("Then you are signed out when it is closed, after 20 hours at most.") },
  QUESTIONS_END,
};

/* Addresses that lead round in circles: those of coming in and going out. */
static bool
is_of_the_door(const char *path)
{
  static const char *const own[] = { "/sign-", "/in/", "/card", "/passkey", "/set-up/", "/step" };

  for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
    if (g_str_has_prefix(path, own[i]))
      return true;
  return false;
}

const char *
door_safe_path(const char *wish)
{
  const bool is_ours = wish[0] == '/' && wish[1] != '/' && strlen(wish) <= GOES_TO_MAX &&
                       strspn(wish, "/abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(wish);

  return is_ours && !is_of_the_door(wish) ? wish : "/";
}

const char *
door_goes_to(Request *r)
{
  const char *wish = answers_text(request_answers(r), FIELD_GOES_TO);

  if (!*wish)
    wish = request_query(r, "to");
  /* The sign-in page in place of another: that is where they were going. A form that was sent has
   * no page at its address. */
  if (!*wish && !request_is_post(r))
    wish = request_path(r);
  return door_safe_path(wish);
}

const char *
door_path(Request *r, const char *path)
{
  const char *to = door_goes_to(r);

  return to[1] ? arena_format(request_arena(r), "%s?to=%s", path, to) : path;
}

void
put_goes_to(Page *page)
{
  form_hidden(page, FIELD_GOES_TO, door_goes_to(page_request(page)));
}

bool
door_has_passkeys(Request *r)
{
  const char *origin = request_origin(r), *host = request_host(r);

  return g_str_has_prefix(origin, "https://") || strcmp(host, "localhost") == 0 ||
         g_str_has_suffix(host, ".localhost");
}

void
put_no_passkeys(Page *page)
{
  ui_paragraph(page, .text = tr(page, N_("Passkeys do not work at this address: it needs to start"
                                         " with https. Whoever runs this site can set that up.")));
  ui_paragraph(page, .text = tr(page, N_("Until then, use a link or a printed card. An organiser"
                                         " uses the link that the program prints.")));
}

void
door_come_in(Request *r, const SessionStart *start)
{
  SessionStart own = *start;

  if (!own.lasts_us && answers_have(request_answers(r), "shared", "yes"))
    own.lasts_us = SHARED_LASTS_US;
  request_begin_session(r, &own);
  reply_redirect(r, door_goes_to(r));
}

const char *
door_time(Request *r, int64_t at_us)
{
  g_autofree char *date = lang_date(request_lang(r), at_us, request_time_zone(r));
  g_autofree char *time = lang_time(request_lang(r), at_us, request_time_zone(r));

  return arena_format(request_arena(r), "%s, %s", date, time);
}
