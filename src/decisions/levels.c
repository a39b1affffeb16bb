/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How far people took part, as they say. */
#include "decisions/levels.h"

#include "base/random.h"
#include "decisions/rules.h"
#include "groups/places.h"
#include "lang/lang.h"
#include "notices/bounces.h"

#include <string.h>

int64_t
levels_end_us(const Decision *decision)
{
  return decision->written_at_us + LEVELS_OPEN_US;
}

bool
levels_may_say(Txn *txn, const Decision *decision, int64_t member_id, int64_t now_us)
{
  if (decision->is_open || now_us >= levels_end_us(decision))
    return false;

  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM decision_told t WHERE t.community_id = ?1 AND t.decision_id = ?2"
                    " AND t.member_id = ?3 AND NOT EXISTS (SELECT 1 FROM decision_said s"
                    "  WHERE s.community_id = ?1 AND s.decision_id = ?2 AND s.member_id = ?3)");

  bind_int(q, 2, decision->id);
  bind_int(q, 3, member_id);
  return query_next(q);
}

/* ---- saying it ---- */

/* Drawn by lot: an id of ours would tell the time. */
static int64_t
draw_id(void)
{
  uint64_t drawn = 0;

  while ((drawn & INT64_MAX) == 0)
    random_bytes(&drawn, sizeof(drawn));
  return (int64_t)(drawn & INT64_MAX);
}

static void
note_said(Txn *txn, const Act *act, int64_t decision_id, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO decision_said (community_id, decision_id, member_id)"
                                 " VALUES (?1, ?2, ?3)");

  bind_int(q, 2, decision_id);
  bind_int(q, 3, member_id);
  query_run(q);
}

static void
check_said(Txn *txn, const Act *act, const Decision *decision, int64_t member_id, Level level,
           Refusals *refusals)
{
  if (level == LEVEL_NONE)
    refuse(refusals, "level", N_("Choose what it was like"));
  else if (!levels_may_say(txn, decision, member_id, act->at_us))
    refuse(refusals, "", N_("You have said it already, or the time for it is over"));
}

static void
keep_said(Txn *txn, const Act *act, const Decision *decision, int64_t member_id, Level level)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Place *place = places_find(txn, arena, decision->group_id, member_id);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO decision_level (community_id, id, decision_id, level,"
                                 " side, is_shown) VALUES (?1, ?2, ?3, ?4, ?5,"
                                 " CAST(?6 AS INTEGER))");

  note_said(txn, act, decision->id, member_id);
  bind_int(q, 2, draw_id());
  bind_int(q, 3, decision->id);
  bind_int(q, 4, level);
  bind_int(q, 5, place ? side_of_role(place->role) : SIDE_UNSAID);
  bind_int(q, 6, place && *place->shown_role);
  query_run(q);
}

void
levels_say(Txn *txn, const Act *act, const Decision *decision, Level level, Refusals *refusals)
{
  check_said(txn, act, decision, act->member_id, level, refusals);
  if (refusals_count(refusals) == 0)
    keep_said(txn, act, decision, act->member_id, level);
}

/* ---- for whoever no mail reaches ---- */

const LevelToHear *
levels_to_hear(Txn *txn, Arena *arena, const Decision *decision, int64_t but_id, int64_t now_us)
{
  LevelToHear *list = arena_new_of(arena, LevelToHear, LEVELS_TO_HEAR_MOST + 1);
  int count = 0;

  if (decision->is_open || now_us >= levels_end_us(decision))
    return list;

  g_autoptr(Query) q = db_query(
      txn, "SELECT c.id, c.name FROM decision_told t"
           " JOIN group_member i ON i.community_id = ?1 AND i.group_id = ?3"
           " AND i.member_id = t.member_id AND i.state = 'in'"
           " JOIN member c ON c.community_id = ?1 AND c.id = t.member_id AND c.state = 'here'"
           " AND NOT" MAILS_REACH_C " WHERE t.community_id = ?1 AND t.decision_id = ?2"
           " AND t.told_at_us IS NOT NULL AND t.member_id <> ?4"
           " AND NOT EXISTS (SELECT 1 FROM decision_said s WHERE s.community_id = ?1"
           "  AND s.decision_id = ?2 AND s.member_id = t.member_id)"
           " ORDER BY c.sort_key, c.id LIMIT ?5");

  bind_int(q, 2, decision->id);
  bind_int(q, 3, decision->group_id);
  bind_int(q, 4, but_id);
  bind_int(q, 5, LEVELS_TO_HEAR_MOST);
  while (count < LEVELS_TO_HEAR_MOST && query_next(q))
    list[count++] = (LevelToHear){ col_int(q, 0), arena_text(arena, col_text(q, 1)) };
  return list;
}

