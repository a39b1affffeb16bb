/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whole words by one regular expression over all of them, the longest first. */
#include "press/say_list.h"

#include "base/text.h"

#include <string.h>

struct SayList {
  GHashTable *said; /* text_sort_key of a word → how it is said */
  GRegex *words;    /* NULL: the list is empty */
};

static bool
is_fit(const char *text, size_t characters_max)
{
  return *text != '\0' && text_length(text) <= characters_max && !strpbrk(text, "\t\n\r") &&
         text_is_clean(text, strlen(text));
}

bool
say_list_write(GString *lines, const char *word, const char *said)
{
  if (!is_fit(word, SAY_WORD_MAX) || !is_fit(said, SAY_SAID_MAX))
    return false;
  g_string_append_printf(lines, "%s\t%s\n", word, said);
  return true;
}

static int
longest_first(gconstpointer a, gconstpointer b)
{
  const char *const *one = a, *const *other = b;
  const size_t len = strlen(*one), other_len = strlen(*other);

  return len != other_len ? (len < other_len ? 1 : -1) : strcmp(*one, *other);
}

/* "Llangollen|NHS", at the ends of words only. */
static GRegex *
make_regex(GPtrArray *words)
{
  g_autoptr(GString) pattern = g_string_new("(?<![\\p{L}\\p{N}])(?:");

  if (words->len == 0)
    return NULL;
  g_ptr_array_sort(words, longest_first);
  for (guint i = 0; i < words->len; i++) {
    g_autofree char *plain = g_regex_escape_string(words->pdata[i], -1);

    g_string_append_printf(pattern, i ? "|%s" : "%s", plain);
  }
  g_string_append(pattern, ")(?![\\p{L}\\p{N}])");
  return g_regex_new(pattern->str, G_REGEX_CASELESS, 0, NULL);
}

SayList *
say_list_read(const void *bytes, size_t len)
{
  g_autofree char *text = g_strndup(bytes, len);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(SayList) list = g_new0(SayList, 1);
  g_autoptr(GPtrArray) words = g_ptr_array_new();

  list->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  for (char **line = lines; *line; line++) {
    char *tab = strchr(*line, '\t');

    if (**line == '\0')
      continue;
    if (!tab || words->len == SAY_WORDS_MAX)
      return NULL;
    *tab = '\0';
    if (!is_fit(*line, SAY_WORD_MAX) || !is_fit(tab + 1, SAY_SAID_MAX))
      return NULL;
    g_hash_table_insert(list->said, text_sort_key(*line), g_strdup(tab + 1));
    g_ptr_array_add(words, *line);
  }
  list->words = make_regex(words);
  return words->len > 0 && !list->words ? NULL : g_steal_pointer(&list);
}

void
say_list_free(SayList *list)
{
  if (!list)
    return;
  g_hash_table_unref(list->said);
  g_clear_pointer(&list->words, g_regex_unref);
  g_free(list);
}

static gboolean
put_said(const GMatchInfo *match, GString *out, gpointer data)
{
  const SayList *list = data;
  g_autofree char *word = g_match_info_fetch(match, 0);
  g_autofree char *key = text_sort_key(word);
  const char *said = g_hash_table_lookup(list->said, key);

  g_string_append(out, said ? said : word);
  return FALSE;
}

char *
say_list_apply(const SayList *list, const char *text)
{
  char *applied = list->words ? g_regex_replace_eval(list->words, text, -1, 0, 0, put_said,
                                                     (gpointer)list, NULL)
                              : NULL;

  return applied ? applied : g_strdup(text);
}
