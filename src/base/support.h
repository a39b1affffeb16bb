/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A supporter who acts for somebody: what a route lets them do, and in which area of a person's
 * life. Denied by default: a row that says nothing is closed to them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef enum {
  SUPPORT_NEVER,
  SUPPORT_SEE,
  SUPPORT_ANSWER, /* what the person was asked */
  SUPPORT_ACT,    /* do and change things in their name */
  SUPPORT_AS_SELF /* rows only: the supporter is here as themself, acting or not ("I am worried",
                     signing out, stopping) */
} SupportLevel;

/* What a person may open, each up to a level of its own. Worries, feedback and ballots are never
 * offered together with the others: a person must ask for them. Stored by number: add at the end.
 */
typedef enum {
  AREA_ANY, /* rows only: whatever is open at all ("what I can do here") */
  AREA_PAPERS,
  AREA_MEETINGS,
  AREA_DETAILS,
  AREA_WORRIES,
  AREA_FEEDBACK,
  AREA_BALLOTS,
  AREA_IDEAS,
  AREA_COSTS,
  AREA_COUNT
} SupportArea;

enum { SUPPORT_DETAIL_SIZE = 33 };

/* In a route row. */
typedef struct {
  SupportLevel level;
  SupportArea area;
  const char *words; /* message id: what the person reads that was done ("Read a paper") */
} Support;

/* Somebody acting now. */
typedef struct {
  int64_t id;           /* of the trust between the two; 0: nobody acts for anybody */
  int64_t supporter_id; /* who sits there; the viewer is the person they act for */
  uint8_t levels[AREA_COUNT];
  bool is_over; /* it was ended: nothing is open until they go on as themself */
} Acting;

bool acting_may(const Acting *acting, const Support *support);
/* Worries, feedback, ballots: naming somebody never opens it. The person alone turns it on, by
 * itself. */
bool area_is_private(SupportArea area);
