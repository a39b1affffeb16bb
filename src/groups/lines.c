/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lines of a group's lists. */
#include "groups/lines.h"

#include "base/text.h"
#include "groups/rules.h"
#include "lang/lang.h"

#include <string.h>

static const char *const list_names[LIST_COUNT] = { "needs", "stuck", "stopped", "first" };

const Choice line_side_choices[] = {
  { .value = "people", .label = N_("People who use services, carers and neighbours") },
  { .value = "workers", .label = N_("People at their work") },
  { .value = "both", .label = N_("Both") },
  { .value = NULL },
};

/* Stored as written here: it is read in each reader's language until the group changes it. */
static const char *const first_meeting[] = {
  N_("We choose a place and a time that suit all sides"),
  N_("We ask each person what helps them take part"),
  N_("Both sides write the agenda"),
  N_("We open together: one person from each side says hello"),
  N_("Each says what they bring, and what they hope for"),
  N_("We write our ground rules together"),
  N_("We agree who does what: who leads, who takes notes, who looks after breaks"),
  N_("We say how travel and time are paid"),
  N_("We agree the next step, and who does it"),
  N_("At the end each says how it was"),
};

const char *
group_list_name(GroupList list)
{
  return list_names[list];
}

bool
group_list_from_name(const char *name, GroupList *ret_list)
{
  for (GroupList list = 0; list < LIST_COUNT; list++)
    if (strcmp(list_names[list], name) == 0) {
      *ret_list = list;
      return true;
    }
  return false;
}

/* ---- finding ---- */

#define LINE_COLUMNS                                                                          \
  "SELECT id, group_id, list, side, words, owner, done_words, due_us, done_at_us, made_at_us" \
  " FROM group_line WHERE community_id = ?1 AND group_id = ?2"

static const Line *
read_lines(Query *q, Arena *arena, int limit)
{
  Line *lines = arena_new_of(arena, Line, limit + 1);
  int count = 0;

  while (count < limit && query_next(q)) {
    Line *line = &lines[count++];

    *line = (Line){ .id = col_int(q, 0),
                    .group_id = col_int(q, 1),
                    .side = arena_text(arena, col_text(q, 3)),
                    .words = arena_text(arena, col_text(q, 4)),
                    .owner = arena_text(arena, col_text(q, 5)),
                    .done_words = arena_text(arena, col_text(q, 6)),
                    .due_us = col_is_null(q, 7) ? 0 : col_int(q, 7),
                    .done_at_us = col_is_null(q, 8) ? 0 : col_int(q, 8),
                    .made_at_us = col_int(q, 9) };
    group_list_from_name(col_text(q, 2), &line->list);
  }
  return lines;
}

const Line *
lines_list(Txn *txn, Arena *arena, int64_t group_id, GroupList list)
{
  g_autoptr(Query) q = db_query(
      txn, LINE_COLUMNS " AND list = ?3 ORDER BY"
                        " CASE WHEN done_at_us IS NOT NULL AND list <> 'first' THEN 1 ELSE 0 END,"
                        " CASE WHEN done_at_us IS NOT NULL AND list <> 'first' THEN -id ELSE id END"
                        " LIMIT ?4");

  bind_int(q, 2, group_id);
  bind_text(q, 3, list_names[list]);
  bind_int(q, 4, 2 * LINES_MAX);
  return read_lines(q, arena, 2 * LINES_MAX);
}

