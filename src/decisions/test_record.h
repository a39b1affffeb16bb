/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: a record of decisions in which all has been done that can be done. */
#pragma once

#include "decisions/record.h"

typedef struct {
  int64_t group_id, member_id, other_id; /* both are in the group */
  int64_t open_id, made_id; /* made here: a question; a decision that the member wants public */
} TestRecord;

void test_record_fill(Txn *txn, const Act *act, TestRecord *record, Refusals *refusals);
