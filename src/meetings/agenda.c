/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Agendas: what stands on them, and by when. Changing them is agenda_change.c. */
#include "meetings/agenda.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "meetings/rules.h"

#include <string.h>

const LogKind agenda_log_kinds[] = {
  { .kind = "agenda-item-added" },
  { .kind = "agenda-item-for-other", .you = N_("Something was put on an agenda in your name") },
  { .kind = "agenda-item-confirmed" },
  { .kind = "agenda-item-back" },
  { .kind = "agenda-order" },
  { .kind = "agenda-connect", .power = N_("Time to connect got fewer or more minutes") },
  { .kind = "agenda-facilitator" },
  { .kind = "agenda-carried-over" },
  { .kind = "agenda-paper" },
  { .kind = "agenda-paper-days", .power = N_("A group's days for sending papers were changed") },
  { NULL },
};

const Choice agenda_ways[] = {
  { .value = "telephone", .label = N_("By telephone") },
  { .value = "paper", .label = N_("On paper") },
  { .value = "mail", .label = N_("By e-mail") },
  { .value = "said", .label = N_("They said it") },
  { .value = NULL },
};

static int
number_of(const char *name, const char *const *names, int count)
{
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return 0;
}

static AskerWord
word_from_name(const char *name)
{
  static const char *const names[] = { "own", "waiting", "yes", "no" };

  return (AskerWord)number_of(name, names, G_N_ELEMENTS(names));
}

static ItemState
state_from_name(const char *name)
{
  static const char *const names[] = { "open", "talked", "not-reached", "back" };

  return (ItemState)number_of(name, names, G_N_ELEMENTS(names));
}

static int64_t
first_day_us(const Meeting *meeting)
{
  return meeting->first_at_us ? MIN(meeting->starts_at_us, meeting->first_at_us)
                              : meeting->starts_at_us;
}

int64_t
agenda_due_us(const Meeting *meeting, int64_t paper_days)
{
  if (!meeting->starts_at_us || meeting->is_written_after)
    return 0;
  return first_day_us(meeting) - paper_days * US_PER_DAY;
}

static AgendaItem
read_item(Query *q, Arena *arena, const Meeting *meeting, int64_t due_us)
{
  const int64_t made_at_us = col_int(q, 17);
  const bool is_connect = strcmp(col_text(q, 5), "connect") == 0;

  return (AgendaItem){
    .id = col_int(q, 4),
    .meeting_id = meeting->id,
    .is_connect = is_connect,
    .title = arena_text(arena, col_text(q, 6)),
    .why = arena_text(arena, col_text(q, 7)),
    .minutes = col_int(q, 8),
    .asked_by = col_int(q, 9),
    .asked_by_name = arena_text(arena, col_text(q, 10)),
    .entered_by = col_int(q, 11),
    .entered_by_name = arena_text(arena, col_text(q, 12)),
    .way = arena_text(arena, col_text(q, 13)),
    .word = word_from_name(col_text(q, 14)),
    .state = state_from_name(col_text(q, 15)),
    .is_again = col_int(q, 16) != 0,
    .made_at_us = made_at_us,
    .place = col_int(q, 18),
    .is_late = !is_connect && due_us != 0 && made_at_us > due_us,
  };
}

/* An agenda on which nothing was written has time to connect all the same. */
static void
add_usual_connect(Agenda *agenda, int64_t meeting_id)
{
  agenda->items[agenda->count++] = (AgendaItem){ .meeting_id = meeting_id,
                                                 .is_connect = true,
                                                 .title = "",
                                                 .why = "",
                                                 .asked_by_name = "",
                                                 .entered_by_name = "",
                                                 .way = "page",
                                                 .minutes = CONNECT_USUAL };
}

/* How a choice counts that was made after those before; see agenda_paper_days_for. */
static int64_t
days_after(int64_t days, int64_t from_us, int64_t chosen, int64_t first_day_at_us)
{
  if (first_day_at_us && from_us >= first_day_at_us - MAX(days, chosen) * US_PER_DAY)
    return days;
  return chosen;
}

static int64_t
first_day_if_set(const Meeting *meeting)
{
  return meeting->starts_at_us ? first_day_us(meeting) : 0;
}

