/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Statements: borrowed by their literal's address, bound, run, read. Who may change what is
 * checked here. What differs between the engines is behind db/engine.h. */
#include "db/engine.h"
#include "db/sql_text.h"

#include <string.h>

/* No value is larger: files are kept in parts of 256 KB. */
#define VALUE_BYTES_MAX ((size_t)64 * 1024 * 1024)

/* --- Borrowing statements --- */

void
query_free_all(Query *q)
{
  while (q) {
    Query *next = q->next_same;

    q->connection->db->engine->query_clear(q);
    g_free(q->params);
    g_free(q->number_texts);
    g_free(q);
    q = next;
  }
}

static Query *
query_new(Connection *c, const char *sql)
{
  SqlFacts facts = sql_find_facts(sql);
  Query *q = g_malloc0(c->db->engine->query_size);

  q->connection = c;
  q->sql = sql;
  q->is_query = facts.is_query;
  q->is_change = facts.is_change;
  q->has_faults = facts.has_faults;
  q->params_count = MIN(facts.parameters, SQL_PARAMETERS_MAX);
  q->params = g_new0(Param, (gsize)q->params_count + 1);
  return q;
}

static Query *
query_add(Connection *c, const char *sql, Query *first)
{
  Query *q = query_new(c, sql);

  if (first) {
    q->next_same = first->next_same;
    first->next_same = q;
  } else {
    g_hash_table_insert(c->queries, (gpointer)sql, q);
  }
  return q;
}

Query *
txn_query(Txn *txn, const char *literal)
{
  Connection *c = txn->connection;
  Query *first = g_hash_table_lookup(c->queries, literal), *q = first;

  while (q && q->is_borrowed)
    q = q->next_same;
  if (!q)
    q = query_add(c, literal, first);
  q->is_borrowed = true;
  q->is_global = true;
  q->state = QUERY_FRESH;
  q->changes = 0;
  for (int i = 0; i < q->params_count; i++)
    q->params[i].kind = PARAM_UNBOUND;
  c->borrowed++;
  return q;
}

void
query_done(Query *q)
{
  if (!q || !q->is_borrowed)
    return;
  q->connection->db->engine->query_reset(q);
  q->is_borrowed = false;
  q->connection->borrowed--;
}

static void
query_bind_community(Query *q)
{
  Txn *txn = &q->connection->txn;

  q->is_global = false;
  if (txn->community_id == 0)
    txn_fail(txn, TROUBLE_DATABASE, "a statement for one community in a transaction of none");
  if (q->params_count > 0)
    q->params[0] = (Param){ .kind = PARAM_INT, .number = txn->community_id };
}

static Query *
query_only(Query *q)
{
  if (!q->is_query)
    txn_fail(&q->connection->txn, TROUBLE_DATABASE, "db_query is for SELECT");
  return q;
}

static Query *
change_only(Query *q, const Act *act)
{
  Txn *txn = &q->connection->txn;

  if (!q->is_change)
    txn_fail(txn, TROUBLE_DATABASE, "db_change is for INSERT, UPDATE and DELETE");
  if (!txn->is_write)
    txn_fail(txn, TROUBLE_DATABASE, "a change in a transaction for reading");
  if (!act)
    txn_fail(txn, TROUBLE_DATABASE, "a change without saying who acts");
  else if (act->community_id != txn->community_id)
    txn_fail(txn, TROUBLE_DATABASE, "a change by somebody acting in another community");
  return q;
}

Query *
db_query_literal(Txn *txn, const char *sql)
{
  Query *q = query_only(txn_query(txn, sql));

  query_bind_community(q);
  return q;
}

Query *
db_change_literal(Txn *txn, const Act *act, const char *sql)
{
  Query *q = change_only(txn_query(txn, sql), act);

  query_bind_community(q);
  return q;
}

Query *
db_query_global_literal(Txn *txn, const char *sql)
{
  return query_only(txn_query(txn, sql));
}

Query *
db_change_global_literal(Txn *txn, const Act *act, const char *sql)
{
  return change_only(txn_query(txn, sql), act);
}

