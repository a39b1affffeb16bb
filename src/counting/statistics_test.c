/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Intervals against the tables of Newcombe (1998), and what must hold for all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "counting/statistics.h"

#include <math.h>

enum { MOST = 60 };

static void
assert_near(double found, double printed)
{
  if (fabs(found - printed) > 0.00005)
    fail_msg("%f is not %f", found, printed);
}

/* Newcombe 1998, page 861, table I, method 3; page 876, table II, method 10. */
static void
as_the_tables_say(void **state)
{
  static const struct {
    int64_t yes, of;
    double low, high;
  } one[] = { { 81, 263, 0.2553, 0.3662 },
              { 15, 148, 0.0624, 0.1605 },
              { 0, 20, 0, 0.1611 },
              { 1, 29, 0.0061, 0.1718 } };
  static const struct {
    int64_t yes, of, other_yes, other_of;
    double low, high;
  } two[] = { { 56, 70, 48, 80, 0.0524, 0.3339 },
              { 9, 10, 3, 10, 0.1705, 0.8090 },
              { 5, 56, 0, 29, -0.0381, 0.1926 },
              { 10, 10, 0, 10, 0.6075, 1.0 } };

  (void)state;
  for (size_t i = 0; i < sizeof(one) / sizeof(one[0]); i++) {
    const Interval found = wilson_interval(one[i].yes, one[i].of);

    assert_near(found.low, one[i].low);
    assert_near(found.high, one[i].high);
  }
  for (size_t i = 0; i < sizeof(two) / sizeof(two[0]); i++) {
    const Interval found =
        newcombe_interval(two[i].yes, two[i].of, two[i].other_yes, two[i].other_of);

    assert_near(found.low, two[i].low);
    assert_near(found.high, two[i].high);
  }
}

static void
holds_for_all(void **state)
{
  (void)state;
  for (int64_t of = 1; of <= MOST; of++)
    for (int64_t yes = 0; yes <= of; yes++) {
      const double p = (double)yes / (double)of;
      const Interval found = wilson_interval(yes, of), mirrored = wilson_interval(of - yes, of);

      assert_true(found.low >= 0 && found.low <= p + 1e-12);
      assert_true(found.high <= 1 && found.high >= p - 1e-12);
      assert_near(found.low, 1 - mirrored.high);
      if (yes > 0)
        assert_true(wilson_interval(yes - 1, of).low < found.low + 1e-12);
    }
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(as_the_tables_say),
    cmocka_unit_test(holds_for_all),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
