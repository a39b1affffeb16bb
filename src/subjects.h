/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one list of subjects: what each brings to the program. */
#pragma once

#include "db/migrations.h"
#include "outbox/outbox.h"
#include "web/routes.h"
#include "web/viewer.h"

extern const MigrationFile subject_migrations[]; /* put together while building */
extern const Route *const subject_routes[];      /* ended by NULL */

/* Tells log and ui what the subjects registered; once, before threads start. */
void subjects_register(void);
bool subjects_load_viewer(Txn *txn, int64_t member_id, Arena *arena, Viewer *ret_viewer);
/* Work after a commit, done with the files of this data folder; ended by a NULL kind. */
const OutboxHandler *subjects_handlers(const char *data_folder);
