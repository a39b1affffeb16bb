/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One-time sign-in links. */
#include "people/people.h"

#include "people/kinds.h"
#include "people/tokens.h"

#include <string.h>

static int64_t
make(Txn *txn, const Act *act, int64_t member_id, const char *origin, int64_t lasts_us,
     bool is_asked_for)
{
  char token[LINK_TOKEN_SIZE];
  uint8_t hash[TOKEN_HASH_BYTES];
  int64_t id = act_new_id(act);

  token_make(txn, act, "sign-in-link", id, token);
  token_hash(token, hash);

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO sign_in_link (community_id, id, member_id,"
                                 " token_hash, made_at_us, expires_at_us, origin, way,"
                                 " is_asked_for) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, hash, sizeof(hash));
  bind_int(q, 5, act->at_us);
  bind_int(q, 6, act->at_us + lasts_us);
  bind_text(q, 7, origin);
  bind_text(q, 8, way_name(act->role == ACT_AS_OPERATOR ? WAY_OPERATOR : WAY_LINK));
  bind_int(q, 9, is_asked_for);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "link-made", .concerns_id = member_id, .thing_id = id });
  return id;
}

int64_t
people_make_link(Txn *txn, const Act *act, int64_t member_id, const char *origin, int64_t lasts_us)
{
  return make(txn, act, member_id, origin, lasts_us, false);
}

int64_t
people_make_asked_link(Txn *txn, const Act *act, int64_t member_id, const char *origin,
                       int64_t lasts_us)
{
  bool is_in_doubt = true;

  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT address_doubt_us FROM member WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, member_id);
    if (query_next(q))
      is_in_doubt = col_int(q, 0) != 0;
  }
  return make(txn, act, member_id, origin, lasts_us, !is_in_doubt);
}

static bool
organises_here(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM member WHERE community_id = ?1 AND id = ?2"
                                     " AND is_organiser = 1 AND state = 'here'");

  bind_int(q, 2, member_id);
  return query_next(q);
}

bool
people_hand_over_link(Txn *txn, const Act *act, const BroughtLink *link)
{
  const int64_t member_id =
      organises_here(txn, link->member_id) ? link->member_id : people_first_organiser(txn);

  if (!member_id)
    return false;

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO sign_in_link (community_id, id, member_id,"
                                 " token_hash, made_at_us, expires_at_us, origin, way,"
                                 " is_asked_for, for_browser)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', ?7, 0, ?8)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, member_id);
  bind_blob(q, 4, link->token_hash, TOKEN_HASH_BYTES);
  bind_int(q, 5, act->at_us);
  bind_int(q, 6, link->expires_at_us);
  bind_text(q, 7, way_name(WAY_OPERATOR));
  bind_text(q, 8, link->for_browser);
  return query_run(q);
}

const SignInLink *
people_find_link(Txn *txn, Arena *arena, int64_t link_id, int64_t now_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT l.member_id, l.expires_at_us, m.name, l.origin, l.way,"
                    " l.token_hash, l.is_asked_for, l.for_browser"
                    " FROM sign_in_link l"
                    " LEFT JOIN member m ON m.community_id = ?1 AND m.id = l.member_id"
                    " AND m.state IN ('here', 'suspended')"
                    " WHERE l.community_id = ?1 AND l.id = ?2"
                    " AND (l.member_id = 0 OR m.id IS NOT NULL)"
                    " AND l.spent_at_us IS NULL AND l.expires_at_us > ?3");

  bind_int(q, 2, link_id);
  bind_int(q, 3, now_us);
  if (!query_next(q))
    return NULL;

  SignInLink *link = arena_new_of(arena, SignInLink, 1);

  link->id = link_id;
  link->member_id = col_int(q, 0);
  link->expires_at_us = col_int(q, 1);
  link->member_name = arena_text(arena, col_text(q, 2));
  link->origin = arena_text(arena, col_text(q, 3));
  link->way = way_from_name(col_text(q, 4));
  link->is_asked_for = col_int(q, 6) != 0;
  link->for_browser = arena_text(arena, col_text(q, 7));

  size_t len = 0;
  const void *stored = col_blob(q, 5, &len);
  uint8_t hash[TOKEN_HASH_BYTES];

  if (len != sizeof(hash))
    return NULL;
  memcpy(hash, stored, len);
  query_done(g_steal_pointer(&q));
  token_make_again(txn, "sign-in-link", link_id, hash, link->token);
  return link;
}

LinkState
people_look_at_link(Txn *txn, Arena *arena, const char *token, int64_t now_us,
                    const SignInLink **ret_link)
{
  uint8_t hash[TOKEN_HASH_BYTES];
  g_autoptr(Query) q = db_query(txn, "SELECT id, expires_at_us, spent_at_us FROM sign_in_link"
                                     " WHERE community_id = ?1 AND token_hash = ?2");

  token_hash(token, hash);
  bind_blob(q, 2, hash, sizeof(hash));
  if (!query_next(q))
    return LINK_UNKNOWN;
  if (!col_is_null(q, 2))
    return LINK_SPENT;
  if (col_int(q, 1) <= now_us)
    return LINK_OVER;

  const SignInLink *link = people_find_link(txn, arena, col_int(q, 0), now_us);

  if (!link)
    return LINK_UNKNOWN;
  g_strlcpy(((SignInLink *)link)->token, token, LINK_TOKEN_SIZE);
  *ret_link = link;
  return LINK_GOOD;
}

LinkState
people_spend_link(Txn *txn, const Act *act, const char *token, int64_t *ret_member_id)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const SignInLink *link = NULL;
  LinkState state = people_look_at_link(txn, arena, token, act->at_us, &link);

  if (state != LINK_GOOD)
    return state;

  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE sign_in_link SET spent_at_us = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, link->id);
  bind_int(q, 3, act->at_us);
  query_run(q);

  people_note_joined(txn, act, link->member_id);
  people_log(txn, act, "link-spent", link->member_id);
  *ret_member_id = link->member_id;
  return LINK_GOOD;
}
