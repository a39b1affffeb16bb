/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who hears what about papers, and in which words. */
#include "papers/paper_news.h"

#include "base/ids.h"
#include "papers/releases.h"
#include "papers/text_format.h"
#include "people/apart.h"

#include <string.h>

enum { TOLD_MOST = 200, BEGIN_BYTES = 1500, BEGIN_LETTERS = 240, WORDS_LETTERS = 1000 };

/* ---- where the site is ---- */

static char *
find_origin(Txn *txn, int64_t paper_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT origin FROM release WHERE community_id = ?1 AND paper_id = ?2"
                    " AND released_at_us IS NOT NULL ORDER BY id DESC LIMIT 1");

  bind_int(q, 2, paper_id);
  return query_next(q) ? g_strdup(col_text(q, 0)) : NULL;
}

static const char *
path_of(Arena *arena, int64_t paper_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(arena, "/papers/%s", id_to_text(paper_id, id));
}

/* ---- a paper ---- */

/* How it begins, as plain text. */
static const char *
begin_of(Arena *arena, const char *source)
{
  const size_t len = strlen(source);
  const char *cut = g_strrstr_len(source, (gssize)MIN(len, BEGIN_BYTES), "\n");
  SourceFault fault;
  size_t text_len = 0;
  g_autofree char *text = paper_to_text(
      source, len > BEGIN_BYTES && cut ? (size_t)(cut - source) : MIN(len, BEGIN_BYTES), NULL, NULL,
      &text_len, &fault);

  return text ? arena_shorten(arena, g_strstrip(text), BEGIN_LETTERS) : "";
}

static bool
write_paper(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t delivery_id,
            DigestWords *ret_words)
{
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT p.id, p.title,"
      " CASE WHEN EXISTS (SELECT 1 FROM delivery o WHERE o.community_id = ?1"
      " AND o.paper_id = d.paper_id AND o.member_id = d.member_id"
      " AND o.version < d.version) THEN COALESCE(v.why, '') ELSE '' END," /* who had it before */
      " COALESCE(v.source, p.source)"
      " FROM delivery d JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
      " LEFT JOIN paper_version v ON v.community_id = ?1"
      " AND v.paper_id = d.paper_id AND v.number = d.version"
      " WHERE d.community_id = ?1 AND d.id = ?2 AND d.member_id = ?3"
      " AND d.done_at_us IS NULL AND d.overtaken_at_us IS NULL"
      " AND d.released_at_us IS NOT NULL");

  bind_int(q, 2, delivery_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  ret_words->path = path_of(arena, col_int(q, 0));
  ret_words->group_title = arena_text(arena, col_text(q, 1));
  if (!*col_text(q, 2)) {
    ret_words->words = begin_of(arena, col_text(q, 3));
    return true;
  }

  g_autofree char *changed =
      lang_fill(lang_text(lang, N_("It was changed: {words}")), "words", col_text(q, 2), NULL);

  ret_words->words = arena_text(arena, changed);
  return true;
}

static bool
is_reached_otherwise(Txn *txn, const Act *act, int64_t delivery_id)
{
  return !releases_still_by_mail(txn, act, delivery_id);
}

void
paper_news_sent(Txn *txn, const Act *act, int64_t delivery_id, int64_t member_id)
{
  g_autofree char *origin = NULL;
  int64_t paper_id = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT r.origin, d.paper_id FROM delivery d"
                      " JOIN release r ON r.community_id = ?1 AND r.id = d.release_id"
                      " WHERE d.community_id = ?1 AND d.id = ?2 AND d.done_at_us IS NULL"
                      " AND d.overtaken_at_us IS NULL AND r.released_at_us IS NOT NULL");

    bind_int(q, 2, delivery_id);
    if (!query_next(q))
      return;
    origin = g_strdup(col_text(q, 0));
    paper_id = col_int(q, 1);
  }
  digest_add(
      txn, act, member_id,
      &(DigestItem){
          .kind = "paper", .thing_id = delivery_id, .group_id = paper_id, .origin = origin });
}

/* ---- what is said about it ---- */

static bool
write_comment(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t comment_id,
              DigestWords *ret_words)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.id, p.title, c.words, CASE WHEN c.is_nameless = 1 THEN ''"
                    " ELSE COALESCE(m.name, '') END, c.member_id FROM paper_comment c"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = c.paper_id"
                    " LEFT JOIN member m ON m.community_id = ?1 AND m.id = c.member_id"
                    " WHERE c.community_id = ?1 AND c.id = ?2 AND c.gone_at_us IS NULL"
                    " AND c.hidden_at_us IS NULL");

  bind_int(q, 2, comment_id);
  if (!query_next(q))
    return false;

  const char *words = arena_shorten(arena, col_text(q, 2), WORDS_LETTERS);
  const char *name = arena_text(arena, col_text(q, 3));
  const int64_t speaker_id = col_int(q, 4);

  ret_words->path = path_of(arena, col_int(q, 0));
  ret_words->group_title = arena_text(arena, col_text(q, 1));
  query_done(g_steal_pointer(&q));
  if (speaker_id && people_are_apart(txn, speaker_id, member_id))
    return false;

  g_autofree char *said = lang_fill(
      lang_text(lang, *name ? N_("{name} said: “{words}”") : N_("Somebody said: “{words}”")),
      "name", name, "words", words, NULL);

  ret_words->words = arena_text(arena, said);
  return true;
}

