/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "This is wrong": what somebody says of what is recorded about them and cannot change themselves
 * (UK GDPR article 16). Organisers answer. Sealed under the person's key. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/refusals.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum { CORRECTION_WORDS_MAX = 2000, CORRECTIONS_MAX = 100 };

typedef struct {
  int64_t id, made_at_us;
  const char *words;
  const char *answer; /* "" while it waits */
  int64_t answered_at_us;
} Correction;

void corrections_add(Txn *txn, const Act *act, int64_t member_id, const char *words,
                     Refusals *refusals);
/* Once; of this member. */
void corrections_answer(Txn *txn, const Act *act, int64_t member_id, int64_t id, const char *answer,
                        Refusals *refusals);
/* Newest first; ends with id 0. */
const Correction *corrections_of(Txn *txn, Arena *arena, int64_t member_id);

typedef struct {
  int64_t member_id;
  const char *name;
} CorrectionWaiting;
/* Who waits for an answer, the longest first; ends with member_id 0. Nothing sealed. */
const CorrectionWaiting *corrections_waiting(Txn *txn, Arena *arena, int limit);

void corrections_collect(Txn *txn, int64_t member_id, json_t *facts);
