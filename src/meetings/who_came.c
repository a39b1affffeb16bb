/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who came to shared meetings. */
#include "meetings/who_came.h"

#include "meetings/meetings.h"
#include "meetings/tally_rows.h"

static MeetingCame
read_came(Query *q)
{
  return (MeetingCame){ .meeting_id = col_int(q, 0),
                        .starts_at_us = col_int(q, 1),
                        .member_id = col_is_null(q, 2) ? 0 : col_int(q, 2),
                        .others = { [SIDE_USES] = col_int(q, 3),
                                    [SIDE_CARER] = col_int(q, 4),
                                    [SIDE_NEIGHBOUR] = col_int(q, 5),
                                    [SIDE_WORK] = col_int(q, 6),
                                    [SIDE_OTHER] = col_int(q, 7) } };
}

void
meetings_who_came(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us, CameSeen see,
                  void *data)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, m.starts_at_us, p.member_id, COALESCE(n.others_use, 0),"
           " COALESCE(n.others_care, 0), COALESCE(n.others_near, 0), COALESCE(n.others_work, 0),"
           " COALESCE(n.others_else, 0), " MEETING_KIND_THEN " FROM meeting m"
           " LEFT JOIN meeting_minutes n ON n.community_id = ?1 AND n.meeting_id = m.id"
           " LEFT JOIN meeting_presence p ON p.community_id = ?1 AND p.meeting_id = m.id"
           " WHERE" MEETINGS_COUNTED " ORDER BY m.starts_at_us NULLS FIRST, m.id,"
           " p.member_id NULLS FIRST");

  bind_int(q, 2, group_id);
  bind_int(q, 3, from_us);
  bind_int(q, 4, until_us);
  bind_int(q, 5, 0);
  while (query_next(q)) {
    const MeetingCame came = read_came(q);

    if (meeting_kind_from_name(col_text(q, 8)) == MEETING_SHARED)
      see(&came, data);
  }
}
