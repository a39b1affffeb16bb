/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Money (R57): what people type is read as what they mean or not at all; sums are whole pence and
 * never run over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "resources/costs.h"
#include "resources/money.h"

#include <string.h>

enum { ROUNDS = 20000 };

static void
what_is_typed_is_read_as_it_is_meant(void **state)
{
  static const struct {
    const char *text;
    int64_t pence;
  } read[] = {
    { "£3.50", 350 },
    { "3,50", 350 },
    { "3.5", 350 },
    { "3", 300 },
    { "£ 3 ", 300 },
    { "350p", 350 },
    { "5 p", 5 },
    { "0", 0 },
    { "0.05", 5 },
    { "1,200", 120000 },
    { "1.200", 120000 },
    { "£1,200.00", 120000 },
    { "1.200,50", 120050 },
    { "12,345.6", 1234560 },
    { "100000", MONEY_MOST_PENCE },
    { "\xc2\xa0"
      "4.20",
      420 },
  };
  static const char *const not_read[] = {
    "",         "£",     "p",        "-1",  "3.505.1",  "3.50.20",
    "1,20,300", "three", "3 50",     "3.",  "£3.50p",   "100000.01",
    "1,2345",   "£££1",  "1.200.50", "1e3", "3.50 bus", "1234567890123456789012"
  };
  int64_t pence = -7;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(read); i++) {
    assert_true(money_from_text(read[i].text, &pence));
    assert_int_equal(pence, read[i].pence);
  }
  pence = -7;
  for (size_t i = 0; i < G_N_ELEMENTS(not_read); i++) {
    if (money_from_text(not_read[i], &pence))
      fail_msg("\"%s\" was read", not_read[i]);
    assert_int_equal(pence, -7);
  }
}

static void
miles_are_read_in_hundredths(void **state)
{
  int64_t miles = 0;

  (void)state;
  assert_true(miles_from_text("12.5 miles", &miles));
  assert_int_equal(miles, 1250);
  assert_true(miles_from_text(" 1 mile", &miles));
  assert_int_equal(miles, 100);
  assert_true(miles_from_text("2000", &miles));
  assert_false(miles_from_text("2000.01", &miles));
  assert_false(miles_from_text("12 km", &miles));
  assert_false(miles_from_text("", &miles));
}

/* Whatever is shown can be typed, and comes out the same. */
static void
what_is_shown_can_be_typed(void **state)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  (void)state;
  for (int i = 0; i < ROUNDS; i++) {
    const int64_t pence =
        g_random_boolean() ? g_random_int_range(0, 200000) : g_random_int_range(0, 10000001);
    int64_t read = -1;

    assert_true(money_from_text(money_in_words(arena, pence), &read));
    assert_int_equal(read, pence);
    assert_true(money_from_text(money_as_typed(arena, pence), &read));
    assert_int_equal(read, pence);
    arena_clear(arena);
  }
}

/* Any text at all: an amount within its limits, or nothing. */
static void
no_text_is_read_as_too_much(void **state)
{
  static const char letters[] = "0123456789.,£p \xc2\xa0m";

  (void)state;
  for (int i = 0; i < ROUNDS; i++) {
    char text[24] = "";
    const int len = g_random_int_range(0, 20);
    int64_t pence = -1, miles = -1;

    for (int j = 0; j < len; j++)
      text[j] = letters[g_random_int_range(0, (int)sizeof(letters) - 1)];
    if (money_from_text(text, &pence))
      assert_true(pence >= 0 && pence <= MONEY_MOST_PENCE);
    else
      assert_int_equal(pence, -1);
    if (miles_from_text(text, &miles))
      assert_true(miles >= 0 && miles <= MILES_MOST * HUNDREDTHS);
  }
}

static int64_t
any_pence(void)
{
  switch (g_random_int_range(0, 4)) {
  case 0:
    return g_random_int_range(0, 2000);
  case 1:
    return MONEY_MOST_PENCE - g_random_int_range(0, 3);
  case 2:
    return G_MAXINT64 - g_random_int_range(0, 3);
  default:
    return -g_random_int_range(1, 1000);
  }
}

