/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meetings themselves: finding them. Calling and changing them is arranging.c. */
#include "meetings/meetings.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "meetings/rules.h"

#include <string.h>

#define OPEN_END_US (3 * US_PER_HOUR)

const LogKind meetings_log_kinds[] = {
  { .kind = "meeting-called" },
  { .kind = "meeting-changed" },
  { .kind = "meeting-kind-changed", .power = N_("A meeting was said to be of another kind") },
  { .kind = "meeting-moved", .power = N_("A meeting got another time") },
  { .kind = "meeting-off", .power = N_("A meeting was called off") },
  { .kind = "meeting-held" },
  { .kind = "meeting-ahead", .power = N_("A meeting went ahead without one side") },
  { .kind = "meeting-reply" },
  { .kind = "meeting-told" },
  { .kind = "meeting-help-read" },
  { .kind = "meeting-written-down" },
  { .kind = "meeting-place-added" },
  { .kind = "meeting-place-changed" },
  { .kind = "calendar-address-made" },
  { .kind = "calendar-address-ended" },
  { .kind = "reminders-chosen" },
  { .kind = "meeting-reminded" },
  { NULL },
};

const Choice meeting_kind_choices[] = {
  { .value = "shared",
    .label = N_("Shared business"),
    .hint = N_("Something is talked about or decided that is for all sides.") },
  { .value = "preparation",
    .label = N_("Preparation"),
    .hint = N_("Some get ready together. Nothing is settled.") },
  { .value = "peer-led",
    .label = N_("Led by peers"),
    .hint = N_("People who share an experience, among themselves.") },
  { .value = NULL },
};

static const char *const state_names[] = { "to-find", "called", "held", "off" };

const char *
meeting_kind_name(MeetingKind kind)
{
  return meeting_kind_choices[kind].value;
}

MeetingKind
meeting_kind_from_name(const char *name)
{
  for (int i = MEETING_PREPARATION; i <= MEETING_PEER_LED; i++)
    if (strcmp(meeting_kind_choices[i].value, name) == 0)
      return (MeetingKind)i;
  return MEETING_SHARED;
}

static MeetingState
state_from_name(const char *name)
{
  for (int i = MEETING_CALLED; i <= MEETING_OFF; i++)
    if (strcmp(state_names[i], name) == 0)
      return (MeetingState)i;
  return MEETING_TO_FIND;
}

void
meeting_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = thing_id });
}

void
meeting_note_for(Txn *txn, const Act *act, const char *kind, int64_t thing_id, int64_t member_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = thing_id, .concerns_id = member_id });
}

bool
meeting_is_on(const Meeting *meeting, int64_t now_us)
{
  return meeting->state != MEETING_OFF && meeting->starts_at_us &&
         now_us >= meeting->starts_at_us - DAY_EARLY_HOURS * US_PER_HOUR &&
         now_us < meeting->starts_at_us + DAY_LATE_HOURS * US_PER_HOUR;
}

bool
meeting_is_over(const Meeting *meeting, int64_t now_us)
{
  if (!meeting->starts_at_us)
    return false;
  return now_us >=
         (meeting->ends_at_us ? meeting->ends_at_us : meeting->starts_at_us + OPEN_END_US);
}

bool
meetings_may_arrange(Txn *txn, int64_t group_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT (SELECT count(*) FROM group_member i JOIN working_group g"
      "  ON g.community_id = ?1 AND g.id = i.group_id AND g.state = 'going'"
      "  WHERE i.community_id = ?1 AND i.group_id = ?2 AND i.member_id = ?3 AND i.state = 'in'),"
      " (SELECT count(*) FROM group_duty d"
      "  JOIN member m ON m.community_id = ?1 AND m.id = d.member_id AND m.state = 'here'"
      "  WHERE d.community_id = ?1 AND d.group_id = ?2 AND d.ended_at_us IS NULL"
      "  AND d.duty IN ('facilitator', 'co-chair', 'note-taker')),"
      " (SELECT count(*) FROM group_duty d WHERE d.community_id = ?1 AND d.group_id = ?2"
      "  AND d.member_id = ?3 AND d.ended_at_us IS NULL"
      "  AND d.duty IN ('facilitator', 'co-chair', 'note-taker'))");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  return query_next(q) && col_int(q, 0) > 0 && (col_int(q, 1) == 0 || col_int(q, 2) > 0);
}

/* ---- finding ---- */

