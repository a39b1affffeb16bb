/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of every floor: a scratch database on the engine that the environment chooses.
 * TEST_DATABASE_URL: nothing or "sqlite": a file in a new folder; "postgresql://…": a new database
 * on that server (script/with-postgres starts one). Aborts the test program when that fails. */
#pragma once

#include "db/migrations.h"
#include "db/writer.h"

typedef struct TestDb TestDb;

/* `files` NULL: no tables. `options` NULL: the defaults. */
TestDb *test_db_new(const MigrationFile *files, const DbOptions *options);
void test_db_free(TestDb *test); /* closes it and removes everything */
Db *test_db(TestDb *test);
const char *test_db_url(TestDb *test);
/* Hears of each statement before it is run, on the thread that runs it; NULL: nobody does. */
void test_db_watch(TestDb *test, void (*sees)(const char *sql));
/* Closes and opens again, as after a restart. */
void test_db_reopen(TestDb *test);
bool test_db_is_postgres(void);

/* A member acting now in this community, with a tape of ids that lives as long as the test. */
Act test_db_act(TestDb *test, int64_t community_id, int64_t member_id);
/* Runs `change` as one write job in the act's community; rewinds its ids when it is run again. */
typedef bool (*TestChange)(Txn *txn, const Act *act, void *data);
WriteOutcome test_db_write(TestDb *test, const Act *act, TestChange change, void *data);
/* What one of the SELECTs finds that say what waits (rows of ui/waiting.h: kind, id …), for this
 * member at that time, who organises or not: the id of its first row of the kind, 0: none; and how
 * often it names this id. */
#define test_first_waiting(txn, sql, member_id, now_us, organises, kind)                    \
  test_read_waiting(db_query((txn), TEST_WAITING(sql)), (member_id), (now_us), (organises), \
                    (kind), 0)
#define test_count_waiting(txn, sql, member_id, now_us, organises, id) \
  test_read_waiting(db_query((txn), TEST_WAITING(sql)), (member_id), (now_us), (organises), 0, (id))
#define TEST_WAITING(sql) \
  "SELECT w.* FROM (" sql ") w WHERE CAST(?3 AS BIGINT) + CAST(?4 AS BIGINT) + ?2 > 0"
int64_t test_read_waiting(Query *q, int64_t member_id, int64_t now_us, bool organises, int64_t kind,
                          int64_t id);
/* How many rows "SELECT count(*) …" counts. */
#define test_count(txn, sql) test_read_count(db_query((txn), sql))
int64_t test_read_count(Query *q);
/* A file's whole text, relative to the source folder ("src/people/people.sql"). */
char *test_db_read_source(const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestDb, test_db_free)
