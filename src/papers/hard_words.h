/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community's list of hard words with plain meanings (R97), and the words that members asked
 * about. Whoever writes gets hints from it; whoever reads finds the words that a text has explained
 * below it. */
#pragma once

#include "counting/readability.h"
#include "papers/papers.h"

enum {
  HARD_WORDS_MAX = 500, /* of a list: it is read whole with every paper that is looked at */
  HARD_WORD_MAX = 60,   /* characters */
  HARD_WORD_MEANING_MAX = 300,
  HARD_WORD_ASKS_MAX = 100, /* words asked about and not yet explained */
};

typedef struct {
  int64_t id; /* 0 ends a list */
  const char *word, *meaning;
} HardWord;

/* In order of letters, `limit` from the one after `after_id` on (0: the first). One statement. */
const HardWord *hard_words_list(Txn *txn, Arena *arena, int64_t after_id, int limit);
/* NULL: no such word here. */
const HardWord *hard_words_find(Txn *txn, Arena *arena, int64_t id);
/* The whole list as the hints need it; never NULL. Free with reading_list_free. One statement. */
ReadingList *hard_words_for_reading(Txn *txn);

/* Refuses at "word" or "meaning": one is empty, too long, not plain text; no word in it, or more
 * than four; it is in the list already; the list is full. What was asked about it is answered. */
void hard_words_add(Txn *txn, const Act *act, const char *word, const char *meaning,
                    Refusals *refusals);
void hard_words_change(Txn *txn, const Act *act, int64_t id, const char *word, const char *meaning,
                       Refusals *refusals);
void hard_words_remove(Txn *txn, const Act *act, int64_t id);

typedef struct {
  int64_t id;       /* 0 ends a list */
  const char *word; /* as it was written first */
  const char *name; /* of one who asked and gave it; NULL: nobody did */
  int64_t times;    /* how many asked */
} HardWordAsk;

/* What is not explained yet, one row a word, the first asked first. One statement. */
const HardWordAsk *hard_words_asked(Txn *txn, Arena *arena);
/* Refuses at "word" as hard_words_add does. Asked twice by one member it is there once. */
void hard_words_ask(Txn *txn, const Act *act, const char *word, bool is_nameless,
                    Refusals *refusals);
/* Takes a word out without explaining it, for everybody who asked. */
void hard_words_drop_ask(Txn *txn, const Act *act, int64_t id);
/* For erasing somebody. */
void hard_words_erase(Txn *txn, const Act *act, int64_t member_id);
