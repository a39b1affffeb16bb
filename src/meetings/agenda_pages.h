/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of agendas: what a meeting is to talk about, its papers, who leads it through. */
#pragma once

#include "meetings/agenda.h"
#include "meetings/meetings_pages.h"

extern const Route agenda_routes[];       /* looking at it */
extern const Route agenda_item_routes[];  /* its items */
extern const Route agenda_order_routes[]; /* time to connect, who leads it through, papers */

/* On the page of a meeting: what it is to talk about, and the ways on. One statement. */
void put_meeting_agenda(Page *page, const Group *group, const Meeting *meeting);
/* Things written down in the viewer's name. */
Waiting agenda_card(Request *r, const WaitingRow *row);

/* A page about an agenda, with "Back" to it. Title: message id. */
void show_agenda(Request *r);
const char *agenda_item_path(Request *r, const Meeting *meeting, const AgendaItem *item,
                             const char *rest);
Page *open_agenda_page(Request *r, const Meeting *meeting, const char *title, const char *picture);
/* What stands on it, in order; for the agenda's own page with what can be done. */
void put_agenda_items(Page *page, const Group *group, const Meeting *meeting, const Agenda *agenda,
                      bool is_whole);
