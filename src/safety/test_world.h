/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of safety: a community with two organisers, Iris Quay and Tom Weir. */
#pragma once

#include "db/test_db.h"
#include "safety/readers.h"

enum { RIVERSIDE = 11, HILLTOP = 12, WORLD_FILES = 6 };

typedef struct {
  TestDb *test;
  char *sql[WORLD_FILES];
  int64_t organisers[3], iris, tom;
  int made;
} World;

/* For cmocka: *state is the World. */
int test_world_open(void **state);
int test_world_close(void **state);
int64_t test_add_member(World *world, const char *name, bool is_organiser);

/* Who reads worries, for test_db_write: undone when it was refused. */
typedef struct {
  SafetyWish wish;
  int64_t made_at_us; /* of the proposal that is looked at */
  bool is_agreed, is_done;
  int refused;
} Naming;
bool test_propose_people(Txn *txn, const Act *act, void *naming);
bool test_decide_people(Txn *txn, const Act *act, void *naming);
/* Proposed by one organiser and agreed to by the other. `other` "": nobody. */
void test_name_people(World *world, const char *name, const char *other, bool is_else_organisers);

/* The words stand nowhere in the database's files (SQLite only: the same bytes are bound on the
 * other engine). */
void test_assert_not_readable(World *world, const char *words);
/* The newest use of power is of this kind, and names nobody. */
void test_assert_last_power(World *world, const char *kind);
