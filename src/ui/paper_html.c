/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Walks a paper's tree and writes HTML. Nesting is the tree's: cmark's iterator keeps it, so that a
 * source a thousand lists deep costs no stack. */
#include "ui/paper_html.h"

#include "ui/draw.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

typedef struct {
  Page *page;
  int notes;            /* footnotes written so far */
  GHashTable *referred; /* footnotes whose first mention is written: it holds the way back */
  bool is_in_head;      /* of a table */
  bool is_body_open;
  int parts;              /* written so far */
  const PaperParts *hook; /* NULL: nothing comes behind parts */
} Walk;

typedef void Writer(Walk *walk, cmark_node *node, bool is_entering);

/* ---- words ---- */

static void
write_text(Walk *walk, cmark_node *node, bool is_entering)
{
  if (is_entering)
    text(walk->page, cmark_node_get_literal(node));
}

static void
write_code(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)is_entering;
  html(walk->page, "<code>");
  text(walk->page, cmark_node_get_literal(node));
  html(walk->page, "</code>");
}

static void
write_code_block(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)is_entering;
  html(walk->page, "<pre>");
  text(walk->page, cmark_node_get_literal(node));
  html(walk->page, "</pre>\n");
}

static void
write_soft_break(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  (void)is_entering;
  html(walk->page, "\n");
}

static void
write_line_break(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  (void)is_entering;
  html(walk->page, "<br>\n");
}

static void
write_rule(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  (void)is_entering;
  html(walk->page, "<hr>\n");
}

static void
write_strong(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  if (is_entering)
    html(walk->page, "<strong>");
  else
    html(walk->page, "</strong>");
}

static void
write_emphasis(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  if (is_entering)
    html(walk->page, "<em>");
  else
    html(walk->page, "</em>");
}

static void
write_struck(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  if (is_entering)
    html(walk->page, "<del>");
  else
    html(walk->page, "</del>");
}

/* ---- links and pictures ---- */

static bool
is_of_this_site(const char *url)
{
  return url[0] == '#' || (url[0] == '/' && url[1] != '/' && url[1] != '\\');
}

static bool
may_lead_to(const char *url)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:", "tel:" };

  for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
    if (g_ascii_strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
      return true;
  return is_of_this_site(url);
}

static void
write_link(Walk *walk, cmark_node *node, bool is_entering)
{
  const char *url = cmark_node_get_url(node);

  if (!url || !may_lead_to(url))
    return; /* its words stay */
  if (!is_entering) {
    html(walk->page, "</a>");
    return;
  }
  html(walk->page, "<a class=\"govuk-link\"");
  attribute(walk->page, "href", url);
  html(walk->page, ">");
}

static void
write_words_below(Walk *walk, cmark_node *node)
{
  cmark_iter *iter = cmark_iter_new(node);

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *below = cmark_iter_get_node(iter);
    const cmark_node_type type = cmark_node_get_type(below);

    if (event == CMARK_EVENT_ENTER && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE))
      text(walk->page, cmark_node_get_literal(below));
  }
  cmark_iter_free(iter);
}

/* What is below is its words; the walk goes on after it (see paper_walk). */
static void
write_picture(Walk *walk, cmark_node *node, bool is_entering)
{
  const char *url = cmark_node_get_url(node);

  if (!is_entering)
    return;
  if (!url || url[0] == '#' || !is_of_this_site(url)) {
    write_words_below(walk, node);
    return;
  }
  html(walk->page, "<img");
  attribute(walk->page, "src", url);
  html(walk->page, " alt=\"");
  write_words_below(walk, node);
  html(walk->page, "\">");
}

/* ---- blocks ---- */

static void
write_paragraph(Walk *walk, cmark_node *node, bool is_entering)
{
  cmark_node *list = cmark_node_parent(cmark_node_parent(node));

  if (list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list))
    return;
  if (is_entering)
    html(walk->page, "<p>");
  else
    html(walk->page, "</p>\n");
}

