/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who is in a group. Roles and the words of who asks are sealed under the person's key. */
#include "groups/places.h"

#include "base/text.h"
#include "groups/join_answers.h"
#include "groups/rules.h"
#include "groups/texts.h"
#include "lang/lang.h"
#include "people/find.h"
#include "people/seal.h"
#include "safety/keep_away.h"

#include <string.h>

enum { ASKING_MAX = 50 };

GroupStanding
group_standing(Txn *txn, int64_t group_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT state FROM group_member WHERE community_id = ?1"
                                     " AND group_id = ?2 AND member_id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  return query_next(q) ? group_standing_from_name(col_text(q, 0)) : GROUP_STRANGER;
}

/* ---- reading ---- */

const char *
place_open_sealed(Txn *txn, Query *q, Arena *arena, int column, int64_t member_id,
                  const char *place, int64_t row_id)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, 0, &key_len);
  const void *sealed = col_blob(q, column, &len);
  const char *text =
      len ? seal_open_with(txn, arena, key, key_len, member_id, place, row_id, sealed, len) : "";

  if (!text)
    txn_fail(txn, TROUBLE_DATABASE, "groups: a seal does not open; is this the right root key?");
  return text ? text : "";
}

const Place *
places_find(Txn *txn, Arena *arena, int64_t group_id, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, g.role, g.words, g.state, g.shown_role, g.offer_id,"
                    " g.invited_by, g.since_us, m.name, g.id, g.way, e.name,"
                    " g.entered_by FROM group_member g"
                    " JOIN member m ON m.community_id = ?1 AND m.id = g.member_id"
                    " LEFT JOIN member e ON e.community_id = ?1 AND e.id = g.entered_by"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = g.member_id"
                    " WHERE g.community_id = ?1 AND g.group_id = ?2 AND g.member_id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return NULL;

  Place *found = arena_new_of(arena, Place, 1);
  const int64_t row_id = col_int(q, 9);

  *found = (Place){
    .member_id = member_id,
    .role = place_open_sealed(txn, q, arena, 1, member_id, PLACE_ROLE_SEAL, row_id),
    .words = place_open_sealed(txn, q, arena, 2, member_id, PLACE_WORDS_SEAL, row_id),
    .standing = group_standing_from_name(col_text(q, 3)),
    .shown_role = arena_text(arena, col_text(q, 4)),
    .offer_id = col_int(q, 5),
    .invited_by = col_int(q, 6),
    .since_us = col_int(q, 7),
    .name = arena_text(arena, col_text(q, 8)),
    .way = arena_text(arena, col_text(q, 10)),
    .entered_by_name = arena_text(arena, col_text(q, 11)),
    .entered_by = col_int(q, 12),
  };
  return found;
}

const Place *
places_list(Txn *txn, Arena *arena, int64_t group_id, const char *after_sort_key, int64_t after_id,
            int limit)
{
  Place *list = arena_new_of(arena, Place, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id, m.name, g.shown_role, g.since_us FROM group_member g"
                    " JOIN member m ON m.community_id = ?1 AND m.id = g.member_id"
                    " AND m.state = 'here'"
                    " WHERE g.community_id = ?1 AND g.group_id = ?2 AND g.state = 'in'"
                    " AND (m.sort_key, m.id) > (?3, ?4) ORDER BY m.sort_key, m.id LIMIT ?5");

  bind_int(q, 2, group_id);
  bind_text(q, 3, after_sort_key);
  bind_int(q, 4, after_id);
  bind_int(q, 5, limit);
  while (count < limit && query_next(q))
    list[count++] = (Place){ .member_id = col_int(q, 0),
                             .name = arena_text(arena, col_text(q, 1)),
                             .shown_role = arena_text(arena, col_text(q, 2)),
                             .since_us = col_int(q, 3),
                             .standing = GROUP_IN };
  return list;
}

const Place *
places_asking(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id)
{
  Place *list = arena_new_of(arena, Place, ASKING_MAX + 1);
  PeoplePair pairs[ASKING_MAX] = { { 0, 0 } };
  bool is_blocked[ASKING_MAX];
  int count = 0, kept = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT k.sealed, m.id, m.name, g.words, g.since_us, g.id, g.way"
                      " FROM group_member g"
                      " JOIN member m ON m.community_id = ?1 AND m.id = g.member_id"
                      " AND m.state = 'here'"
                      " JOIN person_key k ON k.community_id = ?1 AND k.member_id = g.member_id"
                      " WHERE g.community_id = ?1 AND g.group_id = ?2 AND g.state = 'asked'"
                      " ORDER BY g.since_us, m.id LIMIT ?3");

    bind_int(q, 2, group_id);
    bind_int(q, 3, ASKING_MAX);
    while (count < ASKING_MAX && query_next(q)) {
      const int64_t member_id = col_int(q, 1);

      list[count++] = (Place){ .member_id = member_id,
                               .name = arena_text(arena, col_text(q, 2)),
                               .words = place_open_sealed(txn, q, arena, 3, member_id,
                                                          PLACE_WORDS_SEAL, col_int(q, 5)),
                               .since_us = col_int(q, 4),
                               .way = arena_text(arena, col_text(q, 6)),
                               .standing = GROUP_ASKED };
    }
  }
  for (int i = 0; i < count; i++)
    pairs[i] = (PeoplePair){ viewer_id, list[i].member_id };
  safety_find_blocked(txn, pairs, count, is_blocked);
  for (int i = 0; i < count; i++)
    if (!is_blocked[i])
      list[kept++] = list[i];
  list[kept].member_id = 0;
  return list;
}

