/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scratch databases on the PostgreSQL server of TEST_DATABASE_URL, for test_db.c. To make a table
 * costs there what hundreds of rows cost, so that a database is used by one test after the other:
 * emptied in between where nothing but rows was changed, else dropped. Any failure aborts. */
#pragma once

#include <stdbool.h>

/* NULL: tests run on SQLite. */
const char *test_server_url(void);

/* Makes the tables of an empty database. */
typedef void (*TestServerFill)(const char *url, const void *with);

/* A database with the tables that `fill` makes for this key, and no rows but those that it leaves;
 * `fill` runs once for all programs that use the server, and what it made stays there. `key` NULL:
 * no tables. Its address; free it and give the database back. */
char *test_server_take(const char *key, TestServerFill fill, const void *with);
/* Nobody of this program is connected to it any more. */
void test_server_give_back(const char *url);
