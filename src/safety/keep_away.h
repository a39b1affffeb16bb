/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whom I keep away from: silently, and in both directions (R44). */
#pragma once

#include "people/apart.h"
#include "people/find.h"
#include "questions/refusals.h"

enum { KEEP_AWAY_MAX = 100 };

/* Whether one of the two keeps away from the other: nothing of either reaches the other. */
bool safety_is_blocked(Txn *txn, int64_t one_id, int64_t other_id);
/* For people_set_keep_apart. */
void safety_find_blocked(Txn *txn, const PeoplePair *pairs, int count, bool *ret_blocked);
/* All members of that name but oneself; again changes nothing. Refuses a name nobody here has. */
void safety_block(Txn *txn, const Act *act, const char *name, Refusals *refusals);
void safety_unblock(Txn *txn, const Act *act, int64_t other_id);
/* From whom this member keeps away, oldest first; ends with id 0. Three statements at most. */
const KnownMember *safety_blocks(Txn *txn, Arena *arena, int64_t member_id);
