/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a meeting or something else cost somebody: the page of each, all of one's own, and what the
 * forms of claims share. Sending one is claim_send_pages.c. */
#include "base/ids.h"
#include "lang/lang.h"
#include "resources/money.h"
#include "resources/resources.h"
#include "resources/resources_pages.h"

#include <string.h>

enum { QUESTIONS_MOST = 20 };
enum { TOLD_LEAST = 5 }; /* claims of a meeting: of fewer nothing is told */

/* ---- shared ---- */

CostViewer
cost_viewer(Request *r)
{
  return (CostViewer){ request_viewer(r)->member_id,
                       may_organise(r) && !request_viewer(r)->acting.id };
}

const char *
claim_path(Request *r, int64_t claim_id, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/costs/%s%s", id_to_text(claim_id, id), rest);
}

const char *
claim_state_in_words(Page *page, const Claim *claim)
{
  static const char *const words[] = {
    [CLAIM_SENT] = N_("It waits for a yes"),
    [CLAIM_ASKED] = N_("There is a question about it"),
    [CLAIM_AGREED] = N_("Agreed. The money is on its way"),
    [CLAIM_PAID] = N_("Paid"),
    [CLAIM_BACK] = N_("Taken back"),
  };

  if (claim->state == CLAIM_AGREED && claim->agreed_pence == 0)
    return tr(page, N_("It was not agreed"));
  return tr(page, words[claim->state]);
}

const char *
claim_picture(const Claim *claim)
{
  static const char *const pictures[] = { [CLAIM_SENT] = "clock",
                                          [CLAIM_ASKED] = "question",
                                          [CLAIM_AGREED] = "tick",
                                          [CLAIM_PAID] = "coin",
                                          [CLAIM_BACK] = "go-back" };

  return pictures[claim->state];
}

const char *
days_in_words(Page *page, int64_t days)
{
  return tr_count(page, "{count} day", "{count} days", days);
}

void
put_days_waiting(Page *page, int64_t days)
{
  if (days > REWARD_DAYS)
    ui_list_item(page, tr_fill(page, N_("{days} already. That is long, and it is up to us"), "days",
                               days_in_words(page, days), NULL));
  else if (days > 0)
    ui_list_item(page,
                 tr_fill(page, N_("It waits for {days}"), "days", days_in_words(page, days), NULL));
}

void
put_claim_cards(Page *page, const Claim *list, bool has_names)
{
  Request *r = page_request(page);

  for (int shown = 0; list->id && shown < CLAIMS_A_PAGE; shown++, list++) {
    const char *amount = money_in_words(
        request_arena(r),
        list->state >= CLAIM_AGREED && list->state < CLAIM_BACK ? list->agreed_pence : list->pence);
    const char *title = has_names ? arena_format(request_arena(r), "%s: %s", list->name, amount)
                                  : arena_format(request_arena(r), "%s: %s", list->title, amount);

    ui_card_open(page, .title = title, .title_href = claim_path(r, list->id, ""), .title_level = 2,
                 .spoken = has_names ? list->title : group_day(page, list->sent_at_us),
                 .picture = claim_picture(list));
    ui_paragraph(page, .text = claim_state_in_words(page, list), .is_strong = true);
    ui_list_open(page, LIST_FACTS);
    if (has_names) {
      ui_list_item(page, list->title);
      ui_list_item(page, list->group_name);
    }
    ui_list_item(
        page, tr_fill(page, N_("Sent on {day}"), "day", group_day(page, list->sent_at_us), NULL));
    if (has_names && claim_waits(list))
      put_days_waiting(page, claim_days_waiting(list, request_now_us(r)));
    ui_list_close(page);
    ui_card_close(page);
  }
}

/* ---- the form ---- */

static bool
is_offered(const CostForm *form, int kind)
{
  return (kind != COST_CAR || form->rates.pence[RATE_CAR] >= 0) &&
         (kind != COST_BIKE || form->rates.pence[RATE_BIKE] >= 0);
}

const Question *
cost_questions_here(const CostForm *form, const Question *table)
{
  Question *kept = arena_new_of(request_arena(form->r), Question, QUESTIONS_MOST + 1);
  int count = 0;

  for (; table->name && count < QUESTIONS_MOST; table++) {
    bool is_left_out = false;

    for (int i = 0; table->shown_if && i < COST_KINDS; i++)
      is_left_out |= !is_offered(form, i) &&
                     strcmp(table->shown_if + strlen("has="), cost_kind_choices[i].value) == 0;
    if (!is_left_out)
      kept[count++] = *table;
  }
  return kept;
}

