/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Days and hours by the clock on the wall. */
#include "meetings/when.h"

#include "base/clock.h"
#include "base/zones.h"
#include "lang/lang.h"

#include <stdio.h>
#include <string.h>

enum { S_PER_MINUTE = 60, S_PER_DAY = 86400, DAYS_A_WEEK = 7, MINUTES_A_DAY = 1440 };

const Choice when_repeats[] = {
  { .value = "once", .label = N_("Once") },
  { .value = "weekly", .label = N_("Every week") },
  { .value = "fortnightly", .label = N_("Every two weeks") },
  { .value = "monthly",
    .label = N_("Every month"),
    .hint = N_("On the same weekday, for example each third Thursday.") },
  { .value = NULL },
};

static bool
read_date(const char *text, GDate *ret_date)
{
  int year = 0, month = 0, day = 0;

  if (sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3 || year < 1 || month < 1 || day < 1 ||
      !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return false;
  g_date_clear(ret_date, 1);
  g_date_set_dmy(ret_date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return true;
}

static void
write_date(const GDate *date, char ret_text[static DATE_TEXT_SIZE])
{
  g_snprintf(ret_text, DATE_TEXT_SIZE, "%04d-%02d-%02d", g_date_get_year(date),
             g_date_get_month(date), g_date_get_day(date));
}

/* A moment shows this clock when the offset that would have it is in force then. Only offsets of
 * the day before and after can be: the larger one is the earlier moment. */
WhenFault
when_at_us(const char *date, int minutes, const char *time_zone, int64_t *ret_at_us)
{
  g_autoptr(GTimeZone) zone = zone_named(time_zone);
  GDate day;

  if (!read_date(date, &day))
    return WHEN_NO_DAY;

  g_autoptr(GDateTime) start = g_date_time_new_utc(g_date_get_year(&day), g_date_get_month(&day),
                                                   g_date_get_day(&day), 0, 0, 0);
  const int64_t wall_s = g_date_time_to_unix(start) + minutes * S_PER_MINUTE;
  const int64_t before = zone_offset_s(zone, wall_s - S_PER_DAY);
  const int64_t after = zone_offset_s(zone, wall_s + S_PER_DAY);
  const int64_t offsets[] = { MAX(before, after), MIN(before, after) };

  for (size_t i = 0; i < G_N_ELEMENTS(offsets); i++)
    if (zone_offset_s(zone, wall_s - offsets[i]) == offsets[i]) {
      *ret_at_us = (wall_s - offsets[i]) * US_PER_S;
      return WHEN_REAL;
    }
  return WHEN_SKIPPED;
}

int
when_local(int64_t at_us, const char *time_zone, char ret_date[static DATE_TEXT_SIZE])
{
  g_autoptr(GTimeZone) zone = zone_named(time_zone);
  const int64_t at_s = at_us / US_PER_S;
  g_autoptr(GDateTime) there = g_date_time_new_from_unix_utc(at_s + zone_offset_s(zone, at_s));
  int year = 0, month = 0, day = 0;

  *ret_date = '\0';
  if (!there)
    return 0;
  g_date_time_get_ymd(there, &year, &month, &day);
  g_snprintf(ret_date, DATE_TEXT_SIZE, "%04d-%02d-%02d", year, month, day);
  return g_date_time_get_hour(there) * 60 + g_date_time_get_minute(there);
}

int64_t
when_day_start_us(int64_t at_us, const char *time_zone)
{
  char date[DATE_TEXT_SIZE];
  int64_t start_us = at_us;

  when_local(at_us, time_zone, date);
  /* Where clocks go forward at midnight, the day begins an hour later. */
  for (int minutes = 0; minutes < MINUTES_A_DAY; minutes += 30)
    if (when_at_us(date, minutes, time_zone, &start_us) == WHEN_REAL)
      break;
  return start_us;
}

void
when_end_date(const char *date, int start_minutes, int end_minutes,
              char ret_date[static DATE_TEXT_SIZE])
{
  const bool is_next_day = end_minutes <= start_minutes &&
                           end_minutes + MINUTES_A_DAY - start_minutes <= NIGHT_HOURS * 60;
  GDate day;

  g_strlcpy(ret_date, date, DATE_TEXT_SIZE);
  if (!is_next_day || !read_date(date, &day))
    return;
  g_date_add_days(&day, 1);
  write_date(&day, ret_date);
}

/* The same weekday, and the same of its kind in the month. */
static void
go_to_month(GDate *date, int months)
{
  const GDateWeekday weekday = g_date_get_weekday(date);
  const int nth = (g_date_get_day(date) - 1) / DAYS_A_WEEK;

  g_date_set_day(date, 1);
  g_date_add_months(date, (guint)months);

  const GDateMonth month = g_date_get_month(date);
  const int first = (DAYS_A_WEEK + (int)weekday - (int)g_date_get_weekday(date)) % DAYS_A_WEEK;

  g_date_add_days(date, (guint)(first + nth * DAYS_A_WEEK));
  if (g_date_get_month(date) != month)
    g_date_subtract_days(date, DAYS_A_WEEK);
}

bool
when_repeat(const char *date, const char *repeat, int nth, char ret_date[static DATE_TEXT_SIZE])
{
  GDate day;

  if (!read_date(date, &day) || nth < 0)
    return false;
  if (strcmp(repeat, "monthly") == 0)
    go_to_month(&day, nth);
  else if (strcmp(repeat, "fortnightly") == 0)
    g_date_add_days(&day, (guint)(nth * 2 * DAYS_A_WEEK));
  else if (strcmp(repeat, "weekly") == 0)
    g_date_add_days(&day, (guint)(nth * DAYS_A_WEEK));
  write_date(&day, ret_date);
  return true;
}
