/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of how words are said. */
#include "papers/spoken_words.h"

#include "base/text.h"
#include "lang/lang.h"
#include "papers/rules.h"
#include "press/say_list.h"

#include <string.h>

const SpokenWord *
spoken_words_list(Txn *txn, Arena *arena)
{
  SpokenWord *list = arena_new_of(arena, SpokenWord, SAY_WORDS_MAX + 1);
  g_autoptr(Query) q = db_query(txn, "SELECT id, word, said FROM spoken_word"
                                     " WHERE community_id = ?1 ORDER BY word_key, id LIMIT ?2");
  int count = 0;

  bind_int(q, 2, SAY_WORDS_MAX);
  while (count < SAY_WORDS_MAX && query_next(q))
    list[count++] = (SpokenWord){ col_int(q, 0), arena_text(arena, col_text(q, 1)),
                                  arena_text(arena, col_text(q, 2)) };
  list[count] = (SpokenWord){ 0 };
  return list;
}

const char *
spoken_words_lines(Txn *txn, Arena *arena)
{
  g_autoptr(GString) lines = g_string_new(NULL);

  for (const SpokenWord *word = spoken_words_list(txn, arena); word->id; word++)
    say_list_write(lines, word->word, word->said);
  return arena_text(arena, lines->str);
}

/* True: the list has this word. `ret_is_full`: it has as many as it may. */
static bool
find_word(Txn *txn, const char *key, bool *ret_is_full)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*), CAST(COALESCE(sum(CASE WHEN word_key = ?2 THEN 1 ELSE 0 END),"
                    " 0) AS BIGINT) FROM spoken_word WHERE community_id = ?1");

  bind_text(q, 2, key);
  if (!query_next(q))
    return false;
  *ret_is_full = col_int(q, 0) >= SAY_WORDS_MAX;
  return col_int(q, 1) > 0;
}

void
spoken_words_add(Txn *txn, const Act *act, const char *word, const char *said, Refusals *refusals)
{
  g_autofree char *plain = text_tidy(word), *plain_said = text_tidy(said);
  g_autofree char *key = text_sort_key(plain);
  g_autoptr(GString) line = g_string_new(NULL);
  bool is_full = false;

  if (!*plain)
    refuse(refusals, "word", N_("Write the word"));
  else if (!say_list_write(line, plain, "x") || !*key)
    refuse(refusals, "word", N_("This is too long, or not one plain word"));
  else if (find_word(txn, key, &is_full))
    refuse(refusals, "word", N_("This word is in the list already. Take it out first"));
  else if (is_full)
    refuse(refusals, "word", N_("The list is full. Take out a word first"));
  if (!*plain_said)
    refuse(refusals, "said", N_("Write how it is said"));
  else if (!say_list_write(line, "x", plain_said))
    refuse(refusals, "said", N_("This is too long, or has signs that cannot be said"));
  if (refusals_count(refusals) > 0)
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO spoken_word (community_id, id, word, word_key, said)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, id);
  bind_text(q, 3, plain);
  bind_text(q, 4, key);
  bind_text(q, 5, plain_said);
  query_run(q);
  papers_log(txn, act, "spoken-word-added", id);
}

static bool
is_there(Txn *txn, int64_t id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM spoken_word WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  return query_next(q);
}

void
spoken_words_remove(Txn *txn, const Act *act, int64_t id)
{
  if (!is_there(txn, id))
    return;

  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM spoken_word WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  query_run(q);
  papers_log(txn, act, "spoken-word-removed", id);
}

int
spoken_words_try(const char *words, const char *language)
{
  const FormatWant want = { .format = FORMAT_AUDIO };
  const Paper paper = { .title = "", .source = words, .easy_source = "", .language = language };
  const int fd = formats_open(&paper, &want);

  if (fd >= 0 || text_length(words) > SAY_SAID_MAX)
    return fd;

  g_autoptr(GBytes) made = formats_make(&paper, &want, NULL);

  return made && formats_keep(&paper, &want, made) ? formats_open(&paper, &want) : -1;
}
