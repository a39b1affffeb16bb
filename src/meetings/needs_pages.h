/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of what lets people come: asked with the answer to an invitation, seen to by somebody,
 * and answered afterwards by the person alone. */
#pragma once

#include "meetings/meetings_pages.h"
#include "meetings/needs.h"

extern const Route meeting_needs_routes[]; /* the list, one need */
extern const Route meeting_had_routes[];   /* afterwards */

/* Data of helps_to_choose: what can be ticked at this meeting, with what the place has of it. */
typedef struct {
  Request *r;
  const Meeting *meeting;
} HelpAsk;

const Choice *helps_to_choose(Arena *arena, void *help_ask);
/* Ticks of the question "helps", a bit each of help_kinds; and back, into a form. */
unsigned helps_from_answers(Request *r);
void fill_helps(Request *r, unsigned kinds);
/* What the viewer has said for this meeting; else what helps them in general. */
unsigned helps_beforehand(Request *r, const Meeting *meeting);

/* "It is booked or ready", "Not yet. Ask …": for the person and for whoever sees to it. */
const char *help_state_in_words(Page *page, const MeetingNeed *need, bool is_own);
/* By which day somebody should see to it; past that day, how long it usually takes: nobody is
 * blamed. Of one that waits. */
const char *help_by_when(Page *page, const MeetingNeed *need);
/* On the page of a meeting: the viewer's own needs and how far they are, and how many things are
 * seen to; of one that was called off, what had been booked. One statement. */
void put_my_needs(Page *page, const Meeting *meeting, bool may_arrange);
/* Beside the one question after a meeting: to what the viewer has not said of their own needs. One
 * statement. */
void put_way_to_had(Page *page, int64_t group_id, int64_t meeting_id);
/* The viewer's own at this meeting, as lines of its card on the start page. */
void put_need_lines(Page *page, const MeetingNeed *needs, int64_t meeting_id);
/* What the viewer sees to or is asked to see to. */
const Waiting *meeting_needs_waiting_for_me(Request *r);
