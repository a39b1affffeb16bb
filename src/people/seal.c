/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What subjects seal, open, hash and derive, each under the right key of the chain: root key,
 * community's key, person's key. The keys themselves are in root_keys.c and community_keys.c.
 */
#include "people/seal.h"

#include "base/random.h"
#include "people/cipher.h"
#include "people/community_keys.h"
#include "people/person_keys.h"

#include <sodium.h>
#include <string.h>

enum {
  KEY_BYTES = CIPHER_KEY_BYTES,
  FIELD_VERSION = 1, /* how a field is sealed; its key says nothing about versions */
};

void
seal_set_root_key(const uint8_t key[static ROOT_KEY_BYTES])
{
  root_keys_use(key);
  community_keys_forget();
}

/* ---- a person's key ---- */

static CipherPlace
place_of_person_key(Txn *txn, int64_t member_id)
{
  return (CipherPlace){ .community_id = txn_community(txn),
                        .place = "person_key",
                        .row_id = member_id,
                        .member_id = member_id };
}

void
person_key_seal(Txn *txn, int64_t member_id, const uint8_t outer[static PERSON_KEY_BYTES],
                int version, const uint8_t key[static PERSON_KEY_BYTES],
                uint8_t ret_sealed[static PERSON_KEY_SEALED_BYTES])
{
  const CipherPlace place = place_of_person_key(txn, member_id);

  cipher_seal(outer, version, &place, key, PERSON_KEY_BYTES, ret_sealed);
}

bool
person_key_open(Txn *txn, int64_t member_id, const void *sealed, size_t len,
                uint8_t ret_key[static PERSON_KEY_BYTES])
{
  const CipherPlace place = place_of_person_key(txn, member_id);
  uint8_t outer[KEY_BYTES];

  if (len != PERSON_KEY_SEALED_BYTES ||
      !community_key_get(txn, KEY_PEOPLE, cipher_version(sealed, len), outer))
    return false;

  bool is_open = cipher_open(outer, &place, sealed, len, ret_key);

  sodium_memzero(outer, sizeof(outer));
  return is_open;
}

void
seal_make_person_key(Txn *txn, const Act *act, int64_t member_id)
{
  uint8_t outer[KEY_BYTES], key[KEY_BYTES], sealed[PERSON_KEY_SEALED_BYTES];

  community_keys_ensure(txn, act);

  int version = community_key_current(txn, KEY_PEOPLE, outer);

  if (version == 0) {
    txn_fail(txn, TROUBLE_DATABASE, "seal: the community has no key");
    return;
  }
  random_bytes(key, sizeof(key));
  person_key_seal(txn, member_id, outer, version, key, sealed);
  sodium_memzero(key, sizeof(key));
  sodium_memzero(outer, sizeof(outer));

  g_autoptr(Query) q = db_change(
      txn, act, "INSERT INTO person_key (community_id, member_id, sealed) VALUES (?1, ?2, ?3)");

  bind_int(q, 2, member_id);
  bind_blob(q, 3, sealed, sizeof(sealed));
  query_run(q);
}

static bool
read_person_key(Txn *txn, int64_t member_id, uint8_t ret_key[static KEY_BYTES])
{
  uint8_t sealed[PERSON_KEY_SEALED_BYTES];

  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT sealed FROM person_key WHERE community_id = ?1 AND member_id = ?2");
    size_t len = 0;

    bind_int(q, 2, member_id);
    if (!query_next(q))
      return false;

    const void *bytes = col_blob(q, 0, &len);

    if (len != sizeof(sealed))
      return false;
    memcpy(sealed, bytes, len);
  }
  return person_key_open(txn, member_id, sealed, sizeof(sealed), ret_key);
}

bool
seal_has_key(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM person_key WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  return query_next(q);
}

/* ---- fields ---- */

static CipherPlace
place_of_field(Txn *txn, const char *place, int64_t row_id, int64_t member_id)
{
  return (CipherPlace){ txn_community(txn), row_id, member_id, place };
}

