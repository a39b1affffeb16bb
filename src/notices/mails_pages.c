/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which mails I get: one choice for all when one is in (the single ones are mail_each_pages.c), and
 * to stop by the link that stands in a mail. */
#include "notices/bounces.h"
#include "notices/mail_levels.h"
#include "notices/notices_pages.h"
#include "people/me_pages.h"

#include <string.h>

static const Choice level_choices[] = {
  { .value = "all",
    .label = N_("All of them"),
    .hint = N_("Some things come together, in one mail a day.") },
  { .value = "must",
    .label = N_("Only what I must know"),
    .hint = N_("Papers, meetings, and what somebody asks you or answers you. You find the rest"
               " here.") },
  { .value = "none",
    .label = N_("No mails"),
    .hint = N_("You find everything here when you come in.") },
  { .value = "own",
    .label = N_("I choose one by one"),
    .hint = N_("You see a list. What you chose there before comes back.") },
  { .value = NULL },
};

static const Question level_questions[] = {
  { .name = "level",
    .kind = ASK_ONE_OF,
    .label = N_("Which mails do you want?"),
    .missing = N_("Choose which mails you want"),
    .picture = "letter",
    .choices = level_choices,
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- choosing ---- */

/* What the link in a mail stopped, which may be long ago. */
static void
put_stopped(Page *page, const MailWish *wishes)
{
  Request *r = page_request(page);

  for (MailKind kind = MAIL_KIND_NONE + 1; kind < MAIL_KIND_COUNT; kind++)
    if (wishes[kind].pace == PACE_NEVER && wishes[kind].is_by_mail)
      ui_inset_text(page,
                    .text = tr_fill(page,
                                    N_("{what}: you stopped these mails on {date}, by the link in a"
                                       " mail. You can turn them on again here."),
                                    "what", tr(page, mail_kind_row(kind)->title), "date",
                                    day_in_words(r, wishes[kind].changed_at_us), NULL));
}

static void
put_came_back(Page *page)
{
  Request *r = page_request(page);
  const int64_t at_us = bounces_stopped_at_us(request_txn(r), my_id(r));

  if (!at_us)
    return;
  ui_card_open(page, .title = tr(page, N_("A mail to you came back")), .is_warm = true,
               .picture = "email");
  ui_paragraph(page, .text = tr_fill(page,
                                     N_("It came back on {date}. Is your address still right? Until"
                                        " you say so, we send no mails there."),
                                     "date", day_in_words(r, at_us), NULL));
  ui_button_group_open(page);
  form_button(page, .action = "/me/mails/right", .button = tr(page, N_("My address is right")));
  ui_button_link(page, .text = tr(page, N_("Change my address")), .href = "/me/name",
                 .is_secondary = true);
  ui_button_group_close(page);
  ui_card_close(page);
}

/* What comes all the same, and that this is little. */
static void
draw_always(Page *page, void *data)
{
  (void)data;
  ui_paragraph(page,
               .text = tr(page, N_("They are about coming in, or about keeping you safe. There"
                                   " are few of them.")));
  ui_list_open(page, LIST_BULLETS);
  for (MailKind kind = MAIL_KIND_NONE + 1; kind < MAIL_KIND_COUNT; kind++)
    if (!mail_kind_row(kind)->may_stop && mail_kind_row(kind)->title)
      ui_list_item(page, tr(page, mail_kind_row(kind)->title));
  ui_list_close(page);
}

static void
put_link(Page *page, const char *words, const char *href)
{
  ui_paragraph_open(page);
  ui_link(page, .text = words, .href = href, .is_large = true);
  ui_paragraph_close(page);
}

static void
show_mails(Request *r)
{
  const Member *me = people_find(request_txn(r), request_arena(r), my_id(r), false);
  MailWish wishes[MAIL_KIND_COUNT];

  mail_wish_read_all(request_txn(r), my_id(r), wishes);
  if (!request_is_post(r))
    answers_set(request_answers(r), "level", mail_level_name(mail_level_of(wishes)));

  Page *page = open_me_page(r, N_("Which mails I get"),
                            N_("Each mail says why it comes. You can change this at any time."));

  if (me && me->reach != REACH_EMAIL)
    ui_paragraph(page, .text = tr(page, N_("We do not reach you by e-mail now. What you choose here"
                                           " counts when we do.")));
  put_stopped(page, wishes);
  put_came_back(page);
  form_draw(page, .action = "/me/mails", .questions = level_questions,
            .button = tr(page, N_("Keep this")));
  put_link(page, tr(page, N_("Mails, one by one")), "/me/mails/each");
  put_link(page, tr(page, N_("What I answered by mail or on a slip")), "/me/answers");
  ui_details(page, .summary.text = tr(page, N_("These mails always come")), .draw = draw_always);
  page_close(page);
}

static void
change_mails(Request *r)
{
  MailLevel level = MAILS_OWN;

  if (questions_check(level_questions, request_answers(r), r, request_refusals(r)) &&
      mail_level_from_name(answers_text(request_answers(r), "level"), &level))
    mail_level_choose(request_txn(r), request_act(r), my_id(r), level, request_time_zone(r));
  if (refusals_count(request_refusals(r)) > 0)
    show_mails(r);
  else if (level == MAILS_OWN)
    reply_redirect(r, "/me/mails/each");
  else
    reply_redirect_saying(r, "/me", N_("Which mails you get is kept"), NULL);
}

void
change_mail_wish(Request *r, int64_t member_id, MailKind kind, MailPace pace, bool is_by_mail)
{
  MailWish wish = { .pace = pace, .is_by_mail = is_by_mail };

  g_strlcpy(wish.time_zone, request_time_zone(r), sizeof(wish.time_zone));
  mail_wish_change(request_txn(r), request_act(r), member_id, kind, &wish);
}

/* ---- the link in a mail ---- */

/* GET changes nothing: mail scanners open links. Whose it is stands nowhere on the page. */
static void
draw_stop(Request *r, const MailWish *wish, MailKind kind)
{
  const bool is_stopped = wish->pace == PACE_NEVER;
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r),
                                                   is_stopped ? N_("You get no more of these mails")
                                                              : N_("Stop these mails?")),
                                .lead = lang_text(request_lang(r), mail_kind_row(kind)->title) });
  const char *path =
      arena_format(request_arena(r), "/stop-mail/%s", request_text_in_path(r, "token"));

  if (is_stopped)
    form_button(page, .action = path, .name = "again", .value = "yes", .is_secondary = true,
                .button = tr(page, N_("Send them again")));
  else
    form_button(page, .action = path, .button = tr(page, N_("Stop these mails")));
  ui_paragraph(page, .text = is_stopped
                                 ? tr(page, N_("You find your papers here when you come in."))
                                 : tr(page, N_("You stay a member. Nothing else changes.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Which mails I get")), .href = "/me/mails");
  ui_paragraph_close(page);
  page_close(page);
}

