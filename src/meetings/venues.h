/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where groups meet, and what somebody who looked has found there (R64, R65). A fact is yes, no or
 * not known: nobody is told that a place has something because nobody wrote that it has not. A
 * venue is written down once and stands to be chosen for later meetings. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/questions.h"

enum {
  VENUE_NAME_MAX = 120,
  VENUE_WORDS_MAX = 1000,
  VENUES_MAX = 100 /* for a group to choose from */
};

typedef struct {
  const char *code;     /* as in columns has and has_not */
  const char *yes, *no; /* message ids: "Step-free", "There are steps" */
  const char *picture;
} VenueFact;

extern const VenueFact venue_facts[];    /* ended by a NULL code */
extern const Choice venue_has_choices[]; /* the same as questions: what is there */
extern const Choice venue_has_not_choices[];

typedef enum { FACT_NOT_KNOWN, FACT_YES, FACT_NO } FactState;

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id;
  const char *name, *address, *words; /* words: how to get there and in */
  const char *has, *has_not;          /* codes with commas between */
  int64_t changed_at_us;              /* when somebody looked last */
  bool is_for_all;                    /* other groups may meet there too */
} Venue;

FactState venue_fact(const Venue *venue, const char *code);
/* NULL: no such place, or another group keeps it for itself. */
const Venue *venues_find(Txn *txn, Arena *arena, int64_t group_id, int64_t venue_id);
/* Those that this group may meet at, by name; at most VENUES_MAX; ends with id 0. */
const Venue *venues_list(Txn *txn, Arena *arena, int64_t group_id);

/* id is unused. Refuses: no name, texts too long, a fact that is both there and not. */
void venues_add(Txn *txn, const Act *act, const Venue *venue, Refusals *refusals, int64_t *ret_id);
/* Whoever may call meetings there, also of another group when it is for all; whose it is stays. */
void venues_change(Txn *txn, const Act *act, const Venue *venue, Refusals *refusals);