const Line *
lines_find(Txn *txn, Arena *arena, int64_t group_id, int64_t line_id)
{
  g_autoptr(Query) q = db_query(txn, LINE_COLUMNS " AND id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, line_id);

  const Line *found = read_lines(q, arena, 1);

  return found->id ? found : NULL;
}

LinesSum
lines_sum(Txn *txn, int64_t group_id, int64_t now_us)
{
  LinesSum sum = { .late = 0 };
  g_autoptr(Query) q = db_query(
      txn, "SELECT list, count(*),"
           " CAST(sum(CASE WHEN done_at_us IS NULL THEN 1 ELSE 0 END) AS BIGINT),"
           " CAST(sum(CASE WHEN done_at_us IS NULL AND due_us < ?3 THEN 1 ELSE 0 END) AS BIGINT)"
           " FROM group_line WHERE community_id = ?1 AND group_id = ?2 GROUP BY list"
           " UNION ALL SELECT 'review', 0, 0, COALESCE(max(made_at_us), 0) FROM group_review"
           " WHERE community_id = ?1 AND group_id = ?2 AND left_words = ''"
           " UNION ALL SELECT 'people', count(*), 0, 0 FROM group_member c"
           " JOIN member p ON p.community_id = ?1 AND p.id = c.member_id AND p.state = 'here'"
           " WHERE c.community_id = ?1 AND c.group_id = ?2 AND c.state = 'in'");

  bind_int(q, 2, group_id);
  bind_int(q, 3, now_us);
  while (query_next(q)) {
    GroupList list;

    if (strcmp(col_text(q, 0), "people") == 0)
      sum.people = col_int(q, 1);
    if (strcmp(col_text(q, 0), "review") == 0)
      sum.reviewed_us = col_int(q, 3);
    if (!group_list_from_name(col_text(q, 0), &list))
      continue;
    sum.all[list] = col_int(q, 1);
    sum.open[list] = col_int(q, 2);
    if (list == LIST_STUCK)
      sum.late = col_int(q, 3);
  }
  return sum;
}

/* ---- writing ---- */

static void
check_line(Txn *txn, const Line *line, Refusals *refusals)
{
  if (!*line->words)
    refuse(refusals, "words", N_("Write a line first"));
  else if (text_length(line->words) > LINE_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 500 letters at most"));
  if (line->list == LIST_STUCK && !*line->owner)
    refuse(refusals, "owner", N_("Write who looks after it"));
  if (line->list == LIST_STOPPED && !*line->done_words)
    refuse(refusals, "done_words", N_("Write why you stopped"));
  group_words_fit("done_words", line->done_words, refusals);
  if (lines_sum(txn, line->group_id, 0).open[line->list] >= LINES_MAX)
    refuse(refusals, "", N_("The list is full. Finish something first."));
}

static void
insert_line(Txn *txn, const Act *act, const Line *line)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_line (community_id, id, group_id, list, side, words, owner,"
                " due_us, done_at_us, done_words, made_by, made_at_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, line->group_id);
  bind_text(q, 4, list_names[line->list]);
  bind_text(q, 5, line->list == LIST_NEEDS ? line->side : "");
  bind_text(q, 6, line->words);
  bind_text(q, 7, line->owner);
  if (line->due_us)
    bind_int(q, 8, line->due_us);
  else
    bind_null(q, 8);
  if (line->list == LIST_STOPPED)
    bind_int(q, 9, act->at_us);
  else
    bind_null(q, 9);
  bind_text(q, 10, line->list == LIST_STOPPED ? line->done_words : "");
  bind_int(q, 11, act->member_id);
  bind_int(q, 12, act->at_us);
  query_run(q);
}

void
lines_add(Txn *txn, const Act *act, const Line *line, Refusals *refusals)
{
  check_line(txn, line, refusals);
  if (refusals_count(refusals) > 0)
    return;
  insert_line(txn, act, line);
  group_note(txn, act, "group-line-added", line->group_id);
}

static void
set_done(Txn *txn, const Act *act, const Line *line, bool is_done, const char *done_words)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_line SET done_at_us = ?3, done_words = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, line->id);
  if (is_done)
    bind_int(q, 3, act->at_us);
  else
    bind_null(q, 3);
  bind_text(q, 4, done_words);
  query_run(q);
  group_note(txn, act, "group-line-done", line->group_id);
}

void
lines_finish(Txn *txn, const Act *act, const Line *line, const char *done_words, Refusals *refusals)
{
  if (line->list == LIST_STUCK && !*done_words)
    refuse(refusals, "done_words", N_("Write how it was solved"));
  group_words_fit("done_words", done_words, refusals);
  if (refusals_count(refusals) == 0 && !line->done_at_us)
    set_done(txn, act, line, true, done_words);
}

void
lines_open_again(Txn *txn, const Act *act, const Line *line)
{
  if (line->done_at_us && line->list != LIST_STOPPED)
    set_done(txn, act, line, false, "");
}

void
lines_tick_first(Txn *txn, const Act *act, int64_t group_id, LineTicked is_ticked, const void *data)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  for (const Line *line = lines_list(txn, arena, group_id, LIST_FIRST); line->id; line++) {
    const bool is_done = is_ticked(line->id, data);

    if (is_done != (line->done_at_us != 0))
      set_done(txn, act, line, is_done, "");
  }
}

void
lines_remove(Txn *txn, const Act *act, const Line *line)
{
  if (line->list != LIST_FIRST)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM group_line WHERE community_id = ?1 AND id = ?2"
                                 " AND list = 'first'");

  bind_int(q, 2, line->id);
  query_run(q);
  group_note(txn, act, "group-line-removed", line->group_id);
}

void
lines_add_first(Txn *txn, const Act *act, int64_t group_id)
{
  if (lines_sum(txn, group_id, 0).all[LIST_FIRST] > 0)
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(first_meeting); i++)
    insert_line(txn, act,
                &(Line){ .group_id = group_id,
                         .list = LIST_FIRST,
                         .words = first_meeting[i],
                         .side = "",
                         .owner = "",
                         .done_words = "" });
  group_note(txn, act, "group-line-added", group_id);
}
