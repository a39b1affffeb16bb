/* SPDX-License-Identifier: AGPL-3.0-or-later
 * House rules and who has read them. */
#include "safety/house_rules.h"

#include "lang/lang.h"
#include "log/log.h"

#include <string.h>

enum { LIST_MAX = 50 };

const HouseRules *
house_rules_newest(Txn *txn, Arena *arena)
{
  HouseRules *rules = arena_new_of(arena, HouseRules, 1);
  g_autoptr(Query) q = db_query(txn, "SELECT id, words, easy_words, made_at_us FROM house_rules"
                                     " WHERE community_id = ?1 ORDER BY id DESC LIMIT 1");

  *rules = (HouseRules){ .words = "", .easy_words = "" };
  if (query_next(q))
    *rules = (HouseRules){ col_int(q, 0), arena_text(arena, col_text(q, 1)),
                           arena_text(arena, col_text(q, 2)), col_int(q, 3) };
  return rules;
}

const HouseRules *
house_rules_find(Txn *txn, Arena *arena, int64_t id)
{
  HouseRules *rules = arena_new_of(arena, HouseRules, 1);
  g_autoptr(Query) q = db_query(txn, "SELECT id, words, easy_words, made_at_us FROM house_rules"
                                     " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  if (!query_next(q))
    return NULL;
  *rules = (HouseRules){ col_int(q, 0), arena_text(arena, col_text(q, 1)),
                         arena_text(arena, col_text(q, 2)), col_int(q, 3) };
  return rules;
}

const HouseRules *
house_rules_list(Txn *txn, Arena *arena)
{
  HouseRules *list = arena_new_of(arena, HouseRules, LIST_MAX + 1);
  g_autoptr(Query) q = db_query(txn, "SELECT id, made_at_us FROM house_rules"
                                     " WHERE community_id = ?1 ORDER BY id DESC LIMIT ?2");
  int count = 0;

  bind_int(q, 2, LIST_MAX);
  while (count < LIST_MAX && query_next(q))
    list[count++] = (HouseRules){ col_int(q, 0), "", "", col_int(q, 1) };
  return list;
}

void
house_rules_set(Txn *txn, const Act *act, const char *words, const char *easy_words,
                Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const HouseRules *old = house_rules_newest(txn, arena);

  if (!*words) {
    refuse(refusals, "words", N_("Write the house rules"));
    return;
  }
  if (strcmp(old->words, words) == 0 && strcmp(old->easy_words, easy_words) == 0)
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO house_rules (community_id, id, words, easy_words,"
                                 " made_by, made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  bind_int(q, 2, id);
  bind_text(q, 3, words);
  bind_text(q, 4, easy_words);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "house-rules-changed", .thing_id = id });
}

void
house_rules_mark_read(Txn *txn, const Act *act)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = house_rules_newest(txn, arena)->id;
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO house_rules_read (community_id, member_id, version_id, read_at_us)"
                " VALUES (?1, ?2, ?3, ?4)"
                " ON CONFLICT (community_id, member_id, version_id) DO NOTHING");

  bind_int(q, 2, act->member_id);
  bind_int(q, 3, id);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

bool
house_rules_are_read(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*) FROM house_rules_read WHERE community_id = ?1 AND member_id = ?2"
           " AND version_id = COALESCE((SELECT max(id) FROM house_rules WHERE community_id = ?1),"
           " 0)");

  bind_int(q, 2, member_id);
  return query_next(q) && col_int(q, 0) > 0;
}
