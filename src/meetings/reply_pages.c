/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "Will you come?", who comes, and going ahead without one side. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/invitations.h"
#include "meetings/meetings_pages.h"
#include "meetings/needs_pages.h"
#include "meetings/replies.h"
#include "people/people_pages.h"

#include <string.h>

/* ---- what is asked ---- */

#define ANSWER_QUESTION                                                             \
  {                                                                                 \
    .name = "answer", .kind = ASK_ONE_OF, .label = N_("Will you come?"),            \
    .missing = N_("Choose an answer"), .picture = "hand", .choices = reply_choices, \
    .is_needed = true                                                               \
  }

#define HELP_QUESTIONS(words)                                                             \
  { .name = "helps",                                                                      \
    .kind = ASK_ANY_OF,                                                                   \
    .label = N_("What would let you come?"),                                              \
    .hint = (words),                                                                      \
    .picture = "help",                                                                    \
    .choices_from = helps_to_choose,                                                      \
    .shown_if = "answer=if" },                                                            \
  {                                                                                       \
    .name = "help", .kind = ASK_LONG, .label = N_("In your own words"),                   \
    .hint = N_("For example: which language, from where, how long."), .picture = "write", \
    .rows = 3, .max_length = MEETING_WORDS_MAX, .shown_if = "answer=if"                   \
  }

#define THOUGHTS_QUESTION                                                                 \
  {                                                                                       \
    .name = "thoughts", .kind = ASK_LONG, .label = N_("Your thoughts"),                   \
    .hint = N_("All in the group read them here, without your name."), .picture = "talk", \
    .missing = N_("Write your thoughts"), .rows = 4, .max_length = MEETING_WORDS_MAX,     \
    .shown_if = "answer=thoughts", .is_needed = true                                      \
  }

/* On the page of the meeting: "yes, if" goes on to the whole one. */
static const Question short_questions[] = {
  ANSWER_QUESTION,
  THOUGHTS_QUESTION,
  QUESTIONS_END,
};

static const Question reply_questions[] = {
  ANSWER_QUESTION,
  HELP_QUESTIONS(N_("What we know of you is ticked already. Those who arrange the meeting and see"
                    " to it read this, with your name.")),
  THOUGHTS_QUESTION,
  QUESTIONS_END,
};

