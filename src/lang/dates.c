/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Days and times as people say them, in the community's time zone. The names come from our
 * catalogues, not from the machine's locales, which a small machine does not have. */
#include "base/text.h"
#include "base/zones.h"
#include "lang/lang.h"

#include <string.h>

enum {
  MAX_ZONES = 100,
  DAYS_KEPT = 128,
  US_IN_SECOND = 1000000,
  SECONDS_IN_DAY = 86400,
  NUMBER_SIZE = 12 /* any int and its NUL */
};
#define FIRST_SECOND G_GINT64_CONSTANT(-62135596800) /* 1 January 1, GLib's Julian day 1 */
#define LAST_SECOND  G_GINT64_CONSTANT(253402300799) /* 31 December 9999 */

static const char *const weekdays[] = { N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                        N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                        N_("Sunday") };
static const char *const months[] = { N_("January"), N_("February"), N_("March"),
                                      N_("April"),   N_("May"),      N_("June"),
                                      N_("July"),    N_("August"),   N_("September"),
                                      N_("October"), N_("November"), N_("December") };

/* A zone as it was read from its file, and the offsets of days asked for before: finding one in
 * GLib's list of changes costs as much as all the rest of a date. */
typedef struct {
  GTimeZone *zone;
  struct {
    gint64 number; /* days since 1 January 1, UTC, + 1; 0: free */
    int offset_s;
  } days[DAYS_KEPT];
} Zone;

static void
zone_free(Zone *zone)
{
  g_time_zone_unref(zone->zone);
  g_free(zone);
}

static int
zone_offset(Zone *zone, gint64 at_s, bool *ret_is_whole_day)
{
  gint64 since_day_0 = at_s - FIRST_SECOND;
  gint64 number = 1 + since_day_0 / SECONDS_IN_DAY, start_s = at_s - since_day_0 % SECONDS_IN_DAY;
  size_t slot = (size_t)number % DAYS_KEPT;

  *ret_is_whole_day = true;
  if (zone->days[slot].number == number)
    return zone->days[slot].offset_s;
  gint first = g_time_zone_find_interval(zone->zone, G_TIME_TYPE_UNIVERSAL, start_s);
  gint last =
      g_time_zone_find_interval(zone->zone, G_TIME_TYPE_UNIVERSAL, start_s + SECONDS_IN_DAY - 1);
  gint at =
      first == last ? first : g_time_zone_find_interval(zone->zone, G_TIME_TYPE_UNIVERSAL, at_s);
  int offset_s = at < 0 ? 0 : g_time_zone_get_offset(zone->zone, at);
  *ret_is_whole_day = first == last; /* no change of clocks within it */
  if (first == last) {
    zone->days[slot].number = number;
    zone->days[slot].offset_s = offset_s;
  }
  return offset_s;
}

/* Names that are no zones are not kept: they would fill the table. */
static int
find_offset(GHashTable *zones, const char *name, gint64 at_s, bool *ret_is_whole_day)
{
  Zone *zone = g_hash_table_lookup(zones, name);

  if (zone)
    return zone_offset(zone, at_s, ret_is_whole_day);
  GTimeZone *read = zone_find(name);
  if (!read)
    return 0;
  zone = g_new0(Zone, 1);
  zone->zone = read;
  int offset_s = zone_offset(zone, at_s, ret_is_whole_day);
  if (g_hash_table_size(zones) < MAX_ZONES)
    g_hash_table_insert(zones, g_strdup(name), zone);
  else
    zone_free(zone);
  return offset_s;
}

/* Seconds east of Greenwich; 0 for a zone that is not known. */
static int
shared_offset(const char *time_zone, gint64 at_s, bool *ret_is_whole_day)
{
  static GMutex lock;
  static GHashTable *zones;

  g_mutex_lock(&lock);
  if (!zones)
    zones = g_hash_table_new(g_str_hash, g_str_equal);
  int offset_s = find_offset(zones, time_zone, at_s, ret_is_whole_day);
  g_mutex_unlock(&lock);
  return offset_s;
}

/* The same from what this thread has asked before: fifty dates a page under one lock made the
 * threads wait for one another (measured: one and a half calls of the kernel a page). */
static int
offset_in(const char *time_zone, gint64 at_s)
{
  typedef struct {
    gint64 number; /* of the day, as in Zone; 0: free */
    int offset_s;
    char zone[ZONE_NAME_MAX + 1];
  } Known;
  enum { KNOWN = 32 };
  static _Thread_local Known known[KNOWN];
  const gint64 number = 1 + (at_s - FIRST_SECOND) / SECONDS_IN_DAY;
  Known *slot = &known[number % KNOWN];
  bool is_whole_day = false;

  if (slot->number == number && strcmp(slot->zone, time_zone) == 0)
    return slot->offset_s;

  const int offset_s = shared_offset(time_zone, at_s, &is_whole_day);

  if (is_whole_day && strlen(time_zone) <= ZONE_NAME_MAX) {
    *slot = (Known){ .number = number, .offset_s = offset_s };
    g_strlcpy(slot->zone, time_zone, sizeof(slot->zone));
  }
  return offset_s;
}

