/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking for what people said about papers, as find.c looks for papers. What is hidden has no
 * words kept, so it is not found; nobody is found by their name. */
#include "papers/comments.h"

#include "papers/find.h"

/* The rarest first: its comments are looked at one by one. */
static void
put_rarest_first(Txn *txn, FindAsked *asked)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM (SELECT 1 FROM comment_word WHERE community_id = ?1"
           " AND word = ?2 LIMIT ?6) a),"
           " (SELECT count(*) FROM (SELECT 1 FROM comment_word WHERE community_id = ?1"
           " AND word = ?3 LIMIT ?6) b),"
           " (SELECT count(*) FROM (SELECT 1 FROM comment_word WHERE community_id = ?1"
           " AND word = ?4 LIMIT ?6) c),"
           " (SELECT count(*) FROM (SELECT 1 FROM comment_word WHERE community_id = ?1"
           " AND word = ?5 LIMIT ?6) d)");
  int64_t counts[FIND_WORDS_MAX] = { 0 };

  for (int i = 0; i < FIND_WORDS_MAX; i++)
    bind_text(q, 2 + i, i < asked->count ? asked->words[i] : "");
  bind_int(q, 6, FIND_NEWEST + 1);
  if (!query_next(q))
    return;
  for (int i = 0; i < asked->count; i++)
    counts[i] = col_int(q, i);
  find_put_first(asked, counts);
}

/* The newest comments with the rarest word, of which those stay that have the others too; then what
 * they say. ?2: member (0: organisers), ?3: how many of the newest, ?4: how many to show, ?5 and
 * on: the words. */
#define BEST                                                                  \
  "SELECT f.comment_id, c.paper_id, p.title, c.words, c.about, c.said_at_us," \
  " CASE WHEN c.is_nameless = 1 THEN NULL ELSE m.name END"                    \
  " FROM (SELECT a.comment_id, "
#define OF_WORD                                                                                \
  " AS rank FROM (SELECT w.comment_id, w.weight FROM comment_word w WHERE w.community_id = ?1" \
  " AND w.word = ?5 AND "
#define BY_MEMBER                                                                   \
  "EXISTS (SELECT 1 FROM delivery e WHERE e.community_id = ?1 AND e.member_id = ?2" \
  " AND e.paper_id = w.paper_id AND e.released_at_us IS NOT NULL)"
#define NEWEST     " ORDER BY w.comment_id DESC LIMIT ?3) a"
#define BY_ANYBODY "?2 = 0"
#define WITH_B \
  " JOIN comment_word b ON b.community_id = ?1 AND b.word = ?6 AND b.comment_id = a.comment_id"
#define WITH_C \
  " JOIN comment_word d ON d.community_id = ?1 AND d.word = ?7 AND d.comment_id = a.comment_id"
#define WITH_D \
  " JOIN comment_word e ON e.community_id = ?1 AND e.word = ?8 AND e.comment_id = a.comment_id"
#define IN_ORDER                                                         \
  " ORDER BY rank DESC, a.comment_id DESC LIMIT ?4) f"                   \
  " JOIN paper_comment c ON c.community_id = ?1 AND c.id = f.comment_id" \
  " JOIN paper p ON p.community_id = ?1 AND p.id = c.paper_id"           \
  " LEFT JOIN member m ON m.community_id = ?1 AND m.id = c.member_id"    \
  " ORDER BY f.rank DESC, f.comment_id DESC"

static Query *
ask_for_all(Txn *txn, int words)
{
  switch (words) {
  case 1:
    return db_query(txn, BEST "a.weight" OF_WORD BY_ANYBODY NEWEST IN_ORDER);
  case 2:
    return db_query(txn, BEST "a.weight + b.weight" OF_WORD BY_ANYBODY NEWEST WITH_B IN_ORDER);
  case 3:
    return db_query(
        txn,
        BEST "a.weight + b.weight + d.weight" OF_WORD BY_ANYBODY NEWEST WITH_B WITH_C IN_ORDER);
  default:
    return db_query(txn, BEST "a.weight + b.weight + d.weight + e.weight" OF_WORD BY_ANYBODY NEWEST
                             WITH_B WITH_C WITH_D IN_ORDER);
  }
}

/* Apart from the statement above, and not "?2 = 0 OR EXISTS ...": under an OR PostgreSQL reads all
 * that ever reached the member into a table of its own before it looks at the first word. */
static Query *
ask_for_member(Txn *txn, int words)
{
  switch (words) {
  case 1:
    return db_query(txn, BEST "a.weight" OF_WORD BY_MEMBER NEWEST IN_ORDER);
  case 2:
    return db_query(txn, BEST "a.weight + b.weight" OF_WORD BY_MEMBER NEWEST WITH_B IN_ORDER);
  case 3:
    return db_query(
        txn, BEST "a.weight + b.weight + d.weight" OF_WORD BY_MEMBER NEWEST WITH_B WITH_C IN_ORDER);
  default:
    return db_query(txn, BEST "a.weight + b.weight + d.weight + e.weight" OF_WORD BY_MEMBER NEWEST
                             WITH_B WITH_C WITH_D IN_ORDER);
  }
}

const FoundComment *
comments_with_words(Txn *txn, Arena *arena, int64_t member_id, const char *typed, int limit)
{
  FoundComment *found = arena_new_of(arena, FoundComment, (size_t)limit + 1);
  g_auto(FindAsked) asked = find_ask(typed);

  if (asked.count == 0)
    return found;
  put_rarest_first(txn, &asked);

  g_autoptr(Query) q = member_id ? ask_for_member(txn, asked.count) : ask_for_all(txn, asked.count);

  bind_int(q, 2, member_id);
  bind_int(q, 3, FIND_NEWEST);
  bind_int(q, 4, limit);
  for (int i = 0; i < asked.count; i++)
    bind_text(q, 5 + i, asked.words[i]);
  for (int i = 0; i < limit && query_next(q); i++)
    found[i] =
        (FoundComment){ .id = col_int(q, 0),
                        .paper_id = col_int(q, 1),
                        .paper_title = arena_text(arena, col_text(q, 2)),
                        .words = arena_text(arena, col_text(q, 3)),
                        .about = arena_text(arena, col_text(q, 4)),
                        .said_at_us = col_int(q, 5),
                        .name = col_is_null(q, 6) ? NULL : arena_text(arena, col_text(q, 6)) };
  return found;
}
