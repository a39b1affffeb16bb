/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking for a link by e-mail: who has the address is looked up by the outbox, so that whoever asks
 * learns nothing, not even from the time it takes. */
#include "people/ways.h"

#include "base/clock.h"
#include "people/kinds.h"
#include "people/seal.h"

#include <string.h>

static void
drop_old(Txn *txn, const Act *act)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM link_ask WHERE community_id = ?1 AND id IN"
                                 " (SELECT id FROM link_ask WHERE community_id = ?1"
                                 " AND at_us <= ?2 ORDER BY at_us LIMIT 50)");

  bind_int(q, 2, act->at_us - US_PER_DAY);
  query_run(q);
}

static int64_t
insert(Txn *txn, const Act *act, const void *blind, size_t len, const char *origin,
       const char *goes_to)
{
  int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO link_ask (community_id, id, contact_blind, origin, goes_to, link_id,"
                " at_us) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)");

  bind_int(q, 2, id);
  bind_blob(q, 3, blind, len);
  bind_text(q, 4, origin);
  bind_text(q, 5, goes_to);
  bind_int(q, 6, act->at_us);
  query_run(q);
  return id;
}

int64_t
link_ask(Txn *txn, const Act *act, const char *email, const char *origin, const char *goes_to)
{
  uint8_t blind[BLIND_BYTES];

  drop_old(txn, act);
  people_blind_email(txn, email, blind);
  return insert(txn, act, blind, sizeof(blind), origin, goes_to);
}

int64_t
link_ask_again(Txn *txn, const Act *act, int64_t ask_id)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  g_autoptr(Query) q = db_query(txn, "SELECT contact_blind, origin, goes_to FROM link_ask"
                                     " WHERE community_id = ?1 AND id = ?2 AND at_us > ?3");
  size_t len = 0;

  bind_int(q, 2, ask_id);
  bind_int(q, 3, act->at_us - US_PER_DAY);
  if (!query_next(q))
    return 0;

  const void *stored = col_blob(q, 0, &len);
  void *blind = arena_alloc(arena, len);

  memcpy(blind, stored, len);
  return insert(txn, act, blind, len, arena_text(arena, col_text(q, 1)),
                arena_text(arena, col_text(q, 2)));
}

/* An address that is asked for again and again gets no flood. */
static bool
is_within_limit(Txn *txn, const void *blind, size_t len, int64_t at_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM link_ask WHERE community_id = ?1"
                                     " AND contact_blind = ?2 AND at_us > ?3 AND link_id <> 0");

  bind_blob(q, 2, blind, len);
  bind_int(q, 3, at_us - US_PER_HOUR);
  return query_next(q) && col_int(q, 0) < LINKS_AN_HOUR;
}

/* The member to answer, and from where they asked; 0: nobody, or answered already. */
static int64_t
find_waiting(Txn *txn, Arena *arena, int64_t ask_id, const char **ret_origin)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id, a.origin, a.contact_blind, a.at_us FROM link_ask a"
                    " JOIN member m ON m.community_id = ?1 AND m.contact_blind = a.contact_blind"
                    " AND m.state IN ('here', 'suspended')"
                    " WHERE a.community_id = ?1 AND a.id = ?2 AND a.link_id = 0");
  size_t len = 0;

  bind_int(q, 2, ask_id);
  if (!query_next(q))
    return 0;

  int64_t member_id = col_int(q, 0), at_us = col_int(q, 3);
  const void *stored = col_blob(q, 2, &len);
  void *blind = arena_alloc(arena, len);

  memcpy(blind, stored, len);
  *ret_origin = arena_text(arena, col_text(q, 1));
  query_done(g_steal_pointer(&q));
  return is_within_limit(txn, blind, len, at_us) ? member_id : 0;
}

int64_t
link_ask_answer(Txn *txn, const Act *act, int64_t ask_id)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const char *origin = NULL;
  int64_t member_id = find_waiting(txn, arena, ask_id, &origin);

  if (!member_id)
    return 0;

  int64_t link_id = people_make_asked_link(txn, act, member_id, origin, ASKED_LINK_LASTS_US);
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE link_ask SET link_id = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, ask_id);
  bind_int(q, 3, link_id);
  query_run(q);
  return link_id;
}

int64_t
link_ask_find(Txn *txn, Arena *arena, int64_t ask_id, const char **ret_goes_to)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT link_id, goes_to FROM link_ask WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, ask_id);
  if (!query_next(q))
    return 0;
  *ret_goes_to = arena_text(arena, col_text(q, 1));
  return col_int(q, 0);
}
