/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Signing in one by one. */
#include "meetings/came.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "meetings/rules.h"

static bool
is_open(Txn *txn, const Act *act, const Meeting *meeting, Refusals *refusals)
{
  minutes_check_open(txn, act, meeting, DAY_EARLY_HOURS * US_PER_HOUR, refusals);
  return refusals_count(refusals) == 0 && !txn_trouble(txn);
}

void
came_note(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id, Refusals *refusals)
{
  if (!is_open(txn, act, meeting, refusals) || came_is_down(txn, meeting->id, member_id))
    return;
  minutes_begin(txn, act, meeting->id);
  minutes_add_present(txn, act, meeting, member_id);
  meeting_note(txn, act, "minutes-present", meeting->id);
}

void
came_take_back(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
               Refusals *refusals)
{
  if (!is_open(txn, act, meeting, refusals) || !came_is_down(txn, meeting->id, member_id))
    return;
  {
    g_autoptr(Query) q =
        db_change(txn, act,
                  "DELETE FROM meeting_presence WHERE community_id = ?1 AND meeting_id = ?2"
                  " AND member_id = ?3");

    bind_int(q, 2, meeting->id);
    bind_int(q, 3, member_id);
    query_run(q);
  }
  meeting_note(txn, act, "minutes-present", meeting->id);
}

void
came_forget(Txn *txn, const Act *act, int64_t meeting_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM meeting_presence WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  query_run(q);
}

bool
came_is_down(Txn *txn, int64_t meeting_id, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM meeting_presence WHERE community_id = ?1 AND meeting_id = ?2"
                    " AND member_id = ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  return query_next(q);
}

static bool
has_room(const Minutes *minutes, Guest guest, int by)
{
  const int64_t counts[GUEST_COUNT] = { minutes->others_use, minutes->others_care,
                                        minutes->others_near, minutes->others_work,
                                        minutes->others_else };

  return counts[guest] + by >= 0 && counts[guest] + by <= OTHERS_MOST;
}

void
came_count_guest(Txn *txn, const Act *act, const Meeting *meeting, Guest guest, int by,
                 Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  if (!is_open(txn, act, meeting, refusals))
    return;
  if (!has_room(minutes_find(txn, arena, meeting->id), guest, by)) {
    refuse(refusals, "", N_("Enter numbers up to 1,000"));
    return;
  }
  minutes_begin(txn, act, meeting->id);
  {
    g_autoptr(Query) q =
        db_change(txn, act,
                  "UPDATE meeting_minutes SET others_use = others_use + ?3,"
                  " others_care = others_care + ?4, others_near = others_near + ?5,"
                  " others_work = others_work + ?6, others_else = others_else + ?7"
                  " WHERE community_id = ?1 AND meeting_id = ?2");

    bind_int(q, 2, meeting->id);
    for (Guest one = 0; one < GUEST_COUNT; one++)
      bind_int(q, 3 + (int)one, one == guest ? by : 0);
    query_run(q);
  }
  meeting_note(txn, act, "minutes-present", meeting->id);
}

int64_t
came_count(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM meeting_presence WHERE community_id = ?1"
           " AND meeting_id = ?2) + COALESCE((SELECT others_use + others_care + others_near"
           " + others_work + others_else FROM meeting_minutes WHERE community_id = ?1"
           " AND meeting_id = ?2), 0)");

  bind_int(q, 2, meeting_id);
  return query_next(q) ? col_int(q, 0) : 0;
}
