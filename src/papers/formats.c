/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which formats are wanted and how far they are. Making them is making.c. */
#include "papers/formats.h"

#include "base/ids.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "papers/easy_checks.h"
#include "papers/hard_words.h"
#include "papers/late.h"
#include "papers/paper_pictures.h"
#include "papers/reading_help.h"
#include "papers/rules.h"
#include "papers/spoken_words.h"
#include "press/input.h"
#include "press/run.h"

#include <string.h>
#include <unistd.h>

enum { USUAL_POINTS = 18, USUAL_GRADE = 2 };

static const char *const state_names[] = { "waiting", "ready", "not-ready" };

static const char no_easy_rows[] = FORMAT_UNWRITTEN_MESSAGE;

FormatWant
format_want_whole(FormatWant want)
{
  bool has_points = want.format == FORMAT_LARGE_PRINT || want.format == FORMAT_EASY_READ;

  return (FormatWant){
    .format = want.format,
    .points = !has_points   ? 0
              : want.points ? want.points
                            : USUAL_POINTS,
    .grade = want.format != FORMAT_BRAILLE ? 0
             : want.grade                  ? want.grade
                                           : USUAL_GRADE,
    .speed = want.format == FORMAT_AUDIO ? want.speed : SPEED_NORMAL,
  };
}

bool
format_wants_are_same(const FormatWant *one, const FormatWant *other)
{
  FormatWant a = format_want_whole(*one), b = format_want_whole(*other);

  return a.format == b.format && a.points == b.points && a.grade == b.grade && a.speed == b.speed;
}

static FormatState
state_from_name(const char *name)
{
  for (int i = 0; i < (int)G_N_ELEMENTS(state_names); i++)
    if (strcmp(state_names[i], name) == 0)
      return (FormatState)i;
  return FORMAT_NOT_READY;
}

/* The web page and the plain text are made while somebody waits. */
static bool
is_made_at_once(PaperFormat format)
{
  return format == FORMAT_HTML || format == FORMAT_TEXT;
}

/* What stands in the column "format": the format's name, and after it a speed that is not the
 * usual one ("audio slow"). */
static char *
stored_name(FormatWant want)
{
  return want.speed == SPEED_NORMAL
             ? g_strdup(format_name(want.format))
             : g_strconcat(format_name(want.format), " ", speed_name(want.speed), NULL);
}

static bool
read_stored_name(const char *stored, FormatWant *ret_want)
{
  g_auto(GStrv) parts = g_strsplit(stored, " ", 2);

  return parts[0] && format_from_name(parts[0], &ret_want->format) &&
         (!parts[1] || speed_from_name(parts[1], &ret_want->speed));
}

bool
format_read_stored(const char *stored, int size, FormatWant *ret_want)
{
  FormatWant want = { .points = 0 };

  if (!read_stored_name(stored, &want))
    return false;
  want.points = want.format == FORMAT_BRAILLE ? 0 : size;
  want.grade = want.format == FORMAT_BRAILLE ? size : 0;
  *ret_want = format_want_whole(want);
  return true;
}

/* The row of a format; 0: nobody asked for it. The few problems there are live for ever, so that
 * they pass as the message ids that they are. `ret_problem` may be NULL. */
static int64_t
find_row(Txn *txn, int64_t paper_id, int version, FormatWant want, FormatState *ret_state,
         const char **ret_problem)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT id, state, problem FROM paper_format WHERE community_id = ?1 AND paper_id = ?2"
           " AND version = CASE WHEN ?6 > 0 THEN ?6 ELSE (SELECT COALESCE(max(v.number), 1)"
           " FROM paper_version v WHERE v.community_id = ?1 AND v.paper_id = ?2) END"
           " AND format = ?3 AND points = ?4 AND grade = ?5");
  g_autofree char *name = stored_name(want);

  bind_int(q, 2, paper_id);
  bind_text(q, 3, name);
  bind_int(q, 4, want.points);
  bind_int(q, 5, want.grade);
  bind_int(q, 6, version);
  if (!query_next(q))
    return 0;
  *ret_state = state_from_name(col_text(q, 1));
  if (ret_problem)
    *ret_problem = *col_text(q, 2) ? g_intern_string(col_text(q, 2)) : NULL;
  return col_int(q, 0);
}

