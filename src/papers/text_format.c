/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The walk over a paper's tree that writes plain text. Tables are in text_table.c; what the tree
 * may hold is settled by commonmark/. */
#include "papers/text_format.h"

#include "papers/text_lines.h"
#include "papers/text_table.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

typedef struct {
  TextLines *lines;
  GString *words; /* of the block being walked; '\n' is a line break that was asked for */
  const FormatWords *own;
  GPtrArray *addresses; /* borrowed from the tree, in the order of their numbers */
  GHashTable *numbers;  /* address → its number */
  GArray *item_numbers; /* gint64: of the next item of each open list */
  GPtrArray *table;     /* rows of cells while inside a table */
  int note;             /* of the footnote being walked */
} TextWriter;

/* Spaces run together; what cannot be printed becomes a space (an entity may stand for it). */
static void
add_words(TextWriter *writer, const char *text)
{
  for (const char *c = text; *c; c = g_utf8_next_char(c)) {
    gunichar letter = g_utf8_get_char(c);
    g_string_append_unichar(writer->words, g_unichar_iscntrl(letter) ? ' ' : letter);
  }
}

static int
link_number(TextWriter *writer, const char *address)
{
  int number = GPOINTER_TO_INT(g_hash_table_lookup(writer->numbers, address));
  if (number)
    return number;
  g_ptr_array_add(writer->addresses, (gpointer)address);
  number = (int)writer->addresses->len;
  g_hash_table_insert(writer->numbers, (gpointer)address, GINT_TO_POINTER(number));
  return number;
}

/* A bare address needs no number: it is there to read. */
static void
end_link(TextWriter *writer, cmark_node *node)
{
  if (commonmark_is_its_own_address(node))
    return;
  g_string_append_printf(writer->words, " [%d]", link_number(writer, cmark_node_get_url(node)));
}

static void
walk_inline(TextWriter *writer, cmark_node *node, bool is_start)
{
  switch ((unsigned)cmark_node_get_type(node)) {
  case CMARK_NODE_TEXT:
  case CMARK_NODE_CODE:
    add_words(writer, cmark_node_get_literal(node));
    break;
  case CMARK_NODE_SOFTBREAK:
    g_string_append_c(writer->words, ' ');
    break;
  case CMARK_NODE_LINEBREAK:
    g_string_append_c(writer->words, '\n');
    break;
  case CMARK_NODE_LINK:
    if (!is_start)
      end_link(writer, node);
    break;
  case CMARK_NODE_FOOTNOTE_REFERENCE:
    if (is_start)
      g_string_append_printf(writer->words, " (%s %s)", writer->own->note,
                             cmark_node_get_literal(node));
    break;
  default:
    if (!g_str_equal(cmark_node_get_type_string(node), "strikethrough"))
      break;
    if (is_start) /* without a mark, words taken out would read as if they stood */
      g_string_append_printf(writer->words, "(%s: ", writer->own->removed);
    else
      g_string_append_c(writer->words, ')');
  }
}

static bool
is_in_tight_list(cmark_node *node)
{
  cmark_node *item = cmark_node_parent(node);
  cmark_node *list = item ? cmark_node_parent(item) : NULL;
  return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

static void
walk_paragraph(TextWriter *writer, cmark_node *node, bool is_start)
{
  if (is_start) {
    g_string_truncate(writer->words, 0);
    return;
  }
  text_lines_put(writer->lines, writer->words->str);
  text_lines_need_gap(writer->lines, is_in_tight_list(node) ? 0 : 1);
}

static void
walk_heading(TextWriter *writer, cmark_node *node, bool is_start)
{
  if (is_start) {
    g_string_truncate(writer->words, 0);
    return;
  }
  text_lines_put_heading(writer->lines, writer->words->str, cmark_node_get_heading_level(node));
}

static void
walk_list(TextWriter *writer, cmark_node *node, bool is_start)
{
  GArray *numbers = writer->item_numbers;
  if (is_start) {
    gint64 first = cmark_node_get_list_start(node);
    g_array_append_val(numbers, first);
  } else {
    g_array_set_size(numbers, numbers->len - 1);
    text_lines_need_gap(writer->lines, is_in_tight_list(node) ? 0 : 1);
  }
}

static void
walk_item(TextWriter *writer, cmark_node *node, bool is_start)
{
  if (!is_start) {
    text_lines_close(writer->lines);
    return;
  }
  cmark_node *list = cmark_node_parent(node);
  if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
    text_lines_open(writer->lines, "- ");
    return;
  }
  gint64 number = g_array_index(writer->item_numbers, gint64, writer->item_numbers->len - 1)++;
  g_autofree char *marker =
      g_strdup_printf("%" G_GINT64_FORMAT "%s ", number,
                      cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ")" : ".");
  text_lines_open(writer->lines, marker);
}

