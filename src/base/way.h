/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How somebody came in. A session has one way; what each way allows, people decides
 * (people/people_pages.h). */
#pragma once

#include <stdbool.h>

typedef enum {
  WAY_NONE,     /* not signed in */
  WAY_LINK,     /* a link that was mailed, or that an organiser made */
  WAY_OPERATOR, /* a link that the program printed at the machine */
  WAY_PASSKEY,
  WAY_CARD,     /* a printed key card: whoever holds it can come in */
  WAY_ASSISTED, /* somebody known vouched for them */
  WAY_COUNT
} SignInWay;

const char *way_name(SignInWay way);       /* "link": stored */
SignInWay way_from_name(const char *name); /* WAY_NONE: unknown */
