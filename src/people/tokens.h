/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tokens in addresses: 256 bits as 43 letters of base64url, stored as a hash. For
 * people and notices. */
#pragma once

#include "people/people.h"

enum { TOKEN_HASH_BYTES = 32 };

void token_hash(const char *token, uint8_t ret_hash[static TOKEN_HASH_BYTES]);
/* A token worked out from the community's keys, so that it can be shown again without being stored.
 * `place`: "sign-in-link". Trouble where there are no keys. */
void token_make(Txn *txn, const Act *act, const char *place, int64_t row_id,
                char ret_token[static LINK_TOKEN_SIZE]);
/* The token whose hash is stored; the keys may have been changed since. False and "": it is from
 * before keys were stored, works, but cannot be shown again. */
bool token_make_again(Txn *txn, const char *place, int64_t row_id,
                      const uint8_t hash[static TOKEN_HASH_BYTES],
                      char ret_token[static LINK_TOKEN_SIZE]);
/* The token as one version of the keys makes it. False: there is no such version. */
bool token_make_version(Txn *txn, int version, const char *place, int64_t row_id,
                        char ret_token[static LINK_TOKEN_SIZE]);
void token_random(char ret_token[static LINK_TOKEN_SIZE]);
