/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading the record of decisions. Writing it is record_change.c, counting it record_counts.c. */
#include "decisions/record.h"

#include "lang/lang.h"

#include <string.h>

enum { OF_IDEA_MOST = 20 };

const LogKind record_log_kinds[] = {
  { .kind = "decision-announced", .power = N_("A question was announced, with what was promised") },
  { .kind = "decision-promised", .power = N_("Something else was promised about a question") },
  { .kind = "decision-written", .power = N_("A decision was written down") },
  { .kind = "decision-looked" },
  { .kind = "decision-changed", .power = N_("A decision was changed, stopped or undone") },
  { .kind = "decision-asked" },
  { .kind = "decision-public", .power = N_("A decision was put on the public register") },
  { .kind = "decision-inside", .power = N_("A decision was taken off the public register") },
  { .kind = "decision-told", .you = N_("You were told what was decided") },
  { .kind = "decision-level-heard",
    .power = N_("What somebody said of taking part was written down for them"),
    .you = N_("It was written down for you how far people took part in a decision") },
  { NULL },
};

/* ---- names ---- */

static const char *const level_names[LEVEL_COUNT] = { "",          "coercion",     "education",
                                                      "informing", "consultation", "engagement",
                                                      "co-design", "co-production" };
static const char *const by_names[BY_COUNT] = { "", "group", "both", "outside" };
static const char *const became_names[BECAME_COUNT] = { "stands", "changed", "stopped", "undone" };

const char *
level_name(Level level)
{
  return level_names[level];
}

const char *
level_words(Level level)
{
  static const char *const words[LEVEL_COUNT] = {
    "",
    N_("Coercion: people are told what to do"),
    N_("Education: people are helped to understand it"),
    N_("Informing: people are told about it"),
    N_("Consultation: people are asked what they think"),
    N_("Engagement: people can say what they think and change it a little"),
    N_("Co-design: people work it out together, others decide"),
    N_("Co-production: people decide and do it together, as equals"),
  };

  return words[level];
}

