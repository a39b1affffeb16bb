/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Versions of a paper (R66, R97). What was sent stays as it was read; a change is a new version,
 * which goes to all who had the paper. All versions can be read. */
#pragma once

#include "papers/papers.h"

/* The number of the version that people read now, from 1; also 1 for a paper never sent. */
int papers_version(Txn *txn, int64_t paper_id);
/* The paper as this version said it (also the one read now). NULL: there is none. */
const Paper *papers_find_version(Txn *txn, Arena *arena, int64_t paper_id, int version);

enum { PAPER_WHY_MAX = 500, SLIP_WORDS_MAX = 12 };

/* The next version while it is written; is_change is set. NULL: nobody changes the paper now. */
const Paper *papers_find_draft(Txn *txn, Arena *arena, int64_t paper_id);
/* What organisers work on: the draft of the next version, else the paper itself. NULL: no paper. */
const Paper *papers_find_next(Txn *txn, Arena *arena, int64_t paper_id);
/* The change is not to be. What was prepared for sending it goes too. */
void papers_drop_draft(Txn *txn, const Act *act, int64_t paper_id);
/* What changed and why, as it was said so far; "" while it was not. */
const char *papers_draft_why(Txn *txn, Arena *arena, int64_t paper_id);

typedef struct {
  int number; /* 0 ends a list */
  bool is_slip;
  int64_t sent_at_us;
  const char *by_name, *why; /* by_name "": of somebody who is erased; why "": the first */
} PaperVersion;

/* Newest first from before `before` (0: the newest), at most `limit`. One statement. */
const PaperVersion *papers_versions(Txn *txn, Arena *arena, int64_t paper_id, int before,
                                    int limit);

/* What a member had before the version that is read now. */
typedef struct {
  int had; /* the newest older version that reached them; 0: none, or only slips since */
  int64_t had_at_us;
  PaperVersion now; /* the newest version of which people were told */
} ChangedSince;
/* False: the paper did not change since it reached this member. One statement. */
bool papers_changed_since(Txn *txn, Arena *arena, int64_t paper_id, int64_t member_id,
                          ChangedSince *ret_since);
