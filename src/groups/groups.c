/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Groups themselves. */
#include "groups/groups.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/zones.h"
#include "groups/rules.h"
#include "lang/lang.h"

#include <stdio.h>
#include <string.h>

enum { LIST_MAX = 100 };

const LogKind groups_log_kinds[] = {
  { .kind = "group-started" },
  { .kind = "group-changed" },
  { .kind = "group-closed", .power = N_("A group was closed") },
  { .kind = "group-opened", .power = N_("A closed group was opened again") },
  { .kind = "group-purpose-changed", .power = N_("A group changed what it is for") },
  { .kind = "group-offer-changed" },
  { .kind = "group-rules-changed" },
  { .kind = "group-joined" },
  { .kind = "group-joined-for", .you = N_("It was written down for you that you join a group") },
  { .kind = "group-left" },
  { .kind = "group-role-changed" },
  { .kind = "group-asked" },
  { .kind = "group-asked-for",
    .you = N_("It was written down for you that you ask to join a group") },
  { .kind = "group-invited", .you = N_("You were invited to a group") },
  { .kind = "group-let-in", .you = N_("You were let into a group") },
  { .kind = "group-not-let-in", .you = N_("A group said: not this time") },
  { .kind = "group-answer-told", .you = N_("You were told whether you are in a group") },
  { .kind = "group-duty-given", .you = N_("You took on a duty in a group") },
  { .kind = "group-duty-ended", .you = N_("You laid down a duty in a group") },
  { .kind = "group-duty-changed" },
  { .kind = "group-mandate-given", .power = N_("A group was given something to decide") },
  { .kind = "group-mandate-ended", .power = N_("A group may not decide something any more") },
  { .kind = "group-mandate-asked" },
  { .kind = "group-mandate-public",
    .power = N_("What a group may decide was put on the public register") },
  { .kind = "group-mandate-inside",
    .power = N_("What a group may decide was taken off the public register") },
  { .kind = "group-line-added" },
  { .kind = "group-line-done" },
  { .kind = "group-line-removed" },
  { .kind = "group-reviewed" },
  { NULL },
};

const Choice said_way_choices[] = {
  { .value = "telephone", .label = N_("By telephone") },
  { .value = "paper", .label = N_("On paper") },
  { .value = "talk", .label = N_("When we met") },
  { .value = NULL },
};

const Choice stage_choices[] = {
  { .value = "plan", .label = N_("We plan") },
  { .value = "design", .label = N_("We design") },
  { .value = "deliver", .label = N_("We do it") },
  { .value = "review", .label = N_("We look back") },
  { .value = "question", .label = N_("Research: we choose the question") },
  { .value = "method", .label = N_("Research: we choose how to find out") },
  { .value = "fieldwork", .label = N_("Research: we ask and look") },
  { .value = "analysis", .label = N_("Research: we work out what it means") },
  { .value = "write-up", .label = N_("Research: we write it up") },
  { .value = NULL },
};

static const char *const standing_names[GROUP_STANDING_COUNT] = { "", "asked", "invited", "in",
                                                                  "left" };

GroupStanding
group_standing_from_name(const char *name)
{
  for (int i = GROUP_ASKED; i < GROUP_STANDING_COUNT; i++)
    if (strcmp(standing_names[i], name) == 0)
      return (GroupStanding)i;
  return GROUP_STRANGER;
}

void
group_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = thing_id });
}

void
group_note_for(Txn *txn, const Act *act, const char *kind, int64_t group_id, int64_t member_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = group_id, .concerns_id = member_id });
}

/* ---- days ---- */

