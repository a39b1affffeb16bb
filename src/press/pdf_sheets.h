/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The A4 sheets that a PDF is drawn on: the pen, where it stands, page numbers, and which tag the
 * pen draws for. Knows nothing of paragraphs (pdf_layout) or of PDF objects (pdf_fix). */
#pragma once

#include "press/pdf_tags.h"
#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

enum { SHEETS_MAX = 3000, SHEETS_TAGS_MAX = 150 * 1000 };

typedef struct {
  double red, green, blue;
} PdfColour;

extern const PdfColour PDF_INK;   /* near black: 19:1 on white */
extern const PdfColour PDF_WOOD;  /* teal #0a4b57 of headings and links: 9.6:1 on white */
extern const PdfColour PDF_QUIET; /* numbers of parts: 7:1 on white */
extern const PdfColour PDF_WARM;  /* amber lines; never the colour of words */
extern const PdfColour PDF_CLOTH; /* the thin lines of tables */

typedef struct {
  cairo_surface_t *surface;
  cairo_t *cairo;
  PangoContext *pango;
  GByteArray *bytes; /* what Cairo wrote */
  TagTree *tags;
  Tag *marked; /* the tag of the open mark */
  bool is_marking, is_artifact;
  bool is_open; /* something stands on this sheet */
  bool is_numbered;
  int page;      /* from 0 */
  double points; /* size of the body text and of the page numbers */
  double width, height, left, right, top, bottom; /* of the sheet, and of what may be written on */
  double y;                                       /* where the next thing goes */
  void (*on_break)(void *data);                   /* before a sheet is left */
  void *on_break_data;
} Sheets;

/* Families by preference. Andika is Debian's fonts-sil-andika, drawn for people who learn to read:
 * I, l and 1 differ, as do O and 0. DejaVu has what it lacks. */
#define PDF_FONT      "Atkinson Hyperlegible Next,Atkinson Hyperlegible,Andika,DejaVu Sans,sans"
#define PDF_FONT_CODE "DejaVu Sans Mono,monospace"

/* A4 upright, body size in points, `lang` BCP 47. Free with sheets_free. */
Sheets *sheets_new(double points, const char *lang);
void sheets_free(Sheets *sheets);
/* An empty layout in our font, `points` high; no ligatures, no hyphens put in, wraps anywhere if it
 * must. Width in points; 0: one line. Unref with g_object_unref. */
PangoLayout *sheets_layout(Sheets *sheets, double points, bool is_bold, bool is_code, double width);
/* What is drawn from now on belongs to `tag`; NULL: an artifact (lines, page numbers). */
void sheets_mark(Sheets *sheets, Tag *tag);
/* Leaves the sheet (number at its foot) for a fresh one; nothing when the sheet is still empty. */
void sheets_break(Sheets *sheets);
/* Past what one process may hold: the maker stops and refuses. */
bool sheets_are_too_many(const Sheets *sheets);
bool sheets_has_room(const Sheets *sheets, double height);
void sheets_set_colour(Sheets *sheets, PdfColour colour);
/* A filled rectangle as artifact: the lines and bars of the page. */
void sheets_draw_bar(Sheets *sheets, double x, double y, double width, double height,
                     PdfColour colour);
/* A bookmark to where the pen stands; parent 0: the top. Returns its id. */
int sheets_add_bookmark(Sheets *sheets, int parent, const char *text);
/* Ends the last sheet. False when Cairo failed. Then sheets->bytes holds the untagged PDF. */
bool sheets_finish(Sheets *sheets);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheets, sheets_free)
