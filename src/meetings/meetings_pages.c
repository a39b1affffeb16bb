/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page of a meeting, and what pages of meetings share. Lists of them are meeting_list_pages.c.
 */
#include "meetings/meetings_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/agenda_pages.h"
#include "meetings/came.h"
#include "meetings/dates_pages.h"
#include "meetings/needs_pages.h"
#include "meetings/when.h"

#include <string.h>

/* ---- shared ---- */

bool
may_arrange_meetings(Request *r)
{
  return is_signed_in(r) && meetings_may_arrange(request_txn(r), request_id_in_path(r, "group"),
                                                 request_viewer(r)->member_id);
}

/* The agenda, its clock, who came. When anything else is sent, such as what somebody needs or how
 * it was for them, is nobody's to see. */
static bool
stands_on_screens(const char *path)
{
  return strstr(path, "/agenda") || strstr(path, "/day/") || strstr(path, "/minutes");
}

const Meeting *
meeting_in_path(Request *r, const Group **ret_group, GroupNeed need)
{
  const Group *group = group_in_path(r, need);
  const Meeting *meeting = group ? meetings_find(request_txn(r), request_arena(r), group->id,
                                                 request_id_in_path(r, "meeting"))
                                 : NULL;

  if (meeting) {
    *ret_group = group;
    if (request_is_post(r) && stands_on_screens(request_path(r)))
      live_tell(r, meeting_topic(meeting));
  } else if (group && !txn_trouble(request_txn(r))) {
    reply_not_found(r);
  }
  return meeting;
}

void
meeting_mark_person(Request *r, const char *name, MarkPerson mark, const char *back)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  int64_t member_id = 0;

  if (!meeting)
    return;
  if (id_from_text(answers_text(request_answers(r), name), &member_id))
    mark(request_txn(r), request_act(r), meeting, member_id);
  reply_redirect_saying(r, meeting_path(r, meeting, back), N_("It is kept"), NULL);
}

LiveTopic
meeting_topic(const Meeting *meeting)
{
  return (LiveTopic){ "meeting", meeting->id };
}

const char *
meeting_path(Request *r, const Meeting *meeting, const char *rest)
{
  const Group group = { .id = meeting->group_id };
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", group_path(r, &group, "/meetings"),
                      id_to_text(meeting->id, id), rest);
}

Page *
open_meeting_page(Request *r, const Meeting *meeting, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = meeting->title,
                                   .picture = picture,
                                   .back = meeting_path(r, meeting, ""),
                                   .section = "/groups" });
}

static const char *
hour_in_words(Page *page, int64_t at_us)
{
  Request *r = page_request(page);
  g_autofree char *words = lang_time(page_lang(page), at_us, request_time_zone(r));

  return arena_text(request_arena(r), words);
}

const char *
meeting_hours(Page *page, const Meeting *meeting)
{
  const char *zone = request_time_zone(page_request(page));
  char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];

  if (!meeting->starts_at_us)
    return "";
  if (!meeting->ends_at_us)
    return tr_fill(page, N_("from {time}"), "time", hour_in_words(page, meeting->starts_at_us),
                   NULL);
  when_local(meeting->starts_at_us, zone, first);
  when_local(meeting->ends_at_us - 1, zone, last); /* midnight ends the evening */
  if (strcmp(first, last) == 0)
    return tr_fill(page, N_("{start} to {end}"), "start",
                   hour_in_words(page, meeting->starts_at_us), "end",
                   hour_in_words(page, meeting->ends_at_us), NULL);
  return tr_fill(page, N_("{start} to {end} on {day}"), "start",
                 hour_in_words(page, meeting->starts_at_us), "end",
                 hour_in_words(page, meeting->ends_at_us), "day",
                 group_day(page, meeting->ends_at_us), NULL);
}

const char *
meeting_when(Page *page, const Meeting *meeting)
{
  if (!meeting->starts_at_us)
    return tr(page, N_("The date is still to be found"));
  return arena_format(request_arena(page_request(page)), "%s, %s",
                      group_day(page, meeting->starts_at_us), meeting_hours(page, meeting));
}

const char *
zone_city(Request *r)
{
  const char *zone = request_time_zone(r);
  const char *slash = strrchr(zone, '/');
  char *city = arena_format(request_arena(r), "%s", slash ? slash + 1 : zone);

  return g_strdelimit(city, "_", ' ');
}

