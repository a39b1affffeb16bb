/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A need that somebody wrote in an answer goes with what helps them take part (people/needs.h): by
 * themself, or by an organiser who asked them. Who else may know is theirs to say (R11). */
#pragma once

#include "notices/mail_answers.h"
#include "people/needs.h"
#include "questions/refusals.h"

typedef struct {
  NeedKind kind;
  const char *words;
  bool is_must;
  bool is_shared; /* organisers who must act on it may know */
} AnsweredNeed;

/* Something that may be a need: not a yes, with words, not put there yet. */
bool answer_may_be_need(const MailAnswer *answer);
/* Adds the words to those of that kind. By the person, `is_shared` holds for the whole kind; by an
 * organiser it counts only where nothing of that kind was there before: what the person keeps to
 * themself stays so. On record, so the person sees who did it. Refuses at "words": none, or too
 * many together with those that are there; at "share": only the person is to see it, and organisers
 * may know that kind. */
void answer_keep_need(Txn *txn, const Act *act, const MailAnswer *answer, const AnsweredNeed *need,
                      Refusals *refusals);
