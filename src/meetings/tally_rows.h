/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which meetings count, in SQL; for tally.c, who_came.c and actions.c only. */
#pragma once

#include "meetings/took_place.h"

/* ?2 group, ?3 from, ?4 now, ?5 one meeting or 0. */
#define MEETINGS_COUNTED                                                                      \
  " m.community_id = ?1 AND m.group_id = ?2 AND m.starts_at_us >= ?3 AND m.starts_at_us < ?4" \
  " AND COALESCE(m.ends_at_us, m.starts_at_us + 10800000000) <= ?4 AND m.state <> 'to-find'"  \
  " AND" MEETING_TOOK_PLACE " AND (?5 = 0 OR m.id = ?5)"

/* As it was when it began: a change after that is not seen. */
#define MEETING_KIND_THEN                                                             \
  "COALESCE((SELECT h.was_kind FROM meeting_change h WHERE h.community_id = ?1"       \
  " AND h.meeting_id = m.id AND h.change = 'kind' AND h.made_at_us >= m.starts_at_us" \
  " ORDER BY h.id LIMIT 1), m.kind)"
