/* SPDX-License-Identifier: AGPL-3.0-or-later
 * PostgreSQL through libpq: statements prepared by name with the types that were bound, numbers
 * and bytes in binary. A cut connection is found here and made again before the next transaction.
 * Not here: anything SQLite needs too (txn.c), and how long to wait for a server (writer.c). */
#include "db/engine.h"
#include "db/libpq.h"
#include "db/sql_text.h"

#include <string.h>

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

typedef struct {
  Connection common;
  PGconn *handle;
  unsigned next_name;
  bool has_community; /* the table is there, so its rows can be locked */
} PostgresConnection;

typedef struct {
  Query common;
  char *sql; /* with $N */
  char name[16];
  bool is_prepared;
  PGresult *result;
  int row;
  Oid *types; /* as prepared; 0: left to the server */
  const char **values;
  int *lengths, *formats;
  uint64_t *numbers; /* in network order */
} PostgresQuery;

static PGconn *
handle_of(Connection *c)
{
  return ((PostgresConnection *)c)->handle;
}

static Trouble
trouble_of(Connection *c, const char *state)
{
  if (PQstatus(handle_of(c)) == CONNECTION_BAD)
    return TROUBLE_LOST;
  if (!state)
    return TROUBLE_DATABASE;
  if (g_str_equal(state, "53100") || g_str_has_prefix(state, "58") ||
      g_str_has_prefix(state, "XX00"))
    return TROUBLE_DISK;
  if (g_str_equal(state, "53200"))
    return TROUBLE_MEMORY;
  /* Connection, shutdown, too many connections; deadlock and serialization: run it again. */
  if (g_str_has_prefix(state, "08") || g_str_has_prefix(state, "57P0") ||
      g_str_has_prefix(state, "53") || g_str_has_prefix(state, "40"))
    return TROUBLE_LOST;
  return TROUBLE_DATABASE;
}

/* False, so that callers can return it. The primary message only: the detail holds people's data.
 */
static bool
fail(Connection *c, const PGresult *result)
{
  const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
  const char *message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  char detail[256];

  g_snprintf(detail, sizeof detail, "PostgreSQL %s: %s", state ? state : "-",
             message ? message : PQerrorMessage(handle_of(c)));
  txn_fail(&c->txn, trouble_of(c, state), g_strchomp(detail));
  /* The server's last words come before libpq notices that it is gone. */
  if (PQstatus(handle_of(c)) == CONNECTION_BAD ||
      (state && (g_str_has_prefix(state, "57P0") || g_str_has_prefix(state, "08"))))
    c->is_up = false;
  return false;
}

/* --- Connecting --- */

static void
ignore_notice(void *data, const char *message)
{
  (void)data, (void)message;
}

static void
forget(Query *q)
{
  ((PostgresQuery *)q)->is_prepared = false;
}

static void
disconnect(Connection *c)
{
  PostgresConnection *pc = (PostgresConnection *)c;

  connection_forget_statements(c, forget);
  g_clear_pointer(&pc->handle, PQfinish);
  c->is_up = false;
}

