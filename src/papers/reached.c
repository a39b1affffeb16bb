/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who has a paper, and by which sendings. Sending itself is starting.c and releases.c. */
#include "papers/reached.h"

#include <string.h>

static const void *
kept_in(Arena *arena, const GArray *rows, size_t size)
{
  char *kept = arena_alloc(arena, (rows->len + 1) * size);

  memset(kept, 0, (rows->len + 1) * size);
  if (rows->len)
    memcpy(kept, rows->data, rows->len * size);
  return kept;
}

const Reached *
papers_who_has_it(Txn *txn, Arena *arena, int64_t paper_id)
{
  g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(Reached));
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id, m.name, CASE WHEN EXISTS (SELECT 1 FROM delivery d"
                    " WHERE d.community_id = ?1 AND d.member_id = m.id AND d.paper_id = p.id"
                    " AND d.released_at_us IS NOT NULL) THEN 1 ELSE 0 END,"
                    " CASE WHEN m.made_at_us > p.sent_at_us THEN 1 ELSE 0 END"
                    " FROM member m JOIN paper p ON p.community_id = ?1 AND p.id = ?2"
                    " WHERE m.community_id = ?1 AND m.state = 'here' ORDER BY m.sort_key, m.id");

  bind_int(q, 2, paper_id);
  while (query_next(q)) {
    const Reached one = { .member_id = col_int(q, 0),
                          .name = arena_text(arena, col_text(q, 1)),
                          .has_it = col_int(q, 2) != 0,
                          .is_new = col_int(q, 3) != 0 };

    g_array_append_val(found, one);
  }
  return kept_in(arena, found, sizeof(Reached));
}

const Sending *
papers_sendings(Txn *txn, Arena *arena, int64_t paper_id)
{
  g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(Sending));
  g_autoptr(Query) q =
      db_query(txn, "SELECT r.id, r.version, r.released_at_us, r.is_slip, count(d.id)"
                    " FROM release r LEFT JOIN delivery d ON d.community_id = ?1"
                    " AND d.release_id = r.id WHERE r.community_id = ?1 AND r.paper_id = ?2"
                    " GROUP BY r.id, r.version, r.released_at_us, r.is_slip"
                    " ORDER BY r.id LIMIT 100");
  int version = 1;

  bind_int(q, 2, paper_id);
  while (query_next(q)) {
    const Sending one = { .id = col_int(q, 0),
                          .number = (int)found->len + 1,
                          .version = (int)col_int(q, 1),
                          .people = (int)col_int(q, 4),
                          .released_at_us = col_int(q, 2),
                          .is_change = col_int(q, 1) > version,
                          .is_slip = col_int(q, 3) != 0 };

    version = MAX(version, one.version);
    g_array_append_val(found, one);
  }
  return kept_in(arena, found, sizeof(Sending));
}
