/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words of one paragraph with their emphasis and links, and how a line of them is drawn. Where
 * lines go: pdf_layout.c. */
#include "press/pdf_words.h"
#include "press/press.h"
#include "press/words.h"

#include <hb.h>

Words *
words_new(void)
{
  Words *words = g_new0(Words, 1);

  words->text = g_string_new(NULL);
  words->spans = g_array_new(FALSE, TRUE, sizeof(WordsSpan));
  words->links = g_ptr_array_new_with_free_func(g_free);
  words->style.link = -1;
  return words;
}

void
words_free(Words *words)
{
  if (!words)
    return;
  g_string_free(words->text, TRUE);
  g_array_unref(words->spans);
  g_ptr_array_unref(words->links);
  g_free(words);
}

void
words_add(Words *words, const char *text)
{
  WordsSpan span = words->style;

  span.start = words->text->len;
  span.len = strlen(text);
  if (span.len == 0)
    return;
  g_string_append_len(words->text, text, (gssize)span.len);
  g_array_append_val(words->spans, span);
}

void
words_add_all(Words *words, const Words *more)
{
  const size_t start = words->text->len;
  const int links = (int)words->links->len;

  g_string_append_len(words->text, more->text->str, (gssize)more->text->len);
  for (guint i = 0; i < more->spans->len; i++) {
    WordsSpan span = g_array_index(more->spans, WordsSpan, i);

    span.start += start;
    span.link += span.link < 0 ? 0 : links;
    g_array_append_val(words->spans, span);
  }
  for (guint i = 0; i < more->links->len; i++)
    g_ptr_array_add(words->links, g_strdup(g_ptr_array_index(more->links, i)));
}

/* Only what a reader may safely open, in ASCII; NULL for anything else. */
static char *
safe_uri(const char *url)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:", "tel:" };
  g_autoptr(GString) uri = g_string_new(NULL);
  bool is_safe = false;

  for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
    is_safe = is_safe || g_ascii_strncasecmp(url, schemes[i], strlen(schemes[i])) == 0;
  if (!is_safe)
    return NULL;
  for (const unsigned char *c = (const unsigned char *)url; *c; c++)
    if (*c <= ' ' || *c >= 0x7f)
      g_string_append_printf(uri, "%%%02X", *c);
    else
      g_string_append_c(uri, (char)*c);
  return g_strdup(uri->str);
}

static const char *
without_scheme(const char *url)
{
  static const char *const quiet[] = { "mailto:", "tel:", "http://", "https://" };

  for (size_t i = 0; i < G_N_ELEMENTS(quiet); i++)
    if (g_ascii_strncasecmp(url, quiet[i], strlen(quiet[i])) == 0)
      return url + strlen(quiet[i]);
  return url;
}

/* After the words of a link: its address, unless the words are the address. */
static void
add_address(Words *words, cmark_node *link)
{
  const char *url = without_scheme(cmark_node_get_url(link));
  g_autofree char *said = commonmark_words(link);
  size_t len = strlen(url);

  while (len > 0 && url[len - 1] == '/')
    len--;

  g_autofree char *shown = g_strndup(url, len);

  if (len == 0 || g_str_has_prefix(without_scheme(said), shown))
    return;
  words_add(words, " (");
  words_add(words, shown);
  words_add(words, ")");
}

static void
walk_link(Words *words, cmark_node *node, bool is_enter)
{
  if (!is_enter) {
    add_address(words, node);
    words->style.link = -1;
    return;
  }

  char *uri = safe_uri(cmark_node_get_url(node));

  if (!uri)
    return;
  words->style.link = (int)words->links->len;
  g_ptr_array_add(words->links, uri);
}

void
words_add_link(Words *words, const char *text, char *uri)
{
  words->style.link = (int)words->links->len;
  g_ptr_array_add(words->links, uri);
  words_add(words, text);
  words->style.link = -1;
}

/* Large and in words, not small and raised: it leads to the footnote. */
static void
add_mention(Words *words, cmark_node *mention, const char *lang)
{
  const int number = commonmark_note_number(mention);
  g_autofree char *text = g_strdup_printf("(%s %d)", press_word(lang, WORD_NOTE), number);
  const int outer = words->style.link; /* a link may hold a mention */

  words_add(words, " ");
  words_add_link(words, text, g_strdup_printf(PLACE_NOTE "%d", number));
  words->style.link = outer;
}

static void
walk_picture(Words *words, const char *lang, bool is_enter)
{
  if (!is_enter) {
    words_add(words, "]");
    return;
  }
  words_add(words, "[");
  words_add(words, press_word(lang, WORD_PICTURE));
  words_add(words, ": ");
}

/* A line through words is not for every eye, nor for speech: it is said as well. */
static void
walk_struck(Words *words, const char *lang, bool is_enter)
{
  if (is_enter) {
    words_add(words, "[");
    words_add(words, press_word(lang, WORD_CROSSED_OUT));
    words_add(words, ": ");
  }
  words->style.is_struck = is_enter;
  if (!is_enter)
    words_add(words, "]");
}

