/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Suspending, removing and appeals: pages. */
#pragma once

#include "safety/measures.h"
#include "ui/waiting.h"
#include "web/routes.h"

extern const Route stop_routes[];     /* for organisers: proposing one */
extern const Route measures_routes[]; /* for organisers and those who hear appeals */
extern const Route told_routes[];     /* for the person concerned, signed in or by their letter */

bool may_see_measures(Request *r);
/* Something to agree to, or an appeal to hear. */
const Waiting *measures_waiting(Request *r);

/* Shared by these pages. */
typedef struct Page Page;
const char *measure_in_words(Page *page, const Measure *measure); /* "Suspended for 14 days" */
const char *measure_grounds_in_words(Page *page, const Measure *measure);
const char *measure_path(Request *r, int64_t measure_id);
