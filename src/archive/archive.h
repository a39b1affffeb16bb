/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The portable archive of a community: all that it would take along to another place, on whatever
 * engine, sealed with a passphrase. Written from one snapshot, taken in by one transaction. The
 * same community gives the same bytes under the seal, wherever it lives. doc/archive.md says what
 * is in it and what stays behind; doc/decisions/0014 why. */
#pragma once

#include "archive/sealed_file.h"
#include "base/act.h"
#include "db/migrations.h"

#include <jansson.h>

/* What an archive holds. */
typedef struct {
  int64_t people, papers, entries; /* entries: of the record of acts */
  int64_t rows, files, bytes;      /* bytes: under the seal */
  int64_t suspended;               /* taken in: people who are paused or suspended */
  int64_t community_id;            /* whose it is */
} ArchiveFacts;

/* Writes it to `fd`. `files`: every subject's migrations. */
bool archive_write(Db *db, const MigrationFile *files, int64_t community_id, int fd,
                   const char *passphrase, ArchiveFacts *ret_facts, GError **err);

/* Opens and checks all of it and stores nothing. `fd` can be read twice. `copy_fd`: gets what is
 * under the seal, a tar file; -1: nothing does. */
bool archive_check(int fd, const char *passphrase, const MigrationFile *files, int copy_fd,
                   ArchiveFacts *ret_facts, GError **err);

/* The same, and who is in it. Zeroed before, cleared after. */
enum { ARCHIVE_ORGANISERS_MAX = 50 };
typedef struct {
  char *name;         /* of the community */
  json_t *organisers; /* those who take part, [{"id": "…", "name": "…"}]; the first of them */
} ArchiveInside;
bool archive_look(int fd, const char *passphrase, const MigrationFile *files, int copy_fd,
                  ArchiveFacts *ret_facts, ArchiveInside *ret_inside, GError **err);
void archive_inside_clear(ArchiveInside *inside);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ArchiveInside, archive_inside_clear)

typedef struct {
  const char *host; /* where the community is to live; NULL: where it lived */
  /* The host name may be taken, or err. Called in the transaction that takes the archive in; may be
   * called more than once. */
  bool (*take_host)(Txn *txn, const Act *act, const char *host, void *data, GError **err);
  /* Called last in that transaction, or NULL: what must hold before anybody can come in. */
  bool (*settle)(Txn *txn, const Act *act, void *data, GError **err);
  void *data;
} ArchiveHome;

/* Takes a whole archive in, or nothing of it. Refuses a community that is here already. */
bool archive_take_in(Db *db, const MigrationFile *files, int fd, const char *passphrase,
                     const ArchiveHome *home, int64_t *ret_community_id, ArchiveFacts *ret_facts,
                     GError **err);

/* What subjects make anew from what was taken in (tables marked `-- export derived`), in the same
 * transaction; ended by NULL. Once, before threads start. */
typedef void (*AfterArchive)(Txn *txn, const Act *act);
void archive_set_after(const AfterArchive *list);
