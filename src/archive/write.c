/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing an archive: two rounds over one snapshot. The first works out how long each part is and
 * its hash, which stand before it; the second writes. So nothing that is opened ever lies on a
 * disk, and no part need fit into memory. */
#include "archive/archive.h"

#include "archive/facts.h"
#include "archive/rows_json.h"
#include "archive/tar.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_ONCE = 64, PARTS_AT_ONCE = 4 };

typedef struct {
  Txn *txn;
  const DbTables *tables;
  Manifest *manifest;
  SealedWriter *writer; /* NULL: the first round */
  guint next;           /* entry, in the second round */
  ArchiveEntry *entry;  /* the one that is open */
  int64_t bytes, rows;
  crypto_hash_sha256_state hash;
} Writing;

static bool
put_head(Writing *writing, const char *name, int64_t bytes, GError **err)
{
  TarHead head = { .bytes = bytes };
  uint8_t block[TAR_BLOCK];

  g_strlcpy(head.name, name, sizeof(head.name));
  tar_write_head(&head, block);
  return sealed_writer_put(writing->writer, block, sizeof(block), err);
}

static bool
put_padding(Writing *writing, int64_t bytes, GError **err)
{
  static const uint8_t zeros[TAR_BLOCK];

  return sealed_writer_put(writing->writer, zeros, (size_t)tar_padding(bytes), err);
}

static bool
begin_entry(Writing *writing, const DbTable *table, int64_t file_id, GError **err)
{
  writing->bytes = writing->rows = 0;
  crypto_hash_sha256_init(&writing->hash);
  if (!writing->writer) {
    writing->entry = manifest_add(writing->manifest, table, file_id);
    return true;
  }
  g_assert(writing->next < writing->manifest->entries->len);
  writing->entry = writing->manifest->entries->pdata[writing->next++];
  return put_head(writing, writing->entry->name, writing->entry->bytes, err);
}

static bool
put_bytes(Writing *writing, const void *bytes, size_t len, GError **err)
{
  writing->bytes += (int64_t)len;
  if (writing->writer)
    return sealed_writer_put(writing->writer, bytes, len, err);
  crypto_hash_sha256_update(&writing->hash, bytes, len);
  return true;
}

static bool
end_entry(Writing *writing, GError **err)
{
  ArchiveEntry *entry = writing->entry;

  writing->entry = NULL;
  if (writing->writer) {
    g_assert(entry->bytes == writing->bytes); /* one snapshot: it cannot differ */
    return put_padding(writing, entry->bytes, err);
  }
  entry->bytes = writing->bytes;
  entry->rows = writing->rows;
  crypto_hash_sha256_final(&writing->hash, entry->hash);
  if (entry->bytes <= (entry->file_id ? FILE_BYTES_MAX : TAR_SIZE_MAX))
    return true;
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TOO_LARGE, "%s is larger than an archive can hold",
              entry->name);
  return false;
}

/* ---- tables and files ---- */

static bool
is_read(Writing *writing, GError **err)
{
  if (!txn_trouble(writing->txn))
    return true;
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "The database cannot be read: %s",
              txn_trouble_detail(writing->txn));
  return false;
}

static bool
put_row(Writing *writing, const DbTable *table, Query *q, GError **err)
{
  json_auto_t *row = row_to_json(writing->txn, table, q, err);
  char *line = row ? json_dumps(row, JSON_COMPACT) : NULL;

  if (row && !line)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "A row of %s cannot be written", table->name);

  const bool is_put =
      line && put_bytes(writing, line, strlen(line), err) && put_bytes(writing, "\n", 1, err);

  writing->rows++;
  if (line) {
    sodium_memzero(line, strlen(line));
    free(line);
  }
  return is_put;
}

static bool
put_table(Writing *writing, const DbTable *table, GError **err)
{
  g_autoptr(DbRows) rows = db_rows_open(writing->txn, table, ROWS_AT_ONCE);

  if (!begin_entry(writing, table, 0, err))
    return false;
  for (Query *q; (q = db_rows_next(rows));)
    if (!put_row(writing, table, q, err))
      return false;
  return is_read(writing, err) && end_entry(writing, err);
}

