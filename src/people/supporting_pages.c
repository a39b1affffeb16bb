/* SPDX-License-Identifier: AGPL-3.0-or-later
 * People I support: saying yes or no, starting and stopping to act for them, ending it. */
#include "people/supporter_pages.h"

#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

static const char *
name_of(Page *page, const Trust *trust)
{
  return *trust->member_name ? trust->member_name : tr(page, FORMER_MEMBER);
}

static void
put_asked(Page *page, const Trust *trust)
{
  Request *r = page_request(page);
  const char *name = name_of(page, trust);

  ui_paragraph(page, .text = tr_fill(page,
                                     N_("{name} asks you to support them. You may say no, and"
                                        " you can end it whenever you like."),
                                     "name", name, NULL));
  put_limits(page, trust, true);
  ui_button_group_open(page);
  form_button(page, .action = trust_path(r, "/supporting/", trust->id, "/yes"),
              .button = tr(page, N_("Yes, I will")), .spoken = name);
  form_button(page, .action = trust_path(r, "/supporting/", trust->id, "/no"),
              .button = tr(page, N_("No")), .spoken = name, .is_secondary = true);
  ui_button_group_close(page);
}

static void
put_supported(Page *page, const Trust *trust)
{
  Request *r = page_request(page);
  const char *name = name_of(page, trust);

  put_limits(page, trust, true);
  ui_button_group_open(page);
  form_button(page, .action = trust_path(r, "/supporting/", trust->id, "/start"),
              .button = tr_fill(page, N_("Act for {name}"), "name", name, NULL));
  form_button(page, .action = trust_path(r, "/supporting/", trust->id, "/end"),
              .button = tr(page, N_("End this now")), .spoken = name, .is_secondary = true);
  ui_button_group_close(page);
}

static void
show_supporting(Request *r)
{
  const Lang *lang = request_lang(r);
  const Trust *trust =
      supporters_whom(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(lang, N_("People I support")),
                      .lead = lang_text(lang, N_("You act for them only in what they opened to you."
                                                 " They can read all of it.")),
                      .back = "/" });
  int count = 0;

  for (; trust->id; trust++) {
    if (trust->state != TRUST_ASKED && trust->state != TRUST_YES)
      continue;
    count++;
    ui_card_open(page, .title = name_of(page, trust), .is_warm = trust->state == TRUST_ASKED);
    if (trust->state == TRUST_ASKED)
      put_asked(page, trust);
    else
      put_supported(page, trust);
    ui_card_close(page);
  }
  if (count == 0)
    ui_paragraph(page, .text = tr(page, N_("Nobody just now.")));
  page_close(page);
}

/* Of which the viewer is the supporter; NULL: not found was answered. */
static const Trust *
find_theirs(Request *r)
{
  const Trust *trust =
      supporters_find(request_txn(r), request_arena(r), request_id_in_path(r, "supporter"), false);

  if (trust && trust->supporter_id == request_viewer(r)->member_id)
    return trust;
  reply_not_found(r);
  return NULL;
}

static void
answer(Request *r, bool is_yes)
{
  const Trust *trust = find_theirs(r);

  if (!trust)
    return;
  supporters_answer(request_txn(r), request_act(r), trust, is_yes);
  reply_redirect_saying(r, "/supporting",
                        is_yes ? N_("You support {name} now")
                               : N_("You said no. That is kept as your answer to {name}"),
                        trust->member_name);
}

static void
say_yes(Request *r)
{
  answer(r, true);
}

static void
say_no(Request *r)
{
  answer(r, false);
}

static void
end_supporting(Request *r)
{
  const Trust *trust = find_theirs(r);

  if (!trust)
    return;
  supporters_end(request_txn(r), request_act(r), trust);
  reply_redirect_saying(r, "/supporting", N_("It is ended"), NULL);
}

static void
start_acting(Request *r)
{
  const Trust *trust = find_theirs(r);

  if (!trust)
    return;
  if (trust->state != TRUST_YES) {
    reply_redirect_saying(r, "/supporting", N_("This is not open any more"), NULL);
    return;
  }
  supporters_start(request_txn(r), request_act(r), trust);
  request_act_for(r, trust->id);
  reply_redirect(r, "/");
}

static void
stop_acting(Request *r)
{
  request_act_for(r, 0);
  reply_redirect_saying(r, "/supporting", N_("You are yourself again"), NULL);
}

const Waiting *
waiting_to_support(Request *r)
{
  const Lang *lang = request_lang(r);
  const Trust *trust =
      supporters_whom(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  Waiting *waiting = arena_new_of(request_arena(r), Waiting, WAITING_MAX + 1);
  int count = 0;

  for (; trust->id && count < WAITING_MAX; trust++) {
    if (trust->state != TRUST_ASKED)
      continue;

    g_autofree char *title = lang_fill(lang_text(lang, N_("{name} asks you to support them")),
                                       "name", trust->member_name, NULL);

    waiting[count++] = (Waiting){ .title = arena_text(request_arena(r), title),
                                  .words = lang_text(lang, N_("You may say yes or no.")),
                                  .button = lang_text(lang, N_("Say if you support them")),
                                  .href = "/supporting",
                                  .urgency = WAITS_FOR_ME };
  }
  return waiting;
}

const Route supporting_routes[] = {
  { "GET", "/supporting", is_signed_in, show_supporting, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/supporting/stop", is_signed_in, show_supporting, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/supporting/stop", is_known, stop_acting, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/supporting/:supporter/yes", may_change_me, say_yes,
    .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/supporting/:supporter/no", is_known, say_no, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/supporting/:supporter/end", is_known, end_supporting,
    .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/supporting/:supporter/start", may_change_me, start_acting,
    .supporter = { SUPPORT_AS_SELF } },
  ROUTES_END,
};
