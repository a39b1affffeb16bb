/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Made files that hold what is not for everybody (letters with addresses, the bag of a meeting):
 * they lie sealed in the cache, for a day. A file's name is a keyed hash of all that its bytes come
 * from, so an old file is never taken for a new one, nor its name for a sign of what is in it. */
#pragma once

#include "db/db.h"
#include "people/cipher.h"

#include <glib.h>
#include <sodium.h>

typedef struct {
  CipherPlace at;
  uint8_t key[CIPHER_KEY_BYTES];
  int version;
  /* Until sealed_file_name. By itself, because it wants more alignment than arenas give. */
  crypto_generichash_state *hash;
  char *name; /* NULL until sealed_file_name */
} SealedFile;

/* Of this row of this place ("release.letters", a literal). False: trouble. */
bool sealed_file_start(Txn *txn, const char *place, int64_t row_id, SealedFile *ret_file);
/* What it is made of, piece by piece. */
void sealed_file_add(SealedFile *file, const void *bytes, size_t len);
/* After the last piece. */
void sealed_file_name(SealedFile *file);
void sealed_file_clear(SealedFile *file);

bool sealed_file_is_there(const SealedFile *file);
GBytes *sealed_file_open(const SealedFile *file); /* NULL: not there (any more) */
bool sealed_file_keep(const SealedFile *file, GBytes *plain);
/* All of an open file that is no larger than `most`; NULL: it is, or cannot be read. */
GBytes *file_bytes(int file, size_t most);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SealedFile, sealed_file_clear)
