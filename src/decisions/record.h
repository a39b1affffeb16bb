/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The record of decisions of a group: what, why, if we do and if we do not, who decided, how far
 * people were promised to take part and did, when we look again, what became of it (R20, R37, R43,
 * R96; indicators 4, 6, 25, 27). Nothing in it is overwritten. How far people took part, as they
 * say, is levels.h; who is told, told.h. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
#include "log/log.h"
#include "questions/questions.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  DECISION_WORDS_MAX = 2000, /* characters, of each text */
  DECISION_BODY_MAX = 120,
  DECISIONS_OPEN_MAX = 50, /* questions of one group that are announced and not decided */
  PROMISES_MAX = 20,       /* of one decision */
  CHANGES_MAX = 100,       /* likewise */
};

extern const LogKind record_log_kinds[];

/* The ladder of co-production by the National Co-production Advisory Group and Think Local Act
 * Personal (TLAP), from its lowest rung; LEVEL_NONE: nothing was promised, or in own words only. */
typedef enum {
  LEVEL_NONE,
  LEVEL_COERCION,
  LEVEL_EDUCATION,
  LEVEL_INFORMING,
  LEVEL_CONSULTATION,
  LEVEL_ENGAGEMENT,
  LEVEL_CODESIGN,
  LEVEL_COPRODUCTION,
  LEVEL_COUNT
} Level;
const char *level_name(Level level);  /* as stored, and in forms; "" for LEVEL_NONE */
const char *level_words(Level level); /* message id; "" for LEVEL_NONE */
bool level_from_name(const char *name, Level *ret_level);

typedef enum { BY_NOBODY, BY_GROUP, BY_BOTH, BY_OUTSIDE, BY_COUNT } DecidedBy;
const char *decided_by_name(DecidedBy by); /* "" "group" "both" "outside" */
bool decided_by_from_name(const char *name, DecidedBy *ret_by);

typedef enum { IT_STANDS, IT_CHANGED, IT_STOPPED, IT_UNDONE, BECAME_COUNT } Became;
const char *became_name(Became became); /* "stands" "changed" "stopped" "undone" */
bool became_from_name(const char *name, Became *ret_became);

/* Times: microseconds UTC, 0: none; days: their end. */
typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id;
  const char *group_name;
  const char *question; /* "": nobody announced it */
  const char *what, *why, *do_good, *do_bad, *not_good, *not_bad;
  const char *body; /* of BY_OUTSIDE */
  const char *meeting_title, *item_title;
  int64_t meeting_id, item_id, idea_id;
  int64_t opened_at_us, decided_us, written_at_us, again_us, next_us;
  int64_t asked_by;
  Level promised;             /* the first promise */
  const char *promised_words; /* … in own words */
  DecidedBy decided_by;
  Became became;    /* the newest change; IT_STANDS while there is none */
  DecidedBy ended;  /* by whom that was; BY_NOBODY while there is none */
  bool is_open;     /* announced, and not decided yet */
  bool is_public;   /* two of the group said yes to that */
  bool is_promised; /* something was promised before */
} Decision;

/* Newest first from before `before_id` (0: the newest); ends with id 0. Whether the viewer may read
 * them, groups_may says (GROUP_TO_SEE). One statement each. */
const Decision *decisions_list(Txn *txn, Arena *arena, int64_t group_id, int64_t before_id,
                               int limit);
/* Public ones of groups going on; of one group, or of all (0). */
const Decision *decisions_register(Txn *txn, Arena *arena, int64_t group_id, int64_t before_id,
                                   int limit);
/* NULL: none in this group. */
const Decision *decisions_find(Txn *txn, Arena *arena, int64_t group_id, int64_t decision_id);
/* The meeting of an item on an agenda of this group; 0: none. */
int64_t decisions_meeting_of_item(Txn *txn, int64_t group_id, int64_t item_id);
/* That came of this idea, oldest first; at most 20. */
const Decision *decisions_of_idea(Txn *txn, Arena *arena, int64_t idea_id);