static bool
is_result_good(const PGresult *result)
{
  ExecStatusType status = PQresultStatus(result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool
exec(Connection *c, const char *sql)
{
  PGresult *result = PQexec(handle_of(c), sql);
  bool is_good = is_result_good(result);

  if (!is_good)
    fail(c, result);
  PQclear(result);
  return is_good;
}

/* Texts must sort by their bytes and hold any character, as in SQLite; a commit must mean disk. */
static bool
check_server(Connection *c)
{
  PGresult *result =
      PQexec(handle_of(c), "SELECT pg_encoding_to_char(encoding), datcollate, datlocprovider,"
                           " CASE WHEN current_setting('synchronous_commit') = 'off'"
                           " THEN set_config('synchronous_commit', 'on', false) END"
                           " FROM pg_database WHERE datname = current_database()");
  bool is_good = is_result_good(result) && PQntuples(result) == 1;

  if (!is_good)
    fail(c, result);
  if (is_good && (!g_str_equal(PQgetvalue(result, 0, 0), "UTF8") ||
                  !g_str_equal(PQgetvalue(result, 0, 2), "c") ||
                  (!g_str_equal(PQgetvalue(result, 0, 1), "C") &&
                   !g_str_equal(PQgetvalue(result, 0, 1), "POSIX") &&
                   !g_str_has_prefix(PQgetvalue(result, 0, 1), "C.")))) {
    txn_fail(&c->txn, TROUBLE_DATABASE,
             "the PostgreSQL database must be made with ENCODING 'UTF8' and LOCALE 'C.UTF-8'");
    is_good = false;
  }
  PQclear(result);
  return is_good;
}

/* What stands before dbname holds unless the operator's own text says otherwise. A dead network is
 * noticed within ten seconds. */
static bool
connect_to_server(Connection *c)
{
  const char *const names[] = { "application_name",
                                "connect_timeout",
                                "keepalives_idle",
                                "keepalives_interval",
                                "keepalives_count",
                                "tcp_user_timeout",
                                "dbname",
                                "client_encoding",
                                NULL };
  const char *const values[] = { "commontable", "5",          "5",    "2", "3",
                                 "10000",       c->db->place, "UTF8", NULL };
  PostgresConnection *pc = (PostgresConnection *)c;

  disconnect(c);
  pc->handle = PQconnectdbParams(names, values, 1);
  if (PQstatus(pc->handle) != CONNECTION_OK) {
    char detail[256];
    g_strlcpy(detail, PQerrorMessage(pc->handle), sizeof detail);
    txn_fail(&c->txn, TROUBLE_LOST, g_strchomp(detail));
    return false;
  }
  PQsetNoticeProcessor(pc->handle, ignore_notice, NULL);
  c->is_up = check_server(c);
  return c->is_up;
}

/* --- Transactions --- */

static bool
is_in_transaction(Connection *c)
{
  PGTransactionStatusType status = PQtransactionStatus(handle_of(c));

  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static bool
find_community_table(Connection *c)
{
  PostgresConnection *pc = (PostgresConnection *)c;
  PGresult *result = PQexec(pc->handle, "SELECT to_regclass('community') IS NOT NULL");
  bool is_good = is_result_good(result);

  if (is_good)
    pc->has_community = PQgetvalue(result, 0, 0)[0] == 't';
  else
    fail(c, result);
  PQclear(result);
  return is_good;
}

/* One community's writes happen one after another, whichever process makes them. */
static bool
begin_write(Connection *c)
{
  PostgresConnection *pc = (PostgresConnection *)c;
  char sql[160];

  if (c->txn.community_id == 0)
    return exec(c, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
  if (!pc->has_community && !find_community_table(c))
    return false;
  if (!pc->has_community)
    return exec(c, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
  g_snprintf(sql, sizeof sql,
             "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
             "SELECT 1 FROM community WHERE community_id = %" PRId64 " FOR UPDATE",
             c->txn.community_id);
  return exec(c, sql);
}

/* "COMMIT" of a transaction in error is answered with "ROLLBACK", which is no error to libpq. */
static bool
commit(Connection *c)
{
  PGresult *result = PQexec(handle_of(c), "COMMIT");
  bool is_good = is_result_good(result) && g_str_equal(PQcmdStatus(result), "COMMIT");

  if (!is_good)
    fail(c, result);
  PQclear(result);
  return is_good;
}

static bool
control(Connection *c, Control what)
{
  switch (what) {
  case CONTROL_BEGIN_READ:
    return exec(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  case CONTROL_BEGIN_WRITE:
    return begin_write(c);
  case CONTROL_COMMIT:
    return commit(c);
  case CONTROL_SAVEPOINT:
    return exec(c, "SAVEPOINT job");
  case CONTROL_NEXT_SAVEPOINT:
    return exec(c, "RELEASE job; SAVEPOINT job");
  case CONTROL_ROLLBACK_TO:
    return exec(c, "ROLLBACK TO job");
  default:
    return exec(c, "ROLLBACK");
  }
}

static void
after_commit(Connection *c)
{
  (void)c;
}

/* --- Statements --- */

static void
make_room(PostgresQuery *pq)
{
  gsize count = (gsize)pq->common.params_count + 1;
  PostgresConnection *pc = (PostgresConnection *)pq->common.connection;

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
  PGresult *result = PQprepare(handle_of(c), pq->name, pq->sql, pq->common.params_count, pq->types);

  pq->is_prepared = is_result_good(result);
  if (!pq->is_prepared)
    fail(c, result);
  PQclear(result);
  return pq->is_prepared;
}

static bool
forget_on_server(PostgresQuery *pq)
{
  char sql[32];

  g_snprintf(sql, sizeof sql, "DEALLOCATE %s", pq->name);
  pq->is_prepared = false;
  return exec(pq->common.connection, sql);
}

static bool
query_start(Query *q)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  if (!pq->sql)
    make_room(pq);
  if (put_params(pq) && pq->is_prepared && !forget_on_server(pq))
    return false;
  if (!pq->is_prepared && !prepare(pq))
    return false;
  pq->result = PQexecPrepared(handle_of(q->connection), pq->name, q->params_count, pq->values,
                              pq->lengths, pq->formats, 1);
  pq->row = -1;
  if (!is_result_good(pq->result)) {
    fail(q->connection, pq->result);
    g_clear_pointer(&pq->result, PQclear);
    return false;
  }
  q->columns = PQnfields(pq->result);
  q->changes = q->is_change ? g_ascii_strtoll(PQcmdTuples(pq->result), NULL, 10) : 0;
  return true;
}

static Step
query_step(Query *q)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  return ++pq->row < PQntuples(pq->result) ? STEP_ROW : STEP_OVER;
}

static bool
query_reset(Query *q)
{
  g_clear_pointer(&((PostgresQuery *)q)->result, PQclear);
  return true;
}

static void
query_clear(Query *q)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  query_reset(q);
  g_free(pq->sql);
  g_free(pq->types);
  g_free(pq->values);
  g_free(pq->lengths);
  g_free(pq->formats);
  g_free(pq->numbers);
}

static ValueKind
value_kind(Query *q, int column)
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

static int64_t
value_int(Query *q, int column)
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

static const void *
value_bytes(Query *q, int column, size_t *ret_len)
{
  PostgresQuery *pq = (PostgresQuery *)q;

  *ret_len = (size_t)PQgetlength(pq->result, pq->row, column);
  return PQgetvalue(pq->result, pq->row, column);
}

const Engine postgres_engine = {
  .kind = DB_POSTGRES,
  .connection_size = sizeof(PostgresConnection),
  .query_size = sizeof(PostgresQuery),
  .connect = connect_to_server,
  .disconnect = disconnect,
  .control = control,
  .is_in_transaction = is_in_transaction,
  .exec = exec,
  .after_commit = after_commit,
  .query_start = query_start,
  .query_step = query_step,
  .query_reset = query_reset,
  .query_clear = query_clear,
  .value_kind = value_kind,
  .value_int = value_int,
  .value_bytes = value_bytes,
};
