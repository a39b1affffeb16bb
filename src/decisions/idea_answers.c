/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who answers an idea, the answer, what its author says to that, the one appeal. */
#include "decisions/idea_answers.h"

#include "decisions/rules.h"
#include "lang/lang.h"
#include "people/apart.h"
#include "people/people.h"

#include <string.h>

enum { ROUNDS = 2 };

const IdeaAnswer *
idea_answers_of(Txn *txn, Arena *arena, int64_t idea_id, int64_t viewer_id)
{
  IdeaAnswer *list = arena_new_of(arena, IdeaAnswer, ROUNDS + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT x.id, x.round, x.group_id, CASE WHEN (g.seen_by = 'all'"
                    " OR m.state IN ('in', 'invited')) THEN g.name END, x.outcome, x.because,"
                    " x.reply, x.reply_words, x.made_at_us, x.due_us, x.told_at_us,"
                    " x.replied_at_us FROM idea_answer x"
                    " LEFT JOIN working_group g ON g.community_id = ?1 AND g.id = x.group_id"
                    " LEFT JOIN group_member m ON m.community_id = ?1 AND m.group_id = x.group_id"
                    " AND m.member_id = ?3"
                    " WHERE x.community_id = ?1 AND x.idea_id = ?2 ORDER BY x.round");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, viewer_id);
  for (; count < ROUNDS && query_next(q); count++) {
    list[count] = (IdeaAnswer){ .id = col_int(q, 0),
                                .round = (int)col_int(q, 1),
                                .group_id = col_int(q, 2),
                                .group_name = arena_text(arena, col_text(q, 3)),
                                .because = arena_text(arena, col_text(q, 5)),
                                .reply = arena_text(arena, col_text(q, 6)),
                                .reply_words = arena_text(arena, col_text(q, 7)),
                                .made_at_us = col_int(q, 8),
                                .due_us = col_int(q, 9),
                                .told_at_us = col_is_null(q, 10) ? 0 : col_int(q, 10),
                                .replied_at_us = col_is_null(q, 11) ? 0 : col_int(q, 11) };
    idea_outcome_from_name(col_text(q, 4), &list[count].outcome);
  }
  return list;
}

int64_t
idea_answers_alike(Txn *txn, int64_t idea_id, const char *because)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(DISTINCT idea_id) FROM idea_answer"
                                     " WHERE community_id = ?1 AND because = ?2 AND idea_id <> ?3");

  bind_text(q, 2, because);
  bind_int(q, 3, idea_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* Of the row itself: a viewer may not be told. */
static int64_t
author_of(Txn *txn, int64_t idea_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT author_id FROM idea WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, idea_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* ---- who answers ---- */

void
idea_ask_owner(Txn *txn, const Act *act, const Idea *idea, const char *name, int64_t due_us,
               const char *origin, Refusals *refusals)
{
  const int64_t owner_id = person_named(txn, "name", name, refusals);

  if (due_us && due_us <= act->at_us)
    refuse(refusals, "due", N_("Choose a day that is not over yet"));
  if (refusals_count(refusals) > 0 || !idea->may_steer)
    return;

  const bool is_apart = people_are_apart(txn, author_of(txn, idea->id), owner_id);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE idea SET due_us = CASE WHEN ?3 <> 0 THEN ?3 ELSE due_us"
                                 " END WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, idea->id);
  bind_int(q, 3, due_us);
  query_run(q);
  idea_set_owner(txn, act, idea->id, owner_id, is_apart ? OWNER_NO : OWNER_ASKED);
  decisions_note(txn, act, "idea-asked", idea->id, is_apart ? 0 : owner_id);
  if (!is_apart)
    idea_news_asked(txn, act, idea->id, owner_id, origin);
}

void
idea_take_on(Txn *txn, const Act *act, const Idea *idea)
{
  if (!idea->may_steer)
    return;
  idea_set_owner(txn, act, idea->id, act->member_id, OWNER_YES);
  decisions_note(txn, act, "idea-agreed", idea->id, 0);
}

static bool
is_asked(const Act *act, const Idea *idea)
{
  return idea->outcome == IDEA_WAITS && !idea->is_gone && idea->owner_id == act->member_id;
}

void
idea_agree(Txn *txn, const Act *act, const Idea *idea)
{
  if (!is_asked(act, idea) || idea->owner_state != OWNER_ASKED)
    return;
  idea_set_owner(txn, act, idea->id, act->member_id, OWNER_YES);
  decisions_note(txn, act, "idea-agreed", idea->id, 0);
}

void
idea_decline(Txn *txn, const Act *act, const Idea *idea)
{
  if (!is_asked(act, idea) || idea->owner_state == OWNER_NO)
    return;
  idea_set_owner(txn, act, idea->id, act->member_id, OWNER_NO);
  decisions_note(txn, act, "idea-declined", idea->id, 0);
}

/* ---- the answer ---- */

/* Another one that is not merged itself, so that no chain grows and none leads back. */
static bool
can_be_joined(Txn *txn, int64_t idea_id, int64_t into_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM idea WHERE community_id = ?1 AND id = ?2 AND id <> ?3"
                    " AND outcome <> 'merged' AND gone_at_us IS NULL");
  g_autoptr(Query) in = NULL;

  bind_int(q, 2, into_id);
  bind_int(q, 3, idea_id);
  if (!query_next(q) || col_int(q, 0) == 0)
    return false;
  in = db_query(txn, "SELECT count(*) FROM idea WHERE community_id = ?1 AND into_id = ?2");
  bind_int(in, 2, idea_id);
  return query_next(in) && col_int(in, 0) == 0;
}

static void
check_answer(Txn *txn, const Idea *idea, const IdeaAnswerWish *wish, Refusals *refusals)
{
  if (wish->outcome == IDEA_WAITS)
    refuse(refusals, "outcome", N_("Choose what happens to the idea"));
  words_are_there("because", wish->because, N_("Write why. Nobody can do without a reason."),
                  refusals);
  if (wish->outcome == IDEA_MERGED && !can_be_joined(txn, idea->id, wish->into_id))
    refuse(refusals, "into", N_("Choose the idea that it becomes part of"));
}

static void
insert_answer(Txn *txn, const Act *act, const Idea *idea, const IdeaAnswerWish *wish, bool is_told)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO idea_answer (community_id, id, idea_id, round, group_id, outcome,"
                " because, due_us, made_by, made_at_us, told_at_us, told_by, reply, reply_words)"
                " VALUES (?1, ?2, ?3, CAST(?4 AS INTEGER), ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, '',"
                " '')");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, idea->id);
  bind_int(q, 4, idea->round);
  bind_int(q, 5, idea->asked_id);
  bind_text(q, 6, idea_outcome_name(wish->outcome));
  bind_text(q, 7, wish->because);
  bind_int(q, 8, idea->first_due_us);
  bind_int(q, 9, act->member_id);
  bind_int(q, 10, act->at_us);
  if (is_told)
    bind_int(q, 11, act->at_us);
  else
    bind_null(q, 11);
  query_run(q);
}

