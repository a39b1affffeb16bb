/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What ran when, and starting again what was given up. */
#include "outbox/outbox.h"

enum { KINDS_MAX = 100 };

const OutboxKind *
outbox_kinds(Txn *txn, Arena *arena)
{
  OutboxKind *kinds = arena_new_of(arena, OutboxKind, KINDS_MAX + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn, "SELECT s.kind, max(s.last_run_us), max(s.last_done_us), CAST(sum(s.waiting) AS BIGINT),"
           " CAST(sum(s.failing) AS BIGINT), CAST(sum(s.given_up) AS BIGINT) FROM ("
           "SELECT kind, last_run_us, last_done_us, 0 AS waiting, 0 AS failing, 0 AS given_up"
           " FROM outbox_kind WHERE community_id = ?1"
           " UNION ALL SELECT kind, 0, 0, CASE WHEN attempt = 0 THEN 1 ELSE 0 END,"
           " CASE WHEN attempt > 0 AND is_given_up = 0 THEN 1 ELSE 0 END, is_given_up"
           " FROM outbox_task WHERE community_id = ?1) s GROUP BY s.kind ORDER BY s.kind");

  while (count < KINDS_MAX && query_next(q))
    kinds[count++] = (OutboxKind){
      .kind = arena_text(arena, col_text(q, 0)),
      .last_run_us = col_int(q, 1),
      .last_done_us = col_int(q, 2),
      .waiting = col_int(q, 3),
      .failing = col_int(q, 4),
      .given_up = col_int(q, 5),
    };
  return kinds;
}

void
outbox_try_again(Txn *txn, const Act *act, const char *kind)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE outbox_task SET is_given_up = 0, attempt = 0, due_us = ?3"
                                 " WHERE community_id = ?1 AND kind = ?2 AND is_given_up = 1");

  bind_text(q, 2, kind);
  bind_int(q, 3, act->at_us);
  if (query_run(q) && query_changes(q) > 0)
    outbox_look(txn_community(txn));
}
