/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a whole text has: its counts, its longest sentences, its hard words. */
#include "counting/readability.h"

#include <glib.h>
#include <string.h>

enum { SENTENCE_SHOWN_MAX = 600 }; /* bytes: the start of a sentence longer than that */

typedef struct {
  char *text;
  int64_t words;
} Sentence;

typedef struct {
  char *text, *meaning; /* meaning: of words on the list */
  int64_t number;
  bool may_be_name; /* so far it only stood first in sentences, with a capital */
} Found;

struct ReadingSummary {
  const ReadingList *list;
  ReadingCounts counts;
  GArray *longest;       /* of Sentence, longest first */
  GHashTable *hard;      /* key: Found */
  GHashTable *explained; /* entry: Found */
  GHashTable *names;
  bool is_sentence; /* what is being added */
};

static void
free_found(void *data)
{
  Found *found = data;

  g_free(found->text);
  g_free(found->meaning);
  g_free(found);
}

static void
clear_sentence(void *data)
{
  g_free(((Sentence *)data)->text);
}

ReadingSummary *
reading_summary_new(const ReadingList *list)
{
  ReadingSummary *summary = g_new0(ReadingSummary, 1);

  summary->list = list;
  summary->longest = g_array_new(FALSE, FALSE, sizeof(Sentence));
  g_array_set_clear_func(summary->longest, clear_sentence);
  summary->hard = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_found);
  summary->explained = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_found);
  summary->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return summary;
}

void
reading_summary_free(ReadingSummary *summary)
{
  if (!summary)
    return;
  g_array_unref(summary->longest);
  g_hash_table_destroy(summary->hard);
  g_hash_table_destroy(summary->explained);
  g_hash_table_destroy(summary->names);
  g_free(summary);
}

/* ---- adding ---- */

static void
add_sentence(ReadingSummary *summary, const ReadingPart *part)
{
  GArray *longest = summary->longest;
  guint place = longest->len;

  if (!summary->is_sentence || part->words <= READING_SENTENCE_WORDS)
    return;
  while (place > 0 && g_array_index(longest, Sentence, place - 1).words < part->words)
    place--;
  if (place >= READING_LONGEST)
    return;

  const size_t len = MIN(part->len, (size_t)SENTENCE_SHOWN_MAX);
  g_autofree char *raw = g_strndup(part->at, len);
  g_autofree char *text = g_utf8_make_valid(raw, -1);
  const Sentence sentence = { len < part->len ? g_strconcat(text, " …", NULL) : g_strdup(text),
                              part->words };

  g_array_insert_val(longest, place, sentence);
  if (longest->len > READING_LONGEST)
    g_array_set_size(longest, READING_LONGEST);
}

static void
add_found(GHashTable *table, const char *key, const ReadingPart *part, bool is_explained)
{
  Found *found = g_hash_table_lookup(table, key);

  if (!found) {
    found = g_new0(Found, 1);
    found->text = is_explained ? g_strdup(part->entry) : g_strndup(part->at, part->len);
    found->meaning = is_explained ? g_strdup(part->say) : NULL;
    found->may_be_name = true;
    g_hash_table_insert(table, g_strdup(key), found);
  }
  found->number++;
  found->may_be_name &= part->may_be_name;
}

/* "format" and "formats" are one word to whoever looks for another. */
static void
add_hard_word(ReadingSummary *summary, const ReadingPart *part)
{
  const size_t len = strlen(part->key);
  const bool is_plural = len > 3 && part->key[len - 1] == 's' && part->key[len - 2] != 's';
  g_autofree char *key = g_strndup(part->key, is_plural ? len - 1 : len);

  add_found(summary->hard, key, part, false);
}

static void
take_part(const ReadingPart *part, void *data)
{
  ReadingSummary *summary = data;

  switch (part->kind) {
  case READING_SENTENCE:
    add_sentence(summary, part);
    break;
  case READING_HARD_WORD:
  case READING_CAPITALS:
    add_hard_word(summary, part);
    break;
  case READING_EXPLAINED:
    add_found(summary->explained, part->entry, part, true);
    break;
  case READING_NAME:
    if (!g_hash_table_contains(summary->names, part->key))
      g_hash_table_add(summary->names, g_strdup(part->key));
    break;
  case READING_SHORT_FORM:
  case READING_ABBREVIATION:
  case READING_END:
    break;
  }
}

void
reading_summary_add(ReadingSummary *summary, const char *text, size_t len, bool is_sentence)
{
  ReadingCounts unused = { 0 };

  summary->is_sentence = is_sentence;
  reading_parts(text, len, summary->list, is_sentence ? &summary->counts : &unused, take_part,
                summary);
}

/* ---- telling ---- */

const ReadingCounts *
reading_summary_counts(const ReadingSummary *summary)
{
  return &summary->counts;
}

const ReadingFind *
reading_longest(ReadingSummary *summary, Arena *arena)
{
  const guint count = summary->longest->len;
  ReadingFind *finds = arena_new_of(arena, ReadingFind, count + 1);

  for (guint i = 0; i < count; i++) {
    const Sentence *sentence = &g_array_index(summary->longest, Sentence, i);

    finds[i] = (ReadingFind){ arena_text(arena, sentence->text), .number = sentence->words };
  }
  return finds;
}

static gint
by_letters(gconstpointer a, gconstpointer b)
{
  const Found *const *first = a, *const *second = b;
  const int order = g_ascii_strcasecmp((*first)->text, (*second)->text);

  return order ? order : strcmp((*first)->text, (*second)->text);
}

static gint
by_number(gconstpointer a, gconstpointer b)
{
  const Found *const *first = a, *const *second = b;

  if ((*first)->number != (*second)->number)
    return (*first)->number > (*second)->number ? -1 : 1;
  return by_letters(a, b);
}

static const ReadingFind *
to_finds(const GPtrArray *found, guint most, Arena *arena)
{
  const guint count = MIN(found->len, most);
  ReadingFind *finds = arena_new_of(arena, ReadingFind, count + 1);

  for (guint i = 0; i < count; i++) {
    const Found *one = found->pdata[i];

    finds[i] = (ReadingFind){ arena_text(arena, one->text),
                              one->meaning ? arena_text(arena, one->meaning) : NULL, one->number };
  }
  return finds;
}

const ReadingFind *
reading_hard_words(ReadingSummary *summary, Arena *arena, int64_t *ret_all)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init(&iter, summary->hard);
  while (g_hash_table_iter_next(&iter, &key, &value)) {
    const Found *one = value;

    if (!one->may_be_name || !g_hash_table_contains(summary->names, key))
      g_ptr_array_add(found, value);
  }
  g_ptr_array_sort(found, by_number);
  *ret_all = found->len;
  return to_finds(found, READING_HARD_WORDS, arena);
}

const ReadingFind *
reading_explained(ReadingSummary *summary, Arena *arena)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init(&iter, summary->explained);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    g_ptr_array_add(found, value);
  g_ptr_array_sort(found, by_letters);
  return to_finds(found, found->len, arena);
}
