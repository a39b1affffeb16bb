/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a date: times are offered, everybody says when they can, one is chosen. */
#include "meetings/dates_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/date_asks.h"
#include "meetings/dates.h"
#include "meetings/replies.h"

#include <string.h>

/* ---- shared ---- */

static const OfferedDate *
offered(Request *r, const Meeting *meeting)
{
  return dates_list(request_txn(r), request_arena(r), meeting, request_viewer(r)->member_id);
}

static Meeting
as_meeting(const Meeting *meeting, const OfferedDate *date)
{
  Meeting at = *meeting;

  at.starts_at_us = date->starts_at_us;
  at.ends_at_us = date->ends_at_us;
  return at;
}

static const char *
date_path(Request *r, const Meeting *meeting, const OfferedDate *date, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", meeting_path(r, meeting, "/dates"),
                      id_to_text(date->id, id), rest);
}

static Page *
open_dates_page(Request *r, const Meeting *meeting, const char *title)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = meeting->title,
                                   .picture = "calendar",
                                   .back = meeting_path(r, meeting, "/dates"),
                                   .section = "/groups" });
}

/* ---- saying when one can ---- */

/* "Thursday 26 November 2026, 2 pm". */
static const char *
question_label(Request *r, const OfferedDate *date)
{
  const char *zone = request_time_zone(r);
  g_autofree char *hour = lang_time(request_lang(r), date->starts_at_us, zone);

  return arena_format(request_arena(r), "%s, %s",
                      lang_date_in(request_arena(r), request_lang(r), date->starts_at_us, zone),
                      hour);
}

static const char *
question_name(Request *r, const OfferedDate *date)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "when-%s", id_to_text(date->id, id));
}

static const Question name_question = { .name = "name",
                                        .kind = ASK_TEXT,
                                        .label = N_("Whose answer is it?"),
                                        .missing = N_("Enter a name"),
                                        .picture = "person",
                                        .is_needed = true };
static const Question way_question = { .name = "way",
                                       .kind = ASK_ONE_OF,
                                       .label = N_("How did they say it?"),
                                       .missing = N_("Choose how they said it"),
                                       .picture = "phone",
                                       .choices = said_way_choices,
                                       .is_needed = true };

/* One question a time that is offered; for somebody else also who it is, and how they said it. */
static const Question *
date_questions(Request *r, const OfferedDate *list, bool is_for_other)
{
  Question *questions = arena_new_of(request_arena(r), Question, DATES_MOST + 3);
  int count = 0;

  if (is_for_other)
    questions[count++] = name_question;
  for (; list->id; list++)
    questions[count++] = (Question){ .name = question_name(r, list),
                                     .kind = ASK_ONE_OF,
                                     .label = question_label(r, list),
                                     .picture = "calendar",
                                     .choices = date_word_choices };
  if (is_for_other)
    questions[count++] = way_question;
  return questions;
}

static void
read_words(Request *r, const OfferedDate *list, DateWord words[static DATES_MOST])
{
  for (int i = 0; list[i].id; i++)
    words[i] = date_word_from_name(answers_text(request_answers(r), question_name(r, &list[i])));
}

static void
draw_mine(Request *r, const Meeting *meeting, const OfferedDate *list)
{
  for (int i = 0; !request_is_post(r) && list[i].id; i++)
    if (list[i].own != DATE_UNSAID)
      answers_set(request_answers(r), question_name(r, &list[i]),
                  date_word_choices[list[i].own - 1].value);

  Page *page = open_dates_page(r, meeting, N_("When can you come?"));

  if (!list->id) {
    ui_paragraph(page, .text = tr(page, N_("No time is offered yet.")));
  } else {
    ui_paragraph(page, .text = tr(page, N_("Others see how many can, and not who.")));
    form_draw(page, .action = meeting_path(r, meeting, "/dates/mine"),
              .questions = date_questions(r, list, false), .button = tr(page, N_("Keep this")));
  }
  page_close(page);
}

