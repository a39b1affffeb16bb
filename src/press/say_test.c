/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How written words are said: each row as a person would read it aloud. */
#include "press/say.h"
#include "press/spoken.h"
#include "press/test_job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

static void
written_words_are_said_as_a_person_says_them(void **state)
{
  static const struct {
    const char *written, *said;
  } rows[] = {
    { "Plain words, and more.", "Plain words, and more." },
    /* addresses */
    { "Write to help@mill-street.example.org.",
      "Write to help at mill dash street dot example dot org." },
    { "a_b@c.example", "a underscore b at c dot example" },
    { "See https://www.example.org/a/b?c=d#e now", "See link: example dot org now" },
    { "(www.example.org)", "(link: example dot org)" },
    { "At example.org.uk, or not.", "At example dot org dot uk, or not." },
    /* times */
    { "Doors open at 18:30.", "Doors open at 6 30 P M." },
    { "from 7pm to 9.30 p.m.", "from 7 P M to 9 30 P M" },
    { "at 09:05 and 10:00", "at 9 oh 5 A M and 10 o'clock" },
    { "12:00, 00:00, 12:15", "12 noon, midnight, 12 15" },
    /* dates */
    { "on 12/05/2026", "on 12th of May, 20 26" },
    { "by 2026-11-03", "by 3rd of November, 20 26" },
    { "Tuesday 21 Jan 2005 or 1 March", "Tuesday 21st of January, 2005 or 1st of March" },
    { "the 2nd May 1998", "the 2nd of May, 19 98" },
    { "45/13/2026", "45/13/2026" },
    /* telephones */
    { "Ring 01632 960 123 today", "Ring 0 1 6 3 2, 9 6 0, 1 2 3 today" },
    { "(01632) 960123", "0 1 6 3 2, 9 6 0 1 2 3" },
    { "07700900123", "0 7 7 0 0 9 0 0 1 2 3" },
    { "+44 1632 960123", "plus 4 4, 1 6 3 2, 9 6 0 1 2 3" },
    { "ring 999 or 1,200 people", "ring 9 9 9 or 1200 people" },
    /* money and numbers */
    { "£1,234.50, £1, £400.00 and 50p", "1234 pounds 50, 1 pound, 400 pounds and 50 pence" },
    { "£2.5m, £30k, $3 million, €7", "2.5 million pounds, 30 thousand pounds, 3 million dollars, "
                                     "7 euros" },
    { "25% of 12,000", "25 per cent of 12000" },
    { "pages 10–12, 5-7 or 1-2-3", "pages 10 to 12, 5 to 7 or 1-2-3" },
    { "2½ cups, ¾ full", "2 and a half cups, three quarters full" },
    { "item #3, No. 4", "item number 3, number 4" },
    { "10 mins, 1 hr, 5km, 2 m", "10 minutes, 1 hour, 5 kilometres, 2 metres" },
    /* short forms and signs */
    { "tea, e.g. mint, i.e. herbs", "tea, for example mint, that is herbs" },
    { "cups, plates etc. Then we eat", "cups, plates and so on. Then we eat" },
    { "Dr Ali and Cllr. Owen", "Doctor Ali and Councillor Owen" },
    { "Tel: 01632 960 999", "telephone: 0 1 6 3 2, 9 6 0, 9 9 9" },
    { "tea & cake and/or soup", "tea and cake and soup" },
    { "member(s) of the day/night team", "members of the day, night team" },
    { "One thing – or another - or … none", "One thing, or another, or, none" },
    { "well-known re-use", "well-known re-use" },
    { "MS1 4AB", "M S 1, 4 A B" },
    { "• first → second", "first second" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *said = say_words(rows[i].written, "en-GB", NULL);

    if (strcmp(g_strstrip(said), rows[i].said) != 0)
      print_error("\"%s\" is said \"%s\", wanted \"%s\"\n", rows[i].written, said, rows[i].said);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *said = say_words(rows[i].written, "en-GB", NULL);

    assert_string_equal(g_strstrip(said), rows[i].said);
  }
}

static void
welsh_has_its_own_words_and_others_none(void **state)
{
  g_autofree char *welsh = say_words("£5 neu 10%, a@b.cymru, 12 Mai 2026", "cy-GB", NULL);
  g_autofree char *french = say_words("7 € le 12/05/2026", "fr", NULL);

  (void)state;
  assert_string_equal(welsh, "5 punt neu 10 y cant, a at b dot cymru, 12 Mai 2026");
  assert_string_equal(french, "7 € le 12/05/2026");
}

static void
a_list_says_how_its_words_are_said(void **state)
{
  g_autoptr(GString) lines = g_string_new(NULL);

  (void)state;
  assert_true(say_list_write(lines, "Bach", "Baakh"));
  assert_true(say_list_write(lines, "Bryn Bach", "Brinn Baakh"));
  assert_true(say_list_write(lines, "NHS", "N H S"));
  assert_true(say_list_write(lines, "C++", "see plus plus"));
  assert_false(say_list_write(lines, "", "x"));
  assert_false(say_list_write(lines, "a\tb", "x"));

  g_autoptr(SayList) list = say_list_read(lines->str, lines->len);
  g_autofree char *said =
      say_words("At bryn bach, Bach and Bachelor: the NHS’s C++.", "en-GB", list);

  assert_string_equal(said, "At Brinn Baakh, Baakh and Bachelor: the N H S’s see plus plus.");
  assert_null(say_list_read("no tab\n", 7));
  g_autoptr(SayList) none = say_list_read("", 0);
  g_autofree char *same = say_words("NHS", "fr", none);
  assert_string_equal(same, "NHS");
}

/* Long and odd lines must not take for ever. */
static void
hard_lines_take_little_time(void **state)
{
  static const char *const units[] = { "a", "a.", "1", "1,", "0",   "+",  "a@",   "01 ", "e.g",
                                       "/", "1-", "(", "£1", "12/", "1:", "www.", "a-a." };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
    g_autoptr(GString) line = g_string_new(NULL);
    const clock_t start = clock(); /* the processor's time: of a busy machine we get a part */

    while (line->len < 64 * 1024)
      g_string_append(line, units[i]);
    g_autofree char *said = say_words(line->str, "en-GB", NULL);
    assert_non_null(said);
    const int spent_ms = (int)((clock() - start) / (CLOCKS_PER_SEC / 1000));
    if (spent_ms > 3000)
      fail_msg("\"%s\" took %d ms", units[i], spent_ms);
  }
}

