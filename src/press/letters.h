/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a post pack is made of: one block of lines a letter, blank lines between. Shared with the
 * server, which writes it; the made PDFs come beside it in the bundle (press/input.h), by name:
 *
 *   to: Ann Jones             the name, then the lines of the address; 1 to LETTER_LINES_MAX
 *   to: 1 Broad Street
 *   title: A guide            of the paper; may be left out
 *   note: Braille, 28 sheets  printed on the address sheet, for whoever fills the envelope
 *   pdf: large-print-18       goes in after the address sheet; several keep their order
 *   leaf: leaf-q1             a PDF on a sheet of paper of its own: nothing on its back
 *   slip: 0ane dqz0 r000 0w   a last page to tick, write on and send back, with this code
 *   slip-size: 24             of its words, in points; else those of the address sheet
 *   slip-head: Your answer    what stands on it, from top to bottom
 *   slip-how: Tick a box …
 *   slip-box: I can read it   a box to tick
 *   slip-space: I need:       a box, and room to write below it */
#pragma once

#include "base/buffer.h"

#include <glib.h>

enum { LETTERS_MAX = 1000, LETTER_LINES_MAX = 8, LETTER_PARTS_MAX = 8, LETTER_LINE_LEN_MAX = 300 };
enum { SLIP_POINTS_LEAST = 12, SLIP_POINTS_MOST = 36 };

typedef struct {
  GPtrArray *to, *notes, *pdfs;        /* char * */
  char *title;                         /* NULL: none */
  char *leaf;                          /* NULL: none */
  char *slip;                          /* its code; NULL: no slip */
  int slip_points;                     /* 0: as the address sheet */
  char *slip_head, *slip_how;          /* NULL: none */
  GPtrArray *slip_boxes, *slip_spaces; /* char * */
} Letter;

Letter *letter_new(void);
void letter_free(Letter *letter);
/* The name, then an address of one or more lines (ends of lines or commas part them). */
void letter_set_address(Letter *letter, const char *name, const char *address);
/* Adds its block to `out`. */
void letter_write(const Letter *letter, Buffer *out);
/* Letter *, at least one. NULL and *ret_problem (free it) when the text is not in the form. */
GPtrArray *letters_parse(const char *text, char **ret_problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Letter, letter_free)
