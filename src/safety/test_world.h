/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of safety: a community with two organisers, Iris Quay and Tom Weir. */
#pragma once

#include "db/test_db.h"

enum { RIVERSIDE = 11, HILLTOP = 12, WORLD_FILES = 5 };

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
/* The words stand nowhere in the database's files (SQLite only: the same bytes are bound on the
 * other engine). */
void test_assert_not_readable(World *world, const char *words);
/* The newest use of power is of this kind, and names nobody. */
void test_assert_last_power(World *world, const char *kind);
