/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What came late or failed, in plain cases (R66, indicator 9): for organisers, who can do something
 * about each. Never who needs what. */
#pragma once

#include "papers/made.h"
#include "papers/releases.h"

typedef enum {
  CASE_MADE_LATE,   /* somebody said that they make it, by a day that is over */
  CASE_NOT_MADE,    /* a format of the program could not be made */
  CASE_NOT_POSTED,  /* letters, some days after the others had it */
  CASE_NOT_BROUGHT, /* likewise people to ring, to visit or to send a text message */
  CASE_NOT_TOLD,    /* a format came later, and its people do not know yet */
} PaperCaseKind;

typedef struct {
  PaperCaseKind kind;
  int64_t paper_id;
  int64_t thing_id;        /* CASE_MADE_LATE: the made format; CASE_NOT_MADE: 0; else the release */
  const char *paper_title; /* NULL ends a list */
  int count;               /* people */
  MadeKind made;
  const char *what;    /* of a made format: own words, or "" */
  FormatWant want;     /* CASE_NOT_MADE */
  const char *problem; /* CASE_NOT_MADE: message id */
} PaperCase;

enum { CASES_SHOWN = 30 };

/* Of a paper, or of all (0), the sendings of the last two months; the kinds in their order. One
 * statement. */
const PaperCase *cases_list(Txn *txn, Arena *arena, int64_t paper_id, int64_t now_us);

/* For the statement that finds what waits for the viewer, who organises or not, ?4, at ?3: whether
 * to ask them. Rather too often: cases_list() knows. */
#define CASES_MAY_WAIT                                                          \
  "SELECT (SELECT count(*) FROM made_format WHERE community_id = ?1 AND ?4 = 1" \
  " AND state = 'asked' AND due_us > 0 AND due_us <= ?3)"                       \
  " + (SELECT count(*) FROM paper_format WHERE community_id = ?1 AND ?4 = 1"    \
  " AND state = 'not-ready')"                                                   \
  " + (SELECT count(*) FROM late_copy WHERE community_id = ?1 AND ?4 = 1"       \
  " AND done_at_us IS NULL) + (SELECT count(*) FROM release r JOIN delivery d"  \
  "  ON d.community_id = ?1 AND d.release_id = r.id AND d.done_at_us IS NULL"   \
  "  WHERE r.community_id = ?1 AND ?4 = 1 AND r.released_at_us > ?3 - " CASES_PAST_US_TEXT ")"
#define CASES_PAST_US_TEXT "5184000000000" /* what is older is past mending: 60 days */
