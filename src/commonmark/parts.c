/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counting the parts of a paper and finding them again. */
#include "commonmark/parts.h"

#include "commonmark/commonmark.h"

#include <cmark-gfm.h>
#include <string.h>

bool
commonmark_is_part(cmark_node *node)
{
  const cmark_node_type type = cmark_node_get_type(node);

  return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
         type == CMARK_NODE_CODE_BLOCK || commonmark_is_table(node);
}

void
commonmark_print(const char *words, char ret_print[static PART_PRINT_SIZE])
{
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, words, -1);

  g_strlcpy(ret_print, hash, PART_PRINT_SIZE);
}

static char *
table_words(cmark_node *table)
{
  GString *words = g_string_new(NULL);

  for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row)) {
    if (words->len)
      g_string_append_c(words, '\n');
    for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
      g_autofree char *own = commonmark_words(cell);

      g_string_append_printf(words, "%s%s", cmark_node_previous(cell) ? " | " : "", own);
    }
  }
  return g_string_free(words, FALSE);
}

/* "What, Who, By when" of a table's first line; columns without a name are left out. */
static char *
column_names(const char *words)
{
  g_auto(GStrv) lines = g_strsplit(words, "\n", 2);
  g_auto(GStrv) cells = g_strsplit(*lines ? *lines : "", " | ", -1);
  GString *names = g_string_new(NULL);

  for (char **cell = cells; *cell; cell++)
    if (**cell && strcmp(*cell, COMMONMARK_NO_NAME) != 0)
      g_string_append_printf(names, "%s%s", names->len ? ", " : "", *cell);
  return g_string_free(names, FALSE);
}

char *
commonmark_part_start(const PaperPart *part, int letters)
{
  g_autofree char *words = part->is_in_table ? column_names(part->words) : g_strdup(part->words);
  g_autofree char *start = g_utf8_substring(words, 0, MIN(g_utf8_strlen(words, -1), letters));
  const bool has_more = part->is_in_table || strlen(start) < strlen(words);

  g_strdelimit(start, "\n", ' ');
  return has_more ? g_strconcat(start, "…", NULL) : g_steal_pointer(&start);
}

static void
part_free(gpointer data)
{
  PaperPart *part = data;

  g_free(part->words);
  g_free(part);
}

static PaperPart *
read_part(cmark_node *node)
{
  PaperPart *part = g_new0(PaperPart, 1);

  part->is_in_table = commonmark_is_table(node);
  part->words = part->is_in_table ? table_words(node) : commonmark_words(node);
  if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
    part->level = cmark_node_get_heading_level(node);
  commonmark_print(part->words, part->print);
  return part;
}

/* Calls `take` for each, with its number; returns how many there are. */
static int
each_part(cmark_node *document, void (*take)(cmark_node *node, int number, void *data), void *data)
{
  cmark_iter *iter = cmark_iter_new(document);
  int count = 0;

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *node = cmark_iter_get_node(iter);

    if (event != CMARK_EVENT_ENTER || !commonmark_is_part(node))
      continue;
    count++;
    if (take)
      take(node, count, data);
    if (cmark_node_first_child(node))
      cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
  }
  cmark_iter_free(iter);
  return count;
}

static void
add_part(cmark_node *node, int number, void *parts)
{
  (void)number;
  g_ptr_array_add(parts, read_part(node));
}

static void
number_part(cmark_node *node, int number, void *numbers)
{
  g_hash_table_insert(numbers, node, GINT_TO_POINTER(number));
}

GHashTable *
commonmark_number_parts(cmark_node *document)
{
  GHashTable *numbers = g_hash_table_new(NULL, NULL);

  each_part(document, number_part, numbers);
  return numbers;
}

int
commonmark_count_parts(cmark_node *document)
{
  return each_part(document, NULL, NULL);
}

GPtrArray *
commonmark_parts(cmark_node *document)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func(part_free);

  each_part(document, add_part, parts);
  return parts;
}

GPtrArray *
commonmark_parts_of(const char *source, const char *title)
{
  const SourceReading reading = { .title = title, .top_heading = 2 };
  g_autoptr(cmark_node) document = commonmark_parse(source, strlen(source), &reading, NULL, NULL);

  return document ? commonmark_parts(document) : g_ptr_array_new_with_free_func(part_free);
}

static bool
is_it(const GPtrArray *parts, int number, const char *print)
{
  if (number < 1 || number > (int)parts->len)
    return false;
  return strcmp(((const PaperPart *)parts->pdata[number - 1])->print, print) == 0;
}

int
commonmark_find_part(const GPtrArray *parts, int number, const char *print)
{
  const int most = (int)parts->len, from = CLAMP(number, 0, most + 1);

  for (int away = 0; away <= most; away++) {
    if (is_it(parts, from - away, print))
      return from - away;
    if (is_it(parts, from + away, print))
      return from + away;
  }
  return 0;
}
