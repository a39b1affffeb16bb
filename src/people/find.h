/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding members for other subjects' rules: by their name, and who organises. Nothing sealed. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

typedef struct {
  int64_t id;
  const char *name;
  bool is_organiser, is_here;
} KnownMember;

/* Members of exactly this name, case and marks apart; at most 20; ends with id 0. */
const KnownMember *people_find_by_name(Txn *txn, Arena *arena, const char *name);
/* Those who organise and are here, newest first; at most 1000; ends with id 0. */
const KnownMember *people_organisers(Txn *txn, Arena *arena);
/* NULL: nobody of that id. */
const KnownMember *people_find_known(Txn *txn, Arena *arena, int64_t member_id);
/* Of these ids, each once, in their order; of whom there is nobody is left out. Ends with id 0. One
 * statement for IDS_A_STATEMENT of them. */
const KnownMember *people_find_all_known(Txn *txn, Arena *arena, const int64_t *ids, int count);

/* A list of so many ids in one statement: where there are fewer, the last one stands again. */
enum { FIRST_ID = 2, IDS_A_STATEMENT = 62 };
#define PEOPLE_IDS                                                                             \
  " (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,"   \
  " ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38," \
  " ?39, ?40, ?41, ?42, ?43, ?44, ?45, ?46, ?47, ?48, ?49, ?50, ?51, ?52, ?53, ?54, ?55, ?56," \
  " ?57, ?58, ?59, ?60, ?61, ?62, ?63)"
void people_bind_ids(Query *q, const int64_t *ids, int count);
