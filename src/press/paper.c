/* SPDX-License-Identifier: AGPL-3.0-or-later
 * CommonMark to a tree that every maker can walk safely: bounded depth and size, no raw HTML. */
#include "press/press.h"

#include "lang/lang.h"

#include <cmark-gfm-core-extensions.h>
#include <stdarg.h>

PressResult
press_refuse(const char *told)
{
  fprintf(stderr, "%s\n", told);
  return PRESS_BAD_INPUT;
}

PressResult
press_fail(const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);

  g_autofree char *line = g_strdup_vprintf(format, arguments);

  va_end(arguments);
  fprintf(stderr, "%s\n", line);
  return PRESS_FAILED;
}

static bool
is_called(cmark_node *node, const char *name)
{
  return node && strcmp(cmark_node_get_type_string(node), name) == 0;
}

bool
paper_is_table(cmark_node *node)
{
  return is_called(node, "table");
}

bool
paper_is_table_row(cmark_node *node)
{
  return is_called(node, "table_row") || is_called(node, "table_header");
}

bool
paper_is_table_cell(cmark_node *node)
{
  return is_called(node, "table_cell");
}

bool
paper_is_table_header(cmark_node *row)
{
  return is_called(row, "table_header");
}

bool
paper_is_strikethrough(cmark_node *node)
{
  return is_called(node, "strikethrough");
}

static bool
starts_with_name(const char *at, const char *name)
{
  const size_t len = strlen(name);

  return g_ascii_strncasecmp(at, name, len) == 0 && !g_ascii_isalnum(at[len]);
}

/* Where the tag, comment, or script that starts at `at` ends (one past). */
static const char *
skip_tag(const char *at)
{
  static const struct {
    const char *start, *end;
  } wholes[] = { { "script", "</script" }, { "style", "</style" } };
  const char *end = NULL;

  if (g_str_has_prefix(at, "<!--")) {
    end = strstr(at + 4, "-->");
    return end ? end + 3 : at + strlen(at);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(wholes); i++) {
    if (!starts_with_name(at + 1, wholes[i].start))
      continue;
    for (const char *c = at; *c; c++)
      if (g_ascii_strncasecmp(c, wholes[i].end, strlen(wholes[i].end)) == 0)
        end = c;
    at = end ? end : at + strlen(at);
    break;
  }
  end = strchr(at, '>');
  return end ? end + 1 : at + strlen(at);
}

static char *
html_words(const char *html)
{
  GString *words = g_string_new(NULL);

  for (const char *at = html; *at;) {
    if (*at == '<' && (g_ascii_isalpha(at[1]) || strchr("/!?", at[1]))) {
      at = skip_tag(at);
      g_string_append_c(words, ' ');
      continue;
    }
    g_string_append_c(words, g_ascii_isspace(*at) ? ' ' : *at);
    at++;
  }
  return g_strstrip(g_string_free(words, FALSE));
}

static void
replace_html(cmark_node *node)
{
  const char *html = cmark_node_get_literal(node);

  if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE) {
    if (html && starts_with_name(html, "<br"))
      cmark_node_insert_before(node, cmark_node_new(CMARK_NODE_LINEBREAK));
  } else {
    g_autofree char *words = html_words(html ? html : "");

    if (*words != '\0') {
      cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
      cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);

      cmark_node_set_literal(text, words);
      cmark_node_append_child(paragraph, text);
      cmark_node_insert_before(node, paragraph);
    }
  }
  cmark_node_free(node);
}

/* Leaves no raw HTML, and looks that makers will not meet more than they can bear. */
static const char *
tame(cmark_node *document)
{
  cmark_iter *iter = cmark_iter_new(document);
  cmark_event_type event;
  const char *problem = NULL;
  int depth = 0, nodes = 0;

  while (!problem && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
    cmark_node *node = cmark_iter_get_node(iter);
    const cmark_node_type type = cmark_node_get_type(node);

    if (event == CMARK_EVENT_EXIT) {
      depth--;
      continue;
    }
    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
      replace_html(node); /* a leaf: the iterator already stands behind it */
      continue;
    }
    if (type != CMARK_NODE_TEXT && type != CMARK_NODE_SOFTBREAK && type != CMARK_NODE_LINEBREAK &&
        type != CMARK_NODE_CODE && type != CMARK_NODE_CODE_BLOCK &&
        type != CMARK_NODE_THEMATIC_BREAK)
      depth++;
    if (depth > PRESS_DEPTH_MAX)
      problem = N_("The paper has lists or quotations inside one another too many times.");
    if (++nodes > PRESS_NODES_MAX)
      problem = N_("The paper has too many parts. Send it as two or more papers.");
  }
  cmark_iter_free(iter);
  return problem;
}

cmark_node *
paper_parse(const char *text, size_t len, const char **ret_problem)
{
  static const char *const extensions[] = { "table", "autolink", "strikethrough" };
  cmark_parser *parser = NULL;
  cmark_node *document = NULL;
  const char *problem = NULL;

  cmark_gfm_core_extensions_ensure_registered();
  parser = cmark_parser_new(CMARK_OPT_DEFAULT);
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
  cmark_parser_feed(parser, text, len);
  document = cmark_parser_finish(parser);
  cmark_parser_free(parser);
  problem = tame(document);
  if (!problem && !cmark_node_first_child(document))
    problem = N_("The paper is empty.");
  if (problem) {
    *ret_problem = problem;
    cmark_node_free(document);
    return NULL;
  }
  cmark_consolidate_text_nodes(document);
  return document;
}

char *
paper_words(cmark_node *node)
{
  GString *words = g_string_new(NULL);
  cmark_iter *iter = cmark_iter_new(node);
  cmark_event_type event;

  while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
    cmark_node *at = cmark_iter_get_node(iter);
    const cmark_node_type type = cmark_node_get_type(at);

    if (event != CMARK_EVENT_ENTER)
      continue;
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
      g_string_append(words, cmark_node_get_literal(at));
    else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
      g_string_append_c(words, ' ');
  }
  cmark_iter_free(iter);
  return g_strstrip(g_string_free(words, FALSE));
}

char *
paper_first_heading(cmark_node *document)
{
  for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node)) {
    if (cmark_node_get_type(node) != CMARK_NODE_HEADING)
      continue;

    g_autofree char *words = paper_words(node);

    if (*words != '\0')
      return g_steal_pointer(&words);
  }
  return NULL;
}
