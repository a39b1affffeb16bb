/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files that people bring: what kind they are, by their bytes. */
#include "fuzz.h"

#include "papers/media.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const MediaKind *kind = media_look(data, size);

  if (!kind)
    return 0;
  fuzz_assert(media_of_type(kind->type) == kind);
  fuzz_assert(kind->family <= MEDIA_PAGES && *kind->extension);
  /* Nothing that a browser would run. */
  fuzz_assert(!strstr(kind->type, "html") && !strstr(kind->type, "svg"));
  return 0;
}
