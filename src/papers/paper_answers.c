/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which paper an answer is about. */
#include "papers/paper_answers.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "notices/digest.h"
#include "outbox/outbox.h"
#include "papers/comments.h"

#include <string.h>

enum { NUMBER_MAX = 1000, TITLES_MAX = 200, AGAIN_MAX = 50 };
#define AGAIN_US (30 * US_PER_DAY)

const char *
paper_how_to_answer(int papers)
{
  if (papers == 1)
    return N_("You can answer this mail. Start with one of these words:\n\n"
              "YES - I can read it.\n"
              "NO - I cannot read it. An organiser helps.\n"
              "NEED - and what you need.\n\n"
              "Anything else is a comment about this paper.");
  return N_("You can answer this mail. Start with the number of the paper, then one of these"
            " words:\n\n"
            "YES - I can read it.\n"
            "NO - I cannot read it. An organiser helps.\n"
            "NEED - and what you need.\n\n"
            "Anything else is a comment about that paper.");
}

const PaperTitle *
paper_answer_titles(Txn *txn, Arena *arena, int64_t member_id)
{
  PaperTitle *titles = arena_new_of(arena, PaperTitle, TITLES_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT DISTINCT p.id, p.title FROM mail_answer a"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = a.about_id"
                    " WHERE a.community_id = ?1 AND (a.member_id = ?2"
                    " OR (?2 = 0 AND a.done_at_us IS NULL)) ORDER BY p.id DESC LIMIT ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, TITLES_MAX);
  while (count < TITLES_MAX && query_next(q))
    titles[count++] = (PaperTitle){ col_int(q, 0), arena_text(arena, col_text(q, 1)) };
  titles[count] = (PaperTitle){ 0 };
  return titles;
}

/* Came back, or never left since the address was stopped. */
static GArray *
find_unmailed(Txn *txn, const Act *act, int64_t member_id)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id FROM delivery d LEFT JOIN mail_return r ON r.community_id = ?1"
                    " AND r.id = d.mail_id WHERE d.community_id = ?1 AND d.member_id = ?2"
                    " AND d.way = 'email' AND d.released_at_us > ?3 AND d.overtaken_at_us IS NULL"
                    " AND (d.done_at_us IS NULL OR r.came_back_at_us IS NOT NULL)"
                    " ORDER BY d.id LIMIT ?4");

  bind_int(q, 2, member_id);
  bind_int(q, 3, act->at_us - AGAIN_US);
  bind_int(q, 4, AGAIN_MAX);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

void
paper_mails_again(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(GArray) ids = find_unmailed(txn, act, member_id);

  for (guint i = 0; i < ids->len; i++) {
    const int64_t id = g_array_index(ids, int64_t, i);
    g_autoptr(Query) q = db_change(txn, act,
                                   "UPDATE delivery SET done_at_us = NULL, done_by = 0,"
                                   " link_id = 0, mail_id = 0 WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, id);
    query_run(q);
    outbox_add(txn, act, "paper-mail", id);
  }
}

/* "2. yes" → 2, and *ret_words where the words go on; 0: no number. */
static int64_t
read_number(const char *words, const char **ret_words)
{
  char *end = NULL;
  const guint64 number = g_ascii_isdigit(*words) ? g_ascii_strtoull(words, &end, 10) : 0;

  if (number == 0 || number > NUMBER_MAX || g_ascii_isalnum(*end))
    return 0;
  *ret_words = end + strspn(end, " .):-,\t\n");
  return (int64_t)number;
}

/* The paper and the copy that this member has of it: of a mail about one paper, or of a group in a
 * mail that was put together. */
static void
find_copy(Txn *txn, Arena *arena, const Return *mail, int64_t paper_id, MailAnswer *answer,
          const char **ret_title)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.paper_id, p.title FROM delivery d"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                    " WHERE d.community_id = ?1 AND d.member_id = ?2"
                    " AND ((?3 <> 0 AND d.paper_id = ?3) OR (?3 = 0 AND d.mail_id = ?4))"
                    " AND d.released_at_us IS NOT NULL ORDER BY d.version DESC, d.id LIMIT 1");

  bind_int(q, 2, mail->member_id);
  bind_int(q, 3, paper_id);
  bind_int(q, 4, mail->mail_id);
  if (!query_next(q))
    return;
  answer->thing_id = col_int(q, 0);
  answer->about_id = col_int(q, 1);
  *ret_title = arena_text(arena, col_text(q, 2));
}

void
paper_answer_find_about(Txn *txn, Arena *arena, const Return *mail, MailAnswer *answer,
                        const char **ret_title)
{
  const char *words = answer->words;
  const int64_t number = read_number(answer->words, &words);
  int64_t paper_id = 0;
  const int groups = digest_find_group(txn, mail->mail_id, MAX(number, 1), &paper_id);

  *ret_title = "";
  if (groups > 1 && (number == 0 || number > groups))
    return; /* one of several, and we do not know which */
  find_copy(txn, arena, mail, paper_id, answer, ret_title);
  if (groups > 0 && number > 0 && number <= groups)
    answer->answer = mail_text_answer(words);
}

/* The one that they had before them; 0: the newest. */
static int
find_version(Txn *txn, int64_t delivery_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT version FROM delivery WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, delivery_id);
  return query_next(q) ? (int)col_int(q, 0) : 0;
}

void
paper_answer_comment(Txn *txn, const Act *act, MailAnswer *answer, Refusals *refusals)
{
  const int before = refusals_count(refusals);
  const CommentWish wish = { .paper_id = answer->about_id,
                             .version = find_version(txn, answer->thing_id),
                             .part = (int)answer->paragraph,
                             .words = answer->words,
                             .member_id = answer->member_id,
                             .way = answer->is_by_slip ? COMMENT_BY_SLIP : COMMENT_BY_MAIL };
  int64_t comment_id = 0;

  comments_add(txn, act, &wish, refusals, &comment_id);
  answer->is_settled = refusals_count(refusals) == before && answer->files == 0 && !answer->is_cut;
}

/* A comment from its person's own address stands with the paper, where nothing else is to be done.
 * What the rules of comments refuse, an organiser sees. */
void
paper_answer_take(Txn *txn, const Act *act, MailAnswer *answer)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  if (answer->about_id == 0)
    answer->is_settled = false;
  else if (answer->answer == ANSWER_COMMENT && *answer->words && !*answer->sender)
    paper_answer_comment(txn, act, answer, refusals_new(arena));
}