static void
show_stop(Request *r)
{
  MailKind kind = MAIL_KIND_NONE;
  const int64_t member_id = mail_stop_find(request_txn(r), request_text_in_path(r, "token"), &kind);

  if (!member_id) {
    draw_dead_link(r, LINK_UNKNOWN);
    return;
  }

  const MailWish wish = mail_wish_read(request_txn(r), member_id, kind);

  draw_stop(r, &wish, kind);
}

static void
stop_mails(Request *r)
{
  MailKind kind = MAIL_KIND_NONE;
  const char *token = request_text_in_path(r, "token");
  const int64_t member_id = mail_stop_find(request_txn(r), token, &kind);
  const bool is_again = strcmp(answers_text(request_answers(r), "again"), "yes") == 0;

  if (!member_id) {
    draw_dead_link(r, LINK_UNKNOWN);
    return;
  }
  change_mail_wish(r, member_id, kind, is_again ? mail_kind_row(kind)->usual : PACE_NEVER,
                   !is_again);
  reply_redirect(r, arena_format(request_arena(r), "/stop-mail/%s", token));
}

const Route mails_routes[] = {
  { "GET", "/me/mails", is_known, show_mails },
  { "POST", "/me/mails", is_known, change_mails },
  ROUTES_END,
};

const Route stop_mail_routes[] = {
  { "GET", "/stop-mail/:token", anyone, show_stop, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/stop-mail/:token", anyone, stop_mails, .is_one_click = true,
    .supporter = { SUPPORT_AS_SELF } },
  ROUTES_END,
};
