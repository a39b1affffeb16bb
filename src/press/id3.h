/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The tag at the front of an MP3: its title and chapters (ID3v2.3 with the Chapter Frame Addendum
 * of 2005), and the "Info" frame by which players know its length. Encodes no sound. */
#pragma once

#include "base/buffer.h"

#include <stdint.h>

enum {
  ID3_CHAPTERS_MAX = 255, /* a contents frame counts them in one byte */
  ID3_TITLE_MAX = 200,    /* characters; longer titles are cut */
};

typedef struct {
  char *title;
  uint32_t start_ms, end_ms;
} Id3Chapter;

typedef struct {
  const char *title;
  const char *lang; /* ISO 639-2, three letters */
  uint32_t length_ms;
  const Id3Chapter *chapters;
  size_t chapter_count; /* at most ID3_CHAPTERS_MAX */
} Id3Tag;

/* Adds the tag, padded with zeros to `padded_len` bytes; 0: no padding. A tag's length depends on
 * its titles and the digits of length_ms, not on the chapters' times. */
void id3_write(const Id3Tag *tag, size_t padded_len, Buffer *out);

/* Adds an Info frame of `frame_len` bytes that starts like the stream's own frames: `header` is the
 * first four bytes of one (without padding). For constant bit rates, MPEG-2, one channel. */
enum { MP3_INFO_MIN = 129 };
void mp3_info_write(const uint8_t header[4], size_t frame_len, uint32_t frames, uint32_t bytes,
                    Buffer *out);
