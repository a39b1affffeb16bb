/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of finding a date: a meeting without one, times that are offered, and the mails that
 * ask of them. */
#pragma once

#include "meetings/date_mail.h"
#include "meetings/test_mails.h"

enum { CALLING, ANN, BO }; /* who arranges it; reached by mail; reached by telephone */

#define TEST_DATES_ADDRESS "ann@place.example"

/* For cmocka: as test_mails_open, with mails that ask of times and are answered. */
int test_dates_open(void **state);
int test_dates_close(void **state);

/* Of a const int: a time in so many days; the time of this number is offered no more. */
void test_dates_offer(World *world, Txn *txn, const Act *act, const void *days);
void test_dates_withdraw(World *world, Txn *txn, const Act *act, const void *number);
void test_dates_choose_first(World *world, Txn *txn, const Act *act, const void *unused);

/* A group of the three, with a meeting whose date is to be found; all were told of it. */
void test_dates_begin(World *world);
/* Then three times are offered, and Ann is asked of them by mail, which is returned. */
TestMail *test_dates_ask(World *world);
void test_dates_wait(void); /* a little more than an hour */

/* All that is due: the mails that went, how many, the only one. Tasks run twice. */
GPtrArray *test_dates_run(World *world);
guint test_dates_count(World *world);
TestMail *test_dates_run_one(World *world);