/* Against a sum that cannot run over: of doubles, exact so far. */
static void
sums_never_run_over(void **state)
{
  (void)state;
  for (int i = 0; i < ROUNDS; i++) {
    int64_t sum = 0;
    double model = 0;

    for (int j = 0; j < 6; j++) {
      const int64_t pence = any_pence();
      const bool can = pence >= 0 && model + (double)pence <= (double)MONEY_MOST_PENCE;

      assert_int_equal(money_add(&sum, pence), can);
      model += can ? (double)pence : 0;
      assert_int_equal(sum, (int64_t)model);
    }
  }
}

static void
half_a_penny_counts_for_the_person(void **state)
{
  int64_t pence = -1;

  (void)state;
  assert_true(money_for_miles(1250, 45, &pence)); /* 562.5 */
  assert_int_equal(pence, 563);
  assert_true(money_for_miles(1, 45, &pence)); /* 0.45 */
  assert_int_equal(pence, 0);
  assert_false(money_for_miles(G_MAXINT64 / 2, 45, &pence));
  assert_false(money_for_miles(200000, 100000, &pence));
  assert_false(money_for_miles(-1, 45, &pence));
}

/* Costs of a claim: what is put into one text comes out of it, and the sum is that of its parts. */
static void
costs_come_back_as_they_were(void **state)
{
  const Rates rates = { { 45, 20, 5000 } };

  (void)state;
  for (int i = 0; i < 2000; i++) {
    g_autoptr(Arena) arena = arena_new(256 * 1024);
    Refusals *refusals = refusals_new(arena);
    Cost costs[COST_KINDS], back[COST_KINDS];
    int64_t sum = -1, apart = 0;

    for (int k = 0; k < COST_KINDS; k++)
      costs[k] =
          (Cost){ .is_there = g_random_boolean(),
                  .pence = g_random_int_range(0, 90000),
                  .hundredths = k == COST_CAR || k == COST_BIKE ? g_random_int_range(0, 20000) : 0,
                  .words = "Mill\tLane" };
    costs_reckon(costs, &rates, refusals, &sum);
    for (int k = 0; k < COST_KINDS; k++)
      apart += costs[k].is_there ? costs[k].pence : 0;
    assert_int_equal(sum, apart == 0 ? -1 : apart);
    assert_int_equal(refusals_count(refusals), apart == 0 ? 1 : 0);
    if (costs[COST_CAR].is_there)
      assert_int_equal(costs[COST_CAR].pence, (costs[COST_CAR].hundredths * 45 + 50) / 100);
    assert_true(costs_from_text(arena, costs_to_text(arena, costs), back));
    assert_true(costs_are_same(costs, back));
    for (int k = 0; k < COST_KINDS; k++)
      if (costs[k].is_there)
        assert_string_equal(back[k].words, "Mill Lane");
  }
}

static void
other_texts_are_no_costs(void **state)
{
  static const char *const texts[] = { "fare",
                                       "fare\t1\t0\t-1\tBus", /* no end of line */
                                       "fare\t1\t0\t-1\n",
                                       "boat\t1\t0\t-1\tBus\n",
                                       "fare\t-1\t0\t-1\tBus\n",
                                       "fare\t99999999999\t0\t-1\tBus\n",
                                       "fare\tone\t0\t-1\tBus\n",
                                       "car\t1\t99999999\t-1\tBus\n" };
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Cost costs[COST_KINDS];

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    assert_false(costs_from_text(arena, texts[i], costs));
  assert_true(costs_from_text(arena, "", costs));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_typed_is_read_as_it_is_meant),
    cmocka_unit_test(miles_are_read_in_hundredths),
    cmocka_unit_test(what_is_shown_can_be_typed),
    cmocka_unit_test(no_text_is_read_as_too_much),
    cmocka_unit_test(sums_never_run_over),
    cmocka_unit_test(half_a_penny_counts_for_the_person),
    cmocka_unit_test(costs_come_back_as_they_were),
    cmocka_unit_test(other_texts_are_no_costs),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
