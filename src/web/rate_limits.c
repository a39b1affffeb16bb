/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Each key needs one number: the time at which its bucket would be full again (the generic cell
 * rate algorithm, ITU-T I.371). Keys are hashed with a secret, so that nobody can choose colliding
 * ones, into sets of eight places. */
#include "web/rate_limits.h"

#include <glib.h>
#include <pthread.h>
#include <sodium.h>

enum { WAYS = 8 };
#define MINUTE_US 60000000LL

typedef struct {
  uint64_t key;
  int64_t full_at_us;
} Place;

struct RateLimits {
  pthread_mutex_t lock;
  unsigned char secret[crypto_shorthash_KEYBYTES];
  size_t sets;
  Place *places;
};

RateLimits *
rate_limits_new(int keys)
{
  RateLimits *limits = g_new0(RateLimits, 1);

  pthread_mutex_init(&limits->lock, NULL);
  randombytes_buf(limits->secret, sizeof(limits->secret));
  limits->sets = (size_t)MAX(keys / WAYS, 1);
  limits->places = g_new0(Place, limits->sets * WAYS);
  return limits;
}

void
rate_limits_free(RateLimits *limits)
{
  if (!limits)
    return;
  pthread_mutex_destroy(&limits->lock);
  g_free(limits->places);
  g_free(limits);
}

/* The key's place, or the one that matters least. */
static Place *
find_place(RateLimits *limits, uint64_t key)
{
  Place *set = limits->places + key % limits->sets * WAYS, *least = set;

  for (int i = 0; i < WAYS; i++) {
    if (set[i].key == key)
      return &set[i];
    if (set[i].full_at_us < least->full_at_us)
      least = &set[i];
  }
  least->key = key;
  least->full_at_us = 0;
  return least;
}

bool
rate_limits_take(RateLimits *limits, const void *key, size_t len, int per_minute, int64_t now_us,
                 int *ret_wait_s)
{
  int64_t token_us = MINUTE_US / per_minute;
  uint64_t hash;

  crypto_shorthash((unsigned char *)&hash, key, len, limits->secret);
  pthread_mutex_lock(&limits->lock);

  Place *place = find_place(limits, hash);
  int64_t full_at_us = MAX(place->full_at_us, now_us) + token_us;
  int64_t excess_us = full_at_us - now_us - token_us * per_minute;

  /* A clock that went back must not lock anybody out for longer than a minute. */
  if (excess_us > MINUTE_US) {
    full_at_us = now_us + token_us;
    excess_us = 0;
  }
  if (excess_us <= 0)
    place->full_at_us = full_at_us;
  pthread_mutex_unlock(&limits->lock);
  if (excess_us <= 0)
    return true;
  *ret_wait_s = (int)((excess_us + 999999) / 1000000);
  return false;
}
