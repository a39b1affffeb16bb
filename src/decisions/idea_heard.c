/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ideas that came in by mail or on a slip. */
#include "decisions/idea_heard.h"

#include "base/text.h"
#include "decisions/rules.h"
#include "people/people.h"

#include <string.h>

static int64_t
find_same(Txn *txn, int64_t member_id, const char *words)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id FROM idea WHERE community_id = ?1 AND author_id = ?2"
                    " AND words = ?3 AND gone_at_us IS NULL ORDER BY id LIMIT 1");

  bind_int(q, 2, member_id);
  bind_text(q, 3, words);
  return query_next(q) ? col_int(q, 0) : 0;
}

int64_t
idea_heard(Txn *txn, const Act *act, int64_t member_id, const char *words, const char *way,
           bool *ret_is_new)
{
  g_autofree char *tidy = g_strstrip(g_strdup(words));
  const size_t length = text_length(tidy);
  int64_t id = 0;

  *ret_is_new = false;
  if (length == 0 || length > IDEA_WORDS_MAX || people_find_state(txn, member_id) != MEMBER_HERE)
    return 0;
  id = find_same(txn, member_id, tidy);
  if (id || ideas_count_waiting_of(txn, member_id) >= IDEAS_WAITING_MAX)
    return id;
  id = act_new_id(act);
  idea_insert(txn, act, id, member_id,
              &(IdeaWish){ .words = tidy, .is_nameless = true, .way = way, .for_name = "" });
  decisions_note(txn, act, "idea-noted", id, member_id);
  *ret_is_new = true;
  return id;
}

bool
idea_heard_by_mail(Txn *txn, const Act *act, int64_t member_id, const char *words)
{
  bool is_new = false;

  return idea_heard(txn, act, member_id, words, "mail", &is_new) != 0;
}

bool
idea_is_heard(const Idea *idea)
{
  const bool is_way = strcmp(idea->way, "mail") == 0 || strcmp(idea->way, "paper") == 0;

  return is_way && !idea->is_theirs && !idea->is_gone && idea->is_nameless && !idea->is_for_all;
}

void
idea_heard_confirm(Txn *txn, const Act *act, const Idea *idea, bool is_for_all, bool is_nameless)
{
  if (!idea->is_own || !idea_is_heard(idea))
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE idea SET is_theirs = 1, seen_by = ?3,"
                                 " is_nameless = CAST(?4 AS INTEGER)"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, idea->id);
  bind_text(q, 3, is_for_all ? "all" : "group");
  bind_int(q, 4, is_nameless);
  query_run(q);
  decisions_note(txn, act, "idea-confirmed", idea->id, 0);
}
