/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What subjects' pages ask a page for besides components: its request, and words with values. */
#include "ui/page.h"

#include "ui/draw.h"

Request *
page_request(const Page *page)
{
  return page->request;
}

static const char *
kept(Page *page, char *words)
{
  const char *copy = arena_text(page->arena, words);

  g_free(words);
  return copy;
}

const char *
tr_told(Page *page, const char *told)
{
  g_autofree char *filled = lang_told(page->lang, told);

  return arena_text(page->arena, filled);
}

const char *
tr_fill(Page *page, const char *id, ...)
{
  va_list values;

  va_start(values, id);

  char *words = lang_fill_from(tr(page, id), values);

  va_end(values);
  return kept(page, words);
}

const char *
tr_count(Page *page, const char *one, const char *many, int64_t n)
{
  const unsigned long size = (unsigned long)(n < 0 ? -(uint64_t)n : (uint64_t)n);
  const char *words = lang_plural(page->lang, one, many, size);
  g_autofree char *figure = g_strdup_printf("%" G_GINT64_FORMAT, n);

  return kept(page, lang_fill(words, "count", figure, NULL));
}
