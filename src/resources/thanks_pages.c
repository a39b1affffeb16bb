/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Thank-yous in money: what is offered for a meeting, what one wants with it, writing that down for
 * somebody. Offering and paying are thanks_pay_pages.c, one's own total is own_money_pages.c. */
#include "lang/lang.h"
#include "meetings/replies.h"
#include "people/my_data.h"
#include "resources/cost_news.h"
#include "resources/money.h"
#include "resources/own_money.h"
#include "resources/resources.h"
#include "resources/resources_pages.h"

/* ---- what one wants ---- */

static const Choice how_long_choices[] = {
  { .value = "once", .label = N_("For this meeting") },
  { .value = "always", .label = N_("Always, in this group. I can change it at any time") },
  { .value = NULL },
};

static const Choice their_how_long_choices[] = {
  { .value = "once", .label = N_("For this meeting") },
  { .value = "always", .label = N_("Always, in this group") },
  { .value = NULL },
};

#define GIVE_TO                                                                               \
  {                                                                                           \
    .name = "give_to", .kind = ASK_TEXT, .label = N_("To whom, or for what?"),                \
    .hint = N_("For example: the garden, or a food bank. Whoever pays it reads this."),       \
    .missing = N_("Say to whom it is given"), .picture = "parcel", .max_length = GIVE_TO_MAX, \
    .shown_if = "choice=give", .is_needed = true                                              \
  }

