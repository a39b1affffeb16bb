/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calling a meeting, changing what stands there, another time, calling it off, and writing down one
 * that took place. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/came.h"
#include "meetings/meetings_pages.h"
#include "meetings/when.h"

#include <string.h>

/* ---- what is asked ---- */

static const Choice when_choices[] = {
  { .value = "day", .label = N_("On a day that is fixed") },
  { .value = "find",
    .label = N_("We look for a date together"),
    .hint = N_("You offer some dates. All say which they can do.") },
  { .value = NULL },
};

#define SUBJECT_QUESTIONS(what_to_know)                                             \
  { .name = "title",                                                                \
    .kind = ASK_TEXT,                                                               \
    .label = N_("What is the meeting about, in a few words?"),                      \
    .hint = N_("For example: New day centre, who chooses what?"),                   \
    .missing = N_("Say in a few words what the meeting is about"),                  \
    .picture = "talk",                                                              \
    .max_length = MEETING_TITLE_MAX,                                                \
    .is_needed = true },                                                            \
      { .name = "about",                                                            \
        .kind = ASK_LONG,                                                           \
        .label = (what_to_know),                                                    \
        .picture = "write",                                                         \
        .rows = 3,                                                                  \
        .max_length = MEETING_WORDS_MAX },                                          \
  {                                                                                 \
    .name = "kind", .kind = ASK_ONE_OF, .label = N_("What kind of meeting is it?"), \
    .missing = N_("Choose what kind of meeting it is"), .picture = "together",      \
    .choices = meeting_kind_choices, .is_needed = true                              \
  }
#define TO_COME SUBJECT_QUESTIONS(N_("What should people know before they say yes?"))

#define ROOM_QUESTION(where)                                                             \
  {                                                                                      \
    .name = "place", .kind = ASK_SELECT, .label = (where),                               \
    .hint = N_("A new place can be written down in the next step."), .picture = "place", \
    .choices_from = venues_to_choose                                                     \
  }
#define ROOM_QUESTIONS                                                                          \
  ROOM_QUESTION(N_("Where do you meet?")),                                                      \
  {                                                                                             \
    .name = "online", .kind = ASK_TEXT, .label = N_("The link for coming in online"),           \
    .hint = N_("Leave it empty when there is none."), .picture = "computer", .max_length = 1000 \
  }

static const Choice *
venues_to_choose(Arena *arena, void *data)
{
  Request *r = data;
  const Venue *venues = venues_list(request_txn(r), arena, request_id_in_path(r, "group"));
  Choice *choices = arena_new_of(arena, Choice, VENUES_MAX + 2);
  int count = 0;

  choices[count++] =
      (Choice){ .value = "none",
                .label = lang_text(request_lang(r), N_("No room, or not known yet")) };
  for (; venues->id; venues++) {
    char id[ID_TEXT_SIZE];

    choices[count++] =
        (Choice){ .value = arena_text(arena, id_to_text(venues->id, id)), .label = venues->name };
  }
  return choices;
}

static const Question call_questions[] = {
  TO_COME,
  { .name = "when",
    .kind = ASK_ONE_OF,
    .label = N_("When do you meet?"),
    .missing = N_("Choose when you meet"),
    .picture = "calendar",
    .choices = when_choices,
    .is_needed = true },
  MEETING_TIME_QUESTIONS("when=day"),
  { .name = "repeat",
    .kind = ASK_SELECT,
    .label = N_("How often?"),
    .hint = N_("Each meeting can be changed on its own afterwards."),
    .picture = "clock",
    .choices = when_repeats,
    .shown_if = "when=day" },
  { .name = "times",
    .kind = ASK_NUMBER,
    .label = N_("How many meetings, when there is more than one?"),
    .hint = N_("12 at most."),
    .picture = "calendar",
    .min = 1,
    .max = MEETINGS_TOGETHER,
    .shown_if = "when=day" },
  ROOM_QUESTIONS,
  QUESTIONS_END,
};

static const Question past_questions[] = {
  SUBJECT_QUESTIONS(N_("What else should people know of it?")),
  MEETING_TIME_QUESTIONS(NULL),
  ROOM_QUESTION(N_("Where did you meet?")),
  QUESTIONS_END,
};

static const Question change_questions[] = {
  TO_COME,
  ROOM_QUESTIONS,
  { .name = "dial_in",
    .kind = ASK_LONG,
    .label = N_("How to take part by telephone"),
    .hint = N_("The number, and what to say or press there."),
    .picture = "phone",
    .rows = 2,
    .max_length = MEETING_WORDS_MAX },
  { .name = "breaks",
    .kind = ASK_LONG,
    .label = N_("Breaks"),
    .hint = N_("For example: ten minutes after each hour, with tea."),
    .picture = "tea",
    .rows = 2,
    .max_length = MEETING_WORDS_MAX },
  QUESTIONS_END,
};

