/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Numbers that could point at a person: which may be told (kindness rules; ONS: also not by
 * subtraction). Pure. */
#pragma once

#include <stdint.h>

enum { FEW = 5 }; /* smaller numbers than this, but for none at all, are not told */

typedef enum {
  NUMBER_TOLD,
  NUMBER_FEW,     /* "fewer than 5" */
  NUMBER_NOT_TOLD /* it, or the rest of the whole, is small */
} NumberTold;

/* `part` is counted in `whole` too (this month in this year). */
void few_look(int64_t part, int64_t whole, NumberTold *ret_part, NumberTold *ret_whole);
