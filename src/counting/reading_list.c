/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community's hard words, to be found in texts. */
#include "counting/reading_list.h"

#include <string.h>

struct ReadingList {
  GHashTable *entries; /* key: ReadingEntry */
  int longest;
};

static void
free_entry(void *data)
{
  ReadingEntry *entry = data;

  g_free(entry->word);
  g_free(entry->meaning);
  g_free(entry);
}

ReadingList *
reading_list_new(void)
{
  ReadingList *list = g_new0(ReadingList, 1);

  list->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_entry);
  return list;
}

void
reading_list_free(ReadingList *list)
{
  if (!list)
    return;
  g_hash_table_destroy(list->entries);
  g_free(list);
}

static void
add_key(ReadingList *list, char *key, const char *word, const char *meaning)
{
  if (!*key || g_hash_table_contains(list->entries, key)) {
    g_free(key);
    return;
  }

  ReadingEntry *entry = g_new0(ReadingEntry, 1);

  entry->word = g_strdup(word);
  entry->meaning = g_strdup(meaning);
  g_hash_table_insert(list->entries, key, entry);
}

void
reading_list_add(ReadingList *list, const char *word, const char *meaning)
{
  char *key = reading_key(word);
  const size_t len = strlen(key);
  int words = 1;

  for (const char *at = strchr(key, ' '); at; at = strchr(at + 1, ' '))
    words++;
  if (words > READING_PHRASE_WORDS) {
    g_free(key);
    return;
  }
  list->longest = MAX(list->longest, words);
  if (len > 3 && key[len - 1] == 's' && key[len - 2] != 's') /* "outcomes" explains "outcome" */
    add_key(list, g_strndup(key, len - 1), word, meaning);
  add_key(list, key, word, meaning);
}

bool
reading_list_is_empty(const ReadingList *list)
{
  return g_hash_table_size(list->entries) == 0;
}

int
reading_list_longest(const ReadingList *list)
{
  return list ? list->longest : 0;
}

static const ReadingEntry *
find_up_to(const ReadingList *list, GString *keys, size_t from, size_t to)
{
  const char kept = keys->str[to];
  const ReadingEntry *entry;

  keys->str[to] = '\0';
  entry = g_hash_table_lookup(list->entries, keys->str + from);
  keys->str[to] = kept;
  return entry;
}

const ReadingEntry *
reading_list_find(const ReadingList *list, GString *keys, size_t from, size_t to)
{
  static const char *const endings[] = { "s", "es", "'s", "'", "s'" };
  const ReadingEntry *entry = find_up_to(list, keys, from, to);

  for (size_t i = 0; !entry && i < G_N_ELEMENTS(endings); i++) {
    const size_t len = strlen(endings[i]);

    if (to - from > len + 2 && memcmp(keys->str + to - len, endings[i], len) == 0)
      entry = find_up_to(list, keys, from, to - len);
  }
  return entry;
}
