/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The formats somebody wants, as people write them in lists. */
#include "fuzz.h"

#include "people/people.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Arena) arena = arena_new(1 << 16);
  g_autofree char *text = g_strndup((const char *)data, size);
  FormatWants wants, same;

  if (!format_wants_from_text(text, &wants))
    return 0;
  fuzz_assert(wants.count >= 0 && wants.count <= FORMAT_COUNT);
  const char *written = format_wants_to_text(&wants, arena);
  fuzz_assert(format_wants_from_text(written, &same));
  fuzz_assert(same.count == wants.count);
  fuzz_assert(same.is_attached == wants.is_attached && same.by_text == wants.by_text &&
              same.is_read_aloud == wants.is_read_aloud);
  fuzz_assert(strcmp(format_wants_to_text(&same, arena), written) == 0);
  return 0;
}
