/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Versions of a paper (R66, R97). What was sent stays as it was read; a change is a new version,
 * which goes to all who had the paper. All versions can be read. */
#pragma once

#include "papers/papers.h"

/* The number of the version that people read now, from 1; also 1 for a paper never sent. */
int papers_version(Txn *txn, int64_t paper_id);
/* The paper as this version said it (also the one read now). NULL: there is none. */
const Paper *papers_find_version(Txn *txn, Arena *arena, int64_t paper_id, int version);

typedef struct {
  int number; /* 0 ends a list */
  bool is_slip;
  int64_t sent_at_us;
  const char *by_name, *why; /* by_name "": of somebody who is erased; why "": the first */
} PaperVersion;

/* Newest first, at most `limit`. One statement. */
const PaperVersion *papers_versions(Txn *txn, Arena *arena, int64_t paper_id, int limit);
