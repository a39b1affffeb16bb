/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Characters of a text that is read word by word; ASCII, which nearly all are, is told at once. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* The character at `at`, and how long it is; what is no UTF-8 is U+FFFD, a byte long. */
static inline gunichar
char_at(const char *at, const char *end, size_t *ret_len)
{
  if (at >= end) {
    *ret_len = 0;
    return 0;
  }
  *ret_len = 1;
  if ((unsigned char)*at < 0x80)
    return (gunichar)*at;

  const gunichar c = g_utf8_get_char_validated(at, end - at);

  if (c == (gunichar)-1 || c == (gunichar)-2)
    return 0xFFFD;
  *ret_len = (size_t)(g_utf8_next_char(at) - at);
  return c;
}

static inline bool
is_letter(gunichar c)
{
  return c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c) || g_unichar_ismark(c);
}

static inline bool
is_digit(gunichar c)
{
  return c < 0x80 ? g_ascii_isdigit((char)c) : g_unichar_isdigit(c);
}

static inline bool
is_space(gunichar c)
{
  return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : g_unichar_isspace(c);
}

static inline bool
is_among(gunichar c, const char *ascii, const gunichar *others)
{
  if (c < 0x80)
    return c && strchr(ascii, (int)c);
  while (*others && *others != c)
    others++;
  return *others != 0;
}

static inline bool
is_apostrophe(gunichar c)
{
  return c == '\'' || c == 0x2019 || c == 0x2BC;
}

static inline bool
is_hyphen(gunichar c)
{
  return c == '-' || c == 0x2010 || c == 0x2011;
}

static inline bool
is_stop(gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026;
}

static inline bool
is_closer(gunichar c)
{
  static const gunichar others[] = { 0x2019, 0x201D, 0xBB, 0 };

  return is_among(c, ")]\"'*_", others);
}

static inline bool
is_opener(gunichar c)
{
  static const gunichar others[] = { 0x2018, 0x201C, 0xAB, 0x2013, 0x2014, 0 };

  return is_among(c, "([\"'*_-", others);
}
