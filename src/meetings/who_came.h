/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who came to a group's shared meetings, one by one, for sums over a year that show nobody
 * (src/evidence/missing.h). */
#pragma once

#include "groups/sides.h"

#include "db/db.h"

typedef struct {
  int64_t meeting_id, starts_at_us;
  int64_t member_id;          /* 0: of this meeting nobody was noted by name */
  int64_t others[SIDE_COUNT]; /* noted by number only; the same in each row of a meeting */
} MeetingCame;

/* Of shared meetings that count (tally.h) and began from `from_us` to before `until_us`, meeting by
 * meeting, oldest first. One statement. */
typedef void (*CameSeen)(const MeetingCame *came, void *data);
void meetings_who_came(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us, CameSeen see,
                       void *data);
