/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The time, settable by tests. */
#pragma once

#include <stdint.h>

enum { US_PER_MS = 1000, US_PER_S = 1000000 };
#define US_PER_MINUTE (60LL * US_PER_S)
#define US_PER_HOUR   (60 * US_PER_MINUTE)
#define US_PER_DAY    (24 * US_PER_HOUR)

int64_t clock_now_us(void);              /* microseconds since 1970, UTC; may jump */
int64_t clock_monotonic_us(void);        /* for durations and deadlines; never goes back */
void clock_set_for_test(int64_t now_us); /* 0: the real clock again */
