/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Showing what changed between two versions: part by part, new words and those that were taken out
 * marked, long stretches without change shortened. */
#include "papers/version_pages.h"

#include "papers/compare.h"
#include "press/easy_read.h"
#include "ui/components.h"

#include <string.h>

enum { CHANGES_A_PAGE = 50, EASY_CHANGES_A_PAGE = 8, WORDS_AROUND = 12 };

/* ---- words ---- */

/* The end of the n-th word from the start, or the start of the n-th from the end; NULL: it has no
 * more than twice as many. */
static bool
find_middle(const char *words, const char **ret_from, const char **ret_to)
{
  int gaps = 0, seen = 0;

  for (const char *at = words; *at; at++)
    gaps += *at == ' ' || *at == '\n';
  if (gaps <= 2 * WORDS_AROUND)
    return false;
  for (const char *at = words; *at; at++) {
    if (*at != ' ' && *at != '\n')
      continue;
    seen++;
    if (seen == WORDS_AROUND)
      *ret_from = at;
    if (seen == gaps - WORDS_AROUND + 1) {
      *ret_to = at;
      return true;
    }
  }
  return false;
}

static void
put_same(Page *page, const char *words)
{
  Arena *arena = request_arena(page_request(page));
  const char *from = words, *to = words;

  if (!find_middle(words, &from, &to)) {
    ui_changed_words(page, WORDS_SAME, words);
    return;
  }
  ui_changed_words(page, WORDS_SAME, arena_text_len(arena, words, (size_t)(from - words)));
  ui_changed_words(page, WORDS_SAME, " … ");
  ui_changed_words(page, WORDS_SAME, to + 1);
}

static void
put_words(Page *page, const GArray *words)
{
  ui_changed_open(page);
  for (guint i = 0; i < words->len; i++) {
    const WordsChange *change = &g_array_index(words, WordsChange, i);

    if (i > 0)
      ui_changed_words(page, WORDS_SAME, change->gap == '\n' ? "\n" : " ");
    if (change->kind == CHANGE_ADDED)
      ui_changed_words(page, WORDS_NEW, change->words);
    else if (change->kind == CHANGE_TAKEN)
      ui_changed_words(page, WORDS_OUT, change->words);
    else
      put_same(page, change->words);
  }
  ui_changed_close(page);
}

static void
put_whole(Page *page, ChangedWords kind, const char *words)
{
  ui_changed_open(page);
  ui_changed_words(page, kind, words);
  ui_changed_close(page);
}

/* ---- parts ---- */

typedef struct {
  const GPtrArray *before, *now;
  const char *under; /* the heading that the last one shown stands under */
} Showing;

static const char *
heading_over(const GPtrArray *parts, int number)
{
  for (int i = MIN(number, (int)parts->len) - 1; i >= 0; i--)
    if (((const PaperPart *)parts->pdata[i])->level > 0)
      return ((const PaperPart *)parts->pdata[i])->words;
  return "";
}

static const char *
words_at(const GPtrArray *parts, int number)
{
  return ((const PaperPart *)parts->pdata[number - 1])->words;
}

static void
put_change(Page *page, const PartChange *change, Showing *showing)
{
  static const char *const titles[] = {
    [CHANGE_ADDED] = N_("New"),
    [CHANGE_TAKEN] = N_("Taken out"),
    [CHANGE_WORDS] = N_("Changed"),
  };
  const char *under = change->now ? heading_over(showing->now, change->now - 1)
                                  : heading_over(showing->before, change->before - 1);

  if (*under && (!showing->under || strcmp(under, showing->under) != 0))
    ui_heading(page, 3, under);
  showing->under = under;
  ui_card_open(page, .title = tr(page, titles[change->kind]),
               .picture = change->kind == CHANGE_TAKEN ? "stop" : "write");
  if (change->kind == CHANGE_ADDED)
    put_whole(page, WORDS_NEW, words_at(showing->now, change->now));
  else if (change->kind == CHANGE_TAKEN)
    put_whole(page, WORDS_OUT, words_at(showing->before, change->before));
  else
    put_words(page, change->words);
  ui_card_close(page);
}