static void
walk_note(TextWriter *writer, bool is_start)
{
  if (!is_start) {
    text_lines_close(writer->lines);
    text_lines_need_gap(writer->lines, 1);
    return;
  }
  if (++writer->note == 1)
    text_lines_put_heading(writer->lines, writer->own->notes, 2);
  g_autofree char *marker = g_strdup_printf("(%s %d) ", writer->own->note, writer->note);
  text_lines_open(writer->lines, marker);
}

static void
walk_block(TextWriter *writer, cmark_node *node, bool is_start)
{
  switch ((unsigned)cmark_node_get_type(node)) {
  case CMARK_NODE_PARAGRAPH:
    walk_paragraph(writer, node, is_start);
    break;
  case CMARK_NODE_HEADING:
    walk_heading(writer, node, is_start);
    break;
  case CMARK_NODE_ITEM:
    walk_item(writer, node, is_start);
    break;
  case CMARK_NODE_LIST:
    walk_list(writer, node, is_start);
    break;
  case CMARK_NODE_BLOCK_QUOTE:
    if (is_start)
      text_lines_open(writer->lines, "    ");
    else
      text_lines_close(writer->lines);
    break;
  case CMARK_NODE_CODE_BLOCK:
    text_lines_put_exactly(writer->lines, cmark_node_get_literal(node));
    break;
  case CMARK_NODE_THEMATIC_BREAK:
    text_lines_put(writer->lines, "* * *");
    text_lines_need_gap(writer->lines, 1);
    break;
  case CMARK_NODE_FOOTNOTE_DEFINITION:
    walk_note(writer, is_start);
    break;
  default:
    break;
  }
}

static bool
walk_table(TextWriter *writer, cmark_node *node, bool is_start)
{
  const char *type = cmark_node_get_type_string(node);
  if (g_str_equal(type, "table") && is_start) {
    writer->table = text_table_new();
  } else if (g_str_equal(type, "table")) {
    text_table_put(writer->table, writer->lines);
    g_clear_pointer(&writer->table, g_ptr_array_unref);
  } else if (g_str_equal(type, "table_row") || g_str_equal(type, "table_header")) {
    if (is_start)
      text_table_add_row(writer->table, cmark_gfm_extensions_get_table_row_is_header(node));
  } else if (g_str_equal(type, "table_cell")) {
    if (is_start)
      g_string_truncate(writer->words, 0);
    else
      text_table_add_cell(writer->table, writer->words->str);
  } else {
    return false;
  }
  return true;
}

static void
walk(TextWriter *writer, cmark_node *document)
{
  cmark_iter *iter = cmark_iter_new(document);
  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *node = cmark_iter_get_node(iter);
    bool is_start = event == CMARK_EVENT_ENTER;
    if (walk_table(writer, node, is_start))
      continue;
    if (((unsigned)cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE)
      walk_inline(writer, node, is_start);
    else
      walk_block(writer, node, is_start);
  }
  cmark_iter_free(iter);
}

static void
put_addresses(TextWriter *writer)
{
  if (writer->addresses->len)
    text_lines_put_heading(writer->lines, writer->own->links, 2);
  for (guint i = 0; i < writer->addresses->len; i++) {
    g_string_printf(writer->words, "[%u] ", i + 1);
    add_words(writer, writer->addresses->pdata[i]);
    text_lines_put(writer->lines, writer->words->str);
  }
}

char *
paper_to_text(const char *source, size_t len, const char *title, const FormatWords *words,
              size_t *ret_len, SourceFault *ret_fault)
{
  const FormatWords *own = words ? words : &format_words_english;
  const SourceReading reading = { .title = title, .top_heading = 2, .picture = own->picture };
  g_autofree char *own_title = NULL;
  g_autoptr(cmark_node) document = commonmark_parse(source, len, &reading, &own_title, ret_fault);

  if (!document)
    return NULL;

  g_autoptr(TextLines) lines = text_lines_new(TEXT_FORMAT_COLUMNS);
  TextWriter writer = {
    .lines = lines,
    .words = g_string_new(NULL),
    .own = own,
    .addresses = g_ptr_array_new(),
    .numbers = g_hash_table_new(g_str_hash, g_str_equal),
    .item_numbers = g_array_new(FALSE, FALSE, sizeof(gint64)),
  };
  if (own_title)
    text_lines_put_heading(lines, own_title, 1);
  walk(&writer, document);
  put_addresses(&writer);
  g_string_free(writer.words, TRUE);
  g_ptr_array_unref(writer.addresses);
  g_hash_table_unref(writer.numbers);
  g_array_unref(writer.item_numbers);
  return text_lines_finish(lines, ret_len);
}
