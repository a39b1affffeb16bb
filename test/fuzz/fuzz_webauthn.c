/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a browser sends of a passkey. The input: a byte that chooses, then client data up to a zero
 * byte, then authenticator data, whose last 72 bytes are also taken for a signature. Only the two
 * things that were signed with known keys may ever be believed; the fuzzer has no key. */
#include "fuzz.h"

#include "people/webauthn.h"
#include "people/webauthn_vectors.h"

#include <string.h>

enum { SIGNATURE_BYTES = 72 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size < 1)
    return 0;

  const struct Vector *vector = &vectors[data[0] % G_N_ELEMENTS(vectors)];
  const WebauthnAsked made = { VECTORS_ORIGIN, VECTORS_RP_ID, vector->made_challenge };
  const WebauthnAsked used = { VECTORS_ORIGIN, VECTORS_RP_ID, vector->challenge };
  const uint8_t *end = memchr(data + 1, 0, size - 1);
  const size_t len = end ? (size_t)(end - data) - 1 : size - 1;
  const WebauthnBytes client_data = { data + 1, len };
  const WebauthnBytes rest = { end ? end + 1 : data + size, end ? size - len - 2 : 0 };
  const size_t signed_len = MIN(rest.len, SIGNATURE_BYTES);
  const WebauthnBytes signature = { (const uint8_t *)rest.bytes + rest.len - signed_len,
                                    signed_len };
  WebauthnKey key = { .algorithm = -7, .public_key_len = 64 };
  int64_t count = -1;

  if (webauthn_register(&made, client_data, rest, &key) == WEBAUTHN_GOOD) {
    fuzz_assert(key.id_len > 0 && key.id_len <= WEBAUTHN_CREDENTIAL_ID_MAX);
    fuzz_assert(key.public_key_len > 0 && key.public_key_len <= WEBAUTHN_PUBLIC_KEY_MAX);
    fuzz_assert(key.sign_count >= 0 && key.sign_count <= 0xffffffff);
  }
  if (webauthn_check_auth_data(&used, rest, &count) != WEBAUTHN_GOOD)
    fuzz_assert(count == -1);
  fuzz_assert(webauthn_verify(&used, &key, client_data, rest, signature, &count) != WEBAUTHN_GOOD);
  /* With our own client data the other two parsers are reached whatever the input. */
  const WebauthnBytes own = { vector->made_client_data, strlen(vector->made_client_data) };
  (void)webauthn_register(&made, own, rest, &key);
  return 0;
}
