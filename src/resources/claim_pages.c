/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One claim: what became of it, putting it right, and what whoever says yes can do; what waits for
 * them. */
#include "base/clock.h"
#include "base/ids.h"
#include "lang/lang.h"
#include "resources/money.h"
#include "resources/resources_pages.h"

#include <string.h>

/* How much had happened to the claim when the page was made. */
#define FIELD_CHANGES "_changes"

const Claim *
claim_in_path(Request *r)
{
  const CostViewer viewer = cost_viewer(r);
  const Claim *claim =
      claims_find(request_txn(r), request_arena(r), request_id_in_path(r, "claim"), &viewer);

  if (!claim && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return claim;
}

static bool
is_mine(Request *r, const Claim *claim)
{
  return claim->member_id == request_viewer(r)->member_id;
}

static bool
is_open(const Claim *claim)
{
  return claim->state == CLAIM_SENT || claim->state == CLAIM_ASKED;
}

static const char *
back_of(Request *r, const Claim *claim)
{
  return is_mine(r, claim) ? "/me/costs" : "/costs";
}

static Page *
open_claim_page(Request *r, const Claim *claim, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = claim->meeting_title,
                                   .picture = picture,
                                   .back = claim_path(r, claim->id, ""),
                                   .section = "/groups" });
}

static void
open_claim_form(Page *page, const Claim *claim, const char *rest)
{
  Request *r = page_request(page);
  const char *typed = answers_text(request_answers(r), FIELD_CHANGES);

  form_open(page, claim_path(r, claim->id, rest));
  form_hidden(page, FIELD_CHANGES,
              *typed ? typed
                     : arena_format(request_arena(r), "%" G_GINT64_FORMAT, (gint64)claim->changes));
}

/* The claim as the page had shown it. */
static const Claim *
claim_as_seen(Request *r, const Claim *claim)
{
  Claim *seen = arena_new_of(request_arena(r), Claim, 1);

  *seen = *claim;
  seen->changes = answers_int(request_answers(r), FIELD_CHANGES);
  return seen;
}

/* ---- the page ---- */

static const char *
paid_in_words(Page *page, const Claim *claim)
{
  const int64_t days = claim_days(claim->meeting_end_us, claim->paid_at_us);
  const char *how = "";

  for (const Choice *one = paid_how_choices; one->value; one++)
    if (strcmp(one->value, claim->paid_how) == 0)
      how = tr(page, one->label);
  if (days == 0)
    return tr_fill(page, N_("Paid on {day}, the day of the meeting or before. {how}."), "day",
                   group_day(page, claim->paid_at_us), "how", how, NULL);
  return tr_fill(page, N_("Paid on {day}. It took {days} after the meeting. {how}."), "day",
                 group_day(page, claim->paid_at_us), "days",
                 tr_count(page, "{count} day", "{count} days", days), "how", how, NULL);
}

