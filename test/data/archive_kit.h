/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of archives: scratch places on either engine, each with a root key of its own, and
 * archives opened and sealed anew. */
#pragma once

#include "archive/archive.h"
#include "db/test_db.h"

#define PASSPHRASE "four words are good"
enum { RIVERSIDE = 11 };

typedef struct {
  TestDb *test;
  const MigrationFile *files;
  uint8_t root_key;
} Place;

/* `is_sqlite`: whatever the environment chooses. The community `RIVERSIDE` is not made. */
Place *place_new(const MigrationFile *files, bool is_sqlite);
void place_free(Place *place);
/* Keys are the process's: before each use of a place, since another one may have been used. */
Db *place_db(Place *place);
/* As the operator, in RIVERSIDE. */
void place_write(Place *place, TestChange change, void *data);

/* A new file with the archive; g_free. */
char *place_pack(Place *place);
/* The error's code, -1: taken in. `host` NULL: as the archive says. */
int place_unpack(Place *place, const char *archive, const char *passphrase, const char *host);
/* Rows of RIVERSIDE in all tables: 0 when nothing was left behind. */
int64_t place_rows(Place *place);

/* What is under the seal. */
GBytes *archive_open(const char *archive, const MigrationFile *files);
/* Another archive with these bytes under the seal; g_free. */
char *archive_seal(const void *bytes, size_t len);
void archive_drop(char *archive); /* deletes the file, frees the name */

/* Lets any host name be taken. */
bool any_host(Txn *txn, const Act *act, const char *host, void *data, GError **err);
