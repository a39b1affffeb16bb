/* SPDX-License-Identifier: AGPL-3.0-or-later
 * By which clock a community lives. Whoever sets it right changes no appointment: what people read
 * (Thursday at ten, by the end of May) is what they read afterwards (doc/decisions/0055). */
#pragma once

#include "base/act.h"
#include "db/db.h"
#include "questions/refusals.h"

#include <stdbool.h>

/* IANA names of places to choose from, from west to east within each part of the world, those near
 * the usual one first; ended by NULL. */
extern const char *const time_zone_names[];
/* "Europe/London" is "London". g_free. */
char *time_zone_place(const char *name);

/* The place goes from the one clock to the other: hours and days that people chose move along, so
 * that they read as they did; moments that the program noted stay what they are. Refuses at "zone"
 * a name that this computer does not know. The caller stores the zone (web.h), and has reminders
 * looked at again. */
void time_zone_move(Txn *txn, const Act *act, const char *was, const char *is, Refusals *refusals);
