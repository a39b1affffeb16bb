/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Time zones by name ("Europe/London"), read from the machine's files once each. */
#pragma once

#include <glib.h>
#include <stdint.h>

enum { ZONE_NAME_MAX = 60 /* bytes */ };

/* NULL: not a zone, or not one that this machine knows. g_time_zone_unref. From any thread. */
GTimeZone *zone_find(const char *name);
/* The same, and UTC in place of NULL; "" is UTC. */
GTimeZone *zone_named(const char *name);
/* Seconds that clocks there are ahead of UTC at this moment. */
int64_t zone_offset_s(GTimeZone *zone, int64_t at_s);
/* The moment at which clocks in `to` show what clocks in `from` show at `at_us`. An hour that is
 * left out there, because the clocks go forward, is the one that they show instead. */
int64_t zone_keep_clock_us(GTimeZone *from, GTimeZone *to, int64_t at_us);
