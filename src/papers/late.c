/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who waits for a format that was not ready, that it came, and whom to tell. */
#include "papers/late.h"

#include "lang/languages.h"
#include "papers/rules.h"
#include "people/seal.h"

#include <string.h>

#define MADE_WORD "made "

/* ---- what is awaited, as it is sealed: "large print 24", "made sign-film", "made translation pl"
 * ----
 */

static const char *
want_to_text(Arena *arena, const FormatWant *want)
{
  const FormatWants wants = { .wants = { format_want_whole(*want) }, .count = 1 };

  return format_wants_to_text(&wants, arena);
}

static bool
read_awaited(const char *text, LateCopy *ret_late)
{
  FormatWants wants;

  ret_late->language = "";
  if (g_str_has_prefix(text, MADE_WORD)) {
    g_auto(GStrv) words = g_strsplit(text + strlen(MADE_WORD), " ", 2);

    ret_late->is_made = true;
    if (words[0] && words[1])
      ret_late->language = language_of_list(words[1]);
    return words[0] && made_kind_from_name(words[0], &ret_late->kind);
  }
  if (!format_wants_from_text(text, &wants) || wants.count != 1)
    return false;
  ret_late->want = format_want_whole(wants.wants[0]);
  return true;
}

/* ---- noting ---- */

typedef struct {
  Txn *txn;
  const Act *act;
  const Release *release;
} Noting;

static void
add_row(const Noting *noting, Arena *arena, int64_t member_id, const char *awaited)
{
  const int64_t id = act_new_id(noting->act);
  size_t len = 0;
  const void *sealed =
      seal_text(noting->txn, arena, member_id, "late_copy.format", id, awaited, &len);
  g_autoptr(Query) q = db_change(
      noting->txn, noting->act,
      "INSERT INTO late_copy (community_id, id, release_id, paper_id, member_id, released_at_us,"
      " format, way, link_id, done_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', 0, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, noting->release->id);
  bind_int(q, 4, noting->release->paper_id);
  bind_int(q, 5, member_id);
  bind_int(q, 6, noting->act->at_us);
  bind_blob(q, 7, sealed, len);
  query_run(q);
}

static bool
is_ready(const Release *release, const FormatWant *want)
{
  for (int i = 0; i < release->formats_count; i++)
    if (format_wants_are_same(&release->formats[i].want, want))
      return release->formats[i].state == FORMAT_READY;
  return true;
}

static bool
is_made_missing(const Release *release, MadeKind kind, const char *language)
{
  for (int i = 0; i < release->made_count; i++)
    if (release->made[i].kind == kind && release->made[i].is_missing &&
        language_serves(release->made[i].language, language))
      return true;
  return false;
}

static void
note_copy(const Noting *noting, const Copy *copy)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  for (int i = 0; i < copy->wants.count; i++)
    if (!is_ready(noting->release, &copy->wants.wants[i]))
      add_row(noting, arena, copy->member_id, want_to_text(arena, &copy->wants.wants[i]));
  for (int kind = 0; kind < MADE_KIND_COUNT; kind++) {
    const char *language = kind == MADE_TRANSLATION ? copy->language : "";
    const char *name = arena_join(arena, MADE_WORD, made_kind_name((MadeKind)kind));

    if (copy->made[kind] && is_made_missing(noting->release, (MadeKind)kind, language))
      add_row(noting, arena, copy->member_id,
              *language ? arena_format(arena, "%s %s", name, language) : name);
  }
}

void
late_note(Txn *txn, const Act *act, int64_t release_id)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  const Release *release = releases_find(txn, arena, release_id);
  const Noting noting = { txn, act, release };

  if (!release)
    return;

  g_autoptr(GArray) copies = releases_copies(txn, release_id);

  for (guint i = 0; i < copies->len && !txn_trouble(txn); i++)
    note_copy(&noting, &g_array_index(copies, Copy, i));
}

void
late_overtake(Txn *txn, const Act *act, int64_t paper_id, int64_t release_id)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "UPDATE late_copy SET done_at_us = ?4 WHERE community_id = ?1 AND paper_id = ?2"
      " AND came_at_us IS NULL AND done_at_us IS NULL AND release_id <> ?3"
      " AND EXISTS (SELECT 1 FROM delivery n WHERE n.community_id = ?1 AND n.release_id = ?3"
      " AND n.member_id = late_copy.member_id)");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, release_id);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

