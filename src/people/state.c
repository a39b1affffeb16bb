/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a member stands, and what follows from it at once. */
#include "people/state.h"

#include "people/kinds.h"
#include "people/ways.h"

#include <string.h>

static const struct {
  const char *name, *kind;
} states[MEMBER_STATE_COUNT] = {
  [MEMBER_HERE] = { "here", "member-back" },
  [MEMBER_SUSPENDED] = { "suspended", "member-suspended" },
  [MEMBER_REMOVED] = { "removed", "member-removed" },
  [MEMBER_LEFT] = { "left", "member-left" },
  [MEMBER_DIED] = { "died", "member-died" },
  [MEMBER_FORMER] = { "former", "member-erased" },
};

const char *
member_state_name(MemberState state)
{
  return states[state].name;
}

bool
member_state_from_name(const char *name, MemberState *ret_state)
{
  for (int i = 0; i < MEMBER_STATE_COUNT; i++) {
    if (strcmp(states[i].name, name) == 0) {
      *ret_state = (MemberState)i;
      return true;
    }
  }
  return false;
}

static bool
find_standing(Txn *txn, int64_t member_id, MemberState *ret_state, bool *ret_is_organiser)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT state, is_organiser FROM member WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return false;
  *ret_is_organiser = col_int(q, 1) != 0;
  return member_state_from_name(col_text(q, 0), ret_state);
}

MemberState
people_find_state(Txn *txn, int64_t member_id)
{
  MemberState state = MEMBER_FORMER;
  bool is_organiser;

  find_standing(txn, member_id, &state, &is_organiser);
  return state;
}

bool
people_is_last_organiser(Txn *txn, int64_t member_id)
{
  MemberState state = MEMBER_FORMER;
  bool is_organiser = false;

  find_standing(txn, member_id, &state, &is_organiser);
  return is_organiser && state == MEMBER_HERE && people_count_organisers(txn) == 1;
}

/* Links that were not used, cards and passkeys: a printed card that lies about must not open the
 * door. */
static void
drop_ways_in(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM sign_in_link WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  query_run(q);
  ways_close(txn, act, member_id);
}

void
people_set_state(Txn *txn, const Act *act, int64_t member_id, MemberState state)
{
  MemberState old = MEMBER_FORMER;
  bool is_organiser = false;

  if (!find_standing(txn, member_id, &old, &is_organiser) || old == state || old == MEMBER_FORMER)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE member SET state = ?3, is_organiser = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  bind_text(q, 3, states[state].name);
  bind_int(q, 4, is_organiser && state == MEMBER_HERE);
  query_run(q);
  if (state != MEMBER_HERE && state != MEMBER_SUSPENDED)
    drop_ways_in(txn, act, member_id);
  people_log(txn, act, states[state].kind, member_id);
  if (is_organiser && state != MEMBER_HERE)
    people_log(txn, act, "organiser-ended", member_id);
}
