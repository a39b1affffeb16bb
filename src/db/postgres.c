/* SPDX-License-Identifier: AGPL-3.0-or-later
 * PostgreSQL through libpq: connecting, what went wrong, and transactions. A cut connection is
 * found here and made again before the next transaction. Not here: statements (postgres_query.c),
 * anything SQLite needs too (txn.c), and how long to wait for a server (writer.c). */
#include "db/postgres.h"

#include <string.h>

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
bool
postgres_fail(Connection *c, const PGresult *result)
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
disconnect(Connection *c)
{
  PostgresConnection *pc = (PostgresConnection *)c;

  connection_forget_statements(c, postgres_query_forget);
  memset(pc->has_word, 0, sizeof pc->has_word);
  pc->sent_count = 0;
  g_clear_pointer(&pc->handle, PQfinish);
  c->is_up = false;
}

bool
postgres_is_good(const PGresult *result)
{
  ExecStatusType status = PQresultStatus(result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool
exec(Connection *c, const char *sql)
{
  PGresult *result = postgres_ask(c, sql);
  bool is_good = postgres_is_good(result);

  if (!is_good)
    postgres_fail(c, result);
  PQclear(result);
  return is_good;
}

#define SERVER_FACTS                                                  \
  "SELECT pg_encoding_to_char(encoding), datcollate, datlocprovider," \
  " CASE WHEN current_setting('synchronous_commit') = 'off'"          \
  " THEN set_config('synchronous_commit', 'on', false) END"

/* Texts must sort by their bytes and hold any character, as in SQLite; a commit must mean disk. Who
 * writes finds rows by key, and nothing is gained by planning that anew each time, which the server
 * does for statements whose plans look dear to it: a tenth of a form's time. */
static bool
check_server(Connection *c)
{
  PGresult *result = postgres_ask(
      c, c->can_write ? SERVER_FACTS ", set_config('plan_cache_mode', 'force_generic_plan', false)"
                                     " FROM pg_database WHERE datname = current_database()"
                      : SERVER_FACTS " FROM pg_database WHERE datname = current_database()");
  bool is_good = postgres_is_good(result) && PQntuples(result) == 1;

  if (!is_good)
    postgres_fail(c, result);
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
  PQenterPipelineMode(pc->handle);
  c->is_up = check_server(c);
  return c->is_up;
}

/* --- Transactions --- */

static bool
is_in_transaction(Connection *c)
{
  postgres_catch_up(c);

  PGTransactionStatusType status = PQtransactionStatus(handle_of(c));

  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static bool
find_community_table(Connection *c)
{
  PostgresConnection *pc = (PostgresConnection *)c;
  PGresult *result = postgres_ask(c, "SELECT to_regclass('community') IS NOT NULL");
  bool is_good = postgres_is_good(result);

  if (is_good)
    pc->has_community = PQgetvalue(result, 0, 0)[0] == 't';
  else
    postgres_fail(c, result);
  PQclear(result);
  return is_good;
}

/* At once, whatever was sent before: its trouble is noted, and must not leave this one out. */
static bool
say(Connection *c, Word word)
{
  postgres_catch_up(c);
  return postgres_send_word(c, word, NULL) && postgres_catch_up(c);
}

/* One community's writes happen one after another, whichever process makes them. It goes out with
 * the first statement. */
static bool
begin_write(Connection *c)
{
  PostgresConnection *pc = (PostgresConnection *)c;

  if (c->txn.community_id != 0 && !pc->has_community && !find_community_table(c))
    return false;
  if (c->txn.community_id == 0 || !pc->has_community)
    return say(c, WORD_BEGIN_WRITE);
  return postgres_send_word(c, WORD_BEGIN_WRITE, NULL) && postgres_send_word(c, WORD_LOCK, NULL);
}

/* "COMMIT" of a transaction in error is answered with "ROLLBACK", which is no error to libpq. */
static bool
commit(Connection *c)
{
  PGresult *result = NULL;
  bool is_good = postgres_send_word(c, WORD_COMMIT, &result) && postgres_catch_up(c);

  if (is_good && !g_str_equal(PQcmdStatus(result), "COMMIT"))
    is_good = postgres_fail(c, result);
  PQclear(result);
  return is_good;
}

/* A savepoint goes out with the statements that follow it. */
static bool
control(Connection *c, Control what)
{
  switch (what) {
  case CONTROL_BEGIN_READ:
    return say(c, WORD_BEGIN_READ);
  case CONTROL_BEGIN_WRITE:
    return begin_write(c);
  case CONTROL_COMMIT:
    return commit(c);
  case CONTROL_SAVEPOINT:
    return postgres_send_word(c, WORD_SAVEPOINT, NULL);
  case CONTROL_NEXT_SAVEPOINT:
    return postgres_send_word(c, WORD_RELEASE, NULL) && postgres_send_word(c, WORD_SAVEPOINT, NULL);
  case CONTROL_ROLLBACK_TO:
    return say(c, WORD_ROLLBACK_TO);
  default:
    return say(c, WORD_ROLLBACK);
  }
}

static void
after_commit(Connection *c)
{
  (void)c;
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
  .catch_up = postgres_catch_up,
  .query_start = postgres_query_start,
  .query_send = postgres_query_send,
  .query_await = postgres_query_await,
  .query_step = postgres_query_step,
  .query_reset = postgres_query_reset,
  .query_clear = postgres_query_clear,
  .value_kind = postgres_value_kind,
  .value_int = postgres_value_int,
  .value_bytes = postgres_value_bytes,
};