typedef struct {
  int64_t id; /* 0 ends a list */
  Level level;
  const char *words, *why;
  int64_t made_at_us;
} DecisionPromise;
const DecisionPromise *decisions_promises(Txn *txn, Arena *arena,
                                          int64_t decision_id); /* oldest first */

typedef struct {
  int64_t id; /* 0 ends a list */
  Became became;
  DecidedBy by;
  const char *body, *why;
  int64_t changed_us, again_us, made_at_us;
} DecisionChange;
const DecisionChange *decisions_changes(Txn *txn, Arena *arena, int64_t decision_id);

/* ---- writing, by members of the group while it goes on; the caller looks at that ---- */

typedef struct {
  Level level;
  const char *words, *why; /* why: of a later promise */
} PromiseWish;

/* A question is announced, with what is promised. Refuses: no question, neither a level nor words,
 * texts too long, too many open ones. */
void decisions_announce(Txn *txn, const Act *act, int64_t group_id, const char *question,
                        const PromiseWish *promise, Refusals *refusals, int64_t *ret_id);
/* Beside the first one, while it is open. Refuses: no reason, and as above. */
void decisions_promise(Txn *txn, const Act *act, const Decision *decision,
                       const PromiseWish *promise, Refusals *refusals);

typedef struct {
  const char *what, *why, *do_good, *do_bad, *not_good, *not_bad, *body;
  DecidedBy decided_by;
  int64_t item_id, idea_id; /* 0: none */
  int64_t decided_us, again_us;
} DecisionWish;

/* What was decided: of an announced question, or of none (NULL): then nothing was promised before.
 * All who are in the group are to be told (told.h). Refuses: not what or why, nobody who decided,
 * no body for one outside, a day to come, a day to look again that is over, texts too long, an item
 * or an idea of another group. */
void decisions_write(Txn *txn, const Act *act, int64_t group_id, const Decision *announced,
                     const DecisionWish *wish, const char *origin, Refusals *refusals,
                     int64_t *ret_id);

typedef struct {
  Became became;
  DecidedBy by;
  const char *body, *why;
  int64_t changed_us, again_us;
} ChangeWish;

/* Refuses: no reason, nobody, no body for one outside, a day to come or before the decision, a day
 * to look again that is over. */
void decisions_change(Txn *txn, const Act *act, const Decision *decision, const ChangeWish *wish,
                      Refusals *refusals);

/* The first yes to the public register is an ask; another member's is the group's yes. */
void decisions_make_public(Txn *txn, const Act *act, const Decision *decision);
void decisions_keep_inside(Txn *txn, const Act *act, const Decision *decision);

/* ---- counted (src/evidence) ---- */

/* Decisions of a group written down in the window. Only those that are whole count: how far people
 * took part is counted when its time to be said is over (levels.h). */
typedef struct {
  int64_t closed;                   /* decisions */
  int64_t promised;                 /* of these, with a rung of the ladder promised before */
  int64_t promised_of[LEVEL_COUNT]; /* … of these, by the rung */
  int64_t said_due;                 /* … of these, whose time to say how far it went is over */
  int64_t rated;                    /* of these, with at least five answers */
  int64_t reached;      /* of these: the median is not below the first promise (indicator 4) */
  int64_t weighed;      /* what may go wrong if we do and if we do not (indicator 25) … */
  int64_t alike;        /* … of these, in the same words as another decision of the group */
  int64_t told_due;     /* decided more than 14 days ago, or told to all before (indicator 27) */
  int64_t told_in_time; /* of these: all who took part were told within 14 days of that day */
  int64_t here;         /* decided by the group or by both sides, more than 90 days ago */
  int64_t overturned;   /* of these: changed, stopped or undone from outside (indicator 6) */
  int64_t outside;      /* decided by somebody outside */
} DecisionCounts;

/* Written from `from_us` to before `until_us`. Reads only; four statements. */
DecisionCounts decisions_count(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us,
                               int64_t now_us);
