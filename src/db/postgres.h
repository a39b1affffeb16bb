/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside the db folder only: a connection to PostgreSQL, shared by postgres.c (connecting and
 * transactions), postgres_query.c (statements and values) and postgres_sent.c (what was sent and
 * not yet answered).
 *
 * Every connection is in libpq's pipeline mode: a change is sent and its answer read later, with
 * the next rows that somebody wants or at the end of the job, so that a form with six changes waits
 * once and not six times. Whoever must know (trouble, rows touched) asks postgres_catch_up first.
 */
#pragma once

#include "db/engine.h"
#include "db/libpq.h"

enum { SENT_MAX = 64 }; /* unanswered; their answers are small, so neither side can block */

/* Where the answer of one thing that was sent goes; each may be NULL. */
typedef struct {
  PGresult **keep;   /* the whole answer, when it is good; the owner clears it */
  int64_t *changes;  /* rows touched */
  bool *is_prepared; /* set back to false when it failed */
} Sent;

/* What transactions are made of; prepared when first used. */
typedef enum {
  WORD_BEGIN_READ,
  WORD_BEGIN_WRITE,
  WORD_LOCK,
  WORD_COMMIT,
  WORD_ROLLBACK,
  WORD_SAVEPOINT,
  WORD_RELEASE,
  WORD_ROLLBACK_TO,
  WORD_COUNT
} Word;

typedef struct {
  Connection common;
  PGconn *handle;
  unsigned next_name;
  bool has_community; /* the table is there, so its rows can be locked */
  bool has_word[WORD_COUNT];
  Sent sent[SENT_MAX];
  int sent_count;
} PostgresConnection;

typedef struct {
  Query common;
  char *sql; /* with $N */
  char name[16];
  bool is_prepared;
  bool is_owed; /* it was sent, and its rows were not asked for yet */
  PGresult *result;
  int row;
  Oid *types; /* as prepared; 0: left to the server */
  const char **values;
  int *lengths, *formats;
  uint64_t *numbers; /* in network order */
} PostgresQuery;

/* Notes in the txn what went wrong. False, so that callers can return it. */
bool postgres_fail(Connection *c, const PGresult *result);
bool postgres_is_good(const PGresult *result);

/* Notes what was just sent; is_sent is what libpq said. */
bool postgres_note_sent(Connection *c, bool is_sent, Sent sent);
/* Makes room for two more; before sending. */
bool postgres_make_room(Connection *c);
/* Reads every answer that is owed. False when one of them was bad. */
bool postgres_catch_up(Connection *c);
/* Sends one word of a transaction; its answer comes later. The lock takes the txn's community. */
bool postgres_send_word(Connection *c, Word word, PGresult **keep);
/* Statements one after another in one text, answered at once; outside the pipeline. */
PGresult *postgres_ask(Connection *c, const char *sql);

/* Statements and values, for the engine's table. */
void postgres_query_forget(Query *q);
bool postgres_query_start(Query *q);
bool postgres_query_send(Query *q);
bool postgres_query_await(Query *q);
Step postgres_query_step(Query *q);
bool postgres_query_reset(Query *q);
void postgres_query_clear(Query *q);
ValueKind postgres_value_kind(Query *q, int column);
int64_t postgres_value_int(Query *q, int column);
const void *postgres_value_bytes(Query *q, int column, size_t *ret_len);
