/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Plain text and HTML from a paper's source (R11, R66), checked by other ways: words counted
 * straight from the source, lines measured, tags matched. */
#include "papers/html_format.h"
#include "papers/text_format.h"

#include "base/random.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static char *
read_guide(size_t *ret_len)
{
  const char *shared = g_getenv("COMMONTABLE_SHARED");
  g_autofree char *path =
      g_build_filename(shared ? shared : SHARED_FOLDER, "data", "guide", "guide.md", NULL);
  char *text = NULL;
  gsize len = 0;
  assert_true(g_file_get_contents(path, &text, &len, NULL));
  *ret_len = len;
  return text;
}

static char *
text_of(const char *source)
{
  size_t len = 0;
  SourceFault fault;
  char *text = paper_to_text(source, strlen(source), NULL, NULL, &len, &fault);
  assert_non_null(text);
  assert_int_equal(strlen(text), len);
  return text;
}

/* Runs of letters and digits; addresses in "](…)" are left out, as they move to the end. */
static GPtrArray *
words_of(const char *text, bool is_source)
{
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  GString *word = g_string_new(NULL);
  for (const char *c = text;; c = g_utf8_next_char(c)) {
    gunichar letter = g_utf8_get_char(c);
    if (is_source && g_str_has_prefix(c, "](")) {
      c = strchr(c, ')');
      letter = ')';
    }
    if (g_unichar_isalnum(letter)) {
      g_string_append_unichar(word, letter);
    } else if (word->len) {
      g_ptr_array_add(words, g_strdup(word->str));
      g_string_truncate(word, 0);
    }
    if (!*c)
      break;
  }
  g_string_free(word, TRUE);
  return words;
}

static void
assert_words_in_order(const char *source, const char *made, bool is_html)
{
  g_autoptr(GPtrArray) wanted = words_of(source, true);
  g_autoptr(GPtrArray) got = words_of(made, false);
  guint at = 0;
  for (guint i = 0; i < wanted->len; i++) {
    if (is_html && g_ascii_isdigit(*(char *)wanted->pdata[i]))
      continue; /* the numbers of list items are not words there */
    while (at < got->len && !g_str_equal(got->pdata[at], wanted->pdata[i]))
      at++;
    if (at++ == got->len)
      fail_msg("word %u, \"%s\", is not there in order", i, (char *)wanted->pdata[i]);
  }
}

static void
guide_keeps_every_word(void **state)
{
  (void)state;
  size_t len, text_len;
  g_autofree char *guide = read_guide(&len);
  g_autofree char *text = paper_to_text(guide, len, NULL, NULL, &text_len, NULL);
  g_autoptr(GPtrArray) wanted = words_of(guide, true);
  g_autoptr(GPtrArray) got = words_of(text, false);

  assert_words_in_order(guide, text, false);
  assert_true(wanted->len > 3800);
  assert_in_range(got->len, wanted->len, wanted->len + wanted->len / 20); /* nothing twice */

  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (g_utf8_strlen(lines[i], -1) > TEXT_FORMAT_COLUMNS)
      assert_null(strchr(g_strstrip(lines[i]), ' ')); /* one long word only */
}

