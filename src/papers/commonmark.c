/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Parsing with cmark-gfm and tidying of the tree. The walks use cmark's iterator, never the stack:
 * a source may nest a million deep before it is refused. */
#include "papers/commonmark.h"

#include "base/text.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdbool.h>
#include <string.h>

/* cmark-gfm's search for bare mail addresses takes seconds on a megabyte of "a@a@a@": past this
 * many of them, bare addresses stay plain words. */
enum { AT_SIGNS_MAX = 1000 };

/* While it parses, cmark-gfm notes in tables of the whole process which letters its extensions care
 * about, so two threads must not parse at once (half a millisecond for a long paper). */
static GMutex parsing;

const FormatWords format_words_english = {
  .picture = "Picture",
  .links = "Links",
  .notes = "Notes",
  .note = "note",
  .removed = "taken out",
  .paper = "Paper",
};

static cmark_node *
parse(const char *source, size_t len)
{
  static const char *const extensions[] = { "table", "strikethrough", "autolink" };
  size_t at_signs = 0;
  for (size_t i = 0; i < len; i++)
    at_signs += source[i] == '@';

  g_mutex_lock(&parsing);
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8);
  size_t count = G_N_ELEMENTS(extensions) - (at_signs > AT_SIGNS_MAX ? 1 : 0);
  for (size_t i = 0; i < count; i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
  cmark_parser_feed(parser, source, len);
  cmark_node *document = cmark_parser_finish(parser);
  cmark_parser_free(parser);
  g_mutex_unlock(&parsing);
  return document;
}

void
commonmark_free(cmark_node *document)
{
  if (document)
    cmark_node_free(document);
}

static bool
is_too_deep(cmark_node *document)
{
  cmark_iter *iter = cmark_iter_new(document);
  int depth = 0, deepest = 0;
  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(iter));
    if (type != CMARK_NODE_BLOCK_QUOTE && type != CMARK_NODE_LIST)
      continue;
    depth += event == CMARK_EVENT_ENTER ? 1 : -1;
    deepest = MAX(deepest, depth);
  }
  cmark_iter_free(iter);
  return deepest > SOURCE_DEPTH_MAX;
}

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
static bool
has_words(cmark_node *node)
{
  g_autoptr(GString) words = g_string_new(NULL);
  gather_words(words, node, true);
  return words->len > 0;
}

typedef struct {
  int top_heading;
  const char *picture;
  GArray *open; /* source levels of the headings that the next one stands under */
} Tidying;

static cmark_node *
text_node_new(const char *text)
{
  cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
  cmark_node_set_literal(node, text);
  return node;
}

static void
drop(cmark_node *node)
{
  cmark_node_unlink(node);
  cmark_node_free(node);
}

static void
replace_with(cmark_node *old, cmark_node *fresh)
{
  if (!cmark_node_replace(old, fresh)) { /* the new one may not stand there: leave it out */
    cmark_node_free(fresh);
    cmark_node_unlink(old);
  }
  cmark_node_free(old);
}

static const struct {
  const char *start, *end;
} tags[] = {
  { "<!--", "-->" },
  { "<script", "</script>" },
  { "<style", "</style>" },
  { "<", ">" },
};

/* The end of the tag, comment, script or style that starts at `open`; NULL: not one. What was once
 * looked for in vain is not looked for again, or a megabyte of "<a" would take hours. */
static const char *
tag_end(const char *open, bool is_missing[static G_N_ELEMENTS(tags)])
{
  if (*open != '<' || !(g_ascii_isalpha(open[1]) || (open[1] && strchr("/!?", open[1]))))
    return NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
    size_t len = strlen(tags[i].end);
    if (is_missing[i] || g_ascii_strncasecmp(open, tags[i].start, strlen(tags[i].start)) != 0)
      continue;
    for (const char *c = open; *c; c++)
      if (g_ascii_strncasecmp(c, tags[i].end, len) == 0)
        return c + len;
    is_missing[i] = true;
  }
  return NULL;
}

