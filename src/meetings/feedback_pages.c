/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The question after a meeting. Its answer is for the counts alone: the reply that is stored says
 * not whose the form was, and a number of chance is sent along, so that nobody can try out which
 * answers make the hash that is stored. */
#include "meetings/feedback_pages.h"
#include "meetings/needs_pages.h"

#include "base/ids.h"
#include "base/random.h"
#include "lang/lang.h"
#include "meetings/came.h"

#include <string.h>

enum { CHANCE_BYTES = 16 };

/* ---- one person's ---- */

static const FeedbackAsk *
ask_in_path(Request *r)
{
  return is_signed_in(r)
             ? feedback_ask_find(request_txn(r), request_arena(r), request_id_in_path(r, "meeting"),
                                 request_viewer(r)->member_id, request_now_us(r))
             : NULL;
}

bool
may_say_afterwards(Request *r)
{
  return ask_in_path(r) != NULL;
}

static const char *
ask_path(Request *r, const FeedbackAsk *ask, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/afterwards/%s%s", id_to_text(ask->meeting_id, id), rest);
}

static const Question questions[] = {
  { .name = "needed",
    .kind = ASK_ONE_OF,
    .label = N_("Did you have what you needed?"),
    .picture = "hand",
    .choices = face_choices },
  { .name = "heard",
    .kind = ASK_ONE_OF,
    .label = N_("Were you heard?"),
    .picture = "listen",
    .choices = face_choices },
  { .name = "worth",
    .kind = ASK_ONE_OF,
    .label = N_("Was it worth it?"),
    .picture = "clock",
    .choices = face_choices },
  { .name = "side",
    .kind = ASK_ONE_OF,
    .label = N_("As whom were you there?"),
    .hint = N_("It shows whether all sides feel the same. It is told only of five people or more."),
    .picture = "people",
    .choices = feedback_side_choices },
  QUESTIONS_END,
};

static const char *const names[FEEDBACK_QUESTIONS] = { "needed", "heard", "worth" };

/* As it was drawn first, while one question after the other is asked. */
static const char *
chance_of(Request *r)
{
  unsigned char bytes[CHANCE_BYTES];
  const char *kept = answers_text(request_answers(r), "_chance");
  GString *text = NULL;

  if (*kept)
    return kept;
  random_bytes(bytes, sizeof(bytes));
  text = g_string_new("");
  for (int i = 0; i < CHANCE_BYTES; i++)
    g_string_append_printf(text, "%02x", bytes[i]);
  kept = arena_text(request_arena(r), text->str);
  g_string_free(text, TRUE);
  return kept;
}

static void
draw_ask(Request *r, const FeedbackAsk *ask)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("How was it?")),
                                         .lead = ask->title,
                                         .picture = "talk",
                                         .back = "/" });

  ui_paragraph(page, .text = tr_fill(page,
                                     N_("The meeting was on {day}. Nobody sees who said what."
                                        " You can leave any of it empty."),
                                     "day", group_day(page, ask->starts_at_us), NULL));
  form_open(page, ask_path(r, ask, ""));
  form_hidden(page, "_chance", chance_of(r));
  form_questions(page, questions, NULL);
  form_close(page, tr(page, N_("Send my answer")));
  form_button(page, .action = ask_path(r, ask, "/no"), .is_secondary = true,
              .button = tr(page, N_("I do not want to say")));
  put_way_to_had(page, ask->group_id, ask->meeting_id);
  page_close(page);
}

static void
show_ask(Request *r)
{
  const FeedbackAsk *ask = ask_in_path(r);

  if (ask)
    draw_ask(r, ask);
}

static void
give(Request *r)
{
  const FeedbackAsk *ask = ask_in_path(r);
  FeedbackAnswer answer = { .side = FEEDBACK_UNSAID };

  if (!ask)
    return;
  if (!questions_check(questions, request_answers(r), NULL, request_refusals(r))) {
    draw_ask(r, ask);
    return;
  }
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    answer.faces[i] = choice_place(face_choices, answers_text(request_answers(r), names[i]));

  const int side = choice_place(feedback_side_choices, answers_text(request_answers(r), "side"));

  if (side >= 0)
    answer.side = (FeedbackSide)side;
  feedback_give(request_txn(r), request_act(r), ask, &answer);
  request_leave_no_name(r);
  reply_redirect_saying(r, "/", N_("Thank you"), NULL);
}