/* ---- reading ---- */

/* Columns in the order of SELECT_LATE. */
static bool
read_late(Txn *txn, Arena *arena, Query *q, LateCopy *ret_late)
{
  LateCopy late = {
    .id = col_int(q, 0),
    .member_id = col_int(q, 1),
    .came_at_us = col_int(q, 2),
    .is_done = !col_is_null(q, 3),
    .name = arena_text(arena, col_text(q, 5)),
    .contact = "",
  };
  size_t len = 0, key_len = 0;
  const void *sealed = col_blob(q, 4, &len), *key = col_blob(q, 7, &key_len);
  const char *text = seal_open_with(txn, arena, key, key_len, late.member_id, "late_copy.format",
                                    late.id, sealed, len);

  if (!text || !read_awaited(text, &late))
    return false;
  reach_from_name(col_text(q, 8), &late.reach);
  sealed = col_blob(q, 6, &len);
  text = seal_open_with(txn, arena, key, key_len, late.member_id, "member.contact", late.member_id,
                        sealed, len);
  late.contact = text ? text : "";
  *ret_late = late;
  return true;
}

#define SELECT_LATE                                                                    \
  "SELECT l.id, l.member_id, l.came_at_us, l.done_at_us, l.format, m.name, m.contact," \
  " k.sealed, m.reach FROM late_copy l"                                                \
  " JOIN member m ON m.community_id = ?1 AND m.id = l.member_id"                       \
  " JOIN person_key k ON k.community_id = ?1 AND k.member_id = l.member_id"            \
  " WHERE l.community_id = ?1"

static const LateCopy *
read_all(Txn *txn, Arena *arena, Query *q)
{
  g_autoptr(GArray) found = g_array_new(TRUE, TRUE, sizeof(LateCopy));
  LateCopy late;

  while (query_next(q))
    if (read_late(txn, arena, q, &late))
      g_array_append_val(found, late);

  LateCopy *kept = arena_new_of(arena, LateCopy, found->len + 1);

  if (found->len)
    memcpy(kept, found->data, found->len * sizeof(LateCopy));
  return kept;
}

const LateCopy *
late_to_tell(Txn *txn, Arena *arena, int64_t release_id)
{
  g_autoptr(Query) q =
      db_query(txn, SELECT_LATE " AND l.release_id = ?2 AND l.came_at_us IS NOT NULL"
                                " AND l.way <> 'email' AND m.state = 'here'"
                                " ORDER BY CASE WHEN l.done_at_us IS NULL THEN 0 ELSE 1 END,"
                                " m.sort_key, l.id");

  bind_int(q, 2, release_id);
  return read_all(txn, arena, q);
}

const LateCopy *
late_of_member(Txn *txn, Arena *arena, int64_t paper_id, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, SELECT_LATE " AND l.paper_id = ?2 AND l.member_id = ?3"
                                " AND (l.came_at_us IS NOT NULL OR l.done_at_us IS NULL)"
                                " ORDER BY l.id");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, member_id);
  return read_all(txn, arena, q);
}

int
late_count_to_tell(Txn *txn, int64_t release_id, int *ret_awaited)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(CASE WHEN l.came_at_us IS NOT NULL AND l.done_at_us IS NULL"
                    " AND l.way <> 'email' THEN 1 END),"
                    " count(CASE WHEN l.came_at_us IS NULL AND l.done_at_us IS NULL THEN 1 END)"
                    " FROM late_copy l"
                    " JOIN member m ON m.community_id = ?1 AND m.id = l.member_id"
                    " WHERE l.community_id = ?1 AND l.release_id = ?2 AND m.state = 'here'");

  bind_int(q, 2, release_id);
  if (!query_next(q))
    return 0;
  *ret_awaited = (int)col_int(q, 1);
  return (int)col_int(q, 0);
}

/* ---- it came ---- */

/* By mail as they want mails; who wants none finds it when they come in. */
static void
tell_by_mail(Txn *txn, const Act *act, const LateCopy *late)
{
  const MailWish wish = mail_wish_read(txn, late->member_id, MAIL_KIND_PAPER);

  if (wish.pace == PACE_AT_ONCE)
    outbox_add(txn, act, "late-mail", late->id);
  else if (wish.pace != PACE_NEVER)
    outbox_add_later(txn, act, "late-mail", late->id, mail_wish_next_us(&wish, act->at_us));
}

