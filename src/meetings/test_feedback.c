/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answers after a meeting for tests. */
#include "meetings/test_feedback.h"

void
test_feedback_fill(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id,
                   int64_t member_id)
{
  const FeedbackAsk ask = { .meeting_id = meeting_id, .group_id = group_id, .title = "" };
  const FeedbackAnswer answer = { .side = FEEDBACK_CARER,
                                  .faces = { FACE_YES, FACE_PARTLY, FACE_NO } };
  Act own = *act;

  own.member_id = member_id;
  for (int i = 0; i <= FEEDBACK_LEAST; i++)
    feedback_give(txn, &own, &ask, &answer);
}
