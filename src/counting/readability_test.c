/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counting how easy a text is to read (R97): against texts made from words counted by hand, against
 * formulas worked out apart, and against what another program said of a real paper. */
#include "counting/readability.h"
#include "counting/syllables.h"

#include "counting/familiar.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Counted by hand; F: on the list of 1995, or by its rules. */
static const struct {
  const char *word;
  int syllables;
  bool is_familiar;
} words[] = {
  { "cat", 1, true },           { "walked", 1, true },         { "wanted", 2, true },
  { "homes", 1, true },         { "boxes", 2, true },          { "table", 2, true },
  { "people", 2, true },        { "together", 3, true },       { "neighbour", 2, true },
  { "colourful", 3, false },    { "theatre", 2, true },        { "hopping", 2, true },
  { "hoping", 2, true },        { "happier", 3, true },        { "berries", 2, true },
  { "well-known", 2, true },    { "don't", 1, true },          { "quickly", 2, true },
  { "lorry", 2, true },         { "realise", 2, false },       { "stakeholder", 3, false },
  { "coproduction", 4, false }, { "commissioning", 4, false }, { "implement", 3, false },
  { "social", 2, false },       { "evaluation", 5, false },    { "services", 3, true },
  { "safeguarding", 3, false }, { "reciprocal", 4, false },    { "autism", 3, false },
  { "useful", 2, true },        { "science", 2, false },       { "participatory", 6, false },
  { "didn't", 2, true },        { "face-to-face", 3, true },   { "rhythm", 2, false },
};

static void
words_are_as_counted_by_hand(void **state)
{
  int wrong = 0;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    const int syllables = syllables_count(words[i].word, strlen(words[i].word));
    const bool is_familiar = familiar_is(words[i].word, strlen(words[i].word));

    if (syllables != words[i].syllables || is_familiar != words[i].is_familiar)
      print_error("%s: %d syllables, familiar %d\n", words[i].word, syllables, is_familiar),
          wrong++;
  }
  assert_int_equal(wrong, 0);
}

/* ---- texts whose counts are known because they were made so ---- */

static guint32 seed = 7;

static guint
any(guint below)
{
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % below;
}

static const char *const ends[] = {
  ". ", "! ", "? ", ".\n", ".” ", ".) ", "\n\n", ". \n\n", "…\n"
};
static const char *const fillers[] = { " ", " ", " ", ", ", " – ", "; ", "\n", " (", ": ", " “" };

static void
add_made_sentence(GString *text, ReadingCounts *counts)
{
  const int length = 1 + (int)any(28);

  counts->sentences++;
  counts->long_sentences += length > 15;
  for (int i = 0; i < length; i++) {
    const guint w = any(G_N_ELEMENTS(words));
    g_autofree char *word = g_strdup(words[w].word);

    if (i == 0)
      word[0] = g_ascii_toupper(word[0]);
    g_string_append(text, word);
    if (i < length - 1)
      g_string_append(text, fillers[any(G_N_ELEMENTS(fillers))]);
    counts->words++;
    counts->syllables += words[w].syllables;
    counts->long_words += words[w].syllables >= 3;
    counts->unfamiliar += !words[w].is_familiar;
  }
  g_string_append(text, ends[any(G_N_ELEMENTS(ends))]);
}

static void
assert_counts(const ReadingCounts *a, const ReadingCounts *b, const char *text)
{
  if (memcmp(a, b, sizeof(*a)) != 0)
    fail_msg("sentences %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " words %" G_GINT64_FORMAT
             "/%" G_GINT64_FORMAT " of:\n%s",
             a->sentences, b->sentences, a->words, b->words, text);
}

static void
made_texts_are_counted_as_made(void **state)
{
  (void)state;
  for (int round = 0; round < 300; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    ReadingCounts made = { 0 }, read = { 0 };

    for (int i = 0; i < 12; i++)
      add_made_sentence(text, &made);
    reading_parts(text->str, text->len, NULL, &read, NULL, NULL);
    assert_counts(&read, &made, text->str);
  }
}

static ReadingCounts
counts_of(const char *text)
{
  ReadingCounts counts = { 0 };

  reading_parts(text, strlen(text), NULL, &counts, NULL, NULL);
  return counts;
}

