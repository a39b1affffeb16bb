/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking at the first bytes of a file. */
#include "papers/media.h"

#include "papers/import.h"

#include <string.h>

enum { BOX_NAME_AT = 4, BRAND_AT = 8, BRAND_LEN = 4, HEAD_MOST = 4096 };

enum {
  KIND_MP4,
  KIND_QUICKTIME,
  KIND_WEBM,
  KIND_OGG_FILM,
  KIND_M4A,
  KIND_MP3,
  KIND_OGG,
  KIND_WAV,
  KIND_FLAC,
  KIND_PNG,
  KIND_JPEG,
  KIND_GIF,
  KIND_WEBP,
  KIND_PDF,
  KIND_WORD,
  KIND_TEXT,
};

static const MediaKind kinds[] = {
  [KIND_MP4] = { MEDIA_FILM, "video/mp4", "mp4" },
  [KIND_QUICKTIME] = { MEDIA_FILM, "video/quicktime", "mov" },
  [KIND_WEBM] = { MEDIA_FILM, "video/webm", "webm" },
  [KIND_OGG_FILM] = { MEDIA_FILM, "video/ogg", "ogv" },
  [KIND_M4A] = { MEDIA_SOUND, "audio/mp4", "m4a" },
  [KIND_MP3] = { MEDIA_SOUND, "audio/mpeg", "mp3" },
  [KIND_OGG] = { MEDIA_SOUND, "audio/ogg", "ogg" },
  [KIND_WAV] = { MEDIA_SOUND, "audio/wav", "wav" },
  [KIND_FLAC] = { MEDIA_SOUND, "audio/flac", "flac" },
  [KIND_PNG] = { MEDIA_PICTURE, "image/png", "png" },
  [KIND_JPEG] = { MEDIA_PICTURE, "image/jpeg", "jpg" },
  [KIND_GIF] = { MEDIA_PICTURE, "image/gif", "gif" },
  [KIND_WEBP] = { MEDIA_PICTURE, "image/webp", "webp" },
  [KIND_PDF] = { MEDIA_PAGES, "application/pdf", "pdf" },
  [KIND_WORD] = { MEDIA_PAGES,
                  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                  "docx" },
  [KIND_TEXT] = { MEDIA_PAGES, "text/plain; charset=utf-8", "txt" },
};

static const struct {
  size_t at, len;
  const char *bytes;
  int kind;
} marks[] = {
  { 0, 4, "\x1a\x45\xdf\xa3", KIND_WEBM },
  { 0, 3, "ID3", KIND_MP3 },
  { 8, 4, "WAVE", KIND_WAV },
  { 8, 4, "WEBP", KIND_WEBP },
  { 0, 4, "fLaC", KIND_FLAC },
  { 0, 8, "\x89PNG\r\n\x1a\n", KIND_PNG },
  { 0, 3, "\xff\xd8\xff", KIND_JPEG },
  { 0, 4, "GIF8", KIND_GIF },
  { 0, 5, "%PDF-", KIND_PDF },
};

static bool
has_at(const void *bytes, size_t len, size_t at, const void *mark, size_t mark_len)
{
  return len >= at + mark_len && memcmp((const char *)bytes + at, mark, mark_len) == 0;
}

static const MediaKind *
look_at_box(const void *bytes, size_t len)
{
  if (has_at(bytes, len, BRAND_AT, "M4A ", BRAND_LEN) ||
      has_at(bytes, len, BRAND_AT, "M4B ", BRAND_LEN))
    return &kinds[KIND_M4A];
  if (has_at(bytes, len, BRAND_AT, "qt  ", BRAND_LEN))
    return &kinds[KIND_QUICKTIME];
  return len >= BRAND_AT + BRAND_LEN ? &kinds[KIND_MP4] : NULL;
}

/* MPEG audio without a tag before it: eleven bits set, then a version, layer and rate that exist.
 */
static bool
is_mpeg_sound(const unsigned char *bytes, size_t len)
{
  return len >= 3 && bytes[0] == 0xff && (bytes[1] & 0xe0) == 0xe0 && (bytes[1] & 0x18) != 0x08 &&
         (bytes[1] & 0x06) == 0x02 && (bytes[2] & 0xf0) != 0xf0 && (bytes[2] & 0x0c) != 0x0c;
}

const MediaKind *
media_look(const void *bytes, size_t len)
{
  const char *message = NULL;

  if (has_at(bytes, len, BOX_NAME_AT, "ftyp", 4))
    return look_at_box(bytes, len);
  if (has_at(bytes, len, 0, "OggS", 4))
    return &kinds[memmem(bytes, len < HEAD_MOST ? len : (size_t)HEAD_MOST, "theora", 6)
                      ? KIND_OGG_FILM
                      : KIND_OGG];
  for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
    if (has_at(bytes, len, marks[i].at, marks[i].bytes, marks[i].len))
      return &kinds[marks[i].kind];
  if (is_mpeg_sound(bytes, len))
    return &kinds[KIND_MP3];
  switch (upload_look(bytes, len, &message)) {
  case UPLOAD_TEXT:
    return &kinds[KIND_TEXT];
  case UPLOAD_WORD:
    return &kinds[KIND_WORD];
  case UPLOAD_OTHER:
    break;
  }
  return NULL;
}

const MediaKind *
media_of_type(const char *type)
{
  for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
    if (strcmp(kinds[i].type, type) == 0)
      return &kinds[i];
  return NULL;
}
