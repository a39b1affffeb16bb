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
  assert_int_equal(first->link_count, 1);
  assert_int_equal(first->links[0].number, 12);
  assert_string_equal(first->links[0].print, "");
  assert_int_equal(first->sentence_count, 2);
  assert_string_equal(first->sentences[1], "On Monday.");
  assert_string_equal(second->heading, "Money");
  assert_null(third->picture);
  assert_int_equal(third->link_count, 0);
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
what_is_no_paper_says_why(void **state)
{
  const char *problem = NULL;
  g_autofree char *deep = g_strnfill(5000, '>');
  g_autofree char *title = NULL;

  (void)state;
  assert_null(press_read_paper(deep, strlen(deep), NULL, &title, &problem));
  assert_non_null(strstr(problem, "inside one another"));
  assert_null(press_read_paper(" \n \n", 4, NULL, &title, &problem));
  assert_non_null(strstr(problem, "words of the paper"));
  assert_null(title);
}

static void
every_paper_has_the_title_that_it_is_known_by(void **state)
{
  static const struct {
    const char *source, *given, *title;
  } rows[] = {
    { "# The *plan*\n\nWords\n", NULL, "The plan" },
    { "# The plan\n\nWords\n", "June", "June" },
    { "Words\n\n### Later\n", NULL, "Later" },
    { "Words\n", NULL, "" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    const char *problem = NULL;
    g_autofree char *title = NULL;
    g_autoptr(cmark_node) paper =
        press_read_paper(rows[i].source, strlen(rows[i].source), rows[i].given, &title, &problem);

    assert_non_null(paper);
    assert_string_equal(title, rows[i].title);
  }
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
    cmocka_unit_test(what_is_no_paper_says_why),
    cmocka_unit_test(every_paper_has_the_title_that_it_is_known_by),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
