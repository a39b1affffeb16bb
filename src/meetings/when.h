/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Days and hours of meetings, by the clock on the wall of the community's time zone. Pure. */
#pragma once

#include "questions/questions.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum {
  WHEN_REAL,
  WHEN_SKIPPED, /* the clocks go forward over it: there is no such hour on that day */
  WHEN_NO_DAY,
} WhenFault;

/* The moment, UTC microseconds. An hour that comes twice, because the clocks go back, is its first
 * coming. `date`: "2026-11-26"; `minutes` since midnight, 0 to 1439. */
WhenFault when_at_us(const char *date, int minutes, const char *time_zone, int64_t *ret_at_us);
/* Back: minutes since midnight by the clock there, and the day into `ret_date`. */
enum { DATE_TEXT_SIZE = 11 };
int when_local(int64_t at_us, const char *time_zone, char ret_date[static DATE_TEXT_SIZE]);
/* Where the day of this moment began there. */
int64_t when_day_start_us(int64_t at_us, const char *time_zone);

/* The day of the end of what begins on this day: an evening goes on past midnight, for NIGHT_HOURS
 * at most; a longer one is taken for a slip of the pen, and stays on its day. */
enum { NIGHT_HOURS = 8 };
void when_end_date(const char *date, int start_minutes, int end_minutes,
                   char ret_date[static DATE_TEXT_SIZE]);

extern const Choice when_repeats[]; /* once, weekly, fortnightly, monthly */
/* The day of the nth meeting (0: the first) of those called together. Monthly: the same weekday of
 * the month, "third Thursday"; where a month has no fifth, its last. False: not a date. */
bool when_repeat(const char *date, const char *repeat, int nth,
                 char ret_date[static DATE_TEXT_SIZE]);
