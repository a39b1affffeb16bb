/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One claim: what became of it, putting it right; what waits for whoever says yes. What they do is
 * claim_answer_pages.c. */
#include "base/clock.h"
#include "base/ids.h"
#include "lang/lang.h"
#include "resources/cost_news.h"
#include "resources/money.h"
#include "resources/resources.h"
#include "resources/resources_pages.h"

#include <string.h>

enum { WAITING_SHOWN = 2 };

bool
claim_is_mine(Request *r, const Claim *claim)
{
  return claim->member_id == request_viewer(r)->member_id;
}

const Claim *
claim_in_path(Request *r)
{
  const CostViewer viewer = cost_viewer(r);
  const Claim *claim =
      claims_find(request_txn(r), request_arena(r), request_id_in_path(r, "claim"), &viewer);

  /* Who acts for somebody sees what is that person's own, not what they see to of others. */
  if (claim && request_viewer(r)->acting.id && !claim_is_mine(r, claim))
    claim = NULL;
  if (!claim && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return claim;
}

static bool
is_open(const Claim *claim)
{
  return claim->state == CLAIM_SENT || claim->state == CLAIM_ASKED;
}

static const char *
back_of(Request *r, const Claim *claim)
{
  return claim_is_mine(r, claim) ? "/me/costs" : "/costs";
}

Page *
open_claim_page(Request *r, const Claim *claim, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = claim->title,
                                   .picture = picture,
                                   .back = claim_path(r, claim->id, ""),
                                   .section = "/groups" });
}

void
open_claim_form(Page *page, const Claim *claim, const char *rest)
{
  Request *r = page_request(page);
  const char *typed = answers_text(request_answers(r), FIELD_CHANGES);

  form_open(page, claim_path(r, claim->id, rest));
  form_hidden(page, FIELD_CHANGES,
              *typed ? typed
                     : arena_format(request_arena(r), "%" G_GINT64_FORMAT, (gint64)claim->changes));
}

const Claim *
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
  const int64_t days = claim_days(claim->end_us, claim->paid_at_us);
  const char *how = "";

  for (const Choice *one = paid_how_choices; one->value; one++)
    if (strcmp(one->value, claim->paid_how) == 0)
      how = tr(page, one->label);
  if (days == 0)
    return tr_fill(page,
                   claim->meeting_id ? N_("Paid on {day}, the day of the meeting or before. {how}.")
                                     : N_("Paid on {day}, the day itself or before. {how}."),
                   "day", group_day(page, claim->paid_at_us), "how", how, NULL);
  return tr_fill(page,
                 claim->meeting_id ? N_("Paid on {day}. It took {days} after the meeting. {how}.")
                                   : N_("Paid on {day}. It took {days} after that day. {how}."),
                 "day", group_day(page, claim->paid_at_us), "days", days_in_words(page, days),
                 "how", how, NULL);
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

/* By its person, or by the supporter who acts for them and wrote it. */
static bool
may_put_right(Request *r, const Claim *claim)
{
  const Acting *acting = &request_viewer(r)->acting;

  return claim_is_mine(r, claim) && (!acting->id || claim->entered_by == acting->supporter_id);
}

static void
put_own_buttons(Page *page, const Claim *claim)
{
  Request *r = page_request(page);
  const bool is_helped = request_viewer(r)->acting.id != 0;

  put_group_link(page, "camera",
                 is_open(claim) ? tr(page, N_("Pictures of receipts, if you like"))
                                : tr(page, N_("Pictures of receipts")),
                 claim_path(r, claim->id, "/receipts"));
  if (!is_open(claim))
    return;
  if (claim->entered_by && !is_helped)
    ui_paragraph(page, .text = tr(page, N_("Is it right as it stands? Else put it right.")));
  ui_button_link(page,
                 .text = claim->state == CLAIM_ASKED ? tr(page, N_("Answer the question"))
                                                     : tr(page, N_("Put it right")),
                 .href = claim_path(r, claim->id, "/change"),
                 .is_secondary = claim->state == CLAIM_SENT);
  if (is_helped)
    return;
  open_claim_form(page, claim, "/back");
  ui_button(page, .text = tr(page, N_("Take it back")), .is_secondary = true);
  form_close(page, NULL);
}

void
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
  const bool is_own = claim_is_mine(r, claim) && !request_viewer(r)->acting.id;
  const char *whose = is_own ? lang_text(request_lang(r), N_("My costs")) : claim->name;
  Page *page = page_open(r, &(PageHead){ .title = arena_format(arena, "%s: %s", whose,
                                                               money_in_words(arena, claim->pence)),
                                         .lead = claim->title,
                                         .picture = "coin",
                                         .back = back_of(r, claim),
                                         .section = "/groups" });

  ui_paragraph(page, .text = claim_state_in_words(page, claim), .is_strong = true);
  if (!claim->meeting_id)
    ui_paragraph(page, .text = group_day(page, claim->at_us));
  put_costs(page, claim->costs);
  put_receipts(page, claim);
  put_talk(page, claim);
  if (may_put_right(r, claim)) {
    put_own_buttons(page, claim);
  } else if (!claim_is_mine(r, claim)) {
    put_their_buttons(page, claim);
    put_claim_to_tell(page, claim);
  }
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
  CostForm form = { r, rates_on(request_txn(r), claim->at_us) };

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

  if (!claim || (is_open(claim) && may_put_right(r, claim)))
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
  if (refusals_count(request_refusals(r)) > 0) {
    draw_change(r, claim);
    return;
  }
  claim_news_tell(request_txn(r), request_act(r), claim->id, NEWS_NOTED, request_origin(r));
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

