/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of finding a date. */
#pragma once

#include "meetings/meetings_pages.h"

extern const Route meeting_dates_routes[];
extern const Route meeting_date_ask_routes[]; /* whom to ask by telephone or letter */

/* On the page of a meeting whose date is to be found: the ways to say when one can. */
void put_finding_a_date(Page *page, const Group *group, const Meeting *meeting, bool may_arrange);
/* Meetings of which the viewer has not said when they can. */
Waiting dates_card(Request *r, const WaitingRow *row);