int64_t
groups_day_end_us(const char *date, const char *time_zone)
{
  int year = 0, month = 0, day = 0;

  if (sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return 0;

  g_autoptr(GTimeZone) zone = zone_named(time_zone);
  g_autoptr(GDateTime) noon = g_date_time_new(zone, year, month, day, 12, 0, 0);
  g_autoptr(GDateTime) next_noon = noon ? g_date_time_add_days(noon, 1) : NULL;

  if (!next_noon)
    return 0;

  /* Where clocks go forward at midnight, the day begins at one: GLib gives that moment. */
  g_autoptr(GDateTime) next =
      g_date_time_new(zone, g_date_time_get_year(next_noon), g_date_time_get_month(next_noon),
                      g_date_time_get_day_of_month(next_noon), 0, 0, 0);

  return next ? g_date_time_to_unix(next) * US_PER_S - 1 : 0;
}

const char *
groups_day_of(Arena *arena, int64_t end_us, const char *time_zone)
{
  g_autoptr(GTimeZone) zone = zone_named(time_zone);
  g_autoptr(GDateTime) utc = end_us ? g_date_time_new_from_unix_utc(end_us / US_PER_S) : NULL;
  g_autoptr(GDateTime) here = utc ? g_date_time_to_timezone(utc, zone) : NULL;
  g_autofree char *text = here ? g_date_time_format(here, "%Y-%m-%d") : NULL;

  return arena_text(arena, text);
}

/* ---- finding ---- */

/* Columns of every list: the same everywhere, because read_group counts on it. */
static Group
read_group(Query *q, Arena *arena)
{
  return (Group){
    .id = col_int(q, 0),
    .name = arena_text(arena, col_text(q, 1)),
    .is_peer_led = strcmp(col_text(q, 2), "peer-led") == 0,
    .stage = arena_text(arena, col_text(q, 3)),
    .is_for_all = strcmp(col_text(q, 4), "all") == 0,
    .is_open = strcmp(col_text(q, 5), "open") == 0,
    .is_closed = strcmp(col_text(q, 6), "closed") == 0,
    .made_at_us = col_int(q, 7),
    .closed_at_us = col_is_null(q, 8) ? 0 : col_int(q, 8),
    .last_word = arena_text(arena, col_text(q, 9)),
    .carried_on = arena_text(arena, col_text(q, 10)),
    .standing = group_standing_from_name(col_text(q, 11)),
    .different = arena_text(arena, col_text(q, 12)),
    .within_id = col_is_null(q, 13) ? 0 : col_int(q, 13),
    .within_name = arena_text(arena, col_text(q, 14)),
  };
}

static const Group *
read_groups(Query *q, Arena *arena, int limit)
{
  Group *list = arena_new_of(arena, Group, limit + 1);
  int count = 0;

  while (count < limit && query_next(q))
    list[count++] = read_group(q, arena);
  return list;
}

#define GROUP_COLUMNS                                                                           \
  "SELECT g.id, g.name, g.kind, g.stage, g.seen_by, g.joining, g.state, g.made_at_us,"          \
  " g.closed_at_us, g.last_word, g.carried_on, COALESCE(m.state, ''),"                          \
  " (SELECT p.different FROM group_purpose p WHERE p.community_id = ?1 AND p.group_id = g.id"   \
  "  ORDER BY p.id DESC LIMIT 1), w.id, w.name"                                                 \
  " FROM working_group g"                                                                       \
  " LEFT JOIN group_member m ON m.community_id = ?1 AND m.group_id = g.id AND m.member_id = ?2" \
  " LEFT JOIN working_group w ON w.community_id = ?1 AND w.id = g.within_id"                    \
  " AND (w.seen_by = 'all' OR EXISTS (SELECT 1 FROM group_member wm WHERE wm.community_id = ?1" \
  "  AND wm.group_id = w.id AND wm.member_id = ?2 AND wm.state IN ('in', 'invited')))"          \
  " WHERE g.community_id = ?1"

/* Who may know of it. */
#define GROUP_IS_SEEN " AND (g.seen_by = 'all' OR m.state IN ('in', 'invited'))"

const Group *
groups_find(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id)
{
  g_autoptr(Query) q = db_query(txn, GROUP_COLUMNS GROUP_IS_SEEN " AND g.id = ?3");

  bind_int(q, 2, viewer_id);
  bind_int(q, 3, group_id);

  const Group *found = read_groups(q, arena, 1);

  return found->id ? found : NULL;
}

/* Apart from the group, because most pages and forms of a group do not ask for it. */
int64_t
groups_count_people(Txn *txn, int64_t group_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM group_member c JOIN member p ON p.community_id = ?1"
                    " AND p.id = c.member_id AND p.state = 'here'"
                    " WHERE c.community_id = ?1 AND c.group_id = ?2 AND c.state = 'in'");

  bind_int(q, 2, group_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

bool
groups_may(Txn *txn, int64_t group_id, int64_t viewer_id, GroupNeed need)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT g.seen_by, g.state, COALESCE(m.state, '') FROM working_group g"
                    " LEFT JOIN group_member m ON m.community_id = ?1 AND m.group_id = g.id"
                    " AND m.member_id = ?2 WHERE g.community_id = ?1 AND g.id = ?3");

  bind_int(q, 2, viewer_id);
  bind_int(q, 3, group_id);
  if (!query_next(q))
    return false;

  const GroupStanding standing = group_standing_from_name(col_text(q, 2));
  const bool is_in = standing == GROUP_IN;

  if (need == GROUP_TO_SEE)
    return is_in || standing == GROUP_INVITED || strcmp(col_text(q, 0), "all") == 0;
  return is_in && (need == GROUP_TO_READ || strcmp(col_text(q, 1), "going") == 0);
}

