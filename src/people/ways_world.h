/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Two people and the tables of their ways in, for tests. */
#pragma once

#include "people/ways.h"

enum { RIVERSIDE = 11, HILLTOP = 12 };

typedef struct TestDb TestDb;

typedef struct {
  TestDb *test;
  char *sql[3];
  Arena *arena;
  int64_t ann, bo; /* Ann Reed, ann@riverside.example; Bo Ford, in person */
  int64_t at_us;   /* of the next act; 0: now */
} World;

typedef bool (*Work)(World *world, Txn *txn, const Act *act, void *data);

int world_set_up(void **state);
int world_tear_down(void **state);
/* One act of Ann's; true: kept. */
bool does(World *world, Work work, void *data);
bool does_at(World *world, int64_t community_id, Work work, void *data);
/* Work: Ann names who may help her in. True: it was taken. */
typedef struct {
  const char *name;
  int refused;
} Helping;
bool add_helper(World *world, Txn *txn, const Act *act, void *data);
/* A session as web would begin it; its id. */
int64_t begin(World *world, int64_t member_id, SignInWay way, int64_t key_id, int64_t helper_id);
/* ' '-separated ways of the sessions that a member has, newest first. */
const char *ways_of(World *world, int64_t member_id);

#define with_world(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
