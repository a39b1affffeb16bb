/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What evidence holds about a member: that they put together what a group tells everybody, or said
 * yes to it. It names nobody itself. */
#include "evidence/evidence_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "pages_made", N_("How often you put together the page of a group for everybody") },
  { "pages_agreed", N_("How often you said yes to one") },
  { NULL },
};

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT COALESCE(CAST(sum(CASE WHEN made_by = ?2 THEN 1 ELSE 0 END) AS BIGINT), 0),"
           " COALESCE(CAST(sum(CASE WHEN asked_by = ?2 OR agreed_by = ?2 THEN 1 ELSE 0 END)"
           "  AS BIGINT), 0) FROM group_account WHERE community_id = ?1");

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return;
  if (col_int(q, 0) > 0)
    data_set_int(facts, "pages_made", col_int(q, 0));
  if (col_int(q, 1) > 0)
    data_set_int(facts, "pages_agreed", col_int(q, 1));
}

/* What they alone wanted for everybody waits no longer; a yes that was given stays given. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_account SET asked_by = 0 WHERE community_id = ?1"
                                 " AND asked_by = ?2 AND agreed_by = 0");

  bind_int(q, 2, member_id);
  query_run(q);
}

static const char *const columns[] = { "group_account.made_by", "group_account.asked_by",
                                       "group_account.agreed_by", NULL };

const PersonalData evidence_personal_data = {
  .name = "evidence",
  .title = N_("What groups tell everybody"),
  .stays = N_("What you wrote together with a group stays with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
