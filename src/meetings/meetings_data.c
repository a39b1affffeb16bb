/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What meetings hold about a member. What they arranged for a group is the group's, and says not
 * whose it is once they are erased. */
#include "meetings/meetings_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "arranged", N_("Meetings you called, changed or wrote down") },
  { NULL },
};

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM meeting WHERE community_id = ?1"
           "  AND (called_by = ?2 OR held_by = ?2))"
           " + (SELECT count(*) FROM meeting_change WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM meeting_place WHERE community_id = ?1"
           "  AND (made_by = ?2 OR changed_by = ?2))");

  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "arranged", col_int(q, 0));
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  (void)txn;
  (void)act;
  (void)member_id;
}

static const char *const columns[] = {
  "meeting.called_by",     "meeting.held_by",          "meeting_change.made_by",
  "meeting_place.made_by", "meeting_place.changed_by", NULL,
};

const PersonalData meetings_personal_data = {
  .name = "meetings",
  .title = N_("Meetings"),
  .stays = N_("What you arranged for a group stays with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
