/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of the day of a meeting. What the files of them share. */
#pragma once

#include "meetings/agenda.h"
#include "meetings/meetings_pages.h"

extern const Route day_routes[];       /* what there is for the day, and the meeting bag */
extern const Route day_room_routes[];  /* the screen in the room */
extern const Route day_enter_routes[]; /* all that was on paper, on one page */
extern const Route day_cards_routes[]; /* live cards and turns */
extern const Route day_door_routes[];  /* signing in on a screen */
extern const Route day_guest_routes[]; /* … whoever is not in the group */

/* A page of the day, with "Back" to what there is for it. Title: message id. */
Page *open_day_page(Request *r, const Meeting *meeting, const char *title, const char *picture);
/* Whoever may arrange the meeting, and whoever took it on to lead it through. */
bool may_lead_meeting(Request *r, const Group *group, const Agenda *agenda);

/* The page listens to what is kept of the meeting, after its live parts. */
void put_day_live(Page *page, const Meeting *meeting);
/* The page, loaded again by itself: only without JavaScript, and only when somebody asked for it.
 */
void put_load_again(Page *page, const Meeting *meeting, const char *rest);
/* Before the page is closed. */
void load_again_when_asked(Request *r);

/* What is up of cards, and who would like to speak, for all to see; nothing while they are off. */
void put_raised(Page *page, const Meeting *meeting);
/* What comes next has begun: cards for what was before are down. */
void take_cards_down(Request *r, const Meeting *meeting);