typedef struct {
  guint32 julian; /* GLib's number of the day */
  int minutes;    /* since midnight, by the clock on the wall */
} LocalTime;

/* False: outside the years 1 to 9999. Not GDateTime: a list of papers shows fifty dates, and it
 * works its calendar out anew for each part that is asked of it (measured: five times the cost). */
static bool
find_local_time(gint64 at_us, const char *time_zone, LocalTime *ret_time)
{
  gint64 at_s = at_us / US_IN_SECOND - (at_us % US_IN_SECOND < 0);

  if (at_s < FIRST_SECOND || at_s > LAST_SECOND)
    return false;
  gint64 local_s = at_s + (time_zone ? offset_in(time_zone, at_s) : 0);
  gint64 since_day_0 = CLAMP(local_s, FIRST_SECOND, LAST_SECOND) - FIRST_SECOND;

  ret_time->julian = (guint32)(1 + since_day_0 / SECONDS_IN_DAY);
  ret_time->minutes = (int)(since_day_0 % SECONDS_IN_DAY / 60);
  return true;
}

static char *
make_date(const Lang *lang, guint32 julian)
{
  char day[NUMBER_TEXT_SIZE], year[NUMBER_TEXT_SIZE];
  GDate at;

  g_date_clear(&at, 1);
  g_date_set_julian(&at, julian);
  text_from_number(g_date_get_day(&at), day);
  text_from_number(g_date_get_year(&at), year);
  return lang_fill(lang_text_in(lang, "date", "{weekday} {day} {month} {year}"), "weekday",
                   lang_text(lang, weekdays[g_date_get_weekday(&at) - 1]), "day", day, "month",
                   lang_text(lang, months[g_date_get_month(&at) - 1]), "year", year, NULL);
}

static char *
copy_text(Arena *arena, const char *text)
{
  return arena ? arena_text(arena, text) : g_strdup(text);
}

/* Days that this thread has written out: a community's lists show the same few over and over, and
 * making one was a third of a page of fifty (measured). A thread's own, so nobody waits. */
typedef struct {
  unsigned lang;
  guint32 julian; /* 0: free */
  char words[56];
} WrittenDay;

enum { WRITTEN_DAYS = 64 };

char *
lang_date_in(Arena *arena, const Lang *lang, gint64 at_us, const char *time_zone)
{
  static _Thread_local WrittenDay written[WRITTEN_DAYS];
  LocalTime at;

  if (!find_local_time(at_us, time_zone, &at))
    return copy_text(arena, "");

  const unsigned number = lang_number(lang);
  WrittenDay *slot = &written[(at.julian + number * 31) % WRITTEN_DAYS];

  if (slot->julian == at.julian && slot->lang == number)
    return copy_text(arena, slot->words);

  g_autofree char *words = make_date(lang, at.julian);

  if (strlen(words) < sizeof(slot->words)) {
    *slot = (WrittenDay){ .lang = number, .julian = at.julian };
    g_strlcpy(slot->words, words, sizeof(slot->words));
  }
  return copy_text(arena, words);
}

char *
lang_date(const Lang *lang, gint64 at_us, const char *time_zone)
{
  return lang_date_in(NULL, lang, at_us, time_zone);
}

/* "am" and "pm" puzzle people at noon and midnight, so these have words of their own. */
char *
lang_time(const Lang *lang, gint64 at_us, const char *time_zone)
{
  LocalTime at;
  char hour_12[NUMBER_SIZE], hour_24[NUMBER_SIZE], minutes[NUMBER_SIZE];

  if (!find_local_time(at_us, time_zone, &at))
    return g_strdup("");
  int hour = at.minutes / 60, minute = at.minutes % 60;
  if (minute == 0 && hour % 12 == 0)
    return g_strdup(hour == 0 ? lang_text(lang, "midnight") : lang_text(lang, "midday"));

  bool is_morning = hour < 12;
  g_snprintf(hour_24, sizeof(hour_24), "%02d", hour);
  g_snprintf(hour_12, sizeof(hour_12), "%d", hour % 12 ? hour % 12 : 12);
  g_snprintf(minutes, sizeof(minutes), "%02d", minute);
  const char *pattern = minute ? (is_morning ? lang_text_in(lang, "time", "{hour}.{minute} am")
                                             : lang_text_in(lang, "time", "{hour}.{minute} pm"))
                               : (is_morning ? lang_text_in(lang, "time", "{hour} am")
                                             : lang_text_in(lang, "time", "{hour} pm"));
  return lang_fill(pattern, "hour", hour_12, "minute", minutes, "hour_24", hour_24, NULL);
}
