/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The agenda of a meeting: looking at it. Adding to it is agenda_item_pages.c. */
#include "meetings/agenda_pages.h"

#include "base/clock.h"
#include "base/ids.h"
#include "groups/duties.h"
#include "lang/lang.h"
#include "meetings/outside_pages.h"

#include <string.h>

/* ---- shared ---- */

Page *
open_agenda_page(Request *r, const Meeting *meeting, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = meeting->title,
                                   .picture = picture,
                                   .back = meeting_path(r, meeting, "/agenda"),
                                   .section = "/groups" });
}

const char *
agenda_item_path(Request *r, const Meeting *meeting, const AgendaItem *item, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", meeting_path(r, meeting, "/agenda"),
                      id_to_text(item->id, id), rest);
}

static const char *
item_title(Page *page, const AgendaItem *item)
{
  return item->is_connect ? tr(page, N_("Time to connect: tea and hello")) : item->title;
}

/* ---- what stands on it ---- */

/* "2.20 pm, 25 minutes": as far as the minutes before it are known. */
static void
put_when(Page *page, const AgendaItem *item, int64_t at_us)
{
  Request *r = page_request(page);
  const char *minutes =
      item->minutes ? tr_count(page, "{count} minute", "{count} minutes", item->minutes) : NULL;
  g_autofree char *time = at_us ? lang_time(page_lang(page), at_us, request_time_zone(r)) : NULL;

  if (!time && !minutes)
    return;
  ui_line_break(page);
  ui_words(page, arena_format(request_arena(r), "%s%s%s", time ? time : "",
                              time && minutes ? ", " : "", minutes ? minutes : ""));
}

static const char *
asked_in_words(Page *page, const AgendaItem *item)
{
  const char *asker = *item->asked_by_name ? item->asked_by_name : tr(page, N_("a former member"));
  const char *writer =
      *item->entered_by_name ? item->entered_by_name : tr(page, N_("a former member"));

  if ((item->word == WORD_NO || !item->asked_by) && !item->entered_by)
    return tr(page, N_("It came by e-mail"));
  if (item->word == WORD_NO || !item->asked_by)
    return tr_fill(page, N_("Written down by {name}"), "name", writer, NULL);
  if (item->word == WORD_WAITING && !item->entered_by)
    return tr_fill(page, N_("Asked by {name}, by e-mail. They have not said yes to it yet."),
                   "name", asker, NULL);
  if (item->word == WORD_WAITING)
    return tr_fill(page, N_("Asked by {name}, written down by {writer}"), "name", asker, "writer",
                   writer, NULL);
  return tr_fill(page, N_("Asked by {name}"), "name", asker, NULL);
}

static void
put_item_facts(Page *page, const Meeting *meeting, const AgendaItem *item)
{
  (void)meeting;
  if (item->is_connect) {
    if (*item->why)
      ui_person_lines(page, item->why);
    return;
  }
  ui_line_break(page);
  ui_words(page, asked_in_words(page, item));
  if (item->is_late) {
    ui_line_break(page);
    ui_words(page, tr_fill(page, N_("Came late, on {day}"), "day",
                           group_day(page, item->made_at_us), NULL));
  }
  if (item->is_again) {
    ui_line_break(page);
    ui_words(page, tr(page, N_("It was not reached the last time")));
  }
  if (item->state == ITEM_NOT_REACHED) {
    ui_line_break(page);
    ui_strong(page, tr(page, N_("Not reached")));
  }
  if (item->state == ITEM_BACK) {
    ui_line_break(page);
    ui_strong(page, tr(page, N_("Taken back")));
  }
}

static bool
may_take_back(const AgendaItem *item, int64_t me)
{
  return !item->is_connect && item->state == ITEM_OPEN &&
         (item->asked_by == me || agenda_is_writers(item, me));
}

