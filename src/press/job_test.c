/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The press's contract: names of formats, input bundles, Easy Read rows, reading CommonMark. */
#include "press/press.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void
a_format_is_found_by_the_name_it_has(void **state)
{
  (void)state;
  for (int i = 0; i < FORMAT_COUNT; i++) {
    PaperFormat format = FORMAT_COUNT;

    assert_true(format_from_name(format_name((PaperFormat)i), &format));
    assert_int_equal(format, i);
    assert_non_null(format_extension(format));
    assert_non_null(strchr(format_media_type(format), '/'));
  }
  PaperFormat kept = FORMAT_AUDIO;
  assert_false(format_from_name("pdf", &kept));
  assert_false(format_from_name(NULL, &kept));
  assert_int_equal(kept, FORMAT_AUDIO);
}

static PressInput *
input_of(const void *bytes, size_t len, const char **ret_problem)
{
  g_autoptr(GBytes) all = g_bytes_new(bytes, len);

  return press_input_read(all, ret_problem);
}

static void
a_text_with_pictures_comes_back_whole(void **state)
{
  static const PressPicture pictures[] = { { "bus", "<svg/>", 6 }, { "own-1.png", "\0\1\2", 3 } };
  g_auto(Buffer) out = BUFFER_INIT(1024);
  const char *problem = NULL;

  (void)state;
  assert_true(press_input_write("# One\r\ntwo\rthree", 16, pictures, 2, &out));

  g_autoptr(PressInput) input = input_of(out.data, out.len, &problem);

  assert_non_null(input);
  assert_string_equal(input->text, "# One\ntwo\nthree");
  assert_int_equal(input->text_len, strlen(input->text));
  assert_int_equal(input->pictures->len, 2);
  for (int i = 0; i < 2; i++) {
    const PressPicture *picture = press_input_find(input, pictures[i].name);

    assert_non_null(picture);
    assert_int_equal(picture->len, pictures[i].len);
    assert_memory_equal(picture->bytes, pictures[i].bytes, picture->len);
  }
  assert_null(press_input_find(input, "tram"));
}

static void
a_damaged_bundle_is_refused(void **state)
{
  static const PressPicture pictures[] = { { "a", "xyz", 3 }, { "b", "", 0 } };
  g_auto(Buffer) out = BUFFER_INIT(1024);

  (void)state;
  assert_true(press_input_write("text", 4, pictures, 2, &out));
  for (size_t cut = 0; cut <= out.len; cut++) { /* every shorter one, and one byte too many */
    const char *problem = NULL;
    g_autofree char *part = g_memdup2(out.data, out.len + 1);
    const size_t len = cut == out.len ? out.len + 1 : cut;

    g_autoptr(PressInput) input = input_of(part, len, &problem);

    assert_true(len == 0 || input == NULL);
    assert_true(len == 0 || problem != NULL);
  }
  for (int bit = 0; bit < (int)out.len * 8; bit++) { /* reads nothing outside: see the sanitizers */
    const char *problem = NULL;
    g_autofree char *bent = g_memdup2(out.data, out.len);

    bent[bit / 8] = (char)(bent[bit / 8] ^ (1 << bit % 8));
    g_autoptr(PressInput) input = input_of(bent, out.len, &problem);
    assert_true(input != NULL || problem != NULL);
  }
}

static void
what_a_bundle_may_not_hold(void **state)
{
  static const PressPicture twice[] = { { "a", "x", 1 }, { "a", "y", 1 } };
  static const PressPicture upwards[] = { { "../a", "x", 1 } };
  g_auto(Buffer) out = BUFFER_INIT(1024), other = BUFFER_INIT(1024);
  const char *problem = NULL;

  (void)state;
  assert_true(press_input_write("", 0, twice, 2, &out));
  assert_null(input_of(out.data, out.len, &problem));
  assert_false(press_input_write("", 0, upwards, 1, &other));
  assert_null(input_of("a\0b", 3, &problem));
  assert_null(input_of("\xff\xfe", 2, &problem));
  assert_null(input_of("\xc3", 1, &problem));
  g_autofree char *big = g_malloc0(PRESS_SOURCE_MAX + 1);
  memset(big, 'a', PRESS_SOURCE_MAX + 1);
  assert_null(input_of(big, PRESS_SOURCE_MAX + 1, &problem));
  g_autoptr(PressInput) most = input_of(big, PRESS_SOURCE_MAX, &problem);
  assert_non_null(most);
}

