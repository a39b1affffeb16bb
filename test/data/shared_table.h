/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: a group with a random history of meetings. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/refusals.h"

enum { TABLE_PEOPLE = 8 };

typedef struct {
  int64_t group_id, now_us; /* made here, as are the people */
  int64_t people[TABLE_PEOPLE];
  Arena *arena;
  Refusals *refusals;
} SharedTable;

/* A TestChange; data: the SharedTable. */
bool shared_table_live(Txn *txn, const Act *act, void *data);
