/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The lines of a meeting bag, as the press reads them: what is read is written and read the same,
 * within its limits. */
#include "fuzz.h"

#include "press/bag.h"

#include <string.h>

static char *
write_all(const GPtrArray *lines)
{
  g_auto(Buffer) out = BUFFER_INIT(8 * 1024 * 1024);

  for (guint i = 0; i < lines->len; i++) {
    const BagLine *line = g_ptr_array_index(lines, i);

    if (line->kind == BAG_ROOM)
      bag_write_room(&out, line->texts[0], line->lines);
    else
      bag_write(&out, line->kind, line->texts[0], line->texts[1], line->texts[2]);
  }
  fuzz_assert(!out.is_full);
  return g_strndup(out.data, out.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *raw = g_strndup((const char *)data, size);
  g_autofree char *text = g_utf8_make_valid(raw, -1); /* the press reads nothing else */
  g_autofree char *problem = NULL, *again_problem = NULL;
  g_autoptr(GPtrArray) lines = bag_parse(text, &problem);

  fuzz_assert((lines == NULL) == (problem != NULL));
  if (!lines)
    return 0;
  fuzz_assert(lines->len > 0 && lines->len <= BAG_LINES_MAX);
  for (guint i = 0; i < lines->len; i++) {
    const BagLine *line = g_ptr_array_index(lines, i);

    fuzz_assert(line->kind < BAG_KIND_COUNT && line->card < CARD_COUNT);
    fuzz_assert(line->kind != BAG_ROOM || (line->lines >= 1 && line->lines <= BAG_ROOM_MOST));
  }

  g_autofree char *once = write_all(lines);
  g_autoptr(GPtrArray) again = bag_parse(once, &again_problem);

  fuzz_assert(again && again->len == lines->len);

  g_autofree char *twice = write_all(again);

  fuzz_assert(strcmp(once, twice) == 0);
  return 0;
}
