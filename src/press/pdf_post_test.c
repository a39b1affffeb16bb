/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The post pack (R11, R66): everybody's letter whole, behind their own address. */
#include "press/letters.h"
#include "press/pdf_readback.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void
an_address_comes_back_as_it_was_written(void **state)
{
  static const char *const addresses[] = { "1 Broad Street\r\n\n LLANELLI ",
                                           "1 Broad Street, LLANELLI",
                                           "a\nb\nc\nd\ne\nf\ng\nh\ni\nj" };
  g_auto(Buffer) out = BUFFER_INIT(10000);
  g_autofree char *problem = NULL;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
    g_autoptr(Letter) letter = letter_new();

    letter_set_address(letter, "Ann: to\nJones", addresses[i]);
    g_ptr_array_add(letter->pdfs, g_strdup("large-print-18"));
    letter_write(letter, &out);
  }
  buffer_put_byte(&out, '\0');

  g_autoptr(GPtrArray) letters = letters_parse(out.data, &problem);

  assert_non_null(letters);
  assert_int_equal(letters->len, 3);
  for (guint i = 0; i < 2; i++) {
    const Letter *letter = g_ptr_array_index(letters, i);

    assert_int_equal(letter->to->len, 3);
    assert_string_equal(g_ptr_array_index(letter->to, 0), "Ann: to Jones");
    assert_string_equal(g_ptr_array_index(letter->to, 2), "LLANELLI");
  }

  const Letter *longest = g_ptr_array_index(letters, 2);

  assert_string_equal(g_ptr_array_index(longest->to, LETTER_LINES_MAX - 1), "g, h, i, j");
}

static void
what_is_no_pack_is_refused_with_its_letter(void **state)
{
  static const char *const bad[] = {
    "",
    "\n\n",
    "title: x\n",
    "to: a\nnonsense\n",
    "to: a\n\nto: b\npdf: ../../x\n",
    "to: a\ntitle: x\ntitle: y\n",
    "to: a\nleaf: x\nleaf: y\n",
    "to: a\nleaf: ../x\n",
    "to: 1\nto: 2\nto: 3\nto: 4\nto: 5\nto: 6\nto: 7\nto: 8\nto: 9"
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    char *problem = NULL;

    assert_null(letters_parse(bad[i], &problem));
    assert_non_null(problem);
    assert_true(i != 4 || g_str_has_suffix(problem, "\tletter\t2"));
    g_free(problem);
  }
}

/* What is written is read the same, with a slip too. */
static void
a_slip_comes_back_as_it_was_written(void **state)
{
  static const char *const bad[] = { "to: a\nslip-size: 400\n", "to: a\nslip-size: x\n",
                                     "to: a\nslip: x\nslip: y\n", "to: a\nslip-page: x\n" };
  g_autoptr(Letter) letter = letter_new();
  g_auto(Buffer) out = BUFFER_INIT(10000);
  g_autofree char *problem = NULL;

  (void)state;
  letter_set_address(letter, "Ann", "1 Broad Street");
  letter->leaf = g_strdup("leaf-1");
  letter->slip = g_strdup("0ane dqz0");
  letter->slip_points = 24;
  letter->slip_head = g_strdup("Your answer");
  letter->slip_how = g_strdup("Tick a box");
  g_ptr_array_add(letter->slip_boxes, g_strdup("I can read it"));
  g_ptr_array_add(letter->slip_spaces, g_strdup("I need:"));
  letter_write(letter, &out);
  buffer_put_byte(&out, '\0');

  g_autoptr(GPtrArray) letters = letters_parse(out.data, &problem);
  g_auto(Buffer) again = BUFFER_INIT(10000);

  assert_non_null(letters);
  letter_write(g_ptr_array_index(letters, 0), &again);
  buffer_put_byte(&again, '\0');
  assert_string_equal(again.data, out.data);
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autofree char *why = NULL;

    assert_null(letters_parse(bad[i], &why));
  }
}

static PressResult
make_pack(const char *text, const PressPicture *papers, size_t count, Buffer *out)
{
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  const char *problem = NULL;

  assert_true(press_input_write(text, strlen(text), papers, count, &bundle));

  g_autoptr(GBytes) bytes = g_bytes_new(bundle.data, bundle.len);
  g_autoptr(PressInput) input = press_input_read(bytes, &problem);
  const PressJob job = {
    .options = { .format = FORMAT_POST_PACK, .points = 18, .title = "", .lang = "en-GB" },
    .input = input
  };

  return press_post_pack(&job, out);
}

