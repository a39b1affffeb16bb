/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A person's key as it lies in person_key: for seal.c, and for sealing all of them anew. */
#pragma once

#include "db/db.h"
#include "people/cipher.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  PERSON_KEY_BYTES = CIPHER_KEY_BYTES,
  PERSON_KEY_SEALED_BYTES = PERSON_KEY_BYTES + CIPHER_EXTRA_BYTES
};

/* `outer`: the community's `people` key of that version. */
void person_key_seal(Txn *txn, int64_t member_id, const uint8_t outer[static PERSON_KEY_BYTES],
                     int version, const uint8_t key[static PERSON_KEY_BYTES],
                     uint8_t ret_sealed[static PERSON_KEY_SEALED_BYTES]);
/* False: it was erased, or is not what was sealed for this person. */
bool person_key_open(Txn *txn, int64_t member_id, const void *sealed, size_t len,
                     uint8_t ret_key[static PERSON_KEY_BYTES]);