static void
set_outcome(Txn *txn, const Act *act, int64_t idea_id, const IdeaAnswerWish *wish)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE idea SET outcome = ?3, into_id = ?4, answered_at_us = ?5"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, idea_id);
  bind_text(q, 3, idea_outcome_name(wish->outcome));
  bind_int(q, 4, wish->outcome == IDEA_MERGED ? wish->into_id : 0);
  bind_int(q, 5, act->at_us);
  query_run(q);
}

/* Ideas that are part of this one have its answer too. */
static GArray *
authors_of_parts(Txn *txn, int64_t idea_id)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q = db_query(txn, "SELECT DISTINCT author_id FROM idea WHERE community_id = ?1"
                                     " AND into_id = ?2 AND author_id <> 0 AND gone_at_us IS NULL"
                                     " ORDER BY author_id");

  bind_int(q, 2, idea_id);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

void
idea_answer(Txn *txn, const Act *act, const Idea *idea, const IdeaAnswerWish *wish,
            const char *origin, Refusals *refusals)
{
  const int64_t author_id = author_of(txn, idea->id);

  check_answer(txn, idea, wish, refusals);
  if (refusals_count(refusals) > 0 || !is_asked(act, idea) || idea->owner_state != OWNER_YES)
    return;

  const bool is_mailed = idea_news_answered(txn, act, idea, author_id, origin);
  g_autoptr(GArray) parts = authors_of_parts(txn, idea->id);

  insert_answer(txn, act, idea, wish, is_mailed || author_id == act->member_id || author_id == 0);
  set_outcome(txn, act, idea->id, wish);
  decisions_note(txn, act, "idea-answered", idea->id, 0);
  for (guint i = 0; i < parts->len; i++)
    if (g_array_index(parts, int64_t, i) != author_id)
      idea_news_answered(txn, act, idea, g_array_index(parts, int64_t, i), origin);
  if (wish->outcome == IDEA_MERGED)
    idea_news_joined(txn, act, wish->into_id, idea->id, origin);
}

/* ---- what the author says ---- */

static void
note_told(Txn *txn, const Act *act, const Idea *idea, int64_t told_by)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE idea_answer SET told_at_us = COALESCE(told_at_us, ?4),"
                                 " told_by = CASE WHEN told_at_us IS NULL THEN ?5 ELSE told_by END"
                                 " WHERE community_id = ?1 AND idea_id = ?2 AND round = ?3");

  bind_int(q, 2, idea->id);
  bind_int(q, 3, idea->round);
  bind_int(q, 4, act->at_us);
  bind_int(q, 5, told_by);
  query_run(q);
}

void
idea_note_told(Txn *txn, const Act *act, const Idea *idea)
{
  if (idea->outcome == IDEA_WAITS)
    return;
  note_told(txn, act, idea, act->member_id);
  decisions_note(txn, act, "idea-told", idea->id, author_of(txn, idea->id));
}

