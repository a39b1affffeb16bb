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
add_asked(Asked *asked, const char *word)
{
  for (int i = 0; i < asked->count; i++)
    if (strcmp(asked->words[i], word) == 0)
      return;
  if (asked->count < PICTURES_FIND_WORDS_MAX)
    asked->words[asked->count++] = g_strdup(word);
}

/* "buses" is folded to "buse": "bus" is meant as well. */
static void
ask_word(const char *word, void *data)
{
  const size_t len = strlen(word);

  add_asked(data, word);
  if (len > 3 && word[len - 1] == 'e' && strchr("shxz", word[len - 2])) {
    g_autofree char *shorter = g_strndup(word, len - 1);

    add_asked(data, shorter);
  }
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

/* ---- the community's own ---- */

static const char *
file_path(Arena *arena, const char *name)
{
  return arena_format(arena, "/pictures/%s/file", name);
}

static FoundPicture
read_own(Query *q, Arena *arena)
{
  const char *name = arena_text(arena, col_text(q, 1));

  return (FoundPicture){ .id = col_int(q, 0),
                         .name = name,
                         .shows = arena_text(arena, col_text(q, 2)),
                         .href = file_path(arena, name) };
}

static int
search_own(Txn *txn, Arena *arena, const Asked *asked, FoundPicture *found, int limit)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT p.id, p.name, p.shows FROM picture p JOIN (SELECT w.picture_id AS id,"
           " CAST(sum(w.weight) AS BIGINT) AS score FROM picture_word w WHERE w.community_id = ?1"
           " AND w.word IN (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) GROUP BY w.picture_id) f"
           " ON f.id = p.id WHERE p.community_id = ?1 AND p.state = 'ready'"
           " AND p.unasked_paper_id = 0 ORDER BY f.score DESC, p.id DESC LIMIT ?10");
  int count = 0;

  for (int i = 0; i < PICTURES_FIND_WORDS_MAX; i++)
    bind_text(q, 2 + i, i < asked->count ? asked->words[i] : "");
  bind_int(q, 2 + PICTURES_FIND_WORDS_MAX, limit);
  while (count < limit && query_next(q))
    found[count++] = read_own(q, arena);
  return count;
}

/* ---- all ---- */

static bool
find_program(const char *name, FoundPicture *ret_found)
{
  const Picture *picture = picture_find(name);

  if (picture)
    *ret_found = (FoundPicture){ .name = picture->name, .shows = picture->alt };
  return picture != NULL;
}

enum { NAMES_A_STATEMENT = 20 };

/* Own pictures of up to NAMES_A_STATEMENT names, into the places of `found` that `places` says. */
static void
find_own(Txn *txn, Arena *arena, const char *const *names, const int *places, int count,
         FoundPicture *found)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT id, name, shows, state, unasked_paper_id FROM picture WHERE community_id = ?1"
           " AND name IN (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
           "?18, ?19, ?20, ?21)");

  for (int i = 0; i < NAMES_A_STATEMENT; i++)
    bind_text(q, 2 + i, i < count ? names[places[i]] : "");
  while (query_next(q)) {
    const bool is_ready = strcmp(col_text(q, 3), "ready") == 0 && col_int(q, 4) == 0;
    const FoundPicture one = read_own(q, arena);

    for (int i = 0; i < count; i++) {
      if (strcmp(names[places[i]], one.name) != 0)
        continue;
      if (is_ready)
        found[places[i]] = one;
      else
        found[places[i]].is_not_there = true;
    }
  }
}

const FoundPicture *
pictures_find_all(Txn *txn, Arena *arena, const char *const *names, int count)
{
  FoundPicture *found = arena_new_of(arena, FoundPicture, count + 1);
  int places[NAMES_A_STATEMENT], waiting = 0;

  for (int i = 0; i < count; i++) {
    if (!names[i] || !*names[i] || find_program(names[i], &found[i]))
      continue;
    places[waiting++] = i;
    if (waiting == NAMES_A_STATEMENT) {
      find_own(txn, arena, names, places, waiting, found);
      waiting = 0;
    }
  }
  if (waiting > 0)
    find_own(txn, arena, names, places, waiting, found);
  return found;
}

const FoundPicture *
pictures_find(Txn *txn, Arena *arena, const char *name)
{
  const FoundPicture *found = pictures_find_all(txn, arena, &name, 1);

  return found->name ? found : NULL;
}

const FoundPicture *
pictures_search(Txn *txn, Arena *arena, const char *typed, int limit)
{
  const int most = MIN(limit, PICTURES_FIND_MAX);
  FoundPicture *found = arena_new_of(arena, FoundPicture, most + 1);
  Asked asked = { .typed = typed };
  int count = 0;

  find_each_word(typed, ask_word, &asked);
  if (asked.count > 0)
    count = search_own(txn, arena, &asked, found, most);
  if (asked.count > 0 && count < most)
    count += search_program(&asked, found + count, most - count);
  found[count] = (FoundPicture){ .name = NULL };
  forget_asked(&asked);
  return found;
}
