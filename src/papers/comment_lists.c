/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking at comments. Whose words are nameless, and what is hidden, is left out here, so that no
 * page has to think of it. */
#include "papers/comments.h"

#include "papers/rules.h"

#include <string.h>

#define COMMENTS                                                                                 \
  "SELECT c.id, c.paper_id, c.member_id, m.name, c.noted_by, n.name, c.words, c.about, c.print," \
  " c.version, c.part, c.way, c.is_nameless, c.gone_at_us, c.hidden_at_us, c.hidden_why,"        \
  " c.said_at_us, c.changed_at_us, a.answered_at_us, a.words, a.did, b.name"                     \
  " FROM paper_comment c"                                                                        \
  " LEFT JOIN member m ON m.community_id = ?1 AND m.id = c.member_id"                            \
  " LEFT JOIN member n ON n.community_id = ?1 AND n.id = c.noted_by"                             \
  " LEFT JOIN paper_answer a ON a.community_id = ?1 AND a.comment_id = c.id"                     \
  " LEFT JOIN member b ON b.community_id = ?1 AND b.id = a.answered_by"                          \
  " WHERE c.community_id = ?1"

static const CommentAnswer *
read_answer(Query *q, Arena *arena)
{
  if (col_is_null(q, 18))
    return NULL;

  CommentAnswer *answer = arena_new_of(arena, CommentAnswer, 1);

  *answer = (CommentAnswer){ .at_us = col_int(q, 18),
                             .words = arena_text(arena, col_text(q, 19)),
                             .did = arena_text(arena, col_text(q, 20)),
                             .by_name = arena_text(arena, col_text(q, 21)) };
  return answer;
}

static Comment
read_comment(Query *q, Arena *arena, const CommentViewer *viewer)
{
  const bool is_own = col_int(q, 2) != 0 && col_int(q, 2) == viewer->member_id;
  const bool is_nameless = col_int(q, 12) != 0, is_named = is_own || !is_nameless;
  const bool is_hidden = !col_is_null(q, 14);
  const bool is_read = !is_hidden || is_own || viewer->is_organiser;
  CommentWay way = COMMENT_BY_PAGE;

  comment_way_from_name(col_text(q, 11), &way);
  return (Comment){
    .id = col_int(q, 0),
    .paper_id = col_int(q, 1),
    .member_id = is_named ? col_int(q, 2) : 0,
    .name = is_named ? arena_text(arena, col_text(q, 3)) : NULL,
    .noted_name = is_named && col_int(q, 4) != 0 ? arena_text(arena, col_text(q, 5)) : NULL,
    .words = is_read ? arena_text(arena, col_text(q, 6)) : "",
    .about = arena_text(arena, col_text(q, 7)),
    .print = arena_text(arena, col_text(q, 8)),
    .version = (int)col_int(q, 9),
    .part = (int)col_int(q, 10),
    .way = way,
    .is_own = is_own,
    .is_nameless = is_nameless,
    .is_gone = !col_is_null(q, 13),
    .is_hidden = is_hidden,
    .hidden_at_us = col_int(q, 14),
    .hidden_why = arena_text(arena, col_text(q, 15)),
    .said_at_us = col_int(q, 16),
    .changed_at_us = col_int(q, 17),
    .answer = read_answer(q, arena),
  };
}

static const Comment *
read_all(Query *q, Arena *arena, const CommentViewer *viewer, int limit)
{
  Comment *comments = arena_new_of(arena, Comment, limit + 1);

  for (int i = 0; i < limit && query_next(q); i++)
    comments[i] = read_comment(q, arena, viewer);
  return comments;
}

const Comment *
comments_of_paper(Txn *txn, Arena *arena, int64_t paper_id, const CommentViewer *viewer,
                  int64_t before_id, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, COMMENTS " AND c.paper_id = ?2 AND c.id < ?3 ORDER BY c.id DESC LIMIT ?4");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, before_id ? before_id : INT64_MAX);
  bind_int(q, 4, limit);
  return read_all(q, arena, viewer, limit);
}

const Comment *
comments_of_part(Txn *txn, Arena *arena, int64_t paper_id, const char *print,
                 const CommentViewer *viewer, int64_t after_id, int limit)
{
  g_autoptr(Query) q = db_query(txn, COMMENTS " AND c.paper_id = ?2 AND c.print = ?3 AND c.id > ?4"
                                              " ORDER BY c.id LIMIT ?5");

  bind_int(q, 2, paper_id);
  bind_text(q, 3, print);
  bind_int(q, 4, after_id);
  bind_int(q, 5, limit);
  return read_all(q, arena, viewer, limit);
}

const Comment *
comments_find(Txn *txn, Arena *arena, int64_t comment_id, const CommentViewer *viewer)
{
  g_autoptr(Query) q = db_query(txn, COMMENTS " AND c.id = ?2");

  bind_int(q, 2, comment_id);

  const Comment *comment = read_all(q, arena, viewer, 1);

  return comment->id ? comment : NULL;
}

const CommentCount *
comments_count(Txn *txn, Arena *arena, int64_t paper_id)
{
  g_autoptr(GArray) counts = g_array_new(TRUE, TRUE, sizeof(CommentCount));
  g_autoptr(Query) q = db_query(
      txn, "SELECT part, print, count(*) FROM paper_comment WHERE community_id = ?1"
           " AND paper_id = ?2 AND gone_at_us IS NULL GROUP BY print, part ORDER BY print, part");

  bind_int(q, 2, paper_id);
  while (query_next(q)) {
    const CommentCount count = { .part = (int)col_int(q, 0),
                                 .print = arena_text(arena, col_text(q, 1)),
                                 .count = (int)col_int(q, 2) };

    g_array_append_val(counts, count);
  }

  CommentCount *kept = arena_new_of(arena, CommentCount, counts->len + 1);

  if (counts->len)
    memcpy(kept, counts->data, counts->len * sizeof(CommentCount));
  return kept;
}
