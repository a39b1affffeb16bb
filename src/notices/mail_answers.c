/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping and reading answers. */
#include "notices/mail_answers.h"

#include "log/log.h"
#include "people/erasures.h"
#include "people/seal.h"

#include <string.h>

enum { ANSWER_ARENA = 1024 * 1024 };

static void
bind_sealed(Query *q, int slot, Txn *txn, Arena *arena, const MailAnswer *answer, int64_t id,
            const char *place, const char *text)
{
  size_t len = 0;
  const void *sealed =
      text && *text ? seal_text(txn, arena, answer->member_id, place, id, text, &len) : NULL;

  bind_blob(q, slot, sealed, len);
}

int64_t
mail_answers_add(Txn *txn, const Act *act, const MailAnswer *answer)
{
  g_autoptr(Arena) arena = arena_new(ANSWER_ARENA);
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO mail_answer (community_id, id, member_id, kind, about_id, thing_id, way, answer,"
      " paragraph, files, is_cut, got_at_us, entered_by, done_at_us, done_by, words, rest, sender)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, ?15, ?16, ?17)");

  bind_int(q, 2, id);
  bind_int(q, 3, answer->member_id);
  bind_text(q, 4, mail_kind_row(answer->kind)->name);
  bind_int(q, 5, answer->about_id);
  bind_int(q, 6, answer->thing_id);
  bind_text(q, 7, answer->is_by_slip ? "slip" : "mail");
  bind_text(q, 8, answer_kind_name(answer->answer));
  bind_int(q, 9, answer->paragraph);
  bind_int(q, 10, answer->files);
  bind_int(q, 11, answer->is_cut);
  bind_int(q, 12, act->at_us);
  bind_int(q, 13, answer->entered_by);
  if (answer->is_settled)
    bind_int(q, 14, act->at_us);
  else
    bind_null(q, 14);
  bind_sealed(q, 15, txn, arena, answer, id, "mail_answer.words", answer->words);
  bind_sealed(q, 16, txn, arena, answer, id, "mail_answer.rest", answer->rest);
  bind_sealed(q, 17, txn, arena, answer, id, "mail_answer.sender", answer->sender);
  query_run(q);
  log_add(txn, act,
          &(LogEntry){ .kind = answer->is_by_slip ? "slip-entered" : "answer-came",
                       .concerns_id = answer->member_id,
                       .thing_id = answer->about_id });
  return id;
}

/* ---- reading ---- */

#define ANSWER_COLUMNS                                                                          \
  "a.id, a.member_id, m.name, a.kind, a.about_id, a.thing_id, a.way, a.answer, a.paragraph,"    \
  " a.files, a.is_cut, a.got_at_us, a.entered_by, a.done_at_us, a.words, a.rest, a.sender,"     \
  " k.sealed, a.kept_at_us, a.kept_by FROM mail_answer a JOIN member m ON m.community_id = ?1 " \
  "AND m.id = a.member_id"                                                                      \
  " JOIN person_key k ON k.community_id = ?1 AND k.member_id = a.member_id"

static const char *
open_words(Txn *txn, Arena *arena, Query *q, int column, const MailAnswer *answer,
           const char *place)
{
  size_t len = 0, key_len = 0;
  const void *sealed = col_blob(q, column, &len);
  const void *key = col_blob(q, 17, &key_len);
  const char *text = len ? seal_open_with(txn, arena, key, key_len, answer->member_id, place,
                                          answer->id, sealed, len)
                         : "";

  if (!text)
    txn_fail(txn, TROUBLE_DATABASE, "answers: a seal does not open; is this the right root key?");
  return text ? text : "";
}

static const MailAnswer *
read_all(Txn *txn, Arena *arena, Query *q, int limit)
{
  MailAnswer *list = arena_new_of(arena, MailAnswer, limit + 1);
  int count = 0;

  while (count < limit && query_next(q)) {
    MailAnswer *answer = &list[count++];

    *answer = (MailAnswer){ .id = col_int(q, 0),
                            .member_id = col_int(q, 1),
                            .name = arena_text(arena, col_text(q, 2)),
                            .kind = mail_kind_from_name(col_text(q, 3)),
                            .about_id = col_int(q, 4),
                            .thing_id = col_int(q, 5),
                            .is_by_slip = strcmp(col_text(q, 6), "slip") == 0,
                            .answer = ANSWER_COMMENT,
                            .paragraph = col_int(q, 8),
                            .files = col_int(q, 9),
                            .is_cut = col_int(q, 10) != 0,
                            .got_at_us = col_int(q, 11),
                            .entered_by = col_int(q, 12),
                            .kept_at_us = col_int(q, 18),
                            .kept_by = col_int(q, 19),
                            .is_settled = !col_is_null(q, 13) };
    answer->done_at_us = answer->is_settled ? col_int(q, 13) : 0;
    answer_kind_from_name(col_text(q, 7), &answer->answer);
    answer->words = open_words(txn, arena, q, 14, answer, "mail_answer.words");
    answer->rest = open_words(txn, arena, q, 15, answer, "mail_answer.rest");
    answer->sender = open_words(txn, arena, q, 16, answer, "mail_answer.sender");
  }
  list[count] = (MailAnswer){ 0 };
  return list;
}

