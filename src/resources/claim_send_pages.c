/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sending a claim: for a meeting or for something else, for oneself or for somebody who told it by
 * telephone or on paper. */
#include "lang/lang.h"
#include "meetings/replies.h"
#include "meetings/when.h"
#include "resources/cost_news.h"
#include "resources/resources_pages.h"

enum { NOON = 12 * 60 };

#define WHOSE                                                               \
  {                                                                         \
    .name = "name", .kind = ASK_TEXT, .label = N_("Whose costs are they?"), \
    .missing = N_("Enter a name"), .picture = "person", .is_needed = true   \
  }
#define WAY                                                                                    \
  {                                                                                            \
    .name = "way", .kind = ASK_ONE_OF, .label = N_("How did they say it?"),                    \
    .missing = N_("Choose how they said it"), .picture = "phone", .choices = said_way_choices, \
    .is_needed = true                                                                          \
  }
#define OCCASION                                                             \
  { .name = "what",                                                          \
    .kind = ASK_TEXT,                                                        \
    .label = N_("What was it?"),                                             \
    .hint = N_("For example: looking at the new house, or a training."),     \
    .missing = N_("Say what it was, in a few words"),                        \
    .picture = "write",                                                      \
    .max_length = OCCASION_WORDS_MAX,                                        \
    .is_needed = true },                                                     \
  {                                                                          \
    .name = "day", .kind = ASK_DATE, .label = N_("Which day was it?"),       \
    .missing = N_("Enter the day"), .picture = "calendar", .is_needed = true \
  }

static const Question cost_for_questions[] = { WHOSE, COST_QUESTIONS, WAY, QUESTIONS_END };
static const Question other_questions[] = { OCCASION, COST_QUESTIONS, QUESTIONS_END };
static const Question other_for_questions[] = { WHOSE, OCCASION, COST_QUESTIONS, WAY,
                                                QUESTIONS_END };

/* What is sent: for a meeting, or (NULL) for something else. */
typedef struct {
  Request *r;
  const Group *group;
  const Meeting *meeting;
  bool is_for; /* somebody else */
} Sending;

/* Where the day that was typed began; 0: none yet. */
static int64_t
typed_day_us(Request *r)
{
  int64_t at_us = 0;

  return when_at_us(answers_text(request_answers(r), "day"), NOON, request_time_zone(r), &at_us) ==
                 WHEN_REAL
             ? when_day_start_us(at_us, request_time_zone(r))
             : 0;
}

/* Of the day of the meeting; else of the day that was typed, or of today. */
static CostForm
form_of(const Sending *sending)
{
  Request *r = sending->r;
  const int64_t typed_us = sending->meeting ? 0 : typed_day_us(r);

  return (CostForm){ r, rates_on(request_txn(r), sending->meeting ? sending->meeting->starts_at_us
                                                 : typed_us       ? typed_us
                                                                  : request_now_us(r)) };
}

static const Question *
questions_of(const CostForm *form, const Sending *sending)
{
  if (sending->meeting)
    return cost_questions_here(form, sending->is_for ? cost_for_questions : cost_questions);
  return cost_questions_here(form, sending->is_for ? other_for_questions : other_questions);
}

static const char *
path_of(const Sending *sending, const char *rest)
{
  return sending->meeting ? meeting_path(sending->r, sending->meeting, rest)
                          : group_path(sending->r, sending->group, rest);
}

static void
draw(const Sending *sending)
{
  Request *r = sending->r;
  const bool is_for = sending->is_for;
  const bool is_helped = request_viewer(r)->acting.id != 0;
  const char *title = is_for      ? N_("Write down costs for somebody")
                      : is_helped ? N_("Ask for money back in their name")
                                  : N_("Ask for my money back");
  CostForm form = form_of(sending);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), title),
                      .lead = sending->meeting ? sending->meeting->title : sending->group->name,
                      .picture = is_for ? "phone" : "coin",
                      .back = is_helped ? "/me/costs/new" : path_of(sending, "/costs"),
                      .section = "/groups" });

  form_draw(page, .action = path_of(sending, is_for ? "/costs/for" : "/costs/new"),
            .questions = questions_of(&form, sending), .data = &form,
            .button = is_for ? tr(page, N_("Keep this")) : tr(page, N_("Send it")));
  page_close(page);
}

/* The claim's id; 0: refused. */
static int64_t
send_from_answers(const Sending *sending)
{
  Request *r = sending->r;
  const Answers *answers = request_answers(r);
  CostForm form = form_of(sending);
  ClaimWish wish = { .member_id = request_viewer(r)->member_id, .way = "page" };
  int64_t id = 0;

  if (!questions_check(questions_of(&form, sending), request_answers(r), &form,
                       request_refusals(r)))
    return 0;
  if (sending->is_for) {
    wish.member_id = replies_find_person(request_txn(r), sending->group->id,
                                         answers_text(answers, "name"), request_refusals(r));
    wish.way = answers_text(answers, "way");
  }
  costs_from_answers(r, wish.costs);
  if (refusals_count(request_refusals(r)) > 0)
    return 0;
  if (sending->meeting)
    claims_send(request_txn(r), request_act(r), sending->meeting, &wish, request_refusals(r), &id);
  else
    claims_send_other(
        request_txn(r), request_act(r),
        &(Occasion){ sending->group->id, typed_day_us(r), answers_text(answers, "what") }, &wish,
        request_refusals(r), &id);
  return id;
}