/* --- Binding --- */

static void
query_bind(Query *q, int slot, Param param)
{
  Txn *txn = &q->connection->txn;

  if (txn->trouble != TROUBLE_NONE)
    return;
  if (slot < (q->is_global ? 1 : 2) || slot > q->params_count) {
    txn_fail(txn, TROUBLE_DATABASE, "a value bound to a slot that is not the caller's");
    return;
  }
  if (param.len > VALUE_BYTES_MAX) {
    txn_fail(txn, TROUBLE_DATABASE, "a value of more than 64 MB");
    return;
  }
  if (q->state == QUERY_ROWS || q->state == QUERY_SENT)
    q->connection->db->engine->query_reset(q);
  q->state = QUERY_FRESH;
  q->params[slot - 1] = param;
}

void
bind_int(Query *q, int slot, int64_t value)
{
  query_bind(q, slot, (Param){ .kind = PARAM_INT, .number = value });
}

void
bind_text(Query *q, int slot, const char *text)
{
  bind_text_len(q, slot, text, text ? strlen(text) : 0);
}

void
bind_text_len(Query *q, int slot, const char *text, size_t len)
{
  /* PostgreSQL refuses these; SQLite would keep them and give them back. */
  if (text && !g_utf8_validate_len(text, len, NULL)) {
    txn_fail(&q->connection->txn, TROUBLE_DATABASE, "a text that is not UTF-8, or holds a NUL");
    return;
  }
  query_bind(q, slot, (Param){ .kind = PARAM_TEXT, .bytes = text, .len = text ? len : 0 });
}

void
bind_blob(Query *q, int slot, const void *bytes, size_t len)
{
  query_bind(q, slot, (Param){ .kind = PARAM_BLOB, .bytes = len ? bytes : "", .len = len });
}

void
bind_null(Query *q, int slot)
{
  query_bind(q, slot, (Param){ .kind = PARAM_NULL });
}

/* --- Running --- */

static bool
query_may_start(Query *q, bool wants_rows)
{
  Txn *txn = &q->connection->txn;
  Db *db = q->connection->db;
  TestDbSees sees = atomic_load_explicit(&db->sees, memory_order_relaxed);

  if (q->has_faults)
    txn_fail(txn, TROUBLE_DATABASE, "parameters must be ?1 to ?64");
  for (int i = 0; i < q->params_count; i++)
    if (q->params[i].kind == PARAM_UNBOUND)
      txn_fail(txn, TROUBLE_DATABASE, "a parameter was never bound");
  if (txn->trouble != TROUBLE_NONE)
    return false;

  txn->statements++;
  txn->has_changed |= q->is_change;
  atomic_fetch_add_explicit(&db->statements, 1, memory_order_relaxed);
  if (G_UNLIKELY(sees))
    sees(q->sql);
  if (G_UNLIKELY(fault_countdown_hits(&db->fault_in))) {
    txn_suffer_fault(txn);
    return false;
  }
  q->wants_rows = wants_rows;
  return true;
}

static bool
query_start(Query *q, bool wants_rows)
{
  const Engine *engine = q->connection->db->engine;

  if (q->state == QUERY_ROWS)
    engine->query_reset(q);
  q->state = QUERY_OVER;
  if (!query_may_start(q, wants_rows) || !engine->query_start(q))
    return false;
  q->state = QUERY_ROWS;
  return true;
}

/* Whatever a step ends in, rows go on only after STEP_ROW. */
static Step
query_step(Query *q)
{
  const Engine *engine = q->connection->db->engine;
  Step step = engine->query_step(q);

  if (step == STEP_ROW)
    return step;
  if (!engine->query_reset(q))
    step = STEP_TROUBLE;
  q->state = QUERY_OVER;
  return step;
}

void
query_send(Query *q)
{
  const Engine *engine = q->connection->db->engine;

  if (!engine->query_send || q->state != QUERY_FRESH || q->connection->txn.trouble != TROUBLE_NONE)
    return;
  q->state = query_may_start(q, true) && engine->query_send(q) ? QUERY_SENT : QUERY_OVER;
}

