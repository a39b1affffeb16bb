/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When it gets hard (R70): anybody in a group asks one person whom they choose, in private, for a
 * pause, a talk or somebody from outside who leads a meeting through; and what the group learned,
 * written together without names. */
#pragma once

#include "base/clock.h"
#include "groups/groups.h"

enum {
  HARD_ASK_WORDS_MAX = 2000,
  HARD_TO_MOST = 8,    /* people who can be asked */
  HARD_MINE_MOST = 20, /* of one's own asks in a group, the newest */
  LEARNED_WORDS_MAX = 4000,
  LEARNED_MOST = 20, /* texts that stand at once */
};
#define HARD_ANSWER_US (7 * US_PER_DAY) /* an answer is promised within this */

extern const LogKind hard_log_kinds[];
extern const Choice hard_kinds[]; /* "pause", "talk", "facilitator" */

typedef struct {
  int64_t member_id; /* 0 ends a list */
  const char *name;
  bool is_organiser; /* of the place; else they hold the duty of facilitator or co-chair here */
} HardTo;

/* Who can be asked: whoever leads the group through or chairs it, then the organisers, for what is
 * about them. Nobody from whom the viewer keeps away, or who keeps away from them. */
const HardTo *hard_whom(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id);
/* One of these. */
bool hard_may_be_asked(Txn *txn, int64_t group_id, int64_t viewer_id, int64_t to_id);

typedef enum { HARD_WAITING, HARD_ANSWERED, HARD_READ, HARD_BACK } HardState;

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id, member_id, to_id;
  const char *group_name, *name, *to_name; /* "": somebody who is gone */
  const char *kind, *words, *answer;
  HardState state;
  int64_t answer_by_us, asked_at_us, answered_at_us; /* 0: not yet */
} HardAsk;

/* NULL: there is none, or the viewer neither asked nor was asked; also of one taken back, for whom
 * it went to. */
const HardAsk *hard_find(Txn *txn, Arena *arena, int64_t ask_id, int64_t viewer_id);
/* The viewer's own in a group, newest first. */
const HardAsk *hard_mine(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id);

typedef struct {
  const char *kind, *words; /* words may be "" */
  int64_t to_id;            /* of hard_whom */
} HardWish;

/* Refuses: no kind, words too long, somebody who cannot be asked, one that waits with them. */
void hard_ask(Txn *txn, const Act *act, int64_t group_id, const HardWish *wish, Refusals *refusals);
/* By whoever was asked. Refuses: no words. Nothing when it was answered or taken back. */
void hard_answer(Txn *txn, const Act *act, const HardAsk *ask, const char *words,
                 Refusals *refusals);
/* By the asker: it waits no more; or they have read the answer. Nothing for others. */
void hard_take_back(Txn *txn, const Act *act, const HardAsk *ask);
void hard_mark_read(Txn *txn, const Act *act, const HardAsk *ask);

/* ---- what we learned ---- */

typedef struct {
  int64_t id; /* 0 ends a list */
  const char *words;
  int64_t written_at_us;
} Learned;

/* The texts that stand, in the order in which they were written. */
const Learned *learned_list(Txn *txn, Arena *arena, int64_t group_id);
/* A text that the writer had not read stays beside the new one. Refuses: no words, too long,
 * somebody's name who is in the group (the writer's own too), too many that stand at once. */
void learned_write(Txn *txn, const Act *act, int64_t group_id, const char *words,
                   const int64_t *seen, int seen_count, Refusals *refusals);

/* What waits for the viewer, ?2 (WaitingRow of ui/waiting.h): what they are asked in private, 0,
 * and what they asked and was answered, 1; the oldest of each. */
#define HARD_WAITS                                                                       \
  "SELECT 0, min(id), 0, 0, '', '', '' FROM hard_ask WHERE community_id = ?1"            \
  " AND to_id = ?2 AND state = 'waiting' HAVING min(id) IS NOT NULL"                     \
  " UNION ALL SELECT 1, min(id), 0, 0, '', '', '' FROM hard_ask WHERE community_id = ?1" \
  " AND member_id = ?2 AND state = 'answered' HAVING min(id) IS NOT NULL"
