/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Actions: what stands, and how many were done by their first day. Writing is actions_change.c. */
#include "meetings/actions.h"

#include "groups/places.h"
#include "lang/lang.h"
#include "meetings/sides_then.h"
#include "meetings/tally_rows.h"

#include <string.h>

const LogKind actions_log_kinds[] = {
  { .kind = "action-added" },
  { .kind = "action-asked", .you = N_("You were asked whether you can do something") },
  { .kind = "action-yes" },
  { .kind = "action-yes-for-other", .you = N_("Your yes to do something was written down") },
  { .kind = "action-no" },
  { .kind = "action-given" },
  { .kind = "action-day" },
  { .kind = "action-told" },
  { .kind = "action-told-for-other", .you = N_("It was written down how your task went") },
  { NULL },
};

static const char *const state_names[] = { "open", "done", "partly", "not", "dropped", "two" };

const char *
action_state_name(ActionState state)
{
  return state_names[state];
}

bool
action_state_from_name(const char *name, ActionState *ret_state)
{
  for (size_t i = 0; i < G_N_ELEMENTS(state_names); i++)
    if (strcmp(state_names[i], name) == 0) {
      *ret_state = (ActionState)i;
      return true;
    }
  return false;
}

bool
action_is_going_on(const GroupAction *action)
{
  return action->state != ACTION_DONE && action->state != ACTION_DROPPED;
}

bool
action_is_late(const GroupAction *action, int64_t now_us)
{
  return action_is_going_on(action) && action->first_due_us < now_us;
}

/* ---- reading ---- */

/* Whoever left the group does not do it any more. */
#define ACTION_COLUMNS                                                                          \
  "SELECT a.id, a.group_id, a.meeting_id, a.item_id, a.words, a.why, a.first_due_us, a.due_us," \
  " a.done_at_us, a.owner_id, COALESCE(m.name, ''), a.outside, a.owner_way, a.owner_state,"     \
  " a.state, a.entered_by, a.made_at_us, g.id FROM group_action a"                              \
  " LEFT JOIN group_member g ON g.community_id = ?1 AND g.group_id = a.group_id"                \
  " AND g.member_id = a.owner_id AND g.state = 'in'"                                            \
  " LEFT JOIN member m ON m.community_id = ?1 AND m.id = g.member_id AND m.state = 'here'"      \
  " WHERE a.community_id = ?1"

static ActionOwner
owner_from_name(const char *name, bool is_in_group)
{
  if (strcmp(name, "outside") == 0)
    return ACTION_OUTSIDE;
  if (!is_in_group || strcmp(name, "none") == 0)
    return ACTION_NOBODY;
  return strcmp(name, "yes") == 0 ? ACTION_YES : ACTION_ASKED;
}

static void
read_action(Query *q, Arena *arena, GroupAction *action)
{
  const bool is_in_group = !col_is_null(q, 17);

  *action = (GroupAction){ .id = col_int(q, 0),
                           .group_id = col_int(q, 1),
                           .meeting_id = col_int(q, 2),
                           .item_id = col_int(q, 3),
                           .words = arena_text(arena, col_text(q, 4)),
                           .why = arena_text(arena, col_text(q, 5)),
                           .first_due_us = col_int(q, 6),
                           .due_us = col_int(q, 7),
                           .done_at_us = col_is_null(q, 8) ? 0 : col_int(q, 8),
                           .owner_id = is_in_group ? col_int(q, 9) : 0,
                           .owner_name = arena_text(arena, col_text(q, 10)),
                           .outside = arena_text(arena, col_text(q, 11)),
                           .owner_way = arena_text(arena, col_text(q, 12)),
                           .owner = owner_from_name(col_text(q, 13), is_in_group),
                           .entered_by = col_int(q, 15),
                           .made_at_us = col_int(q, 16) };
  action_state_from_name(col_text(q, 14), &action->state);
}

static const GroupAction *
read_actions(Query *q, Arena *arena, int limit)
{
  GroupAction *list = arena_new_of(arena, GroupAction, (size_t)limit + 1);

  for (int i = 0; i < limit && query_next(q); i++)
    read_action(q, arena, &list[i]);
  return list;
}