static void
assert_page_has(const MadePdf *pdf, int page, const char *words)
{
  g_autofree char *text = pdf_page_text(pdf, page);

  if (!strstr(text, words))
    fail_msg("page %d lacks \"%s\": %s", page, words, text);
}

static void
each_letter_follows_its_address(void **state)
{
  g_autoptr(MadePdf) paper = made_large_print("# One\n\nFirst [paper](https://example.org).\n", 18);
  g_autoptr(MadePdf) other = made_large_print("# Two\n\n![Alt](x)\n\nSecond paper.\n", 24);
  const PressPicture papers[] = { { "one", paper->bytes.data, paper->bytes.len },
                                  { "two", other->bytes.data, other->bytes.len } };
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  (void)state;
  assert_int_equal(make_pack("to: Ann\nto: LLANELLI\ntitle: A title\npdf: one\npdf: two\n\n"
                             "to: Bob\nnote: Braille, 28 sheets\n\nto: Cerys\npdf: one\n",
                             papers, 2, &out),
                   PRESS_MADE);

  g_autoptr(MadePdf) pdf = made_from_bytes(&out);
  g_autofree char *alts = pdf_alts(pdf);

  assert_int_equal(pdf_page_count(pdf), 8);
  assert_page_has(pdf, 1, "Ann\nLLANELLI\nA title\nPages: 2");
  assert_page_has(pdf, 2, "First paper");
  assert_page_has(pdf, 3, "Second paper");
  assert_page_has(pdf, 5, "Bob\nBraille, 28 sheets"); /* page 4 is left empty: a fresh sheet */
  assert_page_has(pdf, 7, "Cerys\nPages: 1");
  assert_page_has(pdf, 8, "First paper");
  assert_string_equal(alts, "Alt");
}

static void
papers_that_come_once_keep_their_tags_and_links(void **state)
{
  g_autoptr(MadePdf) paper = made_large_print("# One\n\nFirst [paper](https://example.org).\n", 18);
  g_autoptr(MadePdf) other = made_large_print("# Two\n\n- [b](https://b.example)\n", 24);
  const PressPicture papers[] = { { "one", paper->bytes.data, paper->bytes.len },
                                  { "two", other->bytes.data, other->bytes.len } };
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  (void)state;
  assert_int_equal(make_pack("to: Ann\npdf: two\n\nto: Bob\npdf: one\n", papers, 2, &out),
                   PRESS_MADE);

  g_autoptr(MadePdf) pdf = made_from_bytes(&out);
  g_autofree char *headings = pdf_headings(pdf);

  assert_tree_whole(pdf);
  assert_string_equal(headings, "H1 H1");
}

/* The window of a DL envelope shows 20 to 110 mm from the left, and 57 to 92 mm from the top of
 * the envelope, in which the folded sheet may stand up to 11 mm lower than its top. */
static void
the_address_shows_in_the_window(void **state)
{
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  (void)state;
  assert_int_equal(
      make_pack("to: Topmost\nto: 2\nto: 3\nto: 4\nto: 5\nto: 6\nto: Lowest\n", NULL, 0, &out),
      PRESS_MADE);

  g_autoptr(MadePdf) pdf = made_from_bytes(&out);
  g_autofree char *boxes = pdf_ask(pdf, "pdftotext -bbox {} -");
  const char *first = g_strrstr_len(boxes, strstr(boxes, ">Topmost") - boxes, "<word");
  const char *last = g_strrstr_len(boxes, strstr(boxes, ">Lowest") - boxes, "<word");
  const double mm = 72 / 25.4;

  assert_true(g_ascii_strtod(strstr(first, "xMin=\"") + 6, NULL) > 22 * mm);
  assert_true(g_ascii_strtod(strstr(first, "yMin=\"") + 6, NULL) > 46 * mm);
  assert_true(g_ascii_strtod(strstr(last, "yMax=\"") + 6, NULL) < 92 * mm);
}

