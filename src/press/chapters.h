/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The chapters of an MP3 that the press made, for the page where it is offered (shared with the
 * server). Written by id3.c. */
#pragma once

#include <glib.h>
#include <stdint.h>

enum { CHAPTERS_TAG_MAX = 512 * 1024 }; /* bytes: the most that is looked at */

typedef struct {
  char *title;
  uint32_t start_ms;
} Chapter;

/* Of Chapter, in order; g_array_unref. Empty where `bytes` (the front of a file) hold no tag with
 * chapters, or a damaged one. */
GArray *chapters_read(const void *bytes, size_t len);
