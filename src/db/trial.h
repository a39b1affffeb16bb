/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Trying a backup: it is brought back into a place of its own, beside what is in use and without
 * touching it, so that it can be looked at and verified; then all of that goes away again. */
#pragma once

#include "db/db.h"

typedef struct DbTrial DbTrial;

enum { DB_TRIAL_UNABLE = 100 }; /* code of an error: there is no place to try it in */
GQuark db_error_quark(void);    /* domain of all errors from here */

/* `folder`: for what is made while trying (SQLite); it is there already. On PostgreSQL a database
 * of its own is made, named by `id`, which its user must have the right to do. What a trial of the
 * same id and folder left behind when it was cut off goes first. NULL and err: the copy cannot be
 * brought back. */
DbTrial *db_trial_begin(const Db *like, const char *copy, const char *folder, int64_t id,
                        GError **err);
Db *db_trial_db(DbTrial *trial);
void db_trial_end(DbTrial *trial);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbTrial, db_trial_end)
