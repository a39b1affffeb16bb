/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists of meetings: a group's, the next one on the group's page, and one's own on the start page.
 */
#include "meetings/meetings_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/needs_pages.h"
#include "meetings/when.h"

enum { PAST_A_PAGE = 12 /* a year of monthly ones */, MINE_ON_START = 3, NEXT_LOOKED_AT = 12 };

/* ---- a group's ---- */

static const char *
state_in_words(Page *page, const Meeting *meeting)
{
  const bool is_over = meeting_is_over(meeting, request_now_us(page_request(page)));

  if (meeting->state == MEETING_OFF)
    return tr(page, N_("Called off"));
  if (meeting->state == MEETING_TO_FIND)
    return tr(page, N_("The date is still to be found"));
  if (meeting->is_written_after)
    return tr(page, N_("Written down afterwards"));
  if (meeting->state == MEETING_HELD)
    return tr(page, N_("It took place"));
  if (is_over)
    return tr(page, N_("Nobody has said yet whether it took place"));
  return meeting->moves ? tr(page, N_("It was moved to this time")) : NULL;
}

static void
put_meeting_card(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  const char *state = state_in_words(page, meeting);

  ui_card_open(page, .title = meeting->title, .title_href = meeting_path(r, meeting, ""),
               .title_level = 3, .day = meeting_day_block(page, meeting->starts_at_us),
               .picture = "calendar");
  if (meeting->starts_at_us)
    ui_paragraph(page, .text = lang_is_easy_read(page_lang(page)) ? meeting_when(page, meeting)
                                                                  : meeting_hours(page, meeting));
  ui_list_open(page, LIST_FACTS);
  if (state)
    ui_list_item(page, state);
  if (meeting->venue.id) {
    ui_list_item_open(page);
    ui_person(page, meeting->venue.name);
    ui_list_item_close(page);
  }
  if (*meeting->online)
    ui_list_item(page, tr(page, N_("Online")));
  if (*meeting->dial_in)
    ui_list_item(page, tr(page, N_("By telephone")));
  if (meeting->kind != MEETING_SHARED)
    ui_list_item(page, tr(page, meeting_kind_choices[meeting->kind].label));
  ui_list_close(page);
  ui_card_close(page);
}

/* Starting with those before the cursor "before" (microseconds) and "id". */
static void
put_past(Page *page, const Group *group, int64_t day_start_us, bool is_first)
{
  Request *r = page_request(page);
  int64_t before_us = g_ascii_strtoll(request_query(r, "before"), NULL, 10), before_id = 0;

  if (!id_from_text(request_query(r, "id"), &before_id))
    before_id = 0;

  const Meeting *past = meetings_past(request_txn(r), request_arena(r), group->id, day_start_us,
                                      before_us, before_id, PAST_A_PAGE + 1);

  if (past->id || !is_first)
    ui_heading(page, 2, tr(page, N_("Meetings before")));
  for (int i = 0; i < PAST_A_PAGE && past[i].id; i++)
    put_meeting_card(page, &past[i]);
  if (past->id && past[PAST_A_PAGE - 1].id && past[PAST_A_PAGE].id) {
    const Meeting *last = &past[PAST_A_PAGE - 1];
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s?before=%" G_GINT64_FORMAT "&id=%s",
                               group_path(r, group, "/meetings"), (gint64)last->starts_at_us,
                               id_to_text(last->id, id)));
  }
}

static void
put_coming(Page *page, const Group *group, int64_t day_start_us)
{
  Request *r = page_request(page);
  const Meeting *coming = meetings_coming(request_txn(r), request_arena(r), group->id, day_start_us,
                                          MEETINGS_COMING_MAX);

  ui_heading(page, 2, tr(page, N_("Coming meetings")));
  if (!coming->id)
    ui_paragraph(page, .text = tr(page, N_("No meeting is planned.")));
  for (; coming->id; coming++)
    put_meeting_card(page, coming);
}

void
show_meetings(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (!group)
    return;

  const int64_t day_start_us = when_day_start_us(request_now_us(r), request_time_zone(r));
  const bool is_first = *request_query(r, "id") == '\0';
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Meetings")),
                                         .lead = group->name,
                                         .picture = "calendar",
                                         .back = group_path(r, group, ""),
                                         .section = "/groups" });

  if (!group->is_closed && may_arrange_meetings(r))
    ui_button_link(page, .text = tr(page, N_("Call a meeting")),
                   .href = group_path(r, group, "/meetings/new"));
  if (is_first)
    put_coming(page, group, day_start_us);
  put_past(page, group, day_start_us, is_first);
  if (!group->is_closed)
    put_group_link(page, "write", tr(page, N_("Write down a meeting that took place")),
                   group_path(r, group, "/meetings/past"));
  page_close(page);
}

/* ---- other pages ---- */

/* The next one that has a date; then one whose date is to be found: people are asked about it. */
void
put_next_meeting(Page *page, const Group *group)
{
  Request *r = page_request(page);
  const Meeting *coming =
      meetings_coming(request_txn(r), request_arena(r), group->id,
                      when_day_start_us(request_now_us(r), request_time_zone(r)), NEXT_LOOKED_AT);
  const Meeting *next = NULL, *to_find = NULL;

  for (; coming->id; coming++)
    if (coming->state == MEETING_TO_FIND)
      to_find = to_find ? to_find : coming;
    else if (coming->state != MEETING_OFF && !next)
      next = coming;
  ui_heading(page, 2, tr(page, next || to_find ? N_("Next meeting") : N_("Meetings")));
  if (next)
    put_meeting_card(page, next);
  if (to_find)
    put_meeting_card(page, to_find);
  put_group_link(page, "calendar", tr(page, N_("All meetings")), group_path(r, group, "/meetings"));
}

void
put_my_meetings(Page *page)
{
  Request *r = page_request(page);
  const Meeting *mine =
      meetings_mine(request_txn(r), request_arena(r), request_viewer(r)->member_id,
                    when_day_start_us(request_now_us(r), request_time_zone(r)), MINE_ON_START);

  if (!mine->id)
    return;

  const MeetingNeed *needs =
      mine->has_needs
          ? meeting_needs_coming(request_txn(r), request_arena(r), request_viewer(r)->member_id,
                                 request_now_us(r), MINE_ON_START * HELP_KINDS_MOST)
          : NULL;

  ui_heading(page, 2, tr(page, N_("Your next meetings")));
  for (; mine->id; mine++) {
    ui_card_open(page, .title = mine->title, .title_href = meeting_path(r, mine, ""),
                 .title_level = 3, .day = meeting_day_block(page, mine->starts_at_us),
                 .picture = "calendar");
    ui_paragraph(page, .text = lang_is_easy_read(page_lang(page)) ? meeting_when(page, mine)
                                                                  : meeting_hours(page, mine));
    if (needs)
      put_need_lines(page, needs, mine->id);
    ui_card_close(page);
  }
}
