/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sealing of what must not lie readable in the database: XChaCha20-Poly1305 under a key per person,
 * itself sealed under a key per community, sealed under the root key that is kept apart from the
 * data. Deleting the person's key erases all that was sealed under it, in old backups too
 * (people/erasures.h). Bound to community, table, column and row, so that a value cannot be moved
 * elsewhere. (research: scale-reliability-security D.3; doc/decisions/0009) */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "people/root_keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Once, before threads start, where there is no file (tests). Copied. */
void seal_set_root_key(const uint8_t key[static ROOT_KEY_BYTES]);

/* The community's first person also makes the community's keys. */
void seal_make_person_key(Txn *txn, const Act *act, int64_t member_id);
/* Of a thing whose sealed values are gone: nobody is erased by it, and nothing is listed. */
void seal_drop_key(Txn *txn, const Act *act, int64_t thing_id);
bool seal_has_key(Txn *txn, int64_t member_id); /* false: nobody of that id, or erased */
/* `place`: "member.contact". Arena memory. Trouble when the person has no key. */
const void *seal_text(Txn *txn, Arena *arena, int64_t member_id, const char *place, int64_t row_id,
                      const char *text, size_t *ret_len);
/* NULL: no key any more (erased), or the bytes are not what was sealed there. */
const char *seal_open(Txn *txn, Arena *arena, int64_t member_id, const char *place, int64_t row_id,
                      const void *sealed, size_t len);
/* The same where the person's sealed key is at hand already: a list that joins person_key. */
const char *seal_open_with(Txn *txn, Arena *arena, const void *person_key, size_t person_key_len,
                           int64_t member_id, const char *place, int64_t row_id, const void *sealed,
                           size_t len);
/* 32 bytes that only holders of the root key can work out, the same each time: for tokens that must
 * be shown again without being stored. Under the version that counts now; a token made earlier may
 * be of an earlier version, down to 1. False: no such version. */
int seal_derive_version(Txn *txn); /* 0: trouble */
bool seal_derive(Txn *txn, int version, const char *place, int64_t row_id,
                 uint8_t ret_bytes[static 32]);
/* Keyed hash of a normalised value for finding it again (an e-mail address): 32 bytes. It stays the
 * same whatever keys are changed. Trouble in a community without keys (community_keys_ensure). */
enum { BLIND_BYTES = 32 };
void seal_blind(Txn *txn, const char *place, const char *value,
                uint8_t ret_hash[static BLIND_BYTES]);
