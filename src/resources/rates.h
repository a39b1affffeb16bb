/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the community has settled about money for taking part: rates from a day on, who says yes to
 * claims, whom to ask about benefits (R23, R55, R57). Data, never code. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/questions.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  RATE_MOST_PENCE = 100 * 100, /* a mile: £100 is a slip of the finger */
  RATES_LIST_MAX = 60,
  ADVICE_MAX = 500,
};

typedef enum { RATE_CAR, RATE_BIKE, RATE_CARE, RATE_KINDS } RateKind;
extern const Choice rate_kind_choices[]; /* in the order of RateKind */

typedef struct {
  int64_t id; /* 0 ends a list */
  RateKind kind;
  int64_t pence; /* a mile; of care: what may be spent without asking first */
  int64_t from_us, made_at_us;
} Rate;

/* That hold on a day, by kind; -1: none was set. One statement. */
typedef struct {
  int64_t pence[RATE_KINDS];
} Rates;
Rates rates_on(Txn *txn, int64_t at_us);
/* The newest first; ends with id 0. */
const Rate *rates_list(Txn *txn, Arena *arena);
/* By an organiser. Refuses: no such kind, an amount that is too large. Claims that were sent keep
 * theirs. It is a use of power. */
void rates_set(Txn *txn, const Act *act, RateKind kind, int64_t pence, int64_t from_us,
               Refusals *refusals);

typedef enum { AGREES_TREASURER, AGREES_ORGANISER, AGREES_EITHER, AGREES_COUNT } Agrees;
extern const Choice agrees_choices[]; /* in the order of Agrees */

typedef struct {
  Agrees agreed_by;
  const char *advice; /* "": nobody is named */
} CostWay;

/* Until somebody says otherwise: whoever is a treasurer, or an organiser. */
CostWay cost_way(Txn *txn, Arena *arena);
/* By an organiser; a use of power. Refuses a text that is too long. The same again changes nothing.
 */
void cost_way_set(Txn *txn, const Act *act, const CostWay *way, Refusals *refusals);
