/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What waits for a person: the start page shows the most urgent of it first, /waiting all. Each
 * subject gives its own things; the list of sources stands in src/subjects.c. A thing asks little,
 * and may be left for ever. */
#pragma once

#include "web/request.h"

/* The most urgent first. What another may do as well comes after what only this person can. */
typedef enum {
  WAITS_FIRST, /* worries: above all, and never left out */
  WAITS_LATE,  /* for them, and the day is over */
  WAITS_FOR_ME,
  WAITS_FOR_US,
  WAITS_URGENCIES
} WaitingUrgency;

/* Words in the viewer's language, arena memory. */
typedef struct {
  const char *title;
  const char *words;  /* one or two sentences, or NULL */
  const char *button; /* what can be done, in words that no other subject has: "Read the idea" */
  const char *href;
  WaitingUrgency urgency;
} Waiting;

enum { WAITING_MAX = 20 }; /* from one source: the rest is on its own page */

/* One row of the statement that finds what waits in many subjects at once. Arena memory. What the
 * columns after `kind` mean is the source's own; all are there, 0 or "" where it needs none. */
typedef struct {
  int64_t kind, id, group_id, at_us;
  const char *title, *words, *more;
} WaitingRow;

/* An array ended by a NULL title, or NULL: nothing waits. */
typedef const Waiting *(*WaitingAsk)(Request *r);
/* Asks the database nothing. A NULL title: it does not wait after all. */
typedef Waiting (*WaitingCard)(Request *r, const WaitingRow *row);

/* Either its rows come with the one statement for all, or that says whether to ask it. */
typedef struct {
  const char *part; /* the heading that it stands under, message id; those of one together */
  const char *name; /* in the statement */
  WaitingCard card;
  WaitingAsk ask;
  int statements; /* that `ask` runs, at most, as a rule */
  /* Title of a card that leads to /waiting where there is no room to ask: what cannot be passed
   * over. Message id; NULL: the link to all is enough. */
  const char *unasked;
} WaitingSource;

/* One statement. Calls `take` for each row of a source, by its place in the list; for a source that
 * is asked, `row` is NULL. */
typedef void (*WaitingTake)(void *data, int source, const WaitingRow *row);
typedef void (*WaitingGlance)(Request *r, WaitingTake take, void *data);
