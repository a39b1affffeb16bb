/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Limits and quiet times: their sheet, and the rules. */
#include "people/asking.h"

#include "base/clock.h"
#include "base/zones.h"
#include "lang/lang.h"
#include "people/kinds.h"
#include "people/my_data.h"
#include "people/own_words.h"
#include "people/state.h"

#include <string.h>

#define MONTH_US    (30 * US_PER_DAY)
#define KEPT_ASK_US (92 * US_PER_DAY)

static const char *const limit_names[ASK_LIMIT_COUNT] = { "any",     "week", "month",
                                                          "quarter", "own",  "never" };
static const char *const day_names[7] = { "monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday" };
static const char *const part_names[PART_COUNT] = { "morning", "afternoon", "evening", "night" };

const char *
ask_limit_name(AskLimit limit)
{
  return limit_names[limit];
}

const char *
quiet_day_name(int day)
{
  return day_names[day];
}

const char *
day_part_name(DayPart part)
{
  return part_names[part];
}

/* ---- the sheet ---- */

static void
read_list(const json_t *list, const char *const *names, int count, bool *ret_ticks)
{
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *value = json_string_value(json_array_get(list, i));

    for (int n = 0; value && n < count; n++)
      ret_ticks[n] |= strcmp(names[n], value) == 0;
  }
}

static json_t *
list_of(const char *const *names, int count, const bool *ticks)
{
  json_t *list = json_array();

  for (int i = 0; i < count; i++)
    if (ticks[i])
      json_array_append_new(list, json_string(names[i]));
  return list;
}

const AskWishes *
asking_read(Txn *txn, Arena *arena, int64_t member_id)
{
  AskWishes *wishes = arena_new_of(arena, AskWishes, 1);
  g_autoptr(json_t) sheet = own_words_read(txn, member_id, OWN_ASKING);
  const char *limit = json_text(sheet, "limit");

  for (int i = 0; i < ASK_LIMIT_COUNT; i++)
    if (strcmp(limit_names[i], limit) == 0)
      wishes->limit = (AskLimit)i;
  wishes->times = (int)json_integer_value(json_object_get(sheet, "times"));
  wishes->time_zone = arena_text(arena, json_text(sheet, "time_zone"));
  read_list(json_object_get(sheet, "quiet_days"), day_names, 7, wishes->quiet_days);
  read_list(json_object_get(sheet, "quiet_parts"), part_names, PART_COUNT, wishes->quiet_parts);
  return wishes;
}

static int
count_ticks(const bool *ticks, int count)
{
  int ticked = 0;

  for (int i = 0; i < count; i++)
    ticked += ticks[i];
  return ticked;
}

void
asking_change(Txn *txn, const Act *act, int64_t member_id, const AskWishes *wishes,
              Refusals *refusals)
{
  if (count_ticks(wishes->quiet_days, 7) == 7) {
    refuse(refusals, "quiet_days",
           N_("Leave one day open. Or choose that you do not want to be asked"));
    return;
  }
  if (count_ticks(wishes->quiet_parts, PART_COUNT) == PART_COUNT) {
    refuse(refusals, "quiet_parts",
           N_("Leave one time of the day open. Or choose that you do not want to be asked"));
    return;
  }

  g_autoptr(json_t) sheet = json_pack(
      "{s:s, s:i, s:o, s:o, s:s}", "limit", limit_names[wishes->limit], "times", wishes->times,
      "quiet_days", list_of(day_names, 7, wishes->quiet_days), "quiet_parts",
      list_of(part_names, PART_COUNT, wishes->quiet_parts), "time_zone", wishes->time_zone);

  own_words_write(txn, act, member_id, OWN_ASKING, sheet);
  people_log(txn, act, "asking-changed", member_id);
}

/* A quiet evening is one by the clock where the place is. */
void
asking_move_zone(Txn *txn, const Act *act, const char *time_zone)
{
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  {
    g_autoptr(Query) q = db_query(txn, "SELECT member_id FROM own_words WHERE community_id = ?1"
                                       " AND topic = ?2 ORDER BY member_id");

    bind_text(q, 2, OWN_ASKING);
    while (query_next(q)) {
      const int64_t id = col_int(q, 0);

      g_array_append_val(ids, id);
    }
  }
  for (guint i = 0; i < ids->len && !txn_trouble(txn); i++) {
    const int64_t id = g_array_index(ids, int64_t, i);
    g_autoptr(json_t) sheet = own_words_read(txn, id, OWN_ASKING);

    if (!*json_text(sheet, "time_zone"))
      continue; /* erased */
    json_object_set_new(sheet, "time_zone", json_string(time_zone));
    own_words_write(txn, act, id, OWN_ASKING, sheet);
  }
}

