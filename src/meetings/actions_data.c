/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What actions hold about a member: what they said they would do, or are asked to. The words are
 * the group's, and say not whose they were once the member is erased. */
#include "meetings/actions_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "actions", N_("What you said you would do, or are asked to do") },
  { "words", N_("What it is") },
  { "by", N_("By which day, as it was said first") },
  { "answer", N_("Your own word about it") },
  { "answer=asked", N_("You have not answered") },
  { "answer=yes", N_("You said yes") },
  { "actions_written", N_("How often you wrote about what the group does") },
  { NULL },
};

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  {
    g_autoptr(Query) q = db_query(txn, "SELECT words, first_due_us, owner_state FROM group_action"
                                       " WHERE community_id = ?1 AND owner_id = ?2 ORDER BY id");

    bind_int(q, 2, member_id);
    while (query_next(q)) {
      json_t *row = data_add_row(facts, "actions");

      data_set_text(row, "words", col_text(q, 0));
      data_set_time(row, "by", col_int(q, 1));
      data_set_text(row, "answer", col_text(q, 2));
    }
  }

  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM group_action WHERE community_id = ?1 AND entered_by = ?2)"
           " + (SELECT count(*) FROM group_action_word WHERE community_id = ?1"
           "  AND written_by = ?2)");

  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "actions_written", col_int(q, 0));
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE group_action SET owner_id = 0, owner_state = 'none', owner_way = 'page'"
                " WHERE community_id = ?1 AND owner_id = ?2");

  bind_int(q, 2, member_id);
  query_run(q);
}

static const char *const columns[] = {
  "group_action.owner_id",
  "group_action.entered_by",
  "group_action_word.written_by",
  NULL,
};

const PersonalData actions_personal_data = {
  .name = "actions",
  .title = N_("What we said we would do"),
  .stays = N_("What you said you would do stays with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
