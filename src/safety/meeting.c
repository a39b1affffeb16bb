/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping away and introductions. Pairs are found by a keyed hash, so that the data do not say who
 * keeps away from whom. */
#include "safety/meeting.h"

#include "base/ids.h"
#include "base/text.h"
#include "lang/lang.h"
#include "people/seal.h"

#include <string.h>

enum { LIST_MAX = 50 };

static const char *const state_names[] = { "asked", "passed-on", "yes", "no" };

/* ---- keeping away ---- */

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

/* ---- introductions ---- */

static void
bind_words(Query *q, int slot, Txn *txn, Arena *arena, int64_t asker_id, const char *place,
           int64_t id, const char *words)
{
  size_t len = 0;
  const void *sealed = seal_text(txn, arena, asker_id, place, id, words, &len);

  bind_blob(q, slot, sealed, len);
}

/* The one member of that name, who is here and not oneself; 0: none, or several. */
static int64_t
other_named(Txn *txn, Arena *arena, int64_t asker_id, const char *name)
{
  int64_t id = 0;
  int count = 0;

  for (const KnownMember *one = people_find_by_name(txn, arena, name); one->id; one++)
    if (one->is_here && one->id != asker_id) {
      id = one->id;
      count++;
    }
  return count == 1 ? id : 0;
}

static int64_t
count_open(Txn *txn, int64_t asker_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM introduction WHERE community_id = ?1 AND asker_id = ?2"
                    " AND state IN ('asked', 'passed-on')");

  bind_int(q, 2, asker_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

void
introductions_ask(Txn *txn, const Act *act, const char *who, const char *words, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(128 * 1024);
  const int64_t id = act_new_id(act);

  if (!*who)
    refuse(refusals, "who", N_("Enter whom you want to meet"));
  else if (count_open(txn, act->member_id) >= INTRODUCTIONS_OPEN_MAX)
    refuse(refusals, "", N_("You have asked for five people already. Please wait for an answer."));
  if (refusals_count(refusals) > 0)
    return;

  const int64_t other_id = other_named(txn, arena, act->member_id, who);
  const bool is_blocked = other_id && safety_is_blocked(txn, act->member_id, other_id);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO introduction (community_id, id, asker_id, who, words, other_id,"
                " passed_by, state, made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?8, ?7)");

  bind_int(q, 2, id);
  bind_int(q, 3, act->member_id);
  bind_words(q, 4, txn, arena, act->member_id, "introduction.who", id, who);
  bind_words(q, 5, txn, arena, act->member_id, "introduction.words", id, words);
  bind_int(q, 6, other_id);
  bind_int(q, 7, act->at_us);
  bind_text(q, 8, is_blocked ? "no" : "asked"); /* nobody is told of the no */
  query_run(q);
}

/* Columns: key, id, asker, asker's name, who, words, other, other's name, state, made. */
static const Introduction *
read_list(Txn *txn, Query *q, Arena *arena)
{
  Introduction *list = arena_new_of(arena, Introduction, LIST_MAX + 1);
  int count = 0;

  while (count < LIST_MAX && query_next(q)) {
    Introduction *one = &list[count++];
    size_t key_len = 0, who_len = 0, words_len = 0;
    const void *key = col_blob(q, 0, &key_len);
    const void *who = col_blob(q, 4, &who_len);
    const void *words = col_blob(q, 5, &words_len);

    *one = (Introduction){ .id = col_int(q, 1),
                           .asker_id = col_int(q, 2),
                           .asker_name = arena_text(arena, col_text(q, 3)),
                           .other_id = col_int(q, 6),
                           .other_name = arena_text(arena, col_text(q, 7)),
                           .made_at_us = col_int(q, 9) };
    one->who = seal_open_with(txn, arena, key, key_len, one->asker_id, "introduction.who", one->id,
                              who, who_len);
    one->words = seal_open_with(txn, arena, key, key_len, one->asker_id, "introduction.words",
                                one->id, words, words_len);
    if (!one->who || !one->words)
      txn_fail(txn, TROUBLE_DATABASE, "safety: a seal does not open; is this the right root key?");
    for (size_t i = 0; i < G_N_ELEMENTS(state_names); i++)
      if (strcmp(state_names[i], col_text(q, 8)) == 0)
        one->state = (IntroductionState)i;
  }
  return list;
}

const Introduction *
introductions_by(Txn *txn, Arena *arena, int64_t asker_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, i.id, i.asker_id, a.name, i.who, i.words, i.other_id, o.name,"
                    " i.state, i.made_at_us FROM introduction i"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = i.asker_id"
                    " JOIN member a ON a.community_id = ?1 AND a.id = i.asker_id"
                    " LEFT JOIN member o ON o.community_id = ?1 AND o.id = i.other_id"
                    " WHERE i.community_id = ?1 AND i.asker_id = ?2 ORDER BY i.id DESC LIMIT ?3");

  bind_int(q, 2, asker_id);
  bind_int(q, 3, LIST_MAX);
  return read_list(txn, q, arena);
}

