/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tar headers, hashes and lines, one after another, in constant memory. */
#include "archive/walk.h"

#include "archive/rows_json.h"
#include "archive/tar.h"

#include <sodium.h>
#include <string.h>

typedef struct {
  const ArchiveSource *source;
  const DbTables *tables;
  const ArchiveTaker *taker;
  Manifest *manifest;
  crypto_hash_sha256_state hash;
} Walk;

static bool
damaged(GError **err, const char *why, const char *name)
{
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DAMAGED, "The archive is damaged: %s %s", name, why);
  return false;
}

static bool
take(Walk *walk, void *ret_bytes, size_t len, const char *name, GError **err)
{
  ssize_t count = walk->source->take(walk->source->data, ret_bytes, len, err);

  if (count < 0)
    return false;
  return (size_t)count == len || damaged(err, "ends too early", name);
}

static bool
take_head(Walk *walk, const char *name, int64_t bytes, TarHead *ret_head, GError **err)
{
  uint8_t block[TAR_BLOCK];

  if (!take(walk, block, sizeof(block), name, err))
    return false;
  if (tar_read_head(block, ret_head) != TAR_FILE)
    return damaged(err, "is not there", name);
  if (!tar_name_is_inside(ret_head->name)) {
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_OUTSIDE,
                "The archive names a place outside itself, so it is not safe: %s", ret_head->name);
    return false;
  }
  if (strcmp(ret_head->name, name) != 0)
    return damaged(err, "is not there", name);
  return bytes < 0 || ret_head->bytes == bytes || damaged(err, "has not its size", name);
}

static bool
skip_padding(Walk *walk, int64_t bytes, const char *name, GError **err)
{
  uint8_t padding[TAR_BLOCK];

  if (!take(walk, padding, (size_t)tar_padding(bytes), name, err))
    return false;
  for (int i = 0; i < tar_padding(bytes); i++)
    if (padding[i])
      return damaged(err, "is followed by what does not belong there", name);
  return true;
}

static bool
take_manifest(Walk *walk, GError **err)
{
  TarHead head;

  if (!take_head(walk, MANIFEST_NAME, -1, &head, err))
    return false;
  if (head.bytes > MANIFEST_BYTES_MAX) {
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TOO_LARGE, "The archive's list is too large");
    return false;
  }

  g_autofree char *text = g_malloc((gsize)head.bytes + 1);

  if (!take(walk, text, (size_t)head.bytes, MANIFEST_NAME, err) ||
      !skip_padding(walk, head.bytes, MANIFEST_NAME, err))
    return false;
  walk->manifest = manifest_from_text(text, (size_t)head.bytes, walk->tables, err);
  return walk->manifest != NULL;
}

/* ---- a table ---- */

typedef struct {
  const ArchiveEntry *entry;
  GString *line; /* what is there of a line that is not at its end yet */
  int64_t rows;
} Lines;

static bool
take_line(Walk *walk, Lines *lines, GError **err)
{
  const DbTable *table = lines->entry->table;
  GError *why = NULL;
  json_auto_t *row = row_from_line(table, manifest_schema(walk->manifest, table->subject),
                                   lines->line->str, lines->line->len, &why);

  lines->rows++;
  if (row && (!walk->taker->row || walk->taker->row(walk->taker->data, table, row, &why))) {
    g_string_truncate(lines->line, 0);
    return true;
  }
  g_propagate_prefixed_error(err, why,
                             "Row %" G_GINT64_FORMAT " of %s cannot be taken in: ", lines->rows,
                             lines->entry->name);
  return false;
}

static bool
take_lines(Walk *walk, Lines *lines, const char *bytes, size_t len, GError **err)
{
  while (len > 0) {
    const char *end = memchr(bytes, '\n', len);
    const size_t part = end ? (size_t)(end - bytes) : len;

    if (lines->line->len + part > LINE_BYTES_MAX) {
      g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TOO_LARGE, "A row of %s is larger than it may be",
                  lines->entry->name);
      return false;
    }
    g_string_append_len(lines->line, bytes, (gssize)part);
    if (!end)
      break;
    if (!take_line(walk, lines, err))
      return false;
    bytes += part + 1;
    len -= part + 1;
  }
  return true;
}

/* ---- an entry ---- */

static bool
take_bytes(Walk *walk, const ArchiveEntry *entry, Lines *lines, GError **err)
{
  g_autofree char *piece = g_malloc(ARCHIVE_PIECE);
  int64_t left = entry->bytes;

  for (int64_t number = 0; left > 0; number++) {
    const size_t len = (size_t)MIN(left, ARCHIVE_PIECE);

    if (!take(walk, piece, len, entry->name, err))
      return false;
    crypto_hash_sha256_update(&walk->hash, (const uint8_t *)piece, len);
    if (!entry->file_id) {
      if (!take_lines(walk, lines, piece, len, err))
        return false;
    } else if (walk->taker->piece &&
               !walk->taker->piece(walk->taker->data, entry, number, piece, len, err)) {
      return false;
    }
    left -= (int64_t)len;
  }
  return true;
}

static bool
take_entry(Walk *walk, const ArchiveEntry *entry, GError **err)
{
  g_autoptr(GString) line = g_string_new(NULL);
  Lines lines = { .entry = entry, .line = line };
  uint8_t hash[HASH_BYTES];
  TarHead head;

  crypto_hash_sha256_init(&walk->hash);
  if (!take_head(walk, entry->name, entry->bytes, &head, err) ||
      !take_bytes(walk, entry, &lines, err) || !skip_padding(walk, entry->bytes, entry->name, err))
    return false;
  crypto_hash_sha256_final(&walk->hash, hash);
  if (memcmp(hash, entry->hash, HASH_BYTES) != 0)
    return damaged(err, "is not what the archive's list says (another hash)", entry->name);
  if (line->len > 0 || lines.rows != entry->rows)
    return damaged(err, "has not as many rows as the archive's list says", entry->name);
  return true;
}

/* Two blocks of zeros, then nothing. */
static bool
take_end(Walk *walk, GError **err)
{
  uint8_t block[TAR_BLOCK];
  TarHead head;

  for (int i = 0; i < 2; i++) {
    if (!take(walk, block, sizeof(block), "its end", err))
      return false;
    if (tar_read_head(block, &head) != TAR_END)
      return damaged(err, "holds more than its list says", "it");
  }

  ssize_t more = walk->source->take(walk->source->data, block, 1, err);

  return more == 0 || (more > 0 && damaged(err, "goes on behind its end", "it"));
}

bool
archive_walk(const ArchiveSource *source, const DbTables *tables, const ArchiveTaker *taker,
             GError **err)
{
  Walk walk = { .source = source, .tables = tables, .taker = taker };
  bool is_good = take_manifest(&walk, err);
  g_autoptr(Manifest) manifest = walk.manifest;

  is_good = is_good && (!taker->begin || taker->begin(taker->data, manifest, err));
  for (guint i = 0; is_good && i < manifest->entries->len; i++)
    is_good = take_entry(&walk, manifest->entries->pdata[i], err);
  return is_good && take_end(&walk, err);
}
