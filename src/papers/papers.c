/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Papers: adding, changing, finding, listing. Uploaded files are in files.c. */
#include "papers/papers.h"

#include "base/text.h"
#include "lang/lang.h"
#include "papers/easy_draft.h"
#include "papers/find.h"
#include "papers/import.h"
#include "papers/rules.h"
#include "papers/versions.h"

#include <string.h>

const LogKind papers_log_kinds[] = {
  { .kind = "paper-added" },
  { .kind = "paper-changed" },
  { .kind = "paper-change-dropped" },
  { .kind = "paper-slip", .power = N_("A slip in a paper was put right, and nobody was told") },
  { .kind = "paper-read" },
  { .kind = "hard-word-added" },
  { .kind = "hard-word-changed" },
  { .kind = "hard-word-dropped" },
  { .kind = "hard-word-removed" },
  { .kind = "easy-checked" },
  { .kind = "easy-check-removed" },
  { .kind = "easy-hard-done" },
  { .kind = "picture-added" },
  { .kind = "picture-changed" },
  { .kind = "picture-failed" },
  { .kind = "picture-ready" },
  { .kind = "picture-taken-away", .power = N_("A picture was taken away") },
  { .kind = "spoken-word-added" },
  { .kind = "spoken-word-removed" },
  { .kind = "release-started" },
  { .kind = "paper-released" },
  { .kind = "paper-released-early", .power = N_("A paper was sent before every format was ready") },
  { .kind = "comment-added", .you = N_("Something you said about a paper was written down") },
  { .kind = "comment-changed" },
  { .kind = "comment-taken-back" },
  { .kind = "comment-answered", .you = N_("Something you said about a paper was answered") },
  { .kind = "comment-answer-told",
    .you = N_("Somebody told you the answer to what you said about a paper") },
  { .kind = "comment-hidden",
    .power = N_("Something said about a paper was hidden"),
    .you = N_("Something you said about a paper was hidden") },
  { .kind = "comment-shown",
    .power = N_("Something said about a paper that was hidden can be read again"),
    .you = N_("Something you said about a paper can be read again") },
  { .kind = "delivery-done", .you = N_("A paper was brought to you") },
  { .kind = "delivery-undone", .you = N_("A paper has not reached you after all") },
  { .kind = "delivery-moved",
    .you = N_("A paper goes to you another way: how you are reached was changed") },
  { .kind = "delivery-read-aloud", .you = N_("A paper was read aloud to you") },
  { .kind = "delivery-not-read", .you = N_("A paper was not read aloud to you after all") },
  { .kind = "late-copy-came", .you = N_("A paper came in your format, later than the others'") },
  { .kind = "late-copy-told", .you = N_("You were told that your format of a paper is here") },
  { .kind = "late-copy-untold", .you = N_("You were not told of your format after all") },
  { .kind = "made-asked", .you = N_("You are down to make a format of a paper") },
  { .kind = "made-here", .you = N_("The format that you said you would make is here") },
  { .kind = "made-replaced", .you = N_("Another one took the place of a format you made") },
  { .kind = "made-given-up", .you = N_("It was noted that a format cannot be made") },
  { .kind = "made-removed", .you = N_("A format that you made, or would make, was taken out") },
  { .kind = NULL },
};

enum { LANGUAGE_MAX = 35 }; /* RFC 5646 4.4.1 */

static const char usual_language[] = "en-GB";

void
papers_log(Txn *txn, const Act *act, const char *kind, int64_t thing_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = thing_id });
}

/* ---- checks ---- */

static void
check_source(const char *source, Refusals *refusals)
{
  size_t len = strlen(source);
  SourceFault fault = len > PAPER_SOURCE_MAX ? SOURCE_TOO_LONG : commonmark_check(source, len);

  if (fault != SOURCE_FINE)
    refuse(refusals, "source", source_fault_message(fault));
}

static void
check_easy_source(const char *easy_source, Refusals *refusals)
{
  g_autofree char *problem = NULL;

  if (!*easy_source)
    return;

  g_autoptr(EasyRead) easy = easy_read_parse(easy_source, &problem);

  if (!easy)
    refuse_told(refusals, "rows", problem);
}

static char *
title_of(const Paper *paper)
{
  g_autofree char *title = text_tidy(paper->title ? paper->title : "");

  if (*title)
    return g_steal_pointer(&title);
  return commonmark_first_heading(paper->source, strlen(paper->source));
}

