/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests only: reads a made BRF back. */
#include "press/braille_readback.h"

#include "press/braille_pages.h"

#include <liblouis.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { LOUIS_DOTS = 0x8000 }; /* liblouis's own form of a cell */

static const char ascii[] = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)=";

/* Checks the shape of every page; gives the lines without page numbers, one NULL-ended array a
 * page. */
GPtrArray *
brf_pages(const char *brf)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
  g_auto(GStrv) sheets = g_strsplit(brf, "\f", -1);
  const guint count = g_strv_length(sheets) - 1;

  assert_string_equal(sheets[count], ""); /* ends with a form feed */
  for (guint i = 0; i < count; i++) {
    char **lines = g_strsplit(sheets[i], "\r\n", -1);
    g_autofree char *digits = g_strdup_printf("%u", i + 1);
    g_autoptr(GString) number = g_string_new("#");

    for (const char *c = digits; *c; c++)
      g_string_append_c(number, "JABCDEFGHI"[*c - '0']);
    assert_int_equal(g_strv_length(lines), BRAILLE_LINES + 1);
    assert_string_equal(lines[BRAILLE_LINES], "");
    assert_int_equal(strlen(lines[BRAILLE_LINES - 1]), BRAILLE_CELLS);
    assert_true(g_str_has_suffix(lines[BRAILLE_LINES - 1], number->str));
    assert_string_not_equal(lines[0], "");
    for (int line = 0; line < BRAILLE_LINES; line++) {
      assert_true(strlen(lines[line]) <= BRAILLE_CELLS);
      assert_false(g_str_has_suffix(lines[line], " "));
      for (const char *c = lines[line]; *c; c++)
        assert_non_null(strchr(ascii, *c));
    }
    g_free(lines[BRAILLE_LINES]);
    g_free(lines[BRAILLE_LINES - 1]);
    lines[BRAILLE_LINES - 1] = NULL;
    g_ptr_array_add(pages, lines);
  }
  return pages;
}

/* All of it as words again. A line that ends with the continuation sign goes on without a blank. */
char *
brf_words(const char *brf, const char *table)
{
  g_autoptr(GPtrArray) pages = brf_pages(brf);
  g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(widechar));
  GString *words = g_string_new(NULL);

  for (guint page = 0; page < pages->len; page++) {
    for (char **line = pages->pdata[page]; *line; line++) {
      const size_t len = strlen(*line);
      const bool goes_on = len == BRAILLE_CELLS && (*line)[len - 1] == '"';

      for (size_t i = 0; i < len - (goes_on ? 1 : 0); i++) {
        const widechar cell = LOUIS_DOTS + (widechar)(strchr(ascii, (*line)[i]) - ascii);

        if (cell != LOUIS_DOTS ||
            (cells->len > 0 && g_array_index(cells, widechar, cells->len - 1) != cell))
          g_array_append_val(cells, cell);
      }
      const widechar blank = LOUIS_DOTS;
      if (!goes_on && len > 0)
        g_array_append_val(cells, blank);
    }
  }
  int in_len = (int)cells->len, out_len = in_len * 8 + 64;
  g_autofree widechar *out = g_new0(widechar, (gsize)out_len);
  assert_true(lou_backTranslateString(table, (widechar *)cells->data, &in_len, out, &out_len, NULL,
                                      NULL, dotsIO));
  for (int i = 0; i < out_len; i++)
    g_string_append_unichar(words, out[i]);
  return g_string_free(words, FALSE);
}

/* Lower-case words of letters, in order. */
GPtrArray *
letter_words(const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *lower = g_utf8_strdown(text, -1);
  g_auto(GStrv) parts = g_regex_split_simple("[^\\p{L}]+", lower, 0, 0);

  for (char **part = parts; *part; part++)
    if (**part != '\0')
      g_ptr_array_add(words, g_strdup(*part));
  return words;
}

/* How many of the words come, in this order, in the others (they may have more between). */
guint
found_in_order(const GPtrArray *words, const GPtrArray *others)
{
  enum { LOOK_AHEAD = 30 };
  guint found = 0, at = 0;

  for (guint i = 0; i < words->len; i++) {
    for (guint j = at; j < others->len && j < at + LOOK_AHEAD; j++) {
      if (strcmp(words->pdata[i], others->pdata[j]) != 0)
        continue;
      found++;
      at = j + 1;
      break;
    }
  }
  return found;
}
