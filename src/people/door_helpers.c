/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table door_helper: whom a person trusts to help them come in. */
#include "people/ways.h"

#include "base/text.h"
#include "lang/lang.h"
#include "people/apart.h"
#include "people/kinds.h"

/* Stands in helper_id for nobody: only those who are named may help, no organiser. */
enum { ONLY_NAMED = 0 };

static int64_t
count_of(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM door_helper WHERE community_id = ?1 AND member_id = ?2"
                    " AND helper_id <> ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, ONLY_NAMED);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* The one member of that name; 0: nobody, or several. */
static int64_t
find_by_name(Txn *txn, const char *name)
{
  g_autofree char *sort_key = text_sort_key(name);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id FROM member WHERE community_id = ?1 AND sort_key = ?2"
                    " AND state = 'here' LIMIT 2");

  bind_text(q, 2, sort_key);
  if (!query_next(q))
    return 0;

  int64_t id = col_int(q, 0);

  return query_next(q) ? 0 : id;
}

void
door_helper_add(Txn *txn, const Act *act, int64_t member_id, const char *name, Refusals *refusals)
{
  int64_t helper_id = find_by_name(txn, name);

  if (!helper_id || helper_id == member_id) {
    refuse(refusals, "helper",
           N_("We do not find this name. Write it as they write it here, or ask an organiser"));
    return;
  }
  if (count_of(txn, member_id) >= HELPERS_A_MEMBER) {
    refuse(refusals, "helper", N_("You have ten helpers already. Take one off the list first"));
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO door_helper (community_id, member_id, helper_id,"
                                 " made_at_us) VALUES (?1, ?2, ?3, ?4)"
                                 " ON CONFLICT (community_id, member_id, helper_id) DO NOTHING");

  bind_int(q, 2, member_id);
  bind_int(q, 3, helper_id);
  bind_int(q, 4, act->at_us);
  query_run(q);
  log_add(
      txn, act,
      &(LogEntry){ .kind = "door-helper-added", .concerns_id = member_id, .thing_id = helper_id });
}

static bool
take_off(Txn *txn, const Act *act, int64_t member_id, int64_t helper_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM door_helper WHERE community_id = ?1"
                                 " AND member_id = ?2 AND helper_id = ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, helper_id);
  return query_run(q) && query_changes(q) > 0;
}

void
door_helper_shut_out(Txn *txn, const Act *act, int64_t member_id, int64_t helper_id)
{
  g_autoptr(Query) ended = db_change(txn, act,
                                     "DELETE FROM session WHERE community_id = ?1"
                                     " AND member_id = ?2 AND helper_id = ?3");

  take_off(txn, act, member_id, helper_id);
  bind_int(ended, 2, member_id);
  bind_int(ended, 3, helper_id);
  query_run(ended);
}

void
door_helper_remove(Txn *txn, const Act *act, int64_t member_id, int64_t helper_id)
{
  if (!take_off(txn, act, member_id, helper_id))
    return;
  door_helper_shut_out(txn, act, member_id, helper_id); /* what they began ends with the trust */
  log_add(txn, act,
          &(LogEntry){
              .kind = "door-helper-removed", .concerns_id = member_id, .thing_id = helper_id });
}

void
door_set_only_named(Txn *txn, const Act *act, int64_t member_id, bool is_on)
{
  if (!is_on) {
    take_off(txn, act, member_id, ONLY_NAMED);
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO door_helper (community_id, member_id, helper_id,"
                                 " made_at_us) VALUES (?1, ?2, ?3, ?4)"
                                 " ON CONFLICT (community_id, member_id, helper_id) DO NOTHING");

  bind_int(q, 2, member_id);
  bind_int(q, 3, ONLY_NAMED);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

static DoorMember *
read_members(Query *q, Arena *arena, int most)
{
  DoorMember *list = arena_new_of(arena, DoorMember, most + 1);
  int count = 0;

  while (count < most && query_next(q))
    list[count++] = (DoorMember){ col_int(q, 0), arena_text(arena, col_text(q, 1)) };
  return list;
}

const DoorMember *
door_helpers(Txn *txn, Arena *arena, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT m.id, m.name FROM door_helper h"
                                     " JOIN member m ON m.community_id = ?1 AND m.id = h.helper_id"
                                     " WHERE h.community_id = ?1 AND h.member_id = ?2"
                                     " ORDER BY m.sort_key, m.id LIMIT ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, HELPERS_A_MEMBER);
  return read_members(q, arena, HELPERS_A_MEMBER);
}

const DoorMember *
door_helped(Txn *txn, Arena *arena, int64_t helper_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT m.id, m.name FROM door_helper h"
                                     " JOIN member m ON m.community_id = ?1 AND m.id = h.member_id"
                                     " WHERE h.community_id = ?1 AND h.helper_id = ?2"
                                     " ORDER BY m.sort_key, m.id LIMIT ?3");

  bind_int(q, 2, helper_id);
  bind_int(q, 3, HELPED_SHOWN);

  DoorMember *list = read_members(q, arena, HELPED_SHOWN);
  PeoplePair pairs[HELPED_SHOWN] = { { 0, 0 } };
  bool is_apart[HELPED_SHOWN];
  int all = 0, count = 0;

  query_done(g_steal_pointer(&q));
  for (; list[all].id; all++)
    pairs[all] = (PeoplePair){ helper_id, list[all].id };
  people_find_apart(txn, pairs, all, is_apart);
  for (int i = 0; i < all; i++)
    if (!is_apart[i])
      list[count++] = list[i];
  list[count] = (DoorMember){ .id = 0 };
  return list;
}

static bool
is_named(Txn *txn, int64_t member_id, int64_t helper_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM door_helper WHERE community_id = ?1"
                                     " AND member_id = ?2 AND helper_id = ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, helper_id);
  return query_next(q);
}

bool
door_only_named(Txn *txn, int64_t member_id)
{
  return is_named(txn, member_id, ONLY_NAMED);
}

bool
door_may_help(Txn *txn, int64_t helper_id, bool is_organiser, int64_t member_id)
{
  if (!helper_id || helper_id == member_id || people_are_apart(txn, helper_id, member_id))
    return false;
  return is_named(txn, member_id, helper_id) || (is_organiser && !door_only_named(txn, member_id));
}
