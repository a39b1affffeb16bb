/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What whoever sees to costs does with a claim: asking, saying yes, paying, telling its person. */
#include "lang/lang.h"
#include "resources/cost_news.h"
#include "resources/money.h"
#include "resources/resources_pages.h"

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

  if (!claim || (!claim_is_mine(r, claim) && (claim->state == state || request_is_post(r))))
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
                      .lead = claim->title,
                      .picture = "tick",
                      .back = claim_path(r, claim->id, ""),
                      .section = "/groups" });

  put_costs(page, claim->costs);
  put_receipts(page, claim);
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
  if (refusals_count(request_refusals(r)) > 0) {
    draw_answer(r, claim);
    return;
  }
  claim_news_tell(request_txn(r), request_act(r), claim->id,
                  answers_have(request_answers(r), "say", "ask") ? NEWS_ASKED : NEWS_AGREED,
                  request_origin(r));
  reply_redirect_saying(r, claim_path(r, claim->id, ""), N_("Thank you. Your answer is kept"),
                        NULL);
}

/* ---- paid ---- */

const Question paid_questions[] = {
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
  if (refusals_count(request_refusals(r)) > 0) {
    draw_paid(r, claim);
    return;
  }
  claim_news_tell(request_txn(r), request_act(r), claim->id, NEWS_PAID, request_origin(r));
  reply_redirect_saying(r, claim_path(r, claim->id, ""), N_("It is kept"), NULL);
}

/* ---- telling ---- */

void
put_claim_to_tell(Page *page, const Claim *claim)
{
  Request *r = page_request(page);

  if (!claim->is_untold)
    return;
  ui_card_open(page, .title = tr_fill(page, N_("Tell {name}"), "name", claim->name, NULL),
               .spoken = claim->title, .title_href = claim_path(r, claim->id, ""), .title_level = 3,
               .picture = "talk");
  ui_paragraph(page, .text = claim_state_in_words(page, claim), .is_strong = true);
  ui_list_open(page, LIST_FACTS);
  ui_list_item(page, claim->title);
  ui_list_item(page, reach_to_tell_in_words(page, claim->reach));
  ui_list_close(page);
  form_button(page, .action = claim_path(r, claim->id, "/told"),
              .button = tr(page, N_("I told them")), .spoken = claim->name, .name = FIELD_CHANGES,
              .value = arena_format(request_arena(r), "%" G_GINT64_FORMAT, (gint64)claim->changes),
              .is_secondary = true);
  ui_card_close(page);
}

static void
tell(Request *r)
{
  const Claim *claim = claim_in_path(r);
  const CostViewer viewer = cost_viewer(r);

  if (!claim)
    return;
  claims_mark_told(request_txn(r), request_act(r), &viewer, claim_as_seen(r, claim),
                   request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_costs_that_wait(r);
  else
    reply_redirect_saying(r, "/costs", N_("It is kept"), NULL);
}

const Route claim_answer_routes[] = {
  { "GET", "/costs/:claim/answer", is_signed_in, show_answer },
  { "POST", "/costs/:claim/answer", is_signed_in, answer },
  { "GET", "/costs/:claim/paid", is_signed_in, show_paid },
  { "POST", "/costs/:claim/paid", is_signed_in, pay },
  { "POST", "/costs/:claim/told", is_signed_in, tell },
  ROUTES_END,
};
