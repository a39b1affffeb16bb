/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Migrations: each subject's .sql file, numbered, forward-only, checksummed, one transaction each.
 *
 * A file is cut at lines `-- migration N: what it is for`. Inside one, each CREATE TABLE is headed
 * by marks that script/check-sql reads too:
 *   -- tenant | -- global      whose rows these are
 *   -- clustered               optional: WITHOUT ROWID on SQLite (small rows found by key)
 *   -- special: column, …      columns that are sealed per person
 *   -- export yes|derived|never
 * Types are written as PostgreSQL's BIGINT, INTEGER, TEXT, BYTEA; SQLite gets INTEGER, TEXT, BLOB
 * and STRICT; PostgreSQL's INTEGER is made BIGINT, so that both hold the same numbers. A statement
 * ends with `;` at a line's end. */
#pragma once

#include "db/db.h"

/* One step, as migrations_main.c finds it while building: at each start the program only compares
 * what was run with this. To read the texts took a quarter of all instructions of a start. */
typedef struct {
  int64_t number; /* 0 ends a list */
  const char *checksum;
} MigrationStep;

typedef struct {
  const char *subject;        /* "people" */
  const char *sql;            /* the file's whole text, bundled into the program */
  const MigrationStep *steps; /* all of its steps; NULL: they are found by reading the text */
} MigrationFile;

/* Brings the database to now, files in order, each in its own numbering; records
 * (subject, number, checksum) in schema_migration. Refuses: a changed checksum, a database newer
 * than the program, a gap. Safe when two processes start at once. `files` ends with a NULL subject.
 */
bool db_migrate(Db *db, const MigrationFile *files, GError **err);
/* How many steps are still to be run; changes nothing. False and err: the database refuses, is
 * newer than the program, or was never prepared. */
bool db_migrations_missing(Db *db, const MigrationFile *files, int *ret_missing, GError **err);