/* What is said, a line a part; "#2 " before a heading. */
static char *
script_of(const char *text, PressOptions options)
{
  g_auto(TestJob) made = test_job(text, options);
  g_autoptr(GArray) parts = spoken_paper(&made.job, NULL);
  GString *script = g_string_new(NULL);

  for (guint i = 0; i < parts->len; i++) {
    const SpokenPart *part = &g_array_index(parts, SpokenPart, i);

    if (part->level)
      g_string_append_printf(script, "#%d ", part->level);
    if (*part->words)
      g_string_append_printf(script, "%s\n", part->words);
  }
  return g_string_free(script, FALSE);
}

static void
each_part_of_a_paper_is_said_its_way(void **state)
{
  g_autofree char *script = script_of(
      "# Plan\n\nFirst.[^n]\n\n## Tasks ##\n\n3. call Ann\n4. buy:\n   - tea\n   - milk\n\n"
      "> We need a bench.\n\n| Who | |\n|--|--|\n| Ann | 2 |\n| Bo | |\n\n"
      "![A bus](b.png)\n\n~~Old~~ See [the list](https://a.example/x).\n\n[^n]: Said twice[^n].\n",
      (PressOptions){ 0 });

  (void)state;
  assert_string_equal(script,
                      "#1 Plan.\nFirst. note 1.\nnote 1: Said twice, note 1.\n#2 Tasks.\n"
                      "3, call Ann.\n4, buy:\ntea.\nmilk.\nQuotation:\nWe need a bench.\n"
                      "End of quotation.\nTable, given row by row.\nWho: Ann. 2.\n"
                      "Who: Bo. empty.\nPicture: A bus.\ncrossed out: Old. See the list.\n");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(written_words_are_said_as_a_person_says_them),
    cmocka_unit_test(welsh_has_its_own_words_and_others_none),
    cmocka_unit_test(a_list_says_how_its_words_are_said),
    cmocka_unit_test(hard_lines_take_little_time),
    cmocka_unit_test(each_part_of_a_paper_is_said_its_way),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