/* Whatever two texts are, one after the other they have what both have. */
static void
two_texts_have_what_both_have(void **state)
{
  static const char *const signs[] = {
    "e.g. ", "Dr. ", "No. 5 ", "3.5 ", "a@b.example ",     "…",
    "’",     "NHS ", "U.K. ",  "\n",   "www.x.example/y ", "é",
    "- ",    "A. ",  "can’t ", ".",    "Seren ",           "\xff",
    "don",   "*",    "\"",     "?! "
  };

  (void)state;
  for (int round = 0; round < 2000; round++) {
    g_autoptr(GString) first = g_string_new(NULL), second = g_string_new(NULL);

    for (int i = 0; i < 20; i++)
      g_string_append(i % 2 ? first : second, signs[any(G_N_ELEMENTS(signs))]);

    const ReadingCounts a = counts_of(first->str), b = counts_of(second->str);
    g_autofree char *joined = g_strconcat(first->str, "\n\n", second->str, NULL);
    const ReadingCounts both = counts_of(joined);

    assert_int_equal(both.sentences, a.sentences + b.sentences);
    assert_int_equal(both.words, a.words + b.words);
    assert_int_equal(both.syllables, a.syllables + b.syllables);
    assert_int_equal(both.unfamiliar, a.unfamiliar + b.unfamiliar);
    assert_int_equal(both.long_words, a.long_words + b.long_words);
  }
}

/* Counted by hand: sentences and words. */
static void
sentences_end_where_people_end_them(void **state)
{
  static const struct {
    const char *text;
    int sentences, words;
  } rows[] = {
    { "", 0, 0 },
    { " … ?! – * ", 0, 0 },
    { "Dr. Jones met Mr. A. Smith at 3.30 p.m. on Monday. They talked.", 2, 13 },
    { "See e.g. the map, i.e. page 4. It helps.", 2, 9 },
    { "Bring pens, paper, etc. We have tea.", 2, 7 },
    { "It costs £3.50 or 1,000 points. 30/11/2026 is the day.", 2, 10 },
    { "“Why?” she asked. He said no. Then he left.", 3, 9 },
    { "Read No. 5 first.", 1, 4 },
    { "Write to a.b@place.example or www.place.example/x?y=1. Thank you.", 2, 7 },
    { "One line\nand the next\n\nA new one", 2, 8 },
    { "It’s co-produced, face-to-face and/or online...", 1, 6 },
    { "Does it work? Yes! It does.", 3, 6 },
    { "Café Llanfair-ym-Muallt, naïve", 1, 3 },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    const ReadingCounts counts = counts_of(rows[i].text);

    if (counts.sentences != rows[i].sentences || counts.words != rows[i].words)
      fail_msg("%" G_GINT64_FORMAT " sentences, %" G_GINT64_FORMAT " words: %s", counts.sentences,
               counts.words, rows[i].text);
  }
}

/* ---- formulas, worked out by hand ---- */

static void
assert_near(double a, double b)
{
  if (fabs(a - b) > 0.0005)
    fail_msg("%f is not %f", a, b);
}

static void
formulas_give_what_paper_and_pencil_give(void **state)
{
  const ReadingCounts counts = {
    .sentences = 4, .words = 50, .syllables = 80, .long_words = 6, .unfamiliar = 10
  };
  const ReadingCounts easy = { .sentences = 5, .words = 40, .syllables = 48, .unfamiliar = 2 };
  const ReadingCounts none = { 0 };

  (void)state;
  assert_near(reading_flesch_ease(&counts), 58.7875);  /* 206.835 - 12.6875 - 135.36 */
  assert_near(reading_flesch_kincaid(&counts), 8.165); /* 4.875 + 18.88 - 15.59 */
  assert_near(reading_smog(&counts), 10.1257);         /* 3.1291 + 1.043 * sqrt(45) */
  assert_near(reading_dale_chall(&counts), 7.4145);    /* 3.158 + 0.62 + 3.6365 */
  assert_near(reading_dale_chall(&easy), 1.1863);      /* 0.7895 + 0.3968: 5 % are few */
  assert_near(reading_flesch_kincaid(&easy), 1.69);    /* 3.12 + 14.16 - 15.59 */
  assert_near(reading_flesch_ease(&none) + reading_smog(&none) + reading_dale_chall(&none), 0);
}

