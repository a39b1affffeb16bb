/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Thank-yous in money: what is offered for a meeting, what one wants with it, offering, paying.
 * One's own total is own_money_pages.c. */
#include "base/ids.h"
#include "lang/lang.h"
#include "resources/money.h"
#include "resources/own_money.h"
#include "resources/resources_pages.h"

#include <string.h>

/* ---- what one wants ---- */

static const Choice how_long_choices[] = {
  { .value = "once", .label = N_("For this meeting") },
  { .value = "always", .label = N_("Always, in this group. I can change it at any time") },
  { .value = NULL },
};

static const Question thanks_questions[] = {
  { .name = "choice",
    .kind = ASK_ONE_OF,
    .label = N_("What do you want with it?"),
    .missing = N_("Choose one of the answers"),
    .picture = "thanks",
    .choices = thanks_choices,
    .is_needed = true },
  { .name = "give_to",
    .kind = ASK_TEXT,
    .label = N_("To whom, or for what?"),
    .hint = N_("For example: the garden, or a food bank. Whoever pays it reads this."),
    .missing = N_("Say to whom it is given"),
    .picture = "parcel",
    .max_length = GIVE_TO_MAX,
    .shown_if = "choice=give",
    .is_needed = true },
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
put_own_choice(Page *page, const Thanks *thanks)
{
  ui_paragraph(page, .text = choice_in_words(page, thanks), .is_strong = true);
  if (*thanks->give_to)
    ui_person_lines(page, thanks->give_to);
  if (thanks->is_always && thanks->choice != THANKS_LATER)
    ui_paragraph(page, .text = tr(page, N_("That holds for each meeting of this group.")));
  if (thanks->paid_at_us)
    ui_paragraph(page, .text = tr_fill(page, N_("Paid on {day}"), "day",
                                       group_day(page, thanks->paid_at_us), NULL));
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
  const Fee fee = fees_find(request_txn(r), request_arena(r), meeting);
  const Thanks thanks = thanks_find(request_txn(r), request_arena(r), meeting, viewer.member_id);

  fill_thanks(r, &thanks);

  Page *page = open_meeting_page(r, meeting, N_("A thank-you for coming"), "thanks");

  put_fee(page, &fee);
  if (fee.pence > 0) {
    put_own_choice(page, &thanks);
    put_own_warning(page, thanks.paid_at_us ? 0 : fee.pence);
    put_advice(page);
    form_draw(page, .action = meeting_path(r, meeting, "/thanks"), .questions = thanks_questions,
              .button = tr(page, N_("Keep this")));
    put_later(page, meeting, &thanks);
    put_group_link(page, "purse", tr(page, N_("My own total, and a limit")), "/me/money");
  }
  if (claims_may_see_to(request_txn(r), group->id, &viewer))
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

/* ---- offering ---- */

static const Choice fee_for_choices[] = {
  { .value = "meeting", .label = N_("For this meeting") },
  { .value = "group", .label = N_("For each coming meeting of the group") },
  { .value = NULL },
};

static const Question fee_questions[] = {
  { .name = "pence",
    .kind = ASK_TEXT,
    .label = N_("How much is offered to each who comes?"),
    .hint = N_("For example: £25. Enter 0 for nothing any more."),
    .missing = N_("Enter an amount, such as £25"),
    .picture = "coin",
    .max_length = 20,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What is it for?"),
    .hint = N_("For example: two hours, and reading the papers before."),
    .picture = "write",
    .rows = 2,
    .max_length = FEE_WORDS_MAX },
  { .name = "for",
    .kind = ASK_ONE_OF,
    .label = N_("For which meetings?"),
    .missing = N_("Choose for which meetings"),
    .picture = "calendar",
    .choices = fee_for_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_fee(Request *r, const Meeting *meeting)
{
  const Fee fee = fees_find(request_txn(r), request_arena(r), meeting);

  if (!request_is_post(r) && fee.id) {
    answers_set(request_answers(r), "pence", money_as_typed(request_arena(r), fee.pence));
    answers_set(request_answers(r), "words", fee.words);
    answers_set(request_answers(r), "for", fee.is_for_group ? "group" : "meeting");
  }

  Page *page = open_meeting_page(r, meeting, N_("Offer a thank-you, or change it"), "thanks");

  ui_paragraph(page, .text = tr(page, N_("An offer counts as made before when it stands here"
                                         " before the meeting begins.")));
  form_draw(page, .action = meeting_path(r, meeting, "/fee"), .questions = fee_questions,
            .button = tr(page, N_("Offer it")));
  page_close(page);
}

/* For whoever sees to the group's costs; NULL: "not found" was answered. */
static const Meeting *
meeting_to_offer(Request *r)
{
  const CostViewer viewer = cost_viewer(r);
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting || claims_may_see_to(request_txn(r), group->id, &viewer))
    return meeting;
  reply_not_found(r);
  return NULL;
}

static void
show_fee(Request *r)
{
  const Meeting *meeting = meeting_to_offer(r);

  if (meeting)
    draw_fee(r, meeting);
}

static void
offer_fee(Request *r)
{
  const Meeting *meeting = meeting_to_offer(r);
  const Answers *answers = request_answers(r);
  const CostViewer viewer = cost_viewer(r);
  int64_t pence = 0;

  if (!meeting)
    return;
  if (questions_check(fee_questions, request_answers(r), r, request_refusals(r))) {
    if (!money_from_text(answers_text(answers, "pence"), &pence))
      refuse(request_refusals(r), "pence", N_("Enter an amount, such as £25"));
    else
      fees_set(request_txn(r), request_act(r), &viewer, meeting,
               answers_have(answers, "for", "group"), pence, answers_text(answers, "words"),
               request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_fee(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/thanks"), N_("It is kept"), NULL);
}

/* ---- paying ---- */

static const char *
pay_path(Request *r, const ToThank *one)
{
  char meeting[ID_TEXT_SIZE], member[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/thanks/%s/%s", id_to_text(one->meeting_id, meeting),
                      id_to_text(one->member_id, member));
}

void
put_thanks_to_pay(Page *page, const CostViewer *viewer)
{
  Request *r = page_request(page);
  const ToThank *list = thanks_waiting(request_txn(r), request_arena(r), viewer);

  if (list->meeting_id)
    ui_heading(page, 2, tr(page, N_("Thank-yous to pay")));
  for (; list->meeting_id; list++) {
    ui_card_open(page,
                 .title = arena_format(request_arena(r), "%s: %s", list->name,
                                       money_in_words(request_arena(r), list->pence)),
                 .title_href = pay_path(r, list), .title_level = 3, .picture = "thanks");
    ui_list_open(page, LIST_FACTS);
    ui_list_item(page, list->meeting_title);
    ui_list_item(page, group_day(page, list->meeting_end_us));
    ui_list_close(page);
    ui_card_close(page);
  }
}

static const Question paid_questions[] = {
  { .name = "how",
    .kind = ASK_ONE_OF,
    .label = N_("How was it paid?"),
    .missing = N_("Choose how it was paid"),
    .picture = "coin",
    .choices = paid_how_choices,
    .is_needed = true },
  QUESTIONS_END,
};

/* One that waits for the viewer; NULL: "not found" was answered. */
static const ToThank *
to_thank_in_path(Request *r)
{
  const CostViewer viewer = cost_viewer(r);
  const int64_t meeting_id = request_id_in_path(r, "meeting");
  const int64_t member_id = request_id_in_path(r, "member");

  for (const ToThank *one = thanks_waiting(request_txn(r), request_arena(r), &viewer);
       one->meeting_id; one++)
    if (one->meeting_id == meeting_id && one->member_id == member_id)
      return one;
  if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

static void
draw_pay(Request *r, const ToThank *one)
{
  Page *page =
      page_open(r, &(PageHead){ .title = arena_format(request_arena(r), "%s: %s", one->name,
                                                      money_in_words(request_arena(r), one->pence)),
                                .lead = one->meeting_title,
                                .picture = "thanks",
                                .back = "/costs",
                                .section = "/groups" });

  if (one->choice == THANKS_GIVE) {
    ui_paragraph(page, .text = tr(page, N_("They want it given to:")), .is_strong = true);
    ui_person_lines(page, one->give_to);
  }
  form_draw(page, .action = pay_path(r, one), .questions = paid_questions,
            .button = tr(page, N_("It is paid")));
  page_close(page);
}

static void
show_pay(Request *r)
{
  const ToThank *one = to_thank_in_path(r);

  if (one)
    draw_pay(r, one);
}

static void
pay(Request *r)
{
  const ToThank *one = to_thank_in_path(r);
  const CostViewer viewer = cost_viewer(r);

  if (!one)
    return;
  if (questions_check(paid_questions, request_answers(r), r, request_refusals(r)))
    thanks_pay(request_txn(r), request_act(r), &viewer, one->meeting_id, one->member_id,
               answers_text(request_answers(r), "how"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_pay(r, one);
  else
    reply_redirect_saying(r, "/costs", N_("It is kept"), NULL);
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
  { "GET", "/groups/:group/meetings/:meeting/fee", may_read_group, show_fee },
  { "POST", "/groups/:group/meetings/:meeting/fee", may_read_group, offer_fee },
  { "GET", "/thanks/:meeting/:member", is_signed_in, show_pay },
  { "POST", "/thanks/:meeting/:member", is_signed_in, pay },
  ROUTES_END,
};
