/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading CREATE TABLE and ALTER TABLE … ADD COLUMN as script/check-sql makes us write them. */
#include "db/tables.h"

#include "db/engine.h"
#include "db/sql_text.h"

#include <string.h>

static const char heading[] = "-- migration ", special[] = "-- special: ";

/* One statement's pieces without white space; the marks that stood before it. */
typedef struct {
  DbTables *tables;
  const char *subject;
  int64_t migration;
  GArray *pieces;   /* of SqlPiece */
  GPtrArray *marks; /* of char *, "-- tenant" */
} Reading;

static const SqlPiece *
piece_at(const Reading *reading, guint i)
{
  static const SqlPiece none = { .kind = SQL_END, .text = "" };

  return i < reading->pieces->len ? &g_array_index(reading->pieces, SqlPiece, i) : &none;
}

static char *
piece_text(const SqlPiece *piece)
{
  return g_strndup(piece->text, piece->len);
}

static bool
is_sign(const SqlPiece *piece, char sign)
{
  return piece->kind == SQL_SIGN && *piece->text == sign;
}

/* ---- what is made of it ---- */

static void
table_free(gpointer data)
{
  DbTable *table = data;

  for (int i = 0; i < table->count; i++)
    g_free(table->columns[i].name);
  g_free(table->name);
  g_free(table);
}

void
db_tables_free(DbTables *tables)
{
  if (!tables)
    return;
  g_ptr_array_unref(tables->tables);
  g_ptr_array_unref(tables->dropped);
  g_hash_table_unref(tables->schema);
  g_ptr_array_unref(tables->subject_list);
  g_free(tables);
}

/* The newest of this name. */
static DbTable *
find_among(const GPtrArray *tables, const char *name)
{
  for (guint i = tables->len; i-- > 0;) {
    DbTable *table = tables->pdata[i];

    if (strcmp(table->name, name) == 0)
      return table;
  }
  return NULL;
}

const DbTable *
db_tables_find(const DbTables *tables, const char *name)
{
  return find_among(tables->tables, name);
}

int64_t
db_tables_schema(const DbTables *tables, const char *subject)
{
  const int64_t *newest = g_hash_table_lookup(tables->schema, subject);

  return newest ? *newest : 0;
}

int
db_table_column(const DbTable *table, const char *name)
{
  for (int i = 0; i < table->count; i++)
    if (strcmp(table->columns[i].name, name) == 0)
      return i;
  return -1;
}

/* ---- columns ---- */

static bool
read_type(const SqlPiece *piece, ColumnType *ret_type)
{
  static const char *const names[] = { "BIGINT", "INTEGER", "TEXT", "BYTEA" };

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (sql_piece_is(piece, names[i])) {
      *ret_type = (ColumnType)i;
      return true;
    }
  return false;
}

/* name TYPE … NOT NULL …: pieces `from` to before `to`. */
static bool
read_column(const Reading *reading, DbTable *table, guint from, guint to)
{
  DbColumn column = { .is_nullable = true, .since = reading->migration };
  g_autofree char *name = piece_text(piece_at(reading, from));

  if (!read_type(piece_at(reading, from + 1), &column.type) || table->count == DB_COLUMNS_MAX)
    return false;
  for (guint i = from; i + 1 < to; i++)
    if ((sql_piece_is(piece_at(reading, i), "NOT") &&
         sql_piece_is(piece_at(reading, i + 1), "NULL")) ||
        sql_piece_is(piece_at(reading, i), "PRIMARY"))
      column.is_nullable = false;
  if (strcmp(name, "community_id") == 0)
    return true;
  for (guint i = from; i < to; i++)
    if (sql_piece_is(piece_at(reading, i), "PRIMARY"))
      table->key[table->key_count++] = table->count;
  column.name = g_steal_pointer(&name);
  table->columns[table->count++] = column;
  return true;
}

/* PRIMARY KEY (community_id, a, b) */
static bool
read_key(const Reading *reading, DbTable *table, guint from, guint to)
{
  for (guint i = from + 2; i < to; i++) {
    g_autofree char *name = piece_text(piece_at(reading, i));

    if (piece_at(reading, i)->kind != SQL_WORD || strcmp(name, "community_id") == 0)
      continue;
    if (table->key_count == DB_KEY_MAX || db_table_column(table, name) < 0)
      return false;
    table->key[table->key_count++] = db_table_column(table, name);
  }
  return true;
}