/* GNU style 1.11 on the same guide, headings among it: Flesch 43.0, Flesch-Kincaid 12.2, SMOG 13.8
 * (it ends sentences a little otherwise, hence the room). */
static void
another_program_agrees_on_a_real_paper(void **state)
{
  g_autofree char *guide = NULL;
  gsize len = 0;
  ReadingCounts counts = { 0 };

  (void)state;
  if (!g_file_get_contents(GUIDE, &guide, &len, NULL))
    skip(); /* the guide may not be given away, and lies beside the project only where it grows */
  reading_parts(guide, len, NULL, &counts, NULL, NULL);
  print_message("guide: %d sentences, %d long, Flesch %.1f, grade %.1f, SMOG %.1f, Dale-Chall %.1f,"
                " unfamiliar %.1f%%\n",
                (int)counts.sentences, (int)counts.long_sentences, reading_flesch_ease(&counts),
                reading_flesch_kincaid(&counts), reading_smog(&counts), reading_dale_chall(&counts),
                reading_unfamiliar_percent(&counts));
  assert_true(fabs(reading_flesch_ease(&counts) - 43.0) < 5);
  assert_true(fabs(reading_flesch_kincaid(&counts) - 12.2) < 2.5);
  assert_true(fabs(reading_smog(&counts) - 13.8) < 2);
}

/* ---- hints ---- */

/* The hints as one line: kind, words or what is meant, what to say instead. */
static char *
hints_as_text(const char *text, const ReadingList *list)
{
  static const char *const names[] = { "end",   "long", "hard",     "explained",
                                       "short", "e.g.", "capitals", "name" };
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  GString *told = g_string_new(NULL);

  for (const ReadingPart *hint = reading_hints(arena, text, list); hint->kind; hint++) {
    g_string_append_printf(told, "%s%s:", told->len ? " | " : "", names[hint->kind]);
    if (hint->kind == READING_SENTENCE)
      g_string_append_printf(told, "%d", hint->words);
    else
      g_string_append_len(told, hint->at, (gssize)hint->len);
    if (hint->say)
      g_string_append_printf(told, "=%s", hint->say);
  }
  return g_string_free(told, FALSE);
}

static void
a_row_gets_its_hints(void **state)
{
  g_autoptr(ReadingList) list = reading_list_new();
  static const struct {
    const char *text, *hints;
  } rows[] = {
    { "We meet on Thursday. Bring your cup.", "" },
    { "We can’t come. I'd say so.", "short:can’t=cannot | short:I'd" },
    { "Bring food, e.g. bread.", "e.g.:e.g=for example" },
    { "The CCGs and the NHS will pay.", "capitals:CCGs" },
    { "Your Personal  Budgets are yours. A personal budget helps.",
      "explained:Personal  Budgets=Money for your care" },
    { "Outcome and outcomes", "explained:Outcome=What changes" },
    { "The meal is for Seren Vaughan.", "" },
    { "PLEASE COME TO OUR MEETING", "" },
    { "Stakeholders will evaluate it. Stakeholders like it.", "hard:Stakeholders | hard:evaluate" },
    { "We go to the shop and then we go to the park and then we all go home to eat.", "long:20" },
    { "Call 01225 789135 or look at www.place.example now.", "" },
  };

  (void)state;
  reading_list_add(list, "personal budget", "Money for your care");
  reading_list_add(list, "Outcomes", "What changes");
  reading_list_add(list, "one two three four five", "Too long to be found");
  reading_list_add(list, " - ", "Nothing");
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *hints = hints_as_text(rows[i].text, list);

    assert_string_equal(hints, rows[i].hints);
  }
}

/* ---- a whole text ---- */

