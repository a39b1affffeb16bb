/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: something asked in private, and what a group learned. */
#pragma once

#include "meetings/hard.h"

typedef struct {
  int64_t group_id, member_id, other_id; /* the member asks the other, who takes on a duty for it */
  const char *words;                     /* of the member */
  bool is_answered;
  int64_t ask_id; /* made here */
} TestHard;

void test_hard_fill(Txn *txn, const Act *act, TestHard *hard, Refusals *refusals);
