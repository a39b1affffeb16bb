/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who was missing. One table alone tells of nobody (groups/sides.h). Two of them are laid beside
 * one another by whoever kept the first: so a new one is told only when five people at least are
 * not the same, and no side grew or shrank by one to four. */
#include "evidence/missing.h"

#include "base/clock.h"
#include "meetings/sides_then.h"
#include "meetings/who_came.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int64_t member_id;
  Side side;
  bool is_shown;
} Came;

struct MissingTable {
  int64_t from_us, until_us, meetings;
  GHashTable *people;              /* of Came, by member */
  int64_t others_most[SIDE_COUNT]; /* at one meeting: they may be the same people again */
  int64_t meetings_with[SIDE_COUNT];
  SideCounts kept; /* of one that was kept, which knows of each person no side */
  bool is_kept;
};

MissingTable *
missing_table_new(int64_t from_us, int64_t until_us)
{
  MissingTable *table = g_new0(MissingTable, 1);

  table->from_us = from_us;
  table->until_us = until_us;
  table->people = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
  return table;
}

void
missing_table_free(MissingTable *table)
{
  if (!table)
    return;
  g_hash_table_destroy(table->people);
  g_free(table);
}

void
missing_table_add_meeting(MissingTable *table, const int64_t *members, const Side *sides,
                          const bool *is_shown, const int64_t others[SIDE_COUNT])
{
  bool is_there[SIDE_COUNT] = { false };

  for (int i = 0; members[i]; i++) {
    Came *came = g_new(Came, 1);

    *came = (Came){ members[i], sides[i], is_shown[i] };
    g_hash_table_replace(table->people, &came->member_id, came);
    is_there[sides[i]] = true;
  }
  table->meetings++;
  for (int side = 0; side < SIDE_COUNT; side++) {
    table->others_most[side] = MAX(table->others_most[side], others[side]);
    table->meetings_with[side] += is_there[side] || others[side] > 0;
  }
}

/* Those who were noted by number are known by their side to whoever was there. */
static SideCounts
count_people(const MissingTable *table)
{
  SideCounts counts = table->kept;
  GHashTableIter iter;
  gpointer value;

  if (table->is_kept)
    return counts;
  g_hash_table_iter_init(&iter, table->people);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Came *came = value;

    counts.all[came->side]++;
    counts.shown[came->side] += came->is_shown;
  }
  for (int side = 0; side < SIDE_COUNT; side++) {
    counts.all[side] += (int)table->others_most[side];
    counts.shown[side] += (int)table->others_most[side];
  }
  return counts;
}

/* People who are in one of the two only. */
static int
count_different(const MissingTable *one, const MissingTable *other)
{
  int different = 0;

  for (size_t i = 0; i < 2; i++) {
    const MissingTable *from = i == 0 ? one : other, *in = i == 0 ? other : one;
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, from->people);
    while (g_hash_table_iter_next(&iter, &key, NULL))
      different += !g_hash_table_contains(in->people, key);
  }
  return different;
}

static bool
is_small(int number)
{
  return number != 0 && abs(number) < SIDES_LEAST;
}

/* Whether laying both beside one another shows nobody. */
static bool
may_follow(const MissingTable *table, const MissingTable *before)
{
  const SideCounts now = count_people(table), then = count_people(before);

  if (is_small(count_different(table, before)))
    return false;
  for (int side = 0; side < SIDE_COUNT; side++)
    if (is_small(now.all[side] - then.all[side]))
      return false;
  return true;
}

static CameTo
came_to(const MissingTable *table, int side)
{
  const int64_t with = table->meetings_with[side];

  if (with == 0)
    return CAME_NEVER;
  if (with == table->meetings)
    return CAME_ALL;
  return 2 * with >= table->meetings ? CAME_MOST : CAME_FEW;
}

bool
missing_tell(const MissingTable *table, const MissingTable *before, Missing *ret_missing)
{
  const SideCounts counts = count_people(table);
  Missing missing = { .from_us = table->from_us, .until_us = table->until_us };

  if (before && !may_follow(table, before))
    return false;
  missing.is_told = table->meetings >= MISSING_MEETINGS_LEAST && sides_tell(&counts, missing.told);
  for (int side = 0; side < SIDE_COUNT && missing.is_told; side++) {
    const SideTold told = missing.told[side];

    if (told == SIDE_NUMBER)
      missing.least[side] = counts.all[side] - counts.all[side] % MISSING_STEP;
    if (told == SIDE_NUMBER || told == SIDE_NONE)
      missing.came_to[side] = came_to(table, side);
  }
  *ret_missing = missing;
  return true;
}

