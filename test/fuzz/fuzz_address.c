/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Paths and queries. */
#include "fuzz.h"

#include "base/text.h"
#include "web/percent.h"
#include "web/route_table.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *path = g_strndup((const char *)data, size);
  char *mark = strchr(path, '?');
  const char *query = mark ? mark + 1 : "";
  Segments segments;

  if (mark)
    *mark = '\0';

  g_autofree char *memory = g_malloc(strlen(path) + 1);
  g_autofree char *value = query_value(query, "a");
  g_autofree char *rest = query_without(query, "a");
  g_autofree char *none = query_value(rest, "a");

  fuzz_assert(text_is_clean(value, strlen(value)));
  fuzz_assert(*none == '\0' && strlen(rest) <= strlen(query));
  if (segments_split(path, memory, &segments) != 0)
    return 0;
  for (int i = 0; i < segments.count; i++) {
    const char *text = segments.texts[i];

    fuzz_assert(*text && text_is_clean(text, strlen(text)));
    fuzz_assert(strcmp(text, "..") != 0 && strcmp(text, ".") != 0);
  }
  return 0;
}
