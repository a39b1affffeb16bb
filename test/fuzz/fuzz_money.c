/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Money and miles as people type them, and the costs of a claim as they are kept: an amount within
 * its limits that is shown as it can be typed again, or nothing. */
#include "fuzz.h"

#include "resources/costs.h"
#include "resources/money.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Cost costs[COST_KINDS], again[COST_KINDS];
  int64_t pence = -1, back = -2, miles = -1;

  if (money_from_text(text, &pence)) {
    fuzz_assert(pence >= 0 && pence <= MONEY_MOST_PENCE);
    fuzz_assert(money_from_text(money_in_words(arena, pence), &back) && back == pence);
  }
  if (miles_from_text(text, &miles))
    fuzz_assert(miles >= 0 && miles <= MILES_MOST * HUNDREDTHS);
  if (costs_from_text(arena, text, costs)) {
    fuzz_assert(costs_from_text(arena, costs_to_text(arena, costs), again));
    fuzz_assert(costs_are_same(costs, again));
  }
  return 0;
}
