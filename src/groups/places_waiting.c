/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who waits to come into a group, and who is invited. */
#include "groups/places.h"

#include "safety/keep_away.h"

enum { ASKING_MAX = 50 };

/* Who asks to come in, to this group or (0) to any that the viewer is in: the first whom they do
 * not keep apart from. With `ret_invited_id`: also the first invitation of the viewer's, in the
 * same statement. `further`: pairs that are looked at with them. */
static int64_t
find_waiting(Txn *txn, int64_t group_id, int64_t viewer_id, int64_t *ret_invited_id,
             FurtherPairs *further)
{
  const int more = further ? further->count : 0;
  g_autofree PeoplePair *pairs = g_new0(PeoplePair, ASKING_MAX + more);
  g_autofree bool *is_blocked = g_new0(bool, ASKING_MAX + more);
  int64_t groups[ASKING_MAX], people[ASKING_MAX];
  int count = 0;
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT a.group_id, a.member_id FROM group_member a"
             " JOIN working_group g ON g.community_id = ?1 AND g.id = a.group_id"
             " AND g.state = 'going'"
             " JOIN member p ON p.community_id = ?1 AND p.id = a.member_id AND p.state = 'here'"
             " LEFT JOIN group_member mine ON mine.community_id = ?1 AND mine.group_id = a.group_id"
             " AND mine.member_id = ?2 AND mine.state = 'in'"
             " WHERE a.community_id = ?1 AND a.state IN ('asked', 'invited')"
             " AND (?3 = 0 OR a.group_id = ?3)"
             " AND ((a.state = 'asked' AND mine.member_id IS NOT NULL)"
             " OR (a.state = 'invited' AND a.member_id = ?2))"
             " ORDER BY a.since_us, a.id LIMIT ?4");

    bind_int(q, 2, viewer_id);
    bind_int(q, 3, group_id);
    bind_int(q, 4, ASKING_MAX);
    for (; count < ASKING_MAX && query_next(q); count++) {
      groups[count] = col_int(q, 0);
      people[count] = col_int(q, 1);
    }
  }
  for (int i = count - 1; i >= 0 && ret_invited_id; i--)
    if (people[i] == viewer_id)
      *ret_invited_id = groups[i];
  for (int i = 0; i < count; i++)
    pairs[i] = (PeoplePair){ viewer_id, people[i] };
  for (int i = 0; i < more; i++)
    pairs[count + i] = further->pairs[i];
  safety_find_blocked(txn, pairs, count + more, is_blocked);
  for (int i = 0; i < more; i++)
    further->is_apart[i] = is_blocked[count + i];
  for (int i = 0; i < count; i++)
    if (people[i] != viewer_id && !is_blocked[i])
      return groups[i];
  return 0;
}

int64_t
places_first_asking(Txn *txn, int64_t group_id, int64_t viewer_id, FurtherPairs *further)
{
  return find_waiting(txn, group_id, viewer_id, NULL, further);
}

PlacesWaiting
places_waiting(Txn *txn, int64_t member_id)
{
  PlacesWaiting waiting = { 0, 0 };

  waiting.asked_id = find_waiting(txn, 0, member_id, &waiting.invited_id, NULL);
  return waiting;
}
