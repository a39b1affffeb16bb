/* SPDX-License-Identifier: AGPL-3.0-or-later
 * No pair of told numbers gives a small one away. */
#include "upkeep/few.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

enum { MOST = 40 };

/* Every pair that a reader could have before them when they see these two answers. */
static bool
looks_the_same(int64_t part, int64_t whole, int64_t other_part, int64_t other_whole)
{
  NumberTold a, b, c, d;

  few_look(part, whole, &a, &b);
  few_look(other_part, other_whole, &c, &d);
  return a == c && b == d && (a != NUMBER_TOLD || part == other_part) &&
         (b != NUMBER_TOLD || whole == other_whole);
}

static void
a_small_number_could_always_be_another(void **state)
{
  (void)state;
  for (int64_t whole = 0; whole <= MOST; whole++)
    for (int64_t part = 0; part <= whole; part++) {
      const int64_t three[] = { part, whole, whole - part };

      for (int i = 0; i < 3; i++) {
        bool has_other = three[i] == 0 || three[i] >= FEW;

        for (int64_t w = 0; w <= MOST + FEW && !has_other; w++)
          for (int64_t p = 0; p <= w && !has_other; p++) {
            const int64_t others[] = { p, w, w - p };

            has_other = others[i] != three[i] && looks_the_same(part, whole, p, w);
          }
        assert_true(has_other);
      }
    }
}

static void
large_numbers_are_told(void **state)
{
  NumberTold part, whole;

  (void)state;
  few_look(12, 30, &part, &whole);
  assert_int_equal(part, NUMBER_TOLD);
  assert_int_equal(whole, NUMBER_TOLD);
  few_look(0, 0, &part, &whole);
  assert_int_equal(part, NUMBER_TOLD);
  assert_int_equal(whole, NUMBER_TOLD);
  few_look(2, 9, &part, &whole);
  assert_int_equal(part, NUMBER_NOT_TOLD);
  assert_int_equal(whole, NUMBER_TOLD);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_small_number_could_always_be_another),
    cmocka_unit_test(large_numbers_are_told),
  };

  return cmocka_run_group_tests_name("small numbers", tests, NULL, NULL);
}
