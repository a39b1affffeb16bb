/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Connections and transactions: what is the same on both engines. The first trouble is remembered
 * here and stops everything after it. Statements are in query.c. */
#include "db/engine.h"

#include <stddef.h>
#include <string.h>

/* --- Trouble --- */

Trouble
txn_trouble(const Txn *txn)
{
  connection_catch_up(txn->connection);
  return txn->trouble;
}

Trouble
txn_trouble_at_end(const Txn *txn)
{
  return txn->connection->may_run_again ? txn->trouble : txn_trouble(txn);
}

const char *
txn_trouble_detail(const Txn *txn)
{
  return txn->detail;
}

int64_t
txn_community(const Txn *txn)
{
  return txn->community_id;
}

int
txn_statements(const Txn *txn)
{
  return txn->statements;
}

bool
txn_can_write(const Txn *txn)
{
  return txn->is_write;
}

void
txn_fail(Txn *txn, Trouble trouble, const char *detail)
{
  if (txn->trouble != TROUBLE_NONE)
    return;
  txn->trouble = trouble;
  g_strlcpy(txn->detail, detail ? detail : "", sizeof txn->detail);
}

void
txn_leave_no_trace(Txn *txn)
{
  txn->connection->leaves_no_trace = txn->is_write;
}

void
txn_to_error(const Txn *txn, const char *what, GError **err)
{
  g_set_error(err, DB_ERROR, (int)txn->trouble, "%s: %s", what, txn->detail);
}

/* --- Connections --- */

Connection *
connection_new(Db *db, bool can_write)
{
  Connection *c = g_malloc0(db->engine->connection_size);

  c->db = db;
  c->can_write = can_write;
  c->queries =
      g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)query_free_all);
  c->txn.connection = c;
  return c;
}

void
connection_free(Connection *c)
{
  if (!c)
    return;
  g_hash_table_remove_all(c->queries);
  c->db->engine->disconnect(c);
  g_hash_table_destroy(c->queries);
  g_clear_pointer(&c->memories, g_hash_table_destroy);
  g_clear_pointer(&c->scratches, g_hash_table_destroy);
  g_free(c);
}

bool
connection_ready(Connection *c)
{
  if (c->is_up)
    return true;
  /* A server that took over may lack the last commits of the one before. */
  g_clear_pointer(&c->memories, g_hash_table_destroy);
  return c->db->engine->connect(c);
}

typedef struct {
  void *memory;
  GDestroyNotify free_memory;
} Memory;

static void
memory_free(gpointer data)
{
  Memory *memory = data;

  memory->free_memory(memory->memory);
  g_free(memory);
}

void *
txn_memory(Txn *txn, const void *key, void *(*make)(void), GDestroyNotify free_memory)
{
  Connection *c = txn->connection;

  if (txn->is_write)
    return NULL;
  if (!c->memories)
    c->memories = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, memory_free);

  Memory *memory = g_hash_table_lookup(c->memories, key);

  if (!memory) {
    memory = g_new(Memory, 1);
    *memory = (Memory){ make(), free_memory };
    g_hash_table_insert(c->memories, (gpointer)key, memory);
  }
  return memory->memory;
}

typedef struct {
  int64_t community_id;
  unsigned undone;
  max_align_t bytes[];
} Scratch;

void *
txn_scratch(Txn *txn, const void *key, size_t size)
{
  Connection *c = txn->connection;

  if (!c->scratches)
    c->scratches = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);

  Scratch *scratch = g_hash_table_lookup(c->scratches, key);

  if (!scratch) {
    scratch = g_malloc0(sizeof(Scratch) + size);
    g_hash_table_insert(c->scratches, (gpointer)key, scratch);
  } else if (scratch->undone != c->undone || scratch->community_id != txn->community_id) {
    memset(scratch->bytes, 0, size);
  }
  scratch->undone = c->undone;
  scratch->community_id = txn->community_id;
  return scratch->bytes;
}

void
connection_forget_statements(Connection *c, void (*forget)(Query *q))
{
  GHashTableIter all;
  gpointer first;

  g_hash_table_iter_init(&all, c->queries);
  while (g_hash_table_iter_next(&all, NULL, &first))
    for (Query *q = first; q; q = q->next_same)
      forget(q);
}

void
connection_catch_up(Connection *c)
{
  if (c->db->engine->catch_up && c->is_up)
    c->db->engine->catch_up(c);
}

bool
fault_countdown_hits(_Atomic int64_t *countdown)
{
  return atomic_load(countdown) > 0 && atomic_fetch_sub(countdown, 1) == 1;
}

/* What the real thing would leave behind: no transaction, or no connection. */
void
txn_suffer_fault(Txn *txn)
{
  Connection *c = txn->connection;
  Trouble fault = (Trouble)atomic_load(&c->db->fault);

  if (fault == TROUBLE_LOST && c->db->engine->kind == DB_POSTGRES)
    c->db->engine->disconnect(c);
  else if (fault >= TROUBLE_LOST && c->db->engine->is_in_transaction(c))
    c->db->engine->control(c, CONTROL_ROLLBACK);
  c->undone++;
  txn_fail(txn, fault, "a fault made by a test");
}

bool
connection_control(Connection *c, Control what)
{
  const Engine *engine = c->db->engine;

  c->undone += what != CONTROL_SAVEPOINT && what != CONTROL_NEXT_SAVEPOINT;
  if (G_LIKELY(what != CONTROL_COMMIT || !c->can_write ||
               !fault_countdown_hits(&c->db->commit_fault_in)))
    return engine->control(c, what);
  /* The cruellest cut: it is committed, but nobody hears of it. */
  if (atomic_load(&c->db->fault) == TROUBLE_LOST)
    engine->control(c, CONTROL_COMMIT);
  txn_suffer_fault(&c->txn);
  return false;
}

void
db_fail_statement_for_test(Db *db, int64_t nth, Trouble trouble)
{
  atomic_store(&db->fault, (int)trouble);
  atomic_store(&db->fault_in, nth > 0 ? nth : 0);
  atomic_store(&db->commit_fault_in, nth < 0 ? -nth : 0);
}

int64_t
db_statements_for_test(const Db *db)
{
  return atomic_load(&db->statements);
}

/* --- Transactions --- */

Txn *
txn_start(Connection *c, int64_t community_id, bool is_write)
{
  Txn *txn = &c->txn;

  txn->community_id = community_id;
  txn->is_write = is_write;
  txn->has_changed = false;
  txn->trouble = TROUBLE_NONE;
  txn->statements = 0;
  txn->detail[0] = '\0';
  return txn;
}

void
txn_collect(Txn *txn)
{
  GHashTableIter all;
  gpointer first;

  if (G_LIKELY(txn->connection->borrowed == 0))
    return;
  g_hash_table_iter_init(&all, txn->connection->queries);
  while (g_hash_table_iter_next(&all, NULL, &first))
    for (Query *q = first; q; q = q->next_same)
      if (q->is_borrowed) {
        txn_fail(txn, TROUBLE_DATABASE, "a query was kept past its transaction");
        query_done(q);
      }
}
