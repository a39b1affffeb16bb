/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: a group at whose table all sides sit, with their roles shown, and its meetings. */
#pragma once

#include "evidence/figures.h"
#include "groups/test_world.h"

/* By number of test_world.h: worker, uses services, uses services, carer, manager. */
int test_table_open(void **state);

typedef struct {
  int64_t days_ago;
  MeetingKind kind;
  const int *came; /* numbers of people; ended by -1; NULL: nobody noted it */
  int64_t others_use, others_work;
} TestMeeting;

/* Written down by the worker; its id. */
int64_t test_table_meet(World *world, const TestMeeting *meeting);
/* The one written down last, or chosen by a test. */
extern int64_t test_table_meeting_id;
const Meeting *test_table_meeting(World *world, Txn *txn);
/* Figures of a part, of a group of so many people, now. */
Shared test_table_look(World *world, FigurePart part, int64_t people);
/* One of them, of the five at the table. */
Figure test_table_figure(World *world, FigureKind kind);
