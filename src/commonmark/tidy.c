/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tidying a parsed tree: what commonmark.h promises of it. The walks use cmark's iterator, never
 * the stack. */
#include "commonmark/tidy.h"

#include "base/text.h"
#include "commonmark/html_words.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

typedef struct {
  int top_heading;
  const SourceReading *reading;
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

static void
tidy_html_block(cmark_node *node, Tidying *tidying)
{
  (void)tidying;
  g_autofree char *raw = html_to_words(cmark_node_get_literal(node));
  cmark_node *text = text_node_new(raw);
  g_autofree char *words = commonmark_words(text);

  if (!*words) {
    cmark_node_free(text);
    drop(node);
    return;
  }
  cmark_node_set_literal(text, words);

  cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
  cmark_node_append_child(paragraph, text);
  replace_with(node, paragraph);
}

static void
tidy_html_inline(cmark_node *node, Tidying *tidying)
{
  (void)tidying;
  if (html_starts_with(cmark_node_get_literal(node), "<br"))
    replace_with(node, cmark_node_new(CMARK_NODE_LINEBREAK));
  else
    drop(node);
}

/* What a picture shows is its words alone: code and emphasis in them say nothing more. */
static void
keep_words_only(cmark_node *node, const char *words)
{
  for (cmark_node *child; (child = cmark_node_first_child(node));)
    drop(child);
  cmark_node_append_child(node, text_node_new(words));
}

static bool
is_blank(cmark_node *node)
{
  const cmark_node_type type = cmark_node_get_type(node);

  if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
    return true;
  if (type != CMARK_NODE_TEXT)
    return false;

  const char *text = cmark_node_get_literal(node);

  return text[strspn(text, " ")] == '\0';
}

/* And the paragraph that held nothing else: it would be counted among the parts of the paper. */
static void
drop_picture(cmark_node *node)
{
  cmark_node *paragraph = cmark_node_parent(node), *child = NULL;

  drop(node);
  if (cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
    return;
  for (child = cmark_node_first_child(paragraph); child && is_blank(child);)
    child = cmark_node_next(child);
  if (!child)
    drop(paragraph);
}

/* No space comes before a full stop or the like. */
static bool
is_before_stop(cmark_node *node)
{
  cmark_node *next = cmark_node_next(node);
  const char *text =
      next && cmark_node_get_type(next) == CMARK_NODE_TEXT ? cmark_node_get_literal(next) : "";

  return *text && strchr(".,;:!?)", *text);
}

static void
tidy_picture(cmark_node *node, Tidying *tidying)
{
  g_autofree char *alt = commonmark_words(node);
  if (!*alt) {
    drop_picture(node);
    return;
  }

  const SourceReading *reading = tidying->reading;
  const char *name = cmark_node_get_url(node);
  const char *address =
      reading->address_of && name ? reading->address_of(name, reading->address_data) : NULL;

  if (address)
    cmark_node_set_url(node, address);
  if (address || !reading->picture) {
    keep_words_only(node, alt);
    return;
  }

  bool stands_alone = !cmark_node_previous(node) && !cmark_node_next(node);
  g_autofree char *text = g_strdup_printf(stands_alone           ? "%s: %s"
                                          : is_before_stop(node) ? " (%s: %s)"
                                                                 : " (%s: %s) ",
                                          reading->picture, alt);
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
      cmark_node_append_child(cell, text_node_new(COMMONMARK_NO_NAME));
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

/* ---- the title ---- */

static bool
drop_title(cmark_node *document, const char *title)
{
  cmark_node *first = cmark_node_first_child(document);

  if (!first || cmark_node_get_type(first) != CMARK_NODE_HEADING)
    return false;
  g_autofree char *words = commonmark_words(first);
  g_autofree char *heading_key = text_sort_key(words);
  g_autofree char *title_key = text_sort_key(title);
  if (!g_str_equal(heading_key, title_key))
    return false;
  drop(first);
  return true;
}

char *
tidy_first_heading(cmark_node *document)
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

/* ---- one walk: is it fit for whoever recurses, and what is there to tidy ---- */

/* All are gathered before any is touched: the iterator must not meet a node that was taken away. */
typedef struct {
  GPtrArray *raw_blocks, *raw_inlines, *tables, *headings;
  GPtrArray *spans; /* links and pictures */
  int depth, deepest, nested, most_nested, nodes;
} Gathering;

static void
gather(Gathering *found, cmark_node *node, cmark_node_type type)
{
  switch ((unsigned)type) {
  case CMARK_NODE_HTML_BLOCK:
    g_ptr_array_add(found->raw_blocks, node);
    return;
  case CMARK_NODE_HTML_INLINE:
    g_ptr_array_add(found->raw_inlines, node);
    return;
  case CMARK_NODE_LINK:
  case CMARK_NODE_IMAGE:
    g_ptr_array_add(found->spans, node);
    return;
  case CMARK_NODE_HEADING:
    g_ptr_array_add(found->headings, node);
    return;
  default:
    if (type > CMARK_NODE_FOOTNOTE_DEFINITION && type < CMARK_NODE_TEXT &&
        commonmark_is_table(node))
      g_ptr_array_add(found->tables, node);
  }
}

/* Leaves have no end of their own. */
static bool
is_leaf(cmark_node_type type)
{
  return type == CMARK_NODE_TEXT || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
         type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK ||
         type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE ||
         type == CMARK_NODE_THEMATIC_BREAK;
}

static void
gather_all(Gathering *found, cmark_node *document)
{
  cmark_iter *iter = cmark_iter_new(document);

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *node = cmark_iter_get_node(iter);
    const cmark_node_type type = cmark_node_get_type(node);
    const int step = event == CMARK_EVENT_ENTER ? 1 : -1;

    if (type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LIST) {
      found->nested += step;
      found->most_nested = MAX(found->most_nested, found->nested);
    }
    if (!is_leaf(type)) {
      found->depth += step;
      found->deepest = MAX(found->deepest, found->depth);
    }
    if (event == CMARK_EVENT_ENTER) {
      found->nodes++;
      gather(found, node, type);
    }
  }
  cmark_iter_free(iter);
}

static SourceFault
find_fault(const Gathering *found)
{
  if (found->most_nested > SOURCE_DEPTH_MAX || found->deepest > SOURCE_NODES_DEPTH_MAX)
    return SOURCE_TOO_DEEP;
  return found->nodes > SOURCE_NODES_MAX ? SOURCE_TOO_MANY_PARTS : SOURCE_FINE;
}

/* ---- the order of things ---- */

static void
tidy_each(const GPtrArray *nodes, void (*tidy)(cmark_node *node, Tidying *tidying),
          Tidying *tidying)
{
  for (guint i = 0; i < nodes->len; i++)
    tidy(nodes->pdata[i], tidying);
}

/* Backwards, so that one inside another comes before it. */
static void
tidy_spans(const GPtrArray *spans, Tidying *tidying)
{
  for (guint i = spans->len; i > 0; i--) {
    cmark_node *node = spans->pdata[i - 1];

    if (cmark_node_get_type(node) == CMARK_NODE_LINK)
      tidy_link(node, tidying);
    else
      tidy_picture(node, tidying);
  }
}

/* True: the title was the first heading, and is not in the tree any more. */
static bool
tidy_gathered(const Gathering *found, cmark_node *document, char **ret_title, Tidying *tidying)
{
  bool has_dropped = false;

  tidy_each(found->raw_blocks, tidy_html_block, tidying);
  tidy_each(found->raw_inlines, tidy_html_inline, tidying);
  tidy_spans(found->spans, tidying);
  tidy_each(found->tables, tidy_table, tidying);
  if (ret_title && (*ret_title = tidy_first_heading(document)) &&
      (has_dropped = drop_title(document, *ret_title)))
    g_ptr_array_remove_index(found->headings, 0);
  tidy_each(found->headings, tidy_heading, tidying);
  cmark_consolidate_text_nodes(document);
  return has_dropped;
}

SourceFault
tidy_document(cmark_node *document, const SourceReading *reading, char **ret_title)
{
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GPtrArray) raw_blocks = g_ptr_array_new(), raw_inlines = g_ptr_array_new();
  g_autoptr(GPtrArray) tables = g_ptr_array_new(), headings = g_ptr_array_new();
  g_autoptr(GPtrArray) spans = g_ptr_array_new();
  Gathering found = { .raw_blocks = raw_blocks,
                      .raw_inlines = raw_inlines,
                      .tables = tables,
                      .headings = headings,
                      .spans = spans };
  Tidying tidying = { .top_heading = MAX(reading->top_heading, 1),
                      .reading = reading,
                      .open = open };

  bool has_dropped = reading->title && drop_title(document, reading->title);

  gather_all(&found, document);

  const SourceFault fault = find_fault(&found);

  if (fault != SOURCE_FINE)
    return fault;
  has_dropped |= tidy_gathered(&found, document, reading->title ? NULL : ret_title, &tidying);
  return has_dropped || commonmark_has_words(document) ? SOURCE_FINE : SOURCE_EMPTY;
}
