/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counts never show a person (design, idea 8). What is told of random groups is looked at by
 * everybody who could look, who tries all groups that it could be: a second way to work it out than
 * that of sides.c, which reckons with smallest and largest numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "groups/sides.h"

#include <glib.h>
#include <string.h>

enum { TIMES = 5000, PEOPLE_MOST = 16 };

typedef struct {
  const SideCounts *counts;
  const SideTold *told;
  const int *known;           /* by whoever looks */
  int guess[SIDE_COUNT];      /* one group that it could be */
  uint32_t could[SIDE_COUNT]; /* numbers that each side could have, as bits */
  bool could_be[SIDE_COUNT];  /* sides that somebody unknown could be of */
} Guessing;

static int
sum(const int numbers[SIDE_COUNT])
{
  int all = 0;

  for (int i = 0; i < SIDE_COUNT; i++)
    all += numbers[i];
  return all;
}

static bool
fits(const Guessing *g, int side, int number)
{
  if (number < g->known[side])
    return false;
  switch (g->told[side]) {
  case SIDE_NUMBER:
    return number == g->counts->all[side];
  case SIDE_FEW:
    return number >= 1 && number < 5;
  case SIDE_NONE:
    return number == 0;
  case SIDE_NOT_TOLD:
    break;
  }
  return true;
}

/* Tries all numbers for this side and those after it. True: one of them comes out. */
static bool
guess(Guessing *g, int side, int left)
{
  bool is_possible = false;

  if (side == SIDE_COUNT)
    return left == 0;
  for (int number = 0; number <= left; number++) {
    if (!fits(g, side, number))
      continue;
    g->guess[side] = number;
    if (!guess(g, side + 1, left - number))
      continue;
    is_possible = true;
    g->could[side] |= 1U << number;
    g->could_be[side] |= number > g->known[side];
  }
  return is_possible;
}

static bool
is_one_bit(uint32_t bits)
{
  return (bits & (bits - 1)) == 0;
}

static void
look(const SideCounts *counts, const SideTold told[SIDE_COUNT], const int known[SIDE_COUNT],
     bool is_inside)
{
  Guessing g = { .counts = counts, .told = told, .known = known };
  int sides = 0;

  assert_true(guess(&g, 0, sum(counts->all))); /* the truth is among them */
  if (sum(known) == sum(counts->all))
    return; /* nobody is unknown to them */
  for (int i = 0; i < SIDE_COUNT; i++) {
    const bool is_small = counts->all[i] > 0 && counts->all[i] < 5;

    sides += g.could_be[i];
    if (is_small && !(is_inside && known[i] == counts->all[i]))
      assert_false(is_one_bit(g.could[i]));
  }
  assert_true(sides >= 2);
}

/* Somebody outside, somebody inside who shows their role, and one of each side who does not. */
static void
everybody_looks(const SideCounts *counts, const SideTold told[SIDE_COUNT])
{
  const int nothing[SIDE_COUNT] = { 0 };

  look(counts, told, nothing, false);
  look(counts, told, counts->shown, true);
  for (int i = 0; i < SIDE_COUNT; i++) {
    int known[SIDE_COUNT];

    memcpy(known, counts->shown, sizeof(known));
    if (++known[i] <= counts->all[i])
      look(counts, told, known, true);
  }
}

/* Few sides, so that groups of one kind only come up too. */
static SideCounts
random_group(GRand *random)
{
  SideCounts counts = { { 0 } };
  const int people = g_rand_int_range(random, 1, PEOPLE_MOST + 1);
  const int sides = g_rand_int_range(random, 1, SIDE_COUNT + 1);
  const double shows = g_rand_double(random);

  for (int i = 0; i < people; i++) {
    const int side = (g_rand_int_range(random, 0, sides) * 3) % SIDE_COUNT;

    counts.all[side]++;
    counts.shown[side] += g_rand_double(random) < shows;
  }
  return counts;
}

static void
numbers_show_nobody(void **state)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(1302);
  int told_all = 0, held_back = 0;

  (void)state;
  for (int i = 0; i < TIMES; i++) {
    const SideCounts counts = random_group(random);
    SideTold told[SIDE_COUNT];
    bool is_whole = true;

    if (!sides_tell(&counts, told)) {
      assert_true(sum(counts.all) < SIDES_LEAST);
      continue;
    }
    everybody_looks(&counts, told);
    for (int side = 0; side < SIDE_COUNT; side++)
      is_whole &= told[side] != SIDE_NOT_TOLD;
    told_all += is_whole;
    held_back += !is_whole;
  }
  /* Both happen: else the test would show nothing. */
  assert_true(told_all > TIMES / 20);
  assert_true(held_back > TIMES / 20);
}

