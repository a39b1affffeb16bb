/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages that belong to no one subject: the start page, setting up. */
#pragma once

#include "people/people.h"
#include "ui/waiting.h"
#include "web/routes.h"

extern const Route home_routes[];    /* first what waits for me, then what comes, then the rest */
extern const Route waiting_routes[]; /* all that waits for me */
extern const Route set_up_routes[];  /* the first organiser's five questions */
extern const Route arrival_routes[]; /* or a community from an archive */
const SignInLink *set_up_link(Request *r); /* the link in the path, while nobody is here yet; NULL:
                                              something else was drawn */

/* Where the things that wait come from, in the order of /waiting; ended by no part. Once, before
 * threads. */
void home_set_waiting(const WaitingSource *sources, WaitingGlance glance);
