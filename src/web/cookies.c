/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Cookie header (RFC 6265): "a=1; b=2". */
#include "web/cookies.h"

#include "web/percent.h"

#include <string.h>

static char *
decode(const char *value, size_t len)
{
  g_autofree char *text = g_malloc(len + 1);
  size_t text_len;

  return percent_decode(value, len, false, text, &text_len) ? g_steal_pointer(&text) : NULL;
}

char *
cookie_find(const char *header, const char *name)
{
  size_t name_len = strlen(name), found_len = 0;
  const char *found = NULL;

  for (const char *at = header; at && *at;) {
    size_t len;

    at += strspn(at, "; \t");
    len = strcspn(at, ";");
    if (len > name_len && at[name_len] == '=' && memcmp(at, name, name_len) == 0) {
      const char *value = at + name_len + 1;
      size_t value_len = len - name_len - 1;

      if (found && (found_len != value_len || memcmp(found, value, value_len) != 0))
        return NULL;
      found = value;
      found_len = value_len;
    }
    at += len;
  }
  return found ? decode(found, found_len) : NULL;
}

char *
cookie_find_ours(const char *header, const char *name, bool is_https)
{
  g_autofree char *prefixed = is_https ? g_strconcat("__Host-", name, NULL) : NULL;

  return cookie_find(header, prefixed ? prefixed : name);
}

char *
cookie_write(const char *name, const char *value, int64_t max_age_s, bool is_https)
{
  g_autofree char *encoded = percent_encode(value);
  GString *cookie = g_string_sized_new(strlen(encoded) + 128);

  g_string_append(cookie, is_https ? "__Host-" : "");
  g_string_append(cookie, name);
  g_string_append_c(cookie, '=');
  g_string_append(cookie, encoded);
  g_string_append(cookie, "; Path=/; HttpOnly; SameSite=Lax");
  g_string_append(cookie, is_https ? "; Secure" : "");
  if (max_age_s >= 0)
    g_string_append_printf(cookie, "; Max-Age=%" G_GINT64_FORMAT, max_age_s);
  return g_string_free(cookie, FALSE);
}
