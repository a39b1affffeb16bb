/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Comparing versions (R66): whatever two papers are, what was written down turns the old one into
 * the new one and back, worked out anew here; and no text takes long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "papers/alike.h"
#include "papers/compare.h"

#include <string.h>

/* ---- papers at random ---- */

static char *
some_words(GRand *random, int kinds, int most)
{
  GString *words = g_string_new(NULL);

  for (int i = g_rand_int_range(random, 1, most + 1); i > 0; i--)
    g_string_append_printf(words, "%sw%d", words->len ? " " : "",
                           g_rand_int_range(random, 0, kinds));
  return g_string_free(words, FALSE);
}

static GString *
some_paper(GRand *random, int kinds)
{
  GString *source = g_string_new("# Paper\n\n");

  for (int i = g_rand_int_range(random, 0, 12); i > 0; i--) {
    static const char *const starts[] = { "", "- ", "## ", "> ", "", "" };
    g_autofree char *words = some_words(random, kinds, 9);

    g_string_append_printf(source, "%s%s\n\n", starts[g_rand_int_range(random, 0, 6)], words);
  }
  return source;
}

/* A few words and parts put in, taken out and turned round. */
static char *
edited(GRand *random, const char *source, int kinds)
{
  g_auto(GStrv) parts = g_strsplit(source, "\n\n", -1);
  GString *made = g_string_new(NULL);

  for (char **part = parts; *part; part++) {
    const int dice = g_rand_int_range(random, 0, 8);
    g_autofree char *words = some_words(random, kinds, 4);

    if (dice == 0)
      continue;
    if (dice == 1)
      g_string_append_printf(made, "%s\n\n", words);
    g_string_append_printf(made, "%s%s%s\n\n", *part, dice == 2 ? " " : "", dice == 2 ? words : "");
  }
  return g_string_free(made, FALSE);
}

static const char *
words_of(const GPtrArray *parts, int number)
{
  return ((const PaperPart *)parts->pdata[number - 1])->words;
}

/* ---- what was written down, done ---- */

static void
put(GString *text, const WordsChange *change)
{
  if (change->gap && text->len)
    g_string_append_c(text, change->gap);
  g_string_append(text, change->words);
}

static void
see_words(const GArray *words, const char *before, const char *now)
{
  g_autoptr(GString) old_text = g_string_new(NULL), new_text = g_string_new(NULL);
  ChangeKind last = CHANGE_WORDS;
  int changed = 0;

  for (guint i = 0; i < words->len; i++) {
    const WordsChange *change = &g_array_index(words, WordsChange, i);

    assert_int_not_equal(change->kind, last);
    assert_int_not_equal(change->words[0], 0);
    last = change->kind;
    changed += change->kind != CHANGE_NONE;
    if (change->kind != CHANGE_ADDED)
      put(old_text, change);
    if (change->kind != CHANGE_TAKEN)
      put(new_text, change);
  }
  assert_string_equal(old_text->str, before);
  assert_string_equal(new_text->str, now);
  assert_int_equal(changed > 0, strcmp(before, now) != 0);
}

/* Each part of either stands in one change, in its order; none is said to be the same that is not.
 */
static void
see_changes(const GPtrArray *changes, const GPtrArray *before, const GPtrArray *now)
{
  int next_before = 1, next_now = 1;

  for (guint i = 0; i < changes->len; i++) {
    const PartChange *change = changes->pdata[i];

    if (change->kind != CHANGE_ADDED)
      assert_int_equal(change->before, next_before++);
    else
      assert_int_equal(change->before, 0);
    if (change->kind != CHANGE_TAKEN)
      assert_int_equal(change->now, next_now++);
    else
      assert_int_equal(change->now, 0);
    if (change->kind == CHANGE_NONE)
      assert_string_equal(words_of(before, change->before), words_of(now, change->now));
    if (change->kind == CHANGE_WORDS)
      see_words(change->words, words_of(before, change->before), words_of(now, change->now));
  }
  assert_int_equal(next_before, before->len + 1);
  assert_int_equal(next_now, now->len + 1);
}

static void
changes_turn_the_old_into_the_new(void **state)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(66);

  (void)state;
  for (int i = 0; i < 1500; i++) {
    const int kinds = i % 3 == 0 ? 3 : 60; /* few words: nothing is unique */
    g_autoptr(GString) old_source = some_paper(random, kinds);
    g_autoptr(GString) other = some_paper(random, kinds);
    g_autofree char *new_source =
        i % 4 == 0 ? g_strdup(other->str) : edited(random, old_source->str, kinds);
    g_autoptr(GPtrArray) before = commonmark_parts_of(old_source->str, "Paper");
    g_autoptr(GPtrArray) now = commonmark_parts_of(new_source, "Paper");
    g_autoptr(GPtrArray) there = papers_compare(before, now), back = papers_compare(now, before);

    see_changes(there, before, now);
    see_changes(back, now, before);
  }
}

/* ---- as a person would say it ---- */

static GPtrArray *
compare(const char *before, const char *now, ChangeSize *ret_size)
{
  g_autoptr(GPtrArray) a = commonmark_parts_of(before, NULL), b = commonmark_parts_of(now, NULL);
  GPtrArray *changes = papers_compare(a, b);

  see_changes(changes, a, b);
  *ret_size = papers_change_size(changes, a, b);
  return changes;
}

