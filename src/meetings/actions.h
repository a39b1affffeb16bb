/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group said it would do (R70; indicator 24): who does it says yes themselves, the first day
 * stays for ever, and how it went is told with why. Late is the group's, never one person's. */
#pragma once

#include "groups/sides.h"
#include "meetings/agenda.h"

enum {
  ACTION_WORDS_MAX = 500,
  ACTION_WHY_MAX = 2000,
  ACTION_OUTSIDE_MAX = 120,
  ACTIONS_OPEN_MAX = 100,     /* of a group at a time */
  ACTIONS_PAGE = 30,          /* of those that are over */
  ACTION_TOLD_MAX = 100,      /* words of one action */
  ACTION_MOST_DAYS = 2 * 366, /* from now to its day */
};

extern const LogKind actions_log_kinds[];

typedef enum { ACTION_NOBODY, ACTION_ASKED, ACTION_YES, ACTION_OUTSIDE } ActionOwner;
/* TWO: words written at the same time disagree. PARTLY and NOT go on; DONE and DROPPED are over. */
typedef enum {
  ACTION_OPEN,
  ACTION_DONE,
  ACTION_PARTLY,
  ACTION_NOT,
  ACTION_DROPPED,
  ACTION_TWO
} ActionState;
const char *action_state_name(ActionState state); /* as stored, and in forms */
bool action_state_from_name(const char *name, ActionState *ret_state);

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id, meeting_id, item_id;
  const char *words, *why;          /* why: of the newest word about how it went */
  int64_t first_due_us, due_us;     /* ends of days */
  int64_t done_at_us;               /* 0: not done */
  int64_t owner_id;                 /* 0: nobody, somebody outside, or no longer in the group */
  const char *owner_name, *outside; /* "" */
  const char *owner_way;            /* how their yes came: "page", or a value of agenda_ways */
  ActionOwner owner;
  ActionState state;
  int64_t entered_by, made_at_us;
} GroupAction;

/* Neither done nor dropped. Pure. */
bool action_is_going_on(const GroupAction *action);
/* It goes on, and its first day is over. Pure. */
bool action_is_late(const GroupAction *action, int64_t now_us);

/* NULL: this group has no such action. Whether the viewer may read it, groups_may says. */
const GroupAction *actions_find(Txn *txn, Arena *arena, int64_t group_id, int64_t action_id);
/* Those that go on, the earliest day first; ends with id 0. One statement, as each of these. */
const GroupAction *actions_going_on(Txn *txn, Arena *arena, int64_t group_id);
/* Those that are over, newest first from before this id (0: the newest), ACTIONS_PAGE + 1 at most.
 */
const GroupAction *actions_over(Txn *txn, Arena *arena, int64_t group_id, int64_t before_id);
/* Of a meeting's minutes, in the order in which they were written, at most 2 * ACTIONS_OPEN_MAX. */
const GroupAction *actions_of_meeting(Txn *txn, Arena *arena, int64_t meeting_id);
/* What the member said yes to and goes on, in all groups they are in; the earliest day first. */
const GroupAction *actions_mine(Txn *txn, Arena *arena, int64_t member_id, int limit);

typedef struct {
  int64_t id;          /* 0 ends a list */
  bool is_day, stands; /* another day, else how it went; nobody has written another word after it */
  ActionState state;
  int64_t done_at_us, due_us, was_due_us, written_at_us;
  const char *words, *way;
} ActionWord;

/* All that was said of it, in the order in which it was written. */
const ActionWord *actions_words(Txn *txn, Arena *arena, int64_t action_id);

typedef struct {
  const char *words;
  int64_t due_us;     /* the end of a day: groups_day_end_us */
  int64_t owner_id;   /* somebody in the group; 0: nobody yet, or somebody outside */
  const char *yes_by; /* "": the owner is asked; how somebody else heard their yes, of agenda_ways.
                         Of no matter to whoever writes down their own. */
  const char *outside;
  int64_t meeting_id, item_id; /* 0: none */
} ActionWish;

/* Whoever is named is asked; the writer's own yes counts at once. Refuses: no words, no day, one
 * that is over or too far off, somebody who is not in the group, agreed minutes, too many. */
void actions_add(Txn *txn, const Act *act, int64_t group_id, const ActionWish *wish,
                 Refusals *refusals, int64_t *ret_id);
/* By whoever is asked; a "no" needs no reason, and nobody is told whose it was. Also by whoever
 * said yes and cannot do it after all. Nothing for others. */
void actions_answer(Txn *txn, const Act *act, const GroupAction *action, bool is_yes);
/* Somebody else, or oneself: as for actions_add. Refuses: one that is over, who is not in it. */
void actions_give(Txn *txn, const Act *act, const GroupAction *action, const ActionWish *wish,
                  Refusals *refusals);
/* Another day, with why; the first one stays, and what is late stays late. Refuses: no reason, a
 * day that is over or too far off, an action that is over. */
void actions_set_day(Txn *txn, const Act *act, const GroupAction *action, int64_t due_us,
                     const char *why, Refusals *refusals);

typedef struct {
  ActionState state;   /* not TWO */
  const char *why;     /* needed but for OPEN and DONE */
  int64_t done_at_us;  /* of DONE: the end of the day on which it was done; 0: now */
  const char *way;     /* "page", or of agenda_ways: told to whoever writes it down */
  const int64_t *seen; /* words that the writer had read; they end */
  int seen_count;
} ActionTold;

/* How it went. A word that the writer had not read stays beside; while two disagree, it counts as
 * not done. Refuses: no reason, a day to come or from before it was written down. */
void actions_tell(Txn *txn, const Act *act, const GroupAction *action, const ActionTold *told,
                  Refusals *refusals);

/* ---- counts, for indicator 24 ---- */

/* due = in_time + later + not_done, always. */
typedef struct {
  int64_t due, in_time, later, not_done;
} ActionSum;

typedef struct {
  ActionSum all;
  ActionSum outside, nobody;  /* of these: somebody outside of the group; no owner */
  ActionSum side[SIDE_COUNT]; /* by the side of the owner on the first day, who is in the group
                                 now; only where told */
  bool is_by_side;            /* told: each owner shows that side beside their name */
} ActionCounts;

/* Those whose first day is in [from, until) and over; what was dropped counts as not done, else
 * dropping would help. `only_shared`: those of minutes of shared meetings. Two statements. */
void actions_count(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us, int64_t now_us,
                   bool only_shared, ActionCounts *ret_counts);

/* What waits for the viewer, ?2 (WaitingRow of ui/waiting.h): what they are asked to do and have
 * not answered. */
#define ACTIONS_WAIT                                                          \
  "SELECT 0, a.id, a.group_id, a.due_us, a.words, '', '' FROM group_action a" \
  " JOIN group_member g ON g.community_id = ?1 AND g.group_id = a.group_id"   \
  " AND g.member_id = ?2 AND g.state = 'in'"                                  \
  " JOIN working_group w ON w.community_id = ?1 AND w.id = a.group_id"        \
  " AND w.state = 'going' WHERE a.community_id = ?1 AND a.owner_id = ?2"      \
  " AND a.owner_state = 'asked' AND a.state NOT IN ('done', 'dropped')"       \
  " ORDER BY a.id LIMIT 1"