/* (whose file, number, bytes), in this order: a file ends where another id begins. */
static bool
put_files(Writing *writing, const DbTable *table, GError **err)
{
  g_autoptr(DbRows) rows = db_rows_open(writing->txn, table, PARTS_AT_ONCE);
  int64_t file_id = 0;

  for (Query *q; (q = db_rows_next(rows));) {
    size_t len = 0;
    const void *bytes = col_blob(q, 2, &len);

    if (col_int(q, 0) != file_id || file_id == 0) {
      if (file_id && !end_entry(writing, err))
        return false;
      file_id = col_int(q, 0);
      if (!begin_entry(writing, table, file_id, err))
        return false;
    }
    if (!put_bytes(writing, bytes, len, err))
      return false;
  }
  return is_read(writing, err) && (!file_id || end_entry(writing, err));
}

static bool
go_round(Writing *writing, GError **err)
{
  for (guint i = 0; i < writing->tables->tables->len; i++) {
    const DbTable *table = writing->tables->tables->pdata[i];

    if (archive_takes_table(table) && !(archive_is_parts(table) ? put_files(writing, table, err)
                                                                : put_table(writing, table, err)))
      return false;
  }
  return true;
}

/* ---- the whole ---- */

static bool
put_manifest(Writing *writing, GError **err)
{
  char *text = manifest_to_text(writing->manifest, writing->tables);
  const size_t len = text ? strlen(text) : 0;
  bool is_put = text && len < MANIFEST_BYTES_MAX;

  if (!is_put)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TOO_LARGE, "There is more here than an archive lists");
  is_put = is_put && put_head(writing, MANIFEST_NAME, (int64_t)len + 1, err) &&
           sealed_writer_put(writing->writer, text, len, err) &&
           sealed_writer_put(writing->writer, "\n", 1, err) &&
           put_padding(writing, (int64_t)len + 1, err);
  free(text);
  return is_put;
}

void
archive_note_facts(const Manifest *manifest, ArchiveFacts *ret_facts)
{
  ArchiveFacts facts = { .people = manifest_rows(manifest, "member"),
                         .papers = manifest_rows(manifest, "paper"),
                         .entries = manifest_rows(manifest, "log_entry") };

  for (guint i = 0; i < manifest->entries->len; i++) {
    const ArchiveEntry *entry = manifest->entries->pdata[i];

    facts.rows += entry->rows;
    facts.files += entry->file_id != 0;
    facts.bytes += entry->bytes;
  }
  *ret_facts = facts;
}

static bool
write_snapshot(Writing *writing, int fd, const char *passphrase, GError **err)
{
  static const uint8_t end[2 * TAR_BLOCK];

  if (!go_round(writing, err))
    return false;
  if (manifest_rows(writing->manifest, "community") != 1) {
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "There is no such community here");
    return false;
  }

  g_autoptr(SealedWriter) writer = sealed_writer_new(fd, passphrase, err);

  writing->writer = writer;
  return writer && put_manifest(writing, err) && go_round(writing, err) &&
         sealed_writer_put(writer, end, sizeof(end), err) && sealed_writer_end(writer, err);
}

bool
archive_write(Db *db, const MigrationFile *files, int64_t community_id, int fd,
              const char *passphrase, ArchiveFacts *ret_facts, GError **err)
{
  g_autoptr(DbTables) tables = db_tables_read(files, err);

  if (!tables)
    return false;

  g_autoptr(Manifest) manifest = manifest_new(tables, community_id);
  Writing writing = { .tables = tables, .manifest = manifest };

  writing.txn = db_begin_read(db, community_id);
  const bool is_written = write_snapshot(&writing, fd, passphrase, err);
  db_end_read(writing.txn);
  archive_note_facts(manifest, ret_facts);
  return is_written;
}
