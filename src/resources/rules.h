/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of these rules share; for this folder only. */
#pragma once

#include "log/log.h"
#include "questions/questions.h"

/* On the record; `concerns_id` 0: nobody in particular. */
void resources_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id,
                    int64_t concerns_id);
#define GIVE_PLACE "fee_choice.give_to"

/* A sealed column, opened; the key's column comes first. "" for nothing; trouble when it does not
 * open. */
const char *open_sealed(Txn *txn, Arena *arena, Query *q, int key_column, int column,
                        int64_t member_id, const char *place, int64_t row_id);
