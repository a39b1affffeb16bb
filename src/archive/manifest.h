/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The first file of an archive: what is in it, with the hash of each part. doc/archive.md. */
#pragma once

#include "archive/sealed_file.h"
#include "db/tables.h"

enum {
  HASH_BYTES = 32, /* SHA-256, which any machine can check */
  MANIFEST_BYTES_MAX = 16 * 1024 * 1024,
  FILE_BYTES_MAX = 64 * 1024 * 1024, /* of an uploaded file; three times what may be uploaded */
  LINE_BYTES_MAX = 16 * 1024 * 1024, /* of a row; the longest is a paper's words, escaped */
};

#define MANIFEST_NAME "manifest.json"

/* "tables/member.jsonl", a row a line; or "files/paper_file/…", the bytes of an uploaded file. */
typedef struct {
  char *name;
  const DbTable *table; /* of a file: the table of its parts */
  int64_t file_id;      /* 0: a table */
  int64_t bytes, rows;
  uint8_t hash[HASH_BYTES];
} ArchiveEntry;

typedef struct {
  int64_t community_id;
  GHashTable *schema; /* subject → its newest migration where the archive was made */
  GPtrArray *entries; /* of ArchiveEntry, in order */
} Manifest;

Manifest *manifest_new(const DbTables *tables, int64_t community_id);
void manifest_free(Manifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Manifest, manifest_free)

/* A table that goes into an archive; one that holds uploaded files in parts. */
bool archive_takes_table(const DbTable *table);
bool archive_is_parts(const DbTable *table);
ArchiveEntry *manifest_add(Manifest *manifest, const DbTable *table, int64_t file_id);

/* Always the same text for the same archive. free(). */
char *manifest_to_text(const Manifest *manifest, const DbTables *tables);
/* Refuses what this program could not take in: a newer one, a name that leads outside, what is too
 * large or stands in another order. */
Manifest *manifest_from_text(const char *text, size_t len, const DbTables *tables, GError **err);
int64_t manifest_schema(const Manifest *manifest, const char *subject);
int64_t manifest_rows(const Manifest *manifest, const char *table);