char *
papers_check(const Paper *paper, Refusals *refusals)
{
  int before = refusals_count(refusals);
  const char *language = paper->language ? paper->language : "";

  check_source(paper->source, refusals);
  check_easy_source(paper->easy_source ? paper->easy_source : "", refusals);
  if (strspn(language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") !=
          strlen(language) ||
      strlen(language) > LANGUAGE_MAX)
    refuse(refusals, "language", N_("Choose the language of the paper"));
  if (refusals_count(refusals) > before)
    return NULL; /* a title would be looked for in words that cannot be read */

  g_autofree char *title = title_of(paper);

  if (!title || !*title)
    refuse(refusals, "title", N_("Enter what the paper is called"));
  else if (text_length(title) > PAPER_TITLE_MAX || strchr(title, '\n'))
    refuse(refusals, "title", N_("Make the title shorter: 200 letters at most"));
  else
    return g_steal_pointer(&title);
  return NULL;
}

/* ---- writing ---- */

static const char *const reading_names[] = { "done", "waiting", "failed" };

int64_t
papers_store(Txn *txn, const Act *act, const Paper *paper)
{
  int64_t id = act_new_id(act);
  g_autofree char *key = text_sort_key(paper->title);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO paper (community_id, id, title, title_key, source, easy_source, language,"
      " reading, problem, made_by, made_at_us, changed_at_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', ?9, ?10, ?10)");

  bind_int(q, 2, id);
  bind_text(q, 3, paper->title);
  bind_text(q, 4, key);
  bind_text(q, 5, paper->source);
  bind_text(q, 6, paper->easy_source ? paper->easy_source : "");
  bind_text(q, 7, paper->language && *paper->language ? paper->language : usual_language);
  bind_text(q, 8, reading_names[paper->reading]);
  bind_int(q, 9, act->member_id);
  bind_int(q, 10, act->at_us);
  query_run(q);
  papers_log(txn, act, "paper-added", id);
  papers_ask_words(txn, act, id);
  return id;
}

/* The rows with their links kept fit to the words (pieces.h). `old`: the paper before, or NULL.
 * NULL where there are none. */
static char *
rows_to_keep(const Paper *paper, const Paper *old)
{
  g_autofree char *problem = NULL;
  g_autoptr(EasyRead) easy = paper->easy_source && *paper->easy_source
                                 ? easy_read_parse(paper->easy_source, &problem)
                                 : NULL;

  if (!easy)
    return NULL;

  const bool are_rows_old = old && strcmp(paper->easy_source, old->easy_source) == 0;
  g_autoptr(GPtrArray) now = paper_pieces(paper->source);
  g_autoptr(GPtrArray) before = are_rows_old ? paper_pieces(old->source) : NULL;

  if (before)
    easy_follow(easy, before, now);
  else
    easy_anchor(easy, now);
  return easy_read_write(easy, true);
}

void
papers_add(Txn *txn, const Act *act, const Paper *paper, Refusals *refusals, int64_t *ret_id)
{
  g_autofree char *title = papers_check(paper, refusals);

  if (!title)
    return;

  Paper checked = *paper;
  g_autofree char *rows = rows_to_keep(paper, NULL);

  checked.easy_source = rows;
  checked.title = title;
  checked.reading = READING_DONE;

  int64_t id = papers_store(txn, act, &checked);

  if (!txn_trouble(txn))
    *ret_id = id;
}

static void
store_change(Txn *txn, const Act *act, const Paper *paper, const char *title)
{
  g_autofree char *key = text_sort_key(title);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper SET title = ?3, title_key = ?4, source = ?5,"
                                 " easy_source = ?6, language = ?7, reading = 'done',"
                                 " problem = '', changed_at_us = ?8"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, paper->id);
  bind_text(q, 3, title);
  bind_text(q, 4, key);
  bind_text(q, 5, paper->source);
  bind_text(q, 6, paper->easy_source);
  bind_text(q, 7, paper->language);
  bind_int(q, 8, act->at_us);
  query_run(q);
  papers_log(txn, act, "paper-changed", paper->id);
}

/* Links to the full paper are the writers' own: readers see no difference. */
static bool
are_rows_read_same(const char *one, const char *other)
{
  g_autofree char *problem = NULL, *other_problem = NULL;
  g_autoptr(EasyRead) a = easy_read_parse(one, &problem);
  g_autoptr(EasyRead) b = easy_read_parse(other, &other_problem);

  if (!a || !b)
    return !a && !b;

  g_autofree char *read = easy_read_write(a, false), *other_read = easy_read_write(b, false);

  return strcmp(read, other_read) == 0;
}

static bool
has_new_words(const Paper *paper, const Paper *old)
{
  return strcmp(paper->title, old->title) != 0 || strcmp(paper->source, old->source) != 0 ||
         strcmp(paper->language, old->language) != 0;
}

/* What is left out stays. So does what somebody left as it was who looked at an older version,
 * while the next is written: theirs would take away what the draft says by now. */
