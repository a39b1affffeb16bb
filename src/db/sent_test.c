/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is sent before its rows are asked for, and what a subject keeps for the time of a
 * transaction: neither may ever give what is no longer, or not yet, so. */
#include "db/test_jobs.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { COMMUNITY = 5, OTHER = 6, JOBS = 4, LONG_US = 60 * 1000 * 1000 };

static int
set_up(void **state)
{
  TestDb *test = test_db_new(test_job_files, &(DbOptions){ .readers = 2, .batch_us = LONG_US });

  for (int64_t form = 1; form <= 9; form++)
    assert_int_equal(test_job_run_alone(test_db(test), COMMUNITY, &(TestJob){ .form = form }),
                     WRITE_KEPT);
  *state = test;
  return 0;
}

static int
tear_down(void **state)
{
  test_db_free(*state);
  return 0;
}

/* --- Sent ahead --- */

static Query *
send_for(Txn *txn, int64_t least)
{
  Query *q = db_query(txn, "SELECT form FROM entry WHERE community_id = ?1 AND form >= ?2"
                           " ORDER BY form");

  bind_int(q, 2, least);
  query_send(q);
  return q;
}

static void
assert_forms_from(Query *q, int64_t least)
{
  for (int64_t form = least; form <= 9; form++) {
    assert_true(query_next(q));
    assert_int_equal(col_int(q, 0), form);
  }
  assert_false(query_next(q));
  query_done(q);
}

static void
answers_are_each_ones_own_in_whatever_order(void **state)
{
  Txn *txn = db_begin_read(test_db(*state), COMMUNITY);
  Query *first = send_for(txn, 2), *second = send_for(txn, 7), *third = send_for(txn, 10);

  assert_forms_from(second, 7);
  assert_forms_from(third, 10);
  assert_forms_from(first, 2);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  assert_int_equal(txn_statements(txn), 3);
  db_end_read(txn);
}

static void
an_answer_that_nobody_asked_for_is_not_the_next_ones(void **state)
{
  Txn *txn = db_begin_read(test_db(*state), COMMUNITY);

  query_done(send_for(txn, 1));

  Query *q = send_for(txn, 8);

  bind_int(q, 2, 5); /* after it was sent: a new run */
  assert_forms_from(q, 5);
  assert_forms_from(send_for(txn, 3), 3);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

static void
more_can_be_sent_than_wait_at_once(void **state)
{
  Query *all[300];
  Txn *txn = db_begin_read(test_db(*state), COMMUNITY);

  for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
    all[i] = send_for(txn, (int64_t)i % 11);
  for (size_t i = G_N_ELEMENTS(all); i-- > 0;)
    assert_forms_from(all[i], MAX((int64_t)i % 11, 1));
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

static void
what_fails_on_its_way_is_trouble(void **state)
{
  for (int nth = 1; nth <= 2; nth++) {
    Db *db = test_db(*state);
    Txn *txn = db_begin_read(db, COMMUNITY);

    db_fail_statement_for_test(db, nth, TROUBLE_DATABASE);

    g_autoptr(Query) first = send_for(txn, 1);
    g_autoptr(Query) second = send_for(txn, 1);

    assert_int_equal(query_next(first) && query_next(second), false);
    assert_int_equal(txn_trouble(txn), TROUBLE_DATABASE);
    query_done(g_steal_pointer(&first));
    query_done(g_steal_pointer(&second));
    db_end_read(txn);
    db_fail_statement_for_test(db, 0, TROUBLE_NONE);
  }
}

/* --- Kept for the time of a transaction --- */

static int64_t
count_entries(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM entry WHERE community_id = ?1");

  return query_next(q) ? col_int(q, 0) : -1;
}

/* How often the scratch was there and right. */
static int found;

/* Notes in the scratch what the next job in the same transaction will find in the table. */
static bool
compare_and_note(Txn *txn, TestJob *job)
{
  static const char key;
  int64_t *noted = txn_scratch(txn, &key, sizeof(*noted)), count = count_entries(txn);

  (void)job;
  if (txn_trouble(txn) != TROUBLE_NONE)
    return true;
  if (*noted != 0) {
    assert_int_equal(*noted + 1, count);
    found++;
  }
  *noted = count;
  return true;
}

static void
what_is_kept_goes_with_what_is_undone(void **state)
{
  Db *db = test_db(*state);
  int64_t form = 100;

  found = 0;
  for (int round = 0; round < 60; round++) {
    TestJob jobs[JOBS];

    for (int i = 0; i < JOBS; i++)
      jobs[i] = (TestJob){ .form = form++,
                           .extra = compare_and_note,
                           .is_to_undo = round % 3 == 0 && i == round % JOBS };
    if (round % 3 == 1)
      db_fail_statement_for_test(db, 1 + round % 13, TROUBLE_DATABASE + (unsigned)round % 4);
    assert_true(test_jobs_run_together(db, round % 5 == 4 ? OTHER : COMMUNITY, jobs, JOBS));
    db_fail_statement_for_test(db, 0, TROUBLE_NONE);
  }
  assert_true(found > 60);
}

#define rule(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(answers_are_each_ones_own_in_whatever_order),
    rule(an_answer_that_nobody_asked_for_is_not_the_next_ones),
    rule(more_can_be_sent_than_wait_at_once),
    rule(what_fails_on_its_way_is_trouble),
    rule(what_is_kept_goes_with_what_is_undone),
  };

  return cmocka_run_group_tests_name("db-sent", tests, NULL, NULL);
}
