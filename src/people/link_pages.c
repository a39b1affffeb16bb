/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One-time links: looked at by GET, spent by POST, since mail scanners open links; and those that
 * an organiser makes for somebody. */
#include "people/door_pages.h"

#include "base/clock.h"
#include "base/ids.h"
#include "outbox/outbox.h"
#include "people/asking.h"
#include "people/card_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

void
draw_dead_link(Request *r, LinkState state)
{
  static const char elsewhere[] =
      N_("This link works only in the browser that brought the archive here."
         " Whoever looks after the machine can make another one.");
  static const char *const words[] = {
    [LINK_UNKNOWN] = N_("We do not know this link. Perhaps a part of it is missing."),
    [LINK_SPENT] = N_("This link was used already. Each link works once."),
    [LINK_OVER] = N_("This link is too old to work."),
    [LINK_ELSEWHERE] = elsewhere,
  };
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("This link does not work any more")),
                      .lead = lang_text(request_lang(r), words[state]),
                      .status = 404 });

  if (is_known(r)) {
    ui_paragraph_open(page);
    ui_words(page, tr(page, N_("You are in already.")));
    ui_words(page, " ");
    ui_link(page, .text = tr(page, N_("Go to the start page")), .href = "/");
    ui_paragraph_close(page);
  } else {
    put_ways_in_to_choose(page);
  }
  page_close(page);
}

static const char *
link_path(Request *r)
{
  return door_path(r, arena_format(request_arena(r), "/in/%s", request_text_in_path(r, "token")));
}

static void
draw_welcome(Request *r, const SignInLink *link)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Come in")) });

  form_draw(page, .action = link_path(r), .questions = shared_questions,
            .button = tr_fill(page, N_("Come in as {name}"), "name", link->member_name, NULL));
  ui_paragraph(page,
               .text = tr(page, N_("This is not you? Then close this page. Nothing happens.")));
  page_close(page);
}

static LinkState
look_at_link(Request *r, const SignInLink **ret_link)
{
  LinkState state =
      people_look_at_link(request_txn(r), request_arena(r), request_text_in_path(r, "token"),
                          request_now_us(r), ret_link);

  if (state == LINK_GOOD && *(*ret_link)->for_browser) {
    char own[BROWSER_HASH_SIZE];

    request_sign(r, LINK_FOR_BROWSER, own);
    if (strcmp(own, (*ret_link)->for_browser) != 0)
      state = LINK_ELSEWHERE;
  }
  return state;
}

static void
show_link(Request *r)
{
  const SignInLink *link = NULL;
  LinkState state = look_at_link(r, &link);

  if (state != LINK_GOOD && is_known(r) && strlen(door_goes_to(r)) > 1)
    reply_redirect(r, door_goes_to(r)); /* the mail opened a second time, by somebody who is in */
  else if (state != LINK_GOOD)
    draw_dead_link(r, state);
  else if (link->member_id)
    draw_welcome(r, link);
  else
    reply_redirect(r, arena_format(request_arena(r), "/set-up/%s", link->token));
}

static void
use_link(Request *r)
{
  const char *token = request_text_in_path(r, "token");
  const SignInLink *link = NULL;
  int64_t member_id = 0;
  LinkState state = look_at_link(r, &link);

  if (state == LINK_GOOD && !link->member_id)
    state = LINK_UNKNOWN; /* for setting up: not a way in */
  if (state == LINK_GOOD &&
      !questions_check(shared_questions, request_answers(r), r, request_refusals(r))) {
    draw_welcome(r, link);
    return;
  }
  if (state == LINK_GOOD)
    state = people_spend_link(request_txn(r), request_act(r), token, &member_id);
  if (state != LINK_GOOD) {
    draw_dead_link(r, state);
    return;
  }
  door_come_in(r, &(SessionStart){ .member_id = member_id, .way = link->way, .key_id = link->id });
}

/* ---- a link made by an organiser: shown, printed, mailed ---- */

static void
show_made_link(Request *r)
{
  const SignInLink *link = people_find_link(request_txn(r), request_arena(r),
                                            request_id_in_path(r, "link"), request_now_us(r));

  /* One that was asked for, or printed at the machine, is no organiser's to see. */
  if (!link || !link->member_id || link->is_asked_for || link->way != WAY_LINK) {
    draw_dead_link(r, LINK_SPENT);
    return;
  }

  const char *url = arena_format(request_arena(r), "%s/in/%s", request_origin(r), link->token);
  g_autofree char *until = lang_date(request_lang(r), link->expires_at_us, request_time_zone(r));
  char id[ID_TEXT_SIZE];
  Page *page =
      page_open(r, &(PageHead){ .title = link->member_name,
                                .lead = lang_text(request_lang(r), N_("A link to come in with")),
                                .back = arena_format(request_arena(r), "/people/%s",
                                                     id_to_text(link->member_id, id)),
                                .section = "/people" });

  put_qr(page, url, tr(page, N_("A code for a phone's camera: it opens the link")));
  ui_paragraph_open(page);
  ui_address(page, url);
  ui_paragraph_close(page);
  ui_paragraph(page, .text = tr_fill(page,
                                     N_("Works once, until {date}. Whoever holds it can come in"
                                        " as {name}."),
                                     "date", until, "name", link->member_name, NULL));
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("To print it, use your browser's print: only the card is"
                                   " printed.")));
  page_close(page);
}

static void
send_link(Request *r)
{
  char id[ID_TEXT_SIZE];
  Txn *txn = request_txn(r);
  const Member *member = people_find(txn, request_arena(r), request_id_in_path(r, "member"), false);

  if (!member || member->reach != REACH_EMAIL) {
    reply_not_found(r);
    return;
  }

  /* They did not ask for it themselves: it waits while they want quiet, and lasts from then on. */
  int64_t now_us = request_now_us(r);
  int64_t quiet_until_us = people_quiet_until(txn, member->id, now_us);
  int64_t sent_at_us = MAX(quiet_until_us, now_us);
  int64_t link_id = people_make_link(txn, request_act(r), member->id, request_origin(r),
                                     sent_at_us - now_us + US_PER_DAY);

  outbox_add_later(txn, request_act(r), "sign-in-mail", link_id, sent_at_us);
  reply_redirect_saying(r, arena_format(request_arena(r), "/people/%s", id_to_text(member->id, id)),
                        quiet_until_us ? N_("A link goes to {name} when their quiet time is over")
                                       : N_("A link is on its way to {name}"),
                        member->name);
}

const Route link_routes[] = {
  { "GET", "/in/:token", anyone, show_link, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/in/:token", anyone, use_link, .per_minute = 20, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/links/:link", may_organise, show_made_link },
  { "POST", "/people/:member/mail-link", may_organise, send_link },
  ROUTES_END,
};
