/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ways in that somebody else made for a person, or that may have been: what the person is asked
 * about ("was that right?") and told by mail, and closing all that others may hold. */
#include "base/clock.h"
#include "outbox/outbox.h"
#include "people/asking.h"
#include "people/cards.h"
#include "people/ways.h"

#define ASKED_US  (30 * US_PER_DAY)
#define NOTICE_US (7 * US_PER_DAY)

/* A start page has few statements to spend: both in one. One's own first (member 0): however many
 * passkeys others add, they hide nothing that was done to oneself. */
const NewWays *
new_ways(Txn *txn, Arena *arena, const NewWaysAsk *ask)
{
  NewWays *ways = arena_new_of(arena, NewWays, 1);
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT l.id AS order_id, 0 AS member_id, l.kind, l.at_us, m.name FROM log_entry l"
      " LEFT JOIN way_seen s ON s.community_id = ?1 AND s.member_id = ?2"
      " LEFT JOIN member m ON m.community_id = ?1 AND m.id = l.actor_id AND m.id <> ?2"
      " WHERE l.community_id = ?1 AND l.concerns_id = ?2 AND l.at_us > ?3"
      " AND l.at_us > COALESCE(s.seen_at_us, 0) AND (l.thing_id = 0 OR l.thing_id <> ?4)"
      " AND (l.kind = 'door-helper-added' OR (l.kind IN ('card-made', 'link-made', 'helped-in')"
      " AND l.actor_id <> 0 AND l.actor_id <> ?2) OR (l.kind = 'passkey-added'"
      " AND EXISTS (SELECT 1 FROM passkey p WHERE p.community_id = ?1 AND p.member_id = ?2"
      " AND p.id = l.thing_id AND p.is_vouched = 0)))"
      " UNION ALL"
      " SELECT p.id, p.member_id, '', p.made_at_us, m.name FROM passkey p"
      " JOIN member m ON m.community_id = ?1 AND m.id = p.member_id"
      " WHERE p.community_id = ?1 AND CAST(?5 AS BIGINT) = 1 AND p.is_vouched = 0"
      " AND p.member_id <> ?2 AND m.is_organiser = 1 AND m.state = 'here'"
      " ORDER BY member_id, order_id DESC LIMIT ?6");
  int notes = 0, waiting = 0;

  bind_int(q, 2, ask->member_id);
  bind_int(q, 3, ask->now_us - ASKED_US);
  bind_int(q, 4, ask->key_id);
  bind_int(q, 5, ask->organises);
  bind_int(q, 6, 3 * NEW_WAYS_SHOWN);
  while (query_next(q)) {
    const int64_t member_id = col_int(q, 1);
    const char *name = arena_text(arena, col_text(q, 4));
    bool is_there = false;

    for (int i = 0; i < waiting; i++)
      is_there |= ways->waiting[i].id == member_id;
    if (member_id == 0 && notes < NEW_WAYS_SHOWN)
      ways->notes[notes++] = (DoorNote){ .words = door_note_words(col_text(q, 2)),
                                         .at_us = col_int(q, 3),
                                         .actor_name = name };
    else if (member_id != 0 && !is_there && waiting < PASSKEYS_WAITING_SHOWN)
      ways->waiting[waiting++] = (DoorMember){ member_id, name };
  }
  return ways;
}

void
new_ways_seen(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO way_seen (community_id, member_id, seen_at_us)"
                                 " VALUES (?1, ?2, ?3) ON CONFLICT (community_id, member_id)"
                                 " DO UPDATE SET seen_at_us = excluded.seen_at_us");

  bind_int(q, 2, member_id);
  bind_int(q, 3, act->at_us);
  query_run(q);
}

void
ways_close_others(Txn *txn, const Act *act, int64_t member_id, int64_t session_id, SignInWay way)
{
  g_autoptr(Query) links = db_change(txn, act,
                                     "DELETE FROM sign_in_link WHERE community_id = ?1"
                                     " AND member_id = ?2 AND spent_at_us IS NULL");

  bind_int(links, 2, member_id);
  query_run(links);
  if (way != WAY_CARD)
    card_end_all(txn, act, member_id);
  sign_ins_end_others(txn, act, member_id, session_id);
  new_ways_seen(txn, act, member_id);
}

/* ---- by mail ---- */

static void
drop_old_notices(Txn *txn, const Act *act)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM way_notice WHERE community_id = ?1 AND id IN"
                                 " (SELECT id FROM way_notice WHERE community_id = ?1"
                                 " AND due_us <= ?2 ORDER BY id LIMIT 50)");

  bind_int(q, 2, act->at_us - NOTICE_US);
  query_run(q);
}

void
new_way_tell(Txn *txn, const Act *act, int64_t member_id, const char *origin)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const Member *member = people_find(txn, arena, member_id, false);

  if (!member || member->reach != REACH_EMAIL)
    return;
  drop_old_notices(txn, act);

  const int64_t id = act_new_id(act);
  const int64_t due_us = MAX(people_quiet_until(txn, member_id, act->at_us), act->at_us);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO way_notice (community_id, id, member_id, origin,"
                                 " due_us) VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, origin);
  bind_int(q, 5, due_us);
  query_run(q);
  outbox_add_later(txn, act, "way-mail", id, due_us);
}

int64_t
new_way_find_notice(Txn *txn, Arena *arena, int64_t notice_id, const char **ret_origin)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT member_id, origin FROM way_notice WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, notice_id);
  if (!query_next(q))
    return 0;
  *ret_origin = arena_text(arena, col_text(q, 1));
  return col_int(q, 0);
}
