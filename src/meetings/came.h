/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who came, one by one, as people sign in at the door (R64, R66). The same records as in minutes
 * (minutes.h), by the same rules, but from DAY_EARLY_HOURS before the start on: people come in
 * before it begins. The act is of whoever opened the door. */
#pragma once

#include "meetings/minutes.h"

/* This member of the group is here; again changes nothing. Refuses as minutes_set_present does. */
void came_note(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
               Refusals *refusals);
/* … it was a mistake. Nothing when they were not down. */
void came_take_back(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
                    Refusals *refusals);
/* The meeting got another time: whoever had come in by then came to what did not take place. */
void came_forget(Txn *txn, const Act *act, int64_t meeting_id);
bool came_is_down(Txn *txn, int64_t meeting_id, int64_t member_id);

/* How somebody is here who is not in the group; their names are kept nowhere. */
typedef enum { GUEST_USES, GUEST_CARES, GUEST_NEAR, GUEST_WORKS, GUEST_ELSE, GUEST_COUNT } Guest;

/* One more (by: 1), or one taken back (by: -1). Refuses as above, and more than OTHERS_MOST. */
void came_count_guest(Txn *txn, const Act *act, const Meeting *meeting, Guest guest, int by,
                      Refusals *refusals);

/* All who came: of the group, and others. One statement. */
int64_t came_count(Txn *txn, int64_t meeting_id);
