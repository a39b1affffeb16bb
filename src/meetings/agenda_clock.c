/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which item is talked about, and until when. */
#include "meetings/agenda_clock.h"

#include "base/clock.h"
#include "lang/lang.h"

static bool
is_to_talk_about(const AgendaItem *item)
{
  return item->is_connect || item->state != ITEM_BACK;
}

static int64_t
stored_id(const AgendaItem *item)
{
  return item->is_connect ? 0 : item->id;
}

const AgendaItem *
agenda_clock_first(const Agenda *agenda)
{
  return agenda->count > 0 ? &agenda->items[0] : NULL;
}

AgendaClock
agenda_clock_find(Txn *txn, const Agenda *agenda, int64_t meeting_id, int64_t now_us)
{
  AgendaClock clock = { 0 };
  int64_t item_id = 0;
  g_autoptr(Query) q = db_query(txn, "SELECT item_id, since_us FROM meeting_clock"
                                     " WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  if (!query_next(q))
    return clock;
  item_id = col_int(q, 0);
  clock.since_us = col_int(q, 1);
  if (now_us - clock.since_us > CLOCK_HOURS * US_PER_HOUR)
    return (AgendaClock){ 0 };
  for (int i = 0; i < agenda->count; i++) {
    const AgendaItem *item = &agenda->items[i];

    if (!is_to_talk_about(item))
      continue;
    if (clock.now && !clock.next)
      clock.next = item;
    if (!clock.now && stored_id(item) == item_id)
      clock.now = item;
  }
  if (clock.now && clock.now->minutes)
    clock.ends_us = clock.since_us + clock.now->minutes * US_PER_MINUTE;
  return clock;
}

int64_t
agenda_clock_minutes_left(const AgendaClock *clock, int64_t now_us)
{
  const int64_t left_us = clock->ends_us - now_us;

  return left_us >= 0 ? (left_us + US_PER_MINUTE - 1) / US_PER_MINUTE : left_us / US_PER_MINUTE;
}

void
agenda_clock_set(Txn *txn, const Act *act, const Meeting *meeting, const AgendaItem *item,
                 Refusals *refusals)
{
  if (meeting->state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  else if (!meeting->starts_at_us || meeting->starts_at_us > act->at_us)
    refuse(refusals, "", N_("This meeting has not begun yet"));
  else if (!item || !is_to_talk_about(item))
    refuse(refusals, "", N_("This is no longer on the agenda"));
  if (!item || refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_clock (community_id, meeting_id, item_id, since_us)"
                " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (community_id, meeting_id) DO UPDATE"
                " SET item_id = excluded.item_id, since_us = excluded.since_us"
                " WHERE meeting_clock.item_id <> excluded.item_id OR meeting_clock.since_us < ?5");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, stored_id(item));
  bind_int(q, 4, act->at_us);
  bind_int(q, 5, act->at_us - CLOCK_HOURS * US_PER_HOUR);
  query_run(q);
}

void
agenda_clock_stop(Txn *txn, const Act *act, int64_t meeting_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM meeting_clock WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  query_run(q);
}