/* Its Easy Read ends with the hard words that it has, and with who checked it;
 * it shows the community's own pictures. */
static const Paper *
with_ends_of_easy_read(Txn *txn, Arena *arena, const Paper *paper)
{
  g_autoptr(ReadingList) list = hard_words_for_reading(txn);
  g_autofree char *problem = NULL, *text = NULL;
  g_autoptr(EasyRead) easy =
      *paper->easy_source ? easy_read_parse(paper->easy_source, &problem) : NULL;

  if (!easy)
    return paper;

  Paper *whole = arena_new_of(arena, Paper, 1);
  const int numbered = easy_rows_numbered(easy);

  easy_explain(easy, list, format_words_for(paper->language).hard_words);
  text = easy_read_write(easy, true);
  *whole = *paper;
  whole->own_pictures = own_pictures_of_rows(txn, arena, easy);
  whole->easy_source = arena_text(arena, text);
  whole->easy_numbered = paper->id ? numbered : 0;
  whole->easy_checks = easy_checks_rows(txn, arena, paper);
  return whole;
}

GArray *
formats_rows(Txn *txn, int64_t paper_id, int version)
{
  GArray *rows = g_array_new(FALSE, TRUE, sizeof(FormatRow));
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, format, points, grade, state, problem, round FROM paper_format"
                    " WHERE community_id = ?1 AND paper_id = ?2 AND version = ?3 ORDER BY id");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, version);
  while (query_next(q)) {
    FormatRow row = { .id = col_int(q, 0), .round = col_int(q, 6) };

    if (!read_stored_name(col_text(q, 1), &row.want))
      continue;
    row.want.points = (int)col_int(q, 2);
    row.want.grade = (int)col_int(q, 3);
    row.state = state_from_name(col_text(q, 4));
    row.problem = *col_text(q, 5) ? g_intern_string(col_text(q, 5)) : NULL;
    g_array_append_val(rows, row);
  }
  return rows;
}

FormatState
formats_state_in(const GArray *rows, const FormatWant *want, const char **ret_problem)
{
  *ret_problem = NULL;
  if (is_made_at_once(want->format))
    return FORMAT_READY;
  for (guint i = 0; i < rows->len; i++) {
    const FormatRow *row = &g_array_index(rows, FormatRow, i);

    if (!format_wants_are_same(&row->want, want))
      continue;
    *ret_problem = row->problem;
    return row->state;
  }
  return FORMAT_WAITING;
}

const Paper *
papers_complete_for(Txn *txn, Arena *arena, const Paper *paper, const FormatWant *want)
{
  const bool has_pictures = want->format == FORMAT_LARGE_PRINT || want->format == FORMAT_HTML;

  if (paper && want->format == FORMAT_EASY_READ)
    return with_ends_of_easy_read(txn, arena, paper);
  if (!paper || !(has_pictures || want->format == FORMAT_AUDIO))
    return paper;

  Paper *whole = arena_new_of(arena, Paper, 1);

  *whole = *paper;
  if (has_pictures) {
    whole->own_pictures = own_pictures_of_source(txn, arena, paper->source);
    return whole;
  }

  const char *lines = spoken_words_lines(txn, arena);

  whole->spoken_words = *lines ? lines : NULL;
  return whole;
}

const Paper *
papers_find_for(Txn *txn, Arena *arena, int64_t paper_id, const FormatWant *want)
{
  return papers_complete_for(txn, arena, papers_find(txn, arena, paper_id), want);
}

int
formats_open_complete(Txn *txn, const Paper *paper, const FormatWant *want)
{
  g_autoptr(Arena) arena = arena_new(4 * PAPER_SOURCE_MAX + PRESS_INPUT_MAX);
  const Paper *whole = papers_complete_for(txn, arena, paper, want);
  const int file = formats_open(whole, want);

  if (file >= 0 || want->format != FORMAT_HTML || !whole->own_pictures)
    return file;
  return formats_open(papers_with_pictures(txn, arena, whole), want);
}