static bool
has_change(const GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    if (((const PartChange *)changes->pdata[i])->kind != CHANGE_NONE)
      return true;
  return false;
}

/* How many there are. */
static int
put_some(Page *page, const GPtrArray *changes, Showing *showing, int from, int most)
{
  int count = 0;

  for (guint i = 0; i < changes->len; i++) {
    const PartChange *change = changes->pdata[i];

    if (change->kind == CHANGE_NONE)
      continue;
    if (count >= from && count < from + most)
      put_change(page, change, showing);
    count++;
  }
  return count;
}

/* ---- Easy Read ---- */

static void
part_free(gpointer data)
{
  PaperPart *part = data;

  g_free(part->words);
  g_free(part);
}

/* Rows as parts, so that they are compared alike. */
static GPtrArray *
easy_parts(const char *easy_source)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func(part_free);
  g_autofree char *problem = NULL;
  g_autoptr(EasyRead) easy = *easy_source ? easy_read_parse(easy_source, &problem) : NULL;

  for (guint i = 0; easy && i < easy->rows->len; i++) {
    const EasyRow *row = easy->rows->pdata[i];
    PaperPart *part = g_new0(PaperPart, 1);
    g_autoptr(GString) words = g_string_new(row->heading ? row->heading : "");

    for (int s = 0; s < row->sentence_count; s++)
      g_string_append_printf(words, "%s%s", s ? "\n" : "", row->sentences[s]);
    part->words = g_strdup(words->str);
    part->level = row->heading ? 1 : 0;
    g_ptr_array_add(parts, part);
  }
  return parts;
}

/* Returns how many there are. */
static int
put_easy_changes(Page *page, const Paper *before, const Paper *now, int most)
{
  g_autoptr(GPtrArray) old_rows = easy_parts(before->easy_source);
  g_autoptr(GPtrArray) rows = easy_parts(now->easy_source);
  g_autoptr(GPtrArray) changes = papers_compare(old_rows, rows);
  Showing showing = { old_rows, rows, NULL };

  if (!has_change(changes))
    return 0;
  ui_heading(page, 2, tr(page, N_("In the Easy Read")));
  return put_some(page, changes, &showing, 0, most);
}

/* ---- all ---- */

static bool
put_title(Page *page, const Paper *before, const Paper *now)
{
  g_autoptr(GArray) words = papers_compare_words(before->title, now->title);

  if (strcmp(before->title, now->title) == 0)
    return false;
  ui_heading(page, 2, tr(page, N_("What it is called")));
  put_words(page, words);
  return true;
}

/* Who reads these pages in Easy Read has its changes before those of the long words. */
bool
put_changes(Page *page, const Paper *before, const Paper *now, const char *address)
{
  Request *r = page_request(page);
  const bool is_easy = lang_is_easy_read(request_lang(r));
  const int most = is_easy ? EASY_CHANGES_A_PAGE : CHANGES_A_PAGE;
  g_autoptr(GPtrArray) old_parts = commonmark_parts_of(before->source, before->title);
  g_autoptr(GPtrArray) parts = commonmark_parts_of(now->source, now->title);
  g_autoptr(GPtrArray) changes = papers_compare(old_parts, parts);
  Showing showing = { old_parts, parts, NULL };
  gint64 from = 0;

  g_ascii_string_to_signed(request_query(r, "at"), 10, 0, INT32_MAX / 2, &from, NULL);

  const bool has_title = from == 0 && put_title(page, before, now);
  int easy_count = is_easy && from == 0 ? put_easy_changes(page, before, now, most) : 0;

  if (easy_count > 0 && has_change(changes))
    ui_heading(page, 2, tr(page, N_("In the full paper")));

  const int count = put_some(page, changes, &showing, (int)from, most);

  if (!is_easy && from == 0)
    easy_count = put_easy_changes(page, before, now, most);
  if (count > from + most)
    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s%sat=%d", address,
                               strchr(address, '?') ? "&" : "?", (int)from + most));
  return has_title || count > 0 || easy_count > 0;
}
