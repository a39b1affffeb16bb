/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Layout of braille. Lines are collected first and parted into pages when written, because a
 * heading must know what follows it. */
#include "press/braille_pages.h"

enum {
  TEXT_LINES = BRAILLE_LINES - 1, /* the last is for the page number */
  HEADING_COMPANY = 2,            /* lines that a heading keeps below it */
  CENTRED_MARGIN = 3,
  INDENT_MAX = 20,    /* deeper nesting is no longer shown: lines would have no room */
  CONTINUED = 1 << 4, /* dot 5 */
};

/* American ASCII braille: the sign for each of the 64 patterns of dots 1 (lowest bit) to 6. */
static const char ascii[] = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)=";

G_STATIC_ASSERT(sizeof(ascii) == 64 + 1);

typedef struct {
  char signs[BRAILLE_CELLS];
  uint8_t len;
  bool is_heading;
} Line;

struct BraillePages {
  GArray *lines; /* of Line; a blank one has len 0 */
};

BraillePages *
braille_pages_new(void)
{
  BraillePages *pages = g_new0(BraillePages, 1);

  pages->lines = g_array_new(FALSE, TRUE, sizeof(Line));
  return pages;
}

void
braille_pages_free(BraillePages *pages)
{
  if (!pages)
    return;
  g_array_unref(pages->lines);
  g_free(pages);
}

static const Line *
line_at(const BraillePages *pages, guint i)
{
  return &g_array_index(pages->lines, Line, i);
}

void
braille_pages_add_blank(BraillePages *pages)
{
  const guint count = pages->lines->len;
  const Line blank = { .len = 0 };

  if (count > 0 && line_at(pages, count - 1)->len > 0)
    g_array_append_val(pages->lines, blank);
}

/* A line being filled. */
typedef struct {
  BraillePages *pages;
  const BrailleStyle *style;
  Line line;
  int indent, width; /* the text stands from indent to width */
  bool is_empty;
} Filler;

static void
start_line(Filler *filler, bool is_first)
{
  const bool is_centred = filler->style->is_centred;

  filler->indent = is_first ? filler->style->first : filler->style->runover;
  filler->indent = is_centred ? 0 : MIN(filler->indent, INDENT_MAX);
  filler->width = is_centred ? BRAILLE_CELLS - 2 * CENTRED_MARGIN : BRAILLE_CELLS;
  filler->line = (Line){ .len = (uint8_t)filler->indent, .is_heading = filler->style->is_heading };
  memset(filler->line.signs, ' ', sizeof(filler->line.signs));
  filler->is_empty = true;
}

static void
end_line(Filler *filler)
{
  Line *line = &filler->line;

  if (filler->is_empty)
    return;
  if (filler->style->is_centred) {
    const int before = (BRAILLE_CELLS - line->len) / 2;

    memmove(line->signs + before, line->signs, line->len);
    memset(line->signs, ' ', (size_t)before);
    line->len = (uint8_t)(line->len + before);
  }
  g_array_append_vals(filler->pages->lines, line, 1);
  start_line(filler, false);
}

static void
put_cells(Filler *filler, const uint8_t *cells, size_t len)
{
  for (size_t i = 0; i < len; i++)
    filler->line.signs[filler->line.len++] = ascii[cells[i] & 0x3f];
  filler->is_empty = false;
}

static void
put_word(Filler *filler, const uint8_t *word, size_t len)
{
  static const uint8_t continued = CONTINUED, blank = 0;
  const int gap = filler->is_empty ? 0 : 1;

  if (!filler->is_empty && filler->line.len + gap + (int)len > filler->width)
    end_line(filler);
  while (filler->is_empty && filler->line.len + (int)len > filler->width) {
    const size_t part = (size_t)(filler->width - filler->line.len - 1);

    put_cells(filler, word, part);
    put_cells(filler, &continued, 1);
    end_line(filler);
    word += part;
    len -= part;
  }
  if (!filler->is_empty)
    put_cells(filler, &blank, 1);
  put_cells(filler, word, len);
}

void
braille_pages_add(BraillePages *pages, const uint8_t *cells, size_t len, const BrailleStyle *style)
{
  Filler filler = { .pages = pages, .style = style };

  start_line(&filler, true);
  for (size_t at = 0; at < len;) {
    size_t end = at;

    while (end < len && cells[end] != 0)
      end++;
    if (end > at)
      put_word(&filler, cells + at, end - at);
    at = end + 1;
  }
  end_line(&filler);
}

/* True when the lines from `i` that must stay together do not fit below `used` lines. */
static bool
needs_new_page(const BraillePages *pages, guint i, int used)
{
  int group = 0, company = HEADING_COMPANY;

  if (!line_at(pages, i)->is_heading)
    return used == TEXT_LINES;
  for (; i < pages->lines->len && company > 0; i++, group++) {
    const Line *line = line_at(pages, i);

    if (!line->is_heading && line->len > 0)
      company--;
  }
  return group <= TEXT_LINES ? used + group > TEXT_LINES : used == TEXT_LINES;
}

static void
end_page(Buffer *out, int used, int page)
{
  char digits[12];
  const int len = g_snprintf(digits, sizeof(digits), "%d", page);

  for (; used < TEXT_LINES; used++)
    buffer_put_text(out, "\r\n");
  for (int i = 0; i < BRAILLE_CELLS - len - 1; i++)
    buffer_put_byte(out, ' ');
  buffer_put_byte(out, '#');
  for (int i = 0; i < len; i++)
    buffer_put_byte(out, "JABCDEFGHI"[digits[i] - '0']);
  buffer_put_text(out, "\r\n\f");
}

void
braille_pages_write(const BraillePages *pages, Buffer *out)
{
  int used = 0, page = 1;

  for (guint i = 0; i < pages->lines->len; i++) {
    const Line *line = line_at(pages, i);

    if (used > 0 && needs_new_page(pages, i, used)) {
      end_page(out, used, page++);
      used = 0;
    }
    if (used == 0 && line->len == 0)
      continue;
    buffer_put(out, line->signs, line->len);
    buffer_put_text(out, "\r\n");
    used++;
  }
  if (used > 0)
    end_page(out, used, page);
}
