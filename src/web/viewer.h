/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who looks at the page, as far as web and ui need to know. `people` fills it. */
#pragma once

#include "base/arena.h"
#include "db/db.h"
#include "lang/lang.h"

#include <stdint.h>

/* What a viewer may do beyond being a member: bits the owning subject defines and tests. */
typedef enum { RIGHT_ORGANISE = 1 << 0 } Right;

typedef struct {
  int64_t member_id; /* 0: nobody is signed in */
  const char *name;
  unsigned rights;      /* of Right */
  const char *language; /* tag the member chose, or NULL */
  const char *theme;    /* "light", "dark", "yellow", "cream", or NULL */
} Viewer;

/* Texts live in the arena. False: no such member (any more): the session ends. */
typedef bool (*ViewerLoader)(Txn *txn, int64_t member_id, Arena *arena, Viewer *ret_viewer);
