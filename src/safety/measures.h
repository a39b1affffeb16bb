/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Suspending and removing somebody: never by one alone but for three days, always with a reason
 * that the person reads, an end, and an appeal to somebody who was not among the two (R44; ASVS
 * 2.3.5). */
#pragma once

#include "safety/readers.h"

enum {
  PAUSE_DAYS_MAX = 3,
  SUSPEND_DAYS_MAX = 365,
  PAUSE_AGAIN_DAYS = 30, /* one organiser does not pause the same person again before */
  PROPOSAL_DAYS = 30,    /* a proposal is too old then */
  APPEAL_DAYS = 30,      /* after its end a measure can still be appealed */
  MEASURE_WORDS_MAX = 5000,
  MEASURE_TOKEN_SIZE = 65
};

typedef enum { MEASURE_PAUSE, MEASURE_SUSPEND, MEASURE_REMOVE, MEASURE_KIND_COUNT } MeasureKind;
typedef enum {
  MEASURE_PROPOSED,
  MEASURE_DECLINED,
  MEASURE_RUNNING,
  MEASURE_ENDED,
  MEASURE_LIFTED,
  MEASURE_STATE_COUNT
} MeasureState;

typedef struct {
  int64_t id, member_id;
  const char *member_name;
  MeasureKind kind;
  MeasureState state;
  int days;                                  /* 0: no end */
  const char *grounds, *words;               /* "" once the person was erased */
  int64_t proposed_by, decided_by, heard_by; /* 0: nobody */
  int64_t proposed_at_us, starts_at_us, ends_at_us, appealed_at_us, heard_at_us; /* 0: none */
  bool is_organiser_s; /* of somebody who organises, or did when it began: the role ends with it */
  const char *appeal, *answer; /* "": none */
  const char *origin;
  char token[MEASURE_TOKEN_SIZE]; /* of the person's own page; "" before it is in force */
} Measure;

const char *measure_kind_name(MeasureKind kind); /* "pause" "suspend" "remove" */
bool measure_kind_from_name(const char *name, MeasureKind *ret_kind);

/* A pause begins at once; the others wait for a second organiser. Of `wish`: member, kind, days,
 * grounds, words, origin. Refuses: oneself, somebody who is not here, an organiser's pause, a
 * second pause within PAUSE_AGAIN_DAYS, one that runs or is proposed already, days out of range. */
void measures_propose(Txn *txn, const Act *act, const Measure *wish, Refusals *refusals,
                      int64_t *ret_id);
/* By a second organiser, who is not the person concerned. */
void measures_decide(Txn *txn, const Act *act, int64_t measure_id, bool is_agreed,
                     Refusals *refusals);
/* One of the two who decided ends it early. */
void measures_lift(Txn *txn, const Act *act, int64_t measure_id, Refusals *refusals);
/* By the person concerned (or whoever holds their letter); once. */
void measures_appeal(Txn *txn, const Act *act, int64_t measure_id, const char *words,
                     Refusals *refusals);
/* By somebody who may hear it. */
void measures_hear(Txn *txn, const Act *act, int64_t measure_id, bool is_lifted, const char *words,
                   Refusals *refusals);
/* At its end: the person is back, unless something else holds. Twice changes nothing more. */
void measures_end(Txn *txn, const Act *act, int64_t measure_id);

/* NULL: none. */
const Measure *measures_find(Txn *txn, Arena *arena, int64_t measure_id);
const Measure *measures_find_by_token(Txn *txn, Arena *arena, const char *token);
/* The one in force for this member, or the last one that was; NULL: none. */
const Measure *measures_find_for(Txn *txn, Arena *arena, int64_t member_id);
/* Newest first, at most 100; ends with id 0. */
const Measure *measures_list(Txn *txn, Arena *arena);

/* ---- rules, pure ---- */

bool measure_may_be_decided_by(const Measure *measure, const SafetyReaders *readers,
                               int64_t member_id);
/* One of the two who decided; where nobody here did, any organiser but the person concerned. */
bool measure_may_be_lifted_by(const Measure *measure, int64_t member_id);
/* Organisers and those who read worries, but for the two and the person concerned. */
bool measure_may_be_heard_by(const Measure *measure, const SafetyReaders *readers,
                             int64_t member_id);
bool measure_waits_for_hearing(const Measure *measure);

/* For the statement that finds what waits for the viewer, ?2, who organises or not, ?4: whether to
 * ask them. */
#define MEASURES_MAY_WAIT                                                             \
  "SELECT count(*) FROM measure WHERE community_id = ?1 AND member_id <> ?2"          \
  " AND (state = 'proposed' OR (appealed_at_us IS NOT NULL AND heard_at_us IS NULL))" \
  " AND (?4 = 1 OR EXISTS (SELECT 1 FROM safety_contact c WHERE c.community_id = ?1"  \
  "  AND (c.member_id = ?2 OR c.other_member_id = ?2)))"
