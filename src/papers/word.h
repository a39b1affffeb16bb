/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Word files into CommonMark by Debian's pandoc, locked in (papers/child.h). */
#pragma once

#include "papers/child.h"

enum {
  WORD_PICTURES_MAX = 30,                     /* of one file: further ones stay words */
  WORD_PICTURES_BYTES_MAX = 20 * 1024 * 1024, /* of one file, all of them, as they came */
};

/* A picture of the file, as it came: nobody has looked at it yet. */
typedef struct {
  char *address; /* where the source names it: "media/image1.png" */
  GBytes *bytes;
} WordPicture;

void word_picture_free(WordPicture *picture);

/* The words of a .docx as CommonMark without raw HTML; footnotes and simple tables are kept, cells
 * with several paragraphs are joined by " / ". `pictures` gets its pictures, each once
 * (WordPicture, freed by the array). *ret_source is g_free'd by the caller; it may turn out to be
 * empty. At most one runs at a time: others wait. */
ChildResult word_to_commonmark(const void *bytes, size_t len, GPtrArray *pictures,
                               char **ret_source, size_t *ret_len);
/* What pandoc wrote, taken apart: pictures, then the source. False: it is not as our filter writes
 * it; `pictures` may have got some. */
bool word_take_apart(const char *output, size_t len, GPtrArray *pictures, char **ret_source,
                     size_t *ret_len);
