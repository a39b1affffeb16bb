/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A claim that only its person and the group's treasurer may read. */
#pragma once

#include "base/act.h"
#include "db/db.h"
#include "questions/refusals.h"

/* By a member of this closed group, for its meeting; whoever keeps the money comes into the group.
 * Returns the claim's id. */
int64_t add_claim_with_treasurer(Txn *txn, const Act *by, const Act *keeping, const char *keeper,
                                 int64_t group_id, int64_t meeting_id, const char *words,
                                 Refusals *refusals);
