/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The record of decisions, counted for "How shared is this?". */
#include "decisions/levels.h"
#include "decisions/told.h"

#define OLD_US (90 * US_PER_DAY)

#define IN_WINDOW                                                       \
  " WHERE d.community_id = ?1 AND d.group_id = ?2 AND d.state = 'made'" \
  " AND d.written_at_us >= ?3 AND d.written_at_us < ?4"
/* Changed from outside, however often. */
#define IS_OVERTURNED                                                 \
  "EXISTS (SELECT 1 FROM decision_change c WHERE c.community_id = ?1" \
  " AND c.decision_id = d.id AND c.changed_by = 'outside' AND c.became <> 'stands')"
#define IS_WEIGHED "(d.do_bad <> '' AND d.not_bad <> '')"
#define IS_ALIKE                                                                           \
  "EXISTS (SELECT 1 FROM decision e WHERE e.community_id = ?1"                             \
  " AND e.group_id = d.group_id AND e.id <> d.id AND (e.do_bad = d.do_bad OR e.not_bad = " \
  "d.not_bad))"
#define IS_HERE "(d.decided_by IN ('group', 'both') AND d.decided_us < ?5)"

static void
bind_window(Query *q, int64_t group_id, int64_t from_us, int64_t until_us)
{
  bind_int(q, 2, group_id);
  bind_int(q, 3, from_us);
  bind_int(q, 4, until_us);
}

static void
count_closed(Query *q, DecisionCounts *counts)
{
  if (!query_next(q) || col_int(q, 0) == 0)
    return;
  counts->closed = col_int(q, 0);
  counts->weighed = col_int(q, 1);
  counts->alike = col_int(q, 2);
  counts->here = col_int(q, 3);
  counts->overturned = col_int(q, 4);
  counts->outside = col_int(q, 5);
}

/* A row a rung: how many decisions had it promised first, and of how many the time to say how far
 * it went is over. */
static void
count_promised(Query *q, DecisionCounts *counts)
{
  Level level = LEVEL_NONE;

  while (query_next(q)) {
    counts->promised += col_int(q, 1);
    counts->said_due += col_int(q, 2);
    if (level_from_name(col_text(q, 0), &level))
      counts->promised_of[level] = col_int(q, 1);
  }
}

/* A row a decision: its day, and when the last one who took part was told; NULL: not all are. */
static void
count_told(Query *q, int64_t now_us, DecisionCounts *counts)
{
  while (query_next(q)) {
    const bool is_told = col_int(q, 1) == col_int(q, 2);
    const int64_t due_us = col_int(q, 0) + TOLD_IN_US;

    counts->told_due += is_told || due_us < now_us;
    counts->told_in_time += is_told && (col_int(q, 1) == 0 || col_int(q, 3) <= due_us);
  }
}

typedef struct {
  int64_t decision_id;
  Level promised;
  int of[LEVEL_COUNT];
} Rated;

static void
add_rated(const Rated *rated, DecisionCounts *counts)
{
  LevelAnswers answers = { { { 0 } } };

  for (int level = 0; level < LEVEL_COUNT; level++)
    answers.of[SIDE_UNSAID][level] = rated->of[level];

  const LevelsSum sum = levels_tell(&answers);

  counts->rated += sum.raters > 0;
  counts->reached += sum.raters > 0 && sum.median >= rated->promised;
}

/* Rows by decision: its promise, a level and how many say so. */
static void
count_rated(Query *q, DecisionCounts *counts)
{
  Rated rated = { 0 };

  while (query_next(q)) {
    const int64_t level = col_int(q, 2);

    if (col_int(q, 0) != rated.decision_id) {
      add_rated(&rated, counts);
      rated = (Rated){ .decision_id = col_int(q, 0) };
      level_from_name(col_text(q, 1), &rated.promised);
    }
    if (level >= LEVEL_COERCION && level < LEVEL_COUNT)
      rated.of[level] += (int)col_int(q, 3);
  }
  add_rated(&rated, counts);
}

#define FIRST_PROMISE                                                                     \
  " decision_promise p ON p.community_id = ?1 AND p.decision_id = d.id AND p.level <> ''" \
  " AND p.id = (SELECT min(x.id) FROM decision_promise x WHERE x.community_id = ?1"       \
  "  AND x.decision_id = d.id)"

DecisionCounts
decisions_count(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us, int64_t now_us)
{
  DecisionCounts counts = { 0 };
  g_autoptr(Query) closed = db_query(
      txn, "SELECT count(*), CAST(sum(CASE WHEN " IS_WEIGHED " THEN 1 ELSE 0 END) AS BIGINT),"
           " CAST(sum(CASE WHEN " IS_WEIGHED " AND " IS_ALIKE " THEN 1 ELSE 0 END) AS BIGINT),"
           " CAST(sum(CASE WHEN " IS_HERE " THEN 1 ELSE 0 END) AS BIGINT),"
           " CAST(sum(CASE WHEN " IS_HERE " AND " IS_OVERTURNED " THEN 1 ELSE 0 END) AS BIGINT),"
           " CAST(sum(CASE WHEN d.decided_by = 'outside' THEN 1 ELSE 0 END) AS BIGINT)"
           " FROM decision d" IN_WINDOW);
  g_autoptr(Query) told = NULL;
  g_autoptr(Query) promised = NULL;
  g_autoptr(Query) rated = NULL;

  bind_window(closed, group_id, from_us, until_us);
  bind_int(closed, 5, now_us - OLD_US);
  count_closed(closed, &counts);
  told = db_query(txn, "SELECT d.decided_us, count(t.id), count(t.told_at_us), max(t.told_at_us)"
                       " FROM decision d LEFT JOIN decision_told t ON t.community_id = ?1"
                       " AND t.decision_id = d.id" IN_WINDOW " GROUP BY d.id, d.decided_us");
  bind_window(told, group_id, from_us, until_us);
  count_told(told, now_us, &counts);
  promised = db_query(txn, "SELECT p.level, count(*), CAST(sum(CASE WHEN d.written_at_us <= ?5"
                           " THEN 1 ELSE 0 END) AS BIGINT)"
                           " FROM decision d JOIN" FIRST_PROMISE IN_WINDOW " GROUP BY p.level");
  bind_window(promised, group_id, from_us, until_us);
  bind_int(promised, 5, now_us - LEVELS_OPEN_US);
  count_promised(promised, &counts);
  rated = db_query(txn, "SELECT d.id, p.level, l.level, count(*) FROM decision d JOIN" FIRST_PROMISE
                        " JOIN decision_level l ON l.community_id = ?1"
                        " AND l.decision_id = d.id" IN_WINDOW " AND d.written_at_us <= ?5"
                        " GROUP BY d.id, p.level, l.level ORDER BY d.id");
  bind_window(rated, group_id, from_us, until_us);
  bind_int(rated, 5, now_us - LEVELS_OPEN_US);
  count_rated(rated, &counts);
  return counts;
}
