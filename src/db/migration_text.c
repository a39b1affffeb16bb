/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Migration files cut into steps and statements; see migration_text.h. */
#include "db/migration_text.h"

#include "db/engine.h"
#include "db/sql_text.h"

#include <string.h>

static const char heading[] = "-- migration ";

/* --- Statements --- */

static void
statement_free(MigrationStatement *statement)
{
  g_free(statement->sql);
  g_free(statement);
}

static bool
is_clustered_mark(const SqlPiece *piece)
{
  g_autofree char *text = g_strndup(piece->text, piece->len);

  return g_str_equal(g_strchomp(text), "-- clustered");
}

static bool
starts_table(const char *sql)
{
  return g_ascii_strncasecmp(sql, "CREATE TABLE ", strlen("CREATE TABLE ")) == 0;
}

static void
add_statement(GPtrArray *statements, GString *sql, bool is_clustered)
{
  g_strchomp(sql->str);
  if (*sql->str == '\0')
    return;

  MigrationStatement *statement = g_new0(MigrationStatement, 1);
  statement->sql = g_strdup(sql->str);
  statement->is_table = starts_table(statement->sql);
  statement->is_clustered = is_clustered && statement->is_table;
  g_ptr_array_add(statements, statement);
}

static GPtrArray *
read_statements(const char *text)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func((GDestroyNotify)statement_free);
  g_autoptr(GString) sql = g_string_new(NULL);
  bool is_clustered = false;
  SqlPiece piece;

  while ((piece = sql_next_piece(&text)).kind != SQL_END) {
    if (piece.kind == SQL_SEMICOLON) {
      add_statement(statements, sql, is_clustered);
      g_string_truncate(sql, 0);
      is_clustered = false;
    } else if (piece.kind == SQL_SPACE || piece.kind == SQL_COMMENT) {
      is_clustered |= sql->len == 0 && is_clustered_mark(&piece);
      if (sql->len > 0 && sql->str[sql->len - 1] != ' ')
        g_string_append_c(sql, ' ');
    } else {
      g_string_append_len(sql, piece.text, (gssize)piece.len);
    }
  }
  add_statement(statements, sql, is_clustered);
  return statements;
}

static char *
checksum_of(GPtrArray *statements)
{
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

  for (guint i = 0; i < statements->len; i++) {
    const MigrationStatement *statement = g_ptr_array_index(statements, i);

    g_checksum_update(checksum, (const guchar *)statement->sql, -1);
    g_checksum_update(checksum, (const guchar *)(statement->is_clustered ? ";c\n" : ";\n"), -1);
  }
  return g_strdup(g_checksum_get_string(checksum));
}

static bool
piece_is_in(const SqlPiece *piece, const char *const *words)
{
  for (; *words; words++)
    if (sql_piece_is(piece, *words))
      return true;
  return false;
}

char *
migration_statement_for(DbEngine engine, const MigrationStatement *statement)
{
  const char *const sqlite_integers[] = { "BIGINT", NULL };
  const char *const postgres_integers[] = { "INTEGER", NULL };
  bool is_sqlite = engine == DB_SQLITE;
  const char *at = statement->sql;
  GString *sql = g_string_new(NULL);
  SqlPiece piece;

  while ((piece = sql_next_piece(&at)).kind != SQL_END)
    if (piece_is_in(&piece, is_sqlite ? sqlite_integers : postgres_integers))
      g_string_append(sql, is_sqlite ? "INTEGER" : "BIGINT");
    else if (is_sqlite && sql_piece_is(&piece, "BYTEA"))
      g_string_append(sql, "BLOB");
    else
      g_string_append_len(sql, piece.text, (gssize)piece.len);
  if (is_sqlite && statement->is_table)
    g_string_append(sql, statement->is_clustered ? " STRICT, WITHOUT ROWID" : " STRICT");
  return g_string_free(sql, FALSE);
}

/* --- Files --- */

static void
migration_free(Migration *m)
{
  g_clear_pointer(&m->statements, g_ptr_array_unref);
  g_free(m->checksum);
  g_free(m);
}

/* The next line that starts with the heading; NULL: none. */
static const char *
find_heading(const char *text)
{
  while (text && !g_str_has_prefix(text, heading)) {
    text = strchr(text, '\n');
    if (text)
      text++;
  }
  return text;
}

static bool
has_statements(const char *text, const char *end)
{
  g_autofree char *part = g_strndup(text, (gsize)(end - text));
  g_autoptr(GPtrArray) statements = read_statements(part);

  return statements->len > 0;
}

static Migration *
read_migration(const char *subject, const char *start, const char *end)
{
  g_autofree char *part = g_strndup(start, (gsize)(end - start));
  Migration *m = g_new0(Migration, 1);

  m->subject = subject;
  m->number = g_ascii_strtoll(start + strlen(heading), NULL, 10);
  m->statements = read_statements(part);
  m->checksum = checksum_of(m->statements);
  return m;
}

static bool
refuse_file(const MigrationFile *file, const char *why, GError **err)
{
  g_set_error(err, DB_ERROR, TROUBLE_DATABASE, "The steps of %s %s", file->subject, why);
  return false;
}

static bool
read_file(const MigrationFile *file, GPtrArray *migrations, GError **err)
{
  const char *start = find_heading(file->sql);
  int64_t expected = 1;

  if (has_statements(file->sql, start ? start : file->sql + strlen(file->sql)))
    return refuse_file(file, "begin before the first heading", err);
  for (; start; expected++) {
    const char *next = find_heading(start + strlen(heading));
    const char *end = next ? next : start + strlen(start);
    Migration *m = read_migration(file->subject, start, end);

    g_ptr_array_add(migrations, m);
    if (m->number != expected)
      return refuse_file(file, "are not numbered 1, 2, 3 …", err);
    if (m->statements->len == 0)
      return refuse_file(file, "have one without a statement", err);
    start = next;
  }
  return true;
}

GPtrArray *
migrations_read(const MigrationFile *files, GError **err)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)migration_free);

  for (; files->subject; files++)
    if (!read_file(files, all, err))
      return NULL;
  return g_steal_pointer(&all);
}

GPtrArray *
migrations_known(const MigrationFile *files, GError **err)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)migration_free);

  for (const MigrationFile *file = files; file->subject; file++) {
    if (!file->steps)
      return migrations_read(files, err);
    for (const MigrationStep *step = file->steps; step->number; step++) {
      Migration *m = g_new0(Migration, 1);

      m->subject = file->subject;
      m->number = step->number;
      m->checksum = g_strdup(step->checksum);
      g_ptr_array_add(all, m);
    }
  }
  return g_steal_pointer(&all);
}
