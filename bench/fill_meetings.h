/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For bench-fill: two groups of the same people, one with few meetings behind it, one with ten
 * years of them, and a meeting to which all are invited. */
#pragma once

#include "base/act.h"
#include "db/db.h"

enum { FEW_MEETINGS = 10, MANY_MEETINGS = 520 }; /* many: ten years, every week */

typedef struct {
  int64_t few_id, many_id; /* groups */
  int64_t coming_id;       /* of the group with few */
} FilledMeetings;

/* The first `count` of the members are in both groups; the act's is the first. Ends the program
 * when a rule refuses. */
void fill_meetings(Txn *txn, const Act *act, const int64_t *members, int count,
                   FilledMeetings *ret_filled);
