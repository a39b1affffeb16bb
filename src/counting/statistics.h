/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How sure a proportion is. Pure. Proportions are 0 to 1. */
#pragma once

#include <stdint.h>

typedef struct {
  double low, high;
} Interval;

/* Wilson's score interval, 95% (E. B. Wilson 1927; R. G. Newcombe, Statistics in Medicine 17 (1998)
 * 857-872, method 3). `of` > 0, 0 <= yes <= of. */
Interval wilson_interval(int64_t yes, int64_t of);
/* Of the difference of two proportions, first minus second, 95% (Newcombe 1998, pages 873-890,
 * method 10: from the two Wilson intervals). */
Interval newcombe_interval(int64_t yes, int64_t of, int64_t other_yes, int64_t other_of);
