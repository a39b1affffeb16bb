/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What else of languages comes from outside: an Accept-Language header, a text with slots from a
 * catalogue, the name of a time zone; one a line. */
#include "fuzz.h"

#include "lang/lang.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  g_auto(GStrv) lines = g_strsplit(text, "\n", 3);
  const char *header = lines[0] ? lines[0] : "", *zone = NULL;

  fuzz_assert(lang_negotiate(header) != NULL);
  if (lines[0] && lines[1]) {
    g_autofree char *filled = lang_fill(lines[1], "a", "{b}", "b", "", NULL);
    g_autofree char *same = lang_fill(lines[1], NULL);

    fuzz_assert(strlen(filled) <= strlen(lines[1]));
    fuzz_assert(strcmp(same, lines[1]) == 0);
    zone = lines[2];
  }
  g_autofree char *date = lang_date(NULL, 1795703400000000, zone);
  g_autofree char *time = lang_time(NULL, 1795703400000000, zone);
  fuzz_assert(*date && *time);
  return 0;
}
