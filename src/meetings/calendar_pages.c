/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meetings for people's own calendar programs: one as a file, all of one's groups at an address
 * that only its person knows. */
#include "base/clock.h"
#include "meetings/calendar_events.h"
#include "meetings/calendar_feeds.h"
#include "meetings/meetings_pages.h"
#include "people/me_pages.h"
#include "web/tries.h"

#include <string.h>

enum { UNKNOWN_A_MINUTE = 30 };
#define CALENDAR_TYPE "text/calendar; charset=utf-8"

/* ---- for programs ---- */

static void
reply_calendar(Request *r, const char *name, const char *file, const CalendarEvent *events,
               size_t count)
{
  const CalendarHead head = {
    .method = CALENDAR_PUBLISH, .name = name, .organizer = "", .organizer_name = "", .attendee = ""
  };
  char *text = calendar_write(&head, events, count);

  if (!text) {
    reply_trouble(r);
    return;
  }

  g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));

  reply_bytes(r, CALENDAR_TYPE, file, bytes);
}

static void
give_file(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;
  if (!meeting->starts_at_us) { /* there is no such file of a meeting without a day */
    reply_not_found(r);
    return;
  }

  const CalendarEvent event =
      calendar_event_of(request_arena(r), request_lang(r), request_origin(r), meeting);

  reply_calendar(r, "", "meeting.ics", &event, 1);
}

/* In the language of whose it is: a program says none. */
static const Lang *
language_of(Request *r, int64_t member_id)
{
  MemberLooks looks = { .language = "" };
  const Lang *lang = NULL;

  if (people_find_looks(request_txn(r), request_arena(r), member_id, 0, &looks) && *looks.language)
    lang = lang_find(looks.language);
  return lang ? lang : lang_find(NULL);
}

/* Nobody's address, or nobody's any more: a program that asks on is only put off, one that guesses
 * soon gets nothing. Who has an address never notices, be it in the same house. */
static void
reply_unknown(Request *r)
{
  if (txn_trouble(request_txn(r)))
    return;
  if (request_may_try_from_there(r, "calendar feed", UNKNOWN_A_MINUTE))
    reply_not_found(r);
  else
    reply_too_often(r);
}

static void
give_feed(Request *r)
{
  const int64_t member_id = calendar_feed_find(request_txn(r), request_text_in_path(r, "token"));
  CalendarEvent *events = arena_new_of(request_arena(r), CalendarEvent, FEED_MOST);
  size_t count = 0;

  if (!member_id) {
    reply_unknown(r);
    return;
  }

  const Lang *lang = language_of(r, member_id);
  const Meeting *meeting =
      meetings_for_calendar(request_txn(r), request_arena(r), member_id,
                            request_now_us(r) - FEED_DAYS_BACK * US_PER_DAY, FEED_MOST);

  for (; meeting->id; meeting++)
    events[count++] = calendar_event_of(request_arena(r), lang, request_origin(r), meeting);
  reply_calendar(r, request_community_name(r), NULL, events, count);
  reply_unless_known(r);
}

/* ---- for its person ---- */

static void
put_address(Page *page, const CalendarFeed *feed)
{
  Request *r = page_request(page);
  const char *origin = request_origin(r);
  const char *rest = strstr(origin, "://");
  const char *path = arena_format(request_arena(r), "/calendar/%s/meetings.ics", feed->token);

  ui_heading(page, 2, tr(page, N_("Your address")));
  if (!*feed->token) {
    ui_paragraph(page, .text = tr(page, N_("Your address works. We cannot show it again. You can"
                                           " have a new one made.")));
    return;
  }
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Open it in my calendar")),
          .href = arena_format(request_arena(r), "webcal%s%s", rest ? rest : "", path),
          .is_large = true);
  ui_paragraph_close(page);
  ui_paragraph(page, .text = tr(page, N_("Or copy this address into your calendar program. Look"
                                         " there for “subscribe”.")));
  ui_paragraph_open(page);
  ui_address(page, arena_format(request_arena(r), "%s%s", origin, path));
  ui_paragraph_close(page);
  ui_inset_text(page, .text = tr(page, N_("Whoever has this address can see your meetings. Keep it"
                                          " to yourself.")));
}

static void
show_calendar(Request *r)
{
  const CalendarFeed feed = calendar_feed_of(request_txn(r), my_id(r));
  Page *page =
      open_me_page(r, N_("Your meetings in your own calendar"),
                   N_("Your telephone or computer can show the meetings of your groups. When one"
                      " moves, it moves there too."));

  if (!feed.made_at_us) {
    ui_paragraph(page, .text = tr(page, N_("For that we make an address that only you know. You can"
                                           " turn it off at any time.")));
    form_button(page, .action = "/me/calendar", .button = tr(page, N_("Make my address")));
    page_close(page);
    return;
  }
  put_address(page, &feed);
  ui_heading(page, 2, tr(page, N_("Does somebody know it who should not?")));
  ui_paragraph(page, .text = tr(page, N_("Then the old address stops at once.")));
  ui_button_group_open(page);
  form_button(page, .action = "/me/calendar", .button = tr(page, N_("Make a new address")),
              .is_secondary = true);
  form_button(page, .action = "/me/calendar/off", .button = tr(page, N_("Turn it off")),
              .is_secondary = true);
  ui_button_group_close(page);
  page_close(page);
}

static void
make_address(Request *r)
{
  calendar_feed_make(request_txn(r), request_act(r), my_id(r));
  reply_redirect(r, "/me/calendar");
}

static void
end_address(Request *r)
{
  calendar_feed_end(request_txn(r), request_act(r), my_id(r));
  reply_redirect_saying(r, "/me/calendar", N_("Your address is turned off"), NULL);
}

const Route calendar_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/calendar", may_read_group, give_file },
  { "GET", "/calendar/:token/meetings.ics", anyone, give_feed, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/me/calendar", may_change_me, show_calendar },
  { "POST", "/me/calendar", may_change_me, make_address },
  { "POST", "/me/calendar/off", may_change_me, end_address },
  ROUTES_END,
};
