/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whom somebody has to tell because no mail reaches them: the lists by which people ring, write and
 * call on others. */
#pragma once

#include "base/arena.h"
#include "db/db.h"
#include "people/people.h"

enum { TO_TELL_MOST = 500 }; /* on one list */

typedef struct {
  int64_t member_id; /* 0 ends a list */
  const char *name;
  Reach reach;
} ToTell;

/* The statement's rows: member id, name, reach. Never NULL. */
const ToTell *to_tell_read(Query *q, Arena *arena);
