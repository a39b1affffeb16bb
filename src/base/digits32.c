/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Base 32 for people. */
#include "base/digits32.h"

#include <glib.h>
#include <string.h>

enum { BASE = 32 };

const char digits32[33] = "0123456789abcdefghjkmnpqrstvwxyz";

int
digit32_value(char letter)
{
  letter = g_ascii_tolower(letter);
  if (letter == 'o')
    letter = '0';
  if (letter == 'i' || letter == 'l')
    letter = '1';

  const char *at = letter ? strchr(digits32, letter) : NULL;

  return at ? (int)(at - digits32) : -1;
}

/* Luhn mod N over the digits, the check letter being the one at the right end. */
static int
luhn_sum(const int *digits, int count, int factor)
{
  int sum = 0;

  for (int i = count - 1; i >= 0; i--) {
    int product = digits[i] * factor;

    sum += product / BASE + product % BASE;
    factor = 3 - factor;
  }
  return sum % BASE;
}

int
digits32_check(const int *digits, int count)
{
  return (BASE - luhn_sum(digits, count, 2)) % BASE;
}

bool
digits32_fit(const int *digits, int count)
{
  return luhn_sum(digits, count, 1) == 0;
}
