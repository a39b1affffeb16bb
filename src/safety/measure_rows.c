/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures read back, with their words opened, and the mails about them. */
#include "safety/measure_rows.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/text.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "log/log.h"
#include "notices/letter.h"
#include "people/seal.h"

#include <string.h>

enum { LIST_MAX = 100 };

static const char *const kind_names[MEASURE_KIND_COUNT] = { "pause", "suspend", "remove" };
static const char *const state_names[MEASURE_STATE_COUNT] = { "proposed", "declined", "running",
                                                              "ended", "lifted" };

const char *
measure_kind_name(MeasureKind kind)
{
  return kind_names[kind];
}

static int
find_name(const char *const *names, int count, const char *name)
{
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

bool
measure_kind_from_name(const char *name, MeasureKind *ret_kind)
{
  int found = find_name(kind_names, MEASURE_KIND_COUNT, name);

  if (found >= 0)
    *ret_kind = (MeasureKind)found;
  return found >= 0;
}

bool
measure_make_token(Txn *txn, int key_version, int64_t measure_id,
                   char ret_token[static MEASURE_TOKEN_SIZE])
{
  uint8_t bytes[32];

  ret_token[0] = '\0';
  if (key_version == 0 || !seal_derive(txn, key_version, "measure", measure_id, bytes))
    return false;

  g_autofree char *hex = text_from_bytes(bytes, sizeof(bytes));

  g_strlcpy(ret_token, hex, MEASURE_TOKEN_SIZE);
  return true;
}

void
measure_seal(Query *q, int slot, Txn *txn, Arena *arena, int64_t member_id, const char *place,
             int64_t measure_id, const char *words)
{
  size_t len = 0;
  const void *sealed = seal_text(txn, arena, member_id, place, measure_id, words, &len);

  bind_blob(q, slot, sealed, len);
}

/* "" when there is nothing, or the person was erased. */
static const char *
open_words(Txn *txn, Query *q, Arena *arena, const Measure *measure, int column, const char *place)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, 0, &key_len);
  const void *sealed = col_blob(q, column, &len);
  const char *words = len > 0 && key_len > 0
                          ? seal_open_with(txn, arena, key, key_len, measure->member_id, place,
                                           measure->id, sealed, len)
                          : NULL;

  return words ? words : "";
}

static int64_t
time_of(Query *q, int column)
{
  return col_is_null(q, column) ? 0 : col_int(q, column);
}

/* Columns: key, id, member, name, kind, days, grounds, words, state, proposed by and at, decided,
 * starts, ends, key version, origin, appeal, appealed, heard by and at, answer. */
static Measure
read_measure(Txn *txn, Query *q, Arena *arena)
{
  Measure measure = {
    .id = col_int(q, 1),
    .member_id = col_int(q, 2),
    .member_name = arena_text(arena, col_text(q, 3)),
    .kind = (MeasureKind)MAX(find_name(kind_names, MEASURE_KIND_COUNT, col_text(q, 4)), 0),
    .days = (int)col_int(q, 5),
    .state = (MeasureState)MAX(find_name(state_names, MEASURE_STATE_COUNT, col_text(q, 8)), 0),
    .proposed_by = col_int(q, 9),
    .proposed_at_us = col_int(q, 10),
    .decided_by = col_int(q, 11),
    .starts_at_us = time_of(q, 12),
    .ends_at_us = time_of(q, 13),
    .origin = arena_text(arena, col_text(q, 15)),
    .appealed_at_us = time_of(q, 17),
    .heard_by = col_int(q, 18),
    .heard_at_us = time_of(q, 19),
    .is_organiser_s = col_int(q, 21) != 0,
  };

  measure.grounds = open_words(txn, q, arena, &measure, 6, "measure.grounds");
  measure.words = open_words(txn, q, arena, &measure, 7, "measure.words");
  measure.appeal = open_words(txn, q, arena, &measure, 16, "measure.appeal");
  measure.answer = open_words(txn, q, arena, &measure, 20, "measure.answer");
  return measure;
}

static const Measure *
read_one(Txn *txn, Query *q, Arena *arena)
{
  if (!query_next(q))
    return NULL;

  Measure *measure = arena_new_of(arena, Measure, 1);
  const int key_version = (int)col_int(q, 14);

  *measure = read_measure(txn, q, arena);
  if (key_version > 0)
    measure_make_token(txn, key_version, measure->id, measure->token);
  return txn_trouble(txn) ? NULL : measure;
}

const Measure *
measures_find(Txn *txn, Arena *arena, int64_t measure_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, s.id, s.member_id, m.name, s.kind, s.days, s.grounds, s.words,"
           " s.state, s.proposed_by, s.proposed_at_us, s.decided_by, s.starts_at_us, s.ends_at_us,"
           " s.key_version, s.origin, s.appeal, s.appealed_at_us, s.heard_by, s.heard_at_us,"
           " s.answer,"
           " CASE WHEN s.state = 'proposed' THEN m.is_organiser ELSE s.was_organiser END"
           " FROM measure s"
           " JOIN member m ON m.community_id = ?1 AND m.id = s.member_id"
           " LEFT JOIN person_key k ON k.community_id = ?1 AND k.member_id = s.member_id"
           " WHERE s.community_id = ?1 AND s.id = ?2");

  bind_int(q, 2, measure_id);
  return read_one(txn, q, arena);
}

