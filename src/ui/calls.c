/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Phone numbers in words: a link that a telephone can call, and that never breaks across lines. */
#include "ui/calls.h"

#include "ui/draw.h"

#include <string.h>

enum {
  SHORT_DIGITS = 3, /* 999, 112, 101, 111 */
  LEAST_DIGITS = 5, /* of others: 18000, 116 123; not a house number */
  MOST_DIGITS = 15, /* ITU-T E.164 */
  NUMBER_SIZE = 1 + MOST_DIGITS + 1,
};

/* What people write between the digits of one number: "01632 960 001", "0303-123-1113". */
static size_t
gap_len(const char *at)
{
  if (*at == ' ' || *at == '-')
    return 1;
  return strncmp(at, "\u00a0", 2) == 0 ? 2 : 0;
}

static bool
is_number(const char *digits, size_t count, bool has_plus)
{
  if (count == SHORT_DIGITS && !has_plus)
    return *digits == '1' || *digits == '9';
  return count >= LEAST_DIGITS && count <= MOST_DIGITS;
}

size_t
call_number_at(const char *words, size_t len, char ret_number[static CALL_NUMBER_SIZE])
{
  size_t at = 0, end = 0, count = 0;
  char number[CALL_NUMBER_SIZE];
  const bool has_plus = len > 0 && *words == '+';

  if (has_plus)
    at = 1;
  while (at < len) {
    const size_t gap = count > 0 ? gap_len(words + at) : 0;

    if (at + gap >= len || !g_ascii_isdigit(words[at + gap]))
      break;
    at += gap + 1;
    if (count < MOST_DIGITS)
      number[count] = words[at - 1];
    count++;
    end = at;
  }
  if (!is_number(number, count, has_plus) || (end < len && g_ascii_isalnum(words[end])))
    return 0;
  number[count] = '\0';
  g_snprintf(ret_number, CALL_NUMBER_SIZE, "%s%s", has_plus ? "+" : "", number);
  return end;
}

void
put_words_to_call(Page *page, const char *words, size_t len)
{
  size_t plain = 0;

  for (size_t at = 0; at < len;) {
    const bool is_start = at == 0 || !g_ascii_isalnum(words[at - 1]);
    char number[CALL_NUMBER_SIZE];
    const size_t size = is_start ? call_number_at(words + at, len - at, number) : 0;

    if (size == 0) {
      /* A number that is too long is no number, and neither is its end. */
      at++;
      while (at < len && g_ascii_isdigit(words[at - 1]) && g_ascii_isdigit(words[at]))
        at++;
      continue;
    }
    buffer_put_escaped(page_out(page), words + plain, at - plain);
    html(page, "<a class=\"govuk-link ct-call\" dir=\"ltr\" href=\"tel:");
    text(page, number);
    html(page, "\">");
    buffer_put_escaped(page_out(page), words + at, size);
    html(page, "</a>");
    at += size;
    plain = at;
  }
  buffer_put_escaped(page_out(page), words + plain, len - plain);
}
