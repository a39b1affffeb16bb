/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The formats somebody wants: as words in forms, lists and under seal. */
#include "people/people.h"

#include <stddef.h>
#include <string.h>

/* How people write them in lists; the program writes format_name(). All folded by fold_word(). */
static const struct {
  const char *word;
  PaperFormat format;
  int grade;
  SpeechSpeed speed;
} words[] = {
  { "html", FORMAT_HTML, 0 },
  { "web", FORMAT_HTML, 0 },
  { "web page", FORMAT_HTML, 0 },
  { "page", FORMAT_HTML, 0 },
  { "text", FORMAT_TEXT, 0 },
  { "plain text", FORMAT_TEXT, 0 },
  { "large print", FORMAT_LARGE_PRINT, 0 },
  { "easy read", FORMAT_EASY_READ, 0 },
  { "easyread", FORMAT_EASY_READ, 0 },
  { "braille", FORMAT_BRAILLE, 0 },
  { "braille 1", FORMAT_BRAILLE, 1 },
  { "braille grade 1", FORMAT_BRAILLE, 1 },
  { "braille 2", FORMAT_BRAILLE, 2 },
  { "braille grade 2", FORMAT_BRAILLE, 2 },
  { "audio", FORMAT_AUDIO, 0 },
  { "sound", FORMAT_AUDIO, 0 },
  { "audio slow", FORMAT_AUDIO, 0, SPEED_SLOW },
  { "audio normal", FORMAT_AUDIO, 0 },
  { "audio fast", FORMAT_AUDIO, 0, SPEED_FAST },
};

/* How a paper comes, beside its formats. The first of each is how the program writes it. */
static const struct {
  const char *word;
  size_t offset; /* of the bool in FormatWants */
} extras[] = {
  { "attached", offsetof(FormatWants, is_attached) },
  { "text message", offsetof(FormatWants, by_text) },
  { "read aloud", offsetof(FormatWants, is_read_aloud) },
  { "text messages", offsetof(FormatWants, by_text) },
  { "read it to me at the meeting", offsetof(FormatWants, is_read_aloud) },
};

enum { EXTRAS_WRITTEN = 3 };

static const int point_sizes[] = { 16, 18, 20, 24, 28 };

/* "Large-Print : 24 pt" → "large print 24": lower case, runs of anything else one space. */
static char *
fold_word(const char *text)
{
  GString *folded = g_string_new(NULL);

  for (const char *at = text; *at; at++) {
    if (g_ascii_isalnum(*at))
      g_string_append_c(folded, g_ascii_tolower(*at));
    else if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
      g_string_append_c(folded, ' ');
  }
  if (folded->len > 0 && folded->str[folded->len - 1] == ' ')
    g_string_truncate(folded, folded->len - 1);
  if (g_str_has_suffix(folded->str, " points") || g_str_has_suffix(folded->str, " point"))
    g_string_truncate(folded, (gsize)(strrchr(folded->str, ' ') - folded->str));
  else if (g_str_has_suffix(folded->str, "pt"))
    g_string_truncate(folded, folded->len - (g_str_has_suffix(folded->str, " pt") ? 3 : 2));
  return g_string_free(folded, FALSE);
}

static bool
find_word(const char *word, FormatWant *ret_want)
{
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    if (strcmp(words[i].word, word) != 0)
      continue;
    *ret_want =
        (FormatWant){ .format = words[i].format, .grade = words[i].grade, .speed = words[i].speed };
    return true;
  }
  return false;
}

/* A size stands at the end: "large print 24". */
static bool
read_want(const char *text, FormatWant *ret_want)
{
  g_autofree char *word = fold_word(text);

  if (find_word(word, ret_want))
    return true;

  char *space = strrchr(word, ' ');
  gint64 points = space ? g_ascii_strtoll(space + 1, NULL, 10) : 0;

  if (!space)
    return false;
  *space = '\0';
  for (size_t i = 0; i < G_N_ELEMENTS(point_sizes); i++) {
    FormatWant want;

    if (points != point_sizes[i] || !find_word(word, &want))
      continue;
    if (want.format != FORMAT_LARGE_PRINT && want.format != FORMAT_EASY_READ)
      return false;
    want.points = (int)points;
    *ret_want = want;
    return true;
  }
  return false;
}

static bool
has_want(const FormatWants *wants, PaperFormat format)
{
  for (int i = 0; i < wants->count; i++)
    if (wants->wants[i].format == format)
      return true;
  return false;
}

static bool *
extra_of(FormatWants *wants, size_t i)
{
  return (bool *)((char *)wants + extras[i].offset);
}

static bool
read_extra(const char *text, FormatWants *wants)
{
  g_autofree char *word = fold_word(text);

  for (size_t i = 0; i < G_N_ELEMENTS(extras); i++) {
    if (strcmp(extras[i].word, word) == 0) {
      *extra_of(wants, i) = true;
      return true;
    }
  }
  return false;
}

bool
format_wants_from_text(const char *text, FormatWants *ret_wants)
{
  g_auto(GStrv) parts = g_strsplit_set(text, ";,|+\n", -1);
  FormatWants wants = { .count = 0 };

  for (char **part = parts; *part; part++) {
    FormatWant want;

    g_strstrip(*part);
    if (!**part || read_extra(*part, &wants))
      continue;
    if (!read_want(*part, &want))
      return false;
    if (!has_want(&wants, want.format)) /* said twice: the first counts */
      wants.wants[wants.count++] = want;
  }
  *ret_wants = wants;
  return true;
}

const char *
format_wants_to_text(const FormatWants *wants, Arena *arena)
{
  const char *text = "";

  for (int i = 0; i < wants->count; i++) {
    const FormatWant *want = &wants->wants[i];
    int number = want->format == FORMAT_BRAILLE ? want->grade : want->points;

    if (want->format == FORMAT_AUDIO && want->speed != SPEED_NORMAL) {
      text = arena_format(arena, "%s%s%s %s", text, i ? "; " : "", format_name(want->format),
                          speed_name(want->speed));
      continue;
    }
    text = number > 0
               ? arena_format(arena, "%s%s%s %d", text, i ? "; " : "", format_name(want->format),
                              number)
               : arena_format(arena, "%s%s%s", text, i ? "; " : "", format_name(want->format));
  }
  for (size_t i = 0; i < EXTRAS_WRITTEN; i++)
    if (*extra_of((FormatWants *)wants, i))
      text = arena_format(arena, "%s%s%s", text, *text ? "; " : "", extras[i].word);
  return text;
}

bool
format_wants_are_texted(const FormatWants *wants, Reach way)
{
  return way == REACH_PHONE && wants->by_text;
}
