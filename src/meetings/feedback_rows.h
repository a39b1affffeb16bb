/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counts of answers as columns; for feedback.c and feedback_change.c only. */
#pragma once

#include "meetings/feedback.h"

enum { FEEDBACK_COLUMNS = 11 };

#define FEEDBACK_COUNTS                                                              \
  "people, on_paper, needed_yes, needed_partly, needed_no, heard_yes, heard_partly," \
  " heard_no, worth_yes, worth_partly, worth_no"
#define FEEDBACK_SUMS                                                     \
  "CAST(sum(people) AS BIGINT), CAST(sum(on_paper) AS BIGINT),"           \
  " CAST(sum(needed_yes) AS BIGINT), CAST(sum(needed_partly) AS BIGINT)," \
  " CAST(sum(needed_no) AS BIGINT), CAST(sum(heard_yes) AS BIGINT),"      \
  " CAST(sum(heard_partly) AS BIGINT), CAST(sum(heard_no) AS BIGINT),"    \
  " CAST(sum(worth_yes) AS BIGINT), CAST(sum(worth_partly) AS BIGINT),"   \
  " CAST(sum(worth_no) AS BIGINT)"

/* The columns above, from this one on. */
FeedbackCounts feedback_read(Query *q, int column);
void feedback_sum(FeedbackCounts *sum, const FeedbackCounts *more);
/* FEEDBACK_SIDES: no such code ('' and 'rest'). */
FeedbackSide feedback_side_from_code(const char *code);
