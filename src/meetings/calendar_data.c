/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What calendars hold about a member: that there is an address, not which: whoever finds the file
 * that was taken away shall not read their meetings from then on. */
#include "meetings/calendar_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "calendar_made_at", N_("The address for your calendar was made on") },
  { NULL },
};

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT made_at_us FROM calendar_feed"
                                     " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  if (query_next(q))
    data_set_time(facts, "calendar_made_at", col_int(q, 0));
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM calendar_feed WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  query_run(q);
}

static const char *const columns[] = { "calendar_feed.member_id", NULL };

const PersonalData calendar_personal_data = {
  .name = "calendars",
  .title = N_("Your calendar"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
