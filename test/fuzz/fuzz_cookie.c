/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Cookie headers; and what is written is read back. */
#include "fuzz.h"

#include "base/text.h"
#include "web/cookies.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *header = g_strndup((const char *)data, size);
  g_autofree char *value = cookie_find(header, "session");
  g_autofree char *strict = cookie_find_ours(header, "session", true);

  fuzz_assert(!value || text_is_clean(value, strlen(value)));
  if (!value)
    return 0;

  g_autofree char *written = cookie_write("session", value, 60, false);
  g_autofree char *read = cookie_find(written, "session");

  fuzz_assert(text_is_clean(written, strlen(written)) && !strpbrk(written, "\r\n\t"));
  fuzz_assert(read && strcmp(read, value) == 0);
  return 0;
}