const Day *
meeting_day_block(Page *page, int64_t at_us)
{
  static const char *const weekdays[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                          N_("Fri"), N_("Sat"), N_("Sun") };
  static const char *const months[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
                                        N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
                                        N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec") };
  Request *r = page_request(page);
  char date[DATE_TEXT_SIZE];
  GDate day;

  if (!at_us || lang_is_easy_read(page_lang(page)))
    return NULL;
  when_local(at_us, request_time_zone(r), date);
  g_date_clear(&day, 1);
  g_date_set_parse(&day, date);
  if (!g_date_valid(&day))
    return NULL;

  Day *block = arena_new_of(request_arena(r), Day, 1);
  const char *weekday = tr(page, weekdays[g_date_get_weekday(&day) - 1]);
  char today[DATE_TEXT_SIZE];

  when_local(request_now_us(r), request_time_zone(r), today);
  if (strncmp(today, date, 4) != 0) /* the year, where it is another one */
    weekday = arena_format(request_arena(r), "%s %.4s", weekday, date);
  *block = (Day){ .month = tr(page, months[g_date_get_month(&day) - 1]),
                  .day = arena_format(request_arena(r), "%d", g_date_get_day(&day)),
                  .weekday = weekday,
                  .spoken = group_day(page, at_us) };
  return block;
}

void
put_venue_facts(Page *page, const Venue *venue)
{
  static const FactState order[] = { FACT_YES, FACT_NO };
  const bool is_easy = lang_is_easy_read(page_lang(page));
  bool is_open = false;

  for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
    for (const VenueFact *fact = venue_facts; fact->code; fact++) {
      if (venue_fact(venue, fact->code) != order[i])
        continue;

      const char *words = tr(page, order[i] == FACT_YES ? fact->yes : fact->no);

      if (is_easy) {
        ui_picture_row(page, .picture = order[i] == FACT_YES ? fact->picture : "warning",
                       .text = words);
        continue;
      }
      if (!is_open)
        ui_list_open(page, LIST_FACTS);
      is_open = true;
      ui_list_item(page, words);
    }
  if (is_open)
    ui_list_close(page);
}

/* ---- one meeting ---- */

static void
put_course(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);

  if (meeting->state == MEETING_OFF)
    ui_card_open(page, .title = tr(page, N_("This meeting was called off")), .title_level = 2,
                 .is_warm = true, .picture = "cross");
  else if (meeting->moves && !meeting_is_over(meeting, request_now_us(r)))
    ui_card_open(page, .title = tr(page, N_("This meeting was moved")), .title_level = 2,
                 .is_warm = true, .picture = "calendar");
  else
    return;
  if (meeting->was_at_us && meeting->state != MEETING_OFF)
    ui_paragraph(page, .text = tr_fill(page, N_("Before, it was on {day}."), "day",
                                       group_day(page, meeting->was_at_us), NULL));
  ui_person_lines(page, meeting->why);
  ui_card_close(page);
}

static void
put_when_easy(Page *page, const Meeting *meeting)
{
  const char *day = meeting->starts_at_us ? group_day(page, meeting->starts_at_us) : "";
  const Venue *venue = &meeting->venue;

  if (!meeting->starts_at_us)
    ui_picture_row(page, .picture = "calendar",
                   .text = tr(page, N_("The date is still to be found")));
  else
    ui_picture_row(page, .picture = "calendar",
                   .text =
                       arena_format(request_arena(page_request(page)), "%s\n%s",
                                    tr_fill(page, N_("The meeting is on {day}."), "day", day, NULL),
                                    meeting_hours(page, meeting)));
  if (!venue->id)
    return;
  ui_picture_row(
      page, .picture = "place",
      .text = arena_format(request_arena(page_request(page)), "%s\n%s",
                           tr_fill(page, N_("It is at {place}."), "place", venue->name, NULL),
                           venue->address));
  if (*venue->words)
    ui_picture_row(page, .picture = "bus", .text = venue->words, .to_call = true);
}

/* Where to go or what to press, to be there. */
static void
put_ways_in(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  const bool is_easy = lang_is_easy_read(page_lang(page));
  const bool is_open =
      meeting->state != MEETING_OFF && !meeting_is_over(meeting, request_now_us(r));

  if (*meeting->venue.address && !is_easy)
    ui_person_lines(page, meeting->venue.address);
  put_venue_facts(page, &meeting->venue);
  if (*meeting->venue.words && !is_easy)
    ui_person_lines_to_call(page, meeting->venue.words);
  if (*meeting->online && is_open)
    put_group_link(page, "computer", tr(page, N_("Open the meeting online")), meeting->online);
  if (*meeting->dial_in && is_open) {
    ui_paragraph(page, .text = tr(page, N_("By telephone:")), .is_strong = true);
    ui_person_lines_to_call(page, meeting->dial_in);
  }
  if (meeting->starts_at_us && is_open && (*meeting->online || *meeting->dial_in))
    ui_paragraph(
        page, .is_quiet = true,
        .text = tr_fill(page, N_("All times are those of {city}."), "city", zone_city(r), NULL));
}

static void
put_when_and_where(Page *page, const Meeting *meeting)
{
  if (lang_is_easy_read(page_lang(page))) {
    put_when_easy(page, meeting);
    put_ways_in(page, meeting);
    return;
  }
  ui_card_open(page,
               .title = meeting->starts_at_us ? meeting_hours(page, meeting)
                                              : tr(page, N_("The date is still to be found")),
               .title_level = 2, .day = meeting_day_block(page, meeting->starts_at_us));
  if (meeting->venue.id) {
    ui_paragraph_open(page);
    ui_strong(page, meeting->venue.name);
    ui_paragraph_close(page);
  } else if (!*meeting->online && !*meeting->dial_in) {
    ui_paragraph(page, .text = tr(page, N_("The place is not known yet.")));
  }
  put_ways_in(page, meeting);
  ui_card_close(page);
}

