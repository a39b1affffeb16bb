/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Strengths, things somebody likes to do, and the roles they act in: in own words, several, sealed.
 * A role stands beside a name only where its person switched it on, place by place (design, idea
 * 8): what is switched on is stored readable and apart. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/questions.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum { OWN_LINES_MAX = 30, OWN_LINE_MAX = 200, OWN_ROLE_MAX = 60, ROLES_MAX = 10 };

/* One a line, as typed; "" for none. */
typedef struct {
  const char *strengths, *likes;
} Strengths;

const Strengths *strengths_read(Txn *txn, Arena *arena, int64_t member_id);
/* Refuses more than OWN_LINES_MAX lines, and lines longer than OWN_LINE_MAX. */
void strengths_change(Txn *txn, const Act *act, int64_t member_id, const Strengths *strengths,
                      Refusals *refusals);

/* Codes of role_choices, then one in own words perhaps. */
typedef struct {
  const char *roles[ROLES_MAX];
  int count;
} Roles;

extern const Choice role_choices[];
/* "I use services"; beside a name: "uses services". Own words stay as they are. */
const char *role_in_words(const char *role, const Lang *lang);
const char *role_beside_name(const char *role, const Lang *lang);

const Roles *roles_read(Txn *txn, Arena *arena, int64_t member_id);
/* What is taken away here is not shown anywhere any more. */
void roles_change(Txn *txn, const Act *act, int64_t member_id, const Roles *roles);

/* Places where a name may stand with roles beside it. */
enum { PLACE_MEMBERS = 0 }; /* the list of members; a group's id for others */

/* Switches on, for one place: of these roles those that the person acts in; none: the name alone.
 * NULL: switches off. */
void roles_show(Txn *txn, const Act *act, int64_t member_id, int64_t place_id, const Roles *roles);
/* NULL: switched off there. */
const Roles *roles_shown(Txn *txn, Arena *arena, int64_t member_id, int64_t place_id);

typedef struct {
  int64_t member_id;
  const char *name;
  Roles roles;
} ShownMember;
/* Who is shown in a place and is here, by name; ends with member_id 0. */
const ShownMember *roles_list_shown(Txn *txn, Arena *arena, int64_t place_id,
                                    const char *after_sort_key, int64_t after_id, int limit);

void profile_collect(Txn *txn, int64_t member_id, json_t *facts);