/* ---- kept ---- */

char *
missing_table_keep(const MissingTable *table)
{
  const SideCounts counts = count_people(table);
  json_t *all = json_object(), *sides = json_array(), *people = json_array();
  GHashTableIter iter;
  gpointer key;

  for (int side = 0; side < SIDE_COUNT; side++)
    json_array_append_new(sides, json_integer(counts.all[side]));
  g_hash_table_iter_init(&iter, table->people);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    json_array_append_new(people, json_integer(*(const int64_t *)key));
  json_object_set_new(all, "sides", sides);
  json_object_set_new(all, "people", people);

  char *text = json_dumps(all, JSON_COMPACT | JSON_PRESERVE_ORDER);

  json_decref(all);
  return text;
}

MissingTable *
missing_table_kept(const char *text)
{
  json_t *all = json_loads(text, 0, NULL);
  const json_t *sides = json_object_get(all, "sides"), *people = json_object_get(all, "people");
  MissingTable *table = missing_table_new(0, 0);
  bool is_whole = json_array_size(sides) == SIDE_COUNT && json_is_array(people);

  table->is_kept = true;
  for (size_t side = 0; side < SIDE_COUNT && is_whole; side++) {
    const json_int_t number = json_integer_value(json_array_get(sides, side));

    is_whole = number >= 0 && number <= INT_MAX / SIDE_COUNT;
    table->kept.all[side] = is_whole ? (int)number : 0;
  }
  for (size_t i = 0; is_whole && i < json_array_size(people); i++) {
    Came *came = g_new0(Came, 1);

    came->member_id = json_integer_value(json_array_get(people, i));
    g_hash_table_replace(table->people, &came->member_id, came);
  }
  json_decref(all);
  if (is_whole)
    return table;
  missing_table_free(table);
  return NULL;
}

/* ---- from the records ---- */

enum { CAME_MOST_PEOPLE = 1000 };

typedef struct {
  const SideHistory *history;
  MissingTable *table;
  int64_t meeting_id, members[CAME_MOST_PEOPLE + 1], others[SIDE_COUNT];
  Side sides[CAME_MOST_PEOPLE];
  bool is_shown[CAME_MOST_PEOPLE];
  int count;
} Reading;

static void
end_meeting(Reading *reading)
{
  if (!reading->meeting_id)
    return;
  reading->members[reading->count] = 0;
  missing_table_add_meeting(reading->table, reading->members, reading->sides, reading->is_shown,
                            reading->others);
  reading->count = 0;
}

static void
see_one(const MeetingCame *came, void *data)
{
  Reading *reading = data;

  if (came->meeting_id != reading->meeting_id)
    end_meeting(reading);
  reading->meeting_id = came->meeting_id;
  memcpy(reading->others, came->others, sizeof(reading->others));
  if (!came->member_id || reading->count == CAME_MOST_PEOPLE)
    return;

  const SideThen then = side_history_at(reading->history, came->member_id, came->starts_at_us);

  reading->members[reading->count] = came->member_id;
  reading->sides[reading->count] = then.side;
  reading->is_shown[reading->count++] = then.is_shown;
}

static MissingTable *
read_table(Txn *txn, const SideHistory *history, int64_t group_id, int64_t from_us,
           int64_t until_us)
{
  Reading *reading = g_new0(Reading, 1);
  MissingTable *table = missing_table_new(from_us, until_us);

  reading->history = history;
  reading->table = table;
  meetings_who_came(txn, group_id, from_us, until_us, see_one, reading);
  end_meeting(reading);
  g_free(reading);
  return table;
}

bool
missing_find(Txn *txn, int64_t group_id, int64_t now_us, const char *before, Missing *ret_missing,
             char **ret_keep)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const SideHistory *history = sides_then_read(txn, arena, group_id);
  g_autoptr(MissingTable) table =
      read_table(txn, history, group_id, now_us - MISSING_DAYS * US_PER_DAY, now_us);
  g_autoptr(MissingTable) kept = before ? missing_table_kept(before) : NULL;

  if (before && !kept) {
    txn_fail(txn, TROUBLE_DATABASE, "evidence: what stood behind who was missing cannot be read");
    return false;
  }
  if (!missing_tell(table, kept, ret_missing))
    return false;
  *ret_keep = missing_table_keep(table);
  return true;
}