FormatState
formats_state(Txn *txn, int64_t paper_id, const FormatWant *want, const char **ret_problem)
{
  return formats_state_of(txn, paper_id, 0, want, ret_problem);
}

FormatState
formats_state_of(Txn *txn, int64_t paper_id, int version, const FormatWant *want,
                 const char **ret_problem)
{
  FormatState state = FORMAT_WAITING;

  if (ret_problem)
    *ret_problem = NULL;
  if (is_made_at_once(want->format))
    return FORMAT_READY;
  find_row(txn, paper_id, version, format_want_whole(*want), &state, ret_problem);
  return state;
}

/* What a format is to start as: there is no sense in waiting for what cannot be made. */
static FormatState
first_state(const Paper *paper, PaperFormat format, const char **ret_problem)
{
  *ret_problem = "";
  if (format == FORMAT_EASY_READ && !*paper->easy_source) {
    *ret_problem = no_easy_rows;
    return FORMAT_NOT_READY;
  }
  return is_made_at_once(format) ? FORMAT_READY : FORMAT_WAITING;
}

static void
add_row(Txn *txn, const Act *act, const Paper *paper, FormatWant want)
{
  const char *problem = NULL;
  FormatState state = first_state(paper, want.format, &problem);
  int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO paper_format (community_id, id, paper_id, version, format, points,"
                " grade, state, problem, round) VALUES (?1, ?2, ?3, ?9, ?4, ?5, ?6, ?7, ?8, 1)");

  bind_int(q, 2, id);
  g_autofree char *name = stored_name(want);

  bind_int(q, 3, paper->id);
  bind_text(q, 4, name);
  bind_int(q, 5, want.points);
  bind_int(q, 6, want.grade);
  bind_text(q, 7, state_names[state]);
  bind_text(q, 8, problem);
  bind_int(q, 9, paper->version);
  query_run(q);
  if (state == FORMAT_WAITING)
    outbox_add(txn, act, "paper-format", id);
}

static void
ask_row_again(Txn *txn, const Act *act, const Paper *paper, int64_t id, PaperFormat format)
{
  const char *problem = NULL;
  FormatState state = first_state(paper, format, &problem);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper_format SET state = ?3, problem = ?4,"
                                 " round = round + 1 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  bind_text(q, 3, state_names[state]);
  bind_text(q, 4, problem);
  query_run(q);
  if (state == FORMAT_WAITING)
    outbox_add(txn, act, "paper-format", id);
}

/* A ready format may have gone from the cache, which is never backed up. */
static bool
is_lost(const Paper *paper, FormatWant want)
{
  int file = is_made_at_once(want.format) ? -1 : formats_open(paper, &want);

  if (file >= 0)
    close(file);
  return file < 0 && !is_made_at_once(want.format);
}

void
formats_ask(Txn *txn, const Act *act, int64_t paper_id, const FormatWant *want)
{
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX);
  const Paper *paper = papers_find(txn, arena, paper_id);

  if (paper)
    formats_ask_for(txn, act, paper, *want);
}

void
formats_ask_for(Txn *txn, const Act *act, const Paper *paper, FormatWant want)
{
  FormatWant whole = format_want_whole(want);
  FormatState state = FORMAT_WAITING;
  int64_t id = find_row(txn, paper->id, paper->version, whole, &state, NULL);
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  if (txn_trouble(txn))
    return;
  paper = papers_complete_for(txn, arena, paper, &whole);
  if (!id)
    add_row(txn, act, paper, whole);
  else if (state == FORMAT_NOT_READY || (state == FORMAT_READY && is_lost(paper, whole)))
    ask_row_again(txn, act, paper, id, whole.format);
}

