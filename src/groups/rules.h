/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of groups' rules share; for this folder only. */
#pragma once

#include "groups/places.h"

GroupStanding group_standing_from_name(const char *name);
GroupStanding group_standing(Txn *txn, int64_t group_id, int64_t member_id);
/* On the record; the second of what concerns a member. */
void group_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id);
void group_note_for(Txn *txn, const Act *act, const char *kind, int64_t group_id,
                    int64_t member_id);
/* False and a refusal: longer than GROUP_WORDS_MAX. */
bool group_words_fit(const char *question, const char *words, Refusals *refusals);
/* After a change: in which side the member is in the group from now on (groups/side_history.h).
 * `before`: their place before it; NULL: they had none. */
typedef struct {
  const Place *before;
  const char *role;
  bool is_in, is_shown; /* shown: beside their name */
} SideChange;
void group_side_note(Txn *txn, const Act *act, int64_t group_id, int64_t member_id,
                     const SideChange *change);
/* For the record of what is kept of a member: each of their sides, group by group, oldest first. */
typedef void (*OwnSide)(const char *group_name, Side side, bool is_in, int64_t from_us, void *data);
void group_sides_of(Txn *txn, int64_t member_id, OwnSide each, void *data);
const char *group_side_code(Side side); /* "u": as it is sealed */
