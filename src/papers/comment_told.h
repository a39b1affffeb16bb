/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answers to what people said about papers, of whom no mail tells: an organiser does (R40, R94). */
#pragma once

#include "notices/digest.h"
#include "people/people.h"

typedef struct {
  int64_t comment_id, answered_at_us; /* comment 0 ends a list */
  const char *name, *paper_title;
  Reach reach;
  const char *words, *answer, *did; /* did "": nothing yet */
} AnswerToTell;

enum { ANSWERS_TO_TELL_MOST = 50 };

/* The oldest first, without one's own; but of those who and the viewer keep away from one another.
 * What is nameless is told by whoever wrote it down, and stands in nobody else's list. Two
 * statements. */
const AnswerToTell *comment_answers_to_tell(Txn *txn, Arena *arena, int64_t viewer_id);
/* Nothing where it is told already. Refuses an answer that was changed since. */
void comment_answer_mark_told(Txn *txn, const Act *act, int64_t comment_id, int64_t answered_at_us,
                              Refusals *refusals);

/* For the statement that finds what waits for the viewer, ?2, who organises or not, ?4: whether to
 * ask them. */
#define COMMENT_ANSWERS_MAY_WAIT \
  "SELECT count(*) FROM paper_answer WHERE community_id = ?1 AND ?4 = 1 AND is_told = 0"
