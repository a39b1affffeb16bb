/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests only: reads a made PDF back by other programs (poppler's tools) and by walking its
 * objects, so that nothing is believed because the maker says so. */
#pragma once

#include "base/buffer.h"
#include "press/press.h"

#include <qpdf/qpdf-c.h>

typedef struct {
  char *path; /* of the file the tools read */
  Buffer bytes;
  qpdf_data qpdf;
} MadePdf;

/* Fails the test when the maker does not say PRESS_MADE. Free with made_pdf_free. */
MadePdf *made_large_print(const char *text, int points);
/* The same with pictures beside the text, and its parts numbered. */
MadePdf *made_numbered(const char *text, const PressPicture *pictures, size_t count, int points);
PressResult large_print_with(const char *text, const PressPicture *pictures, size_t count,
                             int points, Buffer *out);
MadePdf *made_easy_read(const char *text, const PressPicture *pictures, size_t count, int points);
/* The same with numbers beside the first so many rows. */
MadePdf *made_easy_numbered(const char *text, int rows, int points);
MadePdf *made_from_bytes(Buffer *bytes); /* takes them */
void made_pdf_free(MadePdf *pdf);
/* What the maker answers, and nothing made. */
PressResult large_print_result(const char *text, int points);

/* Standard output of a tool: "{}" among the words becomes the file's path. Free with g_free. */
char *pdf_ask(const MadePdf *pdf, const char *command);
char *pdf_all_text(const MadePdf *pdf); /* pdftotext -raw */
char *pdf_page_text(const MadePdf *pdf, int page);
int pdf_page_count(const MadePdf *pdf);
/* "H1", "H2" … of the structure tree in order, joined by spaces. */
char *pdf_headings(const MadePdf *pdf);
/* All letters (nothing else) of a text, joined. */
char *letters_of(const char *text);
/* /Alt of every Figure in order, joined by "|". */
char *pdf_alts(const MadePdf *pdf);
/* Text of a key of the catalogue ("/Lang"), or "". */
char *pdf_catalogue_text(const MadePdf *pdf, const char *key);
/* Every mark of every page is in the tree exactly once and on the right page; every annotation is
 * referred to; every element's parent is the one that lists it. */
void assert_tree_whole(const MadePdf *pdf);
/* Sizes of print, one bit a point: bit 18 is set when something is 18 points high. */
guint64 pdf_sizes(const MadePdf *pdf);
void assert_all_on_page(const MadePdf *pdf);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MadePdf, made_pdf_free)
