/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of papers. A sent paper stays as it was read (papers_change), so its title and the time
 * never change: each reading connection remembers those it has read. Which papers reached a member
 * is asked of the database each time, from one index; fetching fifty papers' rows beside it was
 * more than half of the whole page (measured: 340,000 instructions, now 60,000). */
#include "papers/rules.h"

#include <string.h>

enum { HEADS_MAX = 2048 };

typedef struct {
  int64_t community_id, id; /* first: the key */
  int64_t sent_at_us;
  char title[];
} Head;

static guint
head_hash(gconstpointer key)
{
  const Head *head = key;
  const uint64_t mixed = (uint64_t)(head->id ^ head->community_id) * UINT64_C(0x9e3779b97f4a7c15);

  return (guint)(mixed >> 32);
}

static gboolean
heads_are_same(gconstpointer one, gconstpointer other)
{
  const Head *a = one, *b = other;

  return a->id == b->id && a->community_id == b->community_id;
}

static void *
heads_new(void)
{
  return g_hash_table_new_full(head_hash, heads_are_same, g_free, NULL);
}

/* NULL: not in a transaction that only reads. */
static GHashTable *
heads_of(Txn *txn)
{
  static const char key;

  return txn_memory(txn, &key, heads_new, (GDestroyNotify)g_hash_table_destroy);
}

static void
remember(GHashTable *heads, int64_t community_id, const Paper *paper)
{
  const size_t size = strlen(paper->title) + 1;
  Head *head;

  if (!paper->is_sent || paper->reading != READING_DONE)
    return;
  if (g_hash_table_size(heads) >= HEADS_MAX)
    g_hash_table_remove_all(heads); /* simple, and soon full again of what is read now */
  head = g_malloc(sizeof(Head) + size);
  *head = (Head){ community_id, paper->id, paper->sent_at_us };
  memcpy(head->title, paper->title, size);
  g_hash_table_add(heads, head);
}

/* Columns: id, title, reading, sent. */
static Paper
read_head(Query *q, Arena *arena)
{
  return (Paper){
    .id = col_int(q, 0),
    .title = arena_text(arena, col_text(q, 1)),
    .reading = reading_from_name(col_text(q, 2)),
    .sent_at_us = col_int(q, 3),
    .is_sent = !col_is_null(q, 3),
  };
}

static void
list_all(Txn *txn, Arena *arena, int64_t before_id, Paper *papers, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, title, reading, sent_at_us FROM paper"
                    " WHERE community_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3");

  bind_int(q, 2, before_id);
  bind_int(q, 3, limit);
  for (int i = 0; i < limit && query_next(q); i++)
    papers[i] = read_head(q, arena);
}

/* False: not all of them are remembered, what `papers` holds is to be overwritten. */
static bool
list_remembered(Txn *txn, Arena *arena, int64_t member_id, int64_t before_id, Paper *papers,
                int limit)
{
  GHashTable *heads = heads_of(txn);

  if (!heads || g_hash_table_size(heads) == 0)
    return false;

  g_autoptr(Query) q = db_query(
      txn, "SELECT paper_id FROM delivery WHERE community_id = ?1 AND member_id = ?4"
           " AND paper_id < ?2 AND released_at_us IS NOT NULL ORDER BY paper_id DESC LIMIT ?3");

  bind_int(q, 2, before_id);
  bind_int(q, 3, limit);
  bind_int(q, 4, member_id);
  for (int i = 0; i < limit && query_next(q); i++) {
    const Head key = { txn_community(txn), col_int(q, 0), 0 };
    const Head *head = g_hash_table_lookup(heads, &key);

    if (!head)
      return false;
    papers[i] = (Paper){ .id = head->id,
                         .title = arena_text(arena, head->title),
                         .sent_at_us = head->sent_at_us,
                         .is_sent = true };
  }
  return true;
}

static void
list_reached(Txn *txn, Arena *arena, int64_t member_id, int64_t before_id, Paper *papers, int limit)
{
  GHashTable *heads = heads_of(txn);
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.id, p.title, p.reading, p.sent_at_us FROM delivery d"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                    " WHERE d.community_id = ?1 AND d.member_id = ?4 AND d.paper_id < ?2"
                    " AND d.released_at_us IS NOT NULL ORDER BY d.paper_id DESC LIMIT ?3");

  bind_int(q, 2, before_id);
  bind_int(q, 3, limit);
  bind_int(q, 4, member_id);
  for (int i = 0; i < limit && query_next(q); i++) {
    papers[i] = read_head(q, arena);
    if (heads && !txn_trouble(txn))
      remember(heads, txn_community(txn), &papers[i]);
  }
}

const Paper *
papers_list(Txn *txn, Arena *arena, int64_t member_id, int64_t before_id, int limit)
{
  const int64_t before = before_id ? before_id : INT64_MAX;
  Paper *papers = arena_new_of(arena, Paper, limit + 1);

  if (member_id == 0) {
    list_all(txn, arena, before, papers, limit);
  } else if (!list_remembered(txn, arena, member_id, before, papers, limit)) {
    memset(papers, 0, sizeof(Paper) * (size_t)(limit + 1));
    list_reached(txn, arena, member_id, before, papers, limit);
  }
  return papers;
}

/* ---- titles ---- */

enum { TITLES_AT_ONCE = 10 };

static void
find_ten_titles(Txn *txn, Arena *arena, const int64_t *ids, int count, const char **ret_titles)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id, title FROM paper WHERE community_id = ?1"
                                     " AND id IN (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");

  for (int i = 0; i < TITLES_AT_ONCE; i++)
    bind_int(q, 2 + i, i < count ? ids[i] : 0);
  while (query_next(q))
    for (int i = 0; i < count; i++)
      if (ids[i] == col_int(q, 0))
        ret_titles[i] = arena_text(arena, col_text(q, 1));
}

void
papers_find_titles(Txn *txn, Arena *arena, const int64_t *ids, int count, const char **ret_titles)
{
  for (int i = 0; i < count; i++)
    ret_titles[i] = NULL;
  for (int i = 0; i < count; i += TITLES_AT_ONCE)
    find_ten_titles(txn, arena, ids + i, MIN(count - i, TITLES_AT_ONCE), ret_titles + i);
}
