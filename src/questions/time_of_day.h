/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The time of day as people type it: "2.30 pm", "14:30", "midday". Asked as a line of text. */
#pragma once

#include <stdbool.h>

typedef enum {
  TIME_REAL,
  TIME_AM_OR_PM, /* "2.30": it could be either */
  TIME_NOT_REAL, /* none, or "25:00" */
} TimeFault;

/* Minutes since midnight, 0 to 1439; set for TIME_REAL only. An hour of 13 and more, or written
 * with a nought ("09.15"), is read as one of twenty-four. Welsh: "yb", "yp" and "yh". */
TimeFault time_of_day_read(const char *text, int *ret_minutes);
/* Back, as time_of_day_read reads it: "2.30 pm", "midday". `minutes`: 0 to 1439. */
enum { TIME_OF_DAY_SIZE = 16 };
const char *time_of_day_text(int minutes, char ret_text[static TIME_OF_DAY_SIZE]);
