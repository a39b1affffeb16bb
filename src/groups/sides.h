/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How many people of which side are in a group, told so that it shows nobody (design, idea 8 and
 * the kindness rules). Pure. People who use services, family carers and neighbours are always
 * counted apart. */
#pragma once

#include <stdbool.h>

typedef enum {
  SIDE_USES,
  SIDE_CARER,
  SIDE_NEIGHBOUR,
  SIDE_PEER,   /* peer supporters */
  SIDE_WORK,   /* it is their work: front line, managers, commissioners, providers, researchers */
  SIDE_OTHER,  /* own words */
  SIDE_UNSAID, /* has not said */
  SIDE_COUNT
} Side;

Side side_of_role(const char *role); /* a code of people/profile.c, own words, or "" */
const char *side_words(Side side);   /* message id: "People who use services" */

typedef enum {
  SIDE_NUMBER,  /* the number itself: five or more */
  SIDE_FEW,     /* one to four: "fewer than 5" */
  SIDE_NONE,    /* nobody (yet) */
  SIDE_NOT_TOLD /* it could be worked out who it is, or a number of one to four */
} SideTold;

enum { SIDES_LEAST = 5 }; /* people in a group: of fewer nothing is told */

typedef struct {
  int all[SIDE_COUNT];
  int shown[SIDE_COUNT]; /* of these, who shows their role beside their name to the group */
  int heard; /* of all: somebody else wrote their role down, and they have not said it */
} SideCounts;

/* What may be told to everybody, also to a member of the group who knows who is in it, the roles
 * that are shown and their own: whatever they work out, each other person can still be of two
 * sides at least, and a number of one to four can still be another one (ONS, disclosure control:
 * also not by subtraction). False: too few people, nothing is told. */
bool sides_tell(const SideCounts *counts, SideTold ret_told[SIDE_COUNT]);
/* What may be told besides of how many have not said their role themselves, where this is told of
 * the sides: at least five others said it and do not show it, as all can reckon already. So
 * nobody's word comes out, and nothing more of the sides. SIDE_NONE and SIDE_NOT_TOLD are to look
 * alike. */
SideTold sides_tell_heard(const SideCounts *counts, const SideTold told[SIDE_COUNT]);
