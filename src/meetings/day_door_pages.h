/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Signing in at the door: what the files of it share. Nobody is signed in there. */
#pragma once

#include "meetings/came.h"
#include "meetings/day_pages.h"
#include "meetings/door.h"

/* The meeting whose door the address opens; NULL: "not found" was answered. */
const Meeting *meeting_at_door(Request *r, Door *ret_door);
/* "/door/…" and what follows; arena. */
const char *meeting_door_path(Request *r, const Door *door, const char *rest);
/* A page at the door; `back`: to the names. Title in the viewer's language. */
Page *open_meeting_door_page(Request *r, const Meeting *meeting, const Door *door,
                             const char *title, bool has_back);
/* The request's act, done by whoever opened the door. */
Act act_at_door(Request *r, const Door *door);

/* The names of guests that are still known, for whoever arranges the meeting. */
void put_guests(Page *page, const Meeting *meeting);
