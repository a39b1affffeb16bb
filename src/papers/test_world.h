/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For the tests of this subject: a scratch database with its tables, members and papers. */
#pragma once

#include "db/test_db.h"
#include "papers/releases.h"

enum { RIVERSIDE = 11, HILLTOP = 12 };

typedef struct {
  TestDb *test;
  char *folder; /* scratch: cache, mails */
  PapersPlace place;
  Act act; /* of the last change */
} World;

int world_set_up(void **state);
int world_tear_down(void **state);
/* A new act for a change to come, with ids of its own. */
const Act *world_act(World *world);
/* Rows of a table in Riverside. */
int64_t world_count(World *world, const char *table);

int64_t world_add_member(World *world, const char *name, Reach reach, const char *contact,
                         const char *wants);
int64_t world_add_paper(World *world, const char *title, const char *source);
/* The question of the first refusal; g_free. Fails the test when it is not refused. */
char *world_refused_paper(World *world, const Paper *paper);
void world_change_paper(World *world, const Paper *paper, bool is_taken);
/* 0: refused. */
int64_t world_upload(World *world, const char *title, const char *name, const char *bytes,
                     size_t len);
/* A real .docx, written by pandoc. */
void world_make_word(World *world, const char *source, char **ret_bytes, size_t *ret_len);

/* One look at Riverside as it stands: what is found lies in the arena until the look ends. A
 * trouble in it fails the test. `g_auto(Look) at = world_look(world);` */
typedef struct {
  Txn *txn;
  Arena *arena;
} Look;

Look world_look(World *world);
void world_look_away(Look *look);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Look, world_look_away)

/* Runs the change again and again, a failure at its n-th statement, until it is kept: `table` has
 * the same rows before each, and `refused` stays 0. */
void world_fail_each_statement(World *world, TestChange change, void *data, const char *table,
                               const int *refused);
