/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How often somebody may be asked for something, and when they want quiet (R9; kindness rules: one
 * short ask within the limit they set, nobody is chased). What they ask for themselves, such as a
 * link to come in, is not bound by it. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/refusals.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
  ASK_ANY_TIME, /* as often as it is useful */
  ASK_WEEKLY,   /* once in seven days */
  ASK_MONTHLY,  /* once in 30 days */
  ASK_QUARTERLY,
  ASK_OWN_LIMIT, /* so many times in 30 days */
  ASK_NEVER,
  ASK_LIMIT_COUNT
} AskLimit;

typedef enum { PART_MORNING, PART_AFTERNOON, PART_EVENING, PART_NIGHT, PART_COUNT } DayPart;

typedef struct {
  AskLimit limit;
  int times;                    /* ASK_OWN_LIMIT: 1 to 31 */
  bool quiet_days[7];           /* from Monday */
  bool quiet_parts[PART_COUNT]; /* 6 to 12, 12 to 17, 17 to 22, 22 to 6 o'clock, every day */
  const char *time_zone;        /* IANA name: where "morning" is */
} AskWishes;

const char *ask_limit_name(AskLimit limit); /* stored and in forms */
const char *quiet_day_name(int day);        /* 0: "monday" */
const char *day_part_name(DayPart part);    /* "morning" */

const AskWishes *asking_read(Txn *txn, Arena *arena, int64_t member_id);
/* Refuses wishes that leave no hour of the week open: "never" says that better. */
void asking_change(Txn *txn, const Act *act, int64_t member_id, const AskWishes *wishes,
                   Refusals *refusals);

/* By which clock the quiet times of all who said some are meant from now on (IANA name). */
void asking_move_zone(Txn *txn, const Act *act, const char *time_zone);

/* 0: not quiet at this time. Else when it ends. For mail: an outbox task that meets quiet waits. */
int64_t people_quiet_until(Txn *txn, int64_t member_id, int64_t at_us);
/* The person is here, it is not quiet, and their limit is not reached. Whoever asks then says so
 * with people_note_ask in the same transaction. */
bool people_may_ask(Txn *txn, int64_t member_id, int64_t at_us);
void people_note_ask(Txn *txn, const Act *act, int64_t member_id);

void asking_collect(Txn *txn, int64_t member_id, json_t *facts);
