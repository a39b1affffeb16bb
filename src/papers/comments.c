/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Comments: saying something about a paper, changing it, taking it back; answers; hiding. Looking
 * at them is comment_lists.c. */
#include "papers/comments.h"

#include "base/text.h"
#include "lang/lang.h"
#include "papers/paper_news.h"
#include "papers/rules.h"
#include "papers/versions.h"
#include "people/people.h"

#include <string.h>

enum { ABOUT_LENGTH = 120 }; /* characters */

static const char *const way_names[COMMENT_WAY_COUNT] = { "page", "mail", "slip", "phone" };

const char *
comment_way_name(CommentWay way)
{
  return way_names[way];
}

bool
comment_way_from_name(const char *name, CommentWay *ret_way)
{
  for (CommentWay way = 0; way < COMMENT_WAY_COUNT; way++)
    if (strcmp(way_names[way], name) == 0) {
      *ret_way = way;
      return true;
    }
  return false;
}

/* Whoever acts, or for whom they act. */
static int64_t
speaker_of(const Act *act)
{
  return act->on_behalf_of ? act->on_behalf_of : act->member_id;
}

static void
note(Txn *txn, const Act *act, const char *kind, int64_t comment_id, int64_t concerns_id,
     const char *reason)
{
  log_add(txn, act,
          &(LogEntry){
              .kind = kind, .thing_id = comment_id, .concerns_id = concerns_id, .reason = reason });
}

/* ---- saying something ---- */

/* NULL and a refusal. g_free. */
static char *
check_words(const char *words, Refusals *refusals)
{
  g_autofree char *tidy = text_tidy(words ? words : "");

  if (!*tidy)
    refuse(refusals, "words", N_("Write what you want to say"));
  else if (text_length(tidy) > COMMENT_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 5,000 letters at most"));
  else
    return g_steal_pointer(&tidy);
  return NULL;
}

static bool
may_say(Txn *txn, const Paper *paper, int64_t member_id, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Member *member = people_find(txn, arena, member_id, false);
  const bool is_reached =
      member && (member->is_organiser || papers_reached(txn, paper->id, member_id));

  if (txn_trouble(txn))
    return false;
  if (!paper->is_sent)
    refuse(refusals, "", N_("This paper was not sent yet. Then everybody can say something"));
  else if (!member || member->state != MEMBER_HERE)
    refuse(refusals, "", N_("This person does not take part now"));
  else if (!is_reached)
    refuse(refusals, "", N_("This paper was not sent to this person"));
  else
    return true;
  return false;
}

/* What is said something about. */
typedef struct {
  char print[PART_PRINT_SIZE];
  char *about; /* g_free */
} About;

/* False and a refusal: the version has no such part. */
static bool
find_about(const Paper *paper, int part, Refusals *refusals, About *ret_about)
{
  if (part == 0) {
    *ret_about = (About){ .about = g_strdup("") };
    return true;
  }

  g_autoptr(GPtrArray) parts = commonmark_parts_of(paper->source, paper->title);

  if (part < 0 || part > (int)parts->len) {
    refuse(refusals, "part", N_("This paper has no such part"));
    return false;
  }

  const PaperPart *found = parts->pdata[part - 1];

  memcpy(ret_about->print, found->print, PART_PRINT_SIZE);
  ret_about->about = commonmark_part_start(found, ABOUT_LENGTH);
  return true;
}

static int64_t
store(Txn *txn, const Act *act, const CommentWish *wish, const Paper *paper, const About *about,
      const char *words)
{
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO paper_comment (community_id, id, paper_id, member_id, noted_by, way,"
                " is_nameless, version, part, print, about, said_at_us, hidden_why, words)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, '', ?13)");

  bind_int(q, 2, id);
  bind_int(q, 3, paper->id);
  bind_int(q, 4, wish->member_id);
  bind_int(q, 5, act->member_id == wish->member_id ? 0 : act->member_id);
  bind_text(q, 6, comment_way_name(wish->way));
  bind_int(q, 7, wish->is_nameless);
  bind_int(q, 8, paper->version);
  bind_int(q, 9, wish->part);
  bind_text(q, 10, about->print);
  bind_text(q, 11, about->about);
  bind_int(q, 12, act->at_us);
  bind_text(q, 13, words);
  query_run(q);
  return id;
}

void
comments_add(Txn *txn, const Act *act, const CommentWish *wish, Refusals *refusals, int64_t *ret_id)
{
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX);
  const Paper *paper = wish->version
                           ? papers_find_version(txn, arena, wish->paper_id, wish->version)
                           : papers_find(txn, arena, wish->paper_id);
  CommentWish own = *wish;
  About about = { .print = "" };

  if (!paper) {
    if (!txn_trouble(txn))
      refuse(refusals, "", N_("This paper is not here any more"));
    return;
  }
  if (!own.member_id)
    own.member_id = speaker_of(act);

  g_autofree char *words = check_words(wish->words, refusals);

  if (!may_say(txn, paper, own.member_id, refusals) || !words || txn_trouble(txn) ||
      !find_about(paper, wish->part, refusals, &about))
    return;

  const int64_t id = store(txn, act, &own, paper, &about, words);

  g_free(about.about);
  comments_keep_words(txn, act, id, paper->id, words);
  paper_news_said(txn, act, paper->id, id, own.member_id);
  note(txn, act, "comment-added", id, own.member_id == act->member_id ? 0 : own.member_id, NULL);
  if (!txn_trouble(txn))
    *ret_id = id;
}

