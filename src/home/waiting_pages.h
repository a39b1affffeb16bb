/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What waits for a person, found within a bound of statements: for the start page, which shows the
 * most urgent of it, and for /waiting, which shows all. */
#pragma once

#include "ui/page.h"
#include "ui/waiting.h"

/* What the start page may ask beside the one statement for all, within its 12 statements; and what
 * /waiting may, which asks nothing else. */
enum { WAITING_ON_START = 5, WAITING_ASKED_ON_START = 4, WAITING_ASKED_A_PAGE = 8 };

typedef struct {
  const Waiting *list; /* in the order of the sources; ended by a NULL title */
  const char **parts;  /* the heading of each, message ids */
  int count;
  int asked;   /* statements that the sources ran, as they reckon them */
  int next;    /* the source to go on from; 0: that was all */
  bool is_all; /* every source that may have something was asked */
} WaitingList;

/* From the source of this place on. One statement, and at most `asked_most` further ones as the
 * sources reckon them. `a_page`: sources are left for the next page once so many things are found,
 * or statements run short; 0: those that would cost too much are passed over. */
const WaitingList *waiting_find(Request *r, int from, int asked_most, int a_page);

/* In one sentence. No number that could weigh on anybody: only up to WAITING_ON_START. */
const char *waiting_in_words(Request *r, const WaitingList *found);
/* The most urgent, and the way to the rest. Nothing where nothing waits. */
void put_first_waiting(Page *page, const WaitingList *found);