/* Its buttons; the order is for whoever may arrange the meeting. */
static void
put_item_actions(Page *page, const Meeting *meeting, const Agenda *agenda, int at, bool may_arrange)
{
  Request *r = page_request(page);
  const AgendaItem *item = &agenda->items[at];
  const bool is_over = meeting_is_over(meeting, request_now_us(r));
  const bool has_order = may_arrange && item->state == ITEM_OPEN && !is_over;
  const bool has_next = at + 1 < agenda->count && agenda->items[at + 1].state != ITEM_BACK;

  if (item->is_connect || item->state == ITEM_BACK || item->state == ITEM_TALKED)
    return;
  ui_actions_open(page);
  if (has_order && at > 1)
    form_button(page, .action = agenda_item_path(r, meeting, item, "/earlier"),
                .button = tr(page, N_("Earlier")), .spoken = item->title, .is_secondary = true);
  if (has_order && has_next)
    form_button(page, .action = agenda_item_path(r, meeting, item, "/later"),
                .button = tr(page, N_("Later")), .spoken = item->title, .is_secondary = true);
  if (may_take_back(item, request_viewer(r)->member_id))
    form_button(page, .action = agenda_item_path(r, meeting, item, "/back"),
                .button = tr(page, N_("Take it back")), .spoken = item->title,
                .is_secondary = true);
  if (item->state == ITEM_NOT_REACHED || (is_over && item->state == ITEM_OPEN))
    form_button(page, .action = agenda_item_path(r, meeting, item, "/again"),
                .button = tr(page, N_("Put it on the next agenda")), .spoken = item->title,
                .is_secondary = true);
  ui_actions_close(page);
}

void
put_agenda_items(Page *page, const Group *group, const Meeting *meeting, const Agenda *agenda,
                 bool is_whole)
{
  const bool may_change = is_whole && !group->is_closed && meeting->state != MEETING_OFF;
  const bool may_arrange = may_change && may_arrange_meetings(page_request(page));
  int64_t at_us = meeting->starts_at_us;

  ui_list_open(page, LIST_RULED);
  for (int i = 0; i < agenda->count; i++) {
    const AgendaItem *item = &agenda->items[i];

    if (item->state == ITEM_BACK && !is_whole)
      continue;
    ui_picture_item_open(page, item->is_connect ? "tea" : "talk");
    ui_strong(page, item_title(page, item));
    if (item->state != ITEM_BACK)
      put_when(page, item, at_us);
    put_item_facts(page, meeting, item);
    if (is_whole && !item->is_connect && *item->why)
      ui_person_lines(page, item->why);
    if (may_change)
      put_item_actions(page, meeting, agenda, i, may_arrange);
    ui_picture_item_close(page);
    at_us = at_us && item->minutes ? at_us + item->minutes * US_PER_MINUTE : 0;
  }
  ui_list_close(page);
}

/* More than there is time for is said before the meeting, not in it. */
static void
put_too_much(Page *page, const Meeting *meeting, const Agenda *agenda)
{
  const int64_t minutes = agenda_minutes(agenda);
  const int64_t there = meeting->ends_at_us && meeting->starts_at_us
                            ? (meeting->ends_at_us - meeting->starts_at_us) / US_PER_MINUTE
                            : 0;

  if (there && minutes > there)
    ui_paragraph(page, .text = tr_count(page, "This is {count} minute more than the meeting has.",
                                        "This is {count} minutes more than the meeting has.",
                                        minutes - there));
}

void
put_meeting_agenda(Page *page, const Group *group, const Meeting *meeting)
{
  Request *r = page_request(page);
  const Agenda *agenda = agenda_find(request_txn(r), request_arena(r), meeting);
  const LeadOn ways[] = {
    { "write", N_("Agenda and papers"), N_("Who leads it through, and what to read before."),
      meeting_path(r, meeting, "/agenda") },
    { "clock", N_("On the day"), N_("Sheets to print, and what is needed in the room."),
      meeting_path(r, meeting, "/day") },
    { "file", N_("Minutes"), N_("Who came, what was said and decided."),
      meeting_path(r, meeting, "/minutes") },
  };
  const bool has_begun = meeting->starts_at_us && meeting->starts_at_us <= request_now_us(r);

  if (meeting->state == MEETING_OFF)
    return;
  ui_heading(page, 2,
             tr(page, meeting_is_over(meeting, request_now_us(r)) ? N_("What it was about")
                                                                  : N_("What we will talk about")));
  put_agenda_items(page, group, meeting, agenda, false);
  if (!group->is_closed && !meeting_is_over(meeting, request_now_us(r)))
    ui_button_link(page, .text = tr(page, N_("Add something to talk about")),
                   .href = meeting_path(r, meeting, "/agenda/new"), .is_secondary = true);
  ui_lead_on(page, ways, has_begun ? (int)G_N_ELEMENTS(ways) : 2);
}

