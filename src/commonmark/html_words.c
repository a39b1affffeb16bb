/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Raw HTML in a paper: only its words are kept. No tree is touched here. */
#include "commonmark/html_words.h"

#include <glib.h>
#include <string.h>

bool
html_starts_with(const char *at, const char *name)
{
  const size_t len = strlen(name);

  return g_ascii_strncasecmp(at, name, len) == 0 &&
         !(g_ascii_isalnum(name[len - 1]) && g_ascii_isalnum(at[len]));
}

static const struct {
  const char *start, *end;
} tags[] = {
  { "<!--", "-->" },
  { "<script", "</script>" },
  { "<style", "</style>" },
  { "<", ">" },
};

/* The end of the tag, comment, script or style that starts at `open`; NULL: not one. What was once
 * looked for in vain is not looked for again, or a megabyte of "<a" would take hours. */
static const char *
tag_end(const char *open, bool is_missing[static G_N_ELEMENTS(tags)])
{
  if (*open != '<' || !(g_ascii_isalpha(open[1]) || (open[1] && strchr("/!?", open[1]))))
    return NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
    size_t len = strlen(tags[i].end);
    if (is_missing[i] || !html_starts_with(open, tags[i].start))
      continue;
    for (const char *c = open; *c; c++)
      if (g_ascii_strncasecmp(c, tags[i].end, len) == 0)
        return c + len;
    is_missing[i] = true;
  }
  return NULL;
}

char *
html_to_words(const char *html)
{
  static const struct {
    const char *name, *letter;
  } entities[] = { { "&lt;", "<" },   { "&gt;", ">" },   { "&quot;", "\"" },
                   { "&apos;", "'" }, { "&nbsp;", " " }, { "&amp;", "&" } };
  bool is_missing[G_N_ELEMENTS(tags)] = { false };
  GString *words = g_string_new(NULL);
  for (const char *c = html; *c;) {
    const char *end = tag_end(c, is_missing);
    g_string_append_c(words, end ? ' ' : *c);
    c = end ? end : c + 1;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
    g_string_replace(words, entities[i].name, entities[i].letter, 0);
  return g_string_free(words, FALSE);
}
