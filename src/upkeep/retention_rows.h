/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counting and removing what is older than its time, one pair a kind. */
#pragma once

#include "db/db.h"

#include <stdint.h>

/* For a statement whose ?2 is the time: the number it gives. */
int64_t keep_count_by(Query *q, int64_t before_us);
/* For one whose ?3 is how many at most (KEEP_BATCH): how many it removed. */
int64_t keep_remove_by(Query *q, int64_t before_us);

int64_t keep_count_links(Txn *txn, int64_t before_us);
int64_t keep_remove_links(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_work(Txn *txn, int64_t before_us);
int64_t keep_remove_work(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_complaints(Txn *txn, int64_t before_us);
int64_t keep_remove_complaints(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_archives(Txn *txn, int64_t before_us);
int64_t keep_count_backups(Txn *txn, int64_t before_us);
int64_t keep_count_mails(Txn *txn, int64_t before_us);
int64_t keep_remove_mails(int64_t before_us); /* files: outside any transaction */
int64_t keep_count_left(Txn *txn, int64_t before_us);
int64_t keep_remove_left(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_deliveries(Txn *txn, int64_t before_us);
int64_t keep_remove_deliveries(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_corrections(Txn *txn, int64_t before_us);
int64_t keep_remove_corrections(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_unplaced(Txn *txn, int64_t before_us);
int64_t keep_remove_unplaced(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_returns(Txn *txn, int64_t before_us);
int64_t keep_remove_returns(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_answers(Txn *txn, int64_t before_us);
int64_t keep_remove_answers(Txn *txn, const Act *act, int64_t before_us);
int64_t keep_count_measures(Txn *txn, int64_t before_us);
int64_t keep_remove_measures(Txn *txn, const Act *act, int64_t before_us);