static void
a_summary_tells_what_to_look_at(void **state)
{
  static const char text[] =
      "Seren spoke first. We heard Seren and the commissioner say that this is a very long one and"
      " that it has no end at all. The commissioner left. Implement it. The outcome is good. Every"
      " outcome counts.";
  static const char heading[] = "Governance of the outcome";
  g_autoptr(ReadingList) list = reading_list_new();
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  int64_t all = 0;

  (void)state;
  reading_list_add(list, "outcome", "What changes");
  g_autoptr(ReadingSummary) summary = reading_summary_new(list);
  reading_summary_add(summary, text, strlen(text), true);
  reading_summary_add(summary, heading, strlen(heading), false);
  assert_int_equal(reading_summary_counts(summary)->sentences, 6); /* the heading is none */
  assert_int_equal(reading_summary_counts(summary)->long_sentences, 1);

  const ReadingFind *longest = reading_longest(summary, arena);
  assert_int_equal(longest[0].number, 22);
  assert_true(g_str_has_prefix(longest[0].text, "We heard Seren"));
  assert_true(g_str_has_suffix(longest[0].text, "at all."));
  assert_null(longest[1].text);

  const ReadingFind *hard = reading_hard_words(summary, arena, &all);
  assert_int_equal(all, 3); /* Seren, first in a sentence, is a name elsewhere */
  assert_string_equal(hard[0].text, "commissioner");
  assert_int_equal(hard[0].number, 2);
  assert_string_equal(hard[1].text, "Governance");
  assert_string_equal(hard[2].text, "Implement");
  assert_null(hard[3].text);

  const ReadingFind *explained = reading_explained(summary, arena);
  assert_string_equal(explained[0].text, "outcome");
  assert_string_equal(explained[0].meaning, "What changes");
  assert_int_equal(explained[0].number, 3);
  assert_null(explained[1].text);
}

/* Only so many are shown; which ones does not hang on the order they came in. */
static void
the_longest_are_shown_longest_first(void **state)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  g_autoptr(ReadingSummary) summary = reading_summary_new(NULL);

  (void)state;
  for (int i = 0; i < 200; i++) {
    g_autoptr(GString) text = g_string_new(NULL);

    for (int words_left = 1 + (i * 37) % 200; words_left > 0; words_left--)
      g_string_append(text, "go ");
    reading_summary_add(summary, text->str, text->len, true);
  }

  const ReadingFind *longest = reading_longest(summary, arena);

  for (int i = 0; i < READING_LONGEST; i++)
    assert_int_equal(longest[i].number, 200 - i);
  assert_null(longest[READING_LONGEST].text);
}

/* ---- time ---- */

static double
milliseconds_for(const GString *text)
{
  g_autoptr(ReadingSummary) summary = reading_summary_new(NULL);
  struct timespec from, to;

  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  reading_summary_add(summary, text->str, text->len, true);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  return (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

static double
milliseconds_for_repeated(GString *text, const char *repeated, size_t len)
{
  g_string_truncate(text, 0);
  while (text->len < len)
    g_string_append(text, repeated);
  return milliseconds_for(text);
}

/* Signs that a slower way of reading would go over again and again: eight times as much takes
 * about eight times as long, and not sixty-four times. No bound in milliseconds: machines differ.
 */
static void
a_megabyte_takes_eight_times_as_long_as_an_eighth(void **state)
{
  static const char *const repeated[] = { ". ",   ".)",   "\n ", "a.",    "http://a", "A ",
                                          "\xff", "' - ", "a@",  "aeiou", "é",        "… " };
  enum { LONG = 1024 * 1024, SHORT = LONG / 8, TIMES_MOST = 24, NOISE_MS = 10 };
  g_autoptr(GString) text = g_string_new(NULL);

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(repeated); i++) {
    const double little = milliseconds_for_repeated(text, repeated[i], SHORT);
    const double taken = milliseconds_for_repeated(text, repeated[i], LONG);

    if (taken > TIMES_MOST * little + NOISE_MS)
      fail_msg("of \"%s\" an eighth takes %.1f ms, all of it %.1f ms", repeated[i], little, taken);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(words_are_as_counted_by_hand),
    cmocka_unit_test(made_texts_are_counted_as_made),
    cmocka_unit_test(two_texts_have_what_both_have),
    cmocka_unit_test(sentences_end_where_people_end_them),
    cmocka_unit_test(formulas_give_what_paper_and_pencil_give),
    cmocka_unit_test(another_program_agrees_on_a_real_paper),
    cmocka_unit_test(a_row_gets_its_hints),
    cmocka_unit_test(a_summary_tells_what_to_look_at),
    cmocka_unit_test(the_longest_are_shown_longest_first),
    cmocka_unit_test(a_megabyte_takes_eight_times_as_long_as_an_eighth),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
