/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Cells to lines and pages, and pages to a BRF file: 40 cells by 25 lines, the page number at the
 * right of the last line. Knows nothing of words or of CommonMark. */
#pragma once

#include "base/buffer.h"

#include <stdint.h>

enum { BRAILLE_CELLS = 40, BRAILLE_LINES = 25 };

typedef struct {
  int first, runover; /* blank cells before the first line and before the others */
  bool is_centred;    /* instead of indents: with at least three cells free at each side */
  bool is_heading;    /* stays with the two lines that follow it */
} BrailleStyle;

typedef struct BraillePages BraillePages;

BraillePages *braille_pages_new(void);
void braille_pages_free(BraillePages *pages);
/* Lays out cells (0 is a blank) as one paragraph. A word longer than a line is cut with the line
 * continuation indicator (dot 5) at each cut. */
void braille_pages_add(BraillePages *pages, const uint8_t *cells, size_t len,
                       const BrailleStyle *style);
/* A blank line; several in a row are one, none at the start of a page. */
void braille_pages_add_blank(BraillePages *pages);
/* Braille in ASCII: capital letters, CR LF after each line, form feed after each page. */
void braille_pages_write(const BraillePages *pages, Buffer *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BraillePages, braille_pages_free)
