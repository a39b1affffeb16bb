/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a meeting cost somebody: the page of a meeting, sending a claim for oneself or for somebody
 * who told it by telephone or on paper, and all of one's own. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/replies.h"
#include "resources/money.h"
#include "resources/resources_pages.h"

#include <string.h>

enum { QUESTIONS_MOST = 20 };
enum { TOLD_LEAST = 5 }; /* claims of a meeting: of fewer nothing is told */

/* ---- shared ---- */

CostViewer
cost_viewer(Request *r)
{
  return (CostViewer){ request_viewer(r)->member_id, may_organise(r) };
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

void
put_claim_cards(Page *page, const Claim *list, bool has_names)
{
  Request *r = page_request(page);

  for (; list->id; list++) {
    const char *amount = money_in_words(
        request_arena(r),
        list->state >= CLAIM_AGREED && list->state < CLAIM_BACK ? list->agreed_pence : list->pence);
    const char *title = has_names
                            ? arena_format(request_arena(r), "%s: %s", list->name, amount)
                            : arena_format(request_arena(r), "%s: %s", list->meeting_title, amount);

    ui_card_open(page, .title = title, .title_href = claim_path(r, list->id, ""), .title_level = 2,
                 .picture = claim_picture(list));
    ui_paragraph(page, .text = claim_state_in_words(page, list), .is_strong = true);
    ui_list_open(page, LIST_FACTS);
    if (has_names) {
      ui_list_item(page, list->meeting_title);
      ui_list_item(page, list->group_name);
    }
    ui_list_item(
        page, tr_fill(page, N_("Sent on {day}"), "day", group_day(page, list->sent_at_us), NULL));
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

static const Question cost_for_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Whose costs are they?"),
    .missing = N_("Enter a name"),
    .picture = "person",
    .is_needed = true },
  COST_QUESTIONS,
  { .name = "way",
    .kind = ASK_ONE_OF,
    .label = N_("How did they say it?"),
    .missing = N_("Choose how they said it"),
    .picture = "phone",
    .choices = claim_way_choices,
    .is_needed = true },
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
  put_group_link(page, "thanks", tr(page, N_("A thank-you for coming")),
                 meeting_path(r, meeting, "/thanks"));
  put_group_link(page, "phone", tr(page, N_("Write down costs for somebody")),
                 meeting_path(r, meeting, "/costs/for"));
  if (claims_may_see_to(request_txn(r), group->id, &viewer))
    put_group_link(page, "tick", tr(page, N_("Costs that wait for a yes")), "/costs");
  page_close(page);
}

static CostForm
form_of(Request *r, const Meeting *meeting)
{
  return (CostForm){ r, rates_on(request_txn(r), meeting->starts_at_us) };
}

static const Question *
questions_of(const CostForm *form, bool is_for)
{
  return cost_questions_here(form, is_for ? cost_for_questions : cost_questions);
}

static void
draw_new(Request *r, const Meeting *meeting, bool is_for)
{
  CostForm form = form_of(r, meeting);
  Page *page = page_open(
      r,
      &(PageHead){ .title = is_for ? lang_text(request_lang(r), N_("Write down costs for somebody"))
                                   : lang_text(request_lang(r), N_("Ask for my money back")),
                   .lead = meeting->title,
                   .picture = is_for ? "phone" : "coin",
                   .back = meeting_path(r, meeting, "/costs"),
                   .section = "/groups" });

  form_draw(page, .action = meeting_path(r, meeting, is_for ? "/costs/for" : "/costs/new"),
            .questions = questions_of(&form, is_for), .data = &form,
            .button = is_for ? tr(page, N_("Keep this")) : tr(page, N_("Send it")));
  page_close(page);
}

static void
show(Request *r, bool is_for)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (meeting)
    draw_new(r, meeting, is_for);
}

static void
show_new(Request *r)
{
  show(r, false);
}

static void
show_for(Request *r)
{
  show(r, true);
}

/* The claim's id; 0: refused. */
static int64_t
send_from_answers(Request *r, const Meeting *meeting, bool is_for)
{
  const Answers *answers = request_answers(r);
  CostForm form = form_of(r, meeting);
  ClaimWish wish = { .member_id = request_viewer(r)->member_id, .way = "page" };
  int64_t id = 0;

  if (!questions_check(questions_of(&form, is_for), request_answers(r), &form, request_refusals(r)))
    return 0;
  if (is_for) {
    wish.member_id = replies_find_person(request_txn(r), meeting->group_id,
                                         answers_text(answers, "name"), request_refusals(r));
    wish.way = answers_text(answers, "way");
  }
  costs_from_answers(r, wish.costs);
  if (refusals_count(request_refusals(r)) == 0)
    claims_send(request_txn(r), request_act(r), meeting, &wish, request_refusals(r), &id);
  return id;
}

static void
send_claim(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);
  const int64_t id = meeting ? send_from_answers(r, meeting, false) : 0;

  if (!meeting)
    return;
  if (refusals_count(request_refusals(r)) > 0)
    draw_new(r, meeting, false);
  else
    reply_redirect_saying(r, claim_path(r, id, ""), N_("It is sent"), NULL);
}

static void
send_for(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;
  send_from_answers(r, meeting, true);
  if (refusals_count(request_refusals(r)) > 0)
    draw_new(r, meeting, true);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/costs"),
                          N_("It is sent. They can see it, and put it right"), NULL);
}

/* ---- one's own ---- */

static void
show_mine(Request *r)
{
  const Claim *mine = claims_of(request_txn(r), request_arena(r), request_viewer(r)->member_id, 0);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("My costs for meetings")),
                                .lead = lang_text(request_lang(r),
                                                  N_("Money you get back for costs is no income.")),
                                .picture = "coin",
                                .back = "/me",
                                .section = "/me" });

  if (!mine->id)
    ui_paragraph(page, .text = tr(page, N_("There are none yet. On the page of each meeting you"
                                           " can ask for your money back.")));
  put_claim_cards(page, mine, false);
  put_group_link(page, "purse", tr(page, N_("My own total, and a limit")), "/me/money");
  page_close(page);
}

const Route costs_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/costs", may_read_group, show_costs },
  { "GET", "/groups/:group/meetings/:meeting/costs/new", may_read_group, show_new },
  { "POST", "/groups/:group/meetings/:meeting/costs/new", may_read_group, send_claim },
  { "GET", "/groups/:group/meetings/:meeting/costs/for", may_read_group, show_for },
  { "POST", "/groups/:group/meetings/:meeting/costs/for", may_read_group, send_for },
  { "GET", "/me/costs", is_signed_in, show_mine },
  ROUTES_END,
};
