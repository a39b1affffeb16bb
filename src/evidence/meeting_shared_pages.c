/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How shared was this? One meeting's figures, and what became of what was said there. */
#include "evidence/evidence_pages.h"

#include "lang/lang.h"

/* What was said there that it would be done, whatever the sides of who does it. */
static Figure
count_meeting_actions(Request *r, const Meeting *meeting)
{
  const GroupAction *one = actions_of_meeting(request_txn(r), request_arena(r), meeting->id);
  Figure figure = { .kind = FIGURE_ACTIONS, .tell = TELL_CASES };

  for (; one->id; one++) {
    if (one->first_due_us >= request_now_us(r))
      continue;
    figure.all++;
    figure.yes += one->state == ACTION_DONE && one->done_at_us <= one->first_due_us;
    figure.unknown += one->state != ACTION_DONE;
  }
  if (figure.all == 0)
    figure.tell = TELL_NOTHING;
  return figure;
}

static void
put_meeting_figure(Page *page, const Shared *shared, FigureKind kind, const FigureComment *comments)
{
  const Figure *figure = &shared->figures[kind];
  const char *said = figure_case_words(page, kind, shared->tally->meetings);

  ui_heading(page, 2, tr(page, figure_name(kind)));
  if (kind == FIGURE_SAID || kind == FIGURE_ASKED)
    ui_paragraph(page, .text = figure_sentence(page, figure));
  else
    ui_paragraph(page, .text = said ? said : figure_sentence(page, figure));
  if (kind != FIGURE_TOGETHER && kind != FIGURE_LED)
    put_figure_picture(page, figure);
  put_figure_comments(page, comments, kind, 1,
                      tr(page, N_("People who use services say of all meetings together:")));
}

/* Follow-through, and where needs are told. */
static void
put_meeting_promises(Page *page, const Group *group, const Meeting *meeting)
{
  const Figure actions = count_meeting_actions(page_request(page), meeting);

  ui_heading(page, 2, tr(page, figure_name(FIGURE_ACTIONS)));
  ui_paragraph(page, .text = figure_sentence(page, &actions));
  put_figure_picture(page, &actions);
  ui_heading(page, 2, tr(page, figure_name(FIGURE_NEEDS)));
  ui_paragraph(page, .text = tr(page, N_("What people needed is told for all meetings together, so"
                                         " that nobody is found out.")));
  put_group_link(page, "hand", tr(page, figure_name(FIGURE_NEEDS)),
                 group_path(page_request(page), group, "/shared/needs"));
}

void
show_meeting_shared(Request *r)
{
  static const FigureKind kinds[] = { FIGURE_TOGETHER, FIGURE_ASKED,   FIGURE_SAID,
                                      FIGURE_PAPERS,   FIGURE_CONNECT, FIGURE_LED };
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;

  const Shared *shared = find_shared(r, group, PART_MEETINGS, meeting->id);
  const FigureComment *comments =
      figure_comments(request_txn(r), request_arena(r), group->id, FIGURE_COUNT);
  Page *page = open_meeting_page(r, meeting, N_("How shared was this?"), "look");

  if (!shared->tally->meetings->id)
    ui_paragraph(page, .text = tr(page, N_("This meeting is not over yet")));
  for (size_t i = 0; shared->tally->meetings->id && i < G_N_ELEMENTS(kinds); i++)
    put_meeting_figure(page, shared, kinds[i], comments);
  if (shared->tally->meetings->id)
    put_meeting_promises(page, group, meeting);
  put_group_link(page, "people", tr(page, N_("All meetings of the group together")),
                 group_path(r, group, "/shared"));
  page_close(page);
}
