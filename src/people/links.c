/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One-time sign-in links. */
#include "people/people.h"

#include "people/community_keys.h"
#include "people/kinds.h"
#include "people/seal.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32, HASH_BYTES = 32 };

static void
hash_token(const char *token, uint8_t ret_hash[static HASH_BYTES])
{
  crypto_generichash(ret_hash, HASH_BYTES, (const uint8_t *)token, strlen(token), NULL, 0);
}

/* Of one version of the community's key; false: there is no such version. */
static bool
make_token(Txn *txn, int version, int64_t link_id, char ret_token[static LINK_TOKEN_SIZE])
{
  uint8_t bytes[TOKEN_BYTES];

  if (!seal_derive(txn, version, "sign-in-link", link_id, bytes))
    return false;
  sodium_bin2base64(ret_token, LINK_TOKEN_SIZE, bytes, sizeof(bytes),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(bytes, sizeof(bytes));
  return true;
}

/* The token whose hash is stored. The community's key may have been changed since it was made; a
 * link from before keys were stored can be spent, but not shown again. */
static bool
make_same_token(Txn *txn, int64_t link_id, const uint8_t hash[static HASH_BYTES],
                char ret_token[static LINK_TOKEN_SIZE])
{
  uint8_t own[HASH_BYTES];

  for (int version = seal_derive_version(txn); version > 0; version--) {
    if (!make_token(txn, version, link_id, ret_token))
      return false;
    hash_token(ret_token, own);
    if (sodium_memcmp(own, hash, sizeof(own)) == 0)
      return true;
  }
  *ret_token = '\0';
  return false;
}

int64_t
people_make_link(Txn *txn, const Act *act, int64_t member_id, const char *origin, int64_t lasts_us)
{
  char token[LINK_TOKEN_SIZE];
  uint8_t hash[HASH_BYTES];
  int64_t id = act_new_id(act);

  community_keys_ensure(txn, act);
  if (!make_token(txn, seal_derive_version(txn), id, token)) {
    txn_fail(txn, TROUBLE_DATABASE, "links: no key to make a token of");
    return 0;
  }
  hash_token(token, hash);

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO sign_in_link (community_id, id, member_id,"
                                 " token_hash, made_at_us, expires_at_us, origin, way)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, hash, sizeof(hash));
  bind_int(q, 5, act->at_us);
  bind_int(q, 6, act->at_us + lasts_us);
  bind_text(q, 7, origin);
  bind_text(q, 8, way_name(act->role == ACT_AS_OPERATOR ? WAY_OPERATOR : WAY_LINK));
  query_run(q);
  people_log(txn, act, "link-made", member_id);
  return id;
}

const SignInLink *
people_find_link(Txn *txn, Arena *arena, int64_t link_id, int64_t now_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT l.member_id, l.expires_at_us, m.name, l.origin, l.way,"
                    " l.token_hash"
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

  size_t len = 0;
  const void *stored = col_blob(q, 5, &len);
  uint8_t hash[HASH_BYTES];

  if (len != sizeof(hash))
    return NULL;
  memcpy(hash, stored, len);
  query_done(g_steal_pointer(&q));
  make_same_token(txn, link_id, hash, link->token);
  return link;
}

LinkState
people_look_at_link(Txn *txn, Arena *arena, const char *token, int64_t now_us,
                    const SignInLink **ret_link)
{
  uint8_t hash[HASH_BYTES];
  g_autoptr(Query) q = db_query(txn, "SELECT id, expires_at_us, spent_at_us FROM sign_in_link"
                                     " WHERE community_id = ?1 AND token_hash = ?2");

  hash_token(token, hash);
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

  g_autoptr(Query) joined = db_change(txn, act,
                                      "UPDATE member SET joined_at_us = ?3 WHERE community_id = ?1"
                                      " AND id = ?2 AND joined_at_us IS NULL");

  bind_int(joined, 2, link->member_id);
  bind_int(joined, 3, act->at_us);
  query_run(joined);
  people_log(txn, act, "link-spent", link->member_id);
  *ret_member_id = link->member_id;
  return LINK_GOOD;
}