const Introduction *
introductions_to(Txn *txn, Arena *arena, int64_t other_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, i.id, i.asker_id, a.name, i.who, i.words, i.other_id, o.name,"
           " i.state, i.made_at_us FROM introduction i"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = i.asker_id"
           " JOIN member a ON a.community_id = ?1 AND a.id = i.asker_id AND a.state = 'here'"
           " LEFT JOIN member o ON o.community_id = ?1 AND o.id = i.other_id"
           " WHERE i.community_id = ?1 AND i.other_id = ?2 AND i.state = 'passed-on'"
           " ORDER BY i.id DESC LIMIT ?3");

  bind_int(q, 2, other_id);
  bind_int(q, 3, LIST_MAX);
  return read_list(txn, q, arena);
}

const Introduction *
introductions_waiting(Txn *txn, Arena *arena, int64_t organiser_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, i.id, i.asker_id, a.name, i.who, i.words, i.other_id, o.name,"
           " i.state, i.made_at_us FROM introduction i"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = i.asker_id"
           " JOIN member a ON a.community_id = ?1 AND a.id = i.asker_id AND a.state = 'here'"
           " LEFT JOIN member o ON o.community_id = ?1 AND o.id = i.other_id"
           " WHERE i.community_id = ?1 AND i.state = 'asked' AND i.asker_id <> ?2"
           " AND i.other_id <> ?2 ORDER BY i.id DESC LIMIT ?3");

  bind_int(q, 2, organiser_id);
  bind_int(q, 3, LIST_MAX);
  return read_list(txn, q, arena);
}

int64_t
introductions_count_to(Txn *txn, int64_t other_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM introduction WHERE community_id = ?1 AND other_id = ?2"
                    " AND state = 'passed-on'");

  bind_int(q, 2, other_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

static const Introduction *
find_in(const Introduction *list, int64_t id)
{
  for (; list->id; list++)
    if (list->id == id)
      return list;
  return NULL;
}

void
introductions_pass_on(Txn *txn, const Act *act, int64_t id, const char *name, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Introduction *one = find_in(introductions_waiting(txn, arena, act->member_id), id);
  int64_t other_id = one ? one->other_id : 0;

  if (!one) {
    refuse(refusals, "", N_("This was passed on already"));
    return;
  }
  if (!other_id)
    other_id = other_named(txn, arena, one->asker_id, name);
  if (!other_id) {
    refuse(refusals, "name", N_("Enter the name as it stands in People"));
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE introduction SET other_id = ?3, passed_by = ?4,"
                                 " state = ?5 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  bind_int(q, 3, other_id);
  bind_int(q, 4, act->member_id);
  bind_text(q, 5, safety_is_blocked(txn, one->asker_id, other_id) ? "no" : "passed-on");
  query_run(q);
}

void
introductions_answer(Txn *txn, const Act *act, int64_t id, bool is_yes, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);

  if (!find_in(introductions_to(txn, arena, act->member_id), id)) {
    refuse(refusals, "", N_("You have answered this already"));
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE introduction SET state = ?3, answered_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  bind_text(q, 3, is_yes ? "yes" : "no");
  bind_int(q, 4, act->at_us);
  query_run(q);
}
