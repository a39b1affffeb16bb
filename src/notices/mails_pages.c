/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which mails I get: to choose when one is in, and to stop by the link that stands in a mail. */
#include "notices/bounces.h"
#include "notices/mail_wishes.h"
#include "notices/notices_pages.h"
#include "people/me_pages.h"

#include <string.h>

static const Choice paper_choices[] = {
  { .value = "at-once", .label = N_("At once"), .hint = N_("A mail for each paper.") },
  { .value = "day",
    .label = N_("Once a day, together"),
    .hint = N_("One mail in the morning. No mail when nothing came.") },
  { .value = "week",
    .label = N_("Once a week, together"),
    .hint = N_("One mail on Monday morning. No mail when nothing came.") },
  { .value = "never",
    .label = N_("No mail"),
    .hint = N_("You find your papers here when you come in.") },
  { .value = NULL },
};

static const Choice talk_choices[] = {
  { .value = "at-once", .label = N_("At once"), .hint = N_("A mail for each thing.") },
  { .value = "day",
    .label = N_("Once a day, together"),
    .hint = N_("One mail in the morning. No mail when nothing came.") },
  { .value = "week",
    .label = N_("Once a week, together"),
    .hint = N_("One mail on Monday morning. No mail when nothing came.") },
  { .value = "never", .label = N_("No mail"), .hint = N_("You find it here when you come in.") },
  { .value = NULL },
};

/* An answer by its numbers is clear only where no other mail was put together with it. */
static const Choice alone_choices[] = {
  { .value = "at-once", .label = N_("At once"), .hint = N_("A mail for each thing.") },
  { .value = "never", .label = N_("No mail"), .hint = N_("You find it here when you come in.") },
  { .value = NULL },
};

