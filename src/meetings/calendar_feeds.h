/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The address under which somebody's own calendar program reads their meetings. Whoever has it
 * needs no more: it cannot be guessed, and its person turns it off or has another one made. */
#pragma once

#include "meetings/meetings.h"
#include "people/people.h"

enum {
  FEED_DAYS_BACK = 60,
  FEED_MOST = 300, /* meetings, the oldest first */
};

typedef struct {
  int64_t made_at_us;          /* 0: there is none */
  char token[LINK_TOKEN_SIZE]; /* "": it works, and cannot be shown again: made before the keys */
} CalendarFeed;

CalendarFeed calendar_feed_of(Txn *txn, int64_t member_id);
/* A new one; that which was there works no more. */
void calendar_feed_make(Txn *txn, const Act *act, int64_t member_id);
/* Nothing when there is none. */
void calendar_feed_end(Txn *txn, const Act *act, int64_t member_id);
/* Whose it is, who takes part here; 0: nobody's (any more). */
int64_t calendar_feed_find(Txn *txn, const char *token);
