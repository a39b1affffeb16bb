/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside the db folder only: what a connection, a transaction and a statement are made of, and the
 * small table of functions in which SQLite (sqlite.c) and PostgreSQL (postgres.c) differ.
 * Everything that can be said once for both is said in txn.c. */
#pragma once

#include "db/db.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>

typedef struct Connection Connection;
typedef struct Writer Writer;

typedef enum { PARAM_UNBOUND, PARAM_NULL, PARAM_INT, PARAM_TEXT, PARAM_BLOB } ParamKind;

typedef struct {
  ParamKind kind;
  int64_t number;
  const void *bytes; /* the caller's until the statement runs; NULL with PARAM_TEXT: a NULL text */
  size_t len;
} Param;

typedef enum { QUERY_FRESH, QUERY_SENT, QUERY_ROWS, QUERY_OVER } QueryState;

/* One statement on one connection, prepared when it first runs and kept. Each engine's own struct
 * starts with this one. */
struct Query {
  Connection *connection;
  Query *next_same; /* the same literal, when it is used inside its own loop */
  const char *sql;
  Param *params;
  int params_count;
  bool is_query, is_change, has_faults, is_borrowed, is_global;
  QueryState state;
  bool wants_rows;          /* query_next, not query_run */
  int columns;              /* of the row at hand */
  int64_t changes;          /* rows touched by the last run */
  char (*number_texts)[24]; /* numbers asked for as text: one a column, made when first needed */
  int number_texts_count;
};

struct Txn {
  Connection *connection;
  int64_t community_id;
  Trouble trouble;
  bool is_write;
  bool has_changed; /* a statement that may change something ran, or tried to */
  int statements;
  char detail[256];
};

struct Connection {
  Db *db;
  bool can_write;
  bool leaves_no_trace; /* SQLite: empty the WAL after a commit, as soon as no reader needs it */
  bool is_up; /* PostgreSQL: false after a cut; connect again before the next transaction */
  GHashTable *queries;   /* literal's address → Query, chained by next_same */
  GHashTable *memories;  /* what txn_memory gives, by its key; NULL: nothing yet */
  GHashTable *scratches; /* what txn_scratch gives, by its key; NULL: nothing yet */
  unsigned undone;       /* goes up whenever what was written may not be there any more */
  bool may_run_again;    /* the job at hand, should what it sent turn out bad later */
  int borrowed;
  Txn txn; /* one at a time */
};

typedef enum {
  CONTROL_BEGIN_READ,
  CONTROL_BEGIN_WRITE, /* PostgreSQL locks the community's row of the txn */
  CONTROL_COMMIT,
  CONTROL_ROLLBACK,
  CONTROL_SAVEPOINT,
  CONTROL_NEXT_SAVEPOINT, /* lets the last one go and sets the next */
  CONTROL_ROLLBACK_TO,
  CONTROL_COUNT
} Control;

typedef enum { STEP_ROW, STEP_OVER, STEP_TROUBLE } Step;
typedef enum { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB, VALUE_OTHER } ValueKind;

/* All report what went wrong through txn_fail on the connection's txn. */
typedef struct {
  DbEngine kind;
  size_t connection_size, query_size;
  bool (*connect)(Connection *c); /* also again, after a cut */
  void (*disconnect)(Connection *c);
  bool (*control)(Connection *c, Control what);
  bool (*is_in_transaction)(Connection *c);
  bool (*exec)(Connection *c, const char *sql); /* migrations: no parameters, no rows */
  void (*after_commit)(Connection *c);          /* chores that nobody waits for */
  bool (*catch_up)(
      Connection *c);            /* NULL, or: hears of every change that was sent; false: trouble */
  bool (*query_start)(Query *q); /* prepares if need be, binds, runs */
  bool (*query_send)(Query *q);  /* NULL, or: starts it without waiting for the answer */
  bool (*query_await)(Query *q); /* the answer of one that was sent */
  Step (*query_step)(Query *q);
  bool (*query_reset)(Query *q); /* stops the rows; false: trouble found only now */
  void (*query_clear)(Query *q); /* frees what the engine keeps in it */
  ValueKind (*value_kind)(Query *q, int column);
  int64_t (*value_int)(Query *q, int column);
  const void *(*value_bytes)(Query *q, int column, size_t *ret_len); /* text ends in NUL */
  bool (*copy_into)(Connection *c, const char *path);                /* NULL: pg_dump does it */
} Engine;

extern const Engine sqlite_engine, postgres_engine;

typedef void (*TestDbSees)(const char *sql);

struct Db {
  const Engine *engine;
  char *place; /* SQLite: the file; PostgreSQL: libpq's connection text */
  DbOptions options;
  pthread_mutex_t lock;
  pthread_cond_t reader_is_free;
  Connection **readers; /* made when first needed */
  Connection **free_readers;
  int readers_made, free_count;
  Writer *writer;
  _Atomic int64_t statements;
  _Atomic int64_t fault_in, commit_fault_in; /* tests: counts down; 0 and less: off */
  _Atomic int fault;
  _Atomic(TestDbSees) sees; /* tests: hears of each statement, on the thread that runs it */
};

/* Not connected yet. */
Connection *connection_new(Db *db, bool can_write);
void connection_free(Connection *c);
/* Connects when it is not up. */
bool connection_ready(Connection *c);
/* Control statements go through here, so that tests can break a commit. */
bool connection_control(Connection *c, Control what);
/* The statements must be prepared again (the server has forgotten them). */
void connection_forget_statements(Connection *c, void (*forget)(Query *q));

/* What was changed is known to have worked, or is trouble. */
void connection_catch_up(Connection *c);

/* For tests: true when the countdown ends now; then the txn suffers what the fault would do. */
bool fault_countdown_hits(_Atomic int64_t *countdown);
void txn_suffer_fault(Txn *txn);

/* Starts the connection's txn anew: no trouble, no statements. */
Txn *txn_start(Connection *c, int64_t community_id, bool is_write);
/* Takes back what was borrowed and not given back (a fault of the program; trouble). */
void txn_collect(Txn *txn);
/* A statement of the db floor itself: no Act asked for, ?1 is the caller's. */
Query *txn_query(Txn *txn, const char *literal);
void query_free_all(Query *first); /* with all of the same literal */

/* Its threads run; the first of them opens the connection that writes, the others theirs when they
 * are needed (PostgreSQL). */
Writer *writer_new(Db *db, GError **err);
/* Until that connection is open. False: it could not be opened, and why. */
bool writer_wait_open(Writer *writer, GError **err);
void writer_stop(Writer *writer); /* drains the queue */
void writer_free(Writer *writer);

#define DB_ERROR g_quark_from_static_string("commontable-db")
void txn_to_error(const Txn *txn, const char *what, GError **err);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Connection, connection_free)
