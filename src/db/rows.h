/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whole rows of any table, of one community: for what goes through all tables (archives). The
 * statements are made from db/tables.h, so that they always have `community_id = ?1`. */
#pragma once

#include "db/tables.h"

typedef struct DbRows DbRows;

/* All rows of the transaction's community, in the order of the key, a page at a time: a table may
 * be larger than memory. `page`: rows fetched at once. Never NULL. */
DbRows *db_rows_open(Txn *txn, const DbTable *table, int page);
/* The next row, its columns in the order of table->columns; borrowed until the next call. NULL: no
 * more, or trouble. */
Query *db_rows_next(DbRows *rows);
void db_rows_close(DbRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbRows, db_rows_close)

/* An INSERT of those columns for which `is_given`; slot db_row_slot(column) binds one. */
Query *db_row_insert(Txn *txn, const Act *act, const DbTable *table, const bool *is_given);
int db_row_slot(const DbTable *table, const bool *is_given, int column);
/* Of one column of numbers: each different value above 0, once, in no order. */
Query *db_column_values(Txn *txn, const char *table, const char *column);
/* Adds ?4 to those from ?2 to ?3 and makes them negative; and makes what is negative positive. */
Query *db_column_move(Txn *txn, const Act *act, const char *table, const char *column);
Query *db_column_settle(Txn *txn, const Act *act, const char *table, const char *column);
/* Every row of the community. */
void db_rows_delete(Txn *txn, const Act *act, const DbTable *table);
