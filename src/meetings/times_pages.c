/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Days and hours of meetings out of what was typed, and back into forms. */
#include "lang/lang.h"
#include "meetings/meetings_pages.h"
#include "meetings/when.h"
#include "questions/time_of_day.h"

#include <string.h>

/* Minutes since midnight of the answer; false and a refusal when it is none. */
static bool
read_time(Request *r, const char *question, int *ret_minutes)
{
  switch (time_of_day_read(answers_text(request_answers(r), question), ret_minutes)) {
  case TIME_REAL:
    return true;
  case TIME_AM_OR_PM:
    refuse(request_refusals(r), question, N_("Add am or pm, for example 2.30 pm"));
    return false;
  case TIME_NOT_REAL:
    break;
  }
  refuse(request_refusals(r), question, N_("Enter a time, for example 2.30 pm"));
  return false;
}

static bool
find_moment(Request *r, const char *question, const char *date, int minutes, int64_t *ret_at_us)
{
  if (when_at_us(date, minutes, request_time_zone(r), ret_at_us) == WHEN_REAL)
    return true;
  refuse(request_refusals(r), question,
         N_("The clocks go forward on that day: this hour is left out. Choose another."));
  return false;
}

typedef struct {
  const char *date;
  int start_minutes, end_minutes;
  bool has_end;
} TypedTimes;

static bool
read_typed_times(Request *r, TypedTimes *ret_times)
{
  const Answers *answers = request_answers(r);
  TypedTimes times = { .date = answers_text(answers, "day"),
                       .has_end = *answers_text(answers, "end") != '\0' };
  const bool is_start = read_time(r, "start", &times.start_minutes);

  if (times.has_end && !read_time(r, "end", &times.end_minutes))
    return false;
  *ret_times = times;
  return is_start;
}

static bool
find_times(Request *r, const TypedTimes *times, const char *date, int64_t *ret_starts_at_us,
           int64_t *ret_ends_at_us)
{
  char end_date[DATE_TEXT_SIZE];

  *ret_ends_at_us = 0;
  if (!find_moment(r, "start", date, times->start_minutes, ret_starts_at_us))
    return false;
  if (!times->has_end)
    return true;
  when_end_date(date, times->start_minutes, times->end_minutes, end_date);
  return find_moment(r, "end", end_date, times->end_minutes, ret_ends_at_us);
}

bool
meeting_times_from_answers(Request *r, int64_t *ret_starts_at_us, int64_t *ret_ends_at_us)
{
  TypedTimes times;

  return read_typed_times(r, &times) &&
         find_times(r, &times, times.date, ret_starts_at_us, ret_ends_at_us);
}

void
fill_meeting_times(Request *r, int64_t starts_at_us, int64_t ends_at_us)
{
  Answers *answers = request_answers(r);
  char date[DATE_TEXT_SIZE], text[TIME_OF_DAY_SIZE];

  if (!starts_at_us)
    return;
  answers_set(answers, "start",
              time_of_day_text(when_local(starts_at_us, request_time_zone(r), date), text));
  answers_set(answers, "day", date);
  if (ends_at_us)
    answers_set(answers, "end",
                time_of_day_text(when_local(ends_at_us, request_time_zone(r), date), text));
}

bool
meeting_all_times_from_answers(Request *r, MeetingTimes *ret_times)
{
  const Answers *answers = request_answers(r);
  const char *repeat = answers_text(answers, "repeat");
  const int64_t wished = answers_int(answers, "times");
  TypedTimes typed;

  ret_times->count = 0;
  if (answers_have(answers, "when", "find"))
    return true;
  if (!read_typed_times(r, &typed))
    return false;
  ret_times->count = 1;
  if (*repeat && strcmp(repeat, "once") != 0) {
    if (wished < 2)
      refuse(request_refusals(r), "times", N_("Enter how many meetings, from 2 to 12"));
    ret_times->count = (int)CLAMP(wished, 1, MEETINGS_TOGETHER);
  }
  for (int i = 0; i < ret_times->count; i++) {
    char date[DATE_TEXT_SIZE];

    if (!when_repeat(typed.date, repeat, i, date) ||
        !find_times(r, &typed, date, &ret_times->starts_at_us[i], &ret_times->ends_at_us[i]))
      return false;
  }
  return refusals_count(request_refusals(r)) == 0;
}
