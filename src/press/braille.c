/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A paper as a BRF file: what each part of CommonMark becomes in braille. Cells are made in
 * louis.c, lines and pages in braille_pages.c.
 *
 * Layout follows the habit of UK braille: main headings centred between blank lines, lower ones
 * from cell 5 or 7 after a blank line; paragraphs start in cell 3; list items run over two cells
 * further in; tables become lists of "heading: value"; a footnote follows the paragraph that first
 * mentions it; what is not the author's word (what a picture shows, that this was a table) stands
 * in transcriber's note signs. */
#include "lang/lang.h"
#include "press/braille_pages.h"
#include "press/louis.h"
#include "press/notes.h"
#include "press/press.h"
#include "press/words.h"

typedef struct {
  const char *lang;
  LouisCode code;
  BraillePages *pages;
  LouisWords *words;   /* of the paragraph at hand */
  BrailleStyle style;  /* of its next line */
  bool is_plain;       /* no emphasis (in headings) */
  bool has_failed;     /* liblouis gave up somewhere */
  GHashTable *numbers; /* address → its number */
  GPtrArray *addresses;
  NotesDue *notes;
} Braille;

static void add_inlines(Braille *braille, cmark_node *parent, formtype form);
static void add_block(Braille *braille, cmark_node *node, int indent);
static void add_item(Braille *braille, cmark_node *item, const char *mark, int indent);
static void add_notes_due(Braille *braille, int indent);

/* Ends the paragraph at hand; what follows in the same one starts like a line run over. */
static void
flush(Braille *braille)
{
  g_autoptr(GByteArray) cells = g_byte_array_new();

  if (!louis_translate(&braille->code, braille->words, cells))
    braille->has_failed = true;
  braille_pages_add(braille->pages, cells->data, cells->len, &braille->style);
  g_array_set_size(braille->words->characters, 0);
  g_array_set_size(braille->words->forms, 0);
  braille->style.first = braille->style.runover;
}

static void
add_text(Braille *braille, const char *text, formtype form)
{
  const formtype emphasis = braille->code.italic | braille->code.bold;

  if (braille->is_plain)
    form = form & (formtype)~emphasis;
  louis_words_add(braille->words, &braille->code, text, form);
}

/* "Word: text" (or only the word) as a transcriber's note. */
static void
add_note(Braille *braille, PressWord word, const char *text)
{
  const char *name = press_word(braille->lang, word);
  g_autofree char *line = text ? g_strdup_printf("%s: %s", name, text) : g_strdup(name);
  g_autofree char *bracketed = g_strdup_printf("(%s)", line);

  add_text(braille, braille->code.note ? line : bracketed, braille->code.note);
}

static unsigned
number_of(Braille *braille, const char *address)
{
  unsigned number = GPOINTER_TO_UINT(g_hash_table_lookup(braille->numbers, address));

  if (number == 0) {
    g_ptr_array_add(braille->addresses, g_strdup(address));
    number = braille->addresses->len;
    g_hash_table_insert(braille->numbers, g_strdup(address), GUINT_TO_POINTER(number));
  }
  return number;
}

static void
add_link(Braille *braille, cmark_node *link, formtype form)
{
  if (commonmark_is_its_own_address(link)) {
    g_autofree char *words = commonmark_words(link);

    add_text(braille, words, form | no_contract);
    return;
  }
  g_autofree char *mark = g_strdup_printf(" [%u]", number_of(braille, cmark_node_get_url(link)));

  add_inlines(braille, link, form);
  add_text(braille, mark, 0);
}

static void
add_mention(Braille *braille, cmark_node *mention)
{
  g_autofree char *mark = g_strdup_printf(" (%s %d)", press_word(braille->lang, WORD_NOTE),
                                          commonmark_note_number(mention));

  notes_due_meet(braille->notes, mention);
  add_text(braille, mark, 0);
}