#define WHY_QUESTION                                                                               \
  {                                                                                                \
    .name = "why", .kind = ASK_LONG, .label = N_("Why?"), .hint = N_("All in the group read it."), \
    .missing = N_("Say why, in a few words"), .picture = "question", .rows = 3,                    \
    .max_length = MEETING_WORDS_MAX                                                                \
  }

static const Question move_questions[] = {
  MEETING_TIME_QUESTIONS(NULL),
  WHY_QUESTION,
  QUESTIONS_END,
};

static const Question call_off_questions[] = {
  WHY_QUESTION,
  QUESTIONS_END,
};

static MeetingWish
wish_from_answers(Request *r, const Meeting *before)
{
  const Answers *answers = request_answers(r);
  MeetingWish wish = { .title = answers_text(answers, "title"),
                       .about = answers_text(answers, "about"),
                       .kind = meeting_kind_from_name(answers_text(answers, "kind")),
                       .online = answers_text(answers, "online"),
                       .dial_in = before ? answers_text(answers, "dial_in") : "",
                       .breaks = before ? answers_text(answers, "breaks") : "" };

  if (!id_from_text(answers_text(answers, "place"), &wish.venue_id))
    wish.venue_id = 0;
  return wish;
}

/* ---- calling one ---- */

static void
draw_call(Request *r, const Group *group)
{
  if (!request_is_post(r)) {
    answers_set(request_answers(r), "kind", group->is_peer_led ? "peer-led" : "shared");
    answers_set(request_answers(r), "when", "day");
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Call a meeting")),
                      .lead = lang_text(request_lang(r), N_("Everybody in the group is invited.")),
                      .picture = "calendar",
                      .back = group_path(r, group, "/meetings"),
                      .section = "/groups" });

  form_draw(page, .action = group_path(r, group, "/meetings/new"), .questions = call_questions,
            .data = r, .button = tr(page, N_("Call the meeting")));
  page_close(page);
}

static void
show_call(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_call(r, group);
}

static void
go_to_meeting(Request *r, const Group *group, int64_t id, const char *message)
{
  const Meeting meeting = { .id = id, .group_id = group->id };

  reply_redirect_saying(r, meeting_path(r, &meeting, ""), message, NULL);
}

const char change_is_kept[] = N_("It is kept");
const char change_is_told[] = N_("It is kept. All in the group are told.");

void
tell_group(Request *r, int64_t group_id, int64_t meeting_id, MeetingNews what)
{
  const NewsWish wish = { .what = what,
                          .origin = request_origin(r),
                          .time_zone = request_time_zone(r) };

  if (refusals_count(request_refusals(r)) == 0)
    invitations_tell(request_txn(r), request_act(r), group_id, meeting_id, &wish);
}

