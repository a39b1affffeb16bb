/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Organisers by name. */
#include "upkeep/rights.h"

const char *const *
rights_organisers(Txn *txn, Arena *arena)
{
  const char **names = arena_new_of(arena, const char *, ORGANISERS_SHOWN + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT name FROM member WHERE community_id = ?1"
                    " AND is_organiser = 1 AND state = 'here' ORDER BY sort_key, id LIMIT ?2");

  bind_int(q, 2, ORGANISERS_SHOWN);
  while (count < ORGANISERS_SHOWN && query_next(q))
    names[count++] = arena_text(arena, col_text(q, 0));
  return names;
}