void
places_count_sides(Txn *txn, int64_t group_id, SideCounts *ret_counts)
{
  places_count_sides_among(txn, group_id, NULL, NULL, ret_counts);
}

void
places_each_side(Txn *txn, int64_t group_id, PlaceSide take, void *data)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, g.role, g.member_id, g.shown_role, g.id, g.entered_by"
           " FROM group_member g"
           " JOIN member m ON m.community_id = ?1 AND m.id = g.member_id AND m.state = 'here'"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = g.member_id"
           " WHERE g.community_id = ?1 AND g.group_id = ?2 AND g.state = 'in'");

  bind_int(q, 2, group_id);
  while (query_next(q)) {
    const char *role =
        place_open_sealed(txn, q, arena, 1, col_int(q, 2), PLACE_ROLE_SEAL, col_int(q, 4));

    take(&(PersonSide){ .member_id = col_int(q, 2),
                        .side = side_of_role(role),
                        .is_shown = *col_text(q, 3) != '\0',
                        .is_heard = *role && col_int(q, 5) != 0 },
         data);
  }
}

typedef struct {
  bool (*is_counted)(int64_t member_id, void *data);
  void *data;
  SideCounts counts;
} Counting;

static void
count_side(const PersonSide *person, void *data)
{
  Counting *counting = data;

  if (counting->is_counted && !counting->is_counted(person->member_id, counting->data))
    return;
  counting->counts.all[person->side]++;
  counting->counts.shown[person->side] += person->is_shown;
  counting->counts.heard += person->is_heard;
}

void
places_count_sides_among(Txn *txn, int64_t group_id,
                         bool (*is_counted)(int64_t member_id, void *data), void *data,
                         SideCounts *ret_counts)
{
  Counting counting = { .is_counted = is_counted, .data = data };

  places_each_side(txn, group_id, count_side, &counting);
  *ret_counts = counting.counts;
}

bool
places_has_kept_away(Txn *txn, Arena *arena, int64_t group_id, int64_t member_id)
{
  for (const KnownMember *one = safety_blocks(txn, arena, member_id); one->id; one++)
    if (group_standing(txn, group_id, one->id) == GROUP_IN)
      return true;
  return false;
}

/* ---- writing ---- */

static void
delete_place(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, const char *state)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM group_member WHERE community_id = ?1"
                                 " AND group_id = ?2 AND member_id = ?3 AND state = ?4");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, state);
  query_run(q);
}

/* What they were there as is forgotten, but for sums over what took place; that they were there is
 * what lets them read on. */
static void
go_out(Txn *txn, const Act *act, int64_t group_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Place *before = places_find(txn, arena, group_id, act->member_id);
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE group_member SET state = 'left', role = ?4, shown_role = '', words = ?4,"
                " way = '', entered_by = 0, since_us = ?5 WHERE community_id = ?1 AND group_id = "
                "?2 AND member_id = ?3");
  g_autoptr(Query) duties =
      db_change(txn, act,
                "UPDATE group_duty SET ended_at_us = ?4 WHERE community_id = ?1 AND group_id = ?2"
                " AND member_id = ?3 AND ended_at_us IS NULL");

  bind_int(q, 2, group_id);
  bind_int(q, 3, act->member_id);
  bind_blob(q, 4, NULL, 0);
  bind_int(q, 5, act->at_us);
  query_run(q);
  bind_int(duties, 2, group_id);
  bind_int(duties, 3, act->member_id);
  bind_int(duties, 4, act->at_us);
  query_run(duties);
  group_side_note(txn, act, group_id, act->member_id,
                  &(SideChange){ .before = before, .role = "" });
}

void
places_leave(Txn *txn, const Act *act, int64_t group_id)
{
  const GroupStanding standing = group_standing(txn, group_id, act->member_id);

  if (standing == GROUP_IN)
    go_out(txn, act, group_id);
  else if (standing == GROUP_INVITED || standing == GROUP_ASKED)
    delete_place(txn, act, group_id, act->member_id,
                 standing == GROUP_INVITED ? "invited" : "asked");
  else
    return;
  group_note(txn, act, "group-left", group_id);
}