static const Question reply_for_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Whose answer is it?"),
    .missing = N_("Enter a name"),
    .picture = "person",
    .is_needed = true },
  ANSWER_QUESTION,
  HELP_QUESTIONS(N_("Those who arrange the meeting and see to it read this, with the name.")),
  THOUGHTS_QUESTION,
  { .name = "way",
    .kind = ASK_ONE_OF,
    .label = N_("How did they say it?"),
    .missing = N_("Choose how they said it"),
    .picture = "phone",
    .choices = said_way_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question ahead_questions[] = {
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why does it go ahead?"),
    .hint = N_("It stands here for all, and in the minutes."),
    .missing = N_("Say why, in a few words"),
    .picture = "question",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static ReplyWish
wish_from_answers(Request *r, const char *way)
{
  const Answers *answers = request_answers(r);
  const ReplyAnswer answer = reply_from_name(answers_text(answers, "answer"));

  return (ReplyWish){ .answer = answer,
                      .words = answer == REPLY_IF         ? answers_text(answers, "help")
                               : answer == REPLY_THOUGHTS ? answers_text(answers, "thoughts")
                                                          : "",
                      .helps = helps_from_answers(r),
                      .way = way };
}

/* "Yes, if" says with what: ticked, or in own words. */
static bool
check_reply(Request *r, const Question *questions, const Meeting *meeting)
{
  HelpAsk ask = { r, meeting };
  const Answers *answers = request_answers(r);

  if (!questions_check(questions, request_answers(r), &ask, request_refusals(r)))
    return false;
  if (reply_from_name(answers_text(answers, "answer")) != REPLY_IF || helps_from_answers(r) ||
      *answers_text(answers, "help"))
    return true;
  refuse(request_refusals(r), "helps", N_("Say what would let you come"));
  return false;
}

static void
draw_reply_form(Page *page, const Meeting *meeting, const char *rest, const Question *questions,
                const char *button)
{
  HelpAsk ask = { page_request(page), meeting };

  form_draw(page, .action = meeting_path(ask.r, meeting, rest), .questions = questions,
            .data = &ask, .button = button);
}

/* ---- my own answer ---- */

static bool
is_asking(Request *r, const Group *group, const Meeting *meeting)
{
  return !group->is_closed && meeting->state == MEETING_CALLED &&
         !meeting_is_over(meeting, request_now_us(r));
}

static const char *
answer_in_words(Page *page, ReplyAnswer answer)
{
  static const char *const words[REPLY_COUNT] = {
    [REPLY_NONE] = N_("You have not answered yet."),
    [REPLY_YES] = N_("You said: I come."),
    [REPLY_ONLINE] = N_("You said: I come online or by telephone."),
    [REPLY_IF] = N_("You said: I come if I get help with this:"),
    [REPLY_THOUGHTS] = N_("You said: I do not come. These are my thoughts:"),
    [REPLY_NO] = N_("You said: not this time."),
  };

  return tr(page, words[answer]);
}

static void
fill_reply(Request *r, const Meeting *meeting, const Reply *reply)
{
  Answers *answers = request_answers(r);

  if (request_is_post(r) && strcmp(request_query(r, "short"), "yes") != 0)
    return;
  fill_helps(r, helps_beforehand(r, meeting));
  if (strcmp(request_query(r, "answer"), "if") == 0)
    answers_set(answers, "answer", "if");
  if (reply->answer == REPLY_NONE || request_is_post(r))
    return;
  answers_set(answers, "answer", reply_choices[reply->answer - 1].value);
  answers_set(answers, reply->answer == REPLY_IF ? "help" : "thoughts", reply->words);
}

static void
put_own_answer(Page *page, const Reply *reply)
{
  if (reply->answer == REPLY_NONE)
    return;
  ui_paragraph(page, .text = answer_in_words(page, reply->answer), .is_strong = true);
  ui_person_lines(page, reply->words);
  if (*reply->entered_by_name)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_fill(page, N_("{name} wrote this down for you. You can change it."),
                                 "name", reply->entered_by_name, NULL));
}

static void (*put_reply_part)(Page *page, const Meeting *meeting);

void
meetings_set_reply_part(void (*put)(Page *page, const Meeting *meeting))
{
  put_reply_part = put;
}

void
put_will_you_come(Page *page, const Group *group, const Meeting *meeting)
{
  Request *r = page_request(page);

  if (!is_asking(r, group, meeting))
    return;

  const Reply reply =
      replies_find(request_txn(r), request_arena(r), meeting->id, request_viewer(r)->member_id);
  const bool is_easy = lang_is_easy_read(page_lang(page));

  const bool is_form = !is_easy && reply.answer == REPLY_NONE; /* it asks by itself */

  ui_card_open(page, .title = is_form ? NULL : tr(page, N_("Will you come?")), .title_level = 2,
               .is_warm = reply.answer == REPLY_NONE, .picture = "hand");
  put_own_answer(page, &reply);
  if (put_reply_part)
    put_reply_part(page, meeting);
  if (!is_form) {
    ui_button_link(page,
                   .text = reply.answer == REPLY_NONE ? tr(page, N_("Answer"))
                                                      : tr(page, N_("Change my answer")),
                   .href = meeting_path(r, meeting, "/reply"),
                   .is_secondary = reply.answer != REPLY_NONE);
  } else {
    draw_reply_form(page, meeting, "/reply?short=yes", short_questions,
                    tr(page, N_("Send my answer")));
  }
  ui_card_close(page);
}

static void
draw_reply(Request *r, const Meeting *meeting)
{
  const Reply reply =
      replies_find(request_txn(r), request_arena(r), meeting->id, request_viewer(r)->member_id);

  fill_reply(r, meeting, &reply);

  Page *page = open_meeting_page(r, meeting, N_("Will you come?"), "calendar");

  ui_paragraph(page, .text = meeting_when(page, meeting), .is_strong = true);
  if (put_reply_part)
    put_reply_part(page, meeting);
  draw_reply_form(page, meeting, "/reply", reply_questions, tr(page, N_("Send my answer")));
  page_close(page);
}

static void
show_reply(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_reply(r, meeting);
}

/* "Yes, if", said on the page of the meeting: with what is asked next. */
static bool
goes_on(Request *r)
{
  return strcmp(request_query(r, "short"), "yes") == 0 &&
         reply_from_name(answers_text(request_answers(r), "answer")) == REPLY_IF;
}

static void
reply(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  if (goes_on(r)) {
    reply_redirect(r, meeting_path(r, meeting, "/reply?answer=if"));
    return;
  }
  if (check_reply(r, reply_questions, meeting)) {
    const ReplyWish wish = wish_from_answers(r, "page");

    replies_give(request_txn(r), request_act(r), meeting, request_viewer(r)->member_id, &wish,
                 request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_reply(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("Thank you. Your answer is kept"),
                          NULL);
}

/* ---- for somebody ---- */

static void
draw_reply_for(Request *r, const Meeting *meeting)
{
  Page *page = open_meeting_page(r, meeting, N_("Write down an answer for somebody"), "phone");

  draw_reply_form(page, meeting, "/reply-for", reply_for_questions, tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_reply_for(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_reply_for(r, meeting);
}

static void
reply_for(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  const Answers *answers = request_answers(r);

  if (!meeting)
    return;
  if (check_reply(r, reply_for_questions, meeting)) {
    const int64_t member_id = replies_find_person(
        request_txn(r), group->id, answers_text(answers, "name"), request_refusals(r));
    const ReplyWish wish = wish_from_answers(r, answers_text(answers, "way"));

    if (member_id)
      replies_give(request_txn(r), request_act(r), meeting, member_id, &wish, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_reply_for(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("Their answer is kept"), NULL);
}

/* ---- who comes ---- */

void
put_meeting_sides(Page *page, const SideCounts *sides)
{
  SideTold told[SIDE_COUNT];

  if (!sides_tell(sides, told))
    return;
  ui_list_open(page, LIST_BULLETS);
  for (int i = 0; i < SIDE_COUNT; i++) {
    if (told[i] != SIDE_NUMBER && told[i] != SIDE_FEW)
      continue;

    const char *many = arena_format(request_arena(page_request(page)), "%d", sides->all[i]);

    ui_list_item(page,
                 tr_fill(page, N_("{side}: {number}"), "side", tr(page, side_words(i)), "number",
                         told[i] == SIDE_NUMBER ? many : tr(page, N_("fewer than 5")), NULL));
  }
  ui_list_close(page);
}

const char *
meeting_missing_in_words(Page *page, int missing)
{
  static const char *const words[] = {
    [MISSING_NONE] = "",
    [MISSING_USES] = N_("Fewer than two people who use services."),
    [MISSING_WORK] = N_("Nobody who works in services."),
    [MISSING_BOTH] = N_("Fewer than two people who use services, and nobody who works there."),
  };

  return tr(page, words[missing]);
}

/* Only for whoever arranges it; the reason, when one was given, for all. */
static void
put_missing(Page *page, const Meeting *meeting, int missing, bool may_arrange)
{
  Request *r = page_request(page);
  const Ahead ahead = missing ? aheads_find(request_txn(r), request_arena(r), meeting->id)
                              : (Ahead){ .missing = MISSING_NONE };

  if (ahead.missing != MISSING_NONE)
    put_own_words(page, tr(page, N_("Why it goes ahead without one side")), "question", ahead.why);
  if (ahead_covers(&ahead, missing) || !may_arrange)
    return;
  ui_card_open(page, .title = tr(page, N_("Who would be missing")), .title_level = 2,
               .is_warm = true, .picture = "people");
  ui_paragraph(page, .text = tr(page, N_("As far as people have said so far:")));
  ui_paragraph(page, .text = meeting_missing_in_words(page, missing), .is_strong = true);
  ui_paragraph(page,
               .text = tr(page, N_("Shared business needs all sides. Ask people what would let"
                                   " them come, or find another time.")));
  put_group_link(page, "calendar", tr(page, N_("Move it to another time")),
                 meeting_path(r, meeting, "/move"));
  put_group_link(page, "write", tr(page, N_("Go ahead, and say why")),
                 meeting_path(r, meeting, "/ahead"));
  ui_card_close(page);
}

static void
put_thoughts(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  const char *const *thoughts = replies_thoughts(request_txn(r), request_arena(r), meeting->id);

  if (!*thoughts)
    return;
  ui_card_open(page, .title = tr(page, N_("Thoughts that were sent")), .title_level = 2,
               .picture = "talk");
  for (; *thoughts; thoughts++)
    ui_person_lines(page, *thoughts);
  ui_card_close(page);
}

void
put_who_comes(Page *page, const Group *group, const Meeting *meeting, bool may_arrange)
{
  Request *r = page_request(page);
  SideCounts sides = { { 0 } };

  if (!is_asking(r, group, meeting))
    return;

  const ReplyCounts counts = replies_count(request_txn(r), meeting, &sides);
  const int missing = meeting_missing(meeting, group->is_peer_led, &sides);

  put_missing(page, meeting, missing, may_arrange);
  if (counts.answers[REPLY_THOUGHTS])
    put_thoughts(page, meeting);
  ui_heading(page, 2, tr(page, N_("Who comes")));
  ui_paragraph(page, .is_strong = true,
               .text =
                   tr_count(page, "{count} person comes", "{count} people come", counts.coming));
  put_meeting_sides(page, &sides);
  if (counts.answers[REPLY_NONE])
    ui_paragraph(page,
                 .text = tr_count(page, "{count} has not answered yet",
                                  "{count} have not answered yet", counts.answers[REPLY_NONE]));
  if (!may_arrange)
    return;
  put_group_link(page, "help",
                 counts.answers[REPLY_IF]
                     ? tr_count(page, "{count} comes with help: see with what",
                                "{count} come with help: see with what", counts.answers[REPLY_IF])
                     : tr(page, N_("What would let people come")),
                 meeting_path(r, meeting, "/help"));
  put_group_link(page, "phone", tr(page, N_("Whom to tell by telephone or letter")),
                 meeting_path(r, meeting, "/tell"));
  put_group_link(page, "write", tr(page, N_("Write down an answer for somebody")),
                 meeting_path(r, meeting, "/reply-for"));
}

/* ---- going ahead ---- */

static void
draw_ahead(Request *r, const Meeting *meeting)
{
  Page *page = open_meeting_page(r, meeting, N_("Go ahead, and say why"), "people");

  form_draw(page, .action = meeting_path(r, meeting, "/ahead"), .questions = ahead_questions,
            .button = tr(page, N_("Go ahead")));
  page_close(page);
}

static void
show_ahead(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_ahead(r, meeting);
}

static void
go_ahead(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  SideCounts sides = { { 0 } };

  if (!meeting)
    return;
  if (questions_check(ahead_questions, request_answers(r), r, request_refusals(r))) {
    replies_count(request_txn(r), meeting, &sides);
    aheads_decide(request_txn(r), request_act(r), meeting,
                  meeting_missing(meeting, group->is_peer_led, &sides),
                  answers_text(request_answers(r), "why"), request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_ahead(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("It is kept"), NULL);
}

/* ---- the start page ---- */

Waiting
meeting_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  const Meeting meeting = { .id = row->id, .group_id = row->group_id };
  g_autofree char *title = lang_fill(
      lang_text(lang, row->kind ? N_("New time: {title}") : N_("You are invited: {title}")),
      "title", row->title, NULL);

  return (Waiting){ .title = arena_text(request_arena(r), title),
                    .words = lang_date_in(request_arena(r), lang, row->at_us, request_time_zone(r)),
                    .button = lang_text(lang, N_("Say whether you come")),
                    .href = meeting_path(r, &meeting, ""),
                    .urgency = WAITS_FOR_ME };
}

const Route meeting_reply_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/reply", may_change_group, show_reply },
  { "POST", "/groups/:group/meetings/:meeting/reply", may_change_group, reply },
  { "GET", "/groups/:group/meetings/:meeting/reply-for", may_arrange_meetings, show_reply_for },
  { "POST", "/groups/:group/meetings/:meeting/reply-for", may_arrange_meetings, reply_for },
  { "GET", "/groups/:group/meetings/:meeting/ahead", may_arrange_meetings, show_ahead },
  { "POST", "/groups/:group/meetings/:meeting/ahead", may_arrange_meetings, go_ahead },
  ROUTES_END,
};