static Paper
fill_in(Txn *txn, Arena *arena, const Paper *given, const Paper *old)
{
  Paper paper = *given;
  const Paper *seen = old->is_change && given->version > 0 && given->version < old->version
                          ? papers_find_version(txn, arena, given->id, given->version)
                          : NULL;

  if (!paper.easy_source || (seen && strcmp(paper.easy_source, seen->easy_source) == 0))
    paper.easy_source = old->easy_source;
  if (!paper.language || !*paper.language || (seen && strcmp(paper.language, seen->language) == 0))
    paper.language = old->language;
  if (seen && strcmp(paper.source, seen->source) == 0)
    paper.source = old->source;
  if (seen && paper.title && strcmp(paper.title, seen->title) == 0)
    paper.title = old->title;
  return paper;
}

void
papers_change(Txn *txn, const Act *act, const Paper *paper, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(32 * PAPER_SOURCE_MAX);
  const Paper *old = papers_find_next(txn, arena, paper->id);

  if (!old)
    return;

  Paper changed = fill_in(txn, arena, paper, old);
  g_autofree char *title = papers_check(&changed, refusals);

  if (!title || txn_trouble(txn))
    return;
  changed.title = title;

  const bool are_words_new = has_new_words(&changed, old);
  const bool are_rows_new = strcmp(changed.easy_source, old->easy_source) != 0;
  /* Rows where there were none, and links, come to what was sent: nobody has read otherwise. They
   * are written one by one, so what came first may be made better in its place. */
  const bool is_for_next =
      old->is_change ||
      (old->is_sent &&
       (are_words_new || (are_rows_new && *old->easy_source && !easy_rows_came_late(txn, old) &&
                          !are_rows_read_same(changed.easy_source, old->easy_source))));

  if (!are_words_new && !are_rows_new)
    return;

  g_autofree char *rows = rows_to_keep(&changed, old);

  changed.easy_source = rows ? rows : "";
  changed.version = is_for_next && !old->is_change ? old->version + 1 : old->version;
  if (is_for_next) {
    papers_store_draft(txn, act, &changed);
  } else {
    store_change(txn, act, &changed, title);
    if (old->is_sent && !*old->easy_source)
      easy_rows_note_late(txn, act, old);
    papers_ask_words(txn, act, paper->id);
  }
  if (are_words_new)
    formats_ask_again(txn, act, &changed, false);
  if (are_rows_new || are_words_new)
    formats_ask_again(txn, act, &changed, true);
}

/* ---- reading ---- */

ReadingState
reading_from_name(const char *name)
{
  for (int i = 0; i < (int)G_N_ELEMENTS(reading_names); i++)
    if (strcmp(reading_names[i], name) == 0)
      return (ReadingState)i;
  return READING_FAILED;
}

const Paper *
papers_find(Txn *txn, Arena *arena, int64_t paper_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT p.id, p.title, p.language, p.reading, p.problem, p.changed_at_us, p.sent_at_us,"
           " (SELECT COALESCE(max(v.number), 1) FROM paper_version v WHERE v.community_id = ?1"
           " AND v.paper_id = p.id), p.source, p.easy_source,"
           " (SELECT count(*) FROM paper_draft d WHERE d.community_id = ?1 AND d.paper_id = p.id),"
           " (SELECT COALESCE(max(r.id), 0) FROM release r WHERE r.community_id = ?1"
           " AND r.paper_id = p.id) FROM paper p WHERE p.community_id = ?1 AND p.id = ?2");

  bind_int(q, 2, paper_id);
  if (!query_next(q))
    return NULL;

  Paper *paper = arena_new_of(arena, Paper, 1);
  const char *problem = col_text(q, 4);

  *paper = (Paper){
    .id = col_int(q, 0),
    .title = arena_text(arena, col_text(q, 1)),
    .language = arena_text(arena, col_text(q, 2)),
    .reading = reading_from_name(col_text(q, 3)),
    .reading_problem = *problem ? arena_text(arena, problem) : NULL,
    .changed_at_us = col_int(q, 5),
    .sent_at_us = col_int(q, 6),
    .is_sent = !col_is_null(q, 6),
    .version = (int)col_int(q, 7),
    .source = arena_text_len(arena, col_text(q, 8), col_text_len(q, 8)),
    .easy_source = arena_text_len(arena, col_text(q, 9), col_text_len(q, 9)),
    .has_change = col_int(q, 10) > 0,
    .release_id = col_int(q, 11),
  };
  return paper;
}

bool
papers_reached(Txn *txn, int64_t paper_id, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM delivery WHERE community_id = ?1 AND paper_id = ?2"
                    " AND member_id = ?3 AND released_at_us IS NOT NULL");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, member_id);
  return query_next(q);
}