/* Five neighbours and one worker: that there is one worker must not come out by subtraction. */
static void
nothing_comes_out_by_subtraction(void **state)
{
  const SideCounts counts = { .all = { [SIDE_NEIGHBOUR] = 5, [SIDE_WORK] = 1 } };
  SideTold told[SIDE_COUNT];

  (void)state;
  assert_true(sides_tell(&counts, told));
  assert_int_not_equal(told[SIDE_NEIGHBOUR], SIDE_NUMBER);
  everybody_looks(&counts, told);
}

/* All of one side: the number alone would say what each of them is. */
static void
a_group_of_one_side_is_not_given_away(void **state)
{
  (void)state;
  for (int people = 5; people <= PEOPLE_MOST; people++) {
    const SideCounts counts = { .all = { [SIDE_USES] = people } };
    SideTold told[SIDE_COUNT];

    assert_true(sides_tell(&counts, told));
    everybody_looks(&counts, told);
  }
}

/* What is harmless is told: sides of five and more beside one another. */
static void
large_sides_are_told(void **state)
{
  const SideCounts counts = { .all = { [SIDE_USES] = 7, [SIDE_CARER] = 5, [SIDE_WORK] = 6 } };
  SideTold told[SIDE_COUNT];

  (void)state;
  assert_true(sides_tell(&counts, told));
  assert_int_equal(told[SIDE_USES], SIDE_NUMBER);
  assert_int_equal(told[SIDE_CARER], SIDE_NUMBER);
  assert_int_equal(told[SIDE_WORK], SIDE_NUMBER);
  assert_int_equal(told[SIDE_NEIGHBOUR], SIDE_NONE);
}

/* ---- who has not said it themself ---- */

/* Whoever looks takes each number that what is told allows: each other person may be one who has
 * said it, and may be one who has not. */
static void
learn_nothing_of(SideTold heard, int count, int known_heard, int others)
{
  const int least = heard == SIDE_NUMBER ? count : 1, most = heard == SIDE_NUMBER ? count : 4;
  bool could_have = false, could_have_not = false;

  for (int number = least; number <= most; number++) {
    const int left = number - known_heard;

    if (left < 0 || left > others)
      continue;
    could_have |= left < others;
    could_have_not |= left > 0;
  }
  assert_true(could_have);
  /* Of one person alone, who knows of themself, there is no other. */
  assert_true(could_have_not || count == known_heard);
}

static void
whose_word_a_role_is_comes_out_of_nobody(void **state)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(54);
  int numbers = 0, few = 0, silent = 0;

  (void)state;
  for (int i = 0; i < TIMES; i++) {
    SideCounts counts = { { 0 } };
    SideTold told[SIDE_COUNT];
    const int people = g_rand_int_range(random, 5, 40);
    int with_role = 0, shown = 0;

    for (int one = 0; one < people; one++) {
      const int side = g_rand_int_range(random, 0, SIDE_COUNT);
      const bool is_unsaid = side == SIDE_UNSAID, is_shown = g_rand_int_range(random, 0, 6) == 0;

      counts.all[side]++;
      counts.shown[side] += !is_unsaid && is_shown;
      shown += !is_unsaid && is_shown;
      with_role += !is_unsaid;
      counts.heard += !is_unsaid && !is_shown && g_rand_int_range(random, 0, 3) == 0;
    }
    if (!sides_tell(&counts, told))
      continue;

    const SideTold heard = sides_tell_heard(&counts, told);
    const int hidden = with_role - shown;

    numbers += heard == SIDE_NUMBER;
    few += heard == SIDE_FEW;
    silent += heard == SIDE_NOT_TOLD;
    if (heard != SIDE_NUMBER && heard != SIDE_FEW)
      continue;
    assert_true(heard == SIDE_NUMBER ? counts.heard >= 5 : counts.heard > 0 && counts.heard < 5);
    assert_true(told[SIDE_UNSAID] != SIDE_NOT_TOLD);      /* how many have a role is known anyway */
    learn_nothing_of(heard, counts.heard, 0, hidden);     /* outside, or shows their role */
    learn_nothing_of(heard, counts.heard, 0, hidden - 1); /* has said it, and hides it */
    learn_nothing_of(heard, counts.heard, 1, hidden - 1); /* has not */
  }
  assert_true(numbers > 50 && few > 50 && silent > 50);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(numbers_show_nobody),
    cmocka_unit_test(nothing_comes_out_by_subtraction),
    cmocka_unit_test(a_group_of_one_side_is_not_given_away),
    cmocka_unit_test(large_sides_are_told),
    cmocka_unit_test(whose_word_a_role_is_comes_out_of_nobody),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
