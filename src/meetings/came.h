/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who came, by parts of a long list, and one by one as people sign in at the door (R64, R66). The
 * same records as in minutes (minutes.h), by the same rules; but at the door from DAY_EARLY_HOURS
 * before the start on: people come in before it begins. There the act is of whoever opened it. */
#pragma once

#include "meetings/minutes.h"

/* What one page of the list says. */
typedef struct {
  const int64_t *asked; /* who could be ticked on it; NULL: everybody of the group */
  int asked_count;
  const int64_t *came; /* who was; others than those asked are passed over */
  int count;
  const Minutes *others; /* how many came who are not in the group; NULL: it was not asked */
} CameWish;

/* Of whom the page did not ask nothing changes. Refuses as minutes_set_present does, which is the
 * same for the whole list. */
void came_set(Txn *txn, const Act *act, const Meeting *meeting, const CameWish *wish,
              Refusals *refusals);

/* This member of the group is here; again changes nothing. Refuses as minutes_set_present does. */
void came_note(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
               Refusals *refusals);
/* … it was a mistake. Nothing when they were not down. */
void came_take_back(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
                    Refusals *refusals);
/* The meeting got another time: whoever had come in by then, by name or by number,
 * came to what did not take place. */
void came_forget(Txn *txn, const Act *act, int64_t meeting_id);
bool came_is_down(Txn *txn, int64_t meeting_id, int64_t member_id);

/* How somebody is here who is not in the group; their names are kept nowhere. */
typedef enum { GUEST_USES, GUEST_CARES, GUEST_NEAR, GUEST_WORKS, GUEST_ELSE, GUEST_COUNT } Guest;

/* One more (by: 1), or one taken back (by: -1). Refuses as above, and more than OTHERS_MOST. */
void came_count_guest(Txn *txn, const Act *act, const Meeting *meeting, Guest guest, int by,
                      Refusals *refusals);

/* All who came: of the group, and others. One statement. */
int64_t came_count(Txn *txn, int64_t meeting_id);
/* As took_place.h counts it. One statement where it was called off. */
bool meeting_took_place(Txn *txn, const Meeting *meeting);
