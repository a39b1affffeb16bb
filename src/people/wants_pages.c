/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Formats in the viewer's words. */
#include "people/people_pages.h"

#include "ui/page.h"

static const char *const plain_words[FORMAT_COUNT] = {
  [FORMAT_HTML] = N_("web page"),           [FORMAT_TEXT] = N_("plain text"),
  [FORMAT_LARGE_PRINT] = N_("large print"), [FORMAT_EASY_READ] = N_("Easy Read"),
  [FORMAT_BRAILLE] = N_("braille"),         [FORMAT_AUDIO] = N_("sound"),
};

const char *
format_picture(PaperFormat format)
{
  static const char *const names[FORMAT_COUNT] = {
    [FORMAT_HTML] = "computer",   [FORMAT_TEXT] = "file",      [FORMAT_LARGE_PRINT] = "glasses",
    [FORMAT_EASY_READ] = "happy", [FORMAT_BRAILLE] = "finger", [FORMAT_AUDIO] = "sound",
  };

  return names[format];
}

const char *
want_words(Request *r, const FormatWant *want)
{
  const Lang *lang = request_lang(r);

  if (want->format == FORMAT_LARGE_PRINT && want->points > 0) {
    g_autofree char *points = g_strdup_printf("%d", want->points);
    g_autofree char *words =
        lang_fill(lang_text(lang, N_("large print, {points} point")), "points", points, NULL);

    return arena_text(request_arena(r), words);
  }
  if (want->format == FORMAT_BRAILLE && want->grade == 1)
    return lang_text(lang, N_("braille, letter by letter"));
  if (want->format == FORMAT_AUDIO && want->speed == SPEED_SLOW)
    return lang_text(lang, N_("sound, spoken slowly"));
  if (want->format == FORMAT_AUDIO && want->speed == SPEED_FAST)
    return lang_text(lang, N_("sound, spoken fast"));
  return lang_text(lang, plain_words[want->format]);
}

const char *
want_in_words(Page *page, const FormatWant *want)
{
  return want_words(page_request(page), want);
}

const char *
wants_in_words(Page *page, const FormatWants *wants)
{
  const char *words[FORMAT_COUNT];

  if (wants->count == 0)
    return tr(page, plain_words[FORMAT_HTML]);
  for (int i = 0; i < wants->count; i++)
    words[i] = want_in_words(page, &wants->wants[i]);

  g_autofree char *list = lang_list(page_lang(page), words, (size_t)wants->count);

  return arena_text(request_arena(page_request(page)), list);
}

const char *
wants_whole_in_words(Page *page, const FormatWants *wants)
{
  const char *parts[4];
  int count = 0;

  parts[count++] = wants_in_words(page, wants);
  if (wants->is_attached)
    parts[count++] = tr(page, N_("in the mail itself"));
  if (wants->by_text)
    parts[count++] = tr(page, N_("told by text message"));
  if (wants->is_read_aloud)
    parts[count++] = tr(page, N_("read aloud at the meeting"));

  const char *words = parts[0];

  for (int i = 1; i < count; i++)
    words = arena_format(request_arena(page_request(page)), "%s; %s", words, parts[i]);
  return words;
}

const char *
way_in_words(Page *page, const Member *member)
{
  return arena_format(request_arena(page_request(page)), "%s: %s",
                      reach_in_words(page, member->reach),
                      wants_whole_in_words(page, &member->wants));
}
