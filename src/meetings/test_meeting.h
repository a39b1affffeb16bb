/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: meetings of a group with all that can be written about them. */
#pragma once

#include "meetings/meetings.h"

/* Called by the act's member, who is in the group: at a place of its own, to start at this time. */
int64_t test_meeting_call(Txn *txn, const Act *act, int64_t group_id, int64_t starts_at_us,
                          Refusals *refusals);
/* Its date is to be found: one time is offered, and the act's member can. */
void test_meeting_find_date(Txn *txn, const Act *act, int64_t group_id, Refusals *refusals,
                            int64_t *ret_meeting_id, int64_t *ret_date_id);
/* The same by this member, told to the group, moved and called off; another one that they come to
 * if they get what TEST_MEETING_NEED says; a third written down. */
#define TEST_MEETING_NEED "A taxi with room for my tandem"
int64_t test_meeting_fill(Txn *txn, const Act *act, int64_t group_id, int64_t member_id,
                          Refusals *refusals);