/* While nothing stands on it, the rows are the group's choices of days. */
const Agenda *
agenda_find(Txn *txn, Arena *arena, const Meeting *meeting)
{
  Agenda *agenda = arena_new_of(arena, Agenda, 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT a.paper_days, COALESCE(a.facilitator_id, 0), f.name,"
           " a.interests, i.id, i.kind, i.title, i.why, i.minutes, i.asked_by, p.name,"
           " i.entered_by, e.name, i.way, i.word, i.state, i.from_id, i.made_at_us,"
           " i.place_in_order, d.from_us, d.days FROM meeting m"
           " LEFT JOIN meeting_agenda a ON a.community_id = ?1 AND a.meeting_id = m.id"
           " LEFT JOIN member f ON f.community_id = ?1 AND f.id = a.facilitator_id"
           " LEFT JOIN agenda_item i ON i.community_id = ?1 AND i.meeting_id = m.id"
           " LEFT JOIN member p ON p.community_id = ?1 AND p.id = i.asked_by"
           " LEFT JOIN member e ON e.community_id = ?1 AND e.id = i.entered_by"
           " LEFT JOIN group_paper_day d ON d.community_id = ?1 AND d.group_id = m.group_id"
           "  AND a.meeting_id IS NULL AND i.id IS NULL"
           " WHERE m.community_id = ?1 AND m.id = ?2 ORDER BY d.from_us NULLS FIRST,"
           " CASE WHEN i.state = 'back' THEN 1 ELSE 0 END, i.place_in_order NULLS FIRST, i.id"
           " NULLS FIRST");

  bind_int(q, 2, meeting->id);
  agenda->paper_days = PAPER_DAYS_USUAL;
  while (agenda->count < AGENDA_ITEMS_MAX && query_next(q)) {
    if (agenda->count == 0) {
      if (!col_is_null(q, 0))
        agenda->paper_days = col_int(q, 0);
      else if (!col_is_null(q, 19))
        agenda->paper_days = days_after(agenda->paper_days, col_int(q, 19), col_int(q, 20),
                                        first_day_if_set(meeting));
      agenda->due_us = agenda_due_us(meeting, agenda->paper_days);
      agenda->facilitator_id = col_int(q, 1);
      agenda->facilitator_name = arena_text(arena, col_text(q, 2));
      agenda->interests = arena_text(arena, col_text(q, 3));
    }
    if (!col_is_null(q, 4))
      agenda->items[agenda->count++] = read_item(q, arena, meeting, agenda->due_us);
  }
  if (agenda->count == 0)
    add_usual_connect(agenda, meeting->id);
  return agenda;
}

const AgendaItem *
agenda_item(const Agenda *agenda, int64_t item_id)
{
  for (int i = 0; i < agenda->count; i++)
    if (item_id && agenda->items[i].id == item_id && !agenda->items[i].is_connect)
      return &agenda->items[i];
  return NULL;
}

int64_t
agenda_minutes(const Agenda *agenda)
{
  int64_t sum = 0;

  for (int i = 0; i < agenda->count; i++)
    if (agenda->items[i].state != ITEM_BACK)
      sum += agenda->items[i].minutes;
  return sum;
}

/* Up to a day, in the order in which they were chosen. */
static int64_t
days_of_group(Txn *txn, int64_t group_id, int64_t first_day_at_us)
{
  int64_t days = PAPER_DAYS_USUAL;
  g_autoptr(Query) q =
      db_query(txn, "SELECT from_us, days FROM group_paper_day WHERE community_id = ?1"
                    " AND group_id = ?2 ORDER BY from_us");

  bind_int(q, 2, group_id);
  while (query_next(q))
    days = days_after(days, col_int(q, 0), col_int(q, 1), first_day_at_us);
  return days;
}

int64_t
agenda_paper_days(Txn *txn, int64_t group_id)
{
  return days_of_group(txn, group_id, 0);
}

int64_t
agenda_paper_days_for(Txn *txn, const Meeting *meeting)
{
  return days_of_group(txn, meeting->group_id, first_day_if_set(meeting));
}

const MeetingPaper *
agenda_papers(Txn *txn, Arena *arena, const Meeting *meeting, const Agenda *agenda,
              int64_t viewer_id)
{
  MeetingPaper *list = arena_new_of(arena, MeetingPaper, MEETING_PAPERS_MAX + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT p.id, p.title, p.sent_at_us, count(d.released_at_us),"
      " CAST(sum(CASE WHEN d.released_at_us <= ?4 AND x.chosen_at_us <= ?7 THEN 1 ELSE 0 END)"
      "  AS BIGINT), count(m.id),"
      " CAST(sum(CASE WHEN d.released_at_us IS NOT NULL AND m.id = ?5 THEN 1 ELSE 0 END) AS BIGINT)"
      " FROM meeting_paper x"
      " JOIN paper p ON p.community_id = ?1 AND p.id = x.paper_id"
      " JOIN group_member g ON g.community_id = ?1 AND g.group_id = ?3 AND g.state = 'in'"
      " JOIN member m ON m.community_id = ?1 AND m.id = g.member_id AND m.state = 'here'"
      " LEFT JOIN delivery d ON d.community_id = ?1 AND d.paper_id = p.id AND d.member_id = m.id"
      " WHERE x.community_id = ?1 AND x.meeting_id = ?2"
      " GROUP BY p.id, p.title, p.sent_at_us ORDER BY p.sent_at_us NULLS LAST, p.id LIMIT ?6");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, meeting->group_id);
  bind_int(q, 4, agenda->due_us ? agenda->due_us : INT64_MAX);
  bind_int(q, 5, viewer_id);
  bind_int(q, 6, MEETING_PAPERS_MAX);
  bind_int(q, 7, meeting->starts_at_us ? meeting->starts_at_us : INT64_MAX);
  while (count < MEETING_PAPERS_MAX && query_next(q)) {
    const int64_t out = col_int(q, 3), in_time = col_int(q, 4);

    list[count++] = (MeetingPaper){ .paper_id = col_int(q, 0),
                                    .title = arena_text(arena, col_text(q, 1)),
                                    .sent_at_us = col_is_null(q, 2) ? 0 : col_int(q, 2),
                                    .is_theirs = col_int(q, 6) > 0,
                                    .in_time = in_time,
                                    .late = out - in_time,
                                    .never = col_int(q, 5) - out };
  }
  return list;
}
