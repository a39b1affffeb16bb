/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Papers as HTML: what each kind of paragraph becomes, and that nothing harmful gets through from a
 * tree that nobody tidied. */
#include "ui/draw.h"
#include "ui/paper_html.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { HTML_MAX = 4 * 1024 * 1024 };

static cmark_node *
parsed(const char *source, size_t len)
{
  static const char *const extensions[] = { "table", "strikethrough", "autolink" };

  cmark_gfm_core_extensions_ensure_registered();

  cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8);

  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
  cmark_parser_feed(parser, source, len);

  cmark_node *document = cmark_parser_finish(parser);

  cmark_parser_free(parser);
  return document;
}

static char *
drawn(const char *source)
{
  cmark_node *document = parsed(source, strlen(source));
  Page page;

  page_init_bare(&page, NULL, NULL, HTML_MAX);
  ui_paper(&page, document, "cy");
  cmark_node_free(document);
  buffer_put_byte(page_out(&page), '\0');
  return buffer_steal(page_out(&page), NULL);
}

static void
each_kind_becomes_what_it_says(void **state)
{
  static const struct {
    const char *source, *html;
  } cases[] = {
    { "One *two* **three**", "<p>One <em>two</em> <strong>three</strong></p>" },
    { "## Two\n\n# One", "<h2>Two</h2>\n<h2>One</h2>" },
    { "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>" },
    { "- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>" },
    { "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>" },
    { "> said", "<blockquote>\n<p>said</p>\n</blockquote>" },
    { "~~gone~~ `code`", "<p><del>gone</del> <code>code</code></p>" },
    { "a\\\nb\nc", "<p>a<br>\nb\nc</p>" },
    { "    4 < 5", "<pre>4 &lt; 5\n</pre>" },
    { "***", "<hr>" },
    { "| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |",
      "<table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n"
      "<tbody>\n<tr><td>1</td><td>2</td></tr>\n<tr><td>3</td><td>4</td></tr>\n</tbody>\n"
      "</table>" },
    { "| a |\n|---|", "</thead>\n</table></div>" },
    { "[x](https://e.org/?a=1&b=2)",
      "<a class=\"govuk-link\" href=\"https://e.org/?a=1&amp;b=2\">x</a>" },
    { "[x](mailto:a@e.org) [y](/papers)", "href=\"/papers\">y</a>" },
    { "![a *big* `map`](/files/1)", "<img src=\"/files/1\" alt=\"a big map\">" },
    { "Said[^1] twice[^1].\n\n[^1]: By Ann",
      "<li id=\"note-1\"><p>By Ann</p>\n<a class=\"govuk-link\" href=\"#mention-1\">"
      "Back to the text</a></li>\n</ol>" },
    { "Said[^1] twice[^1].\n\n[^1]: By Ann",
      "<p>Said<sup><a class=\"govuk-link\" href=\"#note-1\" id=\"mention-1\">"
      "<span class=\"govuk-visually-hidden\">Note </span>1</a></sup> twice<sup>"
      "<a class=\"govuk-link\" href=\"#note-1\"><span class=\"govuk-visually-hidden\">Note </span>"
      "1</a></sup>.</p>" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *html = drawn(cases[i].source);

    if (!strstr(html, cases[i].html))
      fail_msg("%s\nis not in\n%s", cases[i].html, html);
    assert_true(g_str_has_prefix(html, "<div class=\"ct-paper\" dir=\"auto\" lang=\"cy\">"));
  }
}

static void
nothing_harmful_gets_through(void **state)
{
  static const char *const sources[] = {
    "<script>alert(1)</script>",
    "a <img src=x onerror=alert(1)> b",
    "<div style=\"x\">\n\nwords\n\n</div>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,hello)",
    "[x](//elsewhere.example)",
    "![x](https://elsewhere.example/spy.png)",
    "![x](//elsewhere.example/spy.png)",
    "[x](</\\elsewhere.example>)",
    "[a\"onclick=\"x](https://e.org/\"onclick=\"x)",
    "&lt;script&gt;",
  };
  static const char *const never[] = { "<script", "<img",      "style=",    "avascript:",
                                       "data:",   "elsewhere", " onclick=", "<div>" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
    g_autofree char *html = drawn(sources[i]);

    for (size_t k = 0; k < G_N_ELEMENTS(never); k++)
      if (strstr(html, never[k]))
        fail_msg("%s is in %s", never[k], html);
  }
}

static void
words_of_links_and_pictures_stay(void **state)
{
  g_autofree char *link = drawn("[our words](javascript:alert(1))");
  g_autofree char *picture = drawn("![a red bus](https://elsewhere.example/bus.png)");

  (void)state;
  assert_non_null(strstr(link, "<p>our words</p>"));
  assert_non_null(strstr(picture, "<p>a red bus</p>"));
}

static void
assert_balanced(const char *html)
{
  static const char *const alone[] = { "<!", "<meta", "<br", "<hr", "<img" };
  int depth = 0;

  for (const char *at = html; (at = strchr(at, '<')); at++) {
    bool is_alone = false;

    for (size_t i = 0; i < G_N_ELEMENTS(alone); i++)
      is_alone = is_alone || g_str_has_prefix(at, alone[i]);
    depth += is_alone ? 0 : at[1] == '/' ? -1 : 1;
    assert_true(depth >= 0);
  }
  assert_int_equal(depth, 0);
}

static void
assert_has_all_words(const char *html, cmark_node *document)
{
  cmark_iter *iter = cmark_iter_new(document);

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *node = cmark_iter_get_node(iter);

    if (event != CMARK_EVENT_ENTER || cmark_node_get_type(node) != CMARK_NODE_TEXT)
      continue;

    g_auto(Buffer) words = BUFFER_INIT(HTML_MAX);
    const char *literal = cmark_node_get_literal(node);

    buffer_put_escaped(&words, literal, strlen(literal) + 1);
    assert_non_null(strstr(html, words.data));
  }
  cmark_iter_free(iter);
}

/* A real paper of 25 KB: every word of it arrives, tags are balanced. (R66) */
static void
the_guide_arrives_whole(void **state)
{
  g_autofree char *source = NULL;
  gsize len;

  (void)state;
  if (!g_file_get_contents(GUIDE, &source, &len, NULL))
    skip();

  cmark_node *document = parsed(source, len);
  const gint64 before_us = g_get_monotonic_time();

  g_autofree char *html = drawn(source);

  print_message("the guide: %zu bytes of HTML in %" G_GINT64_FORMAT " us\n", strlen(html),
                g_get_monotonic_time() - before_us);
  assert_balanced(html);
  assert_has_all_words(html, document);
  cmark_node_free(document);
}

static void
deep_lists_need_no_stack(void **state)
{
  GString *source = g_string_new(NULL);

  (void)state;
  for (int i = 0; i < 10000; i++)
    g_string_append(source, "> ");
  g_string_append(source, "deep");

  g_autofree char *html = drawn(source->str);

  assert_non_null(strstr(html, "deep"));
  g_string_free(source, TRUE);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_kind_becomes_what_it_says),
    cmocka_unit_test(nothing_harmful_gets_through),
    cmocka_unit_test(words_of_links_and_pictures_stay),
    cmocka_unit_test(the_guide_arrives_whole),
    cmocka_unit_test(deep_lists_need_no_stack),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
