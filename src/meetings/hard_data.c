/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What asks for help in a group hold about a member: their own, with the answers. Those put to them
 * are the others' own; they are counted. */
#include "meetings/hard_data.h"

#include "lang/lang.h"
#include "meetings/hard.h"
#include "meetings/outside.h"

static const DataLabel labels[] = {
  { "hard_asks", N_("What you asked for when it was hard in a group") },
  { "group", N_("Group") },
  { "help", N_("What would help") },
  { "help=pause", N_("A pause") },
  { "help=talk", N_("A talk") },
  { "help=facilitator", N_("Somebody from outside to lead us through") },
  { "words", N_("Your words") },
  { "answer", N_("The answer") },
  { "asked_at", N_("When") },
  { "hard_asked_of", N_("How often somebody asked you for such help") },
  { "outside_asks", N_("When you asked for somebody from outside to lead a meeting") },
  { "meeting", N_("Meeting") },
  { "in_private", N_("Nobody was told that it was you") },
  { "outside_asked_of",
    N_("How often you were asked for somebody from outside, or answered that") },
  { "learned_written", N_("How often you wrote what a group learned") },
  { NULL },
};

enum { ASKS_MOST = 500 };

static void
collect_outside(Txn *txn, Arena *arena, int64_t member_id, json_t *facts)
{
  int64_t ids[ASKS_MOST], of_them = 0;
  int count = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM meeting_outside WHERE community_id = ?1"
                                       " AND asked_by = ?2 AND state <> 'back'"
                                       " ORDER BY id LIMIT ?3");

    bind_int(q, 2, member_id);
    bind_int(q, 3, ASKS_MOST);
    while (count < ASKS_MOST && query_next(q))
      ids[count++] = col_int(q, 0);
  }
  for (int i = 0; i < count; i++) {
    const OutsideAsk *ask = outside_find(txn, arena, ids[i], member_id, 0);
    json_t *row = ask ? data_add_row(facts, "outside_asks") : NULL;

    if (!ask)
      continue;
    data_set_text(row, "meeting", ask->meeting_title);
    data_set_text(row, "words", ask->words);
    data_set_bool(row, "in_private", ask->is_private);
    data_set_time(row, "asked_at", ask->asked_at_us);
  }

  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM meeting_outside WHERE community_id = ?1"
                                     " AND state <> 'back' AND (to_id = ?2 OR answered_by = ?2)");

  bind_int(q, 2, member_id);
  if (query_next(q))
    of_them = col_int(q, 0);
  if (of_them > 0)
    data_set_int(facts, "outside_asked_of", of_them);
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  int64_t ids[ASKS_MOST], asked = 0, written = 0;
  int count = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM hard_ask WHERE community_id = ?1"
                                       " AND member_id = ?2 ORDER BY id LIMIT ?3");

    bind_int(q, 2, member_id);
    bind_int(q, 3, ASKS_MOST);
    while (count < ASKS_MOST && query_next(q))
      ids[count++] = col_int(q, 0);
  }
  for (int i = 0; i < count; i++) {
    const HardAsk *ask = hard_find(txn, arena, ids[i], member_id);
    json_t *row = ask ? data_add_row(facts, "hard_asks") : NULL;

    if (!ask)
      continue;
    data_set_text(row, "group", ask->group_name);
    data_set_text(row, "help", ask->kind);
    data_set_text(row, "words", ask->words);
    data_set_text(row, "answer", ask->answer);
    data_set_time(row, "asked_at", ask->asked_at_us);
  }

  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM hard_ask WHERE community_id = ?1 AND to_id = ?2"
           "  AND state <> 'back'), (SELECT count(*) FROM group_learned WHERE community_id = ?1"
           "  AND written_by = ?2)");

  bind_int(q, 2, member_id);
  if (query_next(q)) {
    asked = col_int(q, 0);
    written = col_int(q, 1);
  }
  if (asked > 0)
    data_set_int(facts, "hard_asked_of", asked);
  if (written > 0)
    data_set_int(facts, "learned_written", written);
  collect_outside(txn, arena, member_id, facts);
}

/* What was asked and answered is the group's; what waits with them falls to whoever arranges its
 * meetings. */
static void
erase_outside(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) asked = db_change(txn, act,
                                     "UPDATE meeting_outside SET asked_by = 0, words = ?3"
                                     " WHERE community_id = ?1 AND asked_by = ?2");
  g_autoptr(Query) to = db_change(
      txn, act, "UPDATE meeting_outside SET to_id = 0 WHERE community_id = ?1 AND to_id = ?2");

  bind_int(asked, 2, member_id);
  bind_blob(asked, 3, NULL, 0);
  query_run(asked);
  bind_int(to, 2, member_id);
  query_run(to);
}

/* What waits with somebody who goes is free to be asked of another. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) own =
      db_change(txn, act, "DELETE FROM hard_ask WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) waiting = db_change(txn, act,
                                       "UPDATE hard_ask SET state = 'back' WHERE community_id = ?1"
                                       " AND to_id = ?2 AND state = 'waiting'");
  g_autoptr(Query) asked =
      db_change(txn, act, "UPDATE hard_ask SET to_id = 0 WHERE community_id = ?1 AND to_id = ?2");

  bind_int(own, 2, member_id);
  query_run(own);
  bind_int(waiting, 2, member_id);
  query_run(waiting);
  bind_int(asked, 2, member_id);
  query_run(asked);
  erase_outside(txn, act, member_id);
}

static const char *const columns[] = {
  "hard_ask.member_id",
  "hard_ask.to_id",
  "group_learned.written_by",
  "meeting_outside.asked_by",
  "meeting_outside.to_id",
  "meeting_outside.answered_by",
  NULL,
};

const PersonalData hard_personal_data = {
  .name = "hard",
  .title = N_("When it gets hard"),
  .stays = N_("What a group learned stays with the group, without names. So does that somebody"
              " from outside was asked for, and the answer."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
