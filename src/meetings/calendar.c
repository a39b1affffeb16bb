/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing and reading calendars with libical. */
#include "meetings/calendar.h"

#include "base/clock.h"
#include "meetings/ical.h"

#include <glib.h>
#include <string.h>

#define MAKER "-//Commontable//Meetings//EN"

static const icalproperty_method methods[] = { ICAL_METHOD_PUBLISH, ICAL_METHOD_REQUEST,
                                               ICAL_METHOD_CANCEL };
static const char *const method_names[] = { "PUBLISH", "REQUEST", "CANCEL" };

const char *
calendar_method_name(CalendarMethod method)
{
  return method_names[method];
}

/* ---- writing ---- */

/* Signs that end a line or are no text, but new lines where a text may have them: libical escapes
 * these. */
static char *
clean(const char *text, const char *kept)
{
  GString *out = g_string_new(NULL);

  for (const char *at = text; *at; at++)
    if (!g_ascii_iscntrl(*at) || strchr(kept, *at))
      g_string_append_c(out, *at);
  return g_string_free(out, FALSE);
}

static void
add_text(icalcomponent *component, icalproperty *(*make)(const char *), const char *text)
{
  g_autofree char *words = clean(text, "\n\t");

  if (*words)
    icalcomponent_add_property(component, make(words));
}

/* An address or a name of one line, as it is. */
static void
add_line(icalcomponent *component, icalproperty *(*make)(const char *), const char *text)
{
  g_autofree char *line = clean(text, "");

  if (*line)
    icalcomponent_add_property(component, make(line));
}

static struct icaltimetype
time_of(int64_t at_us)
{
  g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(at_us / US_PER_S);

  if (!at)
    return (struct icaltimetype){ 0 };
  return (struct icaltimetype){ .year = g_date_time_get_year(at),
                                .month = g_date_time_get_month(at),
                                .day = g_date_time_get_day_of_month(at),
                                .hour = g_date_time_get_hour(at),
                                .minute = g_date_time_get_minute(at),
                                .second = g_date_time_get_second(at) };
}

/* libical writes a time as UTC when its zone is libical's UTC; that one is no table to be loaded.
 */
static void
add_time(icalcomponent *event, icalproperty *(*make)(struct icaltimetype), int64_t at_us)
{
  struct icaltimetype at = time_of(at_us);

  at.zone = icaltimezone_get_utc_timezone();
  icalcomponent_add_property(event, make(at));
}

static void
add_organizer(icalcomponent *event, const CalendarHead *head)
{
  g_autofree char *address = g_strconcat("mailto:", head->organizer, NULL);
  g_autofree char *line = clean(address, "");
  g_autofree char *name = clean(head->organizer_name, "");
  icalproperty *organizer = icalproperty_new_organizer(line);

  g_strdelimit(name, "\"", '\'');
  if (*name)
    icalproperty_add_parameter(organizer, icalparameter_new_cn(name));
  icalcomponent_add_property(event, organizer);
}

