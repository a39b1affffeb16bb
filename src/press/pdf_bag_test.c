/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The meeting bag (R64-R70): every sheet on a sheet of its own, in words as well as in shapes. */
#include "press/bag.h"
#include "press/pdf_readback.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ITEMS = 40 /* as many as an agenda has, AGENDA_ITEMS_MAX */ };

static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'>"
                          "<rect width='8' height='8'/></svg>";

static PressResult
make_bag(const char *text, int points, Buffer *out)
{
  const PressPicture pictures[] = { { "tea", svg, sizeof(svg) - 1 } };
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  const char *problem = NULL;

  assert_true(press_input_write(text, strlen(text), pictures, 1, &bundle));

  g_autoptr(GBytes) bytes = g_bytes_new(bundle.data, bundle.len);
  g_autoptr(PressInput) input = press_input_read(bytes, &problem);
  const PressJob job = {
    .options = { .format = FORMAT_MEETING_BAG, .points = points, .title = "", .lang = "en-GB" },
    .input = input
  };

  return press_meeting_bag(&job, out);
}

static MadePdf *
made_bag(const char *text, int points)
{
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  assert_int_equal(make_bag(text, points, &out), PRESS_MADE);
  return made_from_bytes(&out);
}

static void
assert_page_has(const MadePdf *pdf, int page, const char *words)
{
  g_autofree char *text = pdf_page_text(pdf, page);

  if (!strstr(text, words))
    fail_msg("page %d lacks \"%s\": %s", page, words, text);
}

static const char whole[] = "sheet: Short breaks\ncontents:\ntext: Before you print\n"
                            "sheet: Sign in\tPrint it once\ntext: You need not sign.\n"
                            "room: Your name\t30\n"
                            "sheet: What we talk about\nrow: 2 pm\tTea\n"
                            "row: 2.20 pm\tThe bus\tAsked by Ann\n"
                            "picture: tea\ta cup of tea\tWe have tea.\n"
                            "sheet: Cards\tOne for each person\n"
                            "card: stop\tStop\tSomebody is not heard\ncard: slow\tSlow down\t\n"
                            "card: agree\tI agree\n"
                            "sheet: Afterwards\nheading: Was it worth it?\n"
                            "faces: Yes\tPartly\tNo\nfold: Fold here\ntick: A break\n";

/* Sheets that are handed out begin on a front; where each is stands on the first one. */
static void
each_sheet_begins_on_a_front(void **state)
{
  (void)state;
  g_autoptr(MadePdf) pdf = made_bag(whole, 18);
  g_autofree char *headings = pdf_headings(pdf), *alts = pdf_alts(pdf);

  assert_tree_whole(pdf);
  assert_all_on_page(pdf);
  assert_string_equal(headings, "H1 H1 H1 H1 H1 H2");
  assert_string_equal(alts, "a cup of tea");
  assert_page_has(pdf, 1, "Short breaks");
  assert_page_has(pdf, 1, "3 Sign in – Print it once");
  assert_page_has(pdf, 3, "Sign in");
  assert_page_has(pdf, 3, "Your name"); /* thirty lines go on on its back */
  assert_page_has(pdf, 5, "2 pm Tea\n2.20 pm The bus\nAsked by Ann");
  assert_page_has(pdf, 7, "Cards\nStop\nSomebody is not heard\nSlow down\nI agree");
  assert_page_has(pdf, 1, "7 Cards – One for each person");
  assert_page_has(pdf, 9, "Was it worth it?\nYes Partly No\nFold here\nA break");
  assert_int_equal(pdf_page_count(pdf), 9);
}

/* R66: nothing of it is smaller than large print, whatever size is asked for. */
static void
nothing_is_smaller_than_was_asked_for(void **state)
{
  static const int sizes[] = { 16, 18, 28 };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autoptr(MadePdf) pdf = made_bag(whole, sizes[i]);

    assert_int_equal(pdf_sizes(pdf) & ((1ULL << sizes[i]) - 1), 0);
    assert_all_on_page(pdf);
  }
}

