/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of minutes. */
#pragma once

#include "groups/places.h"
#include "meetings/agenda_pages.h"
#include "meetings/minutes.h"

extern const Route minutes_routes[];        /* the minutes, and what was said */
extern const Route minutes_came_routes[];   /* who came */
extern const Route minutes_course_routes[]; /* open, corrected, agreed */
extern const Route minutes_paper_routes[];  /* as a paper */

/* A page about minutes, with "Back" to them. Title: message id. */
Page *open_minutes_page(Request *r, const Meeting *meeting, const char *title, const char *picture);
void show_minutes(Request *r);

/* Who came, as it is asked wherever it is written down. A large group stands in parts, by name; the
 * last part asks who came that is not in the group. */
typedef struct {
  const Place *all; /* everybody of the group */
  int all_count;
  Place *people; /* whom this part asks about; of them all when the group is small */
  int count;
  int part, parts; /* from 1 */
  bool asks_others;
} CamePart;

/* One statement. A form that was sent asks whom it had asked. Arena. */
const CamePart *minutes_came_part(Request *r, const Meeting *meeting, int part);
int minutes_part_sent(Request *r); /* by the form or the address; from 1 */
int minutes_part_next(Request *r); /* to which a button goes on; 0: none was named */
/* How many; QUESTIONS_END stands after them. For choices_from the data is the CamePart. */
enum { CAME_QUESTIONS_MAX = 7 };
int minutes_came_questions(const CamePart *came, Question *ret_questions);
/* What is written down now, as answers. One statement. */
void minutes_came_fill(Request *r, const CamePart *came, const Meeting *meeting,
                       const Minutes *minutes, Answers *answers);
/* Before the form: which part it is. Inside it: what goes along, and buttons to the other parts.
 * Nothing is seen of them in a small group. */
void minutes_came_say_part(Page *page, const CamePart *came);
void minutes_came_hidden(Page *page, const CamePart *came, int part);
void minutes_came_buttons(Page *page, const CamePart *came, const char *last_words);
/* The answers of the request, checked, into the minutes; or refusals. */
void minutes_came_keep(Request *r, const CamePart *came, const Meeting *meeting);

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