static void
write_heading(Walk *walk, cmark_node *node, bool is_entering)
{
  const int level = CLAMP(cmark_node_get_heading_level(node), 2, 6);

  if (is_entering)
    html(walk->page, "<h");
  else
    html(walk->page, "</h");
  number(walk->page, level);
  html(walk->page, ">");
  if (!is_entering)
    html(walk->page, "\n");
}

static void
write_quote(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  if (is_entering)
    html(walk->page, "<blockquote>\n");
  else
    html(walk->page, "</blockquote>\n");
}

static void
write_list(Walk *walk, cmark_node *node, bool is_entering)
{
  const bool is_numbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
  const int start = cmark_node_get_list_start(node);

  if (!is_entering) {
    if (is_numbered)
      html(walk->page, "</ol>\n");
    else
      html(walk->page, "</ul>\n");
    return;
  }
  if (!is_numbered) {
    html(walk->page, "<ul>\n");
    return;
  }
  html(walk->page, "<ol");
  if (start != 1)
    number_attribute(walk->page, "start", start);
  html(walk->page, ">\n");
}

static void
write_item(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  if (is_entering)
    html(walk->page, "<li>");
  else
    html(walk->page, "</li>\n");
}

/* ---- tables ---- */

static void
write_table(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  if (is_entering) {
    /* The box scrolls when the table is too wide; the keyboard must reach it for that. */
    html(walk->page, "<div class=\"ct-wide\" role=\"group\" tabindex=\"0\"");
    attribute(walk->page, "aria-label", tr(walk->page, "Table"));
    html(walk->page, "><table>\n");
    walk->is_body_open = false;
    return;
  }
  if (walk->is_body_open)
    html(walk->page, "</tbody>\n");
  html(walk->page, "</table></div>\n");
}

static void
write_row(Walk *walk, cmark_node *node, bool is_entering)
{
  const bool is_head = cmark_gfm_extensions_get_table_row_is_header(node) != 0;

  walk->is_in_head = is_head;
  if (!is_entering) {
    html(walk->page, "</tr>\n");
    if (is_head)
      html(walk->page, "</thead>\n");
    return;
  }
  if (is_head) {
    html(walk->page, "<thead>\n");
  } else if (!walk->is_body_open) {
    html(walk->page, "<tbody>\n");
    walk->is_body_open = true;
  }
  html(walk->page, "<tr>");
}

static void
write_cell(Walk *walk, cmark_node *node, bool is_entering)
{
  (void)node;
  if (is_entering && walk->is_in_head)
    html(walk->page, "<th scope=\"col\">");
  else if (is_entering)
    html(walk->page, "<td>");
  else if (walk->is_in_head)
    html(walk->page, "</th>");
  else
    html(walk->page, "</td>");
}

/* ---- footnotes ---- */

/* The parser numbers mentions; the definitions stand at the end in the same order. */
static void
write_mention(Walk *walk, cmark_node *node, bool is_entering)
{
  const char *note = cmark_node_get_literal(node);

  if (!is_entering) /* cmark-gfm comes by twice, though nothing is below */
    return;
  html(walk->page, "<sup><a class=\"govuk-link\" href=\"#note-");
  text(walk->page, note);
  html(walk->page, "\"");
  if (g_hash_table_add(walk->referred, g_strdup(note))) {
    html(walk->page, " id=\"mention-");
    text(walk->page, note);
    html(walk->page, "\"");
  }
  html(walk->page, "><span class=\"govuk-visually-hidden\">");
  text(walk->page, tr(walk->page, "Note"));
  html(walk->page, " </span>");
  text(walk->page, note);
  html(walk->page, "</a></sup>");
}

