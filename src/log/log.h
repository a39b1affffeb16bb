/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The record of acts (idea 8): one append-only, hash-chained log per community. An entry holds ids
 * and counts, never a name, an address, a need or what somebody wrote, so that erasing a person
 * does not break the chain. Hash: BLAKE2b-256 over the entry before it and this one's fields,
 * each with its length (research: scale-reliability-security D.4). */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

/* What can happen, and whether it is a use of power that members may read. */
typedef struct {
  const char *kind;  /* "paper-released", stored */
  const char *power; /* message id for the uses-of-power page; NULL: not a use of power */
  bool is_open;      /* it is about a member, and everybody knows whom (a role given): else small
                        numbers of it are not told */
  const char *you;   /* message id for the member it concerns: "You were added". NULL: power's */
} LogKind;

/* Each subject lists its kinds; src/subjects.c registers them once, before threads start. */
void log_set_kinds(const LogKind *const *tables);

typedef struct {
  const char *kind;    /* a registered one */
  int64_t concerns_id; /* member it concerns, 0: none */
  int64_t thing_id;    /* paper, release … it is about, 0: none */
  const char *reason;  /* published words (an override's reason), or NULL */
} LogEntry;

/* Adds the entry in the same transaction as the act. Trouble stops the transaction as usual. */
void log_add(Txn *txn, const Act *act, const LogEntry *entry);

typedef struct {
  const char *power; /* message id */
  const char *kind;
  const char *reason; /* or NULL */
  int64_t at_us;
} LogPower;

/* When the last entry was made; 0: there is none. */
int64_t log_newest_us(Txn *txn);
/* Uses of power with their published reasons, newest first; no names. Ends with .power == NULL. */
const LogPower *log_powers(Txn *txn, Arena *arena, int limit);

typedef struct {
  const char *power;    /* message id; NULL ends */
  const char *kind;     /* the first of those with these words */
  int64_t month, year;  /* how often since the two moments asked about */
  bool is_about_person; /* not is_open, and some of these concern one member */
} LogPowerCount;
/* How often each power was used since `month_us` and since `year_us` (the earlier). One statement.
 * *ret_for_others: acts that somebody did for somebody else. */
const LogPowerCount *log_count_powers(Txn *txn, Arena *arena, int64_t month_us, int64_t year_us,
                                      LogPowerCount *ret_for_others);

typedef struct {
  int64_t id, actor_id, on_behalf_of_id, thing_id, at_us;
  const char *kind;  /* stored */
  const char *words; /* message id; NULL: a kind without words for the member */
  bool is_by_program, is_by_operator;
} LogAbout;

/* What concerns this member, newest first from before `before_id` (0: the newest). Ends with id 0.
 * `kinds`: only these, ended by NULL; NULL: all. */
const LogAbout *log_about(Txn *txn, Arena *arena, int64_t member_id, const char *const *kinds,
                          int64_t before_id, int limit);

/* The chain's head and the list of uses of power, anew from the entries that came with an archive;
 * what is wrong with them log_verify says. */
void log_rebuild(Txn *txn, const Act *act);

/* Recomputes the whole chain of the transaction's community. True: whole. False: the first entry
 * that does not fit (0: entries are missing at the end). */
bool log_verify(Txn *txn, int64_t *ret_entries, int64_t *ret_bad_id);
