/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The formats a paper can have and how each is called, as one table. No format is made here. */
#include "press/job.h"

#include <glib.h>

static const struct {
  const char *name, *extension, *media_type;
} formats[FORMAT_COUNT] = {
  [FORMAT_HTML] = { "html", "html", "text/html; charset=utf-8" },
  [FORMAT_TEXT] = { "text", "txt", "text/plain; charset=utf-8" },
  [FORMAT_LARGE_PRINT] = { "large-print", "pdf", "application/pdf" },
  [FORMAT_EASY_READ] = { "easy-read", "pdf", "application/pdf" },
  [FORMAT_BRAILLE] = { "braille", "brf", "application/x-brf" },
  [FORMAT_AUDIO] = { "audio", "mp3", "audio/mpeg" },
};

const char *
format_name(PaperFormat format)
{
  g_return_val_if_fail(format < FORMAT_COUNT, NULL);
  return formats[format].name;
}

bool
format_from_name(const char *name, PaperFormat *ret_format)
{
  for (unsigned i = 0; name && i < FORMAT_COUNT; i++) {
    if (strcmp(name, formats[i].name) != 0)
      continue;
    *ret_format = (PaperFormat)i;
    return true;
  }
  return false;
}

const char *
format_extension(PaperFormat format)
{
  g_return_val_if_fail(format < FORMAT_COUNT, NULL);
  return formats[format].extension;
}

const char *
format_media_type(PaperFormat format)
{
  g_return_val_if_fail(format < FORMAT_COUNT, NULL);
  return formats[format].media_type;
}
