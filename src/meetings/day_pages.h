/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of the day of a meeting. What the files of them share. */
#pragma once

#include "meetings/meetings_pages.h"

extern const Route day_routes[];       /* what there is for the day, and the meeting bag */
extern const Route day_room_routes[];  /* the screen in the room */
extern const Route day_enter_routes[]; /* all that was on paper, on one page */

/* A page of the day, with "Back" to what there is for it. Title: message id. */
Page *open_day_page(Request *r, const Meeting *meeting, const char *title, const char *picture);
