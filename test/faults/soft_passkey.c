/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The bytes of W3C Web Authentication, level 2, sections 5.8.1, 6.1 and 6.5.1, by hand. */
#include "soft_passkey.h"

#include "base/random.h"

#include <sodium.h>
#include <string.h>

enum { PRESENT_AND_VERIFIED = 0x05, HAS_KEY = 0x40 };

SoftPasskey
soft_passkey_new(void)
{
  SoftPasskey passkey;

  random_bytes(passkey.id, sizeof(passkey.id));
  crypto_sign_keypair(passkey.public_key, passkey.secret_key);
  return passkey;
}

WebauthnKey
soft_passkey_key(const SoftPasskey *passkey)
{
  WebauthnKey key = { .id_len = sizeof(passkey->id),
                      .public_key_len = sizeof(passkey->public_key),
                      .algorithm = -8 };

  memcpy(key.id, passkey->id, sizeof(passkey->id));
  memcpy(key.public_key, passkey->public_key, sizeof(passkey->public_key));
  return key;
}

static char *
base64(const void *bytes, size_t len)
{
  const size_t size = sodium_base64_encoded_len(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc(size);

  return sodium_bin2base64(text, size, bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static char *
client_data(const char *type, const char *origin, const char *challenge)
{
  return g_strdup_printf("{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\","
                         "\"crossOrigin\":false}",
                         type, challenge, origin);
}

/* Host, flags, a counter that does not count. */
static GByteArray *
auth_data(const char *rp_id, uint8_t flags)
{
  GByteArray *bytes = g_byte_array_new();
  uint8_t head[crypto_hash_sha256_BYTES + 5] = { 0 };

  crypto_hash_sha256(head, (const uint8_t *)rp_id, strlen(rp_id));
  head[crypto_hash_sha256_BYTES] = flags;
  g_byte_array_append(bytes, head, sizeof(head));
  return bytes;
}

char *
soft_passkey_make(const SoftPasskey *passkey, const char *origin, const char *rp_id,
                  const char *challenge)
{
  static const uint8_t no_maker[16] = { 0 }, id_len[] = { 0, sizeof(passkey->id) };
  /* COSE: { 1: 1 (OKP), 3: -8 (EdDSA), -1: 6 (Ed25519), -2: 32 bytes } */
  static const uint8_t cose[] = { 0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20 };
  g_autofree char *json = client_data("webauthn.create", origin, challenge);
  g_autoptr(GByteArray) data = auth_data(rp_id, PRESENT_AND_VERIFIED | HAS_KEY);

  g_byte_array_append(data, no_maker, sizeof(no_maker));
  g_byte_array_append(data, id_len, sizeof(id_len));
  g_byte_array_append(data, passkey->id, sizeof(passkey->id));
  g_byte_array_append(data, cose, sizeof(cose));
  g_byte_array_append(data, passkey->public_key, sizeof(passkey->public_key));

  g_autofree char *id = base64(passkey->id, sizeof(passkey->id));
  g_autofree char *json64 = base64(json, strlen(json));
  g_autofree char *data64 = base64(data->data, data->len);

  return g_strdup_printf("credential=%s&client_data=%s&auth_data=%s", id, json64, data64);
}

char *
soft_passkey_sign(const SoftPasskey *passkey, const char *origin, const char *rp_id,
                  const char *challenge)
{
  g_autofree char *json = client_data("webauthn.get", origin, challenge);
  g_autoptr(GByteArray) data = auth_data(rp_id, PRESENT_AND_VERIFIED);
  g_autoptr(GByteArray) both = g_byte_array_new();
  uint8_t hash[crypto_hash_sha256_BYTES], signature[crypto_sign_BYTES];

  crypto_hash_sha256(hash, (const uint8_t *)json, strlen(json));
  g_byte_array_append(both, data->data, data->len);
  g_byte_array_append(both, hash, sizeof(hash));
  crypto_sign_detached(signature, NULL, both->data, both->len, passkey->secret_key);

  g_autofree char *id = base64(passkey->id, sizeof(passkey->id));
  g_autofree char *json64 = base64(json, strlen(json));
  g_autofree char *data64 = base64(data->data, data->len);
  g_autofree char *signature64 = base64(signature, sizeof(signature));

  return g_strdup_printf("credential=%s&client_data=%s&auth_data=%s&signature=%s", id, json64,
                         data64, signature64);
}
