/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The chapters at the front of an MP3. */
#include "fuzz.h"

#include "press/chapters.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(GArray) chapters = chapters_read(data, size);

  for (guint i = 0; i < chapters->len; i++)
    fuzz_assert(g_utf8_validate(g_array_index(chapters, Chapter, i).title, -1, NULL));
  return 0;
}
