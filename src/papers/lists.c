/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of papers. A version that was sent stays as it was read, so its title and times never
 * change: each reading connection remembers those it has read. Which papers reached a member, in
 * which versions, is asked of the database each time, from one index; fetching fifty papers' rows
 * beside it was more than half of the whole page (measured: 340,000 instructions, now 60,000). */
#include "papers/rules.h"

#include <string.h>

enum { HEADS_MAX = 2048 };

typedef struct {
  int64_t community_id, id, version; /* first: the key */
  int64_t sent_at_us, resent_at_us;
  int told_version;
  char title[];
} Head;

static guint
head_hash(gconstpointer key)
{
  const Head *head = key;
  const uint64_t mixed =
      (uint64_t)(head->id ^ head->community_id ^ head->version) * UINT64_C(0x9e3779b97f4a7c15);

  return (guint)(mixed >> 32);
}

static gboolean
heads_are_same(gconstpointer one, gconstpointer other)
{
  const Head *a = one, *b = other;

  return a->id == b->id && a->community_id == b->community_id && a->version == b->version;
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
  *head = (Head){ .community_id = community_id,
                  .id = paper->id,
                  .version = paper->version,
                  .sent_at_us = paper->sent_at_us,
                  .resent_at_us = paper->resent_at_us,
                  .told_version = paper->told_version };
  memcpy(head->title, paper->title, size);
  g_hash_table_add(heads, head);
}

/* The newest version, and the newest that people were told of as a change, with its time. */
#define VERSIONS                                                                                \
  "(SELECT COALESCE(max(v.number), 1) FROM paper_version v WHERE v.community_id = ?1"           \
  " AND v.paper_id = p.id),"                                                                    \
  " (SELECT max(t.number) FROM paper_version t WHERE t.community_id = ?1 AND t.paper_id = p.id" \
  " AND t.number > 1 AND t.is_slip = 0),"                                                       \
  " (SELECT max(t.sent_at_us) FROM paper_version t WHERE t.community_id = ?1"                   \
  " AND t.paper_id = p.id AND t.number > 1 AND t.is_slip = 0)"

/* Columns: id, title, reading, sent, VERSIONS. */
static Paper
read_head(Query *q, Arena *arena)
{
  return (Paper){
    .id = col_int(q, 0),
    .title = arena_text(arena, col_text(q, 1)),
    .reading = reading_from_name(col_text(q, 2)),
    .sent_at_us = col_int(q, 3),
    .is_sent = !col_is_null(q, 3),
    .version = (int)col_int(q, 4),
    .told_version = (int)col_int(q, 5),
    .resent_at_us = col_int(q, 6),
  };
}

static void
list_all(Txn *txn, Arena *arena, int64_t before_id, Paper *papers, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.id, p.title, p.reading, p.sent_at_us, " VERSIONS " FROM paper p"
                    " WHERE p.community_id = ?1 AND p.id < ?2 ORDER BY p.id DESC LIMIT ?3");

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
      txn, "SELECT paper_id, max(version), min(version) FROM delivery WHERE community_id = ?1"
           " AND member_id = ?4 AND paper_id < ?2 AND released_at_us IS NOT NULL"
           " GROUP BY paper_id ORDER BY paper_id DESC LIMIT ?3");

  bind_int(q, 2, before_id);
  bind_int(q, 3, limit);
  bind_int(q, 4, member_id);
  for (int i = 0; i < limit && query_next(q); i++) {
    const Head key = { .community_id = txn_community(txn),
                       .id = col_int(q, 0),
                       .version = col_int(q, 1) };
    const Head *head = g_hash_table_lookup(heads, &key);

    if (!head)
      return false;
    papers[i] = (Paper){ .id = head->id,
                         .title = arena_text(arena, head->title),
                         .sent_at_us = head->sent_at_us,
                         .resent_at_us = head->resent_at_us,
                         .version = (int)head->version,
                         .told_version = head->told_version,
                         .has_changed = col_int(q, 2) < head->told_version,
                         .is_sent = true };
  }
  return true;
}

static void
list_reached(Txn *txn, Arena *arena, int64_t member_id, int64_t before_id, Paper *papers, int limit)
{
  GHashTable *heads = heads_of(txn);
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.id, p.title, p.reading, p.sent_at_us, " VERSIONS ", d.first_version"
                    " FROM (SELECT paper_id, min(version) AS first_version FROM delivery"
                    " WHERE community_id = ?1 AND member_id = ?4 AND paper_id < ?2"
                    " AND released_at_us IS NOT NULL GROUP BY paper_id"
                    " ORDER BY paper_id DESC LIMIT ?3) d"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                    " ORDER BY p.id DESC");

  bind_int(q, 2, before_id);
  bind_int(q, 3, limit);
  bind_int(q, 4, member_id);
  for (int i = 0; i < limit && query_next(q); i++) {
    papers[i] = read_head(q, arena);
    papers[i].has_changed = col_int(q, 7) < papers[i].told_version;
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
