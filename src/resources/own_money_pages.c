/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One's own total of thank-yous, and the limit that one sets: it warns only them, before they say
 * yes to one more. */
#include "resources/own_money.h"

#include "lang/lang.h"
#include "resources/money.h"
#include "resources/resources_pages.h"

/* ---- warning only them ---- */

static const char *
period_in_words(Page *page, Period period)
{
  static const char *const words[PERIODS] = { N_("this week"), N_("in twelve months"),
                                              N_("in this tax year") };

  return tr(page, words[period]);
}

/* As it is counted here; the rules are not ours, and change. */
static void
put_what_counts(Page *page)
{
  ui_paragraph(page,
               .text = tr(page, N_("This counts the thank-yous that you took, paid or not yet."
                                   " It does not count costs that were paid back, or what you"
                                   " declined or gave away.")));
}

void
put_own_warning(Page *page, int64_t meeting_id, int64_t more_pence)
{
  Request *r = page_request(page);
  const OwnWarning warning = own_warning(request_txn(r), request_viewer(r)->member_id, meeting_id,
                                         more_pence, request_now_us(r), request_time_zone(r));

  if (!warning.is_over)
    return;
  ui_warning_text(
      page, .text = tr_fill(page,
                            N_("With this thank-you you would have {amount} {period}. Your own"
                               " limit is {limit}. Only you see this."),
                            "amount", money_in_words(request_arena(r), warning.would_be_pence),
                            "period", period_in_words(page, warning.period), "limit",
                            money_in_words(request_arena(r), warning.limit_pence), NULL));
  put_what_counts(page);
}

void
put_thanks_warning(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  Txn *txn = request_txn(r);
  const int64_t me = request_viewer(r)->member_id;

  if (!own_limit_find(txn, me).is_set)
    return;

  const Fee fee = fees_find(txn, request_arena(r), meeting);

  if (fee.pence > 0 && thanks_find(txn, request_arena(r), meeting, me).choice == THANKS_TAKE)
    put_own_warning(page, meeting->id, fee.pence);
}

void
put_advice(Page *page)
{
  Request *r = page_request(page);
  const CostWay way = cost_way(request_txn(r), request_arena(r));

  ui_inset_text(page, .text = tr(page, N_("Payment can change benefits. Ask somebody who knows"
                                          " before you take it.")));
  if (*way.advice) {
    ui_paragraph(page, .text = tr(page, N_("You can ask here:")), .is_strong = true);
    ui_person_lines_to_call(page, way.advice);
  }
}

/* ---- one's own total ---- */

static const Choice wish_choices[] = {
  { .value = "limit", .label = N_("Yes, warn me") },
  { .value = "none", .label = N_("No limit") },
  { .value = NULL },
};

static const Question limit_questions[] = {
  { .name = "wish",
    .kind = ASK_ONE_OF,
    .label = N_("Do you want a limit of your own?"),
    .hint = N_("You are warned before it is passed. Nobody else sees it."),
    .missing = N_("Choose one of the answers"),
    .picture = "bell",
    .choices = wish_choices,
    .is_needed = true },
  { .name = "pence",
    .kind = ASK_TEXT,
    .label = N_("How much at most?"),
    .hint = N_("For example: £100."),
    .missing = N_("Enter an amount, such as £100"),
    .picture = "coin",
    .max_length = 20,
    .shown_if = "wish=limit",
    .is_needed = true },
  { .name = "period",
    .kind = ASK_ONE_OF,
    .label = N_("In which time?"),
    .missing = N_("Choose in which time"),
    .picture = "calendar",
    .choices = period_choices,
    .shown_if = "wish=limit",
    .is_needed = true },
  QUESTIONS_END,
};