static void
put_away(Request *r)
{
  const FeedbackAsk *ask = ask_in_path(r);

  if (!ask)
    return;
  feedback_put_away(request_txn(r), request_act(r), ask);
  request_leave_no_name(r);
  reply_redirect_saying(r, "/", N_("Thank you"), NULL);
}

Waiting
feedback_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  const FeedbackAsk ask = { .meeting_id = row->id, .group_id = row->group_id };

  return (Waiting){ .title = row->title,
                    .words = lang_text(lang, N_("How was this meeting for you? Nobody sees"
                                                " who said what.")),
                    .button = lang_text(lang, N_("Say how it was")),
                    .href = ask_path(r, &ask, ""),
                    .urgency = WAITS_FOR_ME };
}

/* ---- what may be told ---- */

static void
put_question_row(Page *page, const Table *table, const FeedbackCounts *counts, int nth)
{
  Request *r = page_request(page);
  Cell cells[FACE_COUNT + 2] = { { .text = tr(page, feedback_question_words[nth]) } };
  int64_t answered = 0;

  for (int face = 0; face < FACE_COUNT; face++)
    answered += counts->faces[nth][face];
  for (int face = 0; face <= FACE_COUNT; face++) {
    const int64_t number = face < FACE_COUNT ? counts->faces[nth][face] : counts->people - answered;

    cells[face + 1] =
        (Cell){ .text = answered < FEEDBACK_LEAST
                            ? tr(page, N_("too few to tell"))
                            : arena_format(request_arena(r), "%" G_GINT64_FORMAT, (gint64)number),
                .format = "numeric" };
  }
  ui_table_row(page, table, cells, FACE_COUNT + 2);
}

void
put_feedback(Page *page, const char *caption, const FeedbackCounts *counts)
{
  const Cell head[] = {
    { .text = tr(page, N_("Question")) },
    { .text = tr(page, N_("Yes")), .format = "numeric" },
    { .text = tr(page, N_("Partly")), .format = "numeric" },
    { .text = tr(page, N_("No")), .format = "numeric" },
    { .text = tr(page, N_("Left empty")), .format = "numeric" },
  };
  const Table table = { .caption = caption,
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .picture = "talk" };

  if (counts->people < FEEDBACK_LEAST) {
    ui_paragraph(page, .text = tr(page, N_("Too few answers to tell. Fewer than five people cannot"
                                           " be told without showing who they are.")));
    return;
  }
  ui_table_open(page, &table);
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    put_question_row(page, &table, counts, i);
  ui_table_close(page);
  if (counts->on_paper >= FEEDBACK_LEAST)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_count(page, "{count} of these answers was on paper.",
                                  "{count} of these answers were on paper.", counts->on_paper));
  else if (counts->on_paper > 0)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("A few of these answers were on paper.")));
}

void
put_not_answered(Page *page, int64_t count)
{
  if (count > 0)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_count(page,
                                  "{count} answer was asked for and has not come, or waits for"
                                  " others. Nobody asks again.",
                                  "{count} answers were asked for and have not come, or wait for"
                                  " others. Nobody asks again.",
                                  count));
}

static void
show_said(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;

  const FeedbackCounts counts = feedback_of_meeting(request_txn(r), meeting->id);
  Page *page = open_meeting_page(r, meeting, N_("What people said afterwards"), "talk");

  put_feedback(page, tr(page, N_("Answers after this meeting")), &counts);
  put_not_answered(
      page, feedback_count_asked(request_txn(r), group->id, meeting->id, 0, request_now_us(r)) -
                counts.people);
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("New answers are added when five more people have answered.")));
  if (!group->is_closed && may_arrange_meetings(r) && meeting_took_place(request_txn(r), meeting)) {
    put_group_link(page, "phone", tr(page, N_("Whom to ask how it was")),
                   meeting_path(r, meeting, "/afterwards/ask"));
    put_group_link(page, "write", tr(page, N_("Write down slips from the bag")),
                   meeting_path(r, meeting, "/afterwards/paper"));
  }
  page_close(page);
}

