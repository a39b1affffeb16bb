/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How long things are kept: a time for each kind of thing, within what law and good sense allow,
 * shown before it is chosen, carried out once a day, counted. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "outbox/outbox.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum { KEEP_BATCH = 200 };

typedef struct {
  const char *kind; /* stored, and in addresses */
  const char *name; /* message id */
  const char *why;  /* message id: why as long, and what the law says */
  int usual_days, least_days, most_days;
  /* How many are older: rows by one statement, files by looking into their folder. */
  int64_t (*count)(Txn *txn, int64_t before_us);
  /* Removes some, at most KEEP_BATCH; how many, 0 when none is left. NULL: the worker removes files
   * (retention_work.c).
   */
  int64_t (*remove)(Txn *txn, const Act *act, int64_t before_us);
} KeepKind;

/* Ended by a NULL kind. */
extern const KeepKind keep_kinds[];
const KeepKind *keep_find(const char *kind); /* NULL: none */

/* What each kind would remove in the next round, in their order: two statements for all that the
 * database holds, and a look into the folder of mails. */
enum { KEEP_KINDS_MOST = 20 };
void keep_count_old(Txn *txn, const int days[static KEEP_KINDS_MOST], int64_t now_us,
                    int64_t ret_old[static KEEP_KINDS_MOST]);
/* All days in force, in the order of keep_kinds: one statement. */
void keep_days(Txn *txn, int ret_days[static KEEP_KINDS_MOST]);
int keep_days_of(Txn *txn, const KeepKind *kind);
/* Refuses what is not between least and most. */
void keep_change(Txn *txn, const Act *act, const KeepKind *kind, int64_t days, Refusals *refusals);

typedef struct {
  const KeepKind *kind;
  int64_t removed, at_us;
} Removal;
/* What was removed, newest first; ends with a NULL kind. */
const Removal *keep_removals(Txn *txn, Arena *arena, int limit);

/* Outbox task "keep"; no thing. */
OutboxResult carry_out_keep(Db *db, const OutboxTask *task, void *data);
