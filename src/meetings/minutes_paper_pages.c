/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Minutes as a paper: making it, and bringing it to what the minutes say now. Organisers send it,
 * as every paper. */
#include "meetings/minutes_paper.h"

#include "base/ids.h"
#include "meetings/minutes_pages.h"
#include "people/people_pages.h"

/* The paper is in the language of this page; Easy Read rows are written by people. */
static MinutesPaperSetting
setting_of(Request *r)
{
  return (MinutesPaperSetting){ .lang = lang_find(lang_html_tag(request_lang(r))),
                                .time_zone = request_time_zone(r),
                                .origin = request_origin(r) };
}

static const char *
paper_address(Request *r, int64_t paper_id, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/papers/%s%s", id_to_text(paper_id, id), rest);
}

static const char *
how_far(Page *page, const Paper *paper)
{
  if (!paper->is_sent && !paper->is_change)
    return tr(page, N_("The paper is made. It is not sent yet."));
  if (paper->is_change)
    return tr(page, N_("A newer version of the paper is made. It is not sent yet."));
  return tr_fill(page, N_("Sent on {day}."), "day", group_day(page, paper->sent_at_us), NULL);
}

static void
put_paper(Page *page, const Paper *paper)
{
  Request *r = page_request(page);
  const bool is_theirs =
      may_organise(r) || papers_reached(request_txn(r), paper->id, request_viewer(r)->member_id);
  const bool waits = !paper->is_sent || paper->is_change;

  ui_paragraph(page, .text = how_far(page, paper), .is_strong = true);
  if (is_theirs)
    put_group_link(page, "file", tr(page, N_("Read the paper")), paper_address(r, paper->id, ""));
  if (waits && may_organise(r))
    ui_button_link(page, .text = tr(page, N_("Send the paper")),
                   .href =
                       paper_address(r, paper->id, paper->is_change ? "/change/send" : "/send"));
  else if (waits)
    ui_paragraph(page, .text = tr(page, N_("The organisers see on their start page that it can be"
                                           " sent.")));
}

static void
put_making(Page *page, const Meeting *meeting, const Paper *paper)
{
  Request *r = page_request(page);

  if (paper)
    ui_paragraph(page, .text = tr(page, N_("Have the minutes changed since? Then make the next"
                                           " version of the paper.")));
  else
    ui_paragraph(page, .text = tr(page, N_("Organisers send papers, so they will read these"
                                           " minutes.")));
  form_button(page, .action = meeting_path(r, meeting, "/minutes/paper"),
              .button = paper ? tr(page, N_("Bring the paper to what the minutes say"))
                              : tr(page, N_("Make a paper of the minutes")),
              .is_secondary = paper != NULL);
}

static void
draw_paper(Request *r, const Group *group, const Meeting *meeting)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const Paper *paper = minutes_paper_find(txn, arena, meeting->id);
  const bool may_make = !group->is_closed && may_arrange_meetings(r);
  Page *page = open_minutes_page(r, meeting, N_("The minutes as a paper"), "file");

  ui_paragraph(page,
               .text = tr(page, N_("As a paper they reach everybody in their format: large print,"
                                   " sound, braille, by post.")));
  if (paper)
    put_paper(page, paper);
  else if (!may_make)
    ui_paragraph(page, .text = tr(page, N_("Nobody has made a paper of them yet.")));
  if (may_make)
    put_making(page, meeting, paper);
  page_close(page);
}

static void
show_paper(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (meeting)
    draw_paper(r, group, meeting);
}

static void
make_paper(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  const MinutesPaperSetting setting = setting_of(r);
  int64_t id = 0;

  if (!meeting)
    return;
  minutes_paper_make(request_txn(r), request_act(r), meeting, &setting, request_refusals(r), &id);
  if (refusals_count(request_refusals(r)) > 0)
    draw_paper(r, group, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/minutes/paper"), N_("The paper is made"),
                          NULL);
}

Waiting
minutes_paper_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  return (Waiting){ .title = lang_text(lang, N_("Minutes can be sent")),
                    .words = row->title,
                    .button = lang_text(lang, N_("Send the minutes")),
                    .href = paper_address(r, row->id, row->kind ? "/change/send" : "/send"),
                    .urgency = WAITS_FOR_US };
}

const Route minutes_paper_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/minutes/paper", may_read_group, show_paper },
  { "POST", "/groups/:group/meetings/:meeting/minutes/paper", may_arrange_meetings, make_paper },
  ROUTES_END,
};
