/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which meetings count in figures, in SQL: calling one off takes nothing out of them when people
 * came (indicators 1, 2, 9, 11, 13 and 16). Of a single one it is said by meeting_took_place
 * (meetings/came.h). */
#pragma once

/* m: the meeting. Not called off, or somebody came all the same, by name or by number. */
#define MEETING_TOOK_PLACE                                                                   \
  " (m.state <> 'off' OR EXISTS (SELECT 1 FROM meeting_presence o WHERE o.community_id = ?1" \
  "  AND o.meeting_id = m.id) OR EXISTS (SELECT 1 FROM meeting_minutes o"                    \
  "  WHERE o.community_id = ?1 AND o.meeting_id = m.id AND o.others_use + o.others_care"     \
  "  + o.others_near + o.others_work + o.others_else > 0))"