/* ---- the agenda ---- */

static void
put_my_word(Page *page, const Meeting *meeting, const Agenda *agenda)
{
  Request *r = page_request(page);

  for (int i = 0; i < agenda->count; i++) {
    const AgendaItem *item = &agenda->items[i];

    if (item->word != WORD_WAITING || item->asked_by != request_viewer(r)->member_id ||
        item->state != ITEM_OPEN)
      continue;
    ui_card_open(page, .title = tr(page, N_("Is this what you wanted to talk about?")),
                 .title_level = 2, .is_warm = true, .picture = "question");
    ui_paragraph(page, .text = item->entered_by
                                   ? tr_fill(page, N_("{name} wrote it down for you."), "name",
                                             item->entered_by_name, NULL)
                                   : tr(page, N_("It came by mail, from your address.")));
    ui_person_lines(page, item->title);
    if (*item->why)
      ui_person_lines(page, item->why);
    ui_button_group_open(page);
    form_button(page, .action = agenda_item_path(r, meeting, item, "/mine"), .name = "yes",
                .value = "yes", .button = tr(page, N_("Yes, this is it")), .spoken = item->title);
    form_button(page, .action = agenda_item_path(r, meeting, item, "/mine"), .name = "yes",
                .value = "no", .button = tr(page, N_("No, this is not from me")),
                .spoken = item->title, .is_secondary = true);
    ui_button_group_close(page);
    ui_card_close(page);
  }
}

/* Whoever took this meeting on; else who holds the group's duty. With their own stake. */
static void
put_facilitator(Page *page, const Group *group, const Agenda *agenda)
{
  Request *r = page_request(page);
  const char *name = agenda->facilitator_id ? agenda->facilitator_name : "";
  const char *interests = agenda->facilitator_id ? agenda->interests : "";
  const Duty *duties = *name ? NULL : duties_now(request_txn(r), request_arena(r), group->id);

  for (; duties && duties->id; duties++)
    if (strcmp(duties->duty, "facilitator") == 0 && *duties->name) {
      name = duties->name;
      interests = duties->interests;
      break;
    }
  if (!*name) {
    ui_paragraph(page, .text = tr(page, N_("Nobody yet.")));
    return;
  }
  ui_paragraph_open(page);
  ui_strong(page, name);
  ui_paragraph_close(page);
  if (!*interests)
    return;
  ui_paragraph(page, .text = tr(page, N_("Their own stake, as they say:")));
  ui_person_lines(page, interests);
}

/* Somebody from outside goes before both; then what was asked and answered about that. */
static const OutsideAsk *
put_leading(Page *page, const Group *group, const Meeting *meeting, const Agenda *agenda)
{
  const OutsideAsk *asks = NULL;

  ui_heading(page, 2, tr(page, N_("Who leads it through")));
  asks = put_outside(page, meeting);
  if (!outside_leads(asks))
    put_facilitator(page, group, agenda);
  put_outside_asks(page, asks);
  return asks;
}

static const char *
paper_in_words(Page *page, const MeetingPaper *paper)
{
  Request *r = page_request(page);
  const char *in_time = tr_count(page, "{count} person got it in time.",
                                 "{count} people got it in time.", paper->in_time);
  const char *late = paper->late ? tr_count(page, "{count} person got it late.",
                                            "{count} people got it late.", paper->late)
                                 : "";
  const char *never = paper->never ? tr_count(page, "It has not reached {count} person.",
                                              "It has not reached {count} people.", paper->never)
                                   : "";

  return arena_format(request_arena(r), "%s %s %s", in_time, late, never);
}