static void
a_part_put_in_changes_nothing_else(void **state)
{
  ChangeSize size;
  g_autoptr(GPtrArray) changes =
      compare("One.\n\nTwo.\n\n- a\n- b\n", "One.\n\nNew words.\n\nTwo.\n\n- a\n- b\n", &size);
  static const ChangeKind kinds[] = { CHANGE_NONE, CHANGE_ADDED, CHANGE_NONE, CHANGE_NONE,
                                      CHANGE_NONE };

  (void)state;
  assert_int_equal(changes->len, 5);
  for (int i = 0; i < 5; i++)
    assert_int_equal(((const PartChange *)changes->pdata[i])->kind, kinds[i]);
  assert_int_equal(size.parts, 1);
  assert_int_equal(size.words, 0);
  assert_false(size.has_number);
}

static void
one_word_and_one_cell_are_found_where_they_are(void **state)
{
  ChangeSize size;
  g_autoptr(GPtrArray) changes = compare(
      "We meet on Thursday in the **old** hall.\n\n| What | Cost |\n|--|--|\n| Bus | 40 |\n",
      "We meet on Friday in the old hall.\n\n| What | Cost |\n|--|--|\n| Bus | 45 |\n", &size);
  const PartChange *first = changes->pdata[0], *table = changes->pdata[1];

  (void)state;
  assert_int_equal(first->kind, CHANGE_WORDS);
  assert_int_equal(first->words->len, 4);
  assert_string_equal(g_array_index(first->words, WordsChange, 1).words, "Thursday");
  assert_string_equal(g_array_index(first->words, WordsChange, 2).words, "Friday");
  assert_int_equal(table->kind, CHANGE_WORDS);
  assert_string_equal(g_array_index(table->words, WordsChange, 1).words, "40");
  assert_int_equal(size.parts, 0);
  assert_int_equal(size.words, 4);
  assert_true(size.has_number);
}

static void
what_only_looks_different_is_no_change(void **state)
{
  ChangeSize size;
  g_autoptr(GPtrArray) changes = compare("One *two*\nthree.", "One two\n**three**.", &size);

  (void)state;
  assert_int_equal(changes->len, 1);
  assert_int_equal(((const PartChange *)changes->pdata[0])->kind, CHANGE_NONE);
}

/* ---- found again ---- */

static void
a_part_is_found_again_by_its_words(void **state)
{
  g_autoptr(GPtrArray) before = commonmark_parts_of("A.\n\nB.\n\nSame.\n\nC.\n\nSame.", NULL);
  g_autoptr(GPtrArray) now = commonmark_parts_of("New.\n\nA.\n\nSame.\n\nB!\n\nSame.", NULL);
  const int expected[] = { 2, 0, 3, 0, 5 };

  (void)state;
  assert_int_equal(before->len, 5);
  for (int i = 0; i < 5; i++)
    assert_int_equal(commonmark_find_part(now, i + 1, ((const PaperPart *)before->pdata[i])->print),
                     expected[i]);
  assert_int_equal(commonmark_find_part(now, INT_MAX, "0000000000000000"), 0);
}

/* ---- no text takes long ---- */

/* Shapes that cost plain methods the square of their length. */
static guint32
sign_at(int shape, guint i, guint count)
{
  switch (shape) {
  case 0:
    return 1;
  case 1:
    return i % 2;
  case 2:
    return count - i;
  case 3:
    return i * 2654435761u % 50;
  default:
    return i / 2;
  }
}

static void
no_text_takes_long(void **state)
{
  enum { COUNT = 200000, SHAPES = 5 };
  g_autofree guint32 *a = g_new(guint32, COUNT), *b = g_new(guint32, COUNT);
  g_autofree int *in_b = g_new(int, COUNT);
  const gint64 began_us = g_get_monotonic_time();

  (void)state;
  for (int one = 0; one < SHAPES; one++)
    for (int other = 0; other < SHAPES; other++) {
      int last = -1;

      for (guint i = 0; i < COUNT; i++) {
        a[i] = sign_at(one, i, COUNT);
        b[i] = sign_at(other, i, COUNT) + (i == 0);
      }
      alike_match(a, COUNT, b, COUNT, in_b);
      for (guint i = 0; i < COUNT; i++)
        if (in_b[i] >= 0) {
          assert_true(in_b[i] > last);
          assert_int_equal(a[i], b[in_b[i]]);
          last = in_b[i];
        }
    }
  assert_true(g_get_monotonic_time() - began_us < 60 * G_USEC_PER_SEC); /* else: hours */
}

/* Of a table not its signs and numbers: what its columns are called. */
static void
a_part_is_known_by_how_it_begins(void **state)
{
  static const struct {
    int letters;
    const char *source, *start;
  } rows[] = {
    { 40, "We meet on *Monday*.", "We meet on Monday." },
    { 6, "We meet on Monday.", "We mee…" },
    { 5, "Größe zählt", "Größe…" },
    { 40, "We\nmeet.", "We meet." },
    { 40, "| Stop | First |\n|---|---|\n| Bridge | 6.40 |", "Stop, First…" },
    { 40, "| | Points |\n|---|---|\n| Plan C | 187 |", "Points…" },
    { 4, "| Stop | First |\n|---|---|\n| Bridge | 6.40 |", "Stop…" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GPtrArray) parts = commonmark_parts_of(rows[i].source, "");
    g_autofree char *start = NULL;

    assert_int_equal(parts->len, 1);
    start = commonmark_part_start(parts->pdata[0], rows[i].letters);
    assert_string_equal(start, rows[i].start);
  }
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(changes_turn_the_old_into_the_new),
    cmocka_unit_test(a_part_put_in_changes_nothing_else),
    cmocka_unit_test(one_word_and_one_cell_are_found_where_they_are),
    cmocka_unit_test(what_only_looks_different_is_no_change),
    cmocka_unit_test(a_part_is_found_again_by_its_words),
    cmocka_unit_test(a_part_is_known_by_how_it_begins),
    cmocka_unit_test(no_text_takes_long),
  };

  return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
