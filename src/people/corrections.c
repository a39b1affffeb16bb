/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Corrections: adding, answering, listing. */
#include "people/corrections.h"

#include "base/text.h"
#include "lang/lang.h"
#include "people/kinds.h"
#include "people/my_data.h"
#include "people/seal.h"

static bool
fits(const char *text, const char *question, Refusals *refusals)
{
  if (!*text)
    refuse(refusals, question, N_("Write a few words"));
  else if (text_length(text) > CORRECTION_WORDS_MAX)
    refuse(refusals, question, N_("Make this shorter: 2,000 letters at most"));
  else
    return true;
  return false;
}

void
corrections_add(Txn *txn, const Act *act, int64_t member_id, const char *words, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autofree char *tidy = text_tidy(words);

  if (!fits(tidy, "words", refusals))
    return;

  int64_t id = act_new_id(act);
  size_t len = 0;
  const void *sealed = seal_text(txn, arena, member_id, "correction.words", id, tidy, &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO correction (community_id, id, member_id, words, made_at_us, answer,"
                " answered_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, sealed, len);
  bind_int(q, 5, act->at_us);
  bind_blob(q, 6, NULL, 0);
  query_run(q);
  log_add(txn, act,
          &(LogEntry){ .kind = "correction-asked", .concerns_id = member_id, .thing_id = id });
}

static bool
is_waiting(Txn *txn, int64_t member_id, int64_t id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM correction WHERE community_id = ?1"
                                     " AND id = ?2 AND member_id = ?3 AND answered_at_us IS NULL");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  return query_next(q);
}

void
corrections_answer(Txn *txn, const Act *act, int64_t member_id, int64_t id, const char *answer,
                   Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autofree char *tidy = text_tidy(answer);

  if (!is_waiting(txn, member_id, id)) {
    refuse(refusals, "", N_("This was answered already"));
    return;
  }
  if (!fits(tidy, "answer", refusals))
    return;

  size_t len = 0;
  const void *sealed = seal_text(txn, arena, member_id, "correction.answer", id, tidy, &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE correction SET answer = ?3, answered_by = ?4, answered_at_us = ?5"
                " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  bind_blob(q, 3, sealed, len);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, act->at_us);
  query_run(q);
  log_add(txn, act,
          &(LogEntry){ .kind = "correction-answered", .concerns_id = member_id, .thing_id = id });
}

const Correction *
corrections_of(Txn *txn, Arena *arena, int64_t member_id)
{
  Correction *corrections = arena_new_of(arena, Correction, CORRECTIONS_MAX + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.id, c.made_at_us, c.words, c.answer, c.answered_at_us, k.sealed"
                    " FROM correction c JOIN person_key k ON k.community_id = ?1"
                    " AND k.member_id = c.member_id WHERE c.community_id = ?1"
                    " AND c.member_id = ?2 ORDER BY c.id DESC LIMIT ?3");
  int count = 0;

  bind_int(q, 2, member_id);
  bind_int(q, 3, CORRECTIONS_MAX);
  while (count < CORRECTIONS_MAX && query_next(q)) {
    size_t key_len = 0, words_len = 0, answer_len = 0;
    const void *key = col_blob(q, 5, &key_len), *words = col_blob(q, 2, &words_len),
               *answer = col_blob(q, 3, &answer_len);
    int64_t id = col_int(q, 0);
    const char *said = seal_open_with(txn, arena, key, key_len, member_id, "correction.words", id,
                                      words, words_len);
    const char *told = answer_len ? seal_open_with(txn, arena, key, key_len, member_id,
                                                   "correction.answer", id, answer, answer_len)
                                  : "";

    if (!said || !told) {
      txn_fail(txn, TROUBLE_DATABASE, "people: a seal does not open; is this the right root key?");
      break;
    }
    corrections[count++] = (Correction){ id, col_int(q, 1), said, told, col_int(q, 4) };
  }
  return corrections;
}

const CorrectionWaiting *
corrections_waiting(Txn *txn, Arena *arena, int limit)
{
  CorrectionWaiting *waiting = arena_new_of(arena, CorrectionWaiting, limit + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.member_id, m.name FROM correction c"
                    " JOIN member m ON m.community_id = ?1 AND m.id = c.member_id"
                    " WHERE c.community_id = ?1 AND c.answered_by = 0 AND m.state <> 'former'"
                    " GROUP BY c.member_id, m.name ORDER BY min(c.id) LIMIT ?2");
  int count = 0;

  bind_int(q, 2, limit);
  while (count < limit && query_next(q))
    waiting[count++] = (CorrectionWaiting){ col_int(q, 0), arena_text(arena, col_text(q, 1)) };
  return waiting;
}

void
corrections_collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(2 * 1024 * 1024);

  for (const Correction *one = corrections_of(txn, arena, member_id); one->id; one++) {
    json_t *row = data_add_row(facts, "corrections");

    data_set_text(row, "said", one->words);
    data_set_time(row, "said_at", one->made_at_us);
    data_set_text(row, "answer", one->answer);
    if (one->answered_at_us)
      data_set_time(row, "answered_at", one->answered_at_us);
  }
}
