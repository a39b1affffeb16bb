/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Braille, proven by another way: what was made is read as a reader would, page by page, and
 * translated back into words (the "Everyone gets the paper in their format" of R11 and R66). */
#include "press/braille_pages.h"
#include "press/braille_readback.h"
#include "press/test_job.h"

#include <liblouis.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static char *
sample(void)
{
  g_autofree char *path = g_build_filename(g_getenv("TEST_PAPERS"), "meeting.md", NULL);
  char *text = NULL;

  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

static char *
braille_of(const char *text, PressOptions options)
{
  g_auto(TestJob) made = test_job(text, options);
  g_auto(Buffer) out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  assert_int_equal(press_braille(&made.job, &out), PRESS_MADE);
  assert_false(out.is_full);
  buffer_put_byte(&out, '\0');
  return buffer_steal(&out, NULL);
}

static void
check_words(int grade, const char *table, guint percent)
{
  g_autofree char *text = sample();
  /* The address moves to the end; a table's columns stand before each cell. */
  g_auto(GStrv) outside = g_regex_split_simple("\\(https[^)]*\\)|(?m)^\\|.*$", text, 0, 0);
  g_autofree char *plain = g_strjoinv(" ", outside);
  g_autofree char *brf = braille_of(text, (PressOptions){ .grade = grade });
  g_autofree char *back = brf_words(brf, table);
  g_autoptr(GPtrArray) wanted = letter_words(plain), got = letter_words(back);
  const guint found = found_in_order(wanted, got);

  print_message("grade %d: %u of %u words in order\n", grade, found, wanted->len);
  assert_true(wanted->len > 300);
  assert_true(found * 100 >= wanted->len * percent);
}

static void
the_words_come_back(void **state)
{
  (void)state;
  check_words(1, "en-ueb-g1.ctb", 99);
  check_words(2, "en-ueb-g2.ctb", 98);
}

static void
pages_have_their_shape_whatever_the_paper(void **state)
{
  static const char *const pieces[] = {
    "# Main\n\n",
    "## Second\n\n",
    "### Third *with* mark\n\n",
    "Some words here.\n\n",
    "- item\n  - inner\n\n",
    "1. one\n2. two\n\n",
    "> said\n\n",
    "***\n\n",
    "|a|b|\n|-|-|\n|1||\n\n",
    "    code  here\n\n",
    "![alt](x)\n\n",
    "[x](http://y.example)\n\n",
    "<https://example.org/"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>\n\n",
    "- a\n  - b\n    - c\n      - d\n        - e\n          - f\n            - g "
    "and Donaudampfschifffahrtsgesellschaftskapitaensmuetze\n\n",
    "é ñ 漢字 ✓ € £ ½ 😀 ﷽ \xc2\xad\n\n",
    "\\\nbreak  \nbreak\n\n",
  };
  GRand *dice = g_rand_new_with_seed(66);

  (void)state;
  for (int paper = 0; paper < 150; paper++) {
    g_autoptr(GString) text = g_string_new("Start\n\n");

    for (int i = g_rand_int_range(dice, 1, 60); i > 0; i--)
      g_string_append(text, pieces[g_rand_int_range(dice, 0, G_N_ELEMENTS(pieces))]);
    g_autofree char *brf = braille_of(text->str, (PressOptions){ .grade = 1 + paper % 2 });
    g_autoptr(GPtrArray) pages = brf_pages(brf);
    assert_true(pages->len > 0);
  }
  g_rand_free(dice);
}

/* Lines of one page, for the shapes below. */
static char **
first_page(const char *text, GPtrArray **ret_pages)
{
  g_autofree char *brf = braille_of(text, (PressOptions){ .grade = 1 });

  *ret_pages = brf_pages(brf);
  return (*ret_pages)->pdata[0];
}

static void
each_part_has_its_shape(void **state)
{
  static const char text[] = "# Top\n\nPara one.\n\n## Low\n\n- item\n  - inner\n\n"
                             "[words](http://y.example) **now bold here** ![a cat](c)\n";
  static const char *const wanted[] = {
    "                  ,TOP", "", "  ,PARA ONE4", "", "    ,LOW", "_4 ITEM", "  _4 INNER", NULL
  };
  g_autoptr(GPtrArray) pages = NULL;
  char **lines = first_page(text, &pages);

  (void)state;
  for (int i = 0; i < 5; i++)
    assert_string_equal(lines[i], wanted[i]);
  assert_string_equal(lines[6], "_4 ITEM");
  assert_string_equal(lines[7], "  _4 INNER");
  assert_string_equal(lines[9], "  WORDS .<#A.> ^7NOW BOLD HERE^'");
}

static void
a_heading_never_ends_a_page(void **state)
{
  (void)state;
  for (int before = 1; before < 60; before++) {
    g_autoptr(GString) text = g_string_new(NULL);

    for (int i = 0; i < before; i++)
      g_string_append(text, "a\n\n");
    g_string_append(text, "## heading\n\nb b\n\nc c\n\nd d\n");
    g_autofree char *brf = braille_of(text->str, (PressOptions){ .grade = 1 });
    g_autoptr(GPtrArray) pages = brf_pages(brf);
    for (guint page = 0; page < pages->len; page++) {
      char **lines = pages->pdata[page];
      int last = BRAILLE_LINES - 2;

      for (int i = 0; i < BRAILLE_LINES - 1; i++)
        if (strcmp(lines[i], "    H1D+") == 0 || strcmp(lines[i], "    HEADING") == 0)
          assert_true(i + 2 <= last && *lines[i + 1] != '\0' && *lines[i + 2] != '\0');
    }
  }
}

static void
signs_without_braille_become_a_word(void **state)
{
  g_autoptr(GPtrArray) pages = NULL;
  char **lines = first_page("So \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 it\xc2\xad"
                            "self \xe2\x9d\xa4\xef\xb8\x8f\n",
                            &pages);

  (void)state;
  assert_true(g_str_has_prefix(lines[0], "  ,SO \"<EMOJI\"> ITSELF"));
}

static void
welsh_is_welsh_and_others_are_refused(void **state)
{
  g_auto(TestJob) made = test_job("Bonjour\n", (PressOptions){ .lang = "fr" });
  g_auto(Buffer) out = BUFFER_INIT(1024);
  g_autofree char *brf = braille_of("“Croeso” – i’r cyfarfod\n", (PressOptions){ .lang = "cy" });

  (void)state;
  assert_int_equal(press_braille(&made.job, &out), PRESS_BAD_INPUT);
  assert_int_equal(out.len, 0);
  assert_null(strstr(brf, "#BJAC")); /* no sign written as its number */
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_words_come_back),
    cmocka_unit_test(pages_have_their_shape_whatever_the_paper),
    cmocka_unit_test(each_part_has_its_shape),
    cmocka_unit_test(a_heading_never_ends_a_page),
    cmocka_unit_test(signs_without_braille_become_a_word),
    cmocka_unit_test(welsh_is_welsh_and_others_are_refused),
  };
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);

  lou_free();
  return failed;
}