/* ---- inviting, letting in ---- */

static void
set_state(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, const char *state)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_member (community_id, id, group_id, member_id, state, role,"
                " shown_role, words, offer_id, invited_by, since_us)"
                " VALUES (?1, ?8, ?2, ?3, ?4, ?5, '', ?5, 0, ?6, ?7)"
                " ON CONFLICT (community_id, group_id, member_id) DO UPDATE"
                " SET state = excluded.state, invited_by = excluded.invited_by,"
                " words = excluded.words, since_us = excluded.since_us, way = '',"
                " entered_by = 0");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, state);
  bind_blob(q, 5, NULL, 0);
  bind_int(q, 6, act->member_id);
  bind_int(q, 7, act->at_us);
  bind_int(q, 8, act_new_id(act));
  query_run(q);
}

int64_t
group_find_named(Txn *txn, const char *name, int64_t but_id, const char *several,
                 Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t id = 0;
  int count = 0;

  for (const KnownMember *one = people_find_by_name(txn, arena, name); one->id; one++)
    if (one->is_here && one->id != but_id) {
      id = one->id;
      count++;
    }
  if (count == 1)
    return id;
  refuse(refusals, "name",
         count == 0 ? N_("Nobody here has this name. Look at how it is written.") : several);
  return 0;
}

int64_t
places_invite(Txn *txn, const Act *act, int64_t group_id, const char *name, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Group *group = groups_find(txn, arena, group_id, act->member_id);
  const int64_t id = group_find_named(
      txn, name, act->member_id,
      N_("Several people have this name. Ask them to look for the group."), refusals);

  if (!group || group->is_closed)
    refuse(refusals, "", N_("Nobody can join this group now"));
  else
    place_has_room(groups_count_people(txn, group_id), refusals);
  if (refusals_count(refusals) > 0)
    return 0;
  if (safety_is_blocked(txn, act->member_id, id))
    return 0; /* looks like waiting for an answer */

  const GroupStanding standing = group_standing(txn, group_id, id);

  if (standing == GROUP_IN)
    refuse(refusals, "name", N_("This person is in the group already"));
  else if (standing == GROUP_ASKED)
    places_answer(txn, act, group_id, id, true);
  else if (standing != GROUP_INVITED) {
    set_state(txn, act, group_id, id, "invited");
    group_note_for(txn, act, "group-invited", group_id, id);
  }
  return standing == GROUP_ASKED ? id : 0;
}

void
places_answer(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, bool is_yes)
{
  if (group_standing(txn, group_id, member_id) != GROUP_ASKED ||
      safety_is_blocked(txn, act->member_id, member_id))
    return;
  join_answers_note(txn, act, group_id, member_id, is_yes);
  if (!is_yes) {
    delete_place(txn, act, group_id, member_id, "asked");
    group_note_for(txn, act, "group-not-let-in", group_id, member_id);
    return;
  }

  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Place *asking = places_find(txn, arena, group_id, member_id);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_member SET state = 'in', words = ?4, since_us = ?5"
                                 " WHERE community_id = ?1 AND group_id = ?2 AND member_id = ?3"
                                 " AND state = 'asked'");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, NULL, 0);
  bind_int(q, 5, act->at_us);
  query_run(q);
  group_side_note(txn, act, group_id, member_id,
                  &(SideChange){ .role = asking ? asking->role : "",
                                 .is_in = true,
                                 .is_shown = asking && *asking->shown_role,
                                 .heard_by = asking ? asking->entered_by : 0 });
  group_note_for(txn, act, "group-let-in", group_id, member_id);
}

void
places_set_role(Txn *txn, const Act *act, int64_t group_id, const char *role, bool is_shown,
                Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  if (!place_role_fits(role, refusals) || group_standing(txn, group_id, act->member_id) != GROUP_IN)
    return;

  const int64_t row_id = place_row_id(txn, act, group_id, act->member_id);
  const Place *before = places_find(txn, arena, group_id, act->member_id);

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE group_member SET role = ?4, shown_role = ?5, way = '', entered_by = 0"
                " WHERE community_id = ?1 AND group_id = ?2 AND member_id = ?3 AND state = 'in'");

  bind_int(q, 2, group_id);
  bind_int(q, 3, act->member_id);
  place_bind_sealed(q, 4, txn, arena, act->member_id, PLACE_ROLE_SEAL, row_id, role);
  bind_text(q, 5, is_shown ? role : "");
  query_run(q);
  group_side_note(txn, act, group_id, act->member_id,
                  &(SideChange){ before, role, true, is_shown && *role, 0 });
  group_note(txn, act, "group-role-changed", group_id);
}
