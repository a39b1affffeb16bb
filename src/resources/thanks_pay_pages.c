/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Offering a thank-you in money, and paying it. */
#include "base/ids.h"
#include "lang/lang.h"
#include "resources/cost_news.h"
#include "resources/money.h"
#include "resources/resources_pages.h"
#include "resources/thanks.h"

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
  for (int shown = 0; list->meeting_id && shown < CLAIMS_A_PAGE; shown++, list++) {
    ui_card_open(page,
                 .title = arena_format(request_arena(r), "%s: %s", list->name,
                                       money_in_words(request_arena(r), list->pence)),
                 .spoken = list->meeting_title, .title_href = pay_path(r, list), .title_level = 3,
                 .picture = "thanks");
    ui_list_open(page, LIST_FACTS);
    ui_list_item(page, list->meeting_title);
    ui_list_item(page, group_day(page, list->meeting_end_us));
    put_days_waiting(page, claim_days(list->meeting_end_us, request_now_us(r)));
    ui_list_close(page);
    ui_card_close(page);
  }
}

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
  if (refusals_count(request_refusals(r)) > 0) {
    draw_pay(r, one);
    return;
  }
  thanks_news_paid(request_txn(r), request_act(r), one->meeting_id, one->member_id,
                   request_origin(r));
  reply_redirect_saying(r, "/costs", N_("It is kept"), NULL);
}

const Route thanks_pay_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/fee", may_read_group, show_fee },
  { "POST", "/groups/:group/meetings/:meeting/fee", may_read_group, offer_fee },
  { "GET", "/thanks/:meeting/:member", is_signed_in, show_pay },
  { "POST", "/thanks/:meeting/:member", is_signed_in, pay },
  ROUTES_END,
};
