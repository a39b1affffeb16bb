/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside the db folder only: migration files cut into numbered steps and statements, and each
 * engine's dialect of a statement. Touches no database. */
#pragma once

#include "db/migrations.h"

typedef struct {
  char *sql; /* without comments, white space single, no `;` */
  bool is_table, is_clustered;
} MigrationStatement;

typedef struct {
  const char *subject; /* the file's */
  int64_t number;
  GPtrArray *statements; /* of MigrationStatement; NULL from migrations_known */
  char *checksum;        /* SHA-256 of the statements, hex: comments may be made better later */
} Migration;

/* All steps of all files, in order. NULL: a file that is not as db/migrations.h says. */
GPtrArray *migrations_read(const MigrationFile *files, GError **err);
/* The same steps without their statements: from the build where it found them, else by reading. */
GPtrArray *migrations_known(const MigrationFile *files, GError **err);
/* New text. SQLite: BIGINT as INTEGER, BYTEA as BLOB, tables STRICT. PostgreSQL: INTEGER as BIGINT
 * too, so that a number that one engine holds the other holds as well. Free with g_free. */
char *migration_statement_for(DbEngine engine, const MigrationStatement *statement);
