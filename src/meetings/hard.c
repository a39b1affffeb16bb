/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When it gets hard. */
#include "meetings/hard.h"

#include "base/text.h"
#include "lang/lang.h"
#include "meetings/rules.h"
#include "people/seal.h"
#include "safety/keep_away.h"

#include <string.h>

#define WORDS_PLACE  "hard_ask.words"
#define ANSWER_PLACE "hard_ask.answer"

const LogKind hard_log_kinds[] = {
  { .kind = "hard-asked" },
  { .kind = "hard-answered" },
  { .kind = "hard-back" },
  { .kind = "hard-read" },
  { .kind = "learned-written" },
  { .kind = "outside-asked" },
  { .kind = "outside-back" },
  { .kind = "outside-answered",
    .power = N_("It was answered whether somebody from outside leads a meeting") },
  { NULL },
};

const Choice hard_kinds[] = {
  { .value = "pause", .label = N_("A pause") },
  { .value = "talk", .label = N_("A talk") },
  { .value = "facilitator",
    .label = N_("Somebody from outside to lead us through"),
    .hint = N_("Somebody who has no part in it.") },
  { .value = NULL },
};

/* ---- whom ---- */

const HardTo *
hard_whom(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id)
{
  HardTo *list = arena_new_of(arena, HardTo, HARD_TO_MOST + 1);
  PeoplePair pairs[HARD_TO_MOST] = { { 0, 0 } };
  bool is_blocked[HARD_TO_MOST];
  int count = 0, kept = 0;
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT m.id, m.name, CASE WHEN EXISTS (SELECT 1 FROM group_duty d"
             "  JOIN group_member g ON g.community_id = ?1 AND g.group_id = d.group_id"
             "  AND g.member_id = d.member_id AND g.state = 'in'"
             "  WHERE d.community_id = ?1 AND d.group_id = ?2 AND d.member_id = m.id"
             "  AND d.ended_at_us IS NULL AND d.duty IN ('facilitator', 'co-chair'))"
             "  THEN 0 ELSE 1 END AS far, m.is_organiser FROM member m WHERE m.community_id = ?1"
             " AND m.state = 'here' AND m.id <> ?3 AND (m.is_organiser = 1 OR m.id IN"
             " (SELECT d.member_id FROM group_duty d WHERE d.community_id = ?1"
             "  AND d.group_id = ?2 AND d.ended_at_us IS NULL"
             "  AND d.duty IN ('facilitator', 'co-chair')))"
             " ORDER BY far, m.sort_key, m.id LIMIT ?4");

    bind_int(q, 2, group_id);
    bind_int(q, 3, viewer_id);
    bind_int(q, 4, HARD_TO_MOST);
    while (count < HARD_TO_MOST && query_next(q)) {
      const bool is_far = col_int(q, 2) != 0;

      if (!is_far || col_int(q, 3) != 0)
        list[count++] = (HardTo){ col_int(q, 0), arena_text(arena, col_text(q, 1)), is_far };
    }
  }
  for (int i = 0; i < count; i++)
    pairs[i] = (PeoplePair){ viewer_id, list[i].member_id };
  safety_find_blocked(txn, pairs, count, is_blocked);
  for (int i = 0; i < count; i++)
    if (!is_blocked[i])
      list[kept++] = list[i];
  list[kept] = (HardTo){ 0 };
  return list;
}

/* ---- reading ---- */

#define ASK_COLUMNS                                                                     \
  "SELECT k.sealed, h.words, h.answer, h.id, h.group_id, h.member_id, h.to_id, h.kind," \
  " h.state, h.answer_by_us, h.asked_at_us, h.answered_at_us, w.name, m.name,"          \
  " COALESCE(t.name, '') FROM hard_ask h"                                               \
  " JOIN member m ON m.community_id = ?1 AND m.id = h.member_id"                        \
  " JOIN person_key k ON k.community_id = ?1 AND k.member_id = h.member_id"             \
  " JOIN working_group w ON w.community_id = ?1 AND w.id = h.group_id"                  \
  " LEFT JOIN member t ON t.community_id = ?1 AND t.id = h.to_id"                       \
  " WHERE h.community_id = ?1"

static const char *
opened(Txn *txn, Query *q, Arena *arena, int column, const char *place)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, 0, &key_len);
  const void *sealed = col_blob(q, column, &len);
  const char *text = len ? seal_open_with(txn, arena, key, key_len, col_int(q, 5), place,
                                          col_int(q, 3), sealed, len)
                         : "";

  if (!text)
    txn_fail(txn, TROUBLE_DATABASE, "hard: a seal does not open; is this the right root key?");
  return text ? text : "";
}