static void
walk_leaf(Words *words, cmark_node *node, cmark_node_type type)
{
  const char *literal = cmark_node_get_literal(node);

  if (type == CMARK_NODE_SOFTBREAK)
    words_add(words, " ");
  else if (type == CMARK_NODE_LINEBREAK)
    words_add(words, "\xe2\x80\xa8"); /* LINE SEPARATOR: a new line, not a new paragraph */
  else if (literal) {
    words->style.is_code = type == CMARK_NODE_CODE;
    words_add(words, literal);
    words->style.is_code = false;
  }
}

Words *
words_from_node(cmark_node *node, const char *lang)
{
  Words *words = words_new();
  cmark_iter *iter = cmark_iter_new(node);
  cmark_event_type event;
  int bold = 0;

  while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
    cmark_node *at = cmark_iter_get_node(iter);
    const cmark_node_type type = cmark_node_get_type(at);
    const bool is_enter = event == CMARK_EVENT_ENTER;

    if (at == node)
      continue;
    if (type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG)
      words->style.is_bold = (bold += is_enter ? 1 : -1) > 0;
    else if (type == CMARK_NODE_LINK)
      walk_link(words, at, is_enter);
    else if (type == CMARK_NODE_IMAGE)
      walk_picture(words, lang, is_enter);
    else if (commonmark_is_struck(at))
      walk_struck(words, lang, is_enter);
    else if (type == CMARK_NODE_FOOTNOTE_REFERENCE && is_enter)
      add_mention(words, at, lang);
    else if (is_enter)
      walk_leaf(words, at, type);
  }
  cmark_iter_free(iter);
  return words;
}

static void
attribute_add(PangoAttrList *list, PangoAttribute *attribute, size_t start, size_t end)
{
  attribute->start_index = (guint)start;
  attribute->end_index = (guint)end;
  pango_attr_list_insert(list, attribute);
}

/* Attributes of a span that lies at [start, end) of the layout. A link's number goes in as a
 * colour nobody draws: Pango then never joins two links in one run. */
static void
span_attributes(PangoAttrList *list, const WordsSpan *span, size_t start, size_t end)
{
  if (span->is_bold)
    attribute_add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), start, end);
  if (span->is_code)
    attribute_add(list, pango_attr_family_new(PDF_FONT_CODE), start, end);
  if (span->is_struck)
    attribute_add(list, pango_attr_strikethrough_new(TRUE), start, end);
  if (span->link >= 0)
    attribute_add(list, pango_attr_foreground_new(0, 0, (guint16)(span->link + 1)), start, end);
}

PangoLayout *
words_layout(const Words *words, size_t start, size_t end, Sheets *sheets, double points,
             bool is_bold, bool is_code, double width)
{
  PangoLayout *layout = sheets_layout(sheets, points, is_bold, is_code, width);
  PangoAttrList *list = pango_attr_list_new();

  attribute_add(list, pango_attr_insert_hyphens_new(FALSE), 0, end - start);
  attribute_add(list, pango_attr_font_features_new("liga 0, clig 0, dlig 0"), 0, end - start);
  for (guint i = 0; i < words->spans->len; i++) {
    const WordsSpan *span = &g_array_index(words->spans, WordsSpan, i);

    if (span->start >= end)
      break;
    if (span->start + span->len > start)
      span_attributes(list, span, MAX(span->start, start) - start,
                      MIN(span->start + span->len, end) - start);
  }
  pango_layout_set_text(layout, words->text->str + start, (int)(end - start));
  pango_layout_set_attributes(layout, list);
  pango_attr_list_unref(list);
  return layout;
}

typedef struct {
  PangoLayoutRun *run;
  double x, width;
} PlacedRun;

static int
compare_runs(const void *a, const void *b)
{
  const PlacedRun *left = a, *right = b;

  return left->run->item->offset - right->run->item->offset;
}

static void
replace_glyph(PangoLayoutRun *run, int index, hb_codepoint_t letter)
{
  hb_font_t *font = pango_font_get_hb_font(run->item->analysis.font);
  hb_codepoint_t glyph = 0;

  if (hb_font_get_nominal_glyph(font, letter, &glyph))
    run->glyphs->glyphs[index].glyph = glyph;
}

/* Pango takes the space at a line's end away, and Cairo then writes it as a hint that few readers
 * heed: words would be read as one. So the space comes back, as wide as nothing. And for a letter
 * that no font has Pango draws its number, very small: a question mark is large at least (whoever
 * listens or copies still gets the letter itself). */
