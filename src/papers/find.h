/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding papers by their words. Words are folded (small letters, no accents, English plurals) into
 * rows of their own, so that both engines give the same answers in the same order; neither engine's
 * own full-text search is used. A word finds whole words: "cat" does not find "catalogue". */
#pragma once

#include "papers/papers.h"

enum {
  FIND_WORDS_MAX = 4,     /* asked for at once: the rarest of them lead, the rest is left out */
  FIND_TEXT_MAX = 200,    /* characters typed */
  FIND_NEWEST = 1000,     /* of the papers with the rarest word, so many are ranked */
  FIND_TOKEN_MAX = 40,    /* bytes: longer words are cut */
  FIND_TOKENS_MAX = 8000, /* different words kept of one paper */
};

/* What somebody looks for: at most FIND_WORDS_MAX different words, folded; the first is the one
 * that leads. */
typedef struct {
  char *words[FIND_WORDS_MAX];
  int count;
} FindAsked;

FindAsked find_ask(const char *typed);
void find_asked_clear(FindAsked *asked);
/* The word that the fewest have comes first. */
void find_put_first(FindAsked *asked, const int64_t counts[FIND_WORDS_MAX]);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FindAsked, find_asked_clear)

/* Calls `take` for each word of a text as it is looked for; NUL-ended. */
void find_each_word(const char *text, void (*take)(const char *word, void *data), void *data);

/* Papers with all the words, those with the most of them first (a word in the title counts as
 * eight), then the newest; ended by id 0. `member_id`: only what was released to them; 0: all, for
 * organisers. Id, title and sending are set. Two statements. `ret_asked`: how many words were
 * looked for, 0 when none could be read. */
const Paper *papers_with_words(Txn *txn, Arena *arena, int64_t member_id, const char *typed,
                               int limit, int *ret_asked);

/* Asks for the words of a paper to be kept again, after they changed; 0: of all that have none. */
void papers_ask_words(Txn *txn, const Act *act, int64_t paper_id);
/* The same at once, in this transaction, for a place that is being filled. */
void papers_keep_words_now(Txn *txn, const Act *act, int64_t paper_id);
/* Outbox task "paper-words"; the thing is the paper, or 0: all that have no words yet. */
OutboxResult keep_paper_words(Db *db, const OutboxTask *task, void *data);
