/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The versions of papers: reading them, the draft of the next, and putting it in force. Sending it
 * is releases.c. */
#include "papers/versions.h"

#include "base/text.h"
#include "papers/find.h"
#include "papers/rules.h"

#include <string.h>

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

/* ---- the next one ---- */

const Paper *
papers_find_draft(Txn *txn, Arena *arena, int64_t paper_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT d.title, d.language, d.changed_at_us, d.source, d.easy_source,"
           " (SELECT COALESCE(max(v.number), 1) FROM paper_version v WHERE v.community_id = ?1"
           " AND v.paper_id = d.paper_id) FROM paper_draft d"
           " WHERE d.community_id = ?1 AND d.paper_id = ?2");

  bind_int(q, 2, paper_id);
  if (!query_next(q))
    return NULL;

  Paper *paper = arena_new_of(arena, Paper, 1);

  *paper = (Paper){ .id = paper_id,
                    .title = arena_text(arena, col_text(q, 0)),
                    .language = arena_text(arena, col_text(q, 1)),
                    .changed_at_us = col_int(q, 2),
                    .source = arena_text_len(arena, col_text(q, 3), col_text_len(q, 3)),
                    .easy_source = arena_text_len(arena, col_text(q, 4), col_text_len(q, 4)),
                    .reading = READING_DONE,
                    .is_change = true,
                    .version = (int)col_int(q, 5) + 1 };
  return paper;
}

const Paper *
papers_find_next(Txn *txn, Arena *arena, int64_t paper_id)
{
  const Paper *draft = papers_find_draft(txn, arena, paper_id);

  return draft ? draft : papers_find(txn, arena, paper_id);
}

const Paper *
papers_find_numbered(Txn *txn, Arena *arena, int64_t paper_id, int version)
{
  const Paper *sent = papers_find_version(txn, arena, paper_id, version);
  const Paper *draft = sent ? NULL : papers_find_draft(txn, arena, paper_id);

  return sent ? sent : draft && draft->version == version ? draft : NULL;
}

const char *
papers_draft_why(Txn *txn, Arena *arena, int64_t paper_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT why FROM paper_draft WHERE community_id = ?1 AND paper_id = ?2");

  bind_int(q, 2, paper_id);
  return query_next(q) ? arena_text(arena, col_text(q, 0)) : "";
}

void
papers_store_draft(Txn *txn, const Act *act, const Paper *paper)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO paper_draft (community_id, paper_id, title, language, changed_by,"
                " changed_at_us, why, source, easy_source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', ?7,"
                " ?8) ON CONFLICT (community_id, paper_id) DO UPDATE SET title = ?3, language = ?4,"
                " changed_by = ?5, changed_at_us = ?6, source = ?7, easy_source = ?8");

  bind_int(q, 2, paper->id);
  bind_text(q, 3, paper->title);
  bind_text(q, 4, paper->language);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  bind_text(q, 7, paper->source);
  bind_text(q, 8, paper->easy_source);
  query_run(q);
  papers_log(txn, act, "paper-changed", paper->id);
}

void
papers_set_draft_why(Txn *txn, const Act *act, int64_t paper_id, const char *why)
{
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE paper_draft SET why = ?3 WHERE community_id = ?1 AND paper_id = ?2");

  bind_int(q, 2, paper_id);
  bind_text(q, 3, why);
  query_run(q);
}

static void
delete_draft(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM paper_draft WHERE community_id = ?1 AND paper_id = ?2");

  bind_int(q, 2, paper_id);
  query_run(q);
}

static void
delete_formats(Txn *txn, const Act *act, const Paper *draft)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM paper_format WHERE community_id = ?1"
                                 " AND paper_id = ?2 AND version = ?3");

  bind_int(q, 2, draft->id);
  bind_int(q, 3, draft->version);
  query_run(q);
}

void
papers_drop_draft(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX);
  const Paper *draft = papers_find_draft(txn, arena, paper_id);

  if (!draft)
    return;
  releases_drop_prepared(txn, act, paper_id);
  delete_formats(txn, act, draft);
  delete_draft(txn, act, paper_id);
  papers_log(txn, act, "paper-change-dropped", paper_id);
}

/* ---- putting it in force ---- */

