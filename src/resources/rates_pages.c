/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the community has settled about costs: rates from a day on, who says yes, and whom people
 * can ask about benefits. */
#include "lang/lang.h"
#include "meetings/when.h"
#include "questions/date.h"
#include "resources/money.h"
#include "resources/resources_pages.h"

#include <string.h>

enum { NOON = 12 * 60 }; /* minutes: no clock skips it */

/* ---- rates ---- */

static const Question rate_questions[] = {
  { .name = "kind",
    .kind = ASK_ONE_OF,
    .label = N_("Which rate do you set?"),
    .missing = N_("Choose which rate you set"),
    .picture = "ruler",
    .choices = rate_kind_choices,
    .is_needed = true },
  { .name = "pence",
    .kind = ASK_TEXT,
    .label = N_("How much is it?"),
    .hint = N_("For example: 45p a mile, or £50 of care."),
    .missing = N_("Enter an amount, such as 45p"),
    .picture = "coin",
    .max_length = 20,
    .is_needed = true },
  { .name = "from",
    .kind = ASK_DATE,
    .label = N_("From which day on?"),
    .hint = N_("Claims that were sent keep the rate they have."),
    .missing = N_("Enter the first day"),
    .picture = "calendar",
    .is_needed = true },
  QUESTIONS_END,
};

static void
put_rates(Page *page)
{
  Request *r = page_request(page);
  const Rate *list = rates_list(request_txn(r), request_arena(r));

  if (!list->id) {
    ui_paragraph(page, .text = tr(page, N_("No rate is set. Until one is, nobody can ask for miles;"
                                           " fares and other costs go without.")));
    return;
  }
  ui_list_open(page, LIST_BULLETS);
  for (; list->id; list++)
    ui_list_item(page, tr_fill(page, N_("{what}: {amount}, from {day} on"), "what",
                               tr(page, rate_kind_choices[list->kind].label), "amount",
                               money_in_words(request_arena(r), list->pence), "day",
                               group_day(page, list->from_us), NULL));
  ui_list_close(page);
}

static void
draw_rates(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Rates for miles and care")),
                      .lead = lang_text(request_lang(r),
                                        N_("Each change is told on the page of how powers were"
                                           " used.")),
                      .picture = "ruler",
                      .back = "/costs",
                      .section = "/groups" });

  put_rates(page);
  ui_heading(page, 2, tr(page, N_("Set a rate")));
  form_draw(page, .action = "/costs/rates", .questions = rate_questions,
            .button = tr(page, N_("Set this rate")));
  page_close(page);
}

static void
set_rate(Request *r)
{
  const Answers *answers = request_answers(r);
  int64_t pence = 0, noon_us = 0;

  if (questions_check(rate_questions, request_answers(r), r, request_refusals(r))) {
    const bool is_car = answers_have(answers, "kind", "car");
    const RateKind kind = is_car                                  ? RATE_CAR
                          : answers_have(answers, "kind", "bike") ? RATE_BIKE
                                                                  : RATE_CARE;

    if (!money_from_text(answers_text(answers, "pence"), &pence))
      refuse(request_refusals(r), "pence", N_("Enter an amount, such as 45p"));
    else if (when_at_us(answers_text(answers, "from"), NOON, request_time_zone(r), &noon_us) !=
             WHEN_REAL)
      refuse(request_refusals(r), "from", N_("Enter the first day"));
    else
      rates_set(request_txn(r), request_act(r), kind, pence,
                when_day_start_us(noon_us, request_time_zone(r)), request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_rates(r);
  else
    reply_redirect_saying(r, "/costs/rates", N_("It is kept"), NULL);
}

/* ---- who says yes ---- */

static const Question way_questions[] = {
  { .name = "agreed_by",
    .kind = ASK_ONE_OF,
    .label = N_("Who says yes to costs?"),
    .hint = N_("Nobody says yes to their own costs, or to what they wrote down for somebody."),
    .missing = N_("Choose who says yes"),
    .picture = "people",
    .choices = agrees_choices,
    .is_needed = true },
  { .name = "advice",
    .kind = ASK_LONG,
    .label = N_("Whom can people ask about payment and benefits?"),
    .hint = N_("Somebody who is not part of this place. For example: Citizens Advice, and their"
               " telephone number."),
    .picture = "help",
    .rows = 3,
    .max_length = ADVICE_MAX },
  QUESTIONS_END,
};

static void
draw_way(Request *r)
{
  if (!request_is_post(r)) {
    const CostWay way = cost_way(request_txn(r), request_arena(r));

    answers_set(request_answers(r), "agreed_by", agrees_choices[way.agreed_by].value);
    answers_set(request_answers(r), "advice", way.advice);
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r),
                                         N_("Who says yes, and whom to ask about benefits")),
                      .picture = "people",
                      .back = "/costs",
                      .section = "/groups" });

  form_draw(page, .action = "/costs/way", .questions = way_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
set_way(Request *r)
{
  const Answers *answers = request_answers(r);

  if (questions_check(way_questions, request_answers(r), r, request_refusals(r))) {
    CostWay way = { .advice = answers_text(answers, "advice") };

    while (!answers_have(answers, "agreed_by", agrees_choices[way.agreed_by].value))
      way.agreed_by++;
    cost_way_set(request_txn(r), request_act(r), &way, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_way(r);
  else
    reply_redirect_saying(r, "/costs", N_("It is kept"), NULL);
}

const Route rates_routes[] = {
  { "GET", "/costs/rates", may_organise, draw_rates },
  { "POST", "/costs/rates", may_organise, set_rate },
  { "GET", "/costs/way", may_organise, draw_way },
  { "POST", "/costs/way", may_organise, set_way },
  ROUTES_END,
};
