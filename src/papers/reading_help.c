/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What of a paper is read for its sentences and words. */
#include "papers/reading_help.h"

#include "commonmark/commonmark.h"

#include <cmark-gfm.h>
#include <string.h>

static void
add_block(ReadingSummary *summary, cmark_node *block, bool is_sentence)
{
  g_autofree char *words = commonmark_words(block);

  reading_summary_add(summary, words, strlen(words), is_sentence);
}

static void
add_node(ReadingSummary *summary, cmark_node *node)
{
  const cmark_node_type type = cmark_node_get_type(node);

  if (type == CMARK_NODE_PARAGRAPH)
    add_block(summary, node, true);
  else if (type == CMARK_NODE_HEADING || commonmark_is_cell(node))
    add_block(summary, node, false);
}

ReadingSummary *
paper_reading(const Paper *paper, const ReadingList *list)
{
  const SourceReading reading = { .title = paper->title };
  g_autoptr(cmark_node) document =
      commonmark_parse(paper->source, strlen(paper->source), &reading, NULL, NULL);

  if (!document)
    return NULL;

  ReadingSummary *summary = reading_summary_new(list);
  cmark_iter *iter = cmark_iter_new(document);

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
    if (event == CMARK_EVENT_ENTER)
      add_node(summary, cmark_iter_get_node(iter));
  cmark_iter_free(iter);
  return summary;
}

ReadingSummary *
easy_reading(const EasyRead *easy, const ReadingList *list)
{
  ReadingSummary *summary = reading_summary_new(list);

  for (guint i = 0; i < easy->rows->len; i++) {
    const EasyRow *row = easy->rows->pdata[i];

    if (row->heading)
      reading_summary_add(summary, row->heading, strlen(row->heading), false);
    for (int s = 0; s < row->sentence_count; s++)
      reading_summary_add(summary, row->sentences[s], strlen(row->sentences[s]), true);
  }
  return summary;
}

bool
paper_is_english(const Paper *paper)
{
  return g_ascii_strncasecmp(paper->language, "en", 2) == 0 &&
         (paper->language[2] == '\0' || paper->language[2] == '-');
}

static EasyRow *
new_row(void)
{
  EasyRow *row = g_new0(EasyRow, 1);

  row->alt = g_strdup("");
  return row;
}

void
easy_explain(EasyRead *easy, const ReadingList *list, const char *heading)
{
  g_autoptr(ReadingSummary) summary = easy_reading(easy, list);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  const ReadingFind *find = reading_explained(summary, arena);

  if (!find->text || easy->rows->len + 2 > EASY_ROWS_MAX)
    return;

  EasyRow *title = g_new0(EasyRow, 1);

  title->heading = g_strdup(heading);
  g_ptr_array_add(easy->rows, title);
  for (; find->text && easy->rows->len < EASY_ROWS_MAX; find++) {
    EasyRow *row = new_row();

    row->sentences[row->sentence_count++] = g_strdup(find->text);
    row->sentences[row->sentence_count++] = g_strdup(find->meaning);
    g_ptr_array_add(easy->rows, row);
  }
}