const Choice *
cost_kinds_here(Arena *arena, void *data)
{
  const CostForm *form = data;
  Choice *choices = arena_new_of(arena, Choice, COST_KINDS + 1);
  int count = 0;

  for (int i = 0; i < COST_KINDS; i++) {
    if (!is_offered(form, i))
      continue;
    choices[count] = cost_kind_choices[i];
    choices[count++].label = lang_text(request_lang(form->r), cost_kind_choices[i].label);
  }
  return choices;
}

const Question cost_questions[] = {
  COST_QUESTIONS,
  QUESTIONS_END,
};

void
costs_from_answers(Request *r, Cost ret_costs[static COST_KINDS])
{
  const Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  for (int i = 0; i < COST_KINDS; i++) {
    const char *code = cost_kind_choices[i].value;
    const char *typed = answers_text(answers, code);
    Cost cost = { .is_there = answers_have(answers, "has", code),
                  .rate_pence = -1,
                  .words =
                      answers_text(answers, arena_format(request_arena(r), "%s_words", code)) };

    if (cost.is_there && (i == COST_CAR || i == COST_BIKE)) {
      if (!miles_from_text(typed, &cost.hundredths))
        refuse(refusals, code, N_("Enter the miles as a number, such as 12 or 12.5"));
    } else if (cost.is_there && !money_from_text(typed, &cost.pence)) {
      refuse(refusals, code, N_("Enter an amount, such as £3.50"));
    }
    ret_costs[i] = cost;
  }
}

void
fill_costs(Request *r, const Cost costs[static COST_KINDS])
{
  Answers *answers = request_answers(r);
  Arena *arena = request_arena(r);

  for (int i = 0; i < COST_KINDS; i++) {
    const char *code = cost_kind_choices[i].value;

    if (!costs[i].is_there)
      continue;
    answers_add(answers, "has", code, strlen(code));
    answers_set(answers, code,
                i == COST_CAR || i == COST_BIKE ? miles_in_words(arena, costs[i].hundredths)
                                                : money_as_typed(arena, costs[i].pence));
    answers_set(answers, arena_format(arena, "%s_words", code), costs[i].words);
  }
}

static void
put_cost_value(Page *page, void *data)
{
  const Cost *cost = data;
  Arena *arena = request_arena(page_request(page));

  ui_strong(page, money_in_words(arena, cost->pence));
  if (cost->hundredths) {
    ui_words(page, ", ");
    ui_words(page, tr_fill(page, N_("{miles} miles at {rate} each"), "miles",
                           miles_in_words(arena, cost->hundredths), "rate",
                           money_in_words(arena, cost->rate_pence), NULL));
  }
  if (*cost->words) {
    ui_line_break(page);
    ui_person(page, cost->words);
  }
}

void
put_costs(Page *page, const Cost costs[static COST_KINDS])
{
  static const char *const pictures[COST_KINDS] = { "bus", "car", "bicycle", "carer", "purse" };
  SummaryRow *rows = arena_new_of(request_arena(page_request(page)), SummaryRow, COST_KINDS);
  int count = 0;

  for (int i = 0; i < COST_KINDS; i++)
    if (costs[i].is_there)
      rows[count++] = (SummaryRow){ .key.text = tr(page, cost_kind_choices[i].label),
                                    .value = { .draw = put_cost_value, .data = (void *)&costs[i] },
                                    .picture = pictures[i] };
  if (count > 0)
    ui_summary_list(page, .rows = rows, .count = count);
}

/* ---- of a meeting ---- */

/* For all in the group: that claims are paid, and how soon; never how much, nor of few. */
static void
put_sum(Page *page, const Meeting *meeting)
{
  const ClaimsSum sum = claims_sum(request_txn(page_request(page)), meeting);
  Arena *arena = request_arena(page_request(page));

  if (sum.all < TOLD_LEAST)
    return;
  if (sum.paid < sum.all)
    ui_paragraph(page, .text = tr(page, N_("Not all claims of this meeting are paid yet.")));
  else
    ui_paragraph(page,
                 .text = tr_fill(page,
                                 N_("All {count} claims of this meeting were paid within"
                                    " {days} days."),
                                 "count", arena_format(arena, "%d", (int)sum.all), "days",
                                 arena_format(arena, "%d", (int)MAX(sum.most_days, 1)), NULL));
}

static void
put_who_agrees(Page *page)
{
  static const char *const words[AGREES_COUNT] = {
    [AGREES_TREASURER] = N_("The group's treasurer says yes, and pays."),
    [AGREES_ORGANISER] = N_("An organiser says yes, and pays."),
    [AGREES_EITHER] = N_("The group's treasurer or an organiser says yes, and pays."),
  };
  Request *r = page_request(page);
  const CostWay way = cost_way(request_txn(r), request_arena(r));

  ui_paragraph(page, .text = tr(page, words[way.agreed_by]));
  ui_paragraph(page, .text = tr(page, N_("Nobody says yes to their own costs. Nobody else in the"
                                         " group sees them.")));
}

