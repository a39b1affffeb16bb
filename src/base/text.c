/* SPDX-License-Identifier: AGPL-3.0-or-later
 * People's text. */
#include "base/text.h"

#include "base/block.h"

#include <stdint.h>
#include <string.h>

static bool
is_control(char letter)
{
  unsigned char byte = (unsigned char)letter;

  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

/* A paper is looked at each time it is read, so by blocks. Line ends and tabs count as well there;
 * is_control() knows better. */
bool
text_is_clean(const char *text, size_t len)
{
  if (!g_utf8_validate(text, (gssize)len, NULL)) /* refuses NUL inside too */
    return false;
  for (size_t i = 0; i < len; i++) {
    while (len - i >= BLOCK && !block_has_controls(text + i))
      i += BLOCK;
    if (i < len && is_control(text[i]))
      return false;
  }
  return true;
}

/* Bytes of a control code at the start: one byte, or a terminal's "ESC [ 1 ; 31 m" (ECMA-48, 5.4);
 * 0: none. */
static size_t
control_len(const char *bytes, size_t len)
{
  size_t at = 2;

  if (len == 0 || !is_control(*bytes))
    return 0;
  if (len < 3 || bytes[0] != 0x1b || bytes[1] != '[')
    return 1;
  while (at < len && bytes[at] >= 0x20 && bytes[at] <= 0x3f)
    at++;
  return at < len && bytes[at] >= 0x40 && bytes[at] <= 0x7e ? at + 1 : 1;
}

char *
text_mend(const char *bytes, size_t len, bool *ret_is_broken)
{
  const char *end = bytes + len, *next;
  GString *mended = g_string_sized_new(len);
  bool is_in_run = false, is_broken = false;

  for (const char *at = bytes; at < end; at = next) {
    size_t control = control_len(at, (size_t)(end - at));
    gunichar c = control ? 0 : g_utf8_get_char_validated(at, end - at);
    bool is_bad = !control && (c == (gunichar)-1 || c == (gunichar)-2);

    next = control ? at + control : is_bad ? at + 1 : g_utf8_next_char(at);
    if (is_bad && !is_in_run)
      g_string_append(mended, "\357\277\275");
    else if (!control && !is_bad)
      g_string_append_len(mended, at, next - at);
    is_broken |= is_bad;
    is_in_run = is_bad;
  }
  *ret_is_broken = is_broken;
  return g_string_free(mended, FALSE);
}

static const char *
skip_space(const char *at)
{
  while (*at && g_unichar_isspace(g_utf8_get_char(at)))
    at = g_utf8_next_char(at);
  return at;
}

char *
text_tidy(const char *text)
{
  GString *tidy = g_string_new(NULL);

  for (const char *at = skip_space(text); *at; at++) {
    if (*at != '\r')
      g_string_append_c(tidy, *at);
    else if (at[1] != '\n')
      g_string_append_c(tidy, '\n');
  }

  while (tidy->len > 0) {
    const char *last = g_utf8_find_prev_char(tidy->str, tidy->str + tidy->len);

    if (!last || !g_unichar_isspace(g_utf8_get_char(last)))
      break;
    g_string_truncate(tidy, (gsize)(last - tidy->str));
  }
  return g_string_free(tidy, FALSE);
}

char *
text_sort_key(const char *text)
{
  /* Taken apart before folding and after it: some signs only then turn out to be capital letters,
   * some small letters only then have parts (as toNFKC_Casefold in the Unicode Standard, 3.13). */
  g_autofree char *plain = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold(plain ? plain : "", -1);
  g_autofree char *parts = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL);
  GString *key = g_string_new(NULL);
  bool is_space_due = false;

  for (const char *at = parts ? parts : ""; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);

    if (g_unichar_isspace(c)) {
      is_space_due = key->len > 0;
    } else if (!g_unichar_ismark(c)) {
      if (is_space_due)
        g_string_append_c(key, ' ');
      is_space_due = false;
      g_string_append_unichar(key, c);
    }
  }
  return g_string_free(key, FALSE);
}

size_t
text_from_number(gint64 number, char ret_text[static NUMBER_TEXT_SIZE])
{
  char digits[NUMBER_TEXT_SIZE];
  guint64 rest = number < 0 ? -(guint64)number : (guint64)number;
  size_t count = 0, len = 0;

  do {
    digits[count++] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (number < 0)
    ret_text[len++] = '-';
  while (count > 0)
    ret_text[len++] = digits[--count];
  ret_text[len] = '\0';
  return len;
}

size_t
text_length(const char *text)
{
  return (size_t)g_utf8_strlen(text, -1);
}

int
text_next_of_code(const char **at)
{
  while (**at) {
    gunichar letter = g_utf8_get_char(*at);
    const GUnicodeType type = g_unichar_type(letter);

    *at = g_utf8_next_char(*at);
    if (g_unichar_isspace(letter) || type == G_UNICODE_DASH_PUNCTUATION || letter == 0x2212 ||
        letter == '.' || letter == '_')
      continue;
    if (letter >= 0xff01 && letter <= 0xff5e)
      letter -= 0xfee0;
    return letter < 128 && g_ascii_isalnum((char)letter) ? (int)letter : -1;
  }
  return 0;
}

char *
text_from_bytes(const void *bytes, size_t len)
{
  static const char digits[] = "0123456789abcdef";
  const uint8_t *from = bytes;
  char *hex = g_malloc(len * 2 + 1);

  for (size_t i = 0; i < len; i++) {
    hex[2 * i] = digits[from[i] >> 4];
    hex[2 * i + 1] = digits[from[i] & 15];
  }
  hex[2 * len] = '\0';
  return hex;
}

/* Of a hexadecimal digit: letters have the bit of 0x40, and 'a' & 15 is 1. */
static unsigned
digit_value(char digit)
{
  return (digit & 15U) + (digit & 0x40 ? 9 : 0);
}

bool
text_to_bytes(const char *hex, void *ret_bytes, size_t len)
{
  uint8_t *to = ret_bytes;

  if (!hex || strlen(hex) != len * 2)
    return false;
  for (size_t i = 0; i < len * 2; i++)
    if (!g_ascii_isxdigit(hex[i]))
      return false;
  for (size_t i = 0; i < len; i++)
    to[i] = (uint8_t)(digit_value(hex[2 * i]) << 4 | digit_value(hex[2 * i + 1]));
  return true;
}