static void
add_attendee(icalcomponent *event, const CalendarHead *head)
{
  g_autofree char *address = g_strconcat("mailto:", head->attendee, NULL);
  g_autofree char *line = clean(address, "");
  icalproperty *attendee = icalproperty_new_attendee(line);

  icalproperty_add_parameter(attendee, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
  icalproperty_add_parameter(attendee, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
  if (head->method == CALENDAR_REQUEST)
    icalproperty_add_parameter(attendee, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
  icalcomponent_add_property(event, attendee);
}

static icalcomponent *
event_of(const CalendarHead *head, const CalendarEvent *event)
{
  icalcomponent *made = icalcomponent_new(ICAL_VEVENT_COMPONENT);

  add_line(made, icalproperty_new_uid, event->uid);
  icalcomponent_add_property(made, icalproperty_new_sequence((int)event->sequence));
  add_time(made, icalproperty_new_dtstamp, event->changed_at_us);
  add_time(made, icalproperty_new_dtstart, event->starts_at_us);
  if (event->ends_at_us)
    add_time(made, icalproperty_new_dtend, event->ends_at_us);
  icalcomponent_add_property(
      made, icalproperty_new_status(event->is_off ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  add_text(made, icalproperty_new_summary, event->title);
  add_text(made, icalproperty_new_location, event->place);
  add_text(made, icalproperty_new_description, event->words);
  add_line(made, icalproperty_new_url, event->url);
  if (*head->organizer)
    add_organizer(made, head);
  if (*head->attendee)
    add_attendee(made, head);
  return made;
}

char *
calendar_write(const CalendarHead *head, const CalendarEvent *events, size_t count)
{
  if (!ical_open())
    return NULL;

  icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);

  icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar, icalproperty_new_prodid(MAKER));
  icalcomponent_add_property(calendar, icalproperty_new_method(methods[head->method]));
  add_text(calendar, icalproperty_new_name, head->name);
  for (size_t i = 0; i < count; i++)
    icalcomponent_add_component(calendar, event_of(head, &events[i]));

  char *text = icalcomponent_as_ical_string_r(calendar);
  char *own = g_strdup(text ? text : "");

  icalmemory_free_buffer(text);
  icalcomponent_free(calendar);
  return own;
}

/* ---- reading an answer ---- */

/* The only one of its kind that has a value; NULL: none, or several. */
static icalproperty *
only_property(icalcomponent *component, icalproperty_kind kind)
{
  icalproperty *first = icalcomponent_get_first_property(component, kind);

  if (!first || icalcomponent_get_next_property(component, kind))
    return NULL;
  return icalproperty_get_value(first) ? first : NULL;
}

static bool
read_answer(icalcomponent *event, CalendarAnswer *ret_answer)
{
  icalproperty *attendee = only_property(event, ICAL_ATTENDEE_PROPERTY);
  icalparameter *state =
      attendee ? icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER) : NULL;

  switch (state ? icalparameter_get_partstat(state) : ICAL_PARTSTAT_NONE) {
  case ICAL_PARTSTAT_ACCEPTED:
    *ret_answer = CALENDAR_ACCEPTED;
    return true;
  case ICAL_PARTSTAT_TENTATIVE:
    *ret_answer = CALENDAR_TENTATIVE;
    return true;
  case ICAL_PARTSTAT_DECLINED:
    *ret_answer = CALENDAR_DECLINED;
    return true;
  default:
    return false;
  }
}

static bool
read_event(icalcomponent *event, CalendarReply *ret_reply)
{
  icalproperty *uid = only_property(event, ICAL_UID_PROPERTY);
  icalproperty *sequence = only_property(event, ICAL_SEQUENCE_PROPERTY);
  const char *name = uid ? icalproperty_get_uid(uid) : NULL;

  if (!name || strlen(name) > CALENDAR_UID_MAX || !g_utf8_validate(name, -1, NULL))
    return false;
  g_strlcpy(ret_reply->uid, name, sizeof(ret_reply->uid));
  ret_reply->sequence = sequence ? icalproperty_get_sequence(sequence) : 0;
  return read_answer(event, &ret_reply->answer);
}

static bool
read_calendar(icalcomponent *calendar, CalendarReply *ret_reply)
{
  icalproperty *method = only_property(calendar, ICAL_METHOD_PROPERTY);
  icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);

  return icalcomponent_isa(calendar) == ICAL_VCALENDAR_COMPONENT && method &&
         icalproperty_get_method(method) == ICAL_METHOD_REPLY && event &&
         !icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT) &&
         read_event(event, ret_reply);
}

bool
calendar_read_reply(const char *text, CalendarReply *ret_reply)
{
  CalendarReply reply = { .sequence = 0 };

  if (strlen(text) > CALENDAR_REPLY_MAX || !ical_open())
    return false;

  icalcomponent *calendar = icalparser_parse_string(text);
  const bool is_reply = calendar && read_calendar(calendar, &reply);

  if (calendar)
    icalcomponent_free(calendar);
  if (is_reply)
    *ret_reply = reply;
  return is_reply;
}
