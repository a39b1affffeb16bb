/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: a group in which one member has done everything that can be done, and another one that
 * they asked to join. */
#pragma once

#include "groups/groups.h"

typedef struct {
  int64_t member_id, other_id; /* other: started both; their name is needed too */
  const char *other_name;
  const char *role, *interests, *words; /* what the member says: own words */
  int64_t group_id, asked_id;           /* made here, as are those below */
  int64_t duty_id, mandate_id, line_id, first_id;
} TestGroup;

void test_group_fill(Txn *txn, const Act *act, TestGroup *group, Refusals *refusals);
/* Started by the act's member; open: "asked" else. */
int64_t test_group_start(Txn *txn, const Act *act, const char *name, bool is_open, bool is_for_all,
                         Refusals *refusals);