static void
put_own_thanks(Page *page)
{
  Request *r = page_request(page);
  const OwnThanks *list =
      own_thanks_list(request_txn(r), request_arena(r), request_viewer(r)->member_id);

  if (!list->meeting_id)
    return;
  ui_heading(page, 2, tr(page, N_("Thank-yous that were paid")));
  ui_list_open(page, LIST_BULLETS);
  for (; list->meeting_id; list++)
    ui_list_item(page, tr_fill(page,
                               list->is_given ? N_("{day}: {amount}, {meeting}. Given away.")
                                              : N_("{day}: {amount}, {meeting}."),
                               "day", group_day(page, list->paid_at_us), "amount",
                               money_in_words(request_arena(r), list->pence), "meeting",
                               list->title, NULL));
  ui_list_close(page);
}

/* Taken and not paid yet: what is to come. */
static void
put_coming(Page *page)
{
  Request *r = page_request(page);
  const ToThank *list =
      thanks_coming(request_txn(r), request_arena(r), request_viewer(r)->member_id);

  if (!list->meeting_id)
    return;
  ui_heading(page, 2, tr(page, N_("Thank-yous that are to come")));
  ui_paragraph(page,
               .text = tr(page, N_("You took these, and they are not paid yet. They are not in"
                                   " the number above. The warning counts them.")));
  ui_list_open(page, LIST_BULLETS);
  for (; list->meeting_id; list++)
    ui_list_item(page,
                 tr_fill(page, N_("{amount}, {meeting}. It is {days} since then."), "amount",
                         money_in_words(request_arena(r), list->pence), "meeting",
                         list->meeting_title, "days",
                         days_in_words(page, claim_days(list->meeting_end_us, request_now_us(r))),
                         NULL));
  ui_list_close(page);
}

static void
draw_money(Request *r)
{
  const int64_t me = request_viewer(r)->member_id;
  const OwnLimit limit = own_limit_find(request_txn(r), me);
  const Period period = limit.is_set ? limit.period : PERIOD_TAX_YEAR;
  const int64_t total = own_total(request_txn(r), me,
                                  period_start_us(period, request_now_us(r), request_time_zone(r)));

  if (!request_is_post(r) && limit.is_set) {
    answers_set(request_answers(r), "wish", "limit");
    answers_set(request_answers(r), "period", period_choices[limit.period].value);
    answers_set(request_answers(r), "pence", money_as_typed(request_arena(r), limit.pence));
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("My own total, and a limit")),
                      .lead = lang_text(request_lang(r), N_("Only you can read this page.")),
                      .picture = "purse",
                      .back = "/me",
                      .section = "/me" });

  ui_big_number(page, money_in_words(request_arena(r), total), period_in_words(page, period));
  ui_paragraph(page, .text = tr(page, N_("These are thank-yous that you took. Costs that were paid"
                                         " back, and what you gave away, are not in it.")));
  put_coming(page);
  if (limit.is_set && total > limit.pence)
    ui_warning_text(page, .text = tr(page, N_("This is more than your own limit.")));
  put_what_counts(page);
  put_advice(page);
  form_draw(page, .action = "/me/money", .questions = limit_questions,
            .button = tr(page, N_("Keep this")));
  put_own_thanks(page);
  page_close(page);
}

static void
set_limit(Request *r)
{
  const Answers *answers = request_answers(r);
  const bool is_wanted = answers_have(answers, "wish", "limit");
  OwnLimit limit = { .is_set = true };

  if (questions_check(limit_questions, request_answers(r), r, request_refusals(r))) {
    while (limit.period < PERIODS - 1 &&
           !answers_have(answers, "period", period_choices[limit.period].value))
      limit.period++;
    if (is_wanted && !money_from_text(answers_text(answers, "pence"), &limit.pence))
      refuse(request_refusals(r), "pence", N_("Enter an amount, such as £100"));
    else
      own_limit_set(request_txn(r), request_act(r), is_wanted ? &limit : NULL, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_money(r);
  else
    reply_redirect_saying(r, "/me/money", N_("It is kept"), NULL);
}

const Route own_money_routes[] = {
  { "GET", "/me/money", is_signed_in, draw_money },
  { "POST", "/me/money", is_signed_in, set_limit },
  ROUTES_END,
};
