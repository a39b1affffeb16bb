/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one reading of papers: what is refused, and what the tree holds afterwards. */
#include "commonmark/commonmark.h"

#include <cmark-gfm.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static cmark_node *
read_it(const char *source, const SourceReading *reading, char **ret_title)
{
  SourceFault fault = SOURCE_EMPTY;
  cmark_node *document = commonmark_parse(source, strlen(source), reading, ret_title, &fault);

  assert_non_null(document);
  assert_int_equal(fault, SOURCE_FINE);
  return document;
}

/* The tree as cmark writes it: seen from outside. */
static char *
xml_of(const char *source, const SourceReading *reading)
{
  g_autoptr(cmark_node) document = read_it(source, reading, NULL);
  char *raw = cmark_render_xml(document, CMARK_OPT_DEFAULT);
  char *xml = g_strdup(raw);

  free(raw);
  return xml;
}

static int
count_of(const char *text, const char *part)
{
  int count = 0;

  for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
    count++;
  return count;
}

static void
not_every_source_is_a_paper(void **state)
{
  g_autoptr(GString) deep = g_string_new(NULL), emphasis = g_string_new(NULL);
  g_autoptr(GString) items = g_string_new(NULL);
  g_autofree char *huge = g_strnfill(SOURCE_BYTES_MAX + 1, 'a');

  (void)state;
  for (int i = 0; i < 100000; i++)
    g_string_append(deep, ">- ");
  g_string_append(deep, "x");
  for (int i = 0; i < SOURCE_NODES_DEPTH_MAX; i++)
    g_string_append(emphasis, "*a **b ");
  for (int i = 0; i < SOURCE_NODES_DEPTH_MAX; i++)
    g_string_append(emphasis, "c** d*");
  for (int i = 0; i < SOURCE_NODES_MAX / 3 + 1; i++)
    g_string_append(items, "- i\n");
  assert_int_equal(commonmark_check("words", 5), SOURCE_FINE);
  assert_int_equal(commonmark_check("", 0), SOURCE_EMPTY);
  assert_int_equal(commonmark_check("# \n\n---\n<p></p>\n", 15), SOURCE_EMPTY);
  assert_int_equal(commonmark_check("a\0b", 3), SOURCE_NOT_TEXT);
  assert_int_equal(commonmark_check("\xff", 1), SOURCE_NOT_TEXT);
  assert_int_equal(commonmark_check(deep->str, deep->len), SOURCE_TOO_DEEP);
  assert_int_equal(commonmark_check(emphasis->str, emphasis->len), SOURCE_TOO_DEEP);
  assert_int_equal(commonmark_check(items->str, items->len), SOURCE_TOO_MANY_PARTS);
  assert_int_equal(commonmark_check(huge, SOURCE_BYTES_MAX + 1), SOURCE_TOO_LONG);
  for (SourceFault fault = SOURCE_NOT_TEXT; fault <= SOURCE_TOO_MANY_PARTS; fault++)
    assert_non_null(source_fault_message(fault));
}

static void
the_title_is_taken_once(void **state)
{
  static const struct {
    const char *source, *given, *title;
    bool has_heading;
  } rows[] = {
    { "# The Plan\n\nWords", "The plan", "The plan", false },
    { "# The Plan\n\nWords", "June", "June", true },
    { "### The Plan\n\nWords", NULL, "The Plan", false },
    { "Words\n\n# The Plan", NULL, "The Plan", true },
    { "> # Said\n\nWords", NULL, NULL, true },
    { "# Only", NULL, "Only", false },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    const SourceReading reading = { .title = rows[i].given };
    g_autofree char *title = NULL;
    g_autoptr(cmark_node) document = read_it(rows[i].source, &reading, &title);
    char *xml = cmark_render_xml(document, CMARK_OPT_DEFAULT);

    assert_true(g_strcmp0(title, rows[i].title) == 0);
    assert_int_equal(strstr(xml, "<heading") != NULL, rows[i].has_heading);
    free(xml);
  }
}

static void
headings_skip_no_level(void **state)
{
  g_autofree char *xml = xml_of("### a\n\n# b\n\n#### c\n\n# \n\n## d\n\n###### e",
                                &(SourceReading){ .top_heading = 2 });
  const char *at = xml;
  g_autoptr(GString) levels = g_string_new(NULL);

  (void)state;
  while ((at = strstr(at, "<heading level=\""))) {
    at += strlen("<heading level=\"");
    g_string_append_c(levels, *at);
  }
  assert_string_equal(levels->str, "22334");
}

