/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What subjects' pages ask a page for besides components: its request, and words with values. */
#include "ui/page.h"

#include "ui/draw.h"

Request *
page_request(const Page *page)
{
  return page->request;
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

  const char *words = lang_fill_in(page->arena, tr(page, id), values);

  va_end(values);
  return words;
}

const char *
tr_count(Page *page, const char *one, const char *many, int64_t n)
{
  const unsigned long size = (unsigned long)(n < 0 ? -(uint64_t)n : (uint64_t)n);
  const char *words = lang_plural(page->lang, one, many, size);
  g_autofree char *figure = g_strdup_printf("%" G_GINT64_FORMAT, n);

  g_autofree char *filled = lang_fill(words, "count", figure, NULL);

  return arena_text(page->arena, filled);
}