const Measure *
measures_find_by_token(Txn *txn, Arena *arena, const char *token)
{
  uint8_t blind[BLIND_BYTES];
  int64_t id = 0;

  if (strlen(token) != MEASURE_TOKEN_SIZE - 1)
    return NULL;
  seal_blind(txn, "measure.token", token, blind);
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT id FROM measure WHERE community_id = ?1 AND token_blind = ?2");

    bind_blob(q, 2, blind, sizeof(blind));
    id = query_next(q) ? col_int(q, 0) : 0;
  }
  return id ? measures_find(txn, arena, id) : NULL;
}

const Measure *
measures_find_for(Txn *txn, Arena *arena, int64_t member_id)
{
  int64_t id = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT id FROM measure WHERE community_id = ?1 AND member_id = ?2"
                      " AND starts_at_us IS NOT NULL"
                      " ORDER BY CASE WHEN state = 'running' THEN 0 ELSE 1 END, id DESC LIMIT 1");

    bind_int(q, 2, member_id);
    id = query_next(q) ? col_int(q, 0) : 0;
  }
  return id ? measures_find(txn, arena, id) : NULL;
}

const Measure *
measures_list(Txn *txn, Arena *arena)
{
  Measure *list = arena_new_of(arena, Measure, LIST_MAX + 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, s.id, s.member_id, m.name, s.kind, s.days, s.grounds, s.words,"
           " s.state, s.proposed_by, s.proposed_at_us, s.decided_by, s.starts_at_us, s.ends_at_us,"
           " s.key_version, s.origin, s.appeal, s.appealed_at_us, s.heard_by, s.heard_at_us,"
           " s.answer,"
           " CASE WHEN s.state = 'proposed' THEN m.is_organiser ELSE s.was_organiser END"
           " FROM measure s"
           " JOIN member m ON m.community_id = ?1 AND m.id = s.member_id"
           " LEFT JOIN person_key k ON k.community_id = ?1 AND k.member_id = s.member_id"
           " WHERE s.community_id = ?1 ORDER BY s.id DESC LIMIT ?2");
  int count = 0;

  bind_int(q, 2, LIST_MAX);
  while (count < LIST_MAX && query_next(q))
    list[count++] = read_measure(txn, q, arena);
  return list;
}

void
measure_log(Txn *txn, const Act *act, const char *kind, const Measure *measure)
{
  log_add(txn, act,
          &(LogEntry){ .kind = kind, .concerns_id = measure->member_id, .thing_id = measure->id });
}

/* ---- mails ---- */

void
measure_tell(Txn *txn, const Act *act, int64_t measure_id, int64_t member_id, const char *kind)
{
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO measure_notice (community_id, id, measure_id, member_id, kind)"
                " VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, id);
  bind_int(q, 3, measure_id);
  bind_int(q, 4, member_id);
  bind_text(q, 5, kind);
  query_run(q);
  outbox_add(txn, act, "measure-mail", id);
}

static void
write_words(const char *kind, Letter *ret_letter)
{
  if (strcmp(kind, "told") == 0) {
    ret_letter->subject = N_("About your taking part");
    ret_letter->text = N_("Hello {name},\n\nthe organisers have decided something about your taking"
                          " part. Here you read what, why, until when, and how you can say that it"
                          " is wrong:\n\n{url}\n");
  } else if (strcmp(kind, "heard") == 0) {
    ret_letter->subject = N_("An answer for you");
    ret_letter->text = N_("Hello {name},\n\nsomebody has looked at what you said. The answer is"
                          " here:\n\n{url}\n");
  } else {
    ret_letter->subject = N_("Something waits for you");
    ret_letter->text = N_("Hello {name},\n\nsomething waits for you. Please come in and look:\n\n"
                          "{url}\n");
  }
}

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  int64_t measure_id = 0;
  const char *kind = "";
  {
    g_autoptr(Query) q = db_query(txn, "SELECT measure_id, member_id, kind FROM measure_notice"
                                       " WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, task->thing_id);
    if (!query_next(q))
      return false;
    measure_id = col_int(q, 0);
    ret_letter->member_id = col_int(q, 1);
    kind = arena_text(arena, col_text(q, 2));
  }

  const Measure *measure = measures_find(txn, arena, measure_id);

  if (!measure)
    return false;
  write_words(kind, ret_letter);
  ret_letter->kind =
      ret_letter->member_id == measure->member_id ? MAIL_KIND_DECIDED : MAIL_KIND_WAITS;
  ret_letter->is_owed = ret_letter->member_id == measure->member_id;
  ret_letter->origin = measure->origin;
  ret_letter->url = ret_letter->member_id == measure->member_id
                        ? arena_format(arena, "%s/told/%s", measure->origin, measure->token)
                        : arena_format(arena, "%s/safety/measures", measure->origin);
  return true;
}

/* What is in force from now is told at once, quiet time or not: the person must know why the door
 * is shut, and how to say that it is wrong. What waits for organisers, and answers, can wait. */
static bool
is_urgent(Db *db, const OutboxTask *task)
{
  Txn *txn = db_begin_read(db, task->community_id);
  bool is_told = false;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT kind FROM measure_notice WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, task->thing_id);
    is_told = query_next(q) && strcmp(col_text(q, 0), "told") == 0;
  }
  db_end_read(txn);
  return is_told;
}

OutboxResult
send_measure_mail(Db *db, const OutboxTask *task, void *data)
{
  bool is_put_off = false;

  (void)data;
  if (is_urgent(db, task))
    return letter_send(db, task, write_letter);
  return letter_send_in_time(db, task, "measure-mail", write_letter, &is_put_off);
}

/* ---- the end ---- */

static bool
end_one(Txn *txn, const Act *act, const OutboxTask *task)
{
  measures_end(txn, act, task->thing_id);
  return true;
}

OutboxResult
end_measure(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return outbox_task_change(db, task, end_one);
}
