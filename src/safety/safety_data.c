/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What safety holds about a member: that they read worries. Worries themselves are nobody's record:
 * who raised one stands nowhere, and what is said in one about somebody must not reach them here.
 */
#include "safety/safety_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "reads_worries", N_("You are one of those who read worries") },
  { "answers", N_("Answers and notes you wrote about worries") },
  { NULL },
};

static void
collect_reading(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM safety_contact WHERE community_id = ?1"
                                     " AND (member_id = ?2 OR other_member_id = ?2)");
  g_autoptr(Query) written = db_query(txn, "SELECT count(*) FROM worry_entry"
                                           " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_bool(facts, "reads_worries", true);
  bind_int(written, 2, member_id);
  if (query_next(written) && col_int(written, 0) > 0)
    data_set_int(facts, "answers", col_int(written, 0));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_reading(txn, member_id, facts);
}

/* Whoever is gone reads no worries, and their name and number are shown no more. */
static void
erase_contact(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) first = db_change(txn, act,
                                     "UPDATE safety_contact SET member_id = 0, name = '',"
                                     " phone = '' WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) second =
      db_change(txn, act,
                "UPDATE safety_contact SET other_member_id = 0, other_name = '', other_phone = ''"
                " WHERE community_id = ?1 AND other_member_id = ?2");
  g_autoptr(Query) proposed =
      db_change(txn, act,
                "DELETE FROM safety_contact_change WHERE community_id = ?1"
                " AND (member_id = ?2 OR other_member_id = ?2 OR by_member_id = ?2)");

  bind_int(first, 2, member_id);
  query_run(first);
  bind_int(second, 2, member_id);
  query_run(second);
  bind_int(proposed, 2, member_id);
  query_run(proposed);
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  erase_contact(txn, act, member_id);
}

static const char *const columns[] = {
  "safety_contact.member_id",
  "safety_contact.other_member_id",
  "safety_contact_change.member_id",
  "safety_contact_change.other_member_id",
  "safety_contact_change.by_member_id",
  "worry_entry.member_id",
  "worry_notice.member_id",
  NULL,
};

const PersonalData safety_personal_data = {
  .name = "safety",
  .title = N_("Keeping people safe"),
  .stays = N_("What you wrote about worries of others stays with those who read them."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
