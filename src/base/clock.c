/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The time. */
#include "base/clock.h"

#include <glib.h>

static int64_t test_now_us, test_wall_us;            /* written before threads start */
static _Atomic int64_t floor_us, floor_monotonic_us; /* 0: none */

static int64_t
wall_us(void)
{
  return test_wall_us ? test_wall_us : g_get_real_time();
}

int64_t
clock_now_us(void)
{
  int64_t now_us = wall_us();

  if (test_now_us)
    return test_now_us;
  if (floor_us)
    now_us = MAX(now_us, floor_us + clock_monotonic_us() - floor_monotonic_us);
  return now_us;
}

int64_t
clock_monotonic_us(void)
{
  return g_get_monotonic_time();
}

void
clock_not_before(int64_t us)
{
  floor_us = MAX(wall_us(), us);
  floor_monotonic_us = clock_monotonic_us();
}

int64_t
clock_behind_us(void)
{
  return floor_us ? MAX(clock_now_us() - wall_us(), 0) : 0;
}

void
clock_set_for_test(int64_t now_us)
{
  test_now_us = now_us;
}

void
clock_set_wall_for_test(int64_t us)
{
  test_wall_us = us;
}

void
clock_follow_for_test(void)
{
  floor_us = 0;
}
