/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The screen in the room: what is talked about now, how many minutes are left, what comes next, the
 * cards that are up. No names, but of those who would like to speak and chose that. It changes by
 * itself; without JavaScript whoever stands at it loads it again, or lets it load itself again. */
#include "meetings/day_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/agenda_clock.h"
#include "meetings/came.h"

#include <string.h>

static const char *
item_words(Page *page, const AgendaItem *item)
{
  return item->is_connect ? tr(page, N_("Time to connect: tea and hello")) : item->title;
}

bool
may_lead_meeting(Request *r, const Group *group, const Agenda *agenda)
{
  return !group->is_closed &&
         (agenda->facilitator_id == request_viewer(r)->member_id || may_arrange_meetings(r));
}

/* ---- the screen ---- */

static const char *
time_left(Page *page, const AgendaClock *clock)
{
  Request *r = page_request(page);
  const int64_t left = agenda_clock_minutes_left(clock, request_now_us(r));

  if (!clock->ends_us)
    return tr(page, N_("We take the time that it needs."));
  if (left > 0)
    return tr_count(page, "{count} minute left", "{count} minutes left", left);
  return tr(page, N_("The time for this is over. What comes next?"));
}

static void
put_now(Page *page, const AgendaClock *clock)
{
  ui_panel(page, .title = { .text = item_words(page, clock->now) }, .title_level = 2,
           .text = time_left(page, clock));
  ui_heading(page, 2, tr(page, N_("What comes next")));
  ui_paragraph(page, .is_strong = true,
               .text = clock->next ? item_words(page, clock->next)
                                   : tr(page, N_("Nothing more: the end of the meeting.")));
}

static void
put_button(Page *page, const Meeting *meeting, const AgendaItem *item, const char *words)
{
  char id[ID_TEXT_SIZE];

  form_button(page, .action = meeting_path(page_request(page), meeting, "/day/room"),
              .name = "item", .value = item->is_connect ? "connect" : id_to_text(item->id, id),
              .button = tr(page, words), .spoken = item_words(page, item));
}

static void
put_leading(Page *page, const Meeting *meeting, const Agenda *agenda, const AgendaClock *clock)
{
  const AgendaItem *first = agenda_clock_first(agenda);

  ui_heading(page, 2, tr(page, N_("For whoever leads it through")));
  if (!clock->now) {
    if (first)
      put_button(page, meeting, first, N_("Start the clock"));
    return;
  }
  ui_button_group_open(page);
  if (clock->next)
    put_button(page, meeting, clock->next, N_("Go on to what comes next"));
  form_button(page, .action = meeting_path(page_request(page), meeting, "/day/room"),
              .name = "item", .value = "end", .button = tr(page, N_("Stop the clock")),
              .is_secondary = true);
  ui_button_group_close(page);
}

enum { LOOK_SECONDS = 20 };

void
put_day_live(Page *page, const Meeting *meeting)
{
  if (meeting_is_on(meeting, request_now_us(page_request(page))))
    ui_live(page, meeting_path(page_request(page), meeting, "/day/live"), LOOK_SECONDS);
}

static bool
is_to_load_again(Request *r)
{
  return *request_query(r, "again") != '\0';
}

void
put_load_again(Page *page, const Meeting *meeting, const char *rest)
{
  Request *r = page_request(page);
  const bool is_on = is_to_load_again(r);
  const char *path = meeting_path(r, meeting, rest);

  ui_without_script_open(page);
  ui_button_link(page, .text = tr(page, N_("Look at it again")), .href = path,
                 .is_secondary = true);
  put_group_link(page, "again",
                 tr(page, is_on ? N_("Stop: this page should stay as it is")
                                : N_("Let this page load itself again every 20 seconds")),
                 is_on ? path : arena_format(request_arena(r), "%s?again=yes", path));
  ui_without_script_close(page);
}

void
load_again_when_asked(Request *r)
{
  if (is_to_load_again(r))
    reply_load_again(r, LOOK_SECONDS);
}

static void
put_who_is_here(Page *page, const Meeting *meeting)
{
  const int64_t count = came_count(request_txn(page_request(page)), meeting->id);

  if (count > 0)
    ui_paragraph(
        page, .text = tr_count(page, "{count} person is here", "{count} people are here", count));
}

static void
draw_room(Request *r, const Group *group, const Meeting *meeting, const Agenda *agenda)
{
  const bool has_begun = meeting->state != MEETING_OFF && meeting->starts_at_us &&
                         meeting->starts_at_us <= request_now_us(r);
  const AgendaClock clock =
      agenda_clock_find(request_txn(r), agenda, meeting->id, request_now_us(r));
  Page *page = open_day_page(r, meeting, N_("What we talk about now"), "clock");
  g_autofree char *time = lang_time(page_lang(page), request_now_us(r), request_time_zone(r));

  ui_live_open(page, "raised", true);
  put_raised(page, meeting);
  ui_live_close(page);
  ui_live_open(page, "now", false);
  if (clock.now)
    put_now(page, &clock);
  else
    ui_paragraph(page, .text = tr(page, N_("The clock does not run now.")));
  put_who_is_here(page, meeting);
  ui_paragraph(page,
               .text = tr_fill(page, N_("This is how it was at {time}."), "time", time, NULL));
  if (has_begun && may_lead_meeting(r, group, agenda))
    put_leading(page, meeting, agenda, &clock);
  ui_live_close(page);
  put_load_again(page, meeting, "/day/room");
  if (meeting_is_on(meeting, request_now_us(r)))
    put_group_link(page, "colours", tr(page, N_("Cards and turns")),
                   meeting_path(r, meeting, "/day/cards"));
  put_day_live(page, meeting);
  load_again_when_asked(r);
  page_close(page);
}

static void
show_room(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (meeting)
    draw_room(r, group, meeting, agenda_find(request_txn(r), request_arena(r), meeting));
}

/* ---- moving it on ---- */

/* NULL: no such item. */
static const AgendaItem *
chosen_item(const Agenda *agenda, const char *value)
{
  int64_t id = 0;

  if (strcmp(value, "connect") == 0)
    return agenda_clock_first(agenda);
  return id_from_text(value, &id) ? agenda_item(agenda, id) : NULL;
}

static void
move_clock(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  const char *value = answers_text(request_answers(r), "item");

  if (!meeting)
    return;

  const Agenda *agenda = agenda_find(request_txn(r), request_arena(r), meeting);

  if (!may_lead_meeting(r, group, agenda)) {
    if (!txn_trouble(request_txn(r)))
      reply_not_found(r);
    return;
  }
  if (strcmp(value, "end") == 0)
    agenda_clock_stop(request_txn(r), request_act(r), meeting->id);
  else
    agenda_clock_set(request_txn(r), request_act(r), meeting, chosen_item(agenda, value),
                     request_refusals(r));
  take_cards_down(r, meeting);
  if (refusals_count(request_refusals(r)) > 0)
    draw_room(r, group, meeting, agenda);
  else
    reply_redirect(r, meeting_path(r, meeting, "/day/room"));
}

const Route day_room_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/day/room", may_read_group, show_room },
  { "POST", "/groups/:group/meetings/:meeting/day/room", may_read_group, move_clock },
  ROUTES_END,
};