/* Columns of every list: the same everywhere, because read_meeting counts on it. */
#define MEETING_FIELDS                                                                       \
  "SELECT m.id, m.group_id, m.series_id, m.title, m.about, m.breaks, m.kind, m.state,"       \
  " m.starts_at_us, m.ends_at_us, m.first_at_us, m.moves, m.online, m.dial_in, m.called_by," \
  " m.called_at_us, m.is_written_after, c.name, p.id, p.name, p.address, p.words, p.has,"    \
  " p.has_not, p.changed_at_us, p.group_id, p.seen_by, h.why, h.was_at_us, h.made_at_us,"    \
  " m.retold, m.retold_before, m.retold_at_us FROM meeting m"                                \
  " LEFT JOIN member c ON c.community_id = ?1 AND c.id = m.called_by"                        \
  " LEFT JOIN meeting_place p ON p.community_id = ?1 AND p.id = m.place_id"                  \
  " LEFT JOIN meeting_change h ON h.community_id = ?1 AND h.id ="                            \
  "  (SELECT n.id FROM meeting_change n WHERE n.community_id = ?1 AND n.meeting_id = m.id"   \
  "   AND n.change IN ('moved', 'off') ORDER BY n.id DESC LIMIT 1)"
#define MEETING_COLUMNS MEETING_FIELDS " WHERE m.community_id = ?1 AND m.group_id = ?2"

static int64_t
int_or_0(Query *q, int column)
{
  return col_is_null(q, column) ? 0 : col_int(q, column);
}

static Venue
read_venue(Query *q, Arena *arena, int at)
{
  if (col_is_null(q, at))
    return (Venue){ .name = "", .address = "", .words = "", .has = "", .has_not = "" };
  return (Venue){ .id = col_int(q, at),
                  .name = arena_text(arena, col_text(q, at + 1)),
                  .address = arena_text(arena, col_text(q, at + 2)),
                  .words = arena_text(arena, col_text(q, at + 3)),
                  .has = arena_text(arena, col_text(q, at + 4)),
                  .has_not = arena_text(arena, col_text(q, at + 5)),
                  .changed_at_us = col_int(q, at + 6),
                  .group_id = col_int(q, at + 7),
                  .is_for_all = strcmp(col_text(q, at + 8), "all") == 0 };
}

static Meeting
read_meeting(Query *q, Arena *arena)
{
  return (Meeting){
    .id = col_int(q, 0),
    .group_id = col_int(q, 1),
    .series_id = col_int(q, 2),
    .title = arena_text(arena, col_text(q, 3)),
    .about = arena_text(arena, col_text(q, 4)),
    .breaks = arena_text(arena, col_text(q, 5)),
    .kind = meeting_kind_from_name(col_text(q, 6)),
    .state = state_from_name(col_text(q, 7)),
    .starts_at_us = int_or_0(q, 8),
    .ends_at_us = int_or_0(q, 9),
    .first_at_us = int_or_0(q, 10),
    .moves = col_int(q, 11),
    .online = arena_text(arena, col_text(q, 12)),
    .dial_in = arena_text(arena, col_text(q, 13)),
    .called_by = col_int(q, 14),
    .called_at_us = col_int(q, 15),
    .is_written_after = col_int(q, 16) != 0,
    .called_by_name = arena_text(arena, col_text(q, 17)),
    .venue = read_venue(q, arena, 18),
    .why = arena_text(arena, col_text(q, 27)),
    .was_at_us = int_or_0(q, 28),
    .changed_at_us = int_or_0(q, 29),
    .retold = col_int(q, 30),
    .retold_before = col_int(q, 31),
    .retold_at_us = int_or_0(q, 32),
  };
}

static const Meeting *
read_meetings(Query *q, Arena *arena, int limit)
{
  Meeting *list = arena_new_of(arena, Meeting, limit + 1);
  int count = 0;

  while (count < limit && query_next(q))
    list[count++] = read_meeting(q, arena);
  return list;
}

const Meeting *
meetings_find(Txn *txn, Arena *arena, int64_t group_id, int64_t meeting_id)
{
  g_autoptr(Query) q = db_query(txn, MEETING_COLUMNS " AND m.id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, meeting_id);

  const Meeting *found = read_meetings(q, arena, 1);

  return found->id ? found : NULL;
}

/* Of a news: what all were told, when nothing newer of this meeting was. */
#define NO_NEWER                                                                                \
  " AND NOT EXISTS (SELECT 1 FROM meeting_news x WHERE x.community_id = ?1 AND x.meeting_id = " \
  "m.id"                                                                                        \
  "  AND x.id > ?4)"

const Meeting *
meetings_of_news(Txn *txn, Arena *arena, int64_t news_id)
{
  int64_t group_id = 0, meeting_id = 0, changed_at_us = 0;
  bool is_series = false;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT m.group_id, m.id, CASE WHEN n.what = 'called' AND m.series_id = m.id"
                      " THEN 1 ELSE 0 END, CASE WHEN n.is_other = 1 THEN n.made_at_us ELSE 0 END"
                      " FROM meeting_news n JOIN meeting m"
                      " ON m.community_id = ?1 AND m.id = n.meeting_id"
                      " WHERE n.community_id = ?1 AND n.id = ?2");

    bind_int(q, 2, news_id);
    if (query_next(q)) {
      group_id = col_int(q, 0);
      meeting_id = col_int(q, 1);
      is_series = col_int(q, 2) != 0;
      changed_at_us = col_int(q, 3);
    }
  }

  g_autoptr(Query) q =
      is_series
          ? db_query(txn, MEETING_COLUMNS " AND m.series_id = ?3 AND m.state = 'called'" NO_NEWER
                                          " ORDER BY m.starts_at_us NULLS LAST, m.id LIMIT ?5")
          : db_query(txn, MEETING_COLUMNS
                     " AND (m.id = ?3 OR (m.state = 'called' AND m.retold_at_us = ?6))" NO_NEWER
                     " ORDER BY m.starts_at_us NULLS LAST, m.id LIMIT ?5");

  bind_int(q, 2, group_id);
  bind_int(q, 3, meeting_id);
  bind_int(q, 4, news_id);
  bind_int(q, 5, MEETINGS_TOGETHER);
  if (!is_series)
    bind_int(q, 6, changed_at_us);
  return read_meetings(q, arena, MEETINGS_TOGETHER);
}