const GroupAction *
actions_find(Txn *txn, Arena *arena, int64_t group_id, int64_t action_id)
{
  g_autoptr(Query) q = db_query(txn, ACTION_COLUMNS " AND a.group_id = ?2 AND a.id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, action_id);

  const GroupAction *found = read_actions(q, arena, 1);

  return found->id ? found : NULL;
}

const GroupAction *
actions_going_on(Txn *txn, Arena *arena, int64_t group_id)
{
  g_autoptr(Query) q =
      db_query(txn, ACTION_COLUMNS " AND a.group_id = ?2 AND a.state NOT IN ('done', 'dropped')"
                                   " ORDER BY a.due_us, a.id LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, ACTIONS_OPEN_MAX);
  return read_actions(q, arena, ACTIONS_OPEN_MAX);
}

const GroupAction *
actions_over(Txn *txn, Arena *arena, int64_t group_id, int64_t before_id)
{
  g_autoptr(Query) q =
      db_query(txn, ACTION_COLUMNS " AND a.group_id = ?2 AND a.state IN ('done', 'dropped')"
                                   " AND (?3 = 0 OR a.id < ?3) ORDER BY a.id DESC LIMIT ?4");

  bind_int(q, 2, group_id);
  bind_int(q, 3, before_id);
  bind_int(q, 4, ACTIONS_PAGE + 1);
  return read_actions(q, arena, ACTIONS_PAGE + 1);
}

const GroupAction *
actions_of_meeting(Txn *txn, Arena *arena, int64_t meeting_id)
{
  g_autoptr(Query) q =
      db_query(txn, ACTION_COLUMNS " AND a.meeting_id = ?2 ORDER BY a.id LIMIT ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, 2 * ACTIONS_OPEN_MAX);
  return read_actions(q, arena, 2 * ACTIONS_OPEN_MAX);
}

const GroupAction *
actions_mine(Txn *txn, Arena *arena, int64_t member_id, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, ACTION_COLUMNS " AND a.owner_id = ?2 AND a.owner_state = 'yes'"
                                   " AND a.state NOT IN ('done', 'dropped') AND g.id IS NOT NULL"
                                   " ORDER BY a.due_us, a.id LIMIT ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, limit);
  return read_actions(q, arena, limit);
}

const ActionWord *
actions_words(Txn *txn, Arena *arena, int64_t action_id)
{
  ActionWord *list = arena_new_of(arena, ActionWord, ACTION_TOLD_MAX + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, kind, replaced_by, state, done_at_us, due_us, was_due_us,"
                    " written_at_us, words, way FROM group_action_word"
                    " WHERE community_id = ?1 AND action_id = ?2 ORDER BY id LIMIT ?3");

  bind_int(q, 2, action_id);
  bind_int(q, 3, ACTION_TOLD_MAX);
  for (int i = 0; i < ACTION_TOLD_MAX && query_next(q); i++) {
    list[i] = (ActionWord){ .id = col_int(q, 0),
                            .is_day = strcmp(col_text(q, 1), "day") == 0,
                            .stands = col_int(q, 2) == 0,
                            .done_at_us = col_is_null(q, 4) ? 0 : col_int(q, 4),
                            .due_us = col_int(q, 5),
                            .was_due_us = col_int(q, 6),
                            .written_at_us = col_int(q, 7),
                            .words = arena_text(arena, col_text(q, 8)),
                            .way = arena_text(arena, col_text(q, 9)) };
    action_state_from_name(col_text(q, 3), &list[i].state);
  }
  return list;
}

/* ---- counting ---- */

/* Once for each side that an owner was in on a first day. */
typedef struct {
  int64_t owner_id;
  Side side;
} Owner;

typedef struct {
  const SideHistory *history;
  Owner *owners;
  int count;
  bool is_shown_by_all; /* each owner shows that side beside their name */
  ActionSum side[SIDE_COUNT];
} Sides;

static void
add_sum(ActionSum *sum, const ActionSum *more)
{
  sum->due += more->due;
  sum->in_time += more->in_time;
  sum->later += more->later;
  sum->not_done += more->not_done;
}

/* As the owner was on the first day; rows come owner by owner. */
static void
add_owned(Sides *sides, int64_t owner_id, int64_t first_due_us, const ActionSum *sum)
{
  const SideThen then = side_history_at(sides->history, owner_id, first_due_us);
  bool is_known = false;

  for (int i = sides->count - 1; i >= 0 && sides->owners[i].owner_id == owner_id; i--)
    is_known = is_known || sides->owners[i].side == then.side;
  add_sum(&sides->side[then.side], sum);
  if (is_known)
    return;
  sides->owners[sides->count++] = (Owner){ owner_id, then.side };
  sides->is_shown_by_all = sides->is_shown_by_all && then.is_shown;
}

/* Each owner's by their first day, with who is outside and nobody among the first. */
#define COUNT_ACTIONS                                                                          \
  "SELECT CASE WHEN a.owner_state = 'yes' AND g.id IS NOT NULL THEN a.owner_id ELSE 0 END,"    \
  " CASE WHEN a.owner_state = 'outside' THEN 1 ELSE 0 END, count(*),"                          \
  " CAST(sum(CASE WHEN a.state = 'done' AND a.done_at_us <= a.first_due_us THEN 1 ELSE 0 END)" \
  "  AS BIGINT),"                                                                              \
  " CAST(sum(CASE WHEN a.state = 'done' AND a.done_at_us > a.first_due_us THEN 1 ELSE 0 END)"  \
  "  AS BIGINT), a.first_due_us"                                                               \
  " FROM group_action a LEFT JOIN group_member g ON g.community_id = ?1"                       \
  " AND g.group_id = a.group_id AND g.member_id = a.owner_id AND g.state = 'in'"               \
  " LEFT JOIN meeting m ON m.community_id = ?1 AND m.id = a.meeting_id"                        \
  " WHERE a.community_id = ?1 AND a.group_id = ?2 AND a.first_due_us >= ?3"                    \
  " AND a.first_due_us < ?4 AND (?5 = 0 OR " MEETING_KIND_THEN " = 'shared')"                  \
  " GROUP BY 1, 2, a.first_due_us"                                                             \
  " ORDER BY 1, 2"

static void
read_sums(Query *q, Sides *sides, ActionCounts *counts)
{
  while (query_next(q)) {
    const int64_t owner_id = col_int(q, 0);
    ActionSum sum = { .due = col_int(q, 2), .in_time = col_int(q, 3), .later = col_int(q, 4) };

    sum.not_done = sum.due - sum.in_time - sum.later;
    add_sum(&counts->all, &sum);
    if (!owner_id)
      add_sum(col_int(q, 1) ? &counts->outside : &counts->nobody, &sum);
    else if (sides->count < GROUP_PEOPLE_MAX * SIDE_COUNT)
      add_owned(sides, owner_id, col_int(q, 5), &sum);
  }
}

void
actions_count(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us, int64_t now_us,
              bool only_shared, ActionCounts *ret_counts)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Sides sides = { .history = sides_then_read(txn, arena, group_id),
                  .owners = arena_new_of(arena, Owner, GROUP_PEOPLE_MAX * SIDE_COUNT),
                  .is_shown_by_all = true };

  *ret_counts = (ActionCounts){ .all = { 0 } };
  {
    g_autoptr(Query) q = db_query(txn, COUNT_ACTIONS);

    bind_int(q, 2, group_id);
    bind_int(q, 3, from_us);
    bind_int(q, 4, MIN(until_us, now_us));
    bind_int(q, 5, only_shared);
    read_sums(q, &sides, ret_counts);
  }
  /* Names stand beside what was done and was not; so sums by side would tell sides, also by what
     they grow from one day to the next. */
  ret_counts->is_by_side = sides.count > 0 && sides.is_shown_by_all;
  for (int i = 0; i < SIDE_COUNT && ret_counts->is_by_side; i++)
    ret_counts->side[i] = sides.side[i];
}
