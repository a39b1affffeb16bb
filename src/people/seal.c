/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sealing: libsodium's XChaCha20-Poly1305 and BLAKE2b, nothing of our own but the order of things.
 */
#include "people/seal.h"

#include "base/random.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  KEY_BYTES = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
  NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
  TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
  HEAD_BYTES = 1 + NONCE_BYTES, /* the root key's version, then the nonce */
  ROOT_VERSION = 1,
  PLACE_MAX = 64,
};

static uint8_t root_key[ROOT_KEY_BYTES]; /* set before threads start */
static bool has_root_key;

void
seal_set_root_key(const uint8_t key[static ROOT_KEY_BYTES])
{
  if (sodium_init() < 0)
    g_error("libsodium does not start");
  memcpy(root_key, key, ROOT_KEY_BYTES);
  has_root_key = true;
}

static bool
make_key_file(const char *path, GError **err)
{
  uint8_t key[ROOT_KEY_BYTES];

  random_bytes(key, sizeof(key));

  g_autofree char *hex = text_from_bytes(key, sizeof(key));
  g_autofree char *text = g_strconcat(hex, "\n", NULL);

  sodium_memzero(key, sizeof(key));
  return g_file_set_contents_full(
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, err);
}

bool
seal_load_root_key(const char *path, GError **err)
{
  g_autofree char *text = NULL;
  uint8_t key[ROOT_KEY_BYTES];

  if (!g_file_test(path, G_FILE_TEST_EXISTS) && !make_key_file(path, err))
    return false;
  if (!g_file_get_contents(path, &text, NULL, err))
    return false;
  if (!text_to_bytes(g_strstrip(text), key, sizeof(key))) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                "%s is not a key file: it must hold 64 hexadecimal digits", path);
    return false;
  }
  seal_set_root_key(key);
  sodium_memzero(key, sizeof(key));
  return true;
}

/* BLAKE2b keyed by the root: one purpose, one community, one row. */
void
seal_derive(int64_t community_id, const char *place, int64_t row_id, uint8_t ret_bytes[32])
{
  crypto_generichash_state state;

  g_assert(has_root_key);
  crypto_generichash_init(&state, root_key, sizeof(root_key), 32);
  crypto_generichash_update(&state, (const uint8_t *)&community_id, sizeof(community_id));
  crypto_generichash_update(&state, (const uint8_t *)&row_id, sizeof(row_id));
  crypto_generichash_update(&state, (const uint8_t *)place, strlen(place));
  crypto_generichash_final(&state, ret_bytes, 32);
}

/* What binds a sealed value to its place: "community|place|row|member|version". */
static size_t
bind_place(char text[static 192], int64_t community_id, const char *place, int64_t row_id,
           int64_t member_id)
{
  g_assert(strlen(place) <= PLACE_MAX);
  return (size_t)g_snprintf(text, 192,
                            "%" G_GINT64_FORMAT "|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%d",
                            community_id, place, row_id, member_id, ROOT_VERSION);
}