static void
put_papers(Page *page, const Meeting *meeting, const Agenda *agenda)
{
  Request *r = page_request(page);
  const MeetingPaper *papers = agenda_papers(request_txn(r), request_arena(r), meeting, agenda,
                                             request_viewer(r)->member_id);

  ui_heading(page, 2, tr(page, N_("What to read before")));
  ui_paragraph(page, .is_quiet = true,
               .text = tr_count(page, "Papers are sent {count} day before, or they count as late.",
                                "Papers are sent {count} days before, or they count as late.",
                                agenda->paper_days));
  if (!papers->paper_id) {
    ui_paragraph(page, .text = tr(page, N_("There are no papers.")));
    return;
  }
  ui_list_open(page, LIST_RULED);
  for (; papers->paper_id; papers++) {
    ui_picture_item_open(page, "file");
    if (papers->is_theirs) {
      char id[ID_TEXT_SIZE];

      ui_link(page, .text = papers->title,
              .href =
                  arena_format(request_arena(r), "/papers/%s", id_to_text(papers->paper_id, id)));
    } else {
      ui_person(page, papers->title);
      ui_line_break(page);
      ui_strong(page, tr(page, N_("It was not sent to you.")));
    }
    ui_line_break(page);
    ui_words(page,
             tr_fill(page, N_("Sent on {day}."), "day", group_day(page, papers->sent_at_us), NULL));
    ui_line_break(page);
    ui_words(page, paper_in_words(page, papers));
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

static void
put_ways(Page *page, const Group *group, const Meeting *meeting, const OutsideAsk *asks)
{
  Request *r = page_request(page);
  const LeadOn rows[] = {
    { "tea", N_("Change the time to connect"), NULL, meeting_path(r, meeting, "/agenda/connect") },
    { "hand", N_("Lead this meeting through"), NULL,
      meeting_path(r, meeting, "/agenda/facilitator") },
    { "file", N_("Add a paper that was sent"), NULL, meeting_path(r, meeting, "/agenda/papers") },
    { "calendar", N_("How many days before papers are sent"), NULL,
      group_path(r, group, "/paper-days") },
    { "talk", N_("Ask for somebody from outside"), N_("They could lead this meeting."),
      meeting_path(r, meeting, "/outside") },
  };
  const int first = meeting_is_over(meeting, request_now_us(r)) ? 1 : 0; /* it was as it was */
  const int count =
      (int)G_N_ELEMENTS(rows) - first - (outside_can_be_asked(r, meeting, asks) ? 0 : 1);

  if (!group->is_closed && meeting->state != MEETING_OFF)
    ui_lead_on(page, rows + first, count);
}

void
show_agenda(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;

  const Agenda *agenda = agenda_find(request_txn(r), request_arena(r), meeting);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Agenda")),
                                         .lead = meeting->title,
                                         .picture = "write",
                                         .back = meeting_path(r, meeting, ""),
                                         .section = "/groups",
                                         .is_wide = true });

  ui_columns_open(page);
  put_my_word(page, meeting, agenda);
  ui_heading(page, 2, tr(page, N_("What we will talk about")));
  put_too_much(page, meeting, agenda);
  put_agenda_items(page, group, meeting, agenda, true);
  if (!group->is_closed && meeting->state != MEETING_OFF)
    ui_button_link(page, .text = tr(page, N_("Add something to talk about")),
                   .href = meeting_path(r, meeting, "/agenda/new"));
  ui_columns_next(page);
  const OutsideAsk *asks = put_leading(page, group, meeting, agenda);

  put_papers(page, meeting, agenda);
  put_ways(page, group, meeting, asks);
  ui_columns_close(page);
  page_close(page);
}

Waiting
agenda_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  const Meeting meeting = { .id = row->id, .group_id = row->group_id };

  return (Waiting){ .title = lang_text(lang, N_("Somebody put something on an agenda for you")),
                    .words = lang_text(lang, N_("Is it what you wanted to talk about?")),
                    .button = lang_text(lang, N_("Look at the agenda")),
                    .href = meeting_path(r, &meeting, "/agenda"),
                    .urgency = WAITS_FOR_ME };
}

const Route agenda_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/agenda", may_read_group, show_agenda },
  ROUTES_END,
};