/* ---- one's own ---- */

typedef struct {
  int64_t id, paper_id, member_id;
  bool is_gone, is_hidden, is_answered;
  char *words;
} Row;

static void
row_clear(Row *row)
{
  g_clear_pointer(&row->words, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Row, row_clear)

static bool
find_row(Txn *txn, int64_t id, Row *ret_row)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.paper_id, c.member_id, c.gone_at_us, c.hidden_at_us, c.words,"
                    " a.answered_at_us FROM paper_comment c"
                    " LEFT JOIN paper_answer a ON a.community_id = ?1 AND a.comment_id = c.id"
                    " WHERE c.community_id = ?1 AND c.id = ?2");

  bind_int(q, 2, id);
  if (!query_next(q))
    return false;
  *ret_row = (Row){ .id = id,
                    .paper_id = col_int(q, 0),
                    .member_id = col_int(q, 1),
                    .is_gone = !col_is_null(q, 2),
                    .is_hidden = !col_is_null(q, 3),
                    .words = g_strdup(col_text(q, 4)),
                    .is_answered = !col_is_null(q, 5) };
  return true;
}

static bool
find_own(Txn *txn, const Act *act, int64_t id, Row *ret_row)
{
  return find_row(txn, id, ret_row) && ret_row->member_id == speaker_of(act) && !ret_row->is_gone;
}

void
comments_change(Txn *txn, const Act *act, int64_t comment_id, const char *words, bool is_nameless,
                Refusals *refusals)
{
  g_auto(Row) row = { 0 };
  g_autofree char *own = check_words(words, refusals);

  if (!own || !find_own(txn, act, comment_id, &row))
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper_comment SET words = ?3, is_nameless = ?4,"
                                 " changed_at_us = ?5 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, comment_id);
  bind_text(q, 3, own);
  bind_int(q, 4, is_nameless);
  bind_int(q, 5, act->at_us);
  query_run(q);
  if (!row.is_hidden)
    comments_keep_words(txn, act, comment_id, row.paper_id, own);
  txn_leave_no_trace(txn);
  note(txn, act, "comment-changed", comment_id, 0, NULL);
}

