/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Statements made from what is known of a table, and paging through it. A statement's text is
 * interned: its address is the key under which a connection keeps it. */
#include "db/rows.h"

#include "db/engine.h"

#include <string.h>

struct DbRows {
  Txn *txn;
  const DbTable *table;
  int page, left; /* left: rows that this page may still hold */
  bool is_over;
  Query *q;
  Param last[DB_KEY_MAX]; /* the key of the row before; bytes are ours */
  bool has_last;
};

/* ---- texts ---- */

static void
put_key(GString *sql, const DbTable *table)
{
  for (int i = 0; i < table->key_count; i++)
    g_string_append_printf(sql, "%s%s", i ? ", " : "", table->columns[table->key[i]].name);
}

static const char *
select_text(const DbTable *table, bool is_first)
{
  g_autoptr(GString) sql = g_string_new("SELECT ");

  for (int i = 0; i < table->count; i++)
    g_string_append_printf(sql, "%s%s", i ? ", " : "", table->columns[i].name);
  g_string_append_printf(sql, " FROM %s WHERE community_id = ?1", table->name);
  if (table->key_count > 0 && !is_first) {
    g_string_append(sql, " AND (");
    put_key(sql, table);
    g_string_append(sql, ") > (");
    for (int i = 0; i < table->key_count; i++)
      g_string_append_printf(sql, "%s?%d", i ? ", " : "", i + 3);
    g_string_append(sql, ")");
  }
  if (table->key_count > 0) {
    g_string_append(sql, " ORDER BY ");
    put_key(sql, table);
  }
  g_string_append(sql, " LIMIT ?2");
  return g_intern_string(sql->str);
}

static const char *
insert_text(const DbTable *table, const bool *is_given)
{
  g_autoptr(GString) names = g_string_new(NULL);
  g_autoptr(GString) slots = g_string_new(NULL);

  for (int i = 0; i < table->count; i++) {
    if (!is_given[i])
      continue;
    g_string_append_printf(names, ", %s", table->columns[i].name);
    g_string_append_printf(slots, ", ?%d", db_row_slot(table, is_given, i));
  }

  g_autofree char *sql = g_strdup_printf("INSERT INTO %s (community_id%s) VALUES (?1%s)",
                                         table->name, names->str, slots->str);

  return g_intern_string(sql);
}

/* As db_query and db_change do; a global table that names its communities is no exception here. */
static Query *
borrow(Txn *txn, const char *sql)
{
  Query *q = txn_query(txn, sql);

  if (txn->community_id == 0)
    txn_fail(txn, TROUBLE_DATABASE, "rows of a table in a transaction of no community");
  bind_int(q, 1, txn->community_id);
  return q;
}

static Query *
borrow_change(Txn *txn, const Act *act, const char *sql)
{
  if (!txn->is_write || !act || act->community_id != txn->community_id)
    txn_fail(txn, TROUBLE_DATABASE, "rows changed without saying who acts");
  return borrow(txn, sql);
}

/* ---- one column ---- */

static const char *
column_text(const char *text, const char *table, const char *column)
{
  g_auto(GStrv) at_table = g_strsplit(text, "{table}", -1);
  g_autofree char *with_table = g_strjoinv(table, at_table);
  g_auto(GStrv) at_column = g_strsplit(with_table, "{column}", -1);
  g_autofree char *whole = g_strjoinv(column, at_column);

  return g_intern_string(whole);
}

Query *
db_column_values(Txn *txn, const char *table, const char *column)
{
  return borrow(txn, column_text("SELECT DISTINCT {column} FROM {table} WHERE community_id = ?1"
                                 " AND {column} > 0",
                                 table, column));
}

Query *
db_column_move(Txn *txn, const Act *act, const char *table, const char *column)
{
  return borrow_change(txn, act,
                       column_text("UPDATE {table} SET {column} = - ({column} + ?4)"
                                   " WHERE community_id = ?1 AND {column} >= ?2"
                                   " AND {column} <= ?3",
                                   table, column));
}

