/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The A4 sheets that a PDF is drawn on, with Cairo. What goes on them: pdf_layout, pdf_easy. */
#include "press/pdf_sheets.h"
#include <cairo-pdf.h>

const PdfColour PDF_INK = { 0.043, 0.047, 0.047 };
const PdfColour PDF_WOOD = { 0.039, 0.294, 0.341 };
const PdfColour PDF_QUIET = { 0.349, 0.349, 0.349 };
const PdfColour PDF_WARM = { 0.949, 0.722, 0.294 };
const PdfColour PDF_CLOTH = { 0.682, 0.651, 0.580 };

/* A4 in points (ISO 216: 210 by 297 mm); margins of 20 mm, 15 mm under the page number. */
static const double A4_WIDTH = 595.276, A4_HEIGHT = 841.890, MARGIN = 56.693, FOOT = 42.52;

static cairo_status_t
bytes_write(void *closure, const unsigned char *data, unsigned length)
{
  g_byte_array_append(closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* No hinting and no rounding: a page must come out the same on every machine and at every size. */
static PangoContext *
pango_context_for(cairo_t *cairo, const char *lang)
{
  PangoContext *context = pango_cairo_create_context(cairo);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_NONE);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string(lang));
  return context;
}

Sheets *
sheets_new(double points, const char *lang)
{
  Sheets *sheets = g_new0(Sheets, 1);
  sheets->bytes = g_byte_array_new();
  sheets->surface =
      cairo_pdf_surface_create_for_stream(bytes_write, sheets->bytes, A4_WIDTH, A4_HEIGHT);
  sheets->cairo = cairo_create(sheets->surface);
  sheets->pango = pango_context_for(sheets->cairo, lang);
  sheets->tags = tag_tree_new();
  sheets->points = points;
  sheets->is_numbered = true;
  sheets->width = A4_WIDTH;
  sheets->height = A4_HEIGHT;
  sheets->left = MARGIN;
  sheets->right = A4_WIDTH - MARGIN;
  sheets->top = MARGIN;
  sheets->bottom = A4_HEIGHT - FOOT - points * 2;
  sheets->y = sheets->top;
  return sheets;
}

void
sheets_free(Sheets *sheets)
{
  if (!sheets)
    return;
  g_object_unref(sheets->pango);
  cairo_destroy(sheets->cairo);
  cairo_surface_destroy(sheets->surface);
  g_byte_array_unref(sheets->bytes);
  tag_tree_free(sheets->tags);
  g_free(sheets);
}

static void
mark_end(Sheets *sheets)
{
  if (sheets->is_marking)
    cairo_tag_end(sheets->cairo, "P");
  sheets->is_marking = false;
}

/* Every mark is a "P" to Cairo, which knows few tags and fails on the others; pdf_fix renames. */
void
sheets_mark(Sheets *sheets, Tag *tag)
{
  sheets->is_open = true;
  if (sheets->is_marking && sheets->marked == tag)
    return;
  mark_end(sheets);
  cairo_tag_begin(sheets->cairo, "P", NULL);
  tag_add_mark(sheets->tags, tag, sheets->page);
  sheets->is_marking = true;
  sheets->marked = tag;
}

void
sheets_set_colour(Sheets *sheets, PdfColour colour)
{
  cairo_set_source_rgb(sheets->cairo, colour.red, colour.green, colour.blue);
}

void
sheets_draw_bar(Sheets *sheets, double x, double y, double width, double height, PdfColour colour)
{
  sheets_mark(sheets, NULL);
  sheets_set_colour(sheets, colour);
  cairo_rectangle(sheets->cairo, x, y, width, height);
  cairo_fill(sheets->cairo);
}

PangoLayout *
sheets_layout(Sheets *sheets, double points, bool is_bold, bool is_code, double width)
{
  PangoLayout *layout = pango_layout_new(sheets->pango);
  PangoFontDescription *font = pango_font_description_new();

  pango_font_description_set_family_static(font, is_code ? PDF_FONT_CODE : PDF_FONT);
  pango_font_description_set_weight(font, is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font, points * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  if (width > 0)
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
  return layout;
}

/* As large as the body (UKAAF), in the middle, a number only: it needs no translation. */
static void
draw_page_number(Sheets *sheets)
{
  g_autofree char *text = g_strdup_printf("%d", sheets->page + 1);
  g_autoptr(PangoLayout) layout = sheets_layout(sheets, sheets->points, false, false, 0);
  int width = 0;

  pango_layout_set_text(layout, text, -1);
  pango_layout_get_size(layout, &width, NULL);
  sheets_mark(sheets, NULL);
  sheets_set_colour(sheets, PDF_INK);
  cairo_move_to(sheets->cairo, (sheets->width - (double)width / PANGO_SCALE) / 2,
                sheets->height - FOOT);
  pango_cairo_show_layout_line(sheets->cairo, pango_layout_get_line_readonly(layout, 0));
}

void
sheets_break(Sheets *sheets)
{
  if (!sheets->is_open)
    return;
  if (sheets->on_break)
    sheets->on_break(sheets->on_break_data);
  if (sheets->is_numbered)
    draw_page_number(sheets);
  mark_end(sheets);
  cairo_show_page(sheets->cairo);
  sheets->page++;
  sheets->is_open = false;
  sheets->y = sheets->top;
}

bool
sheets_are_too_many(const Sheets *sheets)
{
  return sheets->page >= SHEETS_MAX || sheets->tags->tags->len >= SHEETS_TAGS_MAX;
}

bool
sheets_has_room(const Sheets *sheets, double height)
{
  return sheets->y + height <= sheets->bottom + 0.01;
}

int
sheets_add_bookmark(Sheets *sheets, int parent, const char *text)
{
  g_autofree char *where = g_strdup_printf("page=%d pos=[%d %d]", sheets->page + 1,
                                           (int)sheets->left, MAX(0, (int)sheets->y - 4));
  return cairo_pdf_surface_add_outline(sheets->surface, parent, text, where,
                                       CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

bool
sheets_finish(Sheets *sheets)
{
  sheets_break(sheets);
  bool is_good = cairo_status(sheets->cairo) == CAIRO_STATUS_SUCCESS;
  cairo_surface_finish(sheets->surface);
  return is_good && cairo_surface_status(sheets->surface) == CAIRO_STATUS_SUCCESS;
}
