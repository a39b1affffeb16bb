/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Large print and Easy Read as other programs see them (R11, R66): sizes, words, tags, order. */
#include "press/pdf_marks.h"
#include "press/pdf_readback.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char paper[] =
    "# A guide to our table\n\n"
    "We met **on Monday** at the *library*. See [our page](https://example.org/a) or "
    "<https://example.org/>.\n\n"
    "## Who came\n\n"
    "| Name | Role |\n|---|---|\n| Ann | Uses the service |\n| Bob | Manager |\n\n"
    "### What we said\n\n"
    "> Nothing about us without us.\n\n"
    "3. Third\n4. Fourth\n   - Below\n   - Below too\n\n"
    "![Four people at a table](x.png)\n\n"
    "## What we do\n\n"
    "Welsh: Ŵyr, ŷ. Then `code` and the end.\n";

/* Long enough for many sheets; every word is another one. */
static char *
long_paper(int paragraphs)
{
  GString *text = g_string_new("# Long paper\n\n");

  for (int i = 0; i < paragraphs; i++) {
    if (i % 5 == 0)
      g_string_append_printf(text, "## Part %c%c\n\n", 'a' + i / 26 % 26, 'a' + i % 26);
    for (int word = 0; word < 60; word++)
      g_string_append_printf(text, "w%c%c%c%c ", 'a' + i / 26 % 26, 'a' + i % 26, 'a' + word / 26,
                             'a' + word % 26);
    g_string_append(text, "\n\n");
  }
  return g_string_free(text, FALSE);
}

static void
assert_has(const char *text, const char *part)
{
  if (!strstr(text, part))
    fail_msg("\"%s\" is not in: %.500s", part, text);
}

static void
body_text_has_the_size_asked_for_and_nothing_is_smaller(void **state)
{
  static const int sizes[] = { 16, 18, 20, 24, 28 };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autoptr(MadePdf) pdf = made_large_print(paper, sizes[i]);
    const guint64 found = pdf_sizes(pdf);

    assert_true(found & (guint64)1 << sizes[i]);
    assert_int_equal(found & (((guint64)1 << sizes[i]) - 1), 0);
    assert_all_on_page(pdf);
  }
}

/* The trap: a page that is shrunk so that one long address fits. */
static void
a_long_address_is_broken_and_shrinks_nothing(void **state)
{
  g_autofree char *address = g_strnfill(300, 'x');
  g_autofree char *text = g_strdup_printf("# Title\n\nSee https://example.org/%s now.\n\n"
                                          "| Where | What |\n|---|---|\n| %s | b |\n",
                                          address, address);
  g_autoptr(MadePdf) pdf = made_large_print(text, 18);
  g_autofree char *all = pdf_all_text(pdf), *letters = letters_of(all);

  (void)state;
  assert_int_equal(pdf_sizes(pdf) & ((1 << 18) - 1), 0);
  assert_all_on_page(pdf);
  assert_has(letters, address);
}

static void
headings_are_tagged_as_in_the_source(void **state)
{
  g_autoptr(MadePdf) pdf = made_large_print(paper, 18);
  g_autofree char *headings = pdf_headings(pdf);

  (void)state;
  assert_string_equal(headings, "H1 H2 H3 H2");
  assert_tree_whole(pdf);
}

static void
the_title_is_the_first_heading_whatever_its_level(void **state)
{
  g_autoptr(MadePdf) pdf = made_large_print("## Second level only\n\nWords.\n", 18);
  g_autofree char *headings = pdf_headings(pdf), *about = pdf_ask(pdf, "pdfinfo {}");

  (void)state;
  assert_string_equal(headings, "H1");
  assert_has(about, "Second level only");
}

static void
it_says_its_title_language_and_standard(void **state)
{
  g_autoptr(MadePdf) pdf = made_large_print(paper, 18);
  g_autofree char *about = pdf_ask(pdf, "pdfinfo {}"), *meta = pdf_ask(pdf, "pdfinfo -meta {}");
  g_autofree char *lang = pdf_catalogue_text(pdf, "/Lang"), *fonts = pdf_ask(pdf, "pdffonts {}");
  g_auto(GStrv) rows = g_strsplit(fonts, "\n", -1);

  (void)state;
  assert_has(about, "A guide to our table");
  assert_has(about, "Tagged:          yes");
  assert_string_equal(lang, "en-GB");
  assert_has(meta, "<pdfuaid:part>1</pdfuaid:part>");
  assert_has(meta, "A guide to our table");
  for (int i = 2; rows[i] && *rows[i] != '\0'; i++)
    assert_has(rows[i], " yes yes yes "); /* embedded, subset, mapped to letters */
}

