/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Archives that an organiser makes and fetches without a command line: asked for by a form with a
 * passphrase, made by the outbox's worker, fetched once, gone soon (src/archive/archive.h says what
 * one is). An archive holds one community only, so a shared host's communities have them too. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "outbox/outbox.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  ARCHIVE_DAYS = 3, /* the usual time until one goes that nobody fetched */
  ARCHIVE_DAYS_MOST = 14,
  ARCHIVES_LISTED = 20,
};
/* It may be fetched again for so long after the first time: a download can break. */
#define ARCHIVE_AGAIN_US (60 * 60 * 1000000LL)
#define ARCHIVE_FETCHED  "archive-fetched" /* kind of the log */

typedef enum { ARCHIVE_WAITING, ARCHIVE_MADE, ARCHIVE_FAILED } ArchiveState;

typedef struct {
  int64_t id;
  ArchiveState state;
  int64_t bytes, people, papers, asked_at_us, made_at_us;
  int64_t fetched_at_us; /* the first time; 0: not yet */
  bool is_there;         /* its file lies in the folder */
} UpkeepArchive;

/* Asks for one. Refuses: a weak passphrase, another one the second time, one that is being made. */
void archives_ask(Txn *txn, const Act *act, const char *passphrase, const char *again,
                  Refusals *refusals);
/* Newest first, ends with id 0. */
const UpkeepArchive *archives_list(Txn *txn, Arena *arena);
const UpkeepArchive *archives_find(Txn *txn, Arena *arena, int64_t archive_id); /* NULL: none */
bool archive_may_be_fetched(const UpkeepArchive *archive, int64_t now_us);
char *archives_path(int64_t archive_id); /* g_free */

/* Outbox task "archive"; the thing is the archive. */
OutboxResult make_archive(Db *db, const OutboxTask *task, void *data);
/* Drops those that were fetched or are older; how many files. For the daily work. */
int64_t archives_expire(Db *db, const OutboxTask *task, int64_t days);