void
papers_note_version(Txn *txn, const Act *act, int64_t paper_id, int number, bool is_slip,
                    const char *why)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO paper_version (community_id, paper_id, number, sent_at_us, sent_by,"
                " is_slip, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                " ON CONFLICT (community_id, paper_id, number) DO NOTHING");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, number);
  bind_int(q, 4, act->at_us);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, is_slip);
  bind_text(q, 7, why);
  query_run(q);
}

/* From now on the words of this one stand in its own row. */
static void
keep_words_of(Txn *txn, const Act *act, const Paper *paper)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE paper_version SET title = ?4, language = ?5, source = ?6, easy_source = ?7"
                " WHERE community_id = ?1 AND paper_id = ?2 AND number = ?3");

  bind_int(q, 2, paper->id);
  bind_int(q, 3, paper->version);
  bind_text(q, 4, paper->title);
  bind_text(q, 5, paper->language);
  bind_text(q, 6, paper->source);
  bind_text(q, 7, paper->easy_source);
  query_run(q);
}

void
papers_put_in_force(Txn *txn, const Act *act, int64_t paper_id, bool is_slip)
{
  g_autoptr(Arena) arena = arena_new(32 * PAPER_SOURCE_MAX);
  const Paper *now = papers_find(txn, arena, paper_id);
  const Paper *draft = papers_find_draft(txn, arena, paper_id);
  const char *why = papers_draft_why(txn, arena, paper_id);

  if (!now || !draft)
    return;

  g_autofree char *key = text_sort_key(draft->title);

  keep_words_of(txn, act, now);
  papers_note_version(txn, act, paper_id, draft->version, is_slip, why);

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper SET title = ?3, title_key = ?4, language = ?5,"
                                 " source = ?6, easy_source = ?7, changed_at_us = ?8"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, paper_id);
  bind_text(q, 3, draft->title);
  bind_text(q, 4, key);
  bind_text(q, 5, draft->language);
  bind_text(q, 6, draft->source);
  bind_text(q, 7, draft->easy_source);
  bind_int(q, 8, act->at_us);
  query_run(q);
  delete_draft(txn, act, paper_id);
  papers_ask_words(txn, act, paper_id);
}

/* ---- looking ---- */

const PaperVersion *
papers_versions(Txn *txn, Arena *arena, int64_t paper_id, int before, int limit)
{
  PaperVersion *versions = arena_new_of(arena, PaperVersion, limit + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT v.number, v.is_slip, v.sent_at_us, m.name, v.why FROM paper_version v"
                    " LEFT JOIN member m ON m.community_id = ?1 AND m.id = v.sent_by"
                    " WHERE v.community_id = ?1 AND v.paper_id = ?2 AND v.number < ?4"
                    " ORDER BY v.number DESC LIMIT ?3");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, limit);
  bind_int(q, 4, before ? before : INT32_MAX);
  for (int i = 0; i < limit && query_next(q); i++)
    versions[i] = (PaperVersion){ .number = (int)col_int(q, 0),
                                  .is_slip = col_int(q, 1) != 0,
                                  .sent_at_us = col_int(q, 2),
                                  .by_name = arena_text(arena, col_text(q, 3)),
                                  .why = arena_text(arena, col_text(q, 4)) };
  return versions;
}

bool
papers_changed_since(Txn *txn, Arena *arena, int64_t paper_id, int64_t member_id,
                     ChangedSince *ret_since)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT n.number, n.sent_at_us, n.why, m.name, d.version, d.released_at_us"
           " FROM paper_version n JOIN delivery d ON d.community_id = ?1 AND d.paper_id = ?2"
           " AND d.member_id = ?3 AND d.released_at_us IS NOT NULL AND d.version < n.number"
           " LEFT JOIN member m ON m.community_id = ?1 AND m.id = n.sent_by"
           " WHERE n.community_id = ?1 AND n.paper_id = ?2 AND n.is_slip = 0"
           " ORDER BY n.number DESC, d.version DESC LIMIT 1");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  *ret_since = (ChangedSince){
    .had = (int)col_int(q, 4),
    .had_at_us = col_int(q, 5),
    .now = { .number = (int)col_int(q, 0),
             .sent_at_us = col_int(q, 1),
             .why = arena_text(arena, col_text(q, 2)),
             .by_name = arena_text(arena, col_text(q, 3)) },
  };
  return true;
}
