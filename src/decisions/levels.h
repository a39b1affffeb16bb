/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How far people took part in a decision, as they say themselves: in private, once, or not at all
 * (R37, indicator 4). What was said is nobody's: no row joins it with a person. It is shown when
 * the time to say it is over and not before, so that no answer can be worked out from what was
 * shown before and after it came; and then only where five people or more stand behind a number. */
#pragma once

#include "decisions/record.h"
#include "groups/sides.h"

enum { LEVEL_RATERS_LEAST = 5, LEVELS_TO_HEAR_MOST = 100 };
#define LEVELS_OPEN_US (28 * US_PER_DAY) /* after it was written down */

/* Until when it can be said. Pure. */
int64_t levels_end_us(const Decision *decision);

/* May this member say it now: in the group when it was written down, has not said it. */
bool levels_may_say(Txn *txn, const Decision *decision, int64_t member_id, int64_t now_us);
/* By such a member. Refuses: no rung, said before or too late. */
void levels_say(Txn *txn, const Act *act, const Decision *decision, Level level,
                Refusals *refusals);

typedef struct {
  int64_t member_id; /* 0 ends a list */
  const char *name;
} LevelToHear;

/* Whoever may say it by telephone, on paper or when one meets: told of the decision, reached by no
 * e-mail, has not said it, and is not `but_id`. */
const LevelToHear *levels_to_hear(Txn *txn, Arena *arena, const Decision *decision, int64_t but_id,
                                  int64_t now_us);
/* What such a person told whoever acts, who knows it then, and nobody else: it is kept as
 * levels_say keeps it. The person reads on their record that it was written down, and it is a use
 * of power. Refuses: somebody who is not on that list ("member"), no rung ("level"). */
void levels_say_for(Txn *txn, const Act *act, const Decision *decision, int64_t member_id,
                    Level level, Refusals *refusals);

typedef struct {
  int64_t raters;                /* 0: fewer than five, or it can still be said */
  Level median;                  /* of all: the lower one of two in the middle */
  Level side_median[SIDE_COUNT]; /* LEVEL_NONE: not told */
} LevelsSum;
LevelsSum levels_sum(Txn *txn, const Decision *decision, int64_t now_us);

/* Pure: answers of each side and rung, and how many show their role. What may be told of them. */
typedef struct {
  int of[SIDE_COUNT][LEVEL_COUNT];
  int shown[SIDE_COUNT];
} LevelAnswers;
LevelsSum levels_tell(const LevelAnswers *answers);
