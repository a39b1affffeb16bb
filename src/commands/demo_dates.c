/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Dates in the demo's papers, so that its year ends on the day it is made. */
#include "base/clock.h"
#include "commands/demo.h"

#include <string.h>

static const char *const days[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                    "Friday", "Saturday", "Sunday" };
static const char *const months[] = { "January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December" };

static GDateTime *
date_at(int64_t us)
{
  return g_date_time_new_from_unix_utc(us / US_PER_S);
}

/* "thu": 3; -1: no day. */
static int
day_from(const char *word, size_t len)
{
  for (int day = 0; day < 7 && len == 3; day++)
    if (g_ascii_strncasecmp(word, days[day], len) == 0)
      return day;
  return -1;
}

static void
put_day(GString *out, int64_t us)
{
  g_autoptr(GDateTime) date = date_at(us);

  g_string_append_printf(out, "%s %d %s", days[g_date_time_get_day_of_week(date) - 1],
                         g_date_time_get_day_of_month(date),
                         months[g_date_time_get_month(date) - 1]);
}

static void
put_date(GString *out, const char *word, int weeks, int64_t week_us, int64_t at_us)
{
  const size_t len = strcspn(word, "+-}");
  const int day = day_from(word, len);
  const int64_t then_us = week_us + weeks * 7 * US_PER_DAY;
  g_autoptr(GDateTime) then = date_at(then_us), sent = date_at(at_us);

  if (day >= 0)
    put_day(out, then_us + day * US_PER_DAY);
  else if (len == 5 && strncmp(word, "month", len) == 0)
    g_string_append(out, months[g_date_time_get_month(then) - 1]);
  else if (len == 4 && strncmp(word, "date", len) == 0)
    g_string_append_printf(out, "%d %s %d", g_date_time_get_day_of_month(sent),
                           months[g_date_time_get_month(sent) - 1], g_date_time_get_year(sent));
  else
    g_error("demo: this is no date: {%.20s", word);
}

char *
demo_with_dates(const char *text, int64_t week_us, int64_t at_us)
{
  GString *out = g_string_new(NULL);

  for (const char *open; (open = strchr(text, '{')); text = strchr(open, '}') + 1) {
    const char *word = open + 1, *close = strchr(open, '}');

    if (!close)
      g_error("demo: a date does not end: %.20s", open);
    g_string_append_len(out, text, open - text);
    put_date(out, word, (int)strtol(word + strcspn(word, "+-}"), NULL, 10), week_us, at_us);
  }
  g_string_append(out, text);
  return g_string_free(out, FALSE);
}
