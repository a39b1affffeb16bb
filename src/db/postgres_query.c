/* SPDX-License-Identifier: AGPL-3.0-or-later
 * PostgreSQL's statements: prepared by name with the types that were bound, numbers and bytes in
 * binary; a change is sent without waiting. Connecting and transactions are in postgres.c. */
#include "db/postgres.h"
#include "db/sql_text.h"

/* Types' numbers are fixed in PostgreSQL's catalogue (pg_type.dat). */
enum {
  OID_BOOL = 16,
  OID_BYTEA = 17,
  OID_NAME = 19,
  OID_INT8 = 20,
  OID_INT2 = 21,
  OID_INT4 = 23,
  OID_TEXT = 25,
  OID_VARCHAR = 1043,
};

static PostgresConnection *
connection_of(const PostgresQuery *pq)
{
  return (PostgresConnection *)pq->common.connection;
}

void
postgres_query_forget(Query *q)
{
  ((PostgresQuery *)q)->is_prepared = false;
}

static void
make_room(PostgresQuery *pq)
{
  gsize count = (gsize)pq->common.params_count + 1;
  PostgresConnection *pc = connection_of(pq);

  pq->sql = sql_for_postgres(pq->common.sql);
  g_snprintf(pq->name, sizeof pq->name, "q%u", pc->next_name++);
  pq->types = g_new0(Oid, count);
  pq->values = g_new0(const char *, count);
  pq->lengths = g_new0(int, count);
  pq->formats = g_new0(int, count);
  pq->numbers = g_new0(uint64_t, count);
  for (gsize i = 0; i < count; i++)
    pq->formats[i] = 1;
}

static Oid
type_of(const Param *param)
{
  switch (param->kind) {
  case PARAM_INT:
    return OID_INT8;
  case PARAM_TEXT:
    return OID_TEXT;
  case PARAM_BLOB:
    return OID_BYTEA;
  default:
    return 0;
  }
}

/* Fills what libpq sends; true when the statement was prepared for other types. */
static bool
put_params(PostgresQuery *pq)
{
  bool is_different = false;

  for (int i = 0; i < pq->common.params_count; i++) {
    const Param *param = &pq->common.params[i];
    Oid type = type_of(param);

    if (type != 0 && type != pq->types[i]) {
      pq->types[i] = type;
      is_different = true;
    }
    pq->values[i] = param->bytes;
    pq->lengths[i] = (int)param->len;
    if (param->kind == PARAM_NULL)
      pq->values[i] = NULL;
    if (param->kind != PARAM_INT)
      continue;
    pq->numbers[i] = GUINT64_TO_BE((uint64_t)param->number);
    pq->values[i] = (const char *)&pq->numbers[i];
    pq->lengths[i] = sizeof pq->numbers[i];
  }
  return is_different;
}

static bool
prepare(PostgresQuery *pq)
{
  Connection *c = pq->common.connection;
  int is_sent = PQsendPrepare(connection_of(pq)->handle, pq->name, pq->sql, pq->common.params_count,
                              pq->types);

  pq->is_prepared = is_sent == 1;
  return postgres_note_sent(c, is_sent == 1, (Sent){ .is_prepared = &pq->is_prepared });
}

static bool
forget_on_server(PostgresQuery *pq)
{
  char sql[32];

  g_snprintf(sql, sizeof sql, "DEALLOCATE %s", pq->name);
  pq->is_prepared = false;
  return postgres_note_sent(
      pq->common.connection,
      PQsendQueryParams(connection_of(pq)->handle, sql, 0, NULL, NULL, NULL, NULL, 1) == 1,
      (Sent){ 0 });
}

static bool
prepare_as_bound(PostgresQuery *pq)
{
  bool is_different = put_params(pq);

  if (!postgres_make_room(pq->common.connection))
    return false;
  if (is_different && pq->is_prepared &&
      (!forget_on_server(pq) || !postgres_make_room(pq->common.connection)))
    return false;
  return pq->is_prepared || prepare(pq);
}

static bool
is_answer_wanted(const Query *q)
{
  return q->wants_rows || !q->is_change;
}

bool
postgres_query_send(Query *q)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  if (!pq->sql)
    make_room(pq);
  pq->row = -1;
  q->columns = 0;
  if (!prepare_as_bound(pq))
    return false;

  int is_sent = PQsendQueryPrepared(connection_of(pq)->handle, pq->name, q->params_count,
                                    pq->values, pq->lengths, pq->formats, 1);

  pq->is_owed = is_sent == 1 && is_answer_wanted(q);
  return postgres_note_sent(q->connection, is_sent == 1,
                            (Sent){ .keep = pq->is_owed ? &pq->result : NULL,
                                    .changes = q->is_change ? &q->changes : NULL });
}

/* The answer may have come with another's. */
bool
postgres_query_await(Query *q)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  pq->is_owed = false;
  if (!postgres_catch_up(q->connection) || !pq->result) {
    g_clear_pointer(&pq->result, PQclear);
    return false;
  }
  q->columns = PQnfields(pq->result);
  return true;
}

bool
postgres_query_start(Query *q)
{
  return postgres_query_send(q) && (!is_answer_wanted(q) || postgres_query_await(q));
}

/* A change that was sent has no rows. */
Step
postgres_query_step(Query *q)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  return pq->result && ++pq->row < PQntuples(pq->result) ? STEP_ROW : STEP_OVER;
}

/* An answer that nobody asked for after all would come into the statement's next run. */
bool
postgres_query_reset(Query *q)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  if (pq->is_owed)
    postgres_catch_up(q->connection);
  pq->is_owed = false;
  g_clear_pointer(&pq->result, PQclear);
  return true;
}

void
postgres_query_clear(Query *q)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  postgres_query_reset(q);
  g_free(pq->sql);
  g_free(pq->types);
  g_free(pq->values);
  g_free(pq->lengths);
  g_free(pq->formats);
  g_free(pq->numbers);
}

ValueKind
postgres_value_kind(Query *q, int column)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  if (PQgetisnull(pq->result, pq->row, column))
    return VALUE_NULL;
  switch (PQftype(pq->result, column)) {
  case OID_BOOL:
  case OID_INT2:
  case OID_INT4:
  case OID_INT8:
    return VALUE_INT;
  case OID_TEXT:
  case OID_VARCHAR:
  case OID_NAME:
    return VALUE_TEXT;
  case OID_BYTEA:
    return VALUE_BLOB;
  default:
    return VALUE_OTHER;
  }
}

int64_t
postgres_value_int(Query *q, int column)
{
  PostgresQuery *pq = (PostgresQuery *)q;
  const unsigned char *bytes = (const unsigned char *)PQgetvalue(pq->result, pq->row, column);
  int len = PQgetlength(pq->result, pq->row, column);
  /* The sign fills what a narrower type leaves open; a boolean has none. */
  uint64_t number = len > 1 && (bytes[0] & 0x80) ? UINT64_MAX : 0;

  for (int i = 0; i < len; i++)
    number = number << 8 | bytes[i];
  return (int64_t)number;
}

const void *
postgres_value_bytes(Query *q, int column, size_t *ret_len)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  *ret_len = (size_t)PQgetlength(pq->result, pq->row, column);
  return PQgetvalue(pq->result, pq->row, column);
}