static char *
html_words(const char *html)
{
  static const struct {
    const char *name, *letter;
  } entities[] = { { "&lt;", "<" },   { "&gt;", ">" },   { "&quot;", "\"" },
                   { "&apos;", "'" }, { "&nbsp;", " " }, { "&amp;", "&" } };
  bool is_missing[G_N_ELEMENTS(tags)] = { false };
  GString *words = g_string_new(NULL);
  for (const char *c = html; *c;) {
    const char *end = tag_end(c, is_missing);
    g_string_append_c(words, end ? ' ' : *c);
    c = end ? end : c + 1;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
    g_string_replace(words, entities[i].name, entities[i].letter, 0);
  return g_string_free(words, FALSE);
}

static void
tidy_html_block(cmark_node *node, Tidying *tidying)
{
  (void)tidying;
  g_autofree char *raw = html_words(cmark_node_get_literal(node));
  GString *spaced = g_string_new(NULL);
  append_spaced(spaced, raw);
  g_autofree char *words = g_strstrip(g_string_free(spaced, FALSE));
  if (!*words) {
    drop(node);
    return;
  }
  cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
  cmark_node_append_child(paragraph, text_node_new(words));
  replace_with(node, paragraph);
}

static void
tidy_html_inline(cmark_node *node, Tidying *tidying)
{
  (void)tidying;
  if (g_ascii_strncasecmp(cmark_node_get_literal(node), "<br", 3) == 0)
    replace_with(node, cmark_node_new(CMARK_NODE_LINEBREAK));
  else
    drop(node);
}

static void
tidy_picture(cmark_node *node, Tidying *tidying)
{
  g_autofree char *alt = commonmark_words(node);
  if (!*alt) {
    drop(node);
    return;
  }
  bool stands_alone = !cmark_node_previous(node) && !cmark_node_next(node);
  g_autofree char *text =
      g_strdup_printf(stands_alone ? "%s: %s" : " (%s: %s) ", tidying->picture, alt);
  replace_with(node, text_node_new(text));
}

static bool
may_lead_to(const char *address)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:", "tel:" };
  for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
    if (g_ascii_strncasecmp(address, schemes[i], strlen(schemes[i])) == 0)
      return true;
  return false;
}

static void
tidy_link(cmark_node *node, Tidying *tidying)
{
  (void)tidying;
  const char *address = cmark_node_get_url(node);
  if (!may_lead_to(address)) { /* its words stay */
    for (cmark_node *child; (child = cmark_node_first_child(node));)
      cmark_node_insert_before(node, child);
    drop(node);
    return;
  }
  g_autofree char *words = commonmark_words(node);
  if (!*words)
    cmark_node_append_child(node, text_node_new(address));
}

static void
tidy_table(cmark_node *table, Tidying *tidying)
{
  (void)tidying;
  uint16_t columns = cmark_gfm_extensions_get_table_columns(table);
  uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(table);

  /* In place: the setter of this version lets the old ones leak. */
  if (alignments && columns)
    memset(alignments, 0, columns);

  cmark_node *row = cmark_node_first_child(table);
  g_autofree char *words = row ? commonmark_words(row) : NULL;
  if (!row || !cmark_gfm_extensions_get_table_row_is_header(row))
    return;
  if (!*words && cmark_node_next(row)) { /* Word has tables without headings */
    drop(row);
    return;
  }
  for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
    g_autofree char *heading = commonmark_words(cell);
    if (!*heading)
      cmark_node_append_child(cell, text_node_new("–"));
  }
}

/* Levels as the source has them → levels that never skip one. */
static void
tidy_heading(cmark_node *heading, Tidying *tidying)
{
  GArray *open = tidying->open;
  g_autofree char *words = commonmark_words(heading);
  if (!*words) {
    drop(heading);
    return;
  }
  int level = cmark_node_get_heading_level(heading);
  while (open->len && g_array_index(open, int, open->len - 1) >= level)
    g_array_set_size(open, open->len - 1);
  cmark_node_set_heading_level(heading, MIN(tidying->top_heading + (int)open->len, 6));
  g_array_append_val(open, level);
}

/* All are gathered first: the iterator must not meet a node that was taken away. Backwards, those
 * inside others come before them. */