static void
pictures_are_figures_with_their_words(void **state)
{
  g_autoptr(MadePdf) pdf = made_large_print(paper, 18);
  g_autofree char *alts = pdf_alts(pdf), *text = pdf_all_text(pdf);

  (void)state;
  assert_string_equal(alts, "Four people at a table");
  assert_has(text, "Picture: Four people at a table");
}

static void
header_cells_say_their_scope(void **state)
{
  g_autoptr(MadePdf) pdf = made_large_print(paper, 18);
  g_autofree char *tree = pdf_ask(pdf, "pdfinfo -struct-text {}");
  g_auto(GStrv) heads = g_strsplit(tree, "/Scope /Column", -1);

  (void)state;
  assert_int_equal(g_strv_length(heads), 3);
  assert_has(heads[1], "\"Name\"");
  assert_has(heads[2], "\"Role\"");
}

/* The header row comes again on every sheet to be seen, but is read once. */
static void
a_long_table_repeats_its_header_as_artifact(void **state)
{
  g_autoptr(GString) text = g_string_new("# T\n\n| Naam | Role |\n|---|---|\n");

  (void)state;
  for (int i = 0; i < 60; i++)
    g_string_append_printf(text, "| Person %d | does things |\n", i);

  g_autoptr(MadePdf) pdf = made_large_print(text->str, 24);
  g_autofree char *tree = pdf_ask(pdf, "pdfinfo -struct-text {}");
  g_auto(GStrv) read = g_strsplit(tree, "Naam", -1);
  const int pages = pdf_page_count(pdf);

  assert_true(pages >= 3);
  for (int page = 1; page <= pages; page++) {
    g_autofree char *seen = pdf_page_text(pdf, page);

    assert_has(seen, "Naam Role");
  }
  assert_int_equal(g_strv_length(read), 2);
  assert_tree_whole(pdf);
}

static void
a_table_too_wide_becomes_a_list_that_says_its_headers(void **state)
{
  g_autoptr(MadePdf) pdf = made_large_print(
      "# T\n\n| First name | Surname | Street | Telephone | Needs |\n|---|---|---|---|---|\n"
      "| Ann | Jones | 1 Broad Street | 01225 789135 | Large print |\n",
      28);
  g_autofree char *tree = pdf_ask(pdf, "pdfinfo -struct-text {}"), *text = pdf_all_text(pdf);

  (void)state;
  assert_null(strstr(tree, "Table (block)"));
  assert_has(text, "Telephone: 01225 789135");
  assert_has(text, "Needs: Large print");
}

static void
every_word_comes_in_order_over_many_sheets(void **state)
{
  g_autofree char *text = long_paper(60), *wanted = letters_of(text);
  g_autoptr(MadePdf) pdf = made_large_print(text, 20);
  g_autofree char *got_text = pdf_all_text(pdf), *got = letters_of(got_text);
  g_autofree char *tree = pdf_ask(pdf, "pdfinfo -struct-text {}");

  (void)state;
  assert_string_equal(got, wanted);
  assert_has(tree, " wazaz wazba "); /* words at the ends of lines are not read as one */
  assert_tree_whole(pdf);
}

static void
every_sheet_has_its_number_outside_the_reading(void **state)
{
  g_autofree char *text = long_paper(40);
  g_autoptr(MadePdf) pdf = made_large_print(text, 18);
  g_autofree char *tree = pdf_ask(pdf, "pdfinfo -struct-text {}");
  const int pages = pdf_page_count(pdf);

  (void)state;
  assert_true(pages > 5);
  for (int page = 1; page <= pages; page++) {
    g_autofree char *seen = g_strchomp(pdf_page_text(pdf, page));
    g_autofree char *number = g_strdup_printf("\n%d", page);

    assert_true(g_str_has_suffix(seen, number));
  }
  for (const char *c = tree; (c = strchr(c, '"')); c++)
    assert_false(g_ascii_isdigit(c[1])); /* this paper has no digits of its own */
}

/* No heading is the last thing on its sheet. */
static void
headings_are_never_left_at_a_foot(void **state)
{
  g_autofree char *text = long_paper(120);
  g_autoptr(MadePdf) pdf = made_large_print(text, 24);

  (void)state;
  for (int page = 1; page <= pdf_page_count(pdf); page++) {
    g_autofree char *seen = pdf_page_text(pdf, page);
    const char *last = g_strrstr(seen, "Part ");

    assert_true(!last || strstr(last, "\nw"));
  }
}

