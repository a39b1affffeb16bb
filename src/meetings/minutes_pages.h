/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of minutes. */
#pragma once

#include "meetings/agenda_pages.h"
#include "meetings/minutes.h"

extern const Route minutes_routes[];        /* the minutes, and what was said */
extern const Route minutes_came_routes[];   /* who came */
extern const Route minutes_course_routes[]; /* open, corrected, agreed */
extern const Route minutes_paper_routes[];  /* as a paper */

/* A page about minutes, with "Back" to them. Title: message id. */
Page *open_minutes_page(Request *r, const Meeting *meeting, const char *title, const char *picture);
void show_minutes(Request *r);

/* Who came, as it is asked wherever it is written down. For choices_from the data is the Request.
 */
extern const Question minutes_came_questions[];
/* What is written down now, as answers. One statement. */
void minutes_came_fill(Request *r, const Meeting *meeting, const Minutes *minutes,
                       Answers *answers);
/* The answers of the request, checked, into the minutes; or refusals. */
void minutes_came_keep(Request *r, const Meeting *meeting);

extern const Choice minutes_outcomes[]; /* "talked", "not-reached" */
enum { SEEN_MOST = 10 };                /* texts of one item that stand at once */
/* The ids of the texts of an item that stand, as a form sends them along. Arena. */
const char *minutes_seen(Request *r, const Minutes *minutes, int64_t item_id);
/* And back. Returns how many. */
int minutes_read_seen(const char *seen, int64_t ret_seen[static SEEN_MOST]);
/* The texts of an item that stand, below one another. Arena. */
void minutes_join_texts(Request *r, const Minutes *minutes, int64_t item_id, const char **ret_said,
                        const char **ret_decided);
/* For organisers: a paper of minutes that can be sent. */
Waiting minutes_paper_card(Request *r, const WaitingRow *row);
