/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Going through an opened archive from its beginning to its end: everything is checked against its
 * list before and while it is handed on. Touches no database and no file. */
#pragma once

#include "archive/manifest.h"

#include <jansson.h>

/* Where the bytes come from. Fewer than asked for only at the end; -1: err. */
typedef struct {
  ssize_t (*take)(void *data, void *ret_bytes, size_t len, GError **err);
  void *data;
} ArchiveSource;

/* False and err: stop. Any may be NULL. */
typedef struct {
  bool (*begin)(void *data, const Manifest *manifest, GError **err);
  bool (*row)(void *data, const DbTable *table, const json_t *row, GError **err);
  /* Pieces of 256 KB, the last one shorter; numbered from 0. */
  bool (*piece)(void *data, const ArchiveEntry *entry, int64_t number, const void *bytes,
                size_t len, GError **err);
  void *data;
} ArchiveTaker;

enum { ARCHIVE_PIECE = 256 * 1024 };

/* True: whole, all was handed on. What was handed on before a fault was found must be undone. */
bool archive_walk(const ArchiveSource *source, const DbTables *tables, const ArchiveTaker *taker,
                  GError **err);
