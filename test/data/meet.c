/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meeting in a group, for tests. */
#include "data/meet.h"

#include "base/clock.h"
#include "decisions/test_record.h"
#include "meetings/calendar_feeds.h"
#include "meetings/test_action.h"
#include "meetings/test_agenda.h"
#include "meetings/test_feedback.h"
#include "meetings/test_hard.h"
#include "meetings/test_meeting.h"
#include "resources/test_claim.h"

void
meet(Txn *txn, const Act *act, const Meet *wish, Refusals *refusals)
{
  TestAgenda agenda = { .group_id = wish->group_id,
                        .member_id = wish->member_id,
                        .other_id = wish->other_id,
                        .interests = wish->interests,
                        .why = "It is late",
                        .paper_id = wish->paper_id };

  test_meeting_fill(txn, act, wish->group_id, wish->member_id, refusals);
  calendar_feed_make(txn, act, wish->member_id);
  test_agenda_fill(txn, act, &agenda, act->at_us + 9 * US_PER_DAY, refusals);

  TestMinutes minutes = { .group_id = wish->group_id,
                          .member_id = wish->member_id,
                          .other_id = wish->other_id,
                          .correction = "It was blue" };

  test_minutes_fill(txn, act, &minutes, refusals);
  test_minutes_paper(txn, act, &minutes, refusals);
  test_feedback_fill(txn, act, wish->group_id, minutes.meeting_id, wish->member_id);
  test_action_fill(txn, act,
                   &(TestAction){ .group_id = wish->group_id,
                                  .member_id = wish->member_id,
                                  .other_id = wish->other_id,
                                  .words = "Paint it",
                                  .why = "It rained" },
                   refusals);
  test_hard_fill(txn, act,
                 &(TestHard){ .group_id = wish->group_id,
                              .member_id = wish->member_id,
                              .other_id = wish->other_id,
                              .words = "It hurts",
                              .is_answered = true },
                 refusals);
  test_record_fill(txn, act,
                   &(TestRecord){ .group_id = wish->group_id,
                                  .member_id = wish->member_id,
                                  .other_id = wish->other_id },
                   refusals);
  test_claims_fill(txn, act,
                   &(TestClaims){ .group_id = wish->group_id,
                                  .meeting_id = agenda.meeting_id,
                                  .member_id = wish->member_id,
                                  .other_id = wish->other_id,
                                  .words = wish->fare,
                                  .answer = wish->answer },
                   refusals);
  test_thanks_fill(txn, act,
                   &(TestClaims){ .group_id = wish->group_id,
                                  .meeting_id = minutes.meeting_id,
                                  .member_id = wish->member_id,
                                  .other_id = wish->other_id },
                   wish->give_to, refusals);
}
