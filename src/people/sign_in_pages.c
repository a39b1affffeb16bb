/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sign-in page: four ways in, none a puzzle, none in a hurry; asking for a link by e-mail;
 * going out. No password anywhere (WCAG 3.3.9). */
#include "people/door_pages.h"

#include "base/ids.h"
#include "outbox/outbox.h"
#include "people/ways.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

static const Question email_questions[] = {
  { .name = "email",
    .picture = "email",
    .kind = ASK_EMAIL,
    .label = N_("Your e-mail address"),
    .missing = N_("Enter your e-mail address"),
    .autocomplete = "email",
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- the four ways ---- */

static void
put_passkey_way(Page *page, void *data)
{
  Request *r = data;

  ui_heading(page, 2, tr(page, N_("With your passkey")));
  if (!door_has_passkeys(r)) {
    put_no_passkeys(page);
    return;
  }
  ui_paragraph(page, .text = tr(page, N_("Your finger, your face or the PIN of your own phone or"
                                         " computer.")));
  form_open(page, "/passkey/ask");
  put_goes_to(page);
  form_close(page, tr(page, N_("Come in with a passkey")));
}

/* Mail is above this floor: set by src/subjects.c. */
static bool (*mail_may_leave)(Txn *txn, Arena *arena);

void
door_set_mail_may_leave(bool (*may_leave)(Txn *txn, Arena *arena))
{
  mail_may_leave = may_leave;
}

/* Where it was said that there is no mail, a link would never come. */
static bool
has_mail(Request *r)
{
  return !mail_may_leave || mail_may_leave(request_txn(r), request_arena(r));
}

static void
put_email_way(Page *page, void *data)
{
  (void)data;
  ui_heading(page, 2, tr(page, N_("With a link by e-mail")));
  ui_paragraph(page, .text = tr(page, N_("We send you a link. Open it, and you are in.")));
  form_open(page, "/sign-in");
  put_goes_to(page);
  form_questions(page, email_questions, NULL);
  form_close(page, tr(page, N_("Send me a link")));
}

static void
put_card_way(Page *page, void *data)
{
  Request *r = data;

  ui_heading(page, 2, tr(page, N_("With your key card")));
  ui_paragraph(page, .text = tr(page, N_("Hold your phone's camera over the square on your card. Or"
                                         " type the code of the card.")));
  ui_button_link(page, .text = tr(page, N_("Type the code of my card")),
                 .href = door_path(r, "/card"), .is_secondary = true);
}

static void
put_help_way(Page *page, void *data)
{
  (void)data;
  ui_heading(page, 2, tr(page, N_("With somebody you know")));
  ui_paragraph(page,
               .text = tr(page, N_("An organiser can let you in on their phone or computer. So"
                                   " can somebody you have named. Ask them.")));
  ui_paragraph(page, .text = tr(page, N_("They can also give you a card, or a link.")));
}

void
put_ways_in_to_choose(Page *page)
{
  Request *r = page_request(page);
  const PictureRow rows[] = {
    { .slot.draw = put_passkey_way, .slot.data = r, .picture = "finger", .alt = "" },
    { .slot.draw = has_mail(r) ? put_email_way : NULL,
      .slot.data = r,
      .picture = "email",
      .alt = "" },
    { .slot.draw = put_card_way, .slot.data = r, .picture = "key-card", .alt = "" },
    { .slot.draw = put_help_way, .slot.data = r, .picture = "help", .alt = "" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (rows[i].slot.draw)
      ui_draw_picture_row(page, &rows[i]);
}

static void
draw_sign_in(Request *r, int status)
{
  const Lang *lang = request_lang(r);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(lang, N_("Come in")),
                                .picture = "door",
                                .lead = lang_text(lang, N_("Choose the way that suits you. There is"
                                                           " no password.")),
                                .status = status });

  put_ways_in_to_choose(page);
  page_close(page);
}

void
draw_sign_in_page(Request *r)
{
  draw_sign_in(r, 401);
}

void
show_sign_in(Request *r)
{
  draw_sign_in(r, 0);
}

/* ---- a link by e-mail ---- */

/* The same answer whether the address is here or not, so that nobody can find out who is. */
static void
send_answer(Request *r, int64_t ask_id)
{
  char id[ID_TEXT_SIZE];

  outbox_add(request_txn(r), request_act(r), "link-ask", ask_id);
  reply_redirect(r, arena_format(request_arena(r), "/sign-in/sent/%s", id_to_text(ask_id, id)));
}

static void
ask_for_link(Request *r)
{
  if (!questions_check(email_questions, request_answers(r), r, request_refusals(r))) {
    draw_sign_in(r, 0);
    return;
  }
  send_answer(r, link_ask(request_txn(r), request_act(r), answers_text(request_answers(r), "email"),
                          request_origin(r), door_goes_to(r)));
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

  ui_paragraph(page,
               .text = tr(page, N_("It works once, for an hour. You can open it on any phone or"
                                   " computer.")));
  ui_paragraph(page, .text = tr(page, N_("Nothing there? Look in the junk folder, or ask an"
                                         " organiser.")));
  form_button(page, .action = NULL, .is_secondary = true, .button = tr(page, N_("Send it again")));
  page_close(page);
}

static void
send_again(Request *r)
{
  int64_t ask_id = link_ask_again(request_txn(r), request_act(r), request_id_in_path(r, "ask"));

  if (ask_id)
    send_answer(r, ask_id);
  else
    reply_redirect(r, "/sign-in"); /* too long ago */
}

static void
sign_out(Request *r)
{
  request_sign_out(r);
  reply_redirect_saying(r, "/", N_("You are signed out"), NULL);
}

const Route sign_in_routes[] = {
  { "GET", "/sign-in", anyone, show_sign_in, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/sign-in", anyone, ask_for_link, .per_minute = 10, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/sign-in/sent/:ask", anyone, show_sent, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/sign-in/sent/:ask", anyone, send_again, .per_minute = 10,
    .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/sign-out", is_known, sign_out, .supporter = { SUPPORT_AS_SELF } },
  ROUTES_END,
};