/* The names are those of the kinds of mail. */
static const Question questions[] = {
  { .name = "paper",
    .kind = ASK_ONE_OF,
    .label = N_("Papers that are sent to you"),
    .missing = N_("Choose when you want a mail about papers"),
    .picture = "letter",
    .choices = paper_choices,
    .is_needed = true },
  { .name = "reply",
    .kind = ASK_ONE_OF,
    .label = N_("Answers to what you said"),
    .missing = N_("Choose when you want a mail about answers to what you said"),
    .picture = "talk",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "talk",
    .kind = ASK_ONE_OF,
    .label = N_("What others say about papers that you wrote or spoke about"),
    .missing = N_("Choose when you want a mail about what others say"),
    .picture = "people",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "meeting",
    .kind = ASK_ONE_OF,
    .label = N_("Invitations to meetings of your groups"),
    .missing = N_("Choose when you want a mail about meetings"),
    .picture = "calendar",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "dates",
    .kind = ASK_ONE_OF,
    .label = N_("Which times suit you, when a group looks for a date"),
    .missing = N_("Choose when you want a mail about finding a date"),
    .picture = "clock",
    .choices = alone_choices,
    .is_needed = true },
  { .name = "idea",
    .kind = ASK_ONE_OF,
    .label = N_("Ideas: yours, and those that you are asked to answer"),
    .missing = N_("Choose when you want a mail about ideas"),
    .picture = "idea",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "decision",
    .kind = ASK_ONE_OF,
    .label = N_("What your groups decided"),
    .missing = N_("Choose when you want a mail about what your groups decided"),
    .picture = "vote",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "action",
    .kind = ASK_ONE_OF,
    .label = N_("That you are asked to do something for a group"),
    .missing = N_("Choose when you want a mail about what you are asked to do"),
    .picture = "hand",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "cost",
    .kind = ASK_ONE_OF,
    .label = N_("What became of your costs and thank-yous"),
    .missing = N_("Choose when you want a mail about your costs and thank-yous"),
    .picture = "coin",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "need",
    .kind = ASK_ONE_OF,
    .label = N_("What becomes of what you asked for, for a meeting"),
    .missing = N_("Choose when you want a mail about what you asked for"),
    .picture = "help",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "group",
    .kind = ASK_ONE_OF,
    .label = N_("The answer when you ask to join a group"),
    .missing = N_("Choose when you want a mail about asking to join a group"),
    .picture = "people",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "afterwards",
    .kind = ASK_ONE_OF,
    .label = N_("One question after a meeting that you came to"),
    .missing = N_("Choose when you want a mail after a meeting"),
    .picture = "happy",
    .choices = talk_choices,
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- choosing ---- */

/* Each kind that may be stopped and is; the link that stops all that is put together too. */
static void
put_when_stopped(Page *page, MailKind kind, const MailWish *wish)
{
  Request *r = page_request(page);

  if (wish->pace != PACE_NEVER)
    return;
  ui_inset_text(page,
                .text = tr_fill(page,
                                wish->is_by_mail
                                    ? N_("{what}: you stopped these mails on {date}, by the link"
                                         " in a mail. You can turn them on again here.")
                                    : N_("{what}: you stopped these mails on {date}. You can turn"
                                         " them on again here."),
                                "what", tr(page, mail_kind_row(kind)->title), "date",
                                day_in_words(r, wish->changed_at_us), NULL));
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
put_always(Page *page)
{
  ui_heading(page, 2, tr(page, N_("These mails always come")));
  ui_paragraph(page,
               .text = tr(page, N_("They are about coming in, or about keeping you safe. There"
                                   " are few of them.")));
  ui_list_open(page, LIST_BULLETS);
  for (MailKind kind = MAIL_KIND_NONE + 1; kind < MAIL_KIND_COUNT; kind++)
    if (!mail_kind_row(kind)->may_stop && mail_kind_row(kind)->title)
      ui_list_item(page, tr(page, mail_kind_row(kind)->title));
  ui_list_close(page);
}

static const MailKind asked[] = { MAIL_KIND_PAPER,    MAIL_KIND_REPLY,  MAIL_KIND_TALK,
                                  MAIL_KIND_MEETING,  MAIL_KIND_DATES,  MAIL_KIND_IDEA,
                                  MAIL_KIND_DECISION, MAIL_KIND_ACTION, MAIL_KIND_COST,
                                  MAIL_KIND_NEED,     MAIL_KIND_GROUP,  MAIL_KIND_AFTERWARDS };

static void
fill_in(Request *r, const MailWish *wishes)
{
  for (size_t i = 0; i < G_N_ELEMENTS(asked); i++)
    answers_set(request_answers(r), mail_kind_row(asked[i])->name,
                mail_pace_name(wishes[asked[i]].pace));
}

static void
show_mails(Request *r)
{
  const Member *me = people_find(request_txn(r), request_arena(r), my_id(r), false);
  MailWish wishes[MAIL_KIND_COUNT];

  mail_wish_read_all(request_txn(r), my_id(r), wishes);
  if (!request_is_post(r))
    fill_in(r, wishes);

  Page *page = open_me_page(r, N_("Which mails I get"),
                            N_("Each mail says why it comes. You can change this at any time."));

  if (me && me->reach != REACH_EMAIL)
    ui_paragraph(page, .text = tr(page, N_("We do not reach you by e-mail now. What you choose here"
                                           " counts when we do.")));
  for (size_t i = 0; i < G_N_ELEMENTS(asked); i++)
    put_when_stopped(page, asked[i], &wishes[asked[i]]);
  put_when_stopped(page, MAIL_KIND_TOGETHER, &wishes[MAIL_KIND_TOGETHER]);
  put_came_back(page);
  form_draw(page, .action = "/me/mails", .questions = questions,
            .button = tr(page, N_("Keep this")));
  put_always(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("What I answered by mail or on a slip")), .href = "/me/answers",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

static void
change_wish(Request *r, int64_t member_id, MailKind kind, MailPace pace, bool is_by_mail)
{
  MailWish wish = { .pace = pace, .is_by_mail = is_by_mail };

  g_strlcpy(wish.time_zone, request_time_zone(r), sizeof(wish.time_zone));
  mail_wish_change(request_txn(r), request_act(r), member_id, kind, &wish);
}

/* Whoever chooses anew wants what they choose: what stopped all that is put together ends. */
static void
keep_wishes(Request *r)
{
  for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
    MailPace pace = PACE_AT_ONCE;

    if (mail_pace_from_name(answers_text(request_answers(r), mail_kind_row(asked[i])->name), &pace))
      change_wish(r, my_id(r), asked[i], pace, false);
  }
  change_wish(r, my_id(r), MAIL_KIND_TOGETHER, PACE_AT_ONCE, false);
}

static void
change_mails(Request *r)
{
  if (questions_check(questions, request_answers(r), r, request_refusals(r)))
    keep_wishes(r);
  if (refusals_count(request_refusals(r)) > 0)
    show_mails(r);
  else
    reply_redirect_saying(r, "/me", N_("Which mails you get is kept"), NULL);
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
  change_wish(r, member_id, kind, is_again ? mail_kind_row(kind)->usual : PACE_NEVER, !is_again);
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
