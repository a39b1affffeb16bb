/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of papers in large print, and the numbers of parts, as other programs see them (R11). */
#include "commonmark/parts.h"
#include "press/pdf_figures.h"
#include "press/pdf_readback.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const double COLUMN = 481.9, PAGE = 842; /* points: A4 without its margins */

static GBytes *
picture_of(int width, int height, const char *type)
{
  g_autoptr(GdkPixbuf) pixels = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  char *bytes = NULL;
  gsize len = 0;

  gdk_pixbuf_fill(pixels, 0x2070a0ff);
  assert_true(gdk_pixbuf_save_to_buffer(pixels, &bytes, &len, type, NULL, NULL));
  return g_bytes_new_take(bytes, len);
}

static PressPicture
named(const char *name, GBytes *bytes)
{
  PressPicture picture = { .name = name };

  picture.bytes = g_bytes_get_data(bytes, &picture.len);
  return picture;
}

typedef struct {
  int page;
  double width, height; /* points */
} Shown;

/* By poppler's measure. The masks of pictures with holes are no pictures. */
static GArray *
shown_pictures(const MadePdf *pdf)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Shown));
  g_autofree char *answer = pdf_ask(pdf, "pdfimages -list {}");
  g_auto(GStrv) lines = g_strsplit(answer, "\n", -1);

  for (int i = 2; lines[i] && *lines[i]; i++) {
    int page = 0, width = 0, height = 0;
    double across = 0, down = 0;
    char type[16];

    assert_int_equal(sscanf(lines[i], "%d %*d %15s %d %d %*s %*d %*d %*s %*s %*s %*s %lf %lf",
                            &page, type, &width, &height, &across, &down),
                     6);
    if (strcmp(type, "image") != 0)
      continue;

    const Shown shown = { page, width * 72 / across, height * 72 / down };

    g_array_append_val(list, shown);
  }
  return list;
}

static void
assert_has(const char *text, const char *part)
{
  if (!strstr(text, part))
    fail_msg("\"%s\" is not in: %.500s", part, text);
}

/* ---- pictures ---- */

static void
a_picture_is_whole_within_its_column_and_keeps_its_words(void **state)
{
  static const int sizes[] = { 16, 28 };
  static const int sides[][2] = { { 1200, 800 }, { 1200, 20 },   { 30, 1200 },
                                  { 64, 64 },    { 2000, 2000 }, { 1, 1 } };
  static const char text[] = "# Day\n\nBefore.\n\n![Six people and a tree](day.jpg)\n\nAfter.\n\n"
                             "- One\n  - ![Deep below](day.jpg) Words\n\n> ![Said](day.jpg)\n";

  (void)state;
  for (size_t s = 0; s < G_N_ELEMENTS(sides); s++)
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
      g_autoptr(GBytes) bytes = picture_of(sides[s][0], sides[s][1], s % 2 ? "png" : "jpeg");
      const PressPicture picture = named("day.jpg", bytes);
      g_autoptr(MadePdf) pdf = made_numbered(text, &picture, 1, sizes[i]);
      g_autoptr(GArray) shown = shown_pictures(pdf);
      g_autofree char *alts = pdf_alts(pdf), *all = pdf_all_text(pdf);
      const double ratio = (double)sides[s][0] / sides[s][1];

      assert_int_equal(shown->len, 3);
      for (guint k = 0; k < shown->len; k++) {
        const Shown *one = &g_array_index(shown, Shown, k);

        assert_true(one->width <= COLUMN + 2 && one->height <= PAGE * 0.65);
        if (one->width > 20 && one->height > 20) /* poppler rounds its dots */
          assert_true(one->width / one->height > ratio * 0.93 &&
                      one->width / one->height < ratio * 1.07);
      }
      assert_string_equal(alts, "Six people and a tree|Deep below|Said");
      assert_has(all, "Six people and a tree");
      assert_null(strstr(all, "Picture:"));
      assert_tree_whole(pdf);
      assert_all_on_page(pdf);
    }
}