static void
add_inline(Braille *braille, cmark_node *node, formtype form)
{
  switch ((int)cmark_node_get_type(node)) {
  case CMARK_NODE_TEXT:
    add_text(braille, cmark_node_get_literal(node), form);
    return;
  case CMARK_NODE_CODE:
    add_text(braille, cmark_node_get_literal(node), form | no_contract);
    return;
  case CMARK_NODE_SOFTBREAK:
    add_text(braille, " ", form);
    return;
  case CMARK_NODE_LINEBREAK:
    flush(braille);
    return;
  case CMARK_NODE_EMPH:
    add_inlines(braille, node, form | braille->code.italic);
    return;
  case CMARK_NODE_STRONG:
    add_inlines(braille, node, form | braille->code.bold);
    return;
  case CMARK_NODE_LINK:
    add_link(braille, node, form);
    return;
  case CMARK_NODE_FOOTNOTE_REFERENCE:
    add_mention(braille, node);
    return;
  case CMARK_NODE_IMAGE: {
    g_autofree char *alt = commonmark_words(node);

    if (*alt != '\0')
      add_note(braille, WORD_PICTURE, alt);
    return;
  }
  default:
    break;
  }
  if (commonmark_is_struck(node)) {
    g_autofree char *words = commonmark_words(node);

    add_note(braille, WORD_CROSSED_OUT, words);
    return;
  }
  add_inlines(braille, node, form);
}

static void
add_inlines(Braille *braille, cmark_node *parent, formtype form)
{
  for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
    add_inline(braille, node, form);
}

static void
add_paragraph(Braille *braille, cmark_node *node, int first, int runover)
{
  braille->style = (BrailleStyle){ .first = first, .runover = runover };
  add_inlines(braille, node, 0);
  flush(braille);
  add_notes_due(braille, runover);
}

/* The footnotes that were mentioned since the last time. What they mention comes after them. */
static void
add_notes_due(Braille *braille, int indent)
{
  for (cmark_node *note; (note = notes_due_next(braille->notes));) {
    g_autofree char *mark = g_strdup_printf("(%s %d) ", press_word(braille->lang, WORD_NOTE),
                                            commonmark_note_number(note));

    add_item(braille, note, mark, indent + 4);
  }
}

static void
start_heading(Braille *braille, int level)
{
  const int indent = level <= 2 ? 4 : 6;

  braille_pages_add_blank(braille->pages);
  braille->style = (BrailleStyle){
    .first = indent, .runover = indent, .is_centred = level == 1, .is_heading = true
  };
  braille->is_plain = true;
}

static void
end_heading(Braille *braille, int level)
{
  flush(braille);
  braille->is_plain = false;
  if (level == 1)
    braille_pages_add_blank(braille->pages);
}

static void
add_code(Braille *braille, const char *code, int indent)
{
  g_auto(GStrv) lines = g_strsplit(code, "\n", -1);

  braille_pages_add_blank(braille->pages);
  for (char **line = lines; *line; line++) {
    braille->style = (BrailleStyle){ .first = indent, .runover = indent + 2 };
    add_text(braille, *line, no_contract);
    flush(braille);
  }
  braille_pages_add_blank(braille->pages);
}

/* An item's first paragraph stands beside its mark, the rest further in. */
static void
add_item(Braille *braille, cmark_node *item, const char *mark, int indent)
{
  cmark_node *first = cmark_node_first_child(item);

  braille->style = (BrailleStyle){ .first = indent, .runover = indent + 2 };
  add_text(braille, mark, 0);
  if (first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH) {
    add_inlines(braille, first, 0);
    flush(braille);
    add_notes_due(braille, indent);
    first = cmark_node_next(first);
  } else {
    flush(braille);
  }
  for (; first; first = cmark_node_next(first)) {
    if (cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH)
      add_paragraph(braille, first, indent + 4, indent + 2);
    else
      add_block(braille, first, indent + 2);
  }
}

static void
add_list(Braille *braille, cmark_node *list, int indent)
{
  const bool is_numbered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
  int number = cmark_node_get_list_start(list);

  if (indent == 0)
    braille_pages_add_blank(braille->pages);
  for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
    g_autofree char *mark = is_numbered ? g_strdup_printf("%d. ", number++) : g_strdup("• ");

    add_item(braille, item, mark, indent);
  }
  if (indent == 0)
    braille_pages_add_blank(braille->pages);
}

/* A row as its cells, one below the other, each after the heading of its column. */
static void
add_row(Braille *braille, cmark_node *row, cmark_node *headings, int indent)
{
  cmark_node *heading = headings ? cmark_node_first_child(headings) : NULL;
  int first = indent;

  for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
    g_autofree char *name = commonmark_column_name(heading);

    braille->style = (BrailleStyle){ .first = first, .runover = indent + 4 };
    if (*name != '\0') {
      add_text(braille, name, 0);
      add_text(braille, ": ", 0);
    }
    if (cmark_node_first_child(cell))
      add_inlines(braille, cell, 0);
    else
      add_note(braille, WORD_EMPTY, NULL);
    flush(braille);
    first = indent + 2;
    heading = heading ? cmark_node_next(heading) : NULL;
  }
}

