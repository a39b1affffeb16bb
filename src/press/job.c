/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The formats a paper can have and how each is called, as one table. No format is made here. */
#include "press/job.h"

#include <glib.h>

typedef struct {
  const char *name, *extension, *media_type;
} FormatRow;

static const FormatRow formats[FORMAT_COUNT] = {
  [FORMAT_HTML] = { "html", "html", "text/html; charset=utf-8" },
  [FORMAT_TEXT] = { "text", "txt", "text/plain; charset=utf-8" },
  [FORMAT_LARGE_PRINT] = { "large-print", "pdf", "application/pdf" },
  [FORMAT_EASY_READ] = { "easy-read", "pdf", "application/pdf" },
  [FORMAT_BRAILLE] = { "braille", "brf", "application/x-brf" },
  [FORMAT_AUDIO] = { "audio", "mp3", "audio/mpeg" },
};

static const FormatRow post_pack = { "post-pack", "pdf", "application/pdf" };
static const FormatRow meeting_bag = { "meeting-bag", "pdf", "application/pdf" };
static const FormatRow picture = { "picture", "png", "image/png" }; /* or JPEG: its bytes say so */

static const FormatRow *
row_of(PaperFormat format)
{
  if (format == FORMAT_POST_PACK)
    return &post_pack;
  if (format == FORMAT_MEETING_BAG)
    return &meeting_bag;
  if (format == FORMAT_PICTURE)
    return &picture;
  g_return_val_if_fail(format < FORMAT_COUNT, NULL);
  return &formats[format];
}

const char *
format_name(PaperFormat format)
{
  const FormatRow *row = row_of(format);

  return row ? row->name : NULL;
}

bool
format_from_name(const char *name, PaperFormat *ret_format)
{
  if (name && strcmp(name, post_pack.name) == 0) {
    *ret_format = FORMAT_POST_PACK;
    return true;
  }
  if (name && strcmp(name, meeting_bag.name) == 0) {
    *ret_format = FORMAT_MEETING_BAG;
    return true;
  }
  if (name && strcmp(name, picture.name) == 0) {
    *ret_format = FORMAT_PICTURE;
    return true;
  }
  for (unsigned i = 0; name && i < FORMAT_COUNT; i++) {
    if (strcmp(name, formats[i].name) != 0)
      continue;
    *ret_format = (PaperFormat)i;
    return true;
  }
  return false;
}

static const char *const speeds[SPEED_COUNT] = {
  [SPEED_NORMAL] = "normal", [SPEED_SLOW] = "slow", [SPEED_FAST] = "fast"
};

const char *
speed_name(SpeechSpeed speed)
{
  return speeds[speed];
}

bool
speed_from_name(const char *name, SpeechSpeed *ret_speed)
{
  for (unsigned i = 0; name && i < SPEED_COUNT; i++) {
    if (strcmp(speeds[i], name) != 0)
      continue;
    *ret_speed = (SpeechSpeed)i;
    return true;
  }
  return false;
}

const char *
format_extension(PaperFormat format)
{
  const FormatRow *row = row_of(format);

  return row ? row->extension : NULL;
}

const char *
format_media_type(PaperFormat format)
{
  const FormatRow *row = row_of(format);

  return row ? row->media_type : NULL;
}
