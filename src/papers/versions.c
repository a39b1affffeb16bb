/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading the versions of papers. */
#include "papers/versions.h"

#include "papers/rules.h"

int
papers_version(Txn *txn, int64_t paper_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT COALESCE(max(number), 1) FROM paper_version"
                                     " WHERE community_id = ?1 AND paper_id = ?2");

  bind_int(q, 2, paper_id);
  return query_next(q) ? (int)col_int(q, 0) : 1;
}

/* An older one: what it said stands in its own row. */
static const Paper *
find_older(Txn *txn, Arena *arena, const Paper *now, int version)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT sent_at_us, title, language, source, easy_source FROM paper_version"
                    " WHERE community_id = ?1 AND paper_id = ?2 AND number = ?3"
                    " AND source IS NOT NULL");

  bind_int(q, 2, now->id);
  bind_int(q, 3, version);
  if (!query_next(q))
    return NULL;

  Paper *paper = arena_new_of(arena, Paper, 1);

  *paper = *now;
  paper->version = version;
  paper->sent_at_us = col_int(q, 0);
  paper->title = arena_text(arena, col_text(q, 1));
  paper->language = arena_text(arena, col_text(q, 2));
  paper->source = arena_text_len(arena, col_text(q, 3), col_text_len(q, 3));
  paper->easy_source = arena_text_len(arena, col_text(q, 4), col_text_len(q, 4));
  return paper;
}

const Paper *
papers_find_version(Txn *txn, Arena *arena, int64_t paper_id, int version)
{
  const Paper *now = papers_find(txn, arena, paper_id);

  if (!now || now->version == version)
    return now;
  return find_older(txn, arena, now, version);
}

const PaperVersion *
papers_versions(Txn *txn, Arena *arena, int64_t paper_id, int limit)
{
  PaperVersion *versions = arena_new_of(arena, PaperVersion, limit + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT v.number, v.is_slip, v.sent_at_us, m.name, v.why FROM paper_version v"
                    " LEFT JOIN member m ON m.community_id = ?1 AND m.id = v.sent_by"
                    " WHERE v.community_id = ?1 AND v.paper_id = ?2"
                    " ORDER BY v.number DESC LIMIT ?3");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, limit);
  for (int i = 0; i < limit && query_next(q); i++)
    versions[i] = (PaperVersion){ .number = (int)col_int(q, 0),
                                  .is_slip = col_int(q, 1) != 0,
                                  .sent_at_us = col_int(q, 2),
                                  .by_name = arena_text(arena, col_text(q, 3)),
                                  .why = arena_text(arena, col_text(q, 4)) };
  return versions;
}