static int
find_name(const char *const *names, int count, const char *name)
{
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

bool
level_from_name(const char *name, Level *ret_level)
{
  const int found = find_name(level_names, LEVEL_COUNT, name);

  if (found < 0)
    return false;
  *ret_level = (Level)found;
  return true;
}

const char *
decided_by_name(DecidedBy by)
{
  return by_names[by];
}

bool
decided_by_from_name(const char *name, DecidedBy *ret_by)
{
  const int found = find_name(by_names, BY_COUNT, name);

  if (found < 0)
    return false;
  *ret_by = (DecidedBy)found;
  return true;
}

const char *
became_name(Became became)
{
  return became_names[became];
}

bool
became_from_name(const char *name, Became *ret_became)
{
  const int found = find_name(became_names, BECAME_COUNT, name);

  if (found < 0)
    return false;
  *ret_became = (Became)found;
  return true;
}

/* ---- decisions ---- */

/* The first promise and the newest change stand with each. */
#define DECISION_COLUMNS                                                                  \
  "SELECT d.id, d.group_id, g.name, d.question, d.what, d.why, d.do_good, d.do_bad,"      \
  " d.not_good, d.not_bad, d.body, m.title, a.title, d.meeting_id, d.item_id, d.idea_id," \
  " d.opened_at_us, d.decided_us, d.written_at_us, d.again_us, d.next_us, d.asked_by,"    \
  " d.agreed_by, d.decided_by, d.state, p.level, p.words, c.became, c.changed_by"         \
  " FROM decision d JOIN working_group g ON g.community_id = ?1 AND g.id = d.group_id"    \
  " LEFT JOIN meeting m ON m.community_id = ?1 AND m.id = d.meeting_id"                   \
  " LEFT JOIN agenda_item a ON a.community_id = ?1 AND a.id = d.item_id"                  \
  " LEFT JOIN decision_promise p ON p.community_id = ?1 AND p.decision_id = d.id"         \
  " AND p.id = (SELECT min(q.id) FROM decision_promise q WHERE q.community_id = ?1"       \
  "  AND q.decision_id = d.id)"                                                           \
  " LEFT JOIN decision_change c ON c.community_id = ?1 AND c.decision_id = d.id"          \
  " AND c.id = (SELECT max(e.id) FROM decision_change e WHERE e.community_id = ?1"        \
  "  AND e.decision_id = d.id) WHERE d.community_id = ?1"

static int64_t
time_in(Query *q, int column)
{
  return col_is_null(q, column) ? 0 : col_int(q, column);
}

static Decision
read_decision(Query *q, Arena *arena)
{
  Decision decision = {
    .id = col_int(q, 0),
    .group_id = col_int(q, 1),
    .group_name = arena_text(arena, col_text(q, 2)),
    .question = arena_text(arena, col_text(q, 3)),
    .what = arena_text(arena, col_text(q, 4)),
    .why = arena_text(arena, col_text(q, 5)),
    .do_good = arena_text(arena, col_text(q, 6)),
    .do_bad = arena_text(arena, col_text(q, 7)),
    .not_good = arena_text(arena, col_text(q, 8)),
    .not_bad = arena_text(arena, col_text(q, 9)),
    .body = arena_text(arena, col_text(q, 10)),
    .meeting_title = arena_text(arena, col_text(q, 11)),
    .item_title = arena_text(arena, col_text(q, 12)),
    .meeting_id = col_int(q, 13),
    .item_id = col_int(q, 14),
    .idea_id = col_int(q, 15),
    .opened_at_us = time_in(q, 16),
    .decided_us = time_in(q, 17),
    .written_at_us = time_in(q, 18),
    .again_us = time_in(q, 19),
    .next_us = time_in(q, 20),
    .asked_by = col_int(q, 21),
    .is_public = col_int(q, 22) != 0,
    .is_open = strcmp(col_text(q, 24), "open") == 0,
    .is_promised = !col_is_null(q, 25),
    .promised_words = arena_text(arena, col_text(q, 26)),
  };

  decided_by_from_name(col_text(q, 23), &decision.decided_by);
  level_from_name(col_text(q, 25), &decision.promised);
  became_from_name(col_text(q, 27), &decision.became);
  decided_by_from_name(col_text(q, 28), &decision.ended);
  return decision;
}

static const Decision *
read_decisions(Query *q, Arena *arena, int limit)
{
  Decision *list = arena_new_of(arena, Decision, limit + 1);
  int count = 0;

  while (count < limit && query_next(q))
    list[count++] = read_decision(q, arena);
  return list;
}

const Decision *
decisions_list(Txn *txn, Arena *arena, int64_t group_id, int64_t before_id, int limit)
{
  g_autoptr(Query) q = db_query(txn, DECISION_COLUMNS " AND d.group_id = ?2 AND d.id < ?3"
                                                      " ORDER BY d.id DESC LIMIT ?4");

  bind_int(q, 2, group_id);
  bind_int(q, 3, before_id ? before_id : INT64_MAX);
  bind_int(q, 4, limit);
  return read_decisions(q, arena, limit);
}

const Decision *
decisions_register(Txn *txn, Arena *arena, int64_t group_id, int64_t before_id, int limit)
{
  g_autoptr(Query) q = db_query(txn, DECISION_COLUMNS
                                " AND d.agreed_by <> 0 AND d.state = 'made' AND g.state = 'going'"
                                " AND (?2 = 0 OR d.group_id = ?2) AND d.id < ?3"
                                " ORDER BY d.id DESC LIMIT ?4");

  bind_int(q, 2, group_id);
  bind_int(q, 3, before_id ? before_id : INT64_MAX);
  bind_int(q, 4, limit);
  return read_decisions(q, arena, limit);
}

const Decision *
decisions_find(Txn *txn, Arena *arena, int64_t group_id, int64_t decision_id)
{
  g_autoptr(Query) q = db_query(txn, DECISION_COLUMNS " AND d.group_id = ?2 AND d.id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, decision_id);

  const Decision *found = read_decisions(q, arena, 1);

  return found->id ? found : NULL;
}

const Decision *
decisions_of_idea(Txn *txn, Arena *arena, int64_t idea_id)
{
  g_autoptr(Query) q = db_query(txn, DECISION_COLUMNS " AND d.idea_id = ?2 ORDER BY d.id LIMIT ?3");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, OF_IDEA_MOST);
  return read_decisions(q, arena, OF_IDEA_MOST);
}

/* ---- what stands beside one ---- */

const DecisionPromise *
decisions_promises(Txn *txn, Arena *arena, int64_t decision_id)
{
  DecisionPromise *list = arena_new_of(arena, DecisionPromise, PROMISES_MAX + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(txn, "SELECT id, level, words, why, made_at_us"
                                     " FROM decision_promise WHERE community_id = ?1"
                                     " AND decision_id = ?2 ORDER BY id LIMIT ?3");

  bind_int(q, 2, decision_id);
  bind_int(q, 3, PROMISES_MAX);
  for (; count < PROMISES_MAX && query_next(q); count++) {
    list[count] = (DecisionPromise){ .id = col_int(q, 0),
                                     .words = arena_text(arena, col_text(q, 2)),
                                     .why = arena_text(arena, col_text(q, 3)),
                                     .made_at_us = col_int(q, 4) };
    level_from_name(col_text(q, 1), &list[count].level);
  }
  return list;
}

const DecisionChange *
decisions_changes(Txn *txn, Arena *arena, int64_t decision_id)
{
  DecisionChange *list = arena_new_of(arena, DecisionChange, CHANGES_MAX + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(txn, "SELECT id, became, changed_by, body, why, changed_us,"
                                     " again_us, made_at_us FROM decision_change"
                                     " WHERE community_id = ?1 AND decision_id = ?2"
                                     " ORDER BY id LIMIT ?3");

  bind_int(q, 2, decision_id);
  bind_int(q, 3, CHANGES_MAX);
  for (; count < CHANGES_MAX && query_next(q); count++) {
    list[count] = (DecisionChange){ .id = col_int(q, 0),
                                    .body = arena_text(arena, col_text(q, 3)),
                                    .why = arena_text(arena, col_text(q, 4)),
                                    .changed_us = col_int(q, 5),
                                    .again_us = time_in(q, 6),
                                    .made_at_us = col_int(q, 7) };
    became_from_name(col_text(q, 1), &list[count].became);
    decided_by_from_name(col_text(q, 2), &list[count].by);
  }
  return list;
}
