/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: something that a group said it would do, and what was said of it since. */
#pragma once

#include "meetings/actions.h"

typedef struct {
  int64_t group_id, member_id, other_id; /* both are in the group */
  const char *words, *why;               /* own words */
  bool is_asked;                         /* the member has not answered; else said yes */
  int64_t action_id;                     /* made here: by the other, for the member */
} TestAction;

/* With another day and, unless it waits for their answer, a word about how it went. */
void test_action_fill(Txn *txn, const Act *act, TestAction *action, Refusals *refusals);
