/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Slips that come back, and letters that wait to go out. */
#include "papers/slips.h"

#include "base/ids.h"
#include "base/text.h"
#include "lang/lang.h"
#include "papers/paper_answers.h"
#include "papers/releases.h"

#include <string.h>

enum { ENTERED_MAX = 50, POSTED_MAX = 1000 };

/* ---- the code ---- */

int64_t
slip_read_code(const char *typed)
{
  char code[ID_TEXT_SIZE];
  int64_t id = 0;
  int len = 0;

  for (int letter; (letter = text_next_of_code(&typed)) != 0;) {
    if (letter < 0 || len >= ID_TEXT_LEN)
      return 0;
    code[len++] = (char)letter;
  }
  code[len] = '\0';
  return id_from_text(code, &id) ? id : 0;
}

bool
slip_find(Txn *txn, Arena *arena, int64_t delivery_id, Slip *ret_slip)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.paper_id, d.member_id, m.name, p.title, d.version"
                    " FROM delivery d"
                    " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"
                    " WHERE d.community_id = ?1 AND d.id = ?2 AND d.released_at_us IS NOT NULL");

  bind_int(q, 2, delivery_id);
  if (!delivery_id || !query_next(q))
    return false;
  *ret_slip = (Slip){ .delivery_id = col_int(q, 0),
                      .paper_id = col_int(q, 1),
                      .member_id = col_int(q, 2),
                      .version = (int)col_int(q, 5),
                      .name = arena_text(arena, col_text(q, 3)),
                      .title = arena_text(arena, col_text(q, 4)) };
  return true;
}

/* ---- what stands on it ---- */

typedef struct {
  Txn *txn;
  const Act *act;
  const Slip *slip;
  const MailAnswer *before; /* entered already */
  int count;
} Entering;

static bool
is_there(const Entering *entering, AnswerKind kind, const char *words)
{
  for (const MailAnswer *answer = entering->before; answer->id; answer++)
    if (answer->is_by_slip && answer->answer == kind && strcmp(answer->words, words) == 0)
      return true;
  return false;
}

static void
enter(Entering *entering, AnswerKind kind, const char *words, int64_t part, Refusals *refusals)
{
  g_autofree char *tidy = text_tidy(words);
  MailAnswer answer = { .member_id = entering->slip->member_id,
                        .kind = MAIL_KIND_PAPER,
                        .about_id = entering->slip->paper_id,
                        .thing_id = entering->slip->delivery_id,
                        .answer = kind,
                        .is_by_slip = true,
                        .is_settled = kind == ANSWER_YES,
                        .paragraph = part,
                        .words = tidy,
                        .rest = "",
                        .sender = "",
                        .entered_by = entering->act->member_id };

  if (is_there(entering, kind, tidy))
    return;
  if (kind == ANSWER_COMMENT)
    paper_answer_comment(entering->txn, entering->act, &answer, refusals);
  mail_answers_add(entering->txn, entering->act, &answer);
  entering->count++;
}

void
slip_enter(Txn *txn, const Act *act, const Slip *slip, const SlipWords *words, Refusals *refusals,
           int *ret_new)
{
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  const int before = refusals_count(refusals);
  Entering entering = { .txn = txn,
                        .act = act,
                        .slip = slip,
                        .before = mail_answers_of_thing(txn, arena, slip->paper_id,
                                                        slip->delivery_id, ENTERED_MAX) };

  if (!words->has_read && !*words->need && !*words->words && !words->has_more) {
    refuse(refusals, "read", N_("Enter what is ticked or written on the slip"));
    return;
  }
  if (words->has_read)
    enter(&entering, words->can_read ? ANSWER_YES : ANSWER_NO, "", 0, refusals);
  if (*words->need)
    enter(&entering, ANSWER_NEED, words->need, 0, refusals);
  if (*words->words)
    enter(&entering, ANSWER_COMMENT, words->words, words->part, refusals);
  if (refusals_count(refusals) == before)
    *ret_new = entering.count;
}

static SlipIdeaTaker take_idea;

void
slips_set_idea_taker(SlipIdeaTaker taker)
{
  take_idea = taker;
}

bool
slip_keep_idea(Txn *txn, const Act *act, const Slip *slip, const char *words, Refusals *refusals)
{
  bool is_new = false;

  if (*words && !(take_idea && take_idea(txn, act, slip->member_id, words, "paper", &is_new)))
    refuse(refusals, "idea", N_("No more ideas of theirs can wait now"));
  return is_new;
}

static const SlipAgenda *agenda;

void
slips_set_agenda(const SlipAgenda *new_agenda)
{
  agenda = new_agenda;
}

const Choice *
slip_meetings(Txn *txn, Arena *arena, const SlipMeetingsAsked *asked)
{
  static const Choice none[] = { { .value = NULL } };

  return agenda ? agenda->meetings(txn, arena, asked) : none;
}

bool
slip_keep_talk(Txn *txn, const Act *act, const Slip *slip, const char *meeting, const char *words,
               Refusals *refusals)
{
  if (!*words)
    return false;
  if (!*meeting || !agenda) {
    refuse(refusals, "meeting", N_("Choose at which meeting they can talk about it"));
    return false;
  }
  return agenda->put(txn, act, slip->member_id, meeting, words, refusals);
}

/* ---- letters that wait ---- */

const WaitingLetter *
letters_waiting(Txn *txn, Arena *arena, int limit)
{
  WaitingLetter *list = arena_new_of(arena, WaitingLetter, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.member_id, m.name, p.title FROM delivery d"
                    " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " AND m.state = 'here'"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                    " WHERE d.community_id = ?1 AND d.way = 'post' AND d.done_at_us IS NULL"
                    " AND d.overtaken_at_us IS NULL AND d.released_at_us IS NOT NULL"
                    " ORDER BY m.sort_key, d.member_id, d.id LIMIT ?2");

  bind_int(q, 2, limit);
  while (count < limit && query_next(q))
    list[count++] = (WaitingLetter){ .delivery_id = col_int(q, 0),
                                     .member_id = col_int(q, 1),
                                     .name = arena_text(arena, col_text(q, 2)),
                                     .title = arena_text(arena, col_text(q, 3)) };
  list[count] = (WaitingLetter){ 0 };
  return list;
}

int64_t
letters_count(Txn *txn, int64_t *ret_papers)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*), count(DISTINCT d.paper_id) FROM delivery d"
                    " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " AND m.state = 'here' WHERE d.community_id = ?1 AND d.way = 'post'"
                    " AND d.done_at_us IS NULL AND d.overtaken_at_us IS NULL"
                    " AND d.released_at_us IS NOT NULL");

  if (!query_next(q))
    return 0;
  *ret_papers = col_int(q, 1);
  return col_int(q, 0);
}

void
letters_mark_posted(Txn *txn, const Act *act, int64_t newest_delivery_id)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  for (const WaitingLetter *letter = letters_waiting(txn, arena, POSTED_MAX); letter->delivery_id;
       letter++)
    if (letter->delivery_id <= newest_delivery_id)
      releases_mark_done(txn, act, letter->delivery_id, true);
}
