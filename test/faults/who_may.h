/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who may do what, said a second time and apart from the routes: what an access test compares them
 * with. A route without a row here fails that test. */
#pragma once

#include <stdbool.h>

/* What somebody must be; all that a row names. */
typedef enum {
  MAY_ANYBODY = 0,
  MAY_KNOWN = 1 << 0,     /* signed in, also while suspended */
  MAY_TAKE_PART = 1 << 1, /* and not suspended */
  MAY_ALONE = 1 << 2,     /* in by a way that is theirs alone: no card, no helper */
  MAY_ORGANISE = 1 << 3,  /* an organiser, in by passkey or the operator's link */
  MAY_READ = 1 << 4,      /* was sent the paper, or organises */
  MAY_HEAR = 1 << 5,      /* hears appeals: reads worries, or organises */
  MAY_BE = 1 << 6,        /* is the person that it is about */
  MAY_OWN = 1 << 8,       /* in by a way that nobody else can have made: reads worries */
  MAY_ACT = 1 << 7,       /* acts for somebody (test/faults/support_test.c): nobody else */
} May;

#define MAY_MEMBER (MAY_KNOWN | MAY_TAKE_PART)

typedef struct {
  const char *method, *path; /* as in the route table */
  unsigned need;             /* of May */
  const char *asks;          /* what is asked for, where ":member" and its like are not enough */
  bool may_be_missing;       /* who may gets "not found" too: for the persons or ids of the test */
} WhoMay;

extern const WhoMay who_may[]; /* ends with a NULL method */