Query *
db_column_settle(Txn *txn, const Act *act, const char *table, const char *column)
{
  return borrow_change(txn, act,
                       column_text("UPDATE {table} SET {column} = - {column}"
                                   " WHERE community_id = ?1 AND {column} < 0",
                                   table, column));
}

/* ---- reading ---- */

DbRows *
db_rows_open(Txn *txn, const DbTable *table, int page)
{
  DbRows *rows = g_new0(DbRows, 1);

  rows->txn = txn;
  rows->table = table;
  rows->page = page;
  return rows;
}

static void
forget_last(DbRows *rows)
{
  for (int i = 0; i < DB_KEY_MAX; i++) {
    g_free((void *)rows->last[i].bytes);
    rows->last[i] = (Param){ .kind = PARAM_UNBOUND };
  }
}

static void
remember_key(DbRows *rows)
{
  const DbTable *table = rows->table;

  forget_last(rows);
  for (int i = 0; i < table->key_count; i++) {
    const int column = table->key[i];
    Param *last = &rows->last[i];

    if (table->columns[column].type == COLUMN_TEXT) {
      *last = (Param){ .kind = PARAM_TEXT, .len = col_text_len(rows->q, column) };
      last->bytes = g_strdup(col_text(rows->q, column));
    } else if (table->columns[column].type == COLUMN_BYTEA) {
      const void *bytes = col_blob(rows->q, column, &last->len);

      last->kind = PARAM_BLOB;
      last->bytes = memcpy(g_malloc0(last->len + 1), bytes, last->len);
    } else {
      *last = (Param){ .kind = PARAM_INT, .number = col_int(rows->q, column) };
    }
  }
  rows->has_last = true;
}

static void
bind_last(DbRows *rows)
{
  for (int i = 0; i < rows->table->key_count; i++) {
    const Param *last = &rows->last[i];

    if (last->kind == PARAM_TEXT)
      bind_text_len(rows->q, i + 3, last->bytes, last->len);
    else if (last->kind == PARAM_BLOB)
      bind_blob(rows->q, i + 3, last->bytes, last->len);
    else
      bind_int(rows->q, i + 3, last->number);
  }
}

static void
begin_page(DbRows *rows)
{
  rows->q = borrow(rows->txn, select_text(rows->table, !rows->has_last));
  bind_int(rows->q, 2, rows->page);
  if (rows->has_last)
    bind_last(rows);
  rows->left = rows->page;
}

Query *
db_rows_next(DbRows *rows)
{
  while (!rows->is_over) {
    if (!rows->q)
      begin_page(rows);
    if (query_next(rows->q)) {
      rows->left--;
      remember_key(rows);
      return rows->q;
    }
    rows->is_over = rows->left > 0 || rows->table->key_count == 0 || txn_trouble(rows->txn);
    query_done(g_steal_pointer(&rows->q));
  }
  return NULL;
}

void
db_rows_close(DbRows *rows)
{
  if (!rows)
    return;
  if (rows->q)
    query_done(rows->q);
  forget_last(rows);
  g_free(rows);
}

/* ---- writing ---- */

int
db_row_slot(const DbTable *table, const bool *is_given, int column)
{
  int slot = 2;

  (void)table;
  for (int i = 0; i < column; i++)
    slot += is_given[i];
  return slot;
}

Query *
db_row_insert(Txn *txn, const Act *act, const DbTable *table, const bool *is_given)
{
  return borrow_change(txn, act, insert_text(table, is_given));
}

void
db_rows_delete(Txn *txn, const Act *act, const DbTable *table)
{
  g_autofree char *sql = g_strdup_printf("DELETE FROM %s WHERE community_id = ?1", table->name);
  g_autoptr(Query) q = borrow_change(txn, act, g_intern_string(sql));

  query_run(q);
}
