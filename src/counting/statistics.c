/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Intervals of proportions. */
#include "counting/statistics.h"

#include <math.h>

static const double Z = 1.959963984540054; /* 95% of the normal distribution, both sides */

Interval
wilson_interval(int64_t yes, int64_t of)
{
  const double n = (double)of, p = (double)yes / n, zz = Z * Z;
  const double middle = 2 * n * p + zz;
  const double half = Z * sqrt(zz + 4 * n * p * (1 - p));
  const double below = 2 * (n + zz);

  return (Interval){ fmax(0, (middle - half) / below), fmin(1, (middle + half) / below) };
}

Interval
newcombe_interval(int64_t yes, int64_t of, int64_t other_yes, int64_t other_of)
{
  const double p = (double)yes / (double)of, q = (double)other_yes / (double)other_of;
  const Interval one = wilson_interval(yes, of), other = wilson_interval(other_yes, other_of);
  const double down = hypot(p - one.low, other.high - q);
  const double up = hypot(one.high - p, q - other.low);

  return (Interval){ p - q - down, p - q + up };
}