static void
add_table(Braille *braille, cmark_node *table, int indent)
{
  cmark_node *row = cmark_node_first_child(table), *headings = NULL;

  braille_pages_add_blank(braille->pages);
  braille->style = (BrailleStyle){ .first = indent + 6, .runover = indent + 4 };
  add_note(braille, WORD_TABLE, NULL);
  flush(braille);
  if (commonmark_is_heading_row(row)) {
    headings = row;
    row = cmark_node_next(row);
  }
  if (!row && headings)
    add_row(braille, headings, NULL, indent);
  for (; row; row = cmark_node_next(row))
    add_row(braille, row, headings, indent);
  add_notes_due(braille, indent);
  braille_pages_add_blank(braille->pages);
}

/* A line of twelve signs of dots 2-5 across the middle. */
static void
add_rule(Braille *braille)
{
  static const uint8_t rule[] = { 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18 };
  static const BrailleStyle style = { .is_centred = true };

  braille_pages_add_blank(braille->pages);
  braille_pages_add(braille->pages, rule, sizeof(rule), &style);
  braille_pages_add_blank(braille->pages);
}

static void
add_blocks(Braille *braille, cmark_node *parent, int indent)
{
  for (cmark_node *node = cmark_node_first_child(parent); node && !commonmark_is_note(node);
       node = cmark_node_next(node))
    add_block(braille, node, indent);
}

static void
add_block(Braille *braille, cmark_node *node, int indent)
{
  const int level = cmark_node_get_heading_level(node);

  switch ((int)cmark_node_get_type(node)) {
  case CMARK_NODE_PARAGRAPH:
    add_paragraph(braille, node, indent + 2, indent);
    return;
  case CMARK_NODE_HEADING:
    start_heading(braille, level);
    add_inlines(braille, node, 0);
    end_heading(braille, level);
    add_notes_due(braille, indent);
    return;
  case CMARK_NODE_BLOCK_QUOTE:
    braille_pages_add_blank(braille->pages);
    add_blocks(braille, node, indent + 2);
    braille_pages_add_blank(braille->pages);
    return;
  case CMARK_NODE_LIST:
    add_list(braille, node, indent);
    return;
  case CMARK_NODE_CODE_BLOCK:
    add_code(braille, cmark_node_get_literal(node), indent);
    return;
  case CMARK_NODE_THEMATIC_BREAK:
    add_rule(braille);
    return;
  default:
    break;
  }
  if (commonmark_is_table(node))
    add_table(braille, node, indent);
  else
    add_blocks(braille, node, indent);
}

static void
add_title(Braille *braille, const PressJob *job)
{
  if (*job->options.title == '\0')
    return;
  start_heading(braille, 1);
  add_text(braille, job->options.title, 0);
  end_heading(braille, 1);
}

static void
add_addresses(Braille *braille)
{
  if (braille->addresses->len == 0)
    return;
  start_heading(braille, 2);
  add_text(braille, press_word(braille->lang, WORD_LINKS), 0);
  end_heading(braille, 2);
  for (guint i = 0; i < braille->addresses->len; i++) {
    g_autofree char *number = g_strdup_printf("%u. ", i + 1);

    braille->style = (BrailleStyle){ .first = 0, .runover = 2 };
    add_text(braille, number, 0);
    add_text(braille, braille->addresses->pdata[i], no_contract);
    flush(braille);
  }
}

PressResult
press_braille(const PressJob *job, Buffer *out)
{
  Braille braille = { .lang = job->options.lang };

  if (!louis_open(job->options.lang, job->options.grade, &braille.code))
    return press_refuse(N_("Braille can be made of English and Welsh papers only."));
  braille.pages = braille_pages_new();
  braille.words = louis_words_new();
  braille.numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  braille.addresses = g_ptr_array_new_with_free_func(g_free);
  braille.notes = notes_due_new(job->paper);

  add_title(&braille, job);
  add_blocks(&braille, job->paper, 0);
  add_addresses(&braille);
  braille_pages_write(braille.pages, out);

  notes_due_free(braille.notes);
  g_ptr_array_unref(braille.addresses);
  g_hash_table_unref(braille.numbers);
  louis_words_free(braille.words);
  braille_pages_free(braille.pages);
  lou_free();
  if (braille.has_failed)
    return press_fail("liblouis could not translate a part of the paper.");
  return out->len > 0 ? PRESS_MADE : press_refuse(N_("The paper has no words."));
}
