/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whom somebody has to tell because no mail reaches them: the lists by which people ring, send text
 * messages, write and call on others. */
#pragma once

#include "base/arena.h"
#include "db/db.h"
#include "people/people.h"

enum { TO_TELL_MOST = 500 }; /* on one list */

typedef struct {
  int64_t member_id; /* 0 ends a list */
  const char *name;
  Reach reach;
  bool is_texted;      /* by telephone: wants a text message in place of a call */
  const char *contact; /* of who is texted: where to; else "". Reading it is to be on the record */
} ToTell;

/* What the statement's rows begin with, of member c, and what is joined for it. */
#define TO_TELL_COLUMNS " c.id, c.name, c.reach, c.wants, c.contact, tk.sealed"
#define TO_TELL_KEY     " LEFT JOIN person_key tk ON tk.community_id = ?1 AND tk.member_id = c.id"

/* Never NULL. */
const ToTell *to_tell_read(Txn *txn, Query *q, Arena *arena);
int to_tell_count_texted(const ToTell *list);
/* The other ones of the list. */
int to_tell_count_others(const ToTell *list);
