/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Coming into a group: by oneself, or written down by somebody in it for who said so by telephone,
 * on paper or when they met (R13, R97). Both are held to the same, on the same offer. */
#include "groups/rules.h"

#include "base/text.h"
#include "groups/texts.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "safety/keep_away.h"

#include <string.h>

/* "" stays empty bytes: there is nothing to hide. */
void
place_bind_sealed(Query *q, int slot, Txn *txn, Arena *arena, int64_t member_id, const char *place,
                  int64_t row_id, const char *text)
{
  size_t len = 0;
  const void *sealed = *text ? seal_text(txn, arena, member_id, place, row_id, text, &len) : NULL;

  bind_blob(q, slot, sealed, len);
}

int64_t
place_row_id(Txn *txn, const Act *act, int64_t group_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM group_member WHERE community_id = ?1"
                                     " AND group_id = ?2 AND member_id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  return query_next(q) ? col_int(q, 0) : act_new_id(act);
}

/* ---- what is kept ---- */

typedef struct {
  int64_t group_id, member_id;
  GroupStanding standing; /* GROUP_IN or GROUP_ASKED */
  const char *way;        /* "": by themself; else the act's member wrote it down */
} Coming;

static void
put_place(Txn *txn, const Act *act, const Coming *coming, const JoinWish *wish)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = coming->member_id;
  const int64_t row_id = place_row_id(txn, act, coming->group_id, id);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_member (community_id, id, group_id, member_id, state, role,"
                " shown_role, words, offer_id, invited_by, since_us, way, entered_by)"
                " VALUES (?1, ?10, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?11, ?12)"
                " ON CONFLICT (community_id, group_id, member_id) DO UPDATE"
                " SET state = excluded.state, role = excluded.role,"
                " shown_role = excluded.shown_role, words = excluded.words,"
                " offer_id = excluded.offer_id, since_us = excluded.since_us,"
                " way = excluded.way, entered_by = excluded.entered_by");

  bind_int(q, 2, coming->group_id);
  bind_int(q, 3, id);
  bind_text(q, 4, coming->standing == GROUP_IN ? "in" : "asked");
  place_bind_sealed(q, 5, txn, arena, id, PLACE_ROLE_SEAL, row_id, wish->role);
  bind_text(q, 6, wish->is_shown ? wish->role : "");
  place_bind_sealed(q, 7, txn, arena, id, PLACE_WORDS_SEAL, row_id,
                    coming->standing == GROUP_ASKED ? wish->words : "");
  bind_int(q, 8, wish->offer_id);
  bind_int(q, 9, act->at_us);
  bind_int(q, 10, row_id);
  bind_text(q, 11, coming->way);
  bind_int(q, 12, *coming->way ? act->member_id : 0);
  query_run(q);
}

/* With the side that is counted from now on. */
static void
come_in(Txn *txn, const Act *act, const Coming *coming, const JoinWish *wish)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Place *before = coming->standing == GROUP_IN
                            ? places_find(txn, arena, coming->group_id, coming->member_id)
                            : NULL;

  put_place(txn, act, coming, wish);
  if (coming->standing == GROUP_IN)
    group_side_note(txn, act, coming->group_id, coming->member_id,
                    &(SideChange){ before, wish->role, true, wish->is_shown && *wish->role,
                                   *coming->way ? act->member_id : 0 });
}

/* ---- what must hold ---- */

bool
place_role_fits(const char *role, Refusals *refusals)
{
  if (text_length(role) <= PLACE_ROLE_MAX && !strpbrk(role, "\r\n"))
    return true;
  refuse(refusals, "own_role", N_("Make your role shorter: 60 letters at most"));
  return false;
}

bool
place_has_room(int64_t people, Refusals *refusals)
{
  if (people < GROUP_PEOPLE_MAX)
    return true;
  refuse(refusals, "", N_("This group is full. A group within it may be the way."));
  return false;
}

static void
check_wish(Txn *txn, Arena *arena, int64_t group_id, int64_t people, const JoinWish *wish,
           Refusals *refusals)
{
  if (offers_newest(txn, arena, group_id)->id != wish->offer_id)
    refuse(refusals, "", N_("What the group offers was changed just now. Please read it again."));
  place_has_room(people, refusals);
  place_role_fits(wish->role, refusals);
  if (text_length(wish->words) > PLACE_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 500 letters at most"));
}

/* ---- by oneself ---- */

void
places_add_first(Txn *txn, const Act *act, int64_t group_id, const JoinWish *wish)
{
  come_in(txn, act, &(Coming){ group_id, act->member_id, GROUP_IN, "" }, wish);
  group_note(txn, act, "group-joined", group_id);
}

void
places_join(Txn *txn, const Act *act, int64_t group_id, const JoinWish *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Group *group = groups_find(txn, arena, group_id, act->member_id);

  if (!group || group->is_closed) {
    refuse(refusals, "", N_("Nobody can join this group now"));
    return;
  }
  if (group->standing == GROUP_IN)
    return; /* pressed twice */

  const int64_t people = groups_count_people(txn, group_id);

  check_wish(txn, arena, group_id, people, wish, refusals);
  if (refusals_count(refusals) > 0)
    return;

  const bool is_in = group->is_open || group->standing == GROUP_INVITED || people == 0;

  come_in(txn, act, &(Coming){ group_id, act->member_id, is_in ? GROUP_IN : GROUP_ASKED, "" },
          wish);
  group_note(txn, act, is_in ? "group-joined" : "group-asked", group_id);
}

/* ---- for somebody ---- */

bool
places_take_at_once(const Group *group)
{
  return group->is_open || !group->is_for_all;
}

int64_t
places_join_for(Txn *txn, const Act *act, int64_t group_id, const HeardWish *heard,
                Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Group *group = groups_find(txn, arena, group_id, act->member_id);

  if (!group || group->is_closed || group->standing != GROUP_IN) {
    refuse(refusals, "", N_("Nobody can join this group now"));
    return 0;
  }

  const int64_t id =
      group_find_named(txn, heard->name, 0,
                       N_("Several people have this name. An organiser can change how one of them"
                          " is called here."),
                       refusals);

  check_wish(txn, arena, group_id, groups_count_people(txn, group_id), &heard->wish, refusals);
  if (choice_place(said_way_choices, heard->way) < 0)
    refuse(refusals, "way", N_("Choose how they said it"));
  if (refusals_count(refusals) > 0 || safety_is_blocked(txn, act->member_id, id))
    return 0; /* who keeps away is not told of, and not brought near: it looks as if kept */

  const GroupStanding standing = group_standing(txn, group_id, id);

  if (standing == GROUP_IN)
    refuse(refusals, "name", N_("This person is in the group already"));
  else if (standing == GROUP_ASKED)
    refuse(refusals, "name",
           N_("This person asks to join already. Anybody in the group can"
              " answer."));
  if (refusals_count(refusals) > 0)
    return 0;

  const bool is_in = places_take_at_once(group) || standing == GROUP_INVITED;

  come_in(txn, act, &(Coming){ group_id, id, is_in ? GROUP_IN : GROUP_ASKED, heard->way },
          &heard->wish);
  group_note_for(txn, act, is_in ? "group-joined-for" : "group-asked-for", group_id, id);
  return id;
}
