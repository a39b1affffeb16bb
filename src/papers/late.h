/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Copies that come late (indicator 9): when a paper goes out before every format is ready, it is
 * noted, sealed, who waits for which; when that comes, they are told once, by their way. */
#pragma once

#include "papers/made.h"
#include "papers/releases.h"

/* The release went out now: a row for each person and format that is not ready for them. */
void late_note(Txn *txn, const Act *act, int64_t release_id);
/* Who waits for a format of an older version gets this release's instead: they wait no more. */
void late_overtake(Txn *txn, const Act *act, int64_t paper_id, int64_t release_id);
/* A format of this version is ready; a format made by people is here. */
void late_format_came(Txn *txn, const Act *act, const Paper *paper, const FormatWant *want);
void late_made_came(Txn *txn, const Act *act, const MadeFormat *made);

typedef struct LateCopy {
  int64_t id, member_id, came_at_us;
  const char *name, *contact;
  Reach reach;
  bool by_text;
  bool is_made; /* by a person: `kind`; else `want` */
  MadeKind kind;
  const char *language; /* of a translation; "" for any */
  FormatWant want;
  bool is_done;
} LateCopy;

/* What came later and is told by hand, who was not told yet first, then by name; opened. Ends with
 * id 0. */
const LateCopy *late_to_tell(Txn *txn, Arena *arena, int64_t release_id);
void late_mark_told(Txn *txn, const Act *act, int64_t late_id, bool is_done);
/* How many of a release are still to be told by hand; of how many people a format is awaited. */
int late_count_to_tell(Txn *txn, int64_t release_id, int *ret_awaited);

/* One member's own, of a paper: those that came and those that are awaited. Ends with id 0. */
const LateCopy *late_of_member(Txn *txn, Arena *arena, int64_t paper_id, int64_t member_id);

/* Outbox task "late-mail"; the thing is a row of late_copy. */
OutboxResult send_late_mail(Db *db, const OutboxTask *task, void *data);
