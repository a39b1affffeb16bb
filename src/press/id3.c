/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bytes of ID3v2.3: big end first; a text is Latin-1 where that can say it, else UTF-16. */
#include "press/id3.h"

enum { TAG_HEADER = 10, SIDE_INFO = 9, TABLE_SIZE = 100 };

static void
put_number(Buffer *out, uint32_t number)
{
  const char bytes[4] = { (char)(number >> 24), (char)(number >> 16 & 0xff),
                          (char)(number >> 8 & 0xff), (char)(number & 0xff) };

  buffer_put(out, bytes, sizeof(bytes));
}

/* Frames are made in a buffer of their own first: their length stands before them. */
static void
put_frame(Buffer *out, const char *name, const Buffer *body)
{
  buffer_put(out, name, 4);
  put_number(out, (uint32_t)body->len);
  buffer_put(out, "\0\0", 2);
  buffer_put(out, body->data, body->len);
}

static void
put_text(Buffer *out, const char *name, const char *text)
{
  g_auto(Buffer) body = BUFFER_INIT(8 * ID3_TITLE_MAX);
  g_autofree char *cut = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), ID3_TITLE_MAX));
  glong count = 0;
  g_autofree gunichar2 *wide = g_utf8_to_utf16(cut, -1, NULL, &count, NULL);
  bool is_latin = true;

  for (glong i = 0; i < count; i++)
    is_latin = is_latin && wide[i] < 0x100;
  buffer_put(&body, is_latin ? "\0" : "\1\xfe\xff", is_latin ? 1 : 3);
  for (glong i = 0; i < count; i++) {
    if (!is_latin)
      buffer_put_byte(&body, (char)(wide[i] >> 8));
    buffer_put_byte(&body, (char)(wide[i] & 0xff));
  }
  put_frame(out, name, &body);
}

static void
put_contents(Buffer *out, size_t count)
{
  enum { TOP = 2, ORDERED = 1 };
  g_auto(Buffer) body = BUFFER_INIT(16 * ID3_CHAPTERS_MAX);

  buffer_put(&body, "toc", sizeof("toc"));
  buffer_put_byte(&body, TOP | ORDERED);
  buffer_put_byte(&body, (char)count);
  for (size_t i = 0; i < count; i++) {
    buffer_put_text(&body, "ch");
    buffer_put_int(&body, (gint64)i);
    buffer_put_byte(&body, '\0');
  }
  put_frame(out, "CTOC", &body);
}

static void
put_chapter(Buffer *out, const Id3Chapter *chapter, size_t number)
{
  g_auto(Buffer) body = BUFFER_INIT(16 * ID3_TITLE_MAX);

  buffer_put_text(&body, "ch");
  buffer_put_int(&body, (gint64)number);
  buffer_put_byte(&body, '\0');
  put_number(&body, chapter->start_ms);
  put_number(&body, chapter->end_ms);
  put_number(&body, UINT32_MAX); /* no byte offsets: the times count */
  put_number(&body, UINT32_MAX);
  put_text(&body, "TIT2", chapter->title);
  put_frame(out, "CHAP", &body);
}

void
id3_write(const Id3Tag *tag, size_t padded_len, Buffer *out)
{
  g_auto(Buffer) body = BUFFER_INIT(1024 * 1024);
  char length[16];

  g_snprintf(length, sizeof(length), "%u", tag->length_ms);
  put_text(&body, "TIT2", tag->title);
  put_text(&body, "TLAN", tag->lang);
  put_text(&body, "TCON", "Speech");
  put_text(&body, "TLEN", length);
  put_contents(&body, tag->chapter_count);
  for (size_t i = 0; i < tag->chapter_count; i++)
    put_chapter(&body, &tag->chapters[i], i);
  while (body.len + TAG_HEADER < padded_len)
    buffer_put_byte(&body, '\0');

  buffer_put(out, "ID3\3\0\0", 6);
  for (int shift = 21; shift >= 0;
       shift -= 7) /* seven bits a byte, so that no byte looks like sound */
    buffer_put_byte(out, (char)(body.len >> shift & 0x7f));
  buffer_put(out, body.data, body.len);
}

void
mp3_info_write(const uint8_t header[4], size_t frame_len, uint32_t frames, uint32_t bytes,
               Buffer *out)
{
  enum { HAS_FRAMES = 1, HAS_BYTES = 2, HAS_TABLE = 4 };
  static const char zeros[SIDE_INFO] = { 0 };
  const size_t start = out->len;

  g_return_if_fail(frame_len >= MP3_INFO_MIN);
  buffer_put(out, (const char *)header, 4);
  buffer_put(out, zeros, sizeof(zeros));
  buffer_put_text(out, "Info");
  put_number(out, HAS_FRAMES | HAS_BYTES | HAS_TABLE);
  put_number(out, frames);
  put_number(out, bytes);
  for (int i = 0; i < TABLE_SIZE; i++) /* constant rate: the table is a straight line */
    buffer_put_byte(out, (char)(i * 256 / TABLE_SIZE));
  while (!out->is_full && out->len - start < frame_len)
    buffer_put_byte(out, '\0');
}
