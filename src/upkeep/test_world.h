/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For the tests of looking after this: a scratch database with one organiser, a folder for backups
 * and mails, and the worker's handlers. */
#pragma once

#include "db/test_db.h"
#include "outbox/outbox.h"
#include "upkeep/place.h"

enum { RIVERSIDE = 11, SUBJECTS_MOST = 12 };

typedef struct {
  TestDb *test;
  char *folder;
  MigrationFile files[SUBJECTS_MOST + 1];
  UpkeepPlace place;
  Act act;
  int64_t member_id;
} World;

int set_up(void **state);
int tear_down(void **state);
const Act *new_act(World *world);
/* Fails the test when it is not kept. */
void must_do(World *world, TestChange change, void *data);
int run_due(World *world); /* tasks done */
Txn *begin(World *world);
bool ask_keep(Txn *txn, const Act *act, void *data); /* a round of removing */

#define rule(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
