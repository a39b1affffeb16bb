/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages for somebody from outside who leads a meeting. */
#pragma once

#include "meetings/agenda_pages.h"
#include "meetings/outside.h"
#include "ui/waiting.h"

extern const Route outside_routes[];

/* On the agenda: whoever comes from outside, with their stake, if somebody does. What stands of the
 * meeting, for the two below. One statement. */
const OutsideAsk *put_outside(Page *page, const Meeting *meeting);
/* What was asked and answered, with what the viewer can do. */
void put_outside_asks(Page *page, const OutsideAsk *list);
/* It is to come, nobody leads it from outside, and nothing waits. */
bool outside_can_be_asked(Request *r, const Meeting *meeting, const OutsideAsk *list);
/* Choices of hard_whom in the group of the address; data: the request. */
const Choice *people_to_ask(Arena *arena, void *data);
/* An answer that waits for the viewer; false: none. */
Waiting outside_card(Request *r, const WaitingRow *row);