/* The words go; the row too, unless an answer hangs on it. */
static void
empty_or_delete(Txn *txn, const Act *act, const Row *row)
{
  comments_keep_words(txn, act, row->id, row->paper_id, NULL);
  if (row->is_answered) {
    g_autoptr(Query) q = db_change(txn, act,
                                   "UPDATE paper_comment SET words = '', gone_at_us = ?3"
                                   " WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, row->id);
    bind_int(q, 3, act->at_us);
    query_run(q);
  } else {
    g_autoptr(Query) q =
        db_change(txn, act, "DELETE FROM paper_comment WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, row->id);
    query_run(q);
  }
  txn_leave_no_trace(txn);
}

void
comments_take_back(Txn *txn, const Act *act, int64_t comment_id)
{
  g_auto(Row) row = { 0 };

  if (!find_own(txn, act, comment_id, &row))
    return;
  empty_or_delete(txn, act, &row);
  note(txn, act, "comment-taken-back", comment_id, 0, NULL);
}

static int64_t
next_of(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT min(id) FROM paper_comment WHERE community_id = ?1"
                                     " AND member_id = ?2 AND gone_at_us IS NULL");

  bind_int(q, 2, member_id);
  return query_next(q) && !col_is_null(q, 0) ? col_int(q, 0) : 0;
}

void
comments_erase(Txn *txn, const Act *act, int64_t member_id)
{
  for (int64_t id; (id = next_of(txn, member_id)) && !txn_trouble(txn);) {
    g_auto(Row) row = { 0 };

    if (find_row(txn, id, &row))
      empty_or_delete(txn, act, &row);
  }
}

/* ---- by organisers ---- */

void
comments_answer(Txn *txn, const Act *act, int64_t comment_id, const char *words, const char *did,
                Refusals *refusals)
{
  g_auto(Row) row = { 0 };
  g_autofree char *tidy = text_tidy(words), *tidy_did = text_tidy(did ? did : "");
  const int before = refusals_count(refusals);

  if (!*tidy)
    refuse(refusals, "answer", N_("Write the answer"));
  if (text_length(tidy) > COMMENT_ANSWER_MAX)
    refuse(refusals, "answer", N_("Make it shorter: 2,000 letters at most"));
  if (text_length(tidy_did) > COMMENT_ANSWER_MAX)
    refuse(refusals, "did", N_("Make it shorter: 2,000 letters at most"));
  if (refusals_count(refusals) > before || !find_row(txn, comment_id, &row))
    return;

  const bool is_told = paper_news_answered(txn, act, row.paper_id, comment_id, row.member_id);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO paper_answer (community_id, comment_id, answered_by, answered_at_us,"
                " did, words, is_told) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                " ON CONFLICT (community_id, comment_id) DO UPDATE SET answered_by = ?3,"
                " answered_at_us = ?4, did = ?5, words = ?6, is_told = ?7");

  bind_int(q, 2, comment_id);
  bind_int(q, 3, act->member_id);
  bind_int(q, 4, act->at_us);
  bind_text(q, 5, tidy_did);
  bind_text(q, 6, tidy);
  bind_int(q, 7, is_told);
  query_run(q);
  note(txn, act, "comment-answered", comment_id, row.member_id, NULL);
}

static void
set_hidden(Txn *txn, const Act *act, const Row *row, const char *why)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper_comment SET hidden_at_us = ?3, hidden_why = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, row->id);
  if (*why)
    bind_int(q, 3, act->at_us);
  else
    bind_null(q, 3);
  bind_text(q, 4, why);
  query_run(q);
  comments_keep_words(txn, act, row->id, row->paper_id, *why ? NULL : row->words);
}

void
comments_hide(Txn *txn, const Act *act, int64_t comment_id, const char *reason, Refusals *refusals)
{
  g_auto(Row) row = { 0 };
  g_autofree char *why = text_tidy(reason);

  if (!*why)
    refuse(refusals, "reason", N_("Say which house rule it breaks"));
  else if (text_length(why) > COMMENT_REASON_MAX)
    refuse(refusals, "reason", N_("Make the reason shorter: 300 letters at most"));
  else if (papers_names_a_member(txn, why) && !txn_trouble(txn))
    refuse(refusals, "reason", N_("Members can read this reason. Leave out names"));
  else if (find_row(txn, comment_id, &row) && !row.is_hidden && !row.is_gone) {
    set_hidden(txn, act, &row, why);
    note(txn, act, "comment-hidden", comment_id, row.member_id, why);
  }
}

void
comments_show(Txn *txn, const Act *act, int64_t comment_id)
{
  g_auto(Row) row = { 0 };

  if (!find_row(txn, comment_id, &row) || !row.is_hidden)
    return;
  set_hidden(txn, act, &row, "");
  note(txn, act, "comment-shown", comment_id, row.member_id, NULL);
}