const Meeting *
meetings_coming(Txn *txn, Arena *arena, int64_t group_id, int64_t day_start_us, int limit)
{
  /* Each half by its place in the index: under an OR all meetings that ever were are read. */
  g_autoptr(Query) q = db_query(txn, MEETING_COLUMNS
                                " AND m.id IN (SELECT c.id FROM meeting c WHERE c.community_id = ?1"
                                "  AND c.group_id = ?2 AND c.starts_at_us >= ?3 UNION ALL"
                                "  SELECT t.id FROM meeting t WHERE t.community_id = ?1"
                                "  AND t.group_id = ?2 AND t.starts_at_us IS NULL"
                                "  AND t.state = 'to-find')"
                                " ORDER BY m.starts_at_us NULLS FIRST, m.id LIMIT ?4");

  bind_int(q, 2, group_id);
  bind_int(q, 3, day_start_us);
  bind_int(q, 4, limit);
  return read_meetings(q, arena, limit);
}

const Meeting *
meetings_past(Txn *txn, Arena *arena, int64_t group_id, int64_t day_start_us, int64_t before_us,
              int64_t before_id, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, MEETING_COLUMNS " AND m.starts_at_us < ?3 AND (m.starts_at_us, m.id) < (?4, ?5)"
                                    " ORDER BY m.starts_at_us DESC NULLS LAST, m.id DESC LIMIT ?6");

  bind_int(q, 2, group_id);
  bind_int(q, 3, day_start_us);
  bind_int(q, 4, before_id ? before_us : day_start_us);
  bind_int(q, 5, before_id);
  bind_int(q, 6, limit);
  return read_meetings(q, arena, limit);
}

const Meeting *
meetings_mine(Txn *txn, Arena *arena, int64_t member_id, int64_t day_start_us, int limit)
{
  Meeting *list = arena_new_of(arena, Meeting, limit + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, m.group_id, m.title, m.starts_at_us, m.ends_at_us, (SELECT count(*)"
           "  FROM meeting_need n WHERE n.community_id = ?1 AND n.member_id = ?2"
           "  AND n.is_withdrawn = 0) FROM group_member i"
           " JOIN meeting m ON m.community_id = ?1 AND m.group_id = i.group_id"
           " AND m.starts_at_us >= ?3 AND m.state IN ('called', 'held')"
           " WHERE i.community_id = ?1 AND i.member_id = ?2 AND i.state = 'in'"
           " ORDER BY m.starts_at_us NULLS LAST, m.id LIMIT ?4");

  bind_int(q, 2, member_id);
  bind_int(q, 3, day_start_us);
  bind_int(q, 4, limit);
  while (count < limit && query_next(q))
    list[count++] = (Meeting){ .id = col_int(q, 0),
                               .group_id = col_int(q, 1),
                               .title = arena_text(arena, col_text(q, 2)),
                               .starts_at_us = col_int(q, 3),
                               .ends_at_us = int_or_0(q, 4),
                               .has_needs = col_int(q, 5) > 0,
                               .state = MEETING_CALLED };
  return list;
}

const Meeting *
meetings_for_calendar(Txn *txn, Arena *arena, int64_t member_id, int64_t from_us, int limit)
{
  g_autoptr(Query) q = db_query(
      txn, MEETING_FIELDS
      " JOIN group_member i ON i.community_id = ?1 AND i.group_id = m.group_id"
      " AND i.member_id = ?2 AND i.state = 'in'"
      " WHERE m.community_id = ?1 AND m.starts_at_us >= ?3 AND m.is_written_after = 0"
      " AND NOT EXISTS (SELECT 1 FROM meeting_reply r WHERE r.community_id = ?1"
      "  AND r.meeting_id = m.id AND r.member_id = ?2 AND r.answer = 'no' AND" REPLY_COUNTS ")"
      " ORDER BY m.starts_at_us NULLS LAST, m.id LIMIT ?4");

  bind_int(q, 2, member_id);
  bind_int(q, 3, from_us);
  bind_int(q, 4, limit);
  return read_meetings(q, arena, limit);
}
