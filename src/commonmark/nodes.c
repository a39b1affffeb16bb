/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a paper's tree holds: words, and which node is what. Changes nothing in it. */
#include "commonmark/commonmark.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

/* How many bytes are certainly neither space nor control character, to be copied as they are: one
 * letter at a time takes a third of a whole page's time. 0xc2 leads in U+0080 to U+009F. */
static size_t
plain_bytes(const char *text)
{
  size_t len = 0;

  for (unsigned char c; (c = (unsigned char)text[len]) > ' ' && c != 0x7f && c != 0xc2;)
    len++;
  return len;
}

static void
append_spaced(GString *words, const char *text)
{
  for (const char *c = text; *c;) {
    size_t plain = plain_bytes(c);
    if (plain > 0) {
      g_string_append_len(words, c, (gssize)plain);
      c += plain;
      continue;
    }
    gunichar letter = g_utf8_get_char(c);
    bool is_space = letter == ' ' || g_unichar_iscntrl(letter);
    if (!is_space)
      g_string_append_unichar(words, letter);
    else if (words->len && words->str[words->len - 1] != ' ')
      g_string_append_c(words, ' ');
    c = g_utf8_next_char(c);
  }
}

static void
gather_words(GString *words, cmark_node *node, bool is_one_enough)
{
  cmark_iter *iter = cmark_iter_new(node);
  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *below = cmark_iter_get_node(iter);
    cmark_node_type type = cmark_node_get_type(below);
    if (event != CMARK_EVENT_ENTER)
      continue;
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK ||
        type == CMARK_NODE_HTML_BLOCK)
      append_spaced(words, cmark_node_get_literal(below));
    else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
      append_spaced(words, " ");
    if (is_one_enough && words->len)
      break;
  }
  cmark_iter_free(iter);
}

char *
commonmark_words(cmark_node *node)
{
  GString *words = g_string_new(NULL);
  gather_words(words, node, false);
  while (words->len && words->str[words->len - 1] == ' ')
    g_string_truncate(words, words->len - 1);
  return g_string_free(words, FALSE);
}

/* Spaces alone are never gathered. */
bool
commonmark_has_words(cmark_node *node)
{
  g_autoptr(GString) words = g_string_new(NULL);
  gather_words(words, node, true);
  return words->len > 0;
}

/* ---- which node is what ---- */

static bool
is_called(cmark_node *node, const char *name)
{
  return node && strcmp(cmark_node_get_type_string(node), name) == 0;
}

bool
commonmark_is_table(cmark_node *node)
{
  return is_called(node, "table");
}

bool
commonmark_is_row(cmark_node *node)
{
  return is_called(node, "table_row") || is_called(node, "table_header");
}

bool
commonmark_is_cell(cmark_node *node)
{
  return is_called(node, "table_cell");
}

bool
commonmark_is_heading_row(cmark_node *row)
{
  return is_called(row, "table_header");
}

bool
commonmark_is_struck(cmark_node *node)
{
  return is_called(node, "strikethrough");
}

char *
commonmark_column_name(cmark_node *heading)
{
  g_autofree char *name = heading ? commonmark_words(heading) : NULL;

  return g_strdup(!name || strcmp(name, COMMONMARK_NO_NAME) == 0 ? "" : name);
}

bool
commonmark_is_mention(cmark_node *node)
{
  return node && cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_REFERENCE;
}

bool
commonmark_is_note(cmark_node *node)
{
  return node && cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION;
}

/* cmark-gfm gives a mention its number as words, and puts the footnotes in the order of theirs. */
int
commonmark_note_number(cmark_node *node)
{
  int number = 0;

  if (commonmark_is_mention(node))
    return (int)g_ascii_strtoll(cmark_node_get_literal(node), NULL, 10);
  for (; commonmark_is_note(node); node = cmark_node_previous(node))
    number++;
  return number;
}

cmark_node *
commonmark_first_note(cmark_node *document)
{
  cmark_node *first = NULL;

  for (cmark_node *node = cmark_node_last_child(document); commonmark_is_note(node);
       node = cmark_node_previous(node))
    first = node;
  return first;
}

bool
commonmark_is_its_own_address(cmark_node *link)
{
  static const char *const schemes[] = { "", "mailto:", "tel:", "http://", "https://" };
  const char *address = cmark_node_get_url(link);
  g_autofree char *words = commonmark_words(link);

  for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
    const size_t len = strlen(schemes[i]);

    if (g_ascii_strncasecmp(address, schemes[i], len) == 0 && strcmp(address + len, words) == 0)
      return true;
  }
  return false;
}