/* While it is to come: the file that calendar programs take in. */
static void
put_calendar_link(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);

  if (meeting->starts_at_us && meeting->state == MEETING_CALLED &&
      !meeting_is_over(meeting, request_now_us(r)))
    put_group_link(page, "calendar", tr(page, N_("Put it into my calendar")),
                   meeting_path(r, meeting, "/calendar"));
}

static void
put_about(Page *page, const Meeting *meeting)
{
  put_own_words(page, tr(page, N_("What it is about")), "talk", meeting->about);
  put_own_words(page, tr(page, N_("Breaks")), "tea", meeting->breaks);
}

static void
put_how_it_came(Page *page, const Meeting *meeting)
{
  ui_heading(page, 2, tr(page, N_("How it came about")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, meeting_kind_choices[meeting->kind].label));
  ui_list_item(page, tr_fill(page,
                             meeting->is_written_after ? N_("Written down by {name} on {day}")
                                                       : N_("Called by {name} on {day}"),
                             "name",
                             *meeting->called_by_name ? meeting->called_by_name
                                                      : tr(page, N_("a former member")),
                             "day", group_day(page, meeting->called_at_us), NULL));
  if (meeting->state == MEETING_HELD && !meeting->is_written_after)
    ui_list_item(page, tr(page, N_("It took place")));
  ui_list_close(page);
}

/* Its links, for whoever may arrange it; that it took place, anybody in the group may say. */
static void
put_arranging(Page *page, const Group *group, const Meeting *meeting, bool may_arrange)
{
  Request *r = page_request(page);
  const bool has_begun = meeting->starts_at_us != 0 && meeting->starts_at_us <= request_now_us(r);

  if (group->is_closed || meeting->state == MEETING_OFF)
    return;
  if (meeting->state == MEETING_CALLED && has_begun)
    form_button(page, .action = meeting_path(r, meeting, "/held"),
                .button = tr(page, N_("It took place")), .is_secondary = true);
  if (!may_arrange)
    return;

  const LeadOn rows[] = {
    { "place", N_("Say where it is"), NULL, meeting_path(r, meeting, "/place") },
    { "write", N_("Change what stands here"), NULL, meeting_path(r, meeting, "/change") },
    { "calendar", meeting->starts_at_us ? N_("Move it to another time") : N_("Say when it is"),
      NULL, meeting_path(r, meeting, "/move") },
    { "cross", N_("Call it off"), NULL, meeting_path(r, meeting, "/call-off") },
  };

  ui_heading(page, 2, tr(page, N_("Arrange it")));
  ui_lead_on(page, rows, meeting->state == MEETING_HELD ? 2 : (int)G_N_ELEMENTS(rows));
}

static void
put_after(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);

  if (!meeting_is_over(meeting, request_now_us(r)) || !meeting_took_place(request_txn(r), meeting))
    return;
  put_group_link(page, "talk", tr(page, N_("What people said afterwards")),
                 meeting_path(r, meeting, "/afterwards"));
  put_group_link(page, "look", tr(page, N_("How shared was this?")),
                 meeting_path(r, meeting, "/shared"));
}

static void
show_meeting(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;

  const bool may_arrange = may_arrange_meetings(r);
  const bool is_ahead =
      meeting->state != MEETING_OFF && !meeting_is_over(meeting, request_now_us(r));
  Page *page = page_open(r, &(PageHead){ .title = meeting->title,
                                         .lead = group->name,
                                         .picture = "people",
                                         .back = group_path(r, group, "/meetings"),
                                         .section = "/groups",
                                         .is_wide = true });

  ui_columns_open(page);
  put_course(page, meeting);
  put_when_and_where(page, meeting);
  put_calendar_link(page, meeting);
  if (is_ahead) { /* where all stands in one column, what is asked comes before a long page */
    ui_columns_next(page);
    put_finding_a_date(page, group, meeting, may_arrange);
    put_will_you_come(page, group, meeting);
    put_my_needs(page, meeting, may_arrange);
    ui_columns_close(page);
    ui_columns_open(page);
  }
  put_about(page, meeting);
  put_meeting_agenda(page, group, meeting);
  ui_columns_next(page);
  if (!is_ahead)
    put_my_needs(page, meeting, may_arrange);
  put_who_comes(page, group, meeting, may_arrange);
  put_arranging(page, group, meeting, may_arrange);
  put_after(page, meeting);
  put_how_it_came(page, meeting);
  put_group_link(page, "coin", tr(page, N_("Travel and other costs")),
                 meeting_path(r, meeting, "/costs"));
  ui_columns_close(page);
  page_close(page);
}

const Route meetings_routes[] = {
  { "GET", "/groups/:group/meetings", may_read_group, show_meetings },
  { "GET", "/groups/:group/meetings/:meeting", may_read_group, show_meeting },
  ROUTES_END,
};
