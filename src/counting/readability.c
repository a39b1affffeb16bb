/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The formulas (their sources stand in the header), and hints for a few sentences. */
#include "counting/readability.h"

#include <math.h>
#include <string.h>

static double
ratio(int64_t part, int64_t whole)
{
  return whole > 0 ? (double)part / (double)whole : 0;
}

double
reading_flesch_ease(const ReadingCounts *c)
{
  return c->words > 0 ? 206.835 - 1.015 * ratio(c->words, c->sentences) -
                            84.6 * ratio(c->syllables, c->words)
                      : 0;
}

double
reading_flesch_kincaid(const ReadingCounts *c)
{
  return c->words > 0
             ? 0.39 * ratio(c->words, c->sentences) + 11.8 * ratio(c->syllables, c->words) - 15.59
             : 0;
}

double
reading_smog(const ReadingCounts *c)
{
  return c->words > 0 ? 3.1291 + 1.043 * sqrt(30 * ratio(c->long_words, c->sentences)) : 0;
}

double
reading_unfamiliar_percent(const ReadingCounts *c)
{
  return 100 * ratio(c->unfamiliar, c->words);
}

double
reading_dale_chall(const ReadingCounts *c)
{
  const double unfamiliar = reading_unfamiliar_percent(c);

  if (c->words == 0)
    return 0;
  return 0.1579 * unfamiliar + 0.0496 * ratio(c->words, c->sentences) +
         (unfamiliar > 5 ? 3.6365 : 0);
}

/* ---- hints ---- */

typedef struct {
  Arena *arena;
  GArray *hints;    /* of ReadingPart */
  GHashTable *seen; /* keys of words that have their hint */
} Hints;

static void
take_hint(const ReadingPart *part, void *data)
{
  Hints *hints = data;
  ReadingPart hint = *part;

  if (part->kind == READING_NAME ||
      (part->kind == READING_SENTENCE && part->words <= READING_SENTENCE_WORDS))
    return;
  hint.key = arena_text(hints->arena, part->entry ? part->entry : part->key);
  if (part->kind != READING_SENTENCE && !g_hash_table_add(hints->seen, (void *)hint.key))
    return;
  g_array_append_val(hints->hints, hint);
}

const ReadingPart *
reading_hints(Arena *arena, const char *text, const ReadingList *list)
{
  g_autoptr(GArray) found = g_array_new(TRUE, TRUE, sizeof(ReadingPart));
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  Hints hints = { arena, found, seen };
  ReadingCounts counts = { 0 };

  reading_parts(text, strlen(text), list, &counts, take_hint, &hints);

  const size_t size = sizeof(ReadingPart) * ((size_t)found->len + 1);
  ReadingPart *kept = arena_alloc(arena, size);

  if (found->len > 0)
    memcpy(kept, found->data, sizeof(ReadingPart) * (size_t)found->len);
  return kept;
}
