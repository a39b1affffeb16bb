/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is done by itself once a day: a backup, a look at database and record, dropping what was
 * kept long enough. No clock of the machine's has to be set up for it. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "outbox/outbox.h"

#include <stdbool.h>
#include <stdint.h>

/* The community's daily work goes on, or starts within the hour. */
void daily_start(Txn *txn, const Act *act);
/* For the start of the server: asks first, writes only where it is missing. */
void daily_start_where_missing(Db *db, int64_t community_id);

typedef enum { CHECK_DATABASE, CHECK_RECORD, CHECK_COUNT } CheckKind;

typedef struct {
  int64_t at_us; /* 0: never looked */
  bool is_good;
} Check;

/* The last looks; one statement. */
void checks_read(Txn *txn, Check ret_checks[static CHECK_COUNT]);

/* Outbox tasks "daily" and "check"; no thing. */
OutboxResult do_daily_work(Db *db, const OutboxTask *task, void *data);
OutboxResult check_database(Db *db, const OutboxTask *task, void *data);
