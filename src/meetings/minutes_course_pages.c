/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The course of minutes: open for corrections, put right or kept beside, agreed. */
#include "meetings/minutes_pages.h"

#include "base/ids.h"
#include "lang/lang.h"

#include <string.h>

enum { LATER_MEETINGS = 20 };

static void
open_for_corrections(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  minutes_open(request_txn(r), request_act(r), meeting, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    show_minutes(r);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/minutes"),
                          N_("Whoever was there can now correct the minutes"), NULL);
}

/* ---- corrections ---- */

static const Question correct_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What should be put right?"),
    .hint = N_("It stands beside the minutes, without your name, until it is taken in."),
    .missing = N_("Write what should be put right"),
    .picture = "write",
    .max_length = MEETING_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_correct(Request *r, const Meeting *meeting)
{
  Page *page = open_minutes_page(r, meeting, N_("Put something right"), "write");

  form_draw(page, .action = meeting_path(r, meeting, "/minutes/correct"),
            .questions = correct_questions, .button = tr(page, N_("Send it")));
  page_close(page);
}

static void
show_correct(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_correct(r, meeting);
}

static void
correct(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  if (questions_check(correct_questions, request_answers(r), r, request_refusals(r)))
    minutes_correct(request_txn(r), request_act(r), meeting,
                    answers_text(request_answers(r), "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_correct(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/minutes"), N_("Thank you. It is kept"),
                          NULL);
}

/* ---- answering one ---- */

static const Choice answer_choices[] = {
  { .value = "taken-in",
    .label = N_("It is right: I change the minutes"),
    .hint = N_("Write it into the text of its item.") },
  { .value = "beside", .label = N_("It stands beside the minutes") },
  { .value = NULL },
};

static const Question answer_questions[] = {
  { .name = "answer",
    .kind = ASK_ONE_OF,
    .label = N_("What becomes of it?"),
    .missing = N_("Choose what becomes of it"),
    .picture = "question",
    .choices = answer_choices,
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why?"),
    .hint = N_("Everybody in the group can read it."),
    .missing = N_("Say why it stands beside the minutes"),
    .picture = "talk",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX,
    .shown_if = "answer=beside",
    .is_needed = true },
  QUESTIONS_END,
};

/* The correction of ":correction"; NULL: "not found" was answered. */
static const MinutesCorrection *
correction_in_path(Request *r, const Meeting **ret_meeting)
{
  const Group *group = NULL;
  const int64_t id = request_id_in_path(r, "correction");

  *ret_meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  if (!*ret_meeting)
    return NULL;

  const MinutesCorrection *one =
      minutes_corrections(request_txn(r), request_arena(r), (*ret_meeting)->id);

  while (one->id && one->id != id)
    one++;
  if (one->id)
    return one;
  if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

static void
draw_answer(Request *r, const Meeting *meeting, const MinutesCorrection *correction)
{
  char id[ID_TEXT_SIZE];
  Page *page = open_minutes_page(r, meeting, N_("Answer a correction"), "write");

  ui_person_lines(page, correction->words);
  form_draw(page,
            .action = arena_format(request_arena(r), "%s/%s",
                                   meeting_path(r, meeting, "/minutes/corrections"),
                                   id_to_text(correction->id, id)),
            .questions = answer_questions, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_answer(Request *r)
{
  const Meeting *meeting = NULL;
  const MinutesCorrection *correction = correction_in_path(r, &meeting);

  if (correction)
    draw_answer(r, meeting, correction);
}

static void
answer(Request *r)
{
  const Answers *answers = request_answers(r);
  const Meeting *meeting = NULL;
  const MinutesCorrection *correction = correction_in_path(r, &meeting);

  if (!correction)
    return;
  if (questions_check(answer_questions, request_answers(r), r, request_refusals(r)))
    minutes_answer(request_txn(r), request_act(r), correction, meeting->id,
                   strcmp(answers_text(answers, "answer"), "taken-in") == 0,
                   answers_text(answers, "why"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_answer(r, meeting, correction);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/minutes"), N_("It is kept"), NULL);
}

/* ---- agreeing ---- */

/* Meetings of the group that have begun, the newest first; whether they are later, rules say. */
static const Choice *
meetings_to_choose(Arena *arena, void *data)
{
  Request *r = data;
  const int64_t self = request_id_in_path(r, "meeting");
  const Meeting *past = meetings_past(request_txn(r), arena, request_id_in_path(r, "group"),
                                      request_now_us(r), 0, 0, LATER_MEETINGS);
  Choice *choices = arena_new_of(arena, Choice, LATER_MEETINGS + 1);
  int count = 0;

  for (; past->id; past++) {
    char id[ID_TEXT_SIZE];
    g_autofree char *day = lang_date(request_lang(r), past->starts_at_us, request_time_zone(r));

    if (past->id == self || past->state == MEETING_OFF)
      continue;
    choices[count++] = (Choice){ .value = arena_text(arena, id_to_text(past->id, id)),
                                 .label = arena_format(arena, "%s, %s", past->title, day) };
  }
  return choices;
}

static const Question agree_questions[] = {
  { .name = "later",
    .kind = ASK_SELECT,
    .label = N_("At which meeting were the minutes agreed?"),
    .hint = N_("From then on nothing in them changes."),
    .missing = N_("Choose the later meeting at which the minutes were agreed"),
    .picture = "calendar",
    .choices_from = meetings_to_choose,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_agree(Request *r, const Meeting *meeting)
{
  Page *page = open_minutes_page(r, meeting, N_("The minutes were agreed"), "tick");

  form_draw(page, .action = meeting_path(r, meeting, "/minutes/agree"),
            .questions = agree_questions, .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_agree(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_agree(r, meeting);
}

static void
agree(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  int64_t later_id = 0;

  if (!meeting)
    return;
  if (questions_check(agree_questions, request_answers(r), r, request_refusals(r)) &&
      id_from_text(answers_text(request_answers(r), "later"), &later_id))
    minutes_agree(request_txn(r), request_act(r), meeting,
                  meetings_find(request_txn(r), request_arena(r), group->id, later_id),
                  request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_agree(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/minutes"), N_("The minutes are agreed"),
                          NULL);
}

const Route minutes_course_routes[] = {
  { "POST", "/groups/:group/meetings/:meeting/minutes/open", may_arrange_meetings,
    open_for_corrections },
  { "GET", "/groups/:group/meetings/:meeting/minutes/correct", may_change_group, show_correct },
  { "POST", "/groups/:group/meetings/:meeting/minutes/correct", may_change_group, correct },
  { "GET", "/groups/:group/meetings/:meeting/minutes/corrections/:correction", may_arrange_meetings,
    show_answer },
  { "POST", "/groups/:group/meetings/:meeting/minutes/corrections/:correction",
    may_arrange_meetings, answer },
  { "GET", "/groups/:group/meetings/:meeting/minutes/agree", may_arrange_meetings, show_agree },
  { "POST", "/groups/:group/meetings/:meeting/minutes/agree", may_arrange_meetings, agree },
  ROUTES_END,
};