static void
mend_glyphs(PangoLayoutRun *run, const char *text)
{
  const PangoGlyphString *glyphs = run->glyphs;

  for (int i = 0; i < glyphs->num_glyphs; i++) {
    const PangoGlyph glyph = glyphs->glyphs[i].glyph;
    const char *at = text + run->item->offset + glyphs->log_clusters[i];

    if (glyph == PANGO_GLYPH_EMPTY && g_unichar_isspace(g_utf8_get_char(at)))
      replace_glyph(run, i, ' ');
    else if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG))
      replace_glyph(run, i, '?');
  }
}

/* A line's runs come in the order of the page; they are drawn in the order of reading. */
static GArray *
place_runs(PangoLayoutLine *line, double x)
{
  GArray *runs = g_array_new(FALSE, FALSE, sizeof(PlacedRun));

  for (GSList *at = line->runs; at; at = at->next) {
    PlacedRun placed = { .run = at->data, .x = x };

    placed.width = (double)pango_glyph_string_get_width(placed.run->glyphs) / PANGO_SCALE;
    x += placed.width;
    g_array_append_val(runs, placed);
  }
  g_array_sort(runs, compare_runs);
  return runs;
}

static int
link_at(const Words *words, size_t byte)
{
  size_t low = 0, high = words->spans->len;

  if (words->links->len == 0)
    return -1;
  while (low + 1 < high) {
    const size_t middle = (low + high) / 2;

    if (g_array_index(words->spans, WordsSpan, middle).start <= byte)
      low = middle;
    else
      high = middle;
  }
  return high > 0 ? g_array_index(words->spans, WordsSpan, low).link : -1;
}

static void
draw_strike(const PlacedRun *placed, double baseline, Sheets *sheets)
{
  for (GSList *at = placed->run->item->analysis.extra_attrs; at; at = at->next)
    if (((PangoAttribute *)at->data)->klass->type == PANGO_ATTR_STRIKETHROUGH) {
      cairo_rectangle(sheets->cairo, placed->x, baseline - sheets->points * 0.3, placed->width,
                      sheets->points / 14);
      cairo_fill(sheets->cairo);
    }
}

/* Where a link leads, in words: its address, or for a place in this paper the words of the link. */
static char *
link_alt(const Words *words, int link, const char *uri)
{
  if (*uri != '#')
    return g_strdup(without_scheme(uri));

  for (guint i = 0; i < words->spans->len; i++) {
    const WordsSpan *span = &g_array_index(words->spans, WordsSpan, i);

    if (span->link == link)
      return g_strndup(words->text->str + span->start, span->len);
  }
  return g_strdup(uri);
}

/* The first mention of a footnote is where its way back leads. */
static void
note_place(Sheets *sheets, const char *uri, double baseline)
{
  if (!g_str_has_prefix(uri, PLACE_NOTE))
    return;

  g_autofree char *place = g_strconcat(PLACE_MENTION, uri + strlen(PLACE_NOTE), NULL);

  tag_tree_add_place(sheets->tags, place, sheets->page, baseline - sheets->points * 1.5);
}

/* The tag that a run belongs to: the paragraph's, or one for its link, with the place to touch. */
static Tag *
tag_for_link(const Words *words, const PlacedRun *placed, int link, double baseline, Sheets *sheets,
             WordsPen *pen)
{
  if (link < 0 || !pen->tag)
    return pen->tag;
  if (link != pen->link) {
    const char *uri = g_ptr_array_index(words->links, link);

    pen->link = link;
    pen->link_tag = tag_new(sheets->tags, pen->tag, TAG_LINK);
    if (pen->link_tag->role == TAG_LINK) {
      pen->link_tag->uri = g_strdup(uri);
      pen->link_tag->alt = link_alt(words, link, uri);
      note_place(sheets, uri, baseline);
    }
  }
  if (pen->link_tag->role == TAG_LINK)
    tag_add_box(pen->link_tag, (TagBox){ .page = sheets->page,
                                         .x = placed->x,
                                         .y = baseline - sheets->points,
                                         .width = placed->width,
                                         .height = sheets->points * 1.3 });
  return pen->link_tag;
}

void
words_draw_line(const Words *words, size_t start, PangoLayoutLine *line, double x, double baseline,
                Sheets *sheets, WordsPen *pen)
{
  g_autoptr(GArray) runs = place_runs(line, x);
  const char *text = pango_layout_get_text(line->layout);

  for (guint i = 0; i < runs->len; i++) {
    const PlacedRun *placed = &g_array_index(runs, PlacedRun, i);
    const int link = link_at(words, start + (size_t)placed->run->item->offset);

    mend_glyphs(placed->run, text);
    sheets_mark(sheets, tag_for_link(words, placed, link, baseline, sheets, pen));
    sheets_set_colour(sheets, link >= 0 ? PDF_WOOD : pen->colour);
    cairo_move_to(sheets->cairo, placed->x, baseline);
    pango_cairo_show_glyph_item(sheets->cairo, text, placed->run);
    draw_strike(placed, baseline, sheets);
  }
}
