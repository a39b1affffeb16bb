/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: a meeting with an agenda on which all has been done that can be done; and minutes. */
#pragma once

#include "meetings/minutes.h"

typedef struct {
  int64_t group_id, member_id, other_id; /* both are in the group */
  const char *interests, *why;           /* what the member says: own words */
  int64_t paper_id;                      /* that the member was sent; 0: none */
  int64_t meeting_id, item_id;           /* made here; item: the member's, by the other */
} TestAgenda;

/* The meeting is to start at this time. */
void test_agenda_fill(Txn *txn, const Act *act, TestAgenda *agenda, int64_t starts_at_us,
                      Refusals *refusals);

typedef struct {
  int64_t group_id, member_id, other_id;                /* both are in the group */
  const char *correction;                               /* what the member wants to be put right */
  bool is_draft;                                        /* else open, with the correction */
  int64_t meeting_id, item_id, correction_id, later_id; /* made here */
} TestMinutes;

/* Minutes of a meeting that is over, with another one after it. */
void test_minutes_fill(Txn *txn, const Act *act, TestMinutes *minutes, Refusals *refusals);
/* As a paper. */
void test_minutes_paper(Txn *txn, const Act *act, const TestMinutes *minutes, Refusals *refusals);