void
formats_ask_again(Txn *txn, const Act *act, const Paper *paper, bool is_easy)
{
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(FormatRow));
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, format FROM paper_format WHERE community_id = ?1 AND paper_id = ?2"
                    " AND version = ?3");

  bind_int(q, 2, paper->id);
  bind_int(q, 3, paper->version);
  while (query_next(q)) {
    FormatRow row = { .id = col_int(q, 0) };

    if (read_stored_name(col_text(q, 1), &row.want) &&
        (row.want.format == FORMAT_EASY_READ) == is_easy)
      g_array_append_val(rows, row);
  }
  query_done(g_steal_pointer(&q));
  for (guint i = 0; i < rows->len; i++) {
    const FormatRow *row = &g_array_index(rows, FormatRow, i);

    ask_row_again(txn, act, paper, row->id, row->want.format);
  }
}

/* ---- the worker's task ---- */

enum { MAKING_TRIES = 3 };

static bool
load_row(Txn *txn, Arena *arena, int64_t row_id, FormatRow *ret_row, const Paper **ret_paper)
{
  FormatRow row = { .id = row_id };
  int64_t paper_id = 0;
  int version = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT paper_id, format, points, grade, state, round, version"
                      " FROM paper_format WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, row_id);
    if (!query_next(q) || !read_stored_name(col_text(q, 1), &row.want))
      return false;
    paper_id = col_int(q, 0);
    row.want.points = (int)col_int(q, 2);
    row.want.grade = (int)col_int(q, 3);
    row.state = state_from_name(col_text(q, 4));
    row.round = col_int(q, 5);
    version = (int)col_int(q, 6);
  }
  *ret_paper = papers_complete_for(txn, arena, papers_find_numbered(txn, arena, paper_id, version),
                                   &row.want);
  *ret_row = row;
  return *ret_paper != NULL;
}

typedef struct {
  const OutboxTask *task;
  const FormatRow *row;
  const Paper *paper;
  IdTape *ids;
  FormatState state;
  const char *problem;
} Making;

/* Only if nobody asked again meanwhile: another task is on its way then. */
static bool
store_state(Txn *txn, void *data)
{
  const Making *making = data;
  const Act act = outbox_task_act(making->task, making->ids);

  id_tape_rewind(making->ids);

  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE paper_format SET state = ?3, problem = ?4"
                                 " WHERE community_id = ?1 AND id = ?2 AND round = ?5");

  bind_int(q, 2, making->row->id);
  bind_text(q, 3, state_names[making->state]);
  bind_text(q, 4, making->problem);
  bind_int(q, 5, making->row->round);
  query_run(q);
  if (making->state == FORMAT_READY && query_changes(q) > 0)
    late_format_came(txn, &act, making->paper, &making->row->want);
  return true;
}

static OutboxResult
store_made(Db *db, Making *making, OutboxResult then)
{
  Trouble trouble = TROUBLE_NONE;
  WriteOutcome outcome =
      db_write_and_wait(db, making->task->community_id, store_state, making, &trouble);

  return outcome == WRITE_KEPT ? then : OUTBOX_RETRY;
}

OutboxResult
make_paper_format(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX + PRESS_INPUT_MAX);
  FormatRow row = { 0 };
  const Paper *paper = NULL;
  Txn *txn = db_begin_read(db, task->community_id);
  bool is_there = load_row(txn, arena, task->thing_id, &row, &paper);
  paper = papers_with_pictures(txn, arena, paper);
  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  if (trouble)
    return OUTBOX_RETRY;
  if (!is_there || (row.state == FORMAT_READY && !is_lost(paper, row.want)))
    return OUTBOX_DONE;

  g_autoptr(GError) err = NULL;
  g_autoptr(GBytes) bytes = formats_make(paper, &row.want, &err);
  g_autoptr(IdTape) ids = id_tape_new();
  Making making = {
    .task = task, .row = &row, .paper = paper, .ids = ids, .state = FORMAT_READY, .problem = ""
  };

  if (bytes && formats_keep(paper, &row.want, bytes))
    return store_made(db, &making, OUTBOX_DONE);
  making.state = FORMAT_NOT_READY;
  making.problem = bytes ? N_("There is no room to keep it on the server") : err->message;
  if (!bytes && g_error_matches(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT))
    return store_made(db, &making, OUTBOX_GIVE_UP);
  return store_made(db, &making, task->attempt < MAKING_TRIES ? OUTBOX_RETRY : OUTBOX_GIVE_UP);
}
