/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Money in whole pence, as people type it and as it is shown; sums that do not run over (R57).
 * Pure.
 */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* £100,000: more than anybody is paid back here. Sums stay far below what an integer holds. */
#define MONEY_MOST_PENCE ((int64_t)10 * 1000 * 1000)
enum { MILES_MOST = 2000, HUNDREDTHS = 100 };

/* "£3.50", "3,50", "3.5", "350p", "1,200", "£ 1,200.00": pence, 0 to MONEY_MOST_PENCE. A comma or
 * dot with three digits behind it parts thousands, with one or two it begins the pence. False:
 * nothing that can be read as one amount. */
bool money_from_text(const char *text, int64_t *ret_pence);
/* "12", "12.5", "12 miles": hundredths of a mile, 0 to MILES_MOST miles. */
bool miles_from_text(const char *text, int64_t *ret_hundredths);
/* False, and nothing changed: the sum is over MONEY_MOST_PENCE, or something is below 0. */
bool money_add(int64_t *sum_pence, int64_t pence);
/* What so many miles cost, half a penny rounded up. False: over MONEY_MOST_PENCE. */
bool money_for_miles(int64_t hundredths, int64_t pence_a_mile, int64_t *ret_pence);
/* "£3.50", "£1,200", "45p"; arena. And back for a form: "3.50". */
const char *money_in_words(Arena *arena, int64_t pence);
const char *money_as_typed(Arena *arena, int64_t pence);
const char *miles_in_words(Arena *arena, int64_t hundredths); /* "12.5" */
