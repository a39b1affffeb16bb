/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When somebody wants to be reminded; and for whoever arranges a meeting, whom to remind by
 * telephone or letter. */
#include "meetings/reminders.h"
#include "meetings/ring_pages.h"
#include "people/me_pages.h"

static const Question wish_questions[] = {
  { .name = "ahead",
    .kind = ASK_ONE_OF,
    .label = N_("When shall we remind you?"),
    .missing = N_("Choose when we remind you"),
    .picture = "clock",
    .choices = reminder_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static void
show_wish(Request *r)
{
  if (!request_is_post(r))
    answers_set(request_answers(r), "ahead", reminders_wish(request_txn(r), my_id(r)).ahead);

  const MailWish mails = mail_wish_read(request_txn(r), my_id(r), MAIL_KIND_REMINDER);
  Page *page = open_me_page(r, N_("Reminders of meetings"),
                            N_("You said that you come to a meeting. We remind you once."));

  if (mails.pace == PACE_NEVER)
    ui_inset_text(page,
                  .text = tr_fill(page,
                                  N_("You stopped these mails on {date}. Choose when, and they"
                                     " come again."),
                                  "date", day_in_words(r, mails.changed_at_us), NULL));
  form_draw(page, .action = "/me/reminders", .questions = wish_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
change_wish(Request *r)
{
  if (questions_check(wish_questions, request_answers(r), r, request_refusals(r)))
    reminders_choose(request_txn(r), request_act(r), my_id(r),
                     answers_text(request_answers(r), "ahead"));
  if (refusals_count(request_refusals(r)) > 0)
    show_wish(r);
  else
    reply_redirect_saying(r, "/me", N_("When we remind you is kept"), NULL);
}

/* ---- by telephone or letter ---- */

void
put_to_remind(Page *page, const Meeting *meeting, const ToTell *list)
{
  if (to_tell_count_others(list) == 0)
    return;
  ui_heading(page, 2, tr(page, N_("Whom to remind")));
  ui_paragraph(page, .text = tr(page, N_("They said that they come. It is soon.")));
  put_ring_list(page, meeting, list,
                &(RingList){ "/remind", "member", N_("I reminded them"), NULL, NULL });
}

static void
remind(Request *r)
{
  meeting_mark_person(r, "member", reminders_mark_told, "/tell");
}

const Route reminder_routes[] = {
  { "GET", "/me/reminders", is_known, show_wish },
  { "POST", "/me/reminders", is_known, change_wish },
  { "POST", "/groups/:group/meetings/:meeting/remind", may_arrange_meetings, remind },
  ROUTES_END,
};