static bool
query_await(Query *q)
{
  bool is_good = q->connection->db->engine->query_await(q);

  q->state = is_good ? QUERY_ROWS : QUERY_OVER;
  return is_good;
}

bool
query_next(Query *q)
{
  Txn *txn = &q->connection->txn;

  if (txn->trouble != TROUBLE_NONE || q->state == QUERY_OVER)
    return false;
  if (q->state == QUERY_SENT && !query_await(q))
    return false;
  if (q->state == QUERY_FRESH && !query_start(q, true))
    return false;
  return query_step(q) == STEP_ROW;
}

bool
query_run(Query *q)
{
  Txn *txn = &q->connection->txn;
  Step step;

  if (txn->trouble != TROUBLE_NONE || !query_start(q, false))
    return false;
  do
    step = query_step(q);
  while (step == STEP_ROW);
  return step == STEP_OVER;
}

int64_t
query_changes(Query *q)
{
  connection_catch_up(q->connection);
  return q->connection->txn.trouble == TROUBLE_NONE ? q->changes : 0;
}

/* --- Columns --- */

/* VALUE_NULL also for whatever cannot be given; then the txn is in trouble. */
static ValueKind
column_kind(Query *q, int column)
{
  Txn *txn = &q->connection->txn;

  if (txn->trouble != TROUBLE_NONE)
    return VALUE_NULL;
  if (q->state != QUERY_ROWS || column < 0 || column >= q->columns) {
    txn_fail(txn, TROUBLE_DATABASE, "a column that the row does not have");
    return VALUE_NULL;
  }

  ValueKind kind = q->connection->db->engine->value_kind(q, column);
  if (kind != VALUE_OTHER)
    return kind;
  txn_fail(txn, TROUBLE_DATABASE, "a value that is not an integer, text or bytes");
  return VALUE_NULL;
}

static void
column_refuse(Query *q)
{
  txn_fail(&q->connection->txn, TROUBLE_DATABASE, "a column read as what it is not");
}

int64_t
col_int(Query *q, int column)
{
  ValueKind kind = column_kind(q, column);

  if (kind == VALUE_INT)
    return q->connection->db->engine->value_int(q, column);
  if (kind != VALUE_NULL)
    column_refuse(q);
  return 0;
}

static const char *
number_as_text(Query *q, int column, size_t *ret_len)
{
  if (q->number_texts_count < q->columns) {
    g_free(q->number_texts);
    q->number_texts = g_malloc0_n((gsize)q->columns, sizeof *q->number_texts);
    q->number_texts_count = q->columns;
  }
  *ret_len = (size_t)g_snprintf(q->number_texts[column], sizeof *q->number_texts, "%" PRId64,
                                q->connection->db->engine->value_int(q, column));
  return q->number_texts[column];
}

static const char *
column_text(Query *q, int column, size_t *ret_len)
{
  ValueKind kind = column_kind(q, column);

  *ret_len = 0;
  if (kind == VALUE_TEXT)
    return q->connection->db->engine->value_bytes(q, column, ret_len);
  if (kind == VALUE_INT)
    return number_as_text(q, column, ret_len);
  if (kind != VALUE_NULL)
    column_refuse(q);
  return "";
}

const char *
col_text(Query *q, int column)
{
  size_t len;

  return column_text(q, column, &len);
}

size_t
col_text_len(Query *q, int column)
{
  size_t len;

  column_text(q, column, &len);
  return len;
}

const void *
col_blob(Query *q, int column, size_t *ret_len)
{
  ValueKind kind = column_kind(q, column);
  const void *bytes = NULL;

  *ret_len = 0;
  if (kind == VALUE_BLOB)
    bytes = q->connection->db->engine->value_bytes(q, column, ret_len);
  else if (kind != VALUE_NULL)
    column_refuse(q);
  return bytes ? bytes : "";
}

bool
col_is_null(Query *q, int column)
{
  return column_kind(q, column) == VALUE_NULL;
}
