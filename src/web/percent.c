/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Percent-decoding and the query of an address. */
#include "web/percent.h"

#include "base/text.h"

#include <glib.h>
#include <string.h>

bool
percent_decode_bytes(const char *text, size_t len, bool is_form, char *ret_bytes, size_t *ret_len)
{
  size_t out = 0;

  for (size_t i = 0; i < len; i++) {
    char byte = text[i];

    if (byte == '%') {
      if (len - i < 3 || !g_ascii_isxdigit(text[i + 1]) || !g_ascii_isxdigit(text[i + 2]))
        return false;
      byte = (char)(g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2]));
      i += 2;
    } else if (byte == '+' && is_form) {
      byte = ' ';
    }
    ret_bytes[out++] = byte;
  }
  ret_bytes[out] = '\0';
  *ret_len = out;
  return true;
}

bool
percent_decode(const char *text, size_t len, bool is_form, char *ret_text, size_t *ret_len)
{
  return percent_decode_bytes(text, len, is_form, ret_text, ret_len) &&
         text_is_clean(ret_text, *ret_len);
}

char *
percent_encode(const char *text)
{
  return g_uri_escape_string(text, NULL, FALSE);
}

/* The next "name=value" of a query; false at its end. */
static bool
next_pair(const char **at, const char **ret_pair, size_t *ret_len)
{
  if (!*at || **at == '\0')
    return false;
  *ret_pair = *at;
  *ret_len = strcspn(*at, "&");
  *at += *ret_len + ((*at)[*ret_len] == '&' ? 1 : 0);
  return true;
}

/* Whether the pair has this name; then where its value starts. */
static bool
pair_is(const char *pair, size_t len, const char *name, size_t *ret_value_at)
{
  const char *mark = memchr(pair, '=', len);
  size_t raw_len = mark ? (size_t)(mark - pair) : len;
  g_autofree char *decoded = g_malloc(raw_len + 1);
  size_t decoded_len;

  if (!percent_decode(pair, raw_len, true, decoded, &decoded_len) || strcmp(decoded, name) != 0)
    return false;
  *ret_value_at = mark ? raw_len + 1 : len;
  return true;
}

char *
query_value(const char *query, const char *name)
{
  const char *at = query, *pair;
  size_t len, value_at;

  while (next_pair(&at, &pair, &len)) {
    if (!pair_is(pair, len, name, &value_at))
      continue;

    g_autofree char *value = g_malloc(len - value_at + 1);
    size_t value_len;

    if (percent_decode(pair + value_at, len - value_at, true, value, &value_len))
      return g_steal_pointer(&value);
    break;
  }
  return g_strdup("");
}

char *
query_without(const char *query, const char *name)
{
  GString *kept = g_string_new(NULL);
  const char *at = query, *pair;
  size_t len, value_at;

  while (next_pair(&at, &pair, &len)) {
    if (pair_is(pair, len, name, &value_at))
      continue;
    if (kept->len > 0)
      g_string_append_c(kept, '&');
    g_string_append_len(kept, pair, (gssize)len);
  }
  return g_string_free(kept, FALSE);
}
