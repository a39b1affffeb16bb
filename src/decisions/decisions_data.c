/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What ideas and decisions hold about a member: their ideas and what they said to the answers, what
 * they answered and wrote down for others. An answer is the group's, and says not whose it is once
 * they are erased. */
#include "decisions/decisions_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "ideas", N_("Your ideas") },
  { "words", N_("Your words") },
  { "said_at", N_("Shared on") },
  { "group", N_("Shared with the group") },
  { "nameless", N_("Others do not see your name") },
  { "noted", N_("Somebody wrote it down for you") },
  { "helped", N_("A supporter shared it in your name") },
  { "taken_back_at", N_("Taken back on") },
  { "reply", N_("Does the answer answer you?") },
  { "reply=yes", N_("Yes") },
  { "reply=no", N_("Not really") },
  { "reply=left", N_("I leave it") },
  { "reply_words", N_("What you said to the answer") },
  { "answering", N_("Ideas you are asked to answer, or answered") },
  { "answers", N_("Answers you wrote for groups") },
  { "because", N_("Because") },
  { "at", N_("When") },
  { "noted_for_others", N_("Ideas you wrote down for others") },
  { "helped_with", N_("Ideas you shared in the name of somebody whom you support") },
  { "told", N_("People you told what happened to their idea") },
  { "ideas_read", N_("Ideas whose news you said you have read") },
  { NULL },
};

static void
collect_ideas(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT i.words, i.said_at_us, g.name, i.is_nameless, i.noted_by,"
                    " i.gone_at_us, a.reply, a.reply_words, i.helped_by FROM idea i"
                    " LEFT JOIN working_group g ON g.community_id = ?1 AND g.id = i.group_id"
                    " LEFT JOIN idea_answer a ON a.community_id = ?1 AND a.idea_id = i.id"
                    " WHERE i.community_id = ?1 AND i.author_id = ?2 ORDER BY i.id,"
                    " a.round NULLS FIRST");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "ideas");

    data_set_text(row, "words", col_text(q, 0));
    data_set_time(row, "said_at", col_int(q, 1));
    data_set_text(row, "group", col_text(q, 2));
    if (col_int(q, 3))
      data_set_bool(row, "nameless", true);
    if (col_int(q, 4))
      data_set_bool(row, "noted", true);
    if (col_int(q, 8))
      data_set_bool(row, "helped", true);
    if (!col_is_null(q, 5))
      data_set_time(row, "taken_back_at", col_int(q, 5));
    data_set_text(row, "reply", col_text(q, 6));
    data_set_text(row, "reply_words", col_text(q, 7));
  }
}

static void
collect_answers(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT because, made_at_us FROM idea_answer"
                                     " WHERE community_id = ?1 AND made_by = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "answers");

    data_set_text(row, "because", col_text(q, 0));
    data_set_time(row, "at", col_int(q, 1));
  }
}

static void
collect_counts(Txn *txn, int64_t member_id, json_t *facts)
{
  static const char *const keys[] = { "answering", "noted_for_others", "told", "ideas_read",
                                      "helped_with" };
  g_autoptr(Query) q =
      db_query(txn, "SELECT (SELECT count(*) FROM idea WHERE community_id = ?1 AND owner_id = ?2),"
                    " (SELECT count(*) FROM idea WHERE community_id = ?1 AND noted_by = ?2),"
                    " (SELECT count(*) FROM idea_answer WHERE community_id = ?1 AND told_by = ?2),"
                    " (SELECT count(*) FROM idea_read WHERE community_id = ?1 AND member_id = ?2),"
                    " (SELECT count(*) FROM idea WHERE community_id = ?1 AND helped_by = ?2)");

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
    if (col_int(q, (int)i) > 0)
      data_set_int(facts, keys[i], col_int(q, (int)i));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_ideas(txn, member_id, facts);
  collect_answers(txn, member_id, facts);
  collect_counts(txn, member_id, facts);
}

/* Their words go; where there is an answer, its place stays. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) replies =
      db_change(txn, act,
                "UPDATE idea_answer SET reply_words = '' WHERE community_id = ?1 AND idea_id IN"
                " (SELECT id FROM idea WHERE community_id = ?1 AND author_id = ?2)");
  g_autoptr(Query) words = db_change(txn, act,
                                     "UPDATE idea SET words = '', author_id = 0,"
                                     " gone_at_us = COALESCE(gone_at_us, ?3)"
                                     " WHERE community_id = ?1 AND author_id = ?2");
  g_autoptr(Query) asked = db_change(txn, act,
                                     "UPDATE idea SET owner_id = 0, owner_state = 'none'"
                                     " WHERE community_id = ?1 AND owner_id = ?2");

  g_autoptr(Query) seen =
      db_change(txn, act, "DELETE FROM idea_read WHERE community_id = ?1 AND member_id = ?2");

  bind_int(seen, 2, member_id);
  query_run(seen);
  bind_int(replies, 2, member_id);
  query_run(replies);
  bind_int(words, 2, member_id);
  bind_int(words, 3, act->at_us);
  query_run(words);
  bind_int(asked, 2, member_id);
  query_run(asked);
}

static const char *const columns[] = {
  "idea.author_id",      "idea.noted_by",       "idea.owner_id",       "idea.helped_by",
  "idea_answer.made_by", "idea_answer.told_by", "idea_read.member_id", NULL,
};

const PersonalData decisions_personal_data = {
  .name = "decisions",
  .title = N_("Ideas and decisions"),
  .stays = N_("What you answered for a group stays with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
