/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of hard words. */
#include "papers/hard_words.h"

#include "base/text.h"
#include "lang/lang.h"
#include "papers/rules.h"

#include <string.h>

/* ---- reading ---- */

const HardWord *
hard_words_list(Txn *txn, Arena *arena, int64_t after_id, int limit)
{
  HardWord *list = arena_new_of(arena, HardWord, limit + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, word, meaning FROM hard_word WHERE community_id = ?1 AND (?2 = 0 OR"
                    " word_key > (SELECT word_key FROM hard_word WHERE community_id = ?1"
                    " AND id = ?2)) ORDER BY word_key LIMIT ?3");
  int count = 0;

  bind_int(q, 2, after_id);
  bind_int(q, 3, limit);
  while (count < limit && query_next(q))
    list[count++] = (HardWord){ col_int(q, 0), arena_text(arena, col_text(q, 1)),
                                arena_text(arena, col_text(q, 2)) };
  list[count] = (HardWord){ 0 };
  return list;
}

const HardWord *
hard_words_find(Txn *txn, Arena *arena, int64_t id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT word, meaning FROM hard_word WHERE community_id = ?1"
                                     " AND id = ?2");

  bind_int(q, 2, id);
  if (!query_next(q))
    return NULL;

  HardWord *word = arena_new_of(arena, HardWord, 1);

  *word = (HardWord){ id, arena_text(arena, col_text(q, 0)), arena_text(arena, col_text(q, 1)) };
  return word;
}

ReadingList *
hard_words_for_reading(Txn *txn)
{
  ReadingList *list = reading_list_new();
  g_autoptr(Query) q = db_query(
      txn, "SELECT word, meaning FROM hard_word WHERE community_id = ?1 ORDER BY word_key");

  while (query_next(q))
    reading_list_add(list, col_text(q, 0), col_text(q, 1));
  return list;
}

/* ---- checking ---- */

/* True: another word of the list has this key. `ret_count`: how many the list has. */
static bool
has_other(Txn *txn, const char *key, int64_t id, int64_t *ret_count)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*), CAST(COALESCE(sum(CASE WHEN word_key = ?2 AND id <> ?3 THEN 1 ELSE 0"
           " END), 0) AS BIGINT) FROM hard_word WHERE community_id = ?1");

  bind_text(q, 2, key);
  bind_int(q, 3, id);
  if (!query_next(q))
    return true;
  *ret_count = col_int(q, 0);
  return col_int(q, 1) > 0;
}

static bool
is_line(const char *text, int most)
{
  return text_is_clean(text, strlen(text)) && !strpbrk(text, "\n\r\t") &&
         text_length(text) <= (size_t)most;
}

static bool
has_few_words(const char *key)
{
  int words = *key ? 1 : 0;

  for (; *key; key++)
    words += *key == ' ';
  return words > 0 && words <= READING_PHRASE_WORDS;
}

/* The word's key (g_free), or NULL and a refusal. `id`: 0 for a new one. */
static char *
check_word(Txn *txn, const char *word, int64_t id, Refusals *refusals)
{
  g_autofree char *key = reading_key(word);
  int64_t count = 0;

  if (!*word)
    refuse(refusals, "word", N_("Write the word"));
  else if (!is_line(word, HARD_WORD_MAX) || !has_few_words(key))
    refuse(refusals, "word", N_("Write one word, or up to four that belong together"));
  else if (has_other(txn, key, id, &count))
    refuse(refusals, "word", N_("This word is in the list already"));
  else if (id == 0 && count >= HARD_WORDS_MAX)
    refuse(refusals, "word", N_("The list is full. Take out a word first"));
  else
    return g_steal_pointer(&key);
  return NULL;
}

static void
check_meaning(const char *meaning, Refusals *refusals)
{
  if (!*meaning)
    refuse(refusals, "meaning", N_("Write what it means"));
  else if (!is_line(meaning, HARD_WORD_MEANING_MAX))
    refuse(refusals, "meaning", N_("This is too long. Say it shorter"));
}

/* ---- changing ---- */

static void
answer_asks(Txn *txn, const Act *act, const char *key)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM hard_word_ask WHERE community_id = ?1 AND word_key = ?2");

  bind_text(q, 2, key);
  query_run(q);
}

static void
store(Query *q, const Act *act, int64_t id, const char *word, const char *key, const char *meaning)
{
  bind_int(q, 2, id);
  bind_text(q, 3, word);
  bind_text(q, 4, key);
  bind_text(q, 5, meaning);
  bind_int(q, 6, act->member_id);
  query_run(q);
}