static void
links_can_be_touched_and_say_where_they_lead(void **state)
{
  g_autoptr(MadePdf) pdf = made_large_print(
      "# T\n\n[here](https://example.org/ŵ?a=(b)) and [bad](javascript:alert(1)).\n", 18);
  g_autofree char *text = pdf_all_text(pdf);
  const qpdf_oh page = qpdf_get_page_n(pdf->qpdf, 0);
  const qpdf_oh links = qpdf_oh_get_key(pdf->qpdf, page, "/Annots");
  const qpdf_oh link = qpdf_oh_get_array_item(pdf->qpdf, links, 0);
  const qpdf_oh uri = qpdf_oh_get_key(pdf->qpdf, qpdf_oh_get_key(pdf->qpdf, link, "/A"), "/URI");

  (void)state;
  assert_has(text, "here (example.org/ŵ?a=(b))");
  assert_int_equal(qpdf_oh_get_array_n_items(pdf->qpdf, links), 1);
  assert_string_equal(qpdf_oh_get_string_value(pdf->qpdf, uri), "https://example.org/%C5%B5?a=(b)");
}

static void
the_same_paper_gives_the_same_bytes(void **state)
{
  g_autoptr(MadePdf) first = made_large_print(paper, 18);
  g_autoptr(MadePdf) second = made_large_print(paper, 18);
  g_autofree char *about = pdf_ask(first, "pdfinfo -isodates {}");

  (void)state;
  assert_null(strstr(about, "Date")); /* no time got in */
  assert_int_equal(first->bytes.len, second->bytes.len);
  assert_memory_equal(first->bytes.data, second->bytes.data, first->bytes.len);
}

/* What is written in a paper can look like the inside of a PDF. */
static void
words_that_look_like_marks_stay_words(void **state)
{
  g_autoptr(MadePdf) pdf =
      made_large_print("# /P <</MCID 0>> BDC\n\n(/P << /MCID 3 >> BDC \\) EMC Q\n", 18);
  g_autofree char *text = pdf_all_text(pdf);

  (void)state;
  assert_has(text, "/P <</MCID 0>> BDC");
  assert_has(text, "(/P << /MCID 3 >> BDC ) EMC Q");
}

static void
marks_are_renamed_only_outside_strings(void **state)
{
  static const char content[] = "/P <</MCID 7>> BDC (a\\) /P <</MCID 1>> BDC) Tj EMC\n"
                                "/Span <</ActualText <2f4d434944>>> BDC EMC /P << /MCID 8 >> BDC";
  g_autoptr(TagTree) tree = tag_tree_new();
  g_autoptr(GByteArray) made = g_byte_array_new();

  (void)state;
  tag_add_mark(tree, tag_new(tree, tree->root, TAG_H2), 0);
  tag_add_mark(tree, NULL, 0);

  const GPtrArray *marks = g_ptr_array_index(tree->marks, 0);

  assert_true(pdf_marks_rewrite(content, sizeof(content) - 1, marks, made));
  g_byte_array_append(made, (const guint8 *)"", 1);
  assert_string_equal((char *)made->data,
                      "/H2 <</MCID 0>> BDC (a\\) /P <</MCID 1>> BDC) Tj EMC\n"
                      "/Span <</ActualText <2f4d434944>>> BDC EMC /Artifact BMC");
  tag_add_mark(tree, NULL, 0);
  assert_false(pdf_marks_rewrite(content, sizeof(content) - 1, marks, made));
}

static void
hard_papers_come_out_whole(void **state)
{
  g_autoptr(GString) deep = g_string_new("# Deep\n\n");
  static const char mixed[] = "# \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\n\n"
                              "\xd8\xa7\xd9\x84\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a\xd8\xa9 abc\n\n"
                              "\xf0\x9f\x98\x80 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 "
                              "\xe4\xbd\xa0\xe5\xa5\xbd \xf3\xa0\x80\x81 e\xcc\x81\xcc\x81\n\n"
                              "|a|\n|-|\n\n- \n1.\n\n```\n\n```\n\n![](x)\n\n[](y)\n";

  (void)state;
  for (int i = 0; i < SOURCE_DEPTH_MAX; i++)
    g_string_append(deep, i % 2 ? "- " : "> ");
  g_string_append(deep, "bottom\n");

  g_autoptr(MadePdf) nested = made_large_print(deep->str, 28);
  g_autoptr(MadePdf) scripts = made_large_print(mixed, 18);
  g_autofree char *text = pdf_all_text(nested);

  assert_has(text, "bottom");
  assert_tree_whole(nested);
  assert_all_on_page(nested);
  assert_tree_whole(scripts);
  assert_int_equal(pdf_sizes(scripts) & ((1 << 18) - 1), 0);
}

static void
empty_and_endless_papers_are_refused(void **state)
{
  g_autoptr(GString) items = g_string_new(NULL), quotes = g_string_new(NULL);

  (void)state;
  for (int i = 0; i < 80 * 1000; i++)
    g_string_append(items, "- i\n");
  for (int i = 0; i < 1000; i++)
    g_string_append(quotes, "> ");
  g_string_append(quotes, "deep");
  assert_int_equal(large_print_result("", 18), PRESS_BAD_INPUT);
  assert_int_equal(large_print_result(items->str, 18), PRESS_BAD_INPUT);
  assert_int_equal(large_print_result(quotes->str, 18), PRESS_BAD_INPUT);
}

