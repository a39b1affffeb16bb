/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who was missing at a group's shared meetings, by sides, for everybody to read: in words, or as
 * numbers from five on; hidden also from subtraction between sides, between versions and over time
 * (design, kindness rules; research/evidence.md, disclosure control). */
#pragma once

#include "db/db.h"
#include "groups/sides.h"

#include <glib.h>

enum {
  MISSING_DAYS = 365,
  MISSING_MEETINGS_LEAST = 5, /* shared meetings: with fewer nothing is told */
  MISSING_STEP = 5,           /* numbers are rounded down to it */
};

typedef enum { CAME_NOT_TOLD, CAME_NEVER, CAME_FEW, CAME_MOST, CAME_ALL } CameTo;

typedef struct {
  int64_t from_us, until_us; /* meetings that began from … to before … */
  bool is_told;
  SideTold told[SIDE_COUNT];  /* of people who came */
  int least[SIDE_COUNT];      /* SIDE_NUMBER: at least so many */
  CameTo came_to[SIDE_COUNT]; /* of the shared meetings; told of sides that are a number or none */
} Missing;

/* What stands behind a Missing: who came, each once, by the side in which they came last. */
typedef struct MissingTable MissingTable;
MissingTable *missing_table_new(int64_t from_us, int64_t until_us);
void missing_table_free(MissingTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MissingTable, missing_table_free)
/* `members` ended by 0; `others`: more people, who are not named. */
void missing_table_add_meeting(MissingTable *table, const int64_t *members, const Side *sides,
                               const bool *is_shown, const int64_t others[SIDE_COUNT]);
/* Pure: what may be told. `before`: the table that was told last, NULL: none. False: nothing new
 * may be told; what was told before stands, with its own time. */
bool missing_tell(const MissingTable *table, const MissingTable *before, Missing *ret_missing);

/* Who came and how many of each side, to keep and to look at the next one by. New memory. */
char *missing_table_keep(const MissingTable *table);
/* Only for `before` of missing_tell; NULL: it is not what missing_table_keep wrote. */
MissingTable *missing_table_kept(const char *text);

/* Of the twelve months before `now_us`. `before`: what missing_table_keep wrote when it was told
 * last, NULL: it was not. As missing_tell; `ret_keep`: new memory, where it is true. Two
 * statements.
 */
bool missing_find(Txn *txn, int64_t group_id, int64_t now_us, const char *before,
                  Missing *ret_missing, char **ret_keep);
