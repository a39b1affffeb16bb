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

/* ---- looking ---- */

/* From whom these keep away, as blinds. */
#define WHOM_THEY_KEEP_AWAY_FROM \
  "SELECT pair_blind FROM keep_away WHERE community_id = ?1 AND member_id IN" PEOPLE_IDS

/* Different people, in the order in which they came. */
typedef struct {
  int64_t ids[IDS_A_STATEMENT];
  int count;
} Asked;

static void
add_asked(Asked *asked, int64_t member_id)
{
  for (int i = 0; i < asked->count; i++)
    if (asked->ids[i] == member_id)
      return;
  asked->ids[asked->count++] = member_id;
}

static GHashTable *
read_blinds(Txn *txn, const Asked *asked)
{
  GHashTable *blinds =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  g_autoptr(Query) q = db_query(txn, WHOM_THEY_KEEP_AWAY_FROM);

  people_bind_ids(q, asked->ids, asked->count);
  while (query_next(q)) {
    size_t len = 0;
    const void *bytes = col_blob(q, 0, &len);

    g_hash_table_add(blinds, g_bytes_new(bytes, len));
  }
  return blinds;
}

static bool
has_blind(Txn *txn, GHashTable *blinds, int64_t member_id, int64_t other_id)
{
  const Blind blind = blind_of(txn, member_id, other_id);
  g_autoptr(GBytes) bytes = g_bytes_new(blind.bytes, sizeof(blind.bytes));

  return g_hash_table_contains(blinds, bytes);
}

/* As many pairs from here on as one statement can ask about; the number of them. */
static int
find_some(Txn *txn, const PeoplePair *pairs, int count, bool *ret_blocked)
{
  Asked asked = { .count = 0 };
  int some = 0;

  for (; some < count && asked.count + 2 <= IDS_A_STATEMENT; some++) {
    add_asked(&asked, pairs[some].one_id);
    add_asked(&asked, pairs[some].other_id);
  }

  GHashTable *blinds = read_blinds(txn, &asked);

  for (int i = 0; i < some; i++)
    ret_blocked[i] = g_hash_table_size(blinds) > 0 &&
                     (has_blind(txn, blinds, pairs[i].one_id, pairs[i].other_id) ||
                      has_blind(txn, blinds, pairs[i].other_id, pairs[i].one_id));
  g_hash_table_destroy(blinds);
  return some;
}

void
safety_find_blocked(Txn *txn, const PeoplePair *pairs, int count, bool *ret_blocked)
{
  for (int done = 0; done < count;)
    done += find_some(txn, pairs + done, count - done, ret_blocked + done);
}

bool
safety_is_blocked(Txn *txn, int64_t one_id, int64_t other_id)
{
  bool is_blocked = false;

  safety_find_blocked(txn, &(PeoplePair){ one_id, other_id }, 1, &is_blocked);
  return is_blocked;
}

/* ---- keeping away ---- */

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
  int64_t ids[KEEP_AWAY_MAX];
  int found = 0;
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
  return people_find_all_known(txn, arena, ids, found);
}
