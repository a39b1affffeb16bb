/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of minutes. */
#pragma once

#include "meetings/agenda_pages.h"
#include "meetings/minutes.h"

extern const Route minutes_routes[];        /* the minutes, what was said, who came */
extern const Route minutes_course_routes[]; /* open, corrected, agreed */

/* A page about minutes, with "Back" to them. Title: message id. */
Page *open_minutes_page(Request *r, const Meeting *meeting, const char *title, const char *picture);
void show_minutes(Request *r);