static void
forty_items_have_room_each(void **state)
{
  g_auto(Buffer) text = BUFFER_INIT(100 * 1000);

  (void)state;
  bag_write(&text, BAG_SHEET, "Minutes", NULL, NULL);
  for (int i = 0; i < ITEMS; i++) {
    g_autofree char *title = g_strdup_printf("Item number %d", i + 1);

    bag_write(&text, BAG_HEADING, title, NULL, NULL);
    bag_write(&text, BAG_TICK, "We talked about it", NULL, NULL);
    bag_write_room(&text, "What was said?", 6);
  }
  buffer_put_byte(&text, '\0');

  g_autoptr(MadePdf) pdf = made_bag(text.data, 18);
  g_autofree char *headings = pdf_headings(pdf), *words = pdf_all_text(pdf);
  int found = 0;

  for (const char *at = strstr(words, "What was said?"); at; at = strstr(at + 1, "What was said?"))
    found++;
  assert_int_equal(found, ITEMS);
  assert_int_equal(strlen(headings), ITEMS * 3 + 2); /* "H1", then " H2" each */
  assert_tree_whole(pdf);
}

/* A title of the longest that an item may have, without a space, stays on the page. */
static void
long_words_stay_on_the_page(void **state)
{
  g_autofree char *word = g_strnfill(400, 'w');
  g_autofree char *text =
      g_strdup_printf("sheet: %s\t%s\ncontents:\nrow: 12.20 pm\t%s\t%s\ncard: slow\tw\t%s\n", word,
                      word, word, word, word);

  (void)state;
  g_autoptr(MadePdf) pdf = made_bag(text, 28);

  assert_all_on_page(pdf);
}

static void
what_is_no_bag_is_refused(void **state)
{
  static const char *const bad[] = { "",
                                     "text: x\n",
                                     "sheet:\n",
                                     "sheet: a\nnonsense\n",
                                     "sheet: a\nroom: x\t0\n",
                                     "sheet: a\nroom: x\t61\n",
                                     "sheet: a\nroom: x\n",
                                     "sheet: a\ncard: blue\tx\n",
                                     "sheet: a\nfaces: x\ty\n",
                                     "sheet: a\npicture: ../x\ty\tz\n",
                                     "sheet: a\ncontents: x\n",
                                     "sheet: a\nrow: x\n",
                                     "sheet: a\ntick: a\tb\n" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autofree char *problem = NULL;

    if (bag_parse(bad[i], &problem))
      fail_msg("taken: %s", bad[i]);
    assert_non_null(problem);
  }
}

/* Whatever people call an item, it is one line, and not more of it than a line holds. */
static void
what_is_written_can_be_read(void **state)
{
  g_autofree char *longest = g_strnfill(900, 'x');
  g_auto(Buffer) text = BUFFER_INIT(10000);
  g_autofree char *problem = NULL;

  (void)state;
  bag_write(&text, BAG_SHEET, "A\nsheet: b\tc", "\t", NULL);
  bag_write(&text, BAG_ROW, longest, longest, longest);
  bag_write(&text, BAG_CARD, bag_card_name(CARD_AGREE), "Yes", "");
  buffer_put_byte(&text, '\0');

  g_autoptr(GPtrArray) lines = bag_parse(text.data, &problem);

  assert_non_null(lines);
  assert_int_equal(lines->len, 3);
  assert_string_equal(((BagLine *)g_ptr_array_index(lines, 0))->texts[0], "A sheet: b c");
  assert_int_equal(((BagLine *)g_ptr_array_index(lines, 2))->card, CARD_AGREE);
  g_ptr_array_unref(g_steal_pointer(&lines));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_sheet_begins_on_a_front),
    cmocka_unit_test(forty_items_have_room_each),
    cmocka_unit_test(nothing_is_smaller_than_was_asked_for),
    cmocka_unit_test(long_words_stay_on_the_page),
    cmocka_unit_test(what_is_no_bag_is_refused),
    cmocka_unit_test(what_is_written_can_be_read),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
