/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The question after a meeting in people's letters. */
#include "meetings/question_leaf.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "meetings/bag.h"
#include "meetings/feedback.h"

static int64_t
group_of(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT group_id FROM meeting WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, meeting_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

static const Meeting *
find_meeting(Txn *txn, Arena *arena, int64_t meeting_id)
{
  const int64_t group_id = group_of(txn, meeting_id);

  return group_id ? meetings_find(txn, arena, group_id, meeting_id) : NULL;
}

/* Of the newest meeting only: one thing is asked at a time. As FEEDBACK_ASKED, by post. */
static const PostLeaf *
find_due(Txn *txn, Arena *arena, int64_t now_us)
{
  PostLeaf *list = arena_new_of(arena, PostLeaf, POST_LEAVES_MOST + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT c.id, m.id FROM meeting m"
      " JOIN meeting_presence p ON p.community_id = ?1 AND p.meeting_id = m.id"
      " JOIN member c ON c.community_id = ?1 AND c.id = p.member_id AND c.state = 'here'"
      " AND c.reach = 'post' WHERE m.community_id = ?1 AND m.starts_at_us > ?2"
      " AND m.starts_at_us <= ?3 AND COALESCE(m.ends_at_us, m.starts_at_us + 10800000000) <= ?3"
      " AND NOT EXISTS (SELECT 1 FROM feedback_chance x WHERE x.community_id = ?1"
      "  AND x.meeting_id = m.id AND x.member_id = c.id)"
      " ORDER BY c.id, m.starts_at_us DESC NULLS LAST, m.id DESC");

  bind_int(q, 2, now_us - FEEDBACK_DAYS * US_PER_DAY);
  bind_int(q, 3, now_us);
  while (count < POST_LEAVES_MOST && query_next(q))
    if (count == 0 || list[count - 1].member_id != col_int(q, 0))
      list[count++] = (PostLeaf){ col_int(q, 0), col_int(q, 1) };
  list[count] = (PostLeaf){ 0 };
  return list;
}

static bool
write_sheet(Txn *txn, Arena *arena, int64_t meeting_id, const Lang *lang, Buffer *out)
{
  const Meeting *meeting = find_meeting(txn, arena, meeting_id);

  if (meeting)
    meeting_bag_write_sheet(txn, out, meeting, lang);
  return meeting != NULL;
}

static GBytes *
make_sheet(const Buffer *text, const Lang *lang, GError **err)
{
  return meeting_bag_press(text, lang_text(lang, N_("How was it?")), lang, err);
}

static void
mark_posted(Txn *txn, const Act *act, int64_t meeting_id, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Meeting *meeting = find_meeting(txn, arena, meeting_id);

  if (meeting)
    feedback_mark_asked(txn, act, meeting, member_id);
}

const PostLeafKind question_leaf_kind = { find_due, write_sheet, make_sheet, mark_posted };