static GArray *
find_listeners(Txn *txn, int64_t paper_id, int64_t speaker_id)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id FROM member m WHERE m.community_id = ?1 AND m.state = 'here'"
                    " AND m.reach = 'email' AND m.id <> ?3 AND m.id IN"
                    " (SELECT made_by FROM paper WHERE community_id = ?1 AND id = ?2"
                    " UNION SELECT member_id FROM paper_comment WHERE community_id = ?1"
                    " AND paper_id = ?2 AND gone_at_us IS NULL) ORDER BY m.id LIMIT ?4");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, speaker_id);
  bind_int(q, 4, TOLD_MOST);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

void
paper_news_said(Txn *txn, const Act *act, int64_t paper_id, int64_t comment_id, int64_t speaker_id)
{
  g_autoptr(GArray) ids = find_listeners(txn, paper_id, speaker_id);
  g_autofree char *origin = ids->len ? find_origin(txn, paper_id) : NULL;

  for (guint i = 0; origin && i < ids->len; i++)
    digest_add(
        txn, act, g_array_index(ids, int64_t, i),
        &(DigestItem){
            .kind = "comment", .thing_id = comment_id, .group_id = paper_id, .origin = origin });
}

/* ---- answers to one's own words ---- */

static bool
write_answer(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t comment_id,
             DigestWords *ret_words)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.id, p.title, a.words, a.did FROM paper_comment c"
                    " JOIN paper_answer a ON a.community_id = ?1 AND a.comment_id = c.id"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = c.paper_id"
                    " WHERE c.community_id = ?1 AND c.id = ?2 AND c.member_id = ?3");

  bind_int(q, 2, comment_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  ret_words->path = path_of(arena, col_int(q, 0));
  ret_words->group_title = arena_text(arena, col_text(q, 1));

  g_autofree char *words =
      lang_fill(lang_text(lang, N_("An answer to what you said: “{words}”")), "words",
                arena_shorten(arena, col_text(q, 2), WORDS_LETTERS), NULL);
  g_autofree char *did = *col_text(q, 3)
                             ? lang_fill(lang_text(lang, N_("What was done: {words}")), "words",
                                         arena_shorten(arena, col_text(q, 3), WORDS_LETTERS), NULL)
                             : NULL;

  ret_words->words = did ? arena_format(arena, "%s\n%s", words, did) : arena_text(arena, words);
  return true;
}

bool
paper_news_answered(Txn *txn, const Act *act, int64_t paper_id, int64_t comment_id,
                    int64_t speaker_id)
{
  if (!speaker_id || speaker_id == act->member_id)
    return true;

  const MailWay way = mail_way_to(txn, speaker_id, MAIL_KIND_REPLY);
  g_autofree char *origin = way == MAIL_COMES ? find_origin(txn, paper_id) : NULL;

  if (origin)
    digest_add(txn, act, speaker_id,
               &(DigestItem){ .kind = "comment-answer",
                              .thing_id = comment_id,
                              .group_id = paper_id,
                              .origin = origin });
  return way != MAIL_CANNOT;
}

static void
lose_answer(Txn *txn, const Act *act, int64_t member_id, int64_t comment_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper_answer SET is_told = 0 WHERE community_id = ?1"
                                 " AND comment_id = ?2 AND EXISTS (SELECT 1 FROM paper_comment c"
                                 "  WHERE c.community_id = ?1 AND c.id = paper_answer.comment_id"
                                 "  AND c.member_id = ?3)");

  bind_int(q, 2, comment_id);
  bind_int(q, 3, member_id);
  query_run(q);
}

static void
mark_paper_sent(Txn *txn, const Act *act, const DigestSent *sent)
{
  releases_mark_mailed(txn, act, sent->thing_id, sent->mail_id);
}

const DigestKind paper_digest_kinds[] = {
  { "paper", MAIL_KIND_PAPER, write_paper, mark_paper_sent, is_reached_otherwise },
  { "comment", MAIL_KIND_TALK, write_comment, NULL, NULL },
  { "comment-answer", MAIL_KIND_REPLY, write_answer, .lose = lose_answer },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL },
};