/* What is broken, empty, no picture or not there is words, and nothing else changes. */
static void
a_picture_that_cannot_be_shown_is_words(void **state)
{
  static const char text[] = "# Day\n\n![A tree](a)\n\nWords ![in line](a) go on.\n";
  g_autoptr(GBytes) whole = picture_of(200, 100, "jpeg"), png = picture_of(200, 100, "png");
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes(png, 0, 40);
  const PressPicture bad[] = {
    { "a", "", 0 },
    { "a", "\x89PNG\r\n\x1a\n", 8 },
    { "a", "\xff\xd8\xff\xe0 no more", 12 },
    { "a", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", 62 },
    { "a", "GIF89a", 6 },
    named("a", cut),
    named("b", whole),
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(MadePdf) pdf = made_numbered(text, &bad[i], 1, 18);
    g_autoptr(GArray) shown = shown_pictures(pdf);
    g_autofree char *all = pdf_all_text(pdf), *alts = pdf_alts(pdf);

    if (shown->len > 0)
      fail_msg("picture %zu is shown", i);
    assert_has(all, "Picture: A tree");
    assert_has(all, "[Picture: in line]");
    assert_string_equal(alts, "A tree");
  }
}

/* No heading stands alone at a foot when what follows it is a picture, also in a list. */
static void
a_heading_stays_with_its_picture(void **state)
{
  static const char *const follows[] = { "![The map](a)\n", "- ![The map](a) Here\n",
                                         "> ![The map](a)\n" };
  g_autoptr(GBytes) bytes = picture_of(600, 500, "jpeg");
  const PressPicture picture = named("a", bytes);

  (void)state;
  for (size_t f = 0; f < G_N_ELEMENTS(follows); f++)
    for (int lines = 1; lines < 26; lines += 3) {
      g_autoptr(GString) text = g_string_new("# Day\n\n");

      for (int i = 0; i < lines; i++)
        g_string_append(text, "A line.\n\n");
      g_string_append_printf(text, "## Howtocome\n\n%s", follows[f]);

      g_autoptr(MadePdf) pdf = made_numbered(text->str, &picture, 1, 18);
      g_autoptr(GArray) shown = shown_pictures(pdf);

      assert_int_equal(shown->len, 1);

      g_autofree char *page = pdf_page_text(pdf, g_array_index(shown, Shown, 0).page);

      assert_has(page, "Howtocome");
      assert_has(page, "The map");
    }
}

/* Hundreds of them, and more than may be opened: there is an end, and the rest are words. */
static void
there_may_be_hundreds(void **state)
{
  enum { NAMES = FIGURES_MAX + 15, TIMES = FIGURES_DRAWN_MAX + 40 };
  g_autoptr(GBytes) bytes = picture_of(8, 8, "png");
  g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(g_free);
  PressPicture pictures[NAMES];
  g_autoptr(GString) many = g_string_new("# Many\n\n"), often = g_string_new("# Often\n\n");

  (void)state;
  for (int i = 0; i < NAMES; i++) {
    g_ptr_array_add(own, g_strdup_printf("p%d", i));
    pictures[i] = named(own->pdata[i], bytes);
    g_string_append_printf(many, "![Number %d](p%d)\n\n", i, i);
  }
  for (int i = 0; i < TIMES; i++)
    g_string_append(often, "![Again](p0)\n");

  g_autoptr(MadePdf) first = made_numbered(many->str, pictures, NAMES, 18);
  g_autoptr(MadePdf) second = made_numbered(often->str, pictures, 1, 18);
  g_autoptr(GArray) of_first = shown_pictures(first), of_second = shown_pictures(second);
  g_autofree char *words = pdf_all_text(first);

  assert_int_equal(of_first->len, FIGURES_MAX);
  assert_has(words, "Picture: Number 74");
  assert_int_equal(of_second->len, FIGURES_DRAWN_MAX);
}

/* ---- numbers ---- */

static const char numbered_paper[] =
    "# Title\n\nFirst words.\n\n## Second words\n\n- Third words\n- Fourth words\n\n  Fifth "
    "words\n\n"
    "| Sixth | words |\n|---|---|\n| a | b |\n\n![Seventh words](no)\n\n> Eighth words\n\n"
    "    Ninth words\n\nTenth words[^1]\n\n[^1]: Eleventh words\n\n    Twelfth words\n";

/* The numbers that are printed are those that the page and the slip have. */
static void
each_part_has_its_number_in_the_margin(void **state)
{
  g_autoptr(MadePdf) pdf = made_numbered(numbered_paper, NULL, 0, 18);
  g_autofree char *all = pdf_all_text(pdf), *spoken = pdf_ask(pdf, "pdfinfo -struct-text {}");
  g_autoptr(GPtrArray) parts = commonmark_parts_of(numbered_paper, "Title");
  const char *at = all;

  (void)state;
  assert_int_equal(parts->len, 12);
  for (guint i = 0; i < parts->len; i++) {
    const char *words = ((const PaperPart *)parts->pdata[i])->words;
    g_autofree char *number = g_strdup_printf("%u", i + 1);
    g_autofree char *first = g_strndup(words, strcspn(words, " |\n"));
    const char *found = strstr(at, number), *said = found ? strstr(found, first) : NULL;

    if (!said || said - found > 30)
      fail_msg("%s is not beside \"%s\": %.200s", number, first, at);
    at = said;
  }
  /* Not among what is read aloud. */
  g_auto(GStrv) lines = g_strsplit(spoken, "\n", -1);

  for (int i = 0; lines[i]; i++)
    if (*g_strstrip(lines[i]) == '"' && strpbrk(lines[i], "0123456789"))
      assert_has(lines[i], "(note 1)");
  assert_tree_whole(pdf);
  assert_all_on_page(pdf);
}

static void
nothing_is_numbered_that_nobody_asked_to_number(void **state)
{
  g_autoptr(MadePdf) pdf = made_large_print("# Title\n\nWords.\n\nMore words.\n", 18);
  g_autofree char *all = pdf_all_text(pdf);

  (void)state;
  assert_null(strchr(all, '2')); /* the page's own number is 1 */
}

/* Numbers are small beside the words, but no smaller than large print allows, and on the page. */
static void
numbers_keep_to_the_margin(void **state)
{
  static const int sizes[] = { 16, 18, 24, 28 };
  g_autoptr(GString) text = g_string_new("# Long\n\n");

  (void)state;
  for (int i = 0; i < 1100; i++)
    g_string_append(text, "w\n\n");
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autoptr(MadePdf) pdf = made_numbered(text->str, NULL, 0, sizes[i]);
    g_autofree char *all = pdf_all_text(pdf);

    assert_int_equal(pdf_sizes(pdf) & ((1 << 16) - 1), 0);
    assert_has(all, "1100");
    assert_all_on_page(pdf);
  }
}

