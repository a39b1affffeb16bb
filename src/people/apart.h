/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether one of two people keeps away from the other. Who knows is above this floor (safety), and
 * says so once at the start. */
#pragma once

#include "db/db.h"

typedef struct {
  int64_t one_id, other_id;
} PeoplePair;

/* Of each pair. */
typedef void (*KeepApart)(Txn *txn, const PeoplePair *pairs, int count, bool *ret_apart);

/* Set once, before threads start; NULL: nobody keeps away. */
void people_set_keep_apart(KeepApart are_apart);
/* In either direction. Whatever hangs on it must look like something else to both: neither is told.
 */
bool people_are_apart(Txn *txn, int64_t one_id, int64_t other_id);
/* Of each pair, for lists: one statement for up to 62 different people, not one for each. */
void people_find_apart(Txn *txn, const PeoplePair *pairs, int count, bool *ret_apart);
