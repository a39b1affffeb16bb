/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of groups' rules share; for this folder only. */
#pragma once

#include "groups/groups.h"

GroupStanding group_standing_from_name(const char *name);
GroupStanding group_standing(Txn *txn, int64_t group_id, int64_t member_id);
/* On the record; the second of what concerns a member. */
void group_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id);
void group_note_for(Txn *txn, const Act *act, const char *kind, int64_t group_id,
                    int64_t member_id);
/* False and a refusal: longer than GROUP_WORDS_MAX. */
bool group_words_fit(const char *question, const char *words, Refusals *refusals);
