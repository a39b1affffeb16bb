/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Worries (R44): raised by anybody, with or without a name; sealed; answered by a date; never
 * deleted, only added to. Who raised one is stored nowhere: the code on the receipt reads the
 * answer. */
#pragma once

#include "safety/readers.h"

enum { WORRY_CODE_SIZE = 20, WORRY_WORDS_MAX = 10000, WORRY_KEPT_FROM_MAX = 64 };

struct Worry {
  int64_t id, made_at_us, due_us, answered_at_us; /* 0: not answered */
  const char *about; /* "me" "someone" "place" "person" "other", or "" */
  const char *words, *who, *name, *contact;
  const char *kept_from; /* ids of members and "organisers", parted by spaces */
  const char *hear;      /* "code" "contact" "nothing" */
  const char *origin;
};

typedef enum {
  WORRY_ANSWER,
  WORRY_NOTE,
  WORRY_HANDED_OVER,
  WORRY_MORE,
  WORRY_KIND_COUNT
} WorryKind;

typedef struct {
  WorryKind kind;
  int64_t member_id, made_at_us;
  const char *words; /* NULL ends a list */
} WorryEntry;

/* A code to write down, "4821 0937 5526 1184", from 64 hex digits that its holder alone can make.
 */
void worry_code_from(const char *hex, char ret_code[static WORRY_CODE_SIZE]);
/* As typed, with or without dashes and spaces. False: not such a code. */
bool worry_code_tidy(const char *typed, char ret_code[static WORRY_CODE_SIZE]);

/* Stores it and tells its readers that something waits. `act` names nobody. Of `worry` the id, the
 * times and what kept_from gets from `who` are set here. Refuses a worry without choice and words.
 * Returns the id, 0 when refused. */
int64_t worries_raise(Txn *txn, const Act *act, const Worry *worry, const char *code,
                      Refusals *refusals);
/* ---- with help: told by a supporter in the person's name (worry_help.c) ---- */

enum { WORRIES_HELPED_MAX = 20 };

/* The trust by which it is told, and whoever tells it. */
typedef struct {
  int64_t trust_id, helper_id;
  const char *helper_name;
  bool organises;
} WorryHelp;
/* As worries_raise. Refuses besides what may be about the helper: it must not be theirs to tell. */
int64_t worries_raise_with(Txn *txn, const Act *act, const WorryHelp *help, const Worry *worry,
                           const char *code, Refusals *refusals);
/* Told by this trust, and not about the helper, as far as the program can tell: NULL, else. */
const Worry *worries_find_helped(Txn *txn, Arena *arena, const WorryHelp *help, int64_t worry_id);
/* Those, newest first, at most WORRIES_HELPED_MAX; ends with id 0. */
const Worry *worries_helped(Txn *txn, Arena *arena, const WorryHelp *help);
/* The name of whoever told it for somebody; NULL: it was told without help. */
const char *worries_helper(Txn *txn, Arena *arena, int64_t worry_id);

/* NULL: none, or not for this reader. */
const Worry *worries_find(Txn *txn, Arena *arena, const SafetyReaders *readers, int64_t worry_id,
                          int64_t reader_id);
const Worry *worries_find_by_code(Txn *txn, Arena *arena, const char *code);
/* Those that wait, or those that were answered. Newest first, only those this reader may read; at
 * most `limit` looked at from before `before_id` (0: the newest). Ends with id 0. *ret_next: where
 * the next page starts, 0: there is none. */
const Worry *worries_list(Txn *txn, Arena *arena, const SafetyReaders *readers, int64_t reader_id,
                          bool is_answered, int64_t before_id, int limit, int64_t *ret_next);
/* Unanswered ones that this reader may read, counted up to `limit`. */
int worries_count_waiting(Txn *txn, const SafetyReaders *readers, int64_t reader_id, int limit);
/* Oldest first, at most 500; ends with NULL words. */
const WorryEntry *worries_entries(Txn *txn, Arena *arena, int64_t worry_id);
/* The caller has found the worry for this reader, or by its code. Refuses empty words. */
void worries_add(Txn *txn, const Act *act, int64_t worry_id, WorryKind kind, const char *words,
                 Refusals *refusals);
/* Tells those who may read it, but once a round. Round 1: the alternate first. False: told. */
bool worries_tell(Txn *txn, const Act *act, int64_t worry_id, int round);

/* For the statement that finds what waits for the viewer, ?2, who organises or not, ?4: whether to
 * ask them. */
#define WORRIES_MAY_WAIT                                                             \
  "SELECT count(*) FROM worry WHERE community_id = ?1 AND answered_at_us IS NULL"    \
  " AND (?4 = 1 OR EXISTS (SELECT 1 FROM safety_contact c WHERE c.community_id = ?1" \
  "  AND (c.member_id = ?2 OR c.other_member_id = ?2)))"
