/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community's keys: random, sealed under the root key, in the table community_key. One per
 * purpose, in versions: `people` seals the keys of persons, `blind` hashes what must be found
 * without being readable, `derive` makes tokens that can be shown again. A version's bytes never
 * change, so what was opened once is remembered. */
#pragma once

#include "base/act.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

enum { COMMUNITY_KEY_BYTES = 32, COMMUNITY_VERSION_MAX = 255 };

typedef enum { KEY_PEOPLE, KEY_BLIND, KEY_DERIVE, KEY_PURPOSES } KeyPurpose;

/* Makes the first version of each purpose where there is none. A community from before keys were
 * stored keeps those that were derived from the root key, so that all of it still opens; its
 * `people` key is then made anew in the background. */
void community_keys_ensure(Txn *txn, const Act *act);
/* True: they are there. */
bool community_has_keys(Txn *txn);

/* The version that seals now, read in this transaction. 0: there is none, or trouble. */
int community_key_current(Txn *txn, KeyPurpose purpose, uint8_t ret_key[COMMUNITY_KEY_BYTES]);
/* False: no such version, or the root key is another one. */
bool community_key_get(Txn *txn, KeyPurpose purpose, int version,
                       uint8_t ret_key[COMMUNITY_KEY_BYTES]);
/* When the root key was set anew in this process (tests). */
void community_keys_forget(void);

/* ---- changing them (people/rotation.c) ---- */

/* A new random version that seals from now on. Its number; 0: none left, or trouble. */
int community_key_make(Txn *txn, const Act *act, KeyPurpose purpose);
/* Drops versions below this one. */
void community_keys_drop(Txn *txn, const Act *act, KeyPurpose purpose, int below);
/* Seals all under the root key's current version. How many were under another one; -1: one does not
 * open, or trouble. */
int community_keys_reseal(Txn *txn, const Act *act);
/* How many community keys each version of the root key seals: ret_counts[version]. False: trouble.
 * `ret_newest_us`: when the last one was sealed. */
bool community_keys_count(Txn *txn, int ret_counts[static 256], int64_t *ret_newest_us);
/* True: every one opens with the root keys that are held. *ret_version: of the root key under which
 * the last one is, or the first that does not open; 0: there are none. */
bool community_keys_open(Txn *txn, int *ret_version);
