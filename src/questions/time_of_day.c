/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The time of day: hours, minutes if any, then morning or afternoon. */
#include "questions/time_of_day.h"

#include <glib.h>
#include <string.h>

enum { NOON = 12, HOURS = 24, MINUTES = 60 };

/* "2.30 P.M." as "2:30pm": blanks and dots of short forms out, every sign between figures a colon.
 * False: too long to be a time. */
static bool
squeeze(const char *text, char ret_text[static TIME_OF_DAY_SIZE])
{
  size_t len = 0;

  for (; *text; text++) {
    const bool is_between = strchr(".:,", *text) && len > 0 && g_ascii_isdigit(ret_text[len - 1]) &&
                            g_ascii_isdigit(text[1]);

    if (!is_between && strchr(" \t.", *text))
      continue;
    if (len + 1 >= TIME_OF_DAY_SIZE)
      return false;
    ret_text[len++] = is_between ? ':' : g_ascii_tolower(*text);
  }
  ret_text[len] = '\0';
  return true;
}

/* One or two figures, moving *at on; -1: there are none, or more. */
static int
read_number(const char **at)
{
  int number = 0, count = 0;

  for (; g_ascii_isdigit(**at); (*at)++, count++)
    if (count < 2)
      number = number * 10 + (**at - '0');
  return count == 1 || count == 2 ? number : -1;
}

static TimeFault
read_word(const char *word, int *ret_minutes)
{
  static const struct {
    const char *word;
    int minutes;
  } words[] = { { "midday", NOON * MINUTES },
                { "noon", NOON * MINUTES },
                { "midnight", 0 },
                { "12noon", NOON * MINUTES },
                { "12midday", NOON * MINUTES } };

  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(words[i].word, word) == 0) {
      *ret_minutes = words[i].minutes;
      return TIME_REAL;
    }
  return TIME_NOT_REAL;
}

/* "am", "pm", and as Welsh says it; -1: another word. */
static int
read_half(const char *word)
{
  static const char *const mornings[] = { "am", "a", "yb" };
  static const char *const afternoons[] = { "pm", "p", "yp", "yh" };

  for (size_t i = 0; i < G_N_ELEMENTS(mornings); i++)
    if (strcmp(mornings[i], word) == 0)
      return 0;
  for (size_t i = 0; i < G_N_ELEMENTS(afternoons); i++)
    if (strcmp(afternoons[i], word) == 0)
      return 1;
  return -1;
}

TimeFault
time_of_day_read(const char *text, int *ret_minutes)
{
  char squeezed[TIME_OF_DAY_SIZE] = "";
  int word_minutes = 0;

  if (!squeeze(text, squeezed))
    return TIME_NOT_REAL;
  if (read_word(squeezed, &word_minutes) == TIME_REAL) {
    *ret_minutes = word_minutes;
    return TIME_REAL;
  }

  const char *at = squeezed;
  const int hour = read_number(&at);
  const bool has_minute = *at == ':';
  const int minute = has_minute ? (at++, read_number(&at)) : 0;
  const bool is_of_24 = *squeezed == '0' || hour > NOON;

  if (hour < 0 || hour >= HOURS || minute < 0 || minute >= MINUTES)
    return TIME_NOT_REAL;
  if (!*at) {
    if (!is_of_24)
      return TIME_AM_OR_PM;
    *ret_minutes = hour * MINUTES + minute;
    return TIME_REAL;
  }

  const int half = read_half(at);

  if (half < 0 || (hour > NOON && half == 0) || (hour == 0 && half == 1))
    return TIME_NOT_REAL;
  *ret_minutes = (hour > NOON ? hour : hour % NOON + half * NOON) * MINUTES + minute;
  return TIME_REAL;
}

const char *
time_of_day_text(int minutes, char ret_text[static TIME_OF_DAY_SIZE])
{
  const int hour = minutes / MINUTES, minute = minutes % MINUTES;
  const char *half = hour < NOON ? "am" : "pm";
  const int hour_12 = hour % NOON ? hour % NOON : NOON;

  if (minute == 0 && hour % NOON == 0)
    g_strlcpy(ret_text, hour == 0 ? "midnight" : "midday", TIME_OF_DAY_SIZE);
  else if (minute == 0)
    g_snprintf(ret_text, TIME_OF_DAY_SIZE, "%d %s", hour_12, half);
  else
    g_snprintf(ret_text, TIME_OF_DAY_SIZE, "%d.%02d %s", hour_12, minute, half);
  return ret_text;
}