static bool
is_reply(const char *reply)
{
  return strcmp(reply, "yes") == 0 || strcmp(reply, "no") == 0 || strcmp(reply, "left") == 0;
}

void
idea_reply(Txn *txn, const Act *act, const Idea *idea, const char *reply, const char *words,
           Refusals *refusals)
{
  const int64_t author_id = author_of(txn, idea->id);

  if (!is_reply(reply))
    refuse(refusals, "reply", N_("Choose one of the answers"));
  words_fit("words", words, IDEA_WORDS_MAX, refusals);
  if (refusals_count(refusals) > 0 || idea->outcome == IDEA_WAITS || act_person(act) != author_id)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE idea_answer SET reply = ?4, reply_words = ?5, replied_at_us = ?6"
                " WHERE community_id = ?1 AND idea_id = ?2 AND round = ?3");

  bind_int(q, 2, idea->id);
  bind_int(q, 3, idea->round);
  bind_text(q, 4, reply);
  bind_text(q, 5, words);
  bind_int(q, 6, act->at_us);
  query_run(q);
  note_told(txn, act, idea, act->on_behalf_of ? act->member_id : 0);
  decisions_note(txn, act, "idea-replied", idea->id, 0);
}

bool
idea_may_appeal(const Idea *idea, const IdeaAnswer *answers)
{
  return idea->round == 1 && idea->outcome != IDEA_WAITS && !idea->is_gone && answers->id &&
         strcmp(answers->reply, "no") == 0;
}

void
idea_appeal(Txn *txn, const Act *act, const Idea *idea, int64_t group_id, Refusals *refusals)
{
  if (group_id && group_id == idea->asked_id)
    refuse(refusals, "group", N_("This group has answered. Choose another one."));
  else if (group_id)
    group_can_be_asked(txn, group_id, act_person(act), refusals);
  if (refusals_count(refusals) > 0 || !idea->is_own || idea->round != 1)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE idea SET round = 2, asked_id = ?3, owner_id = 0, owner_state = 'none',"
                " due_us = ?4, first_due_us = ?4, outcome = '', into_id = 0,"
                " answered_at_us = NULL WHERE community_id = ?1 AND id = ?2 AND round = 1");

  bind_int(q, 2, idea->id);
  bind_int(q, 3, group_id);
  bind_int(q, 4, act->at_us + IDEA_ANSWER_US);
  query_run(q);
  decisions_note(txn, act, "idea-appealed", idea->id, 0);
}

/* ---- news of an idea that others are part of ---- */

bool
idea_has_news(Txn *txn, int64_t idea_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT 1 FROM idea i JOIN idea p ON p.community_id = ?1 AND p.into_id = i.id"
           " LEFT JOIN idea_read r ON r.community_id = ?1 AND r.idea_id = i.id AND r.member_id = ?3"
           " LEFT JOIN idea_answer a ON a.community_id = ?1 AND a.idea_id = i.id"
           " AND a.made_at_us > p.answered_at_us WHERE i.community_id = ?1 AND i.id = ?2"
           " AND i.gone_at_us IS NULL AND ((i.author_id = ?3 AND p.author_id <> ?3"
           " AND p.answered_at_us > COALESCE(r.read_at_us, 0)) OR (p.author_id = ?3"
           " AND i.author_id <> ?3 AND a.made_at_us > COALESCE(r.read_at_us, 0))) LIMIT 1");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, member_id);
  return query_next(q);
}

void
idea_mark_read(Txn *txn, const Act *act, int64_t idea_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO idea_read (community_id, idea_id, member_id, read_at_us)"
                " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (community_id, idea_id, member_id)"
                " DO UPDATE SET read_at_us = excluded.read_at_us");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, act_person(act));
  bind_int(q, 4, act->at_us);
  query_run(q);
}

/* ---- to be told by somebody ---- */

const IdeaToTell *
ideas_to_tell(Txn *txn, Arena *arena, int limit)
{
  IdeaToTell *list = arena_new_of(arena, IdeaToTell, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT i.id, a.made_at_us, m.name, m.reach, i.words FROM idea_answer a"
                    " JOIN idea i ON i.community_id = ?1 AND i.id = a.idea_id"
                    " JOIN member m ON m.community_id = ?1 AND m.id = i.author_id"
                    " LEFT JOIN working_group g ON g.community_id = ?1 AND g.id = i.group_id"
                    " WHERE a.community_id = ?1 AND a.told_at_us IS NULL AND i.is_nameless = 0"
                    " AND i.gone_at_us IS NULL AND i.seen_by = 'all'"
                    " AND COALESCE(g.seen_by, 'all') = 'all' ORDER BY a.made_at_us, a.id LIMIT ?2");

  bind_int(q, 2, limit);
  while (count < limit && query_next(q))
    list[count++] = (IdeaToTell){ .idea_id = col_int(q, 0),
                                  .made_at_us = col_int(q, 1),
                                  .name = arena_text(arena, col_text(q, 2)),
                                  .reach = arena_text(arena, col_text(q, 3)),
                                  .words = arena_text(arena, col_text(q, 4)) };
  return list;
}
