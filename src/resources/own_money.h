/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a person got as thank-yous, and a limit that they set themself: it warns only them (R22,
 * R33). Sealed; in no list, no count and no archive. Costs paid back do not count. */
#pragma once

#include "resources/thanks.h"

typedef enum { PERIOD_WEEK, PERIOD_TWELVE_MONTHS, PERIOD_TAX_YEAR, PERIODS } Period;
extern const Choice period_choices[]; /* in the order of Period */

/* When the period that goes on began, by the clock of the place: Monday; the same day a year ago;
 * 6 April. Pure. */
int64_t period_start_us(Period period, int64_t now_us, const char *time_zone);

typedef struct {
  bool is_set;
  Period period;
  int64_t pence;
} OwnLimit;

OwnLimit own_limit_find(Txn *txn, int64_t member_id);
/* The act's member's; NULL takes it away. Refuses: too much. */
void own_limit_set(Txn *txn, const Act *act, const OwnLimit *limit, Refusals *refusals);

/* What they took (not what was given away) from this moment on; what comes after MONEY_MOST_PENCE
 * is not told. */
int64_t own_total(Txn *txn, int64_t member_id, int64_t from_us);

/* What they took and did not get yet, of other meetings than this one (0: of all); likewise. */
int64_t own_coming(Txn *txn, int64_t member_id, int64_t without_meeting_id);

/* Whether one more of so much, for this meeting, would go over their limit. It counts what they
 * took in the period, paid or not yet: for benefits, money counts that somebody took (SCIE 2021,
 * research evidence 3d); what they declined or gave away, and costs paid back, do not. Three
 * statements at most. */
typedef struct {
  bool is_over;
  int64_t would_be_pence, limit_pence;
  Period period;
} OwnWarning;
OwnWarning own_warning(Txn *txn, int64_t member_id, int64_t meeting_id, int64_t more_pence,
                       int64_t now_us, const char *time_zone);

typedef struct {
  int64_t meeting_id; /* 0 ends a list */
  const char *title;
  int64_t pence, paid_at_us;
  bool is_given; /* away: it does not count */
} OwnThanks;
enum { OWN_THANKS_MAX = 50 };
const OwnThanks *own_thanks_list(Txn *txn, Arena *arena, int64_t member_id); /* newest first */
