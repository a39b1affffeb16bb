/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Zones that were asked for are kept: GLib reads a zone's file again whenever nobody holds it, and
 * a mail's hour is asked for with every form. */
#include "base/zones.h"

#include "base/clock.h"

#include <stdbool.h>
#include <string.h>

enum { ZONES_KEPT = 100, S_PER_DAY = 86400 };

/* "Europe/London", "Etc/GMT+5". GLib opens any file whose path is given, also with "..", so only
 * names that can be zones go there; all of them start with a capital letter. */
static bool
is_zone_name(const char *name)
{
  static const char letters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";

  return strlen(name) <= ZONE_NAME_MAX && g_ascii_isupper(*name) && !name[strspn(name, letters)];
}

GTimeZone *
zone_find(const char *name)
{
  static GMutex lock;
  static GHashTable *zones;

  if (!is_zone_name(name))
    return NULL;
  g_mutex_lock(&lock);
  if (!zones)
    zones = g_hash_table_new(g_str_hash, g_str_equal);
  GTimeZone *zone = g_hash_table_lookup(zones, name);
  if (zone)
    g_time_zone_ref(zone);
  else if ((zone = g_time_zone_new_identifier(name)) && g_hash_table_size(zones) < ZONES_KEPT)
    g_hash_table_insert(zones, g_strdup(name), g_time_zone_ref(zone));
  g_mutex_unlock(&lock);
  return zone;
}

GTimeZone *
zone_named(const char *name)
{
  GTimeZone *zone = zone_find(name);

  return zone ? zone : g_time_zone_new_utc();
}

int64_t
zone_offset_s(GTimeZone *zone, int64_t at_s)
{
  const gint interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at_s);

  return interval < 0 ? 0 : g_time_zone_get_offset(zone, interval);
}

/* A moment shows this clock when the offset that would have it is in force then. Only offsets of
 * the day before and after can be: the larger one is the earlier moment. */
int64_t
zone_keep_clock_us(GTimeZone *from, GTimeZone *to, int64_t at_us)
{
  const int64_t at_s = at_us / US_PER_S, clock_s = at_s + zone_offset_s(from, at_s);
  const int64_t before = zone_offset_s(to, clock_s - S_PER_DAY);
  const int64_t after = zone_offset_s(to, clock_s + S_PER_DAY);
  const int64_t offsets[] = { MAX(before, after), MIN(before, after) };

  for (size_t i = 0; i < G_N_ELEMENTS(offsets); i++)
    if (zone_offset_s(to, clock_s - offsets[i]) == offsets[i])
      return at_us + (clock_s - offsets[i] - at_s) * US_PER_S;
  return at_us + (clock_s - before - at_s) * US_PER_S;
}
