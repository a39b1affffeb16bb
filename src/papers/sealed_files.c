/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sealing made files, and finding them again. */
#include "papers/sealed_files.h"

#include "base/text.h"
#include "papers/cache.h"
#include "people/seal.h"
#include "press/job.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 16, HASH_ALIGNMENT = 64, SEALED_MAX = 64 * 1024 * 1024 + CIPHER_EXTRA_BYTES };

GBytes *
file_bytes(int file, size_t most)
{
  struct stat about;

  if (fstat(file, &about) != 0 || (size_t)about.st_size > most)
    return NULL;

  size_t size = (size_t)about.st_size, have = 0;
  g_autofree char *bytes = g_malloc(size + 1);

  while (have < size) {
    ssize_t count = read(file, bytes + have, size - have);

    if (count <= 0)
      return NULL;
    have += (size_t)count;
  }
  return g_bytes_new_take(g_steal_pointer(&bytes), size);
}

bool
sealed_file_start(Txn *txn, const char *place, int64_t row_id, SealedFile *ret_file)
{
  *ret_file = (SealedFile){ .at = { txn_community(txn), row_id, 0, place } };
  ret_file->version = seal_derive_version(txn);
  if (ret_file->version == 0 || !seal_derive(txn, ret_file->version, place, row_id, ret_file->key))
    return false;
  ret_file->hash = g_aligned_alloc0(1, crypto_generichash_statebytes(), HASH_ALIGNMENT);
  crypto_generichash_init(ret_file->hash, ret_file->key, CIPHER_KEY_BYTES, NAME_BYTES);
  sealed_file_add(ret_file, PRESS_VERSION, strlen(PRESS_VERSION));
  return true;
}

void
sealed_file_add(SealedFile *file, const void *bytes, size_t len)
{
  crypto_generichash_update(file->hash, bytes, len);
}

static void
free_hash(SealedFile *file)
{
  if (file->hash)
    sodium_memzero(file->hash, crypto_generichash_statebytes());
  g_clear_pointer(&file->hash, g_aligned_free);
}

void
sealed_file_name(SealedFile *file)
{
  uint8_t bytes[NAME_BYTES];

  crypto_generichash_final(file->hash, bytes, sizeof(bytes));
  free_hash(file);

  g_autofree char *hex = text_from_bytes(bytes, sizeof(bytes));

  file->name = g_strconcat(CACHE_SEALED, hex, NULL);
}

void
sealed_file_clear(SealedFile *file)
{
  g_clear_pointer(&file->name, g_free);
  free_hash(file);
  sodium_memzero(file->key, sizeof(file->key));
}

bool
sealed_file_is_there(const SealedFile *file)
{
  g_autofree char *path = cache_path(file->name);

  return path && g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

GBytes *
sealed_file_open(const SealedFile *file)
{
  const int open_file = cache_open(file->name);
  g_autoptr(GBytes) sealed = open_file >= 0 ? file_bytes(open_file, SEALED_MAX) : NULL;
  gsize len = 0;
  const void *bytes = sealed ? g_bytes_get_data(sealed, &len) : NULL;

  if (open_file >= 0)
    close(open_file);
  if (len < CIPHER_EXTRA_BYTES)
    return NULL;

  g_autofree uint8_t *plain = g_malloc(len - CIPHER_EXTRA_BYTES + 1);

  if (!cipher_open(file->key, &file->at, bytes, len, plain))
    return NULL;
  return g_bytes_new_take(g_steal_pointer(&plain), len - CIPHER_EXTRA_BYTES);
}

bool
sealed_file_keep(const SealedFile *file, GBytes *plain)
{
  gsize len = 0;
  const void *bytes = g_bytes_get_data(plain, &len);
  uint8_t *room = g_malloc(len + CIPHER_EXTRA_BYTES);

  cipher_seal(file->key, file->version, &file->at, bytes, len, room);

  g_autoptr(GBytes) sealed = g_bytes_new_take(room, len + CIPHER_EXTRA_BYTES);

  return cache_keep(file->name, sealed);
}
