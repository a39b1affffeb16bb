/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A moving average for each of a few thousand places: plain atomics, since an answer that is not
 * counted changes nothing. */
#include "web/pace.h"

#include <glib.h>
#include <stdatomic.h>

enum {
  PLACES = 4096,
  UNKNOWN_US = 2000, /* an address nobody has asked for counts as slow */
  LONGEST_US = 4000, /* being put aside by the machine in the middle says little: counted as this */
  QUICK_US = 500,
  WEIGHT = 16, /* of what was before: some twenty quick answers until it is known */
};

struct Pace {
  int quick_us;
  atomic_uint_least16_t average_us[PLACES];
};

Pace *
pace_new(int quick_us)
{
  Pace *pace = g_new0(Pace, 1);

  pace->quick_us = quick_us > 0 ? quick_us : QUICK_US;
  for (int i = 0; i < PLACES; i++)
    atomic_init(&pace->average_us[i], UNKNOWN_US);
  return pace;
}

void
pace_free(Pace *pace)
{
  g_free(pace);
}

unsigned
pace_place(const char *path, int64_t community_id)
{
  const uint64_t mixed = (g_str_hash(path) ^ (uint64_t)community_id) * UINT64_C(0x9e3779b97f4a7c15);

  return (unsigned)(mixed >> 32) % PLACES;
}

void
pace_note(Pace *pace, unsigned place, int64_t us)
{
  atomic_uint_least16_t *average_us = &pace->average_us[place];
  const int before_us = atomic_load_explicit(average_us, memory_order_relaxed);
  const int now_us = (int)MIN(us, LONGEST_US);

  atomic_store_explicit(average_us, (uint_least16_t)((before_us * (WEIGHT - 1) + now_us) / WEIGHT),
                        memory_order_relaxed);
}

bool
pace_is_quick(const Pace *pace, unsigned place)
{
  return atomic_load_explicit(&pace->average_us[place], memory_order_relaxed) <= pace->quick_us;
}