static void
text_looks_as_it_should(void **state)
{
  (void)state;
  static const struct {
    const char *source, *text;
  } cases[] = {
    { "# One\n\nWords.\n\n## Two\nMore *strong* words.\n",
      "One\n===\n\nWords.\n\n\nTwo\n---\n\nMore strong words.\n" },
    { "3. three\n4. four\n   - inside\n   - more\n\n   a part\n",
      "3. three\n\n4. four\n\n   - inside\n   - more\n\n   a part\n" },
    { "- a\n- b\n  1) c\n", "- a\n- b\n  1) c\n" },
    { "See [us](https://a.example) and [them](https://b.example), again [us](https://a.example).",
      "See us [1] and them [2], again us [1].\n\n\nLinks\n-----\n\n[1] https://a.example\n"
      "[2] https://b.example\n" },
    { "At www.ndti.org.uk or <https://x.example/>.",
      "At www.ndti.org.uk or https://x.example/.\n" },
    { "![A red bus](bus.png)\n\nThe ![](x.png) end ![sun](y.png) now.",
      "Picture: A red bus\n\nThe end (Picture: sun) now.\n" },
    { "| a | b |\n|:-:|---|\n| one | 2 |\n", "a    b\n---  -\none  2\n" },
    { "|||\n|-|-|\n|x|y|\n", "x  y\n" },
    { "> quoted\n> words\n", "    quoted words\n" },
    { "```\na  b\n  c\n```\n", "    a  b\n      c\n" },
    { "one  \ntwo\\\nthree", "one\ntwo\nthree\n" },
    { "It is ~~off~~ on.[^1]\n\n[^1]: Since May.\n",
      "It is (taken out: off) on. (note 1)\n\n\nNotes\n-----\n\n(note 1) Since May.\n" },
    { "<div>Kept &amp; <b>well</b></div>\n\n<u>under</u>", "Kept & well\n\nunder\n" },
    { "[do not](javascript:alert(1)) [go](#there)", "do not go\n" },
    { "- \n- b", "-\n- b\n" },
    { "x&#10;y&#7;z", "x y z\n" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = text_of(cases[i].source);
    assert_string_equal(text, cases[i].text);
  }
}

static void
wide_table_reads_row_by_row(void **state)
{
  (void)state;
  g_autofree char *text = text_of(
      "| Who | What they will bring to the meeting | When they would like to arrive |\n|-|-|-|\n"
      "| Ann | cups and saucers and a very large pot of tea | early in the morning |\n"
      "| Bo | | late |\n");
  assert_non_null(strstr(text, "\nWho: Ann\n"));
  assert_non_null(strstr(text, "\nWhen they would like to arrive: early in the morning\n"));
  assert_non_null(strstr(text, "\nWho: Bo\nWhen they would like to arrive: late\n"));
}

static void
title_is_said_once(void **state)
{
  (void)state;
  const char *source = "# The Plan\n\nWords\n";
  g_autofree char *text = paper_to_text(source, strlen(source), "The plan", NULL, NULL, NULL);
  g_autofree char *other = paper_to_text(source, strlen(source), "June", NULL, NULL, NULL);
  g_autofree char *html = paper_to_html(source, strlen(source), "The plan", NULL, NULL, NULL);
  assert_string_equal(text, "The plan\n========\n\nWords\n");
  assert_string_equal(other, "June\n====\n\n\nThe Plan\n--------\n\nWords\n");
  assert_string_equal(html, "<p>Words</p>\n");
}

/* Long papers that are hard on parsers: a quarter of a megabyte each (R66: a long paper is still a
 * paper; what takes quadratic time would take minutes). */
static void
hard_sources_take_little_time(void **state)
{
  (void)state;
  static const char *const units[] = { ">",    "- ", "1. x\n", "[",     "![",     "*a_ ",  "`a``b",
                                       "<a ",  "&",  "a@",     "~a ",   "[a](<b", "| a\n", "|",
                                       "[^a]", "\\", "www.",   "***a ", "<!--",   "- x\n" };
  for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
    g_autoptr(GString) source = g_string_new(NULL);
    while (source->len < 256 * 1024)
      g_string_append(source, units[i]);
    clock_t start = clock(); /* of this program: a busy machine is no fault of ours */
    size_t len;
    g_autofree char *text = paper_to_text(source->str, source->len, NULL, NULL, &len, NULL);
    g_autofree char *html = paper_to_html(source->str, source->len, "", NULL, &len, NULL);
    assert_true(clock() - start < 20 * (clock_t)CLOCKS_PER_SEC);
  }
}

/* Each tag that is opened is closed, inner before outer; nothing runs, nothing comes from outside.
 */
static void
assert_html_is_whole(const char *html)
{
  g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
  for (const char *c = strchr(html, '<'); c; c = strchr(c + 1, '<')) {
    bool is_end = c[1] == '/';
    const char *name = c + (is_end ? 2 : 1);
    const char *end = strchr(c, '>');
    assert_non_null(end);
    g_autofree char *tag = g_strndup(name, strspn(name, "abcdefghijklmnopqrstuvwxyz123456"));
    assert_null(g_strstr_len(c, end - c, " style="));
    assert_null(g_strstr_len(c, end - c, " src="));
    assert_null(g_strstr_len(c, end - c, " align="));
    if (end[-1] == '/')
      continue;
    if (!is_end) {
      g_ptr_array_add(open, g_steal_pointer(&tag));
      continue;
    }
    assert_true(open->len > 0);
    assert_string_equal(open->pdata[open->len - 1], tag);
    g_ptr_array_set_size(open, (int)open->len - 1);
  }
  assert_int_equal(open->len, 0);
}

