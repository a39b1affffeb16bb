/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the question after a meeting holds about a member: that they were asked about it. What they
 * said is in no row of theirs, so nobody can give it back to them, nor take it out. */
#include "meetings/feedback_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "asked_about", N_("Meetings you were asked about afterwards") },
  { "meeting", N_("Meeting") },
  { NULL },
};

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.title FROM feedback_chance c"
                    " JOIN meeting m ON m.community_id = ?1 AND m.id = c.meeting_id"
                    " WHERE c.community_id = ?1 AND c.member_id = ?2 ORDER BY m.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "asked_about", q, DATA_KEYS("meeting"));
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM feedback_chance WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  query_run(q);
}

static const char *const columns[] = { "feedback_chance.member_id", NULL };

const PersonalData feedback_personal_data = {
  .name = "after_meetings",
  .title = N_("After meetings"),
  .stays = N_("What you said after a meeting stays in the counts. Nobody can tell it is yours."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
