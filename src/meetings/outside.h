/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Somebody from outside who leads a meeting (R68, R70): anybody in the group asks for it, with
 * their name or without. That it was asked is told to all, with who answers and by when, and the
 * answer: yes, who, and what their own stake is; or not possible, because. */
#pragma once

#include "meetings/agenda.h"
#include "meetings/hard.h"

enum {
  OUTSIDE_WHO_MAX = 120,
  OUTSIDE_MOST = 5, /* asks of one meeting, those taken back among them */
};

typedef enum { OUTSIDE_WAITING, OUTSIDE_YES, OUTSIDE_NO, OUTSIDE_BACK } OutsideState;

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t meeting_id, group_id;
  const char *meeting_title, *group_name;
  int64_t starts_at_us;        /* of the meeting; 0: to be found */
  int64_t to_id;               /* 0: somebody who is gone */
  const char *asked_by_name;   /* NULL: not told to the viewer; "": they are gone */
  const char *to_name, *words; /* words: "" but for the asker and the one asked */
  const char *who, *interests, *because;
  OutsideState state;
  bool is_mine, is_to_me, is_private;
  bool is_open; /* an answer can still be given: the meeting is to come, and not off */
  int64_t answer_by_us, asked_at_us, answered_at_us; /* answered 0: not yet */
} OutsideAsk;

/* Of a meeting, newest first, without those taken back. One statement. */
const OutsideAsk *outside_list(Txn *txn, Arena *arena, int64_t meeting_id, int64_t viewer_id,
                               int64_t now_us);
/* NULL: none, or taken back. Whether the viewer may know of it, outside_may_answer and the group's
 * rights say. */
const OutsideAsk *outside_find(Txn *txn, Arena *arena, int64_t ask_id, int64_t viewer_id,
                               int64_t now_us);
/* Of a list: the one that leads the meeting; the one that waits. NULL: none. Pure. */
const OutsideAsk *outside_leads(const OutsideAsk *list);
const OutsideAsk *outside_waits(const OutsideAsk *list);

typedef struct {
  int64_t to_id;     /* of hard_whom */
  const char *words; /* may be "" */
  bool is_private;
} OutsideWish;

/* An answer is promised within HARD_ANSWER_US, and before the meeting begins. Refuses: somebody who
 * cannot be asked ("to"), words too long ("words"), a meeting that is over or off, one that waits
 * or was answered with yes, OUTSIDE_MOST (""). */
void outside_ask(Txn *txn, const Act *act, const Meeting *meeting, const OutsideWish *wish,
                 Refusals *refusals);
/* By the asker while it waits: others read nothing of it any more. Nothing for others. */
void outside_take_back(Txn *txn, const Act *act, const OutsideAsk *ask);

/* Whoever is asked; when that day is over, or they are gone, whoever may arrange the group's
 * meetings too. After a yes the same may change the answer. */
bool outside_may_answer(Txn *txn, const OutsideAsk *ask, int64_t member_id, int64_t now_us);

typedef struct {
  bool is_possible;
  const char *who, *interests; /* of a yes */
  const char *because;         /* of a no */
} OutsideAnswer;

/* Refuses: no name ("who"), no reason ("because"), texts too long. Nothing for whoever may not
 * answer, nor in somebody else's name. */
void outside_answer(Txn *txn, const Act *act, const OutsideAsk *ask, const OutsideAnswer *answer,
                    Refusals *refusals);

/* What waits for the viewer, ?2, at ?3 (WaitingRow of ui/waiting.h): the oldest that waits for
 * their answer before its meeting. */
#define OUTSIDE_WAITS                                                         \
  "SELECT 0, o.id, 0, 0, '', '', '' FROM meeting_outside o"                   \
  " JOIN meeting m ON m.community_id = ?1 AND m.id = o.meeting_id"            \
  " AND m.state <> 'off' AND (m.starts_at_us IS NULL OR m.starts_at_us > ?3)" \
  " WHERE o.community_id = ?1 AND o.to_id = ?2 AND o.state = 'waiting'"       \
  " ORDER BY o.id LIMIT 1"
