/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Small numbers. */
#include "upkeep/few.h"

#include <stdbool.h>

static bool
is_few(int64_t number)
{
  return number > 0 && number < FEW;
}

void
few_look(int64_t part, int64_t whole, NumberTold *ret_part, NumberTold *ret_whole)
{
  *ret_whole = is_few(whole) ? NUMBER_FEW : NUMBER_TOLD;
  if (is_few(whole))
    *ret_part = part > 0 ? NUMBER_FEW : NUMBER_TOLD;
  else if (is_few(part) || is_few(whole - part))
    *ret_part = NUMBER_NOT_TOLD; /* one of both is small: which, would tell how small */
  else
    *ret_part = NUMBER_TOLD;
}