/* The paper itself was not brought yet: what came goes with it, and nobody is to be told twice. */
static bool
is_still_to_be_brought(Txn *txn, const LateCopy *late)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM delivery d JOIN late_copy l ON l.community_id = ?1"
                    " AND l.release_id = d.release_id AND l.id = ?2"
                    " WHERE d.community_id = ?1 AND d.member_id = ?3 AND d.way <> 'email'"
                    " AND d.done_at_us IS NULL AND d.overtaken_at_us IS NULL");

  bind_int(q, 2, late->id);
  bind_int(q, 3, late->member_id);
  return query_next(q);
}

static void
mark_came(Txn *txn, const Act *act, const LateCopy *late)
{
  const bool goes_with_it = is_still_to_be_brought(txn, late);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE late_copy SET came_at_us = ?3, way = ?4,"
                                 " done_at_us = CASE WHEN ?5 = 1 THEN ?3 ELSE done_at_us END"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, late->id);
  bind_int(q, 3, act->at_us);
  bind_text(q, 4, reach_name(late->reach));
  bind_int(q, 5, goes_with_it);
  query_run(q);
  log_add(txn, act,
          &(LogEntry){
              .kind = "late-copy-came", .concerns_id = late->member_id, .thing_id = late->id });
  if (late->reach == REACH_EMAIL && !goes_with_it)
    tell_by_mail(txn, act, late);
}

/* `version` 0: of whichever. */
typedef bool (*Awaits)(const LateCopy *late, const void *thing);

static void
came(Txn *txn, const Act *act, int64_t paper_id, int version, Awaits awaits, const void *thing)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  const LateCopy *late = NULL;
  {
    g_autoptr(Query) q = db_query(txn, SELECT_LATE " AND l.paper_id = ?2 AND l.came_at_us IS NULL"
                                                   " AND l.done_at_us IS NULL"
                                                   " AND m.state = 'here' AND (?3 = 0 OR ?3 ="
                                                   " (SELECT r.version FROM release r"
                                                   " WHERE r.community_id = ?1"
                                                   " AND r.id = l.release_id)) ORDER BY l.id");

    bind_int(q, 2, paper_id);
    bind_int(q, 3, version);
    late = read_all(txn, arena, q);
  }
  for (; late->id && !txn_trouble(txn); late++)
    if (awaits(late, thing))
      mark_came(txn, act, late);
}

static bool
awaits_format(const LateCopy *late, const void *thing)
{
  return !late->is_made && format_wants_are_same(&late->want, thing);
}

/* The kind itself, or the program's own in whose place it stands. */
static bool
awaits_made(const LateCopy *late, const void *thing)
{
  const MadeFormat *made = thing;

  return late->is_made ? late->kind == made->kind && language_serves(made->language, late->language)
                       : strcmp(made->instead_of, format_name(late->want.format)) == 0;
}

void
late_format_came(Txn *txn, const Act *act, const Paper *paper, const FormatWant *want)
{
  came(txn, act, paper->id, paper->version, awaits_format, want);
}

void
late_made_came(Txn *txn, const Act *act, const MadeFormat *made)
{
  came(txn, act, made->paper_id, 0, awaits_made, made);
}

/* ---- told ---- */

/* 0: it did not come, or is in the wanted state already. */
static int64_t
member_to_mark(Txn *txn, int64_t late_id, bool is_done)
{
  g_autoptr(Query) q = db_query(txn, "SELECT member_id, done_at_us FROM late_copy"
                                     " WHERE community_id = ?1 AND id = ?2"
                                     " AND came_at_us IS NOT NULL");

  bind_int(q, 2, late_id);
  return query_next(q) && col_is_null(q, 1) == is_done ? col_int(q, 0) : 0;
}

void
late_mark_told(Txn *txn, const Act *act, int64_t late_id, bool is_done)
{
  const int64_t member_id = member_to_mark(txn, late_id, is_done);

  if (!member_id)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE late_copy SET done_at_us = ?3, done_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, late_id);
  if (is_done)
    bind_int(q, 3, act->at_us);
  else
    bind_null(q, 3);
  bind_int(q, 4, is_done ? act->member_id : 0);
  query_run(q);
  log_add(txn, act,
          &(LogEntry){ .kind = is_done ? "late-copy-told" : "late-copy-untold",
                       .concerns_id = member_id,
                       .thing_id = late_id });
}
