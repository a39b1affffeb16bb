/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Coming in: one-time links (looked at by GET, spent by POST, since mail scanners open links), the
 * first set-up, a link by e-mail, a printed card, going out. */
#include "people/people_pages.h"

#include "base/clock.h"
#include "base/ids.h"
#include "outbox/outbox.h"
#include "people/asking.h"
#include "people/card_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

#define MAIL_LINK_LASTS_US US_PER_DAY

static const Question email_questions[] = {
  { .name = "email",
    .kind = ASK_EMAIL,
    .picture = "email",
    .label = N_("Your e-mail address"),
    .missing = N_("Enter your e-mail address"),
    .autocomplete = "email",
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- the sign-in page ---- */

static void
put_email_form(Page *page)
{
  ui_heading(page, 2, tr(page, N_("Get a link by e-mail")));
  form_draw(page, .action = "/sign-in", .questions = email_questions,
            .button = tr(page, N_("Send me a link")));
  ui_heading(page, 2, tr(page, N_("Without e-mail")));
  ui_paragraph(page,
               .text = tr(page, N_("Ask an organiser for a link or a printed card. There is no"
                                   " password.")));
}

static void
draw_sign_in(Request *r, int status)
{
  const Lang *lang = request_lang(r);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(lang, N_("Come in")),
                      .lead = lang_text(lang, N_("You come in with a link that is yours alone.")),
                      .status = status });

  put_email_form(page);
  page_close(page);
}

void
draw_sign_in_page(Request *r)
{
  draw_sign_in(r, 401);
}

static void
show_sign_in(Request *r)
{
  draw_sign_in(r, 0);
}

/* The same answer whether the address is here or not, so that nobody can find out who is. */
static void
ask_for_link(Request *r)
{
  const Act *act = request_act(r);
  Txn *txn = request_txn(r);

  if (!questions_check(email_questions, request_answers(r), r, request_refusals(r))) {
    draw_sign_in(r, 0);
    return;
  }

  int64_t member_id = people_find_by_email(txn, answers_text(request_answers(r), "email"));

  if (member_id) {
    int64_t link_id = people_make_link(txn, act, member_id, request_origin(r), MAIL_LINK_LASTS_US);

    outbox_add(txn, act, "sign-in-mail", link_id);
  }
  reply_redirect(r, "/sign-in/sent");
}

static void
show_sent(Request *r)
{
  const Lang *lang = request_lang(r);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(lang, N_("Look in your e-mail")),
                                .lead = lang_text(lang, N_("If we know your address, a link is on"
                                                           " its way.")),
                                .back = "/sign-in" });

  ui_paragraph(page, .text = tr(page, N_("It works once, for a day. Nothing there? Look in the junk"
                                         " folder, or ask an organiser.")));
  page_close(page);
}

/* ---- a link ---- */

void
draw_dead_link(Request *r, LinkState state)
{
  static const char *const words[] = {
    [LINK_UNKNOWN] = N_("We do not know this link. Perhaps a part of it is missing."),
    [LINK_SPENT] = N_("This link was used already. Each link works once."),
    [LINK_OVER] = N_("This link is too old to work."),
  };
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("This link does not work any more")),
                      .lead = lang_text(request_lang(r), words[state]),
                      .status = 404 });

  if (is_signed_in(r)) {
    ui_paragraph_open(page);
    ui_words(page, tr(page, N_("You are in already.")));
    ui_words(page, " ");
    ui_link(page, .text = tr(page, N_("Go to the start page")), .href = "/");
    ui_paragraph_close(page);
  } else {
    put_email_form(page);
  }
  page_close(page);
}

/* Where a link leads on to: a plain path of this site ("/papers/…"), whatever the mail was about.
 * Anything else, another site above all, leads to the start page. */
static const char *
path_after(Request *r)
{
  const char *to = request_query(r, "to");
  const bool is_ours = g_str_has_prefix(to, "/papers/") &&
                       strspn(to, "/abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(to);

  return is_ours ? to : "/";
}

static const char *
link_path(Request *r)
{
  return arena_format(request_arena(r), "/in/%s?to=%s", request_text_in_path(r, "token"),
                      path_after(r));
}

static void
draw_welcome(Request *r, const SignInLink *link)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Come in")) });

  form_button(page, .action = link_path(r),
              .button = tr_fill(page, N_("Come in as {name}"), "name", link->member_name, NULL));
  ui_paragraph(page,
               .text = tr(page, N_("This is not you? Then close this page. Nothing happens.")));
  page_close(page);
}

static void
show_link(Request *r)
{
  const SignInLink *link = NULL;
  LinkState state = people_look_at_link(request_txn(r), request_arena(r),
                                        request_text_in_path(r, "token"), request_now_us(r), &link);

  if (state != LINK_GOOD && is_signed_in(r) && strlen(path_after(r)) > 1)
    reply_redirect(r, path_after(r)); /* the mail opened a second time, by somebody who is in */
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
  LinkState state =
      people_look_at_link(request_txn(r), request_arena(r), token, request_now_us(r), &link);

  if (state == LINK_GOOD && !link->member_id)
    state = LINK_UNKNOWN; /* for setting up: not a way in */
  if (state == LINK_GOOD)
    state = people_spend_link(request_txn(r), request_act(r), token, &member_id);
  if (state != LINK_GOOD) {
    draw_dead_link(r, state);
    return;
  }
  request_begin_session(
      r, &(SessionStart){ .member_id = member_id, .way = link->way, .key_id = link->id });
  reply_redirect(r, path_after(r));
}

static void
sign_out(Request *r)
{
  request_sign_out(r);
  reply_redirect_saying(r, "/", N_("You are signed out"), NULL);
}

/* ---- a link made by an organiser: shown, printed, mailed ---- */

static void
show_made_link(Request *r)
{
  const SignInLink *link = people_find_link(request_txn(r), request_arena(r),
                                            request_id_in_path(r, "link"), request_now_us(r));

  if (!link || !link->member_id) {
    draw_dead_link(r, LINK_SPENT);
    return;
  }

  const char *url = arena_format(request_arena(r), "%s/in/%s", request_origin(r), link->token);
  g_autofree char *until = lang_date(request_lang(r), link->expires_at_us, request_time_zone(r));
  char id[ID_TEXT_SIZE];
  Page *page =
      page_open(r, &(PageHead){ .title = link->member_name,
                                .lead = lang_text(request_lang(r), N_("A card to come in with")),
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

  int64_t link_id =
      people_make_link(txn, request_act(r), member->id, request_origin(r), MAIL_LINK_LASTS_US);

  /* They did not ask for it themselves: it waits while they want quiet. */
  int64_t quiet_until_us = people_quiet_until(txn, member->id, request_now_us(r));

  outbox_add_later(txn, request_act(r), "sign-in-mail", link_id,
                   MAX(quiet_until_us, request_now_us(r)));
  reply_redirect_saying(r, arena_format(request_arena(r), "/people/%s", id_to_text(member->id, id)),
                        quiet_until_us ? N_("A link goes to {name} when their quiet time is over")
                                       : N_("A link is on its way to {name}"),
                        member->name);
}

const Route sign_in_routes[] = {
  { "GET", "/sign-in", anyone, show_sign_in, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/sign-in", anyone, ask_for_link, .per_minute = 10, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/sign-in/sent", anyone, show_sent, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/sign-out", is_known, sign_out, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/in/:token", anyone, show_link, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/in/:token", anyone, use_link, .per_minute = 20, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/links/:link", may_organise, show_made_link },
  { "POST", "/people/:member/mail-link", may_organise, send_link },
  ROUTES_END,
};