/* ---- the rules ---- */

static DayPart
part_of(int hour)
{
  return hour < 6    ? PART_NIGHT
         : hour < 12 ? PART_MORNING
         : hour < 17 ? PART_AFTERNOON
         : hour < 22 ? PART_EVENING
                     : PART_NIGHT;
}

static bool
is_quiet_at(const AskWishes *wishes, GDateTime *time)
{
  return wishes->quiet_days[g_date_time_get_day_of_week(time) - 1] ||
         wishes->quiet_parts[part_of(g_date_time_get_hour(time))];
}

/* Hour by hour: every part of a day starts at a full hour, and a week is enough to find one. */
static int64_t
first_open_hour(const AskWishes *wishes, int64_t at_us)
{
  g_autoptr(GTimeZone) zone = zone_named(wishes->time_zone);
  int64_t hour_us = at_us - at_us % US_PER_HOUR;

  for (int hour = 0; hour <= 8 * 24; hour++, hour_us += US_PER_HOUR) {
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(MAX(hour_us, at_us) / US_PER_S);
    g_autoptr(GDateTime) there = g_date_time_to_timezone(utc, zone);

    if (!is_quiet_at(wishes, there))
      return MAX(hour_us, at_us);
  }
  return at_us;
}

static int64_t
quiet_until(const AskWishes *wishes, int64_t at_us)
{
  int64_t open_us = first_open_hour(wishes, at_us);

  return open_us > at_us ? open_us : 0;
}

int64_t
people_quiet_until(Txn *txn, int64_t member_id, int64_t at_us)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);

  return quiet_until(asking_read(txn, arena, member_id), at_us);
}

static int64_t
count_asks(Txn *txn, int64_t member_id, int64_t since_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM ask WHERE community_id = ?1"
                                     " AND member_id = ?2 AND at_us > ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, since_us);
  return query_next(q) ? col_int(q, 0) : 0;
}

static bool
is_within_limit(Txn *txn, const AskWishes *wishes, int64_t member_id, int64_t at_us)
{
  switch (wishes->limit) {
  case ASK_NEVER:
    return false;
  case ASK_WEEKLY:
    return count_asks(txn, member_id, at_us - 7 * US_PER_DAY) == 0;
  case ASK_MONTHLY:
    return count_asks(txn, member_id, at_us - MONTH_US) == 0;
  case ASK_QUARTERLY:
    return count_asks(txn, member_id, at_us - 3 * MONTH_US) == 0;
  case ASK_OWN_LIMIT:
    return count_asks(txn, member_id, at_us - MONTH_US) < wishes->times;
  default:
    return true;
  }
}

bool
people_may_ask(Txn *txn, int64_t member_id, int64_t at_us)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);

  if (people_find_state(txn, member_id) != MEMBER_HERE)
    return false;

  const AskWishes *wishes = asking_read(txn, arena, member_id);

  return quiet_until(wishes, at_us) == 0 && is_within_limit(txn, wishes, member_id, at_us) &&
         !txn_trouble(txn);
}

void
people_note_ask(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) old = db_change(
      txn, act, "DELETE FROM ask WHERE community_id = ?1 AND member_id = ?2 AND at_us < ?3");

  bind_int(old, 2, member_id);
  bind_int(old, 3, act->at_us - KEPT_ASK_US);
  query_run(old);

  g_autoptr(Query) q = db_change(
      txn, act, "INSERT INTO ask (community_id, member_id, id, at_us) VALUES (?1, ?2, ?3, ?4)");

  bind_int(q, 2, member_id);
  bind_int(q, 3, act_new_id(act));
  bind_int(q, 4, act->at_us);
  query_run(q);
}

/* ---- what is recorded ---- */

static void
collect_asks(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT at_us FROM ask WHERE community_id = ?1 AND member_id = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q))
    data_set_time(data_add_row(facts, "asked"), "asked_at", col_int(q, 0));
}

void
asking_collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const AskWishes *wishes = asking_read(txn, arena, member_id);

  if (*wishes->time_zone) {
    data_set_text(facts, "asked_at_most", limit_names[wishes->limit]);
    if (wishes->limit == ASK_OWN_LIMIT)
      data_set_int(facts, "times_a_month", wishes->times);
  }
  for (int i = 0; i < 7; i++)
    if (wishes->quiet_days[i])
      data_set_text(data_add_row(facts, "quiet_days"), "day", day_names[i]);
  for (int i = 0; i < PART_COUNT; i++)
    if (wishes->quiet_parts[i])
      data_set_text(data_add_row(facts, "quiet_times"), "time", part_names[i]);
  collect_asks(txn, member_id, facts);
}
