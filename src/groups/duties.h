/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Duties in a group: each is held for a term and handed over to somebody who says yes; what was is
 * kept (R1, R20; indicator 17). Nobody is given a duty that they did not take on. */
#pragma once

#include "groups/groups.h"

enum { DUTY_MAX = 60, DUTIES_MAX = 50, TERM_MOST_DAYS = 3 * 366 };

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id;
  const char *duty;             /* a value of duty_choices, or own words */
  int64_t member_id, next_id;   /* next: asked to take it over; 0: nobody */
  const char *name, *next_name; /* "" for somebody who is gone */
  const char *interests;        /* their own stake in it, as they say */
  int64_t from_us, until_us;    /* until: the end of the last day */
  int64_t ended_at_us;          /* 0: they hold it */
  bool is_holder_gone;          /* not here any more, or suspended */
} Duty;

extern const Choice duty_choices[];
const char *duty_in_words(const char *duty, const Lang *lang);
/* The term has passed: time to hand over, or to say again until when. Nobody loses it. Pure. */
bool duty_is_over(const Duty *duty, int64_t now_us);

/* Held now, by duty; those held before, newest first. At most DUTIES_MAX; end with id 0. */
const Duty *duties_now(Txn *txn, Arena *arena, int64_t group_id);
const Duty *duties_before(Txn *txn, Arena *arena, int64_t group_id);
/* NULL: no such duty in this group, or nobody holds it any more. */
const Duty *duties_find(Txn *txn, Arena *arena, int64_t group_id, int64_t duty_id);

typedef struct {
  const char *duty;
  int64_t until_us;
  const char *interests;
} DutyWish;

/* The member takes it on. Refuses: no duty, one that they hold, a last day that is over or more
 * than three years away, and a list that is full. */
void duties_take(Txn *txn, const Act *act, int64_t group_id, const DutyWish *wish,
                 Refusals *refusals);
/* By whoever holds it: the term and interests anew. */
void duties_change(Txn *txn, const Act *act, const Duty *duty, int64_t until_us,
                   const char *interests, Refusals *refusals);
/* By whoever holds it. Refuses: a name nobody in the group has, or several have. */
void duties_ask_next(Txn *txn, const Act *act, const Duty *duty, const char *name,
                     Refusals *refusals);
/* By whoever was asked. */
void duties_take_over(Txn *txn, const Act *act, const Duty *duty, int64_t until_us,
                      const char *interests, Refusals *refusals);
void duties_decline(Txn *txn, const Act *act, const Duty *duty);
/* By whoever holds it; by anybody in the group when that one is gone. */
void duties_end(Txn *txn, const Act *act, const Duty *duty);
