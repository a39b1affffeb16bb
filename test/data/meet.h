/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What somebody leaves behind who meets others in a group: for tests of what is recorded. */
#pragma once

#include "base/act.h"
#include "db/db.h"
#include "questions/refusals.h"

typedef struct {
  int64_t group_id, member_id, other_id, paper_id; /* both are in the group */
  const char *interests, *fare, *answer, *give_to; /* what the member says */
} Meet;

/* A meeting, its agenda and minutes, what was decided, what will be done, and what it cost. */
void meet(Txn *txn, const Act *act, const Meet *wish, Refusals *refusals);
