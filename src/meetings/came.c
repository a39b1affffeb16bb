/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who came: written down as a list or a part of one, and signing in one by one. */
#include "meetings/came.h"

#include "base/clock.h"
#include "base/text.h"
#include "lang/lang.h"
#include "meetings/feedback_news.h"
#include "meetings/rules.h"

/* ---- a list, or a part of one ---- */

static bool
is_count(int64_t count)
{
  return count >= 0 && count <= OTHERS_MOST;
}

static void
check_others(const Minutes *others, Refusals *refusals)
{
  if (!is_count(others->others_use) || !is_count(others->others_care) ||
      !is_count(others->others_near) || !is_count(others->others_work) ||
      !is_count(others->others_else))
    refuse(refusals, "", N_("Enter numbers up to 1,000"));
  if (text_length(others->absent) > MEETING_WORDS_MAX)
    refuse(refusals, "missing", N_("Make it shorter: 2,000 letters at most"));
}

static void
set_others(Txn *txn, const Act *act, int64_t meeting_id, const Minutes *others)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_minutes SET others_use = ?3, others_care = ?4,"
                                 " others_near = ?5, others_work = ?6, others_else = ?7,"
                                 " missing = ?8 WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, others->others_use);
  bind_int(q, 4, others->others_care);
  bind_int(q, 5, others->others_near);
  bind_int(q, 6, others->others_work);
  bind_int(q, 7, others->others_else);
  bind_text(q, 8, others->absent);
  query_run(q);
}

void
minutes_add_present(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_presence (community_id, meeting_id, member_id, entered_by)"
                " SELECT ?1, ?2, g.member_id, ?5 FROM group_member g WHERE g.community_id = ?1"
                " AND g.group_id = ?3 AND g.member_id = ?4 AND g.state = 'in'"
                " ON CONFLICT (community_id, meeting_id, member_id) DO NOTHING");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, meeting->group_id);
  bind_int(q, 4, member_id);
  bind_int(q, 5, act->member_id);
  query_run(q);
}

/* Only somebody who may be ticked: whoever left the group since still was there. */
static void
take_out(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "DELETE FROM meeting_presence WHERE community_id = ?1 AND meeting_id = ?2"
                " AND member_id = ?4 AND member_id IN (SELECT g.member_id FROM group_member g"
                "  WHERE g.community_id = ?1 AND g.group_id = ?3 AND g.state = 'in')");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, meeting->group_id);
  bind_int(q, 4, member_id);
  query_run(q);
}

static GHashTable *
set_of(const int64_t *ids, int count)
{
  GHashTable *set = g_hash_table_new(g_int64_hash, g_int64_equal);

  for (int i = 0; i < count; i++)
    g_hash_table_add(set, (void *)&ids[i]);
  return set;
}

static void
set_people(Txn *txn, const Act *act, const Meeting *meeting, const CameWish *wish)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  g_autoptr(GHashTable) asked = set_of(wish->asked, wish->asked_count);
  g_autoptr(GHashTable) came = set_of(wish->came, wish->count);
  g_autoptr(GHashTable) there = g_hash_table_new(g_int64_hash, g_int64_equal);
  const Present *present = minutes_present(txn, arena, meeting->id);

  for (; present->member_id; present++) {
    g_hash_table_add(there, (void *)&present->member_id);
    if ((!wish->asked || g_hash_table_contains(asked, &present->member_id)) &&
        !g_hash_table_contains(came, &present->member_id))
      take_out(txn, act, meeting, present->member_id);
  }
  for (int i = 0; i < wish->count; i++)
    if ((!wish->asked || g_hash_table_contains(asked, &wish->came[i])) &&
        !g_hash_table_contains(there, &wish->came[i]))
      minutes_add_present(txn, act, meeting, wish->came[i]);
}

void
came_set(Txn *txn, const Act *act, const Meeting *meeting, const CameWish *wish, Refusals *refusals)
{
  minutes_check_open(txn, act, meeting, 0, refusals);
  if (wish->others)
    check_others(wish->others, refusals);
  if (refusals_count(refusals) > 0)
    return;
  minutes_begin(txn, act, meeting->id);
  if (wish->others)
    set_others(txn, act, meeting->id, wish->others);
  set_people(txn, act, meeting, wish);
  meeting_note(txn, act, "minutes-present", meeting->id);
  feedback_news_plan(txn, act, meeting->id, meeting->starts_at_us, meeting->ends_at_us);
}

void
minutes_set_present(Txn *txn, const Act *act, const Meeting *meeting, const int64_t *members,
                    int count, const Minutes *others, Refusals *refusals)
{
  came_set(txn, act, meeting, &(CameWish){ .came = members, .count = count, .others = others },
           refusals);
}

/* ---- one by one ---- */

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

  g_autoptr(Query) guests =
      db_change(txn, act,
                "UPDATE meeting_minutes SET others_use = 0, others_care = 0, others_near = 0,"
                " others_work = 0, others_else = 0 WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  query_run(q);
  bind_int(guests, 2, meeting_id);
  query_run(guests);
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

bool
meeting_took_place(Txn *txn, const Meeting *meeting)
{
  return meeting->state != MEETING_OFF || came_count(txn, meeting->id) > 0;
}
