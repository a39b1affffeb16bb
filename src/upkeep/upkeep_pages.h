/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of looking after this: routes, and what they share. */
#pragma once

#include "ui/page.h"
#include "ui/waiting.h"
#include "web/routes.h"

#include <stdint.h>

extern const Route upkeep_routes[]; /* what is fine, what needs something */
extern const Route backup_routes[];
extern const Route archive_routes[]; /* to take along to another place */
extern const Route return_routes[];  /* where answers to mails go */
extern const Route mail_routes[];    /* settings and test */
extern const Route work_routes[];    /* what ran when, updates */
extern const Route rights_routes[];  /* who may do what */
extern const Route keep_routes[];    /* how long things are kept */
extern const Route privacy_routes[]; /* who runs this, what they can see, how we leave */
extern const Route first_steps_routes[];
extern const Route assessment_routes[]; /* the starter impact assessment */
extern const Route complaint_routes[];  /* about data protection: made, answered */
extern const Route powers_routes[];     /* how powers were used */
extern const Route time_zone_routes[];  /* which clock counts */

/* Complaints that wait, for organisers: for the start page. */
Waiting complaints_card(Request *r, const WaitingRow *row);

/* The page of rights is made from the route tables: all of them, ended by NULL; once. */
void rights_set_routes(const Route *const *routes);

/* Message ids: what a kind of background work does; what the pages of a path are about. NULL:
 * nobody has given it words. */
const char *work_kind_words(const char *kind);
const char *rights_area_words(const char *path);

/* In the viewer's words and time zone; arena memory. */
const char *upkeep_date(Page *page, int64_t at_us);
const char *upkeep_date_and_time(Page *page, int64_t at_us);
const char *upkeep_bytes(Page *page, int64_t bytes); /* "14 MB" */
const char *upkeep_days(Page *page, int64_t days);   /* "30 days", "2 years" */
/* A link alone on its line. */
void upkeep_link(Page *page, const char *href, const char *words);
/* A step of a list: what to do, and the command to type, alone on its line. */
void upkeep_command(Page *page, const char *words, const char *command);
