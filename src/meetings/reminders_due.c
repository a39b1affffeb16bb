/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When reminders are due. A task only says "look at this meeting": who is to be reminded is found
 * from what is so then, and the row that is made stands for that time of the meeting once. */
#include "meetings/reminders.h"

#include "base/clock.h"
#include "db/writer.h"
#include "meetings/rules.h"
#include "notices/bounces.h"

enum { DUE_MOST = 500 };

#define LOOK "meeting-reminder"

void
reminders_plan(Txn *txn, const Act *act, const Meeting *meeting, Query *asked)
{
  const ReminderWish wish = reminders_hear(asked);
  const int64_t due_us = reminder_due_us(&wish, meeting->starts_at_us, act->at_us);

  if (due_us)
    outbox_add_once(txn, act, LOOK, meeting->id, due_us);
}

void
reminders_after_archive(Txn *txn, const Act *act)
{
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM meeting WHERE community_id = ?1"
                                       " AND state = 'called' AND starts_at_us > ?2 ORDER BY id");

    bind_int(q, 2, act->at_us);
    while (query_next(q)) {
      const int64_t id = col_int(q, 0);

      g_array_append_val(ids, id);
    }
  }
  for (guint i = 0; i < ids->len; i++)
    outbox_add_once(txn, act, LOOK, g_array_index(ids, int64_t, i), act->at_us);
}

/* ---- looking ---- */

typedef struct {
  int64_t id, starts_at_us;
  char *origin; /* "": not known, so that no mail can lead there */
} Coming;

static bool
find_coming(Txn *txn, int64_t meeting_id, int64_t now_us, Coming *ret_coming)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.starts_at_us, COALESCE((SELECT n.origin FROM meeting_news n"
                    "  WHERE n.community_id = ?1 AND n.meeting_id = m.id"
                    "  ORDER BY n.id DESC LIMIT 1), '')"
                    " FROM meeting m WHERE m.community_id = ?1 AND m.id = ?2"
                    " AND m.state = 'called' AND m.starts_at_us > ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, now_us);
  if (!query_next(q))
    return false;
  *ret_coming = (Coming){ .id = meeting_id, .starts_at_us = col_int(q, 0) };
  ret_coming->origin = g_strdup(col_text(q, 1));
  return true;
}

typedef struct {
  int64_t member_id, due_us;
  bool is_by_mail;
} Due;

/* Who comes and was not reminded of this time yet, with when that is due. */
static GArray *
find_due(Txn *txn, const Coming *coming)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Due));
  g_autoptr(Query) q = db_query(
      txn, "SELECT r.member_id, r.at_us, COALESCE(w.ahead, ''), COALESCE(w.changed_at_us, 0),"
           " CASE WHEN" MAILS_REACH_C " THEN 1 ELSE 0 END FROM meeting_reply r"
           " JOIN meeting m ON m.community_id = ?1 AND m.id = r.meeting_id"
           " JOIN group_member i ON i.community_id = ?1 AND i.group_id = m.group_id"
           " AND i.member_id = r.member_id AND i.state = 'in'"
           " JOIN member c ON c.community_id = ?1 AND c.id = r.member_id AND c.state = 'here'"
           " LEFT JOIN reminder_wish w ON w.community_id = ?1 AND w.member_id = r.member_id"
           " WHERE r.community_id = ?1 AND r.meeting_id = ?2"
           " AND r.answer IN ('yes', 'online', 'if') AND" REPLY_COUNTS
           " AND NOT EXISTS (SELECT 1 FROM meeting_reminder t WHERE t.community_id = ?1"
           "  AND t.meeting_id = ?2 AND t.member_id = r.member_id AND t.starts_at_us = ?3)"
           " ORDER BY r.member_id LIMIT ?4");

  bind_int(q, 2, coming->id);
  bind_int(q, 3, coming->starts_at_us);
  bind_int(q, 4, DUE_MOST);
  while (query_next(q)) {
    const ReminderWish wish = { col_text(q, 2), col_int(q, 3) };
    const Due due = { .member_id = col_int(q, 0),
                      .due_us = reminder_due_us(&wish, coming->starts_at_us, col_int(q, 1)),
                      .is_by_mail = col_int(q, 4) != 0 && *coming->origin };

    if (due.due_us)
      g_array_append_val(list, due);
  }
  return list;
}

static void
remind(Txn *txn, const Act *act, const Coming *coming, const Due *due)
{
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_reminder (community_id, id, meeting_id, member_id,"
                " starts_at_us, way, made_at_us, told_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)"
                " ON CONFLICT (community_id, meeting_id, member_id, starts_at_us) DO NOTHING");

  bind_int(q, 2, id);
  bind_int(q, 3, coming->id);
  bind_int(q, 4, due->member_id);
  bind_int(q, 5, coming->starts_at_us);
  bind_text(q, 6, due->is_by_mail ? "mail" : "list");
  bind_int(q, 7, act->at_us);
  if (query_run(q) && query_changes(q) > 0 && due->is_by_mail)
    digest_add(
        txn, act, due->member_id,
        &(DigestItem){
            .kind = "reminder", .thing_id = id, .group_id = coming->id, .origin = coming->origin });
}

static bool
look(Txn *txn, const Act *act, const OutboxTask *task)
{
  Coming coming;
  int64_t next_us = 0;

  if (!find_coming(txn, task->thing_id, act->at_us, &coming))
    return !txn_trouble(txn); /* off, moved past this, or over */

  g_autofree char *origin = coming.origin;
  g_autoptr(GArray) list = find_due(txn, &coming);

  for (guint i = 0; i < list->len; i++) {
    const Due *due = &g_array_index(list, Due, i);

    if (due->due_us <= act->at_us)
      remind(txn, act, &coming, due);
    else
      next_us = next_us ? MIN(next_us, due->due_us) : due->due_us;
  }
  if (next_us)
    outbox_add_once(txn, act, LOOK, coming.id, next_us);
  return !txn_trouble(txn);
}

OutboxResult
look_at_reminders(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return outbox_task_change(db, task, look);
}