static bool
read_definition(const Reading *reading, DbTable *table, guint from, guint to)
{
  static const char *const others[] = { "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT" };

  if (sql_piece_is(piece_at(reading, from), "PRIMARY"))
    return read_key(reading, table, from, to);
  for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
    if (sql_piece_is(piece_at(reading, from), others[i]))
      return true;
  return read_column(reading, table, from, to);
}

/* Cut at the commas between the outermost brackets, the first of which is the piece `at`. */
static bool
read_definitions(const Reading *reading, DbTable *table, guint at)
{
  int depth = 0;
  guint from = at + 1;

  for (guint i = at; i < reading->pieces->len; i++) {
    const SqlPiece *piece = piece_at(reading, i);

    depth += is_sign(piece, '(') ? 1 : is_sign(piece, ')') ? -1 : 0;
    if ((depth == 1 && is_sign(piece, ',')) || depth == 0) {
      if (!read_definition(reading, table, from, i))
        return false;
      from = i + 1;
    }
  }
  return depth == 0;
}

/* ---- marks ---- */

static void
mark_special(DbTable *table, const char *names)
{
  g_auto(GStrv) list = g_strsplit(names, ",", -1);

  for (char **name = list; *name; name++) {
    int column = db_table_column(table, g_strstrip(*name));

    if (column >= 0)
      table->columns[column].is_special = true;
  }
}

/* False: the table says not how it goes into an archive. */
static bool
read_marks(const Reading *reading, DbTable *table)
{
  bool is_said = false;

  for (guint i = 0; i < reading->marks->len; i++) {
    const char *mark = reading->marks->pdata[i];

    if (g_str_has_prefix(mark, special))
      mark_special(table, mark + strlen(special));
    else if (strcmp(mark, "-- global") == 0)
      table->is_global = true;
    else if (g_str_has_prefix(mark, "-- export ")) {
      is_said = true;
      table->export = strstr(mark, "yes")       ? EXPORT_YES
                      : strstr(mark, "derived") ? EXPORT_DERIVED
                                                : EXPORT_NEVER;
    }
  }
  return is_said;
}

/* ---- statements ---- */

/* A table made anew (SQLite cannot change what is UNIQUE) has rows and columns from before: an
 * archive of that time holds them. */
static void
remember_dropped(const Reading *reading, DbTable *table)
{
  const DbTable *old = find_among(reading->tables->dropped, table->name);

  if (!old)
    return;
  table->since = old->since;
  table->rewritten = old->rewritten;
  for (int i = 0; i < table->count; i++) {
    const int there = db_table_column(old, table->columns[i].name);

    if (there >= 0)
      table->columns[i].since = old->columns[there].since;
  }
}

static bool
read_create(Reading *reading)
{
  DbTable *table = g_new0(DbTable, 1);

  g_ptr_array_add(reading->tables->tables, table);
  table->name = piece_text(piece_at(reading, 2));
  table->subject = reading->subject;
  table->since = table->made = reading->migration;
  if (!is_sign(piece_at(reading, 3), '(') || !read_definitions(reading, table, 3) ||
      !read_marks(reading, table))
    return false;
  remember_dropped(reading, table);
  return true;
}

static bool
read_drop(Reading *reading)
{
  g_autofree char *name = piece_text(piece_at(reading, 2));
  DbTable *table = find_among(reading->tables->tables, name);
  guint at = 0;

  if (!table || reading->pieces->len != 3 || !g_ptr_array_find(reading->tables->tables, table, &at))
    return false;
  g_ptr_array_add(reading->tables->dropped, g_ptr_array_steal_index(reading->tables->tables, at));
  return true;
}

static bool
read_alter(Reading *reading)
{
  g_autofree char *name = piece_text(piece_at(reading, 2));
  DbTable *table = (DbTable *)db_tables_find(reading->tables, name);

  if (!table || !sql_piece_is(piece_at(reading, 3), "ADD") ||
      !sql_piece_is(piece_at(reading, 4), "COLUMN") ||
      !read_column(reading, table, 5, reading->pieces->len))
    return false;
  for (guint i = 0; i < reading->marks->len; i++)
    if (g_str_has_prefix(reading->marks->pdata[i], special))
      mark_special(table, (const char *)reading->marks->pdata[i] + strlen(special));
  return true;
}

