/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A short list of addresses. */
#include "web/large_forms.h"

#include "base/clock.h"

#include <glib.h>
#include <string.h>

enum { NOTED_MAX = 64 };
#define LASTS_US (24 * 60 * US_PER_MINUTE)

typedef struct {
  char *hash;
  int64_t until_us; /* monotonic */
} Noted;

static GMutex lock;
static Noted noted[NOTED_MAX];
static int next_one;

static char *
hash_of(const char *host, const char *path)
{
  g_autofree char *whole = g_strconcat(host, "\n", path, NULL);

  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, whole, -1);
}

/* Under the lock. */
static Noted *
find(const char *hash)
{
  for (int i = 0; i < NOTED_MAX; i++)
    if (noted[i].hash && strcmp(noted[i].hash, hash) == 0)
      return &noted[i];
  return NULL;
}

void
large_forms_note(const char *host, const char *path)
{
  g_autofree char *hash = hash_of(host, path);

  g_mutex_lock(&lock);
  Noted *one = find(hash);

  if (!one) {
    one = &noted[next_one];
    next_one = (next_one + 1) % NOTED_MAX;
    g_free(one->hash);
    one->hash = g_steal_pointer(&hash);
  }
  one->until_us = clock_monotonic_us() + LASTS_US;
  g_mutex_unlock(&lock);
}

bool
large_forms_is_noted(const char *host, const char *path)
{
  g_autofree char *hash = hash_of(host, path);

  g_mutex_lock(&lock);
  const Noted *one = find(hash);
  const bool is_noted = one && clock_monotonic_us() < one->until_us;
  g_mutex_unlock(&lock);
  return is_noted;
}