static void
call(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  MeetingTimes times;
  int64_t id = 0;

  if (!group)
    return;
  if (questions_check(call_questions, request_answers(r), r, request_refusals(r)) &&
      meeting_all_times_from_answers(r, &times)) {
    const MeetingWish wish = wish_from_answers(r, NULL);

    meetings_call(request_txn(r), request_act(r), group->id, &wish, &times, request_refusals(r),
                  &id);
    tell_group(r, group->id, id, NEWS_CALLED);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_call(r, group);
  else
    go_to_meeting(r, group, id, N_("The meeting is called"));
}

/* ---- writing one down ---- */

static void
draw_past(Request *r, const Group *group)
{
  if (!request_is_post(r))
    answers_set(request_answers(r), "kind", group->is_peer_led ? "peer-led" : "shared");

  Page *page = page_open(
      r, &(PageHead){
             .title = lang_text(request_lang(r), N_("Write down a meeting")),
             .lead = lang_text(request_lang(r), N_("One that took place, so that all know of it.")),
             .picture = "write",
             .back = group_path(r, group, "/meetings"),
             .section = "/groups" });

  form_draw(page, .action = group_path(r, group, "/meetings/past"), .questions = past_questions,
            .data = r, .button = tr(page, N_("Write it down")));
  page_close(page);
}

static void
show_past(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_past(r, group);
}

static void
write_down(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  int64_t starts_at_us = 0, ends_at_us = 0, id = 0;

  if (!group)
    return;
  if (questions_check(past_questions, request_answers(r), r, request_refusals(r)) &&
      meeting_times_from_answers(r, &starts_at_us, &ends_at_us)) {
    const MeetingWish wish = wish_from_answers(r, NULL);

    meetings_write_down(request_txn(r), request_act(r), group->id, &wish, starts_at_us, ends_at_us,
                        request_refusals(r), &id);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_past(r, group);
  else
    go_to_meeting(r, group, id, N_("It is kept"));
}

/* ---- changing one ---- */

static void
fill_change(Request *r, const Meeting *meeting)
{
  Answers *answers = request_answers(r);
  char id[ID_TEXT_SIZE];

  answers_set(answers, "title", meeting->title);
  answers_set(answers, "about", meeting->about);
  answers_set(answers, "kind", meeting_kind_name(meeting->kind));
  answers_set(answers, "place", meeting->venue.id ? id_to_text(meeting->venue.id, id) : "none");
  answers_set(answers, "online", meeting->online);
  answers_set(answers, "dial_in", meeting->dial_in);
  answers_set(answers, "breaks", meeting->breaks);
}

static void
draw_change(Request *r, const Meeting *meeting)
{
  if (!request_is_post(r))
    fill_change(r, meeting);

  Page *page = open_meeting_page(r, meeting, N_("Change what stands here"), "write");

  form_draw(page, .action = meeting_path(r, meeting, "/change"), .questions = change_questions,
            .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_change(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_change(r, meeting);
}

static void
change(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  bool is_told = false;

  if (!meeting)
    return;
  if (questions_check(change_questions, request_answers(r), r, request_refusals(r))) {
    const MeetingWish wish = wish_from_answers(r, meeting);

    is_told = meetings_change(request_txn(r), request_act(r), meeting, &wish, request_refusals(r));
    if (is_told)
      tell_group(r, group->id, meeting->id, NEWS_CHANGED);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_change(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""),
                          is_told ? change_is_told : change_is_kept, NULL);
}

/* ---- another time ---- */

static void
draw_move(Request *r, const Meeting *meeting)
{
  if (!request_is_post(r))
    fill_meeting_times(r, meeting->starts_at_us, meeting->ends_at_us);

  const bool is_first = meeting->state == MEETING_TO_FIND;
  Page *page = open_meeting_page(
      r, meeting, is_first ? N_("Say when it is") : N_("Move it to another time"), "calendar");

  form_draw(page, .action = meeting_path(r, meeting, "/move"), .questions = move_questions,
            .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_move(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_move(r, meeting);
}

static void
move(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  int64_t starts_at_us = 0, ends_at_us = 0;

  if (!meeting)
    return;
  if (questions_check(move_questions, request_answers(r), r, request_refusals(r)) &&
      meeting_times_from_answers(r, &starts_at_us, &ends_at_us)) {
    meetings_move(request_txn(r), request_act(r), meeting, starts_at_us, ends_at_us,
                  answers_text(request_answers(r), "why"), request_refusals(r));
    came_forget(request_txn(r), request_act(r), meeting->id);
    tell_group(r, group->id, meeting->id,
               meeting->state == MEETING_TO_FIND ? NEWS_CALLED : NEWS_MOVED);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_move(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("The time is kept"), NULL);
}

/* ---- its end ---- */

static void
draw_call_off(Request *r, const Meeting *meeting)
{
  Page *page = open_meeting_page(r, meeting, N_("Call it off"), "cross");

  form_draw(page, .action = meeting_path(r, meeting, "/call-off"), .questions = call_off_questions,
            .button = tr(page, N_("Call it off")));
  page_close(page);
}

static void
show_call_off(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_call_off(r, meeting);
}

static void
call_off(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  if (questions_check(call_off_questions, request_answers(r), r, request_refusals(r))) {
    meetings_call_off(request_txn(r), request_act(r), meeting,
                      answers_text(request_answers(r), "why"), request_refusals(r));
    if (meeting->state != MEETING_OFF) /* else it was pressed twice */
      tell_group(r, group->id, meeting->id, NEWS_OFF);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_call_off(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("The meeting is called off"), NULL);
}

static void
hold(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  meetings_hold(request_txn(r), request_act(r), meeting, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_change(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("It is kept"), NULL);
}

const Route meeting_arrange_routes[] = {
  { "GET", "/groups/:group/meetings/new", may_arrange_meetings, show_call },
  { "POST", "/groups/:group/meetings/new", may_arrange_meetings, call, .per_minute = 20 },
  { "GET", "/groups/:group/meetings/past", may_change_group, show_past },
  { "POST", "/groups/:group/meetings/past", may_change_group, write_down, .per_minute = 20 },
  { "GET", "/groups/:group/meetings/:meeting/change", may_arrange_meetings, show_change },
  { "POST", "/groups/:group/meetings/:meeting/change", may_arrange_meetings, change },
  { "GET", "/groups/:group/meetings/:meeting/move", may_arrange_meetings, show_move },
  { "POST", "/groups/:group/meetings/:meeting/move", may_arrange_meetings, move },
  { "GET", "/groups/:group/meetings/:meeting/call-off", may_arrange_meetings, show_call_off },
  { "POST", "/groups/:group/meetings/:meeting/call-off", may_arrange_meetings, call_off },
  { "POST", "/groups/:group/meetings/:meeting/held", may_change_group, hold },
  ROUTES_END,
};