static void
raw_html_becomes_its_words(void **state)
{
  static const struct {
    const char *source, *words;
  } rows[] = {
    { "<div class=\"x\">Kept <b>words</b><script>not()</script></div>", "Kept words" },
    { "one<br>two <i>three</i> a < b", "one two three a < b" },
    { "<bracket>kept", "kept" },
    { "<!-- gone -->\n\nstays", "stays" },
    { "<p>5 &lt; 6 &amp; so on</p>", "5 < 6 & so on" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(cmark_node) document =
        read_it(rows[i].source, &(SourceReading){ .picture = "P" }, NULL);
    g_autofree char *words = commonmark_words(document);

    assert_string_equal(words, rows[i].words);
  }
}

static void
pictures_stay_or_become_words(void **state)
{
  static const char source[] = "![a *red* `bus`](bus.png)\n\nSee ![](x) ![a [sun](https://s)](s)";
  g_autofree char *kept = xml_of(source, &(SourceReading){ .picture = NULL });
  g_autofree char *said = xml_of(source, &(SourceReading){ .picture = "Llun" });

  (void)state;
  assert_int_equal(count_of(kept, "<image "), 2);
  assert_non_null(strstr(kept, "<text xml:space=\"preserve\">a red bus</text>"));
  assert_null(strstr(kept, "<emph"));
  assert_null(strstr(kept, "<link"));
  assert_int_equal(count_of(said, "<image"), 0);
  assert_non_null(strstr(said, "Llun: a red bus"));
  assert_non_null(strstr(said, "(Llun: a sun)"));
}

static void
links_lead_where_they_may(void **state)
{
  static const char source[] = "[bad](javascript:x) [place](#there) [](https://a.example) "
                               "[a](mailto:b@c.example) [![sun](s)](HTTPS://d.example)";
  g_autofree char *xml = xml_of(source, &(SourceReading){ .picture = NULL });

  (void)state;
  assert_int_equal(count_of(xml, "<link "), 3);
  assert_null(strstr(xml, "javascript"));
  assert_null(strstr(xml, "#there"));
  assert_non_null(strstr(xml, ">https://a.example</text>"));
  assert_int_equal(count_of(xml, "<image "), 1);
}

static void
tables_are_known_and_tidy(void **state)
{
  g_autoptr(cmark_node) document =
      read_it("|a||\n|:-:|-|\n|c|~~d~~|\n\n|||\n|-|-|\n|x|y|\n", &(SourceReading){ 0 }, NULL);
  cmark_node *table = cmark_node_first_child(document), *head = cmark_node_first_child(table);
  cmark_node *row = cmark_node_next(head), *last = cmark_node_last_child(row);
  cmark_node *headless = cmark_node_next(table);
  g_autofree char *empty = commonmark_words(cmark_node_last_child(head));

  (void)state;
  assert_true(commonmark_is_table(table) && commonmark_is_table(headless));
  assert_true(commonmark_is_row(head) && commonmark_is_heading_row(head));
  assert_true(commonmark_is_row(row) && !commonmark_is_heading_row(row));
  assert_true(commonmark_is_cell(last));
  assert_true(commonmark_is_struck(cmark_node_first_child(last)));
  assert_false(commonmark_is_table(row) || commonmark_is_row(NULL));
  assert_string_equal(empty, "–");
  assert_false(commonmark_is_heading_row(cmark_node_first_child(headless)));
}

static void
footnotes_are_numbered_as_they_are_mentioned(void **state)
{
  g_autoptr(cmark_node) document =
      read_it("One[^b] two[^a] again[^b].\n\n[^a]: Second\n[^b]: First\n[^c]: Never\n",
              &(SourceReading){ 0 }, NULL);
  cmark_node *mention = cmark_node_next(cmark_node_first_child(cmark_node_first_child(document)));
  cmark_node *note = commonmark_first_note(document);
  g_autofree char *first = commonmark_words(note);
  g_autofree char *second = commonmark_words(cmark_node_next(note));

  (void)state;
  assert_true(commonmark_is_mention(mention));
  assert_int_equal(commonmark_note_number(mention), 1);
  assert_int_equal(commonmark_note_number(note), 1);
  assert_int_equal(commonmark_note_number(cmark_node_next(note)), 2);
  assert_string_equal(first, "First");
  assert_string_equal(second, "Second");
  assert_null(cmark_node_next(cmark_node_next(note)));
  assert_int_equal(commonmark_note_number(document), 0);
}

static void
an_address_is_its_own_words(void **state)
{
  static const struct {
    const char *source;
    bool is_own;
  } rows[] = {
    { "<https://a.example/b>", true },
    { "www.a.example", true },
    { "[a.example](https://a.example)", true },
    { "[us](https://a.example)", false },
    { "<me@a.example>", true },
    { "[01632 960 123](tel:01632960123)", false },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(cmark_node) document = read_it(rows[i].source, &(SourceReading){ 0 }, NULL);
    cmark_node *link = cmark_node_first_child(cmark_node_first_child(document));

    assert_int_equal(cmark_node_get_type(link), CMARK_NODE_LINK);
    assert_int_equal(commonmark_is_its_own_address(link), rows[i].is_own);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(not_every_source_is_a_paper),
    cmocka_unit_test(the_title_is_taken_once),
    cmocka_unit_test(headings_skip_no_level),
    cmocka_unit_test(raw_html_becomes_its_words),
    cmocka_unit_test(pictures_stay_or_become_words),
    cmocka_unit_test(links_lead_where_they_may),
    cmocka_unit_test(tables_are_known_and_tidy),
    cmocka_unit_test(footnotes_are_numbered_as_they_are_mentioned),
    cmocka_unit_test(an_address_is_its_own_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
