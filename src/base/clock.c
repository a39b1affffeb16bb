/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The time. */
#include "base/clock.h"

#include <glib.h>

static int64_t test_now_us; /* written before threads start */

int64_t
clock_now_us(void)
{
  return test_now_us ? test_now_us : g_get_real_time();
}

int64_t
clock_monotonic_us(void)
{
  return g_get_monotonic_time();
}

void
clock_set_for_test(int64_t now_us)
{
  test_now_us = now_us;
}
