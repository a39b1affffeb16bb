/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Numbers as letters that people copy by hand: base 32 without I, L, O and U (Crockford's), O read
 * as 0, I and L as 1, and a check letter at the end (Luhn mod 32: it notices one wrong letter and
 * nearly all swapped neighbours). */
#pragma once

#include <stdbool.h>

extern const char digits32[33];                   /* "0123456789abc...": lower case */
int digit32_value(char letter);                   /* -1: none */
int digits32_check(const int *digits, int count); /* the digit to put after them */
bool digits32_fit(const int *digits, int count);  /* the last one being the check */