static void
show_costs(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;

  const CostViewer viewer = cost_viewer(r);
  const Claim *mine = claims_of(request_txn(r), request_arena(r), viewer.member_id, meeting->id);
  Page *page = open_meeting_page(r, meeting, N_("Travel and other costs"), "coin");

  ui_paragraph(page, .text = tr(page, N_("Taking part should cost you nothing. Ask for your"
                                         " money back here.")));
  ui_button_link(page, .text = tr(page, N_("Ask for my money back")),
                 .href = meeting_path(r, meeting, "/costs/new"));
  if (mine->id) {
    ui_heading(page, 2, tr(page, N_("What you asked for")));
    put_claim_cards(page, mine, false);
  }
  put_who_agrees(page);
  put_sum(page, meeting);
  put_group_link(page, "bus", tr(page, N_("Costs for something else")),
                 group_path(r, group, "/costs"));
  put_group_link(page, "thanks", tr(page, N_("A thank-you for coming")),
                 meeting_path(r, meeting, "/thanks"));
  put_group_link(page, "phone", tr(page, N_("Write down costs for somebody")),
                 meeting_path(r, meeting, "/costs/for"));
  if (claims_may_see_to(request_txn(r), group->id, &viewer))
    put_group_link(page, "tick", tr(page, N_("Costs that wait for a yes")), "/costs");
  page_close(page);
}

/* ---- something else than a meeting ---- */

static void
show_other_costs(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (!group)
    return;

  const Claim *mine = claims_of_others(request_txn(r), request_arena(r),
                                       request_viewer(r)->member_id, group->id, 0);
  Page *page = open_group_page(r, group, N_("Costs for something else"),
                               N_("A visit, a walk, a training, preparing a meeting: what you did"
                                  " for the group should cost you nothing."));

  ui_button_link(page, .text = tr(page, N_("Ask for my money back")),
                 .href = group_path(r, group, "/costs/new"));
  if (mine->id) {
    ui_heading(page, 2, tr(page, N_("What you asked for")));
    put_claim_cards(page, mine, false);
  }
  put_group_link(page, "coin", tr(page, N_("All my costs")), "/me/costs");
  put_who_agrees(page);
  put_group_link(page, "phone", tr(page, N_("Write down costs for somebody")),
                 group_path(r, group, "/costs/for"));
  put_group_link(page, "calendar", tr(page, N_("Costs of a meeting: look for it here")),
                 group_path(r, group, "/meetings"));
  page_close(page);
}

/* ---- one's own ---- */

static void
put_older(Page *page, const Claim *list)
{
  char id[ID_TEXT_SIZE];
  int count = 0;

  while (count < CLAIMS_A_PAGE && list[count].id)
    count++;
  if (count == CLAIMS_A_PAGE && list[count].id)
    ui_page_links(page, NULL,
                  arena_format(request_arena(page_request(page)), "/me/costs?before=%s",
                               id_to_text(list[count - 1].id, id)));
}

static void
show_mine(Request *r)
{
  const Acting *acting = &request_viewer(r)->acting;
  int64_t before_id = 0;

  id_from_text(request_query(r, "before"), &before_id);

  const Claim *mine =
      claims_own(request_txn(r), request_arena(r), request_viewer(r)->member_id, before_id);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("My costs for meetings")),
                                .lead = lang_text(request_lang(r),
                                                  N_("Money you get back for costs is no income.")),
                                .picture = "coin",
                                .back = "/me",
                                .section = "/me" });

  if (!mine->id)
    ui_paragraph(page, .text = tr(page, N_("There are none yet.")));
  if (!acting->id || acting->levels[AREA_COSTS] >= SUPPORT_ACT)
    ui_button_link(page,
                   .text = acting->id ? tr(page, N_("Ask for money back in their name"))
                                      : tr(page, N_("Ask for my money back")),
                   .href = "/me/costs/new");
  put_claim_cards(page, mine, false);
  put_older(page, mine);
  if (!acting->id)
    put_group_link(page, "purse", tr(page, N_("My own total, and a limit")), "/me/money");
  page_close(page);
}

const Route costs_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/costs", may_read_group, show_costs },
  { "GET", "/groups/:group/costs", may_read_group, show_other_costs },
  { "GET", "/me/costs", is_signed_in, show_mine,
    .supporter = { SUPPORT_SEE, AREA_COSTS, N_("Read your costs") } },
  ROUTES_END,
};
