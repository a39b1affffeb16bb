/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The answer to who asked to join. What a mail says is looked up when it goes: who has left, or
 * asked again by then, gets none. */
#include "groups/join_answers.h"

#include "base/clock.h"
#include "base/ids.h"
#include "groups/rules.h"
#include "lang/lang.h"
#include "notices/mail_wishes.h"
#include "safety/keep_away.h"

#define KIND "join-answer"

enum { GROUP_LETTERS = 60 };

/* ---- keeping ---- */

void
join_answers_note(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, bool is_yes)
{
  g_autoptr(Query) old = db_change(txn, act,
                                   "DELETE FROM group_answer WHERE community_id = ?1"
                                   " AND group_id = ?2 AND member_id = ?3");
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_answer (community_id, id, group_id, member_id, is_yes,"
                " answered_by, answered_at_us, told_at_us, told_by)"
                " VALUES (?1, ?4, ?2, ?3, ?5, ?6, ?7, NULL, 0)");

  bind_int(old, 2, group_id);
  bind_int(old, 3, member_id);
  query_run(old);
  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  bind_int(q, 4, act_new_id(act));
  bind_int(q, 5, is_yes);
  bind_int(q, 6, act->member_id);
  bind_int(q, 7, act->at_us);
  query_run(q);
}

/* 0: there is no answer that nobody has told them. */
static int64_t
find_untold(Txn *txn, int64_t group_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM group_answer WHERE community_id = ?1"
                                     " AND group_id = ?2 AND member_id = ?3"
                                     " AND told_at_us IS NULL");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* False: it was told before. */
static bool
set_told(Txn *txn, const Act *act, int64_t id, int64_t told_by)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_answer SET told_at_us = ?3, told_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2 AND told_at_us IS NULL");

  bind_int(q, 2, id);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, told_by);
  return query_run(q) && query_changes(q) > 0;
}

/* ---- by mail ---- */

void
join_answers_tell(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, const char *origin)
{
  const int64_t id = find_untold(txn, group_id, member_id);

  if (!id || digest_has_had(txn, member_id, KIND, id))
    return;

  const MailWay way = mail_way_to(txn, member_id, MAIL_KIND_GROUP);

  if (way == MAIL_NOT_WANTED)
    set_told(txn, act, id, 0);
  else if (way == MAIL_COMES && *origin)
    digest_add(
        txn, act, member_id,
        &(DigestItem){ .kind = KIND, .thing_id = id, .group_id = group_id, .origin = origin });
}

static bool
write_answer(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t answer_id,
             DigestWords *ret_words)
{
  char id[ID_TEXT_SIZE];
  g_autoptr(Query) q =
      db_query(txn, "SELECT a.group_id, g.name, a.is_yes, COALESCE(p.state, '')"
                    " FROM group_answer a"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = a.group_id"
                    " LEFT JOIN group_member p ON p.community_id = ?1 AND p.group_id = a.group_id"
                    " AND p.member_id = a.member_id"
                    " WHERE a.community_id = ?1 AND a.id = ?2 AND a.member_id = ?3");

  bind_int(q, 2, answer_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;

  const bool is_yes = col_int(q, 2) != 0;
  const GroupStanding standing = group_standing_from_name(col_text(q, 3));

  if (is_yes ? standing != GROUP_IN : standing != GROUP_STRANGER && standing != GROUP_LEFT)
    return false;
  ret_words->group_title = arena_shorten(arena, col_text(q, 1), GROUP_LETTERS);
  ret_words->words = lang_text(
      lang, is_yes ? N_("You asked to join this group. The answer is yes: you are in it now.")
                   : N_("You asked to join this group. The answer is: not this time. You can ask"
                        " again later, or look for other groups."));
  ret_words->path =
      is_yes ? arena_format(arena, "/groups/%s", id_to_text(col_int(q, 0), id)) : "/groups";
  return true;
}

static void
mark_sent(Txn *txn, const Act *act, const DigestSent *sent)
{
  set_told(txn, act, sent->thing_id, 0);
}

static void
lose(Txn *txn, const Act *act, int64_t member_id, int64_t answer_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_answer SET told_at_us = NULL WHERE community_id = ?1"
                                 " AND id = ?2 AND member_id = ?3 AND told_by = 0");

  bind_int(q, 2, answer_id);
  bind_int(q, 3, member_id);
  query_run(q);
}

const DigestKind join_answer_digest_kinds[] = {
  { KIND, MAIL_KIND_GROUP, write_answer, mark_sent, .lose = lose },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};

/* ---- by somebody ---- */

const JoinAnswer *
join_answers_to_tell(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id)
{
  JoinAnswer *list = arena_new_of(arena, JoinAnswer, JOIN_ANSWERS_MOST + 1);
  PeoplePair pairs[JOIN_ANSWERS_MOST] = { { 0, 0 } };
  bool is_blocked[JOIN_ANSWERS_MOST];
  int count = 0, kept = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT c.id, c.name, c.reach, a.is_yes FROM group_answer a"
                      " JOIN member c ON c.community_id = ?1 AND c.id = a.member_id"
                      " AND c.state = 'here' WHERE a.community_id = ?1 AND a.group_id = ?2"
                      " AND" JOIN_ANSWER_UNTOLD " ORDER BY a.id LIMIT ?3");

    bind_int(q, 2, group_id);
    bind_int(q, 3, JOIN_ANSWERS_MOST);
    for (; count < JOIN_ANSWERS_MOST && query_next(q); count++) {
      list[count] = (JoinAnswer){ .member_id = col_int(q, 0),
                                  .name = arena_text(arena, col_text(q, 1)),
                                  .is_yes = col_int(q, 3) != 0 };
      reach_from_name(col_text(q, 2), &list[count].reach);
      pairs[count] = (PeoplePair){ viewer_id, list[count].member_id };
    }
  }
  safety_find_blocked(txn, pairs, count, is_blocked);
  for (int i = 0; i < count; i++)
    if (!is_blocked[i])
      list[kept++] = list[i];
  list[kept].member_id = 0;
  return list;
}

void
join_answers_mark_told(Txn *txn, const Act *act, int64_t group_id, int64_t member_id)
{
  const int64_t id = find_untold(txn, group_id, member_id);

  if (id && set_told(txn, act, id, act->member_id))
    group_note_for(txn, act, "group-answer-told", group_id, member_id);
}
