/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Randomness: the kernel's, or a repeatable stream for tests (splitmix64, Steele et al. 2014). */
#include "base/random.h"

#include <errno.h>
#include <glib.h>
#include <sys/random.h>

static uint64_t test_state;

static uint64_t
next_for_test(void)
{
  uint64_t z = (test_state += 0x9e3779b97f4a7c15u);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void
random_bytes(void *ret_bytes, size_t len)
{
  uint8_t *at = ret_bytes;

  if (test_state) {
    for (size_t i = 0; i < len; i++)
      at[i] = (uint8_t)next_for_test();
    return;
  }
  while (len > 0) {
    ssize_t got = getrandom(at, len, 0);

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      g_error("no randomness from the kernel: %s", g_strerror(errno));
    at += got;
    len -= (size_t)got;
  }
}

void
random_seed_for_test(uint64_t seed)
{
  test_state = seed;
}
