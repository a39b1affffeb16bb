/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Time zones by name ("Europe/London"), read from the machine's files once each. */
#pragma once

#include <glib.h>

enum { ZONE_NAME_MAX = 60 /* bytes */ };

/* NULL: not a zone, or not one that this machine knows. g_time_zone_unref. From any thread. */
GTimeZone *zone_find(const char *name);
/* The same, and UTC in place of NULL; "" is UTC. */
GTimeZone *zone_named(const char *name);