static void
write_note(Walk *walk, cmark_node *node, bool is_entering)
{
  if (is_entering) {
    if (walk->notes++ == 0)
      html(walk->page, "<hr>\n<ol>\n");
    html(walk->page, "<li id=\"note-");
    number(walk->page, walk->notes);
    html(walk->page, "\">");
    return;
  }
  html(walk->page, "<a class=\"govuk-link\" href=\"#mention-");
  number(walk->page, walk->notes);
  html(walk->page, "\">");
  text(walk->page, tr(walk->page, "Back to the text"));
  html(walk->page, "</a></li>\n");
  if (!cmark_node_next(node))
    html(walk->page, "</ol>\n");
}

/* By name: the numbers of the extensions' types are given when the program runs. What is not here
 * (raw HTML, the document itself) writes nothing. */
static const struct {
  const char *type;
  Writer *write;
} writers[] = {
  { "text", write_text },
  { "paragraph", write_paragraph },
  { "softbreak", write_soft_break },
  { "item", write_item },
  { "list", write_list },
  { "heading", write_heading },
  { "strong", write_strong },
  { "emph", write_emphasis },
  { "link", write_link },
  { "linebreak", write_line_break },
  { "table_cell", write_cell },
  { "table_row", write_row },
  { "table_header", write_row },
  { "table", write_table },
  { "block_quote", write_quote },
  { "code", write_code },
  { "code_block", write_code_block },
  { "thematic_break", write_rule },
  { "image", write_picture },
  { "strikethrough", write_struck },
};

static Writer *
find_writer(cmark_node *node)
{
  const char *type = cmark_node_get_type_string(node);

  /* cmark-gfm has no names for these two. */
  if (cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_REFERENCE)
    return write_mention;
  if (cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION)
    return write_note;
  for (size_t i = 0; i < G_N_ELEMENTS(writers); i++)
    if (strcmp(type, writers[i].type) == 0)
      return writers[i].write;
  return NULL;
}

/* A part ends with its node; one without anything below comes by once only. */
static void
end_part(Walk *walk, cmark_node *node, bool is_entering)
{
  if (is_entering && cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK)
    return;
  if (walk->hook->is_part(node))
    walk->hook->after(walk->page, ++walk->parts, walk->hook->data);
}

static void
paper_walk(Page *page, cmark_node *document, const PaperParts *hook)
{
  g_autoptr(GHashTable) referred = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Walk walk = { .page = page, .referred = referred, .hook = hook };
  cmark_iter *iter = cmark_iter_new(document);

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *node = cmark_iter_get_node(iter);
    Writer *write = find_writer(node);

    if (!write)
      continue;
    write(&walk, node, event == CMARK_EVENT_ENTER);
    if (hook)
      end_part(&walk, node, event == CMARK_EVENT_ENTER);
    if (write == write_picture && event == CMARK_EVENT_ENTER)
      cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
  }
  cmark_iter_free(iter);
}

void
ui_paper(Page *page, cmark_node *document, const char *lang)
{
  ui_paper_with(page, document, lang, NULL);
}

void
ui_paper_with(Page *page, cmark_node *document, const char *lang, const PaperParts *hook)
{
  html(page, "<div class=\"ct-paper\" dir=\"auto\"");
  attribute(page, "lang", lang);
  html(page, ">\n");
  paper_walk(page, document, hook);
  html(page, "</div>\n");
}

static void
put_part_link(Page *page, const char *href, const char *words, const char *spoken)
{
  if (!href)
    return;
  html(page, "<a class=\"govuk-link\"");
  attribute(page, "href", href);
  html(page, ">");
  text(page, words);
  html(page, "<span class=\"govuk-visually-hidden\"> ");
  text(page, spoken);
  html(page, "</span></a>");
}

void
ui_draw_part_links(Page *page, const PartLinks *links)
{
  html(page, "<div class=\"ct-part\" id=\"part-");
  number(page, links->number);
  html(page, "\"");
  attribute(page, "lang", lang_html_tag(page->lang));
  html(page, "><span>");
  text(page, links->name);
  html(page, "</span>");
  put_part_link(page, links->said_href, links->said_words, links->spoken);
  put_part_link(page, links->href, links->words, links->spoken);
  html(page, "</div>\n");
}