const Group *
groups_mine(Txn *txn, Arena *arena, int64_t viewer_id)
{
  g_autoptr(Query) q = db_query(txn, GROUP_COLUMNS " AND m.state IN ('in', 'invited', 'asked')"
                                                   " ORDER BY g.state DESC, g.sort_key, g.id"
                                                   " LIMIT ?3");

  bind_int(q, 2, viewer_id);
  bind_int(q, 3, LIST_MAX);
  return read_groups(q, arena, LIST_MAX);
}

const char *
groups_sort_key(Arena *arena, const char *name)
{
  g_autofree char *key = text_sort_key(name);

  return arena_text(arena, key);
}

const Group *
groups_others(Txn *txn, Arena *arena, int64_t viewer_id, bool is_closed, const char *after_sort_key,
              int64_t after_id, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, GROUP_COLUMNS " AND g.seen_by = 'all' AND (m.state IS NULL OR m.state = 'left')"
                                  " AND g.state = ?3 AND (g.sort_key, g.id) > (?4, ?5)"
                                  " ORDER BY g.sort_key, g.id LIMIT ?6");

  bind_int(q, 2, viewer_id);
  bind_text(q, 3, is_closed ? "closed" : "going");
  bind_text(q, 4, after_sort_key);
  bind_int(q, 5, after_id);
  bind_int(q, 6, limit);
  return read_groups(q, arena, limit);
}

const Group *
groups_within(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id)
{
  g_autoptr(Query) q = db_query(txn, GROUP_COLUMNS GROUP_IS_SEEN
                                " AND g.within_id = ?3 ORDER BY g.sort_key, g.id LIMIT ?4");

  bind_int(q, 2, viewer_id);
  bind_int(q, 3, group_id);
  bind_int(q, 4, LIST_MAX);
  return read_groups(q, arena, LIST_MAX);
}

/* ---- starting and changing ---- */

bool
group_words_fit(const char *question, const char *words, Refusals *refusals)
{
  if (text_length(words) <= GROUP_WORDS_MAX)
    return true;
  refuse(refusals, question, N_("Make it shorter: 3,000 letters at most"));
  return false;
}

/* Another group that is going on and that all may see has this name. One that is closed to others
 * does not count: else the refusal would say that there is such a group. */
static bool
name_is_taken(Txn *txn, const char *sort_key, int64_t group_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM working_group WHERE community_id = ?1"
                                     " AND sort_key = ?2 AND id <> ?3 AND state = 'going'"
                                     " AND seen_by = 'all'");

  bind_text(q, 2, sort_key);
  bind_int(q, 3, group_id);
  return query_next(q) && col_int(q, 0) > 0;
}

static int64_t
count_groups(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM working_group WHERE community_id = ?1");

  return query_next(q) ? col_int(q, 0) : 0;
}

