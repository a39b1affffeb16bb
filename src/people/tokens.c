/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Making and hashing of tokens. */
#include "people/tokens.h"

#include "base/random.h"
#include "people/community_keys.h"
#include "people/seal.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32 };

void
token_hash(const char *token, uint8_t ret_hash[static TOKEN_HASH_BYTES])
{
  crypto_generichash(ret_hash, TOKEN_HASH_BYTES, (const uint8_t *)token, strlen(token), NULL, 0);
}

static void
write_token(uint8_t bytes[static TOKEN_BYTES], char ret_token[static LINK_TOKEN_SIZE])
{
  sodium_bin2base64(ret_token, LINK_TOKEN_SIZE, bytes, TOKEN_BYTES,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(bytes, TOKEN_BYTES);
}

bool
token_make_version(Txn *txn, int version, const char *place, int64_t row_id,
                   char ret_token[static LINK_TOKEN_SIZE])
{
  uint8_t bytes[TOKEN_BYTES];

  if (!seal_derive(txn, version, place, row_id, bytes))
    return false;
  write_token(bytes, ret_token);
  return true;
}

void
token_make(Txn *txn, const Act *act, const char *place, int64_t row_id,
           char ret_token[static LINK_TOKEN_SIZE])
{
  *ret_token = '\0';
  community_keys_ensure(txn, act);
  if (!token_make_version(txn, seal_derive_version(txn), place, row_id, ret_token))
    txn_fail(txn, TROUBLE_DATABASE, "tokens: no key to make a token of");
}

bool
token_make_again(Txn *txn, const char *place, int64_t row_id,
                 const uint8_t hash[static TOKEN_HASH_BYTES],
                 char ret_token[static LINK_TOKEN_SIZE])
{
  uint8_t own[TOKEN_HASH_BYTES];

  for (int version = seal_derive_version(txn); version > 0; version--) {
    if (!token_make_version(txn, version, place, row_id, ret_token))
      break;
    token_hash(ret_token, own);
    if (sodium_memcmp(own, hash, sizeof(own)) == 0)
      return true;
  }
  *ret_token = '\0';
  return false;
}

void
token_random(char ret_token[static LINK_TOKEN_SIZE])
{
  uint8_t bytes[TOKEN_BYTES];

  random_bytes(bytes, sizeof(bytes));
  write_token(bytes, ret_token);
}
