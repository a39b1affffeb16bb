/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: what was said after a meeting of long enough ago, told and not told yet. */
#pragma once

#include "meetings/feedback.h"

/* By this member, as if they were six. */
void test_feedback_fill(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id,
                        int64_t member_id);
