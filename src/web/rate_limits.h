/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How often something may be done: token buckets in bounded memory. They live in this process and
 * start full. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct RateLimits RateLimits;

/* Remembers at most this many keys; under pressure it forgets those that were used least. */
RateLimits *rate_limits_new(int keys);
void rate_limits_free(RateLimits *limits);
/* True: go on, one token is taken. Each key holds `per_minute` tokens and gets as many back every
 * minute. False: ret_wait_s says after how many seconds the next one is there (at least 1). */
bool rate_limits_take(RateLimits *limits, const void *key, size_t len, int per_minute,
                      int64_t now_us, int *ret_wait_s);
