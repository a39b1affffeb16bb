/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Setting the clock of a community right. */
#include "upkeep/time_zone.h"

#include "base/clock.h"
#include "base/zones.h"
#include "db/rows.h"
#include "log/log.h"
#include "people/asking.h"
#include "upkeep/wall_times.h"

#include <string.h>

const char *const time_zone_names[] = {
  "Europe/London",
  "Europe/Dublin",
  "Europe/Gibraltar",
  "Atlantic/Azores",
  "Atlantic/Reykjavik",
  "Europe/Lisbon",
  "Europe/Madrid",
  "Europe/Paris",
  "Europe/Brussels",
  "Europe/Amsterdam",
  "Europe/Zurich",
  "Europe/Oslo",
  "Europe/Copenhagen",
  "Europe/Berlin",
  "Europe/Rome",
  "Europe/Malta",
  "Europe/Prague",
  "Europe/Vienna",
  "Europe/Stockholm",
  "Europe/Budapest",
  "Europe/Warsaw",
  "Europe/Belgrade",
  "Europe/Athens",
  "Europe/Sofia",
  "Europe/Bucharest",
  "Europe/Helsinki",
  "Europe/Riga",
  "Europe/Vilnius",
  "Europe/Tallinn",
  "Asia/Nicosia",
  "Europe/Kyiv",
  "Europe/Istanbul",
  "Pacific/Honolulu",
  "America/Anchorage",
  "America/Los_Angeles",
  "America/Denver",
  "America/Phoenix",
  "America/Mexico_City",
  "America/Chicago",
  "America/New_York",
  "America/Toronto",
  "America/Jamaica",
  "America/Bogota",
  "America/Halifax",
  "America/St_Johns",
  "Atlantic/Bermuda",
  "America/Barbados",
  "America/Sao_Paulo",
  "America/Argentina/Buenos_Aires",
  "Atlantic/Stanley",
  "Africa/Accra",
  "Africa/Lagos",
  "Africa/Johannesburg",
  "Africa/Cairo",
  "Africa/Nairobi",
  "Atlantic/St_Helena",
  "Asia/Jerusalem",
  "Asia/Dubai",
  "Asia/Karachi",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Dhaka",
  "Asia/Bangkok",
  "Asia/Singapore",
  "Asia/Hong_Kong",
  "Asia/Manila",
  "Australia/Perth",
  "Asia/Tokyo",
  "Asia/Seoul",
  "Australia/Darwin",
  "Australia/Adelaide",
  "Australia/Brisbane",
  "Australia/Sydney",
  "Australia/Hobart",
  "Pacific/Fiji",
  "Pacific/Auckland",
  NULL,
};

char *
time_zone_place(const char *name)
{
  const char *last = strrchr(name, '/');
  char *place = g_strdup(last ? last + 1 : name);

  return g_strdelimit(place, "_", ' ');
}

/* ---- what has a time ---- */

typedef struct {
  GTimeZone *from, *to;
} Move;

static int
by_time(gconstpointer a, gconstpointer b)
{
  const int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

  return (one > other) - (one < other);
}

static GArray *
find_values(Txn *txn, const WallTime *column)
{
  GArray *values = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q = db_column_values(txn, column->table, column->column);

  while (query_next(q)) {
    const int64_t at_us = col_int(q, 0);

    g_array_append_val(values, at_us);
  }
  g_array_sort(values, by_time);
  return values;
}

static int64_t
difference_us(const Move *move, int64_t at_us)
{
  return zone_keep_clock_us(move->from, move->to, at_us) - at_us;
}

static void
move_range(Txn *txn, const Act *act, const WallTime *column, int64_t first_us, int64_t last_us,
           int64_t by_us)
{
  g_autoptr(Query) q = db_column_move(txn, act, column->table, column->column);

  bind_int(q, 2, first_us);
  bind_int(q, 3, last_us);
  bind_int(q, 4, by_us);
  query_run(q);
}

/* Values between two changes of a clock go together: few statements, however many there are. */
static void
move_column(Txn *txn, const Act *act, const WallTime *column, const Move *move)
{
  g_autoptr(GArray) values = find_values(txn, column);

  for (guint i = 0, next; i < values->len && !txn_trouble(txn); i = next) {
    const int64_t first_us = g_array_index(values, int64_t, i);
    const int64_t by_us = difference_us(move, first_us);

    for (next = i + 1; next < values->len; next++)
      if (difference_us(move, g_array_index(values, int64_t, next)) != by_us)
        break;
    move_range(txn, act, column, first_us, g_array_index(values, int64_t, next - 1), by_us);
  }
  if (values->len == 0 || txn_trouble(txn))
    return;

  g_autoptr(Query) q = db_column_settle(txn, act, column->table, column->column);

  query_run(q);
}

/* ---- what else goes by it ---- */

/* Calendar programs take only what has a higher number for newer. */
static void
renew_calendars(Txn *txn, const Act *act)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE meeting SET retold = retold + 1, retold_at_us = ?2"
                " WHERE community_id = ?1 AND state = 'called' AND starts_at_us > ?2");

  bind_int(q, 2, act->at_us);
  query_run(q);
}

/* Mails that are still to go say their hours in this zone; those put together come in its morning.
 */
static void
move_mails(Txn *txn, const Act *act, const char *name)
{
  g_autoptr(Query) news =
      db_change(txn, act, "UPDATE meeting_news SET time_zone = ?2 WHERE community_id = ?1");
  g_autoptr(Query) wishes = db_change(txn, act,
                                      "UPDATE mail_wish SET time_zone = ?2 WHERE community_id = ?1"
                                      " AND time_zone <> ''");

  bind_text(news, 2, name);
  query_run(news);
  bind_text(wishes, 2, name);
  query_run(wishes);
}

/* ---- all of it ---- */

void
time_zone_move(Txn *txn, const Act *act, const char *was, const char *is, Refusals *refusals)
{
  g_autoptr(GTimeZone) from = zone_named(was), to = zone_find(is);
  const Move move = { from, to };

  if (!to) {
    refuse(refusals, "zone",
           N_("This computer does not know the time there. Choose another place"));
    return;
  }
  for (const WallTime *column = wall_times; column->table && !txn_trouble(txn); column++)
    move_column(txn, act, column, &move);
  renew_calendars(txn, act);
  move_mails(txn, act, is);
  asking_move_zone(txn, act, is);
  log_add(txn, act, &(LogEntry){ .kind = "time-zone-changed" });
}