/* Rows have the numbers that the slip's list has: headings have none, nor has what comes behind the
 * paper's own rows. */
static void
each_row_of_easy_read_has_its_number_in_the_margin(void **state)
{
  static const char rows[] = "# Bus\n\n![A bus](bus)\nFirst row.\n\n## Heading\n\n"
                             "![]()\nSecond row.\nIts other sentence.\n\n"
                             "## Hard words\n\n![]()\nThird row.\n";
  static const char *const lines[] = { "1 First row", "2 Second row", NULL };
  g_autofree char *problem = NULL;
  g_autoptr(EasyRead) easy = easy_read_parse(rows, &problem);
  int place = 0;

  (void)state;
  assert_int_equal(easy_rows_numbered(easy), 3);
  assert_string_equal(easy_row_of_number(easy, 2, &place)->sentences[0], "Second row.");
  assert_int_equal(place, 2);
  assert_null(easy_row_of_number(easy, 4, &place));
  assert_null(easy_row_of_number(easy, 0, &place));
  for (int points = 16; points <= 28; points += 12) {
    g_autoptr(MadePdf) pdf = made_easy_numbered(rows, 2, points);
    g_autofree char *all = pdf_all_text(pdf), *spoken = pdf_ask(pdf, "pdfinfo -struct-text {}");

    g_strdelimit(all, "\n", ' ');
    for (int i = 0; lines[i]; i++)
      assert_has(all, lines[i]);
    assert_null(strstr(all, "3 Third"));
    assert_null(strstr(all, "2 Its other"));
    for (const char *at = strchr(spoken, '"'); at; at = strchr(at + 1, '"'))
      assert_false(g_ascii_isdigit(at[1])); /* words read aloud stand between quotes */
    assert_tree_whole(pdf);
    assert_all_on_page(pdf);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_picture_is_whole_within_its_column_and_keeps_its_words),
    cmocka_unit_test(a_picture_that_cannot_be_shown_is_words),
    cmocka_unit_test(a_heading_stays_with_its_picture),
    cmocka_unit_test(there_may_be_hundreds),
    cmocka_unit_test(each_part_has_its_number_in_the_margin),
    cmocka_unit_test(nothing_is_numbered_that_nobody_asked_to_number),
    cmocka_unit_test(numbers_keep_to_the_margin),
    cmocka_unit_test(each_row_of_easy_read_has_its_number_in_the_margin),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