const MailAnswer *
mail_answers_open(Txn *txn, Arena *arena, int64_t before_id, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT " ANSWER_COLUMNS " WHERE a.community_id = ?1 AND a.done_at_us IS NULL"
                    " AND a.id < ?2 ORDER BY a.id DESC LIMIT ?3");

  bind_int(q, 2, before_id ? before_id : INT64_MAX);
  bind_int(q, 3, limit);
  return read_all(txn, arena, q, limit);
}

int64_t
mail_answers_count_open(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, MAIL_ANSWERS_OPEN);

  return query_next(q) ? col_int(q, 0) : 0;
}

const MailAnswer *
mail_answers_of_member(Txn *txn, Arena *arena, int64_t member_id, int64_t before_id, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT " ANSWER_COLUMNS " WHERE a.community_id = ?1 AND a.member_id = ?2"
                    " AND a.id < ?3 ORDER BY a.id DESC LIMIT ?4");

  bind_int(q, 2, member_id);
  bind_int(q, 3, before_id ? before_id : INT64_MAX);
  bind_int(q, 4, limit);
  return read_all(txn, arena, q, limit);
}

const MailAnswer *
mail_answers_of_thing(Txn *txn, Arena *arena, int64_t about_id, int64_t thing_id, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT " ANSWER_COLUMNS " WHERE a.community_id = ?1 AND a.about_id = ?2"
                    " AND a.thing_id = ?3 ORDER BY a.id LIMIT ?4");

  bind_int(q, 2, about_id);
  bind_int(q, 3, thing_id);
  bind_int(q, 4, limit);
  return read_all(txn, arena, q, limit);
}

void
mail_answers_count(Txn *txn, int64_t about_id, int64_t ret_count[static ANSWER_COUNT])
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT a.answer, count(DISTINCT a.member_id) FROM mail_answer a"
           " WHERE a.community_id = ?1 AND a.about_id = ?2 AND NOT (a.answer IN ('yes', 'no')"
           " AND EXISTS (SELECT 1 FROM mail_answer b WHERE b.community_id = ?1"
           " AND b.about_id = ?2 AND b.member_id = a.member_id AND b.answer IN ('yes', 'no')"
           " AND b.id > a.id)) GROUP BY a.answer");
  AnswerKind kind;

  memset(ret_count, 0, ANSWER_COUNT * sizeof(*ret_count));
  bind_int(q, 2, about_id);
  while (query_next(q))
    if (answer_kind_from_name(col_text(q, 0), &kind))
      ret_count[kind] = col_int(q, 1);
}

void
mail_answers_set_done(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE mail_answer SET done_at_us = ?3, done_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2 AND done_at_us IS NULL");

  bind_int(q, 2, id);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, act->member_id);
  if (query_run(q) && query_changes(q) > 0)
    log_add(txn, act, &(LogEntry){ .kind = "answer-seen-to", .thing_id = id });
}

/* ---- what answers nothing we know ---- */

void
unplaced_add(Txn *txn, const Act *act, const UnplacedMail *mail)
{
  g_autoptr(Arena) arena = arena_new(ANSWER_ARENA);
  const int64_t id = act_new_id(act);
  size_t words_len = 0, sender_len = 0;

  seal_make_person_key(txn, act, id);

  const void *words = seal_text(txn, arena, id, "mail_unplaced.words", id, mail->words, &words_len);
  const void *sender =
      seal_text(txn, arena, id, "mail_unplaced.sender", id, mail->sender, &sender_len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO mail_unplaced (community_id, id, got_at_us, files, words, sender)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  bind_int(q, 2, id);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, mail->files);
  bind_blob(q, 5, words, words_len);
  bind_blob(q, 6, sender, sender_len);
  query_run(q);
}

const UnplacedMail *
unplaced_list(Txn *txn, Arena *arena, int limit)
{
  UnplacedMail *list = arena_new_of(arena, UnplacedMail, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT u.id, u.got_at_us, u.files, u.words, u.sender, k.sealed"
                    " FROM mail_unplaced u JOIN person_key k ON k.community_id = ?1"
                    " AND k.member_id = u.id WHERE u.community_id = ?1"
                    " ORDER BY u.id DESC LIMIT ?2");

  bind_int(q, 2, limit);
  while (count < limit && query_next(q)) {
    const int64_t id = col_int(q, 0);
    size_t key_len = 0, words_len = 0, sender_len = 0;
    const void *key = col_blob(q, 5, &key_len);
    const void *words = col_blob(q, 3, &words_len), *sender = col_blob(q, 4, &sender_len);

    list[count] = (UnplacedMail){ .id = id, .got_at_us = col_int(q, 1), .files = col_int(q, 2) };
    list[count].words =
        seal_open_with(txn, arena, key, key_len, id, "mail_unplaced.words", id, words, words_len);
    list[count].sender = seal_open_with(txn, arena, key, key_len, id, "mail_unplaced.sender", id,
                                        sender, sender_len);
    if (!list[count].words || !list[count].sender)
      txn_fail(txn, TROUBLE_DATABASE, "answers: a mail's seal does not open");
    count++;
  }
  list[count] = (UnplacedMail){ 0 };
  return list;
}

void
unplaced_remove(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM mail_unplaced WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  if (query_run(q) && query_changes(q) > 0)
    seal_erase_person(txn, act, id);
}
