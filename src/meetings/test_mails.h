/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of what people get: a meeting of a group, the acts that change it with telling all, and
 * the mails that went out, in a folder of their own. Acts are WorldActs (groups/test_world.h). */
#pragma once

#include "groups/test_world.h"
#include "meetings/invitations.h"
#include "meetings/test_meeting.h"

#define TEST_ORIGIN "https://riverside.example"

/* For cmocka: the world with mails. Tasks of the outbox are run by test_mails_run only. */
int test_mails_open(void **state);
int test_mails_close(void **state);

/* The meeting called last: the first of those called together. */
extern int64_t test_meeting_id;
const Meeting *test_meeting(World *world, Txn *txn);
const Meeting *test_meeting_of(World *world, Txn *txn, int64_t id);

void test_reach_by_mail(World *world, Txn *txn, const Act *act, const void *address);
void test_reach_by_phone(World *world, Txn *txn, const Act *act, const void *unused);

void test_call(World *world, Txn *txn, const Act *act, const void *starts_at_us);
/* In twenty days. */
void test_call_soon(World *world, Txn *txn, const Act *act, const void *unused);

/* Of a MeetingTimes: those called together, told as one. */
void test_call_together(World *world, Txn *txn, const Act *act, const void *times);

/* To another time; told unless it is refused. An id of 0: test_meeting_id, here and below. */
typedef struct {
  int64_t id, starts_at_us, ends_at_us;
} TestMove;
void test_move(World *world, Txn *txn, const Act *act, const void *move);
void test_move_a_day(World *world, Txn *txn, const Act *act, const void *unused);

/* What is not NULL is written anew; told when the rules say that all are. */
typedef struct {
  int64_t id;
  const char *title, *online, *dial_in, *about;
  bool has_no_room;
} TestEdit;
void test_change(World *world, Txn *txn, const Act *act, const void *change);

/* Of this id; NULL: test_meeting_id. Told unless it was off already. */
void test_call_off(World *world, Txn *txn, const Act *act, const void *id);
void test_say(World *world, Txn *txn, const Act *act, const void *reply_wish);

/* ---- what went out ---- */

/* All that is due now; each task is handed over twice, as after a crash. */
void test_mails_run(World *world);
/* Every mail that went since, the oldest first, its calendars decoded and unfolded. The folder is
 * empty afterwards. */
typedef struct {
  char *text;     /* the whole mail */
  GPtrArray *ics; /* of char * */
} TestMail;
void test_mail_free(TestMail *mail);
GPtrArray *test_mails_take(World *world); /* of TestMail *; g_ptr_array_unref */
/* Exactly one went. */
TestMail *test_mails_take_one(World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestMail, test_mail_free)

/* After "NAME:", or after "mailto:" in that line; g_free. */
char *test_ics_line(const char *calendar, const char *name);
char *test_ics_address(const char *calendar, const char *name);