/* ---- what waits ---- */

/* That some have waited long is a plain case, and ours. */
static void
put_long_waits(Page *page, const Claim *list)
{
  const int64_t now_us = request_now_us(page_request(page));
  int64_t count = 0;

  for (; list->id; list++)
    count += claim_waits(list) && claim_days_waiting(list, now_us) > REWARD_DAYS;
  if (count > 0)
    ui_inset_text(page, .text = tr_count(page,
                                         "{count} claim has waited more than 14 days. That is up to"
                                         " us, not to whoever asked.",
                                         "{count} claims have waited more than 14 days. That is up"
                                         " to us, not to whoever asked.",
                                         count));
}

static const Claim *
pick(Request *r, const Claim *list, bool (*is_wanted)(const Claim *claim))
{
  Claim *picked = arena_new_of(request_arena(r), Claim, CLAIMS_OPEN_MAX + 1);
  int count = 0;

  for (; list->id && count < CLAIMS_OPEN_MAX; list++)
    if (is_wanted(list))
      picked[count++] = *list;
  return picked;
}

static bool
is_untold(const Claim *claim)
{
  return claim->is_untold;
}

/* Who has waited longest comes first; the others move up. */
static void
put_more(Page *page, const Claim *list)
{
  int count = 0;

  while (list[count].id)
    count++;
  if (count > CLAIMS_A_PAGE)
    ui_paragraph(page,
                 .text = tr(page, N_("These have waited longest. More come here when these are"
                                     " done.")));
}

static void
put_waiting(Page *page, const Claim *list)
{
  Request *r = page_request(page);
  const Claim *waiting = pick(r, list, claim_waits), *untold = pick(r, list, is_untold);

  if (!waiting->id)
    ui_paragraph(page, .text = tr(page, N_("No costs wait for you.")));
  put_long_waits(page, waiting);
  put_claim_cards(page, waiting, true);
  put_more(page, waiting);
  if (untold->id)
    ui_heading(page, 2, tr(page, N_("Tell these people what became of their costs")));
  for (int i = 0; i < CLAIMS_A_PAGE && untold[i].id; i++)
    put_claim_to_tell(page, &untold[i]);
}

void
draw_costs_that_wait(Request *r)
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

  put_waiting(page, list);
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
                    .words = *row->title ? row->title : NULL, /* of a meeting, or sealed */
                    .button = lang_text(lang, N_("Answer about my costs")),
                    .href = claim_path(r, row->id, "/change"),
                    .urgency = WAITS_FOR_ME };
}

const Waiting *
claims_are_waiting(Request *r)
{
  const CostViewer viewer = cost_viewer(r);
  const Lang *lang = request_lang(r);
  Waiting *waiting = arena_new_of(request_arena(r), Waiting, WAITING_SHOWN + 1);
  const Claim *theirs = claims_waiting(request_txn(r), request_arena(r), &viewer);
  int count = 0;

  if (pick(r, theirs, is_untold)->id)
    waiting[count++] = (Waiting){ .title = lang_text(lang, N_("Somebody is to be told about their"
                                                              " costs")),
                                  .words = lang_text(lang, N_("No mail reaches them.")),
                                  .button = lang_text(lang, N_("See whom to tell")),
                                  .href = "/costs",
                                  .urgency = WAITS_FOR_US };
  if (pick(r, theirs, claim_waits)->id)
    waiting[count++] = (Waiting){ .title = lang_text(lang, N_("Somebody waits for their money")),
                                  .words = lang_text(lang, N_("They had costs for a meeting.")),
                                  .button = lang_text(lang, N_("See to their costs")),
                                  .href = "/costs",
                                  .urgency = WAITS_FOR_US };
  return waiting;
}

const Route claim_routes[] = {
  { "GET", "/costs", is_signed_in, draw_costs_that_wait },
  { "GET", "/costs/:claim", is_signed_in, show_claim,
    .supporter = { SUPPORT_SEE, AREA_COSTS, N_("Read what became of your costs") } },
  { "GET", "/costs/:claim/change", is_signed_in, show_change,
    .supporter = { SUPPORT_ACT, AREA_COSTS, N_("Looked at what they asked back for you") } },
  { "POST", "/costs/:claim/change", is_signed_in, change,
    .supporter = { SUPPORT_ACT, AREA_COSTS, N_("Put right what they asked back for you") } },
  { "POST", "/costs/:claim/back", is_signed_in, take_back },
  ROUTES_END,
};
