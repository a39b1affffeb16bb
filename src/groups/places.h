/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who is in a group: joining, asking, being invited, leaving without a reason, and the role in
 * which somebody is there (R1, R17, R21). Where one keeps away from the other, nothing of either
 * reaches the other, and neither is told (safety/keep_away.h). */
#pragma once

#include "groups/groups.h"
#include "groups/sides.h"
#include "people/apart.h"

enum { GROUP_PEOPLE_MAX = 500, PLACE_WORDS_MAX = 500, PLACE_ROLE_MAX = 60 };

typedef struct {
  int64_t member_id;
  const char *name;
  const char *role;       /* of places_find only: a code, own words, "" not said */
  const char *shown_role; /* "": not shown */
  const char *words;      /* of somebody who asks */
  /* How they said it to whoever wrote it down, of said_way_choices; "": they came by themself. */
  const char *way;
  const char *entered_by_name; /* places_find only; "" also: of somebody who is gone */
  int64_t offer_id, invited_by, since_us;
  int64_t entered_by; /* places_find only: who wrote it down; 0: their own word */
  GroupStanding standing;
} Place;

/* With everything opened: for the person. NULL: they have nothing to do with the group. */
const Place *places_find(Txn *txn, Arena *arena, int64_t group_id, int64_t member_id);
/* Who is in it and here, by name from after the cursor; ends with member_id 0. */
const Place *places_list(Txn *txn, Arena *arena, int64_t group_id, const char *after_sort_key,
                         int64_t after_id, int limit);
/* Who asks to come in, the oldest first, but those who and the viewer keep away from one another;
 * at most 50; ends with member_id 0. */
const Place *places_asking(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id);
void places_count_sides(Txn *txn, int64_t group_id, SideCounts *ret_counts);
/* Only those whom `is_counted` lets in: who comes to a meeting. One statement too. */
void places_count_sides_among(Txn *txn, int64_t group_id,
                              bool (*is_counted)(int64_t member_id, void *data), void *data,
                              SideCounts *ret_counts);
/* The side in which each is in it, for counting only: never beside a name. One statement too. */
typedef struct {
  int64_t member_id;
  Side side;
  bool is_shown, is_heard; /* heard: somebody else wrote it down, and they have not said it */
} PersonSide;
typedef void (*PlaceSide)(const PersonSide *person, void *data);
void places_each_side(Txn *txn, int64_t group_id, PlaceSide take, void *data);
/* Somebody whom the member keeps away from is in it: told to the member alone. */
bool places_has_kept_away(Txn *txn, Arena *arena, int64_t group_id, int64_t member_id);

typedef struct {
  const char *role; /* a code, own words or "" */
  bool is_shown;
  const char *words; /* to those who say yes, or "" */
  int64_t offer_id;  /* the offer that stood on the page; 0: none was written */
} JoinWish;

/* Whoever starts it. */
void places_add_first(Txn *txn, const Act *act, int64_t group_id, const JoinWish *wish);
/* In at once when the group is open, has invited them or has nobody left; else they ask. Refuses:
 * the offer has changed since they read it, a closed group, a full one. */
void places_join(Txn *txn, const Act *act, int64_t group_id, const JoinWish *wish,
                 Refusals *refusals);
/* What somebody without a device said, and who they are. */
typedef struct {
  const char *name;
  const char *way; /* of said_way_choices */
  JoinWish wish;   /* offer_id: the offer that was read out to them */
} HeardWish;

/* Whoever is written down is in at once: whoever likes may join, or only its members can tell of it
 * (which is as an invitation). Else only whoever is invited. */
bool places_take_at_once(const Group *group);
/* By a member of the group, for somebody of the community who said so. Whose place it is now; 0:
 * refused, or the two keep away from one another, which looks as if it were kept. Refuses what
 * places_join refuses; nobody or several of that name; who is in it or asks already. */
int64_t places_join_for(Txn *txn, const Act *act, int64_t group_id, const HeardWish *heard,
                        Refusals *refusals);
/* An invitation or an ask is taken back, or a member leaves; their duties end. */
void places_leave(Txn *txn, const Act *act, int64_t group_id);
/* By a member of the group. Who asks to join is let in by it: returns who; 0: nobody was. Refuses:
 * nobody or several of that name, already in, a full group. */
int64_t places_invite(Txn *txn, const Act *act, int64_t group_id, const char *name,
                      Refusals *refusals);
/* By a member: who asks is in, or is told "not this time". Nothing for who does not ask. They
 * hear of it by join_answers_tell. */
void places_answer(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, bool is_yes);
/* By the member of themself: from then on it is their own word, whoever wrote it down before. */
void places_set_role(Txn *txn, const Act *act, int64_t group_id, const char *role, bool is_shown,
                     Refusals *refusals);

/* What the same page asks about (safety_find_blocked), by the same statement; NULL: nothing. */
typedef struct {
  const PeoplePair *pairs;
  bool *is_apart; /* as many: told of each */
  int count;
} FurtherPairs;
/* A group, of this one (0: of all the viewer's), to which somebody asks to come in who does not
 * keep away from the viewer, nor the viewer from them; 0: none. Two
 * statements. */
int64_t places_first_asking(Txn *txn, int64_t group_id, int64_t viewer_id, FurtherPairs *further);
/* What waits on the start page: an invitation, and an ask to a group the member is in; the group of
 * each, 0: none. */
typedef struct {
  int64_t invited_id, asked_id;
} PlacesWaiting;
PlacesWaiting places_waiting(Txn *txn, int64_t member_id);

/* For the statement that finds what waits for the viewer, ?2: whether to ask them. */
#define PLACES_MAY_WAIT                                                                  \
  "SELECT count(*) FROM group_member a LEFT JOIN group_member mine"                      \
  " ON mine.community_id = ?1 AND mine.group_id = a.group_id AND mine.member_id = ?2"    \
  " AND mine.state = 'in' WHERE a.community_id = ?1 AND a.state IN ('asked', 'invited')" \
  " AND (mine.member_id IS NOT NULL OR a.member_id = ?2)"