/* ---- Easy Read ---- */

static const char easy[] =
    "# Our meeting\n\n"
    "![Four people](people)\nfrom: 3\nWe meet on Monday.\nThere is a lift.\n\n"
    "## How to come\n\n"
    "![A bus](bus)\nYou can come by bus.\n\n"
    "![Broken words](broken)\nThe words still come.\n\n"
    "![Missing words](missing)\nThese too.\n\n"
    "![](people)\nThis picture only decorates.\n\n"
    "![]()\nNo picture here.\n";

static const char drawing[] = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><circle "
                              "cx='5' cy='5' r='4'/></svg>";
static const char sly_drawing[] =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>"
    "<a href='https://evil.example/'><rect width='9' height='9'/></a></svg>";

static const PressPicture pictures[] = { { "people", drawing, sizeof(drawing) - 1 },
                                         { "bus", sly_drawing, sizeof(sly_drawing) - 1 },
                                         { "broken", "\x89PNG\r\n\x1a\nnot a picture", 21 } };

static void
easy_read_has_words_pictures_and_tags(void **state)
{
  g_autoptr(MadePdf) pdf = made_easy_read(easy, pictures, G_N_ELEMENTS(pictures), 18);
  g_autofree char *alts = pdf_alts(pdf), *headings = pdf_headings(pdf), *text = pdf_all_text(pdf);
  g_autofree char *letters = letters_of(text);

  (void)state;
  assert_string_equal(alts, "Four people|A bus|Broken words|Missing words");
  assert_string_equal(headings, "H1 H2");
  assert_string_equal(letters, "OurmeetingWemeetonMondayThereisalift"
                               "HowtocomeYoucancomebybusBrokenwordsThewordsstillcome"
                               "MissingwordsThesetooThispictureonlydecoratesNopicturehere");
  assert_int_equal(pdf_sizes(pdf) & ((1 << 18) - 1), 0);
  assert_tree_whole(pdf); /* also: the link inside the sly drawing left no trace */
  assert_all_on_page(pdf);
}

static void
an_easy_read_row_is_never_parted(void **state)
{
  g_autoptr(GString) text = g_string_new("# Rows\n\n");

  (void)state;
  for (int i = 0; i < 30; i++)
    g_string_append_printf(text, "![Alt](people)\nfirst%d here.\nsecond%d here.\nthird%d here.\n\n",
                           i, i, i);

  g_autoptr(MadePdf) pdf = made_easy_read(text->str, pictures, 1, 24);

  for (int page = 1; page <= pdf_page_count(pdf); page++) {
    g_autofree char *seen = pdf_page_text(pdf, page);
    g_auto(GStrv) firsts = g_strsplit(seen, "first", -1), thirds = g_strsplit(seen, "third", -1);

    assert_int_equal(g_strv_length(firsts), g_strv_length(thirds));
  }
}

static void
a_paper_of_a_megabyte_is_made(void **state)
{
  g_autofree char *text = long_paper(3000);
  g_autoptr(MadePdf) pdf = made_large_print(text, 16);

  (void)state;
  assert_true(strlen(text) > 900 * 1000);
  assert_true(pdf_page_count(pdf) > 500);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(body_text_has_the_size_asked_for_and_nothing_is_smaller),
    cmocka_unit_test(a_long_address_is_broken_and_shrinks_nothing),
    cmocka_unit_test(headings_are_tagged_as_in_the_source),
    cmocka_unit_test(the_title_is_the_first_heading_whatever_its_level),
    cmocka_unit_test(it_says_its_title_language_and_standard),
    cmocka_unit_test(pictures_are_figures_with_their_words),
    cmocka_unit_test(header_cells_say_their_scope),
    cmocka_unit_test(a_long_table_repeats_its_header_as_artifact),
    cmocka_unit_test(a_table_too_wide_becomes_a_list_that_says_its_headers),
    cmocka_unit_test(every_word_comes_in_order_over_many_sheets),
    cmocka_unit_test(every_sheet_has_its_number_outside_the_reading),
    cmocka_unit_test(headings_are_never_left_at_a_foot),
    cmocka_unit_test(links_can_be_touched_and_say_where_they_lead),
    cmocka_unit_test(the_same_paper_gives_the_same_bytes),
    cmocka_unit_test(words_that_look_like_marks_stay_words),
    cmocka_unit_test(marks_are_renamed_only_outside_strings),
    cmocka_unit_test(hard_papers_come_out_whole),
    cmocka_unit_test(empty_and_endless_papers_are_refused),
    cmocka_unit_test(a_paper_of_a_megabyte_is_made),
    cmocka_unit_test(easy_read_has_words_pictures_and_tags),
    cmocka_unit_test(an_easy_read_row_is_never_parted),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
