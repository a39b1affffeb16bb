/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which letters have a sheet of another subject in them. */
#include "papers/post_leaves.h"

static const PostLeafKind *kind; /* configuration: set before threads */

void
post_leaves_set_kind(const PostLeafKind *new_kind)
{
  kind = new_kind;
}

const PostLeafKind *
post_leaves_kind(void)
{
  return kind;
}

/* ---- choosing ---- */

/* Letters d of this sending, ?2 (0: of all), that wait to be posted. */
#define WAITS                                                                 \
  " d.community_id = ?1 AND (?2 = 0 OR d.release_id = ?2) AND d.way = 'post'" \
  " AND d.done_at_us IS NULL"

static void
forget(Txn *txn, const Act *act, int64_t release_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM post_leaf WHERE community_id = ?1 AND delivery_id IN"
                                 " (SELECT d.id FROM delivery d WHERE" WAITS ")");

  bind_int(q, 2, release_id);
  query_run(q);
}

/* Into their newest letter. Nothing where none waits, or it went with another one. */
static void
choose(Txn *txn, const Act *act, int64_t release_id, const PostLeaf *leaf)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO post_leaf (community_id, delivery_id, member_id, thing_id, is_made)"
                " SELECT d.community_id, d.id, d.member_id, CAST(?4 AS BIGINT), 0 FROM delivery d"
                " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id AND m.state = 'here'"
                " AND m.reach = 'post' WHERE" WAITS " AND d.member_id = ?3"
                " AND d.overtaken_at_us IS NULL AND d.released_at_us IS NOT NULL"
                " ORDER BY d.id DESC LIMIT 1 ON CONFLICT DO NOTHING");

  bind_int(q, 2, release_id);
  bind_int(q, 3, leaf->member_id);
  bind_int(q, 4, leaf->thing_id);
  query_run(q);
}

void
post_leaves_choose(Txn *txn, const Act *act, int64_t release_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  if (!kind)
    return;
  forget(txn, act, release_id);
  for (const PostLeaf *leaf = kind->due(txn, arena, act->at_us); leaf->member_id; leaf++)
    choose(txn, act, release_id, leaf);
}

/* ---- looking ---- */

static GHashTable *
new_table(void)
{
  return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
put(GHashTable *table, int64_t key, int64_t value)
{
  g_hash_table_insert(table, g_memdup2(&key, sizeof(key)), g_memdup2(&value, sizeof(value)));
}

GHashTable *
post_leaves_of(Txn *txn, int64_t release_id)
{
  GHashTable *leaves = new_table();
  g_autoptr(Query) q =
      db_query(txn, "SELECT l.delivery_id, l.thing_id FROM delivery d"
                    " JOIN post_leaf l ON l.community_id = ?1 AND l.delivery_id = d.id"
                    " WHERE d.community_id = ?1 AND d.release_id = ?2");

  bind_int(q, 2, release_id);
  while (query_next(q))
    put(leaves, col_int(q, 0), col_int(q, 1));
  return leaves;
}

GHashTable *
post_leaves_waiting(Txn *txn, int64_t thing_id)
{
  GHashTable *people = new_table();
  g_autoptr(Query) q =
      db_query(txn, "SELECT l.member_id, l.thing_id FROM post_leaf l"
                    " JOIN delivery d ON d.community_id = ?1 AND d.id = l.delivery_id"
                    " AND d.done_at_us IS NULL AND d.overtaken_at_us IS NULL"
                    " WHERE l.community_id = ?1 AND l.thing_id = ?2");

  bind_int(q, 2, thing_id);
  while (query_next(q))
    put(people, col_int(q, 0), col_int(q, 1));
  return people;
}

/* ---- what became of it ---- */

void
post_leaf_made(Txn *txn, const Act *act, int64_t delivery_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE post_leaf SET is_made = 1 WHERE community_id = ?1 AND delivery_id = ?2");

  bind_int(q, 2, delivery_id);
  query_run(q);
}

/* A letter that went without it leaves it for the next one. */
static void
forget_unmade(Txn *txn, const Act *act, int64_t delivery_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM post_leaf WHERE community_id = ?1"
                                 " AND delivery_id = ?2 AND is_made = 0");

  bind_int(q, 2, delivery_id);
  query_run(q);
}

void
post_leaf_posted(Txn *txn, const Act *act, int64_t delivery_id)
{
  PostLeaf leaf = { 0 };
  bool is_made = false;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT member_id, thing_id, is_made FROM post_leaf WHERE community_id = ?1"
                      " AND delivery_id = ?2");

    bind_int(q, 2, delivery_id);
    if (!kind || !query_next(q))
      return;
    leaf = (PostLeaf){ col_int(q, 0), col_int(q, 1) };
    is_made = col_int(q, 2) != 0;
  }
  if (is_made)
    kind->went(txn, act, leaf.thing_id, leaf.member_id);
  else
    forget_unmade(txn, act, delivery_id);
}

void
post_leaf_drop(Txn *txn, const Act *act, int64_t thing_id, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "DELETE FROM post_leaf WHERE community_id = ?1 AND thing_id = ?2 AND member_id = ?3"
                " AND delivery_id IN (SELECT d.id FROM delivery d WHERE d.community_id = ?1"
                "  AND d.member_id = ?3 AND d.done_at_us IS NULL)");

  bind_int(q, 2, thing_id);
  bind_int(q, 3, member_id);
  query_run(q);
}
