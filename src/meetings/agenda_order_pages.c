/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The frame of an agenda: time to connect, who leads the meeting through, its papers, and how many
 * days before a group wants them. */
#include "meetings/agenda_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "papers/papers.h"

#include <string.h>

/* ---- time to connect ---- */

static const Question connect_questions[] = {
  { .name = "minutes",
    .kind = ASK_NUMBER,
    .label = N_("How many minutes?"),
    .missing = N_("Enter between 10 and 90 minutes"),
    .picture = "clock",
    .min = CONNECT_LEAST,
    .max = CONNECT_MOST,
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why is it changed?"),
    .hint = N_("It stands on the agenda. Less time needs a reason."),
    .picture = "question",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX },
  QUESTIONS_END,
};

static void
draw_connect(Request *r, const Meeting *meeting)
{
  if (!request_is_post(r)) {
    const Agenda *agenda = agenda_find(request_txn(r), request_arena(r), meeting);

    answers_set(
        request_answers(r), "minutes",
        arena_format(request_arena(r), "%" G_GINT64_FORMAT, (gint64)agenda->items[0].minutes));
    answers_set(request_answers(r), "why", agenda->items[0].why);
  }

  Page *page = open_agenda_page(r, meeting, N_("Time to connect"), "tea");

  ui_paragraph(page, .text = tr(page, N_("It comes first and stays: people who know one another"
                                         " talk more openly.")));
  form_draw(page, .action = meeting_path(r, meeting, "/agenda/connect"),
            .questions = connect_questions, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_connect(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_connect(r, meeting);
}

static void
set_connect(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  if (questions_check(connect_questions, request_answers(r), r, request_refusals(r)))
    agenda_set_connect(request_txn(r), request_act(r), meeting,
                       answers_int(request_answers(r), "minutes"),
                       answers_text(request_answers(r), "why"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_connect(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/agenda"), N_("It is kept"), NULL);
}

/* ---- who leads it through ---- */

static const Question facilitator_questions[] = {
  { .name = "interests",
    .kind = ASK_LONG,
    .label = N_("Do you have a stake of your own in what the group decides?"),
    .hint = N_("For example: I work for the service. The group can read it."),
    .picture = "look",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX },
  QUESTIONS_END,
};

static void
draw_facilitator(Request *r, const Meeting *meeting)
{
  const Agenda *agenda = agenda_find(request_txn(r), request_arena(r), meeting);
  const bool is_mine = agenda->facilitator_id == request_viewer(r)->member_id;

  if (!request_is_post(r) && is_mine)
    answers_set(request_answers(r), "interests", agenda->interests);

  Page *page = open_agenda_page(r, meeting, N_("Lead this meeting through"), "hand");

  ui_paragraph(page, .text = tr(page, N_("Whoever leads it through helps everybody to have a say."
                                         " It can be anybody in the group.")));
  form_draw(page, .action = meeting_path(r, meeting, "/agenda/facilitator"),
            .questions = facilitator_questions,
            .button =
                is_mine ? tr(page, N_("Keep this")) : tr(page, N_("I lead this meeting through")));
  if (is_mine && !meeting_is_over(meeting, request_now_us(r)))
    form_button(page, .action = meeting_path(r, meeting, "/agenda/facilitator/back"),
                .button = tr(page, N_("I lay it down")), .is_secondary = true);
  page_close(page);
}

static void
show_facilitator(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_facilitator(r, meeting);
}

static void
take_on(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  if (questions_check(facilitator_questions, request_answers(r), r, request_refusals(r)))
    agenda_facilitate(request_txn(r), request_act(r), meeting,
                      answers_text(request_answers(r), "interests"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_facilitator(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/agenda"), N_("Thank you. It is kept"),
                          NULL);
}

static void
lay_down(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  agenda_lay_down(request_txn(r), request_act(r),
                  agenda_find(request_txn(r), request_arena(r), meeting), meeting);
  reply_redirect_saying(r, meeting_path(r, meeting, "/agenda"), N_("It is kept"), NULL);
}

/* ---- papers ---- */

enum { PAPERS_TO_CHOOSE = 30 };

/* Those that reached the viewer, the newest first. */
static const Choice *
papers_to_choose(Arena *arena, void *data)
{
  Request *r = data;
  const Paper *papers =
      papers_list(request_txn(r), arena, request_viewer(r)->member_id, 0, PAPERS_TO_CHOOSE);
  Choice *choices = arena_new_of(arena, Choice, PAPERS_TO_CHOOSE + 1);
  int count = 0;

  for (; papers->id && count < PAPERS_TO_CHOOSE; papers++) {
    char id[ID_TEXT_SIZE];

    choices[count++] =
        (Choice){ .value = arena_text(arena, id_to_text(papers->id, id)), .label = papers->title };
  }
  return choices;
}

static const Question paper_questions[] = {
  { .name = "paper",
    .kind = ASK_SELECT,
    .label = N_("Which paper?"),
    .hint = N_("These were sent to you. Everybody in the group can then read what it is called."),
    .missing = N_("Choose a paper from the list"),
    .picture = "file",
    .choices_from = papers_to_choose,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_papers(Request *r, const Meeting *meeting)
{
  Page *page = open_agenda_page(r, meeting, N_("Add a paper that was sent"), "file");

  form_draw(page, .action = meeting_path(r, meeting, "/agenda/papers"),
            .questions = paper_questions, .data = r, .button = tr(page, N_("Add it")));
  page_close(page);
}

static void
show_papers(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_papers(r, meeting);
}

static void
add_paper(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  int64_t paper_id = 0;

  if (!meeting)
    return;
  if (questions_check(paper_questions, request_answers(r), r, request_refusals(r))) {
    if (!id_from_text(answers_text(request_answers(r), "paper"), &paper_id))
      paper_id = 0;
    agenda_add_paper(request_txn(r), request_act(r), meeting, paper_id, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_papers(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/agenda"), N_("It is kept"), NULL);
}

/* ---- days ---- */

static const Question days_questions[] = {
  { .name = "days",
    .kind = ASK_NUMBER,
    .label = N_("How many days before a meeting are papers sent?"),
    .hint = N_("So many days people need to read them. It counts for meetings whose papers are not"
               " due yet and whose agenda is empty."),
    .missing = N_("Enter between 1 and 30 days"),
    .picture = "calendar",
    .min = 1,
    .max = PAPER_DAYS_MOST,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_days(Request *r, const Group *group)
{
  if (!request_is_post(r))
    answers_set(request_answers(r), "days",
                arena_format(request_arena(r), "%" G_GINT64_FORMAT,
                             (gint64)agenda_paper_days(request_txn(r), group->id)));

  Page *page = open_group_page(r, group, N_("How many days before papers are sent"), NULL);

  form_draw(page, .action = group_path(r, group, "/paper-days"), .questions = days_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_days(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_days(r, group);
}

static void
set_days(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  if (questions_check(days_questions, request_answers(r), r, request_refusals(r)))
    agenda_set_paper_days(request_txn(r), request_act(r), group->id,
                          answers_int(request_answers(r), "days"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_days(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/meetings"), N_("It is kept"), NULL);
}

const Route agenda_order_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/agenda/connect", may_change_group, show_connect },
  { "POST", "/groups/:group/meetings/:meeting/agenda/connect", may_change_group, set_connect },
  { "GET", "/groups/:group/meetings/:meeting/agenda/facilitator", may_change_group,
    show_facilitator },
  { "POST", "/groups/:group/meetings/:meeting/agenda/facilitator", may_change_group, take_on },
  { "POST", "/groups/:group/meetings/:meeting/agenda/facilitator/back", may_change_group,
    lay_down },
  { "GET", "/groups/:group/meetings/:meeting/agenda/papers", may_change_group, show_papers },
  { "POST", "/groups/:group/meetings/:meeting/agenda/papers", may_change_group, add_paper },
  { "GET", "/groups/:group/paper-days", may_change_group, show_days },
  { "POST", "/groups/:group/paper-days", may_change_group, set_days },
  ROUTES_END,
};