void
hard_words_add(Txn *txn, const Act *act, const char *word, const char *meaning, Refusals *refusals)
{
  g_autofree char *plain = text_tidy(word), *plain_meaning = text_tidy(meaning);
  g_autofree char *key = check_word(txn, plain, 0, refusals);

  check_meaning(plain_meaning, refusals);
  if (refusals_count(refusals) > 0 || !key)
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO hard_word (community_id, id, word, word_key, meaning, made_by)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  store(q, act, id, plain, key, plain_meaning);
  answer_asks(txn, act, key);
  papers_log(txn, act, "hard-word-added", id);
}

void
hard_words_change(Txn *txn, const Act *act, int64_t id, const char *word, const char *meaning,
                  Refusals *refusals)
{
  g_autofree char *plain = text_tidy(word), *plain_meaning = text_tidy(meaning);
  g_autofree char *key = check_word(txn, plain, id, refusals);

  check_meaning(plain_meaning, refusals);
  if (refusals_count(refusals) > 0 || !key)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE hard_word SET word = ?3, word_key = ?4, meaning = ?5, made_by = ?6"
                " WHERE community_id = ?1 AND id = ?2");

  store(q, act, id, plain, key, plain_meaning);
  answer_asks(txn, act, key);
  papers_log(txn, act, "hard-word-changed", id);
}

void
hard_words_remove(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  if (!hard_words_find(txn, arena, id))
    return;

  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM hard_word WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  query_run(q);
  papers_log(txn, act, "hard-word-removed", id);
}

/* ---- asking ---- */

const HardWordAsk *
hard_words_asked(Txn *txn, Arena *arena)
{
  HardWordAsk *list = arena_new_of(arena, HardWordAsk, HARD_WORD_ASKS_MAX + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT f.id, f.word, f.times, m.name FROM (SELECT min(a.id) AS id,"
                    " min(a.word) AS word, count(*) AS times, max(a.member_id) AS member_id"
                    " FROM hard_word_ask a WHERE a.community_id = ?1 GROUP BY a.word_key) f"
                    " LEFT JOIN member m ON m.community_id = ?1 AND m.id = f.member_id"
                    " ORDER BY f.id LIMIT ?2");
  int count = 0;

  bind_int(q, 2, HARD_WORD_ASKS_MAX);
  while (count < HARD_WORD_ASKS_MAX && query_next(q))
    list[count++] =
        (HardWordAsk){ .id = col_int(q, 0),
                       .word = arena_text(arena, col_text(q, 1)),
                       .times = col_int(q, 2),
                       .name = col_is_null(q, 3) ? NULL : arena_text(arena, col_text(q, 3)) };
  list[count] = (HardWordAsk){ 0 };
  return list;
}

/* True: no room, or this member has asked about it. */
static bool
is_asked(Txn *txn, const char *key, int64_t member_id, bool *ret_is_full)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*), CAST(COALESCE(sum(CASE WHEN word_key = ?2 AND member_id = ?3 AND"
           " ?3 <> 0 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM hard_word_ask WHERE community_id = ?1");

  bind_text(q, 2, key);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return true;
  *ret_is_full = col_int(q, 0) >= HARD_WORD_ASKS_MAX;
  return col_int(q, 1) > 0;
}

void
hard_words_ask(Txn *txn, const Act *act, const char *word, bool is_nameless, Refusals *refusals)
{
  g_autofree char *plain = text_tidy(word);
  g_autofree char *key = check_word(txn, plain, 0, refusals);
  const int64_t member_id = is_nameless ? 0 : act->member_id;
  bool is_full = false;

  if (!key || is_asked(txn, key, member_id, &is_full))
    return;
  if (is_full) {
    refuse(refusals, "word", N_("Many words wait to be explained. Please ask a person"));
    return;
  }

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO hard_word_ask (community_id, id, word, word_key, member_id)"
                " VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, id);
  bind_text(q, 3, plain);
  bind_text(q, 4, key);
  bind_int(q, 5, member_id);
  query_run(q);
}

void
hard_words_drop_ask(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) find =
      db_query(txn, "SELECT word_key FROM hard_word_ask WHERE community_id = ?1 AND id = ?2");

  bind_int(find, 2, id);
  if (!query_next(find))
    return;

  g_autofree char *key = g_strdup(col_text(find, 0));

  query_done(g_steal_pointer(&find));
  answer_asks(txn, act, key);
  papers_log(txn, act, "hard-word-dropped", id);
}

void
hard_words_erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) asks = db_change(txn, act,
                                    "UPDATE hard_word_ask SET member_id = 0 WHERE community_id = ?1"
                                    " AND member_id = ?2");
  g_autoptr(Query) words = db_change(
      txn, act, "UPDATE hard_word SET made_by = 0 WHERE community_id = ?1 AND made_by = ?2");

  bind_int(asks, 2, member_id);
  query_run(asks);
  bind_int(words, 2, member_id);
  query_run(words);
}
