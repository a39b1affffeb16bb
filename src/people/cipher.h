/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One sealed value: a version byte, a nonce, XChaCha20-Poly1305 over the bytes, bound to its place.
 * What the version counts is the caller's. Used by the files that seal, nothing else. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  CIPHER_KEY_BYTES = 32,
  CIPHER_HEAD_BYTES = 1 + 24, /* version, nonce */
  CIPHER_EXTRA_BYTES = CIPHER_HEAD_BYTES + 16,
  CIPHER_PLACE_MAX = 64
};

/* Where a value stands: "community|place|row|member|version" is bound to it. */
typedef struct {
  int64_t community_id, row_id, member_id;
  const char *place; /* "member.contact" */
} CipherPlace;

/* ret_sealed has room for len + CIPHER_EXTRA_BYTES. */
void cipher_seal(const uint8_t key[static CIPHER_KEY_BYTES], int version, const CipherPlace *place,
                 const void *plain, size_t len, uint8_t *ret_sealed);
/* ret_plain has room for len - CIPHER_EXTRA_BYTES. False: another key, place or version, or
 * changed bytes. */
bool cipher_open(const uint8_t key[static CIPHER_KEY_BYTES], const CipherPlace *place,
                 const uint8_t *sealed, size_t len, uint8_t *ret_plain);
/* The version that stands in front; 0: too short to be sealed. */
int cipher_version(const void *sealed, size_t len);
