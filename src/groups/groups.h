/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Groups: what they are, who may see them, starting, changing, closing (R17-R21, R46-R54). Anybody
 * may start one. Who is in one is places.h, what it
 * writes about itself texts.h. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "log/log.h"
#include "questions/questions.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  GROUP_NAME_MAX = 120,
  GROUP_WORDS_MAX = 3000, /* of any longer text of a group */
  GROUPS_MAX = 2000,      /* in one place */
};

extern const LogKind groups_log_kinds[];
extern const Choice stage_choices[]; /* of work on services, then of research */
/* How somebody said what another writes down for them: telephone, paper, talk. */
extern const Choice said_way_choices[];

/* Where somebody stands with a group. */
typedef enum {
  GROUP_STRANGER,
  GROUP_ASKED,
  GROUP_INVITED,
  GROUP_IN,
  GROUP_LEFT,
  GROUP_STANDING_COUNT
} GroupStanding;

typedef struct {
  int64_t id;
  const char *name, *stage; /* stage: a value of stage_choices */
  const char *different;    /* what we want to be different, newest words */
  int64_t within_id;        /* 0: none, or one that the viewer may not see */
  const char *within_name;
  GroupStanding standing; /* of the viewer */
  int64_t made_at_us, closed_at_us;
  const char *last_word, *carried_on;
  bool is_peer_led, is_for_all, is_open, is_closed; /* for all: everybody here may see it; open:
                                                       whoever likes may join */
} Group;

/* NULL: no such group, or the viewer may not know that there is one: closed to all but its members
 * and those it invited. */
const Group *groups_find(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id);
/* In it and here. */
int64_t groups_count_people(Txn *txn, int64_t group_id);

typedef enum {
  GROUP_TO_SEE,    /* whoever may know of it */
  GROUP_TO_READ,   /* its members, also when it is closed */
  GROUP_TO_CHANGE, /* its members, while it is going on */
} GroupNeed;

/* The same question, for a route's access right: one small statement. */
bool groups_may(Txn *txn, int64_t group_id, int64_t viewer_id, GroupNeed need);

/* The viewer's own and invitations, by name; at most 100; ends with id 0. */
const Group *groups_mine(Txn *txn, Arena *arena, int64_t viewer_id);
/* All others that the viewer may see, those going on or those closed, by name from after the
 * cursor; ends with id 0. */
const Group *groups_others(Txn *txn, Arena *arena, int64_t viewer_id, bool is_closed,
                           const char *after_sort_key, int64_t after_id, int limit);
const char *groups_sort_key(Arena *arena, const char *name); /* the cursor */
/* Groups within this one that the viewer may see; at most 100; ends with id 0. */
const Group *groups_within(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id);

typedef struct {
  const char *name, *stage;
  int64_t within_id;
  bool is_peer_led, is_for_all, is_open;
} GroupWish;

/* Its purpose, offer and first member are added by whoever calls. Refuses: no name, a name that
 * another group has, a group to be part of that the member is not in, too many groups. */
void groups_add(Txn *txn, const Act *act, const GroupWish *wish, Refusals *refusals,
                int64_t *ret_id);
/* By a member of it. Refuses the same, and a group within itself. */
void groups_change(Txn *txn, const Act *act, int64_t group_id, const GroupWish *wish,
                   Refusals *refusals);
/* Stays readable. Refuses: no last word. */
void groups_close(Txn *txn, const Act *act, int64_t group_id, const char *last_word,
                  const char *carried_on, Refusals *refusals);
void groups_open_again(Txn *txn, const Act *act, int64_t group_id);

/* The end of a day ("2026-11-26") in a time zone: the last moment before the next day begins there,
 * whatever the clocks do. 0: no date. */
int64_t groups_day_end_us(const char *date, const char *time_zone);
/* And back: arena; "" for 0. */
const char *groups_day_of(Arena *arena, int64_t end_us, const char *time_zone);
