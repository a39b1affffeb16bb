/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The tables passkey and passkey_challenge. */
#include "people/passkeys.h"

#include "base/clock.h"
#include "people/kinds.h"
#include "people/tokens.h"
#include "people/ways.h"

#include <string.h>

#define CHALLENGE_LASTS_US US_PER_HOUR

/* ---- challenges ---- */

static void
drop_old_challenges(Txn *txn, const Act *act)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "DELETE FROM passkey_challenge WHERE community_id = ?1 AND challenge_hash IN"
                " (SELECT challenge_hash FROM passkey_challenge WHERE community_id = ?1"
                " AND made_at_us <= ?2 ORDER BY made_at_us LIMIT 50)");

  bind_int(q, 2, act->at_us - CHALLENGE_LASTS_US);
  query_run(q);
}

void
passkey_ask(Txn *txn, const Act *act, int64_t member_id, char ret_challenge[static LINK_TOKEN_SIZE])
{
  uint8_t hash[TOKEN_HASH_BYTES];

  drop_old_challenges(txn, act);
  token_random(ret_challenge);
  token_hash(ret_challenge, hash);

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO passkey_challenge (community_id, challenge_hash,"
                                 " member_id, made_at_us) VALUES (?1, ?2, ?3, ?4)");

  bind_blob(q, 2, hash, sizeof(hash));
  bind_int(q, 3, member_id);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

bool
passkey_is_asked(Txn *txn, const char *challenge, int64_t member_id, int64_t now_us)
{
  uint8_t hash[TOKEN_HASH_BYTES];
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM passkey_challenge WHERE community_id = ?1"
                                     " AND challenge_hash = ?2 AND member_id = ?3"
                                     " AND made_at_us > ?4");

  token_hash(challenge, hash);
  bind_blob(q, 2, hash, sizeof(hash));
  bind_int(q, 3, member_id);
  bind_int(q, 4, now_us - CHALLENGE_LASTS_US);
  return query_next(q);
}

bool
passkey_take_asked(Txn *txn, const Act *act, const char *challenge, int64_t member_id)
{
  uint8_t hash[TOKEN_HASH_BYTES];
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM passkey_challenge WHERE community_id = ?1"
                                 " AND challenge_hash = ?2 AND member_id = ?3 AND made_at_us > ?4");

  token_hash(challenge, hash);
  bind_blob(q, 2, hash, sizeof(hash));
  bind_int(q, 3, member_id);
  bind_int(q, 4, act->at_us - CHALLENGE_LASTS_US);
  return query_run(q) && query_changes(q) == 1;
}

/* ---- passkeys ---- */

static int64_t
count_of(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM passkey WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

static void
insert(Txn *txn, const Act *act, int64_t id, int64_t member_id, const WebauthnKey *key,
       const char *label, PasskeyTrust trust)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO passkey (community_id, id, member_id, credential_id, public_key,"
                " algorithm, sign_count, label, is_vouched, made_at_us, is_own)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, key->id, key->id_len);
  bind_blob(q, 5, key->public_key, key->public_key_len);
  bind_int(q, 6, key->algorithm);
  bind_int(q, 7, key->sign_count);
  bind_text(q, 8, label);
  bind_int(q, 9, trust.is_vouched);
  bind_int(q, 10, act->at_us);
  bind_int(q, 11, trust.is_own);
  query_run(q);
}

int64_t
passkey_add(Txn *txn, const Act *act, int64_t member_id, const WebauthnKey *key, const char *label,
            PasskeyTrust trust, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);

  if (passkey_find_by_credential(txn, arena, key->id, key->id_len)) {
    refuse(refusals, "", N_("This passkey is here already"));
    return 0;
  }
  if (count_of(txn, member_id) >= PASSKEYS_A_MEMBER) {
    refuse(refusals, "", N_("You have many passkeys already. Remove one first"));
    return 0;
  }

  int64_t id = act_new_id(act);

  insert(txn, act, id, member_id, key, label, trust);
  log_add(txn, act,
          &(LogEntry){ .kind = "passkey-added", .concerns_id = member_id, .thing_id = id });
  return id;
}

/* False: longer than any that we stored. */
static bool
copy_blob(Query *q, int column, uint8_t *bytes, size_t size, size_t *ret_len)
{
  size_t len = 0;
  const void *stored = col_blob(q, column, &len);

  if (len > size)
    return false;
  memcpy(bytes, stored, len);
  *ret_len = len;
  return true;
}

