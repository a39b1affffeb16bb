/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sessions and tokens. */
#include "web/sessions.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"

#include <sodium.h>
#include <string.h>

enum { HASH_BYTES = 32, IDLE_DAYS = 30, FORM_REPLY_DAYS = 7 };

Token
token_new(void)
{
  Token token = { .is_there = true };

  random_bytes(token.bytes, sizeof(token.bytes));
  return token;
}

Token
token_from_hex(const char *hex)
{
  Token token = { 0 };

  token.is_there = hex && strlen(hex) == TOKEN_HEX_SIZE - 1 &&
                   text_to_bytes(hex, token.bytes, sizeof(token.bytes));
  return token;
}

void
token_to_hex(const Token *token, char ret_hex[static TOKEN_HEX_SIZE])
{
  sodium_bin2hex(ret_hex, TOKEN_HEX_SIZE, token->bytes, sizeof(token->bytes));
}

void
token_sign(const Token *token, const char *text, char ret_hex[static TOKEN_HEX_SIZE])
{
  unsigned char hash[HASH_BYTES];

  crypto_generichash(hash, sizeof(hash), (const unsigned char *)text, strlen(text), token->bytes,
                     sizeof(token->bytes));
  sodium_bin2hex(ret_hex, TOKEN_HEX_SIZE, hash, sizeof(hash));
}

bool
token_has_signed(const Token *token, const char *text, const char *hex)
{
  char own[TOKEN_HEX_SIZE];

  if (!token->is_there || strlen(hex) != sizeof(own) - 1)
    return false;
  token_sign(token, text, own);
  return sodium_memcmp(own, hex, sizeof(own) - 1) == 0;
}

typedef struct {
  unsigned char bytes[HASH_BYTES];
} Hash; /* stays until the statement has run, as bind_blob wants */

static Hash
hash_of(const Token *token)
{
  Hash hash;

  crypto_generichash(hash.bytes, sizeof(hash.bytes), token->bytes, sizeof(token->bytes), NULL, 0);
  return hash;
}

Session
session_load(Txn *txn, const Token *token, int days, int64_t now_us)
{
  Session session = { 0 };
  const Hash hash = hash_of(token);

  if (!token->is_there)
    return session;

  g_autoptr(Query) q =
      db_query(txn, "SELECT id, member_id, touched_at_us, helper_id, ends_at_us, way,"
                    " acting_id, key_id"
                    " FROM session WHERE community_id = ?1 AND token_hash = ?2"
                    " AND made_at_us > ?3 AND touched_at_us > ?4"
                    " AND (ends_at_us IS NULL OR ends_at_us > ?5)");

  bind_blob(q, 2, hash.bytes, sizeof(hash.bytes));
  bind_int(q, 3, now_us - days * US_PER_DAY);
  bind_int(q, 4, now_us - IDLE_DAYS * US_PER_DAY);
  bind_int(q, 5, now_us);
  if (query_next(q))
    session = (Session){ .id = col_int(q, 0),
                         .member_id = col_int(q, 1),
                         .touched_at_us = col_int(q, 2),
                         .helper_id = col_int(q, 3),
                         .ends_at_us = col_is_null(q, 4) ? 0 : col_int(q, 4),
                         .way = way_from_name(col_text(q, 5)),
                         .acting_id = col_int(q, 6),
                         .key_id = col_int(q, 7) };
  return session;
}

int64_t
session_begin(Txn *txn, const Act *act, const SessionStart *start, const Token *token)
{
  const Hash hash = hash_of(token);
  int64_t id = act_new_id(act);
  /* It is there already when the commit was kept, its answer lost, and the form is run again. */
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO session (community_id, token_hash, member_id,"
                                 " made_at_us, touched_at_us, way, id, key_id, helper_id,"
                                 " ends_at_us) VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9)"
                                 " ON CONFLICT (community_id, token_hash) DO NOTHING");

  bind_blob(q, 2, hash.bytes, sizeof(hash.bytes));
  bind_int(q, 3, start->member_id);
  bind_int(q, 4, act->at_us);
  bind_text(q, 5, way_name(start->way));
  bind_int(q, 6, id);
  bind_int(q, 7, start->key_id);
  bind_int(q, 8, start->helper_id);
  if (start->lasts_us > 0)
    bind_int(q, 9, act->at_us + start->lasts_us);
  else
    bind_null(q, 9);
  query_run(q);
  return id;
}

bool
session_go_on(Txn *txn, const Act *act, int64_t session_id, int64_t member_id, const Token *token,
              bool *ret_is_for_now)
{
  const Hash hash = hash_of(token);
  g_autoptr(Query) old = db_query(txn, "SELECT ends_at_us FROM session WHERE community_id = ?1"
                                       " AND member_id = ?3 AND id = ?2 AND id <> 0");

  bind_int(old, 2, session_id);
  bind_int(old, 3, member_id);
  if (!query_next(old))
    return false;
  *ret_is_for_now = !col_is_null(old, 0);

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE session SET token_hash = ?4 WHERE community_id = ?1"
                                 " AND member_id = ?3 AND id = ?2");

  bind_int(q, 2, session_id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, hash.bytes, sizeof(hash.bytes));
  return query_run(q);
}

void
session_act_for(Txn *txn, const Act *act, const Token *token, int64_t acting_id)
{
  const Hash hash = hash_of(token);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE session SET acting_id = ?3"
                                 " WHERE community_id = ?1 AND token_hash = ?2");

  bind_blob(q, 2, hash.bytes, sizeof(hash.bytes));
  bind_int(q, 3, acting_id);
  query_run(q);
}

void
session_end(Txn *txn, const Act *act, const Token *token)
{
  const Hash hash = hash_of(token);

  if (!token->is_there)
    return;

  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM session WHERE community_id = ?1 AND token_hash = ?2");

  bind_blob(q, 2, hash.bytes, sizeof(hash.bytes));
  query_run(q);
}

bool
session_wants_touch(const Session *session, int64_t now_us)
{
  return session->member_id != 0 && now_us - session->touched_at_us > US_PER_DAY;
}

void
session_touch(Txn *txn, const Act *act, const Token *token)
{
  const Hash hash = hash_of(token);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE session SET touched_at_us = ?3"
                                 " WHERE community_id = ?1 AND token_hash = ?2");

  bind_blob(q, 2, hash.bytes, sizeof(hash.bytes));
  bind_int(q, 3, act->at_us);
  query_run(q);
}

void
sessions_clean(Txn *txn, const Act *act, int days)
{
  g_autoptr(Query) idle = db_change(txn, act,
                                    "DELETE FROM session WHERE community_id = ?1 AND token_hash IN"
                                    " (SELECT token_hash FROM session WHERE community_id = ?1"
                                    " AND touched_at_us < ?2 ORDER BY touched_at_us LIMIT 200)");

  bind_int(idle, 2, act->at_us - MIN(days, IDLE_DAYS) * US_PER_DAY);
  query_run(idle);

  g_autoptr(Query) replies =
      db_change(txn, act,
                "DELETE FROM form_reply WHERE community_id = ?1 AND form_id IN"
                " (SELECT form_id FROM form_reply WHERE community_id = ?1"
                " AND at_us < ?2 ORDER BY at_us LIMIT 200)");

  bind_int(replies, 2, act->at_us - FORM_REPLY_DAYS * US_PER_DAY);
  query_run(replies);
}