/* UPDATE t, DELETE FROM t, INSERT INTO t. What a step does with a table that it makes itself is no
 * rewriting of what an older archive holds. */
static bool
read_rewriting(Reading *reading)
{
  const bool is_update = sql_piece_is(piece_at(reading, 0), "UPDATE");
  g_autofree char *name = piece_text(piece_at(reading, is_update ? 1 : 2));
  DbTable *table = (DbTable *)db_tables_find(reading->tables, name);

  if (table && table->made < reading->migration)
    table->rewritten = reading->migration;
  return table != NULL;
}

static bool
read_statement(Reading *reading)
{
  const SqlPiece *verb = piece_at(reading, 0), *noun = piece_at(reading, 1);

  if (reading->pieces->len == 0)
    return true;
  if (sql_piece_is(verb, "CREATE") && sql_piece_is(noun, "TABLE"))
    return read_create(reading);
  if (sql_piece_is(verb, "ALTER") && sql_piece_is(noun, "TABLE"))
    return read_alter(reading);
  if (sql_piece_is(verb, "DROP") && sql_piece_is(noun, "TABLE"))
    return read_drop(reading);
  if (sql_piece_is(verb, "UPDATE") || sql_piece_is(verb, "DELETE") || sql_piece_is(verb, "INSERT"))
    return read_rewriting(reading);
  return sql_piece_is(verb, "CREATE") &&
         (sql_piece_is(noun, "INDEX") || sql_piece_is(noun, "UNIQUE"));
}

static void
note_comment(Reading *reading, const SqlPiece *piece)
{
  g_autofree char *text = piece_text(piece);

  if (g_str_has_prefix(text, heading)) {
    reading->migration = g_ascii_strtoll(text + strlen(heading), NULL, 10);
    *(int64_t *)g_hash_table_lookup(reading->tables->schema, reading->subject) = reading->migration;
  }
  if (reading->pieces->len == 0)
    g_ptr_array_add(reading->marks, g_strchomp(g_steal_pointer(&text)));
}

static bool
read_file(Reading *reading, const MigrationFile *file)
{
  const char *at = file->sql;
  SqlPiece piece;
  bool is_known = true;

  reading->subject = file->subject;
  reading->migration = 0;
  g_hash_table_insert(reading->tables->schema, g_strdup(file->subject), g_new0(int64_t, 1));
  g_ptr_array_add(reading->tables->subject_list, (gpointer)file->subject);
  while (is_known && (piece = sql_next_piece(&at)).kind != SQL_END) {
    if (piece.kind == SQL_COMMENT) {
      note_comment(reading, &piece);
    } else if (piece.kind == SQL_SEMICOLON) {
      is_known = read_statement(reading);
      g_array_set_size(reading->pieces, 0);
      g_ptr_array_set_size(reading->marks, 0);
    } else if (piece.kind != SQL_SPACE) {
      g_array_append_val(reading->pieces, piece);
    }
  }
  return is_known;
}

DbTables *
db_tables_read(const MigrationFile *files, GError **err)
{
  g_autoptr(DbTables) tables = g_new0(DbTables, 1);
  g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(SqlPiece));
  g_autoptr(GPtrArray) marks = g_ptr_array_new_with_free_func(g_free);
  Reading reading = { .tables = tables, .pieces = pieces, .marks = marks };

  tables->tables = g_ptr_array_new_with_free_func(table_free);
  tables->dropped = g_ptr_array_new_with_free_func(table_free);
  tables->schema = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  tables->subject_list = g_ptr_array_new();
  for (; files->subject; files++)
    if (!read_file(&reading, files)) {
      g_set_error(err, DB_ERROR, TROUBLE_DATABASE,
                  "Step %" PRId64 " of %s holds a statement that this reader of tables does not"
                  " know",
                  reading.migration, files->subject);
      return NULL;
    }
  return g_steal_pointer(&tables);
}