static void
tidy_each(cmark_node *document, const char *type, bool is_backwards,
          void (*tidy)(cmark_node *node, Tidying *tidying), Tidying *tidying)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  cmark_iter *iter = cmark_iter_new(document);
  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *node = cmark_iter_get_node(iter);
    if (event == CMARK_EVENT_ENTER && g_str_equal(cmark_node_get_type_string(node), type))
      g_ptr_array_add(found, node);
  }
  cmark_iter_free(iter);
  for (guint i = 0; i < found->len; i++)
    tidy(found->pdata[is_backwards ? found->len - 1 - i : i], tidying);
}

static void
drop_title(cmark_node *document, const char *title)
{
  cmark_node *first = cmark_node_first_child(document);
  if (!first || cmark_node_get_type(first) != CMARK_NODE_HEADING)
    return;
  g_autofree char *words = commonmark_words(first);
  g_autofree char *heading_key = text_sort_key(words);
  g_autofree char *title_key = text_sort_key(title);
  if (g_str_equal(heading_key, title_key) && cmark_node_next(first))
    drop(first);
}

static char *
first_heading(cmark_node *document)
{
  for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node)) {
    if (cmark_node_get_type(node) != CMARK_NODE_HEADING)
      continue;

    g_autofree char *words = commonmark_words(node);

    if (*words)
      return g_steal_pointer(&words);
  }
  return NULL;
}

/* `ret_title`: take the title from the first heading. */
static void
tidy_document(cmark_node *document, const char *title, char **ret_title, Tidying *tidying)
{
  static const struct {
    const char *type;
    bool is_backwards;
    void (*tidy)(cmark_node *node, Tidying *tidying);
  } steps[] = {
    { "html_block", false, tidy_html_block }, { "html_inline", false, tidy_html_inline },
    { "image", true, tidy_picture },          { "link", true, tidy_link },
    { "table", false, tidy_table },
  };
  if (title)
    drop_title(document, title);
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
    tidy_each(document, steps[i].type, steps[i].is_backwards, steps[i].tidy, tidying);
  if (ret_title && (*ret_title = first_heading(document)))
    drop_title(document, *ret_title);
  tidy_each(document, "heading", false, tidy_heading, tidying);
  cmark_consolidate_text_nodes(document);
}

static cmark_node *
read_document(const char *source, size_t len, const char *title, char **ret_title, int top_heading,
              const FormatWords *words, SourceFault *ret_fault)
{
  SourceFault ignored = SOURCE_FINE, *fault = ret_fault ? ret_fault : &ignored;
  *fault = SOURCE_FINE;
  if (len > SOURCE_BYTES_MAX)
    *fault = SOURCE_TOO_LONG;
  else if (!text_is_clean(source, len))
    *fault = SOURCE_NOT_TEXT;
  if (*fault != SOURCE_FINE)
    return NULL;

  g_autoptr(cmark_node) document = parse(source, len);
  if (is_too_deep(document)) {
    *fault = SOURCE_TOO_DEEP;
    return NULL;
  }

  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(int));

  tidy_document(document, title, ret_title,
                &(Tidying){ .top_heading = top_heading,
                            .picture = (words ? words : &format_words_english)->picture,
                            .open = open });
  if (!has_words(document)) {
    *fault = SOURCE_EMPTY;
    return NULL;
  }
  return g_steal_pointer(&document);
}

cmark_node *
commonmark_parse(const char *source, size_t len, const char *title, int top_heading,
                 const FormatWords *words, SourceFault *ret_fault)
{
  return read_document(source, len, title, NULL, top_heading, words, ret_fault);
}

cmark_node *
commonmark_parse_untitled(const char *source, size_t len, char **ret_title, int top_heading,
                          const FormatWords *words, SourceFault *ret_fault)
{
  g_autofree char *title = NULL;
  cmark_node *document = read_document(source, len, NULL, &title, top_heading, words, ret_fault);

  *ret_title = document ? g_steal_pointer(&title) : NULL;
  return document;
}

SourceFault
commonmark_check(const char *source, size_t len)
{
  SourceFault fault;
  g_autoptr(cmark_node) document = commonmark_parse(source, len, NULL, 1, NULL, &fault);
  return fault;
}

char *
commonmark_first_heading(const char *source, size_t len)
{
  g_autoptr(cmark_node) document = commonmark_parse(source, len, NULL, 1, NULL, NULL);

  return document ? first_heading(document) : NULL;
}