static void
seal_bytes(const uint8_t key[static KEY_BYTES], const char *bound, size_t bound_len,
           const void *plain, size_t plain_len, uint8_t *ret_sealed)
{
  ret_sealed[0] = ROOT_VERSION;
  random_bytes(ret_sealed + 1, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(ret_sealed + HEAD_BYTES, NULL, plain, plain_len,
                                             (const uint8_t *)bound, bound_len, NULL,
                                             ret_sealed + 1, key);
}

/* `ret_plain` has room for len - HEAD_BYTES - TAG_BYTES. */
static bool
open_bytes(const uint8_t key[static KEY_BYTES], const char *bound, size_t bound_len,
           const uint8_t *sealed, size_t len, uint8_t *ret_plain)
{
  if (len < HEAD_BYTES + TAG_BYTES || sealed[0] != ROOT_VERSION)
    return false;
  return crypto_aead_xchacha20poly1305_ietf_decrypt(ret_plain, NULL, NULL, sealed + HEAD_BYTES,
                                                    len - HEAD_BYTES, (const uint8_t *)bound,
                                                    bound_len, sealed + 1, key) == 0;
}

static void
community_key(int64_t community_id, uint8_t ret_key[static KEY_BYTES])
{
  seal_derive(community_id, "community-key", 0, ret_key);
}

void
seal_make_person_key(Txn *txn, const Act *act, int64_t member_id)
{
  uint8_t outer[KEY_BYTES], key[KEY_BYTES], sealed[HEAD_BYTES + KEY_BYTES + TAG_BYTES];
  char bound[192];
  size_t bound_len = bind_place(bound, txn_community(txn), "person_key", member_id, member_id);

  community_key(txn_community(txn), outer);
  random_bytes(key, sizeof(key));
  seal_bytes(outer, bound, bound_len, key, sizeof(key), sealed);
  sodium_memzero(key, sizeof(key));
  sodium_memzero(outer, sizeof(outer));

  g_autoptr(Query) q = db_change(
      txn, act, "INSERT INTO person_key (community_id, member_id, sealed) VALUES (?1, ?2, ?3)");

  bind_int(q, 2, member_id);
  bind_blob(q, 3, sealed, sizeof(sealed));
  query_run(q);
}

static bool
open_person_key(int64_t community_id, int64_t member_id, const void *sealed, size_t len,
                uint8_t ret_key[static KEY_BYTES])
{
  uint8_t outer[KEY_BYTES];
  char bound[192];
  size_t bound_len = bind_place(bound, community_id, "person_key", member_id, member_id);

  if (len != HEAD_BYTES + KEY_BYTES + TAG_BYTES)
    return false;
  community_key(community_id, outer);

  bool is_open = open_bytes(outer, bound, bound_len, sealed, len, ret_key);

  sodium_memzero(outer, sizeof(outer));
  return is_open;
}

static bool
read_person_key(Txn *txn, int64_t member_id, uint8_t ret_key[static KEY_BYTES])
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT sealed FROM person_key WHERE community_id = ?1 AND member_id = ?2");
  size_t len = 0;

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return false;

  const void *sealed = col_blob(q, 0, &len);

  return open_person_key(txn_community(txn), member_id, sealed, len, ret_key);
}

const void *
seal_text(Txn *txn, Arena *arena, int64_t member_id, const char *place, int64_t row_id,
          const char *text, size_t *ret_len)
{
  uint8_t key[KEY_BYTES];
  char bound[192];
  size_t bound_len = bind_place(bound, txn_community(txn), place, row_id, member_id);
  size_t text_len = strlen(text);
  uint8_t *sealed = arena_alloc(arena, HEAD_BYTES + text_len + TAG_BYTES);

  *ret_len = HEAD_BYTES + text_len + TAG_BYTES;
  if (!read_person_key(txn, member_id, key)) {
    txn_fail(txn, TROUBLE_DATABASE, "seal: the person has no key");
    return sealed;
  }
  seal_bytes(key, bound, bound_len, text, text_len, sealed);
  sodium_memzero(key, sizeof(key));
  return sealed;
}

static const char *
open_text(Arena *arena, const uint8_t key[static KEY_BYTES], const char *bound, size_t bound_len,
          const void *sealed, size_t len)
{
  if (len < HEAD_BYTES + TAG_BYTES)
    return NULL;

  char *plain = arena_alloc(arena, len - HEAD_BYTES - TAG_BYTES + 1);

  return open_bytes(key, bound, bound_len, sealed, len, (uint8_t *)plain) ? plain : NULL;
}

const char *
seal_open_with(Txn *txn, Arena *arena, const void *person_key, size_t person_key_len,
               int64_t member_id, const char *place, int64_t row_id, const void *sealed, size_t len)
{
  uint8_t key[KEY_BYTES];
  char bound[192];
  size_t bound_len = bind_place(bound, txn_community(txn), place, row_id, member_id);

  if (!open_person_key(txn_community(txn), member_id, person_key, person_key_len, key))
    return NULL;

  const char *plain = open_text(arena, key, bound, bound_len, sealed, len);

  sodium_memzero(key, sizeof(key));
  return plain;
}

const char *
seal_open(Txn *txn, Arena *arena, int64_t member_id, const char *place, int64_t row_id,
          const void *sealed, size_t len)
{
  uint8_t key[KEY_BYTES];
  char bound[192];
  size_t bound_len = bind_place(bound, txn_community(txn), place, row_id, member_id);

  if (!read_person_key(txn, member_id, key))
    return NULL;

  const char *plain = open_text(arena, key, bound, bound_len, sealed, len);

  sodium_memzero(key, sizeof(key));
  return plain;
}

void
seal_blind(int64_t community_id, const char *place, const char *value,
           uint8_t ret_hash[static BLIND_BYTES])
{
  uint8_t key[KEY_BYTES];

  seal_derive(community_id, place, -1, key);
  crypto_generichash(ret_hash, BLIND_BYTES, (const uint8_t *)value, strlen(value), key,
                     sizeof(key));
  sodium_memzero(key, sizeof(key));
}
