/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who was asked of the times. Lists are worked out when somebody looks; only mails have to be
 * made. */
#include "meetings/date_asks.h"

#include "meetings/date_mail.h"
#include "meetings/invitations.h"
#include "meetings/rules.h"
#include "notices/bounces.h"

enum { UNASKED_MOST = 60 };

/* Of member c and meeting m, at ?3: a time to come of which they have not said anything. */
#define HAS_UNSAID                                                                          \
  " EXISTS (SELECT 1 FROM meeting_date d WHERE d.community_id = ?1 AND d.meeting_id = m.id" \
  "  AND d.is_withdrawn = 0 AND d.starts_at_us > ?3 AND NOT EXISTS (SELECT 1"               \
  "   FROM meeting_date_word w WHERE w.community_id = ?1 AND w.date_id = d.id"              \
  "   AND w.member_id = c.id))"
/* Joined: n is the newest time of meeting m, a says that c was asked, r that the mail came back. */
#define NEWEST_AND_ASKED                                                                         \
  " JOIN meeting_date n ON n.community_id = ?1 AND n.id = (SELECT max(x.id) FROM meeting_date x" \
  "  WHERE x.community_id = ?1 AND x.meeting_id = m.id AND x.is_withdrawn = 0)"                  \
  " LEFT JOIN meeting_date_asked a ON a.community_id = ?1 AND a.meeting_id = m.id"               \
  " AND a.member_id = c.id"                                                                      \
  " LEFT JOIN mail_return r ON r.community_id = ?1 AND r.id = a.mail_id"                         \
  " AND r.came_back_at_us IS NOT NULL"
#define IS_UNASKED " (a.member_id IS NULL OR a.date_id < n.id OR r.id IS NOT NULL)"

/* A mail that came back may be the only one that does: more go, and this one is asked by hand. */
#define TO_ASK                                                                                \
  " FROM meeting m JOIN group_member i ON i.community_id = ?1 AND i.group_id = m.group_id"    \
  " AND i.state = 'in' JOIN member c ON c.community_id = ?1 AND c.id = i.member_id"           \
  " AND c.state = 'here'" TO_TELL_KEY NEWEST_AND_ASKED                                        \
  " WHERE m.community_id = ?1 AND m.id = ?2 AND m.state = 'to-find' AND n.offered_by <> c.id" \
  " AND (NOT" MAILS_REACH_C " OR r.id IS NOT NULL) AND" IS_UNASKED " AND" HAS_UNSAID

const ToTell *
date_asks_list(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT" TO_TELL_COLUMNS TO_ASK " ORDER BY c.reach, c.sort_key, c.id LIMIT ?4");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, now_us);
  bind_int(q, 4, TO_TELL_MOST);
  return to_tell_read(txn, q, arena);
}

int64_t
date_asks_count(Txn *txn, const Meeting *meeting, int64_t now_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*)" TO_ASK);

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, now_us);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* ---- asked ---- */

static void
put_asked(Txn *txn, const Act *act, int64_t meeting_id, int64_t member_id, int64_t date_id,
          int64_t mail_id)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO meeting_date_asked (community_id, meeting_id, member_id, date_id, asked_by,"
      " mail_id, asked_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
      " ON CONFLICT (community_id, meeting_id, member_id) DO UPDATE SET"
      " date_id = excluded.date_id, asked_by = excluded.asked_by, mail_id = excluded.mail_id,"
      " asked_at_us = excluded.asked_at_us");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  bind_int(q, 4, date_id);
  bind_int(q, 5, mail_id ? 0 : act->member_id);
  bind_int(q, 6, mail_id);
  bind_int(q, 7, act->at_us);
  query_run(q);
}

static int64_t
newest_date(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT COALESCE(max(id), 0) FROM meeting_date WHERE community_id = ?1"
                    " AND meeting_id = ?2 AND is_withdrawn = 0");

  bind_int(q, 2, meeting_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* Whoever was asked knows of the meeting. */
static void
mark_told(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const ToTell *untold = invitations_to_tell(txn, arena, meeting);

  while (untold->member_id && untold->member_id != member_id)
    untold++;
  if (untold->member_id)
    invitations_mark_told(txn, act, meeting, member_id);
}

void
date_asks_mark(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  const int64_t date_id = newest_date(txn, meeting->id);

  if (!date_id || !groups_may(txn, meeting->group_id, member_id, GROUP_TO_READ))
    return;
  put_asked(txn, act, meeting->id, member_id, date_id, 0);
  meeting_note_for(txn, act, "meeting-dates-asked", meeting->id, member_id);
  mark_told(txn, act, meeting, member_id);
}

bool
date_asks_wait_for_mail(Txn *txn, int64_t member_id, int64_t date_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM meeting_date d JOIN member c ON c.community_id = ?1"
                    " AND c.id = ?3 AND" MAILS_REACH_C " WHERE d.community_id = ?1 AND d.id = ?2"
                    " AND NOT EXISTS (SELECT 1 FROM meeting_date_asked a"
                    "  LEFT JOIN mail_return r ON r.community_id = ?1 AND r.id = a.mail_id"
                    "  AND r.came_back_at_us IS NOT NULL WHERE a.community_id = ?1"
                    "  AND a.meeting_id = d.meeting_id AND a.member_id = ?3"
                    "  AND a.date_id >= ?2 AND r.id IS NULL)");

  bind_int(q, 2, date_id);
  bind_int(q, 3, member_id);
  return query_next(q);
}

void
date_asks_mark_mailed(Txn *txn, const Act *act, const DigestSent *sent)
{
  int64_t meeting_id = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT meeting_id FROM meeting_date"
                                       " WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, sent->thing_id);
    if (!query_next(q))
      return;
    meeting_id = col_int(q, 0);
  }
  put_asked(txn, act, meeting_id, sent->member_id, sent->thing_id, sent->mail_id);
}

/* ---- another way ---- */

void
date_asks_forget_mailed(Txn *txn, const Act *act, int64_t member_id, int64_t since_us)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "DELETE FROM meeting_date_asked WHERE community_id = ?1 AND member_id = ?2 AND asked_by = 0"
      " AND asked_at_us >= ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, since_us);
  query_run(q);
}

/* What was offered within the hour is asked for with what may come still. */
void
date_asks_mail_unasked(Txn *txn, const Act *act, int64_t member_id)
{
  struct {
    int64_t meeting_id, date_id;
  } unasked[UNASKED_MOST];
  int count = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT m.id, n.id FROM group_member i JOIN member c ON c.community_id = ?1"
                      " AND c.id = i.member_id AND" MAILS_REACH_C
                      " JOIN meeting m ON m.community_id = ?1 AND m.group_id = i.group_id"
                      " AND m.state = 'to-find'" NEWEST_AND_ASKED
                      " WHERE i.community_id = ?1 AND i.member_id = ?2 AND i.state = 'in'"
                      " AND n.offered_by <> c.id AND n.offered_at_us <= ?4 AND" IS_UNASKED
                      " AND" HAS_UNSAID " ORDER BY m.id LIMIT ?5");

    bind_int(q, 2, member_id);
    bind_int(q, 3, act->at_us);
    bind_int(q, 4, act->at_us - DATE_MAIL_WAITS_US);
    bind_int(q, 5, UNASKED_MOST);
    for (; count < UNASKED_MOST && query_next(q); count++) {
      unasked[count].meeting_id = col_int(q, 0);
      unasked[count].date_id = col_int(q, 1);
    }
  }
  for (int i = 0; i < count; i++)
    date_mail_ask(txn, act, member_id, unasked[i].meeting_id, unasked[i].date_id);
}
