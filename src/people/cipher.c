/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libsodium's XChaCha20-Poly1305, nothing of our own but the order of things. */
#include "people/cipher.h"

#include "base/random.h"

#include <glib.h>
#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT(CIPHER_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT(CIPHER_HEAD_BYTES == 1 + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
G_STATIC_ASSERT(CIPHER_EXTRA_BYTES ==
                CIPHER_HEAD_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES);

typedef struct {
  unsigned char bytes[192];
  size_t len;
} Bound;

static Bound
bind_place(const CipherPlace *place, int version)
{
  Bound bound;

  g_assert(strlen(place->place) <= CIPHER_PLACE_MAX);
  bound.len = (size_t)g_snprintf(
      (char *)bound.bytes, sizeof(bound.bytes),
      "%" G_GINT64_FORMAT "|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%d", place->community_id,
      place->place, place->row_id, place->member_id, version);
  return bound;
}

void
cipher_seal(const uint8_t key[static CIPHER_KEY_BYTES], int version, const CipherPlace *place,
            const void *plain, size_t len, uint8_t *ret_sealed)
{
  const Bound bound = bind_place(place, version);

  ret_sealed[0] = (uint8_t)version;
  random_bytes(ret_sealed + 1, CIPHER_HEAD_BYTES - 1);
  crypto_aead_xchacha20poly1305_ietf_encrypt(ret_sealed + CIPHER_HEAD_BYTES, NULL, plain, len,
                                             bound.bytes, bound.len, NULL, ret_sealed + 1, key);
}

bool
cipher_open(const uint8_t key[static CIPHER_KEY_BYTES], const CipherPlace *place,
            const uint8_t *sealed, size_t len, uint8_t *ret_plain)
{
  if (len < CIPHER_EXTRA_BYTES)
    return false;

  const Bound bound = bind_place(place, sealed[0]);

  return crypto_aead_xchacha20poly1305_ietf_decrypt(
             ret_plain, NULL, NULL, sealed + CIPHER_HEAD_BYTES, len - CIPHER_HEAD_BYTES,
             bound.bytes, bound.len, sealed + 1, key) == 0;
}

int
cipher_version(const void *sealed, size_t len)
{
  return len < CIPHER_EXTRA_BYTES ? 0 : *(const uint8_t *)sealed;
}
