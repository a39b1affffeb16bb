/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The time, settable by tests. */
#pragma once

#include <stdint.h>

enum { US_PER_MS = 1000, US_PER_S = 1000000 };
#define US_PER_MINUTE (60LL * US_PER_S)
#define US_PER_HOUR   (60 * US_PER_MINUTE)
#define US_PER_DAY    (24 * US_PER_HOUR)

/* Microseconds since 1970, UTC. It may jump forward; after clock_not_before it never goes back. */
int64_t clock_now_us(void);
int64_t clock_monotonic_us(void); /* for durations and deadlines; never goes back */
/* From now on time is no earlier than this (what was recorded by an earlier run) and goes on where
 * it is even when the machine's clock is set back: else what is over would live again. A clock that
 * was wrongly ahead for a while leaves no trace. */
void clock_not_before(int64_t us);
int64_t clock_behind_us(void); /* by how much the machine's clock is behind that; 0: it is not */

void clock_set_for_test(int64_t now_us);  /* 0: the real clock again */
void clock_set_wall_for_test(int64_t us); /* what the machine's clock says; 0: the real one */
void clock_follow_for_test(void);         /* as before clock_not_before */
