/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An archive that somebody brings by the browser to a place that nobody has set up: kept in parts,
 * looked at by the worker, and taken in when they say yes (upkeep/arrive.h). Belongs to the browser
 * that brought it: nobody else sees what is in it, says yes, or comes in by it. One at a time; it
 * is gone when it was taken in, when another one is brought, and after a day. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "outbox/outbox.h"
#include "questions/answers.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  ARRIVAL_BYTES_MAX = 64 * 1024 * 1024, /* the body of a form lies in memory while it is stored */
  ARRIVAL_AGAIN_S = 30, /* so long without a word: it may be started again, which harms nothing */
  ARRIVAL_GO_S = 120,   /* so long while it is being taken in: it may be put away */
};
#define ARRIVAL_LASTS_US (24 * 60 * 60 * 1000000LL)

typedef enum {
  ARRIVAL_CHECKING,
  ARRIVAL_CHECKED, /* waits for a yes */
  ARRIVAL_TAKING,
  ARRIVAL_REFUSED /* its problem says why */
} ArrivalState;

typedef enum {
  ARRIVAL_FINE,
  ARRIVAL_NOT_ONE, /* something else than an archive */
  ARRIVAL_NEWER,
  ARRIVAL_PASSPHRASE, /* its bytes are still there: another passphrase can be tried */
  ARRIVAL_DAMAGED,
  ARRIVAL_TOO_LARGE,
  ARRIVAL_HERE_ALREADY,
  ARRIVAL_DOES_NOT_FIT,
  ARRIVAL_NO_ORGANISER,
  ARRIVAL_IN_USE,  /* somebody set this place up meanwhile */
  ARRIVAL_TROUBLE, /* not the archive's fault: can be tried again */
  ARRIVAL_PROBLEMS
} ArrivalProblem;

typedef struct {
  int64_t id;
  const char *name;
} ArrivalOrganiser;

typedef struct {
  int64_t id;
  ArrivalState state;
  ArrivalProblem problem;
  const char *browser; /* keyed hash that the browser which brought it can make again */
  const char *name;    /* of the community in it, "": not known yet */
  int64_t bytes, people, papers, files, entries, suspended;
  int64_t changed_at_us;
  /* Those in it who take part, ended by id 0: whoever brings it is one of them. */
  const ArrivalOrganiser *organisers;
} Arrival;

/* What the page knows that the database does not. */
typedef struct {
  const char *token, *browser, *host;
  int64_t expires_at_us; /* of the set-up link */
} ArrivalWay;

/* Keeps the file and has it looked at. Refuses: no archive, too large, a passphrase that cannot be
 * one, another one that is being taken in. */
void arrivals_bring(Txn *txn, const Act *act, const ArrivalWay *way, const AnswerFile *file,
                    const char *passphrase, Refusals *refusals);
const Arrival *arrivals_find(Txn *txn, Arena *arena); /* NULL: none */
/* The other passphrase for what did not open. False: nothing waits for one. */
bool arrivals_try_passphrase(Txn *txn, const Act *act, const Arrival *arrival,
                             const char *passphrase, Refusals *refusals);
/* Yes, by one of its organisers; refuses at "who": somebody else, where there are several. False:
 * refused, or it was not looked at yet, or is on its way. */
bool arrivals_agree(Txn *txn, const Act *act, const Arrival *arrival, int64_t organiser_id,
                    Refusals *refusals);
/* After trouble, or when nothing was heard of it for long. False: neither. */
bool arrivals_start_again(Txn *txn, const Act *act, const Arrival *arrival);
bool arrival_may_start_again(const Arrival *arrival, int64_t now_us);
/* It may be put away for another one: not while it is being taken in. */
bool arrival_may_go(const Arrival *arrival, int64_t now_us);
/* All of it goes: the place is set up otherwise, or another file is chosen. */
void arrivals_drop(Txn *txn, const Act *act);

/* Outbox task "arrival": looks at it, or takes it in; the thing is the arrival. */
OutboxResult work_on_arrival(Db *db, const OutboxTask *task, void *data);
/* Outbox task "arrival-end": it has lain here for a day. */
OutboxResult end_arrival(Db *db, const OutboxTask *task, void *data);

/* Of arrivals.c, for arrival_work.c. */
extern const char *const arrival_problems[ARRIVAL_PROBLEMS];
/* Bytes and passphrase go, the row that says why stays. */
void arrivals_forget_bytes(Txn *txn, const Act *act, int64_t arrival_id);