static void
put_course(Page *page, const Claim *claim)
{
  Arena *arena = request_arena(page_request(page));
  const char *former = tr(page, N_("a former member"));

  ui_heading(page, 2, tr(page, N_("What happened so far")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page,
               tr_fill(page, N_("Sent on {day}"), "day", group_day(page, claim->sent_at_us), NULL));
  if (claim->entered_by)
    ui_list_item(page, tr_fill(page, N_("{name} wrote it down"), "name",
                               *claim->entered_by_name ? claim->entered_by_name : former, NULL));
  if (claim->agreed_at_us)
    ui_list_item(page, tr_fill(page, N_("{name} agreed to {amount} on {day}"), "name",
                               *claim->agreed_by_name ? claim->agreed_by_name : former, "amount",
                               money_in_words(arena, claim->agreed_pence), "day",
                               group_day(page, claim->agreed_at_us), NULL));
  if (claim->state == CLAIM_PAID)
    ui_list_item(page, paid_in_words(page, claim));
  ui_list_close(page);
}

/* What was asked, or why not all was agreed; and what was said to it. */
static void
put_talk(Page *page, const Claim *claim)
{
  const bool is_question = is_open(claim);

  put_own_words(page, is_question ? tr(page, N_("The question")) : tr(page, N_("Why not all")),
                "question", claim->question);
  if (is_question)
    put_own_words(page, tr(page, N_("The answer")), "talk", claim->answer);
}

static void
put_own_buttons(Page *page, const Claim *claim)
{
  Request *r = page_request(page);

  if (!is_open(claim))
    return;
  if (claim->entered_by)
    ui_paragraph(page, .text = tr(page, N_("Is it right as it stands? Else put it right.")));
  ui_button_link(page,
                 .text = claim->state == CLAIM_ASKED ? tr(page, N_("Answer the question"))
                                                     : tr(page, N_("Put it right")),
                 .href = claim_path(r, claim->id, "/change"),
                 .is_secondary = claim->state == CLAIM_SENT);
  open_claim_form(page, claim, "/back");
  ui_button(page, .text = tr(page, N_("Take it back")), .is_secondary = true);
  form_close(page, NULL);
}

static void
put_care_limit(Page *page, const Claim *claim)
{
  const Cost *care = &claim->costs[COST_CARE];

  if (care->is_there && care->rate_pence >= 0 && care->pence > care->rate_pence)
    ui_paragraph(
        page,
        .text = tr_fill(page, N_("Care over {amount} needs asking first. Did they ask?"), "amount",
                        money_in_words(request_arena(page_request(page)), care->rate_pence), NULL));
}

static void
put_their_buttons(Page *page, const Claim *claim)
{
  Request *r = page_request(page);

  if (claim->state == CLAIM_SENT) {
    put_care_limit(page, claim);
    ui_button_link(page, .text = tr(page, N_("Say yes, or ask something")),
                   .href = claim_path(r, claim->id, "/answer"));
  } else if (claim->state == CLAIM_AGREED && claim->agreed_pence > 0) {
    ui_button_link(page, .text = tr(page, N_("Write down that it is paid")),
                   .href = claim_path(r, claim->id, "/paid"));
  }
}

static void
show_claim(Request *r)
{
  const Claim *claim = claim_in_path(r);

  if (!claim)
    return;

  Arena *arena = request_arena(r);
  const char *whose = is_mine(r, claim) ? lang_text(request_lang(r), N_("My costs")) : claim->name;
  Page *page = page_open(r, &(PageHead){ .title = arena_format(arena, "%s: %s", whose,
                                                               money_in_words(arena, claim->pence)),
                                         .lead = claim->meeting_title,
                                         .picture = "coin",
                                         .back = back_of(r, claim),
                                         .section = "/groups" });

  ui_paragraph(page, .text = claim_state_in_words(page, claim), .is_strong = true);
  put_costs(page, claim->costs);
  put_talk(page, claim);
  if (is_mine(r, claim))
    put_own_buttons(page, claim);
  else
    put_their_buttons(page, claim);
  put_course(page, claim);
  page_close(page);
}

/* ---- put right ---- */

static const Question reply_questions[] = {
  { .name = "answer",
    .kind = ASK_LONG,
    .label = N_("What do you say to the question?"),
    .hint = N_("You can leave it empty when you only put something right."),
    .picture = "talk",
    .rows = 3,
    .max_length = CLAIM_WORDS_MAX },
  COST_QUESTIONS,
  QUESTIONS_END,
};

static const Question *
questions_of(const CostForm *form, const Claim *claim)
{
  return cost_questions_here(form, claim->state == CLAIM_ASKED ? reply_questions : cost_questions);
}

/* Kinds that it was sent with are offered also when no rate is set any more. */
static CostForm
form_of(Request *r, const Claim *claim)
{
  CostForm form = { r, rates_on(request_txn(r), claim->meeting_at_us) };

  if (claim->costs[COST_CAR].is_there)
    form.rates.pence[RATE_CAR] = claim->costs[COST_CAR].rate_pence;
  if (claim->costs[COST_BIKE].is_there)
    form.rates.pence[RATE_BIKE] = claim->costs[COST_BIKE].rate_pence;
  return form;
}

static void
draw_change(Request *r, const Claim *claim)
{
  CostForm form = form_of(r, claim);

  if (!request_is_post(r))
    fill_costs(r, claim->costs);

  Page *page = open_claim_page(
      r, claim, claim->state == CLAIM_ASKED ? N_("Answer the question") : N_("Put it right"),
      "write");

  if (claim->state == CLAIM_ASKED)
    put_own_words(page, tr(page, N_("The question")), "question", claim->question);
  open_claim_form(page, claim, "/change");
  form_questions(page, questions_of(&form, claim), &form);
  form_close(page, tr(page, N_("Send it")));
  page_close(page);
}

/* One's own that is still open; NULL: "not found" was answered. */
static const Claim *
claim_to_change(Request *r)
{
  const Claim *claim = claim_in_path(r);

  if (!claim || (is_mine(r, claim) && is_open(claim)))
    return claim;
  reply_not_found(r);
  return NULL;
}

static void
show_change(Request *r)
{
  const Claim *claim = claim_to_change(r);

  if (claim)
    draw_change(r, claim);
}

static void
change(Request *r)
{
  const Claim *claim = claim_to_change(r);

  if (!claim)
    return;

  CostForm form = form_of(r, claim);

  if (questions_check(questions_of(&form, claim), request_answers(r), &form, request_refusals(r))) {
    ClaimWish wish = { .member_id = claim->member_id, .way = claim->way };

    costs_from_answers(r, wish.costs);
    if (refusals_count(request_refusals(r)) == 0)
      claims_change(request_txn(r), request_act(r), claim_as_seen(r, claim), &wish,
                    answers_text(request_answers(r), "answer"), request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_change(r, claim);
  else
    reply_redirect_saying(r, claim_path(r, claim->id, ""), N_("It is sent"), NULL);
}

static void
take_back(Request *r)
{
  const Claim *claim = claim_to_change(r);

  if (!claim)
    return;
  claims_take_back(request_txn(r), request_act(r), claim_as_seen(r, claim), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_change(r, claim);
  else
    reply_redirect_saying(r, "/me/costs", N_("It is taken back"), NULL);
}

/* ---- saying yes ---- */

static const Choice say_choices[] = {
  { .value = "yes", .label = N_("Yes, to all of it") },
  { .value = "less", .label = N_("Yes, to a part of it") },
  { .value = "ask", .label = N_("I have a question first") },
  { .value = NULL },
};

static const Question say_questions[] = {
  { .name = "say",
    .kind = ASK_ONE_OF,
    .label = N_("What do you say?"),
    .missing = N_("Choose what you say"),
    .picture = "tick",
    .choices = say_choices,
    .is_needed = true },
  { .name = "less",
    .kind = ASK_TEXT,
    .label = N_("How much of it?"),
    .hint = N_("For example: £3.50. Enter 0 for nothing of it."),
    .missing = N_("Enter an amount, such as £3.50"),
    .picture = "coin",
    .max_length = 20,
    .shown_if = "say=less",
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why not all of it?"),
    .hint = N_("They read this."),
    .missing = N_("Say why, in a few words"),
    .picture = "talk",
    .rows = 3,
    .max_length = CLAIM_WORDS_MAX,
    .shown_if = "say=less",
    .is_needed = true },
  { .name = "question",
    .kind = ASK_LONG,
    .label = N_("What do you want to know?"),
    .hint = N_("In plain words. Most people are careful with money that is not theirs."),
    .missing = N_("Write what you want to know"),
    .picture = "question",
    .rows = 3,
    .max_length = CLAIM_WORDS_MAX,
    .shown_if = "say=ask",
    .is_needed = true },
  QUESTIONS_END,
};

/* Of somebody else, in this state; NULL: "not found" was answered. */
static const Claim *
claim_to_see_to(Request *r, ClaimState state)
{
  const Claim *claim = claim_in_path(r);

  if (!claim || (!is_mine(r, claim) && (claim->state == state || request_is_post(r))))
    return claim;
  reply_not_found(r);
  return NULL;
}

static void
draw_answer(Request *r, const Claim *claim)
{
  Page *page = page_open(
      r, &(PageHead){ .title = arena_format(request_arena(r), "%s: %s", claim->name,
                                            money_in_words(request_arena(r), claim->pence)),
                      .lead = claim->meeting_title,
                      .picture = "tick",
                      .back = claim_path(r, claim->id, ""),
                      .section = "/groups" });

  put_costs(page, claim->costs);
  put_care_limit(page, claim);
  open_claim_form(page, claim, "/answer");
  form_questions(page, say_questions, r);
  form_close(page, tr(page, N_("Send my answer")));
  page_close(page);
}

static void
show_answer(Request *r)
{
  const Claim *claim = claim_to_see_to(r, CLAIM_SENT);

  if (claim)
    draw_answer(r, claim);
}

static void
say(Request *r, const Claim *claim)
{
  const Answers *answers = request_answers(r);
  const CostViewer viewer = cost_viewer(r);
  int64_t pence = claim->pence;

  if (answers_have(answers, "say", "ask")) {
    claims_ask(request_txn(r), request_act(r), &viewer, claim, answers_text(answers, "question"),
               request_refusals(r));
    return;
  }
  if (answers_have(answers, "say", "less") &&
      !money_from_text(answers_text(answers, "less"), &pence))
    refuse(request_refusals(r), "less", N_("Enter an amount, such as £3.50"));
  else
    claims_agree(request_txn(r), request_act(r), &viewer, claim, pence,
                 answers_text(answers, "why"), request_refusals(r));
}

static void
answer(Request *r)
{
  const Claim *claim = claim_to_see_to(r, CLAIM_SENT);

  if (!claim)
    return;
  if (questions_check(say_questions, request_answers(r), r, request_refusals(r)))
    say(r, claim_as_seen(r, claim));
  if (refusals_count(request_refusals(r)) > 0)
    draw_answer(r, claim);
  else
    reply_redirect_saying(r, claim_path(r, claim->id, ""), N_("Thank you. Your answer is kept"),
                          NULL);
}

/* ---- paid ---- */

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

static void
draw_paid(Request *r, const Claim *claim)
{
  Page *page = open_claim_page(r, claim, N_("Write down that it is paid"), "coin");

  ui_paragraph(page, .is_strong = true,
               .text = arena_format(request_arena(r), "%s: %s", claim->name,
                                    money_in_words(request_arena(r), claim->agreed_pence)));
  ui_paragraph(page, .text = tr(page, N_("Numbers of bank accounts are not kept here.")));
  open_claim_form(page, claim, "/paid");
  form_questions(page, paid_questions, r);
  form_close(page, tr(page, N_("It is paid")));
  page_close(page);
}

static void
show_paid(Request *r)
{
  const Claim *claim = claim_to_see_to(r, CLAIM_AGREED);

  if (claim)
    draw_paid(r, claim);
}

static void
pay(Request *r)
{
  const Claim *claim = claim_to_see_to(r, CLAIM_AGREED);
  const CostViewer viewer = cost_viewer(r);

  if (!claim)
    return;
  if (questions_check(paid_questions, request_answers(r), r, request_refusals(r)))
    claims_pay(request_txn(r), request_act(r), &viewer, claim_as_seen(r, claim),
               answers_text(request_answers(r), "how"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_paid(r, claim);
  else
    reply_redirect_saying(r, claim_path(r, claim->id, ""), N_("It is kept"), NULL);
}

/* ---- what waits ---- */

static void
show_waiting(Request *r)
{
  const CostViewer viewer = cost_viewer(r);
  const Claim *list = claims_waiting(request_txn(r), request_arena(r), &viewer);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Costs that wait for a yes")),
                      .lead = lang_text(request_lang(r),
                                        N_("Best on the day of the meeting. Nobody should wait"
                                           " for their money.")),
                      .picture = "coin",
                      .section = "/groups" });

  if (!list->id)
    ui_paragraph(page, .text = tr(page, N_("No costs wait for you.")));
  put_claim_cards(page, list, true);
  put_thanks_to_pay(page, &viewer);
  if (viewer.is_organiser) {
    put_group_link(page, "ruler", tr(page, N_("Rates for miles and care")), "/costs/rates");
    put_group_link(page, "people", tr(page, N_("Who says yes, and whom to ask about benefits")),
                   "/costs/way");
  }
  page_close(page);
}

Waiting
claim_question_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  return (Waiting){ .title = lang_text(lang, N_("A question about your costs")),
                    .words = row->title,
                    .button = lang_text(lang, N_("Answer about my costs")),
                    .href = claim_path(r, row->id, "/change"),
                    .urgency = WAITS_FOR_ME };
}

const Waiting *
claims_are_waiting(Request *r)
{
  const CostViewer viewer = cost_viewer(r);
  const Lang *lang = request_lang(r);
  Waiting *waiting = arena_new_of(request_arena(r), Waiting, 2);

  if (claims_waiting(request_txn(r), request_arena(r), &viewer)->id)
    waiting[0] = (Waiting){ .title = lang_text(lang, N_("Somebody waits for their money")),
                            .words = lang_text(lang, N_("They had costs for a meeting.")),
                            .button = lang_text(lang, N_("See to their costs")),
                            .href = "/costs",
                            .urgency = WAITS_FOR_US };
  return waiting;
}

const Route claim_routes[] = {
  { "GET", "/costs", is_signed_in, show_waiting },
  { "GET", "/costs/:claim", is_signed_in, show_claim },
  { "GET", "/costs/:claim/change", is_signed_in, show_change },
  { "POST", "/costs/:claim/change", is_signed_in, change },
  { "POST", "/costs/:claim/back", is_signed_in, take_back },
  { "GET", "/costs/:claim/answer", is_signed_in, show_answer },
  { "POST", "/costs/:claim/answer", is_signed_in, answer },
  { "GET", "/costs/:claim/paid", is_signed_in, show_paid },
  { "POST", "/costs/:claim/paid", is_signed_in, pay },
  ROUTES_END,
};
