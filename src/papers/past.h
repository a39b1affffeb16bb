/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A sending that is over, as a place has it that was there for a year: for the demo. */
#pragma once

#include "papers/releases.h"

typedef struct {
  int64_t paper_id;
  const int64_t *member_ids; /* NULL: all who are here */
  int count;
  const char *origin;
  const char *reason; /* as in releases_release; NULL: none */
  const char *why;    /* it sends the change that was written, to all who have the paper; or NULL */
  bool makes_formats; /* false: each is made when somebody asks for it, as what left the cache */
} PastSending;

/* Starts and releases at the act's time. What can be made counts as made; nothing is mailed or put
 * together for the post. Returns the release; 0: refused, or trouble. */
int64_t releases_note_past(Txn *txn, const Act *act, const PastSending *sending,
                           Refusals *refusals);
