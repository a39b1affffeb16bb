/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one list of subjects: what each brings to the program. */
#pragma once

#include "db/migrations.h"
#include "outbox/outbox.h"
#include "web/routes.h"

extern const Route *const subject_routes[];    /* ended by NULL */
extern const OutboxHandler subject_handlers[]; /* work after a commit; ended by a NULL kind */

/* Tells log, ui and papers what they need to know of the subjects; once, before threads start. */
void subjects_register(void);
/* Every subject's migrations, in the order in which tables refer to one another. */
const MigrationFile *subjects_migrations(void);
