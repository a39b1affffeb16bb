/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who hears what about ideas by mail, and in which words. What a mail says is looked up when it
 * goes: an idea that was taken back by then is in none. */
#include "decisions/idea_news.h"

#include "base/ids.h"
#include "decisions/ideas.h"
#include "decisions/rules.h"

#include <string.h>

enum { TITLE_LETTERS = 60, WORDS_LETTERS = 1000 };

static void
put_head(Arena *arena, const Lang *lang, int64_t idea_id, const char *words, DigestWords *ret_words)
{
  char id[ID_TEXT_SIZE];
  g_auto(GStrv) lines = g_strsplit(words, "\n", 2);
  g_autofree char *title =
      lang_fill(lang_text(lang, N_("The idea “{words}”")), "words",
                arena_shorten(arena, lines[0] ? lines[0] : "", TITLE_LETTERS), NULL);

  ret_words->group_title = arena_text(arena, title);
  ret_words->path = arena_format(arena, "/ideas/%s", id_to_text(idea_id, id));
}

static const char *
outcome_in_words(const Lang *lang, const char *outcome)
{
  static const char *const words[IDEA_OUTCOMES] = {
    [IDEA_WAITS] = N_("It waits for an answer."),          [IDEA_ADOPTED] = N_("It is taken up."),
    [IDEA_PARTLY] = N_("It is taken up in part."),         [IDEA_NOT] = N_("It is not taken up."),
    [IDEA_MERGED] = N_("It is part of another idea now."),
  };
  IdeaOutcome found = IDEA_WAITS;

  idea_outcome_from_name(outcome, &found);
  return lang_text(lang, words[found]);
}

/* For its author, and for authors of ideas that are part of it. */
static bool
write_answered(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t idea_id,
               DigestWords *ret_words)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT i.words, a.outcome, a.because, i.author_id FROM idea i"
                    " JOIN idea_answer a ON a.community_id = ?1 AND a.idea_id = i.id"
                    " AND a.round = i.round WHERE i.community_id = ?1 AND i.id = ?2"
                    " AND i.gone_at_us IS NULL");

  bind_int(q, 2, idea_id);
  if (!query_next(q))
    return false;

  const bool is_own = col_int(q, 3) == member_id;
  g_autofree char *because = lang_fill(lang_text(lang, N_("Because: {words}")), "words",
                                       arena_shorten(arena, col_text(q, 2), WORDS_LETTERS), NULL);

  put_head(arena, lang, idea_id, col_text(q, 0), ret_words);
  ret_words->words =
      arena_format(arena, "%s\n%s\n%s", outcome_in_words(lang, col_text(q, 1)), because,
                   is_own ? lang_text(lang, N_("Does this answer you? You can say so on its page."))
                          : lang_text(lang, N_("Your idea is part of this one.")));
  return true;
}

static bool
write_joined(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t idea_id,
             DigestWords *ret_words)
{
  g_autoptr(Query) q = db_query(txn, "SELECT words FROM idea WHERE community_id = ?1 AND id = ?2"
                                     " AND author_id = ?3 AND gone_at_us IS NULL");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  put_head(arena, lang, idea_id, col_text(q, 0), ret_words);
  ret_words->words = lang_text(lang, N_("Another idea like yours became part of it."));
  return true;
}

static bool
write_asked(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t idea_id,
            DigestWords *ret_words)
{
  g_autoptr(Query) q = db_query(txn, "SELECT words FROM idea WHERE community_id = ?1 AND id = ?2"
                                     " AND owner_id = ?3 AND owner_state = 'asked'"
                                     " AND outcome = '' AND gone_at_us IS NULL");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  put_head(arena, lang, idea_id, col_text(q, 0), ret_words);
  ret_words->words = lang_text(lang, N_("You are asked to answer it. You can say no."));
  return true;
}

static bool
add_news(Txn *txn, const Act *act, const char *kind, int64_t idea_id, int64_t member_id,
         const char *origin)
{
  if (!member_id || member_id == act->member_id ||
      mail_way_to(txn, member_id, MAIL_KIND_IDEA) == MAIL_CANNOT)
    return false;
  if (!*origin)
    return true;
  digest_add(
      txn, act, member_id,
      &(DigestItem){ .kind = kind, .thing_id = idea_id, .group_id = idea_id, .origin = origin });
  return true;
}

bool
idea_news_answered(Txn *txn, const Act *act, const Idea *idea, int64_t author_id,
                   const char *origin)
{
  return add_news(txn, act, "idea-answer", idea->id, author_id, origin);
}

void
idea_news_joined(Txn *txn, const Act *act, int64_t idea_id, int64_t joined_id, const char *origin)
{
  int64_t author_id = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT i.author_id, j.author_id FROM idea i JOIN idea j"
                      " ON j.community_id = ?1 AND j.id = ?3 WHERE i.community_id = ?1"
                      " AND i.id = ?2 AND i.author_id <> j.author_id");

    bind_int(q, 2, idea_id);
    bind_int(q, 3, joined_id);
    if (query_next(q))
      author_id = col_int(q, 0);
  }
  add_news(txn, act, "idea-joined", idea_id, author_id, origin);
}

void
idea_news_asked(Txn *txn, const Act *act, int64_t idea_id, int64_t owner_id, const char *origin)
{
  add_news(txn, act, "idea-asked", idea_id, owner_id, origin);
}

/* Its author; who has replied, or read it since, knows. */
static void
lose_answer(Txn *txn, const Act *act, int64_t member_id, int64_t idea_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE idea_answer SET told_at_us = NULL WHERE community_id = ?1 AND idea_id = ?2"
                " AND told_by = 0 AND made_by <> ?3 AND reply = ''"
                " AND EXISTS (SELECT 1 FROM idea i WHERE i.community_id = ?1"
                "  AND i.id = idea_answer.idea_id AND i.author_id = ?3"
                "  AND i.round = idea_answer.round)"
                " AND NOT EXISTS (SELECT 1 FROM idea_read r WHERE r.community_id = ?1"
                "  AND r.idea_id = idea_answer.idea_id AND r.member_id = ?3"
                "  AND r.read_at_us >= idea_answer.made_at_us)");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, member_id);
  query_run(q);
}

const DigestKind idea_digest_kinds[] = {
  { "idea-answer", MAIL_KIND_IDEA, write_answered, .lose = lose_answer },
  { "idea-joined", MAIL_KIND_IDEA, write_joined, NULL, NULL },
  { "idea-asked", MAIL_KIND_IDEA, write_asked, NULL, NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL },
};
