/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What meetings hold about a member. What they arranged for a group is the group's, and says not
 * whose it is once they are erased. */
#include "meetings/meetings_data.h"

#include "lang/lang.h"
#include "meetings/replies.h"

enum { REPLIES_MOST = 500 };

static const DataLabel labels[] = {
  { "replies", N_("Whether you come to meetings") },
  { "title", N_("Meeting") },
  { "answer", N_("Your answer") },
  { "answer=yes", N_("Yes, in the room") },
  { "answer=online", N_("Yes, online or by telephone") },
  { "answer=if", N_("Yes, if I get help with …") },
  { "answer=thoughts", N_("I will send my thoughts") },
  { "answer=no", N_("Not this time") },
  { "words", N_("Your words") },
  { "at", N_("When") },
  { "arranged", N_("Meetings you called, changed or wrote down") },
  { NULL },
};

static void
collect_reply(Txn *txn, Arena *arena, int64_t meeting_id, int64_t member_id, json_t *row)
{
  const Reply reply = replies_find(txn, arena, meeting_id, member_id);

  if (reply.answer == REPLY_NONE)
    return;
  data_set_text(row, "answer", reply_choices[reply.answer - 1].value);
  data_set_text(row, "words", reply.words);
  data_set_time(row, "at", reply.at_us);
}

static void
collect_replies(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  int64_t *ids = arena_new_of(arena, int64_t, REPLIES_MOST);
  const char **titles = arena_new_of(arena, const char *, REPLIES_MOST);
  int count = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT m.id, m.title FROM meeting_reply r"
                      " JOIN meeting m ON m.community_id = ?1 AND m.id = r.meeting_id"
                      " WHERE r.community_id = ?1 AND r.member_id = ?2 ORDER BY r.id LIMIT ?3");

    bind_int(q, 2, member_id);
    bind_int(q, 3, REPLIES_MOST);
    for (; count < REPLIES_MOST && query_next(q); count++) {
      ids[count] = col_int(q, 0);
      titles[count] = arena_text(arena, col_text(q, 1));
    }
  }
  for (int i = 0; i < count; i++) {
    json_t *row = data_add_row(facts, "replies");

    data_set_text(row, "title", titles[i]);
    collect_reply(txn, arena, ids[i], member_id, row);
  }
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_replies(txn, member_id, facts);

  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM meeting WHERE community_id = ?1"
           "  AND (called_by = ?2 OR held_by = ?2))"
           " + (SELECT count(*) FROM meeting_change WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM meeting_place WHERE community_id = ?1"
           "  AND (made_by = ?2 OR changed_by = ?2))");

  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "arranged", col_int(q, 0));
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) replies =
      db_change(txn, act, "DELETE FROM meeting_reply WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) told =
      db_change(txn, act, "DELETE FROM meeting_told WHERE community_id = ?1 AND member_id = ?2");

  bind_int(replies, 2, member_id);
  query_run(replies);
  bind_int(told, 2, member_id);
  query_run(told);
}

static const char *const columns[] = {
  "meeting.called_by",
  "meeting.held_by",
  "meeting_change.made_by",
  "meeting_place.made_by",
  "meeting_place.changed_by",
  "meeting_reply.member_id",
  "meeting_reply.entered_by",
  "meeting_told.member_id",
  "meeting_told.told_by",
  "meeting_ahead.made_by",
  NULL,
};

const PersonalData meetings_personal_data = {
  .name = "meetings",
  .title = N_("Meetings"),
  .stays = N_("What you arranged for a group stays with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
