/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The door of a meeting: an address under which people sign in on a screen that nobody is signed in
 * on. It is good for that and nothing else; it is worked out from the community's keys and stored
 * nowhere; it ends with the day, when the meeting gets another time or is called off, and when
 * whoever opened it may no longer arrange meetings of the group. */
#pragma once

#include "meetings/meetings.h"
#include "people/people.h"

/* What stands in the address. */
typedef struct {
  int64_t group_id, meeting_id, opened_by;
  char token[LINK_TOKEN_SIZE];
} Door;

/* False: there are no keys, or trouble. */
bool door_make(Txn *txn, const Meeting *meeting, int64_t opened_by, Door *ret_door);
/* NULL: it opens nothing (any more). */
const Meeting *door_open(Txn *txn, Arena *arena, const Door *door, int64_t now_us);