static void
send(const Sending *sending)
{
  Request *r = sending->r;
  const int64_t id = send_from_answers(sending);

  if (refusals_count(request_refusals(r)) > 0) {
    draw(sending);
    return;
  }
  claim_news_tell(request_txn(r), request_act(r), id, NEWS_NOTED, request_origin(r));
  if (sending->is_for) {
    reply_redirect_saying(r, claim_path(r, id, "/receipts"),
                          N_("It is sent. They can see it, and put it right"), NULL);
  } else {
    reply_redirect_saying(r, claim_path(r, id, ""), N_("It is sent"), NULL);
  }
}

/* GET and POST apart: in Easy Read the form's steps are posted to what shows the form. */
static void
show_or_send(Request *r, bool is_of_meeting, bool is_for, void (*act)(const Sending *sending))
{
  Sending sending = { .r = r, .is_for = is_for };

  if (is_of_meeting)
    sending.meeting = meeting_in_path(r, &sending.group, GROUP_TO_READ);
  else
    sending.group = group_in_path(r, GROUP_TO_READ);
  if (is_of_meeting ? sending.meeting != NULL : sending.group != NULL)
    act(&sending);
}

#define HANDLERS(name, is_of_meeting, is_for)     \
  static void show_##name(Request *r)             \
  {                                               \
    show_or_send(r, is_of_meeting, is_for, draw); \
  }                                               \
  static void send_##name(Request *r)             \
  {                                               \
    show_or_send(r, is_of_meeting, is_for, send); \
  }
HANDLERS(of_meeting, true, false)
HANDLERS(of_meeting_for, true, true)
HANDLERS(of_other, false, false)
HANDLERS(of_other_for, false, true)

/* ---- what for ---- */

static void
put_meetings(Page *page)
{
  Request *r = page_request(page);
  const CostMeeting *one = claims_meetings(request_txn(r), request_arena(r),
                                           request_viewer(r)->member_id, request_now_us(r));

  if (!one->id)
    return;
  ui_heading(page, 2, tr(page, N_("A meeting")));
  ui_list_open(page, LIST_RULED);
  for (; one->id; one++) {
    const Meeting meeting = { .id = one->id, .group_id = one->group_id };

    ui_picture_item_open(page, "calendar");
    ui_link(page, .text = one->title, .href = meeting_path(r, &meeting, "/costs/new"),
            .is_large = true);
    ui_line_break(page);
    ui_words(page, group_day(page, one->at_us));
    ui_line_break(page);
    ui_person(page, one->group_name);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

static void
put_groups(Page *page)
{
  Request *r = page_request(page);
  const Group *group = groups_mine(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  bool has_any = false;

  for (; group->id; group++) {
    if (group->standing != GROUP_IN)
      continue;
    if (!has_any) {
      ui_heading(page, 2, tr(page, N_("Something else, for a group")));
      ui_list_open(page, LIST_RULED);
      has_any = true;
    }
    ui_picture_item_open(page, "bus");
    ui_link(page, .text = group->name, .href = group_path(r, group, "/costs/new"),
            .is_large = true);
    ui_picture_item_close(page);
  }
  if (has_any)
    ui_list_close(page);
}

static void
show_what_for(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("What did it cost money for?")),
                      .lead = lang_text(request_lang(r), N_("Choose one. The form comes next.")),
                      .picture = "coin",
                      .back = "/me/costs",
                      .section = "/me" });

  put_meetings(page);
  put_groups(page);
  ui_paragraph(page, .text = tr(page, N_("Only what was done together with a group stands here.")));
  page_close(page);
}

#define MAY_LOOK                                                                 \
  {                                                                              \
    SUPPORT_ACT, AREA_COSTS, N_("Opened the page to ask for money back for you") \
  }
#define MAY_SEND                                                \
  {                                                             \
    SUPPORT_ACT, AREA_COSTS, N_("Asked for money back for you") \
  }

const Route claim_send_routes[] = {
  { "GET", "/me/costs/new", is_signed_in, show_what_for, .supporter = MAY_LOOK },
  { "GET", "/groups/:group/meetings/:meeting/costs/new", may_read_group, show_of_meeting,
    .supporter = MAY_LOOK },
  { "POST", "/groups/:group/meetings/:meeting/costs/new", may_read_group, send_of_meeting,
    .supporter = MAY_SEND },
  { "GET", "/groups/:group/meetings/:meeting/costs/for", may_read_group, show_of_meeting_for },
  { "POST", "/groups/:group/meetings/:meeting/costs/for", may_read_group, send_of_meeting_for },
  { "GET", "/groups/:group/costs/new", may_read_group, show_of_other, .supporter = MAY_LOOK },
  { "POST", "/groups/:group/costs/new", may_read_group, send_of_other, .supporter = MAY_SEND },
  { "GET", "/groups/:group/costs/for", may_read_group, show_of_other_for },
  { "POST", "/groups/:group/costs/for", may_read_group, send_of_other_for },
  ROUTES_END,
};