static HardState
state_from_name(const char *name)
{
  static const char *const names[] = { "waiting", "answered", "read", "back" };

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (strcmp(names[i], name) == 0)
      return (HardState)i;
  return HARD_BACK;
}

static const HardAsk *
read_asks(Txn *txn, Query *q, Arena *arena, int limit)
{
  HardAsk *list = arena_new_of(arena, HardAsk, (size_t)limit + 1);

  for (int i = 0; i < limit && query_next(q); i++)
    list[i] = (HardAsk){ .id = col_int(q, 3),
                         .group_id = col_int(q, 4),
                         .member_id = col_int(q, 5),
                         .to_id = col_int(q, 6),
                         .kind = arena_text(arena, col_text(q, 7)),
                         .state = state_from_name(col_text(q, 8)),
                         .answer_by_us = col_int(q, 9),
                         .asked_at_us = col_int(q, 10),
                         .answered_at_us = col_is_null(q, 11) ? 0 : col_int(q, 11),
                         .group_name = arena_text(arena, col_text(q, 12)),
                         .name = arena_text(arena, col_text(q, 13)),
                         .to_name = arena_text(arena, col_text(q, 14)),
                         .words = opened(txn, q, arena, 1, WORDS_PLACE),
                         .answer = opened(txn, q, arena, 2, ANSWER_PLACE) };
  return list;
}

const HardAsk *
hard_find(Txn *txn, Arena *arena, int64_t ask_id, int64_t viewer_id)
{
  g_autoptr(Query) q = db_query(txn, ASK_COLUMNS " AND h.id = ?2 AND (h.member_id = ?3"
                                                 " OR (h.to_id = ?3 AND h.state <> 'back'))");

  bind_int(q, 2, ask_id);
  bind_int(q, 3, viewer_id);

  const HardAsk *found = read_asks(txn, q, arena, 1);

  return found->id ? found : NULL;
}

const HardAsk *
hard_mine(Txn *txn, Arena *arena, int64_t group_id, int64_t viewer_id)
{
  g_autoptr(Query) q = db_query(txn, ASK_COLUMNS " AND h.group_id = ?2 AND h.member_id = ?3"
                                                 " ORDER BY h.id DESC LIMIT ?4");

  bind_int(q, 2, group_id);
  bind_int(q, 3, viewer_id);
  bind_int(q, 4, HARD_MINE_MOST);
  return read_asks(txn, q, arena, HARD_MINE_MOST);
}

/* ---- asking and answering ---- */

static bool
is_kind(const char *kind)
{
  for (const Choice *one = hard_kinds; one->value; one++)
    if (strcmp(one->value, kind) == 0)
      return true;
  return false;
}

bool
hard_may_be_asked(Txn *txn, int64_t group_id, int64_t viewer_id, int64_t to_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const HardTo *one = hard_whom(txn, arena, group_id, viewer_id);

  while (one->member_id && one->member_id != to_id)
    one++;
  return one->member_id != 0;
}

static bool
waits_with(Txn *txn, int64_t group_id, int64_t member_id, int64_t to_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM hard_ask WHERE community_id = ?1 AND group_id = ?2"
                    " AND member_id = ?3 AND to_id = ?4 AND state = 'waiting' LIMIT 1");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  bind_int(q, 4, to_id);
  return query_next(q);
}

static void
bind_sealed(Query *q, int slot, Txn *txn, Arena *arena, int64_t member_id, const char *place,
            int64_t row_id, const char *text)
{
  size_t len = 0;
  const void *sealed = *text ? seal_text(txn, arena, member_id, place, row_id, text, &len) : NULL;

  bind_blob(q, slot, sealed, len);
}

void
hard_ask(Txn *txn, const Act *act, int64_t group_id, const HardWish *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = act_new_id(act);

  if (!is_kind(wish->kind))
    refuse(refusals, "kind", N_("Choose what would help"));
  if (text_length(wish->words) > HARD_ASK_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 2,000 letters at most"));
  if (!hard_may_be_asked(txn, group_id, act->member_id, wish->to_id))
    refuse(refusals, "to", N_("Choose whom you ask"));
  else if (waits_with(txn, group_id, act->member_id, wish->to_id))
    refuse(refusals, "to",
           N_("You have asked them already. You can take it back, or ask another."));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO hard_ask (community_id, id, group_id, member_id, to_id, kind, words, answer,"
      " state, answer_by_us, asked_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', ?9,"
      " ?10)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, wish->to_id);
  bind_text(q, 6, wish->kind);
  bind_sealed(q, 7, txn, arena, act->member_id, WORDS_PLACE, id, wish->words);
  bind_blob(q, 8, NULL, 0);
  bind_int(q, 9, act->at_us + HARD_ANSWER_US);
  bind_int(q, 10, act->at_us);
  query_run(q);
  meeting_note(txn, act, "hard-asked", id);
}

static void
set_state(Txn *txn, const Act *act, int64_t ask_id, const char *state)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE hard_ask SET state = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, ask_id);
  bind_text(q, 3, state);
  query_run(q);
}

