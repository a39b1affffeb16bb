/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who did something that concerns a member. */
#include "people/actors.h"

enum { ACTORS_MAX = 500 };

struct Actors {
  int count;
  struct {
    int64_t id;
    const char *name;
  } rows[ACTORS_MAX];
};

const Actors *
actors_of(Txn *txn, Arena *arena, int64_t member_id)
{
  Actors *actors = arena_new_of(arena, Actors, 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id, m.name FROM member m WHERE m.community_id = ?1 AND m.name <> ''"
                    " AND m.id IN (SELECT e.actor_id FROM log_entry e WHERE e.community_id = ?1"
                    " AND e.concerns_id = ?2) LIMIT ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, ACTORS_MAX);
  while (actors->count < ACTORS_MAX && query_next(q)) {
    actors->rows[actors->count].id = col_int(q, 0);
    actors->rows[actors->count++].name = arena_text(arena, col_text(q, 1));
  }
  return actors;
}

const char *
actor_name(const Actors *actors, int64_t actor_id)
{
  for (int i = 0; i < actors->count; i++)
    if (actors->rows[i].id == actor_id)
      return actors->rows[i].name;
  return NULL;
}