static void
rows_are_read(void **state)
{
  char *problem = NULL;
  g_autoptr(EasyRead) easy = easy_read_parse("\n# Our *plan*\n\n\n![Two people](pair)\nfrom: 12\n"
                                             "We meet.\nOn Monday.\n\n## Money\n\n![]()\nOne.\n",
                                             &problem);

  (void)state;
  assert_non_null(easy);
  assert_string_equal(easy->title, "Our *plan*");
  assert_int_equal(easy->rows->len, 3);
  const EasyRow *first = easy->rows->pdata[0], *second = easy->rows->pdata[1],
                *third = easy->rows->pdata[2];
  assert_string_equal(first->picture, "pair");
  assert_string_equal(first->alt, "Two people");
  assert_int_equal(first->from, 12);
  assert_int_equal(first->sentence_count, 2);
  assert_string_equal(first->sentences[1], "On Monday.");
  assert_string_equal(second->heading, "Money");
  assert_null(third->picture);
  assert_int_equal(third->from, 0);
}

static void
a_row_that_is_not_one_is_named(void **state)
{
  static const struct {
    const char *text, *start, *end; /* of what is told: id and values */
  } bad[] = {
    { "", "There are no Easy Read rows", "" },
    { "# Only a title", "There are no Easy Read rows", "" },
    { "## Only a heading", "There are no Easy Read rows", "" },
    { "![]()\nA.\n\nNo picture line.", "Row {row} does not start", "\trow\t2" },
    { "![]()\n", "Row {row} has no words", "\trow\t1" },
    { "![]()\nfrom: 2\n", "Row {row} has no words", "\trow\t1" },
    { "![]()\n1\n2\n3\n4\n", "Row {row} has more than 3", "\trow\t1" },
    { "![](../x)\n1\n", "Row {row} names a picture", "\trow\t1" },
    { "![](x\n1\n", "Row {row} does not start", "\trow\t1" },
    { "![\n1\n", "Row {row} does not start", "\trow\t1" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autofree char *problem = NULL;

    assert_null(easy_read_parse(bad[i].text, &problem));
    assert_true(g_str_has_prefix(problem, bad[i].start));
    assert_true(g_str_has_suffix(problem, bad[i].end));
  }
}

static void
raw_html_becomes_its_words(void **state)
{
  static const char text[] = "# A *b*\n\n<div class=\"x\">Kept <b>words</b>"
                             "<script>not()</script></div>\n\none<br>two <i>three</i> a < b\n";
  const char *problem = NULL;
  cmark_node *paper = paper_parse(text, strlen(text), &problem);
  g_autofree char *words = NULL, *heading = NULL;

  (void)state;
  assert_non_null(paper);
  words = paper_words(paper);
  heading = paper_first_heading(paper);
  assert_string_equal(heading, "A b");
  assert_non_null(strstr(words, "Kept  words"));
  assert_null(strstr(words, "not()"));
  assert_non_null(strstr(words, "one two three a < b"));
  cmark_node_free(paper);
}

static void
tables_are_known(void **state)
{
  static const char text[] = "|a|b|\n|-|-|\n|c|~~d~~|\n";
  const char *problem = NULL;
  cmark_node *paper = paper_parse(text, strlen(text), &problem);

  (void)state;
  assert_non_null(paper);
  cmark_node *table = cmark_node_first_child(paper), *head = cmark_node_first_child(table),
             *row = cmark_node_next(head), *last = cmark_node_last_child(row);
  assert_true(paper_is_table(table));
  assert_true(paper_is_table_row(head) && paper_is_table_header(head));
  assert_true(paper_is_table_row(row) && !paper_is_table_header(row));
  assert_true(paper_is_table_cell(last));
  assert_true(paper_is_strikethrough(cmark_node_first_child(last)));
  assert_false(paper_is_table(row) || paper_is_table_row(NULL));
  cmark_node_free(paper);
}

static void
a_paper_that_is_too_deep_is_refused(void **state)
{
  g_autofree char *deep = g_strnfill(5000, '>');
  g_autofree char *fine = g_strnfill(PRESS_DEPTH_MAX - 8, '>');
  const char *problem = NULL;

  (void)state;
  assert_null(paper_parse(deep, strlen(deep), &problem));
  assert_non_null(strstr(problem, "inside one another"));
  assert_null(paper_parse(" \n \n", 4, &problem));
  assert_string_equal(problem, "The paper is empty.");
  g_autofree char *text = g_strconcat(fine, " a", NULL);
  cmark_node *paper = paper_parse(text, strlen(text), &problem);
  assert_non_null(paper);
  cmark_node_free(paper);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_format_is_found_by_the_name_it_has),
    cmocka_unit_test(a_text_with_pictures_comes_back_whole),
    cmocka_unit_test(a_damaged_bundle_is_refused),
    cmocka_unit_test(what_a_bundle_may_not_hold),
    cmocka_unit_test(rows_are_read),
    cmocka_unit_test(a_row_that_is_not_one_is_named),
    cmocka_unit_test(raw_html_becomes_its_words),
    cmocka_unit_test(tables_are_known),
    cmocka_unit_test(a_paper_that_is_too_deep_is_refused),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