static const Question thanks_questions[] = {
  { .name = "choice",
    .kind = ASK_ONE_OF,
    .label = N_("What do you want with it?"),
    .missing = N_("Choose one of the answers"),
    .picture = "thanks",
    .choices = thanks_choices,
    .is_needed = true },
  GIVE_TO,
  { .name = "how_long",
    .kind = ASK_ONE_OF,
    .label = N_("For how long does this hold?"),
    .missing = N_("Choose for how long it holds"),
    .picture = "calendar",
    .choices = how_long_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static const char *
choice_in_words(Page *page, const Thanks *thanks)
{
  static const char *const words[] = { [THANKS_NONE] = N_("You have not said yet. You need not."),
                                       [THANKS_TAKE] = N_("You said: I take it."),
                                       [THANKS_DECLINE] = N_("You said: no, thank you."),
                                       [THANKS_GIVE] = N_("You said: give it to somebody else."),
                                       [THANKS_LATER] =
                                           N_("You have not said yet. You need not.") };

  return tr(page, words[thanks->choice]);
}

static void
put_who_noted(Page *page, const Thanks *thanks)
{
  if (!thanks->entered_by)
    return;
  ui_paragraph(
      page,
      .text = tr_fill(page,
                      N_("{name} wrote this down for you. Is it right? You can change"
                         " it here."),
                      "name",
                      *thanks->entered_by_name ? thanks->entered_by_name : tr(page, FORMER_MEMBER),
                      NULL));
}

/* How long it took, or takes; that is up to whoever pays. */
static void
put_payment(Page *page, const Meeting *meeting, const Thanks *thanks)
{
  const int64_t now_us = request_now_us(page_request(page));
  const int64_t end_us = meeting->ends_at_us ? meeting->ends_at_us : meeting->starts_at_us;
  const int64_t days = claim_days(end_us, thanks->paid_at_us ? thanks->paid_at_us : now_us);

  if (thanks->paid_at_us && days == 0)
    ui_paragraph(page, .text = tr_fill(page, N_("Paid on {day}"), "day",
                                       group_day(page, thanks->paid_at_us), NULL));
  else if (thanks->paid_at_us)
    ui_paragraph(page, .text = tr_fill(page, N_("Paid on {day}. It took {days} after the meeting."),
                                       "day", group_day(page, thanks->paid_at_us), "days",
                                       days_in_words(page, days), NULL));
  else if (days > REWARD_DAYS && (thanks->choice == THANKS_TAKE || thanks->choice == THANKS_GIVE))
    ui_paragraph(page,
                 .text = tr(page, N_("It is not paid yet, if you came. That takes long, and it"
                                     " is up to us. You can ask an organiser.")));
}

static void
put_own_choice(Page *page, const Meeting *meeting, const Thanks *thanks)
{
  ui_paragraph(page, .text = choice_in_words(page, thanks), .is_strong = true);
  if (*thanks->give_to)
    ui_person_lines(page, thanks->give_to);
  if (thanks->is_always && thanks->choice != THANKS_LATER)
    ui_paragraph(page, .text = tr(page, N_("That holds for each meeting of this group.")));
  put_who_noted(page, thanks);
  put_payment(page, meeting, thanks);
}

static void
put_fee(Page *page, const Fee *fee)
{
  Request *r = page_request(page);

  if (fee->pence == 0) {
    ui_paragraph(page, .text = tr(page, N_("No thank-you in money is offered for this meeting.")));
    return;
  }
  ui_big_number(page, money_in_words(request_arena(r), fee->pence),
                tr(page, N_("is offered to each who comes")));
  ui_person_lines(page, fee->words);
  ui_paragraph(
      page, .is_quiet = true,
      .text = tr_fill(page, N_("Offered on {day}"), "day", group_day(page, fee->made_at_us), NULL));
}

static void
fill_thanks(Request *r, const Thanks *thanks)
{
  Answers *answers = request_answers(r);

  if (request_is_post(r) || thanks->choice == THANKS_NONE || thanks->choice == THANKS_LATER)
    return;
  answers_set(answers, "choice", thanks_choices[thanks->choice - THANKS_TAKE].value);
  answers_set(answers, "give_to", thanks->give_to);
  answers_set(answers, "how_long", thanks->is_always ? "always" : "once");
}

static void
put_later(Page *page, const Meeting *meeting, const Thanks *thanks)
{
  if (thanks->choice != THANKS_NONE)
    return;
  form_button(page, .action = meeting_path(page_request(page), meeting, "/thanks/later"),
              .button = tr(page, N_("Leave it for now, and do not ask again")),
              .is_secondary = true);
}

static void
draw_thanks(Request *r, const Group *group, const Meeting *meeting)
{
  const CostViewer viewer = cost_viewer(r);
  const bool sees_to = claims_may_see_to(request_txn(r), group->id, &viewer);
  const Fee fee = fees_find(request_txn(r), request_arena(r), meeting);
  const Thanks thanks = thanks_find(request_txn(r), request_arena(r), meeting, viewer.member_id);

  fill_thanks(r, &thanks);

  Page *page = open_meeting_page(r, meeting, N_("A thank-you for coming"), "thanks");

  put_fee(page, &fee);
  if (fee.pence > 0) {
    put_own_choice(page, meeting, &thanks);
    put_own_warning(page, meeting->id, thanks.paid_at_us ? 0 : fee.pence);
    put_advice(page);
    form_draw(page, .action = meeting_path(r, meeting, "/thanks"), .questions = thanks_questions,
              .button = tr(page, N_("Keep this")));
    put_later(page, meeting, &thanks);
    put_group_link(page, "purse", tr(page, N_("My own total, and a limit")), "/me/money");
  }
  if (fee.pence > 0 &&
      (sees_to || meetings_may_arrange(request_txn(r), group->id, viewer.member_id)))
    put_group_link(page, "phone", tr(page, N_("Write down what somebody wants with it")),
                   meeting_path(r, meeting, "/thanks/for"));
  if (sees_to)
    put_group_link(page, "write", tr(page, N_("Offer a thank-you, or change it")),
                   meeting_path(r, meeting, "/fee"));
  page_close(page);
}

static void
show_thanks(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (meeting)
    draw_thanks(r, group, meeting);
}

static void
choose(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);
  const Answers *answers = request_answers(r);

  if (!meeting)
    return;
  if (questions_check(thanks_questions, request_answers(r), r, request_refusals(r)))
    thanks_choose(request_txn(r), request_act(r), meeting,
                  thanks_from_name(answers_text(answers, "choice")),
                  answers_text(answers, "give_to"), answers_have(answers, "how_long", "always"),
                  request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_thanks(r, group, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/thanks"), N_("It is kept"), NULL);
}

static void
leave_it(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;
  thanks_choose(request_txn(r), request_act(r), meeting, THANKS_LATER, "", true,
                request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_thanks(r, group, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("You are not asked again"), NULL);
}

/* ---- for somebody who said it otherwise ---- */

static const Choice their_choices[] = {
  { .value = "take", .label = N_("They take it") },
  { .value = "decline", .label = N_("They said: no, thank you") },
  { .value = "give", .label = N_("They give it to somebody else") },
  { .value = NULL },
};

static const Question note_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Who said it?"),
    .missing = N_("Enter a name"),
    .picture = "person",
    .is_needed = true },
  { .name = "choice",
    .kind = ASK_ONE_OF,
    .label = N_("What do they want with it?"),
    .missing = N_("Choose one of the answers"),
    .picture = "thanks",
    .choices = their_choices,
    .is_needed = true },
  GIVE_TO,
  { .name = "how_long",
    .kind = ASK_ONE_OF,
    .label = N_("For how long does this hold?"),
    .missing = N_("Choose for how long it holds"),
    .picture = "calendar",
    .choices = their_how_long_choices,
    .is_needed = true },
  { .name = "way",
    .kind = ASK_ONE_OF,
    .label = N_("How did they say it?"),
    .missing = N_("Choose how they said it"),
    .picture = "phone",
    .choices = said_way_choices,
    .is_needed = true },
  QUESTIONS_END,
};

/* NULL: "not found" was answered. */
static const Meeting *
meeting_to_note(Request *r)
{
  const CostViewer viewer = cost_viewer(r);
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting || thanks_may_note(request_txn(r), group->id, &viewer))
    return meeting;
  reply_not_found(r);
  return NULL;
}

static void
draw_note(Request *r, const Meeting *meeting)
{
  const Fee fee = fees_find(request_txn(r), request_arena(r), meeting);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r),
                                                   N_("Write down what somebody wants with it")),
                                .lead = meeting->title,
                                .picture = "phone",
                                .back = meeting_path(r, meeting, "/thanks"),
                                .section = "/groups" });

  put_fee(page, &fee);
  ui_paragraph(page,
               .text = tr(page, N_("Write only what they said themselves. They see it, and can"
                                   " change it. Somebody else pays it.")));
  form_draw(page, .action = meeting_path(r, meeting, "/thanks/for"), .questions = note_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_note(Request *r)
{
  const Meeting *meeting = meeting_to_note(r);

  if (meeting)
    draw_note(r, meeting);
}

static void
note_from_answers(Request *r, const Meeting *meeting)
{
  const Answers *answers = request_answers(r);
  const CostViewer viewer = cost_viewer(r);
  const ThanksNote note = {
    .member_id = replies_find_person(request_txn(r), meeting->group_id,
                                     answers_text(answers, "name"), request_refusals(r)),
    .choice = thanks_from_name(answers_text(answers, "choice")),
    .give_to = answers_text(answers, "give_to"),
    .is_always = answers_have(answers, "how_long", "always"),
    .way = answers_text(answers, "way"),
  };

  if (refusals_count(request_refusals(r)) > 0)
    return;
  thanks_note(request_txn(r), request_act(r), &viewer, meeting, &note, request_refusals(r));
  if (refusals_count(request_refusals(r)) == 0)
    thanks_news_noted(request_txn(r), request_act(r), meeting->group_id, meeting->id,
                      note.member_id, request_origin(r));
}

static void
note_choice(Request *r)
{
  const Meeting *meeting = meeting_to_note(r);

  if (!meeting)
    return;
  if (questions_check(note_questions, request_answers(r), r, request_refusals(r)))
    note_from_answers(r, meeting);
  if (refusals_count(request_refusals(r)) > 0)
    draw_note(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/thanks"),
                          N_("It is kept. They can see it, and change it"), NULL);
}

/* ---- asked once ---- */

const Waiting *
thanks_are_waiting(Request *r)
{
  const Lang *lang = request_lang(r);
  const ThanksAsked asked =
      is_signed_in(r)
          ? thanks_asked(request_txn(r), request_viewer(r)->member_id, request_now_us(r))
          : (ThanksAsked){ 0 };
  Waiting *waiting = arena_new_of(request_arena(r), Waiting, 2);
  const Meeting meeting = { .id = asked.meeting_id, .group_id = asked.group_id };

  if (asked.meeting_id)
    waiting[0] = (Waiting){ .title = lang_text(lang, N_("A thank-you is offered to you")),
                            .words = lang_text(lang, N_("Take it, leave it or give it away. You"
                                                        " are asked once.")),
                            .button = lang_text(lang, N_("Say what I want with it")),
                            .href = meeting_path(r, &meeting, "/thanks"),
                            .urgency = WAITS_FOR_ME };
  return waiting;
}

const Route thanks_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/thanks", may_read_group, show_thanks },
  { "POST", "/groups/:group/meetings/:meeting/thanks", may_read_group, choose },
  { "POST", "/groups/:group/meetings/:meeting/thanks/later", may_read_group, leave_it },
  { "GET", "/groups/:group/meetings/:meeting/thanks/for", may_read_group, show_note },
  { "POST", "/groups/:group/meetings/:meeting/thanks/for", may_read_group, note_choice },
  ROUTES_END,
};