/* Up from `wish->within_id`: never back to the group itself. */
static bool
is_within_itself(Txn *txn, int64_t group_id, int64_t within_id)
{
  for (int depth = 0; within_id && depth < 20; depth++) {
    if (within_id == group_id)
      return true;

    g_autoptr(Query) q =
        db_query(txn, "SELECT within_id FROM working_group WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, within_id);
    within_id = query_next(q) ? col_int(q, 0) : 0;
  }
  return within_id != 0;
}

static void
check_wish(Txn *txn, const Act *act, int64_t group_id, const GroupWish *wish, const char *sort_key,
           Refusals *refusals)
{
  if (!*sort_key)
    refuse(refusals, "name", N_("Give the group a name"));
  else if (text_length(wish->name) > GROUP_NAME_MAX)
    refuse(refusals, "name", N_("Make the name shorter: 120 letters at most"));
  else if (name_is_taken(txn, sort_key, group_id))
    refuse(refusals, "name", N_("There is a group of this name. Choose another name."));
  if (choice_place(stage_choices, wish->stage) < 0)
    refuse(refusals, "stage", N_("Choose where the group stands"));
  if (!wish->within_id)
    return;
  if (group_standing(txn, wish->within_id, act->member_id) != GROUP_IN)
    refuse(refusals, "within", N_("You are not in that group"));
  else if (group_id && is_within_itself(txn, group_id, wish->within_id))
    refuse(refusals, "within", N_("A group cannot be a part of itself"));
}

static void
bind_wish(Query *q, const GroupWish *wish, const char *sort_key)
{
  bind_text(q, 3, wish->name);
  bind_text(q, 4, sort_key);
  bind_text(q, 5, wish->is_peer_led ? "peer-led" : "ordinary");
  bind_int(q, 6, wish->within_id);
  bind_text(q, 7, wish->stage);
  bind_text(q, 8, wish->is_for_all ? "all" : "group");
  bind_text(q, 9, wish->is_open ? "open" : "asked");
}

void
groups_add(Txn *txn, const Act *act, const GroupWish *wish, Refusals *refusals, int64_t *ret_id)
{
  g_autofree char *sort_key = text_sort_key(wish->name);
  const int64_t id = act_new_id(act);

  check_wish(txn, act, 0, wish, sort_key, refusals);
  if (count_groups(txn) >= GROUPS_MAX)
    refuse(refusals, "", N_("There are too many groups here. Please tell an organiser."));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO working_group (community_id, id, name, sort_key, kind, within_id,"
                " stage, seen_by, joining, state, made_by, made_at_us, closed_by, last_word,"
                " carried_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'going', ?10, ?11, 0,"
                " '', '')");

  bind_int(q, 2, id);
  bind_wish(q, wish, sort_key);
  bind_int(q, 10, act->member_id);
  bind_int(q, 11, act->at_us);
  query_run(q);
  group_note(txn, act, "group-started", id);
  *ret_id = id;
}

void
groups_change(Txn *txn, const Act *act, int64_t group_id, const GroupWish *wish, Refusals *refusals)
{
  g_autofree char *sort_key = text_sort_key(wish->name);

  check_wish(txn, act, group_id, wish, sort_key, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE working_group SET name = ?3, sort_key = ?4, kind = ?5, within_id = ?6,"
                " stage = ?7, seen_by = ?8, joining = ?9 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, group_id);
  bind_wish(q, wish, sort_key);
  query_run(q);
  group_note(txn, act, "group-changed", group_id);
}

/* ---- closing ---- */

void
groups_close(Txn *txn, const Act *act, int64_t group_id, const char *last_word,
             const char *carried_on, Refusals *refusals)
{
  if (!*last_word)
    refuse(refusals, "last_word", N_("Write a last word: what do you want to say?"));
  group_words_fit("last_word", last_word, refusals);
  group_words_fit("carried_on", carried_on, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE working_group SET state = 'closed', closed_by = ?3, closed_at_us = ?4,"
                " last_word = ?5, carried_on = ?6 WHERE community_id = ?1 AND id = ?2"
                " AND state = 'going'");

  bind_int(q, 2, group_id);
  bind_int(q, 3, act->member_id);
  bind_int(q, 4, act->at_us);
  bind_text(q, 5, last_word);
  bind_text(q, 6, carried_on);
  query_run(q);
  if (query_changes(q) > 0)
    group_note(txn, act, "group-closed", group_id);
}

void
groups_open_again(Txn *txn, const Act *act, int64_t group_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE working_group SET state = 'going', closed_by = 0,"
                                 " closed_at_us = NULL WHERE community_id = ?1 AND id = ?2"
                                 " AND state = 'closed'");

  bind_int(q, 2, group_id);
  query_run(q);
  if (query_changes(q) > 0)
    group_note(txn, act, "group-opened", group_id);
}
