/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of groups: a community of five, and acts by one of them that are kept or refused. */
#pragma once

#include "db/test_db.h"
#include "groups/test_group.h"

enum { RIVERSIDE = 11, FILES = 8, FILES_MOST = 24, PEOPLE = 5 };

typedef struct {
  TestDb *test;
  char *sql[FILES_MOST];
  int64_t people[PEOPLE];
  Arena *arena;
  Refusals *refusals;
  int64_t group_id; /* started last */
} World;

extern const char *const test_names[PEOPLE];

/* A subject that stands on groups: its migrations' name and kinds, set before the world opens. */
extern const char *test_world_above;
extern const LogKind *test_world_above_kinds;

/* For cmocka: *state is the World. */
int test_world_open(void **state);
/* With tables of subjects above, "meetings/agenda" for src/meetings/agenda.sql, and all kinds of
 * log that are written; both end with NULL. */
int test_world_open_with(void **state, const char *const *further, const LogKind *const *kinds);
int test_world_close(void **state);

/* Done by this person (-1: by nobody). False: refused, and nothing is kept. */
typedef void (*WorldAct)(World *world, Txn *txn, const Act *act, const void *data);
bool test_as(World *world, int who, WorldAct act, const void *data);

typedef struct {
  const char *name;
  bool is_open, is_for_all;
} StartWish;

/* WorldActs. `role`: what they say they are in it, a text; NULL: nothing. */
void test_start(World *world, Txn *txn, const Act *act, const void *wish);
void test_join(World *world, Txn *txn, const Act *act, const void *role);
void test_join_shown(World *world, Txn *txn, const Act *act, const void *role); /* by their name */
void test_leave(World *world, Txn *txn, const Act *act, const void *unused);
void test_take_duty(World *world, Txn *txn, const Act *act, const void *duty); /* for 90 days */
/* A mail to who acts, from the address that they have; then that one is right again. */
void test_mail_comes_back(World *world, Txn *txn, const Act *act, const void *unused);
void test_address_is_right(World *world, Txn *txn, const Act *act, const void *unused);

/* A group for all that anybody may join, started by the first, with so many people in it. `roles`
 * of all of them, that of the first unread; NULL: they say none. */
void test_start_open(World *world, const char *name, int people, const char *const *roles);

Txn *test_look(World *world);
void test_end_look(Txn *txn);
