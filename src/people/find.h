/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding members for other subjects' rules: by their name, and who organises. Nothing sealed. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

typedef struct {
  int64_t id;
  const char *name;
  bool is_organiser, is_here;
} KnownMember;

/* Members of exactly this name, case and marks apart; at most 20; ends with id 0. */
const KnownMember *people_find_by_name(Txn *txn, Arena *arena, const char *name);
/* Those who organise and are here, newest first; at most 1000; ends with id 0. */
const KnownMember *people_organisers(Txn *txn, Arena *arena);
/* NULL: nobody of that id. */
const KnownMember *people_find_known(Txn *txn, Arena *arena, int64_t member_id);
