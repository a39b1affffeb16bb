/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of people whose keys were erased. It is kept twice: as rows, and as a small file that
 * only grows, beside the root key and apart from data and backups. A backup made before an erasure
 * still holds the key; what brings one back reads the file and erases again. */
#pragma once

#include "base/act.h"
#include "db/db.h"
#include "outbox/outbox.h"

#include <stdbool.h>
#include <stdint.h>

/* Once, before threads start; copied. */
void erasures_set_file(const char *path);

/* Deletes the person's key, so that nothing sealed under it can be opened again, here or in any
 * backup whose erasures are repeated; puts them on the list. Twice changes nothing more. */
void seal_erase_person(Txn *txn, const Act *act, int64_t member_id);
bool seal_is_erased(Txn *txn, int64_t member_id);

/* The outbox's "erasure": writes the line into the file and syncs it to disk. */
OutboxResult write_erasure(Db *db, const OutboxTask *task, void *data);
/* Lines that the file lacks (it was lost, or its disk was full too long): at each start. */
bool erasures_write_missing(Db *db, int64_t community_id, GError **err);

/* All that erasing somebody means; seal_erase_person, or what ends by calling it. */
typedef void (*ErasePerson)(Txn *txn, const Act *act, int64_t member_id);
typedef struct RepeatedErasures {
  int erased; /* anew: their keys had come back with the backup */
  int unread; /* lines of the file that say nothing: look at them by hand */
} RepeatedErasures;
/* Erases again all of this community whom the file names and whose key is there. False: trouble,
 * said in err, and nobody of this community was erased. */
bool erasures_repeat(Db *db, int64_t community_id, ErasePerson erase,
                     RepeatedErasures *ret_repeated, GError **err);

/* The same inside a transaction that brings a community here: before anybody else sees it. */
bool erasures_repeat_here(Txn *txn, ErasePerson erase, RepeatedErasures *ret_repeated,
                          GError **err);

typedef struct {
  int64_t community_id, member_id, at_us;
} Erasure;
/* One line of the file, without its end: "COMMUNITY MEMBER MICROSECONDS". */
bool erasure_from_line(const char *line, Erasure *ret_erasure);
char *erasure_to_line(const Erasure *erasure); /* with its end; g_free */