static void
show_mine(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_mine(r, meeting, offered(r, meeting));
}

static void
say_mine(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  DateWord words[DATES_MOST] = { DATE_UNSAID };

  if (!meeting)
    return;

  const OfferedDate *list = offered(r, meeting);

  if (questions_check(date_questions(r, list, false), request_answers(r), r, request_refusals(r))) {
    read_words(r, list, words);
    dates_say(request_txn(r), request_act(r), meeting, list, request_viewer(r)->member_id, words,
              "page", request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_mine(r, meeting, list);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/dates"),
                          N_("Thank you. Your answer is kept"), NULL);
}

/* Of the person whom a list names; "": nobody in the group. */
static const char *
name_in_group(Request *r, const Meeting *meeting, int64_t member_id)
{
  const Member *member = groups_may(request_txn(r), meeting->group_id, member_id, GROUP_TO_READ)
                             ? people_find(request_txn(r), request_arena(r), member_id, false)
                             : NULL;

  return member ? member->name : "";
}

static void
draw_for(Request *r, const Meeting *meeting, const OfferedDate *list)
{
  int64_t member_id = 0;

  if (!request_is_post(r) && id_from_text(request_query(r, "member"), &member_id))
    answers_set(request_answers(r), "name", name_in_group(r, meeting, member_id));

  Page *page = open_dates_page(r, meeting, N_("Write down when somebody can"));

  form_draw(page, .action = meeting_path(r, meeting, "/dates/for"),
            .questions = date_questions(r, list, true), .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_for(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_for(r, meeting, offered(r, meeting));
}

static void
say_for(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  DateWord words[DATES_MOST] = { DATE_UNSAID };

  if (!meeting)
    return;

  const OfferedDate *list = offered(r, meeting);
  const Answers *answers = request_answers(r);

  if (questions_check(date_questions(r, list, true), request_answers(r), r, request_refusals(r))) {
    const int64_t member_id = replies_find_person(
        request_txn(r), group->id, answers_text(answers, "name"), request_refusals(r));

    read_words(r, list, words);
    if (member_id)
      dates_say(request_txn(r), request_act(r), meeting, list, member_id, words,
                answers_text(answers, "way"), request_refusals(r));
    if (member_id && refusals_count(request_refusals(r)) == 0)
      date_asks_mark(request_txn(r), request_act(r), meeting, member_id);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_for(r, meeting, list);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/dates"), N_("Their answer is kept"), NULL);
}

/* ---- what people said ---- */

/* How many can, and of which sides; who would be missing, for whoever arranges it. */
static void
put_said(Page *page, const Group *group, const Meeting *meeting, const OfferedDate *date,
         bool may_arrange)
{
  const int missing = meeting_missing(meeting, group->is_peer_led, &date->sides);

  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr_count(page, "{count} can", "{count} can", date->counts[DATE_CAN]));
  ui_list_item(page, tr_count(page, "{count} could, if needed", "{count} could, if needed",
                              date->counts[DATE_COULD]));
  ui_list_item(page, tr_count(page, "{count} cannot", "{count} cannot", date->counts[DATE_CANNOT]));
  ui_list_item(page, tr_count(page, "{count} has not said", "{count} have not said",
                              date->counts[DATE_UNSAID]));
  ui_list_close(page);
  put_meeting_sides(page, &date->sides);
  if (may_arrange && meeting->state == MEETING_TO_FIND)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_fill(page, N_("In mails it has the number {number}."), "number",
                                 arena_format(request_arena(page_request(page)),
                                              "%" G_GINT64_FORMAT, (gint64)date->number),
                                 NULL));
  if (may_arrange && missing != MISSING_NONE) {
    ui_paragraph(page, .text = tr(page, N_("As far as people have said so far:")));
    ui_paragraph(page, .text = meeting_missing_in_words(page, missing), .is_strong = true);
  }
}

static void
put_date(Page *page, const Group *group, const Meeting *meeting, const OfferedDate *date,
         bool may_arrange)
{
  Request *r = page_request(page);
  const Meeting at = as_meeting(meeting, date);
  const char *when = meeting_when(page, &at);

  ui_card_open(page, .title = when, .title_level = 2,
               .day = meeting_day_block(page, date->starts_at_us), .picture = "calendar");
  put_said(page, group, meeting, date, may_arrange);
  if (may_arrange) {
    ui_button_group_open(page);
    ui_button_link(page, .text = tr(page, N_("Choose this time")),
                   .href = date_path(r, meeting, date, ""), .spoken = when);
    form_button(page, .action = date_path(r, meeting, date, "/back"),
                .button = tr(page, N_("Offer it no more")), .spoken = when, .is_secondary = true);
    ui_button_group_close(page);
  }
  ui_card_close(page);
}

/* Whom mails do not ask. */
static void
put_to_ask(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  const int64_t count = date_asks_count(request_txn(r), meeting, request_now_us(r));

  if (count > 0)
    ui_paragraph(page, .text = tr_count(page, "No mail asks {count} person. Ring or meet them.",
                                        "No mail asks {count} people. Ring or meet them.", count));
  put_group_link(page, "phone", tr(page, N_("Whom to ask when they can")),
                 meeting_path(r, meeting, "/dates/ask"));
}

static void
show_dates(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  const OfferedDate *list = offered(r, meeting);
  const bool may_arrange = may_arrange_meetings(r) && meeting->state == MEETING_TO_FIND;
  Page *page = open_meeting_page(r, meeting, N_("Finding a date"), "calendar");

  if (meeting->state != MEETING_TO_FIND)
    ui_paragraph(page, .text = tr(page, N_("This meeting has a date now")));
  else if (list->id)
    ui_button_link(page, .text = tr(page, N_("Say when you can")),
                   .href = meeting_path(r, meeting, "/dates/mine"));
  else
    ui_paragraph(page, .text = tr(page, N_("No time is offered yet.")));
  for (const OfferedDate *date = list; date->id; date++)
    put_date(page, group, meeting, date, may_arrange);
  if (may_arrange) {
    put_group_link(page, "calendar", tr(page, N_("Offer a time")),
                   meeting_path(r, meeting, "/dates/new"));
    if (list->id) {
      put_to_ask(page, meeting);
      put_group_link(page, "write", tr(page, N_("Write down when somebody can")),
                     meeting_path(r, meeting, "/dates/for"));
    }
  }
  page_close(page);
}

void
put_finding_a_date(Page *page, const Group *group, const Meeting *meeting, bool may_arrange)
{
  Request *r = page_request(page);

  if (group->is_closed || meeting->state != MEETING_TO_FIND)
    return;
  ui_card_open(page, .title = tr(page, N_("We look for a date together")), .title_level = 2,
               .is_warm = true, .picture = "calendar");
  ui_button_link(page, .text = tr(page, N_("Say when you can")),
                 .href = meeting_path(r, meeting, "/dates/mine"));
  put_group_link(page, "people", tr(page, N_("Look at the times and how many can")),
                 meeting_path(r, meeting, "/dates"));
  if (may_arrange)
    put_group_link(page, "calendar", tr(page, N_("Offer a time")),
                   meeting_path(r, meeting, "/dates/new"));
  ui_card_close(page);
}

/* ---- offering ---- */

static const Question offer_questions[] = {
  MEETING_TIME_QUESTIONS(NULL),
  QUESTIONS_END,
};

static void
draw_offer(Request *r, const Meeting *meeting)
{
  Page *page = open_dates_page(r, meeting, N_("Offer a time"));

  form_draw(page, .action = meeting_path(r, meeting, "/dates/new"), .questions = offer_questions,
            .button = tr(page, N_("Offer this time")));
  page_close(page);
}

static void
show_offer(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_offer(r, meeting);
}

static void
offer(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  int64_t starts_at_us = 0, ends_at_us = 0;

  if (!meeting)
    return;
  if (questions_check(offer_questions, request_answers(r), r, request_refusals(r)) &&
      meeting_times_from_answers(r, &starts_at_us, &ends_at_us))
    dates_offer(request_txn(r), request_act(r), meeting, starts_at_us, ends_at_us,
                request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_offer(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/dates"), N_("The time is offered"), NULL);
}

/* ---- one time ---- */

/* The time of ":date"; NULL: "not found" was answered. */
static const OfferedDate *
date_in_path(Request *r, const Group **ret_group, const Meeting **ret_meeting)
{
  *ret_meeting = meeting_in_path(r, ret_group, GROUP_TO_CHANGE);
  if (!*ret_meeting)
    return NULL;

  const OfferedDate *date = date_in(offered(r, *ret_meeting), request_id_in_path(r, "date"));

  if (!date && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return date;
}

static void
draw_choose(Request *r, const Group *group, const Meeting *meeting, const OfferedDate *date)
{
  const Meeting at = as_meeting(meeting, date);
  Page *page = open_dates_page(r, meeting, N_("Choose this time"));

  ui_paragraph(page, .text = meeting_when(page, &at), .is_strong = true);
  put_said(page, group, meeting, date, true);
  ui_paragraph(page, .text = tr(page, N_("Everybody in the group is invited to this time.")));
  form_open(page, date_path(r, meeting, date, ""));
  form_close(page, tr(page, N_("Call the meeting")));
  page_close(page);
}

static void
show_choose(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = NULL;
  const OfferedDate *date = date_in_path(r, &group, &meeting);

  if (date)
    draw_choose(r, group, meeting, date);
}

static void
choose(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = NULL;
  const OfferedDate *date = date_in_path(r, &group, &meeting);

  if (!date)
    return;
  dates_choose(request_txn(r), request_act(r), meeting, date, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0) {
    draw_choose(r, group, meeting, date);
    return;
  }
  tell_group(r, group->id, meeting->id, NEWS_CALLED);
  reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("The meeting is called"), NULL);
}

static void
offer_no_more(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = NULL;
  const OfferedDate *date = date_in_path(r, &group, &meeting);

  if (!date)
    return;
  dates_withdraw(request_txn(r), request_act(r), meeting, date->id);
  reply_redirect_saying(r, meeting_path(r, meeting, "/dates"), N_("The time is offered no more"),
                        NULL);
}

/* ---- the start page ---- */

Waiting
dates_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  const Meeting meeting = { .id = row->id, .group_id = row->group_id };
  g_autofree char *title =
      lang_fill(lang_text(lang, N_("When could you come? {meeting}")), "meeting", row->title, NULL);

  return (Waiting){ .title = arena_text(request_arena(r), title),
                    .button = lang_text(lang, N_("Say when you can")),
                    .href = meeting_path(r, &meeting, "/dates/mine"),
                    .urgency = WAITS_FOR_ME };
}

#define DATES "/groups/:group/meetings/:meeting/dates"

const Route meeting_dates_routes[] = {
  { "GET", DATES, may_change_group, show_dates },
  { "GET", DATES "/mine", may_change_group, show_mine },
  { "POST", DATES "/mine", may_change_group, say_mine },
  { "GET", DATES "/for", may_arrange_meetings, show_for },
  { "POST", DATES "/for", may_arrange_meetings, say_for },
  { "GET", DATES "/new", may_arrange_meetings, show_offer },
  { "POST", DATES "/new", may_arrange_meetings, offer },
  { "GET", DATES "/:date", may_arrange_meetings, show_choose },
  { "POST", DATES "/:date", may_arrange_meetings, choose },
  { "POST", DATES "/:date/back", may_arrange_meetings, offer_no_more },
  ROUTES_END,
};
