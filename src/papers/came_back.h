/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails about papers that came back: plain cases for the organiser. Where an address turned out to
 * be none, also what went there just before, or did not go any more: nobody may have read it. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

typedef struct {
  int64_t delivery_id, member_id, at_us; /* delivery 0 ends a list */
  const char *name;
} CameBack;

/* Of one sending, by name. */
const CameBack *releases_came_back(Txn *txn, Arena *arena, int64_t release_id, int limit);
int64_t releases_count_came_back(Txn *txn, int64_t release_id);
