/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What tables there are, read from the migrations: for what goes through all of them (archives).
 * A new table stands in the list by itself. */
#pragma once

#include "db/migrations.h"

typedef enum { COLUMN_BIGINT, COLUMN_INTEGER, COLUMN_TEXT, COLUMN_BYTEA } ColumnType;
/* The mark `-- export …` of its CREATE TABLE. */
typedef enum { EXPORT_YES, EXPORT_DERIVED, EXPORT_NEVER } TableExport;

typedef struct {
  char *name;
  ColumnType type;
  bool is_nullable, is_special; /* is_special: sealed per person */
  int64_t since;                /* the subject's migration that brought it */
} DbColumn;

enum { DB_COLUMNS_MAX = 60, DB_KEY_MAX = 4 };

typedef struct {
  char *name;
  const char *subject;
  int64_t since;     /* the migration that first brought a table of this name */
  int64_t made;      /* that made it as it is: it may have been dropped and made anew */
  int64_t rewritten; /* the newest migration that changed its rows, not only its form; 0: none */
  bool is_global;
  TableExport export;
  DbColumn columns[DB_COLUMNS_MAX]; /* in the order in which they came; without community_id */
  int count;
  int key[DB_KEY_MAX]; /* columns of the primary key besides community_id */
  int key_count;       /* 0: one row a community */
} DbTable;

/* In the order of the migrations: a table stands after those that it refers to. */
typedef struct {
  GPtrArray *tables;       /* of DbTable */
  GHashTable *schema;      /* subject → its newest migration */
  GPtrArray *subject_list; /* of const char *, in order */
  GPtrArray *dropped;      /* of DbTable: gone, or made anew */
} DbTables;

/* NULL and err: a statement in the migrations that this reader does not know. The files outlive it.
 */
DbTables *db_tables_read(const MigrationFile *files, GError **err);
void db_tables_free(DbTables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbTables, db_tables_free)

const DbTable *db_tables_find(const DbTables *tables, const char *name); /* NULL: none */
int64_t db_tables_schema(const DbTables *tables, const char *subject);   /* 0: no such subject */
int db_table_column(const DbTable *table, const char *name);             /* -1: none */
