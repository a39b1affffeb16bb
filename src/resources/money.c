/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Money in pence. */
#include "resources/money.h"

#include <glib.h>
#include <string.h>

enum { DIGITS_MOST = 12 };

/* An amount as it is typed: whole, and hundredths. */
typedef struct {
  int64_t whole, hundredths;
  bool has_hundredths;
} Amount;

static const char *
skip_spaces(const char *at)
{
  for (;;) {
    if (*at == ' ')
      at++;
    else if (g_str_has_prefix(at, "\xc2\xa0")) /* a space that does not break */
      at += 2;
    else
      return at;
  }
}

/* How many digits stand here. */
static size_t
digits_at(const char *at)
{
  return strspn(at, "0123456789");
}

/* A dot or comma, then one or two digits and no more: hundredths. */
static bool
read_hundredths(const char **at, Amount *amount)
{
  const size_t count = **at == '.' || **at == ',' ? digits_at(*at + 1) : 0;

  if (count < 1 || count > 2)
    return false;
  amount->hundredths = ((*at)[1] - '0') * 10 + (count == 2 ? (*at)[2] - '0' : 0);
  amount->has_hundredths = true;
  *at += 1 + count;
  return true;
}

/* Digits, with groups of three behind the first up to three. All groups are parted by one sign, and
 * the sign before the hundredths is another one. */
static bool
read_amount(const char **at, Amount *amount)
{
  size_t count = digits_at(*at), all = count;
  char parting = '\0';

  if (count < 1 || count > DIGITS_MOST)
    return false;
  for (size_t i = 0; i < count; i++, (*at)++)
    amount->whole = amount->whole * 10 + (**at - '0');
  while (count <= 3 && (**at == ',' || **at == '.') && digits_at(*at + 1) == 3) {
    if ((parting && **at != parting) || all + 3 > DIGITS_MOST)
      return false;
    parting = *(*at)++;
    for (int i = 0; i < 3; i++, (*at)++)
      amount->whole = amount->whole * 10 + (**at - '0');
    all += 3;
  }
  if (parting && **at == parting)
    return false;
  read_hundredths(at, amount);
  return true;
}

bool
money_from_text(const char *text, int64_t *ret_pence)
{
  Amount amount = { 0, 0, false };
  const char *at = skip_spaces(text);
  bool is_pounds = false;

  if (g_str_has_prefix(at, "£")) {
    is_pounds = true;
    at = skip_spaces(at + strlen("£"));
  }
  if (!read_amount(&at, &amount))
    return false;
  at = skip_spaces(at);

  const bool is_pence = (*at == 'p' || *at == 'P') && !is_pounds && !amount.has_hundredths;

  if (is_pence)
    at = skip_spaces(at + 1);
  if (*at || amount.whole > MONEY_MOST_PENCE)
    return false;

  const int64_t pence = is_pence ? amount.whole : amount.whole * 100 + amount.hundredths;

  if (pence > MONEY_MOST_PENCE)
    return false;
  *ret_pence = pence;
  return true;
}

bool
miles_from_text(const char *text, int64_t *ret_hundredths)
{
  Amount amount = { 0, 0, false };
  const char *at = skip_spaces(text);

  if (!read_amount(&at, &amount))
    return false;
  at = skip_spaces(at);
  if (g_ascii_strncasecmp(at, "miles", strlen("miles")) == 0)
    at = skip_spaces(at + strlen("miles"));
  else if (g_ascii_strncasecmp(at, "mile", strlen("mile")) == 0)
    at = skip_spaces(at + strlen("mile"));
  if (*at || amount.whole > MILES_MOST || (amount.whole == MILES_MOST && amount.hundredths > 0))
    return false;
  *ret_hundredths = amount.whole * HUNDREDTHS + amount.hundredths;
  return true;
}

bool
money_add(int64_t *sum_pence, int64_t pence)
{
  int64_t sum = 0;

  if (*sum_pence < 0 || pence < 0 || __builtin_add_overflow(*sum_pence, pence, &sum) ||
      sum > MONEY_MOST_PENCE)
    return false;
  *sum_pence = sum;
  return true;
}

bool
money_for_miles(int64_t hundredths, int64_t pence_a_mile, int64_t *ret_pence)
{
  int64_t cost = 0;

  if (hundredths < 0 || pence_a_mile < 0 ||
      __builtin_mul_overflow(hundredths, pence_a_mile, &cost) ||
      __builtin_add_overflow(cost, HUNDREDTHS / 2, &cost) || cost / HUNDREDTHS > MONEY_MOST_PENCE)
    return false;
  *ret_pence = cost / HUNDREDTHS;
  return true;
}

const char *
money_in_words(Arena *arena, int64_t pence)
{
  const int pounds = (int)(pence / 100), rest = (int)(pence % 100);
  const char *whole = pounds >= 1000000 ? arena_format(arena, "£%d,%03d,%03d", pounds / 1000000,
                                                       pounds / 1000 % 1000, pounds % 1000)
                      : pounds >= 1000
                          ? arena_format(arena, "£%d,%03d", pounds / 1000, pounds % 1000)
                          : arena_format(arena, "£%d", pounds);

  if (pounds == 0 && rest > 0)
    return arena_format(arena, "%dp", rest);
  return rest ? arena_format(arena, "%s.%02d", whole, rest) : whole;
}

const char *
money_as_typed(Arena *arena, int64_t pence)
{
  return arena_format(arena, "%d.%02d", (int)(pence / 100), (int)(pence % 100));
}

const char *
miles_in_words(Arena *arena, int64_t hundredths)
{
  const int whole = (int)(hundredths / HUNDREDTHS), rest = (int)(hundredths % HUNDREDTHS);

  if (rest == 0)
    return arena_format(arena, "%d", whole);
  return rest % 10 == 0 ? arena_format(arena, "%d.%d", whole, rest / 10)
                        : arena_format(arena, "%d.%02d", whole, rest);
}
