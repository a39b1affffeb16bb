/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Headings, words, paragraphs, links and lists. Larger pieces: pieces.c. */
#include "ui/content.h"

#include "ui/calls.h"
#include "ui/draw.h"

void
ui_heading(Page *page, int level, const char *words)
{
  static const char *const sizes[] = { "xl", "m", "s", "s" };
  const int at = CLAMP(level, 1, 4);

  page->heading = at;
  html(page, "<h");
  number(page, at);
  html(page, " class=\"govuk-heading-");
  text(page, sizes[at - 1]);
  html(page, "\">");
  text(page, words);
  html(page, "</h");
  number(page, at);
  html(page, ">\n");
}

void
ui_words(Page *page, const char *words)
{
  text(page, words);
}

void
ui_words_to_call(Page *page, const char *words)
{
  put_words_to_call(page, words, strlen(words));
}

void
ui_strong(Page *page, const char *words)
{
  html(page, "<strong>");
  text(page, words);
  html(page, "</strong>");
}

void
ui_person(Page *page, const char *name)
{
  html(page, "<bdi>");
  text(page, name);
  html(page, "</bdi>");
}

void
ui_address(Page *page, const char *url)
{
  html(page, "<span class=\"ct-address\">");
  text(page, url);
  html(page, "</span>");
}

void
ui_code(Page *page, const char *code)
{
  html(page, "<p class=\"ct-code\">");
  text(page, code);
  html(page, "</p>\n");
}

void
ui_line_break(Page *page)
{
  html(page, "<br>");
}

void
ui_draw_paragraph(Page *page, const Paragraph *paragraph)
{
  html(page, "<p class=\"");
  text(page, paragraph->is_lead ? "govuk-body-l" : "govuk-body");
  if (paragraph->is_quiet)
    html(page, " ct-quiet");
  html(page, "\">");
  if (paragraph->is_strong)
    html(page, "<strong>");
  if (paragraph->to_call)
    ui_words_to_call(page, paragraph->slot.text);
  else
    slot_draw(page, &paragraph->slot);
  if (paragraph->is_strong)
    html(page, "</strong>");
  html(page, "</p>\n");
}

void
ui_paragraph_open(Page *page)
{
  html(page, "<p class=\"govuk-body\">");
}

void
ui_paragraph_close(Page *page)
{
  html(page, "</p>\n");
}

typedef void (*LineWriter)(Page *page, const char *line, size_t len);

static void
put_line(Page *page, const char *line, size_t len)
{
  buffer_put_escaped(page_out(page), line, len);
}

static void
put_lines(Page *page, const char *lines, LineWriter put)
{
  bool is_open = false;

  for (const char *at = lines ? lines : ""; *at;) {
    const size_t len = strcspn(at, "\n");
    const bool is_empty = strspn(at, " \t\r") >= len;

    if (is_empty && is_open)
      html(page, "</p>\n");
    if (!is_empty && is_open)
      html(page, "<br>");
    if (!is_empty && !is_open)
      html(page, "<p class=\"govuk-body\" dir=\"auto\">");
    if (!is_empty)
      put(page, at, len);
    is_open = !is_empty;
    at += len + (at[len] == '\n');
  }
  if (is_open)
    html(page, "</p>\n");
}

void
ui_person_lines(Page *page, const char *lines)
{
  put_lines(page, lines, put_line);
}

void
ui_person_lines_to_call(Page *page, const char *lines)
{
  put_lines(page, lines, put_words_to_call);
}

void
ui_draw_link(Page *page, const Link *link)
{
  html(page, "<a class=\"govuk-link");
  if (link->is_large)
    html(page, " ct-large-link");
  html(page, "\"");
  attribute(page, "href", link->href);
  attribute(page, "lang", link->lang);
  if (link->is_download)
    html(page, " download");
  html(page, ">");
  slot_draw(page, &link->slot);
  if (link->spoken) {
    html(page, "<span class=\"govuk-visually-hidden\"> ");
    text(page, link->spoken);
    html(page, "</span>");
  }
  html(page, "</a>");
}

void
ui_list_open(Page *page, ListLook look)
{
  static const char *const classes[] = {
    [LIST_PLAIN] = "govuk-list",
    [LIST_BULLETS] = "govuk-list govuk-list--bullet",
    [LIST_NUMBERS] = "govuk-list govuk-list--number",
    [LIST_FACTS] = "ct-facts",
    [LIST_RULED] = "ct-ruled",
  };

  page->lists_numbered = (page->lists_numbered << 1) | (look == LIST_NUMBERS);
  if (look == LIST_NUMBERS)
    html(page, "<ol class=\"");
  else
    html(page, "<ul class=\"");
  text(page, classes[look]);
  html(page, "\">\n");
}

void
ui_list_item(Page *page, const char *words)
{
  html(page, "<li>");
  text(page, words);
  html(page, "</li>\n");
}

void
ui_list_item_open(Page *page)
{
  html(page, "<li>");
}

void
ui_list_item_close(Page *page)
{
  html(page, "</li>\n");
}

void
ui_list_close(Page *page)
{
  if (page->lists_numbered & 1)
    html(page, "</ol>\n");
  else
    html(page, "</ul>\n");
  page->lists_numbered >>= 1;
}
