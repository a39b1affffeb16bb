/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community's list of how words are said (names of places, short forms): the press follows it in
 * every recording. Changing it makes recordings anew when somebody asks for them. */
#pragma once

#include "papers/papers.h"

typedef struct {
  int64_t id;
  const char *word, *said;
} SpokenWord;

/* All, by word; ends with id 0. */
const SpokenWord *spoken_words_list(Txn *txn, Arena *arena);
/* As the press reads them (press/say_list.h); "" for none. */
const char *spoken_words_lines(Txn *txn, Arena *arena);
/* Refuses at "word" or "said": one is empty, too long or not plain text, the word is in the list,
 * or the list is full. */
void spoken_words_add(Txn *txn, const Act *act, const char *word, const char *said,
                      Refusals *refusals);
void spoken_words_remove(Txn *txn, const Act *act, int64_t id);
/* How a few words sound, made at once (a tenth of a second) and kept in the cache: an open file, or
 * -1. The list does not change them: what is tried is what would be written into it. */
int spoken_words_try(const char *words, const char *language);