const void *
seal_text(Txn *txn, Arena *arena, int64_t member_id, const char *place, int64_t row_id,
          const char *text, size_t *ret_len)
{
  const CipherPlace at = place_of_field(txn, place, row_id, member_id);
  uint8_t key[KEY_BYTES];
  size_t text_len = strlen(text);
  uint8_t *sealed = arena_alloc(arena, text_len + CIPHER_EXTRA_BYTES);

  *ret_len = text_len + CIPHER_EXTRA_BYTES;
  if (!read_person_key(txn, member_id, key)) {
    txn_fail(txn, TROUBLE_DATABASE, "seal: the person has no key");
    return sealed;
  }
  cipher_seal(key, FIELD_VERSION, &at, text, text_len, sealed);
  sodium_memzero(key, sizeof(key));
  return sealed;
}

/* Arena memory; wipes the key. */
static const char *
open_field(Arena *arena, uint8_t key[static KEY_BYTES], const CipherPlace *at, const void *sealed,
           size_t len)
{
  bool is_open = cipher_version(sealed, len) == FIELD_VERSION;
  char *plain = is_open ? arena_alloc(arena, len - CIPHER_EXTRA_BYTES + 1) : NULL;

  is_open = is_open && cipher_open(key, at, sealed, len, (uint8_t *)plain);
  sodium_memzero(key, KEY_BYTES);
  return is_open ? plain : NULL;
}

const char *
seal_open_with(Txn *txn, Arena *arena, const void *person_key, size_t person_key_len,
               int64_t member_id, const char *place, int64_t row_id, const void *sealed, size_t len)
{
  const CipherPlace at = place_of_field(txn, place, row_id, member_id);
  uint8_t key[KEY_BYTES];

  return person_key_open(txn, member_id, person_key, person_key_len, key)
             ? open_field(arena, key, &at, sealed, len)
             : NULL;
}

const char *
seal_open(Txn *txn, Arena *arena, int64_t member_id, const char *place, int64_t row_id,
          const void *sealed, size_t len)
{
  const CipherPlace at = place_of_field(txn, place, row_id, member_id);
  uint8_t key[KEY_BYTES];

  return read_person_key(txn, member_id, key) ? open_field(arena, key, &at, sealed, len) : NULL;
}

/* ---- what is worked out ---- */

int
seal_derive_version(Txn *txn)
{
  uint8_t key[KEY_BYTES];
  int version = community_key_current(txn, KEY_DERIVE, key);

  sodium_memzero(key, sizeof(key));
  if (version == 0)
    txn_fail(txn, TROUBLE_DATABASE, "seal: the community has no key to derive from");
  return version;
}

bool
seal_derive(Txn *txn, int version, const char *place, int64_t row_id, uint8_t ret_bytes[static 32])
{
  const int64_t community_id = txn_community(txn);
  crypto_generichash_state state;
  uint8_t key[KEY_BYTES];

  if (!community_key_get(txn, KEY_DERIVE, version, key))
    return false;
  crypto_generichash_init(&state, key, sizeof(key), 32);
  crypto_generichash_update(&state, (const uint8_t *)&community_id, sizeof(community_id));
  crypto_generichash_update(&state, (const uint8_t *)&row_id, sizeof(row_id));
  crypto_generichash_update(&state, (const uint8_t *)place, strlen(place));
  crypto_generichash_final(&state, ret_bytes, 32);
  sodium_memzero(key, sizeof(key));
  return true;
}

/* E-mail addresses are hashed as before keys were stored; other places each under a key of their
 * own, so that equal values in two places do not look equal. */
void
seal_blind(Txn *txn, const char *place, const char *value, uint8_t ret_hash[static BLIND_BYTES])
{
  uint8_t key[KEY_BYTES];

  memset(ret_hash, 0, BLIND_BYTES);
  if (!community_key_get(txn, KEY_BLIND, 1, key)) {
    txn_fail(txn, TROUBLE_DATABASE, "seal: the community has no key for finding things");
    return;
  }
  if (strcmp(place, "member.contact") != 0)
    crypto_generichash(key, sizeof(key), (const uint8_t *)place, strlen(place), key, sizeof(key));
  crypto_generichash(ret_hash, BLIND_BYTES, (const uint8_t *)value, strlen(value), key,
                     sizeof(key));
  sodium_memzero(key, sizeof(key));
}
