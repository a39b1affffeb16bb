/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding whom to tell, and noting that they know. */
#include "papers/comment_told.h"

#include "log/log.h"
#include "people/apart.h"
#include "questions/refusals.h"

static int
read_untold(Txn *txn, Arena *arena, int64_t viewer_id, AnswerToTell *list, PeoplePair *pairs)
{
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn, "SELECT c.id, a.answered_at_us, m.name, p.title, c.words, a.words, a.did, m.reach, m.id"
           " FROM paper_answer a JOIN paper_comment c ON c.community_id = ?1"
           " AND c.id = a.comment_id AND c.gone_at_us IS NULL"
           " AND c.member_id <> ?2 AND (c.is_nameless = 0 OR c.noted_by = ?2)"
           " JOIN member m ON m.community_id = ?1 AND m.id = c.member_id AND m.state = 'here'"
           " JOIN paper p ON p.community_id = ?1 AND p.id = c.paper_id"
           " WHERE a.community_id = ?1 AND a.is_told = 0 ORDER BY a.answered_at_us, c.id LIMIT ?3");

  bind_int(q, 2, viewer_id);
  bind_int(q, 3, ANSWERS_TO_TELL_MOST);
  while (count < ANSWERS_TO_TELL_MOST && query_next(q)) {
    list[count] = (AnswerToTell){ .comment_id = col_int(q, 0),
                                  .answered_at_us = col_int(q, 1),
                                  .name = arena_text(arena, col_text(q, 2)),
                                  .paper_title = arena_text(arena, col_text(q, 3)),
                                  .words = arena_text(arena, col_text(q, 4)),
                                  .answer = arena_text(arena, col_text(q, 5)),
                                  .did = arena_text(arena, col_text(q, 6)) };
    pairs[count] = (PeoplePair){ viewer_id, col_int(q, 8) };
    count += reach_from_name(col_text(q, 7), &list[count].reach);
  }
  return count;
}

const AnswerToTell *
comment_answers_to_tell(Txn *txn, Arena *arena, int64_t viewer_id)
{
  AnswerToTell *list = arena_new_of(arena, AnswerToTell, ANSWERS_TO_TELL_MOST + 1);
  PeoplePair pairs[ANSWERS_TO_TELL_MOST] = { { 0, 0 } };
  bool is_apart[ANSWERS_TO_TELL_MOST] = { false };
  const int count = read_untold(txn, arena, viewer_id, list, pairs);
  int kept = 0;

  people_find_apart(txn, pairs, count, is_apart);
  for (int i = 0; i < count; i++)
    if (!is_apart[i])
      list[kept++] = list[i];
  list[kept] = (AnswerToTell){ .comment_id = 0 };
  return list;
}

void
comment_answer_mark_told(Txn *txn, const Act *act, int64_t comment_id, int64_t answered_at_us,
                         Refusals *refusals)
{
  int64_t member_id = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT c.member_id, a.answered_at_us FROM paper_answer a"
                      " JOIN paper_comment c ON c.community_id = ?1 AND c.id = a.comment_id"
                      " WHERE a.community_id = ?1 AND a.comment_id = ?2 AND a.is_told = 0");

    bind_int(q, 2, comment_id);
    if (!query_next(q))
      return;
    member_id = col_int(q, 0);
    if (col_int(q, 1) != answered_at_us) {
      refuse(refusals, "",
             N_("The answer was changed meanwhile. Read it again before you tell"
                " it"));
      return;
    }
  }
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper_answer SET is_told = 1 WHERE community_id = ?1"
                                 " AND comment_id = ?2");

  bind_int(q, 2, comment_id);
  query_run(q);
  log_add(txn, act,
          &(LogEntry){
              .kind = "comment-answer-told", .concerns_id = member_id, .thing_id = comment_id });
}
