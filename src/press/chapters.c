/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads CHAP frames of an ID3v2.3 tag with care: a length is believed only as far as there are
 * bytes. */
#include "press/chapters.h"

#include <string.h>

enum { HEADER = 10, TIMES = 16, CHAPTERS_MAX = 255 };

static void
chapter_clear(gpointer data)
{
  g_free(((Chapter *)data)->title);
}

static uint32_t
number_at(const uint8_t *at)
{
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* A text frame's body: a byte that says how it is written, and the text. NULL: not one. */
static char *
read_text(const uint8_t *body, size_t len)
{
  if (len < 1 || body[0] > 1)
    return NULL;
  return g_convert((const char *)body + 1, (gssize)len - 1, "UTF-8",
                   body[0] == 0 ? "ISO-8859-1" : "UTF-16", NULL, NULL, NULL);
}

static void
read_chapter(GArray *chapters, const uint8_t *body, size_t len)
{
  const uint8_t *id_end = memchr(body, 0, len);
  const size_t id_len = id_end ? (size_t)(id_end - body) + 1 : len;

  if (len < id_len + TIMES + HEADER || chapters->len == CHAPTERS_MAX)
    return;

  const uint8_t *title = body + id_len + TIMES;
  const size_t title_len = number_at(title + 4);

  if (memcmp(title, "TIT2", 4) != 0 || title_len > len - id_len - TIMES - HEADER)
    return;

  const Chapter chapter = { .title = read_text(title + HEADER, title_len),
                            .start_ms = number_at(body + id_len) };

  if (chapter.title)
    g_array_append_val(chapters, chapter);
}

GArray *
chapters_read(const void *bytes, size_t len)
{
  const uint8_t *tag = bytes;
  GArray *chapters = g_array_new(FALSE, FALSE, sizeof(Chapter));

  g_array_set_clear_func(chapters, chapter_clear);
  if (len < HEADER || memcmp(tag, "ID3\3", 4) != 0)
    return chapters;

  const size_t said = (size_t)(tag[6] & 0x7f) << 21 | (size_t)(tag[7] & 0x7f) << 14 |
                      (size_t)(tag[8] & 0x7f) << 7 | (tag[9] & 0x7f);
  const size_t end = MIN(len, HEADER + said);

  for (size_t at = HEADER; at + HEADER <= end && tag[at] != 0;) {
    const size_t body_len = number_at(tag + at + 4);

    if (body_len > end - at - HEADER)
      break;
    if (memcmp(tag + at, "CHAP", 4) == 0)
      read_chapter(chapters, tag + at + HEADER, body_len);
    at += HEADER + body_len;
  }
  return chapters;
}
