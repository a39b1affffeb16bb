/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What lies under the seal of an archive, by somebody who knows the passphrase: tar headers, the
 * list, rows, files. */
#include "fuzz.h"

#include "archive/walk.h"

#include <string.h>

static const MigrationFile files[] = {
  { "web", "-- migration 1: a community, things, files\n"
           "-- tenant\n-- export yes\n"
           "CREATE TABLE community (community_id BIGINT PRIMARY KEY, name TEXT NOT NULL);\n"
           "-- tenant\n-- special: words\n-- export yes\n"
           "CREATE TABLE thing (community_id BIGINT NOT NULL, id BIGINT NOT NULL, small INTEGER,"
           " at_us BIGINT, raw BYTEA, words BYTEA NOT NULL, PRIMARY KEY (community_id, id));\n"
           "-- tenant\n-- export yes\n"
           "CREATE TABLE thing_part (community_id BIGINT NOT NULL, thing_id BIGINT NOT NULL,"
           " number INTEGER NOT NULL, bytes BYTEA NOT NULL,"
           " PRIMARY KEY (community_id, thing_id, number));\n" },
  { NULL },
};

typedef struct {
  const uint8_t *bytes;
  size_t len, at;
  bool is_begun;
  int64_t rows, pieces;
} Input;

static ssize_t
take(void *data, void *ret_bytes, size_t len, GError **err)
{
  Input *input = data;
  const size_t count = MIN(len, input->len - input->at);

  (void)err;
  memcpy(ret_bytes, input->bytes + input->at, count);
  input->at += count;
  return (ssize_t)count;
}

static bool
begin(void *data, const Manifest *manifest, GError **err)
{
  (void)err;
  fuzz_assert(manifest->community_id > 0);
  fuzz_assert(manifest->entries->len > 0);
  ((Input *)data)->is_begun = true;
  return true;
}

static bool
row(void *data, const DbTable *table, const json_t *object, GError **err)
{
  Input *input = data;

  (void)err;
  fuzz_assert(input->is_begun);
  fuzz_assert(json_is_object(object) && (int)json_object_size(object) == table->count);
  input->rows++;
  return true;
}

static bool
piece(void *data, const ArchiveEntry *entry, int64_t number, const void *bytes, size_t len,
      GError **err)
{
  Input *input = data;

  (void)err, (void)bytes;
  fuzz_assert(entry->file_id != 0 && number >= 0);
  fuzz_assert(len > 0 && len <= ARCHIVE_PIECE);
  input->pieces++;
  return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static DbTables *tables;
  Input input = { .bytes = data, .len = size };
  const ArchiveSource source = { .take = take, .data = &input };
  const ArchiveTaker taker = { .begin = begin, .row = row, .piece = piece, .data = &input };
  g_autoptr(GError) err = NULL;

  if (!tables)
    tables = db_tables_read(files, NULL);
  fuzz_assert(tables);

  const bool is_whole = archive_walk(&source, tables, &taker, &err);

  fuzz_assert(is_whole == (err == NULL));
  fuzz_assert(!is_whole || (input.is_begun && input.at == size && input.rows > 0));
  return 0;
}