/* ---- slips ---- */

#define SLIPS_QUESTION(field, words, shows)                                              \
  {                                                                                      \
    .name = (field), .kind = ASK_NUMBER, .label = (words), .picture = (shows), .min = 0, \
    .max = 1000                                                                          \
  }

static const Question slip_questions[] = {
  { .name = "side",
    .kind = ASK_ONE_OF,
    .label = N_("Which side is ticked on these slips?"),
    .hint = N_("Put the slips of each side in a pile of its own. Write down one pile at a time."),
    .missing = N_("Choose what is ticked on these slips"),
    .picture = "people",
    .choices = feedback_side_choices,
    .is_needed = true },
  { .name = "slips",
    .kind = ASK_NUMBER,
    .label = N_("How many slips are in this pile?"),
    .missing = N_("Enter how many slips there are"),
    .picture = "file",
    .min = 1,
    .max = 1000,
    .is_needed = true },
  SLIPS_QUESTION("needed_yes", N_("Had what they needed: how many said yes?"), "happy"),
  SLIPS_QUESTION("needed_partly", N_("Had what they needed: how many said partly?"), "so-so"),
  SLIPS_QUESTION("needed_no", N_("Had what they needed: how many said no?"), "sad"),
  SLIPS_QUESTION("heard_yes", N_("Were heard: how many said yes?"), "happy"),
  SLIPS_QUESTION("heard_partly", N_("Were heard: how many said partly?"), "so-so"),
  SLIPS_QUESTION("heard_no", N_("Were heard: how many said no?"), "sad"),
  SLIPS_QUESTION("worth_yes", N_("Was worth it: how many said yes?"), "happy"),
  SLIPS_QUESTION("worth_partly", N_("Was worth it: how many said partly?"), "so-so"),
  SLIPS_QUESTION("worth_no", N_("Was worth it: how many said no?"), "sad"),
  QUESTIONS_END,
};

static void
draw_slips(Request *r, const Meeting *meeting)
{
  Page *page = open_meeting_page(r, meeting, N_("Slips from the bag"), "write");

  ui_paragraph(page, .text = tr(page, N_("Write down numbers only. Then tear the slips up.")));
  form_draw(page, .action = meeting_path(r, meeting, "/afterwards/paper"),
            .questions = slip_questions, .button = tr(page, N_("Add these slips")));
  page_close(page);
}

static void
show_slips(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_slips(r, meeting);
}

static void
add_slips(Request *r)
{
  const Answers *answers = request_answers(r);
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  if (questions_check(slip_questions, request_answers(r), r, request_refusals(r))) {
    FeedbackCounts slips = { .people = answers_int(answers, "slips") };

    for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
      for (int face = 0; face < FACE_COUNT; face++)
        slips.faces[i][face] = answers_int(
            answers, arena_format(request_arena(r), "%s_%s", names[i], face_choices[face].value));
    feedback_add_slips(
        request_txn(r), request_act(r), meeting,
        (FeedbackSide)choice_place(feedback_side_choices, answers_text(answers, "side")), &slips,
        request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_slips(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/afterwards"), N_("It is kept"), NULL);
}

#define MEETING_ROUTE "/groups/:group/meetings/:meeting/afterwards"

const Route feedback_routes[] = {
  { "GET", "/afterwards/:meeting", may_say_afterwards, show_ask },
  { "POST", "/afterwards/:meeting", may_say_afterwards, give },
  { "POST", "/afterwards/:meeting/no", may_say_afterwards, put_away },
  { "GET", MEETING_ROUTE, may_read_group, show_said },
  { "GET", MEETING_ROUTE "/paper", may_arrange_meetings, show_slips },
  { "POST", MEETING_ROUTE "/paper", may_arrange_meetings, add_slips },
  ROUTES_END,
};