static void
a_pack_without_its_paper_is_refused(void **state)
{
  static const PressPicture broken[] = { { "one", "%PDF-1.7 not really", 19 } };
  g_auto(Buffer) out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  (void)state;
  assert_int_equal(make_pack("to: Ann\npdf: one\n", NULL, 0, &out), PRESS_BAD_INPUT);
  assert_int_equal(make_pack("to: Ann\npdf: one\n", broken, 1, &out), PRESS_BAD_INPUT);
}

/* The slip is the last page of its letter, in its own size, with its code and boxes. */
static void
each_slip_follows_its_paper(void **state)
{
  g_autoptr(MadePdf) paper = made_large_print("# One\n\nFirst paper.\n", 18);
  const PressPicture papers[] = { { "one", paper->bytes.data, paper->bytes.len } };
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  (void)state;
  assert_int_equal(
      make_pack("to: Ann\nto: LLANELLI\ntitle: A title\npdf: one\nslip: 0ane dqz0 r000 0w\n"
                "slip-size: 28\nslip-head: Your answer\nslip-how: Tick a box.\n"
                "slip-box: I can read it\nslip-box: I cannot read it\nslip-space: I need:\n"
                "slip-space: I want to say:\n\nto: Bob\npdf: one\nslip: 1ane dqz0 r000 0w\n",
                papers, 1, &out),
      PRESS_MADE);

  g_autoptr(MadePdf) pdf = made_from_bytes(&out);

  assert_page_has(pdf, 1, "LLANELLI");
  assert_page_has(pdf, 2, "First paper");
  assert_page_has(pdf, 3, "Your answer");
  assert_page_has(pdf, 3, "Ann");
  assert_page_has(pdf, 3, "A title");
  assert_page_has(pdf, 3, "0ane dqz0 r000 0w");
  assert_page_has(pdf, 3, "I cannot read it");
  assert_page_has(pdf, 3, "I want to say:");
  assert_page_has(pdf, 5, "Bob"); /* page 4 is left empty: a fresh sheet */
  assert_page_has(pdf, 7, "1ane dqz0 r000 0w");
  assert_int_equal(pdf_page_count(pdf), 8);
}

/* A sheet without a name is on no back of one, nor has anything on its own. */
static void
a_leaf_is_a_sheet_of_its_own(void **state)
{
  g_autoptr(MadePdf) paper = made_large_print("# One\n\nFirst paper.\n", 18);
  g_autoptr(MadePdf) leaf = made_large_print("# How was it?\n", 18);
  const PressPicture papers[] = { { "one", paper->bytes.data, paper->bytes.len },
                                  { "leaf-1", leaf->bytes.data, leaf->bytes.len } };
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  (void)state;
  assert_int_equal(make_pack("to: Ann\npdf: one\npdf: one\nleaf: leaf-1\nslip: 0ane\n\n"
                             "to: Bob\npdf: one\nleaf: leaf-1\n",
                             papers, 2, &out),
                   PRESS_MADE);

  g_autoptr(MadePdf) pdf = made_from_bytes(&out);
  static const char *const pages[] = { "Ann",  "First", "First", "",      "How was it?", "",
                                       "0ane", "",      "Bob",   "First", "How was it?", "" };

  assert_int_equal(pdf_page_count(pdf), G_N_ELEMENTS(pages));
  for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
    g_autofree char *text = g_strstrip(pdf_page_text(pdf, (int)i + 1));

    if (*pages[i])
      assert_page_has(pdf, (int)i + 1, pages[i]);
    else
      assert_string_equal(text, "");
    if (strcmp(pages[i], "How was it?") == 0)
      assert_null(strstr(text, "Ann") ? text : strstr(text, "Bob"));
  }
  assert_int_equal(make_pack("to: Ann\nleaf: leaf-2\n", papers, 2, &out), PRESS_BAD_INPUT);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_address_comes_back_as_it_was_written),
    cmocka_unit_test(what_is_no_pack_is_refused_with_its_letter),
    cmocka_unit_test(each_letter_follows_its_address),
    cmocka_unit_test(a_slip_comes_back_as_it_was_written),
    cmocka_unit_test(each_slip_follows_its_paper),
    cmocka_unit_test(a_leaf_is_a_sheet_of_its_own),
    cmocka_unit_test(papers_that_come_once_keep_their_tags_and_links),
    cmocka_unit_test(the_address_shows_in_the_window),
    cmocka_unit_test(a_pack_without_its_paper_is_refused),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