static Passkey
read_passkey(Query *q, Arena *arena)
{
  return (Passkey){ .id = col_int(q, 0),
                    .member_id = col_int(q, 1),
                    .label = arena_text(arena, col_text(q, 2)),
                    .made_at_us = col_int(q, 3),
                    .used_at_us = col_is_null(q, 4) ? 0 : col_int(q, 4),
                    .is_vouched = col_int(q, 5) != 0 };
}

const Passkey *
passkeys_list(Txn *txn, Arena *arena, int64_t member_id)
{
  Passkey *list = arena_new_of(arena, Passkey, PASSKEYS_A_MEMBER + 1);
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT id, member_id, label, made_at_us, used_at_us, is_vouched, credential_id FROM passkey"
      " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id LIMIT ?3");
  int count = 0;

  bind_int(q, 2, member_id);
  bind_int(q, 3, PASSKEYS_A_MEMBER);
  for (; count < PASSKEYS_A_MEMBER && query_next(q); count++) {
    size_t len = 0;
    const void *stored = col_blob(q, 6, &len);
    void *bytes = arena_alloc(arena, len);

    memcpy(bytes, stored, len);
    list[count] = read_passkey(q, arena);
    list[count].credential = (WebauthnBytes){ bytes, len };
  }
  return list;
}

const Passkey *
passkey_find(Txn *txn, Arena *arena, int64_t member_id, int64_t passkey_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, member_id, label, made_at_us, used_at_us, is_vouched FROM passkey"
                    " WHERE community_id = ?1 AND member_id = ?2 AND id = ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, passkey_id);
  if (!query_next(q))
    return NULL;

  Passkey *passkey = arena_new_of(arena, Passkey, 1);

  *passkey = read_passkey(q, arena);
  return passkey;
}

const Passkey *
passkey_find_by_credential(Txn *txn, Arena *arena, const void *id, size_t len)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.id, p.member_id, p.label, p.made_at_us, p.used_at_us, p.is_vouched,"
                    " p.credential_id, p.public_key, p.algorithm, p.sign_count FROM passkey p"
                    " JOIN member m ON m.community_id = ?1 AND m.id = p.member_id"
                    " AND m.state IN ('here', 'suspended')"
                    " WHERE p.community_id = ?1 AND p.credential_id = ?2");

  bind_blob(q, 2, id, len);
  if (!query_next(q))
    return NULL;

  Passkey *passkey = arena_new_of(arena, Passkey, 1);
  WebauthnKey *key = arena_new_of(arena, WebauthnKey, 1);

  *passkey = read_passkey(q, arena);
  passkey->key = key;
  key->algorithm = (int)col_int(q, 8);
  key->sign_count = col_int(q, 9);
  if (!copy_blob(q, 6, key->id, sizeof(key->id), &key->id_len) ||
      !copy_blob(q, 7, key->public_key, sizeof(key->public_key), &key->public_key_len))
    return NULL;
  passkey->credential = (WebauthnBytes){ key->id, key->id_len };
  return passkey;
}

static void
log_use(Txn *txn, const Act *act, const char *kind, const Passkey *passkey)
{
  log_add(txn, act,
          &(LogEntry){ .kind = kind, .concerns_id = passkey->member_id, .thing_id = passkey->id });
}

void
passkey_note_use(Txn *txn, const Act *act, const Passkey *passkey, int64_t sign_count)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE passkey SET sign_count = ?3, used_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, passkey->id);
  bind_int(q, 3, sign_count);
  bind_int(q, 4, act->at_us);
  query_run(q);
  people_note_joined(txn, act, passkey->member_id);
  log_use(txn, act, "passkey-used", passkey);
  if (webauthn_went_back(passkey->key->sign_count, sign_count))
    log_use(txn, act, "passkey-count-odd", passkey);
}

void
passkey_rename(Txn *txn, const Act *act, const Passkey *passkey, const char *label)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE passkey SET label = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, passkey->id);
  bind_text(q, 3, label);
  query_run(q);
}

void
passkey_remove(Txn *txn, const Act *act, const Passkey *passkey)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM passkey WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, passkey->id);
  query_run(q);
  sign_ins_end_of_key(txn, act, passkey->member_id, passkey->id);
  log_use(txn, act, "passkey-removed", passkey);
}

void
passkey_vouch(Txn *txn, const Act *act, const Passkey *passkey)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE passkey SET is_vouched = 1 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, passkey->id);
  query_run(q);
  log_use(txn, act, "passkey-vouched", passkey);
}
