/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The question after a meeting: answering it, writing down slips, and what may be told. */
#pragma once

#include "meetings/feedback.h"
#include "meetings/meetings_pages.h"

extern const Route feedback_routes[];
extern const Route feedback_ring_routes[]; /* whom to ask by telephone or on paper */

/* Access right: who came or was invited, and has said nothing yet. */
bool may_say_afterwards(Request *r);
Waiting feedback_card(Request *r, const WaitingRow *row); /* a meeting to say something about */
/* A table of what was said, or that it is too few to tell. `caption` in the viewer's words. */
void put_feedback(Page *page, const char *caption, const FeedbackCounts *counts);
/* How many were asked and are not told of; nothing for none. */
void put_not_answered(Page *page, int64_t count);
