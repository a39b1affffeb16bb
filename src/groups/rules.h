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
/* The one of this name who is here and not `but_id` (0: anybody); 0 and a refusal of "name".
 * `several`: message id, what to do where several are called so. */
int64_t group_find_named(Txn *txn, const char *name, int64_t but_id, const char *several,
                         Refusals *refusals);

/* What is theirs in a group is sealed to its row, under these names. */
#define PLACE_ROLE_SEAL  "group_member.role"
#define PLACE_WORDS_SEAL "group_member.words"
void place_bind_sealed(Query *q, int slot, Txn *txn, Arena *arena, int64_t member_id,
                       const char *place, int64_t row_id, const char *text);
/* Opened: the key in column 0, the sealed text in `column`; "" where nothing is sealed. */
const char *place_open_sealed(Txn *txn, Query *q, Arena *arena, int column, int64_t member_id,
                              const char *place, int64_t row_id);
/* The row of somebody in a group; a new one's when there is none yet. */
int64_t place_row_id(Txn *txn, const Act *act, int64_t group_id, int64_t member_id);
/* False and a refusal: a role that is too long; a group that is full. */
bool place_role_fits(const char *role, Refusals *refusals);
bool place_has_room(int64_t people, Refusals *refusals);

/* After a change: in which side the member is in the group from now on (groups/side_history.h).
 * `before`: their place before it; NULL: they had none. */
typedef struct {
  const Place *before;
  const char *role;
  bool is_in, is_shown; /* shown: beside their name */
  int64_t heard_by;     /* member who wrote the role down for them; 0: their own word */
} SideChange;
void group_side_note(Txn *txn, const Act *act, int64_t group_id, int64_t member_id,
                     const SideChange *change);
/* For the record of what is kept of a member: each of their sides, group by group, oldest first. */
typedef void (*OwnSide)(const char *group_name, Side side, bool is_in, int64_t from_us, void *data);
void group_sides_of(Txn *txn, int64_t member_id, OwnSide each, void *data);
const char *group_side_code(Side side); /* "u": as it is sealed */
