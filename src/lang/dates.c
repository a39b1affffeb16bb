/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Days and times as people say them, in the community's time zone. The names come from our
 * catalogues, not from the machine's locales, which a small machine does not have. */
#include "lang/lang.h"

#include <string.h>

enum { MAX_ZONES = 100, MAX_ZONE_NAME = 60, US_IN_SECOND = 1000000 };

static const char *const weekdays[] = { N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                        N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                        N_("Sunday") };
static const char *const months[] = { N_("January"), N_("February"), N_("March"),
                                      N_("April"),   N_("May"),      N_("June"),
                                      N_("July"),    N_("August"),   N_("September"),
                                      N_("October"), N_("November"), N_("December") };

/* "Europe/London", "Etc/GMT+5". GLib opens any file whose path is given, also with "..", so only
 * names that can be zones go there; all of them start with a capital letter. */
static bool
is_zone_name(const char *name)
{
  static const char letters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";

  return strlen(name) <= MAX_ZONE_NAME && g_ascii_isupper(*name) && !name[strspn(name, letters)];
}

/* Zones are read from files, so they are kept. Names that are no zones are not kept: they would
 * fill the table. */
static GTimeZone *
keep_zone(GHashTable *zones, const char *name)
{
  GTimeZone *zone = g_hash_table_lookup(zones, name);

  if (zone)
    return g_time_zone_ref(zone);
  zone = is_zone_name(name) ? g_time_zone_new_identifier(name) : NULL;
  if (!zone)
    return g_time_zone_new_utc();
  if (g_hash_table_size(zones) < MAX_ZONES)
    g_hash_table_insert(zones, g_strdup(name), g_time_zone_ref(zone));
  return zone;
}

static GTimeZone *
find_zone(const char *name)
{
  static GMutex lock;
  static GHashTable *zones;

  g_mutex_lock(&lock);
  if (!zones)
    zones =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_time_zone_unref);
  GTimeZone *zone = keep_zone(zones, name);
  g_mutex_unlock(&lock);
  return zone;
}

/* NULL: outside the years 1 to 9999. */
static GDateTime *
local_time(gint64 at_us, const char *time_zone)
{
  g_autoptr(GTimeZone) zone = find_zone(time_zone ? time_zone : "UTC");
  gint64 at_s = at_us / US_IN_SECOND - (at_us % US_IN_SECOND < 0);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_s);

  return utc ? g_date_time_to_timezone(utc, zone) : NULL;
}

char *
lang_date(const Lang *lang, gint64 at_us, const char *time_zone)
{
  g_autoptr(GDateTime) at = local_time(at_us, time_zone);

  if (!at)
    return g_strdup("");
  g_autofree char *day = g_strdup_printf("%d", g_date_time_get_day_of_month(at));
  g_autofree char *year = g_strdup_printf("%d", g_date_time_get_year(at));
  return lang_fill(lang_text_in(lang, "date", "{weekday} {day} {month} {year}"), "weekday",
                   lang_text(lang, weekdays[g_date_time_get_day_of_week(at) - 1]), "day", day,
                   "month", lang_text(lang, months[g_date_time_get_month(at) - 1]), "year", year,
                   NULL);
}

/* "am" and "pm" puzzle people at noon and midnight, so these have words of their own. */
char *
lang_time(const Lang *lang, gint64 at_us, const char *time_zone)
{
  g_autoptr(GDateTime) at = local_time(at_us, time_zone);

  if (!at)
    return g_strdup("");
  int hour = g_date_time_get_hour(at), minute = g_date_time_get_minute(at);
  if (minute == 0 && hour % 12 == 0)
    return g_strdup(hour == 0 ? lang_text(lang, "midnight") : lang_text(lang, "midday"));

  bool is_morning = hour < 12;
  g_autofree char *hour_24 = g_strdup_printf("%02d", hour);
  g_autofree char *hour_12 = g_strdup_printf("%d", hour % 12 ? hour % 12 : 12);
  g_autofree char *minutes = g_strdup_printf("%02d", minute);
  const char *pattern = minute ? (is_morning ? lang_text_in(lang, "time", "{hour}.{minute} am")
                                             : lang_text_in(lang, "time", "{hour}.{minute} pm"))
                               : (is_morning ? lang_text_in(lang, "time", "{hour} am")
                                             : lang_text_in(lang, "time", "{hour} pm"));
  return lang_fill(pattern, "hour", hour_12, "minute", minutes, "hour_24", hour_24, NULL);
}
