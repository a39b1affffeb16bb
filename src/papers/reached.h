/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who has a paper and who does not: for sending it to more people later (R11, R66). */
#pragma once

#include "papers/releases.h"

/* Somebody here, and whether the paper was let out to them, in whatever version. */
typedef struct {
  int64_t member_id;
  const char *name;
  bool has_it;
  bool is_new; /* came here after the paper was first sent */
} Reached;

/* Everybody who is here, by name; ends with member_id 0. One statement. */
const Reached *papers_who_has_it(Txn *txn, Arena *arena, int64_t paper_id);

/* One sending, as it stands in the list of all of a paper. */
typedef struct {
  int64_t id;
  int number, version, people; /* number: from 1, in the order they were begun */
  int64_t released_at_us;      /* 0: it is prepared, nobody has it yet */
  bool is_change, is_slip;
} Sending;

enum { SENDINGS_SHOWN = 100 };

/* The oldest first; ends with id 0. One statement. */
const Sending *papers_sendings(Txn *txn, Arena *arena, int64_t paper_id);