void
hard_answer(Txn *txn, const Act *act, const HardAsk *ask, const char *words, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  if (!*words)
    refuse(refusals, "answer", N_("Write an answer"));
  if (text_length(words) > HARD_ASK_WORDS_MAX)
    refuse(refusals, "answer", N_("Make it shorter: 2,000 letters at most"));
  if (refusals_count(refusals) > 0 || ask->to_id != act->member_id || act->on_behalf_of ||
      ask->state != HARD_WAITING)
    return;
  {
    g_autoptr(Query) q =
        db_change(txn, act,
                  "UPDATE hard_ask SET state = 'answered', answer = ?3, answered_at_us = ?4"
                  " WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, ask->id);
    bind_sealed(q, 3, txn, arena, ask->member_id, ANSWER_PLACE, ask->id, words);
    bind_int(q, 4, act->at_us);
    query_run(q);
  }
  meeting_note(txn, act, "hard-answered", ask->id);
}

void
hard_take_back(Txn *txn, const Act *act, const HardAsk *ask)
{
  if (ask->member_id != act->member_id || act->on_behalf_of || ask->state != HARD_WAITING)
    return;
  set_state(txn, act, ask->id, "back");
  meeting_note(txn, act, "hard-back", ask->id);
}

void
hard_mark_read(Txn *txn, const Act *act, const HardAsk *ask)
{
  if (ask->member_id != act->member_id || act->on_behalf_of || ask->state != HARD_ANSWERED)
    return;
  set_state(txn, act, ask->id, "read");
  meeting_note(txn, act, "hard-read", ask->id);
}

/* ---- what we learned ---- */

const Learned *
learned_list(Txn *txn, Arena *arena, int64_t group_id)
{
  Learned *list = arena_new_of(arena, Learned, LEARNED_MOST + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, words, written_at_us FROM group_learned WHERE community_id = ?1"
                    " AND group_id = ?2 AND replaced_by = 0 ORDER BY id LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, LEARNED_MOST);
  for (int i = 0; i < LEARNED_MOST && query_next(q); i++)
    list[i] = (Learned){ col_int(q, 0), arena_text(arena, col_text(q, 1)), col_int(q, 2) };
  return list;
}

static void
check_learned(Txn *txn, int64_t group_id, const char *words, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  const char *named = meeting_named_in(txn, arena, group_id, 0, words);
  const Learned *list = learned_list(txn, arena, group_id);
  int count = 0;

  while (list[count].id)
    count++;
  if (!*words)
    refuse(refusals, "words", N_("Write what you learned"));
  if (text_length(words) > LEARNED_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 4,000 letters at most"));
  if (named)
    refuse_with(refusals, "words", N_("Here stands {name}. What we learned has no names."), "name",
                named);
  if (count >= LEARNED_MOST)
    refuse(refusals, "", N_("Many wrote at the same time. Read the page again first."));
}

void
learned_write(Txn *txn, const Act *act, int64_t group_id, const char *words, const int64_t *seen,
              int seen_count, Refusals *refusals)
{
  const int64_t id = act_new_id(act);

  check_learned(txn, group_id, words, refusals);
  if (refusals_count(refusals) > 0)
    return;
  for (int i = 0; i < seen_count; i++) {
    g_autoptr(Query) q =
        db_change(txn, act,
                  "UPDATE group_learned SET replaced_by = ?4 WHERE community_id = ?1 AND id = ?2"
                  " AND group_id = ?3 AND replaced_by = 0");

    bind_int(q, 2, seen[i]);
    bind_int(q, 3, group_id);
    bind_int(q, 4, id);
    query_run(q);
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO group_learned (community_id, id, group_id, words,"
                                 " replaced_by, written_by, written_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_text(q, 4, words);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  query_run(q);
  meeting_note(txn, act, "learned-written", group_id);
}
