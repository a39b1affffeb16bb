/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meetings as events. */
#include "meetings/calendar_events.h"

#include "base/ids.h"

#include <string.h>

int64_t
calendar_sequence(const Meeting *meeting)
{
  return meeting->moves + meeting->retold + (meeting->state == MEETING_OFF);
}

int64_t
calendar_time_sequence(const Meeting *meeting)
{
  return meeting->moves + meeting->retold_before;
}

/* When what all are told was so for the first time. */
static int64_t
told_at_us(const Meeting *meeting)
{
  return MAX(meeting->called_at_us, MAX(meeting->changed_at_us, meeting->retold_at_us));
}

/* "https://place.example:8443" → "place.example". */
static const char *
host_of(Arena *arena, const char *origin)
{
  const char *start = strstr(origin, "://");
  const char *host = start ? start + 3 : origin;

  return arena_text_len(arena, host, strcspn(host, ":/"));
}

int64_t
calendar_meeting_of(const char *uid)
{
  char text[ID_TEXT_SIZE];
  int64_t id = 0;

  if (strcspn(uid, "@") != ID_TEXT_LEN)
    return 0;
  memcpy(text, uid, ID_TEXT_LEN);
  text[ID_TEXT_LEN] = '\0';
  return id_from_text(text, &id) ? id : 0;
}

/* A room is a place; without one, the way in from elsewhere is. */
static const char *
place_of(Arena *arena, const Meeting *meeting)
{
  const Venue *venue = &meeting->venue;

  if (!venue->id)
    return *meeting->online ? meeting->online : meeting->dial_in;
  if (!*venue->address)
    return venue->name;

  char *place = arena_format(arena, "%s, %s", venue->name, venue->address);

  return g_strdelimit(place, "\r\n", ' ');
}

static void
put_part(GString *words, const char *part)
{
  if (*part)
    g_string_append_printf(words, "%s%s", words->len ? "\n\n" : "", part);
}

/* What somebody who looked has found there: what is there, then what is not. */
static void
put_facts(GString *words, const Lang *lang, const Venue *venue)
{
  static const FactState order[] = { FACT_YES, FACT_NO };
  g_autoptr(GString) facts = g_string_new(NULL);

  for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
    for (const VenueFact *fact = venue_facts; fact->code; fact++)
      if (venue_fact(venue, fact->code) == order[i])
        g_string_append_printf(facts, "%s- %s", facts->len ? "\n" : "",
                               lang_text(lang, order[i] == FACT_YES ? fact->yes : fact->no));
  put_part(words, facts->str);
}

static void
put_filled(GString *words, const Lang *lang, const char *text, const char *value)
{
  g_autofree char *part = *value ? lang_fill(lang_text(lang, text), "words", value, NULL) : NULL;

  if (part)
    put_part(words, part);
}

static const char *
words_of(Arena *arena, const Lang *lang, const char *url, const Meeting *meeting)
{
  g_autoptr(GString) words = g_string_new(NULL);
  const bool is_off = meeting->state == MEETING_OFF;

  if (is_off)
    put_part(words, lang_text(lang, N_("This meeting was called off")));
  put_part(words, is_off ? meeting->why : meeting->about);
  put_facts(words, lang, &meeting->venue);
  put_part(words, meeting->venue.words);
  put_filled(words, lang, N_("Breaks: {words}"), meeting->breaks);
  if (!is_off) {
    put_filled(words, lang, N_("Online: {words}"), meeting->online);
    put_filled(words, lang, N_("By telephone: {words}"), meeting->dial_in);
    put_filled(words, lang, N_("Say here whether you come: {words}"), url);
  }
  return arena_text(arena, words->str);
}

CalendarEvent
calendar_event_of(Arena *arena, const Lang *lang, const char *origin, const Meeting *meeting)
{
  char group[ID_TEXT_SIZE], id[ID_TEXT_SIZE];
  const char *url = arena_format(arena, "%s/groups/%s/meetings/%s", origin,
                                 id_to_text(meeting->group_id, group), id_to_text(meeting->id, id));

  return (CalendarEvent){
    .uid = arena_format(arena, "%s@%s", id, host_of(arena, origin)),
    .sequence = calendar_sequence(meeting),
    .starts_at_us = meeting->starts_at_us,
    .ends_at_us = meeting->ends_at_us,
    .changed_at_us = told_at_us(meeting),
    .title = meeting->title,
    .place = place_of(arena, meeting),
    .words = words_of(arena, lang, url, meeting),
    .url = url,
    .is_off = meeting->state == MEETING_OFF,
  };
}