static void
html_is_fit_for_a_page(void **state)
{
  (void)state;
  size_t len;
  g_autofree char *guide = read_guide(&len);
  g_autofree char *html = paper_to_html(guide, len, "A guide to coproduction", NULL, NULL, NULL);
  assert_html_is_whole(html);
  assert_words_in_order(strstr(guide, "Author"), html, true);
  assert_null(strstr(html, "<h1"));

  const char *source = "### Third\n\n# First\n\n#### Fourth\n\n# \n\n"
                       "<script>alert(1)</script><img src=x onerror=y>\n\n[](https://a.example)\n\n"
                       "|a|\n|:-:|\n|b|\n\n[bad](javascript:x) ![pic](http://c.example/p.png)\n";
  g_autofree char *tidy = paper_to_html(source, strlen(source), "T", NULL, NULL, NULL);
  assert_html_is_whole(tidy);
  assert_non_null(strstr(tidy, "<h2>Third</h2>\n<h2>First</h2>\n<h3>Fourth</h3>"));
  assert_null(strstr(tidy, "<h4"));
  assert_null(strstr(tidy, "<img"));
  assert_null(strstr(tidy, "alert"));
  assert_null(strstr(tidy, "javascript"));
  assert_non_null(strstr(tidy, ">https://a.example</a>"));
}

static void
html_page_stands_alone(void **state)
{
  (void)state;
  g_autofree char *page =
      paper_to_html_page("# A & B\n\nWords", 14, NULL, "en-GB", NULL, NULL, NULL, NULL, NULL);
  g_autofree char *none =
      paper_to_html_page("Words", 5, NULL, "cy\"", NULL, NULL, NULL, NULL, NULL);
  assert_true(g_str_has_prefix(page, "<!DOCTYPE html>\n<html lang=\"en-GB\">"));
  assert_non_null(strstr(page, "<title>A &amp; B</title>"));
  assert_non_null(strstr(page, "<h1>A &amp; B</h1>\n<p>Words</p>"));
  assert_non_null(strstr(none, "<title>Paper</title>"));
  assert_non_null(strstr(none, "lang=\"cy&quot;\""));

  /* Its title as everybody reads it, and only once. */
  static const char tagged[] = "# A <b>bold</b> plan\n\nWords\n\n## Then\n";
  g_autofree char *bold =
      paper_to_html_page(tagged, strlen(tagged), NULL, "en-GB", NULL, NULL, NULL, NULL, NULL);
  assert_non_null(strstr(bold, "<title>A bold plan</title>"));
  assert_non_null(strstr(bold, "<h1>A bold plan</h1>\n<p>Words</p>\n<h2>Then</h2>"));
}

/* Random sources out of the pieces that matter to CommonMark: words of the tree that stand outside
 * tables, notes and pictures come out in order, lines stay short, HTML stays whole. */
static void
random_sources_hold(void **state)
{
  (void)state;
  static const char *const pieces[] = {
    "# ",    "## ",  "word ", "other ", "\n",   "\n\n", "- ",    "1. ", "> ",
    "*",     "**",   "`",     "~~",     "    ", "|",    "---\n", "<b>", "</b>",
    "[a](b", ")",    "\\",    "&amp;",  "é",    "語",   "![p]",  "(q)", "http://a.example/ ",
    "\t",    "10) ", "[^1]",  "[^1]: "
  };
  random_seed_for_test(66);
  for (int round = 0; round < 3000; round++) {
    g_autoptr(GString) source = g_string_new("start ");
    uint8_t choices[60];
    random_bytes(choices, sizeof choices);
    for (size_t i = 0; i < sizeof choices; i++)
      g_string_append(source, pieces[choices[i] % G_N_ELEMENTS(pieces)]);
    SourceFault fault;
    g_autofree char *text = paper_to_text(source->str, source->len, "Title", NULL, NULL, &fault);
    g_autofree char *html = paper_to_html(source->str, source->len, "Title", NULL, NULL, &fault);
    assert_int_equal(fault, SOURCE_FINE);
    assert_non_null(text);
    assert_true(g_utf8_validate(text, -1, NULL));
    assert_true(g_str_has_suffix(text, "\n") && !strstr(text, " \n"));
    assert_html_is_whole(html);
  }
  random_seed_for_test(0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(guide_keeps_every_word),        cmocka_unit_test(text_looks_as_it_should),
    cmocka_unit_test(wide_table_reads_row_by_row),   cmocka_unit_test(title_is_said_once),
    cmocka_unit_test(hard_sources_take_little_time), cmocka_unit_test(html_is_fit_for_a_page),
    cmocka_unit_test(html_page_stands_alone),        cmocka_unit_test(random_sources_hold),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
