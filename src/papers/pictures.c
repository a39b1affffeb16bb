/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding pictures. Of those that come with the program a few hundred are looked through at each
 * search: a millisecond, and nothing to keep. */
#include "papers/pictures.h"

#include "base/pictures.h"
#include "papers/find.h"

#include <string.h>

enum { WEIGHT_SAME = 16, WEIGHT_NAME = 8, WEIGHT_SHOWS = 4, WEIGHT_WORDS = 1 };

typedef struct {
  const char *typed;
  char *words[PICTURES_FIND_WORDS_MAX];
  int count;
} Asked;

static void
ask_word(const char *word, void *data)
{
  Asked *asked = data;

  for (int i = 0; i < asked->count; i++)
    if (strcmp(asked->words[i], word) == 0)
      return;
  if (asked->count < PICTURES_FIND_WORDS_MAX)
    asked->words[asked->count++] = g_strdup(word);
}

static void
forget_asked(Asked *asked)
{
  for (int i = 0; i < asked->count; i++)
    g_free(asked->words[i]);
}

/* ---- those of the program ---- */

typedef struct {
  const Asked *asked;
  int best[PICTURES_FIND_WORDS_MAX]; /* of each word asked for: the best place where it stands */
  int weight;                        /* of the text that is looked through */
} Match;

static void
match_word(const char *word, void *data)
{
  Match *match = data;

  for (int i = 0; i < match->asked->count; i++)
    if (strcmp(match->asked->words[i], word) == 0)
      match->best[i] = MAX(match->best[i], match->weight);
}

static int
score_of(const Picture *picture, const Asked *asked)
{
  Match match = { .asked = asked };
  int score = strcmp(picture->name, asked->typed) == 0 ? WEIGHT_SAME : 0;

  match.weight = WEIGHT_NAME;
  find_each_word(picture->name, match_word, &match);
  match.weight = WEIGHT_SHOWS;
  find_each_word(picture->alt, match_word, &match);
  match.weight = WEIGHT_WORDS;
  find_each_word(picture->words, match_word, &match);
  for (int i = 0; i < asked->count; i++)
    score += match.best[i];
  return score;
}

/* Puts the best into `found`, in the list's order where they are equal; returns how many. */
static int
search_program(const Asked *asked, FoundPicture *found, int limit)
{
  g_autofree int *scores = g_new0(int, (gsize)limit + 1);
  int count = 0;

  for (const Picture *picture = pictures; picture->name; picture++) {
    const int score = score_of(picture, asked);
    int place = count;

    while (place > 0 && scores[place - 1] < score)
      place--;
    if (score == 0 || place >= limit)
      continue;
    count = MIN(count + 1, limit);
    memmove(scores + place + 1, scores + place, sizeof(*scores) * (size_t)(count - 1 - place));
    memmove(found + place + 1, found + place, sizeof(*found) * (size_t)(count - 1 - place));
    scores[place] = score;
    found[place] = (FoundPicture){ .name = picture->name, .shows = picture->alt };
  }
  return count;
}

/* ---- all ---- */

const FoundPicture *
pictures_find(Txn *txn, Arena *arena, const char *name)
{
  const Picture *picture = picture_find(name);
  FoundPicture *found = picture ? arena_new_of(arena, FoundPicture, 1) : NULL;

  (void)txn;
  if (found)
    *found = (FoundPicture){ .name = picture->name, .shows = picture->alt };
  return found;
}

const FoundPicture *
pictures_search(Txn *txn, Arena *arena, const char *typed, int limit)
{
  const int most = MIN(limit, PICTURES_FIND_MAX);
  FoundPicture *found = arena_new_of(arena, FoundPicture, most + 1);
  Asked asked = { .typed = typed };
  int count = 0;

  (void)txn;
  find_each_word(typed, ask_word, &asked);
  count = asked.count > 0 ? search_program(&asked, found, most) : 0;
  found[count] = (FoundPicture){ .name = NULL };
  forget_asked(&asked);
  return found;
}
