/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping away. Pairs are found by a keyed hash, so that the data do not say who keeps away from
 * whom. */
#include "safety/keep_away.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "people/ways.h"

typedef struct {
  uint8_t bytes[BLIND_BYTES];
} Blind; /* stays until the statement has run, as bind_blob wants */

static Blind
blind_of(Txn *txn, int64_t member_id, int64_t other_id)
{
  char one[ID_TEXT_SIZE], other[ID_TEXT_SIZE], pair[2 * ID_TEXT_SIZE + 1];
  Blind blind = { { 0 } };

  g_snprintf(pair, sizeof(pair), "%s>%s", id_to_text(member_id, one), id_to_text(other_id, other));
  seal_blind(txn, "keep_away.pair", pair, blind.bytes);
  return blind;
}

bool
safety_is_blocked(Txn *txn, int64_t one_id, int64_t other_id)
{
  const Blind there = blind_of(txn, one_id, other_id), back = blind_of(txn, other_id, one_id);
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM keep_away WHERE community_id = ?1"
                                     " AND pair_blind IN (?2, ?3)");

  bind_blob(q, 2, there.bytes, sizeof(there.bytes));
  bind_blob(q, 3, back.bytes, sizeof(back.bytes));
  return query_next(q) && col_int(q, 0) > 0;
}

static void
block_one(Txn *txn, const Act *act, Arena *arena, int64_t other_id)
{
  const Blind blind = blind_of(txn, act->member_id, other_id);
  char id[ID_TEXT_SIZE];
  size_t len = 0;
  const void *sealed = seal_text(txn, arena, act->member_id, "keep_away.other", act->member_id,
                                 id_to_text(other_id, id), &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO keep_away (community_id, pair_blind, member_id, other, made_at_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (community_id, pair_blind) DO NOTHING");

  bind_blob(q, 2, blind.bytes, sizeof(blind.bytes));
  bind_int(q, 3, act->member_id);
  bind_blob(q, 4, sealed, len);
  bind_int(q, 5, act->at_us);
  query_run(q);

  /* What was asked between the two comes to nothing, and nobody is told. */
  g_autoptr(Query) asked =
      db_change(txn, act,
                "UPDATE introduction SET state = 'no' WHERE community_id = ?1"
                " AND state IN ('asked', 'passed-on')"
                " AND ((asker_id = ?2 AND other_id = ?3) OR (asker_id = ?3 AND other_id = ?2))");

  bind_int(asked, 2, act->member_id);
  bind_int(asked, 3, other_id);
  query_run(asked);
  door_helper_shut_out(txn, act, act->member_id, other_id);
}

void
safety_block(Txn *txn, const Act *act, const char *name, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const KnownMember *found = people_find_by_name(txn, arena, name);
  int count = 0, others = 0;

  for (const KnownMember *one = safety_blocks(txn, arena, act->member_id); one->id; one++)
    count++;
  for (const KnownMember *one = found; one->id; one++)
    others += one->id != act->member_id;
  if (others == 0)
    refuse(refusals, "name", N_("Nobody here has this name. Look at how it is written."));
  else if (count + others > KEEP_AWAY_MAX)
    refuse(refusals, "name", N_("The list is full. Take somebody off first."));
  if (refusals_count(refusals) > 0)
    return;
  for (const KnownMember *one = found; one->id; one++)
    if (one->id != act->member_id)
      block_one(txn, act, arena, one->id);
}

void
safety_unblock(Txn *txn, const Act *act, int64_t other_id)
{
  const Blind blind = blind_of(txn, act->member_id, other_id);
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM keep_away WHERE community_id = ?1 AND pair_blind = ?2");

  bind_blob(q, 2, blind.bytes, sizeof(blind.bytes));
  query_run(q);
}

const KnownMember *
safety_blocks(Txn *txn, Arena *arena, int64_t member_id)
{
  KnownMember *list = arena_new_of(arena, KnownMember, KEEP_AWAY_MAX + 1);
  int64_t ids[KEEP_AWAY_MAX];
  int found = 0, count = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT k.sealed, a.other FROM keep_away a"
                      " JOIN person_key k ON k.community_id = ?1 AND k.member_id = a.member_id"
                      " WHERE a.community_id = ?1 AND a.member_id = ?2"
                      " ORDER BY a.made_at_us LIMIT ?3");

    bind_int(q, 2, member_id);
    bind_int(q, 3, KEEP_AWAY_MAX);
    while (found < KEEP_AWAY_MAX && query_next(q)) {
      size_t key_len = 0, len = 0;
      const void *key = col_blob(q, 0, &key_len);
      const void *sealed = col_blob(q, 1, &len);
      const char *id = seal_open_with(txn, arena, key, key_len, member_id, "keep_away.other",
                                      member_id, sealed, len);

      found += id && id_from_text(id, &ids[found]);
    }
  }
  for (int i = 0; i < found; i++) {
    const KnownMember *one = people_find_known(txn, arena, ids[i]);

    if (one)
      list[count++] = *one;
  }
  return list;
}
