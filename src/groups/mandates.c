/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What groups may decide. Each change is a use of power. */
#include "groups/mandates.h"

#include "groups/rules.h"
#include "lang/lang.h"

#define MANDATE_COLUMNS                                                               \
  "SELECT d.id, d.group_id, g.name, d.words, d.given_by, d.budget_pence, d.until_us," \
  " d.made_at_us, d.ended_at_us, d.asked_by, d.agreed_by FROM group_mandate d"        \
  " JOIN working_group g ON g.community_id = ?1 AND g.id = d.group_id WHERE d.community_id = ?1"

static const Mandate *
read_mandates(Query *q, Arena *arena, int limit)
{
  Mandate *list = arena_new_of(arena, Mandate, limit + 1);
  int count = 0;

  while (count < limit && query_next(q))
    list[count++] = (Mandate){ .id = col_int(q, 0),
                               .group_id = col_int(q, 1),
                               .group_name = arena_text(arena, col_text(q, 2)),
                               .words = arena_text(arena, col_text(q, 3)),
                               .given_by = arena_text(arena, col_text(q, 4)),
                               .budget_pence = col_is_null(q, 5) ? -1 : col_int(q, 5),
                               .until_us = col_is_null(q, 6) ? 0 : col_int(q, 6),
                               .made_at_us = col_int(q, 7),
                               .ended_at_us = col_is_null(q, 8) ? 0 : col_int(q, 8),
                               .asked_by = col_int(q, 9),
                               .is_public = col_int(q, 10) != 0 };
  return list;
}

const Mandate *
mandates_of(Txn *txn, Arena *arena, int64_t group_id)
{
  g_autoptr(Query) q =
      db_query(txn, MANDATE_COLUMNS " AND d.group_id = ?2 ORDER BY CASE WHEN d.ended_at_us IS NULL"
                                    " THEN 0 ELSE 1 END, d.id DESC LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, MANDATES_MAX);
  return read_mandates(q, arena, MANDATES_MAX);
}

const Mandate *
mandates_find(Txn *txn, Arena *arena, int64_t group_id, int64_t mandate_id)
{
  g_autoptr(Query) q =
      db_query(txn, MANDATE_COLUMNS " AND d.group_id = ?2 AND d.id = ?3 AND d.ended_at_us IS NULL");

  bind_int(q, 2, group_id);
  bind_int(q, 3, mandate_id);

  const Mandate *found = read_mandates(q, arena, 1);

  return found->id ? found : NULL;
}

const Mandate *
mandates_register(Txn *txn, Arena *arena, int64_t before_id, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, MANDATE_COLUMNS " AND d.agreed_by <> 0 AND d.ended_at_us IS NULL"
                                    " AND g.state = 'going' AND d.id < ?2"
                                    " ORDER BY d.id DESC LIMIT ?3");

  bind_int(q, 2, before_id ? before_id : INT64_MAX);
  bind_int(q, 3, limit);
  return read_mandates(q, arena, limit);
}

static void
check_mandate(Txn *txn, const Act *act, const Mandate *mandate, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(2 * 1024 * 1024);
  int count = 0;

  for (const Mandate *one = mandates_of(txn, arena, mandate->group_id); one->id; one++)
    count += one->ended_at_us == 0;
  if (count >= MANDATES_MAX)
    refuse(refusals, "", N_("The list is full. End one first."));
  if (!*mandate->words)
    refuse(refusals, "words", N_("Write what the group may decide"));
  if (!*mandate->given_by)
    refuse(refusals, "given_by", N_("Write who gave this to the group"));
  if (mandate->until_us && mandate->until_us <= act->at_us)
    refuse(refusals, "until", N_("Choose a day that is not over yet"));
  group_words_fit("words", mandate->words, refusals);
}

void
mandates_add(Txn *txn, const Act *act, const Mandate *mandate, Refusals *refusals)
{
  check_mandate(txn, act, mandate, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_mandate (community_id, id, group_id, words, given_by,"
                " budget_pence, until_us, made_by, made_at_us, asked_by, agreed_by)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, mandate->group_id);
  bind_text(q, 4, mandate->words);
  bind_text(q, 5, mandate->given_by);
  if (mandate->budget_pence < 0)
    bind_null(q, 6);
  else
    bind_int(q, 6, mandate->budget_pence);
  if (mandate->until_us == 0)
    bind_null(q, 7);
  else
    bind_int(q, 7, mandate->until_us);
  bind_int(q, 8, act->member_id);
  bind_int(q, 9, act->at_us);
  query_run(q);
  group_note(txn, act, "group-mandate-given", mandate->group_id);
}

void
mandates_end(Txn *txn, const Act *act, const Mandate *mandate)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_mandate SET ended_at_us = ?3"
                                 " WHERE community_id = ?1 AND id = ?2 AND ended_at_us IS NULL");

  bind_int(q, 2, mandate->id);
  bind_int(q, 3, act->at_us);
  query_run(q);
  group_note(txn, act, "group-mandate-ended", mandate->group_id);
}

static void
set_yeses(Txn *txn, const Act *act, const Mandate *mandate, int64_t asked_by, int64_t agreed_by)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_mandate SET asked_by = ?3, agreed_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, mandate->id);
  bind_int(q, 3, asked_by);
  bind_int(q, 4, agreed_by);
  query_run(q);
}

void
mandates_make_public(Txn *txn, const Act *act, const Mandate *mandate)
{
  if (mandate->is_public || mandate->asked_by == act->member_id)
    return; /* nobody is the second yes to their own */
  if (mandate->asked_by == 0) {
    set_yeses(txn, act, mandate, act->member_id, 0);
    group_note(txn, act, "group-mandate-asked", mandate->group_id);
    return;
  }
  set_yeses(txn, act, mandate, mandate->asked_by, act->member_id);
  group_note(txn, act, "group-mandate-public", mandate->group_id);
}

void
mandates_keep_inside(Txn *txn, const Act *act, const Mandate *mandate)
{
  if (!mandate->asked_by)
    return;
  set_yeses(txn, act, mandate, 0, 0);
  if (mandate->is_public)
    group_note(txn, act, "group-mandate-inside", mandate->group_id);
}