void
levels_say_for(Txn *txn, const Act *act, const Decision *decision, int64_t member_id, Level level,
               Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const LevelToHear *one = levels_to_hear(txn, arena, decision, act->member_id, act->at_us);

  while (one->member_id && one->member_id != member_id)
    one++;
  if (!one->member_id || act->on_behalf_of)
    refuse(refusals, "member", N_("Choose who told you"));
  if (level == LEVEL_NONE)
    refuse(refusals, "level", N_("Choose what it was like"));
  if (refusals_count(refusals) > 0)
    return;
  keep_said(txn, act, decision, member_id, level);
  decisions_note(txn, act, "decision-level-heard", decision->id, member_id);
}

/* ---- what may be told of it ---- */

static int
count_of(const int of[LEVEL_COUNT])
{
  int count = 0;

  for (int level = LEVEL_COERCION; level < LEVEL_COUNT; level++)
    count += of[level];
  return count;
}

static Level
median_of(const int of[LEVEL_COUNT])
{
  const int middle = (count_of(of) + 1) / 2; /* of two in the middle the lower */
  int below = 0;

  for (int level = LEVEL_COERCION; level < LEVEL_COUNT; level++) {
    below += of[level];
    if (below >= middle && middle > 0)
      return (Level)level;
  }
  return LEVEL_NONE;
}

/* Those of no told side are none, or too many to work out any of them; else one side fewer is told.
 */
static void
keep_the_rest_apart(const int counts[SIDE_COUNT], int all, bool is_told[SIDE_COUNT])
{
  for (;;) {
    int rest = all, smallest = -1;

    for (int side = 0; side < SIDE_COUNT; side++) {
      if (!is_told[side])
        continue;
      rest -= counts[side];
      if (smallest < 0 || counts[side] < counts[smallest])
        smallest = side;
    }
    if (smallest < 0 || rest == 0 || rest >= LEVEL_RATERS_LEAST)
      return;
    is_told[smallest] = false;
  }
}

LevelsSum
levels_tell(const LevelAnswers *answers)
{
  LevelsSum sum = { 0 };
  SideCounts counts = { { 0 } };
  SideTold told[SIDE_COUNT];
  bool is_told[SIDE_COUNT] = { false };
  int together[LEVEL_COUNT] = { 0 };

  for (int side = 0; side < SIDE_COUNT; side++) {
    counts.all[side] = count_of(answers->of[side]);
    counts.shown[side] = answers->shown[side];
    for (int level = 0; level < LEVEL_COUNT; level++)
      together[level] += answers->of[side][level];
  }
  if (count_of(together) < LEVEL_RATERS_LEAST)
    return sum;
  sum.raters = count_of(together);
  sum.median = median_of(together);
  if (!sides_tell(&counts, told))
    return sum;
  for (int side = 0; side < SIDE_COUNT; side++)
    is_told[side] = told[side] == SIDE_NUMBER && counts.all[side] >= LEVEL_RATERS_LEAST;
  keep_the_rest_apart(counts.all, (int)sum.raters, is_told);
  for (int side = 0; side < SIDE_COUNT; side++)
    if (is_told[side])
      sum.side_median[side] = median_of(answers->of[side]);
  return sum;
}

LevelsSum
levels_sum(Txn *txn, const Decision *decision, int64_t now_us)
{
  LevelAnswers answers = { { { 0 } } };

  if (decision->is_open || now_us < levels_end_us(decision))
    return (LevelsSum){ 0 };

  g_autoptr(Query) q =
      db_query(txn, "SELECT level, side, is_shown, count(*) FROM decision_level"
                    " WHERE community_id = ?1 AND decision_id = ?2 GROUP BY level, side, is_shown");

  bind_int(q, 2, decision->id);
  while (query_next(q)) {
    const int64_t level = col_int(q, 0), side = col_int(q, 1);

    if (level < LEVEL_COERCION || level >= LEVEL_COUNT || side < 0 || side >= SIDE_COUNT)
      continue;
    answers.of[side][level] += (int)col_int(q, 3);
    answers.shown[side] += col_int(q, 2) ? (int)col_int(q, 3) : 0;
  }
  return levels_tell(&answers);
}
